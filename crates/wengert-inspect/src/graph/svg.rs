//! The graph as a self-contained SVG picture.

use super::layout::{LABEL_HEIGHT, label_width};
use super::palette::{DARK, LIGHT, Palette};
use super::{Edge, Graph, Node};
use crate::number::{rounded, typeset};
use std::fmt::Write;

/// Room for the title above and the legend below.
const HEAD: f64 = 34.0;
const FOOT: f64 = 40.0;
/// The legend needs so much width.
const LEGEND: f64 = 600.0;

/// The picture.
pub(super) fn draw(graph: &Graph, title: &str) -> String {
    let width = graph.width.max(LEGEND);
    let height = HEAD + graph.height + FOOT;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">\n<title>{}</title>\n",
        escaped(title),
        escaped(title)
    );
    let _ = writeln!(
        out,
        "<style>\n{}{}@media (prefers-color-scheme: dark) {{\n{}}}\n</style>",
        FORMS,
        rules(&LIGHT),
        rules(&DARK)
    );
    let _ = writeln!(out, "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>");
    let _ = writeln!(out, "<text class=\"head\" x=\"24\" y=\"32\">{}</text>", escaped(&shortened(title, width)));
    let left = ((width - graph.width) / 2.0).max(0.0).round();
    let _ = writeln!(
        out,
        "<g transform=\"translate({left} {HEAD})\"{}>",
        if graph.compact { " class=\"small\"" } else { "" }
    );
    graph.edges.iter().for_each(|e| band(&mut out, e, graph));
    graph.edges.iter().for_each(|e| flow(&mut out, e, graph.sideways));
    graph.nodes.iter().for_each(|n| card(&mut out, n));
    graph.edges.iter().for_each(|e| pill(&mut out, e));
    out += "</g>\n";
    legend(&mut out, height - 18.0, graph.sideways);
    out += "</svg>\n";
    out
}

/// What does not depend on the theme.
const FORMS: &str = "\
text{font:14px Inter,system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;font-variant-numeric:tabular-nums}
.small text{font-size:11px}.small .flow{stroke-opacity:.55}
.head{font-size:16px;font-weight:600}
.name{font-family:'STIX Two Text','Latin Modern Roman','DejaVu Serif',Georgia,serif;font-style:italic}
.value,.cot{font-weight:600;text-anchor:end}
.pill text{font-size:12px;text-anchor:middle}
.pill rect{stroke-dasharray:3 2}
.legend{font-size:12px}
.outline{fill:none;stroke-width:1.2}.output .outline{stroke-width:2.2}
.absent .outline{stroke-dasharray:4 3}
.band,.flow{fill:none}.flow{stroke-width:1}
.minus{stroke-dasharray:6 3}
";

/// The colours of a theme.
fn rules(p: &Palette) -> String {
    format!(
        ".paper{{fill:{}}}.head,.pill text{{fill:{}}}.card{{fill:{}}}.outline{{stroke:{}}}.output .outline{{stroke:{}}}\n\
         .up{{fill:{}}}.name,.value{{fill:{}}}.down{{fill:{}}}.cot{{fill:{}}}.bar{{fill:{}}}\n\
         .band{{stroke:{}}}.flow{{stroke:{}}}.tip{{fill:{}}}.tip-up{{fill:{}}}\n\
         .pill rect{{fill:{};stroke:{}}}.legend,.absent .bar,.absent .cot{{fill:{}}}\n\
         .alarm{{fill:{}}}.band.alarm{{fill:none;stroke:{}}}.odd{{fill:{}}}\n",
        p.paper,
        p.ink,
        p.card,
        p.line,
        p.ink,
        p.primal_tint,
        p.primal,
        p.cotangent_tint,
        p.cotangent,
        p.cotangent,
        p.cotangent_soft,
        p.line,
        p.ink_2,
        p.cotangent_fill,
        p.card,
        p.line,
        p.ink_2,
        p.alarm,
        p.alarm,
        p.alarm_tint
    )
}

