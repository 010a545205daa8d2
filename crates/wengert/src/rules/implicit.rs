//! Derivatives of what a solver found, by the implicit function theorem.
//!
//! Where F(y, p) = 0 and A = ∂F/∂y is regular, the solution y is a smooth function of p with tangent -A⁻¹ (∂F/∂p) ṗ and
//! pullback p̄ = -(∂F/∂p)ᵀ λ, Aᵀ λ = ȳ (Griewank & Walther 2008, chapter 15). Both linear systems are equations F = 0 of
//! the same kind, in ẏ and λ: so their solutions are implicit rules again, and every order follows.

use super::code::{Code, Flat, pulled, recorded};
use super::system::{Side, System, newton};
use super::{Numbers, Vars};
use crate::custom::{Custom, Derived, Law};
use crate::list::Origin;
use crate::sweep::Dual;
use crate::tape::call::{Owner, owner};
use crate::tape::level;
use crate::tape::rule::{record_rule, record_valued};
use crate::value::Value;
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
type Unknowns<Y> = Vars<<Y as Solution>::Numbers>;

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
/// traced: the closures are borrowed, and cannot run again with it. There, use [`implicit_rule`].
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

fn leave(mut error: Error, at: &'static Location<'static>) -> ! {
    error.or_at(Some(Origin::Rust(at)));
    level::leave(error)
}

const NAME: &str = "implicit";

fn fault(name: &str, what: impl Into<String>) -> Error {
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
            "borrows its closures, so a program that is traced here could not run them again; use `implicit_rule`, which owns \
             them, or trace with `value_and_grad`",
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
fn leaves<R: Output<f64>>(residual: R, unknowns: usize, name: &str) -> Result<Vec<Var>, Error> {
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
fn converged(system: &System, y: &[f64], how: Implicit, name: &str) -> Result<(), Error> {
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

/// The solution of `residual(y, p) = 0` that `solve` finds, as a rule that owns both: see [`implicit`] and
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
        let answer = (self.solve)(point.with_numbers(&p)).map_err(|error| fault(&self.name, error.to_string()))?;
        let y = answer.numbers();
        let (n, k) = (y.len(), p.len());
        let (shapes, residual) = (Arc::new((answer.with_numbers(&y), point)), Arc::clone(&self.residual));
        let flat: Arc<Flat> = {
            let shapes = Arc::clone(&shapes);
            Arc::new(move |z| residual(shapes.0.with_vars(&z[..n]), shapes.1.with_vars(&z[n..]), n))
        };
        let (solve, name, how, equations) =
            (Arc::clone(&self.solve), Arc::clone(&self.name), self.how, Arc::clone(&flat));
        let checked = move |p: &[f64], y: Vec<f64>| {
            converged(&System::new(|z| equations(&z), &y, p, how)?, &y, how, &name)?;
            Ok(y)
        };
        checked(&p, y)?;
        let name = Arc::clone(&self.name);
        let solve = move |p: &[f64]| {
            let y = solve(shapes.1.with_numbers(p)).map_err(|error| fault(&name, error.to_string()))?.numbers();
            if y.len() == n {
                checked(p, y)
            } else {
                Err(fault(&name, format!("has {} unknowns here, {n} before", y.len())))
            }
        };
        let law = Equations {
            name: Arc::clone(&self.name),
            unknowns: n,
            params: k,
            how,
            residual: flat,
            solve: Arc::new(solve),
        };
        Ok((Custom::new(Arc::clone(&self.name), Arc::as_ptr(&self.residual).addr(), Arc::new(law)), answer))
    }
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

/// Equations F(y, p) = 0 as a law p ↦ y.
#[derive(Clone)]
struct Equations {
    name: Arc<str>,
    unknowns: usize,
    params: usize,
    how: Implicit,
    /// (y, p) ↦ F.
    residual: Arc<Flat>,
    /// p ↦ y.
    solve: Arc<dyn Fn(&[f64]) -> Result<Vec<f64>, Error> + Send + Sync>,
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
            let lambda: Vec<Var> = record_rule(&multipliers, z).into_iter().map(|l| -l).collect();
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
