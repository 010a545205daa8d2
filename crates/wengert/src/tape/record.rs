//! Recording one operation: the fast path onto the tape of slopes, and the slow path for everything else.

use super::level::{self, Event, HOT, Kind, Level, RECORDING};
use super::memory::{Hot, MAX_SLOTS, Many, Record, Statement};
use super::trace::Source;
use super::var::Var;
use crate::Error;
use crate::options::{Kink, Kinks, current, settle};
use crate::prim::{Nary, Op, Prim, Set, nary};
use crate::value::Real;
use std::cell::Cell;
use std::panic::Location;

/// The slot of an identity on this recorder: 0 for a constant, `next` or more where it is not one of its slots.
#[inline(always)]
fn local(hot: &Hot, identity: u64) -> u64 {
    if identity == 0 { 0 } else { identity.wrapping_sub(hot.base.get()) }
}

/// Applies a primitive to variables.
#[inline(always)]
#[track_caller]
pub(crate) fn record<F: Real, P: Prim<N>, const N: usize>(x: [Var<F>; N]) -> Var<F> {
    let v = P::eval(x.map(|a| a.v));
    if x.iter().all(|a| a.identity == 0) {
        return Var { v, identity: 0 };
    }
    let at = Location::caller();
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
fn unusual(
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
    // Whether an error is due is known once adjoints are: `Level::report` decides.
    let policy = if matches!(current().kinks, Kinks::Error) { Kinks::Note } else { current().kinks };
    let Ok(chosen) = settle(policy, &kink, x.len(), &mut found, None) else { return slopes.to_vec() };
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
fn owner(
    stack: &[Level],
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
        _ => Ok(highest),
    }
}

/// The open level an identity belongs to.
fn level_of(stack: &[Level], identity: u64) -> Option<usize> {
    stack.iter().enumerate().rev().find(|(i, l)| owns(l, identity, i + 1 == stack.len())).map(|(i, _)| i)
}

fn owns(level: &Level, identity: u64, on_top: bool) -> bool {
    let slot = identity.wrapping_sub(level.hot.base.get());
    match &level.kind {
        Kind::Recording(r) => r.has(slot),
        Kind::Forward(t) => slot >= 1 && slot < t.slots(),
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
        let on_top = depth + 1 == stack.len();
        let base = stack[depth].hot.base.get();
        match &mut stack[depth].kind {
            Kind::Recording(_) => line(stack, depth, P::OP, &x, at),
            Kind::Forward(tangents) if tangents.slots() > MAX_SLOTS => Err(Error::TooLong),
            Kind::Forward(tangents) => {
                let slots = x.map(|a| if a.identity == 0 { 0 } else { a.identity - base });
                Ok(base + tangents.apply::<P, N>(x.map(|a| a.v.wide()), slots))
            }
            Kind::Eager(_) => on_hot(stack, depth, on_top, |level, hot| {
                let (values, want) = (x.map(|a| a.v), x.map(|a| a.identity != 0));
                let slots = x.map(|a| local(hot, a.identity) as u32);
                let identity = hot.base.get() + hot.next.get();
                if N <= 2 {
                    let record = few::<F, P, N>(values, v, want, slots, identity, at);
                    return push(level, hot, |hot| hot.push(record));
                }
                let slopes = slopes::<F, P, N>(values, v, want, identity, at);
                let mut many = tape(level).many(N);
                slots.iter().zip(slopes).for_each(|(&s, d)| {
                    if let Some(d) = d {
                        many.argument(s, d)
                    }
                });
                let statement = many.finish();
                push(level, hot, |hot| hot.push_many(statement))
            }),
        }
    });
    done.unwrap_or_else(|error| level::leave(error))
}

/// Runs `f` with the recorder of an eager level, wherever it is kept.
fn on_hot<R>(stack: &mut [Level], depth: usize, on_top: bool, f: impl FnOnce(&mut Level, &Hot) -> R) -> R {
    if on_top {
        return HOT.with(|hot| f(&mut stack[depth], hot));
    }
    let hot = stack[depth].hot.take();
    let result = f(&mut stack[depth], &hot);
    stack[depth].hot.restore(&hot);
    result
}

fn tape(level: &mut Level) -> &mut super::memory::Tape {
    match &mut level.kind {
        Kind::Eager(tape) => tape,
        _ => unreachable!("called for eager levels"),
    }
}

/// Writes a record, with a new chunk if need be.
fn push(level: &mut Level, hot: &Hot, write: impl Fn(&Hot) -> Option<u64>) -> Result<u64, Error> {
    if !hot.has_room() {
        tape(level).refill(hot).map_err(|_| Error::TooLong)?;
    }
    Ok(write(hot).expect("there is room, and the owner of every argument was checked"))
}

