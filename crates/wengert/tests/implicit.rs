//! Implicit functions: roots, fixed points and optima, to third order, in programs, dense and by products; and what they
//! say where there is no solution.

use wengert::rules::{Implicit, ImplicitRule, implicit_with};
use wengert::{
    BoxError, Error, Program, Var, grad_check, hessian, implicit, implicit_rule, jacobian, jvp, value_and_grad, vjp,
};

fn close(a: f64, b: f64, within: f64) {
    assert!((a - b).abs() <= within * a.abs().max(b.abs()).max(1.0), "{a} {b}");
}
fn all_close(a: &[f64], b: &[f64], within: f64) {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).for_each(|(&a, &b)| close(a, b, within));
}

/// The root of y^3 + a y = b: one real one for a > 0.
fn newton([a, b]: [f64; 2]) -> f64 {
    (0..80).fold(0.5, |y: f64, _| y - (y * y * y + a * y - b) / (3.0 * y * y + a))
}
fn cubic(x: [Var; 2]) -> Var {
    implicit(newton, |y, [a, b]| y * y * y + a * y - b, x)
}
/// The same root in closed form (Cardano).
fn cardano([a, b]: [Var; 2]) -> Var {
    let d = (b * b / 4.0 + a.powi(3) / 27.0).sqrt();
    (b / 2.0 + d).cbrt() + (b / 2.0 - d).cbrt()
}

const AT: [f64; 2] = [1.3, 2.1];

#[test]
fn a_root_has_the_derivatives_of_its_closed_form() -> Result<(), Error> {
    let (value, grad) = value_and_grad(cardano, AT)?;
    let (y, g) = value_and_grad(cubic, AT)?;
    close(y, value, 1e-14);
    all_close(&g, &grad, 1e-13);
    close(jvp(cubic, AT, [1.0, -2.0])?.1, grad[0] - 2.0 * grad[1], 1e-13);
    all_close(hessian(cubic, AT)?.2.as_slice(), hessian(cardano, AT)?.2.as_slice(), 1e-12);
    let third = |f: fn([Var; 2]) -> Var| {
        value_and_grad(
            |x| {
                let (_, _, h) = hessian(f, x)?;
                Ok(h[(0, 0)] + 2.0 * h[(0, 1)] - h[(1, 1)])
            },
            AT,
        )
    };
    all_close(&third(cubic)?.1, &third(cardano)?.1, 1e-11);
    grad_check(|x| cubic(x).sin() * x[0], AT)
}

/// x = (cos(a x1)/2, sin(x0 + b)/2): a contraction.
fn iterate([a, b]: [f64; 2]) -> Vec<f64> {
    (0..200).fold(vec![0.0, 0.0], |x, _| vec![0.5 * (a * x[1]).cos(), 0.5 * (x[0] + b).sin()])
}
fn fixed_point(how: Implicit) -> impl Fn([Var; 2]) -> Vec<Var> {
    move |p| {
        let holds = |x: Vec<Var>, [a, b]: [Var; 2]| [x[0] - 0.5 * (a * x[1]).cos(), x[1] - 0.5 * (x[0] + b).sin()];
        implicit_with(how, iterate, holds, p)
    }
}
fn unrolled([a, b]: [Var; 2]) -> Vec<Var> {
    let mut x = vec![Var::constant(0.0); 2];
    (0..60).for_each(|_| x = vec![0.5 * (a * x[1]).cos(), 0.5 * (x[0] + b).sin()]);
    x
}

#[test]
fn a_fixed_point_has_the_derivatives_of_its_iteration() -> Result<(), Error> {
    let (_, expected) = jacobian(unrolled, AT)?;
    for how in [Implicit::new(), Implicit::new().dense(), Implicit::new().matrix_free()] {
        let f = fixed_point(how);
        all_close(jacobian(&f, AT)?.1.as_slice(), expected.as_slice(), 1e-12);
        let (_, pullback) = vjp(&f, AT)?;
        let of = |i: usize, j: usize| expected[(i, j)];
        all_close(&pullback.call(vec![1.0, -2.0]), &[of(0, 0) - 2.0 * of(1, 0), of(0, 1) - 2.0 * of(1, 1)], 1e-12);
        let (_, _, h) = hessian(|p| f(p).iter().map(|x| x * x).sum::<Var>(), AT)?;
        let (_, _, known) = hessian(|p| unrolled(p).iter().map(|x| x * x).sum::<Var>(), AT)?;
        all_close(h.as_slice(), known.as_slice(), 1e-11);
    }
    Ok(())
}

