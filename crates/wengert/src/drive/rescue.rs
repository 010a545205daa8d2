//! Zeros that meet infinities in the careful sweep over the tape of slopes: they count as zero, and are told.
//!
//! A tape holds slopes and no operations. By name and place it knows those that stood at a kink or had an infinite slope
//! ([`Event`](crate::tape::level::Event)), so an infinity is followed from the operation whose slope it was.

use crate::prim::Set;
use crate::{Kink, Note, NoteKind};
use std::collections::{HashMap, HashSet};

/// The products of one careful sweep.
#[derive(Debug)]
pub(super) struct Rescue {
    /// Whether zero times infinity is zero here.
    on: bool,
    /// The slots whose operation is known by name.
    named: HashSet<u32>,
    /// Of the slots with an infinite adjoint: the operation whose slope made it so.
    sources: HashMap<u32, u32>,
    /// The named slots at which a zero met an infinity.
    at: HashSet<u32>,
    /// Where it was at a slot without a name: the operation from which the infinity came, if that is known.
    from: HashSet<Option<u32>>,
}

impl Rescue {
    pub fn new(on: bool, named: HashSet<u32>) -> Rescue {
        Rescue { on, named, sources: HashMap::new(), at: HashSet::new(), from: HashSet::new() }
    }
    /// What a slope `d` of the operation at `slot`, times its adjoint `g`, adds to the adjoint of `to`.
    pub fn product(&mut self, slot: u32, to: u32, d: f64, g: f64) -> f64 {
        let source = if d.is_infinite() { Some(slot) } else { self.sources.get(&slot).copied() };
        if self.on && ((g == 0.0 && d.is_infinite()) || (d == 0.0 && g.is_infinite())) {
            self.met(slot, source);
            return 0.0;
        }
        let term = d * g;
        if let (true, Some(source)) = (term.is_infinite(), source) {
            self.sources.insert(to, source);
        }
        term
    }
    fn met(&mut self, slot: u32, source: Option<u32>) {
        if self.named.contains(&slot) {
            self.at.insert(slot);
        } else {
            self.from.insert(source.filter(|source| self.named.contains(source)));
        }
    }
    /// Whether a zero met an infinity at this slot.
    pub fn at(&self, slot: u32) -> bool {
        self.at.contains(&slot)
    }
    /// Whether the infinite slope of this slot met a zero of an operation without a name.
    pub fn from(&self, slot: u32) -> bool {
        self.from.contains(&Some(slot))
    }
    /// The note of what no name is known for, at the place of the derivative.
    pub fn nameless(&self, at: crate::list::Origin) -> Option<Note> {
        let (lower, upper) = (f64::NEG_INFINITY, f64::INFINITY);
        let kink = Kink { op: "", args: vec![], set: Set::Edge, lower, upper };
        self.from.contains(&None).then_some(Note { kind: NoteKind::ZeroTimesInfinity, kink, chosen: 0.0, at: Some(at) })
    }
}
