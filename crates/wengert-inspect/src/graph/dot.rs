//! The graph in Graphviz's language: HTML-like labels, so that values and cotangents keep their colours.

use super::palette::LIGHT;
use super::svg::escaped;
use super::{Edge, Graph, Node};
use crate::number::{rounded, typeset};
use std::fmt::Write;

/// The text of a `digraph`.
pub(super) fn draw(graph: &Graph, title: &str) -> String {
    let mut out = format!("digraph wengert {{\n  label={};\n  labelloc=t;\n", quoted(title));
    out += "  node [shape=plain, fontname=\"Helvetica\"];\n  edge [fontname=\"Helvetica\", fontsize=11];\n";
    graph.nodes.iter().enumerate().for_each(|(k, n)| node(&mut out, k, n));
    graph.edges.iter().for_each(|e| edge(&mut out, e));
    out + "}\n"
}

/// A string in double quotes. A backslash would begin an escape.
fn quoted(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

fn node(out: &mut String, k: usize, node: &Node) {
    let cell = |colour: &str, tint: &str, word: &str, number: Option<f64>| {
        let number = number.map_or_else(String::new, |v| typeset(&rounded(v)));
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
    let label = if edge.label.is_empty() { String::new() } else { format!("label={}, ", quoted(&edge.label)) };
    let _ = writeln!(out, "  n{} -> n{} [{label}penwidth={width:.2}, color=\"{colour}\"{style}];", edge.from, edge.to);
}
