//! One derivative, looked at by every method.

use super::conditioning::magnified;
use super::differences::{self, Estimate, Step};
use super::effort::{Effort, Precision};
use super::precise::{self, Number, Run, Sides};
use super::reference::{Reference, reference};
use super::{Doubt, Switch, complex, kinks};
use crate::words::call;
use wengert::list::{Id, List, Origin, Step as Line};
use wengert::sweep::{self, Constants, Dual, Slope, Unwatched};
use wengert::{Kinks, Listing, Options};

/// What was found out about one derivative.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which input it belongs to, counted over all numbers of the point.
    pub input: usize,
    /// The name of that input.
    pub name: String,
    /// By reverse mode: what is being checked.
    pub reverse: f64,
    /// By forward mode.
    pub forward: f64,
    /// By finite differences, for every step.
    pub curve: Vec<Step>,
    /// The best of the central differences; `None` where none is finite.
    pub central: Option<Estimate>,
    /// The best of the one-sided differences; `None` where none is finite.
    pub one_sided: Option<Estimate>,
    /// By the complex step, or why that does not apply.
    pub complex: Result<f64, String>,
    /// In high precision, or why there is none.
    pub precise: Result<InPrecision, String>,
    /// How many digits of each are right.
    pub digits: Digits,
    /// The nearest place along this input where the program switches.
    pub switch: Option<Switch>,
    /// What follows.
    pub verdict: Verdict,
    /// Why it is doubtful, the gravest reason first; empty where it is not.
    pub doubts: Vec<Doubt>,
}

/// A derivative in high precision.
#[derive(Clone, Debug, PartialEq)]
pub struct InPrecision {
    /// 34 decimal digits.
    pub slope: String,
    /// The nearest double.
    pub rounded: f64,
    /// How precisely it was computed: `34 digits`, which stand, or `128 bits`, once.
    pub name: &'static str,
}

/// How many decimal digits are right, 0 to 16; `None` where that is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Digits {
    /// Of reverse mode.
    pub reverse: Option<f64>,
    /// Of forward mode.
    pub forward: Option<f64>,
    /// Of the best central difference.
    pub central: Option<f64>,
    /// Of the best one-sided difference.
    pub one_sided: Option<f64>,
    /// Of the complex step.
    pub complex: Option<f64>,
}

/// What a derivative is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// An independent method confirms it.
    Sound,
    /// There is a reason not to trust it.
    Doubtful,
    /// No independent method applies here.
    Unchecked,
}

/// Fewer right digits than these are a reason for doubt.
const NEEDED: f64 = 8.0;
/// A switch so near, relative to the input, is a reason for doubt.
const NEAR: f64 = 1e-6;
/// How many digits of a number in high precision a sentence shows.
const SHOWN: usize = 10;
/// So many imaginary steps an input must be away from zero: the square of the quotient is what a step leaves out.
const WIDER: f64 = 1e8;
/// How far a switch is looked for, relative to the input.
const REACH: f64 = 0.1;

impl Run {
    /// The value and the derivatives that must keep their digits.
    pub fn wanted(&self, inputs: &[usize]) -> Vec<Number> {
        inputs.iter().map(|&i| self.slope(i)).chain([self.output.clone()]).collect()
    }
    /// The derivative in input `i`; zero where nothing arrived.
    fn slope(&self, i: usize) -> Number {
        self.bars[i].clone().unwrap_or(Number::exactly(0.0))
    }
}

/// The value in high precision as text, and how many digits of the double are right.
pub(super) fn value_digits(value: f64, run: &Result<Run, String>) -> (Result<String, String>, Option<f64>) {
    match run.as_ref().map(|run| &run.output) {
        Ok(Number::Finite(exact)) => {
            (Ok(precise::decimal(exact, precise::DIGITS)), digits(value, &Number::Finite(exact.clone())))
        }
        Ok(other) => (Err(unavailable(other)), None),
        Err(why) => (Err(why.clone()), None),
    }
}