/// Text that cannot be taken for markup; what XML forbids is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\n' | '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// As much of a title as fits, in the picture and in an ordinary window: a large graph is wider than that.
fn shortened(title: &str, width: f64) -> String {
    let room = width.min(WINDOW) - 2.0 * 24.0;
    let mut taken = 0.0;
    let ends = title.char_indices().map(|(at, c)| {
        taken += letter_width(c);
        (at, taken)
    });
    let ends: Vec<(usize, f64)> = ends.collect();
    if taken <= room {
        return title.to_owned();
    }
    let fits = ends.partition_point(|&(_, end)| end + letter_width('…') <= room);
    let cut = ends.get(fits).map_or(title.len(), |&(at, _)| at);
    format!("{}…", &title[..cut])
}

/// A title is no wider than this, so that it is read without moving the picture.
const WINDOW: f64 = 1_000.0;

/// How wide a letter of the title is at most, in pixels.
fn letter_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ';' | ':' | '|' | '\'' | ' ' => 6.5,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' => 18.0,
        'A'..='Z' | '+' | '=' | '<' | '>' | '~' => 14.0,
        c if c.is_ascii() => 11.5,
        _ => 17.0,
    }
}

/// A smooth line through the points, upright at each; level where the picture is sideways.
fn curve(points: &[(f64, f64)], sideways: bool) -> String {
    let mut path = String::new();
    for (k, &(x, y)) in points.iter().enumerate() {
        let _ = match k.checked_sub(1).map(|before| points[before]) {
            None => write!(path, "M{x:.1} {y:.1}"),
            Some((x0, y0)) if sideways => {
                let middle = (x0 + x) / 2.0;
                write!(path, "C{middle:.1} {y0:.1} {middle:.1} {y:.1} {x:.1} {y:.1}")
            }
            Some((x0, _)) if (x0 - x).abs() < 0.05 => write!(path, "V{y:.1}"),
            Some((x0, y0)) => {
                let middle = (y0 + y) / 2.0;
                write!(path, "C{x0:.1} {middle:.1} {x:.1} {middle:.1} {x:.1} {y:.1}")
            }
        };
    }
    path
}

/// The way back: as wide as the contribution is large.
fn band(out: &mut String, edge: &Edge, graph: &Graph) {
    let Some(c) = edge.contribution.filter(|&c| c != 0.0) else { return };
    let (scale, most) = if graph.compact { (0.6, 5.0) } else { (1.15, 9.0) };
    let width = if c.is_finite() { (1.6 + scale * c.abs()).min(most) } else { most };
    let class = match c {
        c if !c.is_finite() => "band alarm",
        c if c < 0.0 => "band minus",
        _ => "band",
    };
    let path = curve(&edge.points, graph.sideways);
    let _ = writeln!(out, "<path class=\"{class}\" stroke-width=\"{width:.1}\" d=\"{path}\"/>");
}

/// The way forward, with its tip; and the tip of the way back.
fn flow(out: &mut String, edge: &Edge, sideways: bool) {
    let (Some(&(x0, y0)), Some(&(x, y))) = (edge.points.first(), edge.points.last()) else { return };
    let [tip, tip_up] = if sideways { ["l-7 -3.5v7z", "l8 -4.5v9z"] } else { ["l-3.5 -7h7z", "l-4.5 8h9z"] };
    let _ = writeln!(out, "<path class=\"flow\" d=\"{}\"/>", curve(&edge.points, sideways));
    let _ = writeln!(out, "<path class=\"tip\" d=\"M{x:.1} {y:.1}{tip}\"/>");
    if edge.contribution.is_some_and(|c| c != 0.0) {
        let _ = writeln!(out, "<path class=\"tip-up\" d=\"M{x0:.1} {y0:.1}{tip_up}\"/>");
    }
}

