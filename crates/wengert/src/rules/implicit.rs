//! Derivatives of what a solver found, by the implicit function theorem.
//!
//! Where F(y, p) = 0 and A = ∂F/∂y is regular, the solution y is a smooth function of p with tangent -A⁻¹ (∂F/∂p) ṗ and
//! pullback p̄ = -(∂F/∂p)ᵀ λ, Aᵀ λ = ȳ (Griewank & Walther 2008, chapter 15). Both linear systems are equations F = 0 of
//! the same kind, in ẏ and λ: so their solutions are implicit rules again, and every order follows.

use super::code::recorded;
use super::equations::Equations;
use super::system::{System, newton};
use super::{Numbers, Vars};
use crate::custom::Custom;
use crate::list::Origin;
use crate::tape::call::{Owner, owner};
use crate::tape::level;
use crate::tape::rule::record_valued;
use crate::{BoxError, Error, Output, Var};
use std::panic::Location;
use std::sync::Arc;

/// How the linear systems of [`implicit`] are solved, and how exact a solution must be.
///
/// ```
/// use wengert::rules::{Implicit, implicit_with};
/// let loose = Implicit::new().tolerance(1e-2).matrix_free();
/// let (_, d) = wengert::value_and_grad(|a| {
///     implicit_with(loose, |a: f64| a.sqrt() * 1.001, |y, a| y * y - a, a)
/// }, 4.0)?;
/// assert!((d - 0.25).abs() < 1e-3);
/// # Ok::<(), wengert::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Implicit {
    pub(super) tolerance: f64,
    pub(super) means: Means,
}

/// How a linear system is solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    Auto,
    Dense,
    Products,
}

impl Implicit {
    /// A dense factorisation for up to 100 unknowns, products alone for more; solutions exact to 1e-6.
    pub const fn new() -> Implicit {
        Implicit { tolerance: 1e-6, means: Means::Auto }
    }
    /// How far a Newton step may still move the solution, relative to its size, before it counts as not converged.
    pub const fn tolerance(self, tolerance: f64) -> Implicit {
        Implicit { tolerance, ..self }
    }
    /// Form the matrix and factorise it (LU with partial pivoting): one reverse sweep for each unknown.
    pub const fn dense(self) -> Implicit {
        Implicit { means: Means::Dense, ..self }
    }
    /// Solve by GMRES: no matrix, one sweep for each product.
    pub const fn matrix_free(self) -> Implicit {
        Implicit { means: Means::Products, ..self }
    }
}

impl Default for Implicit {
    fn default() -> Implicit {
        Implicit::new()
    }
}

/// What a solver answers: a tree of numbers, or a `Result` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no solution",
    label = "expected f64 numbers, or an array, Vec or tuple of them, or a `Result` with `wengert::BoxError`"
)]
pub trait Solution {
    /// The tree of numbers.
    type Numbers: Numbers;
    #[doc(hidden)]
    fn split(self) -> Result<Self::Numbers, BoxError>;
}
#[diagnostic::do_not_recommend]
impl<T: Numbers> Solution for T {
    type Numbers = T;
    fn split(self) -> Result<T, BoxError> {
        Ok(self)
    }
}
#[diagnostic::do_not_recommend]
impl<T: Numbers> Solution for Result<T, BoxError> {
    type Numbers = T;
    fn split(self) -> Result<T, BoxError> {
        self
    }
}

/// The variables of what a solver answers.
pub(super) type Unknowns<Y> = Vars<<Y as Solution>::Numbers>;

/// The solution y of `residual(y, p) = 0`, found by `solve` in plain numbers, as a differentiable function of `params`.
///
/// `solve` may be any code: a root finder, a fixed-point iteration, an optimiser, somebody else's library. `residual` is
/// what holds at its answer: f(y, p) for a root, y - g(y, p) for a fixed point, the gradient for an optimum; one number for
/// each number of y, written with variables. Twice differentiable, and more, as far as `residual` is.
///
/// ```
/// use wengert::{implicit, value_and_grad};
/// let (y, da) = value_and_grad(|a| {
///     let [root] = implicit(
///         |[a]| [(0..60).fold(1.0, |y: f64, _| 0.5 * (y + a / y))], // any solver
///         |[y], [a]| [y * y - a],                                   // what holds at the solution
///         [a],
///     );
///     root
/// }, 2.0)?;
/// assert!((y - 2f64.sqrt()).abs() < 1e-14 && (da - 0.5 / y).abs() < 1e-14);
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// Leaves the entry point with [`Error::Rule`] where `solve` fails, where its answer is no solution (a Newton step would
/// move it by more than [`Implicit::tolerance`]), where ∂F/∂y is singular, and where a [`Program`](crate::Program) is being
/// traced: the closures are borrowed, and cannot run again with it. There, use [`implicit_rule`](super::implicit_rule()).
#[track_caller]
pub fn implicit<P, Y, R>(
    solve: impl FnOnce(P::Plain) -> Y,
    residual: impl FnOnce(Unknowns<Y>, P) -> R,
    params: P,
) -> Unknowns<Y>
where
    P: Output<f64>,
    P::Plain: Numbers<Vars = P>,
    Y: Solution,
    R: Output<f64>,
{
    implicit_with(Implicit::new(), solve, residual, params)
}

