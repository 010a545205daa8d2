//! Values of any other kind than plain numbers: lines of a program being written, numbers of many digits, numbers whose
//! operations are counted.
//!
//! A [`Desk`] says what a primitive makes of them, and where they lie. What a rule of the table holds of one is a
//! [`Handle`], whatever the kind: the rules are compiled once for all of them.
//!
//! ```
//! use std::cell::Cell;
//! use wengert::desk::{Datum, Desk, Handle};
//! use wengert::prim::Op;
//! use wengert::sweep::{self, Constants};
//!
//! /// Numbers whose operations are counted.
//! #[derive(Default)]
//! struct Counter(Cell<usize>);
//!
//! impl Desk for Counter {
//!     fn apply(&self, op: Op, args: &[Datum]) -> Datum {
//!         self.0.set(self.0.get() + 1);
//!         let numbers: Vec<f64> = args.iter().filter_map(|&a| self.known(a)).collect();
//!         Datum::Number(op.apply(&numbers))
//!     }
//!     fn known(&self, of: Datum) -> Option<f64> {
//!         of.number()
//!     }
//! }
//!
//! let program = wengert::Program::trace(|[x, y]: [wengert::Var; 2]| x * y + x.sin(), [2.0, 3.0])?;
//! let desk = Counter::default();
//! let x = [2.0, 3.0].map(|x| Handle::number(&desk, x));
//! let mut at = Vec::new();
//! sweep::value(program.list(), &Constants::literal(x[0]), &x, &mut at).unwrap();
//! assert_eq!(desk.0.get(), 3);
//! # Ok::<(), wengert::Error>(())
//! ```

use crate::custom::{self, Custom};
use crate::prim::{Nary, Op, Prim};
use crate::value::{Value, value_operators};

/// What a desk knows a value by.
#[derive(Clone, Copy, Debug)]
pub enum Datum {
    /// A number.
    Number(f64),
    /// A place on the desk.
    Place(u32),
}

impl Datum {
    /// The number, if it is one.
    pub fn number(self) -> Option<f64> {
        if let Datum::Number(c) = self { Some(c) } else { None }
    }
    /// What it is, as a key: numbers are told apart by their bits.
    fn key(self) -> (bool, u64) {
        match self {
            Datum::Number(c) => (true, c.to_bits()),
            Datum::Place(at) => (false, u64::from(at)),
        }
    }
}

/// Equal numbers are equal by their bits.
impl PartialEq for Datum {
    fn eq(&self, other: &Datum) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Datum {}

impl std::hash::Hash for Datum {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// Where values lie, and what a primitive makes of them.
pub trait Desk {
    /// The value of a primitive.
    fn apply(&self, op: Op, args: &[Datum]) -> Datum;
    /// As [`Value::known`].
    fn known(&self, of: Datum) -> Option<f64>;
    /// A literal, written beside a value; a number, unless the desk has its own.
    fn literal(&self, _beside: Datum, c: f64) -> Datum {
        Datum::Number(c)
    }
    /// As [`Value::bind_rule`]; NaN, unless the desk runs rules.
    fn rule(&self, rule: &Custom, _args: &[Datum]) -> Vec<Datum> {
        custom::fail(rule.fault("this way of evaluating a program does not run rules of the user's"));
        vec![Datum::Number(f64::NAN); rule.outputs()]
    }
    /// As [`Value::is_zero`].
    fn is_zero(&self, _of: Datum) -> bool {
        false
    }
    /// As [`Value::has_nan`].
    fn has_nan(&self, of: Datum) -> bool {
        self.known(of).is_some_and(f64::is_nan)
    }
    /// As [`Value::holds`].
    fn holds(&self, of: Datum, said: bool) -> bool {
        self.known(of).is_none_or(|c| (c != 0.0) == said)
    }
}

/// A value on a desk.
#[derive(Clone, Copy)]
pub struct Handle<'d> {
    desk: &'d (dyn Desk + 'd),
    /// What the desk knows it by.
    pub datum: Datum,
}

impl std::fmt::Debug for Handle<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.datum.fmt(f)
    }
}

impl<'d> Handle<'d> {
    /// A number.
    pub fn number(desk: &'d (dyn Desk + 'd), c: f64) -> Handle<'d> {
        Handle { desk, datum: Datum::Number(c) }
    }
    /// What lies at a place of the desk.
    pub fn place(desk: &'d (dyn Desk + 'd), at: u32) -> Handle<'d> {
        Handle { desk, datum: Datum::Place(at) }
    }
    fn with(self, datum: Datum) -> Handle<'d> {
        Handle { datum, ..self }
    }
}

impl Value for Handle<'_> {
    const ALIKE: bool = true;
    fn lit(self, c: f64) -> Self {
        self.with(self.desk.literal(self.datum, c))
    }
    fn bind<P: Prim<N>, const N: usize>(x: [Self; N]) -> Self {
        x[0].with(x[0].desk.apply(P::OP, &x.map(|h| h.datum)))
    }
    fn bind_nary<P: Nary>(x: &[Self]) -> Self {
        Self::bind_op(P::OP, x)
    }
    fn bind_op(op: Op, x: &[Self]) -> Self {
        assert!(op.accepts(x.len()), "as many arguments as {op} takes, not {}", x.len());
        let args: Vec<Datum> = x.iter().map(|h| h.datum).collect();
        x[0].with(x[0].desk.apply(op, &args))
    }
    fn bind_rule(rule: &Custom, x: &[Self], like: Self) -> Vec<Self> {
        let args: Vec<Datum> = x.iter().map(|h| h.datum).collect();
        like.desk.rule(rule, &args).into_iter().map(|datum| like.with(datum)).collect()
    }
    fn known(self) -> Option<f64> {
        self.desk.known(self.datum)
    }
    fn is_zero(self) -> bool {
        self.desk.is_zero(self.datum)
    }
    fn has_nan(self) -> bool {
        self.desk.has_nan(self.datum)
    }
    fn holds(self, said: bool) -> bool {
        self.desk.holds(self.datum, said)
    }
}
value_operators!(impl ['d] for Handle<'d>);

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds up all arguments, whatever the primitive.
    struct Sums;

    impl Desk for Sums {
        fn apply(&self, _: Op, args: &[Datum]) -> Datum {
            Datum::Number(args.iter().filter_map(|a| a.number()).sum())
        }
        fn known(&self, of: Datum) -> Option<f64> {
            of.number()
        }
    }

    #[test]
    fn a_primitive_gets_as_many_arguments_as_it_takes() {
        let (add, x) = (Op::by_text("add").expect("a row"), Handle::number(&Sums, 2.0));
        assert_eq!(add.apply(&[x, x]).known(), Some(4.0));
    }

    #[test]
    #[should_panic(expected = "as many arguments as add takes, not 1")]
    fn with_others_it_panics_as_with_numbers() {
        let _ = Op::by_text("add").expect("a row").apply(&[Handle::number(&Sums, 2.0)]);
    }
}
