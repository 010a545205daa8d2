//! The identities, each a row: its name, what it says, an example, and the rewriting.

use super::{Identity, Line, Rewrite};
use crate::desk::Datum;
use crate::prim::{Nary, Op, Prim, arith, compare, nary, number, power};

const ADD: Op = <arith::Add as Prim<2>>::OP;
const SUB: Op = <arith::Sub as Prim<2>>::OP;
const MUL: Op = <arith::Mul as Prim<2>>::OP;
const DIV: Op = <arith::Div as Prim<2>>::OP;
const NEG: Op = <arith::Neg as Prim<1>>::OP;
const ABS: Op = <number::Abs as Prim<1>>::OP;
const SQUARE: Op = <number::Square as Prim<1>>::OP;
const POWI: Op = <power::Powi as Prim<2>>::OP;
const POWF: Op = <power::Powf as Prim<2>>::OP;
const PICK: Op = <compare::Pick as Prim<3>>::OP;
const MAX: Op = <nary::MaxOf as Nary>::OP;
const MIN: Op = <nary::MinOf as Nary>::OP;

impl Line<'_> {
    /// The arguments, where the line applies `op`.
    fn args_of(&self, op: Op) -> Option<&[Datum]> {
        (self.op == op).then_some(self.args)
    }
    /// What `e` negates, if its line is a negation.
    fn negated(&self, e: Datum) -> Option<Datum> {
        self.inner(NEG, e)
    }
    /// The argument of `e`'s line, if that applies the unary `op`.
    fn inner(&self, op: Op, e: Datum) -> Option<Datum> {
        (self.said)(e).filter(|&(said, _)| said == op).map(|(_, arg)| arg)
    }
    /// The left argument of `op`, where the right one is the number `c`.
    fn right(&self, op: Op, c: f64) -> Option<Datum> {
        let args = self.args_of(op)?;
        number(args[1], c).then_some(args[0])
    }
    /// The other argument of `op`, where either is the number `c`.
    fn either(&self, op: Op, c: f64) -> Option<Datum> {
        let args = self.args_of(op)?;
        self.right(op, c).or(number(args[0], c).then_some(args[1]))
    }
}

/// A line that applies `op`.
fn line(op: Op, args: &[Datum]) -> Option<Rewrite> {
    Some(Rewrite::Line(op, args.to_vec()))
}

fn is(e: Datum) -> Option<Rewrite> {
    Some(Rewrite::Is(e))
}

/// Whether an argument is this number, bit for bit.
fn number(e: Datum, c: f64) -> bool {
    e == Datum::Number(c)
}

