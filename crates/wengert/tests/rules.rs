//! Rules of the user's: primitives and rules over trees, in every mode, order and program, and what they say of mistakes.

use std::sync::Arc;
use wengert::{
    Error, List, Primitive, Program, Replay, Rule, Var, check_rule, grad_check, hessian, hvp, jacobian, jvp, notes,
    value_and_grad, vjp,
};

/// x sin y, as the table would compute it.
const XSIN: Primitive<2> =
    Primitive { name: "xsin", value: |[x, y]| x * y.sin(), partials: |[x, y], _| [y.sin(), x * y.cos()] };

fn by_rule([x, y]: [Var; 2]) -> Var {
    (XSIN.call([x * y, y]) + x).exp() * XSIN.call([y, Var::constant(0.5)])
}
fn by_table([x, y]: [Var; 2]) -> Var {
    ((x * y) * y.sin() + x).exp() * (y * 0.5_f64.sin())
}

const AT: [f64; 2] = [0.7, -0.4];

fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-13 * a.abs().max(b.abs()).max(1.0), "{a} {b}");
}
fn all_close(a: &[f64], b: &[f64]) {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).for_each(|(&a, &b)| close(a, b));
}

#[test]
fn a_primitive_is_a_row_of_the_table() -> Result<(), Error> {
    let (value, grad) = value_and_grad(by_table, AT)?;
    let (v, g) = value_and_grad(by_rule, AT)?;
    close(v, value);
    all_close(&g, &grad);
    all_close(&[jvp(by_rule, AT, [1.0, 2.0])?.1], &[grad[0] + 2.0 * grad[1]]);
    let (_, _, h) = hessian(by_table, AT)?;
    all_close(hessian(by_rule, AT)?.2.as_slice(), h.as_slice());
    all_close(&hvp(by_rule, AT, [1.0, -1.0])?.2, &hvp(by_table, AT, [1.0, -1.0])?.2);
    close(by_rule(AT.map(Var::constant)).value(), value);
    Ok(())
}

#[test]
fn a_primitive_has_every_order() -> Result<(), Error> {
    fn third(f: fn([Var; 2]) -> Var) -> Result<(f64, [f64; 2]), Error> {
        value_and_grad(
            |x| {
                let (_, _, h) = hessian(f, x)?;
                Ok(h[(0, 0)] + 2.0 * h[(0, 1)] + 3.0 * h[(1, 1)])
            },
            AT,
        )
    }
    let (by_table, by_rule) = (third(by_table)?, third(by_rule)?);
    close(by_rule.0, by_table.0);
    all_close(&by_rule.1, &by_table.1);
    let fourth = |f: fn([Var; 2]) -> Var| {
        hessian(|x| Ok(hvp(f, x, [Var::constant(1.0), Var::constant(-0.5)])?.2[0]), AT).map(|(_, _, h)| h)
    };
    all_close(fourth(self::by_rule)?.as_slice(), fourth(self::by_table)?.as_slice());
    Ok(())
}

#[test]
fn a_primitive_runs_in_programs() -> Result<(), Error> {
    let (p, q) = (Program::trace(by_rule, AT)?, Program::trace(by_table, AT)?);
    let there = [0.3, 1.1];
    close(p.eval(there)?, q.eval(there)?);
    all_close(&p.value_and_grad(there)?.1, &q.value_and_grad(there)?.1);
    all_close(p.hessian(there)?.2.as_slice(), q.hessian(there)?.2.as_slice());
    all_close(&p.gradient_program()?.eval(there)?, &q.gradient_program()?.eval(there)?);
    let (_, j) = p.gradient_program()?.jacobian(there)?;
    all_close(j.as_slice(), q.hessian(there)?.2.as_slice());
    let points = [AT, there];
    all_close(&p.batch(&points)?, &q.batch(&points)?);
    close(p.clone().simplified()?.eval(there)?, q.eval(there)?);
    let mut replay = Replay::new(|[x, y]| if x > 0.0 { XSIN.call([x, y]) } else { y }, AT)?;
    close(replay.value_and_grad([2.0, 1.0])?.1[0], 1.0_f64.sin());
    assert_eq!(replay.value_and_grad([-2.0, 1.0])?.1, [0.0, 1.0]);
    Ok(())
}

