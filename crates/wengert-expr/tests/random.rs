//! Random models: bindings, functions, vectors, loops and branches have the values that a direct evaluation gives, bit for
//! bit.

use proptest::prelude::*;
use std::fmt::Write;
use wengert::sweep::{self, Constants};
use wengert::{Listing, Options};
use wengert_expr::{Model, Values};

/// How many names are bound.
const NAMES: usize = 4;

#[derive(Clone, Debug)]
enum Expr {
    Number(f64),
    Name(usize),
    Element(usize),
    /// The innermost counter, 1 outside of loops.
    Counter,
    Sum,
    Minus(Box<Expr>),
    Binary(char, Box<Expr>, Box<Expr>),
    Function(&'static str, Box<Expr>),
    /// The function of the model, g(u, w) = u*w - sin(u).
    Call(Box<Expr>, Box<Expr>),
    If(Box<(Expr, Expr)>, Box<Expr>, Box<Expr>),
    Where(Box<(Expr, Expr)>, Box<Expr>, Box<Expr>),
    Largest(Vec<Expr>),
}

#[derive(Clone, Debug)]
enum Statement {
    Bind(usize, Expr),
    Repeat(usize, Vec<Statement>),
    For(usize, Vec<Statement>),
    If(Expr, Expr, Vec<Statement>, Vec<Statement>),
}

/// The names, the vector, and the counter of the innermost loop with its depth.
#[derive(Clone)]
struct World {
    names: [f64; NAMES],
    vector: [f64; 3],
    counters: Vec<f64>,
}

impl Expr {
    fn value(&self, w: &World) -> f64 {
        match self {
            Expr::Number(c) => *c,
            Expr::Name(k) => w.names[*k],
            Expr::Element(k) => w.vector[*k],
            Expr::Counter => w.counters.last().copied().unwrap_or(1.0),
            Expr::Sum => w.vector.iter().fold(0.0, |s, x| s + x),
            Expr::Minus(a) => -a.value(w),
            Expr::Binary(sign, a, b) => {
                let (a, b) = (a.value(w), b.value(w));
                match sign {
                    '+' => a + b,
                    '-' => a - b,
                    '*' => a * b,
                    '/' => a / b,
                    _ => a.powf(b),
                }
            }
            Expr::Function(name, a) => {
                let a = a.value(w);
                match *name {
                    "sin" => a.sin(),
                    "abs" => a.abs(),
                    "square" => a * a,
                    _ => a.exp(),
                }
            }
            Expr::Call(u, v) => {
                let (u, v) = (u.value(w), v.value(w));
                u * v - u.sin()
            }
            Expr::If(c, a, b) | Expr::Where(c, a, b) => {
                if c.0.value(w) < c.1.value(w) {
                    a.value(w)
                } else {
                    b.value(w)
                }
            }
            Expr::Largest(all) => {
                let values = all.iter().map(|e| e.value(w));
                values
                    .reduce(|m, x| {
                        if m.is_nan() || x.is_nan() {
                            f64::NAN
                        } else if x > m {
                            x
                        } else {
                            m
                        }
                    })
                    .unwrap()
            }
        }
    }
    fn write(&self, depth: usize, out: &mut String) {
        let mut all = |parts: &[(&str, Option<&Expr>)]| {
            for (text, inner) in parts {
                out.push_str(text);
                if let Some(inner) = inner {
                    inner.write(depth, out);
                }
            }
        };
        match self {
            Expr::Number(c) => write!(out, "{c:?}").unwrap(),
            Expr::Name(k) => write!(out, "a{k}").unwrap(),
            Expr::Element(k) => write!(out, "v[{k}]").unwrap(),
            Expr::Counter if depth == 0 => out.push('1'),
            Expr::Counter => write!(out, "i{depth}").unwrap(),
            Expr::Sum => out.push_str("sum(v)"),
            Expr::Minus(a) => all(&[("(-", Some(a)), (")", None)]),
            Expr::Binary(sign, a, b) => all(&[("(", Some(a)), (&sign.to_string(), Some(b)), (")", None)]),
            Expr::Function(name, a) => all(&[(name, None), ("(", Some(a)), (")", None)]),
            Expr::Call(a, b) => all(&[("g(", Some(a)), (", ", Some(b)), (")", None)]),
            Expr::If(c, a, b) => all(&[
                ("if ", Some(&c.0)),
                (" < ", Some(&c.1)),
                (" { ", Some(a)),
                (" } else { ", Some(b)),
                (" }", None),
            ]),
            Expr::Where(c, a, b) => {
                all(&[("where(", Some(&c.0)), (" < ", Some(&c.1)), (", ", Some(a)), (", ", Some(b)), (")", None)])
            }
            Expr::Largest(parts) => {
                out.push_str("max(");
                for (k, part) in parts.iter().enumerate() {
                    out.push_str(if k == 0 { "" } else { ", " });
                    part.write(depth, out);
                }
                out.push(')');
            }
        }
    }
}

fn run(statements: &[Statement], w: &mut World) {
    for statement in statements {
        match statement {
            Statement::Bind(k, e) => w.names[*k] = e.value(w),
            Statement::Repeat(n, body) => (0..*n).for_each(|_| run(body, w)),
            Statement::For(n, body) => {
                for k in 0..*n {
                    w.counters.push(k as f64);
                    run(body, w);
                    w.counters.pop();
                }
            }
            Statement::If(a, b, yes, no) => run(if a.value(w) < b.value(w) { yes } else { no }, w),
        }
    }
}

fn write(statements: &[Statement], depth: usize, out: &mut String) {
    for statement in statements {
        match statement {
            Statement::Bind(k, e) => {
                write!(out, "a{k} = ").unwrap();
                e.write(depth, out);
            }
            Statement::Repeat(n, body) => {
                writeln!(out, "repeat {n} {{").unwrap();
                write(body, depth, out);
                out.push('}');
            }
            Statement::For(n, body) => {
                writeln!(out, "for i{} in 0..{n} {{", depth + 1).unwrap();
                write(body, depth + 1, out);
                out.push('}');
            }
            Statement::If(a, b, yes, no) => {
                out.push_str("if ");
                a.write(depth, out);
                out.push_str(" < ");
                b.write(depth, out);
                out.push_str(" {\n");
                write(yes, depth, out);
                out.push_str("} else {\n");
                write(no, depth, out);
                out.push('}');
            }
        }
        out.push('\n');
    }
}

fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        prop::sample::select(vec![0.0, 0.5, 1.0, 2.0, 3.25, 1e-3, 1e200]).prop_map(Expr::Number),
        (0..NAMES).prop_map(Expr::Name),
        (0..3usize).prop_map(Expr::Element),
        Just(Expr::Counter),
        Just(Expr::Sum),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        let pair = (inner.clone(), inner.clone()).prop_map(Box::new);
        let three = (pair, boxed.clone(), boxed.clone());
        prop_oneof![
            boxed.clone().prop_map(Expr::Minus),
            (prop::sample::select(vec!['+', '-', '*', '/', '^']), boxed.clone(), boxed.clone())
                .prop_map(|(sign, a, b)| Expr::Binary(sign, a, b)),
            (prop::sample::select(vec!["sin", "abs", "square", "exp"]), boxed.clone())
                .prop_map(|(name, a)| Expr::Function(name, a)),
            (boxed.clone(), boxed).prop_map(|(a, b)| Expr::Call(a, b)),
            three.clone().prop_map(|(c, a, b)| Expr::If(c, a, b)),
            three.prop_map(|(c, a, b)| Expr::Where(c, a, b)),
            prop::collection::vec(inner, 2..4).prop_map(Expr::Largest),
        ]
    })
}

