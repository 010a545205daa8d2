//! A generic function that knows nothing of derivatives (feature `num-traits`).
#![allow(clippy::print_stdout)]
use num_traits::Float;
use wengert::{Error, Var, value_and_grad};

fn norm_cdf<T: Float>(x: T) -> T {
    let k = T::from(1.702).unwrap();
    T::one() / (T::one() + (-k * x).exp())
}

pub(crate) fn main() -> Result<(), Error> {
    let plain: f64 = norm_cdf(0.3);
    let (value, slope) = value_and_grad(norm_cdf::<Var>, 0.3)?;
    let (same, _) = value_and_grad(|x| 2.0 * norm_cdf(x), 0.3)?;
    assert!(plain == value && same == 2.0 * value);
    assert!((slope - 1.702 * plain * (1.0 - plain)).abs() < 1e-15);
    println!("{value:.4} {slope:.4}");
    Ok(())
}
