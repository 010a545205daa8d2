//! Numbers of any precision as a [`Value`]: the rows' own derivatives run on them, so that rounding can be told from
//! mathematics. Exponents are those of quadruple precision: most of what overflows in double precision is a number here.

mod calc;
mod rows;
mod run;
mod special;

pub(crate) use calc::{Big, Calc, is_zero, order};
pub(crate) use run::*;

use dashu_base::Sign;
use dashu_float::ConstCache;
use std::cell::RefCell;
use std::ops::{Add, Div, Mul, Neg, Sub};
use wengert::prim::{Nary, Op, Prim};
use wengert::{Custom, Value};

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

/// Where the numbers lie, and how precisely new ones are computed. A sweep needs values that can be copied; these are
/// places on a desk.
#[derive(Debug)]
pub(crate) struct Desk {
    bits: usize,
    numbers: RefCell<Vec<Number>>,
    cache: RefCell<ConstCache>,
}

/// A number on a desk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Precise<'d> {
    desk: &'d Desk,
    at: u32,
    /// Whether literals made from it are the doubles that they are written as (constants of a List), or the numbers that
    /// a rule of the table means by them (2/sqrt(pi), say).
    as_written: bool,
}

impl Desk {
    /// An empty desk for numbers of so many bits.
    pub fn new(bits: usize) -> Desk {
        Desk { bits, numbers: RefCell::default(), cache: RefCell::new(ConstCache::new()) }
    }
    /// A number; literals made from it are doubles, exactly.
    pub fn constant(&self, c: f64) -> Precise<'_> {
        Precise { as_written: true, ..self.put(Number::exactly(c)) }
    }
    /// A number that varies.
    pub fn put(&self, number: Number) -> Precise<'_> {
        let mut numbers = self.numbers.borrow_mut();
        numbers.push(number);
        Precise { desk: self, at: numbers.len() as u32 - 1, as_written: false }
    }
    /// What a rule of the table means by a literal.
    fn meant(&self, c: f64) -> Precise<'_> {
        let number = rows::meant(self.bits, &self.cache, c);
        self.put(number)
    }
    /// Arithmetic on this desk.
    pub fn calc(&self) -> Calc<'_> {
        Calc::new(self.bits, &self.cache)
    }
    fn get(&self, at: u32) -> Number {
        self.numbers.borrow()[at as usize].clone()
    }
    /// The value of a primitive.
    fn apply<'d>(&'d self, op: Op, args: &[Precise<'d>]) -> Precise<'d> {
        let numbers: Vec<Number> = args.iter().map(|a| a.number()).collect();
        let number = if op.text() == "where" {
            numbers[if numbers[0].is_zero() { 2 } else { 1 }].clone()
        } else if op.text() == "is_nan" {
            Number::exactly(op.apply(&[double(&numbers[0])]))
        } else if let Some(name) = numbers.iter().find_map(Number::lacking) {
            Number::Lacks(name, op.apply(&numbers.iter().map(double).collect::<Vec<f64>>()))
        } else {
            let finite: Option<Vec<Big>> = numbers.iter().map(|n| n.finite().cloned()).collect();
            match finite {
                Some(args) => rows::value(self.bits, &self.cache, op, &args),
                // Infinities and NaN mean the same in every precision.
                None => Number::exactly(op.apply(&numbers.iter().map(inside_range).collect::<Vec<f64>>())),
            }
        };
        self.put(number)
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

impl<'d> Precise<'d> {
    /// What it stands for.
    pub fn number(self) -> Number {
        self.desk.get(self.at)
    }
}

impl Value for Precise<'_> {
    fn lit(self, c: f64) -> Self {
        if self.as_written { self.desk.constant(c) } else { self.desk.meant(c) }
    }
    fn bind<P: Prim<N>, const N: usize>(x: [Self; N]) -> Self {
        x[0].desk.apply(P::OP, &x)
    }
    fn bind_nary<P: Nary>(x: &[Self]) -> Self {
        x[0].desk.apply(P::OP, x)
    }
    fn bind_rule(rule: &Custom, _: &[Self], like: Self) -> Vec<Self> {
        // A user's rule is written for doubles.
        (0..rule.outputs()).map(|_| like.desk.put(Number::Lacks("a rule of the user's", f64::NAN))).collect()
    }
    fn known(self) -> Option<f64> {
        Some(inside_range(&self.number()))
    }
    fn is_zero(self) -> bool {
        self.number().is_zero()
    }
    fn has_nan(self) -> bool {
        matches!(self.number(), Number::Other(x) if x.is_nan())
    }
}

/// The operators, each sent to the row of its name.
macro_rules! operators {
    ($($T:ident $f:ident),+) => { $(
        impl<'d> $T for Precise<'d> {
            type Output = Precise<'d>;
            fn $f(self, other: Precise<'d>) -> Precise<'d> {
                <Self as Value>::bind::<wengert::prim::arith::$T, 2>([self, other])
            }
        }
    )+ };
}
operators!(Add add, Sub sub, Mul mul, Div div);

impl<'d> Neg for Precise<'d> {
    type Output = Precise<'d>;
    fn neg(self) -> Precise<'d> {
        <Self as Value>::bind::<wengert::prim::arith::Neg, 1>([self])
    }
}
