//! The two products with a Jacobian. The pullback is a value: keep it, call it twice, send it to another thread.
#![allow(clippy::print_stdout)]
use wengert::{Error, jvp, vjp};

pub(crate) fn main() -> Result<(), Error> {
    let (y, pullback) = vjp(|[a, b]| (a * b, [a + b, a.sin()]), [2.0, 3.0])?;
    let row0 = pullback.call((1.0, [0.0, 0.0]));
    let mixed = std::thread::spawn(move || pullback.call((1.0, [1.0, 1.0]))).join().unwrap();
    assert!(y.0 == 6.0 && row0 == [3.0, 2.0] && mixed[1] == 3.0);
    assert!((mixed[0] - (4.0 + 2f64.cos())).abs() < 1e-15);

    let (y2, dy) = jvp(|[a, b]| (a * b, [a + b, a.sin()]), [2.0, 3.0], [1.0, 0.0])?;
    assert!(y2 == y && dy == (3.0, [1.0, 2f64.cos()]));
    println!("{y2:?} {dy:?} {mixed:?}");
    Ok(())
}
