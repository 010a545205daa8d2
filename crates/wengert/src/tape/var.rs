//! The variable: a number that remembers where it came from.

use super::{nary, record, rule};
use crate::custom::Custom;
use crate::prim::{Nary, Prim, compare};
use crate::value::{Real, Value};
use std::fmt;

/// A number on the tape: `Copy`, 16 bytes, no lifetime. `Var` is `Var<f64>`.
///
/// It computes like the number it holds, with the standard library's values bit for bit, and mixes with plain numbers on
/// either side of an operator. Comparisons look at the value.
///
/// ```
/// use wengert::{Var, value_and_grad};
/// fn energy(x: Var, v: f64) -> Var {
///     0.5 * v * v + if x > 0.0 { x.sqrt() } else { -x }
/// }
/// assert_eq!(value_and_grad(|x| energy(x, 2.0), 4.0)?, (4.0, 0.25));
/// assert_eq!(energy(Var::constant(4.0), 2.0).value(), 4.0); // the same function, plainly evaluated
/// # Ok::<(), wengert::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Var<F = f64> {
    /// The primal value.
    pub(crate) v: F,
    /// Which slot of which level, by a number that is never used twice; 0 for a constant.
    pub(crate) identity: u64,
}

const _: () = assert!(size_of::<Var>() == 16 && size_of::<Var<f32>>() == 16);

impl<F: Real> Var<F> {
    /// A number that does not vary.
    pub fn constant(v: F) -> Var<F> {
        Var { v, identity: 0 }
    }
    /// The primal value, as a plain number: what is computed from it is constant for every derivative.
    ///
    /// While a [`Program`](crate::Program) is traced, reading the value guards it: the program then reports a point at
    /// which it would differ, -0 for 0 as well; of a NaN it knows that it is one, not which.
    /// [`peek`](Self::peek) does not.
    #[track_caller]
    pub fn value(self) -> F {
        record::compare::<F, compare::Same>(self, Var::constant(self.v), true);
        self.v
    }
    /// The primal value, without a guard: for printing and logging. A program that computes with it answers with the
    /// value it was traced at.
    pub fn peek(self) -> F {
        self.v
    }
    /// The same value, constant for every derivative of every order.
    ///
    /// ```
    /// use wengert::value_and_grad;
    /// let (_, [dq, dt]) = value_and_grad(|[q, t]| (q - t.stop_gradient()).powi(2), [1.0, 3.0])?;
    /// assert_eq!((dq, dt), (-4.0, 0.0));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    #[track_caller]
    pub fn stop_gradient(self) -> Var<F> {
        if record::is_recorded(self.identity) {
            return record::record::<F, crate::prim::number::StopGradient, 1>([self]);
        }
        Var::constant(self.v)
    }
    /// The same value; every derivative that passes here is scaled: 0 drops it, -1 reverses it (an adversary that ascends
    /// where the others descend), a small number slows a part of a model down.
    ///
    /// ```
    /// use wengert::value_and_grad;
    /// let (_, g) = value_and_grad(|[x, y]| x * y.with_gradient_scale(-1.0), [2.0, 3.0])?;
    /// assert_eq!(g, [3.0, -2.0]);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    #[track_caller]
    #[must_use]
    pub fn with_gradient_scale(self, scale: F) -> Var<F> {
        record::record::<F, crate::prim::number::GradientScale, 2>([self, Var::constant(scale)])
    }
}

impl<F: Real> From<F> for Var<F> {
    fn from(v: F) -> Var<F> {
        Var::constant(v)
    }
}
impl<F: Real> Default for Var<F> {
    fn default() -> Var<F> {
        Var::constant(F::of(0.0))
    }
}
impl<F: Real> fmt::Debug for Var<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.v, f)
    }
}
impl<F: Real> fmt::Display for Var<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.v, f)
    }
}

impl<F: Real> Value for Var<F> {
    #[inline(always)]
    fn lit(self, c: f64) -> Var<F> {
        Var::constant(F::of(c))
    }
    #[inline(never)]
    #[track_caller]
    fn bind<P: Prim<N>, const N: usize>(x: [Var<F>; N]) -> Var<F> {
        record::record::<F, P, N>(x)
    }
    #[track_caller]
    fn bind_nary<P: Nary>(x: &[Var<F>]) -> Var<F> {
        nary::record_nary::<F, P>(x)
    }
    #[track_caller]
    fn bind_rule(rule: &Custom, x: &[Var<F>], _: Var<F>) -> Vec<Var<F>> {
        rule::record_rule(rule, x)
    }
    fn known(self) -> Option<f64> {
        (!record::is_recorded(self.identity)).then(|| self.v.wide())
    }
    fn here(self) -> Option<f64> {
        self.known().or_else(|| (!record::for_other_points()).then(|| self.v.wide()))
    }
    fn is_zero(self) -> bool {
        self.identity == 0 && self.v == F::of(0.0)
    }
    fn holds(self, said: bool) -> bool {
        record::hold(self, said)
    }
}