#[test]
fn a_primitive_is_told_which_arguments_vary() -> Result<(), Error> {
    // The slope in the exponent is NaN for a negative base; nobody asks for it.
    const POWER: Primitive<2> =
        Primitive { name: "power", value: |[x, n]| x.powf(n), partials: |[x, n], y| [n * x.powf(n - 1.0), y * x.ln()] };
    assert_eq!(value_and_grad(|x| POWER.call([x, Var::constant(2.0)]), -3.0)?, (9.0, -6.0));
    assert_eq!(hessian(|x| POWER.call([x, Var::constant(2.0)]), -3.0)?.2[(0, 0)], 2.0);
    assert_eq!(jvp(|x| POWER.call([x, Var::constant(2.0)]), -3.0, 1.0)?.1, -6.0);
    Ok(())
}

#[test]
fn single_precision_rounds_once() -> Result<(), Error> {
    let f = |[x, y]: [Var<f32>; 2]| XSIN.call([x, y]) * x;
    let (v, g) = wengert::single::value_and_grad(f, [0.7_f32, -0.4])?;
    assert!((v as f64 - 0.49 * (-0.4_f64).sin()).abs() < 1e-7 && (g[0] as f64 - 1.4 * (-0.4_f64).sin()).abs() < 1e-7);
    let (_, _, h) = wengert::single::hessian(f, [0.7_f32, -0.4])?;
    assert!((h[(0, 0)] as f64 - 2.0 * (-0.4_f64).sin()).abs() < 1e-6);
    Ok(())
}

/// Polar to Cartesian coordinates, with a scale; counts nothing, holds state.
struct Polar {
    scale: f64,
}
impl Rule for Polar {
    type In = (f64, Vec<f64>);
    type Out = Vec<[f64; 2]>;
    fn value(&self, (r, t): &(f64, Vec<f64>)) -> Vec<[f64; 2]> {
        t.iter().map(|t| [self.scale * r * t.cos(), self.scale * r * t.sin()]).collect()
    }
    fn jvp(&self, (r, t): (Var, Vec<Var>), y: Vec<[Var; 2]>, (dr, dt): (Var, Vec<Var>)) -> Vec<[Var; 2]> {
        let of = |((y, t), dt): ((&[Var; 2], &Var), Var)| {
            let along = |c: Var, turned: Var| self.scale * dr * c + turned * dt;
            let _ = r;
            [along(t.cos(), -y[1]), along(t.sin(), y[0])]
        };
        y.iter().zip(&t).zip(dt).map(of).collect()
    }
}

fn polar_rule((r, t): (Var, Vec<Var>), rule: impl Fn(Var, Vec<Var>) -> Vec<[Var; 2]>) -> Var {
    let points = rule(r * r, t.iter().map(|t| t * r).collect());
    points.windows(2).map(|w| (w[0][0] - w[1][1]).powi(2) * w[1][0].exp()).sum::<Var>() + r
}
fn polar_plain(r: Var, t: Vec<Var>) -> Vec<[Var; 2]> {
    t.iter().map(|t| [2.0 * r * t.cos(), 2.0 * r * t.sin()]).collect()
}

#[test]
fn a_rule_over_trees_is_what_it_stands_for() -> Result<(), Error> {
    let shared = Arc::new(Polar { scale: 2.0 });
    let f = |x| polar_rule(x, |r, t| Arc::clone(&shared).call((r, t)));
    let g = |x| polar_rule(x, polar_plain);
    let at = (0.6, vec![0.3, -0.8, 1.4]);
    let (value, grad) = value_and_grad(g, &at)?;
    let (v, d) = value_and_grad(f, &at)?;
    close(v, value);
    close(d.0, grad.0);
    all_close(&d.1, &grad.1);
    let direction = (1.0, vec![0.5, -1.0, 2.0]);
    close(jvp(f, &at, &direction)?.1, jvp(g, &at, &direction)?.1);
    all_close(hessian(f, &at)?.2.as_slice(), hessian(g, &at)?.2.as_slice());
    let third = |f: &dyn Fn((Var, Vec<Var>)) -> Var| {
        value_and_grad(|x: (Var, Vec<Var>)| Ok(hessian(f, x)?.2.as_slice().iter().copied().sum::<Var>()), &at)
    };
    all_close(&third(&f)?.1.1, &third(&g)?.1.1);
    let (p, q) = (Program::trace(f, &at)?, Program::trace(g, &at)?);
    let there = (0.9, vec![1.0, 0.1, -0.2]);
    close(p.eval(&there)?, q.eval(&there)?);
    all_close(&p.value_and_grad(&there)?.1.1, &q.value_and_grad(&there)?.1.1);
    all_close(p.hessian(&there)?.2.as_slice(), q.hessian(&there)?.2.as_slice());
    all_close(&p.gradient_program()?.eval(&there)?.1, &q.gradient_program()?.eval(&there)?.1);
    grad_check(f, &at)?;
    check_rule(Arc::clone(&shared), &at)
}

