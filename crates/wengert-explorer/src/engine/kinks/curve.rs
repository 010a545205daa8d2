//! The model along one variable, within a budget of operations: its values, and the points where a line's local derivative
//! or value jumps. A kink shows in the line that has it.

use super::marks::Mark;
use std::cell::{Cell, RefCell};
use wengert::List;
use wengert::list::Step;
use wengert::sweep::{self, Constants, Dual, Slope};

/// On so many points a curve is drawn, if the budget allows.
const SAMPLES: usize = 241;
/// So many operations may be run for a curve and its marks; a quarter of them for the points of the curve.
const BUDGET: u64 = 12_000_000;
/// Of fewer points than this a curve says nothing between them.
const FEWEST: usize = 17;
/// An interval is halved at most so often.
const HALVINGS: u32 = 60;

/// The written-out model along one variable.
pub(super) struct Curve<'a> {
    pub list: &'a List,
    pub point: &'a [f64],
    pub input: usize,
    spent: Cell<u64>,
    /// Whether the budget ended before every interval was searched.
    short: Cell<bool>,
    scratch: RefCell<Vec<f64>>,
}

/// The curve, its marks, and what the budget left out.
pub(super) struct Drawn {
    /// `x`, the value, and the slope.
    pub points: Vec<[f64; 3]>,
    pub marks: Vec<Mark>,
    pub limited: Option<String>,
}

/// All lines at one point: the local derivatives of each, and its value.
struct Sample {
    x: f64,
    parts: Vec<f64>,
}

/// A part that jumps between two samples, and how far it jumped when it was first seen.
#[derive(Clone, Copy)]
struct Suspect {
    part: usize,
    first: f64,
}

impl<'a> Curve<'a> {
    pub fn new(list: &'a List, point: &'a [f64], input: usize) -> Curve<'a> {
        Curve { list, point, input, spent: Cell::new(0), short: Cell::new(false), scratch: RefCell::default() }
    }
    /// The curve between two numbers.
    pub fn drawn(&self, low: f64, high: f64) -> Drawn {
        let lines = self.lines();
        let samples = SAMPLES.min((BUDGET / 4 / (3 * lines)) as usize).max(2);
        let xs: Vec<f64> = (0..samples).map(|k| low + (high - low) * k as f64 / (samples - 1) as f64).collect();
        let points = xs.iter().filter_map(|&x| self.dual(x).map(|[y, slope]| [x, y, slope])).collect();
        let mut marks = Vec::new();
        if samples >= FEWEST {
            let seen: Vec<Sample> = xs.iter().filter_map(|&x| self.at(x)).collect();
            marks = self.marks(&seen);
        }
        let limited = match (samples < FEWEST, self.short.get()) {
            (true, _) => {
                Some(format!("The budget allows {samples} points of a tape so long, and no search between them."))
            }
            (_, true) => Some("The budget ended before every interval was searched.".to_owned()),
            _ if samples < SAMPLES => Some(format!("The budget allows {samples} points of a tape so long.")),
            _ => None,
        };
        Drawn { points, marks, limited }
    }
    fn lines(&self) -> u64 {
        self.list.len().max(1) as u64
    }
    fn spend(&self, sweeps: u64) -> bool {
        let spent = self.spent.get() + sweeps * self.lines();
        let fits = spent <= BUDGET;
        self.spent.set(if fits { spent } else { self.spent.get() });
        self.short.set(self.short.get() || !fits);
        fits
    }
    /// The value at `x`, and the slope along the variable; nothing where a recorded comparison comes out the other way.
    pub fn dual(&self, x: f64) -> Option<[f64; 2]> {
        self.spend(2).then_some(())?;
        let dual = |(k, &at): (usize, &f64)| match k == self.input {
            true => Dual::new(x, Slope::Along(1.0)),
            false => Dual::new(at, Slope::Flat),
        };
        let inputs: Vec<Dual<f64>> = self.point.iter().enumerate().map(dual).collect();
        let (constants, mut at) = (Constants::literal(Dual::new(0.0, Slope::Fixed)), Vec::new());
        sweep::value(self.list, &constants, &inputs, &mut at).ok()?;
        let y = sweep::outputs(self.list, &constants, &at).first().copied()?;
        Some([y.v, y.tangent()])
    }
    /// What every value is worth at `x`.
    pub fn values(&self, x: f64) -> Option<Vec<f64>> {
        self.spend(1).then_some(())?;
        let mut inputs = self.point.to_vec();
        inputs[self.input] = x;
        let mut at = self.scratch.take();
        sweep::value(self.list, &Constants::literal(0.0), &inputs, &mut at).ok().map(|()| at)
    }
    fn at(&self, x: f64) -> Option<Sample> {
        let values = self.values(x)?;
        let (mut parts, mut args) = (Vec::with_capacity(3 * self.list.len()), Vec::new());
        for (_, id, step) in self.list.steps() {
            let Step::Apply(op, operands) = step else { continue };
            args.clear();
            args.extend(operands.iter().map(|&o| self.list.number(o, &values)));
            // An absent slope is a slope of 0 here: what counts is whether it jumps. What a line is worth jumps where a
            // comparison turns, whose slopes say nothing.
            let (first, y) = (parts.len(), values[id.0 as usize]);
            parts.resize(first + operands.len(), 0.0);
            op.partials(&args, y, &|arg| operands[arg].as_id().is_some(), &mut |arg, d| parts[first + arg] = d);
            parts.push(y);
        }
        self.scratch.replace(values);
        Some(Sample { x, parts })
    }
    /// Where lines jump between two samples, or at one, from the left to the right.
    fn marks(&self, seen: &[Sample]) -> Vec<Mark> {
        let mut found: Vec<(f64, usize)> = Vec::new();
        for k in 0..seen.len().saturating_sub(1) {
            self.refined(&seen[k], &seen[k + 1], &suspects(seen, k), 0, &mut found);
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        found.dedup_by(|b, a| (a.0 - b.0).abs() <= 1e-9 * (1.0 + a.0.abs()));
        found.into_iter().filter_map(|(x, part)| self.mark(x, part)).collect()
    }
    /// Halves an interval on whose ends parts differ, for all of them at once: the difference stays where there is a jump,
    /// and halves where there is none.
    fn refined(&self, left: &Sample, right: &Sample, all: &[Suspect], halving: u32, found: &mut Vec<(f64, usize)>) {
        let Some(first) = all.first() else { return };
        let middle = left.x + (right.x - left.x) / 2.0;
        let narrow = (right.x - left.x) <= 1e-13 * (1.0 + left.x.abs());
        if narrow || middle <= left.x || middle >= right.x || halving >= HALVINGS {
            let stays = |s: &&Suspect| jump(left, right, s.part) > 0.25 * s.first.min(1.0);
            found.extend(all.iter().find(stays).map(|s| (tidy(left.x, right.x), s.part)));
            return;
        }
        let Some(at) = self.at(middle) else { return };
        let goes_left = |s: &Suspect| jump(left, &at, s.part) >= jump(&at, right, s.part);
        let jumps = |s: &Suspect| {
            let left_over = if goes_left(s) { jump(left, &at, s.part) } else { jump(&at, right, s.part) };
            halving < 3 || left_over >= s.first * 0.7f64.powi(halving as i32 + 1)
        };
        let (lefts, rights): (Vec<Suspect>, Vec<Suspect>) =
            all.iter().copied().filter(|s| jumps(s)).partition(|s| goes_left(s));
        debug_assert!(first.first > 0.0, "a suspect differs");
        self.refined(left, &at, &lefts, halving + 1, found);
        self.refined(&at, right, &rights, halving + 1, found);
    }
}

