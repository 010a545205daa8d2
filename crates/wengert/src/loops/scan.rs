//! What a user writes: `scan`, `scan_with`, `scan_each`, `while_loop`, `checkpoint`.

use super::body;
use super::run::{Loop, Outcome, as_written, may_be_by_states, once, run};
use super::step::{Numbers, refill};
use super::store::SnapshotStore;
use super::{Memory, Step};
use crate::Error;
use crate::tape::Var;
use crate::tape::call;
use crate::tape::level;
use crate::tree::{Output, Tree, flat};
use crate::value::Real;
use std::panic::Location;
use std::rc::Rc;

/// Runs `f` once for each step, from state to state, and answers the last state: a `for` loop that differentiates in the
/// memory of one recorded body, and of what [`Memory`] says.
///
/// ```
/// use wengert::{scan, value_and_grad};
/// let plain = |x| { let mut s = x; for _ in 0..100 { s = s + 0.01 * s * (1.0 - s) } s };
/// let kept = |x| scan(0..100, x, |s, _| s + 0.01 * s * (1.0 - s));
/// assert_eq!(value_and_grad(plain, 0.1)?, value_and_grad(kept, 0.1)?);
/// # Ok::<(), wengert::Error>(())
/// ```
/// `steps` is anything that counts: `0..n`, `(0..n).rev()`, `(0..n).step_by(2)`, a list of numbers. The state is a number, or
/// a tree of them, whose shape stays. What the body reads of its surroundings may vary too, and receives its adjoint.
///
/// On the tape of a gradient everything is kept, as of the plain loop, at its speed; [`scan_with`] keeps less. A long
/// loop whose body compares nothing keeps the state before every step instead and runs as machine code, faster than the
/// plain loop. There, where a List is recorded (a [`Program`](crate::Program), a Hessian) and where less is kept, the
/// body is recorded, not run again: it must depend on nothing but its arguments and variables around it. The step is a
/// [`Step`], not a number, for that reason. A step whose comparisons come out otherwise is recorded anew, once for each
/// path. In a List the loop is one `scan` line for each stretch of steps along one path; a loop that changes path at
/// every step is as many lines.
///
/// Values and gradients have the bits of the plain loop. Under [`jvp`](crate::jvp) tangents travel along, in constant
/// memory.
///
/// # Errors
/// Leaves the entry point with [`Error::State`] where the state changes its shape.
#[track_caller]
pub fn scan<F: Real, S: Tree<F, Num = Var<F>, Traced = S, Grad = S>>(
    steps: impl IntoIterator<Item = usize>,
    state: S,
    f: impl Fn(S, Step<F>) -> S,
) -> S {
    scan_with(Memory::Store, steps, state, f)
}

/// As [`scan`], keeping for the way back what `memory` says.
///
/// ```
/// use wengert::{Memory, scan_with, value_and_grad};
/// let logistic = |x| scan_with(Memory::Snapshots(5), 0..1000, x, |s, _| 3.7 * s * (1.0 - s));
/// let (_, slope) = value_and_grad(logistic, 0.5)?; // 5 states instead of 1000
/// assert_eq!(slope, 0.0);
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`scan`].
#[track_caller]
pub fn scan_with<F: Real, S: Tree<F, Num = Var<F>, Traced = S, Grad = S>>(
    memory: Memory,
    steps: impl IntoIterator<Item = usize>,
    state: S,
    f: impl Fn(S, Step<F>) -> S,
) -> S {
    let (at, steps) = (Location::caller(), steps.into_iter());
    let store = memory == Memory::Store;
    if as_written(store, steps.size_hint().0) && !(store && may_be_by_states::<F>(steps.size_hint().0, state.count())) {
        return written(steps, state, |_| true, f, at);
    }
    let numbers = Rc::new(Numbers::new(steps));
    match recorded(&numbers, memory, None, false, None, &state, &f, at) {
        Some(last) => last,
        None => written(numbers.all(), state, |_| true, f, at),
    }
}

/// As [`scan`], with `snapshots` states in a store of the caller's: a file, say.
///
/// # Errors
/// As [`scan`]; the entry point answers [`Error::Snapshot`] where the store fails.
#[track_caller]
pub fn scan_in<F: Real, S: Tree<F, Num = Var<F>, Traced = S, Grad = S>>(
    store: impl SnapshotStore + 'static,
    snapshots: usize,
    steps: impl IntoIterator<Item = usize>,
    state: S,
    f: impl Fn(S, Step<F>) -> S,
) -> S {
    let (at, steps) = (Location::caller(), steps.into_iter());
    if as_written(false, steps.size_hint().0) {
        return written(steps, state, |_| true, f, at);
    }
    let (memory, store) = (Memory::Snapshots(snapshots), Some(Box::new(store) as Box<_>));
    looped(Numbers::new(steps), memory, store, false, None, state, &f, at)
}

