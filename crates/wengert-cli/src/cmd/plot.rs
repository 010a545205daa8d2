//! `wengert plot`: the value and the derivative over a range, in the terminal, as SVG or as PNG.

use super::bindings::{Bindings, element};
use super::expression::ExpressionArgs;
use super::options::Differentiate;
use super::sampled::{Curve, Over};
use super::view;
use crate::failure::Failure;
use crate::output::plots;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use wengert_expr::{Given, Model};

/// The value and the derivative over a range, kinks and poles marked
///
/// Example: wengert plot 'abs(x) + y*x' --over x=-2..2 y=0.5
#[derive(Debug, Args)]
pub struct Plot {
    #[command(flatten)]
    model: ExpressionArgs,
    /// The variable and its range, as in `x=-2..2`, or an element of a vector, as in `w[0]=-2..2`
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
        free(&model, &mut bindings, &self.over.name)?;
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

/// Sees to it that a range can stand in for the value of this variable, or of this element of a vector.
fn free(model: &Model, bindings: &mut Bindings, name: &str) -> Result<(), Failure> {
    let (title, help) = match (element(name), bindings.values.get(name)) {
        (None, None) => return Ok(()),
        (None, Some(Given::Vector(_))) => {
            (format!("`{name}` is a vector"), format!("plot over one of its elements, as in `{name}[0]=0..1`"))
        }
        (None, Some(Given::Number(_))) => (
            format!("`{name}` has both a value and a range"),
            format!("leave out `{name}=…`, or plot over another variable"),
        ),
        (Some((vector, k)), _) => match elements(model, bindings, vector) {
            Some(all) if k < all.len() => {
                bindings.values.set(vector, all);
                return Ok(());
            }
            Some(all) => (
                format!("`{vector}` has {} elements, and `{name}` is none of them", all.len()),
                format!("they are counted from 0: the last is `{vector}[{}]`", all.len().saturating_sub(1)),
            ),
            None => (
                format!("`{name}` has a range, but `{vector}` has no elements"),
                format!("give the vector, as in `{vector}=[1,2]`; the range stands in for `{name}`"),
            ),
        },
    };
    Err(Failure::Input(format!("error: {title}\nhelp: {help}")))
}

/// The elements of a vector: those that are given, or else those that the model has for it.
fn elements(model: &Model, bindings: &Bindings, vector: &str) -> Option<Vec<f64>> {
    let of_model = || model.inputs().iter().find(|input| input.name == vector)?.default.as_ref();
    let given = bindings.values.get(vector).or_else(of_model)?;
    given.length().map(|_| given.numbers().to_vec())
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
