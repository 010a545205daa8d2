//! Numbers of any precision on a [`Desk`]: the rows' own derivatives run on them, so that rounding can be told from
//! mathematics. Exponents are those of quadruple precision: most of what overflows in double precision is a number here.

mod calc;
mod decimal;
mod rows;
mod run;
mod special;

pub(crate) use calc::{Big, Calc, is_zero, order};
pub(crate) use decimal::decimal;
pub(crate) use run::*;

use dashu_base::Sign;
use dashu_float::ConstCache;
use std::cell::RefCell;
use wengert::Custom;
use wengert::desk::{Datum, Desk, Handle};
use wengert::prim::Op;

/// What a handle stands for.
#[derive(Clone, Debug)]
pub(crate) enum Number {
    /// A finite number.
    Finite(Big),
    /// An infinity or NaN.
    Other(f64),
    /// Unknown, because no algorithm of this precision exists here for this function; what it is in double precision.
    Lacks(&'static str, f64),
}

impl Number {
    /// A double, exactly.
    pub fn exactly(c: f64) -> Number {
        if c.is_finite() { Number::Finite(calc::double(c)) } else { Number::Other(c) }
    }
    /// The nearest double. A number beyond the range of doubles is infinite, or zero.
    pub fn rounded(&self) -> f64 {
        match self {
            Number::Finite(x) => x.to_f64().value(),
            Number::Other(x) => *x,
            Number::Lacks(..) => f64::NAN,
        }
    }
    /// The finite number, if it is one.
    pub fn finite(&self) -> Option<&Big> {
        if let Number::Finite(x) = self { Some(x) } else { None }
    }
    /// The function that it is unknown for.
    fn lacking(&self) -> Option<&'static str> {
        if let Number::Lacks(name, _) = self { Some(name) } else { None }
    }
    fn is_zero(&self) -> bool {
        self.finite().is_some_and(is_zero)
    }
}

/// Where numbers of so many bits lie.
#[derive(Debug)]
pub(crate) struct Precise {
    bits: usize,
    numbers: RefCell<Vec<Number>>,
    cache: RefCell<ConstCache>,
}

impl Precise {
    /// No numbers yet.
    pub fn new(bits: usize) -> Precise {
        Precise { bits, numbers: RefCell::default(), cache: RefCell::new(ConstCache::new()) }
    }
    /// A number that varies.
    pub fn put(&self, number: Number) -> Handle<'_> {
        Handle::place(self, self.keep(number))
    }
    /// Arithmetic on these numbers.
    pub fn calc(&self) -> Calc<'_> {
        Calc::new(self.bits, &self.cache)
    }
    /// What a value stands for.
    pub fn number(&self, of: Datum) -> Number {
        match of {
            Datum::Number(c) => Number::exactly(c),
            Datum::Place(at) => self.numbers.borrow()[at as usize].clone(),
        }
    }
    fn keep(&self, number: Number) -> u32 {
        let mut numbers = self.numbers.borrow_mut();
        numbers.push(number);
        numbers.len() as u32 - 1
    }
    /// The value of a primitive.
    fn value(&self, op: Op, args: &[Number]) -> Number {
        if op.text() == "where" {
            return args[if args[0].is_zero() { 2 } else { 1 }].clone();
        }
        if op.text() == "is_nan" {
            return Number::exactly(op.apply(&[double(&args[0])]));
        }
        if let Some(name) = args.iter().find_map(Number::lacking) {
            return Number::Lacks(name, op.apply(&args.iter().map(double).collect::<Vec<f64>>()));
        }
        let finite: Option<Vec<Big>> = args.iter().map(|n| n.finite().cloned()).collect();
        match finite {
            Some(args) => rows::value(self.bits, &self.cache, op, &args),
            // Infinities and NaN mean the same in every precision.
            None => Number::exactly(op.apply(&args.iter().map(inside_range).collect::<Vec<f64>>())),
        }
    }
}

impl Desk for Precise {
    /// Beside a constant of a List, the double that is written; beside a value, what a rule of the table means by it
    /// (2/sqrt(pi), say).
    fn literal(&self, beside: Datum, c: f64) -> Datum {
        match beside {
            Datum::Number(_) => Datum::Number(c),
            Datum::Place(_) => Datum::Place(self.keep(rows::meant(self.bits, &self.cache, c))),
        }
    }
    fn apply(&self, op: Op, args: &[Datum]) -> Datum {
        let args: Vec<Number> = args.iter().map(|&a| self.number(a)).collect();
        Datum::Place(self.keep(self.value(op, &args)))
    }
    /// A user's rule is written for doubles.
    fn rule(&self, rule: &Custom, _: &[Datum]) -> Vec<Datum> {
        (0..rule.outputs()).map(|_| Datum::Place(self.keep(Number::Lacks("a rule of the user's", f64::NAN)))).collect()
    }
    fn known(&self, of: Datum) -> Option<f64> {
        Some(inside_range(&self.number(of)))
    }
    fn is_zero(&self, of: Datum) -> bool {
        self.number(of).is_zero()
    }
    fn has_nan(&self, of: Datum) -> bool {
        matches!(self.number(of), Number::Other(x) if x.is_nan())
    }
}

/// The nearest double that is neither zero nor infinite unless the number is.
fn inside_range(number: &Number) -> f64 {
    let near = number.rounded();
    match number {
        Number::Finite(x) if near.is_infinite() => f64::MAX.copysign(unit(x)),
        Number::Finite(x) if near == 0.0 && !number.is_zero() => f64::MIN_POSITIVE.copysign(unit(x)),
        _ => near,
    }
}

/// What it is in double precision, known here or not.
fn double(number: &Number) -> f64 {
    if let Number::Lacks(_, double) = number { *double } else { inside_range(number) }
}

/// The sign as a number.
fn unit(x: &Big) -> f64 {
    if x.sign() == Sign::Negative { -1.0 } else { 1.0 }
}
