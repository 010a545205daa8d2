//! The model of a run over many points: its inputs are columns of the file, or hold for all rows.

use super::columns::Header;
use super::report;
use crate::cmd::expression::{ExpressionArgs, output_names};
use crate::failure::Failure;
use std::ops::Range;
use std::sync::Arc;
use wengert::List;
use wengert_expr::{Drawing, Given, Place, Severity, Sources, Values};

/// A model over columns.
#[derive(Debug)]
pub struct Model {
    model: wengert_expr::Model,
    /// The inputs in the order of the List's: those of columns, those with values behind the expression, those with
    /// their defaults; and which numbers of a point are theirs.
    inputs: Vec<(String, Given, Range<usize>)>,
    /// What the numbers of a point are called.
    pub names: Vec<String>,
    /// Pairs of column and number of the point.
    pub places: Vec<(usize, usize)>,
    /// A point with the values in it that hold for all rows.
    pub point: Vec<f64>,
}

/// A List that was recorded, and what its outputs are called.
#[derive(Debug)]
pub struct Path {
    pub list: Arc<List>,
    pub outputs: Vec<String>,
}

impl Model {
    /// Reads the model over the columns of a file; of these, those that it mentions are its inputs.
    pub fn read(arguments: &ExpressionArgs, header: &Header, source: &str) -> Result<Model, Failure> {
        let (model, bindings) = (arguments.model()?, arguments.bindings()?);
        header.refuse_constants(model.sources(), source)?;
        if let Some((name, _)) =
            bindings.values.iter().find(|(name, _)| !model.inputs().iter().any(|i| i.name == *name))
        {
            return Err(Failure::Input(format!(
                "error: `{name}` is given a value, but the expression does not mention it\nhelp: leave it out"
            )));
        }
        let (mut read, mut fixed, mut defaults) = (Vec::new(), Vec::new(), Vec::new());
        for input in model.inputs() {
            let columns = header.columns_of(&input.name, source)?;
            match (bindings.values.get(&input.name), columns, &input.default) {
                (Some(given), columns, _) => {
                    if !columns.is_empty() {
                        let name = &input.name;
                        report::tell(format!(
                            "note: the column `{name}` is not read, because `{name}` is given a value"
                        ))?;
                    }
                    fixed.push((input.name.clone(), given.clone()));
                }
                (None, columns, default) if columns.is_empty() => match default {
                    Some(default) => defaults.push((input.name.clone(), default.clone())),
                    None => return Err(header.explain(unknown(model.sources(), input, header), source)),
                },
                (None, columns, _) => read.push((input.name.clone(), columns)),
            }
        }
        read.sort_by_key(|(_, columns)| columns.first().map(|&(column, _)| column));
        let mut all = Model { model, inputs: Vec::new(), names: Vec::new(), places: Vec::new(), point: Vec::new() };
        for (name, columns) in read {
            let first = all.point.len();
            all.places.extend(columns.iter().map(|&(column, element)| (column, first + element)));
            let is_number = header.names[columns[0].0] == name;
            let given = if is_number { Given::Number(f64::NAN) } else { Given::Vector(vec![f64::NAN; columns.len()]) };
            all.push(name, given);
        }
        fixed.into_iter().chain(defaults).for_each(|(name, given)| all.push(name, given));
        Ok(all)
    }
    fn push(&mut self, name: String, given: Given) {
        let first = self.point.len();
        self.names.extend(given.names(&name));
        self.point.extend_from_slice(given.numbers());
        self.inputs.push((name, given, first..self.point.len()));
    }
    /// The texts.
    pub fn text(&self) -> &Sources {
        self.model.sources()
    }
    /// What the outputs would be called, if all were numbers.
    pub fn outputs(&self) -> Vec<String> {
        match self.model.outputs().len() {
            1 => vec!["L".to_owned()],
            many => (1..=many).map(|k| format!("L{k}")).collect(),
        }
    }
    /// The List that runs at a point.
    pub fn record(&self, point: &[f64]) -> Result<Path, Failure> {
        let values = self.inputs.iter().fold(Values::new(), |values, (name, given, range)| match given {
            Given::Number(_) => values.with(name, point[range.start]),
            Given::Vector(_) => values.with(name, point[range.clone()].to_vec()),
        });
        let recorded = self.model.record(&values).map_err(|error| match error.place {
            Place::Input(_) => Failure::Input(format!("error: {}", error.kind)),
            Place::Text(_) => Failure::Input(error.render()),
        })?;
        debug_assert_eq!(recorded.names, self.names);
        Ok(Path { outputs: output_names(&recorded), list: recorded.list })
    }
    /// What the engine says about it.
    pub fn refuse(&self, error: wengert::Error) -> Failure {
        Failure::engine(error, self.text())
    }
}

/// What to say of an input that is neither a column nor given.
fn unknown(text: &Sources, input: &wengert_expr::Input, header: &Header) -> Failure {
    let help = format!("the columns are {}; or give it a value behind the expression", header.listed());
    let title = format!("`{}` is neither a column nor given a value", input.name);
    let drawing = text.drawing(Severity::Error, title, Some(input.span.start..input.span.end));
    Failure::Input(Drawing { help: Some(help), ..drawing }.to_string())
}

/// Asked for one output, it has several.
pub fn several(outputs: usize, what: &str) -> Failure {
    Failure::Input(format!(
        "error: the expression has {outputs} outputs, and {what} belongs to one\n\
         help: `wengert value` answers several; or keep the one that is meant"
    ))
}
