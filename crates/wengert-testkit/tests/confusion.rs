//! Perturbation confusion: derivatives inside derivatives never mix up whose variable is whose, to depth 4, in any mix of
//! modes, with inner closures that capture outer variables.

use wengert::{BoxError, Var, hessian, hvp, jacobian, jvp, value_and_grad, vjp};

/// The derivative of a function of one number, by one of the modes; every mode takes variables as its point.
#[derive(Clone, Copy, Debug)]
enum By {
    Gradient,
    Tangent,
    Pullback,
    Jacobian,
    Hessian,
    Product,
}

const ALL: [By; 6] = [By::Gradient, By::Tangent, By::Pullback, By::Jacobian, By::Hessian, By::Product];

/// D f (x) at a variable.
fn d(by: By, f: impl Fn(Var) -> Result<Var, BoxError>, x: Var) -> Result<Var, BoxError> {
    Ok(match by {
        By::Gradient => value_and_grad(f, x)?.1,
        By::Tangent => jvp(f, x, Var::constant(1.0))?.1,
        By::Pullback => vjp(f, x)?.1.call(Var::constant(1.0)),
        By::Jacobian => jacobian(f, x)?.1[(0, 0)],
        By::Hessian => hessian(f, x)?.1,
        By::Product => hvp(f, x, Var::constant(1.0))?.1,
    })
}

/// D f (x) at a number.
fn outermost(by: By, f: impl Fn(Var) -> Result<Var, BoxError>, x: f64) -> f64 {
    match by {
        By::Gradient => value_and_grad(f, x).unwrap().1,
        By::Tangent => jvp(f, x, 1.0).unwrap().1,
        By::Pullback => vjp(f, x).unwrap().1.call(1.0),
        By::Jacobian => jacobian(f, x).unwrap().1[(0, 0)],
        By::Hessian => hessian(f, x).unwrap().1,
        By::Product => hvp(f, x, 1.0).unwrap().1,
    }
}

fn pairs() -> impl Iterator<Item = (By, By)> {
    ALL.into_iter().flat_map(|a| ALL.into_iter().map(move |b| (a, b)))
}

#[test]
fn the_inner_sum_does_not_see_the_outer_variable() {
    // D(x -> x D(y -> x + y)(1))(1) = 1
    for (a, b) in pairs() {
        let got = outermost(a, |x| Ok(x * d(b, |y| Ok(x + y), Var::constant(1.0))?), 1.0);
        assert_eq!(got, 1.0, "{a:?} of {b:?}");
    }
}

#[test]
fn the_inner_product_brings_the_outer_variable_out() {
    // D(x -> x D(y -> x y)(1))(4) = 8
    for (a, b) in pairs() {
        let got = outermost(a, |x| Ok(x * d(b, |y| Ok(x * y), Var::constant(1.0))?), 4.0);
        assert_eq!(got, 8.0, "{a:?} of {b:?}");
    }
}

#[test]
fn the_inner_point_is_the_outer_variable() {
    // D(x -> x D(y -> y^2)(x))(1) = D(2 x^2)(1) = 4
    for (a, b) in pairs() {
        let got = outermost(a, |x| Ok(x * d(b, |y| Ok(y * y), x)?), 1.0);
        assert_eq!(got, 4.0, "{a:?} of {b:?}");
    }
}

#[test]
fn three_deep_each_capturing_all_outer_ones() {
    // D(x -> D(y -> D(z -> x y z)(3))(2))(1) = 1
    for (a, b) in pairs() {
        for c in ALL {
            let inner = |x: Var, y: Var| d(c, |z| Ok(x * y * z), Var::constant(3.0));
            let got = outermost(a, |x| d(b, |y| inner(x, y), Var::constant(2.0)), 1.0);
            assert_eq!(got, 1.0, "{a:?} of {b:?} of {c:?}");
        }
    }
}

