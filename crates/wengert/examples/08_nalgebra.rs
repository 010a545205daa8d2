//! nalgebra matrices of variables: the same container outside and inside, and nalgebra's own solvers (feature `nalgebra`).
#![allow(clippy::print_stdout)]
use nalgebra::{Matrix3, vector};
use wengert::{Error, Var, value_and_grad};

pub(crate) fn main() -> Result<(), Error> {
    let (a, x) = (Matrix3::new(2.0, 0.1, 0.0, 0.1, 3.0, 0.2, 0.0, 0.2, 4.0), vector![1.0, -1.0, 0.5]);
    let (energy, (da, dx)) = value_and_grad(|(a, x)| 0.5 * x.dot(&(a * x)), (a, x))?;
    assert!((da - 0.5 * x * x.transpose()).norm() < 1e-15);
    let (same, dx2) = value_and_grad(|x| 0.5 * x.dot(&(a.map(Var::constant) * x)), x)?;
    assert!(energy == same && dx == dx2);

    // d(b' A^-1 b) = 2 A^-1 b, through a Cholesky factorisation of variables.
    let b = vector![1.0, 2.0, 3.0];
    let (_, db) =
        value_and_grad(|(a, b)| b.dot(&a.cholesky().unwrap().solve(&b)), (a, b)).map(|(v, (_, db))| (v, db))?;
    assert!((db - 2.0 * a.try_inverse().unwrap() * b).norm() < 1e-14);
    println!("{energy:.4} {dx} {db}");
    Ok(())
}
