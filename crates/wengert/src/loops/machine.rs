//! The machine that runs a loop's bodies forward, step after step, and remembers which body ran where.

use super::body::Body;
use super::homes::{Atlas, Home, Homes, Outers, Transition, varying};
use super::step::{Column, Numbers};
use super::stretch::Room;
use crate::Error;
use crate::list::Id;
use crate::tape::Var;
use crate::value::Real;
use std::panic::Location;
use std::rc::Rc;

/// Records the body at a state, which is that before a step; `None` where the loop ends there.
pub(super) type Record<'r> = &'r mut dyn FnMut(&[f64], u64) -> Result<Option<Body>, Error>;

/// Steps that ran the same body over state of the same homes.
#[derive(Debug)]
pub(crate) struct Run {
    /// One past the last step.
    pub end: u64,
    pub body: u32,
    pub homes: Homes,
    pub transition: Rc<Transition>,
}

/// A loop's bodies, its state, and what ran.
#[derive(Debug)]
pub(crate) struct Machine<F> {
    pub numbers: Rc<Numbers>,
    pub bodies: Vec<Body>,
    pub frames: Vec<Vec<F>>,
    pub outers: Outers,
    pub atlas: Atlas,
    pub runs: Vec<Run>,
    /// The state at hand.
    pub state: Vec<f64>,
    pub homes: Homes,
    /// Bodies, the one that ran last first.
    recent: Vec<u32>,
    pub spare: Vec<F>,
    pub room: Room,
    /// The states before the steps that were run, one behind the other, where all are to be kept.
    pub every: Option<Vec<f64>>,
    /// Whether every step is traced, so that a number in the body is that of its step.
    each: bool,
    at: &'static Location<'static>,
}

/// So many paths are tried before a body is recorded again.
const TRIED: usize = 16;

