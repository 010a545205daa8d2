//! `wengert check`: how far each derivative of an expression can be trusted.

use super::expression::ExpressionArgs;
use crate::failure::Failure;
use crate::output::{accuracy, notes};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;
use wengert::Options;
use wengert_expr::Drawing;
use wengert_inspect::accuracy::{Accuracy, curve_svg};
use wengert_inspect::cure::steadier;

/// How far each derivative can be trusted, and why not
///
/// Reverse mode is compared with forward mode, finite differences over all steps, the complex step, and high precision.
/// Where digits are lost, a rewrite that keeps them is offered. The exit code is 4 where a derivative is doubtful.
///
/// Example: wengert check '(1 - cos(x))/x^2' x=1e-5
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    model: ExpressionArgs,
    /// Check this derivative only; may be given several times
    #[arg(long, value_name = "NAME")]
    wrt: Vec<String>,
    /// Write the errors of finite differences over the step to this file
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// One JSON object instead of tables
    #[arg(long)]
    json: bool,
}

impl Check {
    /// Looks at every derivative asked for, and writes what it found.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let model = self.model.load()?;
        model.expect_one_output("a check")?;
        let inputs = wanted(&model.names, &self.wrt)?;
        let listing = model.listing(Options::new())?;
        let (list, x) = (listing.list(), listing.point());
        let found = Accuracy::of_gradient(list, x, listing.grad(), &inputs).map_err(|error| model.refuse(error))?;
        let cures = if loses_digits(&found) { steadier(list, x).unwrap_or_default() } else { Vec::new() };
        if self.json {
            accuracy::json(out, &model, &found, &cures, &notes::all(&model, listing.notes()))?;
        } else {
            accuracy::tables(out, &model, &found, &cures)?;
            // Kinks are among the doubts.
            notes::show(out, &model.text, &notes::all(&model, &[]))?;
        }
        if let Some(path) = self.svg {
            write_curve(&path, &found)?;
        }
        if found.is_doubtful() { Err(Failure::Doubtful) } else { Ok(()) }
    }
}

/// Whether the arithmetic is at fault, which a rewrite may cure.
fn loses_digits(found: &Accuracy) -> bool {
    let kinds = ["not-finite", "cancellation", "overflow", "underflow"];
    found.entries.iter().flat_map(|entry| &entry.doubts).any(|doubt| kinds.contains(&doubt.kind()))
}

/// The numbers of the inputs named `wrt`; all where none is named.
pub fn wanted(names: &[String], wrt: &[String]) -> Result<Vec<usize>, Failure> {
    if wrt.is_empty() {
        return Ok((0..names.len()).collect());
    }
    let place = |name: &String| {
        names.iter().position(|n| n == name).ok_or_else(|| {
            let title = format!("`{name}` is no variable of the expression");
            let help = Some(format!("the variables are {}", names.join(", ")));
            let drawing = Drawing { source: "argument", help, ..Drawing::error(title, name, 0..name.len()) };
            Failure::Input(drawing.to_string())
        })
    };
    wrt.iter().map(place).collect()
}

fn write_curve(path: &std::path::Path, found: &Accuracy) -> Result<(), Failure> {
    let nothing =
        || Failure::Input("error: no derivative here has a reference that errors could be measured against".into());
    let svg = curve_svg(found).ok_or_else(nothing)?;
    std::fs::write(path, svg)
        .map_err(|error| Failure::Input(format!("error: cannot write {}: {error}", path.display())))
}
