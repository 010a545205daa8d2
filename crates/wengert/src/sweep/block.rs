//! The sweeps over a line with a sub-List, lane by lane: the plain meaning of `call`, `map`, `reduce` and `scan`.

use super::{Constants, Flipped, Watch, plus, read, sweep_back};
use crate::list::{Binding, Block, Id, List};
use crate::value::Value;

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

/// The state before every step, by running the body forward again.
fn states<V: Value>(list: &List, b: &Block, c: &Constants<'_, V>, at: &[V]) -> Vec<Vec<V>> {
    let carried = b.repeat.carried();
    let mut state: Vec<V> = b.bindings[..carried].iter().map(|binding| bound(list, c, at, binding, 0)).collect();
    let inner = Constants::literal(c.like);
    let mut frame = Vec::new();
    let mut before = Vec::with_capacity(b.repeat.lanes() as usize);
    for lane in 0..b.repeat.lanes() {
        before.push(state.clone());
        if carried > 0 {
            let x = inputs(list, b, c, at, &state, lane);
            // The value sweep has been here: its guards hold.
            let _ = super::value(&b.body, &inner, &x, &mut frame);
            let y = super::outputs(&b.body, &inner, &frame);
            state.copy_from_slice(&y[..carried]);
        }
    }
    before
}

/// Hands the adjoints of the line's results, from id `first`, to what its bindings read; the last lane first, straight
/// into the outer registers, so that a `scan` adds in the order of its plain loop.
#[allow(clippy::too_many_arguments)]
pub(super) fn adjoint<V: Value>(
    list: &List,
    b: &Block,
    c: &Constants<'_, V>,
    at: &[V],
    first: Id,
    bar: &mut [Option<V>],
    target: &dyn Fn(Id) -> Id,
    watch: &mut impl Watch<V>,
) {
    let carried = b.repeat.carried();
    let of_result = |bar: &[Option<V>], k: u32| bar[(first.0 + k) as usize];
    if (0..b.results()).all(|k| of_result(bar, k).is_none()) {
        return;
    }
    let before = states(list, b, c, at);
    let mut state_bar: Vec<Option<V>> = (0..carried as u32).map(|k| of_result(bar, k)).collect();
    let inner = Constants::literal(c.like);
    let (mut frame, mut local) = (Vec::new(), Vec::new());
    for lane in (0..b.repeat.lanes()).rev() {
        let x = inputs(list, b, c, at, &before[lane as usize], lane);
        let _ = super::value(&b.body, &inner, &x, &mut frame);
        local.clear();
        local.resize(b.body.ids(), None);
        // A carried input reads an outer register before the first step only.
        let outer = |k: usize| if k < carried && lane > 0 { None } else { b.bindings[k].id(lane).map(target) };
        let home: Vec<u32> = (0..b.bindings.len()).map(|k| first_with(k, &outer)).collect();
        for k in (0..b.bindings.len()).filter(|&k| home[k] as usize == k) {
            local[k] = outer(k).and_then(|id| bar[id.0 as usize]);
        }
        for (k, o) in b.body.outputs().iter().enumerate() {
            let seed = if k < carried { state_bar[k] } else { b.result(k, lane).and_then(|r| of_result(bar, r)) };
            if let (Some(seed), Some(id)) = (seed, o.as_id()) {
                let id = if (id.0 as usize) < home.len() { home[id.0 as usize] } else { id.0 } as usize;
                local[id] = plus(local[id], seed);
            }
        }
        sweep_back(&b.body, &inner, &frame, &mut local, &|id| Id(home[id.0 as usize]), watch);
        state_bar.copy_from_slice(&local[..carried]);
        for k in (0..b.bindings.len()).filter(|&k| home[k] as usize == k) {
            if let Some(id) = outer(k) {
                bar[id.0 as usize] = local[k];
            }
        }
    }
    let no_step = if b.repeat.lanes() == 0 { state_bar } else { Vec::new() };
    for (k, sum) in no_step.into_iter().enumerate() {
        if let (Some(sum), Some(id)) = (sum, b.bindings[k].id(0).map(target)) {
            bar[id.0 as usize] = plus(bar[id.0 as usize], sum);
        }
    }
}

/// The first input of the body that reads the same outer register as input `k`.
fn first_with(k: usize, outer: &impl Fn(usize) -> Option<Id>) -> u32 {
    let own = outer(k);
    if own.is_none() {
        return k as u32;
    }
    (0..k).find(|&j| outer(j) == own).unwrap_or(k) as u32
}