#[test]
fn several_results_have_several_pullbacks() -> Result<(), Error> {
    let f = |x: (Var, Vec<Var>)| Polar { scale: 1.0 }.call(x);
    let at = (1.5, vec![0.3, 0.9]);
    let (_, j) = jacobian(f, &at)?;
    let (_, expected) = jacobian(|(r, t)| polar_plain(0.5 * r, t), &at)?;
    all_close(j.as_slice(), expected.as_slice());
    let (_, pullback) = vjp(f, &at)?;
    let (dr, dt) = pullback.call(vec![[1.0, 0.0], [0.0, 2.0]]);
    close(dr, j[(0, 0)] + 2.0 * j[(3, 0)]);
    all_close(&dt, &[j[(0, 1)] + 2.0 * j[(3, 1)], j[(0, 2)] + 2.0 * j[(3, 2)]]);
    Ok(())
}

/// Sums, with a pullback of its own that counts its calls.
struct Counted(std::sync::atomic::AtomicU32);
impl Rule for Counted {
    type In = Vec<f64>;
    type Out = f64;
    fn value(&self, x: &Vec<f64>) -> f64 {
        x.iter().sum()
    }
    fn jvp(&self, _: Vec<Var>, _: Var, dx: Vec<Var>) -> Var {
        dx.into_iter().sum()
    }
    fn vjp(&self, x: Vec<Var>, _: Var, dy: Var) -> Option<Vec<Var>> {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Some(vec![dy; x.len()])
    }
}

#[test]
fn a_pullback_that_is_given_is_used_once_for_each_sweep() -> Result<(), Error> {
    let rule = Arc::new(Counted(0.into()));
    let f = |x: Vec<Var>| {
        let unused = Arc::clone(&rule).call(x.clone());
        let _ = unused * 2.0;
        Arc::clone(&rule).call(x).powi(2)
    };
    assert_eq!(value_and_grad(f, vec![1.0, 2.0])?, (9.0, vec![6.0, 6.0]));
    assert_eq!(rule.0.load(std::sync::atomic::Ordering::Relaxed), 1);
    Ok(())
}

#[test]
fn rules_are_printed_by_name_and_read_back_from_a_registry() -> Result<(), Box<dyn std::error::Error>> {
    let shared = Arc::new(Polar { scale: 2.0 });
    let f = |x: (Var, Vec<Var>)| {
        let points = Arc::clone(&shared).call(x);
        XSIN.call([points[0][0], points[1][1]])
    };
    let p = Program::trace(f, (1.0, vec![0.5, 0.25]))?;
    let text = p.to_string();
    assert_eq!(text, "list(x[3]) {\n  %3..%7 = rule Polar(%0, %1, %2)\n  %7 = rule xsin(%3, %6)\n  return %7\n}");
    let rules = [XSIN.custom(), Arc::clone(&shared).custom(&(0.0, vec![0.0; 2]))?];
    let back = Program::read_with(&text, &rules)?;
    assert_eq!(back.eval(vec![1.2, 0.1, 0.7])?, vec![p.eval((1.2, vec![0.1, 0.7]))?]);
    // So are its derivatives.
    let gradient = p.gradient_program()?.to_string();
    assert!(gradient.contains("rule \"xsin.slopes\"(") && gradient.contains("rule \"Polar.pull\"("), "{gradient}");
    let read = Program::read_with(&gradient, &rules)?;
    let expected = p.value_and_grad((1.2, vec![0.1, 0.7]))?.1;
    all_close(&read.eval(vec![1.2, 0.1, 0.7])?, &[expected.0, expected.1[0], expected.1[1]]);
    Ok(())
}

