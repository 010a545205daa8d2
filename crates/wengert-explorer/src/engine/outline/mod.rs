//! `outline`: a tape of very many lines, in columns, with its repeated parts folded and its source lines counted.
//!
//! A tape that is short enough to be read line by line is answered by `record` with formulas; this is the rest of it:
//! one answer, from which a page shows any stretch without asking again.

mod depth;
pub mod fold;
pub mod sources;
mod time;

use super::Door;
use super::choice::{self, Choice};
use super::fault::Fault;
use super::limits::{MAX_LISTED, MAX_OUTLINED};
use super::model::{Model, Read, Warning};
use super::num::Num;
use super::record::{self, Input, Output};
use depth::Histogram;
use fold::{Part, mixed};
use serde::{Deserialize, Serialize};
use sources::{Places, Source};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use wengert::list::{Id, Step};
use wengert_inspect::Run;
use wengert_inspect::formula::text_of;

/// Asks for the outline.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
}

/// A tape in columns.
#[derive(Debug, Serialize)]
pub struct Outline {
    heading: String,
    /// The hash under which a saved tape is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<String>,
    counts: Counts,
    /// The first inputs.
    inputs: Vec<Input>,
    output: Output,
    /// The outputs, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<Choice>,
    warnings: Vec<Warning>,
    first: First,
    columns: Columns,
    parts: Vec<PartView>,
    sources: Vec<Source>,
    operations: Vec<Operation>,
    histogram: Histogram,
}

#[derive(Debug, Serialize)]
struct Counts {
    lines: usize,
    inputs: usize,
    operations: u64,
    additions: usize,
    bytes: usize,
}

/// Where something first goes wrong; null where it does not.
#[derive(Debug, Serialize)]
struct First {
    /// The first value that is not finite.
    value: Option<u32>,
    /// The value whose register is the first, in the order of the sweep, that is not finite.
    cotangent: Option<u32>,
    /// The first input whose register is 0 or was never paid into.
    zero: Option<u32>,
}

/// One entry for each value of the tape.
#[derive(Debug, Serialize)]
struct Columns {
    /// The line as text.
    text: Vec<String>,
    value: Vec<Num>,
    adjoint: Vec<Option<Num>>,
    /// Which of `operations`; null for an input.
    operation: Vec<Option<u32>>,
    /// The values it reads.
    args: Vec<Vec<u32>>,
    depth: Vec<usize>,
    bytes: Vec<usize>,
    /// Which of `sources`; null where nothing is known.
    source: Vec<Option<u32>>,
}

/// An operation, over all its lines.
#[derive(Debug, Serialize)]
struct Operation {
    name: String,
    lines: usize,
    bytes: usize,
    /// The mean time of one line, its local derivatives included, measured on this tape's numbers; null where it was not.
    seconds: Option<f64>,
}

/// Lines, or a fold.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum PartView {
    Lines {
        lines: usize,
    },
    /// `lines`, `bytes` and `seconds` are those of one pass; `largest` is the largest register of each pass, where that is
    /// told.
    Fold {
        times: usize,
        lines: usize,
        bytes: usize,
        seconds: f64,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        largest: Vec<Num>,
        inside: Vec<PartView>,
    },
}

/// Of more passes than this the largest registers are told of the first of so many even stretches.
const MOST_TOLD: usize = 240;

/// What the folds are told with: bytes, seconds and adjoint of every line.
struct Costs<'c> {
    bytes: &'c [usize],
    seconds: &'c dyn Fn(usize) -> f64,
    adjoints: &'c [Option<f64>],
}

