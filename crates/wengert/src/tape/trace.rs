//! The recorder that writes a List: every operation a line, every comparison a guarded line, nothing simplified.

use crate::custom::Custom;
use crate::list::{Id, List, MAX_IDS, Operand, Origin, TooLong};
use crate::prim::Op;
use std::panic::Location;

/// Slots from here on name rebindable data.
const DATA_SLOT: u32 = 1 << 31;

/// A List that is being recorded, and the outer variables it captured.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    pub list: List,
    /// Places in the constant pool that stand for a variable of an outer level: place, identity, value.
    pub captured: Vec<(u32, u64, f64)>,
    /// Whether every line is told where it comes from, not guards only.
    pub places: bool,
    /// Whether the List is kept, to run again at other points.
    pub kept: bool,
    /// Whether it is the body of a loop: what is computed in it belongs to it, also from outer variables alone.
    pub body: bool,
    /// Which loops are written out.
    pub unrolled: Unrolled,
}

/// Which loops a recorder writes out, step by step, instead of holding them as lines with a sub-List.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unrolled {
    /// None.
    #[default]
    None,
    /// Those that a tape of slopes would hold so.
    AsTape,
    /// All, but for very long ones.
    All,
}

/// What a line reads, seen from the level that records it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
    /// A number that belongs to no level.
    Constant(f64),
    /// A slot of this level.
    Slot(u32),
    /// A variable of an outer level.
    Outer(u64, f64),
}

impl Recorder {
    /// A recorder over inputs with these names and lengths.
    pub fn new(list: List, places: bool) -> Recorder {
        Recorder { list, captured: Vec::new(), places, kept: false, body: false, unrolled: Unrolled::None }
    }
    /// The same recorder, of a List that will run again at other points.
    pub fn kept(self) -> Recorder {
        Recorder { kept: true, ..self }
    }
    /// The same recorder, which writes loops out where a tape of slopes would hold every operation of theirs.
    pub fn unrolled(self, unrolled: Unrolled) -> Recorder {
        Recorder { unrolled, ..self }
    }
    /// A recorder for the body of a loop.
    pub fn of_body(list: List) -> Recorder {
        Recorder { body: true, kept: true, ..Recorder::new(list, true) }
    }
    /// One past the last slot: slot 0 is nobody's, slot `k + 1` is value `k`.
    pub fn slots(&self) -> u64 {
        self.list.ids() as u64 + 1
    }
    /// How many identities the level used.
    pub fn identities(&self) -> u64 {
        if self.list.data().is_empty() { self.slots() } else { DATA_SLOT as u64 + self.list.data().len() as u64 }
    }
    /// Whether a slot is that of a value of the List.
    pub fn is_value(&self, slot: u64) -> bool {
        slot >= 1 && slot < self.slots()
    }
    /// Whether a slot exists.
    pub fn has(&self, slot: u64) -> bool {
        (slot >= 1 && slot < self.slots())
            || slot.checked_sub(DATA_SLOT as u64).is_some_and(|k| (k as usize) < self.list.data().len())
    }
    /// Adds data and answers the slot of the first.
    pub fn data(&mut self, numbers: impl Iterator<Item = f64>) -> u64 {
        let first = DATA_SLOT as u64 + self.list.data().len() as u64;
        numbers.for_each(|c| {
            self.list.datum(c);
        });
        first
    }
    /// What a variable is, seen from here; `base` is the identity of slot 0.
    pub fn source(&self, base: u64, identity: u64, v: f64) -> Source {
        let slot = identity.wrapping_sub(base);
        match identity {
            0 => Source::Constant(v),
            _ if self.has(slot) => Source::Slot(slot as u32),
            outer => Source::Outer(outer, v),
        }
    }
    /// The operand that reads a source.
    pub fn operand(&mut self, source: Source) -> Operand {
        match source {
            Source::Constant(c) => self.list.constant(c),
            Source::Slot(s) if s >= DATA_SLOT => Operand::data(s - DATA_SLOT),
            Source::Slot(s) => Operand::id(Id(s - 1)),
            Source::Outer(identity, v) => {
                let operand = self.list.constant(v);
                self.captured.push((self.list.pool().len() as u32 - 1, identity, v));
                operand
            }
        }
    }
    /// Records an operation and returns its slot.
    pub fn line(&mut self, op: Op, sources: &[Source], at: &'static Location<'static>) -> Result<u32, TooLong> {
        let mut inline = [Operand::id(Id(0)); 3];
        let result = if sources.len() <= 3 {
            for (o, &s) in inline.iter_mut().zip(sources) {
                *o = self.operand(s);
            }
            self.list.apply(op, &inline[..sources.len()])?
        } else {
            let args: Vec<Operand> = sources.iter().map(|&s| self.operand(s)).collect();
            self.list.apply(op, &args)?
        };
        if self.places {
            self.list.came_from(Origin::Rust(at));
        }
        Ok(result.as_id().map_or(MAX_IDS, |id| id.0) + 1)
    }
    /// Records a line that runs a user's rule and returns the slot of its first result. It is always told where it comes
    /// from: a rule that fails when the program runs again says so.
    pub fn rule(&mut self, rule: &Custom, sources: &[Source], at: &'static Location<'static>) -> Result<u32, TooLong> {
        let args: Vec<Operand> = sources.iter().map(|&s| self.operand(s)).collect();
        let first = self.list.rule(rule, &args)?;
        self.list.came_from(Origin::Rust(at));
        Ok(first.0 + 1)
    }
    /// Records that a condition came out as it did.
    pub fn guard(&mut self, cond: u32, said: bool, at: &'static Location<'static>) {
        let cond = self.operand(Source::Slot(cond));
        self.list.guard(cond, said);
        self.list.came_from(Origin::Rust(at));
    }
}