#[test]
fn a_rule_that_is_missing_is_named() -> Result<(), Error> {
    let text = Program::trace(|x| XSIN.call([x, x]), 1.0)?.to_string();
    let error = List::read(&text).unwrap_err();
    assert_eq!((error.line, error.column, error.what.as_str()), (2, 13, "no rule called `xsin` is registered"));
    let help = error.suggestion.as_deref().unwrap_or("");
    assert_eq!(help, "pass the rules of the program to `read_with(text, &[rule.custom(..)])`");
    let other = Polar { scale: 1.0 }.custom(&(0.0, vec![0.0]))?;
    let error = List::read_with("list(x) {\n  %1..%5 = rule Polar(%0, %0, %0)\n}", &[other]).unwrap_err();
    assert_eq!(error.what, "the rule `Polar` is registered for 2 values, this line gives it 3");
    assert!(error.suggestion.unwrap_or_default().contains("register it with an example of 3 values too"));
    let error = List::read_with("list(x) {\n  %1..%3 = rule xsin(%0, %0)\n}", &[XSIN.custom()]).unwrap_err();
    assert!(error.to_string().contains("this line names 1 value, from %1 on"), "{error}");
    Ok(())
}

#[test]
fn two_rules_of_one_name_are_not_confused() -> Result<(), Error> {
    let f = |x: (Var, Vec<Var>)| {
        let [a, b] = [1.0, 3.0].map(|scale| Polar { scale }.call((x.0, x.1.clone()))[0][0]);
        a * b
    };
    let p = Program::trace(f, (1.0, vec![0.5]))?;
    assert!(p.to_string().contains("rule Polar(") && p.to_string().contains("rule \"Polar#2\"("), "{p}");
    let rules = [Polar { scale: 1.0 }.custom(&(1.0, vec![0.5]))?];
    let error = List::read_with(&p.to_string(), &rules).unwrap_err();
    assert_eq!(error.what, "no rule called `Polar#2` is registered");
    Ok(())
}

#[test]
fn the_verifier_checks_arities() {
    let mut list = List::new();
    let x = wengert::list::Operand::id(list.input("x", vec![]));
    list.rule(&XSIN.custom(), &[x]).unwrap();
    let fault = list.verify().unwrap_err();
    assert_eq!(fault.to_string(), "line 0: the rule `xsin` takes 2 values, not 1");
}

/// Answers too few numbers where it is told to.
struct Short {
    value: bool,
    jvp: bool,
    vjp: bool,
}
impl Rule for Short {
    type In = Vec<f64>;
    type Out = Vec<f64>;
    fn value(&self, x: &Vec<f64>) -> Vec<f64> {
        let keep = if self.value && x[0] > 1.0 { 1 } else { x.len() };
        x[..keep].to_vec()
    }
    fn jvp(&self, _: Vec<Var>, _: Vec<Var>, dx: Vec<Var>) -> Vec<Var> {
        if self.jvp { dx[1..].to_vec() } else { dx }
    }
    fn vjp(&self, _: Vec<Var>, _: Vec<Var>, dy: Vec<Var>) -> Option<Vec<Var>> {
        self.vjp.then(|| dy[1..].to_vec())
    }
}

