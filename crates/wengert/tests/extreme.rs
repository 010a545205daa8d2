//! Every row of the table answers every argument, however extreme, without a panic and without keeping anybody waiting.

use std::time::{Duration, Instant};
use wengert::prim::Op;

/// Arguments at which something has overflowed or looped somewhere.
const EXTREMES: [f64; 16] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    0.0,
    -0.0,
    0.5,
    -0.5,
    1.0,
    2.0,
    -3.0,
    1e6,
    2e9,
    -2e9,
    5e-324,
    1e300,
    -1e300,
];

/// The arguments that number `k` spells in base 16.
fn arguments(mut k: usize, n: usize) -> Vec<f64> {
    (0..n)
        .map(|_| {
            let digit = k % EXTREMES.len();
            k /= EXTREMES.len();
            EXTREMES[digit]
        })
        .collect()
}

/// Longer than this no argument takes.
const PROMPT: Duration = Duration::from_secs(10);

/// So long each row is tried.
const TRIAL: Duration = Duration::from_secs(2);

#[test]
fn every_row_answers_promptly() {
    for op in Op::all() {
        let n = op.arity().unwrap_or(4);
        let all = EXTREMES.len().pow(n as u32);
        let trial = Instant::now();
        // All of them up to three arguments; beyond, a stride that is prime to the base.
        for k in (0..all).step_by(if n > 3 { 37 } else { 1 }).take_while(|_| trial.elapsed() < TRIAL) {
            let (x, start) = (arguments(k, n), Instant::now());
            let y = op.apply(&x);
            op.partials(&x, y, &|_| true, &mut |_, _| ());
            op.kink(&x, &|_| true);
            assert!(start.elapsed() < PROMPT, "{op}{x:?} took {:?}", start.elapsed());
        }
    }
}
