//! Places for boxes and edges: sizes from the texts, the layered layout by the `dagre` crate, ports spread over the sides.

use super::{Edge, Graph, Kind};
use dagre::graph::{Graph as Sketch, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, layout};

/// Widths of letters and the like, in pixels.
struct Sizes {
    letter: f64,
    digit: f64,
    padding: f64,
    row: f64,
    beside: f64,
    below: f64,
}

const FULL: Sizes = Sizes { letter: 7.9, digit: 8.4, padding: 10.0, row: 28.0, beside: 36.0, below: 22.0 };
const COMPACT: Sizes = Sizes { letter: 6.3, digit: 6.8, padding: 6.0, row: 17.0, beside: 14.0, below: 18.0 };

/// Numbers have room for so many digits, so that no box grows while a value is dragged.
const DIGITS: f64 = 9.0;
/// The height of a label on an edge.
pub(super) const LABEL_HEIGHT: f64 = 20.0;
/// Around the picture.
const MARGIN: f64 = 24.0;

/// How wide a label on an edge is.
pub(super) fn label_width(label: &str) -> f64 {
    if label.is_empty() { 0.0 } else { 14.0 + 6.9 * label.chars().count() as f64 }
}

/// Of small boxes: so many times wider than high is too wide.
const TOO_WIDE: f64 = 2.0;

/// Sets sizes and places.
pub(super) fn place(graph: &mut Graph) {
    let sizes = if graph.compact { COMPACT } else { FULL };
    for node in &mut graph.nodes {
        let numbers = if node.kind == Kind::Inputs { 0.0 } else { DIGITS * sizes.digit };
        let words = node.label.chars().count().max(node.bar.chars().count() - 1) as f64;
        node.width = (3.0 * sizes.padding + words * sizes.letter + numbers).ceil();
        node.height = 2.0 * sizes.row;
    }
    lay_out(graph, &sizes);
    if graph.compact && graph.width > TOO_WIDE * graph.height {
        graph.sideways = true;
        turn(graph);
        lay_out(graph, &sizes);
        turn(graph);
    }
}

/// Swaps across and down.
fn turn(graph: &mut Graph) {
    for node in &mut graph.nodes {
        (node.x, node.y, node.width, node.height) = (node.y, node.x, node.height, node.width);
    }
    for edge in &mut graph.edges {
        edge.points.iter_mut().for_each(|p| *p = (p.1, p.0));
        edge.label_at = (edge.label_at.1, edge.label_at.0);
    }
    (graph.width, graph.height) = (graph.height, graph.width);
}

/// Places boxes of known sizes, from the inputs down.
fn lay_out(graph: &mut Graph, sizes: &Sizes) {
    let sketch = laid_out(graph, sizes);
    for (k, node) in graph.nodes.iter_mut().enumerate() {
        if let Some(found) = sketch.node(&k.to_string()) {
            node.x = MARGIN + found.x.unwrap_or(0.0) - node.width / 2.0;
            node.y = MARGIN + found.y.unwrap_or(0.0) - node.height / 2.0;
        }
    }
    for (k, edge) in graph.edges.iter_mut().enumerate() {
        let name = k.to_string();
        if let Some(found) = sketch.edge(&edge.from.to_string(), &edge.to.to_string(), Some(&name)) {
            edge.points = found.points.iter().map(|p| (MARGIN + p.x, MARGIN + p.y)).collect();
            let middle = edge.points.get(edge.points.len() / 2).copied().unwrap_or_default();
            edge.label_at = match (found.x, found.y) {
                (Some(x), Some(y)) => (MARGIN + x, MARGIN + y),
                _ => middle,
            };
        }
    }
    spread_ports(graph);
    let right = graph.nodes.iter().map(|n| n.x + n.width).chain(graph.edges.iter().map(label_right));
    let right = right.chain(graph.edges.iter().flat_map(|e| e.points.iter().map(|p| p.0)));
    graph.width = (right.fold(0.0, f64::max) + MARGIN).ceil();
    graph.height = (graph.nodes.iter().map(|n| n.y + n.height).fold(0.0, f64::max) + MARGIN).ceil();
}

fn label_right(edge: &Edge) -> f64 {
    edge.label_at.0 + label_width(&edge.label) / 2.0
}

/// The same graph as the layout crate wants it, laid out.
fn laid_out(graph: &Graph, sizes: &Sizes) -> Sketch<NodeLabel, EdgeLabel> {
    let mut sketch = Sketch::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
    for (k, node) in graph.nodes.iter().enumerate() {
        let size = NodeLabel { width: node.width, height: node.height, ..NodeLabel::default() };
        sketch.set_node(k.to_string(), Some(size));
    }
    for (k, edge) in graph.edges.iter().enumerate() {
        let height = if edge.label.is_empty() { 0.0 } else { LABEL_HEIGHT };
        let width = label_width(&edge.label);
        let size = EdgeLabel { width, height, labelpos: LabelPos::Center, ..EdgeLabel::default() };
        sketch.set_edge(edge.from.to_string(), edge.to.to_string(), Some(size), Some(&k.to_string()));
    }
    if !graph.nodes.is_empty() {
        let options = LayoutOptions {
            nodesep: sizes.beside,
            edgesep: sizes.beside / 2.0,
            ranksep: 2.0 * sizes.below,
            ..LayoutOptions::default()
        };
        layout(&mut sketch, Some(options));
    }
    sketch
}

/// The end of an edge at a box: which edge, and whether it begins there.
type End = (usize, bool);

/// Lets edges leave and enter side by side, in the order of where they come from.
fn spread_ports(graph: &mut Graph) {
    let mut sides: Vec<[Vec<End>; 2]> = vec![[Vec::new(), Vec::new()]; graph.nodes.len()];
    for (k, edge) in graph.edges.iter().enumerate().filter(|(_, e)| e.points.len() >= 2) {
        sides[edge.from][0].push((k, true));
        sides[edge.to][1].push((k, false));
    }
    for (node, sides) in graph.nodes.iter().zip(sides) {
        for (side, mut ends) in sides.into_iter().enumerate() {
            let toward = |&(k, begins): &End| {
                let points = &graph.edges[k].points;
                if begins { points[1].0 } else { points[points.len() - 2].0 }
            };
            ends.sort_by(|a, b| toward(a).total_cmp(&toward(b)).then(a.0.cmp(&b.0)));
            let y = if side == 0 { node.y + node.height } else { node.y };
            let gap = node.width / (ends.len() + 1) as f64;
            for (at, &(k, begins)) in ends.iter().enumerate() {
                let port = (node.x + gap * (at + 1) as f64, y);
                let points = &mut graph.edges[k].points;
                let last = points.len() - 1;
                points[if begins { 0 } else { last }] = port;
            }
        }
    }
}
