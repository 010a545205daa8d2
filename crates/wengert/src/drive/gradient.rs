//! The gradient: one run of the program, one reverse sweep.

use super::careful::Careful;
use super::rescue::Rescue;
use super::{run, trace};
use crate::list::Origin;
use crate::options::{Kinks, NanZero, current, lines_wanted, note};
use crate::tape::level::{self, Event, Kind, Level};
use crate::tape::record::take_events;
use crate::tree::{Leaves, Lift, Number, Objective, Tree};
use crate::value::Real;
use crate::{Error, Kink, Note, NoteKind, Var};
use std::borrow::Cow;
use std::collections::HashSet;
use std::panic::Location;

/// The value of `f` at `x` and its gradient, in the shape of `x`. One run of `f`, one reverse sweep, whatever the number
/// of inputs.
///
/// ```
/// use wengert::value_and_grad;
/// let (value, [dx, dy]) = value_and_grad(|[x, y]| x * y + (x * y).sin(), [2.0, 3.0])?;
/// assert_eq!(format!("{value:.4} {dx:.4} {dy:.4}"), "5.7206 5.8805 3.9203");
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// What the closure returns or a variable's misuse causes; see [`Error`].
#[track_caller]
pub fn value_and_grad<X: Tree, O: Objective<X::Num>>(
    f: impl FnOnce(X::Traced) -> O,
    x: X,
) -> Result<(O::Value, X::Grad), Error> {
    at::<f64, X, O>(f, &x)
}

/// As [`value_and_grad`], with the gradient written into the caller's numbers, in the order of the point's.
///
/// ```
/// let mut g = [0.0; 2];
/// let v = wengert::value_and_grad_into(|[x, y]| x * y, &[2.0, 3.0], &mut g)?;
/// assert_eq!((v, g), (6.0, [3.0, 2.0]));
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`value_and_grad`]; [`Error::Input`] where `grad` has another length than the point.
#[track_caller]
pub fn value_and_grad_into<X: Tree<Num = f64> + ?Sized, O: Objective<f64>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
    grad: &mut [f64],
) -> Result<O::Value, Error> {
    into::<f64, X, O>(f, x, grad)
}

#[track_caller]
pub(crate) fn at<F: Real, X: Tree<F>, O: Objective<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
) -> Result<(O::Value, X::Grad), Error> {
    if X::Num::OUTER || lines_wanted() {
        let (value, bar) = recorded::<F, X, O>(f, x)?;
        return Ok((value, x.fill(&mut Leaves::own(&bar))));
    }
    eager::<F, X, O, _>(f, x, |v, extra, bar| (O::join(X::Num::literal(v), extra), x.fill(&mut Leaves::wide(bar))))
}

#[track_caller]
pub(crate) fn into<F: Real, X: Tree<F, Num = F> + ?Sized, O: Objective<F, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
    grad: &mut [F],
) -> Result<O::Value, Error> {
    let expected = x.count();
    if grad.len() != expected {
        return Err(Error::Input { expected, got: grad.len() });
    }
    if lines_wanted() {
        let (value, bar) = recorded::<F, X, O>(f, x)?;
        grad.copy_from_slice(&bar);
        return Ok(value);
    }
    eager::<F, X, O, _>(f, x, |v, extra, bar| {
        grad.iter_mut().zip(bar).for_each(|(g, &b)| *g = F::of(b));
        O::join(v, extra)
    })
}

/// The gradient on the tape of slopes; `answer` makes it of the value, what rides along and the registers of the inputs.
#[track_caller]
fn eager<F: Real, X: Tree<F> + ?Sized, O: Objective<X::Num, F>, R>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
    answer: impl FnOnce(F, O::Extra, &[f64]) -> R,
) -> Result<R, Error> {
    let open = level::open_eager(x.count())?;
    let ((y, extra), mut level) = run(open, |open| f(x.lift(&mut Lift::new(open.base() + 1, None))).split())?;
    let answered = sweep(&mut level, y, Location::caller()).map(|bar| answer(y.v, extra, &bar));
    level.recycle();
    answered
}

