//! Expressions of a program: names, numbers and primitives.

use wengert::prim::Op;

/// An expression over the names of a program.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Name(String),
    Number(f64),
    Apply(Op, Vec<Node>),
}

impl Node {
    /// The arguments, where it applies the primitive of this name.
    pub fn args_of(&self, text: &str) -> Option<&[Node]> {
        match self {
            Node::Apply(op, args) if op.text() == text => Some(args),
            _ => None,
        }
    }
    /// Whether it is this number.
    pub fn is(&self, c: f64) -> bool {
        matches!(self, Node::Number(n) if *n == c)
    }
}
