//! The lines of a slope program on their way to the expressions of a plan.

use super::node::Node;
use crate::formula::Slopes;
use wengert::list::{Id, Operand, Ref, Step};
use wengert::prim::Op;

/// What a value of a slope program comes to, where only the number matters and no further derivative.
#[derive(Clone, Copy, PartialEq)]
enum Comes {
    To(Operand),
    Zero,
}

/// The lines of a slope program on their way to expressions.
pub(super) struct Parts<'a> {
    slopes: &'a Slopes,
    comes: Vec<Comes>,
    pub uses: Vec<u32>,
    pub made: Vec<Option<Node>>,
}

impl<'a> Parts<'a> {
    pub fn new(slopes: &'a Slopes, wanted: &[(usize, Operand)]) -> Parts<'a> {
        let program = slopes.program();
        let ids = program.ids();
        let comes = (0..ids as u32).map(|k| Comes::To(Operand::id(Id(k)))).collect();
        let mut parts = Parts { slopes, comes, uses: vec![0; ids], made: vec![None; ids] };
        for (_, id, step) in program.steps() {
            if let Step::Apply(op, args) = step {
                parts.comes[id.0 as usize] = parts.shorter(op, args).unwrap_or(Comes::To(Operand::id(id)));
            }
        }
        wanted.iter().for_each(|&(_, o)| parts.used(o));
        for (_, id, step) in program.steps_backward() {
            if let (Step::Apply(_, args), None, 1..) = (step, slopes.stands_for(id), parts.uses[id.0 as usize]) {
                args.iter().for_each(|&a| parts.used(a));
            }
        }
        parts
    }
    fn resolve(&self, o: Operand) -> Comes {
        o.as_id().map_or(Comes::To(o), |id| self.comes[id.0 as usize])
    }
    /// Terms that stand for a missing second derivative are zeros here, and leave the formulas.
    fn shorter(&self, op: Op, args: &[Operand]) -> Option<Comes> {
        match (op.text(), args) {
            ("ratio", [a, r]) if a == r && self.is_nothing(*a) => Some(Comes::Zero),
            ("add", [a, b]) if self.resolve(*b) == Comes::Zero => Some(self.resolve(*a)),
            ("where", [_, a, b]) if self.resolve(*a) == self.resolve(*b) => Some(self.resolve(*a)),
            _ => None,
        }
    }
    /// Whether it is x - x.
    fn is_nothing(&self, o: Operand) -> bool {
        let program = self.slopes.program();
        let line = o.as_id().and_then(|id| (id.0 as usize).checked_sub(program.input_len()));
        line.is_some_and(|k| matches!(program.step(k), Step::Apply(op, [a, b]) if op.text() == "sub" && a == b))
    }
    fn used(&mut self, o: Operand) {
        if let Comes::To(o) = self.resolve(o)
            && let Some(id) = o.as_id()
        {
            self.uses[id.0 as usize] += 1;
        }
    }
    pub fn node(&self, names: &[String], o: Operand) -> Node {
        let program = self.slopes.program();
        let Comes::To(o) = self.resolve(o) else { return Node::Number(0.0) };
        match o.get() {
            Ref::Const(k) => Node::Number(program.pool()[k as usize]),
            Ref::Data(k) => Node::Number(program.data()[k as usize]),
            Ref::Id(id) => match (self.slopes.stands_for(id), &self.made[id.0 as usize]) {
                (Some(value), _) => Node::Name(names[value.0 as usize].clone()),
                (None, Some(node)) => node.clone(),
                (None, None) => Node::Number(f64::NAN),
            },
        }
    }
}