/// The registers of the inputs after the reverse sweep from `y`.
fn sweep<'l, F: Real>(
    level: &'l mut Level,
    y: Var<F>,
    at: &'static Location<'static>,
) -> Result<Cow<'l, [f64]>, Error> {
    let (base, next) = (level.hot.base.get(), level.hot.next.get());
    let events = take_events(base..base + next);
    let output = match y.identity {
        0 => 0,
        identity => level.slot(identity, next).ok_or(if level::depth() > 0 {
            Error::Captured { at }
        } else {
            Error::Foreign { at }
        })?,
    };
    let Level { kind: Kind::Eager(tape), .. } = level else { unreachable!("opened as eager") };
    if output == 0 {
        return Ok(vec![0.0; tape.inputs()].into());
    }
    if events.is_empty() && (tape.calls.is_empty() || !Careful::asked(false)) {
        let bar = tape.sweep(next, output, 1.0);
        let nan = any_nan(bar);
        if let Some(error) = tape.calls.failure() {
            return Err(error);
        }
        if !nan {
            // The borrow checker cannot see that this return ends the borrow; the registers are read again.
            return Ok(tape.registers_of_inputs().into());
        }
    }
    careful(tape, next, output, y.v.wide().is_finite(), base, events, at).map(Into::into)
}

/// Whether a number is NaN. Few are looked at one by one: loads of several would wait for the stores of the sweep.
fn any_nan(bar: &[f64]) -> bool {
    const FEW: usize = 32;
    if bar.len() <= FEW { bar.iter().any(|g| g.is_nan()) } else { bar.iter().fold(false, |nan, g| nan | g.is_nan()) }
}

/// The slow sweep: structural zeros pass nothing, a numeric zero times infinity counts as zero with a note, and events
/// that a cotangent reaches are told.
fn careful(
    tape: &crate::tape::memory::Tape,
    next: u64,
    output: u32,
    finite: bool,
    base: u64,
    events: Vec<Event>,
    at: &'static Location<'static>,
) -> Result<Vec<f64>, Error> {
    let rescue = finite && current().nan_zero == NanZero::Zero;
    let named = events.iter().map(|e| (e.identity - base) as u32).collect();
    let mut reached = HashSet::new();
    let mut met = Rescue::new(rescue, named);
    let product = |slot, to, d, g| met.product(slot, to, d, g);
    let bar = tape.careful_sweep(next, output, 1.0, rescue, product, |slot| {
        reached.insert(slot);
    });
    if let Some(error) = tape.calls.failure() {
        return Err(error);
    }
    for e in events {
        let slot = (e.identity - base) as u32;
        if reached.contains(&slot) {
            tell(e, met.at(slot), met.from(slot))?;
        }
    }
    if !matches!(current().kinks, Kinks::Ignore) {
        met.nameless(Origin::Rust(at)).into_iter().for_each(note);
    }
    // The fast sweep starts its registers at +0.0 and so never ends with -0.0: neither does this one.
    Ok(bar.into_iter().map(|g| g + 0.0).collect())
}

/// Tells of a kink that a cotangent reached: a note or, under `Kinks::Error`, the error. A zero that met an infinity at it
/// is told in the kink's place; one that met its infinite slope elsewhere is told beside it.
fn tell(e: Event, met: bool, met_elsewhere: bool) -> Result<(), Error> {
    let at = Some(Origin::Rust(e.at));
    let policy = current().kinks;
    if matches!(policy, Kinks::Error) {
        return Err(e.kink.undefined(at));
    }
    let chosen = e.chosen?;
    if matches!(policy, Kinks::Ignore) {
        return Ok(());
    }
    let zero = |kink: Kink| Note { kind: NoteKind::ZeroTimesInfinity, kink, chosen: 0.0, at };
    let beside = (met_elsewhere && !met).then(|| zero(e.kink.clone()));
    let kind = if met { NoteKind::ZeroTimesInfinity } else { NoteKind::Kink(e.kink.kind()) };
    note(Note { kind, kink: e.kink, chosen, at });
    beside.into_iter().for_each(note);
    Ok(())
}

/// The gradient by a List: its sweeps run over whatever the point consists of, variables of an outer level among them.
#[track_caller]
fn recorded<F: Real, X: Tree<F> + ?Sized, O: Objective<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
) -> Result<(O::Value, Vec<X::Num>), Error> {
    let (traced, extra) = trace(x, |vars, outs| {
        let (y, extra) = f(vars).split()?;
        outs.push(y);
        Ok(extra)
    })?;
    let (y, bar) = traced.gradient()?;
    Ok((O::join(y, extra), bar))
}
