//! Misuse is a clear error, in release builds too, and leaves the library usable.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use wengert::{BoxError, Error, Var, hessian, jacobian, jvp, value_and_grad, vjp};

/// A variable kept from a gradient that has finished.
fn kept() -> Var {
    let kept = Cell::new(Var::constant(0.0));
    value_and_grad(
        |x| {
            kept.set(x * x);
            x
        },
        3.0,
    )
    .unwrap();
    kept.get()
}

/// The text of a panic.
fn panic_text(f: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(f)).expect_err("this panics");
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(other) => other.downcast_ref::<&str>().expect("a text").to_string(),
    }
}

/// After every misuse: the next derivatives are right.
fn still_usable() {
    assert_eq!(value_and_grad(|[x, y]| x * y, [2.0, 3.0]).unwrap(), (6.0, [3.0, 2.0]));
    assert_eq!(hessian(|x| x.powi(3), 2.0).unwrap().2[(0, 0)], 12.0);
}

#[test]
fn a_finished_variable_inside_another_gradient() {
    let old = kept();
    match value_and_grad(|x| x * old, 2.0) {
        Err(Error::Foreign { at }) => assert_eq!((at.file(), at.line()), (file!(), line!() - 1)),
        other => panic!("{other:?}"),
    }
    assert!(matches!(hessian(|x| x * old, 2.0), Err(Error::Foreign { .. })));
    assert!(matches!(jvp(|x| x * old, 2.0, 1.0), Err(Error::Foreign { .. })));
    assert!(matches!(jacobian(|x| [x, x * old], 2.0), Err(Error::Foreign { .. })));
    assert!(matches!(vjp(|x| x * old, 2.0), Err(Error::Foreign { .. })));
    still_usable();
}

#[test]
fn a_finished_variable_as_the_answer() {
    let old = kept();
    assert!(matches!(value_and_grad(|_x| old, 2.0), Err(Error::Foreign { .. })));
    assert!(matches!(hessian(|_x| old, 2.0), Err(Error::Foreign { .. })));
    still_usable();
}

#[test]
fn a_finished_variable_in_a_statement_of_many_arguments() {
    let old = kept();
    assert!(matches!(value_and_grad(|x| wengert::sum([x, old, x]), 2.0), Err(Error::Foreign { .. })));
    assert!(matches!(value_and_grad(|x| x.mul_add(old, x), 2.0), Err(Error::Foreign { .. })));
    still_usable();
}

#[test]
fn a_finished_variable_outside_any_gradient() {
    let old = kept();
    let text = panic_text(|| assert_eq!((old * 2.0).value(), 18.0));
    assert!(text.contains("belongs to a gradient that has finished, or to another thread"), "{text}");
    assert!(text.contains(file!()), "the place is named: {text}");
    assert_eq!(old.value(), 9.0);
    still_usable();
}

#[test]
fn a_variable_of_another_thread() {
    let outcome = value_and_grad(
        |x| {
            let theirs = std::thread::scope(|scope| {
                scope.spawn(|| catch_unwind(AssertUnwindSafe(|| x * 2.0)).is_err()).join().unwrap()
            });
            assert!(theirs, "operating on another thread's variable outside a gradient panics there");
            let inside = std::thread::scope(|scope| {
                scope.spawn(|| matches!(value_and_grad(|y| x * y, 1.0), Err(Error::Foreign { .. }))).join().unwrap()
            });
            assert!(inside, "and inside one it is an error of that one");
            let read = std::thread::scope(|scope| scope.spawn(|| x.value()).join().unwrap());
            x * read
        },
        3.0,
    );
    assert_eq!(outcome.unwrap(), (9.0, 3.0));
    still_usable();
}

#[test]
fn an_outer_variable_captured_at_a_plain_point() {
    let outcome = value_and_grad(|x| Ok(x * value_and_grad(|y| x * y, 1.0)?.1), 4.0);
    match outcome {
        Err(Error::Captured { at }) => assert_eq!((at.file(), at.line()), (file!(), line!() - 2)),
        other => panic!("{other:?}"),
    }
    let by_value = value_and_grad(|x| Ok(x * value_and_grad(|y| x + 0.0 * y, 1.0)?.0), 4.0);
    assert!(matches!(by_value, Err(Error::Captured { .. })), "also if only its value does: {by_value:?}");
    let as_answer = value_and_grad(|x| Ok(x * value_and_grad(|_y| x, 1.0)?.0), 4.0);
    assert!(matches!(as_answer, Err(Error::Captured { .. })), "also if it is the answer: {as_answer:?}");
    for outcome in [
        value_and_grad(|x| Ok(x * hessian(|y| x * y, 1.0)?.1), 4.0),
        value_and_grad(|x| Ok(x * jvp(|y| x * y, 1.0, 1.0)?.1), 4.0),
        value_and_grad(|x| Ok(x * jacobian(|y| [x * y], 1.0)?.1[(0, 0)]), 4.0),
    ] {
        assert!(matches!(outcome, Err(Error::Captured { .. })), "{outcome:?}");
    }
    still_usable();
}

