//! Calls: one entry of a recorder with many arguments, many results and a pullback of its own. Loops kept as loops and a
//! user's own rules are calls.
//!
//! How a rule uses it: ask [`owner`] whose the arguments are, compute the values, then
//!
//! - `Nobody`: answer constants;
//! - `Eager`: [`on_tape`] names the results; the closure is the pullback `(adjoints of the results, add)`, which the
//!   reverse sweep runs at the call's place, once or twice, and calls `add(argument, term)` for every contribution;
//! - `Forward`: [`tangents`] reads those of the arguments, [`with_tangents`] names the results;
//! - `Recording`: [`on_list`] writes a line with a sub-List.
//!
//! None of these runs the user's code while the levels are borrowed: a rule may open derivatives of its own.

use super::level::{self, Kind, Level};
use super::memory::{Hot, Record};
use super::record::{self, on_hot, push};
use super::trace::Recorder;
use super::var::Var;
use crate::Error;
use crate::list::{Binding, Block, Id, List, Operand, Origin, Repeat, Step};
use crate::sweep::Slope;
use crate::value::Real;
use std::cell::RefCell;
use std::fmt;
use std::panic::Location;

/// What a call does in the reverse sweep. A closure `(adjoints of the results, add)` is one.
pub(crate) trait Pull {
    /// Adds to the adjoints of the arguments what those of the results bring. An error ends the derivative.
    fn pull(&self, results: &[f64], args: &mut Arguments<'_, f64>) -> Result<(), Error>;
    /// As `pull`, in the careful sweep: what is absent passes nothing, kinks are told and settled.
    fn pull_present(
        &self,
        results: &[Option<f64>],
        args: &mut Arguments<'_, Option<f64>>,
        rescue: bool,
    ) -> Result<(), Error>;
    /// How many bytes it keeps for the sweep.
    fn bytes(&self) -> usize {
        0
    }
    /// What it is, in words, and how many steps it has.
    fn about(&self) -> (String, u64) {
        ("rule".to_owned(), 1)
    }
}

impl<P: Fn(&[f64], &mut dyn FnMut(usize, f64)) -> Result<(), Error>> Pull for P {
    fn pull(&self, results: &[f64], args: &mut Arguments<'_, f64>) -> Result<(), Error> {
        self(results, &mut |i, term| args.add(i, term))
    }
    fn pull_present(
        &self,
        results: &[Option<f64>],
        args: &mut Arguments<'_, Option<f64>>,
        _: bool,
    ) -> Result<(), Error> {
        let numbers: Vec<f64> = results.iter().map(|g| g.unwrap_or(0.0)).collect();
        self(&numbers, &mut |i, term| args.add(i, term))
    }
}

/// The registers of a call's arguments: they hold what later operations contributed already.
#[derive(Debug)]
pub(crate) struct Arguments<'a, G> {
    bar: &'a mut [G],
    slots: &'a [u32],
}

impl<G: Copy> Arguments<'_, G> {
    /// The register of argument `i`; `None` of a constant.
    pub fn get(&self, i: usize) -> Option<G> {
        (self.slots[i] != 0).then(|| self.bar[self.slots[i] as usize])
    }
    /// Replaces the register of argument `i`, if it has one.
    pub fn set(&mut self, i: usize, g: G) {
        if self.slots[i] != 0 {
            self.bar[self.slots[i] as usize] = g;
        }
    }
}
impl Arguments<'_, f64> {
    /// Adds to the adjoint of argument `i`.
    pub fn add(&mut self, i: usize, term: f64) {
        if self.slots[i] != 0 {
            self.bar[self.slots[i] as usize] += term;
        }
    }
}
impl Arguments<'_, Option<f64>> {
    /// Adds to the adjoint of argument `i`.
    pub fn add(&mut self, i: usize, term: f64) {
        self.set(i, Some(self.get(i).flatten().map_or(term, |sum| sum + term)));
    }
}

/// The calls of an eager tape.
#[derive(Default)]
pub(crate) struct Calls {
    entries: Vec<Entry>,
    /// The first error of a pullback in a sweep; what follows it does not run.
    failure: RefCell<Option<Error>>,
}

