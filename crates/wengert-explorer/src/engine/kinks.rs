//! `kinks`: the model along one variable, the points where its slope jumps or ends, the slope that was chosen, and what
//! other systems answer there.

use super::fault::Fault;
use super::model::{Model, Read};
use super::num::{Num, short};
use super::systems::{self, Answer, Other};
use serde::{Deserialize, Serialize};
use wengert::list::{Id, Step};
use wengert::prim::{Kind, Op, Set};
use wengert::{NoteKind, Options};
use wengert_inspect::Run;

/// On so many points a curve is drawn.
const SAMPLES: usize = 241;
/// Of more operations than this the curve is drawn on fewer points.
const WORK: u64 = 4_000_000;

/// Asks for the curve along a variable.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
    /// The variable.
    along: String,
    /// From where to where; the slider's ends where it is left out.
    #[serde(default)]
    range: Option<[Num; 2]>,
}

/// The curve, its kinks, and who answers what.
#[derive(Debug, Serialize)]
pub struct Kinks {
    heading: String,
    text: String,
    notes: Vec<Landed>,
    plot: Plot,
    systems: Vec<Answer>,
    others: Vec<Other>,
}

/// A line that stands on a kink at the present point.
#[derive(Debug, Serialize)]
struct Landed {
    line: Option<u32>,
    primitive: &'static str,
    at: Vec<Num>,
    set: [Num; 2],
    used: Num,
    rule: String,
}

#[derive(Debug, Serialize)]
struct Plot {
    input: String,
    points: Vec<[Num; 2]>,
    slope: Vec<[Num; 2]>,
    kinks: Vec<Mark>,
}

/// A point of the curve where the slope jumps, or is not finite.
#[derive(Debug, Serialize)]
struct Mark {
    x: Num,
    y: Num,
    line: u32,
    primitive: &'static str,
    kind: &'static str,
    /// The slopes of the curve on either side, the smaller one first.
    set: [Num; 2],
    /// The slope that the engine takes there.
    used: Num,
}

/// Samples, looks for kinks between the samples, and says who answers what at the present point.
pub fn answer(request: &Request) -> Result<Kinks, Fault> {
    let read = Read { options: Options::new(), ..request.model.read()? };
    let input = read.input(&request.along)?;
    let run = read.run_listed()?;
    let curve = Curve { read: &read, input };
    let [low, high] =
        request.range.map_or_else(|| super::record::range(read.point[input]), |ends| ends.map(|end| end.0));
    let samples = SAMPLES.min((WORK / read.operations.max(1)) as usize).max(33);
    let xs = (0..samples).map(|k| low + (high - low) * k as f64 / (samples - 1) as f64);
    let seen: Vec<Sample> = xs.filter_map(|x| curve.at(x)).collect();
    let notes: Vec<Landed> = landed(&run);
    let (heading, text) = heading(&run, &notes);
    let systems = notes.first().map_or(Vec::new(), |note| {
        let args: Vec<f64> = note.at.iter().map(|x| x.0).collect();
        systems::answers(note.primitive, &args, note.used.0)
    });
    let of = |y: fn(&Sample) -> f64| seen.iter().map(|s| [Num(s.x), Num(y(s))]).collect();
    let plot = Plot {
        input: request.along.clone(),
        points: of(|s| s.value),
        slope: of(|s| s.slope),
        kinks: curve.kinks(&seen),
    };
    Ok(Kinks { heading, text, notes, plot, systems, others: systems::others() })
}

/// The finding in words.
fn heading(run: &Run, notes: &[Landed]) -> (String, String) {
    let Some(note) = notes.first() else {
        let text = "Every line has one slope at this point. The marks show where that ends.";
        return ("No line lands on a kink here".to_owned(), text.to_owned());
    };
    let at: Vec<String> = note.at.iter().map(|x| short(x.0)).collect();
    let line = note.line.map_or("A line".to_owned(), |id| format!("Line {}", id + 1));
    let set = run.listing().notes().first().map_or(String::new(), |note| note.kink.set.to_string());
    let what = match note.set[0].0 == note.set[1].0 {
        true => format!("{} jumps at {}.", note.primitive, at.join(", ")),
        false => format!("{} at {} has no single slope. One is chosen out of {set}.", note.primitive, at.join(", ")),
    };
    (format!("{line} lands exactly on a kink"), what)
}

/// The kinks on which lines stand at the present point.
fn landed(run: &Run) -> Vec<Landed> {
    let kinks = run.listing().notes().iter().filter(|note| matches!(note.kind, NoteKind::Kink(_)));
    let one = |note: &wengert::Note| Landed {
        line: super::record::line_of(run, note),
        primitive: note.kink.op,
        at: note.kink.args.iter().copied().map(Num).collect(),
        set: [Num(note.kink.lower), Num(note.kink.upper)],
        used: Num(note.chosen),
        rule: match note.kind {
            NoteKind::Kink(Kind::Edge) => "one-sided limit",
            NoteKind::Kink(Kind::Jump) => "the slope of either side",
            NoteKind::Kink(Kind::Tie) => "even split over the tied",
            _ => "least norm of the set",
        }
        .to_owned(),
    };
    kinks.map(one).collect()
}

/// The model along one variable.
struct Curve<'a> {
    read: &'a Read,
    input: usize,
}

/// The model at one point of the curve, and the slopes of all its lines: a kink shows in the line that has it.
struct Sample {
    x: f64,
    value: f64,
    slope: f64,
    slopes: Vec<f64>,
}

