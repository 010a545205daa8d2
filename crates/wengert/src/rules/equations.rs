//! Equations F(y, p) = 0 as a law p ↦ y, whose derivatives are laws of the same kind.

use super::code::{Code, Flat, pulled, recorded};
use super::implicit::{Implicit, fault};
use super::system::{Side, System};
use crate::custom::{Custom, Derived, Law};
use crate::sweep::Dual;
use crate::tape::rule::try_rule;
use crate::value::Value;
use crate::{Error, Var};
use std::panic::Location;
use std::sync::Arc;

/// Equations F(y, p) = 0 as a law p ↦ y.
#[derive(Clone)]
pub(super) struct Equations {
    pub name: Arc<str>,
    pub unknowns: usize,
    pub params: usize,
    pub how: Implicit,
    /// (y, p) ↦ F.
    pub residual: Arc<Flat>,
    /// p ↦ y.
    pub solve: Arc<dyn Fn(&[f64]) -> Result<Vec<f64>, Error> + Send + Sync>,
}

impl Law for Equations {
    fn inputs(&self) -> usize {
        self.params
    }
    fn outputs(&self) -> usize {
        self.unknowns
    }
    fn value(&self, p: &[f64]) -> Result<Vec<f64>, Error> {
        (self.solve)(p)
    }
    fn derived(&self, which: Derived, of: &Custom) -> Option<Custom> {
        match which {
            Derived::Slopes => None,
            Derived::Push => Some(of.derive(which, Arc::new(self.tangents()))),
            Derived::Pull => Some(of.derive(which, Arc::new(self.pullback(of)))),
        }
    }
}

impl Equations {
    /// The linear equations of a derivative, `parts` being the parameters z = (p, y, ..) they stand for; `right` answers
    /// the right-hand side and the side of the system.
    fn linear(
        &self,
        more: usize,
        residual: impl Fn(&[Var]) -> Result<Vec<Var>, Error> + Send + Sync + 'static,
        right: impl Fn(&System, &[f64]) -> Result<(Side, Vec<f64>), Error> + Send + Sync + 'static,
    ) -> Equations {
        let (this, (k, n)) = (self.clone(), (self.params, self.unknowns));
        let solve = move |z: &[f64]| {
            let (p, y) = (&z[..k], &z[k..k + n]);
            let system = System::new(|z| (this.residual)(&z), y, p, this.how)?;
            let (side, b) = right(&system, &z[k + n..])?;
            system.solve(side, &b)?.map_err(|what| fault(&this.name, what))
        };
        Equations { params: k + n + more, residual: Arc::new(residual), solve: Arc::new(solve), ..self.clone() }
    }
    /// (p, y, ṗ) ↦ ẏ: ∂F/∂y ẏ + ∂F/∂p ṗ = 0.
    fn tangents(&self) -> Equations {
        let (equations, k, n) = (Arc::clone(&self.residual), self.params, self.unknowns);
        let residual = move |u: &[Var]| {
            let (dy, p, y, dp) = (&u[..n], &u[n..n + k], &u[n + k..2 * n + k], &u[2 * n + k..]);
            let moved = recorded(&[y, p].concat()[..], |z| equations(&z))?;
            let moved = moved.along(|i| Some(if i < n { dy[i] } else { dp[i - n] }).filter(|d| !d.is_zero()));
            let at = moved.values()?;
            Ok(moved.outputs(&at).into_iter().map(Dual::tangent).collect())
        };
        self.linear(k, residual, move |system, dp| {
            let along = system.tangent(|i| i.checked_sub(n).map(|i| dp[i]))?;
            Ok((Side::Tangent, along.into_iter().map(|t| -t).collect()))
        })
    }
    /// (p, y, ȳ) ↦ p̄ = -(∂F/∂p)ᵀ λ.
    fn pullback(&self, of: &Custom) -> Code {
        let (equations, k, n) = (Arc::clone(&self.residual), self.params, self.unknowns);
        let multipliers = Custom::new(format!("{}.multipliers", of.name()), 0, Arc::new(self.multipliers()));
        Code::new(k + 2 * n, k, move |z| {
            let lambda: Vec<Var> = try_rule(&multipliers, z, Location::caller())?.into_iter().map(|l| -l).collect();
            let (p, y) = (&z[..k], &z[k..k + n]);
            pulled(|p| equations(&[y, &p].concat()), p, &lambda)
        })
    }
    /// (p, y, ȳ) ↦ λ: (∂F/∂y)ᵀ λ = ȳ.
    fn multipliers(&self) -> Equations {
        let (equations, k, n) = (Arc::clone(&self.residual), self.params, self.unknowns);
        let residual = move |u: &[Var]| {
            let (lambda, p, y, y_bar) = (&u[..n], &u[n..n + k], &u[n + k..2 * n + k], &u[2 * n + k..]);
            let product = pulled(|y| equations(&[&y[..], p].concat()), y, lambda)?;
            Ok(product.into_iter().zip(y_bar).map(|(a, b)| a - *b).collect())
        };
        self.linear(n, residual, |_, y_bar| Ok((Side::Adjoint, y_bar.to_vec())))
    }
}