#[test]
fn an_optimum_has_the_derivatives_of_its_gradient() -> Result<(), Error> {
    // min over x of (x - p)^2 / 2 + q x^4 / 4: x - p + q x^3 = 0.
    let objective = |x: Var, [p, q]: [Var; 2]| 0.5 * (x - p).powi(2) + 0.25 * q * x.powi(4);
    let minimise =
        |[p, q]: [f64; 2]| (0..80).fold(0.0, |x: f64, _| x - (x - p + q * x.powi(3)) / (1.0 + 3.0 * q * x * x));
    let optimum = |p: [Var; 2]| -> Var {
        let gradient = |x: Var, p: [Var; 2]| -> Result<Var, BoxError> { Ok(value_and_grad(|x| objective(x, p), x)?.1) };
        implicit(minimise, gradient, p)
    };
    let (x, [dp, dq]) = value_and_grad(optimum, [1.0, 0.5])?;
    let curvature = 1.0 + 1.5 * x * x;
    close(dp, 1.0 / curvature, 1e-13);
    close(dq, -x.powi(3) / curvature, 1e-13);
    let (_, _, h) = hessian(optimum, [1.0, 0.5])?;
    close(h[(0, 0)], -3.0 * 0.5 * x * dp * dp / curvature * 2.0, 1e-12);
    Ok(())
}

fn rule() -> ImplicitRule<[f64; 2], f64> {
    implicit_rule("cubic", newton, |y, [a, b]| y * y * y + a * y - b)
}

#[test]
fn the_form_that_owns_its_closures_runs_in_programs() -> Result<(), Box<dyn std::error::Error>> {
    let root = rule();
    let f = |x| root.call(x) * x[0];
    let p = Program::trace(f, AT)?;
    let there = [0.4, -3.0];
    assert_eq!(p.to_string(), "list(x[2]) {\n  %2 = rule cubic(%0, %1)\n  %3 = mul(%2, %0)\n  return %3\n}");
    close(p.eval(there)?, newton(there) * 0.4, 1e-14);
    let exact = |x| cardano(x) * x[0];
    all_close(&p.value_and_grad(there)?.1, &value_and_grad(exact, there)?.1, 1e-11);
    all_close(p.hessian(there)?.2.as_slice(), hessian(exact, there)?.2.as_slice(), 1e-10);
    all_close(&p.gradient_program()?.eval(there)?, &value_and_grad(exact, there)?.1, 1e-11);
    let text = p.gradient_program()?.to_string();
    let back = Program::read_with(&text, &[root.custom(&AT)?])?;
    all_close(&back.eval(there.to_vec())?, &value_and_grad(exact, there)?.1, 1e-11);
    rule().check(&AT)?;
    Ok(())
}

/// The message behind the place and the name.
fn said(error: Error) -> String {
    let text = error.to_string();
    assert!(text.contains("tests/implicit.rs:"), "{text}");
    text.split_once(": rule ").map(|(_, rest)| rest.to_string()).unwrap_or(text)
}

#[test]
fn a_borrowed_closure_in_a_program_is_an_error_that_names_the_line() -> Result<(), Error> {
    let twice = 2.0;
    let f = |a: Var| implicit(|a: f64| twice * a, |y, a| y - twice * a, a);
    let line = line!() - 1;
    let error = Program::trace(f, 1.0).unwrap_err();
    assert!(error.to_string().contains(&format!("implicit.rs:{line}:")), "{error}");
    let says = "`implicit`: borrows its closures, so that what is recorded here (a program, or a loop whose steps run again) \
                could not run them again; use `implicit_rule`, which owns them, or ask `value_and_grad`, with loops that keep \
                everything (`scan`)";
    assert_eq!(said(error), says);
    // Also below another derivative; but not where nothing of the program enters.
    let nested = Program::trace(|x| Ok(value_and_grad(f, x)?.1 * x), 1.0).unwrap_err();
    assert_eq!(said(nested), says);
    let apart = Program::trace(|x: Var| Ok(value_and_grad(f, 1.0)?.1 * x), 1.0)?;
    assert_eq!(apart.eval(3.0)?, 6.0);
    Ok(())
}

#[test]
fn a_borrowed_closure_in_a_loop_is_as_the_message_says() -> Result<(), Error> {
    use wengert::{Memory, scan, scan_with};
    let step = |s: Var| implicit(|a: f64| 0.5 * a, |y, a| y - 0.5 * a, s);
    let error = value_and_grad(|x: Var| scan_with(Memory::Snapshots(2), 0..9, x, |s, _| step(s)), 1.0).unwrap_err();
    assert!(said(error).contains("a loop whose steps run again"));
    let kept = value_and_grad(|x: Var| scan(0..9, x, |s, _| step(s)), 1.0)?;
    assert_eq!(kept, (0.5f64.powi(9), 0.5f64.powi(9)));
    Ok(())
}

