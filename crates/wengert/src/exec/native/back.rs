//! The adjoint of a loop's step as machine code: the lines of the step, then what the rules of the table say of each, from
//! the last to the first. Same operations in the same order as the laid-out adjoint, hence the same bits.

use super::{Native, Values, apply};
use crate::list::{Id, List, Operand, Ref, Step};
use crate::prim::{Nary, Op, Prim};
use crate::sweep::Varying;
use crate::value::{Value, value_operators};
use std::cell::{Cell, RefCell};
use wengert_native::{Operand as Place, Program};

impl Native {
    /// Whether a List without sub-Lists is arithmetic only, whose rules take no other form at numbers: its adjoint runs
    /// its lines a second time, and that costs little.
    pub(crate) fn takes_back(list: &List) -> bool {
        let pen = Pen { program: RefCell::new(Program::new(1)), asked: Cell::new(false) };
        let x = Written { pen: &pen, place: pen.program.borrow().input(0), number: None };
        for (_, _, step) in list.steps() {
            if let Step::Apply(op, operands) = step {
                if !Native::is_instruction(op) {
                    return false;
                }
                let args: Vec<Written<'_>> =
                    operands.iter().map(|&o| Written { number: number(list, o), ..x }).collect();
                op.partials(&args, x, &|k| operands[k].as_id().is_some(), &mut |_, _| {});
            }
        }
        !pen.asked.get()
    }
    /// Compiles the adjoint of a List of whose values some vary. Its inputs are those of the List, then so many
    /// `registers`; its outputs are the registers afterwards. At first what stands in register `from` moves to value `to`,
    /// of each pair in `moves`; the adjoint of input `i` is in register `homes[i]`.
    ///
    /// `None` as for [`Native::new`], and where a rule takes another form at numbers.
    pub(crate) fn back(
        list: &List,
        varies: &Varying,
        homes: &[u32],
        moves: &[(u32, Id)],
        registers: usize,
    ) -> Option<Native> {
        let mut program = Program::new(list.input_len() + registers);
        let values = Values::of(&mut program, list, false)?;
        let pen = Pen { program: RefCell::new(program), asked: Cell::new(false) };
        let mut bars = Bars::new(&pen, list, homes, registers);
        bars.begin(moves);
        for (_, id, step) in list.steps_backward() {
            if let Step::Apply(op, operands) = step
                && varies.has(id)
            {
                bars.line(list, &values, varies, op, operands, id);
            }
        }
        let outputs: Vec<Place> = bars.registers.iter().map(|bar| bar.place).collect();
        if pen.asked.get() {
            return None;
        }
        let mut program = pen.program.into_inner();
        outputs.into_iter().for_each(|o| program.output(o));
        Native::of(&program)
    }
}

/// The adjoints, as far as they are written.
struct Bars<'p> {
    pen: &'p Pen,
    inputs: usize,
    homes: &'p [u32],
    lines: Vec<Written<'p>>,
    registers: Vec<Written<'p>>,
}

impl<'p> Bars<'p> {
    fn new(pen: &'p Pen, list: &List, homes: &'p [u32], registers: usize) -> Bars<'p> {
        let inputs = list.input_len();
        let register = |k| Written { pen, place: pen.program.borrow().input(inputs + k), number: None };
        let registers = (0..registers).map(register).collect();
        Bars { pen, inputs, homes, lines: vec![pen.number(0.0); list.ids() - inputs], registers }
    }
    fn begin(&mut self, moves: &[(u32, Id)]) {
        for &(from, to) in moves {
            let g = std::mem::replace(&mut self.registers[from as usize], self.pen.number(0.0));
            *self.of(to) = g;
        }
    }
    fn of(&mut self, Id(k): Id) -> &mut Written<'p> {
        match (k as usize).checked_sub(self.inputs) {
            Some(line) => &mut self.lines[line],
            None => &mut self.registers[self.homes[k as usize] as usize],
        }
    }
    /// Writes the vector-Jacobian product of one line.
    fn line(&mut self, list: &List, values: &Values, varies: &Varying, op: Op, operands: &[Operand], id: Id) {
        let pen = self.pen;
        let value = |o: Operand| Written { pen, place: values.place(o), number: number(list, o) };
        let args: Vec<Written<'p>> = operands.iter().map(|&o| value(o)).collect();
        let to = |k: usize| operands[k].as_id().filter(|&id| varies.has(id));
        let (y, g) = (value(Operand::id(id)), *self.of(id));
        op.partials(&args, y, &|k| to(k).is_some(), &mut |k, d| {
            if let Some(id) = to(k) {
                let bar = self.of(id);
                *bar = *bar + d * g;
            }
        });
    }
}

/// The number that an operand is, if it is one.
fn number(list: &List, o: Operand) -> Option<f64> {
    match o.get() {
        Ref::Id(_) => None,
        Ref::Const(k) => Some(list.pool()[k as usize]),
        Ref::Data(k) => Some(list.data()[k as usize]),
    }
}

/// A program being written.
struct Pen {
    program: RefCell<Program>,
    /// Whether a rule asked for a number that is not there yet, and so may have taken another form than at numbers.
    asked: Cell<bool>,
}

impl Pen {
    fn number(&self, c: f64) -> Written<'_> {
        Written { pen: self, place: self.program.borrow_mut().constant(c), number: Some(c) }
    }
    fn apply(&self, op: Op, args: &[Place]) -> Written<'_> {
        Written { pen: self, place: apply(&mut self.program.borrow_mut(), op, args), number: None }
    }
}

/// A value of the program being written: what is computed with it becomes a line.
#[derive(Clone, Copy)]
struct Written<'p> {
    pen: &'p Pen,
    place: Place,
    /// The number that it is, if it is one.
    number: Option<f64>,
}

impl Value for Written<'_> {
    fn lit(self, c: f64) -> Self {
        self.pen.number(c)
    }
    fn bind<P: Prim<N>, const N: usize>(x: [Self; N]) -> Self {
        x[0].pen.apply(P::OP, &x.map(|v| v.place))
    }
    fn bind_nary<P: Nary>(x: &[Self]) -> Self {
        let args: Vec<Place> = x.iter().map(|v| v.place).collect();
        x[0].pen.apply(P::OP, &args)
    }
    fn known(self) -> Option<f64> {
        if self.number.is_none() {
            self.pen.asked.set(true);
        }
        self.number
    }
}
value_operators!(impl ['p] for Written<'p>);
