//! Statements of many arguments: `sum`, `dot`, `prod` and their kin, one record each on the tape of slopes.

use super::level::{self, HOT, Kind, Level};
use super::memory::{Hot, Many, Statement};
use super::record::{line, local, on_hot, owner, push, tape, unusual};
use super::var::Var;
use crate::Error;
use crate::prim::{Nary, Set, nary};
use crate::value::Real;
use std::cell::Cell;
use std::panic::Location;

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
    let written = level::with(|stack| -> Result<Written<F>, Error> {
        let depth = nary_owner(stack, identities, at)?;
        let base = stack[depth].hot.base.get();
        match &mut stack[depth].kind {
            Kind::Forward(tangents) => {
                let slots = identities.iter().map(|&i| if i == 0 { 0 } else { i - base });
                let identity = base + tangents.apply_nary::<P>(values, slots);
                Ok(Written::As(Var { v: F::eval_wide::<P>(values), identity }))
            }
            Kind::Recording(_) => {
                let of = |(&v, &identity)| Var { v: F::of(v), identity };
                let x: Vec<Var<F>> = values.iter().zip(identities).map(of).collect();
                let identity = line(stack, depth, P::OP, &x, at)?;
                Ok(Written::As(Var { v: F::eval_wide::<P>(values), identity }))
            }
            Kind::Eager(_) => {
                on_hot(stack, depth, |level, hot| match nary_statement::<F, P>(level, hot, values, identities) {
                    (v, Ok(statement)) => {
                        Ok(Written::As(Var { v, identity: push(level, hot, |hot| hot.push_many(statement))? }))
                    }
                    (v, Err(kink)) => Ok(Written::Not { depth, identity: hot.base.get() + hot.next.get(), v, kink }),
                })
            }
        }
    })?;
    let (depth, identity, v, kink) = match written {
        Written::As(y) => return Ok(y),
        Written::Not { depth, identity, v, kink } => (depth, identity, v, kink),
    };
    // Not while the levels are borrowed: the user may choose the slopes by code that opens levels of its own.
    let mut slopes = vec![None; values.len()];
    P::partials(values, v.wide(), |i| identities[i] != 0, |i, d| slopes[i] = Some(d));
    let settled = unusual(P::OP, values, v.wide(), kink, &slopes, identity, at);
    level::with(|stack| {
        on_hot(stack, depth, |level, hot| {
            let mut many = tape(level).many(values.len());
            let varying = identities.iter().zip(settled).filter_map(|(&identity, d)| Some((local(hot, identity), d?)));
            varying.for_each(|(slot, d)| many.argument(slot as u32, d));
            let statement = many.finish();
            Ok(Var { v, identity: push(level, hot, |hot| hot.push_many(statement))? })
        })
    })
}

/// What became of a statement.
enum Written<F> {
    /// It is recorded.
    As(Var<F>),
    /// It stands at a kink, or has a slope that is not finite: the policy is to be asked.
    Not { depth: usize, identity: u64, v: F, kink: Option<Set> },
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

/// Writes the arguments of a statement and computes its value; no statement where the policy on kinks is to be asked.
fn nary_statement<F: Real, P: Nary>(
    level: &mut Level,
    hot: &Hot,
    x: &[f64],
    identities: &[u64],
) -> (F, Result<Statement, Option<Set>>) {
    let base = hot.base.get();
    let slot = |i: usize| identities[i].wrapping_sub(base) as u32;
    let varies = |i: usize| identities[i] != 0;
    if !P::WATCH && F::DOUBLE && identities[0] != 0 && follow_each_other(identities.iter().copied()) {
        // Arguments that stand in a row and all vary: the statement is its slopes.
        let mut many = tape(level).many(x.len());
        let v = P::both(x, |_| true, |_, d| many.slope(d));
        return (F::of(v), Ok(many.finish_run(slot(0))));
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
    if odd || kink.is_some() { (v, Err(kink)) } else { (v, Ok(many.finish())) }
}
