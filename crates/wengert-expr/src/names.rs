//! What names mean: functions are rows of the primitive table, and the nearest of them is offered for a name that is none.

use std::collections::HashMap;
use std::f64::consts;
use std::sync::LazyLock;
use wengert::prim::{Nary, Op, Prim, compare, nary};

/// Constants, which no variable may shadow.
pub(crate) const CONSTANTS: [(&str, f64); 2] = [("e", consts::E), ("pi", consts::PI)];

/// The one function that is no row of the table: a length is known before anything is computed.
pub(crate) const LEN: &str = "len";

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
    /// Whether it takes so many numbers.
    pub fn accepts(&self, given: usize) -> bool {
        let (least, most) = self.takes;
        given >= least && most.is_none_or(|most| given <= most) && self.op.accepts(given)
    }
    /// Whether it takes the elements of a vector together.
    pub fn reduces(&self) -> bool {
        self.takes.1.is_none()
    }
    /// Whether it takes two vectors.
    pub fn pairs(&self) -> bool {
        self.op == nary::Dot::OP
    }
    /// Whether comparisons may stand in its argument `k` (in a condition, for `and`).
    pub fn compares(&self, k: usize, in_condition: bool) -> bool {
        (self.op == <compare::Pick as Prim<3>>::OP && k == 0)
            || (self.op == <compare::And as Prim<2>>::OP && in_condition)
    }
    /// How many arguments it takes, in words.
    pub fn in_words(&self) -> String {
        match self.takes {
            (1, Some(1)) => "1 argument".to_owned(),
            (n, Some(_)) if self.op.arity().is_some() => format!("{n} arguments ({})", self.op.row().args.join(", ")),
            (n, Some(_)) => format!("{n} arguments"),
            (n, None) if self.op.accepts(n + 1) => format!("a vector, or {n} or more arguments"),
            (n, None) => format!("two vectors, or an even number of arguments, {n} or more"),
        }
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

/// The function that was probably meant: the row with this name in Rust, or the nearest in spelling, also of `others`.
pub(crate) fn nearest_function<'a>(name: &str, others: impl Iterator<Item = &'a str>) -> Option<String> {
    let by_rust_name = Op::all().find(|op| op.name() == name).map(|op| op.text());
    // Of two letters anything is near to anything: only one that was left out counts.
    let short = name.chars().count() < 3;
    let may = |c: &&str| !short || (c.len() == name.len() + 1 && c.chars().next() == name.chars().next());
    let near = || nearest(name, FUNCTIONS.keys().copied().chain(others).filter(may));
    by_rust_name.or_else(|| crate::help::renamed(name)).map(str::to_owned).or_else(near)
}

/// The candidate nearest in spelling, if one is near.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let length = name.chars().take(LONGEST_GUESS + 1).count();
    if length > LONGEST_GUESS {
        return None;
    }
    let most = match length {
        0 | 1 => 0,
        2..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let (lower, first) = (name.to_lowercase(), name.chars().next());
    candidates
        .map(|c| (strsim::osa_distance(&lower, &c.to_lowercase()), c.chars().next() != first, c))
        .filter(|&(distance, _, c)| distance <= most && c != name)
        .min()
        .map(|(_, _, c)| c.to_owned())
}

/// At most 40 characters of `text`.
pub(crate) fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
