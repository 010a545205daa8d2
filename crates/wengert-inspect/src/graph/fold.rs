//! Which consecutive lines become one box: repeated ones by their period, innermost first; the rest by even parts.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use wengert::List;
use wengert::list::{Id, Operand, Ref, Step};

/// Consecutive lines, and how many times their first part repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub lines: Range<usize>,
    pub times: usize,
    symbol: u64,
}

/// A repetition has at least so many rounds.
const LEAST_ROUNDS: usize = 3;
/// Loops in loops are found to this depth.
const DEPTH: usize = 6;
/// Arguments further back than this are all alike.
const NEAR: u32 = 64;

/// At most `most` units that cover all lines.
pub(super) fn units(list: &List, most: usize) -> Vec<Unit> {
    let mut units: Vec<Unit> = list
        .steps()
        .map(|(line, id, step)| Unit { lines: line..line + 1, times: 1, symbol: symbol(list, id, step) })
        .collect();
    for _ in 0..DEPTH {
        if units.len() <= most {
            break;
        }
        let shorter = repeats(&units);
        if shorter.len() == units.len() {
            break;
        }
        units = shorter;
    }
    if units.len() <= most { units } else { parts(&units, most) }
}

fn hashed(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// What makes two lines alike: the primitive, and the kind and the distance of its arguments.
fn symbol(list: &List, id: Id, step: Step<'_>) -> u64 {
    let kind = |o: &Operand| match o.get() {
        Ref::Const(_) => (0, 0),
        Ref::Data(_) => (1, 0),
        Ref::Id(Id(k)) if (k as usize) < list.input_len() => (2, 0),
        Ref::Id(Id(k)) => (3, (id.0 - k).min(NEAR)),
    };
    match step {
        Step::Apply(op, args) => hashed((op.text(), args.iter().map(kind).collect::<Vec<_>>())),
        Step::Guard(cond, said) => hashed(("guard", kind(&cond), said)),
        Step::Rule(rule, args) => hashed((rule.name(), args.iter().map(kind).collect::<Vec<_>>())),
        Step::Block(_) => hashed("block"),
    }
}

/// One pass from left to right: where the last units come again with the same period, they become one.
fn repeats(units: &[Unit]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    // Where a run of symbols was seen last, in `units` and in `out`.
    let mut seen: HashMap<u64, (usize, usize)> = HashMap::new();
    let mut k = 0;
    while k < units.len() {
        let gram = hashed(units[k..(k + 2).min(units.len())].iter().map(|u| u.symbol).collect::<Vec<_>>());
        let found = seen.get(&gram).and_then(|&(start, kept)| Some((start, kept, rounds(units, start, k - start)?)));
        if let Some((start, kept, rounds)) = found {
            let (period, end) = (k - start, start + rounds * (k - start));
            let body = hashed(units[start..start + period].iter().map(|u| u.symbol).collect::<Vec<_>>());
            out.truncate(kept);
            out.push(Unit {
                lines: units[start].lines.start..units[end - 1].lines.end,
                times: rounds,
                symbol: hashed((body, rounds)),
            });
            seen.clear();
            k = end;
        } else {
            seen.insert(gram, (k, out.len()));
            out.push(units[k].clone());
            k += 1;
        }
    }
    out
}

/// How many rounds of this period begin at `start`; `None` where they are too few.
fn rounds(units: &[Unit], start: usize, period: usize) -> Option<usize> {
    let mut end = start + period;
    while end < units.len() && units[end].symbol == units[end - period].symbol {
        end += 1;
    }
    let rounds = (end - start) / period;
    (rounds >= LEAST_ROUNDS).then_some(rounds)
}

/// Even parts of what does not repeat.
fn parts(units: &[Unit], most: usize) -> Vec<Unit> {
    let size = units.len().div_ceil(most.max(1));
    let whole = |part: &[Unit]| match part {
        [one] => one.clone(),
        _ => Unit { lines: part[0].lines.start..part[part.len() - 1].lines.end, times: 1, symbol: 0 },
    };
    units.chunks(size).map(whole).collect()
}
