//! The adjoint of a loop's steps, one after the other: looking every register up, laid out where the registers stay, and
//! as machine code where steps are many.

use super::backward::Reversed;
use super::body::{Body, OFTEN, SHORT};
use super::homes::{Home, Whither, varying};
use super::machine::Machine;
use crate::Error;
use crate::exec::{Native, Placed};
use crate::list::Id;
use crate::sweep::{self, Constants, Registers, Unwatched, Watch};
use crate::value::Real;

/// The registers of a sweep: the loop's own, then those of the outer variables.
pub(super) struct Sweep {
    own: usize,
    outer: Vec<f64>,
    lines: Vec<f64>,
    /// For each input of the body that ran last where its register is, and for which run that is so.
    homes: Vec<u32>,
    of_run: Option<usize>,
    moved: Vec<(Whither, f64)>,
    /// The adjoint of a run of several steps whose homes stay.
    laid: Laid,
    placed_bar: Vec<f64>,
}

/// The adjoint of one run.
enum Laid {
    /// Not laid out.
    Not,
    /// Over the registers in `placed_bar`: those of the lines, then `outer`.
    Placed(Placed),
    /// As machine code.
    Code(Compiled),
}

/// The adjoint of one run as machine code, and what it reads and writes.
struct Compiled {
    code: Native,
    inputs: usize,
    /// The registers that it reads and writes.
    touched: Vec<u32>,
    /// The inputs of a step, then those registers.
    x: Vec<f64>,
    out: Vec<f64>,
    frame: Vec<f64>,
}

impl Compiled {
    /// Takes a step back, at whose beginning the machine stands.
    fn step<F: Real>(&mut self, machine: &Machine<F>, number: usize, step: u64) -> Result<(), Error> {
        let n = machine.state.len();
        self.x[..n].copy_from_slice(&machine.state);
        if !machine.bodies[number].columns.is_empty() {
            machine.columns(number, step, &mut self.x[n..])?;
        }
        let done = self.code.run(&self.x, &mut self.out, &mut self.frame);
        debug_assert!(done.is_ok(), "it has no guards");
        self.x[self.inputs..].copy_from_slice(&self.out);
        Ok(())
    }
}

