//! Prepared programs: the plan and the machine code have the interpreter's bits, however often they are asked.

use proptest::prelude::*;
use proptest::test_runner::{TestRng, TestRunner};
use wengert::list::List;
use wengert::sweep::{self, Constants};
use wengert::{Error, Program, Scratch, Value, Var};
use wengert_testkit::compare::{Report, Tolerance};
use wengert_testkit::lists::{Grown, grown};
use wengert_testkit::suite::gradient;

/// After so many gradients a program runs as machine code by itself, where it can.
const MANY: usize = 160;

fn first_output<V: Value>(list: &List, x: &[V], like: V) -> V {
    let constants = Constants::literal(like);
    let mut at = Vec::new();
    sweep::value(list, &constants, x, &mut at).expect("guards hold");
    sweep::outputs(list, &constants, &at)[0]
}

/// A gradient by the plan, and one by machine code, where the program has some.
fn gradients(list: &List, x: &[f64]) -> Result<Vec<(f64, Vec<f64>)>, Error> {
    let program = Program::trace(|v: Vec<Var>| first_output(list, &v, Var::constant(0.0)), x)?;
    let mut scratch = Scratch::default();
    [false, true]
        .iter()
        .map(|&prepare| {
            if prepare {
                program.prepare();
            }
            let mut g = vec![f64::NAN; x.len()];
            let y = program.value_and_grad_into(x, &mut g, &mut scratch)?;
            Ok((y, g))
        })
        .collect()
}

#[test]
fn every_gradient_of_a_program_has_the_interpreters_bits() {
    let config = ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() };
    let rng = TestRng::deterministic_rng(Default::default());
    let outcome = TestRunner::new_with_rng(config, rng).run(&grown(40), |Grown { list, x }| {
        let mut report = Report::new();
        let (y, bar) = gradient(&list, &x, 0.0);
        match gradients(&list, &x) {
            Ok(all) => {
                for (k, (v, g)) in all.iter().enumerate() {
                    report.one(&format!("value {k}"), "the List", *v, y, Tolerance::Same);
                    report.compare(&format!("gradient {k}"), "the List", g, &bar, Tolerance::Same);
                }
            }
            Err(error) => report.error(error),
        }
        prop_assert!(report.is_clean(), "{report}\n{list}");
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

/// What lines with sub-Lists hand on is one variable with what they were given: contributions to both come one after the
/// other, also where two results are that variable, in a lane of another line.
#[test]
fn what_is_handed_on_is_one_variable() {
    let texts = [
        "list(x[3]) {
  %3 = exp(%2)
  %4 = add(%0, %2)
  %5..%10 = scan 3 carry 2 (%4, %2, lane, 0.0) list(x[4]) {
    %4 = exp(%0)
    %5 = sum(%1, %1, %2, %1, %1, %1)
    %6..%8 = scan 1 carry 1 (%0, %0 step 5) list(x[2]) {
      return %1, %0
    }
    return %7, %6, %5
  }
  %10 = sinh(%9)
  %11 = fma(%7, %10, %8)
  %12 = dot(%7, %7, %11, 0.0)
  return %12
}",
        "list(x[3]) {
  %3..%6 = scan 2 carry 3 (%0, %1, %2) list(x[3]) {
    %3..%5 = call (%0, %1) list(x[2]) {
      return %1, %0
    }
    %5 = mul(%3, %2)
    return %3, %4, %5
  }
  %6 = mul(%3, %1)
  %7 = mul(%4, %6)
  %8 = sin(%0)
  %9 = sum(%7, %8, %0, %3, %5, %1)
  %10 = mul(%9, %4)
  return %10
}",
    ];
    for text in texts {
        let list = List::read(text).expect("a List");
        for k in 0..200 {
            let x: [f64; 3] = std::array::from_fn(|i| ((k * 7 + i * 13 + 1) as f64 * 0.7371).sin() * 1.3);
            let (y, bar) = gradient(&list, &x, 0.0);
            for (v, g) in gradients(&list, &x).expect("gradients") {
                assert_eq!((v.to_bits(), g), (y.to_bits(), bar.clone()), "{list}at {x:?}");
            }
        }
    }
}

/// A flipped branch is told by machine code too, with its line; and the program goes on at the next point.
#[test]
fn a_branch_that_flips_is_told_after_many_gradients() {
    let p = Program::trace(|[x, y]| if x < y { x * x * y } else { y * y }, [1.0, 2.0]).expect("a trace");
    let (mut g, mut scratch) = ([0.0; 2], Scratch::default());
    for k in 0..MANY {
        let y = p.value_and_grad_into(&[2.0, 3.0], &mut g, &mut scratch).expect("the same branch");
        assert_eq!((y, g), (12.0, [12.0, 4.0]));
        let flipped = p.value_and_grad_into(&[3.0, 2.0], &mut g, &mut scratch);
        assert!(matches!(flipped, Err(Error::Branch { at: Some(_) })), "{k}: {flipped:?}");
    }
}

/// Where a structural zero meets an infinite slope, machine code hands over to the careful sweep, as the plan does.
#[test]
fn a_zero_that_meets_infinity_counts_as_zero_after_many_gradients() {
    let p = Program::trace(|[x, y]| x.sqrt() * y, [1.0, 2.0]).expect("a trace");
    let mut scratch = Scratch::default();
    for _ in 0..MANY {
        let mut g = [f64::NAN; 2];
        assert_eq!(p.value_and_grad_into(&[0.0, 0.0], &mut g, &mut scratch).expect("a value"), 0.0);
        assert_eq!(g, [0.0, 0.0]);
    }
}

/// Single precision has no machine code: the plan answers, with bits of its own precision.
#[test]
fn single_precision_stays_in_the_plan() {
    let p = wengert::single::trace(|[x, y]: [Var<f32>; 2]| x * y + (x * y).sin(), [2.0_f32, 3.0]).expect("a trace");
    let first = p.value_and_grad([2.0_f32, 3.0]).expect("a gradient");
    for _ in 0..MANY {
        assert_eq!(p.value_and_grad([2.0_f32, 3.0]).expect("a gradient"), first);
    }
}

/// On this kind of machine the straight-line programs of arithmetic do compile: what is compared above is machine code.
#[test]
fn arithmetic_compiles_where_the_machine_can() {
    let p = Program::trace(|[x, y]| x * y + (x * y).sin(), [2.0, 3.0]).expect("a trace");
    let can = cfg!(target_arch = "x86_64") && std::arch::is_x86_feature_detected!("avx");
    assert_eq!(p.prepare(), can);
    let kink = Program::trace(|[x, y]| x.max(y), [2.0, 3.0]).expect("a trace");
    assert!(!kink.prepare(), "a tie is settled at numbers");
}
