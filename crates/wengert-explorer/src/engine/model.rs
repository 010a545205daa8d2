//! What is differentiated, and where: the text of an expression or of a saved tape, values for its variables, options.

use super::fault::{Fault, FaultKind};
use super::limits::{self, MAX_TEXT};
use super::num::Num;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use wengert::{Kinks, List, Listing, NanZero, Options};
use wengert_expr::{ErrorKind, Place};

/// A model as a request writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// An expression.
    #[serde(default)]
    pub text: Option<String>,
    /// A saved tape, in the text form of a List.
    #[serde(default)]
    pub tape: Option<String>,
    /// The variables in the order in which the page shows them, and their values.
    #[serde(default)]
    pub at: Vec<(String, Num)>,
    /// What to answer where the derivative is not one number.
    #[serde(default)]
    pub kinks: Policy,
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
    /// `missing`: a variable without a value, set to 1; `unused`: a value without a variable, left out.
    pub kind: &'static str,
    /// The variable.
    pub input: String,
    /// What was decided.
    pub message: String,
}

/// A model that was read.
#[derive(Debug)]
pub struct Read {
    /// The expression, where it is one.
    pub text: Option<String>,
    /// The List.
    pub list: Arc<List>,
    /// A value for each number of its inputs.
    pub point: Vec<f64>,
    /// How to differentiate.
    pub options: Options,
    /// What was decided for the reader.
    pub warnings: Vec<Warning>,
    /// How many operations one evaluation runs.
    pub operations: u64,
}

impl Model {
    /// Reads the text and binds the values.
    pub fn read(&self) -> Result<Read, Fault> {
        match (&self.text, &self.tape) {
            (Some(text), None) => self.read_text(text),
            (None, Some(tape)) => self.read_tape(tape),
            _ => Err(Fault::request("a model is either `text` or `tape`")),
        }
    }
    fn read_text(&self, text: &str) -> Result<Read, Fault> {
        if text.len() > MAX_TEXT {
            return Err(Fault::limit("the expression has", text.len() as u64, MAX_TEXT as u64, "bytes"));
        }
        let mut names: Vec<String> = self.at.iter().map(|(name, _)| name.clone()).collect();
        let mut point: Vec<f64> = self.at.iter().map(|&(_, value)| value.0).collect();
        let mut warnings = Vec::new();
        let list = loop {
            match wengert_expr::parse(text, &names) {
                Ok(list) => break list,
                Err(error) => {
                    let name = missing(&error).ok_or_else(|| Fault::text(&error, &names))?.to_owned();
                    let message = format!("{name} has no value; it was set to 1");
                    warnings.push(Warning { kind: "missing", input: name.clone(), message });
                    names.push(name);
                    point.push(1.0);
                }
            }
        };
        let used = mentioned(&list);
        let kept = |k: &usize| used[*k];
        if !used.iter().all(|&used| used) {
            let left_out = (0..names.len()).filter(|k| !used[*k]).map(|k| {
                let message = format!("the expression does not mention {}", names[k]);
                Warning { kind: "unused", input: names[k].clone(), message }
            });
            warnings.extend(left_out);
            point = (0..names.len()).filter(kept).map(|k| point[k]).collect();
            names = (0..names.len()).filter(kept).map(|k| names[k].clone()).collect();
        }
        let list = if names.len() == used.len() { list } else { parsed(text, &names)? };
        self.bound(Some(text.to_owned()), list, point, warnings)
    }
    fn read_tape(&self, tape: &str) -> Result<Read, Fault> {
        let list = List::read(tape).map_err(|error| Fault::new(FaultKind::Text, error.to_string()))?;
        let (n, mut point, mut warnings) = (list.input_len(), Vec::new(), Vec::new());
        for k in 0..n {
            let name = list.input_name(wengert::list::Id(k as u32));
            let value = self.at.iter().find(|(given, _)| *given == name).map(|&(_, value)| value.0);
            if value.is_none() {
                let message = format!("{name} has no value; it was set to 1");
                warnings.push(Warning { kind: "missing", input: name, message });
            }
            point.push(value.unwrap_or(1.0));
        }
        self.bound(None, list, point, warnings)
    }
    fn bound(&self, text: Option<String>, list: List, point: Vec<f64>, warnings: Vec<Warning>) -> Result<Read, Fault> {
        let operations = limits::affordable(&list)?;
        Ok(Read { text, list: Arc::new(list), point, options: self.options(), warnings, operations })
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
    /// Both sweeps, written down.
    pub fn listing(&self) -> Result<Listing, Fault> {
        Listing::new(Arc::clone(&self.list), &self.point, self.options).map_err(Fault::engine)
    }
}

fn parsed(text: &str, names: &[String]) -> Result<List, Fault> {
    wengert_expr::parse(text, names).map_err(|error| Fault::text(&error, names))
}

/// The variable that a text mentions and nobody gave a value.
fn missing(error: &wengert_expr::Error) -> Option<&str> {
    match (&error.place, &error.kind) {
        (Place::Text(_), ErrorKind::UnknownName { name, .. }) if !matches!(&**name, "inf" | "nan") => Some(name),
        _ => None,
    }
}

/// For each input value, whether a line or an output reads it.
fn mentioned(list: &List) -> Vec<bool> {
    use wengert::list::{Binding, Step};
    let mut mentioned = vec![false; list.input_len()];
    let mut mark = |id: Option<wengert::list::Id>| {
        if let Some(at) = id.and_then(|id| mentioned.get_mut(id.0 as usize)) {
            *at = true;
        }
    };
    for (_, _, step) in list.steps() {
        match step {
            Step::Apply(_, args) | Step::Rule(_, args) => args.iter().for_each(|o| mark(o.as_id())),
            Step::Guard(o, _) => mark(o.as_id()),
            Step::Block(block) => block.bindings.iter().for_each(|binding| match binding {
                Binding::Column(_) | Binding::Lane => {}
                reads => (0..block.repeat.lanes()).for_each(|lane| mark(reads.id(lane))),
            }),
        }
    }
    list.outputs().iter().for_each(|o| mark(o.as_id()));
    mentioned
}
