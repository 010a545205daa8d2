//! What is differentiated, and where: the text of an expression or of a saved tape, values for its variables, options.

use super::choice;
use super::fault::{self, Fault, FaultKind};
use super::kept::{self, Tape};
use super::limits::{self, MAX_INPUTS, MAX_LISTED, MAX_OPERATIONS, MAX_OUTLINED, MAX_TEXT};
use super::names::{self, Names};
use super::num::Num;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use wengert::list::{Id, Origin, Saved, Step};
use wengert::{Kinks, List, NanZero, Options};
use wengert_expr::{Given, Limits, Recorded, Source, Values};
use wengert_inspect::{Refused, Run};

/// A model as a request writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// An expression.
    #[serde(default)]
    pub text: Option<String>,
    /// A saved tape, or the text form of a List.
    #[serde(default)]
    pub tape: Option<String>,
    /// The hash of a saved tape that was given before, in its place.
    #[serde(default)]
    pub kept: Option<String>,
    /// The variables in the order in which the page shows them, and their values.
    #[serde(default)]
    pub at: Vec<(String, Num)>,
    /// What to answer where the derivative is not one number.
    #[serde(default)]
    pub kinks: Policy,
    /// Which of several outputs is seeded, counted from 0.
    #[serde(default)]
    pub output: usize,
    /// Whether a zero adjoint times an infinite slope counts as zero.
    #[serde(default = "yes")]
    pub nan_zero: bool,
}

fn yes() -> bool {
    true
}

/// What to answer where the derivative is not one number.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// The slope of least norm, silently.
    Ignore,
    /// The slope of least norm, with a note.
    #[default]
    Note,
    /// A refusal.
    Error,
    /// The smallest slope, with a note.
    Lower,
    /// The largest slope, with a note.
    Upper,
}

/// Something that was decided for the reader.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Warning {
    /// `missing`: a variable without a value, set to 1; `unused`: a value without a variable, left out; `adjoints`: those
    /// that were saved are not those that are found here.
    pub kind: &'static str,
    /// The variable.
    pub input: String,
    /// What was decided.
    pub message: String,
    /// What was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// A model that was read.
#[derive(Debug)]
pub struct Read {
    /// The expression, where it is one.
    pub text: Option<String>,
    /// The List, the output that is seeded first among its outputs.
    pub list: Arc<List>,
    /// Which output that is, counted from 0.
    pub output: usize,
    /// A value for each number of its inputs.
    pub point: Vec<f64>,
    /// How to differentiate.
    pub options: Options,
    /// What was decided for the reader.
    pub warnings: Vec<Warning>,
    /// How many operations one evaluation runs.
    pub operations: u64,
    /// What the language knows about its lines: names, loops, branches.
    pub recorded: Option<Recorded>,
    /// The saved tape, in whose text the places of its lines stand.
    pub saved: Option<Arc<Tape>>,
}