#[test]
fn both_repairs_of_a_captured_variable_work() {
    let as_constant = value_and_grad(|x| Ok(x * value_and_grad(|y| x * y, Var::constant(1.0))?.1), 4.0);
    assert_eq!(as_constant.unwrap().1, 8.0);
    let stopped = value_and_grad(|x| Ok(x * value_and_grad(|y| x.stop_gradient() * y, 1.0)?.1), 4.0);
    assert_eq!(stopped.unwrap().1, 4.0);
}

#[test]
fn a_panic_of_the_user_passes_through() {
    for depth in 0..3 {
        let text = panic_text(|| {
            let fails = |x: Var| -> Var { if x > 0.0 { panic!("mine at depth {depth}") } else { x } };
            let _ = value_and_grad(
                |x| match depth {
                    0 => Ok(fails(x)),
                    1 => Ok(value_and_grad(fails, x)?.1),
                    _ => Ok(value_and_grad(|y| Ok(jvp(fails, y, Var::constant(1.0))?.1), x)?.1),
                },
                1.0,
            );
        });
        assert_eq!(text, format!("mine at depth {depth}"));
        still_usable();
    }
}

#[test]
fn a_failure_that_the_closure_swallows_is_remembered() {
    let old = kept();
    let swallowed = value_and_grad(
        |x| {
            let _ = catch_unwind(AssertUnwindSafe(|| x * old));
            x * x
        },
        2.0,
    );
    assert!(matches!(swallowed, Err(Error::Foreign { .. })), "{swallowed:?}");
    still_usable();
}

#[test]
fn a_failure_inside_an_inner_derivative_that_the_closure_swallows_stays_there() {
    let old = kept();
    let handled = value_and_grad(
        |x| match value_and_grad(|y| y * old, x) {
            Err(Error::Foreign { .. }) => x * x,
            other => panic!("{other:?}"),
        },
        3.0,
    );
    assert_eq!(handled.unwrap(), (9.0, 6.0));
    still_usable();
}

#[test]
fn a_users_error_comes_back_as_itself() {
    let parse = |text: &'static str| value_and_grad(move |x| Ok(x * text.parse::<f64>()?), 2.0);
    assert_eq!(parse("1.5").unwrap(), (3.0, 1.5));
    match parse("one and a half") {
        Err(Error::User(error)) => assert!(error.is::<std::num::ParseFloatError>()),
        other => panic!("{other:?}"),
    }
    let inside = value_and_grad(|x| Ok(value_and_grad(|y| Ok(y * "?".parse::<f64>()?), x)?.1), 2.0);
    assert!(matches!(inside, Err(Error::User(_))), "an inner one is not wrapped twice: {inside:?}");
    let ours =
        value_and_grad(|x| Err::<Var, BoxError>(Error::Input { expected: 1, got: x.value() as usize }.into()), 2.0);
    assert!(matches!(ours, Err(Error::Input { expected: 1, got: 2 })), "one of ours stays itself: {ours:?}");
    still_usable();
}

#[test]
fn directions_and_seeds_of_another_length() {
    let direction = jvp(|x: Vec<Var>| x[0], vec![1.0, 2.0], vec![1.0]);
    assert!(matches!(direction, Err(Error::Input { expected: 2, got: 1 })));
    let (_, pullback) = vjp(|x: Vec<Var>| x, vec![1.0, 2.0]).unwrap();
    assert!(matches!(pullback.try_call(vec![1.0]), Err(Error::Input { expected: 2, got: 1 })));
    let mut short = [0.0; 1];
    let into = wengert::value_and_grad_into(|[x, y]| x * y, &[1.0, 2.0], &mut short);
    assert!(matches!(into, Err(Error::Input { expected: 2, got: 1 })));
    let lengths = value_and_grad(|x: Vec<Var>| wengert::dot(&x, &x[1..]), vec![1.0, 2.0]);
    match lengths {
        Err(Error::Length { left: 2, right: 1, at, .. }) => assert_eq!(at.line(), line!() - 2),
        other => panic!("{other:?}"),
    }
    still_usable();
}
