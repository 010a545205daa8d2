//! A function recorded as a List at a point, with what the drivers ask of it: values, adjoints, duals.

use super::careful::Careful;
use super::run;
use crate::custom;
use crate::list::List;
use crate::options::{choice, lines_wanted};
use crate::parts::{self, Part};
use crate::sweep::{self, Constants, Dual, Slope, Unwatched};
use crate::tape::level::{Kind, Level, open_recording};
use crate::tape::trace::{Recorder, Source};
use crate::tree::{Lift, Number, Tree};
use crate::value::Real;
use crate::{Error, Var};
use std::sync::Arc;

/// A List, the point it was recorded at, and the outer variables it captured.
#[derive(Debug)]
pub(crate) struct Traced<N> {
    pub list: Arc<List>,
    pub x: Vec<N>,
    pub captured: Vec<(u32, N)>,
    /// Any number: literals live where it does.
    pub like: N,
}

/// Records `f` at `x`; what it pushes to `outs` become the outputs. Lines are told where they come from if notes or
/// errors may have to say it.
#[track_caller]
pub(crate) fn trace<F: Real, X: Tree<F> + ?Sized, R>(
    x: &X,
    f: impl FnOnce(X::Traced, &mut Vec<Var<F>>) -> Result<R, Error>,
) -> Result<(Traced<X::Num>, R), Error> {
    trace_with_places(x, Careful::asked(false) || lines_wanted(), f)
}

/// As [`trace`], telling every line where it comes from if asked to.
#[track_caller]
pub(crate) fn trace_with_places<F: Real, X: Tree<F> + ?Sized, R>(
    x: &X,
    places: bool,
    f: impl FnOnce(X::Traced, &mut Vec<Var<F>>) -> Result<R, Error>,
) -> Result<(Traced<X::Num>, R), Error> {
    trace_by(x, |list| Recorder::new(list, places), f)
}

/// As [`trace`], by a recorder that is made around the empty List.
#[track_caller]
pub(crate) fn trace_by<F: Real, X: Tree<F> + ?Sized, R>(
    x: &X,
    recorder: impl FnOnce(List) -> Recorder,
    f: impl FnOnce(X::Traced, &mut Vec<Var<F>>) -> Result<R, Error>,
) -> Result<(Traced<X::Num>, R), Error> {
    let n = x.count();
    let open = open_recording(recorder(list_for(x)?), n, X::Num::OUTER)?;
    let (mut points, mut outs) = (Vec::with_capacity(n), Vec::new());
    let at = std::panic::Location::caller();
    let (result, level) = run(open, |open| f(x.lift(&mut Lift::new(open.base() + 1, Some(&mut points))), &mut outs))?;
    let traced = finish::<F, X::Num>(level, points, &outs).ok_or(Error::Foreign { at })?;
    Ok((traced, result))
}

/// A List without lines for a point: an input `x` of all its numbers, or one for each part that has a name.
pub(crate) fn list_for<F: Real, X: Tree<F> + ?Sized>(x: &X) -> Result<List, Error> {
    let mut list = List::new();
    for Part { name, count } in parts::of_point(x) {
        let shape = count.map(|n| u32::try_from(n).map_err(|_| Error::TooLong)).transpose()?;
        list.try_input(name, Vec::from_iter(shape))?;
    }
    Ok(list)
}

/// The List of a closed level, with outputs; `None` where an output belongs to no open level.
pub(crate) fn finish<F: Real, N: Number<F>>(level: Box<Level>, x: Vec<N>, outs: &[Var<F>]) -> Option<Traced<N>> {
    let base = level.hot.base.get();
    let Kind::Recording(mut recorder) = level.kind else { unreachable!("opened as recording") };
    for y in outs {
        let slot = y.identity.wrapping_sub(base);
        let source = match y.identity {
            0 => Source::Constant(y.v.wide()),
            _ if recorder.has(slot) => Source::Slot(slot as u32),
            outer if N::OUTER => Source::Outer(outer, y.v.wide()),
            _ => return None,
        };
        let operand = recorder.operand(source);
        recorder.list.output(operand);
    }
    let captured =
        recorder.captured.iter().map(|&(place, identity, v)| (place, N::captured(F::of(v), identity))).collect();
    debug_assert_eq!(recorder.list.verify(), Ok(()));
    Some(Traced { list: Arc::new(recorder.list), x, captured, like: N::literal(F::of(0.0)) })
}

impl<N: crate::value::Value> Traced<N> {
    fn constants(&self) -> Constants<'_, N> {
        Constants { like: self.like, captured: &self.captured, choice: choice() }
    }
    /// The value of every id.
    pub fn values(&self) -> Result<Vec<N>, Error> {
        let mut at = Vec::new();
        custom::listen(|| sweep::value(&self.list, &self.constants(), &self.x, &mut at))??;
        Ok(at)
    }
    /// The outputs, given the values.
    pub fn outputs(&self, at: &[N]) -> Vec<N> {
        sweep::outputs(&self.list, &self.constants(), at)
    }
    /// The adjoints of the inputs for a seed, given the values: rescued from zero times infinity, and told of kinks
    /// unless `quiet`.
    pub fn adjoint(&self, at: &[N], seeds: &[N], quiet: bool) -> Result<Vec<N>, Error> {
        let mut bar = Vec::new();
        if !Careful::asked(quiet) {
            let mut sweep = || sweep::adjoint(&self.list, &self.constants(), at, seeds, &mut bar, &mut Unwatched);
            custom::listen(&mut sweep)?;
            let inputs = self.inputs_of(&bar);
            if !inputs.iter().any(|g| g.has_nan()) {
                return Ok(inputs);
            }
        }
        let finite = self.outputs(at).iter().all(|y| y.known().is_none_or(f64::is_finite));
        let mut watch = Careful::new(&self.list, finite, quiet);
        custom::listen(|| sweep::adjoint(&self.list, &self.constants(), at, seeds, &mut bar, &mut watch))?;
        watch.finish()?;
        Ok(self.inputs_of(&bar))
    }
    fn inputs_of(&self, bar: &[Option<N>]) -> Vec<N> {
        bar[..self.x.len()].iter().map(|g| g.unwrap_or(self.like.lit(0.0))).collect()
    }
    /// The first output and its gradient.
    pub fn gradient(&self) -> Result<(N, Vec<N>), Error> {
        let at = self.values()?;
        let bar = self.adjoint(&at, &[self.like.lit(1.0)], false)?;
        Ok((self.outputs(&at)[0], bar))
    }
    /// The same List over dual numbers: the point moves along `dx`, entries that are `None` do not move.
    pub fn along(&self, dx: impl Fn(usize) -> Option<N>) -> Traced<Dual<N>> {
        let slope = |i: usize| dx(i).map_or(Slope::Flat, Slope::Along);
        Traced {
            list: Arc::clone(&self.list),
            x: self.x.iter().enumerate().map(|(i, &v)| Dual::new(v, slope(i))).collect(),
            captured: self.captured.iter().map(|&(place, v)| (place, Dual::new(v, Slope::Fixed))).collect(),
            like: Dual::new(self.like, Slope::Fixed),
        }
    }
}