/// Writes a line on the List of a recording level.
fn line<F: Real>(
    stack: &mut [Level],
    depth: usize,
    op: Op,
    x: &[Var<F>],
    at: &'static Location<'static>,
) -> Result<u64, Error> {
    let level = &mut stack[depth];
    let base = level.hot.base.get();
    let Kind::Recording(recorder) = &mut level.kind else { unreachable!("called for recording levels") };
    let source = |a: &Var<F>| {
        let slot = a.identity.wrapping_sub(base);
        match a.identity {
            0 => Source::Constant(a.v.wide()),
            _ if recorder.has(slot) => Source::Slot(slot as u32),
            outer => Source::Outer(outer, a.v.wide()),
        }
    };
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

/// Applies a primitive of any number of arguments: one statement.
#[track_caller]
pub(crate) fn record_nary<F: Real, P: Nary>(x: &[Var<F>]) -> Var<F> {
    record_nary_of::<F, P>(x.iter().copied()).expect("a statement has arguments")
}

thread_local! {
    /// Where the arguments of statements of many stand while they are recorded: values and identities.
    static ARGUMENTS: Cell<(Vec<f64>, Vec<u64>)> = const { Cell::new((Vec::new(), Vec::new())) };
}

/// As [`record_nary`], of arguments that stand in several places; `None` of nothing.
#[inline]
#[track_caller]
pub(crate) fn record_nary_of<F: Real, P: Nary>(x: impl Iterator<Item = Var<F>>) -> Option<Var<F>> {
    let at = Location::caller();
    let (mut values, mut identities) = ARGUMENTS.take();
    values.clear();
    identities.clear();
    x.for_each(|a| {
        values.push(a.v.wide());
        identities.push(a.identity);
    });
    let done = (!values.is_empty()).then(|| nary_at::<F, P>(&values, &identities, at));
    ARGUMENTS.set((values, identities));
    done.map(|y| y.unwrap_or_else(|error| level::leave(error)))
}

fn nary_at<F: Real, P: Nary>(
    values: &[f64],
    identities: &[u64],
    at: &'static Location<'static>,
) -> Result<Var<F>, Error> {
    if identities.iter().all(|&i| i == 0) {
        return Ok(Var { v: F::eval_wide::<P>(values), identity: 0 });
    }
    level::with(|stack| {
        let depth = nary_owner(stack, identities, at)?;
        let on_top = depth + 1 == stack.len();
        let base = stack[depth].hot.base.get();
        match &mut stack[depth].kind {
            Kind::Forward(tangents) => {
                let slots = identities.iter().map(|&i| if i == 0 { 0 } else { i - base });
                let identity = base + tangents.apply_nary::<P>(values, slots);
                Ok(Var { v: F::eval_wide::<P>(values), identity })
            }
            Kind::Recording(_) => {
                let of = |(&v, &identity)| Var { v: F::of(v), identity };
                let x: Vec<Var<F>> = values.iter().zip(identities).map(of).collect();
                Ok(Var { v: F::eval_wide::<P>(values), identity: line(stack, depth, P::OP, &x, at)? })
            }
            Kind::Eager(_) => on_hot(stack, depth, on_top, |level, hot| {
                let (v, statement) = nary_statement::<F, P>(level, hot, values, identities, at);
                Ok(Var { v, identity: push(level, hot, |hot| hot.push_many(statement))? })
            }),
        }
    })
}

/// The inner product of two sequences, each of variables of the eager level on top or of plain numbers: written to the
/// tape without a detour. `None` where it is anything else.
#[inline]
pub(crate) fn record_dot<F: Real, A: Factors<F>, B: Factors<F>>(a: A, b: B) -> Option<Var<F>> {
    HOT.with(|hot| {
        if a.len() == 0 || !hot.has_room() {
            return None;
        }
        let (run_a, run_b) = (a.run(hot)?, b.run(hot)?);
        let v = nary::Dot::of(a.values(), b.values());
        let statement = level::with(|stack| {
            let mut many = tape(stack.last_mut()?).many(a.len() + b.len());
            // One side of plain numbers, the other slots in a row: the usual weighted sum.
            match (run_a, run_b) {
                (Run::None, Run::From(first)) => {
                    return Some(many.run(first, nary::Dot::slopes(a.values()).map(F::wide)));
                }
                (Run::From(first), Run::None) => {
                    return Some(many.run(first, nary::Dot::slopes(b.values()).map(F::wide)));
                }
                _ => {}
            }
            a.write(&mut many, hot, nary::Dot::slopes(b.values()).map(F::wide));
            b.write(&mut many, hot, nary::Dot::slopes(a.values()).map(F::wide));
            Some(many.finish())
        })?;
        Some(Var { v, identity: hot.push_many(statement)? })
    })
}

/// How the slots of one side of an inner product stand.
pub(crate) enum Run {
    /// There are none.
    None,
    /// One after the other, from this one.
    From(u32),
    /// In another order.
    Scattered,
}

/// One side of an inner product: variables, or plain numbers, which take no part in the record.
pub(crate) trait Factors<F>: Copy {
    fn len(self) -> usize;
    fn values(self) -> impl ExactSizeIterator<Item = F>;
    /// How the slots of the variables stand; `None` where one is no slot of this recorder.
    fn run(self, hot: &Hot) -> Option<Run>;
    /// Adds the variables with their slopes to a statement.
    fn write(self, many: &mut Many<'_>, hot: &Hot, slopes: impl Iterator<Item = f64>);
}

impl<F: Real> Factors<F> for &[Var<F>] {
    fn len(self) -> usize {
        self.len()
    }
    #[inline(always)]
    fn values(self) -> impl ExactSizeIterator<Item = F> {
        self.iter().map(|x| x.v)
    }
    #[inline(always)]
    fn run(self, hot: &Hot) -> Option<Run> {
        let of_this = |x: &Var<F>| x.identity != 0 && hot.slot(x.identity).is_some();
        if follow_each_other(self.iter().map(|x| x.identity)) {
            let (first, last) = (self.first()?, self.last()?);
            return (of_this(first) && of_this(last)).then(|| Run::From(local(hot, first.identity) as u32));
        }
        self.iter().fold(true, |all, x| all & of_this(x)).then_some(Run::Scattered)
    }
    #[inline(always)]
    fn write(self, many: &mut Many<'_>, hot: &Hot, slopes: impl Iterator<Item = f64>) {
        let base = hot.base.get();
        many.extend(self.len(), self.iter().map(|x| x.identity.wrapping_sub(base) as u32), slopes);
    }
}

/// Whether the identities increase by one, from the first to the last.
#[inline(always)]
fn follow_each_other(mut identities: impl Iterator<Item = u64>) -> bool {
    let Some(first) = identities.next() else { return false };
    identities.zip(first + 1..).fold(0, |gaps, (identity, expected)| gaps | (identity ^ expected)) == 0
}

impl<F: Real> Factors<F> for &[F] {
    fn len(self) -> usize {
        self.len()
    }
    #[inline(always)]
    fn values(self) -> impl ExactSizeIterator<Item = F> {
        self.iter().copied()
    }
    fn run(self, _: &Hot) -> Option<Run> {
        Some(Run::None)
    }
    fn write(self, _: &mut Many<'_>, _: &Hot, _: impl Iterator<Item = f64>) {}
}

/// As `owner`; where all arguments are of the eager level on top, one comparison each.
fn nary_owner(stack: &[Level], identities: &[u64], at: &'static Location<'static>) -> Result<usize, Error> {
    let on_top = HOT.with(|hot| {
        let next = hot.next.get();
        next > 1 && identities.iter().fold(true, |all, &i| all & (local(hot, i) < next))
    });
    if on_top { Ok(stack.len() - 1) } else { owner(stack, identities.iter().copied(), at) }
}

/// Writes the arguments of a statement and computes its value.
fn nary_statement<F: Real, P: Nary>(
    level: &mut Level,
    hot: &Hot,
    x: &[f64],
    identities: &[u64],
    at: &'static Location<'static>,
) -> (F, Statement) {
    let base = hot.base.get();
    let slot = |i: usize| identities[i].wrapping_sub(base) as u32;
    let varies = |i: usize| identities[i] != 0;
    if !P::WATCH && F::DOUBLE && identities[0] != 0 && follow_each_other(identities.iter().copied()) {
        // Arguments that stand in a row and all vary: the statement is its slopes.
        let mut many = tape(level).many(x.len());
        let v = P::both(x, |_| true, |_, d| many.slope(d));
        return (F::of(v), many.finish_run(slot(0)));
    }
    let mut many = tape(level).many(x.len());
    let mut odd = false;
    let visit = |i: usize, d: f64| {
        odd |= P::WATCH && !d.is_finite();
        many.argument(slot(i), d);
    };
    let v = if F::DOUBLE {
        F::of(P::both(x, varies, visit))
    } else {
        let v = F::eval_wide::<P>(x);
        P::partials(x, v.wide(), varies, visit);
        v
    };
    let kink = if P::WATCH { P::kink(x, &varies) } else { None };
    if odd || kink.is_some() {
        let mut slopes = vec![None; x.len()];
        P::partials(x, v.wide(), varies, |i, d| slopes[i] = Some(d));
        let settled = unusual(P::OP, x, v.wide(), kink, &slopes, base + hot.next.get(), at);
        many.clear();
        settled.iter().enumerate().filter_map(|(i, d)| Some((i, (*d)?))).for_each(|(i, d)| many.argument(slot(i), d));
    }
    (v, many.finish())
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
