//! Compiled code answers what the same program answers when it is followed line by line.

use proptest::prelude::*;
use wengert_native::{Binary, Code, Failed, Operand, Order, Program, Unary};

/// A line, with operands that are reduced to what is there.
#[derive(Clone, Debug)]
enum Said {
    Binary(u8, usize, usize),
    Unary(u8, usize),
    Compare(u8, usize, usize),
    Pick(usize, usize, usize),
    Call(u8, Vec<usize>),
    Guard(usize),
    Constant(f64),
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -4.0..4.0,
        1 => prop_oneof![Just(0.0), Just(-0.0), Just(1.0), Just(f64::INFINITY), Just(f64::NEG_INFINITY), Just(f64::NAN)],
        1 => any::<f64>(),
    ]
}

fn said() -> impl Strategy<Value = Said> {
    let at = || any::<usize>();
    prop_oneof![
        12 => (0u8..4, at(), at()).prop_map(|(op, a, b)| Said::Binary(op, a, b)),
        3 => (0u8..3, at()).prop_map(|(op, a)| Said::Unary(op, a)),
        2 => (0u8..6, at(), at()).prop_map(|(op, a, b)| Said::Compare(op, a, b)),
        2 => (at(), at(), at()).prop_map(|(c, a, b)| Said::Pick(c, a, b)),
        2 => (0u8..2, proptest::collection::vec(at(), 0..5)).prop_map(|(f, args)| Said::Call(f, args)),
        1 => at().prop_map(Said::Guard),
        3 => number().prop_map(Said::Constant),
    ]
}

fn sum(x: &[f64]) -> f64 {
    x.iter().fold(0.5, |s, x| s + x)
}
fn first_sine(x: &[f64]) -> f64 {
    x.first().copied().unwrap_or(3.0).sin()
}

fn compared(order: Order, a: f64, b: f64) -> bool {
    match order {
        Order::Lt => a < b,
        Order::Le => a <= b,
        Order::Gt => a > b,
        Order::Ge => a >= b,
        Order::Eq => a == b,
        Order::Ne => a != b,
    }
}

/// The program, what each value is worth, and how a run must end.
fn written(x: &[f64], lines: &[Said]) -> (Program, Vec<(Operand, f64)>, Result<(), Failed>) {
    let mut p = Program::new(x.len());
    let mut at: Vec<(Operand, f64)> = x.iter().enumerate().map(|(k, &v)| (p.input(k), v)).collect();
    let mut end = Ok(());
    for (k, line) in lines.iter().enumerate() {
        let get = |i: usize| at[i % at.len()];
        let named = match line {
            Said::Constant(c) => (p.constant(*c), *c),
            &Said::Binary(op, a, b) => {
                let ((a, u), (b, v)) = (get(a), get(b));
                match op {
                    0 => (p.binary(Binary::Add, a, b), u + v),
                    1 => (p.binary(Binary::Sub, a, b), u - v),
                    2 => (p.binary(Binary::Mul, a, b), u * v),
                    _ => (p.binary(Binary::Div, a, b), u / v),
                }
            }
            &Said::Unary(op, a) => {
                let (a, u) = get(a);
                match op {
                    0 => (p.unary(Unary::Neg, a), -u),
                    1 => (p.unary(Unary::Abs, a), u.abs()),
                    _ => (p.unary(Unary::Sqrt, a), u.sqrt()),
                }
            }
            &Said::Compare(order, a, b) => {
                let order = [Order::Lt, Order::Le, Order::Gt, Order::Ge, Order::Eq, Order::Ne][order as usize];
                let ((a, u), (b, v)) = (get(a), get(b));
                (p.compare(order, a, b), compared(order, u, v) as u8 as f64)
            }
            &Said::Pick(c, a, b) => {
                let ((c, w), (a, u), (b, v)) = (get(c), get(a), get(b));
                (p.pick(c, a, b), if w != 0.0 { u } else { v })
            }
            Said::Call(f, args) => {
                let f = [sum, first_sine][*f as usize];
                let args: Vec<(Operand, f64)> = args.iter().map(|&a| get(a)).collect();
                let (places, numbers): (Vec<Operand>, Vec<f64>) = args.into_iter().unzip();
                (p.call(f, &places), f(&numbers))
            }
            &Said::Guard(c) => {
                let (c, w) = get(c);
                // Most guards hold, so that there is something after them.
                let said = (w != 0.0) != k.is_multiple_of(7);
                p.guard(c, said, k as u32);
                if end.is_ok() && (w != 0.0) != said {
                    end = Err(Failed(k as u32));
                }
                continue;
            }
        };
        at.push(named);
    }
    (p, at, end)
}

