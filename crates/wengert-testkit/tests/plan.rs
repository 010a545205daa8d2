//! The prepared gradient of a List is the interpreter's, bit for bit: on random Lists, at kinks, and with dead branches.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use wengert::{Kinks, List, Listing, Options, Program, Scratch, notes};
use wengert_testkit::lists::{Grown, grown};

/// The List with its last output only.
fn with_one_output(list: &List) -> List {
    let mut one = list.clone();
    one.set_outputs(list.outputs().last().copied().into_iter().collect());
    one
}

fn bits(numbers: &[f64]) -> Vec<u64> {
    // One NaN is as good as another.
    numbers.iter().map(|x| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() }).collect()
}

/// What differs at `x`, if anything does; whether notes are collected must make no difference.
fn difference(list: &List, x: &[f64], options: Options) -> Option<String> {
    let program = Program::objective_from_list(list.clone()).expect("one output");
    let (mut grad, mut scratch) = (vec![7.0; x.len()], Scratch::default());
    let listing = match Listing::new(list.clone(), x, options) {
        Ok(listing) => listing,
        Err(wanted) => {
            let got = options.enter(|| program.value_and_grad_into(x, &mut grad, &mut scratch));
            // Only a Listing looks for the operation that a NaN comes from.
            let domain = wanted.to_string().contains("its value is NaN");
            let same = domain || got.as_ref().is_err_and(|got| got.to_string() == wanted.to_string());
            return (!same).then(|| format!("{got:?} instead of {wanted}"));
        }
    };
    for told in [false, true] {
        let mut ask = || options.enter(|| program.value_and_grad_into(x, &mut grad, &mut scratch));
        let (value, made) = if told { notes(ask) } else { (ask(), listing.notes().to_vec()) };
        let value = value.expect("the Listing has one");
        // As text: a note may speak of NaN, which is not equal to itself.
        let said = |notes: &[wengert::Note]| {
            let told = notes.iter().filter(|note| note.kind != wengert::NoteKind::Domain);
            told.map(|note| format!("{note:?}")).collect::<Vec<_>>()
        };
        let (made, wanted) = (said(&made), said(listing.notes()));
        if bits(&[value]) != bits(&[listing.value()]) || bits(&grad) != bits(listing.grad()) || made != wanted {
            return Some(format!("{grad:?} instead of {:?} at {x:?} of\n{list}", listing.grad()));
        }
    }
    None
}

#[test]
fn random_lists_have_the_interpreters_bits() {
    let config = Config { cases: 400, failure_persistence: None, ..Config::default() };
    let planned = std::cell::Cell::new(0);
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(Default::default()));
    let outcome = runner.run(&grown(30), |Grown { list, x }| {
        let list = with_one_output(&list);
        // A List with sub-Lists has no plan; its program is the interpreter.
        planned.set(planned.get() + list.blocks().is_empty() as usize);
        // Where it was grown for, at zeros of both signs, and where things overflow.
        let points = [x.clone(), vec![0.0; x.len()], vec![-0.0; x.len()], vec![1e200; x.len()], vec![-1.0; x.len()]];
        for x in &points {
            for kinks in [Kinks::Note, Kinks::Error, Kinks::Upper, Kinks::Ignore] {
                let differs = difference(&list, x, Options::new().kinks(kinks));
                prop_assert!(differs.is_none(), "{}", differs.unwrap_or_default());
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(planned.get() > 50, "only {} Lists of 400 have a plan", planned.get());
}

#[test]
fn the_sign_of_a_zero_and_a_dead_branch_are_kept() {
    let text = |text: &str| List::read(text).expect("a List");
    // The gradient -1 * 0 in x is -0: a register that began with +0 would lose the sign.
    let product = text("list(x, y) {\n  %2 = neg(%0)\n  %3 = mul(%2, %1)\n  return %3\n}\n");
    assert_eq!(difference(&product, &[1.0, 0.0], Options::new()), None);
    let at = Listing::new(product, &[1.0, 0.0], Options::new()).expect("no guard");
    assert_eq!(at.grad()[0].to_bits(), (-0.0f64).to_bits());
}
