//! A value whose dependence is dropped on purpose.
#![allow(clippy::print_stdout)]
use wengert::{Error, value_and_grad};

pub(crate) fn main() -> Result<(), Error> {
    let (_, [dq, dtarget]) = value_and_grad(|[q, target]| (q - target.stop_gradient()).powi(2), [1.0, 3.0])?;
    assert!(dq == -4.0 && dtarget == 0.0);
    println!("{dq} {dtarget}");
    Ok(())
}
