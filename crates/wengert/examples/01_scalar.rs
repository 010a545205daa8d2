//! A function of one number, and the worked example: a = xy, b = sin a, L = a + b.
#![allow(clippy::print_stdout)]
use wengert::value_and_grad;

pub(crate) fn main() -> Result<(), wengert::Error> {
    let (y, dy) = value_and_grad(|x| (3.0 * x).sin() / x, 2.0)?;
    println!("{y:.4} {dy:.4}");
    assert!((dy - (6.0 * 6f64.cos() - 6f64.sin()) / 4.0).abs() < 1e-15);

    let (value, [dx, dy]) = value_and_grad(|[x, y]| x * y + (x * y).sin(), [2.0, 3.0])?;
    println!("L {value:.4}, dL/dx {dx:.4}, dL/dy {dy:.4}");
    assert_eq!(format!("{value:.4} {dx:.4} {dy:.4}"), "5.7206 5.8805 3.9203");
    Ok(())
}
