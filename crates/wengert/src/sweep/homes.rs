//! Where the adjoints of a sub-List's inputs and outputs live in each lane: where they would live in the plain loop.
//!
//! A value that a lane hands on unchanged keeps its register; one that was a value outside keeps that one's; a value that
//! is computed in a lane has a register of the line's own until the sweep has come back to that lane.

use super::{Registers, Varying};
use crate::list::{Binding, Block, Id, Repeat};
use std::collections::HashMap;

/// Where the adjoint of an input lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Home {
    /// Nowhere: the input reads a number.
    Nowhere,
    /// In a register of the List that the line stands in.
    Outer(Id),
    /// In register `k` of the line's own; `k` is the first carried value that lives there.
    Own(u32),
}

/// What an output of the body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// A number, or a value that does not vary.
    Nowhere,
    /// A value outside that was handed on.
    Outer(Id),
    /// What the lane's input with this number reads outside.
    Bound(u32),
    /// A value of an earlier lane, in this register of the line's own.
    Passed(u32),
    /// A value of the lane.
    Computed(Id),
}

/// Lanes that are alike.
#[derive(Debug)]
pub(super) struct Stretch {
    first: u32,
    /// The homes of the carried inputs.
    carried: Vec<Home>,
    /// Which of the other inputs vary.
    bound: Vec<bool>,
    /// What varies in the body.
    pub varies: Varying,
    /// Of each output.
    pub sources: Vec<Source>,
    /// For each output the first carried one that is the same value of the loop's own.
    pub leaders: Vec<Option<u32>>,
}

/// The homes of all inputs and outputs of the body in all lanes.
pub(super) struct Homes<'a> {
    block: &'a Block,
    outer: Registers<'a>,
    stretches: Vec<Stretch>,
    /// Those of the carried values after the last lane.
    last: Vec<Home>,
}

