//! The states of a line with a sub-List before its lanes, handed out from the last lane to the first: all kept, or run
//! again from those that a schedule keeps.

use super::block::{bound, lane};
use super::{Constants, each_output};
use crate::list::{Block, List};
use crate::schedule::{Action, Schedule, binomial};
use crate::value::Value;

/// The line, and what its bindings read.
#[derive(Clone, Copy)]
pub(super) struct Line<'a, V: Value> {
    pub list: &'a List,
    pub block: &'a Block,
    pub constants: &'a Constants<'a, V>,
    pub at: &'a [V],
}

impl<V: Value> Line<'_, V> {
    /// The state before the first lane.
    pub fn start(&self) -> Vec<V> {
        let carried = &self.block.bindings[..self.block.repeat.carried()];
        carried.iter().map(|binding| bound(self.list, self.constants, self.at, binding, 0)).collect()
    }
}

/// States before lanes.
pub(super) struct States<'a, V: Value> {
    line: Line<'a, V>,
    kept: Kept<V>,
    /// The state at hand.
    state: Vec<V>,
    frame: Vec<V>,
}

enum Kept<V> {
    /// That of every lane, one behind the other.
    All(Vec<V>),
    /// So many at a time, by place, one behind the other.
    Some(Schedule, Vec<V>),
}

impl<'a, V: Value> States<'a, V> {
    /// The states of a line that has been evaluated.
    pub fn new(line: Line<'a, V>) -> States<'a, V> {
        let (state, lanes) = (line.start(), line.block.repeat.lanes());
        let bytes = size_of_val(&state[..]);
        match line.block.repeat.memory().snapshots(lanes.into(), bytes, bytes) {
            Some(n) if n < lanes as usize && !state.is_empty() => {
                let kept = Kept::Some(binomial(lanes.into(), n), Vec::with_capacity(n * state.len()));
                States { line, kept, state, frame: Vec::new() }
            }
            _ => States::all(line, state),
        }
    }
    /// All of them, from the first.
    fn all(line: Line<'a, V>, state: Vec<V>) -> States<'a, V> {
        let lanes = line.block.repeat.lanes();
        let mut all = Vec::with_capacity(lanes as usize * state.len());
        let mut states = States { line, kept: Kept::All(Vec::new()), state, frame: Vec::new() };
        for lane in 0..lanes {
            all.extend_from_slice(&states.state);
            states.advance(lane);
        }
        states.kept = Kept::All(all);
        states
    }
    /// The state before a lane; asked for the lanes from the last to the first.
    pub fn before(&mut self, lane: u32) -> &[V] {
        let carried = self.state.len();
        if let Kept::All(all) = &self.kept {
            self.state.copy_from_slice(&all[lane as usize * carried..][..carried]);
            return &self.state;
        }
        while let Some(action) = self.next() {
            match action {
                Action::Advance { from, to } => (from..to).for_each(|lane| self.advance(lane as u32)),
                Action::Snapshot { slot, .. } => self.keep(slot),
                Action::Restore { slot, .. } => self.restore(slot),
                Action::Reverse { step } => {
                    debug_assert_eq!(step, lane.into());
                    break;
                }
            }
        }
        &self.state
    }
    fn next(&mut self) -> Option<Action> {
        if let Kept::Some(schedule, _) = &mut self.kept { schedule.next() } else { None }
    }
    fn keep(&mut self, slot: usize) {
        if let Kept::Some(_, places) = &mut self.kept {
            let place = slot * self.state.len();
            places.resize(places.len().max(place + self.state.len()), self.line.constants.like);
            places[place..place + self.state.len()].copy_from_slice(&self.state);
        }
    }
    fn restore(&mut self, slot: usize) {
        if let Kept::Some(_, places) = &self.kept {
            let carried = self.state.len();
            self.state.copy_from_slice(&places[slot * carried..][..carried]);
        }
    }
    /// Runs a lane, which has been run before: its guards hold.
    fn advance(&mut self, number: u32) {
        if self.state.is_empty() {
            return;
        }
        let inner = self.line.constants.inner();
        let _ = lane(self.line, &self.state, number, &mut self.frame);
        let next = each_output(&self.line.block.body, &inner, &self.frame);
        self.state.iter_mut().zip(next).for_each(|(s, y)| *s = y);
    }
}