/// Why a number has no digits.
fn unavailable(number: &Number) -> String {
    match number {
        Number::Lacks(name, _) => format!("`{name}` is not available in high precision"),
        other => format!("it is {}", other.rounded()),
    }
}

/// How many decimal digits of `x` are right.
pub(super) fn digits(x: f64, exact: &Number) -> Option<f64> {
    match exact {
        Number::Lacks(..) => None,
        // A double cannot be nearer than half a unit in its last place.
        _ => Some((-precise::relative_error(x, exact).log10()).clamp(0.0, 16.0) + 0.0),
    }
}

/// Looks at one derivative.
pub(super) fn look(
    listing: &Listing,
    reverse: f64,
    i: usize,
    gradient: Option<&List>,
    run: &Result<Run, String>,
    effort: Effort,
) -> Entry {
    let (list, x) = (listing.list(), listing.point());
    let scale = differences::scale(x[i]);
    let curve = differences::curve(list, x, i, effort.stride, effort.complex);
    let size = listing.value().abs();
    let central = differences::best(&curve, |s| s.central, size, scale);
    let sides =
        [differences::best(&curve, |s| s.forward, size, scale), differences::best(&curve, |s| s.backward, size, scale)];
    let one_sided = sides.into_iter().flatten().min_by(|a, b| a.uncertainty.total_cmp(&b.uncertainty));
    let complex = by_complex_step(list, x, i);
    let by_complex = complex.as_ref().ok().copied();
    let settled = run.is_ok() && effort.precision == Precision::Settled;
    let beside = |narrower| {
        let of = |s: &Sides| vec![s.left.clone(), s.right.clone()];
        let sides = || precise::until_settled(|bits| precise::sides(list, x, i, narrower, bits), of);
        if settled { sides() } else { None }
    };
    let by_rules = run.as_ref().ok().map(|run| run.slope(i));
    let noted = listing.notes().first().and_then(|note| note.at);
    let reference = reference(by_rules, &beside, by_complex, central, noted);
    let exact = if let Reference::Is(number, known) = &reference { Some((number, *known)) } else { None };
    let forward = forward(list, x, i);
    let count = |slope: Option<f64>| {
        slope.zip(exact).and_then(|(slope, (exact, known))| digits(slope, exact).map(|digits| digits.min(known)))
    };
    let digits = Digits {
        reverse: count(Some(reverse)),
        forward: count(Some(forward)),
        central: count(central.map(|e| e.slope)),
        one_sided: count(one_sided.map(|e| e.slope)),
        complex: count(by_complex),
    };
    let switch = if effort.switch { kinks::nearest(list, x, i, REACH * scale) } else { None };
    let mut entry = Entry {
        input: i,
        name: list.input_name(Id(i as u32)),
        reverse,
        forward,
        curve,
        central,
        one_sided,
        complex,
        precise: in_precision(run, i, &reference, effort.precision),
        digits,
        switch,
        verdict: Verdict::Unchecked,
        doubts: Vec::new(),
    };
    entry.doubts = doubts(listing, &entry, &reference, gradient, run.as_ref().ok());
    entry.verdict = match (&entry.doubts[..], &reference) {
        ([], Reference::Is(..)) => Verdict::Sound,
        ([], _) => Verdict::Unchecked,
        _ => Verdict::Doubtful,
    };
    entry
}

/// The derivative by the complex step, or why that does not apply.
fn by_complex_step(list: &List, x: &[f64], i: usize) -> Result<f64, String> {
    if x[i] != 0.0 && x[i].abs() < WIDER * complex::STEP {
        return Err("the input is too small beside the imaginary step".to_owned());
    }
    complex::derivative(list, x, i).map_err(|op| match op {
        Some(op) => format!("`{op}` is not analytic here, or has no complex form here"),
        None => "a recorded comparison stands in the way".to_owned(),
    })
}

