//! The graph in Graphviz's language: HTML-like labels, so that values and cotangents keep their colours.

use super::palette::LIGHT;
use super::svg::escaped;
use super::{Edge, Graph, Node};
use crate::number::{rounded, typeset};
use std::fmt::Write;

/// The text of a `digraph`.
pub(super) fn draw(graph: &Graph, title: &str) -> String {
    let mut out = format!("digraph wengert {{\n  label={};\n  labelloc=t;\n", quoted(&shortened(title)));
    out += "  graph [fontname=\"Helvetica\", nodesep=0.4];\n";
    out += "  node [shape=plain, fontname=\"Helvetica\"];\n  edge [fontname=\"Helvetica\", fontsize=11];\n";
    graph.nodes.iter().enumerate().for_each(|(k, n)| node(&mut out, k, n));
    graph.edges.iter().for_each(|e| edge(&mut out, e));
    out + "}\n"
}

/// As much of a title as does not make the picture wider than most graphs are.
fn shortened(title: &str) -> String {
    match title.char_indices().nth(WIDEST_TITLE) {
        Some((end, _)) => format!("{}…", &title[..end]),
        None => title.to_owned(),
    }
}

/// Of longer titles the rest is left out.
const WIDEST_TITLE: usize = 80;

/// A string in double quotes. A backslash would begin an escape.
fn quoted(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

fn node(out: &mut String, k: usize, node: &Node) {
    let cell = |colour: &str, tint: &str, word: &str, number: Option<f64>| {
        // Graphviz takes no font around nothing.
        let number = number.map_or_else(|| "none".to_owned(), |v| typeset(&rounded(v)));
        format!(
            "<tr><td bgcolor=\"{tint}\" align=\"left\"><font color=\"{colour}\">{}</font></td>\
             <td bgcolor=\"{tint}\" align=\"right\"><font color=\"{colour}\">{number}</font></td></tr>",
            escaped(word)
        )
    };
    let _ = writeln!(
        out,
        "  n{k} [label=<<table border=\"{}\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"4\">{}{}</table>>];",
        if node.output { 2 } else { 1 },
        cell(LIGHT.primal, LIGHT.primal_tint, &node.label, node.value),
        cell(LIGHT.cotangent, LIGHT.cotangent_tint, &node.bar, node.cotangent),
    );
}

fn edge(out: &mut String, edge: &Edge) {
    let width = edge.contribution.filter(|c| c.is_finite()).map_or(1.0, |c| (1.0 + c.abs()).min(6.0));
    let style = match edge.contribution {
        None => ", style=dashed",
        Some(c) if c < 0.0 => ", style=dashed",
        _ => "",
    };
    let colour = match edge.contribution {
        None => LIGHT.line,
        Some(c) if !c.is_finite() => LIGHT.alarm,
        Some(_) => LIGHT.cotangent_fill,
    };
    // The space keeps the words off the line.
    let words = quoted(&format!(" {} ", edge.label));
    let label = if edge.label.is_empty() { String::new() } else { format!("label={words}, ") };
    // The head grows with the line; that of a wide one would hide what it points at.
    let head = 0.8 / width.sqrt();
    let _ = writeln!(
        out,
        "  n{} -> n{} [{label}penwidth={width:.2}, arrowsize={head:.2}, color=\"{colour}\"{style}];",
        edge.from, edge.to
    );
}