struct Entry {
    /// Of each argument; 0 of a constant.
    slots: Box<[u32]>,
    first: u32,
    results: u32,
    pull: Box<dyn Pull>,
    at: &'static Location<'static>,
}

impl Entry {
    fn bytes(&self) -> usize {
        size_of::<Entry>() + self.slots.len() * size_of::<u32>() + self.pull.bytes()
    }
}

impl Calls {
    /// Forgets all of them.
    #[inline]
    pub fn clear(&mut self) {
        if !self.entries.is_empty() {
            self.entries.clear();
            self.failure.take();
        }
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
    /// What they keep, in bytes.
    pub fn bytes(&self) -> usize {
        self.entries.iter().map(Entry::bytes).sum()
    }
    /// Tells of each where it stands, what it is, how many steps it has and how many bytes it keeps.
    pub fn each(&self, mut tell: impl FnMut(&'static Location<'static>, String, u64, usize)) {
        for entry in &self.entries {
            let (what, steps) = entry.pull.about();
            tell(entry.at, what, steps, entry.bytes());
        }
    }
    /// The error of the sweep that just ran.
    #[inline]
    pub fn failure(&self) -> Option<Error> {
        if self.is_empty() { None } else { self.failure.take() }
    }
    /// The pullback of call `k`, over the registers of all slots.
    pub fn pull(&self, k: usize, bar: &mut [f64]) {
        let entry = &self.entries[k];
        let (below, results) = bar.split_at_mut(entry.first as usize);
        let mut args = Arguments { bar: below, slots: &entry.slots };
        self.keep(entry, || entry.pull.pull(&results[..entry.results as usize], &mut args));
    }
    /// The careful pullback of call `k`; tells whether an adjoint had reached it.
    pub fn pull_present(&self, k: usize, bar: &mut [Option<f64>], rescue: bool) {
        let entry = &self.entries[k];
        let (below, results) = bar.split_at_mut(entry.first as usize);
        let results = &results[..entry.results as usize];
        if results.iter().any(Option::is_some) {
            let mut args = Arguments { bar: below, slots: &entry.slots };
            self.keep(entry, || entry.pull.pull_present(results, &mut args, rescue));
        }
    }
    /// Runs a pullback, unless one has failed; what is wrong in it is wrong at its call's place.
    fn keep(&self, entry: &Entry, pull: impl FnOnce() -> Result<(), Error>) {
        if self.failure.borrow().is_none()
            && let Err(mut error) = pull()
        {
            error.or_at(Some(Origin::Rust(entry.at)));
            self.failure.replace(Some(error));
        }
    }
}

impl fmt::Debug for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} calls", self.entries.len())
    }
}

/// Which recorder an operation belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// None: all arguments are constants.
    Nobody,
    /// The tape of slopes.
    Eager,
    /// The forward recorder.
    Forward,
    /// A List.
    Recording,
}

/// Which recorder an operation on these variables belongs to, and that they may meet.
pub(crate) fn owner<F: Real>(args: &[Var<F>], at: &'static Location<'static>) -> Result<Owner, Error> {
    if args.iter().all(|a| a.identity == 0) {
        return Ok(Owner::Nobody);
    }
    level::with(|stack| {
        Ok(match &stack[depth_of(stack, args, at)?].kind {
            Kind::Eager(_) => Owner::Eager,
            Kind::Forward(_) => Owner::Forward,
            Kind::Recording(_) => Owner::Recording,
        })
    })
}

fn depth_of<F: Real>(stack: &[Box<Level>], args: &[Var<F>], at: &'static Location<'static>) -> Result<usize, Error> {
    record::owner(stack, args.iter().map(|a| a.identity), at)
}

/// Records a call on the eager tape its arguments belong to. Results that are not `active` are constants.
pub(crate) fn on_tape<F: Real>(
    args: &[Var<F>],
    values: &[F],
    active: impl Fn(usize) -> bool,
    pull: Box<dyn Pull>,
    at: &'static Location<'static>,
) -> Result<Vec<Var<F>>, Error> {
    level::with(|stack| {
        let depth = depth_of(stack, args, at)?;
        on_hot(stack, depth, |level, hot| named(level, hot, args, values, active, pull, at))
    })
}

