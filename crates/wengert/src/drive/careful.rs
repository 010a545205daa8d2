//! The careful adjoint sweep over a List: kinks are told and settled by the caller's policy, and a numeric zero times
//! infinity counts as zero, with a note, where every output is finite.

use crate::custom::Custom;
use crate::list::{Id, List, Origin, Step};
use crate::options::{Kinks, NanZero, choice, current, note, notes_wanted, settle};
use crate::prim::{Op, Set};
use crate::sweep::Watch;
use crate::value::Value;
use crate::{Error, Kink, Note, NoteKind};

/// A watcher of one adjoint sweep.
#[derive(Debug)]
pub(crate) struct Careful<'l> {
    list: &'l List,
    /// The lines whose sub-Lists the sweep is in, outermost first.
    within: Vec<usize>,
    /// Whether zero times infinity is zero here.
    rescue: bool,
    quiet: bool,
    error: Option<Error>,
    /// The line being looked at and its arguments, for notes.
    args: Vec<f64>,
    rescued: Option<usize>,
    /// The note of that line: what it is about is known when its contributions are.
    pending: Option<Note>,
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
        Careful { list, within: Vec::new(), rescue, quiet, error: None, args: Vec::new(), rescued: None, pending: None }
    }
    /// The error that a kink caused, if one did.
    pub fn finish(mut self) -> Result<(), Error> {
        self.pending.take().into_iter().for_each(note);
        self.error.map_or(Ok(()), Err)
    }
    /// Where a line of the sub-List the sweep is in comes from; what has no place of its own has that of the line around.
    fn origin(&self, line: usize) -> Option<Origin> {
        let mut list = self.list;
        let mut origin = None;
        for &around in &self.within {
            origin = list.origin(around).or(origin);
            if let Step::Block(block) = list.step(around) {
                list = &block.body;
            }
        }
        list.origin(line).or(origin)
    }
    /// What is to be told of a line, unless nobody wants to hear it.
    fn about(&self, line: usize, kind: NoteKind, kink: Kink, chosen: f64) -> Option<Note> {
        let told = !self.quiet && !matches!(current().kinks, Kinks::Ignore);
        told.then(|| Note { kind, kink, chosen, at: self.origin(line) })
    }
    /// The set of slopes at this line, or the edge that a slope reveals which is infinite, or NaN though there is a value.
    fn set(&self, op: Op, varies: &dyn Fn(usize) -> bool, slopes: &[(usize, f64)]) -> Option<Set> {
        if let Some(set) = op.kink(&self.args, varies) {
            return Some(set);
        }
        let any = |is: fn(f64) -> bool| slopes.iter().any(|&(_, d)| is(d));
        let edge = any(|d| !d.is_finite()) && self.args.iter().all(|a| a.is_finite());
        let outside = any(f64::is_nan) && op.apply(&self.args).is_nan();
        (edge && !outside).then_some(Set::Edge)
    }
}

impl<V: Value> Watch<V> for Careful<'_> {
    const ON: bool = true;

    fn enter(&mut self, line: usize, _: u32) {
        self.within.push(line);
    }
    fn leave(&mut self) {
        self.within.pop();
    }

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
        self.pending.take().into_iter().for_each(note);
        self.rescued = None;
        self.args.clear();
        // Slopes that are chosen have to be chosen now; what there is to tell, the sweep over the program tells.
        let number = if choice().is_some() { V::here } else { V::known };
        self.args.extend(x.iter().map(|&v| number(v).unwrap_or(f64::NAN)));
        let mut numbers: Vec<(usize, f64)> = slopes.iter().map(|&(i, d)| (i, number(d).unwrap_or(0.0))).collect();
        let Some(set) = self.set(op, varies, &numbers) else { return };
        let kink = Kink::new(op, self.args.clone(), set);
        let before = numbers.clone();
        match settle(current().kinks, &kink, x.len(), &mut numbers, self.origin(line)) {
            Err(error) => drop(self.error.get_or_insert(error)),
            Ok(chosen) => {
                let kind = NoteKind::Kink(kink.kind());
                self.pending = self.about(line, kind, kink, chosen);
                settled(slopes, &before, &numbers, x[0]);
            }
        }
    }

    fn rule_contribution(&mut self, _: usize, _: &Custom, slope: V, bar: V) -> V {
        let product = slope * bar;
        let rescued = self.rescue && product.has_nan() && !bar.has_nan() && lost(slope, bar);
        if rescued { product.lit(0.0) } else { product }
    }
    fn contribution(&mut self, line: usize, op: Op, slope: V, bar: V) -> V {
        let product = slope * bar;
        if !(self.rescue && product.has_nan() && !bar.has_nan() && lost(slope, bar)) {
            return product;
        }
        if self.rescued != Some(line) {
            self.rescued = Some(line);
            let kind = NoteKind::ZeroTimesInfinity;
            self.pending = match self.pending.take() {
                Some(note) => Some(Note { kind, ..note }),
                None => self.about(line, kind, Kink::new(op, self.args.clone(), Set::Edge), 0.0),
            };
        }
        product.lit(0.0)
    }
}

