//! From a run to boxes and edges without places, and the numbers in them.

use super::fold::{Unit, units};
use super::{Edge, Graph, Kind, MOST_FULL, MOST_LABELS, MOST_NODES, Node};
use crate::Run;
use crate::formula::{Slopes, text, text_of};
use crate::number;
use std::collections::HashMap;
use wengert::list::{Id, Operand, Step};

/// A formula in more characters than this is shown as its primitive only.
const WIDEST_FORMULA: usize = 26;
/// A local derivative of more parts than this is shown as its number only.
const LARGEST_SLOPE: usize = 7;
/// A local derivative in more characters than this is shown as its number only.
const WIDEST_SLOPE: usize = 18;
/// A line that reads one value more often than this has one edge from it.
const PARALLEL: usize = 8;

/// Boxes and edges without numbers and places.
pub(super) fn structure(run: &Run) -> Graph {
    let list = run.list();
    let inputs = input_nodes(run);
    let room = MOST_NODES.saturating_sub(inputs.len()).max(MOST_NODES / 2);
    let units: Vec<Unit> = units(list, room).into_iter().filter(|u| first_id(run, u).is_some()).collect();
    let compact = inputs.len() + units.len() > MOST_FULL;
    let mut graph = Graph { width: 0.0, height: 0.0, compact, sideways: false, nodes: inputs, edges: Vec::new() };
    let mut of_line = vec![usize::MAX; list.len()];
    let mut of_id = vec![usize::MAX; list.ids()];
    for (k, node) in graph.nodes.iter().enumerate() {
        let first = k.checked_sub(1).map_or(0, |before| graph.nodes[before].id.0 + 1);
        (first..=node.id.0).for_each(|id| of_id[id as usize] = k);
    }
    for unit in &units {
        of_line[unit.lines.clone()].fill(graph.nodes.len());
        graph.nodes.push(line_node(run, unit, compact));
    }
    let mut joined = HashMap::new();
    for (line, id, step) in list.steps().filter(|(_, _, step)| step.results() > 0) {
        of_id[id.0 as usize..][..step.results() as usize].fill(of_line[line]);
        if let Step::Apply(_, args) | Step::Rule(_, args) = step {
            connect(&mut graph, &mut joined, line, args, &of_id, of_line[line]);
        }
    }
    graph
}

/// The first value that a unit names; none where it only guards.
fn first_id(run: &Run, unit: &Unit) -> Option<Id> {
    unit.lines.clone().find_map(|line| run.id_of(line))
}

/// The value that a line names.
fn id_of(run: &Run, line: usize) -> Id {
    run.id_of(line).unwrap_or(Id(0))
}

fn input_nodes(run: &Run) -> Vec<Node> {
    let list = run.list();
    if list.input_len() <= MOST_NODES / 2 {
        return (0..list.input_len() as u32).map(|k| input_node(run, Id(k), Id(k))).collect();
    }
    let mut first = 0;
    let blocks = list.inputs().iter().filter(|input| !input.is_empty()).map(|input| {
        first += input.len();
        (Id(first - input.len()), Id(first - 1))
    });
    let blocks: Vec<(Id, Id)> = blocks.collect();
    let together = blocks.chunks(blocks.len().div_ceil(MOST_NODES / 2).max(1));
    together.map(|some| input_node(run, some[0].0, some[some.len() - 1].1)).collect()
}

fn input_node(run: &Run, first: Id, last: Id) -> Node {
    let kind = if first == last { Kind::Input } else { Kind::Inputs };
    let (name, bar) = names(run, first, last);
    let formula = (kind == Kind::Inputs).then(|| format!("{} inputs", last.0 - first.0 + 1));
    Node { formula, ..node(kind, last, 0..0, name.clone(), bar, name) }
}

fn names(run: &Run, first: Id, last: Id) -> (String, String) {
    if first == last {
        return (run.name(last).to_owned(), run.names().bar(last));
    }
    (
        format!("{} … {}", run.name(first), run.name(last)),
        format!("{} … {}", run.names().bar(first), run.names().bar(last)),
    )
}

fn node(kind: Kind, id: Id, lines: std::ops::Range<usize>, name: String, bar: String, label: String) -> Node {
    Node {
        kind,
        id,
        lines,
        name,
        bar,
        formula: None,
        label,
        value: None,
        cotangent: None,
        origin: None,
        output: false,
        x: 0.0,
        y: 0.0,
        width: 0.0,
        height: 0.0,
    }
}

fn line_node(run: &Run, unit: &Unit, compact: bool) -> Node {
    let named: Vec<usize> = unit.lines.clone().filter(|&line| run.id_of(line).is_some()).collect();
    let (first, last) = (id_of(run, named[0]), id_of(run, named[named.len() - 1]));
    let (name, bar) = names(run, first, last);
    let round = named.len() / unit.times;
    let lines = |n: usize| format!("{n} line{}", if n == 1 { "" } else { "s" });
    let (kind, formula) = match (named.len(), unit.times) {
        (1, _) => (Kind::Line, formula(run, named[0])),
        (count, 1) => (Kind::Lines, lines(count)),
        (_, times) => (Kind::Repeat { times }, format!("{times} × {}", lines(round))),
    };
    let label = match kind {
        Kind::Line if compact => format!("{name} {}", sign(run, named[0])),
        Kind::Line => format!("{name} = {}", shortened(run, named[0], &formula)),
        _ => format!("{name}: {formula}"),
    };
    let origin = run.list().origin(named[0]);
    Node { formula: Some(formula), origin, ..node(kind, last, unit.lines.clone(), name, bar, label) }
}

