//! Implicit functions that own their closures: rules, which run in programs.

use super::code::Flat;
use super::equations::Equations;
use super::implicit::{Implicit, Solution, Unknowns, converged, fault, leave, leaves};
use super::system::System;
use super::{Numbers, Vars};
use crate::custom::Custom;
use crate::tape::rule::record_valued;
use crate::{BoxError, Error, Output, Var};
use std::panic::Location;
use std::sync::Arc;

/// An implicit function that owns its closures: it runs in programs too, and is printed by its name.
///
/// ```
/// use wengert::{Program, implicit_rule};
/// let root = implicit_rule("root", |a: f64| a.sqrt(), |y, a| y * y - a);
/// let p = Program::trace(|a| root.call(a) * 3.0, 4.0)?;
/// assert_eq!(p.value_and_grad(9.0)?, (9.0, 0.5));
/// assert!(p.to_string().contains("rule root(%0)"));
/// # Ok::<(), wengert::Error>(())
/// ```
pub struct ImplicitRule<P: Numbers, Y: Numbers> {
    name: Arc<str>,
    how: Implicit,
    solve: Arc<dyn Fn(P) -> Result<Y, BoxError> + Send + Sync>,
    residual: Arc<Residual<P, Y>>,
}

type Residual<P, Y> = dyn Fn(Vars<Y>, Vars<P>, usize) -> Result<Vec<Var>, Error> + Send + Sync;

/// The solution of `residual(y, p) = 0` that `solve` finds, as a rule that owns both: see [`implicit`](super::implicit()) and
/// [`ImplicitRule::call`]. `solve` says what its parameters are: `|[a, b]: [f64; 2]| ..`.
pub fn implicit_rule<P, Y, R>(
    name: &str,
    solve: impl Fn(P) -> Y + Send + Sync + 'static,
    residual: impl Fn(Unknowns<Y>, Vars<P>) -> R + Send + Sync + 'static,
) -> ImplicitRule<P, Y::Numbers>
where
    P: Numbers,
    Y: Solution,
    R: Output<f64>,
{
    let owned: Arc<str> = name.into();
    let of = Arc::clone(&owned);
    ImplicitRule {
        name: owned,
        how: Implicit::new(),
        solve: Arc::new(move |p| solve(p).split()),
        residual: Arc::new(move |y, p, unknowns| leaves(residual(y, p), unknowns, &of)),
    }
}

impl<P: Numbers, Y: Numbers> ImplicitRule<P, Y> {
    /// The same rule, told how.
    pub fn with(self, how: Implicit) -> ImplicitRule<P, Y> {
        ImplicitRule { how, ..self }
    }
    /// The solution for these parameters.
    ///
    /// # Errors
    /// Leaves the entry point with [`Error::Rule`] where `solve` fails, where its answer is no solution, and where ∂F/∂y is
    /// singular. So does a program that runs it, at its own points.
    #[track_caller]
    pub fn call(&self, params: Vars<P>) -> Vars<Y> {
        let at = Location::caller();
        let applied = P::apart(params).and_then(|(point, params)| {
            let (rule, solution) = self.tied(point)?;
            let y = record_valued(&rule, &params, solution.numbers(), at)?;
            Ok(solution.with_vars(&y))
        });
        applied.unwrap_or_else(|error| leave(error, at))
    }
    /// The rule as a line of a List holds it, for as many numbers as `example` has.
    ///
    /// # Errors
    /// [`Error::Rule`] where there is no solution for `example`.
    pub fn custom(&self, example: &P) -> Result<Custom, Error> {
        Ok(self.tied(example.with_numbers(&example.numbers()))?.0)
    }
    /// Compares the derivatives with differences of the solution, to second order.
    ///
    /// # Errors
    /// As [`check_rule`](super::check_rule).
    pub fn check(&self, params: &P) -> Result<(), Error> {
        super::check::bound(&self.custom(params)?, &params.numbers())
    }
    /// The rule for points of one shape, and the solution there.
    fn tied(&self, point: P) -> Result<(Custom, Y), Error> {
        let p = point.numbers();
        let answer = solution(&self.name, &*self.solve, point.with_numbers(&p))?;
        let y = answer.numbers();
        let (n, k) = (y.len(), p.len());
        let shapes = Arc::new((answer.with_numbers(&y), point));
        let flat = self.flat(Arc::clone(&shapes), n);
        check(&flat, &p, &y, self.how, &self.name)?;
        let (solve, equations, how) = (Arc::clone(&self.solve), Arc::clone(&flat), self.how);
        let name = Arc::clone(&self.name);
        let again = move |p: &[f64]| {
            let y = solution(&name, &*solve, shapes.1.with_numbers(p))?.numbers();
            if y.len() != n {
                return Err(fault(&name, format!("has {} unknowns here, {n} before", y.len())));
            }
            check(&equations, p, &y, how, &name)?;
            Ok(y)
        };
        let law = Equations {
            name: Arc::clone(&self.name),
            unknowns: n,
            params: k,
            how,
            residual: flat,
            solve: Arc::new(again),
        };
        Ok((Custom::new(Arc::clone(&self.name), Arc::as_ptr(&self.residual).addr(), Arc::new(law)), answer))
    }
    /// The residual over plain lists of variables: the `n` unknowns, then the parameters.
    fn flat(&self, shapes: Arc<(Y, P)>, n: usize) -> Arc<Flat> {
        let residual = Arc::clone(&self.residual);
        Arc::new(move |z| residual(shapes.0.with_vars(&z[..n]), shapes.1.with_vars(&z[n..]), n))
    }
}

/// What a solver finds, or its error with the rule's name.
fn solution<P, Y>(name: &str, solve: &dyn Fn(P) -> Result<Y, BoxError>, point: P) -> Result<Y, Error> {
    solve(point).map_err(|error| fault(name, error.to_string()))
}

/// That what a solver found is a solution.
fn check(equations: &Arc<Flat>, p: &[f64], y: &[f64], how: Implicit, name: &str) -> Result<(), Error> {
    converged(&System::new(|z| equations(&z), y, p, how)?, y, how, name)
}

impl<P: Numbers, Y: Numbers> Clone for ImplicitRule<P, Y> {
    fn clone(&self) -> Self {
        ImplicitRule {
            name: Arc::clone(&self.name),
            how: self.how,
            solve: Arc::clone(&self.solve),
            residual: Arc::clone(&self.residual),
        }
    }
}
impl<P: Numbers, Y: Numbers> std::fmt::Debug for ImplicitRule<P, Y> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ImplicitRule({})", self.name)
    }
}
