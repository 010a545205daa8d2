//! Programs: the same numbers as the eager tape, guards, gradients of gradients.
use wengert::program::simplify;
use wengert::{Error, Kinks, Options, Program, Replay, Var, hessian, value_and_grad};

fn f([x, y]: [Var; 2]) -> Var {
    (x * y + (x * y).sin()) * x.exp() / (1.0 + y * y).sqrt() + x.powi(3).max(y)
}

#[test]
fn a_program_agrees_with_the_eager_tape() -> Result<(), Error> {
    let p = Program::trace(f, [2.0, 3.0])?;
    for x in [[2.0, 3.0], [1.7, 0.4], [0.3, -0.2]] {
        assert_eq!(p.value_and_grad(x)?, value_and_grad(f, x)?);
        let g = p.gradient_program()?;
        assert_eq!(g.eval(x)?, value_and_grad(f, x)?.1);
        let (_, _, h) = hessian(f, x)?;
        assert_eq!(p.hessian(x)?.2, h);
        let (_, j) = g.jacobian(x)?;
        for (a, b) in j.as_slice().iter().zip(h.as_slice()) {
            assert!((a - b).abs() <= 1e-12 * b.abs().max(1.0), "{a} {b}");
        }
    }
    assert!(simplify::simplify(p.list())?.len() < p.list().len(), "it has a common sub-expression");
    Ok(())
}

#[test]
fn values_read_while_tracing_are_guarded() -> Result<(), Error> {
    let p = Program::trace(|x: Var| x * x.value(), 2.0)?;
    assert_eq!(p.value_and_grad(2.0)?, (4.0, 2.0));
    assert!(matches!(p.eval(3.0), Err(Error::Branch { .. })));
    let p = Program::trace(|x: Var| x * x.peek(), 2.0)?;
    assert_eq!(p.eval(3.0)?, 6.0);
    let e = Program::trace(|x: Var| if x.is_nan() { x } else { -x }, 2.0)?.eval(f64::NAN).unwrap_err();
    assert!(e.to_string().starts_with(file!()), "{e}");
    Ok(())
}

/// Each reads the value in its own way and takes the branch of its sign; by hand, 1/0 = inf and 1/-0 = -inf.
#[test]
fn zero_and_minus_zero_are_two_values() -> Result<(), Error> {
    use std::cmp::Ordering::Less;
    let zero = Var::constant(0.0);
    let readers: [fn(Var, Var) -> f64; 3] = [
        |x, _| (1.0 / x.value()).signum(),
        |x, zero| if x.total_cmp(&zero) == Less { -1.0 } else { 1.0 },
        |x, _| f64::from(x.classify() == std::num::FpCategory::Zero) * x.value().signum(),
    ];
    for (k, read) in readers.into_iter().enumerate() {
        for (at, other, slope) in [(0.0, -0.0, 3.0), (-0.0, 0.0, 1.0)] {
            let f = move |x: Var| x * (read(x, zero) + 2.0);
            let p = Program::trace(f, at)?;
            for prepared in [false, true] {
                assert_eq!(p.value_and_grad(at)?.1, slope, "{k}: {at} {prepared}");
                assert!(matches!(p.value_and_grad(other), Err(Error::Branch { .. })), "{k}: {other} {prepared}");
                assert!(matches!(p.eval(other), Err(Error::Branch { .. })), "{k}: {other} {prepared}");
                p.prepare();
            }
            assert_eq!(Replay::new(f, at)?.value_and_grad(other)?.1, 4.0 - slope, "{k}: {other}");
        }
    }
    // A comparison is the one of the standard library, for which they are equal.
    assert_eq!(Program::trace(|x: Var| if x == 0.0 { 2.0 * x } else { x }, 0.0)?.value_and_grad(-0.0)?, (-0.0, 2.0));
    Ok(())
}

#[test]
fn replay_counts() -> Result<(), Error> {
    let mut r = Replay::new(|[x, y]: [Var; 2]| if x > y { x * y } else { x - y }, [1.0, 2.0])?;
    assert_eq!(r.value_and_grad([3.0, 2.0])?, (6.0, [2.0, 3.0]));
    assert_eq!(r.value_and_grad([1.0, 2.0])?, (-1.0, [1.0, -1.0]));
    assert_eq!(r.value_and_grad([1.0, 0.5])?, (0.5, [0.5, 1.0]));
    assert_eq!((r.calls(), r.traces()), (3, 2));
    Ok(())
}

#[test]
fn nested_gradients_inside_a_program_keep_their_guards() -> Result<(), Error> {
    let inner = |x: Var| value_and_grad(|y: Var| if y * x > 1.0 { y * y * x } else { y }, x).map(|(_, g)| g);
    let p = Program::trace(|x: Var| Ok(inner(x)?), 2.0)?;
    assert_eq!(p.value_and_grad(3.0)?, (18.0, 12.0));
    assert!(matches!(p.eval(0.5), Err(Error::Branch { .. })));
    Ok(())
}

#[test]
fn a_gradient_program_is_arithmetic_and_no_sweep() -> Result<(), Error> {
    let zero_times_infinity = Program::trace(|x: Var| x.sqrt() * 0.0 + x, 1.0)?;
    assert_eq!(zero_times_infinity.value_and_grad(0.0)?, (0.0, 1.0));
    assert!(zero_times_infinity.gradient_program()?.eval(0.0)?.is_nan());
    let kink = Program::trace(|x: Var| x.abs() * 2.0, 1.0)?;
    let asked = |kinks: Kinks| Options::new().kinks(kinks);
    assert!(asked(Kinks::Error).enter(|| kink.value_and_grad(0.0)).is_err());
    assert_eq!(asked(Kinks::Error).enter(|| kink.gradient_program()?.eval(0.0))?, 0.0);
    Ok(())
}