#[test]
fn wrong_shapes_are_errors_that_name_the_rule() -> Result<(), Error> {
    let say = |result: Result<(f64, Vec<f64>), Error>| {
        let text = result.unwrap_err().to_string();
        text.rsplit_once("rs:")
            .map_or(text.clone(), |(_, rest)| rest.split_once(": ").unwrap_or_default().1.to_string())
    };
    let of = |value, jvp, vjp| move |x: Vec<Var>| Short { value, jvp, vjp }.call(x)[0] * 1.0;
    let at = vec![0.5, 2.0];
    assert_eq!(
        say(value_and_grad(of(false, true, false), &at)),
        "rule `Short`: `jvp` answers 1 numbers, but its value has 2"
    );
    assert_eq!(
        say(value_and_grad(of(false, false, true), &at)),
        "rule `Short`: `vjp` answers 1 numbers, but its argument has 2"
    );
    let p = Program::trace(of(true, false, false), &at)?;
    let here = line!() - 1;
    assert_eq!(p.value_and_grad(&at)?, (0.5, vec![1.0, 0.0]));
    let error = p.eval(vec![1.5, 0.0]).unwrap_err().to_string();
    assert!(error.ends_with("rule `Short`: gave 1 numbers here, 2 where it was first called"), "{error}");
    assert!(error.contains("tests/rules.rs:"), "{error} should name a line about {here}");
    Ok(())
}

/// A rule that can fail.
struct Root;
impl Rule for Root {
    type In = f64;
    type Out = f64;
    fn value(&self, x: &f64) -> f64 {
        x.sqrt()
    }
    fn try_value(&self, x: &f64) -> Result<f64, wengert::BoxError> {
        if *x < 0.0 { Err(format!("{x} has no root").into()) } else { Ok(x.sqrt()) }
    }
    fn jvp(&self, _: Var, y: Var, dx: Var) -> Var {
        // Plain numbers: the next derivative would be lost.
        0.5 / y.value() * dx
    }
    fn orders(&self) -> Option<u32> {
        Some(1)
    }
}

#[test]
fn a_rule_that_fails_is_an_error_in_every_mode() -> Result<(), Error> {
    let f = |x: Var| Root.call(x - 1.0);
    let p = Program::trace(f, 5.0)?;
    for error in [
        value_and_grad(f, 0.0).unwrap_err(),
        jvp(f, 0.0, 1.0).unwrap_err(),
        hessian(f, 0.0).unwrap_err(),
        p.eval(0.0).unwrap_err(),
        p.value_and_grad(0.0).unwrap_err(),
        p.jvp(0.0, 1.0).unwrap_err(),
        p.vjp(0.0, 1.0).unwrap_err(),
    ] {
        assert!(matches!(&error, Error::Rule { rule, at: Some(_), .. } if rule == "Root"), "{error:?}");
        assert!(error.to_string().ends_with("rule `Root`: -1 has no root"), "{error}");
    }
    // A failure is told once, and is gone.
    assert_eq!(p.value_and_grad(5.0)?, (2.0, 0.25));
    Ok(())
}

#[test]
fn a_derivative_order_that_is_missing_is_an_error_that_names_the_rule() -> Result<(), Error> {
    let f = |x: Var| Root.call(x) * x;
    assert_eq!(value_and_grad(f, 4.0)?, (8.0, 3.0));
    check_rule(Root, &4.0)?;
    let error = hessian(f, 4.0).unwrap_err().to_string();
    let says = "rule `Root`: has derivatives up to order 1, as its `orders` says, and one of order 2 is asked for; write \
                its `jvp` with variables throughout and let `orders` answer `None`";
    assert!(error.ends_with(says), "{error}");
    Ok(())
}

#[test]
fn a_rule_of_a_nested_gradient_sees_both_levels() -> Result<(), Error> {
    // d/dx [x * d/dy (x sin y)] at y = x: x cos x * x -> derivative of x^2 cos x.
    let (_, d) = value_and_grad(|x| Ok(x * value_and_grad(|y| XSIN.call([x, y]), x)?.1), 0.8)?;
    close(d, 1.6 * 0.8_f64.cos() - 0.64 * 0.8_f64.sin());
    Ok(())
}

#[test]
fn a_zero_wins_over_an_infinite_slope_of_a_primitive() -> Result<(), Error> {
    const ROOT: Primitive<1> = Primitive { name: "root", value: |[x]| x.sqrt(), partials: |_, y| [0.5 / y] };
    let f = |x: Var| ROOT.call([x]) * 0.0 + x;
    assert_eq!(value_and_grad(f, 0.0)?, (0.0, 1.0));
    let (result, _) = notes(|| Program::trace(f, 0.0)?.value_and_grad(0.0));
    assert_eq!(result?, (0.0, 1.0));
    Ok(())
}