/// The parts that jump between sample `at` and the next. A change that is no larger than those two samples away is no jump.
fn suspects(seen: &[Sample], at: usize) -> Vec<Suspect> {
    let (left, right) = (&seen[at], &seen[at + 1]);
    let around = [at.checked_sub(2), Some(at + 2)].map(|k| k.filter(|&k| k + 1 < seen.len()));
    let usual = |k: usize| {
        let changes = around.iter().flatten().map(|&i| jump(&seen[i], &seen[i + 1], k));
        changes.filter(|change| *change < f64::MAX).fold(0.0, f64::max)
    };
    let size = |k: usize| if left.parts[k].is_finite() { left.parts[k].abs() } else { 0.0 };
    let jumps = |&k: &usize| jump(left, right, k) > 1e-6 * (1.0 + size(k)) && jump(left, right, k) > 4.0 * usual(k);
    (0..left.parts.len()).filter(jumps).map(|part| Suspect { part, first: jump(left, right, part) }).collect()
}

fn jump(left: &Sample, right: &Sample, k: usize) -> f64 {
    difference(left.parts[k], right.parts[k])
}

/// How far apart two numbers are; far where only one is a finite number.
fn difference(a: f64, b: f64) -> f64 {
    match (a.is_finite(), b.is_finite()) {
        (true, true) => (a - b).abs(),
        (false, false) => 0.0,
        _ => f64::MAX,
    }
}

/// The number with the fewest digits between `a` and `b`.
fn tidy(a: f64, b: f64) -> f64 {
    let (middle, wide) = (a + (b - a) / 2.0, (b - a).abs().max(1e-12));
    let rounded = |digits: i32| (middle * 10f64.powi(digits)).round() / 10f64.powi(digits);
    (0..12).map(rounded).find(|r| (r - middle).abs() <= wide).unwrap_or(middle) + 0.0
}
