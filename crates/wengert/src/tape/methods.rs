//! The functions of the primitive table as methods of [`Var`], and statements of many arguments as functions.

use super::nary::{record_dot, record_nary_of, record_rows};
use super::number::Number;
use super::record::{predicate, record};
use super::var::Var;
use crate::prim::{self, compare, nary};
use crate::value::Real;
use crate::{Error, tape::level};
use std::cmp::Ordering;
use std::num::FpCategory;
use std::panic::Location;

/// Turns a family's blocks into methods.
macro_rules! methods {
    ($number:literal $(
        $(#[doc = $doc:literal])+
        $P:ident $name:ident ($self:ident $(, $x:ident)*) $y:ident { $($body:tt)* }
    )+) => {
        impl<F: Real> Var<F> { $(
            methods!(@ $name $P [$(#[doc = $doc])+] [$($x)*]);
        )+ }
    };
    (@ stop_gradient $($rest:tt)*) => {};
    (@ gradient_scale $($rest:tt)*) => {};
    (@ powi $($rest:tt)*) => {};
    (@ $name:ident $P:ident [$(#[doc = $doc:literal])+] [$($x:ident)*]) => {
        $(#[doc = $doc])+
        #[inline(always)]
        #[track_caller]
        #[must_use]
        #[allow(clippy::too_many_arguments)]
        pub fn $name(self $(, $x: impl Into<Var<F>>)*) -> Var<F> {
            record::<F, $P, { 1 $(+ methods!(@one $x))* }>([self $(, $x.into())*])
        }
    };
    (@one $x:ident) => { 1 };
}

/// Expands one family in a module of its own, where its primitives are in scope.
macro_rules! family_methods {
    ($($family:ident)*) => { $(
        mod $family {
            use super::*;
            use prim::$family::*;
            prim::$family::rows!(methods);
        }
    )* };
}
family_methods!(number rounding power trig hyperbolic activation minmax gammas errors bessel integrals incomplete);

impl<F: Real> Var<F> {
    /// x to a whole power, as `f64::powi`; to any other with [`powf`](Self::powf).
    #[doc(alias = "pow")]
    #[inline(always)]
    #[track_caller]
    #[must_use]
    pub fn powi(self, n: i32) -> Var<F> {
        let exponent = F::of(n as f64);
        if exponent.wide() == n as f64 {
            return record::<F, prim::power::Powi, 2>([self, Var::constant(exponent)]);
        }
        // An f32 holds whole numbers up to 2^24, and multiples of 256 further.
        let low = n % 256;
        self.powi(n - low) * self.powi(low)
    }
    /// To the nearest whole number, halves to even; the standard library's name of [`round_even`](Self::round_even).
    #[track_caller]
    #[must_use]
    pub fn round_ties_even(self) -> Var<F> {
        self.round_even()
    }
    /// Sine and cosine.
    #[track_caller]
    pub fn sin_cos(self) -> (Var<F>, Var<F>) {
        (self.sin(), self.cos())
    }
    /// Whether the value is NaN. Guarded while a program is traced, as are the other predicates.
    #[track_caller]
    pub fn is_nan(self) -> bool {
        predicate::<F, compare::IsNan>(self, self.v.is_nan())
    }
    /// Whether the value is finite.
    #[track_caller]
    pub fn is_finite(self) -> bool {
        predicate::<F, compare::IsFinite>(self, self.v.is_finite())
    }
    /// Whether the value is infinite.
    #[track_caller]
    pub fn is_infinite(self) -> bool {
        !self.is_finite() && !self.is_nan()
    }
    /// Whether the value is neither zero, subnormal, infinite nor NaN.
    #[track_caller]
    pub fn is_normal(self) -> bool {
        self.classify() == FpCategory::Normal
    }
    /// Whether the value is subnormal.
    #[track_caller]
    pub fn is_subnormal(self) -> bool {
        self.classify() == FpCategory::Subnormal
    }
    /// Whether the sign bit is clear, also of a NaN.
    #[track_caller]
    pub fn is_sign_positive(self) -> bool {
        predicate::<F, compare::IsPositive>(self, F::of(1.0).copysign(self.v) == F::of(1.0))
    }
    /// Whether the sign bit is set, also of a NaN.
    #[track_caller]
    pub fn is_sign_negative(self) -> bool {
        !self.is_sign_positive()
    }
    /// The category of the value, in its own precision.
    #[track_caller]
    pub fn classify(self) -> FpCategory {
        self.value().category()
    }
    /// Total order of the values.
    #[track_caller]
    pub fn total_cmp(&self, o: &Var<F>) -> Ordering {
        self.value().wide().total_cmp(&o.value().wide())
    }
}

/// Σ of the terms as one statement; needs no `::<Var>`.
///
/// ```
/// use wengert::{sum, value_and_grad};
/// let (s, g) = value_and_grad(|x| sum(x.iter().map(|x| x * x)), vec![1.0, 2.0])?;
/// assert_eq!((s, g), (5.0, vec![2.0, 4.0]));
/// # Ok::<(), wengert::Error>(())
/// ```
#[track_caller]
pub fn sum<F: Real>(terms: impl IntoIterator<Item = Var<F>>) -> Var<F> {
    statement::<F, nary::Sum>(terms, 0.0)
}

/// Π of the factors as one statement, exact where factors are zero.
///
/// ```
/// use wengert::{prod, value_and_grad};
/// // The others' product, not the whole divided by a factor: a zero hurts nobody.
/// let (p, g) = value_and_grad(|x| prod(x), [2.0, 0.0, 3.0])?;
/// assert_eq!((p, g), (0.0, [0.0, 6.0, 0.0]));
/// # Ok::<(), wengert::Error>(())
/// ```
#[track_caller]
pub fn prod<F: Real>(factors: impl IntoIterator<Item = Var<F>>) -> Var<F> {
    statement::<F, nary::Prod>(factors, 1.0)
}

/// The mean as one statement; NaN of nothing.
///
/// ```
/// use wengert::{mean, value_and_grad};
/// let (m, g) = value_and_grad(|x| mean(x.map(|x| x * x)), [1.0, 3.0])?;
/// assert_eq!((m, g), (5.0, [1.0, 3.0]));
/// # Ok::<(), wengert::Error>(())
/// ```
#[track_caller]
pub fn mean<F: Real>(terms: impl IntoIterator<Item = Var<F>>) -> Var<F> {
    statement::<F, nary::Mean>(terms, f64::NAN)
}

/// log Σ exp without overflow, as one statement; -inf of nothing.
///
/// ```
/// use wengert::{logsumexp, value_and_grad};
/// let (l, g) = value_and_grad(|x| logsumexp(x), [1000.0, 1000.0])?;
/// assert_eq!((l, g), (1000.0 + 2f64.ln(), [0.5, 0.5])); // exp(1000) alone is inf
/// # Ok::<(), wengert::Error>(())
/// ```
#[track_caller]
pub fn logsumexp<F: Real>(terms: impl IntoIterator<Item = Var<F>>) -> Var<F> {
    statement::<F, nary::LogSumExp>(terms, f64::NEG_INFINITY)
}

/// The largest, as one statement; ties split evenly, NaN where one is; -inf of nothing.
///
/// ```
/// use wengert::{maximum_of, value_and_grad};
/// assert_eq!(value_and_grad(|x| maximum_of(x), [1.0, 5.0, 2.0])?, (5.0, [0.0, 1.0, 0.0]));
/// assert_eq!(value_and_grad(|x| maximum_of(x), [5.0, 5.0, 2.0])?.1, [0.5, 0.5, 0.0]);
/// # Ok::<(), wengert::Error>(())
/// ```
#[track_caller]
pub fn maximum_of<F: Real>(terms: impl IntoIterator<Item = Var<F>>) -> Var<F> {
    statement::<F, nary::MaxOf>(terms, f64::NEG_INFINITY)
}

/// The smallest, as one statement; ties split evenly, NaN where one is; +inf of nothing.
///
/// ```
/// use wengert::{minimum_of, value_and_grad};
/// assert_eq!(value_and_grad(|x| minimum_of(x), [3.0, 5.0, 2.0])?, (2.0, [0.0, 0.0, 1.0]));
/// # Ok::<(), wengert::Error>(())
/// ```
#[track_caller]
pub fn minimum_of<F: Real>(terms: impl IntoIterator<Item = Var<F>>) -> Var<F> {
    statement::<F, nary::MinOf>(terms, f64::INFINITY)
}

/// Euclidean norm without overflow, as one statement; zeros as its gradient at the origin.
///
/// ```
/// use wengert::{norm, value_and_grad};
/// let (length, [gx, gy]) = value_and_grad(|x| norm(&x), [3e200, 4e200])?; // the squares would be inf
/// assert_eq!(format!("{length:.3e} {gx:.3} {gy:.3}"), "5.000e200 0.600 0.800");
/// assert_eq!(value_and_grad(|x| norm(&x), [0.0, 0.0])?.1, [0.0, 0.0]); // not NaN
/// # Ok::<(), wengert::Error>(())
/// ```
#[track_caller]
pub fn norm<F: Real>(x: &[Var<F>]) -> Var<F> {
    statement::<F, nary::Norm>(x.iter().copied(), 0.0)
}

/// Σ aᵢ bᵢ as one statement. Either side may hold plain numbers through [`weighted_sum`].
///
/// ```
/// use wengert::{dot, value_and_grad};
/// let (v, (da, db)) = value_and_grad(|(a, b)| dot(&a, &b), ([1.0, 2.0], [3.0, 4.0]))?;
/// assert_eq!((v, da, db), (11.0, [3.0, 4.0], [1.0, 2.0]));
/// # Ok::<(), wengert::Error>(())
/// ```
///
/// # Errors
/// Leaves the entry point with [`Error::Length`] where the lengths differ.
#[track_caller]
pub fn dot<F: Real>(a: &[Var<F>], b: &[Var<F>]) -> Var<F> {
    same_length("dot", a.len(), b.len(), Location::caller());
    let fast = record_dot(a, b);
    fast.unwrap_or_else(|| pairs(a.iter().copied(), b.iter().copied()))
}

/// Σ wᵢ xᵢ with plain weights, as one statement.
///
/// ```
/// use wengert::{value_and_grad, weighted_sum};
/// let quadrature = [0.5, 1.0, 0.5];
/// let (v, g) = value_and_grad(|x| weighted_sum(&quadrature, &x), [1.0, 2.0, 3.0])?;
/// assert_eq!((v, g), (4.0, quadrature));
/// # Ok::<(), wengert::Error>(())
/// ```
///
/// # Errors
/// Leaves the entry point with [`Error::Length`] where the lengths differ.
#[track_caller]
pub fn weighted_sum<F: Real>(weights: &[F], x: &[Var<F>]) -> Var<F> {
    same_length("weighted_sum", weights.len(), x.len(), Location::caller());
    let fast = record_dot(weights, x);
    fast.unwrap_or_else(|| pairs(weights.iter().map(|&w| Var::constant(w)), x.iter().copied()))
}

/// A row-major matrix of variables times a vector, of variables or of plain numbers: one statement for each row. Rows that
/// stand in a row, as a point hands them out, share the plain numbers.
///
/// ```
/// use wengert::{matvec, sum, value_and_grad};
/// let data = [1.0, -2.0];
/// let (s, g) = value_and_grad(|w| sum(matvec(&w, &data)), [3.0, 1.0, 0.5, 0.25])?;
/// assert_eq!((s, g), (1.0, [1.0, -2.0, 1.0, -2.0]));
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// Leaves the entry point with [`Error::Length`] where the matrix is not a whole number of rows.
#[track_caller]
pub fn matvec<F: Real, T: Number<F>>(matrix: &[Var<F>], x: &[T]) -> Vec<Var<F>> {
    if x.is_empty() || !matrix.len().is_multiple_of(x.len()) {
        level::leave(Error::Length { op: "matvec", left: matrix.len(), right: x.len(), at: Location::caller() });
    }
    if let Some(rows) = record_rows(matrix, x) {
        return rows.unwrap_or_else(|error| level::leave(error));
    }
    let x: Vec<Var<F>> = x.iter().map(|x| Var { v: x.primal(), identity: x.identity() }).collect();
    matrix.chunks(x.len()).map(|row| dot(row, &x)).collect()
}

#[track_caller]
fn statement<F: Real, P: prim::Nary>(terms: impl IntoIterator<Item = Var<F>>, of_nothing: f64) -> Var<F> {
    record_nary_of::<F, P>(terms.into_iter()).unwrap_or(Var::constant(F::of(of_nothing)))
}

/// The inner product of `a` and `b`.
#[track_caller]
fn pairs<F: Real>(a: impl Iterator<Item = Var<F>>, b: impl Iterator<Item = Var<F>>) -> Var<F> {
    record_nary_of::<F, nary::Dot>(a.chain(b)).unwrap_or_default()
}

fn same_length(op: &'static str, left: usize, right: usize, at: &'static Location<'static>) {
    if left != right {
        level::leave(Error::Length { op, left, right, at });
    }
}