#[test]
fn threads_share_a_rule() -> Result<(), Error> {
    let p = Program::trace(|x: (Var, Vec<Var>)| Polar { scale: 1.0 }.call(x)[0][0], (1.0, vec![0.5]))?;
    let expected = p.eval((2.0, vec![0.1]))?;
    std::thread::scope(|s| {
        let all: Vec<_> = (0..4).map(|_| s.spawn(|| p.eval((2.0, vec![0.1])))).collect();
        for one in all {
            assert_eq!(one.join().expect("no panic")?, expected);
        }
        Ok(())
    })
}

#[test]
fn a_rule_that_answers_nan_is_found() -> Result<(), Error> {
    const LOG: Primitive<1> = Primitive { name: "log", value: |[x]| x.ln(), partials: |[x], _| [1.0 / x] };
    let why = wengert::why_nan(|x: Var| LOG.call([x - 1.0]) * 2.0, 0.5)?.expect("the logarithm of -0.5");
    let line = line!() - 1;
    assert_eq!((why.op, why.args.as_slice(), why.input), ("rule", &[-0.5][..], Some(0)));
    assert!(why.to_string().contains(&format!("rules.rs:{line}")), "{why}");
    // Its value is finite, its slope is not.
    const LOST: Primitive<2> =
        Primitive { name: "lost", value: |[x, y]| x * y, partials: |[_, y], _| [y, y * f64::NAN] };
    let why = wengert::why_nan(|[x, y]| 3.0 * LOST.call([x, y]), [2.0, 5.0])?.expect("the second slope");
    assert_eq!((why.stage, why.op, why.value, why.adjoint), (wengert::Stage::Derivative, "rule", 10.0, Some(3.0)));
    assert!(matches!(why.slopes[..], [(1, slope)] if slope.is_nan()), "{why}");
    Ok(())
}

/// 2 exp x, from what it keeps.
struct Kept(wengert::rules::Keeps);
impl Rule for Kept {
    type In = Vec<f64>;
    type Out = Vec<f64>;
    fn value(&self, x: &Vec<f64>) -> Vec<f64> {
        x.iter().map(|x| 2.0 * x.exp()).collect()
    }
    fn jvp(&self, x: Vec<Var>, y: Vec<Var>, dx: Vec<Var>) -> Vec<Var> {
        let slope = |(x, y): (&Var, &Var)| match self.0 {
            wengert::rules::Keeps::Input => 2.0 * x.exp(),
            wengert::rules::Keeps::Output => *y,
            wengert::rules::Keeps::Both => (2.0 * x.exp() + y) / 2.0,
            wengert::rules::Keeps::Neither => Var::constant(1.0),
        };
        x.iter().zip(&y).zip(dx).map(|(at, dx)| slope(at) * dx).collect()
    }
    fn keeps(&self) -> wengert::rules::Keeps {
        self.0
    }
}

#[test]
fn a_rule_keeps_what_its_pullback_reads() -> Result<(), Error> {
    use wengert::rules::Keeps;
    let at = vec![0.5, -1.0];
    let expected: Vec<f64> = at.iter().map(|x| 2.0 * f64::exp(*x)).collect();
    for keeps in [Keeps::Both, Keeps::Input, Keeps::Output] {
        let (_, g) = value_and_grad(|x: Vec<Var>| Kept(keeps).call(x).into_iter().sum::<Var>(), &at)?;
        all_close(&g, &expected);
    }
    assert_eq!(value_and_grad(|x: Vec<Var>| Kept(Keeps::Neither).call(x)[1], &at)?.1, [0.0, 1.0]);
    // A pullback that reads what it does not keep answers NaN, and nothing that looks right.
    struct Forgot;
    impl Rule for Forgot {
        type In = f64;
        type Out = f64;
        fn value(&self, x: &f64) -> f64 {
            x * x
        }
        fn jvp(&self, x: Var, _: Var, dx: Var) -> Var {
            2.0 * x * dx
        }
        fn keeps(&self) -> Keeps {
            Keeps::Output
        }
    }
    assert!(value_and_grad(|x| Forgot.call(x), 3.0)?.1.is_nan());
    assert!(check_rule(Forgot, &3.0).is_err());
    Ok(())
}