impl Curve<'_> {
    fn run(&self, x: f64) -> Option<Run> {
        let mut point = self.read.point.clone();
        point[self.input] = x;
        self.read.run_at(&point).ok()
    }
    fn at(&self, x: f64) -> Option<Sample> {
        let run = self.run(x)?;
        let mut slopes = Vec::new();
        for (_, id, step) in run.list().steps() {
            let Step::Apply(op, args) = step else { continue };
            let at: Vec<f64> = args.iter().map(|&a| run.number(a)).collect();
            // What a line is worth jumps where a comparison turns, whose slopes say nothing.
            // An absent slope is a slope of 0 here: what counts is whether it jumps.
            let mut parts = vec![0.0; args.len()];
            op.partials(&at, run.value(id), &|arg| args[arg].as_id().is_some(), &mut |arg, d| parts[arg] = d);
            slopes.extend(parts);
            slopes.push(run.value(id));
        }
        Some(Sample { x, value: run.listing().value(), slope: run.listing().grad()[self.input], slopes })
    }
    /// Where lines jump between two samples, or at one.
    fn kinks(&self, seen: &[Sample]) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        for k in 0..seen.len().saturating_sub(1) {
            let Some((x, line)) = self.located(seen, k) else { continue };
            let near = |mark: &Mark| (mark.x.0 - x).abs() <= 1e-9 * (1.0 + x.abs());
            if !marks.iter().any(near) {
                marks.extend(self.mark(x, line));
            }
        }
        marks
    }
    /// The point between sample `at` and the next where a line jumps, and which value of it does; `None` where all are
    /// smooth. A change that is no larger than those two samples away is no jump.
    fn located(&self, seen: &[Sample], at: usize) -> Option<(f64, usize)> {
        let (left, right) = (&seen[at], &seen[at + 1]);
        let around = [at.checked_sub(2), Some(at + 2)].map(|k| k.filter(|&k| k + 1 < seen.len()));
        let usual = |k: usize| {
            let changes = around.iter().flatten().map(|&i| jump(&seen[i], &seen[i + 1], k));
            changes.filter(|change| *change < f64::MAX).fold(0.0, f64::max)
        };
        let size = |k: usize| if left.slopes[k].is_finite() { left.slopes[k].abs() } else { 0.0 };
        let candidates =
            (0..left.slopes.len()).filter(|&k| jump(left, right, k) > (4.0 * usual(k)).max(1e-6 * (1.0 + size(k))));
        candidates.filter_map(|k| self.bisected(left, right, k).map(|x| (x, k))).next()
    }
    /// Halves the interval on whose ends component `k` differs; the difference stays where there is a jump, and halves
    /// where there is none.
    fn bisected(&self, left: &Sample, right: &Sample, k: usize) -> Option<f64> {
        let first = jump(left, right, k);
        let (mut a, mut b) = (left.x, right.x);
        let (mut at_a, mut at_b) = (left.slopes[k], right.slopes[k]);
        for halving in 0..60 {
            let middle = a + (b - a) / 2.0;
            if middle <= a || middle >= b || (b - a) <= 1e-13 * (1.0 + a.abs()) {
                break;
            }
            let at = self.at(middle)?.slopes[k];
            if difference(at_a, at) >= difference(at, at_b) {
                (b, at_b) = (middle, at)
            } else {
                (a, at_a) = (middle, at)
            }
            let smooth = difference(at_a, at_b) < first * 0.7f64.powi(halving + 1);
            if smooth && halving >= 3 {
                return None;
            }
        }
        let x = tidy(a, b);
        (difference(at_a, at_b) > 0.25 * first.min(1.0)).then_some(x)
    }
    fn mark(&self, x: f64, component: usize) -> Option<Mark> {
        let run = self.run(x)?;
        let (id, op) = owner(&run, component)?;
        let step = 1e-7 * (1.0 + x.abs());
        let side = |x: f64| self.run(x).map_or(f64::NAN, |run| run.listing().grad()[self.input]);
        let mut set = [side(x - step), side(x + step)];
        if set[0] > set[1] {
            set.swap(0, 1);
        }
        let (y, used) = (run.listing().value(), run.listing().grad()[self.input]);
        let kind = run.line_of(id).and_then(|line| run.applied(line)).map_or("kink", |(op, args)| {
            let at: Vec<f64> = args.iter().map(|&a| run.number(a)).collect();
            op.kink(&at, &|_| true).map_or("kink", |set| word(&set))
        });
        Some(Mark { x: Num(x), y: Num(y), line: id.0, primitive: op.text(), kind, set: set.map(Num), used: Num(used) })
    }
}

fn word(set: &Set) -> &'static str {
    match set.kind() {
        Kind::Kink => "kink",
        Kind::Tie => "tie",
        Kind::Jump => "jump",
        Kind::Edge => "edge",
    }
}

/// The value, and the primitive, whose slopes (or itself) stand at place `component` of a sample.
fn owner(run: &Run, component: usize) -> Option<(Id, Op)> {
    let mut first = 0;
    for (_, id, step) in run.list().steps() {
        let Step::Apply(op, args) = step else { continue };
        first += args.len() + 1;
        if component < first {
            return Some((id, op));
        }
    }
    None
}

fn jump(left: &Sample, right: &Sample, k: usize) -> f64 {
    difference(left.slopes[k], right.slopes[k])
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
