//! Rewrites for a long program, or one of several outputs: the neighbourhood of the offending value is taken out as a
//! program of its own, cured there, and put back.

use super::matching::{Match, Pattern, Subject};
use super::offer::{Cure, cures};
use super::text::expression;
use crate::Run;
use wengert::list::{Id, Operand, Ref};
use wengert::{List, Options};

/// So many values that are made of the offending one are looked at.
const MOST_ENDS: usize = 8;
/// A neighbourhood has at most so many lines.
const MOST_LINES: usize = 12;

/// A rewrite of one value of a program.
#[derive(Clone, Debug)]
pub struct Near {
    /// The value that is written in another way.
    pub of: Id,
    /// How it is written, in terms of the values of `reads`.
    pub before: String,
    /// The values that it is made of.
    pub reads: Vec<Id>,
    /// What it is worth as it stands.
    pub value_before: f64,
    /// Its derivatives in the values that it is made of, as it stands.
    pub gradient_before: Vec<f64>,
    /// The rewrite of this part; its inputs are `reads`.
    pub cure: Cure,
    /// The whole program with the part rewritten.
    pub list: List,
}

/// Looks for a rewrite of what is made of an offending value, the smallest part first.
pub fn near(run: &Run, source: Id) -> Option<Near> {
    let made = made_of(run, source);
    made.iter().find_map(|&end| cured(run, end, &made))
}

/// A value, and the first that are made of it.
fn made_of(run: &Run, source: Id) -> Vec<Id> {
    let mut made = vec![source];
    for (_, id, _) in run.list().steps().skip_while(|&(_, id, _)| id <= source) {
        if made.len() == MOST_ENDS {
            break;
        }
        if reads(run, id).any(|read| made.contains(&read)) {
            made.push(id);
        }
    }
    made
}

/// The values that a line reads.
fn reads(run: &Run, id: Id) -> impl Iterator<Item = Id> + '_ {
    let args = run.line_of(id).filter(|&line| run.id_of(line) == Some(id)).and_then(|line| run.applied(line));
    args.into_iter().flat_map(|(_, args)| args.iter().filter_map(|o| o.as_id()))
}

fn cured(run: &Run, end: Id, made: &[Id]) -> Option<Near> {
    let (part, read) = part(run, end, made)?;
    let at: Vec<f64> = read.iter().map(|&id| run.value(id)).collect();
    if at.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let alone = Run::new(&part, &at, Options::new()).ok()?;
    let wrt: Vec<usize> = (0..read.len()).filter(|&k| alone.listing().grad()[k] != 0.0).collect();
    let cure = cures(&alone, &wrt).into_iter().find(|cure| cure.text.is_some())?;
    let bound = read.iter().map(|&id| Some(Operand::id(id))).collect();
    let found = Match { line: run.line_of(end)?, bound };
    let list = Subject::new(run.list()).rewritten(&found, &Pattern(cure.list.clone())).ok()?;
    let (value_before, gradient_before) = (alone.listing().value(), alone.listing().grad().to_vec());
    Some(Near { of: end, before: expression(&part)?, reads: read, value_before, gradient_before, cure, list })
}

/// The lines that lead to a value as a program of its own, and the values that it reads: those that are made of the
/// offending value, then the nearest others.
fn part(run: &Run, end: Id, made: &[Id]) -> Option<(List, Vec<Id>)> {
    run.applied(run.line_of(end)?)?;
    let mut members = vec![end];
    while members.len() < MOST_LINES {
        let open = members.iter().flat_map(|&id| reads(run, id));
        let open =
            open.filter(|id| !members.contains(id) && run.line_of(*id).is_some_and(|line| run.applied(line).is_some()));
        match open.max_by_key(|id| (made.contains(id), *id)) {
            Some(next) => members.push(next),
            None => break,
        }
    }
    members.sort_unstable();
    let mut read: Vec<Id> = members.iter().flat_map(|&id| reads(run, id)).filter(|id| !members.contains(id)).collect();
    read.sort_unstable();
    read.dedup();
    let mut list = List::new();
    for &id in &read {
        list.input(run.name(id), Vec::new());
    }
    let mut new: Vec<Operand> = Vec::new();
    for &id in &members {
        let (op, args) = run.applied(run.line_of(id)?)?;
        let moved: Vec<Operand> = args
            .iter()
            .map(|&o| match o.get() {
                Ref::Id(id) => match members.binary_search(&id) {
                    Ok(k) => new[k],
                    Err(_) => Operand::id(Id(read.binary_search(&id).unwrap_or(0) as u32)),
                },
                _ => list.constant(run.number(o)),
            })
            .collect();
        new.push(list.apply(op, &moved).ok()?);
    }
    list.set_outputs(vec![*new.last()?]);
    Some((list, read))
}
