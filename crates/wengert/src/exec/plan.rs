//! A List laid out for repeated evaluation at one point: operands decoded, constants beside the values, the common rows
//! of the table called directly. Same operations in the same order as the interpreter, an absent adjoint likewise absent,
//! hence the same bits.
//!
//! It knows no formula: a line is a row of the table.

use super::rows::Row;
use crate::list::{Id, List, Operand, Ref, Step};
use crate::prim::Op;
use crate::sweep::{Flipped, Varying};
use crate::value::Real;

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
    /// Which slots vary: values that depend on an input.
    varies: Vec<bool>,
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
            varies: varying(list),
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
    /// The adjoints of all slots for a seed of one, given the values; the inputs' come first. The answer says whether
    /// nothing odd was met: under `WATCH` a kink that an adjoint reaches, or a contribution that is not finite.
    pub(crate) fn adjoint<F: Real, const WATCH: bool>(&self, at: &[F], bars: &mut Registers<F>) -> bool {
        bars.clear(at.len());
        bars.add(self.output as usize, F::of(1.0));
        let (mut next, mut even) = (self.values as usize, true);
        for i in self.code.iter().rev() {
            if let Row::Guard = i.row {
                continue;
            }
            next -= 1;
            if bars.present[next] {
                even &= self.adjoint_of::<F, WATCH>(i, at, at[next], bars.bar[next], bars);
            }
        }
        even
    }
    /// Adds the line's vector-Jacobian product. Whether nothing odd was met, as far as `WATCH` asks.
    #[inline(always)]
    fn adjoint_of<F: Real, const WATCH: bool>(
        &self,
        i: &Instruction,
        at: &[F],
        y: F,
        g: F,
        bars: &mut Registers<F>,
    ) -> bool {
        if i.row == Row::Other {
            return self.adjoint_of_other::<F, WATCH>(i, at, y, g, bars);
        }
        let want = |k: usize| self.varies[i.args[k] as usize];
        let mut even = !WATCH || !i.row.kinked(i.args, at, want);
        i.row.slopes::<F, F>(i.args, at, y, want, |k, d| {
            let term = d * g;
            even &= !WATCH || term.is_finite();
            bars.add(i.args[k] as usize, term);
        });
        even
    }
    #[inline(never)]
    fn value_of_other<F: Real>(&self, i: &Instruction, at: &[F]) -> F {
        let (op, args) = &self.others[i.args[0] as usize];
        let x: Vec<F> = args.iter().map(|&a| at[a as usize]).collect();
        op.apply(&x)
    }
    #[inline(never)]
    fn adjoint_of_other<F: Real, const WATCH: bool>(
        &self,
        i: &Instruction,
        at: &[F],
        y: F,
        g: F,
        bars: &mut Registers<F>,
    ) -> bool {
        let (op, args) = &self.others[i.args[0] as usize];
        let x: Vec<F> = args.iter().map(|&a| at[a as usize]).collect();
        let want = |k: usize| self.varies[args[k] as usize];
        let kinked = || op.kink(&x.iter().map(|x| x.wide()).collect::<Vec<f64>>(), &want).is_some();
        let mut even = !WATCH || !kinked();
        op.partials(&x, y, &want, &mut |k, d| {
            let term = d * g;
            even &= !WATCH || term.is_finite();
            bars.add(args[k] as usize, term);
        });
        even
    }
}

/// Which slots vary; those of constants and data never do.
fn varying(list: &List) -> Vec<bool> {
    let varying = Varying::of(list);
    let values = (0..list.ids() as u32).map(|k| varying.has(Id(k)));
    values.chain(std::iter::repeat_n(false, list.pool().len() + list.data().len())).collect()
}

/// The adjoints of all slots. One that nothing was added to is absent, as in the interpreter; a sum begins with its
/// first term, not with a zero, which would lose the sign of another zero.
#[derive(Debug)]
pub(crate) struct Registers<F> {
    bar: Vec<F>,
    present: Vec<bool>,
}

impl<F> Default for Registers<F> {
    fn default() -> Registers<F> {
        Registers { bar: Vec::new(), present: Vec::new() }
    }
}

impl<F: Real> Registers<F> {
    fn clear(&mut self, slots: usize) {
        // What is absent is never read.
        self.bar.resize(slots, F::of(0.0));
        self.present.clear();
        self.present.resize(slots, false);
    }
    #[inline(always)]
    fn add(&mut self, slot: usize, term: F) {
        self.bar[slot] = if self.present[slot] { self.bar[slot] + term } else { term };
        self.present[slot] = true;
    }
    /// Those of the first slots; 0 where nothing arrived.
    pub(crate) fn copy_to(&self, grad: &mut [F]) {
        for ((g, &bar), &present) in grad.iter_mut().zip(&self.bar).zip(&self.present) {
            *g = if present { bar } else { F::of(0.0) };
        }
    }
}
