//! What an operation costs in time, measured on the numbers of the tape at hand.

use crate::engine::Door;
use std::collections::BTreeMap;
use std::hint::black_box;
use wengert::list::{Id, Step};
use wengert::prim::Op;
use wengert_inspect::Run;

/// An operation is measured on so many of its lines.
const SAMPLES: usize = 1_000;
/// Between two looks at the clock there are at least so many evaluations: the look itself costs as much as one.
const BATCH: usize = 512;
/// It ends after so many seconds, or after so many evaluations. A browser's clock has steps of a tenth of a millisecond.
const LONG_ENOUGH: f64 = 1e-3;
const MOST: usize = 100_000;

/// The mean seconds of each operation on the tape, its local derivatives included, by its name.
pub fn seconds(run: &Run, door: &Door<'_>) -> BTreeMap<&'static str, f64> {
    let mut lines: BTreeMap<&'static str, (Op, Vec<Sample>)> = BTreeMap::new();
    for (_, id, step) in run.list().steps() {
        let Step::Apply(op, args) = step else { continue };
        let (_, samples) = lines.entry(op.text()).or_insert_with(|| (op, Vec::new()));
        if samples.len() < SAMPLES {
            samples.push(Sample {
                args: args.iter().map(|&a| run.number(a)).collect(),
                reads: args.iter().map(|a| a.as_id().is_some()).collect(),
                value: run.value(Id(id.0)),
            });
        }
    }
    lines.into_iter().map(|(name, (op, samples))| (name, mean(op, &samples, door))).collect()
}

/// A line, with the numbers that it read.
struct Sample {
    args: Vec<f64>,
    reads: Vec<bool>,
    value: f64,
}

fn mean(op: Op, samples: &[Sample], door: &Door<'_>) -> f64 {
    let again = BATCH.div_ceil(samples.len().max(1));
    let (began, mut done, mut sum) = ((door.now)(), 0, 0.0);
    loop {
        for sample in (0..again).flat_map(|_| samples) {
            sum += op.apply(black_box(&sample.args));
            op.partials(&sample.args, sample.value, &|k| sample.reads[k], &mut |_, slope| sum += slope);
        }
        done += again * samples.len();
        black_box(sum);
        let taken = (door.now)() - began;
        if taken >= LONG_ENOUGH || done >= MOST {
            return taken / done as f64;
        }
    }
}
