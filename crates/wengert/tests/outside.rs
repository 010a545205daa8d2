//! Outside its domain an operation has no slope, as it has no value: where the value is NaN though every argument is a
//! finite number, every slope is NaN or a structural zero, in each way of computing it and in the second order too.

use proptest::prelude::*;
use std::time::{Duration, Instant};
use wengert::prim::Op;
use wengert::{Program, Var, hessian};

/// Ends of domains, and numbers on both sides of them.
const GRID: [f64; 27] = [
    0.0,
    -0.0,
    0.5,
    -0.5,
    0.1,
    -0.2,
    1.0,
    -1.0,
    1.0 - f64::EPSILON / 2.0,
    1.0 + f64::EPSILON,
    -1.0 + f64::EPSILON / 2.0,
    -1.0 - f64::EPSILON,
    1.5,
    -1.5,
    2.0,
    -2.0,
    3.0,
    -3.0,
    4.0,
    20.0,
    -20.5,
    5e-324,
    -5e-324,
    1e-9,
    -1e-9,
    1e300,
    -1e300,
];

/// Operations whose value may be NaN beside a slope that is a number: where, and why.
type Exception = (&'static str, fn(&[f64]) -> bool, &'static str);
const EXCEPTIONS: [Exception; 4] = [
    ("div", |x| x == [0.0, 0.0], "the slope 1/b is the same for every a, and a division is worth no choice"),
    ("pow", |x| (x[1] - 1.0).fract() == 0.0, "b^p where p is not whole and p - 1 is, being rounded"),
    ("prod", |x| x.iter().any(|x| x.abs() > 1e100), "an overflow times 0, which has a value in exact numbers"),
    ("dot", |x| x.iter().any(|x| x.abs() > 1e100), "two overflows cancel, which have a sum in exact numbers"),
];

/// Whether the operation has no value at `x`, and is no exception.
fn undefined(op: Op, x: &[f64]) -> bool {
    let excepted = |(name, here, _): &Exception| op.text() == *name && here(x);
    op.apply(x).is_nan() && !EXCEPTIONS.iter().any(excepted)
}

/// The slopes that exist, those of no structural zero.
fn slopes(op: Op, x: &[f64], varies: &dyn Fn(usize) -> bool) -> Vec<(usize, f64)> {
    let mut found = vec![];
    op.partials(x, op.apply(x), varies, &mut |i, slope| found.push((i, slope)));
    found
}

fn assert_no_slope(op: Op, x: &[f64]) {
    let varying = |which: Option<usize>| slopes(op, x, &|i| which.is_none_or(|only| i == only));
    for which in (0..x.len()).map(Some).chain([None]) {
        for (i, slope) in varying(which) {
            assert!(slope.is_nan(), "{op}{x:?} is NaN, and its slope in argument {i} is {slope}");
        }
    }
}

/// The number of arguments to try an operation with.
fn arity(op: Op) -> usize {
    op.arity().unwrap_or(4)
}

/// So long each operation is tried.
const TRIAL: Duration = Duration::from_millis(250);

/// Arguments from the grid at which the operation is undefined: all, or of many arguments some.
fn outside(op: Op) -> impl Iterator<Item = Vec<f64>> {
    let (n, start) = (arity(op), Instant::now());
    let digit = move |k: usize, place: usize| GRID[k / GRID.len().pow(place as u32) % GRID.len()];
    let stride = [1, 1, 1, 7, 101, 2003][n];
    (0..GRID.len().pow(n as u32))
        .step_by(stride)
        .take_while(move |_| start.elapsed() < TRIAL)
        .map(move |k| (0..n).map(|place| digit(k, place)).collect::<Vec<f64>>())
        .filter(move |x| undefined(op, x))
}

#[test]
fn no_value_no_slope() {
    for op in Op::all() {
        outside(op).for_each(|x| assert_no_slope(op, &x));
    }
}

/// A point and any operation.
fn anything() -> impl Strategy<Value = (Op, Vec<f64>)> {
    let number = prop_oneof![
        prop::sample::select(&GRID[..]),
        -2.0..2.0,
        -30.0..30.0,
        prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL,
    ];
    let op = prop::sample::select(Op::all().collect::<Vec<Op>>());
    (op, prop::collection::vec(number, 5)).prop_map(|(op, x)| (op, x[..arity(op)].to_vec()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_value_no_slope_at_random((op, x) in anything()) {
        if undefined(op, &x) {
            assert_no_slope(op, &x);
        }
    }
}

#[test]
fn a_written_gradient_has_no_slope_either() {
    for op in Op::all() {
        let Some(first) = outside(op).next() else { continue };
        let gradient = Program::trace(|x: Vec<Var>| op.apply(&x), first).unwrap().gradient_program().unwrap();
        for x in outside(op).step_by(5).take(100) {
            let written = gradient.eval(x.clone()).unwrap();
            for (i, _) in slopes(op, &x, &|_| true) {
                assert!(written[i].is_nan(), "{op}{x:?} has the slope {} in argument {i}", written[i]);
            }
        }
    }
}

#[test]
fn no_slope_has_a_slope() {
    for op in Op::all() {
        for x in outside(op).step_by(5).take(40) {
            let (_, _, second) = hessian(|x: Vec<Var>| op.apply(&x), x.clone()).unwrap();
            let number = second.as_slice().iter().find(|d| !d.is_nan() && **d != 0.0);
            assert!(number.is_none(), "{op}{x:?} is NaN, and has the second derivatives {second}");
        }
    }
}
