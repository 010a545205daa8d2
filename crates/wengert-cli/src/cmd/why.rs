//! `wengert why`: where NaN, infinity, zero or a huge number begins, and the rewrite that cures it.

use super::check::wanted;
use super::expression::ExpressionArgs;
use super::view;
use crate::failure::Failure;
use crate::output::{notes, why};
use clap::Args;
use std::io::Write;
use wengert::Options;
use wengert_inspect::cure::Diagnosis;

/// Where NaN, infinity, zero or a huge number begins, and the rewrite that cures it
///
/// Shows the thread from there to an input with all numbers. A rewrite is offered only if it agrees with the expression
/// wherever both are finite, at this point and around it.
///
/// Example: wengert why 'log(1 + exp(x))' x=800
#[derive(Debug, Args)]
pub struct Why {
    #[command(flatten)]
    model: ExpressionArgs,
    /// Ask about this derivative only, for instance why it is zero; may be given several times
    #[arg(long, value_name = "NAME")]
    wrt: Vec<String>,
    /// JSON instead of text, with every digit
    #[arg(long)]
    json: bool,
}

impl Why {
    /// Looks for what is wrong, and writes what it found.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let model = self.model.load()?;
        model.expect_one_output("an answer to why")?;
        let wrt = wanted(&model.names, &self.wrt)?;
        let run = view::run(&model, Options::new())?;
        let found = Diagnosis::of_run(&run, &wrt);
        if self.json {
            why::json(out, &model, &found, &notes::all(&model, run.listing().notes()))?;
        } else {
            why::text(out, &model, &found)?;
            // Kinks are among the findings.
            notes::show(out, &model.text, &notes::all(&model, &[]))?;
        }
        Ok(())
    }
}