/// The derivative in high precision, from what the reference says or, where that comes from elsewhere, from the rules.
fn in_precision(
    run: &Result<Run, String>,
    i: usize,
    reference: &Reference,
    precision: Precision,
) -> Result<InPrecision, String> {
    let by_rules = run.as_ref().map_err(Clone::clone)?.slope(i);
    let number = match reference {
        Reference::Is(number, known) if *known > 15.0 => number,
        _ => &by_rules,
    };
    match number {
        Number::Finite(exact) => {
            let slope = precise::decimal(exact, precise::DIGITS);
            Ok(InPrecision { slope, rounded: number.rounded(), name: precision.name() })
        }
        other => Err(unavailable(other)),
    }
}

/// The derivative along input `i` by a tangent sweep.
fn forward(list: &List, x: &[f64], i: usize) -> f64 {
    tangents(list, x, i).and_then(|tangents| tangents.first().copied()).unwrap_or(f64::NAN)
}

/// The derivatives of all outputs along input `i` by a tangent sweep; nothing where a recorded comparison stands in the way.
pub(super) fn tangents(list: &List, x: &[f64], i: usize) -> Option<Vec<f64>> {
    let dual = |(k, &x): (usize, &f64)| Dual::new(x, if k == i { Slope::Along(1.0) } else { Slope::Flat });
    let duals: Vec<Dual<f64>> = x.iter().enumerate().map(dual).collect();
    let constants = Constants::literal(Dual::new(0.0, Slope::Fixed));
    let mut at = Vec::new();
    sweep::value(list, &constants, &duals, &mut at).ok()?;
    Some(sweep::outputs(list, &constants, &at).into_iter().map(|y| y.tangent()).collect())
}

/// All reasons not to trust a derivative, the gravest first.
fn doubts(
    listing: &Listing,
    entry: &Entry,
    reference: &Reference,
    gradient: Option<&List>,
    run: Option<&Run>,
) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    if !entry.reverse.is_finite() {
        let exact = if let Reference::Is(number, _) = reference { number.finite() } else { None };
        let precise = exact.map(|exact| precise::decimal(exact, SHOWN));
        doubts.push(Doubt::NotFinite { slope: entry.reverse, precise });
    }
    if let Reference::Split(doubt) = reference {
        doubts.push(doubt.clone());
    } else if !entry.reverse.is_finite() || entry.digits.reverse.is_some_and(|d| d < needed(reference)) {
        doubts.extend(loss(listing, entry, reference, run));
    } else {
        let apart = (entry.reverse - entry.forward).abs() > 1e-9 * entry.reverse.abs().max(1e-300);
        let modes = Doubt::Modes { reverse: entry.reverse, forward: entry.forward };
        doubts.extend((entry.digits.reverse.is_none() && apart).then_some(modes));
        doubts.extend(near(listing, entry).map(Doubt::Near));
    }
    let factor = gradient.and_then(|gradient| magnified(gradient, listing.point(), entry.input, entry.reverse));
    doubts.extend(
        factor
            .filter(|factor| factor * f64::EPSILON > 10f64.powf(-NEEDED))
            .map(|factor| Doubt::IllConditioned { factor }),
    );
    doubts
}

/// How many digits must be right: no more than the reference has itself.
fn needed(reference: &Reference) -> f64 {
    match reference {
        Reference::Is(_, known) => NEEDED.min(known - 1.0),
        _ => NEEDED,
    }
}

/// The switch, where it is near and makes a difference.
fn near(listing: &Listing, entry: &Entry) -> Option<Switch> {
    let (list, x, i) = (listing.list(), listing.point(), entry.input);
    let switch = entry.switch.clone().filter(|s| s.offset.abs() <= NEAR * differences::scale(x[i]))?;
    let mut beyond = x.to_vec();
    beyond[i] += 1.5 * switch.offset;
    let there = Listing::new(list.clone(), &beyond, Options::new().kinks(Kinks::Ignore)).ok()?;
    let (here, slope) = (entry.reverse, there.grad()[i]);
    let bends = (slope - here).abs() > 1e-3 * slope.abs().max(here.abs()) || !slope.is_finite();
    let rise = there.value() - listing.value();
    let straight = here.abs().max(slope.abs()) * (beyond[i] - x[i]).abs();
    let jumps = rise.abs() > 2.0 * straight + 64.0 * f64::EPSILON * listing.value().abs();
    (bends || jumps).then_some(switch)
}

