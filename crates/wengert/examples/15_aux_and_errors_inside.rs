//! Anything may ride along with the value; any error may leave through `?`.
#![allow(clippy::print_stdout)]
use wengert::{Error, value_and_grad};

pub(crate) fn main() -> Result<(), Error> {
    let ((loss, residuals), grad) = value_and_grad(
        |[a, b]| {
            let r = [a + b - 3.0, a - b];
            (r[0] * r[0] + r[1] * r[1], r.map(|v| v.value()))
        },
        [2.0, 3.0],
    )?;
    assert_eq!((loss, residuals, grad), (5.0, [2.0, -1.0], [2.0, 6.0]));

    let rate = |text: &str| {
        value_and_grad(
            |x| {
                let k: f64 = text.parse()?;
                if k < 0.0 {
                    return Err("negative rate".into());
                }
                Ok(k * x)
            },
            2.0,
        )
    };
    assert_eq!(rate("2.5")?, (5.0, 2.5));
    assert!(matches!(rate("2,5"), Err(Error::User(_))));
    println!("{}; {}", rate("2,5").unwrap_err(), rate("-1").unwrap_err());

    let ((_, n), _) = value_and_grad(
        |x| {
            let k: i32 = "7".parse()?;
            Ok((x * f64::from(k), k))
        },
        2.0,
    )?;
    assert_eq!(n, 7);
    Ok(())
}