impl Costs<'_> {
    /// The views of parts that begin at line `first`; what differs from pass to pass is told of the `outermost` only.
    fn views(&self, parts: &[Part], mut first: usize, outermost: bool) -> Vec<PartView> {
        let one = |part: &Part| {
            let at = first;
            first += part.lines();
            match part {
                Part::Lines(lines) => PartView::Lines { lines: *lines },
                Part::Fold { times, inside } => {
                    let pass = at..at + part.lines() / times;
                    PartView::Fold {
                        times: *times,
                        lines: pass.len(),
                        bytes: self.bytes[pass.clone()].iter().sum(),
                        seconds: pass.clone().map(self.seconds).sum(),
                        largest: if outermost { self.largest(at, *times, pass.len()) } else { Vec::new() },
                        inside: self.views(inside, at, false),
                    }
                }
            }
        };
        parts.iter().map(one).collect()
    }
    /// The largest size of a register in each pass.
    fn largest(&self, first: usize, times: usize, lines: usize) -> Vec<Num> {
        let together = times.div_ceil(MOST_TOLD);
        let size = |bar: &Option<f64>| bar.map_or(0.0, f64::abs);
        let larger = |a: f64, b: f64| if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) };
        let stretch = |k: usize| first + k * together * lines..first + times.min((k + 1) * together) * lines;
        let of = |k: usize| Num(self.adjoints[stretch(k)].iter().map(size).fold(0.0, larger));
        (0..times.div_ceil(together)).map(of).collect()
    }
}

/// Outlines a model.
pub fn answer(request: &Request, door: &Door<'_>) -> Result<Outline, Fault> {
    let read = request.model.read()?;
    let run = read.run_outlined()?;
    let places = Places::of(&read, &run);
    Ok(outline(&read, &run, &places, door))
}

fn outline(read: &Read, run: &Run, places: &Places, door: &Door<'_>) -> Outline {
    let count = run.list().ids();
    let lines = Lines::of(run);
    let adjoints: Vec<Option<f64>> = (0..count).map(|k| run.adjoint(Id(k as u32))).collect();
    let depths = record::depths(run);
    let (names, operation) = operations(run, &lines);
    let bytes = super::weight::of_each(run);
    let timed = time::seconds(run, door);
    let which = &operation;
    let of_operation = |(k, name): (usize, &String)| {
        let own = || (0..count).filter(move |&id| which[id] == Some(k as u32));
        let seconds = timed.get(name.as_str()).copied().filter(|&seconds| seconds > 0.0);
        Operation { name: name.clone(), lines: own().count(), bytes: own().map(|id| bytes[id]).sum(), seconds }
    };
    let operations: Vec<Operation> = names.iter().enumerate().map(of_operation).collect();
    let seconds = |id: usize| operation[id].and_then(|k| operations[k as usize].seconds).unwrap_or(0.0);
    let parts = fold::folded(&marks(run, &lines, &operation, places));
    let views = Costs { bytes: &bytes, seconds: &seconds, adjoints: &adjoints }.views(&parts, 0, true);
    Outline {
        heading: heading(count, &parts),
        kept: read.kept(),
        counts: Counts {
            lines: count,
            inputs: run.list().input_len(),
            operations: read.operations,
            additions: run.contributions().len(),
            bytes: bytes.iter().sum(),
        },
        inputs: record::inputs(read, |_| None),
        output: record::output(run, |id| run.name(id)),
        choice: choice::of(run.list(), read.output, |id| run.name(id)),
        warnings: read.warnings.clone(),
        first: first(run, &adjoints),
        sources: places.sources(&adjoints, &bytes, &seconds),
        histogram: depth::histogram(&depths, &adjoints),
        columns: Columns {
            text: (0..count).map(|k| lines.text(k)).collect(),
            value: run.listing().values().iter().copied().map(Num).collect(),
            adjoint: adjoints.iter().map(|bar| bar.map(Num)).collect(),
            args: (0..count).map(|k| lines.args(k)).collect(),
            operation,
            depth: depths,
            bytes,
            source: places.of_each().to_vec(),
        },
        parts: views,
        operations,
    }
}

