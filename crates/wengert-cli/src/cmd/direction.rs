//! A direction in the space of the variables: `x=1 y=0.5`, or `x=1,y=0.5`, or `w=[1,0.5]` for a vector; a variable that is not
//! named stays.

use crate::failure::Failure;
use std::ops::Range;
use wengert_expr::{Drawing, Given};

/// One number for each variable.
pub fn read(text: &str, names: &[String]) -> Result<Vec<f64>, Failure> {
    let mut direction: Vec<Option<f64>> = vec![None; names.len()];
    for (entry, span) in entries(text) {
        let (name, speeds) = one(text, entry, span.clone())?;
        let places = places(names, name);
        if let Some((title, help)) = misfit(name, &speeds, &places, names) {
            return Err(refuse(text, span, title, help));
        }
        for (k, &speed) in places.into_iter().zip(speeds.numbers()) {
            if direction[k].replace(speed).is_some() {
                return Err(refuse(text, span, format!("`{}` moves twice", names[k]), "leave one out".to_owned()));
            }
        }
    }
    if direction.iter().all(Option::is_none) {
        return Err(refuse(text, 0..text.len(), "no variable moves".to_owned(), format!("{}{HOW}", variables(names))));
    }
    Ok(direction.into_iter().map(Option::unwrap_or_default).collect())
}

/// So many elements stand in an example.
const SHOWN: usize = 6;

const HOW: &str = "; write how fast each moves, as in `--direction 'x=1 y=0.5'`";

/// Where the variables of a name stand: the one that is called so, or the elements of the vector.
fn places(names: &[String], name: &str) -> Vec<usize> {
    let element = |n: &str| n.strip_prefix(name).is_some_and(|rest| rest.starts_with('['));
    (0..names.len()).filter(|&k| names[k] == name || element(&names[k])).collect()
}

/// Why these speeds are not for these variables, and what to write instead.
fn misfit(name: &str, speeds: &Given, places: &[usize], names: &[String]) -> Option<(String, String)> {
    let is_vector = places.first().is_some_and(|&k| names[k] != name);
    let example = |n: usize| {
        let more = if n > SHOWN { ",…" } else { "" };
        format!("as in `{name}=[{}{more}]`", vec!["1"; n.min(SHOWN)].join(","))
    };
    match (places.len(), speeds.length()) {
        (0, _) => Some((format!("`{name}` is no variable here"), variables(names))),
        (n, Some(m)) if is_vector && m != n => Some((
            format!("`{name}` has {n} elements, and its speed {m}"),
            format!("write one for each, {}", example(n)),
        )),
        (n, None) if is_vector => {
            Some((format!("`{name}` is a vector of {n}"), format!("write a speed for each element, {}", example(n))))
        }
        (_, Some(_)) if !is_vector => Some((format!("`{name}` is a number, no vector"), format!("as in `{name}=1`"))),
        _ => None,
    }
}

/// The entries with their bytes.
fn entries(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut depth = 0_usize;
    let separator = move |c: char| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && (c == ',' || c.is_whitespace())
    };
    text.split(separator).filter(|entry| !entry.is_empty()).map(|entry| {
        let start = entry.as_ptr() as usize - text.as_ptr() as usize;
        (entry, start..start + entry.len())
    })
}

/// The name and the speeds of an entry.
fn one<'t>(text: &str, entry: &'t str, span: Range<usize>) -> Result<(&'t str, Given), Failure> {
    let Some((name, value)) = entry.split_once('=') else {
        let title = format!("`{entry}` does not say which variable moves how fast");
        return Err(refuse(text, span, title, "write `name=speed`, without spaces around the sign".to_owned()));
    };
    match speeds(value) {
        Some(speeds) if speeds.numbers().iter().all(|speed| speed.is_finite()) => Ok((name, speeds)),
        _ => {
            let at = span.start + name.len() + 1..span.end;
            let example = if value.starts_with('[') { "[1,0.5]" } else { "1" };
            Err(refuse(text, at, "the speed is a finite number".to_owned(), format!("as in `{name}={example}`")))
        }
    }
}

/// A number, or the numbers of a vector.
fn speeds(value: &str) -> Option<Given> {
    match value.starts_with('[') {
        true => wengert_expr::constant(value).ok(),
        false => value.parse().ok().map(Given::Number),
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
