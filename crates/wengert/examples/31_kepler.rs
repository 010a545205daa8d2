//! Kepler's equation by the implicit function theorem: how the place of a planet depends on its orbit.
#![allow(clippy::print_stdout)]
use wengert::{Error, Var, hessian, implicit, value_and_grad};

/// Newton's method for E - e sin E = M, in plain numbers.
fn anomaly([m, e]: [f64; 2]) -> f64 {
    (0..50).fold(m, |x, _| x - (x - e * x.sin() - m) / (1.0 - e * x.cos()))
}

pub(crate) fn main() -> Result<(), Error> {
    let f = |orbit: [Var; 2]| implicit(anomaly, |x, [m, e]| x - e * x.sin() - m, orbit);
    let (x, [dm, de]) = value_and_grad(f, [1.0, 0.3])?;
    println!("E = {x:.6}, dE/dM = {dm:.6}, dE/de = {de:.6}");
    assert!((dm - 1.0 / (1.0 - 0.3 * x.cos())).abs() < 1e-14 && (de - x.sin() * dm).abs() < 1e-14);
    let (_, _, h) = hessian(f, [1.0, 0.3])?;
    assert!((h[(0, 0)] + 0.3 * x.sin() * dm.powi(3)).abs() < 1e-13);
    Ok(())
}
