//! What names mean: functions are rows of the primitive table, and the nearest of them is offered for a name that is none.

use std::collections::HashMap;
use std::f64::consts;
use std::sync::LazyLock;
use wengert::prim::{Nary, Op, nary};

/// Constants, which no variable may shadow.
pub(crate) const CONSTANTS: [(&str, f64); 2] = [("e", consts::E), ("pi", consts::PI)];

/// A longer name is no misspelling of anything.
const LONGEST_GUESS: usize = 32;

/// What a name in front of a bracket calls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Function {
    pub name: &'static str,
    pub op: Op,
    /// The fewest and the most arguments.
    pub takes: (usize, Option<usize>),
}

impl Function {
    fn of(op: Op) -> Function {
        let takes = match op.arity() {
            Some(n) => (n, Some(n)),
            None => (2, None),
        };
        Function { name: op.text(), op, takes }
    }
    /// Whether it takes so many arguments.
    pub fn accepts(&self, given: usize) -> bool {
        let (least, most) = self.takes;
        given >= least && most.is_none_or(|most| given <= most) && self.op.accepts(given)
    }
}

/// Every function: the table, and the grammar's one other name for a row of it.
static FUNCTIONS: LazyLock<HashMap<&'static str, Function>> = LazyLock::new(|| {
    let of_two = Function { name: "logaddexp", op: nary::LogSumExp::OP, takes: (2, Some(2)) };
    Op::all().map(Function::of).chain([of_two]).map(|f| (f.name, f)).collect()
});

pub(crate) fn function(name: &str) -> Option<Function> {
    FUNCTIONS.get(name).copied()
}

pub(crate) fn constant(name: &str) -> Option<f64> {
    CONSTANTS.iter().find(|(n, _)| *n == name).map(|&(_, c)| c)
}

/// The function that was probably meant: the row with this name in Rust, or the nearest in spelling.
pub(crate) fn nearest_function(name: &str) -> Option<String> {
    let by_rust_name = Op::all().find(|op| op.name() == name).map(|op| op.text());
    by_rust_name.map(str::to_owned).or_else(|| nearest(name, FUNCTIONS.keys().copied()))
}

/// The candidate nearest in spelling, if one is near.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let length = name.chars().take(LONGEST_GUESS + 1).count();
    if length > LONGEST_GUESS {
        return None;
    }
    let lower = name.to_lowercase();
    candidates
        .map(|c| (strsim::osa_distance(&lower, &c.to_lowercase()), c))
        .filter(|&(distance, c)| distance <= length.max(c.len()).div_ceil(3).min(length.saturating_sub(1)))
        .min()
        .map(|(_, c)| c.to_owned())
}