/// As [`scan`], for a body that needs the number of the step as a number: every step is traced, and equal bodies are kept
/// once, whatever numbers stand in them.
///
/// ```
/// use wengert::{Var, scan_each, value_and_grad};
/// let data = [2.0, 3.0, 5.0];
/// let f = |x: Var| scan_each(0..3, 0.0 * x, |s, k| s + (x - data[k]).powi(2));
/// assert_eq!(value_and_grad(f, 4.0)?, (6.0, 4.0));
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`scan`].
#[track_caller]
pub fn scan_each<F: Real, S: Tree<F, Num = Var<F>, Traced = S, Grad = S>>(
    steps: impl IntoIterator<Item = usize>,
    state: S,
    f: impl Fn(S, usize) -> S,
) -> S {
    let (f, at, steps) = (|s, k: Step<F>| f(s, k.number()), Location::caller(), steps.into_iter());
    if as_written(true, steps.size_hint().0) {
        return written(steps, state, |_| true, f, at);
    }
    looped(Numbers::new(steps), Memory::Store, None, true, None, state, &f, at)
}

/// As [`scan`], as long as `goes_on` says of the state; the steps count from 0.
///
/// ```
/// use wengert::{Var, value_and_grad, while_loop};
/// // Newton's iteration for the square root
/// let root = |a: Var| while_loop(a, |&y| (y * y - a).abs() > 1e-12, |y, _| 0.5 * (y + a / y));
/// let (y, slope) = value_and_grad(root, 4.0)?;
/// assert!((y - 2.0).abs() < 1e-12 && (slope - 0.25).abs() < 1e-12);
/// # Ok::<(), wengert::Error>(())
/// ```
/// In a [`Program`](crate::Program) the number of steps is guarded: a point that needs another number is an error, never the
/// wrong answer.
///
/// # Errors
/// As [`scan`]; leaves the entry point with [`Error::Endless`] where the condition compares nothing that changes.
#[track_caller]
pub fn while_loop<F: Real, S: Tree<F, Num = Var<F>, Traced = S, Grad = S>>(
    state: S,
    goes_on: impl Fn(&S) -> bool,
    f: impl Fn(S, Step<F>) -> S,
) -> S {
    while_loop_with(Memory::Store, state, goes_on, f)
}

/// As [`while_loop`], keeping for the way back what `memory` says. The number of steps is not known beforehand:
/// snapshots are placed by [`Online`](crate::schedule::Online).
///
/// # Errors
/// As [`scan`].
#[track_caller]
pub fn while_loop_with<F: Real, S: Tree<F, Num = Var<F>, Traced = S, Grad = S>>(
    memory: Memory,
    state: S,
    goes_on: impl Fn(&S) -> bool,
    f: impl Fn(S, Step<F>) -> S,
) -> S {
    let at = Location::caller();
    if as_written(memory == Memory::Store, 0) {
        compares(&state, &goes_on, at).unwrap_or_else(|error| level::leave(error));
        return written(0.., state, goes_on, f, at);
    }
    looped(Numbers::endless(), memory, None, false, Some(&goes_on), state, &f, at)
}

/// The loop that all of them are where it may be recorded.
#[allow(clippy::too_many_arguments)]
fn looped<F: Real, S: Tree<F, Num = Var<F>, Traced = S, Grad = S>>(
    numbers: Numbers,
    memory: Memory,
    store: Option<Box<dyn SnapshotStore>>,
    each: bool,
    goes_on: Option<&dyn Fn(&S) -> bool>,
    state: S,
    f: &dyn Fn(S, Step<F>) -> S,
    at: &'static Location<'static>,
) -> S {
    let numbers = Rc::new(numbers);
    match recorded(&numbers, memory, store, each, goes_on, &state, f, at) {
        Some(last) => last,
        None => written(numbers.all(), state, |s| goes_on.is_none_or(|goes_on| goes_on(s)), f, at),
    }
}

