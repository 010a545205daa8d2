//! Signs between two operands, and how tightly each binds.

/// How tightly the outermost sign of a text binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Binds {
    /// Nothing is known of it.
    Loosest,
    /// `<` and its like.
    Compares,
    /// `+` and `-`.
    Adds,
    /// `*` and `/`.
    Multiplies,
    /// A `-` in front.
    Negates,
    /// A power.
    Raises,
    /// A name, a number, a call: brackets are never needed.
    Whole,
}

/// The sign that stands for a primitive of two operands, the same in every language written here. A power has none: each
/// language has its own.
///
/// ```
/// use wengert_inspect::signs::{Binds, sign};
/// assert_eq!(sign("mul"), Some(("*", Binds::Multiplies)));
/// assert_eq!(sign("sin"), None);
/// ```
pub fn sign(op: &str) -> Option<(&'static str, Binds)> {
    Some(match op {
        "add" => ("+", Binds::Adds),
        "sub" => ("-", Binds::Adds),
        "mul" => ("*", Binds::Multiplies),
        "div" => ("/", Binds::Multiplies),
        _ => (comparison(op)?, Binds::Compares),
    })
}

/// The sign of a comparison.
pub(crate) fn comparison(op: &str) -> Option<&'static str> {
    Some(match op {
        "lt" => "<",
        "le" => "<=",
        "gt" => ">",
        "ge" => ">=",
        "eq" => "==",
        "ne" => "!=",
        _ => return None,
    })
}
