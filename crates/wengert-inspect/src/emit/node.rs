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

/// Whether constants in arguments without a slope leave the primitive without a value, whatever the others are: an order
/// that is not whole. Tried where the table says that it has one.
pub(super) fn has_no_value(op: Op, args: &[Node]) -> bool {
    let row = op.row();
    let order = |(k, arg): (usize, &Node)| match (arg, row.partials.get(k)) {
        (Node::Number(order), Some(&"None")) if !row.nary => Some((k, *order)),
        _ => None,
    };
    let orders: Vec<(usize, f64)> = args.iter().enumerate().filter_map(order).collect();
    let Some(sample) = row.samples.first().filter(|sample| !orders.is_empty() && sample.len() == args.len()) else {
        return false;
    };
    let mut at = sample.to_vec();
    orders.into_iter().for_each(|(k, order)| at[k] = order);
    (row.value)(&at).is_nan()
}
