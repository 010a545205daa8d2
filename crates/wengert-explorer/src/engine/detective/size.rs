//! The sizes of registers: those that have vanished or exploded though every number is finite, and all of them as a curve.

use super::{Desk, Finding};
use crate::engine::num::{Num, short};
use crate::engine::record;
use crate::engine::say::bar;
use serde::Serialize;
use std::collections::BTreeMap;
use wengert::Contribution;
use wengert::list::Id;
use wengert_inspect::Run;
use wengert_inspect::explain::{Explanation, Hop, explain};

/// A register smaller than this has vanished, one larger than its reciprocal has exploded.
const VANISHED: f64 = 1e-8;
/// Of a register that has vanished less than this part of what went in is left where it has cancelled.
const CANCELLED: f64 = 1e-4;
/// Of registers within the program that have vanished so many are asked whether they have cancelled.
const TRIED: usize = 4;
/// Of a tape that is too long to be listed, registers are told by so many stretches of depths.
const STRETCHES: usize = 240;

/// The size of a register.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Magnitude {
    line: u32,
    depth: usize,
    log10: Num,
}

impl Desk<'_> {
    /// A register that has exploded, or one of an input that has vanished, though every number is finite; else one within the
    /// program that holds what a cancellation left.
    pub(super) fn extreme(&self) -> Vec<Finding> {
        let size = |id: &Id| self.run.adjoint(*id).map(f64::abs).filter(|x| x.is_finite() && *x != 0.0);
        let small = self.inputs().find(|id| size(id).is_some_and(|x| x < VANISHED));
        let large = self.ids().find(|id| size(id).is_some_and(|x| x > 1.0 / VANISHED));
        let found = large.map(|id| self.sized(id, true)).or_else(|| small.map(|id| self.sized(id, false)));
        let leftover = || {
            let all = self.ids().filter(|id| size(id).is_some_and(|x| x < VANISHED)).take(TRIED);
            all.filter(|&id| cancelled(&explain(self.run, id, 1))).find_map(|id| self.sized(id, false))
        };
        found.unwrap_or_else(leftover).into_iter().collect()
    }
    /// The local derivative that does most on the largest path to a register.
    fn sized(&self, id: Id, large: bool) -> Option<Finding> {
        let why = explain(self.run, id, 1);
        let hops = &why.paths.first()?.hops;
        let size = |hop: &&Hop| if large { -hop.slope.abs() } else { hop.slope.abs() };
        let hop = hops.iter().min_by(|a, b| size(a).total_cmp(&size(b)))?;
        let step = |c: &&Contribution| c.from == hop.from && c.arg == hop.arg;
        let c = self.run.contributions().iter().find(step);
        let (word, most, than) =
            if large { ("exploded", "largest", "above 2") } else { ("vanished", "smallest", "below 1/2") };
        let cancelled = !large && cancelled(&why);
        let detail = format!("its slope {} is the {most} on the way", short(hop.slope));
        let mut thread = vec![self.knot(1, hop.from, "value", self.worth(hop.from), &detail)];
        thread.extend(c.map(|c| self.knot(2, c.from, "product", self.product(c), "each line multiplies by its slope")));
        thread.push(self.register(
            thread.len() + 1,
            id,
            if cancelled { "what cancellation leaves" } else { "what is left of the seed 1" },
        ));
        let counts = |hop: &&Hop| if large { hop.slope.abs() > 2.0 } else { hop.slope.abs() < 0.5 };
        let count = hops.iter().filter(counts).count();
        let (text, reason) = match cancelled {
            true => (
                "The paths to it are larger, and cancel.".to_owned(),
                "What is left of a cancellation has few right digits. “Why this number” shows the paths.",
            ),
            false => (
                format!("{count} of {} local derivatives on the largest path are {than} in size.", hops.len()),
                "Every number is finite. How many digits rounding has left, “Accuracy” shows.",
            ),
        };
        let kind = if large { "exploding" } else { "vanishing" };
        let heading = format!("{} has {word}", bar(self.names, id));
        Some(Finding::new(kind, heading, text, thread).cured(Err(reason.to_owned())))
    }
}

/// Whether a register that has vanished is what cancellation left: of paths that have not vanished themselves.
fn cancelled(why: &Explanation) -> bool {
    why.left.is_some_and(|left| left < CANCELLED) && why.paths.first().is_some_and(|path| path.log10 > VANISHED.log10())
}

/// The size of every register that something reached, and is not zero.
pub(super) fn magnitudes(run: &Run) -> Vec<Magnitude> {
    let depths = record::depths(run);
    let one = |k: usize| {
        let size = run.adjoint(Id(k as u32))?.abs();
        (size > 0.0).then(|| Magnitude { line: k as u32, depth: depths[k], log10: Num(size.log10()) })
    };
    (0..run.list().ids()).filter_map(one).collect()
}

/// Of very many registers the largest and the smallest of each stretch of depths.
pub(super) fn extremes(all: &[Magnitude]) -> Vec<Magnitude> {
    let wide = (all.iter().map(|one| one.depth).max().unwrap_or(0) + 1).div_ceil(STRETCHES);
    let mut ends: BTreeMap<usize, (Magnitude, Magnitude)> = BTreeMap::new();
    for &one in all {
        let (low, high) = ends.entry(one.depth / wide).or_insert((one, one));
        if one.log10.0 < low.log10.0 {
            *low = one;
        }
        if one.log10.0 > high.log10.0 {
            *high = one;
        }
    }
    ends.into_values().flat_map(|(low, high)| [low, high]).collect()
}

pub(super) fn heading(run: &Run, magnitudes: &[Magnitude]) -> String {
    let finite = magnitudes.iter().map(|m| m.log10.0).filter(|x| x.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    match high - low {
        span if span >= 8.0 => format!("The registers span {span:.0} powers of ten over {} lines", run.list().ids()),
        _ => "The size of every register".to_owned(),
    }
}
