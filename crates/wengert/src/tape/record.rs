//! Recording one operation: the fast path onto the tape of slopes, and the slow path for everything else.

use super::level::{self, Event, HOT, Kind, Level, RECORDING};
use super::memory::{Hot, MAX_SLOTS, Record};
use super::trace::Source;
use super::var::Var;
use crate::Error;
use crate::list::Origin;
use crate::options::{Kink, Kinks, current, settle};
use crate::prim::{Op, Prim, Set};
use crate::value::Real;
use std::panic::Location;

/// The slot of an identity on this recorder: 0 for a constant, `next` or more where it is not one of its slots.
#[inline(always)]
pub(super) fn local(hot: &Hot, identity: u64) -> u64 {
    if identity == 0 { 0 } else { identity.wrapping_sub(hot.base.get()) }
}

/// Applies a primitive to variables.
#[inline(always)]
#[track_caller]
pub(crate) fn record<F: Real, P: Prim<N>, const N: usize>(x: [Var<F>; N]) -> Var<F> {
    record_at::<F, P, N>(x, Location::caller())
}

/// As [`record`], for a place in the user's code that called something of ours.
#[inline(always)]
pub(crate) fn record_at<F: Real, P: Prim<N>, const N: usize>(x: [Var<F>; N], at: &'static Location<'static>) -> Var<F> {
    let v = P::eval(x.map(|a| a.v));
    if x.iter().all(|a| a.identity == 0) {
        return Var { v, identity: 0 };
    }
    // By parts: an array would have to be built in memory at every operation for the sake of the rare ones.
    let identity = match N {
        1 | 2 => {
            HOT.with(|hot| fast::<F, P, N>(hot, x, v, at)).unwrap_or_else(|| slow_few::<F, P, N>(x[0], x[N - 1], v, at))
        }
        _ => slow::<F, P, N>(x, v, at),
    };
    Var { v, identity }
}

/// Records an operation of one or two arguments on the level on top, if they are its, and the chunk has room. Written out
/// for each pattern of constants: each is compiled without a test for the others.
#[inline(always)]
fn fast<F: Real, P: Prim<N>, const N: usize>(
    hot: &Hot,
    x: [Var<F>; N],
    v: F,
    at: &'static Location<'static>,
) -> Option<u64> {
    let values = x.map(|a| a.v);
    let (first, last) = (x[0].identity, x[N - 1].identity);
    let identity = hot.base.get() + hot.next.get();
    let mut slots = [0; N];
    let mut want = [false; N];
    if !hot.has_room() {
        return None;
    }
    if N == 1 {
        slots[0] = hot.slot(first)?;
        hot.push(few::<F, P, N>(values, v, [true; N], slots, identity, at))
    } else if first == 0 {
        (slots[N - 1], want[N - 1]) = (hot.slot(last)?, true);
        hot.push(few::<F, P, N>(values, v, want, slots, identity, at))
    } else if last == 0 {
        (slots[0], want[0]) = (hot.slot(first)?, true);
        hot.push(few::<F, P, N>(values, v, want, slots, identity, at))
    } else {
        (slots[0], slots[N - 1]) = (hot.slot(first)?, hot.slot(last)?);
        hot.push(few::<F, P, N>(values, v, [true; N], slots, identity, at))
    }
}

/// The record of an operation of one or two arguments, which will name `identity`.
#[inline(always)]
fn few<F: Real, P: Prim<N>, const N: usize>(
    x: [F; N],
    v: F,
    want: [bool; N],
    slots: [u32; N],
    identity: u64,
    at: &'static Location<'static>,
) -> Record {
    let slopes = slopes::<F, P, N>(x, v, want, identity, at);
    let entry = |i: usize| slopes[i].map(|d| (d, slots[i]));
    Record::of(entry(0), if N > 1 { entry(N - 1) } else { None })
}

