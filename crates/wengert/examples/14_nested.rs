//! Derivatives inside derivatives: the inner point is a `Var`, so the inner answer is one too.
#![allow(clippy::print_stdout)]
use wengert::{Error, Var, value_and_grad};

pub(crate) fn main() -> Result<(), Error> {
    // D(x -> x * D(y -> x * y)(1))(4) = 8; captured variables are right.
    let (_, d) = value_and_grad(
        |x| {
            let (_, inner) = value_and_grad(|y| x * y, Var::constant(1.0))?;
            Ok(x * inner)
        },
        4.0,
    )?;
    assert_eq!(d, 8.0);
    // x (d/dy y^2)(x) = 2 x^2, whose slope at 4 is 16.
    let (_, d) = value_and_grad(
        |x| {
            let (_, g) = value_and_grad(|y| y * y, x)?;
            Ok(x * g)
        },
        4.0,
    )?;
    assert_eq!(d, 16.0);
    // Plain numbers as inner point would drop the outer variable: refused, not silent.
    let refused = value_and_grad(|x| Ok(x * value_and_grad(|y| x * y, 1.0)?.1), 4.0);
    assert!(matches!(refused, Err(Error::Captured { .. })));
    println!("{}", refused.unwrap_err());
    // Meta-gradient: the learning rate's gradient through one training step on the sum of cubes.
    let (after, (d_rate, _)) = value_and_grad(
        |(rate, w): (Var, Vec<Var>)| {
            let (_, g) = value_and_grad(|w| w.iter().map(|w| w.powi(3)).sum::<Var>(), &w)?;
            Ok(w.iter().zip(&g).map(|(w, g)| (w - rate * g).powi(2)).sum::<Var>())
        },
        (0.1, vec![1.0, -1.0]),
    )?;
    assert!(
        (after - (0.7f64.powi(2) + 1.3f64.powi(2))).abs() < 1e-15 && (d_rate - (-6.0 * 0.7 + 6.0 * 1.3)).abs() < 1e-14
    );
    println!("{after:.4} {d_rate:.4}");
    Ok(())
}
