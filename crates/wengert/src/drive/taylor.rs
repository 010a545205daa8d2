//! Taylor coefficients of a List along a line: one forward sweep on truncated power series.
//!
//! Of a primitive the table says the value and the slopes, and that is enough. Along the line x + t v every value is a
//! series in t, and y = p(a, b, …) gives y' = ∂p/∂a · a' + ∂p/∂b · b' + …, so that the coefficients obey
//!
//! ```text
//! k y_k = Σ over arguments a  Σ over j = 1..k  j a_j s_(k-j)      with s the series of the slope ∂p/∂a
//! ```
//! (Griewank & Walther 2008, chapter 13, with the table's slopes in the place of a recurrence for each function.) A slope
//! is itself a formula of the table, hence more values with series of their own, which are needed to one order less:
//! sine needs cosine, which needs sine. Equal values are one, so that the work grows with the square of the order.

use crate::Error;
use crate::custom;
use crate::desk::{Datum, Desk, Handle};
use crate::options::choice;
use crate::prim::{Choice, Op};
use crate::sweep::{self, Constants};
use crate::{List, list::Operand, list::Ref};
use std::cell::RefCell;
use std::collections::HashMap;

/// The coefficients c₀ … c_order of the first output at `x` along `direction`.
pub(super) fn along(list: &List, x: &[f64], direction: &[f64], order: usize) -> Result<Vec<f64>, Error> {
    let graph = Graph::default();
    let inputs: Vec<Handle<'_>> = x.iter().zip(direction).map(|(&x, &v)| graph.input(x, v)).collect();
    let like = graph.series(graph.constant(0.0));
    let mut at = Vec::new();
    custom::listen(|| sweep::value(list, &Constants::literal(like), &inputs, &mut at))??;
    choice().into_iter().for_each(|choice| graph.settle(choice));
    let output = match list.outputs().first().map(|o: &Operand| o.get()) {
        Some(Ref::Id(id)) => graph.place(at[id.0 as usize].datum),
        Some(Ref::Const(k)) => graph.constant(list.pool()[k as usize]),
        Some(Ref::Data(k)) => graph.constant(list.data()[k as usize]),
        None => return Err(Error::Input { expected: 1, got: 0 }),
    };
    graph.ask(output, order);
    Ok(graph.coefficients(output, order))
}

/// A place in the graph.
type Place = u32;

/// A value as a series in t.
#[derive(Debug, Default)]
struct Node {
    /// What it is made of; nothing for inputs and constants.
    line: Option<(Op, Vec<Place>)>,
    /// Whether it depends on an input.
    varies: bool,
    /// Whether it depends on an input that moves.
    moves: bool,
    /// The slopes that were chosen in some of its arguments, at a kink.
    chosen: Vec<(usize, f64)>,
    /// Up to which order somebody needs it.
    asked: usize,
    /// The slopes in the arguments that move, once somebody needs the first order.
    slopes: Option<Vec<(Place, Place)>>,
    /// As far as they are known; those beyond are zero.
    coefficients: Vec<f64>,
}

/// All values, those of slopes included; arguments stand before what is made of them.
#[derive(Debug, Default)]
struct Graph {
    nodes: RefCell<Vec<Node>>,
    lines: RefCell<HashMap<(Op, Vec<Place>), Place>>,
    constants: RefCell<HashMap<u64, Place>>,
}

