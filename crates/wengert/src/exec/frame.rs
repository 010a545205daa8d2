//! A sub-List laid out to run step after step in one frame, forward and back. Same operations in the same order as the
//! interpreter, hence the same bits.
//!
//! Slots of a frame: the inputs that change from step to step, then the results of the lines (all of this is *local* to a
//! step), then the inputs that do not change, then constants.

use super::rows::Row;
use crate::list::{Id, List, Operand, Ref, Step};
use crate::prim::Op;
use crate::sweep::Varying;
use crate::value::Real;

/// One line forward: which row, which slots. The result goes to the next slot.
#[derive(Clone, Copy, Debug)]
struct Line {
    row: Row,
    args: [u32; 3],
}

/// A List without sub-Lists and user's rules.
#[derive(Debug)]
pub(crate) struct Layout {
    /// How many inputs change from step to step, and how many there are in all.
    changing: u32,
    inputs: u32,
    ids: u32,
    code: Vec<Line>,
    /// Rows without an arm, with their operands.
    others: Vec<(Op, Vec<u32>)>,
    constants: Vec<f64>,
    outputs: Vec<u32>,
}

impl Layout {
    /// Lays out a List of whose inputs the first `changing` change from step to step; `None` where it has
    /// sub-Lists or user's rules.
    pub fn new(list: &List, changing: usize) -> Option<Layout> {
        if !list.blocks().is_empty() {
            return None;
        }
        let mut layout = Layout {
            changing: changing as u32,
            inputs: list.input_len() as u32,
            ids: list.ids() as u32,
            code: Vec::with_capacity(list.len()),
            others: Vec::new(),
            constants: list.pool().iter().chain(list.data()).copied().collect(),
            outputs: Vec::new(),
        };
        for (k, _, step) in list.steps() {
            let line = match step {
                Step::Guard(cond, said) => {
                    Line { row: Row::Guard, args: [layout.slot(list, cond), said as u32, k as u32] }
                }
                Step::Apply(op, args) => layout.line(op, args.iter().map(|&a| layout.slot(list, a)).collect()),
                Step::Block(_) | Step::Rule(..) => return None,
            };
            layout.code.push(line);
        }
        layout.outputs = list.outputs().iter().map(|&o| layout.slot(list, o)).collect();
        Some(layout)
    }
    fn line(&mut self, op: Op, args: Vec<u32>) -> Line {
        let row = Row::of(op);
        if row == Row::Other {
            self.others.push((op, args));
            return Line { row, args: [self.others.len() as u32 - 1, 0, 0] };
        }
        Line { row, args: std::array::from_fn(|k| args.get(k).copied().unwrap_or(0)) }
    }
    /// Where a frame holds what an operand reads.
    fn slot(&self, list: &List, o: Operand) -> u32 {
        let fixed = self.inputs - self.changing;
        match o.get() {
            Ref::Id(Id(k)) if k < self.changing => k,
            Ref::Id(Id(k)) if k < self.inputs => self.ids - fixed + (k - self.changing),
            Ref::Id(Id(k)) => k - fixed,
            Ref::Const(k) => self.ids + k,
            Ref::Data(k) => self.ids + list.pool().len() as u32 + k,
        }
    }
    /// How many slots are local to a step.
    pub fn local(&self) -> usize {
        (self.ids - (self.inputs - self.changing)) as usize
    }
    /// What it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.code.len() * size_of::<Line>()
            + self.constants.len() * 8
            + self.others.iter().map(|o| 32 + o.1.len() * 4).sum::<usize>()
    }
    /// A frame with the inputs that do not change.
    pub fn frame<F: Real>(&self, fixed: impl Iterator<Item = F>) -> Vec<F> {
        let mut frame = Vec::with_capacity(self.ids as usize + self.constants.len());
        frame.resize(self.local(), F::of(0.0));
        frame.extend(fixed);
        frame.extend(self.constants.iter().map(|&c| F::of(c)));
        frame
    }
    /// Fills the lines' slots; answers the line of the first guard that does not hold.
    pub fn value<F: Real>(&self, frame: &mut [F]) -> Result<(), usize> {
        let mut next = self.changing as usize;
        for line in &self.code {
            match line.row {
                Row::Guard => {
                    if (frame[line.args[0] as usize] != F::of(0.0)) != (line.args[1] != 0) {
                        return Err(line.args[2] as usize);
                    }
                    continue;
                }
                Row::Other => frame[next] = self.other(line, frame),
                row => frame[next] = row.value(line.args, frame),
            }
            next += 1;
        }
        Ok(())
    }
    #[inline(never)]
    fn other<F: Real>(&self, line: &Line, frame: &[F]) -> F {
        let (op, args) = &self.others[line.args[0] as usize];
        let x: Vec<F> = args.iter().map(|&a| frame[a as usize]).collect();
        op.apply(&x)
    }
    /// Hands the outputs on to the inputs of the next step.
    #[inline]
    pub fn advance<F: Real>(&self, frame: &mut [F], spare: &mut Vec<F>) {
        spare.clear();
        spare.extend(self.outputs.iter().map(|&o| frame[o as usize]));
        frame[..spare.len()].copy_from_slice(spare);
    }
    /// Output `k`, once the lines are filled.
    pub fn output<F: Real>(&self, frame: &[F], k: usize) -> F {
        frame[self.outputs[k] as usize]
    }
}

