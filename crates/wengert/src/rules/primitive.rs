//! A scalar function of the user's with its partial derivatives: a row like those of the table.

use super::code::Code;
use crate::custom::{Custom, Derived, Law};
use crate::tape::call::{Owner, owner};
use crate::tape::level;
use crate::tape::rule::{record_rule, statement};
use crate::value::Real;
use crate::{Error, Var};
use std::panic::Location;
use std::sync::Arc;

/// A scalar function of `N` numbers, with its partial derivatives in terms of the inputs *and the output*.
///
/// The partial derivatives are written with [`Var`], so they are differentiable again: one rule serves every mode, every
/// order, programs and nesting. It is a constant of plain functions, and one statement wherever it is recorded.
///
/// ```
/// use wengert::{Primitive, hessian, value_and_grad};
/// /// Kepler's equation: E with E - e sin E = M.
/// const KEPLER: Primitive<2> = Primitive {
///     name: "kepler",
///     value: |[m, e]| (0..50).fold(m, |x, _| x - (x - e * x.sin() - m) / (1.0 - e * x.cos())),
///     partials: |[_, e], y| { let d = 1.0 - e * y.cos(); [1.0 / d, y.sin() / d] },
/// };
/// let (anomaly, [dm, de]) = value_and_grad(|me| KEPLER.call(me), [1.0, 0.3])?;
/// assert!((anomaly - 0.3 * anomaly.sin() - 1.0).abs() < 1e-14);
/// assert!((de - anomaly.sin() * dm).abs() < 1e-14);
/// let (_, _, h) = hessian(|me| KEPLER.call(me), [1.0, 0.3])?;
/// assert!((h[(0, 0)] + 0.3 * anomaly.sin() * dm.powi(3)).abs() < 1e-14);
/// # Ok::<(), wengert::Error>(())
/// ```
/// [`check`](Self::check) compares the partial derivatives with the value, to second order. A partial derivative that is
/// computed from plain numbers (`.value()`) loses the next order: `check` finds it.
///
/// Where its derivative is not one number, the answer is what `partials` says there, and no [note](crate::notes) is left: of
/// a function of the user's no set of slopes is known.
#[derive(Clone, Copy, Debug)]
pub struct Primitive<const N: usize> {
    /// Its name, in printed programs and messages.
    pub name: &'static str,
    /// The value.
    pub value: fn([f64; N]) -> f64,
    /// The partial derivatives at the inputs, where the value is the second argument.
    pub partials: fn([Var; N], Var) -> [Var; N],
}

impl<const N: usize> Primitive<N> {
    /// Applies it.
    #[track_caller]
    pub fn call<F: Real>(&self, x: [Var<F>; N]) -> Var<F> {
        let at = Location::caller();
        let done = match owner(&x, at) {
            Ok(Owner::Nobody) => Ok(Var::constant(F::of((self.value)(x.map(|a| a.v.wide()))))),
            Ok(Owner::Eager) => self.on_tape(x, at),
            Ok(_) => Ok(record_rule(&self.custom(), &x)[0]),
            Err(error) => Err(error),
        };
        done.unwrap_or_else(|error| level::leave(error))
    }
    /// One statement of slopes, without an object for the rule.
    fn on_tape<F: Real>(&self, x: [Var<F>; N], at: &'static Location<'static>) -> Result<Var<F>, Error> {
        let wide = x.map(|a| a.v.wide());
        let y = F::of((self.value)(wide));
        let slopes = (self.partials)(wide.map(Var::constant), Var::constant(y.wide()));
        // Partial derivatives of numbers are numbers: a variable comes from elsewhere.
        let numbers = slopes.iter().all(|d| d.identity == 0);
        if numbers { statement(&x, y, &slopes.map(|d| d.v), at) } else { Err(Error::Captured { at }) }
    }
    /// The rule as a line of a List holds it; [`List::read_with`](crate::List::read_with) takes it.
    pub fn custom(&self) -> Custom {
        let key = (self.value as usize).rotate_left(1) ^ self.partials as usize;
        Custom::new(self.name, key, Arc::new(Scalar(*self)))
    }
    /// Compares the partial derivatives with differences of the value at `x` and at points close to it, both modes with
    /// each other, and the second derivatives with differences of the first.
    ///
    /// # Errors
    /// As [`check_rule`](super::check_rule).
    pub fn check(&self, x: [f64; N]) -> Result<(), Error> {
        super::check::bound(&self.custom(), &x)
    }
}

/// A primitive as a law.
struct Scalar<const N: usize>(Primitive<N>);

impl<const N: usize> Law for Scalar<N> {
    fn inputs(&self) -> usize {
        N
    }
    fn outputs(&self) -> usize {
        1
    }
    fn value(&self, x: &[f64]) -> Result<Vec<f64>, Error> {
        Ok(vec![(self.0.value)(std::array::from_fn(|i| x[i]))])
    }
    fn derived(&self, which: Derived, of: &Custom) -> Option<Custom> {
        let partials = self.0.partials;
        let slopes = move |z: &[Var]| Ok(partials(std::array::from_fn(|i| z[i]), z[N]).to_vec());
        match which {
            Derived::Slopes => Some(of.derive(which, Arc::new(Code::new(N + 1, N, slopes)))),
            _ => None,
        }
    }
}