/// What the folds leave, in words.
fn heading(count: usize, parts: &[Part]) -> String {
    let seen = |part: &Part| match part {
        Part::Lines(n) => *n,
        Part::Fold { .. } => 1,
    };
    let shown: usize = parts.iter().map(seen).sum();
    match parts.iter().any(|part| matches!(part, Part::Fold { .. })) {
        true => {
            format!("{} lines, folded to {}", super::fault::grouped(count as u64), super::fault::grouped(shown as u64))
        }
        false => format!("{} lines, no part of which repeats", super::fault::grouped(count as u64)),
    }
}

/// For each value the line that names it, and which of its results it is.
struct Lines<'r> {
    run: &'r Run,
    inputs: usize,
}

impl<'r> Lines<'r> {
    fn of(run: &'r Run) -> Lines<'r> {
        Lines { run, inputs: run.list().input_len() }
    }
    fn step(&self, k: usize) -> Option<(usize, Step<'r>)> {
        let line = self.run.line_of(Id(k as u32))?;
        Some((line, self.run.list().step(line)))
    }
    fn text(&self, k: usize) -> String {
        let run = self.run;
        let name = run.name(Id(k as u32));
        match self.step(k).and_then(|(line, _)| text_of(run.list(), line, run.names())) {
            Some(text) if k >= self.inputs => format!("{name} = {text}"),
            _ => name.to_owned(),
        }
    }
    fn args(&self, k: usize) -> Vec<u32> {
        match self.step(k) {
            Some((_, Step::Apply(_, args) | Step::Rule(_, args))) => {
                args.iter().filter_map(|o| o.as_id()).map(|id| id.0).collect()
            }
            _ => Vec::new(),
        }
    }
    /// The name of its operation.
    fn operation(&self, k: usize) -> Option<String> {
        match self.step(k)?.1 {
            Step::Apply(op, _) => Some(op.text().to_owned()),
            Step::Rule(rule, _) => Some(rule.name().to_string()),
            _ => None,
        }
    }
}

/// The names of all operations, and for each value which it is.
fn operations(run: &Run, lines: &Lines<'_>) -> (Vec<String>, Vec<Option<u32>>) {
    let (mut numbers, mut names): (BTreeMap<String, u32>, Vec<String>) = (BTreeMap::new(), Vec::new());
    let one = |k: usize| {
        let name = lines.operation(k)?;
        Some(*numbers.entry(name.clone()).or_insert_with(|| {
            names.push(name);
            names.len() as u32 - 1
        }))
    };
    let each = (0..run.list().ids()).map(one).collect();
    (names, each)
}

/// What two lines share that are the same but for their numbers: operation, which operands are constants, the place in the
/// source, and the loop they were written out of.
fn marks(run: &Run, lines: &Lines<'_>, operation: &[Option<u32>], places: &Places) -> Vec<u64> {
    let one = |k: usize| {
        let mut hasher = DefaultHasher::new();
        (operation[k], places.of_each()[k]).hash(&mut hasher);
        if let Some((line, Step::Apply(_, args) | Step::Rule(_, args))) = lines.step(k) {
            let place = run.place(line);
            place.lane.map(|_| place.line).hash(&mut hasher);
            args.iter().for_each(|o| o.as_id().is_some().hash(&mut hasher));
        }
        mixed(0, hasher.finish())
    };
    (0..run.list().ids()).map(one).collect()
}

fn first(run: &Run, adjoints: &[Option<f64>]) -> First {
    let bad = |x: &f64| !x.is_finite();
    let inputs = 0..run.list().input_len();
    First {
        value: run.listing().values().iter().position(bad).map(|k| k as u32),
        cotangent: run.contributions().iter().find(|c| bad(&c.register)).map(|c| c.to.0),
        zero: inputs.into_iter().find(|&k| adjoints[k].unwrap_or(0.0) == 0.0).map(|k| k as u32),
    }
}

/// Whether a tape of so many lines, too many to be listed, is answered here.
pub fn instead(lines: u64) -> bool {
    (MAX_LISTED + 1..=MAX_OUTLINED).contains(&lines)
}
