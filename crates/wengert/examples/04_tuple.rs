//! A tuple mixes shapes: a number, a Vec, an array, nested at will.
#![allow(clippy::print_stdout)]
use wengert::{Error, value_and_grad};

pub(crate) fn main() -> Result<(), Error> {
    let (value, (da, dv)) = value_and_grad(|(a, v)| a * v[0] * v[1], (2.0, vec![3.0, 4.0]))?;
    assert_eq!((value, da, dv), (24.0, 12.0, vec![8.0, 6.0]));

    let (_, g) = value_and_grad(|(a, (b, [c, d]))| a * b * c * d, (1.0, (2.0, [3.0, 4.0])))?;
    assert_eq!(g, (24.0, (12.0, [8.0, 6.0])));
    println!("{g:?}");
    Ok(())
}