fn formula(run: &Run, line: usize) -> String {
    text_of(run.list(), line, run.names()).unwrap_or_default()
}

/// The formula, or what is left of it where it is long.
fn shortened(run: &Run, line: usize, formula: &str) -> String {
    match run.applied(line) {
        Some((op, _)) if formula.chars().count() > WIDEST_FORMULA => format!("{op}(…)"),
        _ => formula.to_owned(),
    }
}

/// The primitive in as few letters as possible.
fn sign(run: &Run, line: usize) -> String {
    let Some((op, _)) = run.applied(line) else { return formula(run, line) };
    let sign = match op.text() {
        "add" | "sum" => "+",
        "sub" | "neg" => "−",
        "mul" => "×",
        "div" => "÷",
        "pow" | "powi" => "^",
        "square" => "²",
        "sqrt" => "√",
        text => text,
    };
    sign.to_owned()
}

/// The edges into one line, joined with those between the same boxes: where a box stands for several lines, and where a line
/// reads one value very often.
fn connect(
    graph: &mut Graph,
    joined: &mut HashMap<(usize, usize), usize>,
    line: usize,
    args: &[Operand],
    of_id: &[usize],
    to: usize,
) {
    let single = |k: usize| matches!(graph.nodes[k].kind, Kind::Line | Kind::Input);
    let box_of = |o: &Operand| o.as_id().map(|id| of_id[id.0 as usize]).filter(|&from| from != to);
    let mut reads: HashMap<usize, usize> = HashMap::new();
    args.iter().filter_map(box_of).for_each(|from| *reads.entry(from).or_default() += 1);
    for (arg, o) in args.iter().enumerate() {
        let Some(from) = box_of(o) else { continue };
        if !single(from) || !single(to) || reads[&from] > PARALLEL {
            let next = graph.edges.len();
            let k = *joined.entry((from, to)).or_insert(next);
            if k < next {
                graph.edges[k].uses += 1;
                continue;
            }
        }
        graph.edges.push(Edge {
            from,
            to,
            uses: 1,
            line,
            arg,
            formula: None,
            slope: None,
            contribution: None,
            label: String::new(),
            points: Vec::new(),
            label_at: (0.0, 0.0),
        });
    }
}

/// The local derivative of an edge as text, where that is short and what the sweep took.
fn slope_formula(run: &Run, edge: &Edge) -> Option<String> {
    let (op, args) = run.applied(edge.line)?;
    let slopes = Slopes::new(run.list(), op, args, id_of(run, edge.line)).ok()?;
    let term = slopes.taken(edge.arg, LARGEST_SLOPE, edge.slope?, |id| run.value(id))?;
    let text = text(&term, run.names());
    (text.chars().count() <= WIDEST_SLOPE).then_some(text)
}

/// Writes values, cotangents, local derivatives and contributions.
pub(super) fn numbers(graph: &mut Graph, run: &Run) {
    let output = run.output();
    for node in &mut graph.nodes {
        node.value = (node.kind != Kind::Inputs).then(|| run.value(node.id));
        node.cotangent = if node.kind == Kind::Inputs { None } else { run.adjoint(node.id) };
        node.output = output == Some(node.id);
    }
    let mut of_pair: HashMap<(usize, usize), (f64, f64)> = HashMap::new();
    for c in run.contributions() {
        of_pair.insert((c.line, c.arg), (c.slope, c.term));
    }
    let of_edges = joined_terms(graph, run);
    for (edge, joined) in graph.edges.iter_mut().zip(of_edges) {
        let own = of_pair.get(&(edge.line, edge.arg)).copied();
        edge.slope = own.filter(|_| edge.uses == 1).map(|(slope, _)| slope);
        edge.contribution = if edge.uses == 1 { own.map(|(_, term)| term) } else { joined };
    }
    if graph.edges.len() <= MOST_LABELS {
        for edge in &mut graph.edges {
            edge.formula = slope_formula(run, edge);
            edge.label = label(edge);
        }
    }
}

/// What passed over each edge that stands for several arguments.
fn joined_terms(graph: &Graph, run: &Run) -> Vec<Option<f64>> {
    let mut sums = vec![None; graph.edges.len()];
    if graph.edges.iter().all(|e| e.uses == 1) {
        return sums;
    }
    let edge_of: HashMap<(usize, usize), usize> =
        graph.edges.iter().enumerate().map(|(k, e)| ((e.from, e.to), k)).collect();
    let node_of_line = |line: usize| graph.nodes.partition_point(|n| n.lines.end <= line);
    let inputs = graph.nodes.iter().take_while(|n| matches!(n.kind, Kind::Input | Kind::Inputs)).count();
    for c in run.contributions() {
        let from = match run.line_of(c.to) {
            Some(line) => node_of_line(line),
            None => graph.nodes[..inputs].partition_point(|n| n.id < c.to),
        };
        if let Some(&k) = edge_of.get(&(from, node_of_line(c.line))) {
            sums[k] = Some(sums[k].unwrap_or(0.0) + c.term);
        }
    }
    sums
}

fn label(edge: &Edge) -> String {
    let number = edge.slope.map(|slope| number::typeset(&number::short(slope)));
    match (&edge.formula, number) {
        (Some(formula), Some(number)) if number::typeset(formula) != number => {
            format!("× {} = {number}", number::typeset(formula))
        }
        (_, Some(number)) => format!("× {number}"),
        _ => String::new(),
    }
}
