//! The careful adjoint sweep over a List: kinks are told and settled by the caller's policy, and a numeric zero times
//! infinity counts as zero, with a note, where every output is finite.

use crate::list::{Id, List};
use crate::options::{Kinks, NanZero, current, note, notes_wanted, settle};
use crate::prim::{Op, Set};
use crate::sweep::Watch;
use crate::value::Value;
use crate::{Error, Kink, Note, NoteKind};

/// A watcher of one adjoint sweep.
#[derive(Debug)]
pub(crate) struct Careful<'l> {
    list: &'l List,
    /// Whether zero times infinity is zero here.
    rescue: bool,
    quiet: bool,
    error: Option<Error>,
    /// The line being looked at and its arguments, for notes.
    args: Vec<f64>,
    rescued: Option<usize>,
}

impl<'l> Careful<'l> {
    /// Whether the caller asked for anything that plain arithmetic does not answer.
    pub fn asked(quiet: bool) -> bool {
        match current().kinks {
            Kinks::Ignore => false,
            Kinks::Note => notes_wanted() && !quiet,
            _ => true,
        }
    }
    /// A watcher for a sweep from outputs that are all `finite`.
    pub fn new(list: &'l List, finite: bool, quiet: bool) -> Careful<'l> {
        let rescue = finite && current().nan_zero == NanZero::Zero;
        Careful { list, rescue, quiet, error: None, args: Vec::new(), rescued: None }
    }
    /// The error that a kink caused, if one did.
    pub fn finish(self) -> Result<(), Error> {
        self.error.map_or(Ok(()), Err)
    }
    fn tell(&self, line: usize, kind: NoteKind, kink: Kink, chosen: f64) {
        if !self.quiet && !matches!(current().kinks, Kinks::Ignore) {
            note(Note { kind, kink, chosen, at: self.list.origin(line) });
        }
    }
    /// The set of slopes at this line, or the edge that an infinite slope reveals.
    fn set(&self, op: Op, y_nan: bool, varies: &dyn Fn(usize) -> bool, slopes: &[(usize, f64)]) -> Option<Set> {
        if let Some(set) = op.kink(&self.args, varies) {
            return Some(set);
        }
        let edge = !y_nan && self.args.iter().all(|a| a.is_finite()) && slopes.iter().any(|(_, d)| !d.is_finite());
        edge.then_some(Set::Edge)
    }
}

impl<V: Value> Watch<V> for Careful<'_> {
    const ON: bool = true;

    fn line(
        &mut self,
        line: usize,
        _: Id,
        op: Op,
        x: &[V],
        varies: &dyn Fn(usize) -> bool,
        _: V,
        slopes: &mut Vec<(usize, V)>,
    ) {
        self.rescued = None;
        self.args.clear();
        self.args.extend(x.iter().map(|v| v.known().unwrap_or(f64::NAN)));
        let mut numbers: Vec<(usize, f64)> = slopes.iter().map(|&(i, d)| (i, d.known().unwrap_or(0.0))).collect();
        let Some(set) = self.set(op, numbers.iter().any(|(_, d)| d.is_nan()), varies, &numbers) else { return };
        let kink = Kink::new(op, self.args.clone(), set);
        let before = numbers.clone();
        match settle(current().kinks, &kink, x.len(), &mut numbers, self.list.origin(line)) {
            Err(error) => drop(self.error.get_or_insert(error)),
            Ok(chosen) => {
                let kind = NoteKind::Kink(kink.kind());
                self.tell(line, kind, kink, chosen);
                if numbers != before {
                    let like = x[0];
                    *slopes = numbers.into_iter().map(|(i, d)| (i, like.lit(d))).collect();
                }
            }
        }
    }

    fn contribution(&mut self, line: usize, op: Op, slope: V, bar: V) -> V {
        let product = slope * bar;
        if !(self.rescue && product.has_nan() && !bar.has_nan() && lost(slope, bar)) {
            return product;
        }
        if self.rescued != Some(line) {
            self.rescued = Some(line);
            self.tell(line, NoteKind::ZeroTimesInfinity, Kink::new(op, self.args.clone(), Set::Edge), 0.0);
        }
        product.lit(0.0)
    }
}

/// Whether one factor is a zero, derivatives included, and the other no NaN. A slope that has a value but no derivative
/// loses to a zero adjoint: nothing depends on it, to no order.
fn lost<V: Value>(slope: V, bar: V) -> bool {
    let has_value = slope.known().is_some_and(|d| !d.is_nan());
    (bar.is_zero() && (has_value || !slope.has_nan())) || (slope.is_zero() && !slope.has_nan())
}
