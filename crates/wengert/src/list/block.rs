//! Lines with a sub-List: repetition kept as repetition.

use super::{Id, List, Operand, Shape};
use crate::schedule::Memory;

/// How deep sub-Lists may stand in one another.
pub const MAX_DEPTH: usize = 64;

/// How often and how a sub-List runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Once. Results: the body's outputs.
    Call,
    /// Once for each lane, no lane reading another. Results: for each output of the body a block of one value a lane.
    Map {
        /// How many lanes.
        lanes: u32,
    },
    /// Once for each lane; the body's first input is the running total, its only output the next one. Result: the last
    /// total. The order, from the first lane to the last, is law.
    Reduce {
        /// How many lanes.
        lanes: u32,
    },
    /// Once for each step; the body's first `carried` inputs are the state, its first `carried` outputs the next state.
    /// Results: the last state, then for each further output a block of one value a step.
    Scan {
        /// How many steps.
        steps: u32,
        /// How many values the state has.
        carried: u32,
        /// What an adjoint sweep keeps of the states before the steps.
        memory: Memory,
    },
}

/// What an input of a sub-List reads in a lane.
#[derive(Clone, Debug, PartialEq)]
pub enum Binding {
    /// The same value in every lane; for a carried input, its value before the first step.
    Uniform(Operand),
    /// The value `first + step * lane`.
    Strided {
        /// The value in lane 0.
        first: Id,
        /// How far it moves from lane to lane.
        step: i32,
    },
    /// The value whose id stands in a column.
    Gather(Vec<Id>),
    /// A number that stands in a column.
    Column(Vec<f64>),
    /// The number of the lane.
    Lane,
}

/// A line with a sub-List.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// How it runs.
    pub repeat: Repeat,
    /// What runs; verified with the List it stands in.
    pub body: Box<List>,
    /// One for each input value of the body.
    pub bindings: Vec<Binding>,
}

impl Repeat {
    /// How many times the body runs.
    pub fn lanes(self) -> u32 {
        match self {
            Repeat::Call => 1,
            Repeat::Map { lanes } | Repeat::Reduce { lanes } => lanes,
            Repeat::Scan { steps, .. } => steps,
        }
    }
    /// How many inputs and outputs of the body are handed from one lane to the next.
    pub fn carried(self) -> usize {
        match self {
            Repeat::Call | Repeat::Map { .. } => 0,
            Repeat::Reduce { .. } => 1,
            Repeat::Scan { carried, .. } => carried as usize,
        }
    }
    /// What an adjoint sweep keeps of the states before the lanes.
    pub fn memory(self) -> Memory {
        if let Repeat::Scan { memory, .. } = self { memory } else { Memory::Store }
    }
}

impl Block {
    /// How many values it names; more than [`MAX_IDS`](super::MAX_IDS) where that is too large a number.
    pub fn results(&self) -> u32 {
        let outputs = u32::try_from(self.body.outputs().len()).unwrap_or(u32::MAX);
        let carried = u32::try_from(self.repeat.carried()).map_or(outputs, |n| n.min(outputs));
        match self.repeat {
            Repeat::Call => outputs,
            _ => carried.saturating_add((outputs - carried).saturating_mul(self.repeat.lanes())),
        }
    }
    /// The shape of the results, output by output.
    pub fn shapes(&self) -> Vec<Shape> {
        let alone = if self.repeat == Repeat::Call { usize::MAX } else { self.repeat.carried() };
        let count = self.body.outputs().len();
        (0..count).map(|k| if k < alone { vec![] } else { vec![self.repeat.lanes()] }).collect()
    }
    /// Where output `k` of the body goes after lane `lane`, counted from the first result; `None` while it is carried.
    pub fn result(&self, k: usize, lane: u32) -> Option<u32> {
        let carried = self.repeat.carried();
        match self.repeat {
            Repeat::Call => Some(k as u32),
            _ if k < carried => (lane + 1 == self.repeat.lanes()).then_some(k as u32),
            _ => Some(carried as u32 + (k - carried) as u32 * self.repeat.lanes() + lane),
        }
    }
}

impl Binding {
    /// The value it reads in a lane, if it reads one.
    #[inline]
    pub fn id(&self, lane: u32) -> Option<Id> {
        match self {
            Binding::Uniform(o) => o.as_id(),
            Binding::Strided { first, step } => Some(Id(first.0.wrapping_add_signed(step.wrapping_mul(lane as i32)))),
            Binding::Gather(ids) => Some(ids[lane as usize]),
            Binding::Column(_) | Binding::Lane => None,
        }
    }
}
