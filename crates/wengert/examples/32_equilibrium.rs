//! The equilibrium of a thousand coupled units, differentiated without a matrix and without its iterations.
#![allow(clippy::print_stdout)]
use wengert::{Error, Var, implicit, value_and_grad};

const N: usize = 1000;

/// What unit i becomes, where its neighbours on a ring are `left` and `right`.
fn next(left: f64, right: f64, gain: f64, input: f64) -> f64 {
    (gain * (left + right) + input).tanh()
}

/// The state that stays as it is.
fn settle((gain, inputs): (f64, Vec<f64>)) -> Vec<f64> {
    (0..200)
        .fold(vec![0.0; N], |x, _| (0..N).map(|i| next(x[(i + N - 1) % N], x[(i + 1) % N], gain, inputs[i])).collect())
}

fn residual(x: Vec<Var>, (gain, inputs): (Var, Vec<Var>)) -> Vec<Var> {
    (0..N).map(|i| x[i] - (gain * (x[(i + N - 1) % N] + x[(i + 1) % N]) + inputs[i]).tanh()).collect()
}

pub(crate) fn main() -> Result<(), Error> {
    let inputs: Vec<f64> = (0..N).map(|i| (0.1 * i as f64).sin()).collect();
    let energy = |p| implicit(settle, residual, p).iter().map(|x| x * x).sum::<Var>();
    let (e, (d_gain, d_inputs)) = value_and_grad(energy, (0.3, inputs.clone()))?;
    println!("energy {e:.4}; its slope in the gain {d_gain:.4}, in the first inputs {:.4?}", &d_inputs[..3]);
    // Against a difference of two equilibria.
    let at = |gain: f64| settle((gain, inputs.clone())).iter().map(|x| x * x).sum::<f64>();
    let slope = (at(0.3 + 1e-5) - at(0.3 - 1e-5)) / 2e-5;
    assert!((slope - d_gain).abs() < 1e-6 * slope.abs(), "{slope} {d_gain}");
    Ok(())
}
