//! Derivatives chosen on purpose: dropped, scaled, reversed, bounded, passed straight through.

use wengert::{Error, Program, Var, grad_check, hessian, jvp, value_and_grad};

#[test]
fn a_scaled_gradient_is_scaled_in_every_mode_and_order() -> Result<(), Error> {
    let f = |x: Var| x.with_gradient_scale(3.0).powi(3) * x;
    // The slope: 3 x^2 (the scale, 3) x + x^3.
    assert_eq!(value_and_grad(f, 2.0)?, (16.0, 80.0));
    assert_eq!(jvp(f, 2.0, 1.0)?.1, 80.0);
    // The second one: the scale stands once for each derivative that passes.
    // d/dx [9 x^2 scaled * x + x^3 scaled] = 18 x 3 x + 9 x^2 + 3 x^2 3.
    assert_eq!(hessian(f, 2.0)?.2[(0, 0)], 54.0 * 4.0 + 9.0 * 4.0 + 9.0 * 4.0);
    let p = Program::trace(f, 2.0)?;
    assert_eq!(p.value_and_grad(2.0)?, (16.0, 80.0));
    assert_eq!(p.gradient_program()?.eval(2.0)?, 80.0);
    assert!(p.to_string().contains("gradient_scale(%0, 3.0)"), "{p}");
    assert_eq!(value_and_grad(|x: Var| x.with_gradient_scale(0.0) + 1.0, 2.0)?, (3.0, 0.0));
    Ok(())
}

#[test]
fn a_reversed_gradient_ascends() -> Result<(), Error> {
    // An adversary (Ganin & Lempitsky 2015): one parameter descends where the other ascends, in one sweep.
    let (_, g) = value_and_grad(|[x, y]| (x * y.with_gradient_scale(-1.0)).sin(), [0.5, 2.0])?;
    assert_eq!(g, [2.0 * 1.0_f64.cos(), -0.5 * 1.0_f64.cos()]);
    Ok(())
}

#[test]
fn a_bounded_gradient_is_bounded_where_the_sweep_passes() -> Result<(), Error> {
    let state = |n: usize, bound: Option<f64>| {
        move |x: Var| {
            (0..n).fold(x, |s, _| {
                let s = bound.map_or(s, |b| s.with_gradient_clip(b));
                3.0 * s - s.powi(3)
            })
        }
    };
    let (free, clipped) = (value_and_grad(state(12, None), 1e-9)?, value_and_grad(state(12, Some(5.0)), 1e-9)?);
    assert_eq!(free.0, clipped.0);
    assert!(free.1 > 5e5 && clipped.1 == 5.0);
    // Below the bound nothing changes; both signs are bounded; the bound itself is no variable.
    assert_eq!(value_and_grad(|x: Var| -0.5 * x.with_gradient_clip(1.0), 2.0)?.1, -0.5);
    assert_eq!(value_and_grad(|x: Var| -2.0 * x.with_gradient_clip(1.0), 2.0)?.1, -1.0);
    // One direction, the tangent, cannot be bounded: the modes differ, and the check says so.
    assert_eq!(jvp(|x: Var| 2.0 * x.with_gradient_clip(1.0), 2.0, 1.0)?.1, 2.0);
    assert!(grad_check(|x: Var| 2.0 * x.with_gradient_clip(1.0), 2.0).is_err());
    let p = Program::trace(|x: Var| 2.0 * x.with_gradient_clip(1.0), 2.0)?;
    assert_eq!(p.value_and_grad(3.0)?, (6.0, 1.0));
    let back = Program::read_with(&p.to_string(), &[wengert::rules::gradient_clip()]).expect("a rule that is known");
    assert_eq!(back.vjp(vec![3.0], vec![1.0])?.1, [1.0]);
    Ok(())
}

/// Rounds; its derivative is that of the identity (Bengio, Léonard & Courville 2013).
fn straight_through(x: Var) -> Var {
    x.round().stop_gradient() + (x - x.stop_gradient())
}

#[test]
fn a_straight_through_estimator_has_the_value_of_one_and_the_slope_of_the_other() -> Result<(), Error> {
    assert_eq!(value_and_grad(|x| straight_through(x).powi(2), 2.4)?, (4.0, 4.0));
    let p = Program::trace(|x| straight_through(x).powi(2), 2.4)?;
    assert_eq!(p.value_and_grad(-1.7)?, (4.0, -4.0));
    // The slope of another function: a step with the slope of a sigmoid.
    let surrogate = |x: Var| {
        let soft = x.sigmoid();
        f64::from(x > 0.0) + (soft - soft.stop_gradient())
    };
    let (value, slope) = value_and_grad(surrogate, 0.3)?;
    let s = 1.0 / (1.0 + (-0.3_f64).exp());
    assert!(value == 1.0 && (slope - s * (1.0 - s)).abs() < 1e-16);
    Ok(())
}

#[test]
fn a_stopped_gradient_is_stopped_in_every_order() -> Result<(), Error> {
    let f = |x: Var| x.powi(2) * x.stop_gradient();
    assert_eq!(value_and_grad(f, 2.0)?, (8.0, 8.0));
    assert_eq!(hessian(f, 2.0)?.2[(0, 0)], 4.0);
    assert_eq!(Program::trace(f, 2.0)?.value_and_grad(3.0)?, (27.0, 18.0));
    Ok(())
}

#[test]
fn the_slope_of_a_remainder_is_what_was_taken_away() -> Result<(), wengert::Error> {
    // 3.7/0.1 rounds up to 37, and 36 times 0.1 is what was taken away.
    let (a, b) = (3.7, 0.1);
    let left = a % b;
    assert_eq!(wengert::value_and_grad(|[a, b]| a % b, [a, b])?, (left, [1.0, -36.0]));
    assert_eq!(wengert::value_and_grad(|[a, b]| a.modulo(b), [a, b])?, (left, [1.0, -36.0]));
    assert_eq!(wengert::value_and_grad(|[a, b]| a.rem_euclid(b), [a, b])?, (left, [1.0, -36.0]));
    assert_eq!(wengert::value_and_grad(|[a, b]| a.modulo(b), [-a, b])?, (b - left, [1.0, 37.0]));
    Ok(())
}
