//! `network`: a small network learns exclusive or, step by step, by the gradient of one sweep.

use super::chance::Chance;
use super::fault::Fault;
use super::num::Num;
use serde::{Deserialize, Serialize};
use wengert::list::Id;
use wengert::{Options, Program, Var};
use wengert_inspect::Run;

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
    /// The parameters after one more step.
    next: Vec<Num>,
    loss: Num,
    /// The loss before each step.
    losses: Vec<Num>,
    shape: [usize; 3],
    /// What the network says over the plane from -0.5 to 1.5, row by row.
    field: Vec<Vec<Num>>,
    points: [[f64; 3]; 4],
    /// The two halves of a step, point by point.
    halves: Vec<Halves>,
    /// Operations of the recorded loss.
    operations: usize,
}

/// What goes through the network for one point: forward the values, back their registers.
#[derive(Debug, Serialize)]
struct Halves {
    /// The hidden units.
    hidden: Vec<Unit>,
    /// What the network says, before it is squashed to a probability.
    out: Unit,
    /// The probability.
    p: Num,
    /// What this point adds to the register of each parameter.
    adds: Vec<Num>,
}

/// A value of the tape and its finished register.
#[derive(Debug, Serialize)]
struct Unit {
    value: Num,
    register: Num,
}

/// The hidden units at an input, and what the network says about it.
fn through(w: &[Var], x: [f64; 2]) -> (Vec<Var>, Var) {
    let [inputs, hidden, _] = SHAPE;
    let unit = |j: usize| (w[j * inputs] * x[0] + w[j * inputs + 1] * x[1] + w[inputs * hidden + j]).tanh();
    let units: Vec<Var> = (0..hidden).map(unit).collect();
    let second = inputs * hidden + hidden;
    let out = (0..hidden).fold(w[second + hidden], |sum, j| sum + w[second + j] * units[j]);
    (units, out)
}

/// Mean cross-entropy over the four points; `visit` sees what goes through the network for each.
fn loss(w: &[Var], mut visit: impl FnMut(Vec<Var>, Var)) -> Var {
    let mut of = |[a, b, target]: [f64; 3]| {
        let (units, z) = through(w, [a, b]);
        visit(units, z);
        z.softplus() - target * z
    };
    let first = of(POINTS[0]);
    POINTS[1..].iter().fold(first, |sum, &point| sum + of(point)) / POINTS.len() as f64
}

/// The loss, then for each point the hidden units and what the network says.
fn looked_at(w: Vec<Var>) -> Vec<Var> {
    let mut seen = Vec::new();
    let loss = loss(&w, |units, out| seen.extend(units.into_iter().chain([out])));
    std::iter::once(loss).chain(seen).collect()
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
    train(&mut w, request)
}

fn train(w: &mut [f64], request: &Request) -> Result<Network, Fault> {
    let trace = Program::trace(|w: Vec<Var>| loss(&w, |_, _| ()), w.to_vec());
    let program: Program<Vec<f64>, f64> = trace.map_err(Fault::engine)?;
    let (mut losses, mut gradient) = (Vec::with_capacity(request.steps), vec![0.0; PARAMETERS]);
    let mut scratch = wengert::Scratch::default();
    for _ in 0..request.steps {
        let loss = program.value_and_grad_into(w, &mut gradient, &mut scratch).map_err(Fault::engine)?;
        losses.push(Num(loss));
        w.iter_mut().zip(&gradient).for_each(|(w, g)| *w -= request.rate * g);
    }
    let loss = program.value_and_grad_into(w, &mut gradient, &mut scratch).map_err(Fault::engine)?;
    let numbers = |list: &[f64]| list.iter().copied().map(Num).collect();
    Ok(Network {
        parameters: numbers(w),
        gradient: numbers(&gradient),
        next: w.iter().zip(&gradient).map(|(w, g)| Num(w - request.rate * g)).collect(),
        loss: Num(loss),
        losses,
        shape: SHAPE,
        field: field(w),
        points: POINTS,
        halves: halves(w)?,
        operations: program.list().len(),
    })
}

