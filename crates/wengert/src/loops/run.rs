//! Running a loop: as it is written where nothing is recorded, else by its recorded bodies, whose results are then named
//! where the variables belong.

use super::backward::{Backward, Keep, Snapshots};
use super::body::{Body, OFTEN};
use super::homes::Home;
use super::machine::{Machine, Record};
use super::step::Numbers;
use super::store::{InMemory, SnapshotStore};
use super::{Memory, listed};
use crate::drive::careful::Careful;
use crate::schedule::{Action, Online, binomial};
use crate::sweep::{self, Constants, Dual, Slope};
use crate::tape::Var;
use crate::tape::call::{self, Owner};
use crate::tape::level::{self, Kind};
use crate::tape::trace::Unrolled;
use crate::value::Real;
use crate::{Error, custom};
use std::cell::RefCell;
use std::panic::Location;
use std::rc::Rc;

/// How a loop is to be run.
pub(super) struct Loop<F: Real> {
    pub numbers: Rc<Numbers>,
    pub state: Vec<Var<F>>,
    pub memory: Memory,
    pub store: Option<Box<dyn SnapshotStore>>,
    /// Whether every step is traced.
    pub each: bool,
    pub at: &'static Location<'static>,
}

/// What came out.
pub(super) enum Outcome<F> {
    /// The results.
    Done(Vec<Var<F>>),
    /// The loop has to run as it is written: it belongs to a forward level, or a tape is to hold all of it.
    AsWritten,
}

/// Longer loops stay loops, whoever would have all of them written out.
const LONG: usize = 1_000_000;

/// Whether a loop runs as it is written: no List is being recorded that could hold it as a line, and a tape of slopes, if
/// that is what records, is to hold every operation, as it holds those of a plain loop. No variable of a level below is
/// missed: the level on top refuses them, unless it records a List.
///
/// `everything`: whether the loop keeps everything; `steps`: as many as it has at least.
pub(super) fn as_written(everything: bool, steps: usize) -> bool {
    level::with(|stack| match stack.last().map(|level| &level.kind) {
        None | Some(Kind::Forward(_)) => true,
        Some(Kind::Eager(_)) => everything,
        Some(Kind::Recording(recorder)) => match recorder.unrolled {
            Unrolled::None => false,
            Unrolled::AsTape => everything,
            Unrolled::All => steps <= LONG,
        },
    })
}

/// Runs a loop by its bodies.
pub(super) fn run<F: Real>(l: Loop<F>, record: Record<'_>) -> Result<Outcome<F>, Error> {
    custom::listen(|| recorded(l, record))?
}

fn recorded<F: Real>(mut l: Loop<F>, record: Record<'_>) -> Result<Outcome<F>, Error> {
    if l.numbers.count() == Some(0) {
        return Ok(Outcome::Done(l.state));
    }
    let values: Vec<f64> = l.state.iter().map(|x| x.v.wide()).collect();
    let Some(first) = record(&values, 0)? else { return Ok(Outcome::Done(l.state)) };
    // The first body tells whom the loop belongs to.
    let outer = first.outer.iter().map(|&(identity, v)| Var { v: F::of(v), identity });
    let owner = call::owner(&l.state.iter().copied().chain(outer).collect::<Vec<_>>(), l.at)?;
    let snapshots = snapshots(&l, &first);
    let by_states = by_states(&l, &first);
    let as_written = snapshots.is_none() && !by_states && (owner == Owner::Eager || as_written(true, usize::MAX));
    if owner == Owner::Forward || as_written {
        return Ok(Outcome::AsWritten);
    }
    let mut first = Some(first);
    let with_first: Record<'_> = &mut |state, step| match first.take() {
        Some(body) => Ok(Some(body)),
        None => record(state, step),
    };
    let mut machine = Machine::new(Rc::clone(&l.numbers), &l.state, l.each, l.at);
    if owner == Owner::Eager && by_states {
        let every = every(&mut machine, with_first)?;
        // A body that says something else at another step, and compares nothing, has to be run at every one.
        return match repeats(&machine, &every, record)? {
            true => on_tape(machine, Keep::Every(every), l.at).map(Outcome::Done),
            false => Ok(Outcome::AsWritten),
        };
    }
    if owner == Owner::Recording {
        let ends = every_end(&mut machine, with_first)?;
        return listed::lines(&machine, &l.state, &ends, l.memory, l.at).map(Outcome::Done);
    }
    let keep = forward(&mut l, &mut machine, snapshots.unwrap_or(1), with_first)?;
    match (call::owner(&machine.args(), l.at)?, snapshots) {
        (Owner::Nobody, _) => Ok(Outcome::Done(machine.state.iter().map(|&v| Var::constant(F::of(v))).collect())),
        (Owner::Forward, _) | (Owner::Eager, None) => Ok(Outcome::AsWritten),
        (Owner::Eager, _) => on_tape(machine, keep, l.at).map(Outcome::Done),
        // A later path through the body captured what a List records: run once more, for the lines.
        (Owner::Recording, _) => {
            let mut machine = Machine::new(Rc::clone(&l.numbers), &l.state, l.each, l.at);
            let ends = every_end(&mut machine, record)?;
            listed::lines(&machine, &l.state, &ends, l.memory, l.at).map(Outcome::Done)
        }
    }
}

