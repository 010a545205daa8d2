//! `network`: a small network learns exclusive or, step by step, by the gradient of one sweep.

use super::chance::Chance;
use super::fault::Fault;
use super::num::Num;
use serde::{Deserialize, Serialize};
use wengert::{Error, Program, Var};

/// Inputs, hidden units, outputs.
const SHAPE: [usize; 3] = [2, 3, 1];
/// Weights and biases, layer by layer: the weights of a layer, then its biases.
const PARAMETERS: usize = SHAPE[0] * SHAPE[1] + SHAPE[1] + SHAPE[1] * SHAPE[2] + SHAPE[2];
/// What is learnt: two inputs and their exclusive or.
const POINTS: [[f64; 3]; 4] = [[0.0, 0.0, 0.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]];
/// The most steps of one question.
const MOST_STEPS: usize = 2_000;
/// Points along each side of the picture.
const SIDE: usize = 17;

/// Asks for some steps.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Where to start from; drawn from the seed where there is nothing.
    #[serde(default)]
    parameters: Option<Vec<Num>>,
    steps: usize,
    rate: f64,
    #[serde(default)]
    seed: u64,
}

/// The network after some steps.
#[derive(Debug, Serialize)]
pub struct Network {
    parameters: Vec<Num>,
    /// The cotangents of the parameters at the end.
    gradient: Vec<Num>,
    loss: Num,
    /// The loss before each step.
    losses: Vec<Num>,
    shape: [usize; 3],
    /// What the network says over the plane from -0.5 to 1.5, row by row.
    field: Vec<Vec<Num>>,
    points: [[f64; 3]; 4],
    /// Operations of the recorded loss.
    operations: usize,
}

/// What the network says about an input, before it is squashed to a probability.
fn says(w: &[Var], x: [f64; 2]) -> Var {
    let [inputs, hidden, _] = SHAPE;
    let unit = |j: usize| (w[j * inputs] * x[0] + w[j * inputs + 1] * x[1] + w[inputs * hidden + j]).tanh();
    let second = inputs * hidden + hidden;
    (0..hidden).fold(w[second + hidden], |sum, j| sum + w[second + j] * unit(j))
}

/// Mean cross-entropy over the four points.
fn loss(w: Vec<Var>) -> Var {
    let of = |[a, b, target]: [f64; 3]| {
        let z = says(&w, [a, b]);
        z.softplus() - target * z
    };
    POINTS[1..].iter().fold(of(POINTS[0]), |sum, &point| sum + of(point)) / POINTS.len() as f64
}

/// Trains.
pub fn answer(request: &Request) -> Result<Network, Fault> {
    let mut w: Vec<f64> = match &request.parameters {
        Some(given) => given.iter().map(|x| x.0).collect(),
        None => {
            let mut chance = Chance::new(request.seed);
            (0..PARAMETERS).map(|_| chance.signed()).collect()
        }
    };
    if w.len() != PARAMETERS || !request.rate.is_finite() {
        return Err(Fault::request(format!("the network has {PARAMETERS} parameters, not {}", w.len())));
    }
    if request.steps > MOST_STEPS {
        return Err(Fault::limit("this would take", request.steps as u64, MOST_STEPS as u64, "steps"));
    }
    train(&mut w, request).map_err(Fault::engine)
}

fn train(w: &mut [f64], request: &Request) -> Result<Network, Error> {
    let program: Program<Vec<f64>, f64> = Program::trace(loss, w.to_vec())?;
    let (mut losses, mut gradient) = (Vec::with_capacity(request.steps), vec![0.0; PARAMETERS]);
    let mut scratch = wengert::Scratch::default();
    for _ in 0..request.steps {
        losses.push(Num(program.value_and_grad_into(w, &mut gradient, &mut scratch)?));
        w.iter_mut().zip(&gradient).for_each(|(w, g)| *w -= request.rate * g);
    }
    let loss = program.value_and_grad_into(w, &mut gradient, &mut scratch)?;
    let numbers = |list: &[f64]| list.iter().copied().map(Num).collect();
    Ok(Network {
        parameters: numbers(w),
        gradient: numbers(&gradient),
        loss: Num(loss),
        losses,
        shape: SHAPE,
        field: field(w),
        points: POINTS,
        operations: program.list().len(),
    })
}

/// The probability over the plane.
fn field(w: &[f64]) -> Vec<Vec<Num>> {
    let constants: Vec<Var> = w.iter().map(|&w| Var::constant(w)).collect();
    let place = |k: usize| -0.5 + 2.0 * k as f64 / (SIDE - 1) as f64;
    let p = |j: usize, k: usize| Num(says(&constants, [place(k), place(j)]).sigmoid().value());
    (0..SIDE).map(|j| (0..SIDE).map(|k| p(j, k)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_learns() {
        let trained = answer(&Request { parameters: None, steps: 1500, rate: 0.5, seed: 1 }).unwrap();
        assert!(trained.losses[0].0 > 0.5 && trained.loss.0 < 0.1, "{:?} {:?}", trained.losses[0], trained.loss);
        let corner = |j: usize, k: usize| trained.field[4 + 8 * j][4 + 8 * k].0;
        for [a, b, target] in POINTS {
            assert!(
                (corner(b as usize, a as usize) - target).abs() < 0.3,
                "{a} {b}: {}",
                corner(b as usize, a as usize)
            );
        }
    }

    #[test]
    fn steps_can_be_taken_one_by_one() {
        let two = answer(&Request { parameters: None, steps: 2, rate: 0.5, seed: 3 }).unwrap();
        let one = answer(&Request { parameters: None, steps: 1, rate: 0.5, seed: 3 }).unwrap();
        let again = answer(&Request { parameters: Some(one.parameters), steps: 1, rate: 0.5, seed: 3 }).unwrap();
        assert_eq!(two.parameters, again.parameters);
        assert!(answer(&Request { parameters: Some(vec![Num(1.0)]), steps: 1, rate: 0.5, seed: 3 }).is_err());
        assert!(answer(&Request { parameters: None, steps: 1_000_000, rate: 0.5, seed: 3 }).is_err());
    }
}