/// The slopes of an operation in the arguments that vary, after the policy on kinks.
#[inline(always)]
fn slopes<F: Real, P: Prim<N>, const N: usize>(
    x: [F; N],
    v: F,
    want: [bool; N],
    identity: u64,
    at: &'static Location<'static>,
) -> [Option<f64>; N] {
    let x = x.map(F::wide);
    let slopes = P::partials(x, v.wide(), want);
    if P::WATCH {
        let kink = P::kink(x, want);
        if kink.is_some() || slopes.iter().any(|d| d.is_some_and(|d| !d.is_finite())) {
            let settled = unusual(P::OP, &x, v.wide(), kink, &slopes, identity, at);
            return std::array::from_fn(|i| settled[i]);
        }
    }
    slopes
}

/// An operation at a kink, or with a slope that is not finite: applies the policy and remembers the event.
#[cold]
#[inline(never)]
pub(super) fn unusual(
    op: Op,
    x: &[f64],
    v: f64,
    kink: Option<Set>,
    slopes: &[Option<f64>],
    identity: u64,
    at: &'static Location<'static>,
) -> Vec<Option<f64>> {
    let set = match kink {
        Some(set) => set,
        None if x.iter().any(|a| !a.is_finite()) || v.is_nan() => return slopes.to_vec(),
        None => Set::Edge,
    };
    let mut found: Vec<(usize, f64)> = slopes.iter().enumerate().filter_map(|(i, d)| d.map(|d| (i, d))).collect();
    let kink = Kink::new(op, x.to_vec(), set);
    // Whether an error is due is known once adjoints are: the sweep tells of the event.
    let policy = if matches!(current().kinks, Kinks::Error) { Kinks::Note } else { current().kinks };
    let mut settled = || settle(policy, &kink, x.len(), &mut found, Some(Origin::Rust(at)));
    let chosen = if matches!(policy, Kinks::Choose(_)) { level::apart(settled) } else { settled() };
    EVENTS.with_borrow_mut(|events| events.push(Event { identity, kink, chosen, at }));
    let mut settled = vec![None; slopes.len()];
    found.into_iter().for_each(|(i, d)| settled[i] = Some(d));
    settled
}

