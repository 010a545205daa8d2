//! A List as machine code: each line one instruction, or a call of its row.
//!
//! Arithmetic, comparisons and choices are instructions with the bits of the row's value; every other row takes the
//! default arm and is called through the table. A derivative comes in as the List of the gradient.

mod back;

use crate::list::{Id, List, Operand, Ref, Step};
use crate::prim::{Op, Prim, arith, compare, number, power};
use wengert_native::{Binary, Code, Failed, Operand as Place, Order, Program, Unary};

/// A compiled List.
#[derive(Debug)]
pub(crate) struct Native {
    code: Code,
    outputs: usize,
}

impl Native {
    /// Compiles a List; `None` where it has sub-Lists or rules, and where this machine takes no code.
    pub(crate) fn new(list: &List) -> Option<Native> {
        let mut program = Program::new(list.input_len());
        let values = Values::of(&mut program, list, true)?;
        list.outputs().iter().for_each(|&o| program.output(values.place(o)));
        Native::of(&program)
    }
    fn of(program: &Program) -> Option<Native> {
        Some(Native { code: Code::compile(program)?, outputs: program.outputs() })
    }
    /// Runs at most so many times, each from the outputs of the one before in the place of the first inputs; answers how
    /// often it ran until a guard did not hold.
    pub(crate) fn repeat(&self, times: u64, x: &mut [f64], out: &mut Vec<f64>, frame: &mut Vec<f64>) -> u64 {
        out.resize(self.outputs, 0.0);
        self.code.repeat(times, x, out, frame)
    }
    /// Whether a row is an instruction, and not a call.
    fn is_instruction(op: Op) -> bool {
        UNARY.iter().any(|(row, _)| *row == op)
            || BINARY.iter().any(|(row, _)| *row == op)
            || [<number::Square as Prim<1>>::OP, <number::Recip as Prim<1>>::OP].contains(&op)
    }
    /// How many bytes of memory it holds.
    pub(crate) fn bytes(&self) -> usize {
        self.code.bytes()
    }
    /// Writes the outputs at `x`; `Err` where a guard does not hold.
    pub(crate) fn run(&self, x: &[f64], out: &mut Vec<f64>, frame: &mut Vec<f64>) -> Result<(), Failed> {
        out.resize(self.outputs, 0.0);
        self.code.run(x, out, frame)
    }
}

/// Where the compiler's program has the values of a List.
struct Values {
    values: Vec<Place>,
    constants: Vec<Place>,
    data: Vec<Place>,
}

impl Values {
    /// Writes the lines of a List, the first inputs of the program being its own; its guards, if they are asked for.
    fn of(program: &mut Program, list: &List, guards: bool) -> Option<Values> {
        let constants = list.pool().iter().map(|&c| program.constant(c)).collect();
        let data = list.data().iter().map(|&c| program.constant(c)).collect();
        let mut values = Values { values: (0..list.input_len()).map(|k| program.input(k)).collect(), constants, data };
        for (line, _, step) in list.steps() {
            match step {
                Step::Apply(op, args) => {
                    let args: Vec<Place> = args.iter().map(|&a| values.place(a)).collect();
                    let value = apply(program, op, &args);
                    values.values.push(value);
                }
                Step::Guard(condition, said) if guards => program.guard(values.place(condition), said, line as u32),
                Step::Guard(..) => {}
                Step::Block(_) | Step::Rule(..) => return None,
            }
        }
        Some(values)
    }
    fn place(&self, o: Operand) -> Place {
        match o.get() {
            Ref::Id(Id(k)) => self.values[k as usize],
            Ref::Const(k) => self.constants[k as usize],
            Ref::Data(k) => self.data[k as usize],
        }
    }
}

/// One line.
fn apply(program: &mut Program, op: Op, args: &[Place]) -> Place {
    if let [a] = *args
        && let Some((_, unary)) = UNARY.iter().find(|(row, _)| *row == op)
    {
        return program.unary(*unary, a);
    }
    if let [a, b] = *args {
        if let Some((_, binary)) = BINARY.iter().find(|(row, _)| *row == op) {
            return program.binary(*binary, a, b);
        }
        if let Some((_, order)) = ORDERS.iter().find(|(row, _)| *row == op) {
            return program.compare(*order, a, b);
        }
    }
    match *args {
        [x] if op == <number::Square as Prim<1>>::OP => program.binary(Binary::Mul, x, x),
        [x] if op == <number::Recip as Prim<1>>::OP => {
            let one = program.constant(1.0);
            program.binary(Binary::Div, one, x)
        }
        [c, a, b] if op == <compare::Pick as Prim<3>>::OP => program.pick(c, a, b),
        _ => program.call(op.row().value, args),
    }
}

const BINARY: [(Op, Binary); 4] = [
    (<arith::Add as Prim<2>>::OP, Binary::Add),
    (<arith::Sub as Prim<2>>::OP, Binary::Sub),
    (<arith::Mul as Prim<2>>::OP, Binary::Mul),
    (<arith::Div as Prim<2>>::OP, Binary::Div),
];
const UNARY: [(Op, Unary); 3] = [
    (<arith::Neg as Prim<1>>::OP, Unary::Neg),
    (<number::Abs as Prim<1>>::OP, Unary::Abs),
    (<power::Sqrt as Prim<1>>::OP, Unary::Sqrt),
];
const ORDERS: [(Op, Order); 6] = [
    (<compare::Lt as Prim<2>>::OP, Order::Lt),
    (<compare::Le as Prim<2>>::OP, Order::Le),
    (<compare::Gt as Prim<2>>::OP, Order::Gt),
    (<compare::Ge as Prim<2>>::OP, Order::Ge),
    (<compare::Eq as Prim<2>>::OP, Order::Eq),
    (<compare::Ne as Prim<2>>::OP, Order::Ne),
];
