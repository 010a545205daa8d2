//! Second derivatives: the whole Hessian, or its product with a direction without forming it.
#![allow(clippy::print_stdout)]
use wengert::{Error, Var, hessian, hvp};

fn f(x: [Var; 2]) -> Var {
    let [x, y] = x;
    x.powi(2) * y + (x * y).exp()
}

pub(crate) fn main() -> Result<(), Error> {
    let (value, grad, h) = hessian(f, [0.5, 2.0])?;
    let [[xx, xy], [yx, yy]] = h.to_array();
    assert!(xy == yx);
    let (_, same, hv) = hvp(f, [0.5, 2.0], [1.0, -1.0])?;
    assert!(grad == same && (hv[0] - (xx - xy)).abs() < 1e-12 && (hv[1] - (yx - yy)).abs() < 1e-12);
    println!("{value:.4} {grad:?} {xx:.4} {xy:.4} {yy:.4}");
    Ok(())
}