impl<F: Real> Machine<F> {
    pub fn new(numbers: Rc<Numbers>, state: &[Var<F>], each: bool, at: &'static Location<'static>) -> Machine<F> {
        let mut outers = Outers::default();
        let homes = state.iter().map(|x| outers.home(x.identity, x.v.wide())).collect();
        let state = state.iter().map(|x| x.v.wide()).collect();
        let (bodies, frames, runs, recent) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Machine {
            numbers,
            bodies,
            frames,
            outers,
            atlas: Atlas::default(),
            runs,
            state,
            homes,
            recent,
            spare: Vec::new(),
            room: Room::default(),
            every: None,
            each,
            at,
        }
    }
    /// The outer variables, as such.
    pub fn args(&self) -> Vec<Var<F>> {
        self.outers.vars.iter().map(|&(identity, v)| Var { v: F::of(v), identity }).collect()
    }
    /// Runs a step for the first time: finds the body whose guards hold, or records it. Answers its number, where the
    /// loop does not end before the step; its frame holds the step.
    pub fn step(&mut self, step: u64, record: Record<'_>) -> Result<Option<usize>, Error> {
        if self.numbers.count().is_some_and(|n| step >= n) {
            return Ok(None);
        }
        let Some(number) = self.choose(step, record)? else { return Ok(None) };
        self.note(step, number);
        if let Some(every) = &mut self.every {
            every.extend_from_slice(&self.state);
        }
        self.take_outputs(number);
        Ok(Some(number))
    }
    fn choose(&mut self, step: u64, record: Record<'_>) -> Result<Option<usize>, Error> {
        if !self.each {
            for k in 0..self.recent.len().min(TRIED) {
                let number = self.recent[k] as usize;
                self.fill(number, step)?;
                if self.bodies[number].run(&mut self.frames[number]) {
                    self.recent[..=k].rotate_right(1);
                    return Ok(Some(number));
                }
            }
        }
        let Some(body) = record(&self.state, step)? else { return Ok(None) };
        let number = self.admit(body, step);
        self.fill(number, step)?;
        if self.bodies[number].run(&mut self.frames[number]) {
            Ok(Some(number))
        } else {
            Err(Error::Branch { at: None })
        }
    }
    /// The number of a body that was recorded for a step; an equal one keeps its number.
    fn admit(&mut self, body: Body, step: u64) -> usize {
        if self.each
            && let Some(k) = self.recent.iter().take(TRIED).position(|&k| self.bodies[k as usize].is_like(&body))
        {
            self.recent[..=k].rotate_right(1);
            let number = self.recent[0] as usize;
            self.bodies[number].adopt(&body, step);
            return number;
        }
        for &(identity, v) in &body.outer {
            self.outers.home(identity, v);
        }
        self.frames.push(body.frame());
        self.bodies.push(body);
        let number = self.bodies.len() - 1;
        self.recent.insert(0, number as u32);
        number
    }
    /// Writes the state and the columns at a step into the frame of a body.
    pub fn fill(&mut self, number: usize, step: u64) -> Result<(), Error> {
        let (body, frame) = (&self.bodies[number], &mut self.frames[number]);
        frame.iter_mut().zip(&self.state).for_each(|(slot, &v)| *slot = F::of(v));
        entries(&self.numbers, &body.columns, step, self.at, &mut frame[body.state..])
    }
    /// Writes the columns of a body at a step.
    pub fn columns<G: Real>(&self, number: usize, step: u64, slots: &mut [G]) -> Result<(), Error> {
        entries(&self.numbers, &self.bodies[number].columns, step, self.at, slots)
    }
    /// Runs the steps `from..to` by the body that ran last, as long as its guards hold and its columns reach. Answers the
    /// step that was not run any more. Nothing is run where steps may differ.
    pub fn sprint(&mut self, from: u64, to: u64) -> u64 {
        let Some(run) = self.runs.last_mut() else { return from };
        if self.each || run.end != from || !Rc::ptr_eq(&run.homes, &self.homes) {
            return from;
        }
        let number = run.body as usize;
        let end = self.stretch(number, from, to);
        if let Some(run) = self.runs.last_mut() {
            run.end = end;
        }
        end
    }
    /// Runs the steps `from..to` again, from the state at hand.
    pub fn replay(&mut self, from: u64, to: u64) -> Result<(), Error> {
        let mut step = from;
        while step < to {
            let run = &self.runs[self.run_of(step)];
            let end = run.end.min(to);
            step = self.stretch(run.body as usize, step, end);
            if step < end {
                let number = self.again(step)?;
                self.take_outputs(number);
                step += 1;
            }
        }
        Ok(())
    }
    /// The state after the step that a body's frame holds.
    pub fn take_outputs(&mut self, number: usize) {
        let (body, frame) = (&self.bodies[number], &self.frames[number]);
        self.state.clear();
        self.state.extend((0..body.list.outputs().len()).map(|k| body.output(frame, k).wide()));
    }
    /// The homes of a body's inputs at a step, those of its columns told apart by number only.
    fn inputs(&mut self, number: usize, step: u64) -> Vec<Home> {
        let body = &self.bodies[number];
        let mut inputs: Vec<Home> = self.homes.to_vec();
        for (k, column) in body.columns.iter().enumerate() {
            let varies = match column {
                Column::Row(rows, leaf) => {
                    rows.at(step, *leaf).is_some_and(|(v, identity)| self.outers.home(identity, v) != Home::Nowhere)
                }
                _ => false,
            };
            inputs.push(if varies { Home::Outer(COLUMN | k as u32) } else { Home::Nowhere });
        }
        inputs.extend(body.outer.iter().map(|&(identity, v)| self.outers.home(identity, v)));
        inputs
    }
    /// Remembers that a body ran.
    fn note(&mut self, step: u64, number: usize) {
        let plain = !varying(&self.bodies[number].columns);
        if let Some(run) = self.runs.last_mut()
            && run.body as usize == number
            && plain
            && Rc::ptr_eq(&run.homes, &self.homes)
        {
            run.end = step + 1;
            return;
        }
        let inputs = self.inputs(number, step);
        let transition = self.atlas.transition(number as u32, &self.bodies[number], inputs);
        let next = self.resolve(&transition.next, number, step);
        let before =
            if *next == *self.homes { Rc::clone(&self.homes) } else { std::mem::replace(&mut self.homes, next) };
        match self.runs.last_mut() {
            Some(run)
                if run.body as usize == number && run.homes == before && Rc::ptr_eq(&run.transition, &transition) =>
            {
                run.end = step + 1;
            }
            _ => self.runs.push(Run { end: step + 1, body: number as u32, homes: before, transition }),
        }
    }
    /// Homes with the outer variables that stood in the columns at a step.
    fn resolve(&self, homes: &Homes, number: usize, step: u64) -> Homes {
        if !homes.iter().any(|h| matches!(h, Home::Outer(k) if k & COLUMN != 0)) {
            return Rc::clone(homes);
        }
        homes
            .iter()
            .map(|&h| if let Home::Outer(k) = h { Home::Outer(self.outer(k, number, step)) } else { h })
            .collect()
    }
    /// The number of the outer variable that an input reads at a step.
    pub fn outer(&self, k: u32, number: usize, step: u64) -> u32 {
        if k & COLUMN == 0 {
            return k;
        }
        let column = &self.bodies[number].columns[(k & !COLUMN) as usize];
        entry(&self.numbers, column, step, self.at).map_or(0, |(_, identity)| self.outers.number(identity))
    }
    /// The homes of all inputs of a body at a step that was run.
    pub fn homes_at(&self, run: usize, step: u64) -> Vec<Home> {
        let run = &self.runs[run];
        let number = run.body as usize;
        let body = &self.bodies[number];
        let varies = &run.transition.variant.varies;
        let columns = (0..body.columns.len()).map(|k| match varies.has(Id((body.state + k) as u32)) {
            true => Home::Outer(self.outer(COLUMN | k as u32, number, step)),
            false => Home::Nowhere,
        });
        let outer = body.outer.iter().map(|&(identity, _)| Home::Outer(self.outers.number(identity)));
        run.homes.iter().copied().chain(columns).chain(outer).collect()
    }
    /// The run that a step belongs to.
    pub fn run_of(&self, step: u64) -> usize {
        self.runs.partition_point(|run| run.end <= step)
    }
    /// Runs a step that was run before, from the state at hand; answers the number of its body.
    pub fn again(&mut self, step: u64) -> Result<usize, Error> {
        let number = self.runs[self.run_of(step)].body as usize;
        self.fill(number, step)?;
        self.bodies[number].run(&mut self.frames[number]);
        Ok(number)
    }
    /// Whether a body that was recorded at a step is the first one, with the numbers that it reads there.
    pub fn repeats(&self, body: &Body, step: u64) -> bool {
        let Some(first) = self.bodies.first() else { return false };
        let bits = |body: &Body| body.list.pool().iter().map(|c| c.to_bits()).collect::<Vec<u64>>();
        let reads = |body: &Body| {
            let reads = body.columns.iter().map(|c| entry(&self.numbers, c, step, self.at).map(|(v, _)| v.to_bits()));
            reads.collect::<Result<Vec<u64>, Error>>().ok()
        };
        first.is_like(body) && bits(first) == bits(body) && reads(first) == reads(body)
    }
    /// Bodies, frames and what is known about them, in bytes.
    pub fn bytes(&self) -> usize {
        let bodies: usize = self.bodies.iter().map(Body::bytes).sum();
        let frames: usize = self.frames.iter().map(|f| f.len() * size_of::<F>()).sum();
        let runs = self.runs.len() * size_of::<Run>();
        bodies + frames + runs + self.atlas.bytes() + self.outers.vars.len() * 32 + self.numbers.bytes()
    }
}

/// Marks the number of a column where else that of an outer variable stands.
const COLUMN: u32 = 1 << 31;

/// What a column holds at a step: value and identity.
fn entry(numbers: &Numbers, column: &Column, step: u64, at: &'static Location<'static>) -> Result<(f64, u64), Error> {
    match column {
        Column::Number => Ok((numbers.at(step) as f64, 0)),
        Column::Row(rows, leaf) => {
            let number = numbers.at(step);
            rows.at(step, *leaf).ok_or(Error::Column { number, len: number, at })
        }
        Column::Traced(rows, leaf) => Ok((rows.at(step, *leaf), 0)),
    }
}

/// What columns hold at a step.
fn entries<G: Real>(
    numbers: &Numbers,
    columns: &[Column],
    step: u64,
    at: &'static Location<'static>,
    slots: &mut [G],
) -> Result<(), Error> {
    for (slot, column) in slots.iter_mut().zip(columns) {
        let (v, _) = entry(numbers, column, step, at)?;
        *slot = G::of(v);
    }
    Ok(())
}
