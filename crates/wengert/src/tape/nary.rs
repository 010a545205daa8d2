//! Statements of many arguments: `sum`, `dot`, `prod` and their kin, one record each on the tape of slopes.

use super::arena::{Many, Statement};
use super::level::{self, HOT, Kind, Level};
use super::memory::{Full, Hot, in_lanes};
use super::number::Number;
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

/// The arguments of a statement while it is recorded.
#[derive(Default)]
struct Arguments {
    values: Vec<f64>,
    /// The identity of the first.
    first: u64,
    /// All identities; nothing where they follow the first without a gap.
    identities: Vec<u64>,
}

thread_local! {
    /// Memory for the arguments of the next statement.
    static ARGUMENTS: Cell<Arguments> = const { Cell::new(Arguments::new()) };
}

impl Arguments {
    const fn new() -> Arguments {
        Arguments { values: Vec::new(), first: 0, identities: Vec::new() }
    }
    /// Replaces what it holds by these variables.
    #[inline]
    fn gather<F: Real>(&mut self, mut x: impl Iterator<Item = Var<F>>) {
        let Arguments { values, first, identities } = self;
        values.clear();
        identities.clear();
        let Some(head) = x.next() else { return };
        values.push(head.v.wide());
        *first = head.identity;
        let (mut last, mut scattered) = (head.identity, false);
        values.extend(x.map(|a| {
            last = last.wrapping_add(1);
            if scattered {
                identities.push(a.identity);
            } else if a.identity != last {
                scattered = true;
                identities.extend((*first..last).chain([a.identity]));
            }
            a.v.wide()
        }));
    }
    fn len(&self) -> usize {
        self.values.len()
    }
    /// The identity of argument `i`.
    #[inline(always)]
    fn identity(&self, i: usize) -> u64 {
        if self.identities.is_empty() { self.first + i as u64 } else { self.identities[i] }
    }
    fn identities(&self) -> impl ExactSizeIterator<Item = u64> {
        (0..self.len()).map(|i| self.identity(i))
    }
    /// The first and the last identity, where all are variables that follow each other.
    fn run(&self) -> Option<(u64, u64)> {
        (self.identities.is_empty() && self.first != 0).then(|| (self.first, self.identity(self.len() - 1)))
    }
    /// Whether none varies.
    fn constant(&self) -> bool {
        if self.identities.is_empty() { self.first == 0 } else { self.identities.iter().all(|&i| i == 0) }
    }
    /// Whether all belong to this recorder, or to nobody.
    fn belong(&self, hot: &Hot) -> bool {
        let next = hot.next.get();
        next > 1
            && match self.run() {
                Some((first, last)) => local(hot, first) < next && local(hot, last) < next,
                None => self.identities().fold(true, |all, i| all & (local(hot, i) < next)),
            }
    }
}

/// As [`record_nary`], of arguments that stand in several places; `None` of nothing.
#[inline]
#[track_caller]
pub(crate) fn record_nary_of<F: Real, P: Nary>(x: impl Iterator<Item = Var<F>>) -> Option<Var<F>> {
    let at = Location::caller();
    let mut arguments = ARGUMENTS.take();
    arguments.gather(x);
    let done = (arguments.len() > 0).then(|| nary_at::<F, P>(&arguments, at));
    ARGUMENTS.set(arguments);
    done.map(|y| y.unwrap_or_else(|error| level::leave(error)))
}

