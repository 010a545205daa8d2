//! The model along one variable, within a budget of operations: its values, its slopes, and what its lines are worth.

use super::marks::Mark;
use super::search::Search;
use std::cell::{Cell, RefCell};
use wengert::List;
use wengert::list::{Id, Operand, Step};
use wengert::sweep::{self, Constants, Dual, Slope, Unwatched};

/// On so many points a curve is drawn, if the budget allows.
const SAMPLES: usize = 241;
/// So many operations may be run for a curve and its marks; a quarter of them for the points of the curve.
const BUDGET: u64 = 12_000_000;
/// So many for all but the slopes beside the marks.
const SEARCH: u64 = BUDGET / 3 * 2;
/// Of fewer points than this a curve says nothing between them.
const FEWEST: usize = 17;

/// The written-out model along one variable.
pub(super) struct Curve<'a> {
    pub list: &'a List,
    pub point: &'a [f64],
    pub input: usize,
    spent: Cell<u64>,
    /// So many may be spent by now.
    allowed: Cell<u64>,
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
    /// Whether it has no points where the program takes another branch.
    pub cut: bool,
}

impl<'a> Curve<'a> {
    pub fn new(list: &'a List, point: &'a [f64], input: usize) -> Curve<'a> {
        Curve {
            list,
            point,
            input,
            spent: Cell::new(0),
            allowed: Cell::new(SEARCH),
            short: Cell::new(false),
            scratch: RefCell::default(),
        }
    }
    /// The curve between two numbers.
    pub fn drawn(&self, low: f64, high: f64) -> Drawn {
        let samples = SAMPLES.min((BUDGET / 4 / (3 * self.lines())) as usize).max(2);
        let xs: Vec<f64> = (0..samples).map(|k| low + (high - low) * k as f64 / (samples - 1) as f64).collect();
        let (mut points, mut seen, mut cut) = (Vec::new(), Vec::new(), false);
        let search = Search::new(self, high - low);
        for x in xs {
            let Some(at) = self.duals(x) else {
                cut |= !self.short.get();
                continue;
            };
            points.extend(self.output(&at).map(|[y, slope]| [x, y, slope]));
            if samples >= FEWEST {
                seen.push(search.sample(x, &at));
            }
        }
        let (marks, left_out) = self.marks(search, &seen, (high - low) / samples as f64);
        let limited = match (samples < FEWEST, self.short.get()) {
            (true, _) => {
                Some(format!("The budget allows {samples} points of a tape so long, and no search between them."))
            }
            (_, true) => Some("The budget ended before every interval was searched.".to_owned()),
            _ if left_out.is_some() => left_out,
            _ if samples < SAMPLES => Some(format!("The budget allows {samples} points of a tape so long.")),
            _ => None,
        };
        Drawn { points, marks, limited, cut }
    }
    fn lines(&self) -> u64 {
        self.list.len().max(1) as u64
    }
    fn spend(&self, sweeps: u64) -> bool {
        let spent = self.spent.get() + sweeps * self.lines();
        let fits = spent <= self.allowed.get();
        self.spent.set(if fits { spent } else { self.spent.get() });
        self.short.set(self.short.get() || !fits);
        fits
    }
    /// From here on the whole budget may be spent.
    pub fn found(&self) {
        self.allowed.set(BUDGET);
    }
    /// The value at `x`, and the slope along the variable; nothing where a recorded comparison comes out the other way.
    pub fn dual(&self, x: f64) -> Option<[f64; 2]> {
        self.output(&self.duals(x)?)
    }
    /// The first output of all values.
    pub fn output(&self, at: &[Dual<f64>]) -> Option<[f64; 2]> {
        self.list.outputs().first().map(|&o| self.moving(at, o))
    }
    /// What every value is worth at `x`, and how fast it changes along the variable.
    pub fn duals(&self, x: f64) -> Option<Vec<Dual<f64>>> {
        self.spend(2).then_some(())?;
        let dual = |(k, &at): (usize, &f64)| match k == self.input {
            true => Dual::new(x, Slope::Along(1.0)),
            false => Dual::new(at, Slope::Flat),
        };
        let inputs: Vec<Dual<f64>> = self.point.iter().enumerate().map(dual).collect();
        let (constants, mut at) = (Constants::literal(Dual::new(0.0, Slope::Fixed)), Vec::new());
        sweep::value(self.list, &constants, &inputs, &mut at).ok().map(|()| at)
    }
    /// What an operand is worth, and how fast it changes.
    pub fn moving(&self, at: &[Dual<f64>], o: Operand) -> [f64; 2] {
        o.as_id().map_or_else(|| [self.list.number(o, &[]), 0.0], |Id(k)| [at[k as usize].v, at[k as usize].tangent()])
    }
    /// Looks at what every value is worth at `x`.
    pub fn values<R>(&self, x: f64, look: impl FnOnce(&[f64]) -> R) -> Option<R> {
        self.spend(1).then_some(())?;
        let mut inputs = self.point.to_vec();
        inputs[self.input] = x;
        let mut at = self.scratch.take();
        let got = sweep::value(self.list, &Constants::literal(0.0), &inputs, &mut at).ok().map(|()| look(&at));
        self.scratch.replace(at);
        got
    }
    /// Which values a cotangent of the first output reaches at `x`.
    pub fn reached(&self, x: f64) -> Option<Vec<bool>> {
        self.spend(3).then_some(())?;
        let constants = Constants::literal(0.0);
        self.values(x, |at| {
            let mut bar = Vec::new();
            sweep::adjoint(self.list, &constants, at, &[1.0], &mut bar, &mut Unwatched);
            bar.iter().map(Option::is_some).collect()
        })
    }
    /// Which values change with the variable and may matter to the first output.
    pub fn concerned(&self) -> Vec<bool> {
        let (list, ids) = (self.list, self.list.ids());
        let has =
            |flags: &[bool], args: &[Operand]| args.iter().filter_map(|o| o.as_id()).any(|Id(k)| flags[k as usize]);
        let (mut varies, mut matters) = (vec![false; ids], vec![false; ids]);
        varies[self.input] = true;
        for (_, Id(id), step) in list.steps() {
            if let Step::Apply(_, args) | Step::Rule(_, args) = step {
                let any = has(&varies, args);
                varies[id as usize..][..step.results() as usize].fill(any);
            }
        }
        let outputs = list.outputs().first().and_then(|o| o.as_id());
        outputs.into_iter().for_each(|Id(k)| matters[k as usize] = true);
        for (_, Id(id), step) in list.steps_backward() {
            if let Step::Apply(_, args) | Step::Rule(_, args) = step
                && matters[id as usize..][..step.results() as usize].contains(&true)
            {
                args.iter().filter_map(|o| o.as_id()).for_each(|Id(k)| matters[k as usize] = true);
            }
        }
        varies.iter().zip(matters).map(|(&a, b)| a && b).collect()
    }
}
