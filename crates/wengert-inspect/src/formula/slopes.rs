//! The local derivatives of one line as formulas: the gradient transform, run on a List of that line alone.

use super::Term;
use wengert::List;
use wengert::list::{Id, Operand, Ref, Step, TooLong};
use wengert::prim::Op;
use wengert::program::transform::gradient;

/// The local derivatives of one line, as a small program: its inputs are the line's arguments that are values.
#[derive(Clone, Debug)]
pub struct Slopes {
    program: List,
    /// What the program's inputs stand for.
    inputs: Vec<Id>,
    /// For each argument of the line the output of the program that is its local derivative.
    outputs: Vec<Option<usize>>,
    /// The value of the program that is the line's own result, and its name.
    result: Option<(Id, Id)>,
}

impl Slopes {
    /// Of the line that names `result`.
    ///
    /// # Errors
    /// [`TooLong`] never, for a line that could be written.
    pub fn new(list: &List, op: Op, args: &[Operand], result: Id) -> Result<Slopes, TooLong> {
        let mut alone = List::new();
        let inputs: Vec<Id> = args.iter().filter_map(|a| a.as_id()).collect();
        for k in 0..inputs.len() {
            alone.input(format!("a{k}"), vec![]);
        }
        let (mut operands, mut outputs) = (Vec::new(), Vec::new());
        for &arg in args {
            let place = outputs.iter().flatten().count();
            let (operand, output) = match arg.get() {
                Ref::Id(_) => (Operand::id(Id(place as u32)), Some(place)),
                Ref::Const(k) => (alone.constant(list.pool()[k as usize]), None),
                Ref::Data(k) => (alone.constant(list.data()[k as usize]), None),
            };
            operands.push(operand);
            outputs.push(output);
        }
        let y = alone.apply(op, &operands)?;
        alone.output(y);
        let program = gradient(&alone)?;
        let line = Term::line(&alone, op, &operands);
        let same = |id: &Id, op, args: &[Operand]| (Term::line(&program, op, args) == line).then_some((*id, result));
        let result = program.steps().find_map(|(_, id, step)| match step {
            Step::Apply(op, args) => same(&id, op, args),
            _ => None,
        });
        Ok(Slopes { program, inputs, outputs, result })
    }
    /// The local derivative in an argument as one formula; `None` where the argument is a number, and where the formula
    /// would have more than `most` parts.
    pub fn of(&self, arg: usize, most: usize) -> Option<Term> {
        let output = self.program.outputs()[(*self.outputs.get(arg)?)?];
        let mut left = most;
        self.term(output, &mut left)
    }
    /// The value of the line's own List that a value of the small program stands for, if it does.
    fn stands_for(&self, id: Id) -> Option<Id> {
        match self.result {
            Some((y, result)) if y == id => Some(result),
            _ => self.inputs.get(id.0 as usize).copied(),
        }
    }
    fn term(&self, o: Operand, left: &mut usize) -> Option<Term> {
        *left = left.checked_sub(1)?;
        let Some(id) = o.as_id() else { return Some(Term::operand(&self.program, o)) };
        if let Some(value) = self.stands_for(id) {
            return Some(Term::Value(value));
        }
        // A gradient program has one line for each value.
        let line = id.0 as usize - self.inputs.len();
        match self.program.step(line) {
            Step::Apply(op, args) => {
                let args: Option<Vec<Term>> = args.iter().map(|&a| self.term(a, left)).collect();
                Some(Term::Apply(op, args?))
            }
            _ => None,
        }
    }
}
