//! Signs between two operands, and how tightly each binds.

/// How tightly the outermost sign of a text binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Binds {
    Loosest,
    Compares,
    Adds,
    Multiplies,
    Negates,
    Raises,
    Whole,
}

/// The sign that stands for a primitive of two operands.
pub(crate) fn sign(op: &str) -> Option<(&'static str, Binds)> {
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