/// Whether a loop that keeps everything keeps the states before its steps, which machine code runs again, rather than
/// their operations.
fn by_states<F: Real>(l: &Loop<F>, body: &Body) -> bool {
    let known = l.memory == Memory::Store && l.store.is_none() && !l.each;
    known && F::DOUBLE && l.numbers.count().is_some_and(|steps| body.pays(steps))
}

/// Whether it may, as far as is known before its body is recorded, which takes as long as a number of steps.
pub(super) fn may_be_by_states<F: Real>(steps: usize, state: usize) -> bool {
    let many = steps as u64 >= OFTEN && steps.saturating_mul(state.max(4)) >= 1 << 14;
    // Whoever asks about kinks is told by the tape.
    let asked = Careful::asked(false);
    F::DOUBLE
        && many
        && !asked
        && level::with(|stack| match stack.last().map(|level| &level.kind) {
            Some(Kind::Eager(_)) => true,
            Some(Kind::Recording(recorder)) => recorder.unrolled == Unrolled::AsTape,
            _ => false,
        })
}

/// Runs all steps and answers the states before them, one behind the other.
fn every<F: Real>(machine: &mut Machine<F>, record: Record<'_>) -> Result<Vec<f64>, Error> {
    let steps = machine.numbers.count().unwrap_or(0);
    machine.every = Some(Vec::with_capacity(steps as usize * machine.state.len()));
    let mut step = 0;
    while step < steps {
        machine.step(step, record)?;
        step = machine.sprint(step + 1, steps);
    }
    Ok(machine.every.take().unwrap_or_default())
}

