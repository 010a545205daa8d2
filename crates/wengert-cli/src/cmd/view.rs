//! What the commands that draw, explain and write share: a model as a run with names, and where pictures go.

use super::expression::Expression;
use crate::failure::Failure;
use std::io::Write;
use std::path::Path;
use wengert::Options;
use wengert_inspect::{Refused, Run};

/// The model at its point, written out; lines that a statement of the text binds have its name.
pub fn run(model: &Expression, options: Options) -> Result<Run, Failure> {
    let run = Run::new(&model.list, &model.values, options).map_err(|refused| match refused {
        Refused::Engine(error) => model.refuse(error),
        other => Failure::Input(format!("error: {other}")),
    })?;
    Ok(run.named(&model.named_lines()))
}

/// The text of the model on one line.
pub fn title(model: &Expression) -> String {
    let text = model.text.iter().next().map_or("", |source| &*source.text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes to a file, or to standard output where the path is `-`.
pub fn write(out: &mut impl Write, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if path == Path::new("-") {
        return Ok(out.write_all(bytes)?);
    }
    std::fs::write(path, bytes)
        .map_err(|error| Failure::Input(format!("error: cannot write {}: {error}", path.display())))
}
