//! Derivatives chosen on purpose: bounded in the sweep. Dropped and scaled ones are rows of the table.

use super::code::Code;
use crate::Var;
use crate::custom::{Custom, Derived, Law};
use crate::tape::rule::record_rule;
use crate::value::Real;
use std::sync::Arc;

impl<F: Real> Var<F> {
    /// The same value; its adjoint is brought into [-bound, bound] where the reverse sweep passes here.
    ///
    /// The adjoint that arrives here is the sum of all contributions, so one `with_gradient_clip` at a state of a
    /// recurrent loop bounds what flows back from step to step. Forward mode knows no adjoints: a tangent passes unchanged,
    /// and [`grad_check`](crate::grad_check) says that the modes disagree where the bound is met.
    ///
    /// ```
    /// use wengert::value_and_grad;
    /// let (_, g) = value_and_grad(|[x, y]| 100.0 * x.with_gradient_clip(1.0) + y, [2.0, 3.0])?;
    /// assert_eq!(g, [1.0, 1.0]);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    #[track_caller]
    #[must_use]
    pub fn with_gradient_clip(self, bound: F) -> Var<F> {
        record_rule(&gradient_clip(), &[self, Var::constant(bound)])[0]
    }
}

/// The rule of [`Var::with_gradient_clip`], for [`List::read_with`](crate::List::read_with).
pub fn gradient_clip() -> Custom {
    Custom::new("gradient_clip", 0, Arc::new(Clip))
}

/// (x, bound) ↦ x.
struct Clip;

impl Law for Clip {
    fn inputs(&self) -> usize {
        2
    }
    fn outputs(&self) -> usize {
        1
    }
    fn value(&self, x: &[f64]) -> Result<Vec<f64>, crate::Error> {
        Ok(vec![x[0]])
    }
    fn derived(&self, which: Derived, of: &Custom) -> Option<Custom> {
        let code = match which {
            Derived::Slopes => return None,
            // z = (x, bound, y, ẋ, ·)
            Derived::Push => Code::new(5, 1, |z| Ok(vec![z[3]])),
            // z = (x, bound, y, ȳ)
            Derived::Pull => Code::new(4, 2, |z| Ok(vec![z[3].clamp(-z[1], z[1]), Var::constant(0.0)])),
        };
        Some(of.derive(which, Arc::new(code)))
    }
}