/// Names the results on the tape, one slot each; the last one carries the call.
fn named<F: Real>(
    level: &mut Level,
    hot: &Hot,
    args: &[Var<F>],
    values: &[F],
    active: impl Fn(usize) -> bool,
    pull: Box<dyn Pull>,
    at: &'static Location<'static>,
) -> Result<Vec<Var<F>>, Error> {
    let slots = args.iter().map(|a| record::local(hot, a.identity) as u32).collect();
    let (first, results) = (hot.next.get() as u32, values.len() as u32);
    let calls = &mut record::tape(level).calls;
    let call = calls.entries.len();
    calls.entries.push(Entry { slots, first, results, pull, at });
    let last = values.len().saturating_sub(1);
    let name = |(k, &v): (usize, &F)| {
        let identity = if k == last {
            push(level, hot, |hot| hot.push_call(call))?
        } else {
            push(level, hot, |hot| hot.push(Record::of(None, None)))?
        };
        Ok(Var { v, identity: if active(k) { identity } else { 0 } })
    };
    values.iter().enumerate().map(name).collect()
}

/// The tangents of variables that belong to a forward level, or are constants.
pub(crate) fn tangents<F: Real>(args: &[Var<F>], at: &'static Location<'static>) -> Result<Vec<Slope<f64>>, Error> {
    level::with(|stack| {
        let level = &stack[depth_of(stack, args, at)?];
        let Kind::Forward(tangents) = &level.kind else { unreachable!("asked for their owner") };
        let of = |a: &Var<F>| match a.identity {
            0 => Slope::Fixed,
            identity => tangents.slope(identity - level.hot.base.get()),
        };
        Ok(args.iter().map(of).collect())
    })
}

/// Names results with their tangents on the forward level that `args` belong to.
pub(crate) fn with_tangents<F: Real>(
    args: &[Var<F>],
    results: impl Iterator<Item = (F, Slope<f64>)>,
    at: &'static Location<'static>,
) -> Result<Vec<Var<F>>, Error> {
    level::with(|stack| {
        let depth = depth_of(stack, args, at)?;
        let base = stack[depth].hot.base.get();
        let Kind::Forward(tangents) = &mut stack[depth].kind else { unreachable!("asked for their owner") };
        let name = |(v, dot)| match dot {
            Slope::Fixed => Ok(Var::constant(v)),
            _ if tangents.slots() > super::memory::MAX_SLOTS => Err(Error::TooLong),
            dot => Ok(Var { v, identity: base + tangents.name(dot) }),
        };
        results.map(name).collect()
    })
}

/// Writes a line with a sub-List on the List that the variables `of` belong to; `block` is told what reads each argument.
pub(crate) fn on_list<F: Real>(
    of: &[Var<F>],
    args: &[Var<F>],
    values: &[F],
    block: impl FnOnce(&[Operand]) -> Block,
    at: &'static Location<'static>,
) -> Result<Vec<Var<F>>, Error> {
    level::with(|stack| {
        let depth = depth_of(stack, of, at)?;
        let base = stack[depth].hot.base.get();
        let Kind::Recording(recorder) = &mut stack[depth].kind else { unreachable!("asked for their owner") };
        let operands: Vec<Operand> = args.iter().map(|a| operand(recorder, base, a)).collect();
        let first = recorder.list.block(block(&operands))?;
        recorder.list.came_from(Origin::Rust(at));
        let name = |(k, &v)| Var { v, identity: base + first.0 as u64 + 1 + k as u64 };
        Ok(values.iter().enumerate().map(name).collect())
    })
}

