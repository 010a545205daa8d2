//! Where the nodes of the graph stand beside the ledger: across by the layered layout of `wengert_inspect`, down by row.

use super::folds::MOST;
use serde::Serialize;
use wengert::list::{Id, Step};
use wengert_inspect::Run;
use wengert_inspect::graph::Graph;

/// The width that the page keeps for it, and half a node with its margin.
const WIDTH: f64 = 366.0;
const HALF: f64 = 69.0;

/// Places across, in pixels of 366.
#[derive(Debug, Serialize)]
pub struct Picture {
    width: f64,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(Debug, Serialize)]
struct Node {
    id: u32,
    x: f64,
}

#[derive(Debug, Serialize)]
struct Edge {
    from: u32,
    to: u32,
    arg: usize,
    /// Where it passes the row of another value, so that it does not run under that node.
    via: Vec<(u32, f64)>,
}

/// The picture of a run that is short enough to be drawn.
pub fn picture(run: &Run) -> Option<Picture> {
    if run.list().ids() > MOST {
        return None;
    }
    let graph = Graph::new(run);
    let centre = |k: usize| graph.nodes.iter().find(|n| n.id.0 as usize == k).map_or(0.0, |n| n.x + n.width / 2.0);
    let raw: Vec<f64> = (0..run.list().ids()).map(centre).collect();
    let (low, high) = raw.iter().fold((f64::MAX, f64::MIN), |(l, h), &x| (l.min(x), h.max(x)));
    let place =
        |x: f64| if high - low < 1.0 { WIDTH / 2.0 } else { HALF + (x - low) / (high - low) * (WIDTH - 2.0 * HALF) };
    let xs: Vec<f64> = raw.into_iter().map(|x| place(x).round()).collect();
    let nodes = xs.iter().enumerate().map(|(k, &x)| Node { id: k as u32, x }).collect();
    let reads = run.list().steps().filter_map(|(_, id, step)| match step {
        Step::Apply(_, args) => Some((id, args)),
        _ => None,
    });
    let edges = reads.flat_map(|(to, args)| {
        let one = |(arg, from): (usize, Option<Id>)| from.map(|from| (from, to, arg));
        args.iter().map(|o| o.as_id()).enumerate().filter_map(one).collect::<Vec<_>>()
    });
    let edges = edges.map(|(from, to, arg)| Edge { from: from.0, to: to.0, arg, via: via(from, to, &xs) });
    Some(Picture { width: WIDTH, nodes, edges: edges.collect() })
}

/// The rows at which a straight edge would run under a node, and where it passes instead.
fn via(from: Id, to: Id, xs: &[f64]) -> Vec<(u32, f64)> {
    let (first, last) = (from.0 as usize, to.0 as usize);
    let straight = |row: usize| xs[first] + (xs[last] - xs[first]) * (row - first) as f64 / (last - first) as f64;
    let aside = |row: usize| {
        let x = straight(row);
        let (left, right) = (xs[row] - HALF - 6.0, xs[row] + HALF + 6.0);
        let near = (x - xs[row]).abs() < HALF;
        let leftwards = (x < xs[row] && left > 4.0) || right > WIDTH - 4.0;
        near.then_some((row as u32, if leftwards { left.max(4.0) } else { right.min(WIDTH - 4.0) }))
    };
    (first + 1..last).filter_map(aside).collect()
}