fn statements() -> impl Strategy<Value = Vec<Statement>> {
    let bind = (0..NAMES, expr()).prop_map(|(k, e)| Statement::Bind(k, e));
    let statement = bind.prop_recursive(3, 12, 3, |inner| {
        let body = prop::collection::vec(inner, 0..3);
        prop_oneof![
            (0..4usize, body.clone()).prop_map(|(n, body)| Statement::Repeat(n, body)),
            (0..4usize, body.clone()).prop_map(|(n, body)| Statement::For(n, body)),
            (expr(), expr(), body.clone(), body).prop_map(|(a, b, yes, no)| Statement::If(a, b, yes, no)),
        ]
    });
    prop::collection::vec(statement, 0..6)
}

fn text(statements: &[Statement]) -> String {
    let mut out = "g(u, w) = u*w - sin(u)\nv = [x, y, 2]\na0 = x; a1 = y; a2 = 1; a3 = x*y\n".to_owned();
    write(statements, 0, &mut out);
    out + "a0, a1, a2, a3\n"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn models_have_the_values_of_a_direct_evaluation(
        body in statements(), x in -3.0..3.0f64, y in prop::sample::select(vec![0.0, -1.0, 0.25, 1.5, 3.0]),
    ) {
        let text = text(&body);
        let model = Model::parse(&text).unwrap_or_else(|e| panic!("{}", e.render()));
        let at = model.record(&Values::new().with("x", x).with("y", y)).unwrap_or_else(|e| panic!("{}", e.render()));
        let mut world = World { names: [x, y, 1.0, x * y], vector: [x, y, 2.0], counters: Vec::new() };
        run(&body, &mut world);
        let (mut values, constants) = (Vec::new(), Constants::literal(0.0));
        sweep::value(&at.list, &constants, &at.point, &mut values).expect("the guards hold where they were written");
        let got = sweep::outputs(&at.list, &constants, &values);
        for (k, (got, wanted)) in got.iter().zip(world.names).enumerate() {
            prop_assert!(*got == wanted || (got.is_nan() && wanted.is_nan()), "a{k}: {got:?}, not {wanted:?}\n{text}");
        }
        prop_assert!(Listing::new(at.list, &at.point, Options::new()).is_ok());
    }
}
