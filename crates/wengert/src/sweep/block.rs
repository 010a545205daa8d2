//! The sweeps over a line with a sub-List, lane by lane: the plain meaning of `call`, `map`, `reduce` and `scan`.

use super::homes::{Home, Homes, Source, shared, with_handed_on};
use super::states::{Line, States};
use super::{Constants, Flipped, Registers, Watch, plus, read, sweep_back};
use crate::list::{Binding, Block, Id, List};
use crate::value::Value;
use std::collections::HashMap;

/// What input `k` of the body reads in a lane, unless it is carried.
pub(super) fn bound<V: Value>(list: &List, c: &Constants<'_, V>, at: &[V], binding: &Binding, lane: u32) -> V {
    match binding {
        Binding::Uniform(o) => read(list, c, at, *o),
        Binding::Strided { .. } | Binding::Gather(_) => at[binding.id(lane).map_or(0, |id| id.0 as usize)],
        Binding::Column(numbers) => c.like.lit(numbers[lane as usize]),
        Binding::Lane => c.like.lit(lane as f64),
    }
}

/// The values of the body in a lane, from the state before it.
pub(super) fn lane<V: Value>(line: Line<'_, V>, state: &[V], lane: u32, frame: &mut Vec<V>) -> Result<(), Flipped> {
    let rest = line.block.bindings[state.len()..].iter();
    frame.clear();
    frame.extend_from_slice(state);
    frame.extend(rest.map(|binding| bound(line.list, line.constants, line.at, binding, lane)));
    super::lines(&line.block.body, &line.constants.inner(), frame)
}

/// Appends the results of the line to `at`.
pub(super) fn value<V: Value>(list: &List, b: &Block, c: &Constants<'_, V>, at: &mut Vec<V>) -> Result<(), Flipped> {
    let line = Line { list, block: b, constants: c, at };
    let mut state = line.start();
    let mut results = vec![c.like; b.results() as usize];
    let inner = c.inner();
    let mut frame = Vec::new();
    for number in 0..b.repeat.lanes() {
        lane(line, &state, number, &mut frame)?;
        for (k, y) in super::each_output(&b.body, &inner, &frame).enumerate() {
            match state.get_mut(k) {
                Some(s) => *s = y,
                None => results[b.result(k, number).unwrap_or(0) as usize] = y,
            }
        }
    }
    results[..state.len()].copy_from_slice(&state);
    at.extend(results);
    Ok(())
}

/// The adjoints of values of the line's own.
struct Own<V> {
    /// Those of the carried values at the boundary that the sweep has come to.
    now: Vec<Option<V>>,
    /// Those at the boundary after it.
    after: Vec<Option<V>>,
    /// What comes from further results, to values that are carried up to an earlier boundary: by boundary and register.
    early: HashMap<(u32, u32), V>,
}

