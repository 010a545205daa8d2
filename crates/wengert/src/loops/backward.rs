//! The way back over a loop: states run again from snapshots as a schedule says, and the adjoint of one step after the other.

use super::body::Body;
use super::homes::{Home, Whither, varying};
use super::machine::Machine;
use super::store::SnapshotStore;
use crate::drive::careful::Careful;
use crate::exec::Placed;
use crate::schedule::{Action, Schedule, binomial};
use crate::sweep::{self, Constants, Registers, Unwatched, Watch};
use crate::tape::call::{Arguments, Pull};
use crate::value::Real;
use crate::{Error, custom};
use std::cell::RefCell;

/// What is kept of a loop for the way back.
pub(crate) enum Keep {
    /// The state before the only step.
    Start(Box<[f64]>),
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
    /// Goes over the steps from the last to the first; `reverse` is given the machine, the number of the run and the
    /// step, whose body's frame holds what the step computed.
    fn back(&self, reverse: &mut impl FnMut(&mut Machine<F>, usize, u64) -> Result<(), Error>) -> Result<(), Error> {
        custom::listen(|| self.over(reverse))?
    }
    fn over(&self, reverse: &mut impl FnMut(&mut Machine<F>, usize, u64) -> Result<(), Error>) -> Result<(), Error> {
        let machine = &mut *self.machine.borrow_mut();
        match &self.keep {
            Keep::Start(state) => {
                machine.state = state.to_vec();
                machine.frames = machine.bodies.iter().map(Body::frame).collect();
                machine.again(0)?;
                let done = reverse(machine, 0, 0);
                machine.frames.clear();
                done
            }
            Keep::Snapshots(snapshots) => scheduled(machine, &mut snapshots.borrow_mut(), reverse),
        }
    }
}