thread_local! {
    /// Events of the open levels; each level takes its own when it closes.
    static EVENTS: std::cell::RefCell<Vec<Event>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// Takes the events whose identities lie in `range`; what an aborted level left behind goes with the outermost one.
pub(crate) fn take_events(range: std::ops::Range<u64>) -> Vec<Event> {
    EVENTS.with_borrow_mut(|events| {
        if events.is_empty() {
            return Vec::new();
        }
        let (own, rest) = std::mem::take(events).into_iter().partition(|e| range.contains(&e.identity));
        *events = if level::depth() == 0 { Vec::new() } else { rest };
        own
    })
}

/// Which open level an operation belongs to, and that it may.
pub(super) fn owner(
    stack: &[Box<Level>],
    identities: impl Iterator<Item = u64>,
    at: &'static Location<'static>,
) -> Result<usize, Error> {
    let (mut lowest, mut highest) = (usize::MAX, 0);
    for identity in identities.filter(|&i| i != 0) {
        let depth = level_of(stack, identity).ok_or(Error::Foreign { at })?;
        (lowest, highest) = (lowest.min(depth), highest.max(depth));
    }
    match stack.get(lowest + 1..) {
        Some(above) if above.iter().any(|l| !l.at_variables) => Err(Error::Captured { at }),
        _ => Ok(highest.max(innermost_body(stack))),
    }
}

/// The level of the innermost loop body that is being recorded; 0 where there is none.
fn innermost_body(stack: &[Box<Level>]) -> usize {
    if RECORDING.get() == 0 {
        return 0;
    }
    stack.iter().rposition(|l| matches!(&l.kind, Kind::Recording(recorder) if recorder.body)).unwrap_or(0)
}

/// The open level an identity belongs to.
fn level_of(stack: &[Box<Level>], identity: u64) -> Option<usize> {
    stack.iter().enumerate().rev().find(|(i, l)| owns(l, identity, i + 1 == stack.len())).map(|(i, _)| i)
}

fn owns(level: &Level, identity: u64, on_top: bool) -> bool {
    let slot = identity.wrapping_sub(level.hot.base.get());
    match &level.kind {
        Kind::Recording(r) => r.has(slot),
        Kind::Forward(t) => t.has(slot),
        Kind::Eager(_) if on_top => HOT.with(|hot| slot >= 1 && slot < hot.next.get()),
        Kind::Eager(_) => slot >= 1 && slot < level.hot.next.get(),
    }
}

/// As [`slow`], for one or two arguments handed over in registers.
#[cold]
#[inline(never)]
fn slow_few<F: Real, P: Prim<N>, const N: usize>(a: Var<F>, b: Var<F>, v: F, at: &'static Location<'static>) -> u64 {
    slow::<F, P, N>(std::array::from_fn(|i| if i == 0 { a } else { b }), v, at)
}

/// Records where the fast path cannot: on a List, on an outer level, with three arguments or more, at a chunk's end.
#[cold]
#[inline(never)]
fn slow<F: Real, P: Prim<N>, const N: usize>(x: [Var<F>; N], v: F, at: &'static Location<'static>) -> u64 {
    let done = level::with(|stack| {
        let depth = owner(stack, x.iter().map(|a| a.identity), at)?;
        let base = stack[depth].hot.base.get();
        match &mut stack[depth].kind {
            Kind::Recording(_) => line(stack, depth, P::OP, &x, at).map(Place::Named),
            Kind::Forward(tangents) if tangents.slots() > MAX_SLOTS => Err(Error::TooLong),
            Kind::Forward(tangents) => {
                let slots = x.map(|a| if a.identity == 0 { 0 } else { a.identity - base });
                Ok(Place::Named(base + tangents.apply::<P, N>(x.map(|a| a.v.wide()), slots)))
            }
            Kind::Eager(_) => Ok(Place::Tape(depth, base + on_hot(stack, depth, |_, hot| hot.next.get()))),
        }
    });
    let named = match done {
        Ok(Place::Named(identity)) => Ok(identity),
        // Not while the levels are borrowed: the user may choose the slopes by code that opens levels of its own.
        Ok(Place::Tape(depth, identity)) => {
            let slopes = slopes::<F, P, N>(x.map(|a| a.v), v, x.map(|a| a.identity != 0), identity, at);
            level::with(|stack| on_hot(stack, depth, |level, hot| on_tape(level, hot, x.map(|a| a.identity), slopes)))
        }
        Err(error) => Err(error),
    };
    named.unwrap_or_else(|error| level::leave(error))
}

/// Where an operation is recorded.
enum Place {
    /// It is: this is its identity.
    Named(u64),
    /// On the tape of the level at this depth, as the operation of this identity.
    Tape(usize, u64),
}

/// Writes the slopes of an operation on a tape.
fn on_tape<const N: usize>(
    level: &mut Level,
    hot: &Hot,
    identities: [u64; N],
    slopes: [Option<f64>; N],
) -> Result<u64, Error> {
    let slots = identities.map(|identity| local(hot, identity) as u32);
    if N <= 2 {
        let entry = |i: usize| slopes[i].map(|d| (d, slots[i]));
        let record = Record::of(entry(0), if N > 1 { entry(N - 1) } else { None });
        return push(level, hot, |hot| hot.push(record));
    }
    let mut many = tape(level).arena().many(N);
    slots.iter().zip(slopes).filter_map(|(&s, d)| Some((s, d?))).for_each(|(s, d)| many.argument(s, d));
    let statement = many.finish()?;
    push(level, hot, |hot| hot.push_many(statement))
}

/// Runs `f` with the recorder of an eager level, wherever it is kept.
pub(super) fn on_hot<R>(stack: &mut [Box<Level>], depth: usize, f: impl FnOnce(&mut Level, &Hot) -> R) -> R {
    if depth + 1 == stack.len() {
        return HOT.with(|hot| f(&mut stack[depth], hot));
    }
    let hot = stack[depth].hot.take();
    let result = f(&mut stack[depth], &hot);
    stack[depth].hot.restore(&hot);
    result
}

pub(super) fn tape(level: &mut Level) -> &mut super::memory::Tape {
    match &mut level.kind {
        Kind::Eager(tape) => tape,
        _ => unreachable!("called for eager levels"),
    }
}

/// Writes a record, with a new chunk if need be.
pub(super) fn push(level: &mut Level, hot: &Hot, write: impl Fn(&Hot) -> Option<u64>) -> Result<u64, Error> {
    if !hot.has_room() {
        tape(level).refill(hot)?;
    }
    Ok(write(hot).expect("there is room, and the owner of every argument was checked"))
}

/// Writes a line on the List of a recording level.
pub(super) fn line<F: Real>(
    stack: &mut [Box<Level>],
    depth: usize,
    op: Op,
    x: &[Var<F>],
    at: &'static Location<'static>,
) -> Result<u64, Error> {
    let level = &mut stack[depth];
    let base = level.hot.base.get();
    let Kind::Recording(recorder) = &mut level.kind else { unreachable!("called for recording levels") };
    let source = |a: &Var<F>| recorder.source(base, a.identity, a.v.wide());
    let slot = if x.len() <= 4 {
        let mut few = [Source::Constant(0.0); 4];
        few.iter_mut().zip(x).for_each(|(s, a)| *s = source(a));
        recorder.line(op, &few[..x.len()], at)?
    } else {
        let many: Vec<Source> = x.iter().map(source).collect();
        recorder.line(op, &many, at)?
    };
    Ok(base + slot as u64)
}

/// Writes a comparison and its guard, where a List is being recorded that the operands belong to.
#[inline]
#[track_caller]
pub(crate) fn compare<F: Real, P: Prim<2>>(a: Var<F>, b: Var<F>, said: bool) -> bool {
    if RECORDING.get() != 0 && (a.identity != 0 || b.identity != 0) {
        guard(P::OP, &[a, b], said, Location::caller());
    }
    said
}

/// As [`compare`], for a predicate.
#[inline]
#[track_caller]
pub(crate) fn predicate<F: Real, P: Prim<1>>(a: Var<F>, said: bool) -> bool {
    if RECORDING.get() != 0 && a.identity != 0 {
        guard(P::OP, &[a], said, Location::caller());
    }
    said
}

#[cold]
#[inline(never)]
fn guard<F: Real>(op: Op, x: &[Var<F>], said: bool, at: &'static Location<'static>) {
    let done = level::with(|stack| {
        let depth = owner(stack, x.iter().map(|a| a.identity), at)?;
        if !matches!(stack[depth].kind, Kind::Recording(_)) {
            return Ok(());
        }
        let cond = line(stack, depth, op, x, at)? - stack[depth].hot.base.get();
        if let Kind::Recording(recorder) = &mut stack[depth].kind {
            recorder.guard(cond as u32, said, at);
        }
        Ok(())
    });
    done.unwrap_or_else(|error| level::leave(error));
}

/// Guards a variable that was recorded as a truth value already. Tells whether it is what was said.
#[track_caller]
pub(crate) fn hold<F: Real>(cond: Var<F>, said: bool) -> bool {
    let at = Location::caller();
    if RECORDING.get() != 0 && cond.identity != 0 {
        level::with(|stack| {
            let Some(depth) = level_of(stack, cond.identity) else { return };
            let slot = cond.identity - stack[depth].hot.base.get();
            if let Kind::Recording(recorder) = &mut stack[depth].kind {
                recorder.guard(slot as u32, said, at);
            }
        });
    }
    (cond.v != F::of(0.0)) == said
}

/// Whether a variable belongs to a List that is being recorded: its number is not settled then.
pub(crate) fn is_recorded(identity: u64) -> bool {
    identity != 0
        && RECORDING.get() != 0
        && level::with(|stack| level_of(stack, identity).is_some_and(|d| matches!(stack[d].kind, Kind::Recording(_))))
}

/// Whether a List is being recorded that will run at other points too.
pub(crate) fn for_other_points() -> bool {
    RECORDING.get() != 0
        && level::with(|stack| stack.iter().any(|l| matches!(&l.kind, Kind::Recording(recorder) if recorder.kept)))
}