impl<'a> Homes<'a> {
    pub fn new(block: &'a Block, outer: Registers<'a>) -> Homes<'a> {
        let mut homes = Homes { block, outer, stretches: Vec::new(), last: Vec::new() };
        let moves = homes.move_about();
        let mut carried: Vec<Home> = (0..block.repeat.carried()).map(|k| homes.bound(k, 0)).collect();
        let mut bound = Vec::new();
        for lane in 0..block.repeat.lanes() {
            bound.clear();
            bound.extend((carried.len()..block.bindings.len()).map(|k| homes.bound(k, lane) != Home::Nowhere));
            if homes.stretches.last().is_none_or(|last| last.carried != carried || last.bound != bound) {
                let stretch = homes.stretch(lane, carried.clone(), bound.clone());
                homes.stretches.push(stretch);
            }
            let next = homes.next(lane);
            let settled = !moves && next == carried;
            carried = next;
            if settled {
                break;
            }
        }
        homes.last = carried;
        homes
    }
    /// Whether what an input reads outside is another value in another lane.
    pub fn move_about(&self) -> bool {
        self.block.bindings.iter().any(|b| matches!(b, Binding::Strided { .. } | Binding::Gather(_)))
    }
    fn bound(&self, k: usize, lane: u32) -> Home {
        self.block.bindings[k].id(lane).and_then(|id| self.outer.of(id)).map_or(Home::Nowhere, Home::Outer)
    }
    fn stretch(&self, first: u32, carried: Vec<Home>, bound: Vec<bool>) -> Stretch {
        let body = &self.block.body;
        let inputs: Vec<bool> = carried.iter().map(|&h| h != Home::Nowhere).chain(bound.iter().copied()).collect();
        let varies = Varying::by_inputs(body, &inputs);
        let source = |id: Id| match carried.get(id.0 as usize) {
            Some(Home::Nowhere) => Source::Nowhere,
            Some(&Home::Outer(id)) => Source::Outer(id),
            Some(&Home::Own(k)) => Source::Passed(k),
            None if (id.0 as usize) < body.input_len() => Source::Bound(id.0),
            None => Source::Computed(id),
        };
        let of = |o: &crate::list::Operand| o.as_id().filter(|&id| varies.has(id)).map_or(Source::Nowhere, source);
        let sources: Vec<Source> = body.outputs().iter().map(of).collect();
        let own = |s: &Source| matches!(s, Source::Passed(_) | Source::Computed(_));
        let leader = |s: &Source| sources[..carried.len()].iter().position(|other| other == s).map(|k| k as u32);
        let leaders = sources.iter().map(|s| leader(s).filter(|_| own(s))).collect();
        Stretch { first, carried, bound, varies, sources, leaders }
    }
    /// The homes of the carried values after a lane.
    fn next(&self, lane: u32) -> Vec<Home> {
        let stretch = self.stretch_of(lane);
        let home = |k: usize| match stretch.sources[k] {
            Source::Nowhere => Home::Nowhere,
            Source::Outer(id) => Home::Outer(id),
            Source::Bound(k) => self.bound(k as usize, lane),
            Source::Passed(_) | Source::Computed(_) => stretch.leaders[k].map_or(Home::Nowhere, Home::Own),
        };
        (0..stretch.carried.len()).map(home).collect()
    }
    fn place(&self, lane: u32) -> usize {
        self.stretches.partition_point(|s| s.first <= lane) - 1
    }
    /// The stretch that a lane belongs to.
    pub fn stretch_of(&self, lane: u32) -> &Stretch {
        &self.stretches[self.place(lane)]
    }
    /// Whether a stretch begins with a lane.
    pub fn begins(&self, lane: u32) -> bool {
        self.stretch_of(lane).first == lane
    }
    /// The home of input `k` of the body in a lane.
    pub fn input(&self, k: usize, lane: u32) -> Home {
        self.stretch_of(lane).carried.get(k).copied().unwrap_or_else(|| self.bound(k, lane))
    }
    /// The homes of all inputs of the body in a lane.
    pub fn inputs(&self, lane: u32) -> Vec<Home> {
        (0..self.block.bindings.len()).map(|k| self.input(k, lane)).collect()
    }
    /// The homes of the carried values after the last lane.
    pub fn last(&self) -> &[Home] {
        &self.last
    }
    /// The home of what a further output answers in a lane, and since when: a register of the line's own is that at a
    /// boundary, the one before lane 0 being boundary 0. `None` where it is a value of the lane that is not carried.
    pub fn further(&self, output: usize, lane: u32) -> Option<(u32, Home)> {
        let stretch = self.stretch_of(lane);
        match (stretch.sources[output], stretch.leaders[output]) {
            (Source::Nowhere, _) => Some((lane, Home::Nowhere)),
            (Source::Outer(id), _) => Some((lane, Home::Outer(id))),
            (Source::Bound(k), _) => Some((lane, self.bound(k as usize, lane))),
            (_, Some(leader)) => Some((lane + 1, Home::Own(leader))),
            (Source::Passed(k), None) => Some((lane, Home::Own(k))),
            (Source::Computed(_), None) => None,
        }
    }
    /// The last boundary to which a register of the line's own is handed on, and its number there.
    pub fn end(&self, mut boundary: u32, mut register: u32) -> (u32, u32) {
        while boundary < self.block.repeat.lanes() {
            let stretch = self.stretch_of(boundary);
            let on = stretch.sources[..stretch.carried.len()].iter().position(|&s| s == Source::Passed(register));
            let Some(k) = on else { break };
            (boundary, register) = (boundary + 1, k as u32);
        }
        (boundary, register)
    }
    /// Which results of the line vary.
    pub fn results_vary(&self) -> Vec<bool> {
        let further = |k: usize| match self.further_result(k) {
            Some((output, lane)) => self.stretch_of(lane).sources[output] != Source::Nowhere,
            None => self.last[k] != Home::Nowhere,
        };
        (0..self.block.results() as usize).map(further).collect()
    }
    /// Which output in which lane result `k` of the line is, counted from its first; `None` of a carried one.
    pub fn further_result(&self, k: usize) -> Option<(usize, u32)> {
        let (carried, lanes) = (self.block.repeat.carried(), self.block.repeat.lanes() as usize);
        match self.block.repeat {
            Repeat::Call => Some((k, 0)),
            _ if k < carried => None,
            _ => Some((carried + (k - carried) / lanes, ((k - carried) % lanes) as u32)),
        }
    }
}

/// For each input the first that lives where it lives; `None` where it lives nowhere.
pub(super) fn shared(homes: &[Home]) -> Vec<Option<Id>> {
    let mut first = HashMap::new();
    let place = |(k, &home): (usize, &Home)| match home {
        Home::Nowhere => None,
        home => Some(*first.entry(home).or_insert(Id(k as u32))),
    };
    homes.iter().enumerate().map(place).collect()
}