impl Model {
    /// An expression at a point.
    pub fn expression(text: &str, at: Vec<(String, Num)>) -> Model {
        Model {
            text: Some(text.to_owned()),
            tape: None,
            kept: None,
            at,
            kinks: Policy::Note,
            output: 0,
            nan_zero: true,
        }
    }
    /// Reads the text and binds the values.
    pub fn read(&self) -> Result<Read, Fault> {
        match (&self.text, &self.tape, &self.kept) {
            (Some(text), None, None) => self.read_text(text),
            (None, Some(tape), None) => self.read_tape(kept::read(tape)?),
            (None, None, Some(key)) => self.read_tape(kept::known(key)?),
            _ => Err(Fault::request("a model is either `text` or `tape`, or `kept`: the hash of a tape")),
        }
    }
    fn read_text(&self, text: &str) -> Result<Read, Fault> {
        if text.len() > MAX_TEXT {
            return Err(Fault::limit("the expression has", text.len() as u64, MAX_TEXT as u64, "bytes"));
        }
        let limits = Limits { operations: MAX_OPERATIONS };
        let no_files = &mut |_: &str, _: &str| Err("a page reads no files".to_owned());
        let refuse = |error| Fault::text(&error);
        let model = wengert_expr::Model::parse_with(Source::expression(text), no_files, limits).map_err(refuse)?;
        let lengths = model.inputs().iter().map(|input| input.length.unwrap_or(1) as u64);
        let inputs = lengths.fold(0, u64::saturating_add);
        if inputs > MAX_INPUTS {
            return Err(Fault::limit("this model has", inputs, MAX_INPUTS, "inputs"));
        }
        let (values, warnings) = self.bindings(model.inputs());
        let recorded = model.record(&values).map_err(refuse)?;
        let operations = limits::affordable(&recorded.list)?;
        Ok(Read {
            text: Some(text.to_owned()),
            list: choice::seeded(Arc::clone(&recorded.list), self.output)?,
            output: self.output,
            point: recorded.point.clone(),
            options: self.options(),
            warnings,
            operations,
            recorded: Some(recorded),
            saved: None,
        })
    }
    /// A value for every input: the page's in the page's order, then defaults, then 1.
    fn bindings(&self, inputs: &[wengert_expr::Input]) -> (Values, Vec<Warning>) {
        let (mut values, mut warnings) = (Values::new(), Vec::new());
        let given = |name: &str| self.at.iter().find(|(given, _)| given == name).map(|&(_, value)| value.0);
        // An element `v[3]` belongs to the vector `v`.
        let place = |input: &wengert_expr::Input| {
            let owns = |name: &str| name == input.name || name.split('[').next() == Some(&input.name);
            self.at.iter().position(|(name, _)| owns(name)).unwrap_or(usize::MAX)
        };
        let mut order: Vec<&wengert_expr::Input> = inputs.iter().collect();
        order.sort_by_key(|input| place(input));
        for input in order {
            let default = input.default.as_ref();
            // A vector of no declared length has as many elements as the page names in a row.
            let named = || (0..self.at.len()).take_while(|k| given(&format!("{}[{k}]", input.name)).is_some()).count();
            let length = input.length.or(default.and_then(Given::length)).or_else(|| Some(named()).filter(|&n| n > 0));
            let value = match length {
                None => given(&input.name).map(Given::Number).or(default.cloned()),
                Some(n) => {
                    let element = |k: usize| given(&format!("{}[{k}]", input.name));
                    let known = |k: usize| default.and_then(|d| d.numbers().get(k).copied()).unwrap_or(1.0);
                    let any = (0..n).any(|k| element(k).is_some()) || default.is_some();
                    any.then(|| Given::Vector((0..n).map(|k| element(k).unwrap_or(known(k))).collect()))
                }
            };
            let value = value.unwrap_or_else(|| {
                let message = format!("{} has no value; it was set to 1", input.name);
                let help = wengert_expr::meant_by(&input.name);
                warnings.push(Warning { kind: "missing", input: input.name.clone(), message, help });
                length.map_or(Given::Number(1.0), |n| Given::Vector(vec![1.0; n]))
            });
            values.set(input.name.clone(), value);
        }
        let unknown = |name: &str| !inputs.iter().any(|i| name == i.name || name.split('[').next() == Some(&i.name));
        for (name, _) in self.at.iter().filter(|(name, _)| unknown(name)) {
            let message = format!("the expression does not mention {name}");
            let taken = || format!("`{name}` is a constant of the language; choose another name");
            let help = wengert_expr::constant(name).is_ok().then(taken);
            warnings.push(Warning { kind: "unused", input: name.clone(), message, help });
        }
        (values, warnings)
    }
    /// The List, at the page's values, else at the point that was saved with it, else at 1.
    fn read_tape(&self, saved: Arc<Tape>) -> Result<Read, Fault> {
        let (list, mut point, mut missing) = (Arc::clone(&saved.list), Vec::new(), Vec::new());
        let at: HashMap<&str, f64> = self.at.iter().map(|(name, value)| (name.as_str(), value.0)).collect();
        for k in 0..list.input_len() {
            let name = list.input_name(Id(k as u32));
            let known = at.get(name.as_str()).copied().or(saved.point.as_ref().map(|point| point[k]));
            point.push(known.unwrap_or(1.0));
            if known.is_none() {
                missing.push(name);
            }
        }
        let mut warnings = missing_of(&missing);
        let operations = limits::affordable(&list)?;
        let options = self.options();
        if self.output == 0 && saved.point.as_ref() == Some(&point) && operations <= MAX_OUTLINED {
            warnings.extend(saved.differing().map(|(line, message)| Warning {
                kind: "adjoints",
                input: format!("line {line}"),
                message,
                help: None,
            }));
        }
        let saved = Some(saved);
        let list = choice::seeded(list, self.output)?;
        Ok(Read { text: None, list, output: self.output, point, options, warnings, operations, recorded: None, saved })
    }
    fn options(&self) -> Options {
        let kinks = match self.kinks {
            Policy::Ignore => Kinks::Ignore,
            Policy::Note => Kinks::Note,
            Policy::Error => Kinks::Error,
            Policy::Lower => Kinks::Lower,
            Policy::Upper => Kinks::Upper,
        };
        Options::new().kinks(kinks).nan_zero(if self.nan_zero { NanZero::Zero } else { NanZero::Off })
    }
}