fn nary_at<F: Real, P: Nary>(x: &Arguments, at: &'static Location<'static>) -> Result<Var<F>, Error> {
    let values = &x.values[..];
    if x.constant() {
        return Ok(Var { v: F::eval_wide::<P>(values), identity: 0 });
    }
    let written = level::with(|stack| -> Result<Written<F>, Error> {
        let on_top = HOT.with(|hot| x.belong(hot));
        let depth = if on_top { stack.len() - 1 } else { owner(stack, x.identities(), at)? };
        let base = stack[depth].hot.base.get();
        match &mut stack[depth].kind {
            Kind::Forward(tangents) => {
                let slots = x.identities().map(|i| if i == 0 { 0 } else { i - base });
                let identity = base + tangents.apply_nary::<P>(values, slots);
                Ok(Written::As(Var { v: F::eval_wide::<P>(values), identity }))
            }
            Kind::Recording(_) => {
                let of = |(&v, identity)| Var { v: F::of(v), identity };
                let x: Vec<Var<F>> = values.iter().zip(x.identities()).map(of).collect();
                let identity = line(stack, depth, P::OP, &x, at)?;
                Ok(Written::As(Var { v: F::eval_wide::<P>(values), identity }))
            }
            Kind::Eager(_) => on_hot(stack, depth, |level, hot| match nary_statement::<F, P>(level, hot, x)? {
                (v, Ok(statement)) => {
                    Ok(Written::As(Var { v, identity: push(level, hot, |hot| hot.push_many(statement))? }))
                }
                (v, Err(kink)) => Ok(Written::Not { depth, identity: hot.base.get() + hot.next.get(), v, kink }),
            }),
        }
    })?;
    let (depth, identity, v, kink) = match written {
        Written::As(y) => return Ok(y),
        Written::Not { depth, identity, v, kink } => (depth, identity, v, kink),
    };
    // Not while the levels are borrowed: the user may choose the slopes by code that opens levels of its own.
    let mut slopes = vec![None; values.len()];
    P::partials(values, v.wide(), |i| x.identity(i) != 0, |i, d| slopes[i] = Some(d));
    let settled = unusual(P::OP, values, v.wide(), kink, &slopes, identity, at);
    level::with(|stack| {
        on_hot(stack, depth, |level, hot| {
            let mut many = tape(level).arena().many(values.len());
            let varying = x.identities().zip(settled).filter_map(|(identity, d)| Some((local(hot, identity), d?)));
            varying.for_each(|(slot, d)| many.argument(slot as u32, d));
            let statement = many.finish()?;
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
/// tape without a detour. `None` where it is anything else, or the tape is full.
#[inline]
pub(crate) fn record_dot<F: Real, A: Factors<F>, B: Factors<F>>(a: A, b: B) -> Option<Var<F>> {
    HOT.with(|hot| {
        if a.len() == 0 || !hot.has_room() {
            return None;
        }
        let (run_a, run_b) = (a.run(hot)?, b.run(hot)?);
        let v = nary::Dot::of(a.values(), b.values());
        let statement = level::with(|stack| {
            let arena = tape(stack.last_mut()?).arena();
            // One side of plain numbers, the other slots in a row: the usual weighted sum.
            match (run_a, run_b) {
                (Run::None, Run::From(first)) => {
                    return arena.shared_run(first, nary::Dot::slopes(a.values()).map(F::wide)).ok();
                }
                (Run::From(first), Run::None) => {
                    return arena.shared_run(first, nary::Dot::slopes(b.values()).map(F::wide)).ok();
                }
                _ => {}
            }
            let mut many = arena.many(a.len() + b.len());
            a.write(&mut many, hot, nary::Dot::slopes(b.values()).map(F::wide));
            b.write(&mut many, hot, nary::Dot::slopes(a.values()).map(F::wide));
            many.finish().ok()
        })?;
        Some(Var { v, identity: hot.push_many(statement)? })
    })
}

/// A row-major matrix of variables of the eager level on top, standing in a row, times a vector of plain numbers: one
/// statement for each row of the matrix, all with the same slopes. `None` where it is anything else.
pub(crate) fn record_rows<F: Real, T: Number<F>>(matrix: &[Var<F>], x: &[T]) -> Option<Result<Vec<Var<F>>, Error>> {
    HOT.with(|hot| {
        let first = match matrix.run(hot)? {
            Run::From(first) if !T::OUTER => first,
            _ => return None,
        };
        let mut rows = row_values(matrix, x);
        Some(level::with(|stack| {
            let level = stack.last_mut().ok_or(Error::TooLong)?;
            let slopes = nary::Dot::slopes(x.iter().map(|x| x.primal().wide()));
            let statement = tape(level).arena().shared_run(first, slopes)?;
            for (k, row) in rows.iter_mut().enumerate() {
                let run = first + (k * x.len()) as u32;
                row.identity = push(level, hot, |hot| hot.push_many(Statement { run, ..statement }))?;
            }
            Ok(rows)
        }))
    })
}

/// The products of the rows of a matrix with a vector, as constants; several rows side by side.
fn row_values<F: Real, T: Number<F>>(matrix: &[Var<F>], x: &[T]) -> Vec<Var<F>> {
    const ABREAST: usize = 4;
    let n = x.len();
    let (number, numbers) = (|a: &Var<F>| a.v, x.iter().map(|x| x.primal()));
    let mut out = Vec::with_capacity(matrix.len() / n);
    in_lanes(|| {
        let mut blocks = matrix.chunks_exact(ABREAST * n);
        for block in &mut blocks {
            let rows: [&[Var<F>]; ABREAST] = std::array::from_fn(|k| &block[k * n..][..n]);
            out.extend(nary::Dot::abreast(rows, number, numbers.clone()).map(Var::constant));
        }
        let rest = blocks.remainder().chunks(n);
        out.extend(rest.map(|row| Var::constant(nary::Dot::of(row.iter().map(number), numbers.clone()))));
    });
    out
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
    fn values(self) -> impl ExactSizeIterator<Item = F> + Clone;
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
    fn values(self) -> impl ExactSizeIterator<Item = F> + Clone {
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
        many.extend(self.iter().map(|x| x.identity.wrapping_sub(base) as u32), slopes);
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
    fn values(self) -> impl ExactSizeIterator<Item = F> + Clone {
        self.iter().copied()
    }
    fn run(self, _: &Hot) -> Option<Run> {
        Some(Run::None)
    }
    fn write(self, _: &mut Many<'_>, _: &Hot, _: impl Iterator<Item = f64>) {}
}

/// Writes the arguments of a statement and computes its value; no statement where the policy on kinks is to be asked.
fn nary_statement<F: Real, P: Nary>(
    level: &mut Level,
    hot: &Hot,
    x: &Arguments,
) -> Result<(F, Result<Statement, Option<Set>>), Full> {
    let (arena, values) = (tape(level).arena(), &x.values[..]);
    if !P::WATCH && F::DOUBLE {
        let write = |slopes: &mut Vec<f64>| P::all(values, slopes);
        let (v, statement) = match x.run() {
            Some((first, _)) => arena.run(local(hot, first) as u32, x.len(), write)?,
            None => arena.scattered(x.identities().map(|i| local(hot, i) as u32), write)?,
        };
        return Ok((F::of(v), Ok(statement)));
    }
    let (mut many, mut odd) = (arena.many(x.len()), false);
    let varies = |i: usize| x.identity(i) != 0;
    let v = F::eval_wide::<P>(values);
    P::partials(values, v.wide(), varies, |i, d| {
        odd |= P::WATCH && !d.is_finite();
        many.argument(local(hot, x.identity(i)) as u32, d);
    });
    let kink = if P::WATCH { P::kink(values, &varies) } else { None };
    if odd || kink.is_some() {
        many.forget();
        return Ok((v, Err(kink)));
    }
    Ok((v, Ok(many.finish()?)))
}