/// As [`implicit`], told how.
///
/// # Errors
/// As [`implicit`].
#[track_caller]
pub fn implicit_with<P, Y, R>(
    how: Implicit,
    solve: impl FnOnce(P::Plain) -> Y,
    residual: impl FnOnce(Unknowns<Y>, P) -> R,
    params: P,
) -> Unknowns<Y>
where
    P: Output<f64>,
    P::Plain: Numbers<Vars = P>,
    Y: Solution,
    R: Output<f64>,
{
    let at = Location::caller();
    borrowed(how, solve, residual, params, at).unwrap_or_else(|error| leave(error, at))
}

pub(super) fn leave(mut error: Error, at: &'static Location<'static>) -> ! {
    error.or_at(Some(Origin::Rust(at)));
    level::leave(error)
}

const NAME: &str = "implicit";

pub(super) fn fault(name: &str, what: impl Into<String>) -> Error {
    Error::Rule { rule: name.to_string(), what: what.into(), at: None }
}

fn borrowed<P, Y, R>(
    how: Implicit,
    solve: impl FnOnce(P::Plain) -> Y,
    residual: impl FnOnce(Unknowns<Y>, P) -> R,
    params: P,
    at: &'static Location<'static>,
) -> Result<Unknowns<Y>, Error>
where
    P: Output<f64>,
    P::Plain: Numbers<Vars = P>,
    Y: Solution,
    R: Output<f64>,
{
    let (point, params) = P::Plain::apart(params)?;
    if owner(&params, at)? == Owner::Recording && level::kept(&params) {
        return Err(fault(
            NAME,
            "borrows its closures, so that what is recorded here (a program, or a loop whose steps run again) could not run them \
             again; use `implicit_rule`, which owns them, or ask `value_and_grad`, with loops that keep everything (`scan`)",
        ));
    }
    let p = point.numbers();
    let solution = solve(point.with_numbers(&p)).split().map_err(|error| fault(NAME, error.to_string()))?;
    let y = solution.numbers();
    let n = y.len();
    let equations = |z: Vec<Var>| {
        let (y, p) = z.split_at(n);
        leaves(residual(solution.with_vars(y), point.with_vars(p)), n, NAME)
    };
    let traced = recorded(&[&y[..], &p].concat()[..], equations).map_err(captured)?;
    let list = Arc::clone(&traced.list);
    converged(&System::of(traced, n, how)?, &y, how, NAME)?;
    let pinned = (p, y.clone());
    let law = Equations {
        name: NAME.into(),
        unknowns: n,
        params: params.len(),
        how,
        residual: Arc::new(move |z| super::code::of_list(&list, z)),
        solve: Arc::new(move |p| if p == pinned.0 { Ok(pinned.1.clone()) } else { Err(fault(NAME, MOVED)) }),
    };
    let rule = Custom::new(NAME, Arc::as_ptr(&law.residual).addr(), Arc::new(law));
    Ok(solution.with_vars(&record_valued(&rule, &params, y, at)?))
}

const MOVED: &str =
    "borrows its solver, which cannot run again at other parameters; use `implicit_rule`, which owns it";

/// The message for a residual that reaches around its parameters.
fn captured(error: Error) -> Error {
    match error {
        Error::Captured { at } => Error::Rule {
            rule: NAME.to_string(),
            what: "its residual uses a variable that is not among its parameters, whose derivative would be lost; pass it in \
                   `params`"
                .to_string(),
            at: Some(Origin::Rust(at)),
        },
        other => other,
    }
}

/// The numbers of a residual, which must be as many as the unknowns.
pub(super) fn leaves<R: Output<f64>>(residual: R, unknowns: usize, name: &str) -> Result<Vec<Var>, Error> {
    let mut out = Vec::new();
    residual.leaves(&mut |v| {
        out.push(v);
        v.v
    })?;
    if out.len() == unknowns {
        return Ok(out);
    }
    Err(fault(name, format!("has {} equations for {unknowns} unknowns; there must be one for each", out.len())))
}

/// Whether a solution is one: a Newton step from it goes nowhere.
pub(super) fn converged(system: &System, y: &[f64], how: Implicit, name: &str) -> Result<(), Error> {
    /// Below this a solution counts as zero.
    const NOTHING: f64 = 1e-8;
    let (step, size, residual) = newton(system, y)?.map_err(|what| fault(name, what))?;
    if step <= how.tolerance * size.max(NOTHING) {
        return Ok(());
    }
    Err(fault(
        name,
        format!(
            "its solver did not converge: the residual has norm {residual:.1e}, and a Newton step would move the solution by \
             {step:.1e}, its own norm being {size:.1e}; let the solver run further, or allow more with \
             `Implicit::new().tolerance(..)`"
        ),
    ))
}
