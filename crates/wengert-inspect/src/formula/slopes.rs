//! The local derivatives of one line as formulas: the gradient transform, run on a List of that line alone.

use super::Term;
use wengert::List;
use wengert::list::{Id, Operand, Ref, Step, TooLong};
use wengert::prim::Op;
use wengert::program::transform::gradient;
use wengert::sweep::{self, Constants};

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
    /// As [`of`](Self::of), where the formula comes to the slope that the sweep took: at a kink it may have taken another
    /// one than the table's. `value` says what a value is worth.
    pub fn taken(&self, arg: usize, most: usize, slope: f64, value: impl Fn(Id) -> f64) -> Option<Term> {
        let term = self.of(arg, most)?;
        let ruled = self.number(arg, value)?;
        let same = (ruled - slope).abs() <= 1e-12 * slope.abs() || ruled == slope || (ruled.is_nan() && slope.is_nan());
        same.then_some(term)
    }
    /// What the local derivative in an argument comes to.
    fn number(&self, arg: usize, value: impl Fn(Id) -> f64) -> Option<f64> {
        let x: Vec<f64> = self.inputs.iter().map(|&id| value(id)).collect();
        let (constants, mut at) = (Constants::literal(0.0), Vec::new());
        sweep::value(&self.program, &constants, &x, &mut at).ok()?;
        Some(self.program.number(self.output(arg)?, &at))
    }
    /// The small program.
    pub(crate) fn program(&self) -> &List {
        &self.program
    }
    /// The output of the small program that is the local derivative in an argument.
    pub(crate) fn output(&self, arg: usize) -> Option<Operand> {
        Some(self.program.outputs()[(*self.outputs.get(arg)?)?])
    }
    /// The value of the line's own List that a value of the small program stands for, if it does.
    pub(crate) fn stands_for(&self, id: Id) -> Option<Id> {
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
