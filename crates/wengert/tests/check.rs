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
