//! Expressions of a program: names, numbers and primitives.

use std::collections::{HashMap, HashSet};
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
    /// What it comes to, where the names are worth `values`.
    pub fn value(&self, values: &HashMap<String, f64>) -> f64 {
        match self {
            Node::Name(name) => values.get(name).copied().unwrap_or(f64::NAN),
            Node::Number(c) => *c,
            Node::Apply(op, args) => op.apply(&args.iter().map(|a| a.value(values)).collect::<Vec<_>>()),
        }
    }
    /// Adds the names that it reads.
    pub fn names(&self, into: &mut HashSet<String>) {
        match self {
            Node::Name(name) => {
                into.insert(name.clone());
            }
            Node::Number(_) => {}
            Node::Apply(_, args) => args.iter().for_each(|a| a.names(into)),
        }
    }
    /// Whether it is this number.
    pub fn is(&self, c: f64) -> bool {
        matches!(self, Node::Number(n) if *n == c)
    }
}