/// Both halves of the step at these parameters: the loss is recorded and swept, and every number is read off that tape.
fn halves(w: &[f64]) -> Result<Vec<Halves>, Fault> {
    let program: Program<Vec<f64>, Vec<f64>> = Program::trace(looked_at, w.to_vec()).map_err(Fault::engine)?;
    let run = Run::new(program.list(), w, Options::new()).map_err(|refused| Fault::request(refused.to_string()))?;
    let ids: Vec<Id> = run.list().outputs()[1..].iter().filter_map(|o| o.as_id()).collect();
    let unit = |id: Id| Unit { value: Num(run.value(id)), register: Num(run.adjoint(id).unwrap_or(0.0)) };
    // The lines of a point lie between what the network says about the last point and about this one.
    let mut before = Id(0);
    let point = |units: &[Id]| {
        let (hidden, out) = (&units[..SHAPE[1]], units[SHAPE[1]]);
        let mut adds = vec![0.0; PARAMETERS];
        let here = |id: Id| before.0 < id.0 && id.0 <= out.0;
        for c in run.contributions().iter().filter(|c| here(c.from) && (c.to.0 as usize) < PARAMETERS) {
            adds[c.to.0 as usize] += c.term;
        }
        before = out;
        Halves {
            hidden: hidden.iter().map(|&id| unit(id)).collect(),
            out: unit(out),
            p: Num(Var::constant(run.value(out)).sigmoid().value()),
            adds: adds.into_iter().map(Num).collect(),
        }
    };
    Ok(ids.chunks_exact(SHAPE[1] + 1).map(point).collect())
}

/// The probability over the plane.
fn field(w: &[f64]) -> Vec<Vec<Num>> {
    let constants: Vec<Var> = w.iter().map(|&w| Var::constant(w)).collect();
    let place = |k: usize| -0.5 + 2.0 * k as f64 / (SIDE - 1) as f64;
    let p = |j: usize, k: usize| Num(through(&constants, [place(k), place(j)]).1.sigmoid().value());
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
    fn every_register_of_a_weight_is_the_sum_of_what_the_points_add() {
        let shown = answer(&Request { parameters: None, steps: 7, rate: 0.5, seed: 1 }).unwrap();
        assert_eq!(shown.halves.len(), POINTS.len());
        for (k, register) in shown.gradient.iter().enumerate() {
            let sum: f64 = shown.halves.iter().map(|halves| halves.adds[k].0).sum();
            assert!((sum - register.0).abs() < 1e-15, "{k}: {sum} {register:?}");
        }
        let [.., last] = &shown.halves[..] else { unreachable!() };
        // ∂L/∂z = (p - target) / 4, and the last bias is added to z.
        assert!((last.out.register.0 - last.p.0 / 4.0).abs() < 1e-15 && last.adds[12] == last.out.register, "{last:?}");
    }

    #[test]
    fn steps_can_be_taken_one_by_one() {
        let two = answer(&Request { parameters: None, steps: 2, rate: 0.5, seed: 3 }).unwrap();
        let one = answer(&Request { parameters: None, steps: 1, rate: 0.5, seed: 3 }).unwrap();
        let again = answer(&Request { parameters: Some(one.parameters), steps: 1, rate: 0.5, seed: 3 }).unwrap();
        assert_eq!(two.parameters, again.parameters);
        assert_eq!(two.parameters, answer(&Request { parameters: None, steps: 1, rate: 0.5, seed: 3 }).unwrap().next);
        assert!(answer(&Request { parameters: Some(vec![Num(1.0)]), steps: 1, rate: 0.5, seed: 3 }).is_err());
        assert!(answer(&Request { parameters: None, steps: 1_000_000, rate: 0.5, seed: 3 }).is_err());
    }
}
