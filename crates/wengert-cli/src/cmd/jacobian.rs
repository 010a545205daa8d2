//! `wengert jacobian`: the derivative of every output in every variable.

use super::expression::{self, ExpressionArgs};
use super::options::{Differentiate, Form, Mode};
use crate::failure::Failure;
use crate::output::{csv, json, matrices, notes};
use clap::Args;
use std::io::Write;
use wengert::Program;

/// The derivative of every output in every variable
///
/// Example: wengert jacobian 'r*cos(t), r*sin(t)' r=2 t=0.5
#[derive(Debug, Args)]
pub struct Jacobian {
    #[command(flatten)]
    model: ExpressionArgs,
    /// One forward sweep for each variable, or one reverse sweep for each output; without it, whichever are fewer
    #[arg(long, value_enum)]
    mode: Option<Mode>,
    #[command(flatten)]
    differentiate: Differentiate,
    #[command(flatten)]
    form: Form,
}

impl Jacobian {
    /// Sweeps and writes.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        self.differentiate.allows(self.mode)?;
        let model = self.model.load()?;
        let options = self.differentiate.options();
        let notes = notes::all(&model, &expression::notes(&model.listings(options)?));
        let program = Program::from_list(model.list.clone());
        let sweep = || program.jacobian(model.values.clone());
        let (values, matrix) =
            options.mode(Mode::engine(self.mode)).enter(sweep).map_err(|error| model.refuse(error))?;
        if self.form.json {
            json::jacobian(out, &model, &values, &matrix, &notes)?;
        } else if self.form.csv {
            csv::jacobian(out, &model, &values, &matrix)?;
            notes::tell(&model.text, &notes)?;
        } else {
            matrices::jacobian(out, &model, &values, &matrix)?;
            notes::show(out, &model.text, &notes)?;
        }
        Ok(())
    }
}