fn card(out: &mut String, node: &Node) {
    let Node { x, y, width, height, .. } = *node;
    let (half, pad) = (height / 2.0, if height > 40.0 { 10.0 } else { 6.0 });
    let odd = |v: Option<f64>| v.is_some_and(|v| !v.is_finite());
    let class = [("output", node.output), ("absent", node.cotangent.is_none())];
    let class: Vec<&str> = class.iter().filter(|(_, on)| *on).map(|&(name, _)| name).collect();
    let _ = writeln!(out, "<g class=\"{}\"><title>{}</title>", class.join(" "), escaped(&told(node)));
    let _ = writeln!(
        out,
        "<rect class=\"card\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width}\" height=\"{height}\" rx=\"4\"/>"
    );
    let outline =
        format!("<rect class=\"outline\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width}\" height=\"{height}\" rx=\"4\"/>\n");
    let row = |out: &mut String, class: &str, top: f64| {
        let (left, y, width, height) = (x + 0.8, top + 0.8, width - 1.6, half - 1.6);
        let _ = writeln!(
            out,
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"3\"/>"
        );
    };
    row(out, if odd(node.value) { "odd" } else { "up" }, y);
    if odd(node.cotangent) {
        row(out, "odd", y + half);
    } else if node.cotangent.is_some() {
        row(out, "down", y + half);
    }
    *out += &outline;
    let mut text = |class: &str, x: f64, top: f64, text: &str| {
        let base = top + half / 2.0 + if height > 40.0 { 5.0 } else { 4.0 };
        let _ = writeln!(out, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{base:.1}\">{}</text>", escaped(text));
    };
    let right = x + width - pad;
    text("name", x + pad, y, &typeset(&node.label));
    if let Some(v) = node.value {
        text(if v.is_finite() { "value" } else { "value alarm" }, right, y, &typeset(&rounded(v)));
    }
    text("name bar", x + pad, y + half, &node.bar);
    if node.value.is_some() {
        let number = node.cotangent.map_or_else(|| "none".to_owned(), |v| typeset(&rounded(v)));
        text(if odd(node.cotangent) { "cot alarm" } else { "cot" }, right, y + half, &number);
    }
    out.push_str("</g>\n");
}

/// A box in words.
fn told(node: &Node) -> String {
    let formula = node.formula.as_ref().map_or_else(String::new, |f| format!(" = {f}"));
    let value = node.value.map_or_else(String::new, |v| format!("; value {}", rounded(v)));
    let cotangent = match node.cotangent {
        Some(v) => format!("; cotangent {}", rounded(v)),
        None if node.value.is_some() => "; no cotangent".to_owned(),
        None => String::new(),
    };
    format!("{}{formula}{value}{cotangent}", node.name)
}

/// The local derivative, on its edge.
fn pill(out: &mut String, edge: &Edge) {
    if edge.label.is_empty() {
        return;
    }
    let ((x, y), width) = (edge.label_at, label_width(&edge.label));
    let (left, top) = (x - width / 2.0, y - LABEL_HEIGHT / 2.0);
    let _ = writeln!(
        out,
        "<g class=\"pill\"><title>{}</title><rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" \
         height=\"{LABEL_HEIGHT}\" rx=\"10\"/><text x=\"{x:.1}\" y=\"{:.1}\">{}</text></g>",
        escaped(&edge.contribution.map_or_else(String::new, |c| format!("adds {}", rounded(c)))),
        y + 4.2,
        escaped(&edge.label)
    );
}

fn legend(out: &mut String, y: f64, sideways: bool) {
    let [on, back] = if sideways { ["right", "left"] } else { ["down", "up"] };
    let mut entry = |class: &str, x: f64, words: &str| {
        let (top, text) = (y - 11.0, x + 18.0);
        let _ = writeln!(out, "<rect class=\"{class}\" x=\"{x}\" y=\"{top:.1}\" width=\"12\" height=\"12\"/>");
        let _ = writeln!(out, "<text class=\"legend\" x=\"{text}\" y=\"{y}\">{words}</text>");
    };
    entry("up", 24.0, &format!("value, flows {on}"));
    entry("down", 164.0, &format!("cotangent, flows {back}: wide where large, broken where negative"));
}
