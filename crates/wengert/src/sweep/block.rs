//! The sweeps over a line with a sub-List, lane by lane: the plain meaning of `call`, `map`, `reduce` and `scan`.

use super::{Constants, Flipped, Registers, Varying, Watch, plus, read, sweep_back};
use crate::list::{Binding, Block, Id, List, Repeat};
use crate::value::Value;
use std::collections::HashMap;

/// What input `k` of the body reads in a lane, unless it is carried.
fn bound<V: Value>(list: &List, c: &Constants<'_, V>, at: &[V], binding: &Binding, lane: u32) -> V {
    match binding {
        Binding::Uniform(o) => read(list, c, at, *o),
        Binding::Strided { .. } | Binding::Gather(_) => at[binding.id(lane).map_or(0, |id| id.0 as usize)],
        Binding::Column(numbers) => c.like.lit(numbers[lane as usize]),
        Binding::Lane => c.like.lit(lane as f64),
    }
}

/// The inputs of the body in a lane; `state` holds the carried ones.
fn inputs<V: Value>(list: &List, b: &Block, c: &Constants<'_, V>, at: &[V], state: &[V], lane: u32) -> Vec<V> {
    let rest = b.bindings[state.len()..].iter().map(|binding| bound(list, c, at, binding, lane));
    state.iter().copied().chain(rest).collect()
}

/// Appends the results of the line to `at`.
pub(super) fn value<V: Value>(list: &List, b: &Block, c: &Constants<'_, V>, at: &mut Vec<V>) -> Result<(), Flipped> {
    let carried = b.repeat.carried();
    let first = at.len();
    let mut state: Vec<V> = b.bindings[..carried].iter().map(|binding| bound(list, c, at, binding, 0)).collect();
    let mut results = vec![c.like; b.results() as usize];
    let inner = Constants::literal(c.like);
    let mut frame = Vec::new();
    for lane in 0..b.repeat.lanes() {
        let x = inputs(list, b, c, at, &state, lane);
        super::value(&b.body, &inner, &x, &mut frame)?;
        for (k, y) in super::outputs(&b.body, &inner, &frame).into_iter().enumerate() {
            match state.get_mut(k) {
                Some(s) => *s = y,
                None => results[b.result(k, lane).unwrap_or(0) as usize] = y,
            }
        }
    }
    results[..carried].copy_from_slice(&state);
    at.extend(results);
    debug_assert_eq!(at.len(), first + b.results() as usize);
    Ok(())
}

/// The states before every step, one after the other, by running the body forward again.
fn states<V: Value>(list: &List, b: &Block, c: &Constants<'_, V>, at: &[V]) -> Vec<V> {
    let carried = b.repeat.carried();
    if carried == 0 {
        return Vec::new();
    }
    let mut state: Vec<V> = b.bindings[..carried].iter().map(|binding| bound(list, c, at, binding, 0)).collect();
    let inner = Constants::literal(c.like);
    let mut frame = Vec::new();
    let mut before = Vec::with_capacity(b.repeat.lanes() as usize * carried);
    for lane in 0..b.repeat.lanes() {
        before.extend_from_slice(&state);
        let x = inputs(list, b, c, at, &state, lane);
        // The value sweep has been here: its guards hold.
        let _ = super::value(&b.body, &inner, &x, &mut frame);
        let y = super::outputs(&b.body, &inner, &frame);
        state.copy_from_slice(&y[..carried]);
    }
    before
}

/// Where the adjoint of an input of the body lives in a lane: where it would live in the plain loop.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Home {
    /// Nowhere: the input reads a number.
    Nowhere,
    /// In a register of the List that the line stands in.
    Outer(Id),
    /// In the register of a value that an earlier lane handed on: `lane * outputs + output`.
    Handed(usize),
}

/// The homes of all inputs and outputs of the body in all lanes.
pub(super) struct Homes<'a> {
    block: &'a Block,
    outer: Registers<'a>,
    /// For each output, the first that is the same value.
    alike: Vec<usize>,
    /// What varies in the body: each time that is another than in the lane before, with the first lane.
    varying: Vec<(u32, Varying)>,
    /// Those of the carried inputs, lane by lane, and after the last lane those of the final state.
    carried: Vec<Home>,
}

