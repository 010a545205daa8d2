//! The adjoint of a loop's step as machine code: the lines of the step, then what the rules of the table say of each, from
//! the last to the first. Same operations in the same order as the laid-out adjoint, hence the same bits.

use super::{Native, Values, apply};
use crate::desk::{Datum, Desk, Handle};
use crate::list::{Id, List, Operand, Ref, Step};
use crate::prim::Op;
use crate::sweep::Varying;
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use wengert_native::{Operand as Place, Program};

impl Native {
    /// Whether a List without sub-Lists is arithmetic only, whose rules take no other form at numbers: its adjoint runs
    /// its lines a second time, and that costs little.
    pub(crate) fn takes_back(list: &List) -> bool {
        let program = Program::new(1);
        let x = program.input(0);
        let pen = Pen::new(program, vec![x]);
        let x = Handle::place(&pen, 0);
        for (_, _, step) in list.steps() {
            if let Step::Apply(op, operands) = step {
                if !Native::is_instruction(op) {
                    return false;
                }
                let number = |o| number(list, o).map(|c| Handle::number(&pen, c));
                let args: Vec<Handle<'_>> = operands.iter().map(|&o| number(o).unwrap_or(x)).collect();
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
        let mut places = Values::of(&mut program, list, false)?.values;
        places.extend((0..registers).map(|k| program.input(list.input_len() + k)));
        let pen = Pen::new(program, places);
        let mut bars = Bars::new(&pen, list, homes, registers);
        bars.begin(moves);
        for (_, id, step) in list.steps_backward() {
            if let Step::Apply(op, operands) = step
                && varies.has(id)
            {
                bars.line(list, varies, op, operands, id);
            }
        }
        let outputs: Vec<Place> = bars.registers.iter().map(|bar| pen.place(bar.datum)).collect();
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
    lines: Vec<Handle<'p>>,
    registers: Vec<Handle<'p>>,
}

impl<'p> Bars<'p> {
    fn new(pen: &'p Pen, list: &List, homes: &'p [u32], registers: usize) -> Bars<'p> {
        let (inputs, values) = (list.input_len(), list.ids());
        let registers = (values..values + registers).map(|k| Handle::place(pen, k as u32)).collect();
        Bars { pen, inputs, homes, lines: vec![Handle::number(pen, 0.0); values - inputs], registers }
    }
    fn begin(&mut self, moves: &[(u32, Id)]) {
        for &(from, to) in moves {
            let empty = Handle::number(self.pen, 0.0);
            *self.of(to) = std::mem::replace(&mut self.registers[from as usize], empty);
        }
    }
    fn of(&mut self, Id(k): Id) -> &mut Handle<'p> {
        match (k as usize).checked_sub(self.inputs) {
            Some(line) => &mut self.lines[line],
            None => &mut self.registers[self.homes[k as usize] as usize],
        }
    }
    /// Writes the vector-Jacobian product of one line.
    fn line(&mut self, list: &List, varies: &Varying, op: Op, operands: &[Operand], id: Id) {
        let pen = self.pen;
        let value = |Id(k)| Handle::place(pen, k);
        let argument = |&o: &Operand| o.as_id().map(value).or(number(list, o).map(|c| Handle::number(pen, c)));
        let args: Vec<Handle<'p>> = operands.iter().filter_map(argument).collect();
        let to = |k: usize| operands[k].as_id().filter(|&id| varies.has(id));
        let (y, g) = (value(id), *self.of(id));
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
    /// What has been written: first the values of the List, then the registers.
    places: RefCell<Vec<Place>>,
    numbers: RefCell<FxHashMap<u64, Place>>,
    /// Whether a rule asked for a number that is not there yet, and so may have taken another form than at numbers.
    asked: Cell<bool>,
}

impl Pen {
    fn new(program: Program, places: Vec<Place>) -> Pen {
        let (numbers, asked) = Default::default();
        Pen { program: RefCell::new(program), places: RefCell::new(places), numbers, asked }
    }
    fn place(&self, of: Datum) -> Place {
        match of {
            Datum::Place(k) => self.places.borrow()[k as usize],
            Datum::Number(c) => {
                let fresh = || self.program.borrow_mut().constant(c);
                *self.numbers.borrow_mut().entry(c.to_bits()).or_insert_with(fresh)
            }
        }
    }
}

impl Desk for Pen {
    fn apply(&self, op: Op, args: &[Datum]) -> Datum {
        let args: Vec<Place> = args.iter().map(|&a| self.place(a)).collect();
        let place = apply(&mut self.program.borrow_mut(), op, &args);
        let mut places = self.places.borrow_mut();
        places.push(place);
        Datum::Place(places.len() as u32 - 1)
    }
    fn known(&self, of: Datum) -> Option<f64> {
        let number = of.number();
        if number.is_none() {
            self.asked.set(true);
        }
        number
    }
}
