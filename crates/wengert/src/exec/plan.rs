//! A List laid out for repeated evaluation at one point: operands decoded, constants beside the values, the common rows
//! of the table called directly. Same operations in the same order as the interpreter, hence the same bits.
//!
//! It knows no formula: a line is a row of the table.

use super::rows::Row;
use crate::list::{Id, List, Operand, Ref, Step};
use crate::prim::{Nary, Op, Prim};
use crate::sweep::{Flipped, Varying};
use crate::value::{Real, Value, value_operators};

/// One line: which row, which slots. The result goes to the next slot.
#[derive(Clone, Copy, Debug)]
struct Instruction {
    row: Row,
    args: [u32; 3],
}

/// A List without sub-Lists, ready to run. Slots: inputs, then results in order, then constants and data.
#[derive(Debug)]
pub(crate) struct Plan {
    inputs: usize,
    code: Vec<Instruction>,
    /// Rows that are called through the table, with their operands.
    others: Vec<(Op, Vec<u32>)>,
    /// Where the slots of constants begin.
    values: u32,
    constants: Vec<f64>,
    output: u32,
    /// Which values vary.
    varies: Varying,
    /// Whether an adjoint can arrive at a value: the sweep passes by where none can.
    reached: Vec<bool>,
}

impl Plan {
    /// Lays out a List; `None` where it has sub-Lists or user's rules, or not exactly one output.
    pub(crate) fn new(list: &List) -> Option<Plan> {
        if !list.blocks().is_empty() || list.outputs().len() != 1 {
            return None;
        }
        let values = list.ids() as u32;
        let mut plan = Plan {
            inputs: list.input_len(),
            code: Vec::with_capacity(list.len()),
            others: Vec::new(),
            values,
            constants: list.pool().iter().chain(list.data()).copied().collect(),
            output: 0,
            varies: Varying::of(list),
            reached: reached(list),
        };
        let slot = |o: Operand| match o.get() {
            Ref::Id(Id(k)) => k,
            Ref::Const(k) => values + k,
            Ref::Data(k) => values + (list.pool().len() as u32) + k,
        };
        for (line, _, step) in list.steps() {
            let instruction = match step {
                Step::Guard(cond, said) => {
                    Instruction { row: Row::Guard, args: [slot(cond), said as u32, line as u32] }
                }
                Step::Apply(op, args) => plan.instruction(op, args.iter().map(|&a| slot(a)).collect()),
                Step::Block(_) | Step::Rule(..) => return None,
            };
            plan.code.push(instruction);
        }
        plan.output = slot(list.outputs()[0]);
        Some(plan)
    }
    fn instruction(&mut self, op: Op, args: Vec<u32>) -> Instruction {
        match (Row::of(op), &args[..]) {
            (Row::Other, _) | (_, []) => {
                self.others.push((op, args));
                Instruction { row: Row::Other, args: [self.others.len() as u32 - 1, 0, 0] }
            }
            (row, &[a]) => Instruction { row, args: [a, 0, 0] },
            (row, few) => Instruction { row, args: [few[0], few[1], few.get(2).copied().unwrap_or(0)] },
        }
    }
    /// The value; `at` is filled with every slot's.
    pub(crate) fn value<F: Real>(&self, x: &[F], at: &mut Vec<F>) -> Result<F, Flipped> {
        at.clear();
        at.reserve(self.values as usize + self.constants.len());
        at.extend_from_slice(x);
        at.resize(self.values as usize, F::of(0.0));
        at.extend(self.constants.iter().map(|&c| F::of(c)));
        let mut next = self.inputs;
        for i in &self.code {
            if let Row::Guard = i.row {
                if (at[i.args[0] as usize] != F::of(0.0)) != (i.args[1] != 0) {
                    return Err(Flipped { line: i.args[2] as usize, origin: None });
                }
                continue;
            }
            at[next] = if i.row == Row::Other { self.value_of_other(i, at) } else { i.row.value(i.args, at) };
            next += 1;
        }
        Ok(at[self.output as usize])
    }
    /// The adjoints of all slots for a seed of one, given the values; the inputs' come first.
    pub(crate) fn adjoint<F: Real>(&self, at: &[F], bar: &mut Vec<F>) {
        bar.clear();
        // The zero that keeps the bits of what is added to it, the sign of a zero included.
        bar.resize(at.len(), F::of(-0.0));
        bar[self.output as usize] = F::of(1.0);
        let mut next = self.values as usize;
        for i in self.code.iter().rev() {
            if let Row::Guard = i.row {
                continue;
            }
            next -= 1;
            if !self.reached[next] {
                continue;
            }
            let (y, g) = (at[next], bar[next]);
            if i.row == Row::Other {
                self.adjoint_of_other(i, at, y, g, bar);
                continue;
            }
            i.row.slopes::<F, F>(
                i.args,
                at,
                y,
                |k| i.args[k] < self.values && self.varies.has(Id(i.args[k])),
                |k, d| {
                    let a = i.args[k] as usize;
                    bar[a] = bar[a] + d * g;
                },
            );
        }
        bar.iter_mut().zip(&self.reached).filter(|(_, reached)| !**reached).for_each(|(g, _)| *g = F::of(0.0));
    }
    #[inline(never)]
    fn value_of_other<F: Real>(&self, i: &Instruction, at: &[F]) -> F {
        let (op, args) = &self.others[i.args[0] as usize];
        let x: Vec<F> = args.iter().map(|&a| at[a as usize]).collect();
        op.apply(&x)
    }
    #[inline(never)]
    fn adjoint_of_other<F: Real>(&self, i: &Instruction, at: &[F], y: F, g: F, bar: &mut [F]) {
        let (op, args) = &self.others[i.args[0] as usize];
        let x: Vec<F> = args.iter().map(|&a| at[a as usize]).collect();
        let varies = |k: usize| args[k] < self.values && self.varies.has(Id(args[k]));
        op.partials(&x, y, &varies, &mut |k, d| {
            let a = args[k] as usize;
            bar[a] = bar[a] + d * g;
        });
    }
}

/// At which values of a List without sub-Lists an adjoint can arrive.
fn reached(list: &List) -> Vec<bool> {
    let mut reached = vec![false; list.ids()];
    let arrive = |reached: &mut Vec<bool>, o: Operand| {
        if let Some(Id(k)) = o.as_id() {
            reached[k as usize] = true;
        }
    };
    list.outputs().iter().for_each(|&o| arrive(&mut reached, o));
    let mut like = Vec::new();
    for (_, id, step) in list.steps_backward() {
        if let Step::Apply(op, args) = step
            && reached[id.0 as usize]
        {
            like.resize(args.len(), Anything);
            op.partials(&like, Anything, &|k| args[k].as_id().is_some(), &mut |k, _| arrive(&mut reached, args[k]));
        }
    }
    reached
}

/// Any number: what a rule does with it is all that it may ever do.
#[derive(Clone, Copy)]
struct Anything;

impl Value for Anything {
    fn lit(self, _: f64) -> Anything {
        Anything
    }
    fn bind<P: Prim<N>, const N: usize>(_: [Anything; N]) -> Anything {
        Anything
    }
    fn bind_nary<P: Nary>(_: &[Anything]) -> Anything {
        Anything
    }
    fn known(self) -> Option<f64> {
        None
    }
}
value_operators!(impl [] for Anything);
