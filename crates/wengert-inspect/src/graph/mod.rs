//! The computation graph of a run: boxes for values, edges for local derivatives, laid out in layers from the inputs on.
//!
//! [`Graph::new`] lays the graph out; [`Graph::refresh`] writes the numbers of another point into the same picture, so
//! that nothing moves while a value is dragged. [`svg`](Graph::svg) and [`dot`](Graph::dot) draw it.

mod build;
mod dot;
mod fold;
mod layout;
mod palette;
mod svg;

use std::ops::Range;
use wengert::list::{Id, Origin};

/// Up to so many boxes the graph is drawn with formulas in the boxes.
pub const MOST_FULL: usize = 60;
/// Of more boxes than this, repeated lines become one box.
pub const MOST_NODES: usize = 240;
/// Up to so many edges local derivatives stand on them.
pub const MOST_LABELS: usize = 48;

/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One input value.
    Input,
    /// Several input values.
    Inputs,
    /// One line.
    Line,
    /// The same lines, several times over.
    Repeat {
        /// How many times.
        times: usize,
    },
    /// Consecutive lines that have nothing in common but their place.
    Lines,
}

/// A box of the graph: a value, or several in a row.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it stands for.
    pub kind: Kind,
    /// The value, or the last of them.
    pub id: Id,
    /// The lines of the written-out List that it stands for; empty for inputs.
    pub lines: Range<usize>,
    /// The name of the value; of several the first and the last.
    pub name: String,
    /// The name with a bar.
    pub bar: String,
    /// What the line says, or how often which lines run; `None` for one input.
    pub formula: Option<String>,
    /// What is written in the upper half beside the value.
    pub label: String,
    /// What the value is worth; `None` for several inputs.
    pub value: Option<f64>,
    /// Its cotangent; `None` where nothing reached it.
    pub cotangent: Option<f64>,
    /// Where the (first) line comes from.
    pub origin: Option<Origin>,
    /// Whether it is the output.
    pub output: bool,
    /// The left edge, in pixels from the left of the picture.
    pub x: f64,
    /// The upper edge, in pixels from the top.
    pub y: f64,
    /// In pixels.
    pub width: f64,
    /// In pixels.
    pub height: f64,
}

/// An edge of the graph: what flows from one box into another, and back.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The box of the argument.
    pub from: usize,
    /// The box of the line that reads it.
    pub to: usize,
    /// How many arguments of lines the edge stands for; more than one between boxes of several lines only.
    pub uses: usize,
    /// The line that reads, and which argument it is, counted from 0; of several the first.
    pub line: usize,
    /// See `line`.
    pub arg: usize,
    /// The local derivative as a formula, where that is short and the edge stands for one argument.
    pub formula: Option<String>,
    /// The local derivative, where the edge stands for one argument and a cotangent passed.
    pub slope: Option<f64>,
    /// What the sweep adds to the argument's register over this edge; `None` where nothing passed.
    pub contribution: Option<f64>,
    /// What is written on the edge; empty where nothing is.
    pub label: String,
    /// The points it runs through, from the lower (right) side of `from` to the upper (left) side of `to`.
    pub points: Vec<(f64, f64)>,
    /// The middle of the label.
    pub label_at: (f64, f64),
}

/// A computation graph with the place of everything in it.
#[derive(Clone, Debug)]
pub struct Graph {
    /// In pixels.
    pub width: f64,
    /// In pixels.
    pub height: f64,
    /// Whether the boxes are small, with formulas left out.
    pub compact: bool,
    /// Whether inputs stand on the left and the output on the right, and not above and below: so wide graphs of small
    /// boxes stay on a page.
    pub sideways: bool,
    /// The boxes, in tape order.
    pub nodes: Vec<Node>,
    /// The edges, in tape order.
    pub edges: Vec<Edge>,
}

impl Graph {
    /// The graph of all lines; of a long program with repeated lines folded into one box each.
    pub fn new(run: &crate::Run) -> Graph {
        let mut graph = build::structure(run);
        graph.refresh(run);
        layout::place(&mut graph);
        graph
    }
    /// Writes the numbers of another run of the same List into the picture; nothing moves.
    pub fn refresh(&mut self, run: &crate::Run) {
        build::numbers(self, run);
    }
    /// A self-contained SVG picture that follows the reader's light or dark setting.
    pub fn svg(&self, title: &str) -> String {
        svg::draw(self, title)
    }
    /// The graph in Graphviz's language.
    pub fn dot(&self, title: &str) -> String {
        dot::draw(self, title)
    }
}
