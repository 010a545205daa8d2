//! The model and the point that a command is about.

use super::bindings::Bindings;
use super::model;
use crate::failure::Failure;
use crate::output::look;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use wengert::list::{Id, Operand};
use wengert::{List, Listing, Note, Options};
use wengert_expr::{Model, Recorded, Sources};
use wengert_inspect::Names;

/// What is differentiated, and where.
#[derive(Debug, Args)]
pub struct ExpressionArgs {
    /// The expression, or `@model.wg` for the one in a file; it may begin with `-`
    #[arg(allow_hyphen_values = true)]
    expr: String,
    /// The variables and where to differentiate, as in `x=2 y=-1e-3 z=inf k=pi/4 w=[1,0.5]`
    #[arg(value_name = "NAME=VALUE")]
    bindings: Vec<String>,
    /// More values, from a JSON or TOML file
    #[arg(long, value_name = "FILE")]
    at: Option<PathBuf>,
}

/// A model that was read, at a point.
#[derive(Debug)]
pub struct Expression {
    /// Its texts.
    pub text: Arc<Sources>,
    /// The variables, in the order in which they were given: one name for each value.
    pub names: Vec<String>,
    /// Their values.
    pub values: Vec<f64>,
    /// What its values are called: `L` where there is one.
    pub outputs: Vec<String>,
    /// What it means.
    pub list: Arc<List>,
    /// What is known about the List.
    pub recorded: Recorded,
}

impl ExpressionArgs {
    /// Reads both.
    pub fn load(self) -> Result<Expression, Failure> {
        let model = self.model()?;
        let bindings = self.bindings()?;
        Expression::of(&model, &bindings)
    }
    /// Reads the model alone, and says what its reader should know.
    pub fn model(&self) -> Result<Model, Failure> {
        let model = model::read(&self.expr)?;
        let mut err = std::io::stderr().lock();
        for warning in model::warnings(&model) {
            // Whoever has closed standard error does not want to know.
            let _ = writeln!(err, "{}", look::told(&warning));
        }
        Ok(model)
    }
    /// Reads the values alone.
    pub fn bindings(&self) -> Result<Bindings, Failure> {
        Bindings::read(self.at.as_deref(), &self.bindings)
    }
}

impl Expression {
    /// A model at some values.
    pub fn of(model: &Model, bindings: &Bindings) -> Result<Expression, Failure> {
        let recorded = bindings.record(model)?;
        Ok(Expression {
            text: Arc::clone(&recorded.sources),
            names: recorded.names.clone(),
            values: recorded.point.clone(),
            outputs: output_names(&recorded),
            list: Arc::clone(&recorded.list),
            recorded,
        })
    }
    /// The List at the point, swept back from its first output.
    pub fn listing(&self, options: Options) -> Result<Listing, Failure> {
        Listing::new(self.list.clone(), &self.values, options).map_err(|error| self.refuse(error))
    }
    /// The List at the point, swept back from each output.
    pub fn listings(&self, options: Options) -> Result<Vec<Listing>, Failure> {
        let of = |&output: &Operand| {
            let mut list = List::clone(&self.list);
            list.set_outputs(vec![output]);
            Listing::new(list, &self.values, options).map_err(|error| self.refuse(error))
        };
        self.list.outputs().iter().map(of).collect()
    }
    /// The lines that a statement of the text binds, with its name.
    pub fn named_lines(&self) -> Vec<(Id, String)> {
        let ids = (self.list.input_len() as u32..self.list.ids() as u32).map(Id);
        ids.filter_map(|id| Some((id, self.recorded.step_name(id)?))).collect()
    }
    /// A name for every value of its List.
    pub fn line_names(&self) -> Names {
        Names::new(&self.list, &self.named_lines())
    }
    /// What the engine says about it.
    pub fn refuse(&self, error: wengert::Error) -> Failure {
        Failure::engine(error, &self.text)
    }
    /// A command that asks for the one output has one to ask for.
    pub fn expect_one_output(&self, what: &str) -> Result<(), Failure> {
        match self.outputs.len() {
            1 => Ok(()),
            n => Err(Failure::Input(format!(
                "error: the expression has {n} outputs, and {what} belongs to one\n\
                 help: `wengert jacobian` answers several; or keep the one that is meant"
            ))),
        }
    }
}

/// `L` for the one output; else the names that the text has for them, `L1`, `L2` where it has none.
pub fn output_names(recorded: &Recorded) -> Vec<String> {
    if recorded.list.outputs().len() == 1 {
        return vec!["L".to_owned()];
    }
    let of = |(k, output): (usize, &wengert_expr::Output)| {
        let name = output.name.clone().unwrap_or_else(|| format!("L{}", k + 1));
        let element = move |i: usize| if output.vector { format!("{name}[{i}]") } else { name.clone() };
        (0..output.values.len()).map(element).collect::<Vec<String>>()
    };
    recorded.outputs.iter().enumerate().flat_map(of).collect()
}

/// All notes, each once.
pub fn notes(listings: &[Listing]) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for note in listings.iter().flat_map(Listing::notes) {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    notes
}
