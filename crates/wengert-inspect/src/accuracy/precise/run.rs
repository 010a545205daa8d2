//! A List at a point in high precision: its values and adjoints by the table's rules, and its slopes by differences of
//! values alone, each computed again with more bits until the digits that are shown no longer change.

use super::{Big, Calc, Number, Precise, is_zero};
use dashu_float::Repr;
use std::cmp::Ordering;
use wengert::desk::Handle;
use wengert::list::{Id, Step};
use wengert::prim::Op;
use wengert::sweep::{self, Constants, Watch};
use wengert::{List, Value};

/// How many decimal digits are shown, and are right.
pub(crate) const DIGITS: usize = 34;
/// As many bits as those digits take, with some to spare.
const WANTED: usize = 120;
const FIRST: usize = 256;
const LAST: usize = 4096;
/// A step of differences is this power of two, times the size of the input.
const STEP: isize = -160;
/// Inputs below 2^-TINY have as many bits more as they are below it.
const TINY: isize = 500;
/// More lines than this, counting every pass through a loop and every run, are not run.
const MOST_LINES: u64 = 500_000;

/// What one run with a fixed number of bits gives.
pub(crate) struct Run {
    /// The value of every id.
    pub values: Vec<Number>,
    /// The adjoint of every id; `None` where nothing arrived.
    pub bars: Vec<Option<Number>>,
    /// The first output.
    pub output: Number,
}

/// The slopes of the first output on both sides of the point, by differences of values.
pub(crate) struct Sides {
    /// Before the point.
    pub left: Number,
    /// Behind the point.
    pub right: Number,
    /// Through both.
    pub central: Number,
    /// The values before the point, at it and behind it.
    pub values: [Number; 3],
}

/// Whether the List is short enough for the derivatives in so many inputs.
pub(crate) fn affordable(list: &List, inputs: usize) -> Result<(), String> {
    let lines = work(list);
    match lines.saturating_mul(8 + 6 * inputs as u64) {
        all if all <= MOST_LINES => Ok(()),
        _ => Err(format!("{lines} operations with {inputs} inputs are too many for high precision")),
    }
}

/// Lines that run, counting every pass through a sub-List.
pub(crate) fn work(list: &List) -> u64 {
    let blocks = list.blocks().iter().map(|b| u64::from(b.repeat.lanes()).saturating_mul(work(&b.body)));
    blocks.fold(list.len() as u64, u64::saturating_add)
}

/// Values and adjoints with so many bits; `None` where a recorded comparison comes out the other way.
pub(crate) fn run(list: &List, x: &[f64], bits: usize) -> Option<Run> {
    let desk = Precise::new(bits);
    let x: Vec<Handle<'_>> = x.iter().map(|&x| desk.put(Number::exactly(x))).collect();
    let constants = Constants::literal(Handle::number(&desk, 0.0));
    let (mut at, mut bar) = (Vec::new(), Vec::new());
    sweep::value(list, &constants, &x, &mut at).ok()?;
    let number = |v: &Handle<'_>| desk.number(v.datum);
    let output = number(sweep::outputs(list, &constants, &at).first()?);
    sweep::adjoint(list, &constants, &at, &[desk.put(Number::exactly(1.0))], &mut bar, &mut ZeroWins);
    let values = at.iter().map(number).collect();
    let bars = bar.iter().map(|bar| bar.as_ref().map(number)).collect();
    Some(Run { values, bars, output })
}

/// The first output, where it is finite.
pub(crate) fn output(list: &List, x: &[f64]) -> Option<Big> {
    let desk = Precise::new(FIRST);
    let x: Vec<Handle<'_>> = x.iter().map(|&x| desk.put(Number::exactly(x))).collect();
    let constants = Constants::literal(Handle::number(&desk, 0.0));
    let mut at = Vec::new();
    sweep::value(list, &constants, &x, &mut at).ok()?;
    desk.number(sweep::outputs(list, &constants, &at).first()?.datum).finite().cloned()
}

/// The first output where input `i` is moved by `steps` times the step.
fn moved(list: &List, x: &[f64], i: usize, steps: i8, step: &Big, bits: usize) -> Option<Number> {
    let desk = Precise::new(bits);
    let mut x: Vec<Number> = x.iter().map(|&x| Number::exactly(x)).collect();
    let calc = desk.calc();
    let offset = calc.mul(step, &super::calc::double(f64::from(steps))).ok()?;
    x[i] = Number::Finite(calc.add(x[i].finite()?, &offset).ok()?);
    let x: Vec<Handle<'_>> = x.into_iter().map(|x| desk.put(x)).collect();
    let constants = Constants::literal(Handle::number(&desk, 0.0));
    let mut at = Vec::new();
    sweep::value(list, &constants, &x, &mut at).ok()?;
    Some(desk.number(sweep::outputs(list, &constants, &at).first()?.datum))
}

/// Slopes by differences with a step of 2^-160 of the input's own size, or so many times narrower: 2^-`narrower`; the values
/// are computed with enough bits to spare for it, also where so small an input is added to one.
pub(crate) fn sides(list: &List, x: &[f64], i: usize, narrower: usize, bits: usize) -> Option<Sides> {
    let scale = if x[i] == 0.0 { 0 } else { x[i].abs().log2().ceil() as isize };
    let below = scale.saturating_add(TINY).min(0).unsigned_abs();
    let bits = bits + 2 * (STEP.unsigned_abs() + narrower) + below;
    let desk = Precise::new(bits);
    let calc = desk.calc();
    let step: Big = Repr::new(1.into(), STEP - narrower as isize + scale);
    let [before, here, behind] = [-1, 0, 1].map(|k| moved(list, x, i, k, &step, bits));
    let [before, here, behind] = [before?, here?, behind?];
    let twice = calc.add(&step, &step).ok()?;
    let slope = |a: &Number, b: &Number, width: &Big| quotient(&calc, a, b, width);
    Some(Sides {
        left: slope(&before, &here, &step),
        right: slope(&here, &behind, &step),
        central: slope(&before, &behind, &twice),
        values: [before, here, behind],
    })
}