fn scheduled<F: Real>(
    machine: &mut Machine<F>,
    kept: &mut Snapshots,
    reverse: &mut impl FnMut(&mut Machine<F>, usize, u64) -> Result<(), Error>,
) -> Result<(), Error> {
    let (schedule, mut at_hand) = match kept.begun.take() {
        Some(begun) => begun,
        None => {
            kept.read(0, machine)?;
            (binomial(kept.steps, kept.snapshots), false)
        }
    };
    if at_hand {
        let last = kept.steps - 1;
        reverse(machine, machine.run_of(last), last)?;
        at_hand = false;
    }
    for action in schedule {
        match action {
            Action::Advance { from, to } => machine.replay(from, to)?,
            Action::Snapshot { slot, .. } => kept.write(slot, &machine.state)?,
            Action::Restore { slot, .. } => kept.read(slot, machine)?,
            Action::Reverse { step } => {
                machine.again(step)?;
                reverse(machine, machine.run_of(step), step)?;
            }
        }
    }
    debug_assert!(!at_hand);
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

/// The registers of a sweep: the loop's own, then those of the outer variables.
struct Sweep {
    own: usize,
    outer: Vec<f64>,
    lines: Vec<f64>,
    /// For each input of the body that ran last where its register is, and for which run that is so.
    homes: Vec<u32>,
    of_run: Option<usize>,
    moved: Vec<(Whither, f64)>,
    /// The adjoint of a run of several steps whose homes stay, over the registers in `placed_bar`: those of the lines,
    /// then `outer`.
    placed: Option<Placed>,
    placed_bar: Vec<f64>,
}

/// A body of more lines is not laid out a second time: its steps are long, and its layout is large.
const PLACED: usize = 1 << 12;

impl Sweep {
    fn new(own: usize, outer: Vec<f64>) -> Sweep {
        let (lines, homes, moved, placed_bar) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Sweep { own, outer, lines, homes, of_run: None, moved, placed: None, placed_bar }
    }
    /// Takes one step back.
    fn step<F: Real>(&mut self, machine: &mut Machine<F>, run: usize, step: u64) {
        if self.of_run == Some(run)
            && let Some(placed) = &self.placed
        {
            let ran = &machine.runs[run];
            let number = ran.body as usize;
            let lines = self.placed_bar.len() - self.outer.len();
            let inputs = machine.bodies[number].list.input_len();
            self.placed_bar[..lines].fill(0.0);
            for &(from, to) in &ran.transition.moves {
                if let Whither::Value(id) = to {
                    let g = std::mem::take(&mut self.placed_bar[lines + from as usize]);
                    self.placed_bar[id.0 as usize - inputs] = g;
                }
            }
            return placed.run(&machine.frames[number], &mut self.placed_bar);
        }
        self.leave();
        self.one(machine, run, step);
    }
    /// The registers of outer variables and of the loop's own, after the last step.
    fn leave(&mut self) {
        if self.placed.take().is_some() {
            let lines = self.placed_bar.len() - self.outer.len();
            self.outer.copy_from_slice(&self.placed_bar[lines..]);
        }
    }
    /// Lays the adjoint of a run out, if it has several steps, and all of them over the same registers.
    fn place<F>(&mut self, machine: &Machine<F>, run: usize, step: u64) {
        let ran = &machine.runs[run];
        let first = if run == 0 { 0 } else { machine.runs[run - 1].end };
        let body = &machine.bodies[ran.body as usize];
        let stays = ran.transition.moves.iter().all(|(_, to)| matches!(to, Whither::Value(_)));
        let lines = body.list.ids() - body.list.input_len();
        if step - first > 1 && lines <= PLACED && stays && !varying(&body.columns) {
            self.placed = ran.transition.variant.back(body).map(|back| back.at(&self.homes, lines));
            self.placed_bar.clear();
            self.placed_bar.resize(lines, 0.0);
            self.placed_bar.extend_from_slice(&self.outer);
        }
    }
    /// Takes one step back by the adjoint that looks every register up.
    fn one<F: Real>(&mut self, machine: &mut Machine<F>, run: usize, step: u64) {
        let ran = &machine.runs[run];
        let number = ran.body as usize;
        let body = &machine.bodies[number];
        let Some(back) = ran.transition.variant.back(body) else {
            return self.interpret(machine, run, step);
        };
        self.lines.clear();
        self.lines.resize(body.list.ids() - body.list.input_len(), 0.0);
        self.moved.clear();
        self.moved.extend(ran.transition.moves.iter().map(|&(from, to)| (to, self.outer[from as usize])));
        self.outer[..self.own].fill(0.0);
        for &(to, g) in &self.moved {
            match to {
                Whither::Value(id) => self.lines[id.0 as usize - body.list.input_len()] = g,
                Whither::Own(k) => self.outer[k as usize] = g,
            }
        }
        let fresh = self.of_run != Some(run);
        if fresh || varying(&body.columns) {
            let own = self.own as u32;
            let register = |home: Home| match home {
                Home::Nowhere => u32::MAX,
                Home::Own(k) => k,
                Home::Outer(k) => own + k,
            };
            self.homes.clear();
            self.homes.extend(machine.homes_at(run, step).into_iter().map(register));
            self.of_run = Some(run);
        }
        back.run(&machine.frames[number], &mut self.lines, &self.homes, &mut self.outer);
        if fresh {
            self.place(machine, run, step);
        }
    }
    fn interpret<F: Real>(&mut self, machine: &mut Machine<F>, run: usize, step: u64) {
        let mut present: Vec<Option<f64>> = self.outer.iter().map(|&g| Some(g)).collect();
        interpret(machine, run, step, self.own, &mut present, &mut Unwatched);
        self.outer.iter_mut().zip(present).for_each(|(g, p)| *g = p.unwrap_or(0.0));
        self.of_run = None;
    }
}

/// Takes one step back as the interpreter would: what is absent passes nothing, and a watcher looks on.
fn interpret<F: Real>(
    machine: &mut Machine<F>,
    run: usize,
    step: u64,
    own: usize,
    bar: &mut [Option<f64>],
    watch: &mut impl Watch<f64>,
) {
    let homes = machine.homes_at(run, step);
    let ran = &machine.runs[run];
    let body = &machine.bodies[ran.body as usize];
    let at = values(body, &machine.frames[ran.body as usize]);
    let mut local = vec![None; body.list.ids()];
    let moved: Vec<_> = ran.transition.moves.iter().map(|&(from, to)| (to, bar[from as usize])).collect();
    bar[..own].fill(None);
    for (to, g) in moved {
        match to {
            Whither::Value(id) => local[id.0 as usize] = g,
            Whither::Own(k) => bar[k as usize] = g,
        }
    }
    let place = |home: &Home| match *home {
        Home::Nowhere => None,
        Home::Own(k) => Some(k as usize),
        Home::Outer(k) => Some(own + k as usize),
    };
    let first = |home: &Home| homes.iter().position(|h| h == home).map(|k| crate::list::Id(k as u32));
    let shared: Vec<_> = homes.iter().map(|home| place(home).and_then(|_| first(home))).collect();
    for (k, home) in homes.iter().enumerate() {
        local[k] = place(home).and_then(|r| bar[r]);
    }
    let registers = Registers { inputs: &shared, varies: &ran.transition.variant.varies };
    sweep::sweep_back(&body.list, &Constants::literal(0.0), &at, &mut local, registers, watch);
    for (k, home) in homes.iter().enumerate() {
        if let Some(r) = place(home).filter(|_| shared[k] == Some(crate::list::Id(k as u32))) {
            bar[r] = local[k];
        }
    }
}

/// The value of every id of a body, from its frame.
fn values<F: Real>(body: &Body, frame: &[F]) -> Vec<f64> {
    let Some(layout) = &body.layout else { return frame.iter().map(|v| v.wide()).collect() };
    let changing = body.changing();
    let (inputs, lines) = frame[..layout.local()].split_at(changing);
    let outer = body.outer.iter().map(|&(_, v)| v);
    inputs.iter().map(|v| v.wide()).chain(outer).chain(lines.iter().map(|v| v.wide())).collect()
}

impl<F: Real> Pull for Backward<F> {
    fn pull(&self, results: &[f64], args: &mut Arguments<'_, f64>) -> Result<(), Error> {
        let outers = self.machine.borrow().outers.vars.len();
        let mut outer = vec![0.0; self.own + outers];
        self.results.iter().zip(results).for_each(|(&k, &g)| outer[k as usize] = g);
        (0..outers).for_each(|k| outer[self.own + k] = args.get(k).unwrap_or(0.0));
        let mut sweep = Sweep::new(self.own, outer);
        self.back(&mut |machine, run, step| {
            sweep.step(machine, run, step);
            Ok(())
        })?;
        sweep.leave();
        (0..outers).for_each(|k| args.set(k, sweep.outer[self.own + k]));
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
        self.back(&mut |machine, run, step| {
            // The watcher reads the List while the machine is borrowed for its frame.
            let list = machine.bodies[machine.runs[run].body as usize].list.clone();
            let mut watch = Careful::new(&list, rescue, false);
            interpret(machine, run, step, self.own, &mut registers, &mut watch);
            watch.finish()
        })?;
        (0..outers).for_each(|k| args.set(k, registers[self.own + k]));
        Ok(())
    }
    fn about(&self) -> (String, u64) {
        let steps = self.machine.borrow().runs.last().map_or(0, |run| run.end);
        match &self.keep {
            Keep::Start(_) => ("checkpoint".to_owned(), steps),
            Keep::Snapshots(kept) => (super::explain::told(Some(kept.borrow().snapshots), steps), steps),
        }
    }
    fn bytes(&self) -> usize {
        let kept = match &self.keep {
            Keep::Start(state) => state.len() * 8,
            Keep::Snapshots(snapshots) => snapshots.borrow().store.bytes(),
        };
        kept + self.machine.borrow().bytes()
    }
}
