//! The identities, each a row: its name, what it says, an example, and the rewriting.

use super::{Identity, Line, Rewrite};
use crate::prim::Op;
use crate::program::writer::Expr;

impl Line<'_> {
    fn is(&self, text: &str) -> bool {
        self.op.text() == text
    }
    /// The arguments, where the line applies `text`.
    fn args_of(&self, text: &str) -> Option<&[Expr]> {
        self.is(text).then_some(self.args)
    }
    /// What `e` negates, if its line is a negation.
    fn negated(&self, e: Expr) -> Option<Expr> {
        self.inner("neg", e)
    }
    /// The argument of `e`'s line, if that applies the unary `text`.
    fn inner(&self, text: &str, e: Expr) -> Option<Expr> {
        let (op, args) = (self.said)(e)?;
        (op.text() == text).then(|| args[0])
    }
}

/// A line that applies the primitive named `text`.
fn line(text: &str, args: &[Expr]) -> Option<Rewrite> {
    Some(Rewrite::Line(Op::by_text(text)?, args.to_vec()))
}

fn is(e: Expr) -> Option<Rewrite> {
    Some(Rewrite::Is(e))
}

/// Whether an argument is this number, bit for bit.
fn number(e: Expr, c: f64) -> bool {
    e == Expr::Number(c)
}

impl Line<'_> {
    /// The left argument of `text`, where the right one is the number `c`.
    fn right(&self, text: &str, c: f64) -> Option<Expr> {
        let args = self.args_of(text)?;
        number(args[1], c).then_some(args[0])
    }
    /// The other argument of `text`, where either is the number `c`.
    fn either(&self, text: &str, c: f64) -> Option<Expr> {
        let args = self.args_of(text)?;
        self.right(text, c).or(number(args[0], c).then_some(args[1]))
    }
}

/// All identities, in the order in which they are tried.
pub const IDENTITIES: &[Identity] = &[
    Identity {
        name: "mul-one",
        says: "x * 1 = x, 1 * x = x",
        example: "list(a, b) {\n  %2 = mul(%0, 1)\n  return %2\n}",
        apply: |l| is(l.either("mul", 1.0)?),
    },
    Identity {
        name: "div-one",
        says: "x / 1 = x",
        example: "list(a, b) {\n  %2 = div(%0, 1)\n  return %2\n}",
        apply: |l| is(l.right("div", 1.0)?),
    },
    Identity {
        name: "sub-zero",
        says: "x - 0 = x",
        example: "list(a, b) {\n  %2 = sub(%0, 0)\n  return %2\n}",
        apply: |l| is(l.right("sub", 0.0)?),
    },
    Identity {
        name: "add-minus-zero",
        says: "x + -0 = x",
        example: "list(a, b) {\n  %2 = add(%0, -0)\n  return %2\n}",
        apply: |l| is(l.either("add", -0.0)?),
    },
    Identity {
        name: "mul-minus-one",
        says: "x * -1 = -x",
        example: "list(a, b) {\n  %2 = mul(%0, -1)\n  return %2\n}",
        apply: |l| line("neg", &[l.either("mul", -1.0)?]),
    },
    Identity {
        name: "neg-neg",
        says: "-(-x) = x",
        example: "list(a, b) {\n  %2 = neg(%0)\n  %3 = neg(%2)\n  return %3\n}",
        apply: |l| is(l.negated(l.args_of("neg")?[0])?),
    },
    Identity {
        name: "sub-neg",
        says: "a - (-b) = a + b",
        example: "list(a, b) {\n  %2 = neg(%1)\n  %3 = sub(%0, %2)\n  return %3\n}",
        apply: |l| {
            let args = l.args_of("sub")?;
            line("add", &[args[0], l.negated(args[1])?])
        },
    },
    Identity {
        name: "add-neg",
        says: "a + (-b) = a - b",
        example: "list(a, b) {\n  %2 = neg(%1)\n  %3 = add(%0, %2)\n  return %3\n}",
        apply: |l| {
            let args = l.args_of("add")?;
            line("sub", &[args[0], l.negated(args[1])?])
        },
    },
    Identity {
        name: "neg-add",
        says: "(-a) + b = b - a",
        example: "list(a, b) {\n  %2 = neg(%0)\n  %3 = add(%2, %1)\n  return %3\n}",
        apply: |l| {
            let args = l.args_of("add")?;
            line("sub", &[args[1], l.negated(args[0])?])
        },
    },
    Identity {
        name: "mul-neg-neg",
        says: "(-a) * (-b) = a * b",
        example: "list(a, b) {\n  %2 = neg(%0)\n  %3 = neg(%1)\n  %4 = mul(%2, %3)\n  return %4\n}",
        apply: |l| {
            let args = l.args_of("mul")?;
            line("mul", &[l.negated(args[0])?, l.negated(args[1])?])
        },
    },
    Identity {
        name: "where-known",
        says: "where(1, a, b) = a, where(0, a, b) = b",
        example: "list(a, b) {\n  %2 = where(1, %0, %1)\n  return %2\n}",
        apply: |l| match *l.args_of("where")? {
            [Expr::Number(c), a, b] => is(if c != 0.0 { a } else { b }),
            _ => None,
        },
    },
    Identity {
        name: "where-same",
        says: "where(c, a, a) = a",
        example: "list(a, b) {\n  %2 = where(%0, %1, %1)\n  return %2\n}",
        apply: |l| match *l.args_of("where")? {
            [_, a, b] if a == b => is(a),
            _ => None,
        },
    },
    Identity {
        name: "powi-one",
        says: "powi(x, 1) = x",
        example: "list(a, b) {\n  %2 = powi(%0, 1)\n  return %2\n}",
        apply: |l| is(l.right("powi", 1.0)?),
    },
    Identity {
        name: "powi-two",
        says: "powi(x, 2) = square(x)",
        example: "list(a, b) {\n  %2 = powi(%0, 2)\n  return %2\n}",
        apply: |l| line("square", &[l.right("powi", 2.0)?]),
    },
    Identity {
        name: "pow-one",
        says: "pow(x, 1) = x",
        example: "list(a, b) {\n  %2 = pow(%0, 1)\n  return %2\n}",
        apply: |l| is(l.right("pow", 1.0)?),
    },
    Identity {
        name: "square-neg",
        says: "square(-x) = square(x)",
        example: "list(a, b) {\n  %2 = neg(%0)\n  %3 = square(%2)\n  return %3\n}",
        apply: |l| line("square", &[l.negated(l.args_of("square")?[0])?]),
    },
    Identity {
        name: "abs-neg",
        says: "abs(-x) = abs(x)",
        example: "list(a, b) {\n  %2 = neg(%0)\n  %3 = abs(%2)\n  return %3\n}",
        apply: |l| line("abs", &[l.negated(l.args_of("abs")?[0])?]),
    },
    Identity {
        name: "abs-abs",
        says: "abs(abs(x)) = abs(x)",
        example: "list(a, b) {\n  %2 = abs(%0)\n  %3 = abs(%2)\n  return %3\n}",
        apply: |l| {
            let x = l.args_of("abs")?[0];
            l.inner("abs", x).and(is(x))
        },
    },
    Identity {
        name: "extremum-of-one",
        says: "max(x) = x, min(x) = x",
        example: "list(a, b) {\n  %2 = max(%0)\n  return %2\n}",
        apply: |l| match *l.args {
            [x] if l.is("max") || l.is("min") => is(x),
            _ => None,
        },
    },
];
