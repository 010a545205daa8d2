//! The gradient of a validation loss in the strength of ridge regression: through the optimum, not through the optimiser.
#![allow(clippy::print_stdout)]
use wengert::{BoxError, Error, Var, dot, implicit, value_and_grad};

type Row = ([f64; 3], f64);
const TRAIN: [Row; 5] = [
    ([1.0, 0.1, 0.3], 1.2),
    ([1.0, 0.9, -0.4], 2.9),
    ([1.0, 1.4, 0.2], 3.7),
    ([1.0, 2.2, 0.8], 5.6),
    ([1.0, 3.1, -0.5], 7.2),
];
const VALIDATE: [Row; 3] = [([1.0, 0.5, 0.0], 2.0), ([1.0, 1.8, 0.4], 4.6), ([1.0, 2.7, -0.1], 6.5)];

fn loss(rows: &[Row], w: &[Var]) -> Var {
    rows.iter().map(|(x, t)| (dot(&x.map(Var::constant), w) - *t).powi(2)).sum()
}

/// What ridge regression minimises.
fn objective(w: Vec<Var>, strength: Var) -> Var {
    loss(&TRAIN, &w) + strength * dot(&w, &w)
}

/// Gradient descent, in plain numbers: any optimiser would do.
fn fit(strength: f64) -> Result<Vec<f64>, BoxError> {
    let mut w = vec![0.0; 3];
    for _ in 0..3000 {
        let (_, g) = value_and_grad(|w| objective(w, Var::constant(strength)), &w)?;
        w.iter_mut().zip(g).for_each(|(w, g)| *w -= 0.02 * g);
    }
    Ok(w)
}

pub(crate) fn main() -> Result<(), Error> {
    // At the optimum the gradient is zero.
    let gradient =
        |w: Vec<Var>, s: Var| -> Result<Vec<Var>, BoxError> { Ok(value_and_grad(|w| objective(w, s), &w)?.1) };
    let validation = |log_strength: Var| loss(&VALIDATE, &implicit(fit, gradient, log_strength.exp()));
    let mut s = 1.0;
    for _ in 0..12 {
        let (_, ds) = value_and_grad(validation, s)?;
        s -= 2.0 * ds;
    }
    let (best, ds) = value_and_grad(validation, s)?;
    println!("validation loss {best:.5} at strength {:.5}; slope {ds:.1e}", f64::exp(s));
    assert!(best < value_and_grad(validation, 1.0)?.0);
    let slope = (validation(Var::constant(1.001)).value() - validation(Var::constant(0.999)).value()) / 0.002;
    assert!((value_and_grad(validation, 1.0)?.1 - slope).abs() < 1e-6 * slope.abs());
    Ok(())
}