/// (b - a) / width.
fn quotient(calc: &Calc<'_>, a: &Number, b: &Number, width: &Big) -> Number {
    match (a, b) {
        (Number::Finite(a), Number::Finite(b)) => match calc.sub(b, a).and_then(|d| calc.div(&d, width)) {
            Ok(slope) => Number::Finite(slope),
            Err(_) => Number::Other(f64::NAN),
        },
        (Number::Lacks(name, _), _) | (_, Number::Lacks(name, _)) => Number::Lacks(name, f64::NAN),
        _ => Number::Other(f64::NAN),
    }
}

/// Runs with more and more bits until all the numbers that `of` picks keep their digits, and returns the last run.
pub(crate) fn until_settled<R>(run: impl Fn(usize) -> Option<R>, of: impl Fn(&R) -> Vec<Number>) -> Option<R> {
    let mut before = run(FIRST)?;
    let mut bits = 2 * FIRST;
    loop {
        let now = run(bits)?;
        let settled = of(&before).iter().zip(of(&now)).all(|(a, b)| agree(a, &b, WANTED));
        if settled || bits >= LAST {
            return Some(now);
        }
        (before, bits) = (now, 2 * bits);
    }
}

/// Whether two numbers share their first bits. Two that shrink as fast as the precision grows are both zero.
pub(crate) fn agree(a: &Number, b: &Number, bits: usize) -> bool {
    match (a, b) {
        (Number::Finite(a), Number::Finite(b)) => distance(a, b).is_none_or(|d| d <= -(bits as f64)),
        (Number::Other(a), Number::Other(b)) => a == b || (a.is_nan() && b.is_nan()),
        (Number::Lacks(..), Number::Lacks(..)) => true,
        _ => false,
    }
}

/// log2 |a - b| / |b|; `None` where they are equal.
pub(crate) fn distance(a: &Big, b: &Big) -> Option<f64> {
    let desk = Precise::new(64);
    let calc = desk.calc();
    let difference = calc.sub(a, b).ok().filter(|d| !is_zero(d))?;
    if is_zero(b) {
        return Some(f64::INFINITY);
    }
    Some(log2(&difference) - log2(b))
}

/// log2 |x| of a number that is not zero, to a few digits.
pub(crate) fn log2(x: &Big) -> f64 {
    let significand = Repr::<2>::new(x.significand().clone(), -(x.digits() as isize));
    (significand.to_f64().value().abs()).log2() + x.digits() as f64 + x.exponent() as f64
}

/// A numeric zero wins over an infinite slope or adjoint, as in the engine's careful sweep.
struct ZeroWins;

impl<'d> Watch<Handle<'d>> for ZeroWins {
    const ON: bool = true;
    fn contribution(&mut self, _: usize, _: Op, slope: Handle<'d>, bar: Handle<'d>) -> Handle<'d> {
        let product = slope * bar;
        let lost = (slope.is_zero() && !bar.has_nan()) || (bar.is_zero() && !slope.has_nan());
        if product.has_nan() && lost { slope.lit(0.0) } else { product }
    }
}

/// The ids at which double and high precision part: the value or the adjoint is off by more than `digits` digits although
/// what it is made of is not.
pub(crate) fn first_loss(list: &List, at: &[f64], run: &Run, digits: f64) -> Option<(usize, Id)> {
    let error = |id: Id| relative_error(at[id.0 as usize], &run.values[id.0 as usize]);
    list.steps().find_map(|(line, id, step)| {
        let Step::Apply(_, args) = step else { return None };
        let here = error(id);
        let before = args.iter().filter_map(|a| a.as_id()).map(error).fold(0.0, f64::max);
        (here > 10f64.powf(-digits) && here > 1e3 * before).then_some((line, id))
    })
}

/// |a - b| / |b|, infinite where one is finite and the other is not.
pub(crate) fn relative_error(a: f64, b: &Number) -> f64 {
    match (Number::exactly(a), b) {
        (Number::Finite(a), Number::Finite(b)) => distance(&a, b).map_or(0.0, f64::exp2),
        (Number::Other(a), Number::Other(b)) if a == *b || (a.is_nan() && b.is_nan()) => 0.0,
        (_, Number::Lacks(..)) => 0.0,
        _ => f64::INFINITY,
    }
}

/// Whether two slopes are the same to so many digits.
pub(crate) fn same_slope(a: &Number, b: &Number, digits: f64) -> bool {
    match (a, b) {
        (Number::Finite(a), Number::Finite(b)) => near(a, b, 10f64.powf(-digits)),
        _ => false,
    }
}

/// Whether two numbers differ by no more than `tolerance` times the larger.
pub(crate) fn near(a: &Big, b: &Big, tolerance: f64) -> bool {
    let desk = Precise::new(64);
    let larger = super::order(&super::calc::abs(a), &super::calc::abs(b)) == Ordering::Greater;
    let largest = if larger { a } else { b };
    desk.calc().sub(a, b).is_ok_and(|d| is_zero(&d) || log2(&d) - log2(largest) <= tolerance.log2())
}

/// log2 |a - b|; `None` where they are equal.
pub(crate) fn gap(a: &Big, b: &Big) -> Option<f64> {
    let desk = Precise::new(64);
    desk.calc().sub(a, b).ok().filter(|d| !is_zero(d)).map(|d| log2(&d))
}