/// Variables and constants as values of the List that the variables `of` belong to: themselves where they all are, else
/// the results of a line that hands them on.
pub(crate) fn as_values<F: Real>(
    vars: &[Var<F>],
    of: &[Var<F>],
    at: &'static Location<'static>,
) -> Result<Vec<Var<F>>, Error> {
    let are = level::with(|stack| {
        let level = &stack[depth_of(stack, of, at)?];
        let Kind::Recording(recorder) = &level.kind else { unreachable!("asked for their owner") };
        let base = level.hot.base.get();
        Ok::<bool, Error>(vars.iter().all(|x| recorder.is_value(x.identity.wrapping_sub(base))))
    })?;
    if are {
        return Ok(vars.to_vec());
    }
    let mut body = List::new();
    body.try_input("x", vec![u32::try_from(vars.len()).map_err(|_| Error::TooLong)?])?;
    body.set_outputs((0..vars.len() as u32).map(|k| Operand::id(Id(k))).collect());
    let uniform = |operands: &[Operand]| operands.iter().map(|&o| Binding::Uniform(o)).collect();
    let block =
        |operands: &[Operand]| Block { repeat: Repeat::Call, body: Box::new(body), bindings: uniform(operands) };
    on_list(of, vars, &vars.iter().map(|x| x.v).collect::<Vec<_>>(), block, at)
}

/// Whether the List on top holds a guard.
pub(crate) fn guarded() -> bool {
    level::with(|stack| match stack.last().map(|l| &l.kind) {
        Some(Kind::Recording(recorder)) => recorder.list.steps().any(|(_, _, s)| matches!(s, Step::Guard(..))),
        _ => false,
    })
}

/// A place in the forward level on top.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    base: u64,
    slot: u64,
}

/// Where the forward level on top stands; `None` where it is of another kind.
pub(crate) fn mark() -> Option<Mark> {
    level::with(|stack| match stack.last().map(|level| &**level) {
        Some(Level { kind: Kind::Forward(tangents), hot, .. }) => {
            Some(Mark { base: hot.base.get(), slot: tangents.slots() })
        }
        _ => None,
    })
}

/// Forgets the tangents since a mark, but for those of `kept`, which get new names.
pub(crate) fn forget<F: Real>(mark: Mark, kept: &mut [Var<F>]) {
    level::with(|stack| {
        let top = stack.last_mut().map(|level| &mut **level);
        let Some(Level { kind: Kind::Forward(tangents), hot, .. }) = top else { return };
        if hot.base.get() != mark.base {
            return;
        }
        let slot = |x: &Var<F>| x.identity.wrapping_sub(mark.base);
        let since: Vec<bool> =
            kept.iter().map(|x| x.identity != 0 && slot(x) >= mark.slot && tangents.has(slot(x))).collect();
        let dots: Vec<Slope<f64>> =
            kept.iter().zip(&since).filter(|(_, since)| **since).map(|(x, _)| tangents.slope(slot(x))).collect();
        tangents.forget(mark.slot);
        let renamed = kept.iter_mut().zip(since).filter(|(_, since)| *since).map(|(x, _)| x);
        renamed.zip(dots).for_each(|(x, dot)| x.identity = mark.base + tangents.name(dot));
    });
}

