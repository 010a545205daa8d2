//! Writes the List while the machine runs: equal lines are written once, nothing else is changed.

use crate::source::Span;
use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};
use std::hash::BuildHasher;
use wengert::List;
use wengert::list::{Id, Operand, Origin, Step, TooLong};
use wengert::prim::Op;

/// A number that the machine holds, and what it is worth at the point (NaN where no point is given).
#[derive(Clone, Copy, Debug)]
pub(crate) enum Item {
    /// It stands in the text.
    Literal(f64),
    /// It is known before the List is written: a counter, a length.
    Known(f64),
    /// It is an input, or a line of the List names it.
    Written {
        operand: Operand,
        value: f64,
        /// Whether it depends on an input.
        varies: bool,
    },
}

impl Item {
    pub fn value(self) -> f64 {
        match self {
            Item::Literal(c) | Item::Known(c) => c,
            Item::Written { value, .. } => value,
        }
    }
    pub fn varies(self) -> bool {
        matches!(self, Item::Written { varies: true, .. })
    }
    /// The value it names, where that is no number of the pool.
    pub fn id(self) -> Option<Id> {
        match self {
            Item::Written { operand, .. } => operand.as_id(),
            _ => None,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Builder {
    pub list: List,
    hasher: DefaultHashBuilder,
    lines: HashTable<(u32, Id)>,
    /// Conditions that are guarded already.
    guarded: HashSet<Operand>,
    constants: HashMap<u64, Operand>,
    /// Lines that were asked for again, with the other places of the text that say the same.
    again: HashSet<(u32, Span)>,
}

impl Builder {
    /// The operand that reads `item`; equal constants (in their bits) share a place in the pool.
    fn operand(&mut self, item: Item) -> Operand {
        match item {
            Item::Written { operand, .. } => operand,
            Item::Literal(c) | Item::Known(c) => {
                *self.constants.entry(c.to_bits()).or_insert_with(|| self.list.constant(c))
            }
        }
    }
    /// The line that applies `op`: an earlier one, or a new one that comes from `span`.
    pub fn apply(&mut self, op: Op, args: &[Item], span: Span) -> Result<Item, TooLong> {
        let numbers: Vec<f64> = args.iter().map(|a| a.value()).collect();
        let value = op.apply(&numbers);
        if args.iter().any(|a| matches!(a, Item::Known(_))) && !args.iter().any(|a| matches!(a, Item::Written { .. })) {
            return Ok(Item::Known(value));
        }
        let operands: Vec<Operand> = args.iter().map(|&a| self.operand(a)).collect();
        let varies = args.iter().any(|a| a.varies());
        let operand = self.line(op, &operands, span)?;
        Ok(Item::Written { operand, value, varies })
    }
    fn line(&mut self, op: Op, args: &[Operand], span: Span) -> Result<Operand, TooLong> {
        let hash = self.hasher.hash_one((op, args));
        let list = &self.list;
        let same =
            |&(line, _): &(u32, Id)| matches!(list.step(line as usize), Step::Apply(o, a) if o == op && a == args);
        if let Some(&(line, id)) = self.lines.find(hash, same) {
            if self.list.origin(line as usize) != Some(Origin::Text { start: span.start, end: span.end }) {
                self.again.insert((line, span));
            }
            return Ok(Operand::id(id));
        }
        let operand = self.list.apply(op, args)?;
        self.list.came_from(Origin::Text { start: span.start, end: span.end });
        if let Some(id) = operand.as_id() {
            let (list, hasher) = (&self.list, &self.hasher);
            let rehash = |&(line, _): &(u32, Id)| match list.step(line as usize) {
                Step::Apply(op, args) => hasher.hash_one((op, args)),
                _ => 0,
            };
            self.lines.insert_unique(hash, (list.len() as u32 - 1, id), rehash);
        }
        Ok(operand)
    }
    /// In how many other places of the text each line stands, where there are any.
    pub fn elsewhere(&self) -> HashMap<u32, usize> {
        let mut counts = HashMap::new();
        self.again.iter().for_each(|&(line, _)| *counts.entry(line).or_default() += 1);
        counts
    }
    /// Guards a condition that depends on inputs, unless it is guarded already.
    pub fn guard(&mut self, cond: Item, said: bool, span: Span) -> bool {
        let Item::Written { operand, varies: true, .. } = cond else { return false };
        let new = self.guarded.insert(operand);
        if new {
            self.list.guard(operand, said);
            self.list.came_from(Origin::Text { start: span.start, end: span.end });
        }
        new
    }
    /// Adds an output.
    pub fn output(&mut self, item: Item) {
        let operand = self.operand(item);
        self.list.output(operand);
    }
}
