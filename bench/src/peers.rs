//! The peers, one adapter each, and the hand-written gradient beside them.
//!
//! To add a library: a module with `bodies!` over its number type, an adapter, one line in [`entries`].

use crate::hand;
use crate::measure::{Contestant, Entry, Kind};
use crate::problems::Problem;

/// Plain numbers: the primal.
pub mod primal {
    bodies!(f64);
}

/// The hand-written gradient and the peers.
pub fn entries() -> Vec<Entry> {
    vec![
        Entry { name: "hand-written", kind: Kind::Hand, make: by_hand },
        Entry { name: "xad-rs, reused tape", kind: Kind::Tape, make: xad::reused },
        Entry { name: "xad-rs, fused sums", kind: Kind::Tape, make: xad::fused },
        Entry { name: "echidna grad", kind: Kind::Tape, make: echidna_tape::once },
        Entry { name: "echidna record + reverse", kind: Kind::Tape, make: echidna_bytecode::record },
        Entry { name: "echidna replay", kind: Kind::Tape, make: echidna_bytecode::replay },
        Entry { name: "reverse", kind: Kind::Tape, make: reverse_tape::reused },
        Entry { name: "num-dual, DualSVec64<10>", kind: Kind::Forward, make: dual_fixed::ten },
        Entry { name: "num-dual, DVec", kind: Kind::Forward, make: dual_dynamic::any },
    ]
}

type Made = Option<Box<dyn Contestant>>;

fn by_hand(problem: Problem, _: &[f64]) -> Made {
    Some(Box::new(move |x: &[f64], g: &mut [f64]| hand::gradient(problem, x, g)))
}

mod xad {
    use super::{Made, Problem};
    use crate::problems::{HIDDEN, INPUTS, SAMPLES, data};
    #[allow(unused_imports)]
    use xad_rs::Real;
    use xad_rs::{AReal, Tape, compute_gradient_rev_with};

    bodies!(AReal<f64>);

    pub fn reused(problem: Problem, _: &[f64]) -> Made {
        let mut tape = Tape::new(true);
        Some(Box::new(move |x: &[f64], g: &mut [f64]| {
            let (value, bar) = compute_gradient_rev_with(&mut tape, x, |x| scalar(problem, x));
            g.copy_from_slice(&bar);
            value
        }))
    }

    /// The network with `Real::weighted_sum`: one statement for each neuron's sum.
    pub fn fused(problem: Problem, _: &[f64]) -> Made {
        let mut tape = Tape::new(true);
        (problem == Problem::Network).then(|| -> Box<dyn super::Contestant> {
            Box::new(move |x: &[f64], g: &mut [f64]| {
                let (value, bar) = compute_gradient_rev_with(&mut tape, x, network_of_sums);
                g.copy_from_slice(&bar);
                value
            })
        })
    }

    fn network_of_sums(w: &[AReal<f64>]) -> AReal<f64> {
        let data = data();
        let (w1, rest) = w.split_at(HIDDEN * INPUTS);
        let (b1, rest) = rest.split_at(HIDDEN);
        let (w2, b2) = rest.split_at(HIDDEN);
        let mut loss = AReal::new(0.0);
        for s in 0..SAMPLES {
            let x = &data.inputs[s * INPUTS..(s + 1) * INPUTS];
            let mut out = b2[0];
            for h in 0..HIDDEN {
                let a = b1[h] + AReal::weighted_sum(x, &w1[h * INPUTS..(h + 1) * INPUTS]);
                out = out + w2[h] * a.tanh();
            }
            let e = out - data.targets[s];
            loss = loss + e * e;
        }
        loss
    }
}

mod echidna_tape {
    use super::{Made, Problem};
    use num_traits::Float;

    bodies!(echidna::Reverse<f64>);

    /// `echidna::grad` does not answer the value; it is taken from within.
    pub fn once(problem: Problem, _: &[f64]) -> Made {
        Some(Box::new(move |x: &[f64], g: &mut [f64]| {
            let mut value = 0.0;
            let bar = echidna::grad(
                |x| {
                    let y = scalar(problem, x);
                    value = echidna::Scalar::value(&y);
                    y
                },
                x,
            );
            g.copy_from_slice(&bar);
            value
        }))
    }
}

mod echidna_bytecode {
    use super::{Made, Problem};
    use num_traits::Float;

    bodies!(echidna::BReverse<f64>);

    /// Recorded anew at every call.
    pub fn record(problem: Problem, _: &[f64]) -> Made {
        Some(Box::new(move |x: &[f64], g: &mut [f64]| {
            let (tape, value) = echidna::record(|x| scalar(problem, x), x);
            g.copy_from_slice(&tape.reverse_seeded(&[1.0]));
            value
        }))
    }

    /// Recorded once, outside the measurement.
    pub fn replay(problem: Problem, x: &[f64]) -> Made {
        let (mut tape, _) = echidna::record(|x| scalar(problem, x), x);
        let mut buffer = Vec::new();
        Some(Box::new(move |x: &[f64], g: &mut [f64]| {
            g.copy_from_slice(&tape.gradient_with_buf(x, &mut buffer));
            tape.output_value()
        }))
    }
}

mod reverse_tape {
    use super::{Made, Problem};
    use reverse::Gradient;

    bodies!(reverse::Var<'a>);

    pub fn reused(problem: Problem, _: &[f64]) -> Made {
        let tape = reverse::Tape::new();
        Some(Box::new(move |x: &[f64], g: &mut [f64]| {
            tape.clear();
            let vars = tape.add_vars(x);
            let y = scalar(problem, &vars);
            g.copy_from_slice(&y.grad().wrt(&vars));
            y.val
        }))
    }
}

mod dual_fixed {
    use super::{Made, Problem};
    use nalgebra::SVector;
    use num_dual::{DualNum, DualSVec64};

    bodies!(DualSVec64<10>);

    /// Ten tangents of a size known when compiling: for problems of ten inputs.
    pub fn ten(problem: Problem, _: &[f64]) -> Made {
        (problem.inputs() == 10).then(|| -> Box<dyn super::Contestant> {
            Box::new(move |x: &[f64], g: &mut [f64]| {
                let point = SVector::<f64, 10>::from_column_slice(x);
                let body = |x: SVector<DualSVec64<10>, 10>| scalar(problem, x.as_slice());
                let (value, bar) = num_dual::gradient(body, &point);
                g.copy_from_slice(bar.as_slice());
                value
            })
        })
    }
}

mod dual_dynamic {
    use super::{Made, Problem};
    use nalgebra::DVector;
    use num_dual::{DualDVec64, DualNum};

    bodies!(DualDVec64);

    /// Beyond this many inputs forward mode takes seconds.
    const MOST: usize = 1000;

    pub fn any(problem: Problem, _: &[f64]) -> Made {
        (problem.inputs() <= MOST).then(|| -> Box<dyn super::Contestant> {
            Box::new(move |x: &[f64], g: &mut [f64]| {
                let point = DVector::from_column_slice(x);
                let body = |x: DVector<DualDVec64>| scalar(problem, x.as_slice());
                let (value, bar) = num_dual::gradient(body, &point);
                g.copy_from_slice(bar.as_slice());
                value
            })
        })
    }
}
