//! Second derivatives: the adjoint sweep on dual numbers, forward over reverse.

use super::{Matrix, Traced, trace};
use crate::sweep::Dual;
use crate::tree::{Leaves, Objective, Tree};
use crate::value::{Real, Value};
use crate::{Error, tree};

/// The value of `f` at `x`, its gradient and its Hessian.
///
/// ```
/// use wengert::hessian;
/// let (_, grad, h) = hessian(|[x, y]| x * x * y, [3.0, 2.0])?;
/// assert_eq!((grad, h.to_array()), ([12.0, 9.0], [[4.0, 6.0], [6.0, 0.0]]));
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`value_and_grad`](crate::value_and_grad).
#[track_caller]
pub fn hessian<X: Tree, O: Objective<X::Num>>(
    f: impl FnOnce(X::Traced) -> O,
    x: X,
) -> Result<(O::Value, X::Grad, Matrix<X::Num>), Error> {
    matrix::<f64, X, O>(f, &x)
}

/// The value of `f` at `x`, its gradient, and its Hessian times `v`, which has the shape of `x`; the Hessian is never
/// formed.
///
/// ```
/// use wengert::hvp;
/// let (_, _, hv) = hvp(|[x, y]| x * x * y, [3.0, 2.0], [1.0, -1.0])?;
/// assert_eq!(hv, [-2.0, 6.0]);
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`value_and_grad`](crate::value_and_grad); [`Error::Input`] where `v` has another length than `x`.
#[track_caller]
pub fn hvp<X: Tree, O: Objective<X::Num>>(
    f: impl FnOnce(X::Traced) -> O,
    x: X,
    v: impl Tree<Num = X::Num, Grad = X::Grad>,
) -> Result<(O::Value, X::Grad, X::Grad), Error> {
    product::<f64, X, O>(f, &x, &tree::flat(&v))
}

#[track_caller]
pub(crate) fn matrix<F: Real, X: Tree<F>, O: Objective<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
) -> Result<(O::Value, X::Grad, Matrix<X::Num>), Error> {
    let (value, bar, data) = flat_matrix::<F, X, O>(f, x)?;
    Ok((value, x.fill(&mut Leaves::own(&bar)), Matrix::new(bar.len(), bar.len(), data)))
}

/// The value, the gradient, and the entries of the Hessian row by row.
#[track_caller]
pub(super) fn flat_matrix<F: Real, X: Tree<F> + ?Sized, O: Objective<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
) -> Result<(O::Value, Vec<X::Num>, Vec<X::Num>), Error> {
    let (traced, extra) = record::<F, X, O>(f, x)?;
    let (y, bar) = traced.gradient()?;
    Ok((O::join(y, extra), bar, hessian_entries(&traced)?))
}

#[track_caller]
pub(crate) fn product<F: Real, X: Tree<F>, O: Objective<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
    v: &[X::Num],
) -> Result<(O::Value, X::Grad, X::Grad), Error> {
    let (value, bar, hv) = flat_product::<F, X, O>(f, x, v)?;
    Ok((value, x.fill(&mut Leaves::own(&bar)), x.fill(&mut Leaves::own(&hv))))
}

/// The value, the gradient, and the Hessian times `v`.
#[track_caller]
pub(super) fn flat_product<F: Real, X: Tree<F> + ?Sized, O: Objective<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
    v: &[X::Num],
) -> Result<(O::Value, Vec<X::Num>, Vec<X::Num>), Error> {
    let expected = x.count();
    if v.len() != expected {
        return Err(Error::Input { expected, got: v.len() });
    }
    let (traced, extra) = record::<F, X, O>(f, x)?;
    let (y, bar) = traced.gradient()?;
    let hv = times(&traced, |i| Some(v[i]))?;
    Ok((O::join(y, extra), bar, hv))
}

#[track_caller]
fn record<F: Real, X: Tree<F> + ?Sized, O: Objective<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
) -> Result<(Traced<X::Num>, O::Extra), Error> {
    trace(x, |vars, outs| {
        let (y, extra) = f(vars).split()?;
        outs.push(y);
        Ok(extra)
    })
}

/// The Hessian of a recorded function's first output, row by row: one forward-over-reverse pass for each input.
pub(crate) fn hessian_entries<N: Value>(traced: &Traced<N>) -> Result<Vec<N>, Error> {
    let n = traced.x.len();
    let mut data = vec![traced.like.lit(0.0); n * n];
    for j in 0..n {
        let column = times(traced, |i| (i == j).then(|| traced.like.lit(1.0)))?;
        for (i, d) in column.into_iter().enumerate() {
            data[i * n + j] = d;
        }
    }
    Ok(data)
}

/// The Hessian times a direction.
pub(crate) fn times<N: Value>(traced: &Traced<N>, v: impl Fn(usize) -> Option<N>) -> Result<Vec<N>, Error> {
    let moved = traced.along(v);
    let at = moved.values()?;
    let bar = moved.adjoint(&at, &[moved.like.lit(1.0)], true)?;
    // Where the first derivative is NaN in spite of all rules, so is the second.
    let second = |g: Dual<N>| if g.v.has_nan() { g.v.lit(f64::NAN) } else { g.tangent() };
    Ok(bar.into_iter().map(second).collect())
}