#[test]
fn four_deep_in_every_mix_of_modes() {
    // With f(x,y,z,w) = x^2 y^2 z^2 w^2 the innermost derivative brings 2 w x^2 y^2 z^2, and so on outward: 16 x y z w.
    for (a, b) in pairs() {
        for (c, e) in pairs() {
            let fourth = |x: Var, y: Var, z: Var| d(e, |w| Ok((x * y * z * w).powi(2)), Var::constant(0.5));
            let third = |x: Var, y: Var| d(c, |z| fourth(x, y, z), Var::constant(3.0));
            let got = outermost(a, |x| d(b, |y| third(x, y), Var::constant(2.0)), 1.25);
            assert_eq!(got, 16.0 * 1.25 * 2.0 * 3.0 * 0.5, "{a:?} of {b:?} of {c:?} of {e:?}");
        }
    }
}

#[test]
fn four_derivatives_of_one_function_at_one_variable() {
    // The fourth derivative of x^6 is 360 x^2; the point travels inward as a variable.
    for (a, b) in pairs() {
        for (c, e) in pairs() {
            let power = |x: Var| Ok(x * x * x * x * x * x);
            let got = outermost(a, |x| d(b, |y| d(c, |z| d(e, power, z), y), x), 0.5);
            assert_eq!(got, 90.0, "{a:?} of {b:?} of {c:?} of {e:?}");
        }
    }
}

#[test]
fn what_an_inner_derivative_makes_may_be_used_outside_it() {
    // The value, the gradient and the Hessian of an inner function all depend on the outer variable:
    // f = x y^2 + y at y = x: value x^3 + x, slope 2 x^2 + 1, curvature 2 x. Sum's derivative: 3x^2 + 1 + 4x + 2.
    let (_, g) = value_and_grad(
        |x| {
            let (v, g, h) = hessian(|y| x * y * y + y, x)?;
            Ok(v + g + h[(0, 0)])
        },
        3.0,
    )
    .unwrap();
    assert_eq!(g, 27.0 + 1.0 + 12.0 + 2.0);
}

#[test]
fn an_aux_output_keeps_its_dependence_on_the_outer_variable() {
    // (f, aux) = (x y, x^2 y): aux rides along and is a variable of the outer level only through x.
    let (_, g) = value_and_grad(
        |x| {
            let (_, g) = value_and_grad(|y| (x * y, y), Var::constant(2.0))?;
            Ok(g * x * x)
        },
        3.0,
    )
    .unwrap();
    assert_eq!(g, 27.0);
}

#[test]
fn a_pullback_made_outside_an_inner_derivative_is_called_inside() {
    // pullback of y -> x y^2 at y = x is s -> 2 x^2 s; called with the inner variable t: D_t (2 x^2 t) = 2 x^2; D_x = 4x.
    let (_, g) = value_and_grad(
        |x| {
            let (_, pullback) = vjp(|y| x * y * y, x)?;
            let (_, slope) = value_and_grad(|t| pullback.call(t), Var::constant(1.0))?;
            Ok(slope)
        },
        3.0,
    )
    .unwrap();
    assert_eq!(g, 12.0);
}

#[test]
fn a_step_of_descent_inside_a_loss_is_differentiated() {
    // One step of size r on (y - 1)^2 from 3: y1 = 3 - 4 r; loss (y1 - 1)^2 = (2 - 4r)^2; slope -8 (2 - 4r); curvature 32.
    let step = |r: Var| -> Result<Var, BoxError> {
        let y0 = Var::constant(3.0);
        let (_, g) = value_and_grad(|y| (y - 1.0).powi(2), y0)?;
        Ok((y0 - r * g - 1.0).powi(2))
    };
    let (v, g, h) = hessian(step, 0.25).unwrap();
    assert_eq!((v, g, h[(0, 0)]), (1.0, -8.0, 32.0));
}

#[test]
fn gradients_of_several_variables_inside_several() {
    // inner gradient of (a b u + u^2 v) in (u, v) at (a, b): (a b + 2 a b, a^2); summed: 3 a b + a^2.
    let (_, g, h) = hessian(
        |[a, b]| {
            let (_, [du, dv]) = value_and_grad(|[u, v]| a * b * u + u * u * v, [a, b])?;
            Ok(du + dv)
        },
        [2.0, 5.0],
    )
    .unwrap();
    assert_eq!((g, h.to_array()), ([3.0 * 5.0 + 4.0, 6.0], [[2.0, 3.0], [3.0, 0.0]]));
}