/// Whether the body, recorded at the second and at the last step, is what it was at the first.
fn repeats<F: Real>(machine: &Machine<F>, every: &[f64], record: Record<'_>) -> Result<bool, Error> {
    let (n, last) = (machine.state.len(), machine.runs.last().map_or(0, |run| run.end as usize).saturating_sub(1));
    for step in [1, last] {
        let again = record(&every[step * n..][..n], step as u64)?;
        if !again.is_some_and(|body| machine.repeats(&body, step as u64)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How many states are kept of a loop on a tape; `None` where the tape itself keeps everything.
fn snapshots<F: Real>(l: &Loop<F>, body: &Body) -> Option<usize> {
    // A loop without a known end does not fit for certain.
    let steps = l.numbers.count().unwrap_or(u64::MAX);
    l.memory.snapshots(steps, body.on_tape(), l.state.len() * size_of::<f64>())
}

/// Runs all steps and answers the state after each stretch of one body.
fn every_end<F: Real>(machine: &mut Machine<F>, record: Record<'_>) -> Result<Vec<Vec<f64>>, Error> {
    let (mut ends, mut last) = (Vec::new(), None);
    for step in 0.. {
        let before = machine.state.clone();
        let number = machine.step(step, record)?;
        if number.is_none() || last.is_some_and(|last| Some(last) != number) {
            ends.push(before);
        }
        last = number;
        if number.is_none() {
            break;
        }
    }
    Ok(ends)
}

/// Runs all steps and keeps so many states.
fn forward<F: Real>(
    l: &mut Loop<F>,
    machine: &mut Machine<F>,
    snapshots: usize,
    record: Record<'_>,
) -> Result<Keep, Error> {
    let steps = l.numbers.count();
    let most = steps.and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    let snapshots = snapshots.clamp(1, most);
    let places = if steps.is_some() { snapshots } else { 1 };
    let store = l.store.take().unwrap_or_else(|| Box::new(InMemory::of(places)));
    let mut kept = Snapshots { store, begun: None, steps: 0, snapshots };
    match steps {
        Some(steps) => known(&mut kept, machine, record, steps)?,
        None => unknown(&mut kept, machine, record)?,
    }
    Ok(Keep::Snapshots(RefCell::new(kept)))
}

/// Runs the forward part of the binomial schedule; the frame of the last step stays.
fn known<F: Real>(kept: &mut Snapshots, machine: &mut Machine<F>, record: Record<'_>, steps: u64) -> Result<(), Error> {
    let mut schedule = binomial(steps, kept.snapshots);
    kept.steps = steps;
    // The second time the adjoints are asked for, the loop starts from its first state again.
    if steps == 1 {
        kept.write(0, &machine.state)?;
    }
    for action in schedule.by_ref() {
        match action {
            Action::Advance { from, to } => {
                let mut step = machine.sprint(from, to);
                while step < to {
                    machine.step(step, record)?;
                    step = machine.sprint(step + 1, to);
                }
            }
            Action::Snapshot { slot, .. } => kept.write(slot, &machine.state)?,
            Action::Reverse { step } => {
                machine.step(step, record)?;
                break;
            }
            Action::Restore { .. } => unreachable!("nothing is restored on the way forward"),
        }
    }
    kept.begun = Some((schedule, true));
    Ok(())
}

/// Runs a loop whose end is not known, with the online schedule.
fn unknown<F: Real>(kept: &mut Snapshots, machine: &mut Machine<F>, record: Record<'_>) -> Result<(), Error> {
    let mut online = Online::new(kept.snapshots);
    loop {
        if let Some(slot) = online.arrive() {
            kept.write(slot, &machine.state)?;
        }
        if machine.step(kept.steps, record)?.is_none() {
            break;
        }
        kept.steps += 1;
    }
    kept.begun = Some((online.back(kept.steps), false));
    Ok(())
}

/// Runs a body once, of which only the state before it is kept.
pub(super) fn once<F: Real>(
    state: &[Var<F>],
    body: Body,
    numbers: Rc<Numbers>,
    at: &'static Location<'static>,
) -> Result<Vec<Var<F>>, Error> {
    let start = state.iter().map(|x| x.v.wide()).collect();
    let mut body = Some(body);
    let mut machine = Machine::new(numbers, state, false, at);
    custom::listen(|| machine.step(0, &mut |_, _| Ok(body.take())))??;
    let values = || machine.state.iter().map(|&v| F::of(v));
    match call::owner(&machine.args(), at)? {
        Owner::Nobody => Ok(values().map(Var::constant).collect()),
        Owner::Forward => pushed(&machine, state, at),
        Owner::Recording => listed::lines(&machine, state, &[machine.state.clone()], Memory::Store, at),
        Owner::Eager => {
            machine.frames.clear();
            on_tape(machine, Keep::Start(start), at)
        }
    }
}

/// The results of a body that ran once, with their tangents.
fn pushed<F: Real>(
    machine: &Machine<F>,
    state: &[Var<F>],
    at: &'static Location<'static>,
) -> Result<Vec<Var<F>>, Error> {
    let body = &machine.bodies[0];
    let outer = body.outer.iter().map(|&(identity, v)| Var { v: F::of(v), identity });
    let args: Vec<Var<F>> = state.iter().copied().chain(outer).collect();
    let dots = call::tangents(&args, at)?;
    let x: Vec<Dual<f64>> = args.iter().zip(dots).map(|(a, dot)| Dual::new(a.v.wide(), dot)).collect();
    let c = Constants::literal(Dual::new(0.0, Slope::Fixed));
    let mut moved = Vec::new();
    sweep::value(&body.list, &c, &x, &mut moved)?;
    let dots = sweep::outputs(&body.list, &c, &moved).into_iter().map(|y| y.dot);
    call::with_tangents(&args, machine.state.iter().map(|&v| F::of(v)).zip(dots), at)
}

/// Names the results on the eager tape. A value that did not change through the loop is the variable it was.
fn on_tape<F: Real>(machine: Machine<F>, keep: Keep, at: &'static Location<'static>) -> Result<Vec<Var<F>>, Error> {
    let args: Vec<Var<F>> = machine.args();
    let homes = machine.homes.clone();
    let values: Vec<F> = machine.state.iter().map(|&v| F::of(v)).collect();
    let own: Vec<u32> = (0..homes.len() as u32).filter(|&k| homes[k as usize] == Home::Own(k)).collect();
    let named: Vec<F> = own.iter().map(|&k| values[k as usize]).collect();
    let pull = Box::new(Backward::new(machine, keep, own.clone()));
    let results = call::on_tape(&args, &named, |_| true, pull, at)?;
    let result = |(k, &v): (usize, &F)| match homes[k] {
        Home::Nowhere => Var::constant(v),
        Home::Outer(arg) => args[arg as usize],
        Home::Own(first) => results[own.partition_point(|&o| o < first)],
    };
    Ok(values.iter().enumerate().map(result).collect())
}
