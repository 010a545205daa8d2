//! ndarray in, ndarray out (feature `ndarray`).
#![allow(clippy::print_stdout)]
use ndarray::{Array2, array};
use wengert::{Error, Var, value_and_grad};

pub(crate) fn main() -> Result<(), Error> {
    let a: Array2<f64> = array![[1.0, 2.0], [3.0, 4.0]];
    let (trace, grad) = value_and_grad(|a| a.dot(&a).diag().sum(), &a)?; // elements are Var
    assert_eq!((trace, &grad), (29.0, &array![[2.0, 6.0], [4.0, 8.0]]));
    let total: fn(Array2<Var>) -> Var = |a| a.sum();
    assert_eq!(value_and_grad(total, &a)?.1, array![[1.0, 1.0], [1.0, 1.0]]);
    println!("{trace} {grad}");
    Ok(())
}
