//! Complex numbers as a [`Value`]: the rows' values, extended to the complex plane where they are analytic. A tiny
//! imaginary step then carries the derivative in the imaginary part of the value, without any difference of nearby
//! numbers (Squire and Trapp, SIAM Review 40, 1998), and without any rule for derivatives.

mod functions;

use num_complex::Complex64;
use std::cell::Cell;
use std::ops::{Add, Div, Mul, Neg, Sub};
use wengert::prim::{Nary, Op, Prim, arith};
use wengert::sweep::{self, Constants};
use wengert::{Custom, List, Value};

/// The imaginary step: so small that its square vanishes beside anything.
pub(crate) const STEP: f64 = 1e-100;

/// A complex number, and where to say that a row has no complex extension.
#[derive(Clone, Copy, Debug)]
struct Complex<'o> {
    z: Complex64,
    obstacle: &'o Cell<Option<&'static str>>,
}

/// The derivative of the first output along input `i` by a complex step.
///
/// # Errors
/// The operation that is not analytic or has no complex extension here; `None` where a recorded comparison stands in the
/// way.
pub(crate) fn derivative(list: &List, x: &[f64], i: usize) -> Result<f64, Option<&'static str>> {
    by_step(list, x, i, STEP)
}

/// The same by an imaginary step of another size, whose square may be seen.
pub(crate) fn by_step(list: &List, x: &[f64], i: usize, step: f64) -> Result<f64, Option<&'static str>> {
    let obstacle = Cell::new(None);
    let number =
        |k: usize, x: f64| Complex { z: Complex64::new(x, if k == i { step } else { 0.0 }), obstacle: &obstacle };
    let x: Vec<Complex<'_>> = x.iter().enumerate().map(|(k, &x)| number(k, x)).collect();
    let constants = Constants::literal(number(usize::MAX, 0.0));
    let mut at = Vec::new();
    sweep::value(list, &constants, &x, &mut at).map_err(|_| None)?;
    let output = sweep::outputs(list, &constants, &at).first().map_or(Complex64::new(f64::NAN, 0.0), |y| y.z);
    let output = if output.re.is_finite() { output.im } else { f64::NAN };
    match obstacle.get() {
        None => Ok(output / step),
        Some(name) => Err(Some(name)),
    }
}

impl<'o> Complex<'o> {
    fn apply(op: Op, x: &[Complex<'o>]) -> Complex<'o> {
        let obstacle = x[0].obstacle;
        let z: Vec<Complex64> = x.iter().map(|x| x.z).collect();
        // What does not move needs no extension.
        let fixed = z.iter().all(|z| z.im == 0.0);
        let value = if fixed {
            Some(Complex64::new(op.apply(&z.iter().map(|z| z.re).collect::<Vec<f64>>()), 0.0))
        } else {
            functions::value(op, &z)
        };
        if value.is_none() {
            obstacle.set(obstacle.get().or(Some(op.text())));
        }
        Complex { z: value.unwrap_or(Complex64::new(f64::NAN, f64::NAN)), obstacle }
    }
}

impl Value for Complex<'_> {
    fn lit(self, c: f64) -> Self {
        Complex { z: Complex64::new(c, 0.0), ..self }
    }
    fn bind<P: Prim<N>, const N: usize>(x: [Self; N]) -> Self {
        Complex::apply(P::OP, &x)
    }
    fn bind_nary<P: Nary>(x: &[Self]) -> Self {
        Complex::apply(P::OP, x)
    }
    fn bind_rule(rule: &Custom, x: &[Self], like: Self) -> Vec<Self> {
        // A user's rule is written for doubles.
        if x.iter().any(|x| x.z.im != 0.0) {
            like.obstacle.set(like.obstacle.get().or(Some("a rule of the user's")));
        }
        let numbers: Vec<f64> = x.iter().map(|x| x.z.re).collect();
        f64::bind_rule(rule, &numbers, like.z.re).into_iter().map(|y| like.lit(y)).collect()
    }
    fn known(self) -> Option<f64> {
        Some(self.z.re)
    }
}

/// The operators, each sent to the row of its name.
macro_rules! operators {
    ($($T:ident $f:ident),+) => { $(
        impl<'o> $T for Complex<'o> {
            type Output = Complex<'o>;
            fn $f(self, other: Complex<'o>) -> Complex<'o> {
                <Self as Value>::bind::<arith::$T, 2>([self, other])
            }
        }
    )+ };
}
operators!(Add add, Sub sub, Mul mul, Div div);

impl<'o> Neg for Complex<'o> {
    type Output = Complex<'o>;
    fn neg(self) -> Complex<'o> {
        <Self as Value>::bind::<arith::Neg, 1>([self])
    }
}
