//! The names of a point's parts: the fields of structs, however deep they stand.

use crate::tree::Tree;
use crate::value::Real;

/// A part of a point that has a name of its own.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// How many numbers it holds; nothing where it is a number.
    pub count: Option<usize>,
}

/// The parts of a point: `x` with all its numbers, or one for each that has a name.
pub(crate) fn of_point<F: Real, X: Tree<F> + ?Sized>(x: &X) -> Vec<Part> {
    let mut out = Vec::new();
    if X::NAMED {
        x.parts("", &mut out);
    } else {
        out.push(whole("x", x.count()));
    }
    out
}

/// So many numbers under one name.
pub(crate) fn whole(path: &str, count: usize) -> Part {
    Part { name: path.to_owned(), count: Some(count) }
}

/// The parts of a sequence: all its numbers, or those of each element whose parts have names.
pub(crate) fn of_each<F: Real, T: Tree<F>>(these: &[T], path: &str, out: &mut Vec<Part>) {
    if T::NAMED {
        let path = if path.is_empty() { "x" } else { path };
        these.iter().enumerate().for_each(|(i, t)| t.parts(&format!("{path}[{i}]"), out));
    } else {
        out.push(whole(path, these.iter().map(T::count).sum()));
    }
}

/// The name of a part of what `path` names; a number, of a tuple's part, stands behind something.
#[doc(hidden)]
pub fn part(path: &str, name: &str) -> String {
    let name = name.trim_start_matches("r#");
    match path {
        "" if name.starts_with(|c: char| c.is_ascii_digit()) => format!("x.{name}"),
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}