/// The last state of a loop that is recorded; `None` where it has to run as it is written.
#[allow(clippy::too_many_arguments)]
fn recorded<F: Real, S: Tree<F, Num = Var<F>, Traced = S, Grad = S>>(
    numbers: &Rc<Numbers>,
    memory: Memory,
    store: Option<Box<dyn SnapshotStore>>,
    each: bool,
    goes_on: Option<&dyn Fn(&S) -> bool>,
    state: &S,
    f: &dyn Fn(S, Step<F>) -> S,
    at: &'static Location<'static>,
) -> Option<S> {
    let leaves: Vec<Var<F>> = flat(state);
    let mut record = |values: &[f64], step: u64| {
        let values: Vec<F> = values.iter().map(|&v| F::of(v)).collect();
        let body = |vars: Vec<Var<F>>, k: Step<F>| {
            let before = refill(state, &vars);
            if let Some(goes_on) = goes_on {
                if !goes_on(&before) {
                    return Ok((Vec::new(), false));
                }
                if !call::guarded() {
                    return Err(Error::Endless { at });
                }
            }
            let after: Vec<Var<F>> = flat(&f(before, k));
            if after.len() != leaves.len() {
                return Err(Error::State { before: leaves.len(), after: after.len(), at });
            }
            Ok((after, true))
        };
        body::record(&values, numbers, step, each, body).map(|(body, goes_on)| goes_on.then_some(body))
    };
    let l = Loop { numbers: Rc::clone(numbers), state: leaves.clone(), memory, store, each, at };
    match run(l, &mut record).unwrap_or_else(|error| level::leave(error)) {
        Outcome::AsWritten => None,
        Outcome::Done(leaves) => {
            let last = refill(state, &leaves);
            // Where a List is recorded, this guards that the loop ends here.
            if let Some(goes_on) = goes_on {
                goes_on(&last);
            }
            Some(last)
        }
    }
}

/// The plain loop, compiled with its body in place. On a forward level what a step leaves behind is forgotten after it.
#[inline]
fn written<F: Real, S: Tree<F, Num = Var<F>, Traced = S, Grad = S>>(
    steps: impl IntoIterator<Item = usize>,
    mut state: S,
    goes_on: impl Fn(&S) -> bool,
    f: impl Fn(S, Step<F>) -> S,
    at: &'static Location<'static>,
) -> S {
    let (mark, count) = (call::mark(), state.count());
    let mut first = None;
    for number in steps {
        if !goes_on(&state) {
            break;
        }
        state = f(state, Step::plain(number, *first.get_or_insert(number)));
        let after = state.count();
        if after != count {
            level::leave(Error::State { before: count, after, at });
        }
        if let Some(mark) = mark {
            let mut leaves: Vec<Var<F>> = flat(&state);
            call::forget(mark, &mut leaves);
            state = refill(&state, &leaves);
        }
    }
    state
}

/// That a condition which says "go on" compares something that may change.
fn compares<F: Real, S: Tree<F, Num = Var<F>, Traced = S, Grad = S>>(
    state: &S,
    goes_on: &dyn Fn(&S) -> bool,
    at: &'static Location<'static>,
) -> Result<(), Error> {
    let values: Vec<F> = flat(state).iter().map(|x| x.v).collect();
    let said = |vars: Vec<Var<F>>, _: Step<F>| {
        let fine = !goes_on(&refill(state, &vars)) || call::guarded();
        if fine { Ok((Vec::new(), ())) } else { Err(Error::Endless { at }) }
    };
    body::record(&values, &Rc::new(Numbers::endless()), 0, false, said).map(drop)
}

/// `f(x)`, of which the tape keeps only `x`: the way back runs it again.
///
/// ```
/// use wengert::{checkpoint, value_and_grad};
/// let f = |x: wengert::Var| checkpoint(|x| (x.sin() * x).exp(), x).ln();
/// assert_eq!(value_and_grad(f, 2.0)?, value_and_grad(|x: wengert::Var| (x.sin() * x).exp().ln(), 2.0)?);
/// # Ok::<(), wengert::Error>(())
/// ```
/// `f` is recorded, and may read what is around it. In a [`Program`](crate::Program) it is one `call` line.
///
/// # Errors
/// Leaves the entry point with what `f` returns.
#[track_caller]
pub fn checkpoint<F: Real, X: Tree<F, Num = Var<F>, Traced = X, Grad = X>, Y: Output<Var<F>, F>>(
    f: impl FnOnce(X) -> Y,
    x: X,
) -> Y::Plain {
    let at = Location::caller();
    let plain = |y: Y, outs: &mut Vec<Var<F>>| {
        y.leaves(&mut |v| {
            outs.push(v);
            v
        })
    };
    if as_written(false, 1) {
        return plain(f(x), &mut Vec::new()).unwrap_or_else(|error| level::leave(error));
    }
    let numbers = Rc::new(Numbers::new([0]));
    let leaves: Vec<Var<F>> = flat(&x);
    let values: Vec<F> = leaves.iter().map(|x| x.v).collect();
    let recorded = body::record(&values, &numbers, 0, false, |vars, _| {
        let mut outs = Vec::new();
        let y = plain(f(refill(&x, &vars)), &mut outs)?;
        Ok((outs, y))
    });
    let (results, y) = recorded
        .and_then(|(body, y)| Ok((once(&leaves, body, numbers, at)?, y)))
        .unwrap_or_else(|error| level::leave(error));
    let mut next = results.into_iter();
    Y::remake(&y, &mut |old| next.next().unwrap_or(old))
}