impl<V: Value> Own<V> {
    /// The adjoints of the results, from id `first` on, in the registers of the values that they are. They come before
    /// those from the lanes, as in the plain loop, where what reads them stands behind it.
    fn new(b: &Block, homes: &Homes<'_>, first: Id, bar: &mut [Option<V>]) -> Own<V> {
        let none = vec![None; b.repeat.carried()];
        let mut own = Own { now: none.clone(), after: none, early: HashMap::new() };
        for k in 0..b.results() as usize {
            let Some(g) = bar[first.0 as usize + k] else { continue };
            let home = match homes.further_result(k) {
                None => Some((b.repeat.lanes(), homes.last()[k])),
                Some((output, lane)) => homes.further(output, lane),
            };
            match home {
                Some((_, Home::Outer(Id(id)))) => bar[id as usize] = plus(bar[id as usize], g),
                Some((boundary, Home::Own(register))) => {
                    let (boundary, register) = homes.end(boundary, register);
                    if boundary == b.repeat.lanes() {
                        own.now[register as usize] = plus(own.now[register as usize], g);
                    } else {
                        own.early.entry((boundary, register)).and_modify(|sum| *sum = *sum + g).or_insert(g);
                    }
                }
                Some((_, Home::Nowhere)) | None => {}
            }
        }
        own
    }
    /// Goes back over a lane: the adjoints of what it computed go to `local`, those of what it handed on stay.
    fn back(&mut self, homes: &Homes<'_>, lane: u32, local: &mut [Option<V>]) {
        let stretch = homes.stretch_of(lane);
        std::mem::swap(&mut self.now, &mut self.after);
        self.now.fill(None);
        for (k, &g) in self.after.iter().enumerate() {
            match stretch.sources[k] {
                Source::Passed(register) if g.is_some() => self.now[register as usize] = g,
                Source::Computed(Id(id)) if g.is_some() => local[id as usize] = g,
                _ => {}
            }
        }
        if !self.early.is_empty() {
            for (k, g) in self.now.iter_mut().enumerate() {
                *g = self.early.remove(&(lane, k as u32)).or(*g);
            }
        }
    }
    /// The register at a home.
    fn register<'r>(&'r mut self, home: Home, bar: &'r mut [Option<V>]) -> Option<&'r mut Option<V>> {
        match home {
            Home::Nowhere => None,
            Home::Outer(id) => bar.get_mut(id.0 as usize),
            Home::Own(k) => self.now.get_mut(k as usize),
        }
    }
}

/// Hands the adjoints of the line's results, from id `first`, to what its bindings read. The lanes run from the last
/// to the first and add straight into the registers of the plain loop, hence in its order and with its bits.
#[allow(clippy::too_many_arguments)]
pub(super) fn adjoint<V: Value>(
    list: &List,
    number: usize,
    b: &Block,
    c: &Constants<'_, V>,
    at: &[V],
    first: Id,
    bar: &mut [Option<V>],
    outer: Registers<'_>,
    watch: &mut impl Watch<V>,
) {
    let results = first.0 as usize..first.0 as usize + b.results() as usize;
    if bar[results].iter().all(Option::is_none) {
        return;
    }
    let line = Line { list, block: b, constants: c, at };
    let (mut states, homes) = (States::new(line), Homes::new(b, outer));
    let mut own = Own::new(b, &homes, first, bar);
    let (inner, moves) = (c.inner(), homes.move_about());
    let (mut frame, mut local, mut inputs, mut registers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut fresh = true;
    for lane_number in (0..b.repeat.lanes()).rev() {
        let _ = lane(line, states.before(lane_number), lane_number, &mut frame);
        local.clear();
        local.resize(b.body.ids(), None);
        own.back(&homes, lane_number, &mut local);
        let stretch = homes.stretch_of(lane_number);
        for k in b.repeat.carried()..stretch.sources.len() {
            if let (Source::Computed(Id(id)), None) = (stretch.sources[k], stretch.leaders[k])
                && let Some(g) = b.result(k, lane_number).and_then(|r| bar[(first.0 + r) as usize])
            {
                local[id as usize] = plus(local[id as usize], g);
            }
        }
        if moves || fresh {
            inputs = homes.inputs(lane_number);
            registers = with_handed_on(shared(&inputs), &stretch.handed_on);
        }
        fresh = homes.begins(lane_number);
        let hand = |local: &mut [Option<V>], own: &mut Own<V>, bar: &mut [Option<V>], back: bool| {
            for (k, &home) in inputs.iter().enumerate().filter(|&(k, _)| registers[k] == Some(Id(k as u32))) {
                if let Some(sum) = own.register(home, bar) {
                    if back { *sum = local[k] } else { local[k] = *sum }
                }
            }
        };
        hand(&mut local, &mut own, bar, false);
        watch.enter(number, lane_number);
        let of_lane = Registers { homes: &registers, varies: &stretch.varies };
        sweep_back(&b.body, &inner, &frame, &mut local, of_lane, watch);
        watch.leave();
        hand(&mut local, &mut own, bar, true);
    }
}