impl Graph {
    fn push(&self, node: Node) -> Place {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(node);
        nodes.len() as Place - 1
    }
    fn series(&self, node: Place) -> Handle<'_> {
        Handle::place(self, node)
    }
    /// The straight line x + t v.
    fn input(&self, x: f64, v: f64) -> Handle<'_> {
        let coefficients = vec![x, v];
        let moves = v != 0.0;
        self.series(self.push(Node { varies: true, moves, coefficients, ..Node::default() }))
    }
    fn constant(&self, c: f64) -> Place {
        let known = self.constants.borrow().get(&c.to_bits()).copied();
        known.unwrap_or_else(|| {
            let coefficients = vec![c];
            let place = self.push(Node { coefficients, ..Node::default() });
            self.constants.borrow_mut().insert(c.to_bits(), place);
            place
        })
    }
    fn place(&self, of: Datum) -> Place {
        match of {
            Datum::Place(at) => at,
            Datum::Number(c) => self.constant(c),
        }
    }
    fn value(&self, place: Place) -> f64 {
        self.nodes.borrow()[place as usize].coefficients[0]
    }
    /// The value that `op` makes of these.
    fn line(&self, op: Op, args: Vec<Place>) -> Place {
        let key = (op, args);
        let known = self.lines.borrow().get(&key).copied();
        known.unwrap_or_else(|| {
            let any = |is: fn(&Node) -> bool| {
                let nodes = self.nodes.borrow();
                key.1.iter().any(|&a| is(&nodes[a as usize]))
            };
            let (varies, moves) = (any(|a| a.varies), any(|a| a.moves));
            let numbers: Vec<f64> = key.1.iter().map(|&a| self.value(a)).collect();
            let coefficients = vec![op.apply(&numbers)];
            let line = Some(key.clone());
            let place = self.push(Node { line, varies, moves, coefficients, ..Node::default() });
            self.lines.borrow_mut().insert(key, place);
            place
        })
    }
    /// Takes the slopes that are chosen at the kinks of the lines so far. Those to come are what slopes are made of: the
    /// table's slopes stand in them, also where they are equal to a line.
    fn settle(&self, choice: Choice) {
        for ((op, args), &place) in &*self.lines.borrow() {
            let numbers: Vec<f64> = args.iter().map(|&a| self.value(a)).collect();
            let varies: Vec<bool> = args.iter().map(|&a| self.nodes.borrow()[a as usize].varies).collect();
            let chosen = choice(*op, &numbers, &|i| varies[i]).unwrap_or_default();
            self.nodes.borrow_mut()[place as usize].chosen = chosen;
        }
        self.lines.take();
    }
    /// Sees to it that everything is there that this value needs up to an order.
    fn ask(&self, place: Place, order: usize) {
        let mut open = vec![(place, order)];
        while let Some((place, order)) = open.pop() {
            if self.raise(place, order) {
                let slopes = self.slopes(place);
                open.extend(slopes.iter().flat_map(|&(arg, slope)| [(arg, order), (slope, order - 1)]));
            }
        }
    }
    /// Notes that an order is needed; whether that is news, and needs more.
    fn raise(&self, place: Place, order: usize) -> bool {
        let node = &mut self.nodes.borrow_mut()[place as usize];
        let news = node.moves && node.line.is_some() && order > node.asked;
        if news {
            node.asked = order;
        }
        news
    }
    /// The moving arguments of a line, each with the slope in it.
    fn slopes(&self, place: Place) -> Vec<(Place, Place)> {
        let (op, args, flags, chosen) = {
            let nodes = self.nodes.borrow();
            let node = &nodes[place as usize];
            if let Some(slopes) = &node.slopes {
                return slopes.clone();
            }
            let Some((op, args)) = node.line.clone() else { return Vec::new() };
            let flags: Vec<(bool, bool)> =
                args.iter().map(|&a| (nodes[a as usize].varies, nodes[a as usize].moves)).collect();
            (op, args, flags, node.chosen.clone())
        };
        let values: Vec<Handle<'_>> = args.iter().map(|&a| self.series(a)).collect();
        let mut slopes = Vec::new();
        op.partials(&values, self.series(place), &|i| flags[i].0, &mut |i, slope: Handle<'_>| {
            if flags[i].1 && !chosen.iter().any(|&(arg, _)| arg == i) {
                slopes.push((args[i], self.place(slope.datum)));
            }
        });
        slopes.extend(chosen.into_iter().filter(|&(i, _)| flags[i].1).map(|(i, d)| (args[i], self.constant(d))));
        self.nodes.borrow_mut()[place as usize].slopes = Some(slopes.clone());
        slopes
    }
    /// Computes order by order, and within an order in the order of the nodes, what was asked for.
    fn coefficients(self, output: Place, order: usize) -> Vec<f64> {
        let mut nodes = self.nodes.into_inner();
        for k in 1..=order {
            for n in 0..nodes.len() {
                if nodes[n].asked >= k {
                    let c = coefficient(&nodes, &nodes[n], k);
                    nodes[n].coefficients.push(c);
                }
            }
        }
        (0..=order).map(|k| at(&nodes, output, k)).collect()
    }
}

fn at(nodes: &[Node], place: Place, k: usize) -> f64 {
    nodes[place as usize].coefficients.get(k).copied().unwrap_or(0.0)
}

/// The k-th coefficient of a line, from those of its arguments up to the k-th and of its slopes below the k-th.
fn coefficient(nodes: &[Node], node: &Node, k: usize) -> f64 {
    let mut sum = 0.0;
    for &(arg, slope) in node.slopes.iter().flatten() {
        for j in 1..=k {
            sum += zero_wins(j as f64 * at(nodes, arg, j), at(nodes, slope, k - j));
        }
    }
    sum / k as f64
}

/// A product in which an exact zero wins over infinity, as for tangents: a value that does not move moves nothing.
fn zero_wins(a: f64, b: f64) -> f64 {
    let product = a * b;
    if product.is_nan() && (a == 0.0 || b == 0.0) && !a.is_nan() && !b.is_nan() { 0.0 } else { product }
}

/// Everything has a place, numbers too: equal ones share it.
impl Desk for Graph {
    fn literal(&self, _: Datum, c: f64) -> Datum {
        Datum::Place(self.constant(c))
    }
    fn apply(&self, op: Op, args: &[Datum]) -> Datum {
        Datum::Place(self.line(op, args.iter().map(|&a| self.place(a)).collect()))
    }
    fn known(&self, of: Datum) -> Option<f64> {
        Some(self.value(self.place(of)))
    }
    fn is_zero(&self, of: Datum) -> bool {
        let node = &self.nodes.borrow()[self.place(of) as usize];
        node.coefficients[0] == 0.0 && !node.moves
    }
}