/// Puts the numbers that were chosen in the place of slopes; those that stand keep their derivatives.
fn settled<V: Value>(slopes: &mut Vec<(usize, V)>, before: &[(usize, f64)], after: &[(usize, f64)], like: V) {
    for (entry, (&(_, old), &(arg, new))) in slopes.iter_mut().zip(before.iter().zip(after)) {
        if old.to_bits() != new.to_bits() {
            *entry = (arg, like.lit(new));
        }
    }
    slopes.extend(after[before.len()..].iter().map(|&(arg, d)| (arg, like.lit(d))));
}

/// Whether one factor is a zero, derivatives included, and the other no NaN. A slope that has a value but no derivative
/// loses to a zero adjoint: nothing depends on it, to no order.
fn lost<V: Value>(slope: V, bar: V) -> bool {
    let has_value = slope.known().is_some_and(|d| !d.is_nan());
    (bar.is_zero() && (has_value || !slope.has_nan())) || (slope.is_zero() && !slope.has_nan())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::{Binding, Block, Operand, Repeat};
    use crate::sweep::{self, Constants};

    /// Two lanes of |x| at 0, the sub-List's line with a place of its own or without one.
    fn two_kinks(own: Option<Origin>) -> List {
        let (mut body, mut list) = (List::new(), List::new());
        let abs = Op::by_text("abs").unwrap();
        let a = Operand::id(body.input("a", vec![]));
        let y = body.apply(abs, &[a]).unwrap();
        own.into_iter().for_each(|origin| body.came_from(origin));
        body.output(y);
        let x = list.input("x", vec![]);
        let c = list.constant(-1.0);
        list.apply(abs, &[c]).unwrap();
        list.came_from(Origin::Text { start: 1, end: 2 });
        let bindings = vec![Binding::Uniform(Operand::id(x))];
        let first = list.block(Block { repeat: Repeat::Map { lanes: 2 }, body: Box::new(body), bindings }).unwrap();
        list.came_from(Origin::Text { start: 3, end: 9 });
        list.set_outputs(vec![Operand::id(first), Operand::id(Id(first.0 + 1))]);
        list
    }

    fn noted(list: &List) -> Vec<Option<Origin>> {
        let c = Constants::literal(0.0);
        let (mut at, mut bar) = (Vec::new(), Vec::new());
        sweep::value(list, &c, &[0.0], &mut at).unwrap();
        let sweep = || {
            let mut watch = Careful::new(list, true, false);
            sweep::adjoint(list, &c, &at, &[1.0, 1.0], &mut bar, &mut watch);
            watch.finish().unwrap();
        };
        let (_, notes) = crate::notes(sweep);
        notes.into_iter().map(|note| note.at).collect()
    }

    #[test]
    fn a_note_names_the_line_of_the_sub_list() {
        let own = Origin::Text { start: 5, end: 6 };
        assert_eq!(noted(&two_kinks(Some(own))), [Some(own); 2]);
        let around = Some(Origin::Text { start: 3, end: 9 });
        assert_eq!(noted(&two_kinks(None)), [around; 2]);
        let listing = crate::Listing::new(two_kinks(None), &[0.0], crate::Options::new()).unwrap();
        assert!(listing.notes().iter().map(|note| note.at).eq([around]));
    }
}
