//! A model's value and derivative at many points of one variable, and where they break.

use super::bindings::Bindings;
use crate::failure::Failure;
use std::str::FromStr;
use wengert::prim::Kind;
use wengert::{Error, Listing, Note, NoteKind, Options};
use wengert_expr::{Given, Model};
use wengert_inspect::number;

/// A variable and its range.
#[derive(Clone, Debug)]
pub struct Over {
    /// The variable.
    pub name: String,
    /// Its smallest value; an axis holds both, see [`fits`].
    pub from: f64,
    /// Its largest value.
    pub to: f64,
}

impl FromStr for Over {
    type Err = String;

    fn from_str(text: &str) -> Result<Over, String> {
        let shape = || "write a variable and its range, as in `x=-2..2`".to_owned();
        let (name, range) = text.split_once('=').ok_or_else(shape)?;
        let (from, to) = range.split_once("..").ok_or_else(shape)?;
        let number = |text: &str| match wengert_expr::constant(text) {
            Ok(Given::Number(x)) if x.is_finite() => Ok(x),
            _ => Err(format!("`{}` is no finite number", text.trim())),
        };
        let over = Over { name: name.trim().to_owned(), from: number(from)?, to: number(to)? };
        let (name, from, to) = (&over.name, over.from, over.to);
        match from < to {
            true if fits(from, to) => Ok(over),
            true => Err(format!("the range goes too far: {AXIS}; write a smaller one, as in `{name}=-5e307..5e307`")),
            false => Err("the range must go up, as in `x=-2..2`".to_owned()),
        }
    }
}

/// How far from zero an axis reaches, and how much of it is shown at once: beyond, what ticks are reckoned with overflows.
pub const FARTHEST: f64 = 1e308;
/// The same in words.
pub const AXIS: &str = "an axis reaches from -1e308 to 1e308, and spans 1e308 at most";

/// Whether an axis holds what lies between these two.
pub fn fits(low: f64, high: f64) -> bool {
    low >= -FARTHEST && high <= FARTHEST && high - low <= FARTHEST
}

/// The value and the derivative at a point; NaN where there is none.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    pub x: f64,
    pub value: f64,
    pub slope: f64,
}

/// Where the value or the derivative breaks.
#[derive(Clone, Debug)]
pub struct Mark {
    pub x: f64,
    pub value: f64,
    /// What it is: "kink", "jump", "pole", …
    pub kind: &'static str,
    /// The derivative that was chosen, and the set of slopes of the operation that has several.
    pub words: String,
    /// The chosen slope, where one was chosen.
    pub chosen: Option<f64>,
}

/// A sampled model.
#[derive(Debug)]
pub struct Curve {
    pub name: String,
    pub samples: Vec<Sample>,
    pub marks: Vec<Mark>,
}

/// The number of samples; odd, so that the middle of a range is one of them.
const SAMPLES: usize = 401;
/// More marks than this are not worth reading.
const MOST_MARKS: usize = 12;
/// Enough halvings to come from a range to neighbouring numbers.
const HALVINGS: usize = 70;

struct Sampler<'a> {
    model: &'a Model,
    bindings: &'a mut Bindings,
    name: &'a str,
    options: Options,
}

impl Curve {
    /// Evaluates the model over the range; each point takes its own branches.
    pub fn sample(model: &Model, bindings: &mut Bindings, over: &Over, options: Options) -> Result<Curve, Failure> {
        let mut sampler = Sampler { model, bindings, name: &over.name, options };
        let (mut samples, mut marks): (Vec<Sample>, Vec<Mark>) = (Vec::new(), Vec::new());
        for k in 0..SAMPLES {
            let part = k as f64 / (SAMPLES - 1) as f64;
            let (sample, mark) = sampler.at(over.from + (over.to - over.from) * part)?;
            if let Some(&before) = samples.last()
                && mark.is_none()
                && marks.last().is_none_or(|m| m.x != before.x)
            {
                marks.extend(sampler.between(before, sample)?);
            }
            // A run of kinks, where the function lies on one, is told once.
            let goes_on = samples.last().zip(marks.last()).is_some_and(|(s, m)| s.x == m.x);
            marks.extend(mark.filter(|_| !goes_on));
            samples.push(sample);
        }
        marks.truncate(MOST_MARKS);
        Ok(Curve { name: over.name.clone(), samples, marks })
    }
}

