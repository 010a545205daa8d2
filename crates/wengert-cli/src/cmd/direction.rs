//! A direction in the space of the variables: `x=1 y=0.5`, or `x=1,y=0.5`; a variable that is not named stays.

use crate::failure::Failure;
use std::ops::Range;
use wengert_expr::Drawing;

/// One number for each variable.
pub fn read(text: &str, names: &[String]) -> Result<Vec<f64>, Failure> {
    let mut direction: Vec<Option<f64>> = vec![None; names.len()];
    for (entry, span) in entries(text) {
        let (name, value) = one(text, entry, span.clone())?;
        let Some(k) = names.iter().position(|n| n == name) else {
            return Err(refuse(text, span, format!("`{name}` is no variable here"), variables(names)));
        };
        if direction[k].replace(value).is_some() {
            return Err(refuse(text, span, format!("`{name}` moves twice"), "leave one out".to_owned()));
        }
    }
    if direction.iter().all(Option::is_none) {
        return Err(refuse(text, 0..text.len(), "no variable moves".to_owned(), format!("{}{HOW}", variables(names))));
    }
    Ok(direction.into_iter().map(Option::unwrap_or_default).collect())
}

const HOW: &str = "; write how fast each moves, as in `--direction 'x=1 y=0.5'`";

/// The entries with their bytes.
fn entries(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let separator = |c: char| c == ',' || c.is_whitespace();
    text.split(separator).filter(|entry| !entry.is_empty()).map(|entry| {
        let start = entry.as_ptr() as usize - text.as_ptr() as usize;
        (entry, start..start + entry.len())
    })
}

/// The name and the number of an entry.
fn one<'t>(text: &str, entry: &'t str, span: Range<usize>) -> Result<(&'t str, f64), Failure> {
    let Some((name, value)) = entry.split_once('=') else {
        let title = format!("`{entry}` does not say which variable moves how fast");
        return Err(refuse(text, span, title, "write `name=speed`, without spaces around the sign".to_owned()));
    };
    match value.parse::<f64>() {
        Ok(speed) if speed.is_finite() => Ok((name, speed)),
        _ => {
            let at = span.start + name.len() + 1..span.end;
            Err(refuse(text, at, "the speed is a finite number".to_owned(), format!("as in `{name}=1`")))
        }
    }
}

fn variables(names: &[String]) -> String {
    match names {
        [] => "the expression has no variables".to_owned(),
        names => format!("the variables are {}", names.join(", ")),
    }
}

fn refuse(text: &str, span: Range<usize>, title: String, help: String) -> Failure {
    let drawing = Drawing { source: "direction", help: Some(help), ..Drawing::error(title, text, span) };
    Failure::Input(drawing.to_string())
}
