//! The two products with a Jacobian that never form it: J v̇ forward, Jᵀ v̄ backward.

use super::Traced;
use super::careful::Careful;
use super::into;
use super::jacobian::{by_rows, refill, trace_outputs};
use crate::sweep;
use crate::tape::level::{self, Kind};
use crate::tree::{self, Leaves, Lift, Number, Output, Tree};
use crate::value::{Real, Value};
use crate::{Error, Var};
use std::fmt;

/// The value of `f` at `x`, and its pullback: a function from a cotangent in the shape of the output to one in the shape
/// of `x`, to be called any number of times, on any thread.
///
/// ```
/// use wengert::vjp;
/// let (y, pullback) = vjp(|[a, b]| (a * b, [a + b, a]), [2.0, 3.0])?;
/// assert_eq!(y, (6.0, [5.0, 2.0]));
/// assert_eq!(pullback.call((1.0, [0.0, 0.0])), [3.0, 2.0]);
/// assert_eq!(std::thread::spawn(move || pullback.call((0.0, [1.0, 1.0]))).join().unwrap(), [2.0, 1.0]);
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`value_and_grad`](crate::value_and_grad).
#[track_caller]
pub fn vjp<X: Tree, O: Output<X::Num>>(
    f: impl FnOnce(X::Traced) -> O,
    x: X,
) -> Result<(O::Plain, Pullback<X::Grad, O::Plain>), Error> {
    pullback::<f64, X, O>(f, &x)
}

/// The value of `f` at `x`, and J `dx`, where `dx` has the shape of `x`: one forward sweep.
///
/// ```
/// use wengert::jvp;
/// let (y, dy) = jvp(|[a, b]| [a * b, a + b], [2.0, 3.0], [1.0, 0.5])?;
/// assert_eq!((y, dy), ([6.0, 5.0], [4.0, 1.5]));
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`value_and_grad`](crate::value_and_grad); [`Error::Input`] where `dx` has another length than `x`.
#[track_caller]
pub fn jvp<X: Tree, O: Output<X::Num>>(
    f: impl FnOnce(X::Traced) -> O,
    x: X,
    dx: impl Tree<Num = X::Num, Grad = X::Grad>,
) -> Result<(O::Plain, O::Plain), Error> {
    pushforward::<f64, X, O>(f, &x, &tree::flat(&dx))
}

#[track_caller]
pub(crate) fn pushforward<F: Real, X: Tree<F> + ?Sized, O: Output<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
    dx: &[X::Num],
) -> Result<(O::Plain, O::Plain), Error> {
    let expected = x.count();
    if dx.len() != expected {
        return Err(Error::Input { expected, got: dx.len() });
    }
    if !X::Num::OUTER && !Careful::asked(false) {
        return forward::<F, X, O>(f, x, dx);
    }
    let (traced, template) = trace_outputs::<F, X, O>(f, x)?;
    let (y, dy) = moved(&traced, dx)?;
    Ok((refill::<F, X, O>(&template, &y), refill::<F, X, O>(&template, &dy)))
}

/// The outputs of a recorded function and J `dx`: by one forward sweep or, where kinks are to be told or settled, by rows.
pub(crate) fn moved<N: Value>(traced: &Traced<N>, dx: &[N]) -> Result<(Vec<N>, Vec<N>), Error> {
    if Careful::asked(false) {
        return settled(traced, dx);
    }
    let moved = traced.along(|i| Some(dx[i]));
    let at = moved.values()?;
    Ok(moved.outputs(&at).into_iter().map(|y| (y.v, y.tangent())).unzip())
}

/// One forward sweep at plain numbers: tangents travel with the values, and nothing else is kept.
#[track_caller]
fn forward<F: Real, X: Tree<F> + ?Sized, O: Output<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
    dx: &[X::Num],
) -> Result<(O::Plain, O::Plain), Error> {
    let at = std::panic::Location::caller();
    let directions: Vec<f64> = dx.iter().map(|d| d.primal().wide()).collect();
    let open = level::open_forward(&directions)?;
    let mut outs: Vec<Var<F>> = Vec::new();
    let (y, level) = super::run(open, |open| {
        f(x.lift(&mut Lift::new(open.base() + 1, None))).leaves(&mut |v| {
            outs.push(v);
            X::Num::literal(v.v)
        })
    })?;
    let Kind::Forward(tangents) = &level.kind else { unreachable!("opened forward") };
    let tangent = |v: &Var<F>| match v.identity {
        0 => Ok(0.0),
        identity => {
            level.slot(identity, level.hot.next.get()).and_then(|s| tangents.tangent(s)).ok_or(Error::Foreign { at })
        }
    };
    let dots: Vec<X::Num> =
        outs.iter().map(|v| Ok(X::Num::literal(F::of(tangent(v)?)))).collect::<Result<_, Error>>()?;
    let dy = refill::<F, X, O>(&y, &dots);
    Ok((y, dy))
}

