//! Handles that write a List instead of computing: every source transform is a sweep run on [`Tracer`]s.
//!
//! The writer shares equal lines, folds constants and applies the [identities](super::simplify) as it goes, so that what
//! a sweep writes is no longer than it needs to be.

use super::simplify::{Rewrite, rewrite};
use crate::custom::Custom;
use crate::list::{Id, List, Operand, TooLong};
use crate::prim::{Nary, Op, Prim};
use crate::value::{Value, value_operators};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};

/// A value of a List being written: a number is written only when a line reads it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Expr {
    /// A number.
    Number(f64),
    /// A value or datum of the List.
    Place(Operand),
}

/// Equal numbers are equal by their bits.
impl PartialEq for Expr {
    fn eq(&self, other: &Expr) -> bool {
        match (self, other) {
            (Expr::Number(a), Expr::Number(b)) => a.to_bits() == b.to_bits(),
            (Expr::Place(a), Expr::Place(b)) => a == b,
            _ => false,
        }
    }
}

/// An [`Expr`] as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Term {
    Number(u64),
    Place(Operand),
}

/// A List being written.
#[derive(Debug)]
pub(crate) struct Writer {
    state: RefCell<State>,
    /// Whether a rule asked for a number that is not settled, and so may have taken another form than at numbers.
    asked: Cell<bool>,
}

#[derive(Debug, Default)]
struct State {
    list: List,
    /// Lines by what they say: those of up to three arguments, and those of more.
    few: FxHashMap<(Op, [Option<Term>; 3]), Operand>,
    many: FxHashMap<(Op, Vec<Term>), Operand>,
    /// What each value's line says, for the identities: those of one argument.
    said: Vec<Option<(Op, Expr)>>,
    too_long: bool,
}

impl Writer {
    /// A writer of a List with the inputs and data of another.
    pub(crate) fn like(original: &List) -> Writer {
        let mut state = State::default();
        for input in original.inputs() {
            state.list.input(input.name.clone(), input.shape.clone());
        }
        for &c in original.data() {
            state.list.datum(c);
        }
        state.said.resize(state.list.ids(), None);
        Writer { state: RefCell::new(state), asked: Cell::new(false) }
    }
    /// A number.
    pub(crate) fn number(&self, c: f64) -> Tracer<'_> {
        Tracer { writer: self, expr: Expr::Number(c) }
    }
    /// What an operand reads.
    pub(crate) fn place(&self, o: Operand) -> Tracer<'_> {
        Tracer { writer: self, expr: Expr::Place(o) }
    }
    /// The inputs.
    pub(crate) fn inputs(&self) -> Vec<Tracer<'_>> {
        let n = self.state.borrow().list.input_len() as u32;
        (0..n).map(|k| self.place(Operand::id(Id(k)))).collect()
    }
    /// The List, with these outputs.
    pub(crate) fn finish(self, outputs: &[Expr]) -> Result<List, TooLong> {
        let mut state = self.state.into_inner();
        if state.too_long {
            return Err(TooLong);
        }
        let outputs = outputs.iter().map(|&o| state.operand(o)).collect();
        state.list.set_outputs(outputs);
        Ok(state.list)
    }
    /// Whether a rule asked for a number that is not settled.
    pub(crate) fn asked(&self) -> bool {
        self.asked.get()
    }
    /// What the line of a value says, if it has one argument.
    fn said(&self, e: Expr) -> Option<(Op, Expr)> {
        match e {
            Expr::Place(o) => self.state.borrow().said.get(o.as_id()?.0 as usize).copied().flatten(),
            Expr::Number(_) => None,
        }
    }
    /// The value of a line, written only if it has to be.
    pub(crate) fn apply(&self, op: Op, args: &[Expr]) -> Expr {
        match rewrite(op, args, &|e| self.said(e)) {
            Some(Rewrite::Is(e)) => e,
            Some(Rewrite::Line(op, args)) => self.apply(op, &args),
            None => self.state.borrow_mut().line(op, args),
        }
    }
    /// The results of a line that runs a user's rule.
    fn rule(&self, rule: &Custom, args: &[Expr]) -> Vec<Expr> {
        self.state.borrow_mut().rule(rule, args)
    }
    /// Writes a guard, unless it holds of a number.
    fn guard(&self, cond: Expr, said: bool) {
        if !matches!(cond, Expr::Number(c) if (c != 0.0) == said) {
            let mut state = self.state.borrow_mut();
            let cond = state.operand(cond);
            state.list.guard(cond, said);
        }
    }
}

