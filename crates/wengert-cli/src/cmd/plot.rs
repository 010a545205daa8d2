//! `wengert plot`: the value and the derivative over a range, in the terminal or as SVG.

use super::expression::ExpressionArgs;
use super::options::Differentiate;
use super::sampled::{Curve, Over};
use super::view;
use crate::failure::Failure;
use crate::output::plots;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// The value and the derivative over a range, kinks and poles marked
///
/// Example: wengert plot 'abs(x) + y*x' --over x=-2..2 y=0.5
#[derive(Debug, Args)]
pub struct Plot {
    #[command(flatten)]
    model: ExpressionArgs,
    /// The variable and its range, as in `x=-2..2`
    #[arg(long, value_name = "NAME=FROM..TO", allow_hyphen_values = true)]
    over: Over,
    /// Write an SVG picture to this file (`-`: standard output) instead of drawing in the terminal
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    differentiate: Differentiate,
}

impl Plot {
    /// Samples and draws.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        if let Some(path) = self.out.as_ref().filter(|path| path.extension().is_some_and(|e| e != "svg")) {
            let help = "a picture is written as SVG, to a file whose name ends with `.svg`";
            return Err(Failure::Input(format!("error: cannot write {}: no such form\nhelp: {help}", path.display())));
        }
        let model = self.model.model()?;
        let mut bindings = self.model.bindings()?;
        if bindings.values.get(&self.over.name).is_some() {
            let name = &self.over.name;
            let help = format!("leave out `{name}=…`, or plot over another variable");
            return Err(Failure::Input(format!("error: `{name}` has both a value and a range\nhelp: {help}")));
        }
        let curve = Curve::sample(&model, &mut bindings, &self.over, self.differentiate.options())?;
        match self.out {
            Some(path) => {
                let svg = plots::svg(&curve).map_err(|why| Failure::Input(format!("error: cannot draw: {why}")))?;
                view::write(out, &path, svg.as_bytes())
            }
            None => Ok(plots::terminal(out, &curve)?),
        }
    }
}
