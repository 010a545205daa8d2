//! The reference cases that are programs, not expressions: loops, solvers, reductions, linear algebra, network blocks and
//! Jacobians, each written as plain Rust over `Var` and held against digits computed with mpmath.

mod helpers;
mod jacobian;
mod linalg;
mod nn;
mod program;
mod reduction;
mod scanned;

use helpers::Inputs;
use wengert::{Program, Var, hessian, value_and_grad};
use wengert_testkit::cases::{Case, load};
use wengert_testkit::compare::{Report, Tolerance};

/// A case as a function of its inputs.
type Function = fn(&Inputs<'_>) -> Var;

/// All cases written as functions, by name.
fn functions() -> impl Iterator<Item = (&'static str, Function)> {
    [program::CASES, reduction::CASES, linalg::CASES, nn::CASES].into_iter().flatten().copied()
}

/// Value, gradient and, where it is given, Hessian.
fn check(case: &Case, f: Function, report: &mut Report) {
    let tolerance = Tolerance::Beside(case.rtol);
    match value_and_grad(|x: Vec<Var>| f(&Inputs::new(case, &x)), case.point()) {
        Ok((value, gradient)) => {
            report.compare("value", &case.id, &[value], &case.value, tolerance);
            report.compare("gradient", &case.id, &gradient, case.grad.as_deref().unwrap_or(&[]), tolerance);
        }
        Err(error) => report.error(format!("{}: {error}", case.id)),
    }
    let Some(expected) = &case.hessian else { return };
    match hessian(|x: Vec<Var>| f(&Inputs::new(case, &x)), case.point()) {
        Ok((_, _, h)) => report.compare("Hessian", &case.id, h.as_slice(), expected, tolerance),
        Err(error) => report.error(format!("{}: {error}", case.id)),
    }
}

/// All cases of a group that are not expressions.
fn check_group(group: &str) {
    let mut report = Report::new();
    for case in load().iter().filter(|c| c.group == group && c.expr.is_none()) {
        match functions().find(|(id, _)| *id == case.id) {
            Some((_, f)) => check(case, f, &mut report),
            None => report.error(format!("{} is not written", case.id)),
        }
    }
    report.finish();
}

#[test]
fn programs() {
    check_group("program");
}

#[test]
fn loops_kept_as_loops() {
    let (cases, mut report) = (load(), Report::new());
    for (id, kept) in scanned::TWINS {
        let case = cases.iter().find(|c| c.id == *id).expect("a case of that name");
        let (_, plain) = functions().find(|(name, _)| name == id).expect("it is written as a plain loop");
        check(case, *kept, &mut report);
        let gradient =
            |f: Function| value_and_grad(|x: Vec<Var>| f(&Inputs::new(case, &x)), case.point()).expect("it is");
        let (value, expected) = gradient(plain);
        assert_eq!(gradient(*kept), (value, expected.clone()), "{id}");
        // As lines of a List, whose sweeps run the loop again.
        let program = Program::trace(|x: Vec<Var>| kept(&Inputs::new(case, &x)), case.point()).expect("it is");
        assert!(!program.list().blocks().is_empty(), "{id} keeps a loop");
        let (v, g) = program.value_and_grad(case.point()).expect("at the point it was recorded at");
        assert_eq!(v, value, "{id}");
        report.compare("gradient of the program", id, &g, &expected, Tolerance::Beside(case.rtol));
        let second = |f: Function| hessian(|x: Vec<Var>| f(&Inputs::new(case, &x)), case.point()).expect("it is").2;
        let (of_kept, of_plain) = (second(*kept), second(plain));
        report.compare("Hessian of both", id, of_kept.as_slice(), of_plain.as_slice(), Tolerance::Beside(case.rtol));
    }
    report.finish();
}

#[test]
fn reductions() {
    check_group("reduction");
}

#[test]
fn linear_algebra() {
    check_group("linalg");
}

#[test]
fn network_blocks() {
    check_group("nn");
}

#[test]
fn every_case_that_is_no_expression_is_written_once() {
    let file: Vec<String> = load().into_iter().filter(|c| c.expr.is_none()).map(|c| c.id).collect();
    let mut written: Vec<&str> =
        functions().map(|(id, _)| id).chain(jacobian::CASES.iter().map(|(id, _)| *id)).collect();
    assert_eq!((file.len(), written.len()), (75, 75));
    written.sort_unstable();
    written.dedup();
    assert!(written.len() == 75 && file.iter().all(|id| written.contains(&&**id)));
}

#[test]
fn the_comparison_objects_to_another_function() {
    for case in load().iter().filter(|c| c.expr.is_none()) {
        let Some((_, f)) = functions().find(|(id, _)| *id == case.id) else { continue };
        let run = |x: Vec<Var>| f(&Inputs::new(case, &x)) * (1.0 + 1e-6) + 1e-6;
        let (value, gradient) = value_and_grad(run, case.point()).unwrap();
        let mut report = Report::new();
        report.compare("value", &case.id, &[value], &case.value, Tolerance::Beside(case.rtol));
        let by_value = report.failures.len();
        report.compare("gradient", &case.id, &gradient, case.grad.as_deref().unwrap(), Tolerance::Beside(case.rtol));
        let flat = gradient.iter().all(|g| *g == 0.0);
        assert!(by_value == 1 && (flat || report.failures.len() > 1), "{}", case.id);
    }
}
