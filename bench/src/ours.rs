//! Our rows: the eager gradient of the scalar body all others run, of the same function in n-ary statements, and the
//! gradient of a program prepared from the scalar body.

use crate::measure::{Contestant, Entry, Kind};
use crate::problems::{HIDDEN, INPUTS, Problem, SAMPLES, data};
use wengert::{Program, Scratch, Var, dot, logsumexp, matvec, prod, value_and_grad_into};

bodies!(Var);

/// Our entries.
pub fn entries() -> Vec<Entry> {
    vec![
        Entry { name: "ours, scalar body", kind: Kind::Ours, make: |p, _| Some(eager(move |x| scalar(p, x))) },
        Entry { name: "ours, n-ary statements", kind: Kind::Ours, make: |p, _| nary(p).map(eager) },
        Entry { name: "ours, prepared program", kind: Kind::Ours, make: prepared },
    ]
}

/// An eager gradient of `f`.
fn eager(f: impl Fn(&[Var]) -> Var + 'static) -> Box<dyn Contestant> {
    Box::new(move |x: &[f64], g: &mut [f64]| {
        value_and_grad_into(|x: Vec<Var>| f(&x), x, g).expect("a gradient of the reader's own function")
    })
}

/// Beyond this many operations a program is not traced here: each is a line that stays.
const MOST: usize = 1_000_000;

/// The scalar body, traced once outside the measurement.
fn prepared(problem: Problem, x: &[f64]) -> Option<Box<dyn Contestant>> {
    if problem.operations() > MOST {
        return None;
    }
    let program = Program::trace(|x: Vec<Var>| scalar(problem, &x), x).expect("a trace of the reader's own function");
    program.prepare();
    let mut scratch = Scratch::default();
    Some(Box::new(move |x: &[f64], g: &mut [f64]| {
        program.value_and_grad_into(x, g, &mut scratch).expect("a point on the traced branch")
    }))
}

/// The problem in statements of many arguments, where it has a natural form in them.
fn nary(problem: Problem) -> Option<fn(&[Var]) -> Var> {
    match problem {
        Problem::Rosenbrock(_) | Problem::Powers(_) => None,
        Problem::Product(_) => Some(|x| prod(x.iter().copied())),
        Problem::Network => Some(network_of_sums),
        Problem::LogSumExp(_) => Some(|x| logsumexp(x.iter().copied())),
    }
}

fn network_of_sums(w: &[Var]) -> Var {
    let data = data();
    let (w1, rest) = w.split_at(HIDDEN * INPUTS);
    let (b1, rest) = rest.split_at(HIDDEN);
    let (w2, b2) = rest.split_at(HIDDEN);
    let mut loss = Var::constant(0.0);
    let mut act = [Var::constant(0.0); HIDDEN];
    for s in 0..SAMPLES {
        let sums = matvec(w1, &data.inputs[s * INPUTS..(s + 1) * INPUTS]);
        act.iter_mut().zip(b1).zip(sums).for_each(|((act, b), sum)| *act = (b + sum).tanh());
        let e = b2[0] + dot(w2, &act) - data.targets[s];
        loss += e * e;
    }
    loss
}
