//! Where the adjoints of a sub-List's inputs and outputs live in each lane: where they would live in the plain loop.
//!
//! A value that a lane hands on unchanged keeps its register; one that was a value outside keeps that one's; a value that
//! is computed in a lane has a register of the line's own until the sweep has come back to that lane.

use super::{Registers, Varying};
use crate::list::{Binding, Block, Id, List, Operand, Repeat, Step};
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
    /// Results of lines in the body that are values from before them.
    pub handed_on: Vec<(Id, Id)>,
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
        let handed_on = handed_on(body, &varies);
        let of = |o: &Operand| match o.as_id().filter(|&id| varies.has(id)) {
            Some(id) => source(origin(&handed_on, id)),
            None => Source::Nowhere,
        };
        let sources: Vec<Source> = body.outputs().iter().map(of).collect();
        let own = |s: &Source| matches!(s, Source::Passed(_) | Source::Computed(_));
        let leader = |s: &Source| sources[..carried.len()].iter().position(|other| other == s).map(|k| k as u32);
        let leaders = sources.iter().map(|s| leader(s).filter(|_| own(s))).collect();
        Stretch { first, carried, bound, varies, sources, leaders, handed_on }
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

/// The results of a List's lines with sub-Lists that are values from before the line, handed on, each with that value. On a
/// tape they would be one variable, whose contributions come one after the other, wherever it is read.
pub(super) fn handed_on(list: &List, varies: &Varying) -> Vec<(Id, Id)> {
    let mut found = Vec::new();
    for (_, Id(first), step) in list.steps() {
        let Step::Block(block) = step else { continue };
        let homes = Homes::new(block, Registers { homes: &[], varies });
        for k in 0..block.results() {
            let home = match homes.further_result(k as usize) {
                None => Some(homes.last()[k as usize]),
                Some((output, lane)) => homes.further(output, lane).map(|(_, home)| home),
            };
            if let Some(Home::Outer(id)) = home {
                found.push((Id(first + k), origin(&found, id)));
            }
        }
    }
    found
}

/// The value that was handed on, if one was.
pub(super) fn origin(handed_on: &[(Id, Id)], id: Id) -> Id {
    handed_on.binary_search_by_key(&id, |&(result, _)| result).map_or(id, |k| handed_on[k].1)
}

/// The registers of a List's values, where its inputs have these: all values have their own, but for those handed on.
pub(super) fn with_handed_on(mut homes: Vec<Option<Id>>, handed_on: &[(Id, Id)]) -> Vec<Option<Id>> {
    if let Some(&(Id(last), _)) = handed_on.last() {
        homes.extend((homes.len() as u32..=last).map(|k| Some(Id(k))));
        handed_on.iter().for_each(|&(Id(result), Id(value))| homes[result as usize] = homes[value as usize]);
    }
    homes
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
