//! The Jacobian: forward or reverse, whichever needs fewer sweeps.

use super::careful::Careful;
use super::{Matrix, Traced, trace};
use crate::options::{Mode, current};
use crate::tree::{Output, Tree};
use crate::value::{Real, Value};
use crate::{Error, Var};

/// The value of `f` at `x` and its Jacobian: one forward sweep for each input or one reverse sweep for each output,
/// whichever are fewer ([`Options::mode`](crate::Options::mode) tells it otherwise).
///
/// ```
/// use wengert::jacobian;
/// let (xy, j) = jacobian(|[r, t]| [r * t.cos(), r * t.sin()], [2.0, 0.5])?;
/// let det = j[(0, 0)] * j[(1, 1)] - j[(0, 1)] * j[(1, 0)];
/// assert!((det - 2.0).abs() < 1e-15 && (xy[0].hypot(xy[1]) - 2.0).abs() < 1e-15);
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`value_and_grad`](crate::value_and_grad).
#[track_caller]
pub fn jacobian<X: Tree, O: Output<X::Num>>(
    f: impl FnOnce(X::Traced) -> O,
    x: X,
) -> Result<(O::Plain, Matrix<X::Num>), Error> {
    at::<f64, X, O>(f, &x)
}

#[track_caller]
pub(crate) fn at<F: Real, X: Tree<F>, O: Output<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
) -> Result<(O::Plain, Matrix<X::Num>), Error> {
    let (value, rows, data) = flat::<F, X, O>(f, x)?;
    Ok((value, Matrix::new(rows, x.count(), data)))
}

/// The value, how many numbers it has, and the entries of the Jacobian, row by row.
#[track_caller]
pub(super) fn flat<F: Real, X: Tree<F> + ?Sized, O: Output<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
) -> Result<(O::Plain, usize, Vec<X::Num>), Error> {
    let (traced, template) = trace_outputs::<F, X, O>(f, x)?;
    let at = traced.values()?;
    let y = traced.outputs(&at);
    let data = entries(&traced, &at, y.len())?;
    Ok((refill::<F, X, O>(&template, &y), y.len(), data))
}

/// The entries of the Jacobian of a recorded function, row by row.
pub(crate) fn entries<N: Value>(traced: &Traced<N>, at: &[N], m: usize) -> Result<Vec<N>, Error> {
    let n = traced.x.len();
    // Only the adjoint sweep sees kinks, and settles them as asked.
    let forward = !Careful::asked(false)
        && match current().mode {
            Mode::Auto => n <= m,
            Mode::Forward => true,
            Mode::Reverse => false,
        };
    if forward { by_columns(traced, m) } else { by_rows(traced, at, m) }
}

fn by_columns<N: Value>(traced: &Traced<N>, m: usize) -> Result<Vec<N>, Error> {
    let n = traced.x.len();
    let mut data = vec![traced.like.lit(0.0); m * n];
    for j in 0..n {
        let moved = traced.along(|i| (i == j).then(|| traced.like.lit(1.0)));
        let at = moved.values()?;
        for (i, y) in moved.outputs(&at).into_iter().enumerate() {
            data[i * n + j] = y.tangent();
        }
    }
    Ok(data)
}

pub(super) fn by_rows<N: Value>(traced: &Traced<N>, at: &[N], m: usize) -> Result<Vec<N>, Error> {
    let mut data = Vec::with_capacity(m * traced.x.len());
    for i in 0..m {
        let seeds: Vec<N> = (0..m).map(|k| traced.like.lit(if k == i { 1.0 } else { 0.0 })).collect();
        data.extend(traced.adjoint(at, &seeds, false)?);
    }
    Ok(data)
}

/// Records a function of several outputs; the second answer has their shape.
#[track_caller]
pub(super) fn trace_outputs<F: Real, X: Tree<F> + ?Sized, O: Output<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
) -> Result<(Traced<X::Num>, O::Plain), Error> {
    trace(x, |vars, outs: &mut Vec<Var<F>>| {
        f(vars).leaves(&mut |v| {
            outs.push(v);
            <X::Num as crate::Number<F>>::literal(v.v)
        })
    })
}

/// The shape of `template` with these numbers.
pub(super) fn refill<F: Real, X: Tree<F> + ?Sized, O: Output<X::Num, F>>(
    template: &O::Plain,
    numbers: &[X::Num],
) -> O::Plain {
    let mut next = numbers.iter();
    O::remake(template, &mut |old| next.next().copied().unwrap_or(old))
}