/// One line backward: where its adjoint is, and whither it goes.
#[derive(Clone, Copy, Debug)]
struct BackLine {
    row: Row,
    args: [u32; 3],
    /// Of each argument: [`NOWHERE`], a line's register, or [`INPUT`] and the number of an input.
    to: [u32; 3],
    /// The register of the line; its slot is `changing` further.
    line: u32,
}

const NOWHERE: u32 = u32::MAX;
const INPUT: u32 = 1 << 31;

/// The adjoint of a [`Layout`], for inputs of which some do not vary: what does not depend on one that does is left out,
/// as a program that computes with constants leaves it out.
#[derive(Debug)]
pub(crate) struct Back {
    changing: u32,
    code: Vec<BackLine>,
    others: Vec<(Op, Vec<u32>, Vec<u32>)>,
}

impl Back {
    /// The adjoint of `list`, which was laid out as `layout`, where what varies is said.
    pub fn new(list: &List, layout: &Layout, varies: &Varying) -> Back {
        let mut back = Back { changing: layout.changing, code: Vec::new(), others: Vec::new() };
        for (k, id, step) in list.steps_backward() {
            if let Step::Apply(_, operands) = step
                && varies.has(id)
            {
                let line = layout.code[k];
                let to: Vec<u32> = operands.iter().map(|&o| destination(layout, varies, o)).collect();
                back.push(layout, line, id.0 - layout.inputs, to);
            }
        }
        back
    }
    fn push(&mut self, layout: &Layout, line: Line, register: u32, to: Vec<u32>) {
        let mut back = BackLine { row: line.row, args: line.args, to: [NOWHERE; 3], line: register };
        if line.row == Row::Other {
            let (op, args) = &layout.others[line.args[0] as usize];
            back.args[0] = self.others.len() as u32;
            self.others.push((*op, args.clone(), to));
        } else {
            back.to[..to.len()].copy_from_slice(&to);
        }
        self.code.push(back);
    }
    /// What it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.code.len() * size_of::<BackLine>() + self.others.iter().map(|o| 56 + o.1.len() * 8).sum::<usize>()
    }
    /// Takes the adjoints in `lines`, one register each, back to those of the inputs: that of input `i` is `outer[homes[i]]`.
    pub fn run<F: Real>(&self, frame: &[F], lines: &mut [f64], homes: &[u32], outer: &mut [f64]) {
        for line in &self.code {
            let g = lines[line.line as usize];
            let y = frame[(line.line + self.changing) as usize];
            let mut add = |to: u32, term: f64| {
                if to & INPUT == 0 {
                    lines[to as usize] += term;
                } else {
                    outer[homes[(to & !INPUT) as usize] as usize] += term;
                }
            };
            if line.row == Row::Other {
                self.other(line, frame, y, |to, d| add(to, d * g));
            } else {
                line.row.slopes::<F, f64>(
                    line.args,
                    frame,
                    y,
                    |k| line.to[k] != NOWHERE,
                    |k, d| add(line.to[k], d * g),
                );
            }
        }
    }
    /// The same with one register for everything: those of the lines, then what the homes of the inputs count.
    pub fn at(&self, homes: &[u32], lines: usize) -> Placed {
        let place = |to: u32| match to {
            NOWHERE => NOWHERE,
            to if to & INPUT == 0 => to,
            to => lines as u32 + homes[(to & !INPUT) as usize],
        };
        let line = |line: &BackLine| BackLine { to: line.to.map(place), ..*line };
        let other =
            |(op, args, to): &(Op, Vec<u32>, Vec<u32>)| (*op, args.clone(), to.iter().map(|&t| place(t)).collect());
        Placed(Back {
            changing: self.changing,
            code: self.code.iter().map(line).collect(),
            others: self.others.iter().map(other).collect(),
        })
    }
    #[inline(never)]
    fn other<F: Real>(&self, line: &BackLine, frame: &[F], y: F, mut visit: impl FnMut(u32, f64)) {
        let (op, args, to) = &self.others[line.args[0] as usize];
        let x: Vec<f64> = args.iter().map(|&a| frame[a as usize].wide()).collect();
        op.partials(&x, y.wide(), &|k| to[k] != NOWHERE, &mut |k, d| visit(to[k], d));
    }
}

/// The adjoint of a [`Layout`] whose inputs keep their homes from step to step.
#[derive(Debug)]
pub(crate) struct Placed(Back);

impl Placed {
    /// Takes the adjoints of the lines back to the inputs.
    pub fn run<F: Real>(&self, frame: &[F], bar: &mut [f64]) {
        for line in &self.0.code {
            let g = bar[line.line as usize];
            let y = frame[(line.line + self.0.changing) as usize];
            if line.row == Row::Other {
                self.0.other(line, frame, y, |to, d| bar[to as usize] += d * g);
            } else {
                line.row.slopes::<F, f64>(
                    line.args,
                    frame,
                    y,
                    |k| line.to[k] != NOWHERE,
                    |k, d| bar[line.to[k] as usize] += d * g,
                );
            }
        }
    }
}

fn destination(layout: &Layout, varies: &Varying, o: Operand) -> u32 {
    match o.as_id() {
        Some(id) if !varies.has(id) => NOWHERE,
        Some(Id(k)) if k < layout.inputs => INPUT | k,
        Some(Id(k)) => k - layout.inputs,
        None => NOWHERE,
    }
}