impl Sweep {
    pub fn new(own: usize, outer: Vec<f64>) -> Sweep {
        let (lines, homes, moved, placed_bar) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Sweep { own, outer, lines, homes, of_run: None, moved, laid: Laid::Not, placed_bar }
    }
    /// Takes one step back.
    pub fn step<F: Real>(&mut self, machine: &mut Machine<F>, run: usize, reversed: Reversed) -> Result<(), Error> {
        let number = machine.runs[run].body as usize;
        if self.of_run == Some(run)
            && !reversed.held
            && let Laid::Code(code) = &mut self.laid
        {
            return code.step(machine, number, reversed.step);
        }
        reversed.at_hand(machine)?;
        if self.of_run == Some(run)
            && let Laid::Placed(placed) = &self.laid
        {
            let lines = self.placed_bar.len() - self.outer.len();
            let inputs = machine.bodies[number].list.input_len();
            self.placed_bar[..lines].fill(0.0);
            for (from, to) in values(&machine.runs[run].transition.moves) {
                let g = std::mem::take(&mut self.placed_bar[lines + from as usize]);
                self.placed_bar[to.0 as usize - inputs] = g;
            }
            placed.run(&machine.frames[number], &mut self.placed_bar);
            return Ok(());
        }
        self.leave();
        self.one(machine, run, reversed.step);
        Ok(())
    }
    /// Brings the registers back from where the adjoint of a run has them.
    fn leave(&mut self) {
        match std::mem::replace(&mut self.laid, Laid::Not) {
            Laid::Not => {}
            Laid::Placed(_) => {
                let lines = self.placed_bar.len() - self.outer.len();
                self.outer.copy_from_slice(&self.placed_bar[lines..]);
            }
            Laid::Code(Compiled { inputs, touched, x, .. }) => {
                touched.iter().zip(&x[inputs..]).for_each(|(&k, &g)| self.outer[k as usize] = g);
            }
        }
    }
    /// The registers after the last step.
    pub fn into_registers(mut self) -> Vec<f64> {
        self.leave();
        self.outer
    }
    /// Lays the adjoint of a run out, if it has several steps, and all of them over the same registers.
    fn place<F: Real>(&mut self, machine: &Machine<F>, run: usize, step: u64) {
        let ran = &machine.runs[run];
        let first = if run == 0 { 0 } else { machine.runs[run - 1].end };
        let body = &machine.bodies[ran.body as usize];
        let stays = ran.transition.moves.iter().all(|(_, to)| matches!(to, Whither::Value(_)));
        let lines = body.lines();
        if step - first < 2 || lines > SHORT || !stays || varying(&body.columns) {
            return;
        }
        if F::DOUBLE
            && step - first >= OFTEN
            && let Some(compiled) = self.compiled(machine, run)
        {
            self.laid = Laid::Code(compiled);
        } else if let Some(back) = ran.transition.variant.back(body) {
            self.laid = Laid::Placed(back.at(&self.homes, lines));
            self.placed_bar.clear();
            self.placed_bar.resize(lines, 0.0);
            self.placed_bar.extend_from_slice(&self.outer);
        }
    }
    /// The adjoint of a run as machine code.
    fn compiled<F: Real>(&self, machine: &Machine<F>, run: usize) -> Option<Compiled> {
        let ran = &machine.runs[run];
        let number = ran.body as usize;
        let body = &machine.bodies[number];
        body.layout.as_ref()?;
        let moves = || values(&ran.transition.moves);
        let mut touched: Vec<u32> = moves().map(|(from, _)| from).collect();
        touched.extend(self.homes.iter().filter(|&&home| home != u32::MAX));
        touched.sort_unstable();
        touched.dedup();
        let place = |k: u32| touched.binary_search(&k).map_or(u32::MAX, |place| place as u32);
        let homes: Vec<u32> = self.homes.iter().map(|&home| place(home)).collect();
        let moves: Vec<(u32, Id)> = moves().map(|(from, to)| (place(from), to)).collect();
        let code = Native::back(&body.list, &ran.transition.variant.varies, &homes, &moves, touched.len())?;
        let mut x = Vec::with_capacity(body.list.input_len() + touched.len());
        machine.inputs_of(number, &mut x);
        let inputs = x.len();
        x.extend(touched.iter().map(|&k| self.outer[k as usize]));
        Some(Compiled { code, inputs, touched, x, out: Vec::new(), frame: Vec::new() })
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

/// The moves to values of the body.
fn values(moves: &[(u32, Whither)]) -> impl Iterator<Item = (u32, Id)> + '_ {
    moves.iter().filter_map(|&(from, to)| if let Whither::Value(id) = to { Some((from, id)) } else { None })
}

/// Takes one step back as the interpreter would: what is absent passes nothing, and a watcher looks on.
pub(super) fn interpret<F: Real>(
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
    let at = filled(body, &machine.frames[ran.body as usize]);
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
    let first = |home: &Home| homes.iter().position(|h| h == home).map(|k| Id(k as u32));
    let shared: Vec<_> = homes.iter().map(|home| place(home).and_then(|_| first(home))).collect();
    for (k, home) in homes.iter().enumerate() {
        local[k] = place(home).and_then(|r| bar[r]);
    }
    let registers = Registers { homes: &shared, varies: &ran.transition.variant.varies };
    sweep::sweep_back(&body.list, &Constants::literal(0.0), &at, &mut local, registers, watch);
    for (k, home) in homes.iter().enumerate() {
        if let Some(r) = place(home).filter(|_| shared[k] == Some(Id(k as u32))) {
            bar[r] = local[k];
        }
    }
}

/// The value of every id of a body, from its frame.
fn filled<F: Real>(body: &Body, frame: &[F]) -> Vec<f64> {
    let Some(layout) = &body.layout else { return frame.iter().map(|v| v.wide()).collect() };
    let changing = body.changing();
    let (inputs, lines) = frame[..layout.local()].split_at(changing);
    let outer = body.outer.iter().map(|&(_, v)| v);
    inputs.iter().map(|v| v.wide()).chain(outer).chain(lines.iter().map(|v| v.wide())).collect()
}
