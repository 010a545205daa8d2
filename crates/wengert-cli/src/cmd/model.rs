//! The text of a model: what stands on the command line, or a file and the files that it includes.

use crate::failure::Failure;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use wengert_expr::{Limits, Model, Severity, Source};

/// Reads the model of an argument: an expression, or `@` and the name of a file, `-` for standard input.
pub fn read(argument: &str) -> Result<Model, Failure> {
    let source = match argument.strip_prefix('@') {
        None => Source::expression(argument),
        Some("-") => standard_input()?,
        Some(path) => file(Path::new(path)).map_err(|why| {
            let help = "`@model.wg` reads the model from that file, `@-` from standard input";
            Failure::Input(format!("error: cannot read `{path}`: {why}\nhelp: {help}"))
        })?,
    };
    let model = Model::parse_with(source, &mut include, Limits::default());
    model.map_err(|error| Failure::Input(error.render()))
}

/// What a reader should know, drawn.
pub fn warnings(model: &Model) -> Vec<String> {
    let draw = |warning: &wengert_expr::Warning| {
        let span = warning.span.start..warning.span.end;
        model.sources().drawing(Severity::Warning, warning.message.as_str(), Some(span)).to_string()
    };
    model.warnings().iter().map(draw).collect()
}

fn standard_input() -> Result<Source, Failure> {
    let mut text = String::new();
    match std::io::stdin().lock().read_to_string(&mut text) {
        Ok(_) => Ok(Source::new("standard input", text)),
        Err(why) => Err(Failure::Input(format!("error: cannot read standard input: {why}"))),
    }
}

/// A file that another one asks for, by a path that counts from it.
fn include(path: &str, from: &str) -> Result<Source, String> {
    let beside = Path::new(from).parent().unwrap_or(Path::new(""));
    file(&beside.join(path)).map_err(|why| why.to_string())
}

fn file(path: &Path) -> std::io::Result<Source> {
    let path = straight(path);
    Ok(Source::new(path.display().to_string(), fs::read_to_string(&path)?))
}

/// The path without `.` and without `name/..`, so that one file has one name.
fn straight(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
