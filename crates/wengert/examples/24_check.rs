//! A derivative checked against finite differences: what disagrees is named.
#![allow(clippy::print_stdout)]
use wengert::{Error, grad_check};

pub(crate) fn main() -> Result<(), Error> {
    grad_check(|[x, y]| (x * y).tanh() + x.powi(3), [0.3, -0.9])?;
    let wrong = grad_check(|[x, y]| x * x.stop_gradient() + y, [2.0, 1.0]).unwrap_err();
    assert!(wrong.to_string().starts_with("entry 0: reverse mode says 2"));
    println!("{wrong}");
    Ok(())
}
