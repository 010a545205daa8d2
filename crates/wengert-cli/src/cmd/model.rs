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
    model.map_err(|error| match is_file(argument) {
        true => Failure::Input(error.render_with(Some(format!("`@{argument}` reads the model from that file")))),
        false => Failure::Input(error.render()),
    })
}

/// Whether an expression is the name of a file whose `@` was forgotten.
fn is_file(argument: &str) -> bool {
    !argument.starts_with('@') && (argument.ends_with(".wg") || Path::new(argument).is_file())
}

/// What a reader should know, drawn.
pub fn warnings(model: &Model) -> Vec<String> {
    let draw = |warning: &wengert_expr::Warning| {
        let span = warning.span.start..warning.span.end;
        model.sources().drawing(Severity::Warning, warning.message.as_str(), Some(span)).to_string()
    };
    model.warnings().iter().map(draw).collect()
}

/// The text of a model with the files that it includes in the places where it asks for them, each once.
pub fn whole(model: &Model) -> String {
    let texts: Vec<&Source> = model.sources().iter().collect();
    let mut left: Vec<&Source> = texts.iter().skip(1).copied().collect();
    texts.first().map_or(String::new(), |main| spliced(main, &mut left))
}

/// A text with the `include` lines replaced by what they ask for: a file that was read is in `left` until it stands
/// somewhere.
fn spliced(source: &Source, left: &mut Vec<&Source>) -> String {
    let mut out = String::new();
    for line in source.text.split_inclusive('\n') {
        let asked = line.trim_start().strip_prefix("include").map(str::trim_start);
        match asked.and_then(|rest| rest.strip_prefix('"')?.split_once('"')) {
            Some((path, rest)) => {
                let beside = Path::new(&source.name).parent().unwrap_or(Path::new(""));
                let name = straight(&beside.join(path)).display().to_string();
                if let Some(k) = left.iter().position(|one| one.name == name) {
                    let included = left.remove(k);
                    out += &spliced(included, left);
                    out.push('\n');
                }
                out += rest.trim_start_matches([';', ' ']);
            }
            None => out += line,
        }
    }
    out
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn included_files_stand_where_they_are_asked_for_once() {
        let mut load = |path: &str, _: &str| match path {
            "a.wg" => Ok(Source::new("a.wg", "include \"b.wg\"\nf(t) = g(t)^2")),
            _ => Ok(Source::new(path, "g(t) = sin(t)")),
        };
        let main = Source::new("main.wg", "param x = 2\ninclude \"a.wg\"\n  include \"b.wg\"\nf(x)*g(x)\n");
        let model = Model::parse_with(main, &mut load, Limits::default()).unwrap();
        let text = whole(&model);
        assert!(!text.contains("include") && text.matches("g(t) =").count() == 1, "{text}");
        let alone =
            Model::parse_with(Source::expression(&text), &mut |_, _| unreachable!(), Limits::default()).unwrap();
        let value = |model: &Model| model.record(&wengert_expr::Values::new()).unwrap().list.to_string();
        assert_eq!(value(&alone), value(&model));
    }
}