proptest! {
    #[test]
    fn compiled_code_is_the_program(
        x in proptest::collection::vec(number(), 1..24),
        lines in proptest::collection::vec(said(), 0..300),
        some in proptest::collection::vec(any::<usize>(), 1..40),
    ) {
        let (mut p, at, end) = written(&x, &lines);
        let expected: Vec<f64> = some.iter().map(|&i| at[i % at.len()]).map(|(o, v)| { p.output(o); v }).collect();
        let Some(code) = Code::compile(&p) else { return Ok(()) };
        let (mut out, mut frame) = (vec![f64::NAN; expected.len()], vec![f64::NAN; 3]);
        prop_assert_eq!(code.run(&x, &mut out, &mut frame), end);
        if end.is_ok() {
            for (k, (got, expected)) in out.iter().zip(&expected).enumerate() {
                let same = got.to_bits() == expected.to_bits() || (got.is_nan() && expected.is_nan());
                prop_assert!(same, "output {}: {} instead of {}", k, got, expected);
            }
        }
    }
}

/// More values alive at once than there are registers: what is spilled comes back.
#[test]
fn many_values_live_at_once() {
    let mut p = Program::new(40);
    let squares: Vec<Operand> = (0..40).map(|k| p.binary(Binary::Mul, p.input(k), p.input(k))).collect();
    let mut s = p.constant(0.0);
    for (k, &q) in squares.iter().enumerate().rev() {
        let scaled = p.binary(Binary::Sub, q, squares[(k * 7) % 40]);
        s = p.binary(Binary::Add, scaled, s);
    }
    p.output(s);
    let Some(code) = Code::compile(&p) else { return };
    let x: Vec<f64> = (0..40).map(|k| 0.37 * k as f64 - 5.0).collect();
    let expected = (0..40).rev().fold(0.0, |s, k| (x[k] * x[k] - x[(k * 7) % 40] * x[(k * 7) % 40]) + s);
    let (mut out, mut frame) = ([0.0], Vec::new());
    assert_eq!(code.run(&x, &mut out, &mut frame), Ok(()));
    assert_eq!(out[0].to_bits(), f64::to_bits(expected));
}

#[test]
#[should_panic(expected = "an operand of another program")]
fn an_operand_of_another_program_is_refused() {
    let (mut one, other) = (Program::new(1), Program::new(3));
    one.unary(Unary::Sqrt, other.input(2));
}

#[test]
#[should_panic(expected = "inputs and outputs of the program")]
fn a_point_of_another_length_is_refused() {
    let mut p = Program::new(2);
    p.output(p.input(0));
    match Code::compile(&p) {
        Some(code) => code.run(&[1.0], &mut [0.0], &mut Vec::new()).unwrap_or_default(),
        None => panic!("inputs and outputs of the program"),
    }
}

#[test]
fn what_comes_out_goes_in_again_until_a_guard_does_not_hold() {
    let mut p = Program::new(3);
    let [x, y, limit] = [p.input(0), p.input(1), p.input(2)];
    let below = p.compare(Order::Lt, x, limit);
    p.guard(below, true, 7);
    let sum = p.binary(Binary::Add, x, y);
    p.output(sum);
    p.output(x);
    let Some(code) = Code::compile(&p) else { return };
    for (times, limit) in [(0, 1e9), (1, 1e9), (40, 1e9), (1000, 1e9), (1000, 1.0)] {
        let (mut inputs, mut ran) = ([1.0, 1.0, limit], 0);
        while ran < times && inputs[0] < limit {
            (inputs, ran) = ([inputs[0] + inputs[1], inputs[0], limit], ran + 1);
        }
        let mut repeated = [1.0, 1.0, limit];
        assert_eq!(code.repeat(times, &mut repeated, &mut [0.0; 2], &mut Vec::new()), ran);
        assert_eq!(repeated, inputs);
    }
}