impl State {
    fn operand(&mut self, e: Expr) -> Operand {
        match e {
            Expr::Number(c) => self.list.constant(c),
            Expr::Place(o) => o,
        }
    }
    fn line(&mut self, op: Op, args: &[Expr]) -> Expr {
        if args.len() > 3 {
            let key = (op, args.iter().map(|&a| term(a)).collect::<Vec<_>>());
            if let Some(&o) = self.many.get(&key) {
                return Expr::Place(o);
            }
            let operands: Vec<Operand> = args.iter().map(|&a| self.operand(a)).collect();
            return self.write(op, &operands, None, |seen, o| seen.many.insert(key, o));
        }
        let key = (op, std::array::from_fn(|k| args.get(k).map(|&a| term(a))));
        if let Some(&o) = self.few.get(&key) {
            return Expr::Place(o);
        }
        let mut operands = [Operand::id(Id(0)); 3];
        operands.iter_mut().zip(args).for_each(|(o, &a)| *o = self.operand(a));
        let said = if let [a] = *args { Some((op, a)) } else { None };
        self.write(op, &operands[..args.len()], said, |seen, o| seen.few.insert(key, o))
    }
    fn write(
        &mut self,
        op: Op,
        operands: &[Operand],
        said: Option<(Op, Expr)>,
        remember: impl FnOnce(&mut State, Operand) -> Option<Operand>,
    ) -> Expr {
        match self.list.apply(op, operands) {
            Ok(o) => {
                remember(self, o);
                self.said.push(said);
                Expr::Place(o)
            }
            Err(TooLong) => {
                self.too_long = true;
                Expr::Number(f64::NAN)
            }
        }
    }
}

impl State {
    fn rule(&mut self, rule: &Custom, args: &[Expr]) -> Vec<Expr> {
        let operands: Vec<Operand> = args.iter().map(|&a| self.operand(a)).collect();
        match self.list.rule(rule, &operands) {
            Ok(first) => {
                self.said.resize(self.list.ids(), None);
                (first.0..).take(rule.outputs()).map(|id| Expr::Place(Operand::id(Id(id)))).collect()
            }
            Err(TooLong) => {
                self.too_long = true;
                vec![Expr::Number(f64::NAN); rule.outputs()]
            }
        }
    }
}

fn term(e: Expr) -> Term {
    match e {
        Expr::Number(c) => Term::Number(c.to_bits()),
        Expr::Place(o) => Term::Place(o),
    }
}

/// A handle of a value being written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tracer<'w> {
    writer: &'w Writer,
    /// What it stands for.
    pub(crate) expr: Expr,
}

impl Tracer<'_> {
    fn apply<'w>(writer: &'w Writer, op: Op, args: &[Expr]) -> Tracer<'w> {
        Tracer { writer, expr: writer.apply(op, args) }
    }
}

impl Value for Tracer<'_> {
    fn lit(self, c: f64) -> Self {
        self.writer.number(c)
    }
    fn bind<P: Prim<N>, const N: usize>(x: [Self; N]) -> Self {
        Self::apply(x[0].writer, P::OP, &x.map(|t| t.expr))
    }
    fn bind_nary<P: Nary>(x: &[Self]) -> Self {
        let args: Vec<Expr> = x.iter().map(|t| t.expr).collect();
        Self::apply(x[0].writer, P::OP, &args)
    }
    fn bind_rule(rule: &Custom, x: &[Self], like: Self) -> Vec<Self> {
        let args: Vec<Expr> = x.iter().map(|t| t.expr).collect();
        like.writer.rule(rule, &args).into_iter().map(|expr| Tracer { expr, ..like }).collect()
    }
    fn known(self) -> Option<f64> {
        match self.expr {
            Expr::Number(c) => Some(c),
            Expr::Place(_) => {
                self.writer.asked.set(true);
                None
            }
        }
    }
    fn holds(self, said: bool) -> bool {
        self.writer.guard(self.expr, said);
        true
    }
}
value_operators!(impl ['w] for Tracer<'w>);
