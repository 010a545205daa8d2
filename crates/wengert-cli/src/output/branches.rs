//! What the values decided: which branches ran, by which comparison, and how near the tie; which bounds and indices stay as
//! they are.

use super::notation;
use super::notes::Remark;
use indexmap::IndexMap;
use std::collections::HashMap;
use wengert::List;
use wengert::list::{Id, Operand, Step};
use wengert::prim::Op;
use wengert::sweep::{self, Constants};
use wengert_expr::{Recorded, Span};
use wengert_inspect::number::{exact, short};

/// A condition that came out one way: how often, and the comparison that was nearest to its tie.
#[derive(Debug, Default)]
struct Decided {
    times: u64,
    nearest: Option<Comparison>,
}

/// A comparison with its numbers.
#[derive(Clone, Debug)]
struct Comparison {
    words: String,
    /// How far the sides are apart.
    gap: f64,
}

/// A remark for each condition of the text, and one more where it came out both ways; then one for each bound and index.
pub fn remarks(of: &Recorded) -> Vec<Remark> {
    conditions(of).into_iter().chain(kept(of)).collect()
}

/// What is a whole number in the text does not move with the variables that it depends on.
fn kept(of: &Recorded) -> Vec<Remark> {
    let mut all: IndexMap<Span, (&str, Vec<f64>)> = IndexMap::new();
    for kept in &of.kept {
        all.entry(kept.span).or_insert((kept.what, Vec::new())).1.push(kept.value);
    }
    let remark = |(span, (what, values)): (Span, (&str, Vec<f64>))| {
        let at = match values[..] {
            [value] => format!("{} here", exact(value)),
            _ => "what it is here".to_owned(),
        };
        let message = format!("{what} depends on a variable and stays {at}, so it has no part in the derivative");
        Remark { kind: "kept", message, span: Some(span.start..span.end) }
    };
    all.into_iter().map(remark).collect()
}

fn conditions(of: &Recorded) -> Vec<Remark> {
    if of.branches.is_empty() {
        return Vec::new();
    }
    let conditions = Conditions::of(of);
    let mut all: IndexMap<(Span, bool), Decided> = IndexMap::new();
    for branch in &of.branches {
        let known = all.entry((branch.span, branch.taken)).or_default();
        known.times += 1;
        known.nearest = nearer(known.nearest.take(), conditions.nearest(branch.condition));
    }
    all.iter().map(|(&(span, taken), decided)| remark(span, taken, decided)).collect()
}

/// The comparisons of a List, and what every value is worth.
struct Conditions<'a> {
    list: &'a List,
    lines: HashMap<Id, (Op, &'a [Operand])>,
    values: Vec<f64>,
}

impl<'a> Conditions<'a> {
    fn of(recorded: &'a Recorded) -> Conditions<'a> {
        let list = &*recorded.list;
        let compares = |op: Op| notation::sign(op.text()).is_some() || op.text() == "and";
        let lines = list.steps().filter_map(|(_, id, step)| match step {
            Step::Apply(op, args) if compares(op) => Some((id, (op, args))),
            _ => None,
        });
        let (lines, mut values) = (lines.collect(), Vec::new());
        // Where it cannot be evaluated, the engine has said so, and there are no numbers to speak of.
        let known = sweep::value(list, &Constants::literal(0.0), &recorded.point, &mut values).is_ok();
        Conditions { list, lines, values: if known { values } else { vec![f64::NAN; list.ids()] } }
    }
    /// The comparison of a condition that is nearest to its tie.
    fn nearest(&self, condition: Id) -> Option<Comparison> {
        let (op, args) = self.lines.get(&condition)?;
        let number = |k: usize| self.list.number(args[k], &self.values);
        match notation::sign(op.text()) {
            Some(sign) => {
                let words = format!("{} {sign} {}", exact(number(0)), exact(number(1)));
                Some(Comparison { words, gap: (number(0) - number(1)).abs() })
            }
            None => {
                args.iter().filter_map(|a| self.nearest(a.as_id()?)).fold(None, |so_far, c| nearer(so_far, Some(c)))
            }
        }
    }
}

/// The one whose sides are closer together; of those equally close the first.
fn nearer(a: Option<Comparison>, b: Option<Comparison>) -> Option<Comparison> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.gap < a.gap || a.gap.is_nan() { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn remark(span: Span, taken: bool, decided: &Decided) -> Remark {
    let how = if taken { "holds" } else { "does not hold" };
    let Decided { times, nearest } = decided;
    let message = match (times, nearest) {
        (1, None) => format!("this {how} here, so {ELSEWHERE}"),
        (1, Some(Comparison { words, gap })) => format!("{words} {how}{}, so {ELSEWHERE}", from_the_tie(*gap)),
        (times, None) => format!("this {how} {times} times, so {ELSEWHERE} there"),
        (times, Some(Comparison { words, gap })) => {
            let nearest = format!("nearest to the tie is {words}{}", from_the_tie(*gap));
            format!("this {how} {times} times, so {ELSEWHERE} there; {nearest}")
        }
    };
    Remark { kind: "branch", message, span: Some(span.start..span.end) }
}

const ELSEWHERE: &str = "the other branch has no part in the derivative";

/// How near the tie is, at which the other branch begins.
fn from_the_tie(gap: f64) -> String {
    match gap {
        0.0 => ", exactly at the tie".to_owned(),
        gap if gap.is_finite() => format!(", {} from the tie", short(gap)),
        _ => String::new(),
    }
}
