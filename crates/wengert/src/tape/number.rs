//! Numbers as a derivative meets them: plain ones, or variables of an outer derivative.

use super::Var;
use crate::value::{Real, Value};

/// A number of a point, or a plain factor: a plain number or, in an inner derivative, a variable of an outer one.
pub trait Number<F: Real = f64>: Value {
    #[doc(hidden)]
    const OUTER: bool;
    #[doc(hidden)]
    fn primal(self) -> F;
    #[doc(hidden)]
    fn literal(v: F) -> Self;
    /// The variable with this value and identity; plain numbers keep the value.
    #[doc(hidden)]
    fn captured(v: F, identity: u64) -> Self;
    #[doc(hidden)]
    fn identity(self) -> u64;
}
impl<F: Real> Number<F> for F {
    const OUTER: bool = false;
    #[inline(always)]
    fn primal(self) -> F {
        self
    }
    #[inline(always)]
    fn literal(v: F) -> F {
        v
    }
    fn captured(v: F, _: u64) -> F {
        v
    }
    fn identity(self) -> u64 {
        0
    }
}
impl<F: Real> Number<F> for Var<F> {
    const OUTER: bool = true;
    #[inline(always)]
    fn primal(self) -> F {
        self.v
    }
    #[inline(always)]
    fn literal(v: F) -> Var<F> {
        Var::constant(v)
    }
    fn captured(v: F, identity: u64) -> Var<F> {
        Var { v, identity }
    }
    fn identity(self) -> u64 {
        self.identity
    }
}
