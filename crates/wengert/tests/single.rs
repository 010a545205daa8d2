//! Single precision has what double precision has: options, checks, explanations.

use wengert::{Diagnose, Error, Kinks, Options, Stage, Var, Verdict, notes, single};

#[test]
fn options_hold_in_single_precision() {
    let strict = Options::new().kinks(Kinks::Error).single();
    assert!(matches!(strict.value_and_grad(|x| x.abs(), 0.0_f32), Err(Error::Undefined { op: "abs", .. })));
    assert!(matches!(strict.hessian(|x| x.abs(), 0.0_f32), Err(Error::Undefined { .. })));
    assert!(matches!(strict.jacobian(|[x, y]| [x.abs(), y], [0.0_f32, 1.0]), Err(Error::Undefined { .. })));
    assert!(strict.jvp(|x| x.abs(), 0.0_f32, 1.0_f32).is_err());
    let upper = Options::new().kinks(Kinks::Upper).single();
    let mut g = [0.0_f32];
    assert_eq!(upper.value_and_grad_into(|[x]: [Var<f32>; 1]| x.abs(), &[0.0_f32], &mut g).unwrap(), 0.0);
    assert_eq!(g, [1.0]);
    let (_, pullback) = upper.vjp(|x| x.abs(), 0.0_f32).unwrap();
    assert_eq!(upper.value_and_grad(|x| x.abs(), 0.0_f32).unwrap().1, 1.0);
    assert_eq!(pullback.call(1.0), 0.0, "a pullback is called under the options of its caller");
    let (value, grad, hv) = upper.hvp(|[x, y]| x * x * y, [2.0_f32, 3.0], [1.0_f32, 0.0]).unwrap();
    assert_eq!((value, grad, hv), (12.0, [12.0, 4.0], [6.0, 4.0]));
}

#[test]
fn gradients_are_checked_in_single_precision() {
    let smooth = |[x, y]: [Var<f32>; 2]| (x * y).tanh() + x.powi(3) * 40.0 + (y * 3.0).sin().exp();
    assert!(single::grad_check(smooth, [0.3_f32, -0.9]).is_ok());
    assert!(single::grad_check(|x: Vec<Var<f32>>| wengert::logsumexp(x), vec![1.0_f32, 12.0, -3.0]).is_ok());
    let check = |error| if let Err(Error::Check(d)) = error { d } else { panic!("no disagreement: {error:?}") };
    let wrong = check(single::grad_check(|x| x * x.stop_gradient(), 2.0_f32));
    assert_eq!((wrong.entry, wrong.reverse, wrong.verdict), (Some(0), 2.0, Verdict::Wrong));
    let slightly = check(single::grad_check(|[x, y]| x * y * 2.0 + (x * 0.05).stop_gradient(), [1.0_f32, 2.0]));
    assert_eq!((slightly.entry, slightly.verdict), (Some(0), Verdict::Wrong));
    assert!(single::grad_check(|x| x.floor(), 2.0_f32).is_err());
    assert_eq!(check(single::grad_check(|x| x.sqrt(), 0.0_f32)).verdict, Verdict::NotFinite);
}

#[test]
fn what_is_not_finite_is_explained_in_single_precision() {
    // e^100 is a number in double precision, and none in single.
    let why = single::why_nan(|[x, y]| (x * 50.0).exp() * y, [2.0_f32, 1.0]).unwrap().expect("it overflows");
    assert_eq!((why.stage, why.op, why.args[0], why.input), (Stage::Value, "exp", 100.0, Some(0)));
    assert!(why.at.is_some_and(|at| at.to_string().contains("single.rs")));
    // Two slopes of 1e30 each, in single precision.
    let why = single::why_nan(|x| x * 1e30_f32 * 1e-10_f32 * 1e30_f32 * 1e-30_f32, 1e-20_f32).unwrap();
    assert!(why.is_none(), "{why:?}");
    let why = single::why_nan(|x| (x * 1e30_f32) * 1e30_f32, 1e-30_f32).unwrap().expect("the gradient overflows");
    assert_eq!((why.stage, why.op), (Stage::Derivative, "mul"));
}

#[test]
fn diagnosed_gradients_are_the_same_and_name_their_lines() {
    let lines = Options::new().diagnose(Diagnose::Lines);
    let f = |[x, y]: [Var; 2]| (x * y).sqrt() * y.abs() + x.abs() * (x + y).exp();
    let at = [0.0, 0.0];
    let (plain, quiet) = notes(|| wengert::value_and_grad(f, at).unwrap());
    let (told, loud) = notes(|| lines.value_and_grad(f, at).unwrap());
    assert_eq!(plain, told);
    assert!(!quiet.is_empty() && loud.iter().all(|note| note.at.is_some()), "{loud:?}");
    assert!(loud.iter().all(|note| !note.kink.op.is_empty()), "{loud:?}");
    let mut g = [0.0; 2];
    assert_eq!(
        lines.value_and_grad_into(f, &[1.0, 2.0], &mut g).unwrap(),
        wengert::value_and_grad(f, [1.0, 2.0]).unwrap().0
    );
    assert_eq!(g, wengert::value_and_grad(f, [1.0, 2.0]).unwrap().1);
    // A program traced under it keeps its lines for later, elsewhere.
    let p = lines.enter(|| wengert::Program::trace(f, [1.0, 1.0])).unwrap();
    let (_, notes) = notes(|| p.value_and_grad(at).unwrap());
    assert!(!notes.is_empty() && notes.iter().all(|note| note.to_string().contains("single.rs:")), "{notes:?}");
}
