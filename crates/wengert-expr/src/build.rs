//! Writes the List while the parser reads: equal lines are written once, nothing else is changed.

use std::collections::HashMap;
use std::ops::Range;
use wengert::List;
use wengert::list::{Operand, Origin, TooLong};
use wengert::prim::Op;

/// A value the parser holds: a number that stands in the text, or something in the List.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Item {
    Literal(f64),
    Written(Operand),
}

#[derive(Debug, Default)]
pub(crate) struct Builder {
    list: List,
    lines: HashMap<(Op, Box<[Operand]>), Operand>,
    constants: HashMap<u64, Operand>,
}

impl Builder {
    /// Declares an input that is a number.
    pub fn input(&mut self, name: &str) -> Operand {
        Operand::id(self.list.input(name, Vec::new()))
    }
    /// The operand that reads `item`; equal literals (in their bits) share a place in the pool.
    fn operand(&mut self, item: Item) -> Operand {
        match item {
            Item::Written(o) => o,
            Item::Literal(c) => *self.constants.entry(c.to_bits()).or_insert_with(|| self.list.constant(c)),
        }
    }
    /// The line that applies `op`: an earlier one, or a new one that comes from bytes `span` of the text.
    pub fn apply(&mut self, op: Op, args: &[Item], span: Range<u32>) -> Result<Item, TooLong> {
        let args: Box<[Operand]> = args.iter().map(|&a| self.operand(a)).collect();
        if let Some(&line) = self.lines.get(&(op, args.clone())) {
            return Ok(Item::Written(line));
        }
        let line = self.list.apply(op, &args)?;
        self.list.came_from(Origin::Text { start: span.start, end: span.end });
        self.lines.insert((op, args), line);
        Ok(Item::Written(line))
    }
    /// The List with its one output.
    pub fn finish(mut self, result: Item) -> List {
        let output = self.operand(result);
        self.list.output(output);
        debug_assert_eq!(self.list.verify(), Ok(()));
        self.list
    }
}