impl<'a> Homes<'a> {
    pub(super) fn new(block: &'a Block, outer: Registers<'a>) -> Homes<'a> {
        let mut first = HashMap::new();
        let alike = block.body.outputs().iter().enumerate().map(|(k, &o)| *first.entry(o).or_insert(k)).collect();
        let mut homes = Homes { block, outer, alike, varying: Vec::new(), carried: Vec::new() };
        homes.carried = (0..block.repeat.carried()).map(|k| homes.bound(k, 0)).collect();
        let (mut here, mut before) = (Vec::new(), Vec::new());
        for lane in 0..block.repeat.lanes() {
            here.clear();
            here.extend((0..block.bindings.len()).map(|k| homes.input(k, lane) != Home::Nowhere));
            if lane == 0 || here != before {
                homes.varying.push((lane, Varying::by_inputs(&block.body, &here)));
                before.clone_from(&here);
            }
            for k in 0..block.repeat.carried() {
                homes.carried.push(homes.output(k, lane));
            }
        }
        homes
    }
    fn bound(&self, k: usize, lane: u32) -> Home {
        self.block.bindings[k].id(lane).and_then(|id| self.outer.of(id)).map_or(Home::Nowhere, Home::Outer)
    }
    fn input(&self, k: usize, lane: u32) -> Home {
        let carried = self.block.repeat.carried();
        if k < carried { self.carried[lane as usize * carried + k] } else { self.bound(k, lane) }
    }
    fn output(&self, k: usize, lane: u32) -> Home {
        let body = &self.block.body;
        match body.outputs()[k].as_id() {
            None => Home::Nowhere,
            Some(id) if !self.varying(lane).has(id) => Home::Nowhere,
            Some(id) if (id.0 as usize) < body.input_len() => self.input(id.0 as usize, lane),
            Some(_) => Home::Handed(lane as usize * self.alike.len() + self.alike[k]),
        }
    }
    /// What varies in the body in a lane.
    fn varying(&self, lane: u32) -> &Varying {
        let k = self.varying.partition_point(|&(first, _)| first <= lane);
        k.checked_sub(1).map_or(&Varying::ALL, |k| &self.varying[k].1)
    }
    /// Which results of the line vary.
    pub(super) fn results_vary(&self) -> Vec<bool> {
        (0..self.block.results() as usize).map(|k| self.result(k) != Home::Nowhere).collect()
    }
    /// The home of result `k` of the line, counted from its first.
    fn result(&self, k: usize) -> Home {
        let carried = self.block.repeat.carried();
        let lanes = self.block.repeat.lanes() as usize;
        match self.block.repeat {
            Repeat::Call => self.output(k, 0),
            _ if k < carried => self.carried[lanes * carried + k],
            _ => self.output(carried + (k - carried) / lanes, ((k - carried) % lanes) as u32),
        }
    }
    /// For each input of the body the first that lives where it lives in this lane; `None` where it lives nowhere.
    fn shared(&self, lane: u32) -> Vec<Option<Id>> {
        let mut first = HashMap::new();
        let home = |k: usize| match self.input(k, lane) {
            Home::Nowhere => None,
            home => Some(*first.entry(home).or_insert(Id(k as u32))),
        };
        (0..self.block.bindings.len()).map(home).collect()
    }
}

/// The register at a home.
fn register<'r, V>(home: Home, bar: &'r mut [Option<V>], handed: &'r mut [Option<V>]) -> Option<&'r mut Option<V>> {
    match home {
        Home::Nowhere => None,
        Home::Outer(id) => bar.get_mut(id.0 as usize),
        Home::Handed(k) => handed.get_mut(k),
    }
}

/// Hands the adjoints of the line's results, from id `first`, to what its bindings read. The lanes run from the last
/// to the first and add straight into the registers of the plain loop, hence in its order and with its bits.
#[allow(clippy::too_many_arguments)]
pub(super) fn adjoint<V: Value>(
    list: &List,
    line: usize,
    b: &Block,
    c: &Constants<'_, V>,
    at: &[V],
    first: Id,
    bar: &mut [Option<V>],
    outer: Registers<'_>,
    watch: &mut impl Watch<V>,
) {
    let results = first.0 as usize..first.0 as usize + b.results() as usize;
    if bar[results.clone()].iter().all(Option::is_none) {
        return;
    }
    let (carried, outputs) = (b.repeat.carried(), b.body.outputs());
    let before = states(list, b, c, at);
    let homes = Homes::new(b, outer);
    let mut handed = vec![None; b.repeat.lanes() as usize * outputs.len()];
    for (k, id) in results.enumerate() {
        if let (Some(g), Some(sum)) = (bar[id], register(homes.result(k), bar, &mut handed)) {
            *sum = plus(*sum, g);
        }
    }
    let inner = Constants::literal(c.like);
    let (mut frame, mut local) = (Vec::new(), Vec::new());
    for lane in (0..b.repeat.lanes()).rev() {
        let x = inputs(list, b, c, at, &before[lane as usize * carried..][..carried], lane);
        let _ = super::value(&b.body, &inner, &x, &mut frame);
        local.clear();
        local.resize(b.body.ids(), None);
        let shared = homes.shared(lane);
        let own = |k: usize| shared[k] == Some(Id(k as u32));
        for k in (0..shared.len()).filter(|&k| own(k)) {
            local[k] = register(homes.input(k, lane), bar, &mut handed).and_then(|sum| *sum);
        }
        for (k, id) in outputs.iter().enumerate().filter_map(|(k, o)| Some((k, o.as_id()?.0 as usize))) {
            if id >= shared.len() {
                local[id] = register(homes.output(k, lane), bar, &mut handed).and_then(|sum| *sum);
            }
        }
        watch.enter(line, lane);
        let registers = Registers { inputs: &shared, varies: homes.varying(lane) };
        sweep_back(&b.body, &inner, &frame, &mut local, registers, watch);
        watch.leave();
        for k in (0..shared.len()).filter(|&k| own(k)) {
            if let Some(sum) = register(homes.input(k, lane), bar, &mut handed) {
                *sum = local[k];
            }
        }
    }
}