/// J `dx` by rows of J: only the adjoint sweep sees kinks, and settles them as asked.
fn settled<N: Value>(traced: &Traced<N>, dx: &[N]) -> Result<(Vec<N>, Vec<N>), Error> {
    let at = traced.values()?;
    let y = traced.outputs(&at);
    let rows = by_rows(traced, &at, y.len())?;
    let product = |row: &[N]| {
        let terms = row.iter().zip(dx).map(|(&j, &d)| sweep::zero_wins(j, d));
        terms.reduce(|sum, term| sum + term).unwrap_or(traced.like.lit(0.0))
    };
    let dy = (0..y.len()).map(|i| product(&rows[i * dx.len()..][..dx.len()])).collect();
    Ok((y, dy))
}

#[track_caller]
pub(crate) fn pullback<F: Real, X: Tree<F>, O: Output<X::Num, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
) -> Result<(O::Plain, Pullback<X::Grad, O::Plain, F>), Error> {
    let (traced, template) = trace_outputs::<F, X, O>(f, x)?;
    let at = traced.values()?;
    let y = traced.outputs(&at);
    let shape = x.fill(&mut Leaves::own(&traced.x));
    Ok((refill::<F, X, O>(&template, &y), Pullback { traced, at, shape, flatten: flattened::<F, X::Num, O> }))
}

/// The numbers of an output, in order.
pub(super) fn flattened<F: Real, N: Number<F>, O: Output<N, F>>(output: &O::Plain) -> Vec<N> {
    let mut out = Vec::new();
    O::remake(output, &mut |n| {
        out.push(n);
        n
    });
    out
}

/// v̄ ↦ Jᵀ v̄ at the point where it was made. Holds what the sweep needs, nothing borrowed.
pub struct Pullback<G: Tree<F>, Y, F: Real = f64> {
    traced: Traced<G::Num>,
    at: Vec<G::Num>,
    shape: G,
    flatten: fn(&Y) -> Vec<G::Num>,
}

impl<F: Real, G: Tree<F, Grad = G>, Y> Pullback<G, Y, F> {
    /// The cotangent of the point for a cotangent of the output.
    ///
    /// # Panics
    /// Where the seed has fewer or more numbers than the output (only a `Vec` can), or a kink is met under
    /// `Kinks::Error`; [`try_call`](Self::try_call) answers those with an error.
    #[track_caller]
    pub fn call(&self, seed: Y) -> G {
        self.try_call(seed).unwrap_or_else(|error| panic!("{error}"))
    }
    /// As [`call`](Self::call).
    ///
    /// # Errors
    /// [`Error::Input`] where the seed has another number of entries than the output.
    pub fn try_call(&self, seed: Y) -> Result<G, Error> {
        Ok(self.shape.fill(&mut Leaves::own(&self.cotangent(seed)?)))
    }
    /// As [`try_call`](Self::try_call), with the cotangent written into the caller's numbers, in the order of the point's.
    ///
    /// ```
    /// let (_, pullback) = wengert::vjp(|[a, b]| [a * b, a + b], [2.0, 3.0])?;
    /// let mut bar = [0.0; 2];
    /// pullback.call_into([1.0, 10.0], &mut bar)?;
    /// assert_eq!(bar, [13.0, 12.0]);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`try_call`](Self::try_call); [`Error::Input`] where `cotangent` has another length than the point.
    pub fn call_into(&self, seed: Y, cotangent: &mut [G::Num]) -> Result<(), Error> {
        into::write(&self.cotangent(seed)?, cotangent)
    }
    fn cotangent(&self, seed: Y) -> Result<Vec<G::Num>, Error> {
        let seeds = (self.flatten)(&seed);
        let expected = self.traced.list.outputs().len();
        if seeds.len() != expected {
            return Err(Error::Input { expected, got: seeds.len() });
        }
        self.traced.adjoint(&self.at, &seeds, false)
    }
}

impl<F: Real, G: Tree<F>, Y> fmt::Debug for Pullback<G, Y, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pullback({} lines)", self.traced.list.len())
    }
}
