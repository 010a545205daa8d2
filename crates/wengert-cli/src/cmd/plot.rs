//! `wengert plot`: the value and the derivative over a range, in the terminal, as SVG or as PNG.

use super::expression::ExpressionArgs;
use super::options::Differentiate;
use super::sampled::{Curve, Over};
use super::view;
use crate::failure::Failure;
use crate::output::plots;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

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
    /// Write a picture to this file, as SVG or PNG by how its name ends, instead of drawing in the terminal (`-`: SVG on
    /// standard output)
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    differentiate: Differentiate,
}

impl Plot {
    /// Samples and draws.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let picture = self.out.as_deref().map(|path| format(path).map(|format| (path, format))).transpose()?;
        let model = self.model.model()?;
        let mut bindings = self.model.bindings()?;
        if bindings.values.get(&self.over.name).is_some() {
            let name = &self.over.name;
            let help = format!("leave out `{name}=…`, or plot over another variable");
            return Err(Failure::Input(format!("error: `{name}` has both a value and a range\nhelp: {help}")));
        }
        let curve = Curve::sample(&model, &mut bindings, &self.over, self.differentiate.options())?;
        plots::check(&curve)?;
        let Some((path, format)) = picture else { return Ok(plots::terminal(out, &curve)?) };
        let drawn = match format {
            Format::Svg => plots::svg(&curve).map(String::into_bytes),
            Format::Png => plots::png(&curve),
        };
        view::write(out, path, &drawn.map_err(|why| Failure::Input(format!("error: cannot draw: {why}")))?)
    }
}

/// The form of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Svg,
    Png,
}

/// The form that the name of a file asks for.
fn format(path: &Path) -> Result<Format, Failure> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        Some("svg") => Ok(Format::Svg),
        Some("png") => Ok(Format::Png),
        None if path == Path::new("-") => Ok(Format::Svg),
        _ => {
            let help = "let the name end with `.svg` or `.png`; `-` is SVG on standard output";
            Err(Failure::Input(format!("error: cannot write {}: unknown form\nhelp: {help}", path.display())))
        }
    }
}
