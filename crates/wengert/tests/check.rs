//! `grad_check` passes what is right, names what is wrong, and says so where nothing can be checked.

use wengert::{Disagreement, Error, Objective, Tree, Var, Verdict, grad_check};

/// What the check found.
fn found<X: Tree<Num = f64>, O: Objective<f64>>(f: impl Fn(X::Traced) -> O, x: X) -> Disagreement {
    match grad_check(f, x) {
        Err(Error::Check(found)) => found,
        other => panic!("expected a disagreement, got {other:?}"),
    }
}

#[test]
fn right_derivatives_pass_at_any_scale() -> Result<(), Error> {
    grad_check(|[x, y]: [Var; 2]| (x * y).tanh() + x.powi(3), [0.3, -0.9])?;
    for frequency in [1.0, 1e2, 1e4, 1e6] {
        grad_check(|x: Var| (x * frequency).sin(), 0.3)?;
    }
    grad_check(|x: Var| 1e9 + x * x, 1.0)?;
    grad_check(|x: Var| (x - 1.0) * (x - 1.0), 1.0)?;
    grad_check(|x: Vec<Var>| x.iter().map(|v| v.exp()).sum::<Var>(), vec![0.1, -5.0, 3.0])?;
    grad_check(|_: Var| Var::constant(3.0), 1.0)
}

#[test]
fn a_wrong_derivative_is_found_at_any_scale() {
    let twice = |x: Var| x * x.stop_gradient();
    for at in [1e-100, 1e-15, 1e-3, 1.0, 1e3, 1e12, 1e100] {
        let wrong = found(twice, at);
        assert_eq!((wrong.verdict, wrong.entry), (Verdict::Wrong, Some(0)), "{at}: {wrong}");
        assert!((wrong.reverse / at - 1.0).abs() < 1e-12 && (wrong.differences / at - 2.0).abs() < 1e-3, "{wrong}");
    }
    let halved = |x: Var| 0.5 * x.ln() + 0.5 * x.stop_gradient().ln();
    assert_eq!([1e-12, 1.0, 1e12].map(|at| found(halved, at).verdict), [Verdict::Wrong; 3]);
    assert_eq!(found(|x: Var| 1e-16 * x * x.stop_gradient(), 2.0).verdict, Verdict::Wrong);
    // A small input of a function that varies over lengths of 1.
    assert_eq!(found(|x: Var| x.stop_gradient().exp() + x * 0.5, 1e-15).verdict, Verdict::Wrong);
}

#[test]
fn what_is_right_is_right_at_any_scale_of_the_point() -> Result<(), Error> {
    for at in [1e-100, 1e-10, 1e-3, 1.0, 1e10, 1e100] {
        grad_check(|x: Var| 1.0 / x, at)?;
        grad_check(|x: Var| x.ln() * x, at)?;
    }
    for at in [1e-15, 1e-5, 1e5, 1e9] {
        grad_check(|x: Var| x.exp().tanh() + x.sin(), -at)?;
    }
    // Large inputs beside small ones, and one that does nothing.
    grad_check(|[x, y, _z]: [Var; 3]| x.sqrt() * y.exp(), [1e12, 1e-12, 5.0])?;
    grad_check(|[x, y]: [Var; 2]| x + y, [1e8, 1e-12])
}

#[test]
fn slopes_that_cancel_to_rounding_are_right() -> Result<(), Error> {
    for k in 1..200 {
        let at = 0.05 * f64::from(k);
        grad_check(|x: Var| x.sin().powi(2) + x.cos().powi(2), at)?;
        grad_check(|[x, y]: [Var; 2]| (x * y).exp() / x.exp().powf(y), [at / 10.0, 0.7])?;
    }
    Ok(())
}

#[test]
fn an_entry_does_not_hide_behind_a_larger_one() {
    for large in [1e5, 1e6, 1e7, 1e8] {
        let wrong = found(|[x, y]: [Var; 2]| large * x + y * y.stop_gradient(), [1.0, 2.0]);
        assert_eq!((wrong.verdict, wrong.entry), (Verdict::Wrong, Some(1)), "{large}: {wrong}");
    }
    let forgotten = found(|[x, y]: [Var; 2]| 1e7 * x + y.stop_gradient(), [1.0, 2.0]);
    assert_eq!((forgotten.entry, forgotten.reverse), (Some(1), 0.0));
}

#[test]
fn a_wrong_rule_is_named_with_its_entry() {
    let wrong = found(|[x, y]: [Var; 2]| x + y * y.stop_gradient(), [1.0, 2.0]);
    assert_eq!((wrong.verdict, wrong.entry), (Verdict::Wrong, Some(1)));
    assert!((wrong.reverse - 2.0).abs() < 1e-12 && (wrong.differences - 4.0).abs() < 1e-6, "{wrong}");
    assert!(wrong.to_string().starts_with("entry 1: reverse mode says 2.0, forward mode 2.0"), "{wrong}");
}

#[test]
fn where_nothing_can_be_checked_it_says_so() {
    let jump = found(|x: Var| x.floor(), 2.0);
    assert_eq!(jump.verdict, Verdict::Unsettled);
    assert!(jump.to_string().contains("nothing could be checked"), "{jump}");
    assert_eq!(found(|x: Var| x.floor() + x * x.stop_gradient(), 2.0).verdict, Verdict::Unsettled);
    assert_eq!(found(|x: Var| if x > 1.0 { x * 2.0 } else { x }, 1.0).verdict, Verdict::Unsettled);
    // Values that are rounded by as much as they change by.
    assert_eq!(found(|x: Var| 1e12 + x * x.stop_gradient(), 2.0).verdict, Verdict::Unsettled);
    assert_eq!(found(|x: Var| 1e12 + x * x, 2.0).verdict, Verdict::Unsettled);
}

#[test]
fn what_is_not_finite_leads_to_why_nan() {
    let edge = found(|x: Var| x.sqrt(), 0.0);
    assert_eq!(edge.verdict, Verdict::NotFinite);
    assert!(edge.to_string().contains("why_nan"), "{edge}");
}

#[test]
fn a_rule_is_smooth_where_its_function_is() -> Result<(), Error> {
    // tanh''' (0) = -2: a rule written with |x| would answer 0.
    let third = |x: Var| Ok(wengert::hessian(|y: Var| y.tanh(), x)?.2[(0, 0)]);
    let (second, third) = wengert::value_and_grad(third, 0.0)?;
    assert!(second == 0.0 && (third + 2.0).abs() < 1e-15, "{second} {third}");
    Ok(())
}