#[test]
fn no_unknowns_are_no_trouble() -> Result<(), Error> {
    let none = |a: Var| {
        let y = implicit(|_: f64| Vec::<f64>::new(), |_: Vec<Var>, _: Var| Vec::<Var>::new(), a);
        assert!(y.is_empty());
        a * a
    };
    assert_eq!(value_and_grad(none, 3.0)?, (9.0, 6.0));
    assert_eq!(wengert::hessian(none, 3.0)?.2[(0, 0)], 2.0);
    Ok(())
}

#[test]
fn a_solver_that_did_not_converge_is_an_error() {
    let lazy = |[a, _]: [f64; 2]| a;
    let error = value_and_grad(|x| implicit(lazy, |y: Var, [a, b]| y * y * y + a * y - b, x), AT).unwrap_err();
    let says = said(error);
    assert!(
        says.starts_with("`implicit`: its solver did not converge: the residual has norm 1.8e0, and a Newton step"),
        "{says}"
    );
    assert!(says.ends_with("let the solver run further, or allow more with `Implicit::new().tolerance(..)`"), "{says}");
    let loose = Implicit::new().tolerance(1.0);
    assert!(value_and_grad(|x| implicit_with(loose, lazy, |y: Var, [a, b]| y * y * y + a * y - b, x), AT).is_ok());
    let nan = value_and_grad(|a| implicit(|_: f64| f64::NAN, |y: Var, a| y - a, a), 1.0).unwrap_err();
    assert!(said(nan).contains("did not converge"));
}

#[test]
fn a_singular_system_is_an_error() {
    // y^2 = a at a = 0, where the root has no slope.
    let dense = value_and_grad(|a| implicit(|a: f64| a.sqrt(), |y: Var, a| y * y - a, a), 0.0).unwrap_err();
    assert_eq!(
        said(dense),
        "`implicit`: its linear system of 1 unknowns is singular: the pivots of its matrix go from 0.0e0 down to 0.0e0; at \
         such a point the solution does not depend smoothly on the parameters"
    );
    // x + y = a, twice: the solver picks one.
    let f = |a: Var| {
        let how = Implicit::new().matrix_free();
        let [x, _] = implicit_with(how, |a: f64| [a, 0.0], |[x, y]: [Var; 2], a| [x + y - a, 2.0 * (x + y - a)], a);
        x
    };
    let says = said(value_and_grad(f, 1.0).unwrap_err());
    assert!(says.contains("is singular, or too hard for GMRES: after "), "{says}");
    assert!(
        says.contains(" of the right-hand side; scale the equations, or choose `Implicit::new().dense()`"),
        "{says}"
    );
}

#[test]
fn mistakes_are_errors_that_say_what_to_write() {
    let f = |a: Var| implicit(|a: f64| [a, a], |[x, _]: [Var; 2], a| x - a, a)[0];
    let says = said(value_and_grad(f, 1.0).unwrap_err());
    assert_eq!(says, "`implicit`: has 1 equations for 2 unknowns; there must be one for each");
    let around = |[a, b]: [Var; 2]| implicit(|a: f64| a * 2.0, |y: Var, a| y - a * b, a);
    let says = said(value_and_grad(around, [1.0, 2.0]).unwrap_err());
    assert_eq!(
        says,
        "`implicit`: its residual uses a variable that is not among its parameters, whose derivative would be lost; pass it \
         in `params`"
    );
    let fails = |a: Var| implicit(|_: f64| -> Result<f64, BoxError> { Err("no bracket".into()) }, |y: Var, a| y - a, a);
    assert_eq!(said(value_and_grad(fails, 1.0).unwrap_err()), "`implicit`: no bracket");
}

#[test]
fn a_program_reports_a_point_without_a_solution() -> Result<(), Error> {
    let few = |[a, b]: [f64; 2]| (0..12).fold(1.3, |y: f64, _| y - (y * y * y + a * y - b) / (3.0 * y * y + a));
    let root = implicit_rule("cubic", few, |y: Var, [a, b]| y * y * y + a * y - b);
    let p = Program::trace(|x| root.call(x), AT)?;
    assert!(p.value_and_grad([1.0, 3.0]).is_ok());
    let error = p.value_and_grad([1.0, 1e12]).unwrap_err();
    assert!(matches!(&error, Error::Rule { rule, at: Some(_), .. } if rule == "cubic"), "{error:?}");
    assert!(error.to_string().contains("its solver did not converge"), "{error}");
    Ok(())
}

#[test]
fn constants_need_no_derivative() {
    assert_eq!(cubic([Var::constant(1.0), Var::constant(2.0)]).value(), 1.0);
}
