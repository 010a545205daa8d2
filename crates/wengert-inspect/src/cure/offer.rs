//! Rewrites that help: each is looked for in the List, judged by what it takes away, and tried before it is offered.

use super::matching::{Match, Pattern, Subject};
use super::rules::{PATTERNS, Rule};
use super::text::expression;
use super::trial::{self, Trial};
use crate::accuracy::{Accuracy, Verdict};
use crate::flat::flatten;
use crate::{Refused, Run};
use wengert::list::Origin;
use wengert::{Error, List, Listing, NoteKind, Options};

/// A rewrite that helps, and what comes of it.
#[derive(Clone, Debug)]
pub struct Cure {
    /// The rules that it applies, in this order.
    pub rules: Vec<Rule>,
    /// The rewritten program as an expression, if it is not too long for one.
    pub text: Option<String>,
    /// The rewritten program.
    pub list: List,
    /// The value at the point.
    pub value: f64,
    /// The derivatives at the point.
    pub gradient: Vec<f64>,
    /// How it was tried.
    pub trial: Trial,
    /// Where the first rewritten operation stands.
    pub at: Option<Origin>,
}

/// How bad a program is at a point; less is better, 0 is good.
type Badness<'a> = &'a dyn Fn(&List) -> Option<u32>;

/// At most so many rewrites follow one another.
const MOST_STEPS: usize = 4;
/// At most so many places are looked at.
const MOST_PLACES: usize = 64;
/// At most so many rewrites are offered.
const MOST_OFFERS: usize = 3;

/// Rewrites that take numbers away that are not finite, and derivatives that are zero.
pub(super) fn cures(run: &Run, wrt: &[usize]) -> Vec<Cure> {
    let x = run.listing().point().to_vec();
    offers(run.list(), &x, &|list: &List| Some(complaints(&Listing::new(list.clone(), &x, Options::new()).ok()?, wrt)))
}

/// How many numbers are not finite, how often a zero met infinity, and how many derivatives asked for are zero: the former
/// weigh more.
fn complaints(at: &Listing, wrt: &[usize]) -> u32 {
    let numbers = at.grad().iter().copied().chain([at.value()]);
    let not_finite = numbers.filter(|g| !g.is_finite()).count();
    let met = at.notes().iter().filter(|note| note.kind == NoteKind::ZeroTimesInfinity).count();
    let zero = wrt.iter().filter(|&&i| at.grad()[i] == 0.0).count();
    (10_000 * not_finite + 100 * met + zero) as u32
}

/// Rewrites that make doubtful derivatives sound, or give them two more digits at least.
///
/// # Errors
/// As [`Run::new`].
pub fn steadier(list: &List, x: &[f64]) -> Result<Vec<Cure>, Refused> {
    let flat = flatten(list).map_err(Error::from)?.list;
    let doubts = |list: &List| {
        let at = Listing::new(list.clone(), x, Options::new()).ok()?;
        let found = Accuracy::of(&at).ok()?;
        let of_entry = |e: &crate::accuracy::Entry| match (e.verdict, e.digits.reverse) {
            (Verdict::Sound, _) => 0,
            (_, Some(digits)) => 20 - digits as u32 / 2,
            (_, None) => 20,
        };
        Some(found.entries.iter().map(of_entry).sum())
    };
    Ok(offers(&flat, x, &doubts))
}

/// A rewritten List on the way to a cure.
#[derive(Clone)]
struct State {
    list: List,
    rules: Vec<Rule>,
    at: Option<Origin>,
    /// The line that was rewritten last.
    place: usize,
    badness: u32,
}

/// The best rewrites of a straight-line List, each tried.
fn offers(list: &List, x: &[f64], badness: Badness<'_>) -> Vec<Cure> {
    let Some(before) = badness(list).filter(|&b| b > 0) else { return Vec::new() };
    let start = State { list: list.clone(), rules: Vec::new(), at: None, place: 0, badness: before };
    let mut better = improved(&start, x, badness);
    if better.is_empty() {
        // A rewrite that does not help by itself may make room for one that does.
        let first = steps(&start, badness).into_iter().filter(|s| trial::agree(list, &s.list, x).is_some());
        better = first.take(MOST_OFFERS).flat_map(|s| improved(&s, x, badness)).collect();
    }
    let finished = better.into_iter().map(|state| further(state, x, badness));
    let mut cures: Vec<(u32, Cure)> = finished.filter_map(|s| Some((s.badness, offered(list, x, s)?))).collect();
    cures.sort_by_key(|(badness, cure)| (*badness, cure.rules.len()));
    cures.dedup_by(|a, b| a.1.text == b.1.text);
    cures.truncate(MOST_OFFERS);
    cures.into_iter().map(|(_, cure)| cure).collect()
}

/// Goes on while single rewrites help.
fn further(mut state: State, x: &[f64], badness: Badness<'_>) -> State {
    while state.badness > 0 && state.rules.len() < MOST_STEPS {
        match improved(&state, x, badness).into_iter().next() {
            Some(better) => state = better,
            None => break,
        }
    }
    state
}

/// Single rewrites that help and agree, the best first.
fn improved(state: &State, x: &[f64], badness: Badness<'_>) -> Vec<State> {
    let mut better: Vec<State> = steps(state, badness).into_iter().filter(|s| s.badness < state.badness).collect();
    better.sort_by_key(|s| s.badness);
    better.retain(|s| trial::agree(&state.list, &s.list, x).is_some());
    // Of two that help equally at the same place, the first in the table of rules says more.
    better.dedup_by_key(|s| (s.badness, s.place));
    better.truncate(MOST_OFFERS);
    better
}

/// All single rewrites.
fn steps(state: &State, badness: Badness<'_>) -> Vec<State> {
    let subject = Subject::new(&state.list);
    let places = PATTERNS.iter().flat_map(|(rule, from, to)| {
        subject.matches(from).into_iter().map(move |found| (*rule, found, to)).collect::<Vec<_>>()
    });
    places.take(MOST_PLACES).filter_map(|(rule, found, to)| step(state, &subject, rule, &found, to, badness)).collect()
}

fn step(
    state: &State,
    subject: &Subject<'_>,
    rule: Rule,
    found: &Match,
    to: &Pattern,
    badness: Badness<'_>,
) -> Option<State> {
    let list = subject.rewritten(found, to).ok()?;
    let badness = badness(&list)?;
    let rules = state.rules.iter().copied().chain([rule]).collect();
    Some(State { list, rules, at: state.at.or(state.list.origin(found.line)), place: found.line, badness })
}

/// Tried against the original, with its answer at the point; `None` where that has no value.
fn offered(original: &List, x: &[f64], state: State) -> Option<Cure> {
    let trial = trial::agree(original, &state.list, x)?;
    let at = Listing::new(state.list.clone(), x, Options::new()).ok()?;
    if !at.value().is_finite() {
        return None;
    }
    let (value, gradient) = (at.value(), at.grad().to_vec());
    let State { list, rules, at, .. } = state;
    Some(Cure { rules, text: expression(&list), list, value, gradient, trial, at })
}
