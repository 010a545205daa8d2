//! Random Lists: the interpreter, the eager tape, duals and differences all say the same about them.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use wengert::list::{List, Step};
use wengert::sweep::{self, Constants, Dual, Slope};
use wengert::{Value, Var, hessian, value_and_grad};
use wengert_testkit::compare::{Report, Tolerance};
use wengert_testkit::differences::derivative;
use wengert_testkit::lists::{Grown, grown};
use wengert_testkit::suite::{gradient, hessian_column};

/// The first output over any value.
fn first_output<V: Value>(list: &List, x: &[V], like: V) -> V {
    let constants = Constants::literal(like);
    let mut at = Vec::new();
    sweep::value(list, &constants, x, &mut at).expect("guards hold");
    sweep::outputs(list, &constants, &at)[0]
}

/// Runs a check on many random Lists; every failure of one List is told.
fn check(lines: usize, check: impl Fn(&Grown, &mut Report)) {
    let config = ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(Default::default()),
    )
    .run(&grown(lines), |grown| {
        let mut report = Report::new();
        check(&grown, &mut report);
        prop_assert!(report.is_clean(), "{report}");
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn the_eager_tape_agrees_bit_for_bit() {
    check(30, |grown, report| {
        let Grown { list, x } = grown;
        let (y, bar) = gradient(list, x, 0.0);
        let sums = if grown.keeps_order() { Tolerance::Same } else { Tolerance::Beside(1e-10) };
        match value_and_grad(|v: Vec<Var>| first_output(list, &v, Var::constant(0.0)), x) {
            Ok((v, g)) => {
                report.one("value", "the List", v, y, Tolerance::Same);
                report.compare("gradient", "the List", &g, &bar, sums);
            }
            Err(error) => report.error(error),
        }
    });
}

#[test]
fn the_tangent_agrees_with_the_adjoint() {
    check(30, |Grown { list, x }, report| {
        let (_, bar) = gradient(list, x, 0.0);
        for (i, g) in bar.iter().enumerate() {
            let moving: Vec<Dual<f64>> = wengert_testkit::suite::moving(x, i);
            let forward = first_output(list, &moving, Dual::new(0.0, Slope::Fixed)).tangent();
            let rounding = 1e-11 * bar.iter().map(|g| g.abs()).fold(1.0, f64::max);
            report.one("tangent", format!("entry {i}"), forward, *g, Tolerance::Absolute(rounding));
        }
    });
}

#[test]
fn the_adjoint_agrees_with_differences() {
    check(16, |Grown { list, x }, report| {
        let (_, bar) = gradient(list, x, 0.0);
        for (i, &g) in bar.iter().enumerate() {
            let along = |t: f64| {
                let mut moved = x.clone();
                moved[i] = t;
                let mut at = Vec::new();
                let constants = Constants::literal(0.0);
                // Beyond a guard the List means something else.
                match sweep::value(list, &constants, &moved, &mut at) {
                    Ok(()) => sweep::outputs(list, &constants, &at)[0],
                    Err(_) => f64::NAN,
                }
            };
            let by = derivative(along, x[i]);
            if by.error < 1e-4 * (1.0 + g.abs()) {
                let tolerance = Tolerance::Absolute(100.0 * by.error + 1e-5 * g.abs().max(1e-3));
                report.one("gradient", format!("entry {i}"), g, by.slope, tolerance);
            }
        }
    });
}

#[test]
fn the_hessian_driver_agrees_with_duals_over_the_adjoint() {
    check(20, |Grown { list, x }, report| {
        let n = x.len();
        match hessian(|v: Vec<Var>| first_output(list, &v, Var::constant(0.0)), x) {
            Ok((_, grad, h)) => {
                report.compare("gradient", "the List", &grad, &gradient(list, x, 0.0).1, Tolerance::Same);
                for j in 0..n {
                    let column = hessian_column(list, x, 0.0, j);
                    let got: Vec<f64> = (0..n).map(|i| h[(i, j)]).collect();
                    report.compare("Hessian", format!("column {j}"), &got, &column, Tolerance::Beside(1e-12));
                    let scale = 1.0 + column.iter().map(|h| h.abs()).fold(0.0, f64::max);
                    for i in 0..n {
                        let at = format!("entry ({i}, {j})");
                        report.one("symmetry", at, h[(i, j)], h[(j, i)], Tolerance::Absolute(1e-8 * scale));
                    }
                }
            }
            Err(error) => report.error(error),
        }
    });
}

#[test]
fn the_generator_covers_what_a_list_can_hold() {
    let (mut lists, mut blocks, mut guards, mut nested, mut in_order) = (0, [0; 4], 0, 0, 0);
    let mut rows = std::collections::HashSet::new();
    check_counts(&mut |grown| {
        let list = &grown.list;
        lists += 1;
        in_order += usize::from(grown.keeps_order() && !list.blocks().is_empty());
        for (_, _, step) in list.steps() {
            match step {
                Step::Apply(op, _) => drop(rows.insert(op)),
                Step::Rule(..) => unreachable!("the generator knows no rules of the user's"),
                Step::Guard(..) => guards += 1,
                Step::Block(b) => {
                    nested += b.body.blocks().len();
                    blocks[match b.repeat {
                        wengert::list::Repeat::Call => 0,
                        wengert::list::Repeat::Map { .. } => 1,
                        wengert::list::Repeat::Reduce { .. } => 2,
                        wengert::list::Repeat::Scan { .. } => 3,
                    }] += 1;
                }
            }
        }
    });
    assert!(blocks.iter().all(|&n| n > 20) && guards > 50 && nested > 5, "{blocks:?} {guards} {nested} in {lists}");
    assert!(in_order > 20, "only {in_order} of {lists} have sub-Lists whose sums are in order");
    assert!(rows.len() > 70, "only {} rows", rows.len());
}

fn check_counts(look: &mut dyn FnMut(&Grown)) {
    let look = std::cell::RefCell::new(look);
    check(30, |grown, _| (look.borrow_mut())(grown));
}