#[test]
fn rules_run_in_sub_lists() -> Result<(), Box<dyn std::error::Error>> {
    let text = "list(x, y) {
  %2 = scan 3 carry 1 (%0, %1) list(s, y) {
    %2 = rule xsin(%0, %1)
    %3 = add(%2, %1)
    return %3
  }
  return %2
}";
    let p = Program::read_with(text, &[XSIN.custom()])?;
    let plain = |[x, y]: [Var; 2]| (0..3).fold(x, |s, _| s * y.sin() + y);
    let at = [0.4, 0.9];
    all_close(&p.eval(at.to_vec())?, &[plain(at.map(Var::constant)).value()]);
    let (_, g, h) = hessian(plain, at)?;
    all_close(&p.vjp(at.to_vec(), vec![1.0])?.1, &g);
    let (_, dy) = p.jvp(at.to_vec(), vec![1.0, 2.0])?;
    all_close(&dy, &[g[0] + 2.0 * g[1]]);
    let listing = wengert::Listing::new(List::read_with(text, &[XSIN.custom()])?, &at, wengert::Options::new())?;
    all_close(listing.hessian()?.as_slice(), h.as_slice());
    assert_eq!(p.to_string(), text);
    Ok(())
}

/// Computes its value and its tangent by derivatives of its own, and panics where it is told to.
struct Inner;
impl Rule for Inner {
    type In = f64;
    type Out = f64;
    fn value(&self, x: &f64) -> f64 {
        assert!(*x < 10.0, "a panic of the user's own");
        value_and_grad(|x: Var| x.powi(3) / 3.0, *x).expect("a plain gradient").1
    }
    fn jvp(&self, x: Var, _: Var, dx: Var) -> Var {
        value_and_grad(|x: Var| x * x, x).expect("a nested gradient").1 * dx
    }
}

#[test]
fn a_rule_may_open_derivatives_of_its_own() -> Result<(), Error> {
    let f = |x: Var| Inner.call(x * x) + x;
    // x^4 + x.
    assert_eq!(value_and_grad(f, 2.0)?, (18.0, 33.0));
    assert_eq!(jvp(f, 2.0, 1.0)?, (18.0, 33.0));
    assert_eq!(hessian(f, 2.0)?.2[(0, 0)], 48.0);
    assert_eq!(Program::trace(f, 1.0)?.hessian(2.0)?.2[(0, 0)], 48.0);
    check_rule(Inner, &1.5)
}

#[test]
fn a_panic_in_a_rule_is_the_users_own_and_leaves_nothing_behind() -> Result<(), Error> {
    let f = |x: Var| Inner.call(x) * x;
    let p = Program::trace(f, 2.0)?;
    for _ in 0..3 {
        for run in [&(|| value_and_grad(f, 11.0)) as &dyn Fn() -> _, &|| p.value_and_grad(11.0)] {
            let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).expect_err("it panics");
            assert_eq!(panic.downcast_ref::<&str>(), Some(&"a panic of the user's own"));
        }
        assert_eq!(value_and_grad(f, 2.0)?, (8.0, 12.0));
        assert_eq!(p.value_and_grad(2.0)?, (8.0, 12.0));
    }
    Ok(())
}

#[test]
fn a_variable_that_a_rule_smuggles_in_is_an_error() {
    thread_local! {
        static OUTSIDE: std::cell::Cell<Option<Var>> = const { std::cell::Cell::new(None) };
    }
    const SMUGGLER: Primitive<1> =
        Primitive { name: "smuggler", value: |[x]| x, partials: |_, _| [OUTSIDE.get().unwrap_or(Var::constant(1.0))] };
    let f = |x: Var| {
        OUTSIDE.set(Some(x));
        SMUGGLER.call([x])
    };
    let (eager, later) = (value_and_grad(f, 2.0), hessian(f, 2.0).map(|_| ()));
    OUTSIDE.set(None);
    assert!(matches!(eager, Err(Error::Captured { .. })), "{eager:?}");
    let says = "rule `smuggler.slopes`: answers a variable that it was not given, whose derivative would be lost; make it an \
                argument";
    let later = later.unwrap_err().to_string();
    assert!(later.contains("tests/rules.rs:") && later.ends_with(says), "{later}");
}