/// Where the digits go: the range, a cancellation of values or of contributions, or nowhere: then it is wrong.
fn loss(listing: &Listing, entry: &Entry, reference: &Reference, run: Option<&Run>) -> Option<Doubt> {
    let wrong = || match (reference, stopped(listing.list())) {
        (Reference::Is(exact, _), None) => Some(Doubt::Wrong { slope: entry.reverse, values: exact.rounded() }),
        (Reference::Is(exact, _), Some((op, at))) => Some(Doubt::Stopped { op, values: exact.rounded(), at }),
        _ => None,
    };
    let own = listing.grad()[entry.input];
    let given_elsewhere = !same(own, entry.reverse);
    match run {
        Some(run) if !given_elsewhere => of_values(listing, run).or_else(|| of_adjoints(listing, run)).or_else(wrong),
        _ => wrong(),
    }
}

/// Rows whose derivative is not that of their value, on purpose.
const ON_PURPOSE: [&str; 2] = ["stop_gradient", "gradient_scale"];

/// The first line that changes a derivative on purpose, and where it stands.
fn stopped(list: &List) -> Option<(&'static str, Option<Origin>)> {
    list.steps().find_map(|(line, _, step)| match step {
        Line::Apply(op, _) if ON_PURPOSE.contains(&op.text()) => Some((op.text(), list.origin(line))),
        _ => None,
    })
}

/// Whether two numbers are the same but for a few roundings.
fn same(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

/// The first operation whose value has lost its digits.
fn of_values(listing: &Listing, run: &Run) -> Option<Doubt> {
    let (list, at) = (listing.list(), listing.values());
    let (line, id) = precise::first_loss(list, at, run, NEEDED)?;
    let Line::Apply(op, args) = list.step(line) else { return None };
    let args: Vec<f64> = args.iter().map(|&a| list.number(a, at)).collect();
    let (value, exact) = (at[id.0 as usize], &run.values[id.0 as usize]);
    let origin = list.origin(line);
    if let Some(exact) = exact.finite().filter(|_| !value.is_finite() || value == 0.0) {
        let precise = precise::decimal(exact, SHOWN);
        return Some(Doubt::Range { op: op.text(), args, value, precise, at: origin });
    }
    let digits = -precise::relative_error(value, exact).log10();
    Some(Doubt::Cancellation { op: op.text(), args, digits, at: origin })
}

/// The first adjoint, from the output backward, that has lost its digits.
fn of_adjoints(listing: &Listing, run: &Run) -> Option<Doubt> {
    let (list, at) = (listing.list(), listing.values());
    let mut bars = Vec::new();
    sweep::adjoint(list, &Constants::literal(0.0), at, &[1.0], &mut bars, &mut Unwatched);
    let lost = |id: usize| match (bars[id], &run.bars[id]) {
        (Some(bar), Some(exact)) => Some(precise::relative_error(bar, exact)).filter(|e| *e > 10f64.powf(-NEEDED)),
        _ => None,
    };
    let id = (0..bars.len()).rev().find(|&id| lost(id).is_some())?;
    let line = list.steps().find(|&(_, first, ref step)| (first.0..first.0 + step.results()).contains(&(id as u32)));
    let of = match line {
        Some((_, _, Line::Apply(op, args))) => {
            call(op.text(), &args.iter().map(|&a| list.number(a, at)).collect::<Vec<f64>>())
        }
        _ => list.input_name(Id(id as u32)),
    };
    let digits = lost(id).map_or(0.0, |e| -e.log10());
    Some(Doubt::Contributions { of, digits, at: line.and_then(|(line, ..)| list.origin(line)) })
}