/// What reads a variable on the List of a level whose slot 0 has the identity `base`.
fn operand<F: Real>(recorder: &mut Recorder, base: u64, a: &Var<F>) -> Operand {
    let source = recorder.source(base, a.identity, a.v.wide());
    recorder.operand(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prim::Op;
    use crate::{hessian, jvp, notes, value_and_grad};
    use std::rc::Rc;

    const HERE: fn() -> &'static Location<'static> = || Location::caller();

    /// (x y, x / y) as a call with a pullback written by hand.
    fn both(x: Var, y: Var) -> [Var; 2] {
        let (a, b) = (x.v, y.v);
        let pullback = move |g: &[f64], add: &mut dyn FnMut(usize, f64)| {
            add(0, g[0] * b + g[1] / b);
            add(1, g[0] * a - g[1] * a / (b * b));
            Ok(())
        };
        let values = [a * b, a / b];
        let results = match owner(&[x, y], HERE()).unwrap() {
            Owner::Nobody => values.map(Var::constant).to_vec(),
            Owner::Eager => on_tape(&[x, y], &values, |_| true, Box::new(pullback), HERE()).unwrap(),
            Owner::Forward => {
                let along = |dots: &[Slope<f64>]| {
                    let [dx, dy] = [0, 1].map(|i| if let Slope::Along(t) = dots[i] { t } else { 0.0 });
                    [dx * b + a * dy, dx / b - a * dy / (b * b)].map(Slope::Along)
                };
                let dots = along(&tangents(&[x, y], HERE()).unwrap());
                with_tangents(&[x, y], values.into_iter().zip(dots), HERE()).unwrap()
            }
            Owner::Recording => on_list(&[x, y], &[x, y], &values, called, HERE()).unwrap(),
        };
        [results[0], results[1]]
    }

    fn called(args: &[Operand]) -> Block {
        let mut body = List::new();
        let inputs = ["x", "y"].map(|name| Operand::id(body.input(name, vec![])));
        for op in ["mul", "div"] {
            let y = body.apply(Op::by_text(op).unwrap(), &inputs).unwrap();
            body.output(y);
        }
        let bindings = args.iter().map(|&a| Binding::Uniform(a)).collect();
        Block { repeat: Repeat::Call, body: Box::new(body), bindings }
    }

    fn plain(x: Var, y: Var) -> [Var; 2] {
        [x * y, x / y]
    }

    /// Calls beside, before and after ordinary operations, with results read often, once and never.
    fn chain(step: impl Fn(Var, Var) -> [Var; 2]) -> impl Fn([Var; 2]) -> Var {
        move |[x, y]| {
            let [p, q] = step(x.sinh(), y);
            let [r, _] = step(p, p);
            let [s, t] = step(Var::constant(2.0), q);
            let [u, v] = step(Var::constant(2.0), Var::constant(3.0));
            r * q + s * t + t + u * x + v
        }
    }

    #[test]
    fn a_call_is_what_it_stands_for() {
        let at = [0.7, 1.3];
        let (value, grad) = value_and_grad(chain(plain), at).unwrap();
        let (v, g) = value_and_grad(chain(both), at).unwrap();
        assert_eq!(v, value);
        g.iter().zip(grad).for_each(|(a, b)| assert!((a - b).abs() < 1e-14, "{a} {b}"));
        assert_eq!(hessian(chain(both), at).unwrap().2, hessian(chain(plain), at).unwrap().2);
        let (_, d) = jvp(chain(both), at, [1.0, -0.5]).unwrap();
        assert!((d - (grad[0] - 0.5 * grad[1])).abs() < 1e-14);
        assert_eq!(chain(both)(at.map(Var::constant)).value(), value);
    }

    #[test]
    fn many_calls_cross_the_ends_of_chunks() {
        let run = |step: fn(Var, Var) -> [Var; 2]| {
            let f = move |x: Var| (0..5000).fold(x, |s, _| step(s, Var::constant(1.0001))[0]);
            value_and_grad(f, 1.5).unwrap()
        };
        assert_eq!(run(both), run(plain));
    }

    #[test]
    fn a_careful_sweep_passes_through_calls() {
        let f = |step: fn(Var, Var) -> [Var; 2]| {
            move |x: Var| step(x.abs(), 2.0 * x + 1.0)[0] + step(x + 1.0, 1.0 + x.abs())[1]
        };
        let ((value, made), (expected, known)) =
            (notes(|| value_and_grad(f(both), 0.0)), notes(|| value_and_grad(f(plain), 0.0)));
        assert_eq!((value.unwrap(), made.len()), (expected.unwrap(), known.len()));
        assert!(!made.is_empty());
    }

    #[test]
    fn an_error_in_a_pullback_is_the_answer() {
        let held = Rc::new(());
        let f = |x: Var| {
            let kept = Rc::clone(&held);
            let pull = move |_: &[f64], _: &mut dyn FnMut(usize, f64)| {
                let _ = &kept;
                Err(Error::User("the disk is full".into()))
            };
            on_tape(&[x], &[x.v], |_| true, Box::new(pull), HERE()).unwrap()[0]
        };
        assert_eq!(value_and_grad(f, 1.0).unwrap_err().to_string(), "the disk is full");
        assert_eq!(Rc::strong_count(&held), 1, "a closed level keeps nothing");
        assert_eq!(value_and_grad(|x| x * x, 3.0).unwrap(), (9.0, 6.0));
    }
}
