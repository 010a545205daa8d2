//! Many steps of one body, one after the other: by its layout, and by machine code where they are many.

use super::body::OFTEN;
use super::homes::varying;
use super::machine::Machine;
use crate::value::Real;

/// What machine code reads and writes.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// The inputs of a step.
    pub x: Vec<f64>,
    pub out: Vec<f64>,
    pub frame: Vec<f64>,
}

impl<F: Real> Machine<F> {
    /// Runs a body that is laid out, and whose columns are numbers, from the state at hand; answers the first of the
    /// steps that was not run.
    pub fn stretch(&mut self, number: usize, from: u64, to: u64) -> u64 {
        if self.bodies[number].layout.is_none() || varying(&self.bodies[number].columns) {
            return from;
        }
        let mut step = from;
        if !F::DOUBLE || self.bodies[number].code.get().is_none() {
            let first = if F::DOUBLE { to.min(from + OFTEN.saturating_sub(self.bodies[number].ran)) } else { to };
            step = self.laid_out(number, from, first);
            self.bodies[number].ran += step - from;
            if step < first || step == to {
                return step;
            }
        }
        match self.bodies[number].code() {
            Some(_) => self.compiled(number, step, to),
            None => self.laid_out(number, step, to),
        }
    }
    fn laid_out(&mut self, number: usize, from: u64, to: u64) -> u64 {
        let (mut frame, mut spare) = (std::mem::take(&mut self.frames[number]), std::mem::take(&mut self.spare));
        let body = &self.bodies[number];
        let n = body.state;
        frame.iter_mut().zip(&self.state).for_each(|(slot, &v)| *slot = F::of(v));
        let mut step = from;
        if let Some(layout) = &body.layout {
            while step < to && self.columns(number, step, &mut frame[n..]).is_ok() && layout.value(&mut frame).is_ok() {
                if let Some(every) = &mut self.every {
                    every.extend(frame[..n].iter().map(|v| v.wide()));
                }
                layout.advance(&mut frame, &mut spare);
                step += 1;
            }
        }
        self.state.clear();
        self.state.extend(frame[..n].iter().map(|v| v.wide()));
        (self.frames[number], self.spare) = (frame, spare);
        step
    }
    fn compiled(&mut self, number: usize, from: u64, to: u64) -> u64 {
        let Room { mut x, mut out, mut frame } = std::mem::take(&mut self.room);
        self.inputs_of(number, &mut x);
        let mut step = from;
        if let Some(code) = self.bodies[number].code() {
            let n = self.state.len();
            let alike = self.bodies[number].columns.is_empty();
            if alike && self.every.is_none() {
                step += code.repeat(to - from, &mut x, &mut out, &mut frame);
            } else {
                while step < to
                    && (alike || self.columns(number, step, &mut x[n..]).is_ok())
                    && code.run(&x, &mut out, &mut frame).is_ok()
                {
                    if let Some(every) = &mut self.every {
                        every.extend_from_slice(&x[..n]);
                    }
                    x[..n].copy_from_slice(&out);
                    step += 1;
                }
            }
            self.state.copy_from_slice(&x[..n]);
        }
        self.room = Room { x, out, frame };
        step
    }
    /// The inputs of a body at the state at hand, but for its columns.
    pub fn inputs_of(&self, number: usize, x: &mut Vec<f64>) {
        let body = &self.bodies[number];
        x.clear();
        x.extend_from_slice(&self.state);
        x.resize(body.changing(), 0.0);
        x.extend(body.outer.iter().map(|&(_, v)| v));
    }
}
