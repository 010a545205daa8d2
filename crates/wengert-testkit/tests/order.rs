//! Sums of adjoints through sub-Lists are formed in the order of the plain loop, bit for bit.

use wengert::list::{Binding, Block, Id, List, Operand, Repeat};
use wengert::prim::Op;
use wengert::{Memory, Var, value_and_grad};
use wengert_testkit::suite::gradient;

fn op(text: &str) -> Op {
    Op::by_text(text).expect("a row of the table")
}

/// A step (s, t) -> (s t, s + sin t).
fn step() -> List {
    let mut body = List::new();
    let s = Operand::id(body.input("s", vec![]));
    let t = Operand::id(body.input("t", vec![]));
    let product = body.apply(op("mul"), &[s, t]).unwrap();
    let sine = body.apply(op("sin"), &[t]).unwrap();
    let sum = body.apply(op("add"), &[s, sine]).unwrap();
    body.set_outputs(vec![product, sum]);
    body
}

/// Both states start at x, which is used again after the loop.
fn scanned(steps: u32, memory: Memory) -> List {
    let mut list = List::new();
    let x = Operand::id(list.input("x", vec![]));
    let bindings = vec![Binding::Uniform(x), Binding::Uniform(x)];
    let block = Block { repeat: Repeat::Scan { steps, carried: 2, memory }, body: Box::new(step()), bindings };
    let s = list.block(block).unwrap();
    let both = list.apply(op("mul"), &[Operand::id(s), Operand::id(Id(s.0 + 1))]).unwrap();
    let y = list.apply(op("add"), &[both, x]).unwrap();
    list.output(y);
    list.verify().unwrap();
    list
}

#[test]
fn a_scan_whose_states_start_at_one_variable() {
    for steps in 0..9 {
        for k in 0..50 {
            let x = 0.1 + 0.037 * k as f64;
            let memory = [Memory::Store, Memory::Snapshots(1), Memory::Snapshots(3)][k % 3];
            let plain = |x: Var| {
                let (mut s, mut t) = (x, x);
                for _ in 0..steps {
                    (s, t) = (s * t, s + t.sin());
                }
                s * t + x
            };
            let (_, bar) = gradient(&scanned(steps, memory), &[x], 0.0);
            let (_, g) = value_and_grad(plain, x).unwrap();
            if steps > 0 {
                assert_eq!(bar[0], g, "{steps} steps from {x}");
            } else {
                assert!((bar[0] - g).abs() <= 1e-15 * g, "no step from {x}");
            }
        }
    }
}
