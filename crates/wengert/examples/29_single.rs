//! Single precision: the same names in `wengert::single`.
#![allow(clippy::print_stdout)]
use wengert::{Error, Var, single::value_and_grad};

type Var32 = Var<f32>;

pub(crate) fn main() -> Result<(), Error> {
    let (value, [dx, dy]) = value_and_grad(|[x, y]| 2.0 * x * y + (3.0 * (x * y)).sin(), [2.0, 3.0])?;
    let (v, g): (f32, Vec<f32>) = value_and_grad(|x: Vec<Var32>| x[0] * 2.0, vec![1.0])?;
    let _: (f32, f32, f32) = (value, dx, dy);
    assert_eq!((v, g), (2.0, vec![2.0]));
    assert_eq!(dx * 2.0, dy * 3.0); // a function of the product alone
    println!("{value} {dx} {dy}");
    Ok(())
}
