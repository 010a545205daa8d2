//! Random bodies over random lengths with random snapshots: value and gradient are the plain loop's, bit by bit.

use proptest::prelude::*;
use wengert::{Memory, Program, Step, Var, jvp, scan_with, value_and_grad, while_loop_with};

/// One operation on registers; the result is a register more.
type Operation = (u8, u8, u8);

/// A body: operations, and which registers are the next state.
#[derive(Clone, Debug)]
struct Body {
    operations: Vec<Operation>,
    outputs: Vec<u8>,
    branches: bool,
}

impl Body {
    /// The next state, from the state, outer variables, the number of the step and an entry of a column.
    fn step(&self, state: Vec<Var>, outer: &[Var], number: Var, entry: Var) -> Vec<Var> {
        let mut r: Vec<Var> = state;
        r.extend(outer);
        r.extend([number * 0.1, entry, Var::constant(0.5)]);
        for &(op, a, b) in &self.operations {
            let (a, b) = (r[a as usize % r.len()], r[b as usize % r.len()]);
            r.push(match op % 9 {
                0 => a + b,
                1 => a - b,
                2 => a * b,
                3 => a.tanh(),
                4 => a / (1.0 + b * b),
                5 => a.max(b),
                6 => wengert::dot(&[a, b, a], &[b, b, a]).tanh(),
                7 if self.branches && a > b => a.sigmoid() * b,
                7 => (b - a).cos(),
                _ => b * 0.25,
            });
        }
        // Handed on as they are, or kept small.
        let output = |&k: &u8| {
            let x = r[k as usize % r.len()];
            if k & 128 == 0 { x.tanh() } else { x }
        };
        self.outputs.iter().map(output).collect()
    }
}

fn body(branches: bool) -> impl Strategy<Value = Body> {
    let operations = prop::collection::vec(any::<Operation>(), 0..14);
    (operations, prop::collection::vec(any::<u8>(), 1..5)).prop_map(move |(operations, outputs)| Body {
        operations,
        outputs,
        branches,
    })
}

fn lengths() -> impl Strategy<Value = usize> {
    prop_oneof![Just(0), Just(1), Just(2), Just(31), Just(97), Just(1009), 3..60usize]
}

fn memories() -> impl Strategy<Value = Memory> {
    prop_oneof![Just(Memory::Store), (1..20usize).prop_map(Memory::Snapshots), (0..4000usize).prop_map(Memory::Budget)]
}

fn bits((v, g): (f64, Vec<f64>)) -> (u64, Vec<u64>) {
    (v.to_bits(), g.into_iter().map(f64::to_bits).collect())
}

/// The state at the start: variables, one of them twice, and a constant.
fn start(n: usize, x: &[Var]) -> Vec<Var> {
    (0..n).map(|k| if k == 3 { Var::constant(0.25) } else { x[k % 2] }).collect()
}

fn end(state: &[Var], x: &[Var]) -> Var {
    state.iter().enumerate().map(|(k, s)| s * (k as f64 + 1.0)).sum::<Var>() + x[0] * state[0]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn loops_have_the_bits_of_plain_loops(
        body in any::<bool>().prop_flat_map(body),
        steps in lengths(),
        memory in memories(),
        backward in any::<bool>(),
        x in prop::array::uniform4(-1.5..1.5f64),
    ) {
        let n = body.outputs.len();
        let column: Vec<f64> = (0..steps).map(|k| ((k * 7) as f64).cos()).collect();
        let order = || -> Box<dyn Iterator<Item = usize>> { if backward { Box::new((0..steps).rev()) } else { Box::new(0..steps) } };
        let plain = |x: Vec<Var>| {
            let step = |s, k: usize| body.step(s, &x, Var::constant(k as f64), Var::constant(column[k]));
            end(&order().fold(start(n, &x), step), &x)
        };
        let kept = |x: Vec<Var>| {
            let step = |s, k: Step| body.step(s, &x, k.var(), k.of(&column));
            end(&scan_with(memory, order(), start(n, &x), step), &x)
        };
        let expected = value_and_grad(plain, x.to_vec()).unwrap();
        prop_assert_eq!(bits(value_and_grad(kept, x.to_vec()).unwrap()), bits(expected.clone()));
        let dx = [1.0, -2.0, 0.5, 0.25].to_vec();
        let (along, straight) = (jvp(kept, x.to_vec(), dx.clone()).unwrap(), jvp(plain, x.to_vec(), dx).unwrap());
        prop_assert_eq!((along.0.to_bits(), along.1.to_bits()), (straight.0.to_bits(), straight.1.to_bits()));
        if steps < 100 {
            let program = Program::trace(kept, x.to_vec()).unwrap();
            let (v, g) = program.value_and_grad(x.to_vec()).unwrap();
            prop_assert_eq!(v.to_bits(), expected.0.to_bits());
            for (a, b) in g.iter().zip(&expected.1) {
                prop_assert!(a == b || (a - b).abs() <= 1e-12 * (1.0 + b.abs()), "{} {}", a, b);
            }
        }
    }

    #[test]
    fn loops_without_a_known_end_have_them_too(
        body in body(true),
        bound in 1..300u32,
        memory in memories(),
        x in prop::array::uniform4(-1.5..1.5f64),
    ) {
        let n = body.outputs.len();
        let counted = |mut s: Vec<Var>, x: &[Var]| {
            let count = s.pop().unwrap_or_default();
            let mut next = body.step(s, x, count, count * 0.01);
            next.push(count + 1.0);
            next
        };
        let begin = |x: &[Var]| start(n, x).into_iter().chain([Var::constant(0.0)]).collect::<Vec<_>>();
        let plain = |x: Vec<Var>| {
            let mut s = begin(&x);
            while s[n] < bound as f64 {
                s = counted(s, &x);
            }
            end(&s, &x)
        };
        let kept = |x: Vec<Var>| {
            end(&while_loop_with(memory, begin(&x), |s| s[n] < bound as f64, |s, _| counted(s, &x)), &x)
        };
        let expected = value_and_grad(plain, x.to_vec()).unwrap();
        prop_assert_eq!(bits(value_and_grad(kept, x.to_vec()).unwrap()), bits(expected));
    }
}