impl Read {
    /// How many lines the tape has: its inputs, and what runs.
    pub fn lines(&self) -> u64 {
        self.operations + self.point.len() as u64
    }
    /// Both sweeps, written down, with every loop written out.
    pub fn run(&self) -> Result<Run, Fault> {
        self.run_at(&self.point)
    }
    /// The same at another point.
    pub fn run_at(&self, point: &[f64]) -> Result<Run, Fault> {
        Run::new(&self.list, point, self.options).map_err(|refused| match refused {
            Refused::TooMany { lines } => Fault::limit("this tape has", lines, MAX_OPERATIONS, "lines"),
            Refused::Engine(error) => Fault::engine(error),
            other => Fault::new(FaultKind::Engine, other.to_string()),
        })
    }
    /// The same of a tape that is short enough to be told in columns.
    pub fn run_outlined(&self) -> Result<Run, Fault> {
        match self.lines() {
            n if n > MAX_OUTLINED => Err(Fault::limit("this tape has", n, MAX_OUTLINED, "lines")),
            _ => self.run(),
        }
    }
    /// The hash under which the engine keeps the saved tape, so that it need not be sent again.
    pub fn kept(&self) -> Option<String> {
        self.saved.as_ref()?.key()
    }
    /// The same of a tape that is short enough to be shown line by line.
    pub fn run_listed(&self) -> Result<Run, Fault> {
        match self.lines() {
            n if n > MAX_LISTED => Err(Fault::limit("this tape has", n, MAX_LISTED, "lines")),
            _ => self.run(),
        }
    }
    /// What the values of a run are called. A name that a loop binds in every pass has the number of its binding as an index.
    pub fn names(&self, run: &Run) -> Names {
        let given = |id: Id| self.recorded.as_ref()?.step_name(id).map(|name| names::indexed(&name));
        Names::of(run.list(), &given)
    }
    /// Where in its source a line of a run stands, if that was saved with it.
    pub fn place(&self, run: &Run, line: usize) -> Option<String> {
        match run.list().origin(line)? {
            origin @ Origin::Rust(_) => Some(origin.to_string()),
            origin => Saved::place(&self.saved.as_ref()?.text, origin),
        }
    }
    /// The bytes of the expression that an origin names, where there is an expression.
    pub fn span(&self, origin: Option<Origin>) -> Option<[usize; 2]> {
        fault::span(origin).filter(|_| self.text.is_some())
    }
    /// In how many places of the expression a line stands, where there are several.
    pub fn places(&self, line: usize) -> Option<usize> {
        self.recorded.as_ref().map(|recorded| recorded.places(line)).filter(|&places| places > 1)
    }
    /// The pass of a loop that a line belongs to: the loop, the pass, of how many.
    pub fn pass(&self, run: &Run, line: usize) -> Option<(String, u64, u64)> {
        if let Some(recorded) = &self.recorded {
            let inside = recorded.regions.iter().filter(|region| region.lines.contains(&line));
            let inner = inside.min_by_key(|region| region.lines.len())?;
            return Some((inner.span.start.to_string(), inner.iteration, inner.iterations));
        }
        let place = run.place(line);
        match (place.lane, self.list.step(place.line)) {
            (Some(lane), Step::Block(block)) => {
                Some((place.line.to_string(), lane.into(), block.repeat.lanes().into()))
            }
            _ => None,
        }
    }
    /// The input called `name`.
    pub fn input(&self, name: &str) -> Result<usize, Fault> {
        let found = (0..self.point.len()).find(|&k| self.list.input_name(Id(k as u32)) == name);
        let input = Some(name.into());
        found.ok_or_else(|| Fault { input, ..Fault::new(FaultKind::Input, format!("there is no variable {name}")) })
    }
}

/// Tells of values that were set to 1: each by its name, or how many of very many.
fn missing_of(names: &[String]) -> Vec<Warning> {
    let told = names.iter().take(MOST_TOLD).map(|name| {
        let message = format!("{name} has no value; it was set to 1");
        Warning { kind: "missing", input: name.clone(), message, help: None }
    });
    let more = names.len().saturating_sub(MOST_TOLD);
    let rest = names.get(MOST_TOLD).map(|next| {
        let message = format!("{more} more inputs have no value, {next} the first of them; they were set to 1");
        Warning { kind: "missing", input: format!("{more} more inputs"), message, help: None }
    });
    told.chain(rest).collect()
}

/// Of more inputs without a value than this the others are counted.
const MOST_TOLD: usize = 3;
