//! The numbers of one row: value, gradient, Hessian; by a prepared program, of which there is one for each path through
//! the branches that was met.

use super::model::{Model, several};
use crate::failure::Failure;
use std::sync::Arc;
use wengert::{List, Listing, Note, Options, Program, Scratch};

/// What is asked at every row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The values of all outputs.
    Value,
    /// The value and the gradient.
    Gradient,
    /// These and the second derivatives.
    Hessian,
}

/// The number of paths whose programs are kept; the one used least recently goes first.
const KEPT: usize = 32;

/// What answers rows.
pub struct Answers<'m> {
    model: &'m Model,
    question: Question,
    options: Options,
    /// One for each path, each with a program for each output; the last successful one first.
    paths: Vec<Vec<Program>>,
    scratch: Scratch,
    recorded: u64,
    /// What the outputs are called, once a path was met.
    outputs: Option<Vec<String>>,
}

impl<'m> Answers<'m> {
    /// An answerer that has not met a path yet.
    pub fn new(model: &'m Model, question: Question, options: Options) -> Answers<'m> {
        Answers { model, question, options, paths: Vec::new(), scratch: Scratch::default(), recorded: 0, outputs: None }
    }
    /// Appends the numbers at `point` to `out`, and hands back what was noted. Whatever comes back, a branch that goes
    /// another way than before is recorded anew.
    pub fn at(&mut self, point: &[f64], out: &mut Vec<f64>) -> Result<Vec<Note>, Failure> {
        let start = out.len();
        for k in 0..self.paths.len() {
            match self.ask(k, point, out) {
                Err(wengert::Error::Branch { .. }) => out.truncate(start),
                answer => {
                    self.paths[..=k].rotate_right(1);
                    return answer.map_err(|error| self.model.refuse(error));
                }
            }
        }
        self.recorded += 1;
        let path = self.model.record(point)?;
        let what = match self.question {
            Question::Value => None,
            Question::Gradient => Some("a gradient"),
            Question::Hessian => Some("a Hessian"),
        };
        if let Some(what) = what.filter(|_| path.outputs.len() != 1) {
            return Err(several(path.outputs.len(), what));
        }
        let outputs = self.outputs.get_or_insert_with(|| path.outputs.clone());
        if outputs.len() != path.outputs.len() {
            let (now, before) = (path.outputs.len(), outputs.len());
            return Err(Failure::Input(format!(
                "error: there are {now} outputs here, and {before} in the rows before"
            )));
        }
        self.paths.truncate(KEPT - 1);
        self.paths.insert(0, programs(path.list)?);
        self.ask(0, point, out).map_err(|error| self.model.refuse(error))
    }
    /// What the outputs are called, once a row was answered.
    pub fn outputs(&self) -> Option<&[String]> {
        self.outputs.as_deref()
    }
    /// How many paths were recorded, those that were met again after being forgotten included.
    pub fn recorded(&self) -> u64 {
        self.recorded
    }
    /// The numbers by the programs of path `k`.
    fn ask(&mut self, k: usize, point: &[f64], out: &mut Vec<f64>) -> Result<Vec<Note>, wengert::Error> {
        let (programs, scratch) = (&self.paths[k], &mut self.scratch);
        let start = out.len();
        match self.question {
            Question::Value => {
                for program in programs {
                    out.push(program.value_into(point, scratch)?);
                }
                if !out[start..].iter().any(|y| y.is_nan()) {
                    return Ok(Vec::new());
                }
                let mut notes = self.listing(&programs[0], point, Options::new())?.notes().to_vec();
                notes.retain(|note| note.kind == wengert::NoteKind::Domain);
                Ok(notes)
            }
            Question::Gradient => {
                out.resize(start + 1 + point.len(), 0.0);
                let (options, grad) = (self.options, &mut out[start + 1..]);
                let (y, notes) =
                    wengert::notes(|| options.enter(|| programs[0].value_and_grad_into(point, grad, scratch)));
                out[start] = y?;
                // What has no value has a note of its own, or is refused.
                if out[start].is_nan() {
                    Ok(self.listing(&programs[0], point, options)?.notes().to_vec())
                } else {
                    Ok(notes)
                }
            }
            Question::Hessian => {
                let listing = self.listing(&programs[0], point, self.options)?;
                out.push(listing.value());
                out.extend_from_slice(listing.grad());
                out.extend(crate::output::csv::upper(&listing.hessian()?));
                Ok(listing.notes().to_vec())
            }
        }
    }
    fn listing(&self, program: &Program, point: &[f64], options: Options) -> Result<Listing, wengert::Error> {
        Listing::new(program.list().clone(), point, options)
    }
}

/// A program for each output.
fn programs(list: Arc<List>) -> Result<Vec<Program>, Failure> {
    let one = |&output: &wengert::list::Operand| {
        let mut one = List::clone(&list);
        one.set_outputs(vec![output]);
        Program::objective_from_list(one).map_err(Failure::Engine)
    };
    list.outputs().iter().map(one).collect()
}
