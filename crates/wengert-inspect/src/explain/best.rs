//! The k largest paths by dynamic programming: at each line the best of its arguments' best, one edge longer.
//!
//! Every line keeps its k largest paths to the value asked for, as an edge and a rank at the edge's other end (the k best
//! solutions of a Viterbi recursion, as in Huang and Chiang, *Better k-best Parsing*, 2005). The time is lines times
//! arguments plus k log k a line, however many paths there are.

use super::joined::{Joined, Reach};
use super::scaled::Scaled;
use super::{Count, Hop};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use wengert::list::Id;

/// A partial path: its weight, its first edge, and which of the paths at that edge's end goes on.
#[derive(Clone, Copy, Debug)]
struct Partial {
    weight: Scaled,
    edge: u32,
    rank: u32,
}

impl Partial {
    fn order(&self, other: &Partial) -> Ordering {
        let ties = |p: &Partial| Reverse((p.edge, p.rank));
        self.weight.by_magnitude(&other.weight).then_with(|| ties(self).cmp(&ties(other)))
    }
}
impl PartialEq for Partial {
    fn eq(&self, other: &Partial) -> bool {
        self.order(other).is_eq()
    }
}
impl Eq for Partial {}
impl PartialOrd for Partial {
    fn partial_cmp(&self, other: &Partial) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Partial {
    fn cmp(&self, other: &Partial) -> Ordering {
        self.order(other)
    }
}

/// The partial paths of one line, largest first, of all lines one after the other.
struct Table {
    partials: Vec<Partial>,
    ends: Vec<usize>,
}

impl Table {
    fn of(&self, place: usize) -> &[Partial] {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.partials[start..self.ends[place]]
    }
}

/// What an edge multiplies by.
fn weight(edge: &Hop) -> Scaled {
    Scaled::new(edge.slope).times(Scaled::new(f64::from(edge.uses)))
}

/// The `most` paths of largest magnitude from `output`, largest first.
pub(super) fn paths(joined: &Joined, reach: &Reach, output: Id, most: usize) -> Vec<(Scaled, Vec<Hop>)> {
    let empty = Partial { weight: Scaled::ONE, edge: u32::MAX, rank: 0 };
    let mut table = Table { partials: vec![empty], ends: vec![1] };
    for &id in reach.ids.iter().skip(1).take_while(|&&id| id <= output) {
        let best = merged(joined, reach, &table, id, most);
        table.partials.extend(best);
        table.ends.push(table.partials.len());
    }
    let Some(last) = reach.place(output) else { return Vec::new() };
    table.of(last).iter().map(|p| (p.weight, followed(joined, reach, &table, *p))).collect()
}

/// The best paths of one line: the best of all its edges' next ones, over and over.
fn merged(joined: &Joined, reach: &Reach, table: &Table, id: Id, most: usize) -> Vec<Partial> {
    let (first, edges) = joined.from(id);
    let longer = |k: usize, rank: u32| {
        let beyond = table.of(reach.place(edges[k].to)?).get(rank as usize)?;
        Some(Partial { weight: weight(&edges[k]).times(beyond.weight), edge: (first + k) as u32, rank })
    };
    let mut heap: BinaryHeap<Partial> = (0..edges.len()).filter_map(|k| longer(k, 0)).collect();
    let mut best = Vec::new();
    while let Some(partial) = heap.pop().filter(|_| best.len() < most) {
        heap.extend(longer(partial.edge as usize - first, partial.rank + 1));
        best.push(partial);
    }
    best
}

/// The edges of a path.
fn followed(joined: &Joined, reach: &Reach, table: &Table, mut at: Partial) -> Vec<Hop> {
    let mut hops = Vec::new();
    while at.edge != u32::MAX {
        let hop = *joined.edge(at.edge as usize);
        hops.push(hop);
        match reach.place(hop.to).and_then(|place| table.of(place).get(at.rank as usize)) {
            Some(&next) => at = next,
            None => break,
        }
    }
    hops
}

/// What is known of all paths together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sums {
    /// How many there are.
    pub count: Count,
    /// The sum of their magnitudes.
    pub magnitude: Scaled,
    /// Their sum.
    pub signed: Scaled,
}

/// Sums over all paths from `output`.
pub(super) fn sums(joined: &Joined, reach: &Reach, output: Id) -> Sums {
    let mut sums: Vec<Sums> = Vec::with_capacity(reach.len());
    for &id in &reach.ids {
        let one = Sums { count: Count::Exactly(1), magnitude: Scaled::ONE, signed: Scaled::ONE };
        let none = Sums { count: Count::Exactly(0), magnitude: Scaled::ZERO, signed: Scaled::ZERO };
        let beyond = joined.from(id).1.iter().filter_map(|e| Some((e, sums.get(reach.place(e.to)?)?)));
        let sum = beyond.fold(none, |sum, (edge, next)| Sums {
            count: sum.count.plus(next.count.times(u64::from(edge.uses))),
            magnitude: sum.magnitude.plus(weight(edge).magnitude().times(next.magnitude)),
            signed: sum.signed.plus(weight(edge).times(next.signed)),
        });
        sums.push(if sums.is_empty() { one } else { sum });
        if id == output {
            break;
        }
    }
    sums[sums.len() - 1]
}