/// All identities, in the order in which they are tried.
pub const IDENTITIES: &[Identity] = &[
    Identity {
        name: "mul-one",
        says: "x * 1 = x, 1 * x = x",
        example: "list(a, b) {\n  %2 = mul(%0, 1)\n  return %2\n}",
        apply: |l| is(l.either(MUL, 1.0)?),
    },
    Identity {
        name: "div-one",
        says: "x / 1 = x",
        example: "list(a, b) {\n  %2 = div(%0, 1)\n  return %2\n}",
        apply: |l| is(l.right(DIV, 1.0)?),
    },
    Identity {
        name: "sub-zero",
        says: "x - 0 = x",
        example: "list(a, b) {\n  %2 = sub(%0, 0)\n  return %2\n}",
        apply: |l| is(l.right(SUB, 0.0)?),
    },
    Identity {
        name: "add-minus-zero",
        says: "x + -0 = x",
        example: "list(a, b) {\n  %2 = add(%0, -0)\n  return %2\n}",
        apply: |l| is(l.either(ADD, -0.0)?),
    },
    Identity {
        name: "mul-minus-one",
        says: "x * -1 = -x",
        example: "list(a, b) {\n  %2 = mul(%0, -1)\n  return %2\n}",
        apply: |l| line(NEG, &[l.either(MUL, -1.0)?]),
    },
    Identity {
        name: "neg-neg",
        says: "-(-x) = x",
        example: "list(a, b) {\n  %2 = neg(%0)\n  %3 = neg(%2)\n  return %3\n}",
        apply: |l| is(l.negated(l.args_of(NEG)?[0])?),
    },
    Identity {
        name: "sub-neg",
        says: "a - (-b) = a + b",
        example: "list(a, b) {\n  %2 = neg(%1)\n  %3 = sub(%0, %2)\n  return %3\n}",
        apply: |l| {
            let args = l.args_of(SUB)?;
            line(ADD, &[args[0], l.negated(args[1])?])
        },
    },
    Identity {
        name: "add-neg",
        says: "a + (-b) = a - b",
        example: "list(a, b) {\n  %2 = neg(%1)\n  %3 = add(%0, %2)\n  return %3\n}",
        apply: |l| {
            let args = l.args_of(ADD)?;
            line(SUB, &[args[0], l.negated(args[1])?])
        },
    },
    Identity {
        name: "neg-add",
        says: "(-a) + b = b - a",
        example: "list(a, b) {\n  %2 = neg(%0)\n  %3 = add(%2, %1)\n  return %3\n}",
        apply: |l| {
            let args = l.args_of(ADD)?;
            line(SUB, &[args[1], l.negated(args[0])?])
        },
    },
    Identity {
        name: "mul-neg-neg",
        says: "(-a) * (-b) = a * b",
        example: "list(a, b) {\n  %2 = neg(%0)\n  %3 = neg(%1)\n  %4 = mul(%2, %3)\n  return %4\n}",
        apply: |l| {
            let args = l.args_of(MUL)?;
            line(MUL, &[l.negated(args[0])?, l.negated(args[1])?])
        },
    },
    Identity {
        name: "where-known",
        says: "where(1, a, b) = a, where(0, a, b) = b",
        example: "list(a, b) {\n  %2 = where(1, %0, %1)\n  return %2\n}",
        apply: |l| match *l.args_of(PICK)? {
            [Datum::Number(c), a, b] => is(if c != 0.0 { a } else { b }),
            _ => None,
        },
    },
    Identity {
        name: "where-same",
        says: "where(c, a, a) = a",
        example: "list(a, b) {\n  %2 = where(%0, %1, %1)\n  return %2\n}",
        apply: |l| match *l.args_of(PICK)? {
            [_, a, b] if a == b => is(a),
            _ => None,
        },
    },
    Identity {
        name: "powi-one",
        says: "powi(x, 1) = x",
        example: "list(a, b) {\n  %2 = powi(%0, 1)\n  return %2\n}",
        apply: |l| is(l.right(POWI, 1.0)?),
    },
    Identity {
        name: "powi-two",
        says: "powi(x, 2) = square(x)",
        example: "list(a, b) {\n  %2 = powi(%0, 2)\n  return %2\n}",
        apply: |l| line(SQUARE, &[l.right(POWI, 2.0)?]),
    },
    Identity {
        name: "pow-one",
        says: "pow(x, 1) = x",
        example: "list(a, b) {\n  %2 = pow(%0, 1)\n  return %2\n}",
        apply: |l| is(l.right(POWF, 1.0)?),
    },
    Identity {
        name: "square-neg",
        says: "square(-x) = square(x)",
        example: "list(a, b) {\n  %2 = neg(%0)\n  %3 = square(%2)\n  return %3\n}",
        apply: |l| line(SQUARE, &[l.negated(l.args_of(SQUARE)?[0])?]),
    },
    Identity {
        name: "abs-neg",
        says: "abs(-x) = abs(x)",
        example: "list(a, b) {\n  %2 = neg(%0)\n  %3 = abs(%2)\n  return %3\n}",
        apply: |l| line(ABS, &[l.negated(l.args_of(ABS)?[0])?]),
    },
    Identity {
        name: "abs-abs",
        says: "abs(abs(x)) = abs(x)",
        example: "list(a, b) {\n  %2 = abs(%0)\n  %3 = abs(%2)\n  return %3\n}",
        apply: |l| {
            let x = l.args_of(ABS)?[0];
            l.inner(ABS, x).and(is(x))
        },
    },
    Identity {
        name: "extremum-of-one",
        says: "max(x) = x, min(x) = x",
        example: "list(a, b) {\n  %2 = max(%0)\n  return %2\n}",
        apply: |l| match *l.args {
            [x] if [MAX, MIN].contains(&l.op) => is(x),
            _ => None,
        },
    },
];
