//! A [`Desk`] that writes a List instead of computing: every source transform is a sweep run on its handles.
//!
//! The writer shares equal lines, folds constants and applies the [identities](super::simplify) as it goes, so that what
//! a sweep writes is no longer than it needs to be.

use super::simplify::{Rewrite, rewrite};
use crate::custom::Custom;
use crate::desk::{Datum, Desk, Handle};
use crate::list::{Id, List, Operand, TooLong};
use crate::prim::Op;
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};

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
    few: FxHashMap<(Op, [Option<Datum>; 3]), Operand>,
    many: FxHashMap<(Op, Vec<Datum>), Operand>,
    /// What each value's line says, for the identities: those of one argument.
    said: Vec<Option<(Op, Datum)>>,
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
    pub(crate) fn number(&self, c: f64) -> Handle<'_> {
        Handle::number(self, c)
    }
    /// What an operand reads.
    pub(crate) fn place(&self, o: Operand) -> Handle<'_> {
        Handle::place(self, o.bits())
    }
    /// The inputs.
    pub(crate) fn inputs(&self) -> Vec<Handle<'_>> {
        let n = self.state.borrow().list.input_len() as u32;
        (0..n).map(|k| self.place(Operand::id(Id(k)))).collect()
    }
    /// The List, with these outputs.
    pub(crate) fn finish(self, outputs: &[Datum]) -> Result<List, TooLong> {
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
    fn said(&self, e: Datum) -> Option<(Op, Datum)> {
        match e {
            Datum::Place(o) => self.state.borrow().said.get(Operand::of_bits(o).as_id()?.0 as usize).copied().flatten(),
            Datum::Number(_) => None,
        }
    }
}

impl Desk for Writer {
    /// The value of a line, written only if it has to be.
    fn apply(&self, op: Op, args: &[Datum]) -> Datum {
        match rewrite(op, args, &|e| self.said(e)) {
            Some(Rewrite::Is(e)) => e,
            Some(Rewrite::Line(op, args)) => self.apply(op, &args),
            None => self.state.borrow_mut().line(op, args),
        }
    }
    /// The results of a line that runs a user's rule.
    fn rule(&self, rule: &Custom, args: &[Datum]) -> Vec<Datum> {
        self.state.borrow_mut().rule(rule, args)
    }
    fn known(&self, of: Datum) -> Option<f64> {
        let number = of.number();
        if number.is_none() {
            self.asked.set(true);
        }
        number
    }
    /// Writes a guard, unless it holds of a number.
    fn holds(&self, cond: Datum, said: bool) -> bool {
        if !matches!(cond, Datum::Number(c) if (c != 0.0) == said) {
            let mut state = self.state.borrow_mut();
            let cond = state.operand(cond);
            state.list.guard(cond, said);
        }
        true
    }
}

impl State {
    fn operand(&mut self, e: Datum) -> Operand {
        match e {
            Datum::Number(c) => self.list.constant(c),
            Datum::Place(o) => Operand::of_bits(o),
        }
    }
    fn line(&mut self, op: Op, args: &[Datum]) -> Datum {
        if args.len() > 3 {
            let key = (op, args.to_vec());
            if let Some(&o) = self.many.get(&key) {
                return Datum::Place(o.bits());
            }
            let operands: Vec<Operand> = args.iter().map(|&a| self.operand(a)).collect();
            return self.write(op, &operands, None, |seen, o| seen.many.insert(key, o));
        }
        let key = (op, std::array::from_fn(|k| args.get(k).copied()));
        if let Some(&o) = self.few.get(&key) {
            return Datum::Place(o.bits());
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
        said: Option<(Op, Datum)>,
        remember: impl FnOnce(&mut State, Operand) -> Option<Operand>,
    ) -> Datum {
        match self.list.apply(op, operands) {
            Ok(o) => {
                remember(self, o);
                self.said.push(said);
                Datum::Place(o.bits())
            }
            Err(TooLong) => {
                self.too_long = true;
                Datum::Number(f64::NAN)
            }
        }
    }
}

impl State {
    fn rule(&mut self, rule: &Custom, args: &[Datum]) -> Vec<Datum> {
        let operands: Vec<Operand> = args.iter().map(|&a| self.operand(a)).collect();
        match self.list.rule(rule, &operands) {
            Ok(first) => {
                self.said.resize(self.list.ids(), None);
                (first.0..).take(rule.outputs()).map(|id| Datum::Place(Operand::id(Id(id)).bits())).collect()
            }
            Err(TooLong) => {
                self.too_long = true;
                vec![Datum::Number(f64::NAN); rule.outputs()]
            }
        }
    }
}