impl Sampler<'_> {
    /// The sample at `x`, and what was noted there.
    fn at(&mut self, x: f64) -> Result<(Sample, Option<Mark>), Failure> {
        self.bindings.vary(self.name, x);
        let recorded = self.bindings.record(self.model)?;
        if recorded.list.outputs().len() != 1 {
            let help = "keep the output that is meant";
            return Err(Failure::Input(format!("error: a plot shows one output\nhelp: {help}")));
        }
        let place = recorded.names.iter().position(|name| name == self.name).unwrap_or(0);
        let listing = match Listing::new(recorded.list.clone(), &recorded.point, self.options) {
            Ok(listing) => listing,
            Err(Error::Undefined { .. }) => {
                return Ok((Sample { x, value: f64::NAN, slope: f64::NAN }, None));
            }
            Err(error) => return Err(Failure::engine(error, &recorded.sources)),
        };
        let sample = Sample { x, value: listing.value(), slope: listing.grad()[place] };
        let note = listing.notes().iter().find_map(|note| match note.kind {
            NoteKind::Kink(kind) => Some((kind, note)),
            _ => None,
        });
        let mark = note.map(|(kind, note)| mark(sample, kind, note));
        let pole = || Mark { x, value: f64::NAN, kind: "pole", words: String::new(), chosen: None };
        Ok((sample, mark.or_else(|| sample.value.is_infinite().then(pole))))
    }
    /// A break between two samples, if there is one: a slope that changes as much however close the ends come.
    fn between(&mut self, a: Sample, b: Sample) -> Result<Option<Mark>, Failure> {
        if ![a.value, a.slope, b.value, b.slope].iter().all(|v| v.is_finite()) {
            return Ok(None);
        }
        let (middle, noted) = self.at(a.x.midpoint(b.x))?;
        let bend = (a.slope + b.slope - 2.0 * middle.slope).abs();
        let smooth = bend <= 0.5 * (b.slope - a.slope).abs() || bend <= 1e-6 * (1.0 + a.slope.abs().max(b.slope.abs()));
        if smooth && noted.is_none() {
            return Ok(None);
        }
        let (mut low, mut high) = (a, b);
        for _ in 0..HALVINGS {
            let x = low.x.midpoint(high.x);
            if x <= low.x || x >= high.x {
                break;
            }
            let (middle, mark) = self.at(x)?;
            if mark.is_some() || !middle.value.is_finite() {
                return Ok(mark);
            }
            let change =
                |p: Sample, q: Sample| (p.slope - q.slope).abs() + (p.value - q.value).abs() / (high.x - low.x);
            if change(low, middle) >= change(middle, high) { high = middle } else { low = middle }
        }
        let jump = (high.value - low.value).abs();
        let size = a.value.abs().max(b.value.abs()).max(1.0);
        let kind = match jump {
            jump if jump > 1e6 * size || low.value.abs().max(high.value.abs()) > 1e6 * size => "pole",
            jump if jump > 1e-6 * size => "jump",
            _ if (high.slope - low.slope).abs() > 0.5 * bend.min((b.slope - a.slope).abs()) => "kink",
            _ => return Ok(None),
        };
        let [left, right] = [low.slope, high.slope].map(number::short);
        let words = if kind == "kink" { format!("derivative {left} before, {right} after") } else { String::new() };
        Ok(Some(Mark { x: high.x, value: high.value, kind, words, chosen: None }))
    }
}

/// What was noted at a sample.
fn mark(sample: Sample, kind: Kind, note: &Note) -> Mark {
    let Sample { x, value, slope } = sample;
    let (op, slope_in_words) = (note.kink.op, format!("derivative {}", number::short(slope)));
    let (kind, words) = match kind {
        Kind::Kink => ("kink", format!("{slope_in_words}; slopes of {op} here: {}", note.kink.set)),
        Kind::Tie => ("tie", format!("{slope_in_words}; slopes of {op} here: {}", note.kink.set)),
        Kind::Jump => ("jump", format!("{slope_in_words}; {op} jumps here")),
        Kind::Edge if value.is_finite() => ("edge", format!("{slope_in_words}; the domain of {op} ends here")),
        Kind::Edge => ("pole", format!("of {op}")),
    };
    Mark { x, value, kind, words, chosen: Some(slope).filter(|s| s.is_finite()) }
}
