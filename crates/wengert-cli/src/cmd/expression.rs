//! The expression and the point that a command is about.

use super::bindings::Bindings;
use crate::failure::Failure;
use clap::Args;
use wengert::list::Operand;
use wengert::{List, Listing, Note, Options};

/// What is differentiated, and where.
#[derive(Debug, Args)]
pub struct ExpressionArgs {
    /// The expression; it may begin with `-`
    #[arg(allow_hyphen_values = true)]
    expr: String,
    /// The variables and where to differentiate, as in `x=2 y=-1e-3 z=inf`
    #[arg(value_name = "NAME=VALUE")]
    bindings: Vec<String>,
}

/// An expression that was read, at a point.
#[derive(Debug)]
pub struct Expression {
    /// Its text.
    pub text: String,
    /// The variables, in the order in which they were given.
    pub names: Vec<String>,
    /// Their values.
    pub values: Vec<f64>,
    /// What its values are called: `L` where there is one.
    pub outputs: Vec<String>,
    /// What it means.
    pub list: List,
}

impl ExpressionArgs {
    /// Reads both.
    pub fn load(self) -> Result<Expression, Failure> {
        let bindings = Bindings::read(self.bindings)?;
        let list = bindings.list(&self.expr)?;
        let Bindings { names, values, .. } = bindings;
        let outputs = match list.outputs().len() {
            1 => vec!["L".to_owned()],
            many => (1..=many).map(|k| format!("L{k}")).collect(),
        };
        Ok(Expression { text: self.expr, names, values, outputs, list })
    }
}

impl Expression {
    /// The List at the point, swept back from its first output.
    pub fn listing(&self, options: Options) -> Result<Listing, Failure> {
        Listing::new(self.list.clone(), &self.values, options).map_err(|error| self.refuse(error))
    }
    /// The List at the point, swept back from each output.
    pub fn listings(&self, options: Options) -> Result<Vec<Listing>, Failure> {
        let of = |&output: &Operand| {
            let mut list = self.list.clone();
            list.set_outputs(vec![output]);
            Listing::new(list, &self.values, options).map_err(|error| self.refuse(error))
        };
        self.list.outputs().iter().map(of).collect()
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
