//! `wengert explain`: a derivative as the sum of its paths, largest first.

use super::check::wanted;
use super::expression::ExpressionArgs;
use super::options::Differentiate;
use super::view;
use crate::failure::Failure;
use crate::output::{json, notes, paths};
use clap::Args;
use std::io::Write;
use wengert::list::Id;
use wengert_inspect::explain::explain;

/// A derivative as the sum of its paths, largest first
///
/// Each path from the output back to a variable is a product of local derivatives; the derivative is their sum.
///
/// Example: wengert explain 'x*y + sin(x*y)' x=2 y=1.6 --wrt x
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    model: ExpressionArgs,
    /// Explain this derivative only; may be given several times
    #[arg(long, value_name = "NAME")]
    wrt: Vec<String>,
    /// List so many paths; the others are summed up
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    top: u32,
    #[command(flatten)]
    differentiate: Differentiate,
    /// One JSON object instead of tables
    #[arg(long)]
    json: bool,
}

impl Explain {
    /// Finds the paths to each variable asked for, and writes them.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let model = self.model.load()?;
        model.expect_one_output("an explanation")?;
        let inputs = wanted(&model.names, &self.wrt)?;
        let run = view::run(&model, self.differentiate.options())?;
        let found = inputs.iter().map(|&k| explain(&run, Id(k as u32), self.top as usize)).collect::<Vec<_>>();
        let notes = notes::all(&model, run.listing().notes());
        if self.json {
            paths::json(out, &run, &found, json::remarks(&model.text, &notes))?
        } else {
            paths::tables(out, &run, &found)?;
            notes::show(out, &model.text, &notes)?;
        }
        Ok(())
    }
}
