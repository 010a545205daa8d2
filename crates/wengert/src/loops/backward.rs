//! The way back over a loop: states run again from snapshots as a schedule says, and the adjoint of one step after the other.

use super::body::Body;
use super::machine::Machine;
use super::store::SnapshotStore;
use super::sweep::{Sweep, interpret};
use crate::drive::careful::Careful;
use crate::schedule::{Action, Schedule, binomial};
use crate::tape::call::{Arguments, Pull};
use crate::value::Real;
use crate::{Error, custom};
use std::cell::RefCell;

/// What is kept of a loop for the way back.
pub(crate) enum Keep {
    /// The state before the only step.
    Start(Box<[f64]>),
    /// The states before all steps, one behind the other.
    Every(Vec<f64>),
    /// States, as a schedule says.
    Snapshots(RefCell<Snapshots>),
}

/// States in a store.
pub(crate) struct Snapshots {
    pub store: Box<dyn SnapshotStore>,
    /// The rest of the schedule that the forward run began, and whether a frame holds the last step; used once.
    pub begun: Option<(Schedule, bool)>,
    pub steps: u64,
    pub snapshots: usize,
}

/// A step that is taken back.
#[derive(Clone, Copy)]
pub(super) struct Reversed {
    pub step: u64,
    /// Whether its body's frame holds what it computed.
    pub held: bool,
}

impl Reversed {
    /// Has its body's frame hold what it computed.
    pub fn at_hand<F: Real>(self, machine: &mut Machine<F>) -> Result<(), Error> {
        if self.held { Ok(()) } else { machine.again(self.step).map(drop) }
    }
}

/// A loop that has run forward: the pullback of its call.
pub(crate) struct Backward<F> {
    machine: RefCell<Machine<F>>,
    keep: Keep,
    /// The loop's own registers whose values are results of the call, in order.
    results: Vec<u32>,
    /// How many registers of its own the loop needs.
    own: usize,
}

impl<F: Real> Backward<F> {
    pub fn new(machine: Machine<F>, keep: Keep, results: Vec<u32>) -> Backward<F> {
        let states = machine.bodies.iter().map(|b| b.state.max(b.list.outputs().len()));
        let own = states.max().unwrap_or(0);
        Backward { machine: RefCell::new(machine), keep, results, own }
    }
    /// Goes over the steps from the last to the first; `reverse` is given the machine, at the state before the step, the
    /// number of the run, and the step.
    fn back(
        &self,
        reverse: &mut impl FnMut(&mut Machine<F>, usize, Reversed) -> Result<(), Error>,
    ) -> Result<(), Error> {
        custom::listen(|| self.over(reverse))?
    }
    fn over(
        &self,
        reverse: &mut impl FnMut(&mut Machine<F>, usize, Reversed) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let machine = &mut *self.machine.borrow_mut();
        match &self.keep {
            Keep::Start(state) => {
                machine.state = state.to_vec();
                machine.frames = machine.bodies.iter().map(Body::frame).collect();
                let done = reverse(machine, 0, Reversed { step: 0, held: false });
                machine.frames.clear();
                done
            }
            Keep::Every(states) => {
                let n = machine.bodies.first().map_or(0, |b| b.state);
                let steps = machine.runs.last().map_or(0, |run| run.end);
                for step in (0..steps).rev() {
                    machine.state.clear();
                    machine.state.extend_from_slice(&states[step as usize * n..][..n]);
                    reverse(machine, machine.run_of(step), Reversed { step, held: false })?;
                }
                Ok(())
            }
            Keep::Snapshots(snapshots) => scheduled(machine, &mut snapshots.borrow_mut(), reverse),
        }
    }
}

fn scheduled<F: Real>(
    machine: &mut Machine<F>,
    kept: &mut Snapshots,
    reverse: &mut impl FnMut(&mut Machine<F>, usize, Reversed) -> Result<(), Error>,
) -> Result<(), Error> {
    let (schedule, held) = match kept.begun.take() {
        Some(begun) => begun,
        None => {
            kept.read(0, machine)?;
            (binomial(kept.steps, kept.snapshots), false)
        }
    };
    if held {
        let step = kept.steps - 1;
        reverse(machine, machine.run_of(step), Reversed { step, held })?;
    }
    for action in schedule {
        match action {
            Action::Advance { from, to } => machine.replay(from, to)?,
            Action::Snapshot { slot, .. } => kept.write(slot, &machine.state)?,
            Action::Restore { slot, .. } => kept.read(slot, machine)?,
            Action::Reverse { step } => {
                reverse(machine, machine.run_of(step), Reversed { step, held: false })?;
            }
        }
    }
    Ok(())
}

impl Snapshots {
    pub fn write(&mut self, slot: usize, state: &[f64]) -> Result<(), Error> {
        self.store.write(slot, state).map_err(Error::Snapshot)
    }
    fn read<F: Real>(&mut self, slot: usize, machine: &mut Machine<F>) -> Result<(), Error> {
        let n = machine.bodies.first().map_or(0, |b| b.state);
        machine.state.resize(n, 0.0);
        self.store.read(slot, &mut machine.state).map_err(Error::Snapshot)
    }
}

impl<F: Real> Pull for Backward<F> {
    fn pull(&self, results: &[f64], args: &mut Arguments<'_, f64>) -> Result<(), Error> {
        let outers = self.machine.borrow().outers.vars.len();
        let mut outer = vec![0.0; self.own + outers];
        self.results.iter().zip(results).for_each(|(&k, &g)| outer[k as usize] = g);
        (0..outers).for_each(|k| outer[self.own + k] = args.get(k).unwrap_or(0.0));
        let mut sweep = Sweep::new(self.own, outer);
        self.back(&mut |machine, run, reversed| sweep.step(machine, run, reversed))?;
        let outer = sweep.into_registers();
        (0..outers).for_each(|k| args.set(k, outer[self.own + k]));
        Ok(())
    }
    fn pull_present(
        &self,
        results: &[Option<f64>],
        args: &mut Arguments<'_, Option<f64>>,
        rescue: bool,
    ) -> Result<(), Error> {
        let outers = self.machine.borrow().outers.vars.len();
        let mut registers = vec![None; self.own + outers];
        self.results.iter().zip(results).for_each(|(&k, &g)| registers[k as usize] = g);
        (0..outers).for_each(|k| registers[self.own + k] = args.get(k).flatten());
        self.back(&mut |machine, run, reversed| {
            reversed.at_hand(machine)?;
            // The watcher reads the List while the machine is borrowed for its frame.
            let list = machine.bodies[machine.runs[run].body as usize].list.clone();
            let mut watch = Careful::new(&list, rescue, false);
            interpret(machine, run, reversed.step, self.own, &mut registers, &mut watch);
            watch.finish()
        })?;
        (0..outers).for_each(|k| args.set(k, registers[self.own + k]));
        Ok(())
    }
    fn about(&self) -> (String, u64) {
        let steps = self.machine.borrow().runs.last().map_or(0, |run| run.end);
        match &self.keep {
            Keep::Start(_) => ("checkpoint".to_owned(), steps),
            Keep::Every(_) => (super::explain::told(None, steps), steps),
            Keep::Snapshots(kept) => (super::explain::told(Some(kept.borrow().snapshots), steps), steps),
        }
    }
    fn bytes(&self) -> usize {
        let kept = match &self.keep {
            Keep::Start(state) => state.len() * 8,
            Keep::Every(states) => states.capacity() * 8,
            Keep::Snapshots(snapshots) => snapshots.borrow().store.bytes(),
        };
        kept + self.machine.borrow().bytes()
    }
}
