//! Values for the inputs of a model: written `name=value`, or in a file of values.

use crate::failure::Failure;
use std::fs;
use std::path::Path;
use wengert_expr::{Drawing, Error, ErrorKind, Given, Model, Place, Recorded, Values};

/// Values, and where each of them was written.
#[derive(Debug, Default)]
pub struct Bindings {
    /// The values.
    pub values: Values,
    places: Vec<Written>,
}

/// Where a value was written.
#[derive(Clone, Debug)]
enum Written {
    /// As an argument.
    Argument(String),
    /// In a file, under a name.
    File { file: String, name: String },
}

impl Bindings {
    /// Reads a file of values, if there is one, and `name=value` arguments, which go before it.
    pub fn read(at: Option<&Path>, arguments: &[String]) -> Result<Bindings, Failure> {
        let mut bindings = Bindings::default();
        if let Some(path) = at {
            for (name, given) in file(path)? {
                let written = Written::File { file: path.display().to_string(), name: name.clone() };
                bindings.set(&name, given, written);
            }
        }
        let mut seen = std::collections::HashSet::new();
        for argument in arguments {
            let (name, given) = split(argument)?;
            if !seen.insert(name) {
                let kind = ErrorKind::Repeated { name: name.to_owned() };
                return Err(Written::Argument(argument.clone()).refuse(kind.to_string(), kind.help()));
            }
            bindings.set(name, given, Written::Argument(argument.clone()));
        }
        Ok(bindings)
    }
    fn set(&mut self, name: &str, given: Given, written: Written) {
        let place = self.values.iter().position(|(known, _)| known == name);
        self.values.set(name, given);
        match place {
            Some(k) => self.places[k] = written,
            None => self.places.push(written),
        }
    }
    /// Gives a variable another number, or an element of a vector.
    pub fn vary(&mut self, name: &str, x: f64) {
        if let Some((vector, k)) = element(name)
            && let Some(Given::Vector(all)) = self.values.get(vector)
        {
            let mut all = all.clone();
            all[k] = x;
            self.values.set(vector, all);
        } else {
            self.values.set(name, x);
        }
    }
    /// The model at these values.
    pub fn record(&self, model: &Model) -> Result<Recorded, Failure> {
        model.record(&self.values).map_err(|error| self.refuse(&error))
    }
    /// What the model says about its values.
    fn refuse(&self, error: &Error) -> Failure {
        match (&error.place, &error.kind) {
            (Place::Input(k), kind) => match self.places.get(*k) {
                Some(written) => written.refuse(kind.to_string(), error.help()),
                None => Failure::Input(error.render()),
            },
            (Place::Text(_), ErrorKind::Unbound { name, nearest: None }) if !matches!(&**name, "inf" | "nan" | "π") => {
                let short = if name.len() < 40 { name } else { "x" };
                let help = format!("give it a value behind the expression, as in `{short}=1`");
                Failure::Input(error.render_with(Some(help)))
            }
            _ => Failure::Input(error.render()),
        }
    }
}

impl Written {
    /// A message about the name of the value.
    fn refuse(&self, title: String, help: Option<String>) -> Failure {
        let (source, text, name) = match self {
            Written::Argument(text) => ("argument", text, 0..text.find('=').unwrap_or(text.len())),
            Written::File { file, name } => (file.as_str(), name, 0..name.len()),
        };
        Failure::Input(Drawing { source, help, ..Drawing::error(title, text, name) }.to_string())
    }
}

/// The vector and the index of the name of an element, `w[0]`.
pub fn element(name: &str) -> Option<(&str, usize)> {
    let (vector, index) = name.strip_suffix(']')?.split_once('[')?;
    Some((vector, index.parse().ok()?))
}

/// The name and the value of one argument.
fn split(argument: &str) -> Result<(&str, Given), Failure> {
    let refuse = |title: &str, span, help: &str| {
        let help = Some(help.to_owned());
        Err(Failure::Input(Drawing { source: "argument", help, ..Drawing::error(title, argument, span) }.to_string()))
    };
    let Some((name, value)) = argument.split_once('=') else {
        let help = "a variable gets its value as in `x=2`; an expression with spaces stands in quotes";
        return refuse("a value is missing", 0..argument.len(), help);
    };
    let start = name.len() + 1;
    if value.trim().is_empty() {
        return refuse("a value is missing", start..argument.len(), "write a number, `inf`, `-inf` or `nan`");
    }
    if !wengert_expr::is_name(name.trim()) {
        let kind = ErrorKind::BadName { name: name.trim().to_owned() };
        return refuse(&kind.to_string(), 0..name.len(), &kind.help().unwrap_or_default());
    }
    match read(value) {
        Ok(given) => Ok((name.trim(), given)),
        Err(Error { place: Place::Text(span), kind, .. }) => {
            let span = start + span.start..start + span.end;
            let help = match kind {
                _ if value.contains(',') && value.contains('=') => {
                    "each value is an argument by itself, as in `x=2 y=3`"
                }
                _ if value.contains(',') && !value.contains('[') => {
                    "a vector is written `w=[1,2,3]`; a decimal number with a point, `x=1.5`"
                }
                ErrorKind::Overflow { .. } => "the largest number is 1.7976931348623157e308; `inf` is a value too",
                _ => &kind.help().unwrap_or_default(),
            };
            refuse(&kind.to_string(), span, help)
        }
        Err(error) => Err(Failure::Input(error.render())),
    }
}

/// A number as Rust reads it, `inf` and `nan` included, or an expression of constants.
fn read(value: &str) -> Result<Given, Error> {
    match value.trim().parse::<f64>() {
        Ok(x) if x.is_finite() || !value.contains(|c: char| c.is_ascii_digit()) => Ok(Given::Number(x)),
        _ => wengert_expr::constant(value),
    }
}

/// The values of a file, in its order.
fn file(path: &Path) -> Result<Vec<(String, Given)>, Failure> {
    let name = path.display();
    let help = "a file of values is JSON, `{\"x\": 2, \"w\": [1, 0.5]}`, or TOML, `x = 2`";
    let refuse = |why: String| Failure::Input(format!("error: cannot read values from `{name}`: {why}\nhelp: {help}"));
    let text = fs::read_to_string(path).map_err(|why| refuse(why.to_string()))?;
    let is_toml = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    let entries: serde_json::Map<String, serde_json::Value> = if is_toml {
        toml::from_str(&text).map_err(|why| refuse(why.to_string()))?
    } else {
        serde_json::from_str(&text).map_err(|why| refuse(why.to_string()))?
    };
    let one = |(key, value): (String, serde_json::Value)| match entry(&value) {
        Ok(given) => Ok((key, given)),
        Err(why) => Err(refuse(format!("`{key}` {why}"))),
    };
    entries.into_iter().map(one).collect()
}

/// A value of a file: a number, a text as an argument has it, or a list of these.
fn entry(value: &serde_json::Value) -> Result<Given, String> {
    match value {
        serde_json::Value::Array(items) => {
            let numbers = items.iter().map(|item| match entry(item)? {
                Given::Number(x) => Ok(x),
                Given::Vector(_) => Err("has a list in a list".to_owned()),
            });
            Ok(Given::Vector(numbers.collect::<Result<_, _>>()?))
        }
        serde_json::Value::String(text) => read(text).map_err(|error| format!("is no value: {}", error.kind)),
        value => value.as_f64().map(Given::Number).ok_or_else(|| format!("is {value}, which is no number")),
    }
}
