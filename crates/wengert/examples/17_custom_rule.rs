//! A primitive of your own: a row like the built-in ones; one rule, every mode and order.
#![allow(clippy::print_stdout)]
use wengert::{Error, Primitive, Var, hessian, value_and_grad};
/// Kepler's equation: E with E - e sin E = M.
const KEPLER: Primitive<2> = Primitive {
    name: "kepler",
    value: |[m, e]| (0..50).fold(m, |x, _| x - (x - e * x.sin() - m) / (1.0 - e * x.cos())),
    partials: |[_, e], y| {
        let d = 1.0 - e * y.cos();
        [1.0 / d, y.sin() / d]
    },
};
pub(crate) fn main() -> Result<(), Error> {
    let (anomaly, [dm, de]) = value_and_grad(|me| KEPLER.call(me), [1.0, 0.3])?;
    let (_, _, h) = hessian(|me| KEPLER.call(me), [1.0, 0.3])?;
    assert!((h[(0, 0)] + 0.3 * anomaly.sin() * dm.powi(3)).abs() < 1e-14);
    // The third order: the derivative of a second derivative.
    let curvature = |m: Var| Ok(hessian(|[m, e]| KEPLER.call([m, e]), [m, Var::constant(0.3)])?.2[(0, 0)]);
    let (_, third) = value_and_grad(curvature, 1.0)?;
    let (s, c) = anomaly.sin_cos();
    let expected = -0.3 * (c * dm.powi(4) - 0.9 * s * s * dm.powi(5));
    assert!((third - expected).abs() < 1e-13, "{third} {expected}");
    KEPLER.check([1.0, 0.3])?;
    println!("{anomaly:.6} {dm:.6} {de:.6} {h:?}");
    Ok(())
}
