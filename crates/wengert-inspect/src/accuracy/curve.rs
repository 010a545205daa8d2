//! The errors of finite differences over the step, as an SVG picture: the V.

use super::{Accuracy, Entry};
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 150.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 48.0;
/// Decimal exponents of the steps and of the errors shown.
const STEPS: (f64, f64) = (-16.0, -1.0);
const ERRORS: (f64, f64) = (-17.0, 1.0);

/// A line of the picture: its name, its class, and the exponent of the error for each exponent of the step.
struct Line {
    name: &'static str,
    class: &'static str,
    points: Vec<(f64, f64)>,
}

/// The relative errors of central and one-sided differences over all steps, beside those of reverse mode and the complex
/// step, one panel for each derivative; `None` where no derivative has a reference.
pub fn curve_svg(accuracy: &Accuracy) -> Option<String> {
    let panels: Vec<(&Entry, f64)> = accuracy.entries.iter().filter_map(|e| Some((e, truth(e)?))).collect();
    let height = HEIGHT * panels.len() as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         role=\"img\" aria-label=\"Error of finite differences over the step\">\n<style>{STYLE}</style>\n\
         <rect class=\"page\" width=\"{WIDTH}\" height=\"{height}\"/>\n"
    );
    for (k, (entry, truth)) in panels.iter().enumerate() {
        let _ = writeln!(svg, "<g transform=\"translate(0 {})\">", HEIGHT * k as f64);
        panel(&mut svg, entry, *truth);
        svg.push_str("</g>\n");
    }
    svg.push_str("</svg>\n");
    (!panels.is_empty()).then_some(svg)
}

const STYLE: &str = "\
svg{color-scheme:light dark;--ink:#1c1c1c;--faint:#8884;--page:#fff;--a:#0b62c4;--b:#b4540a;--c:#6b3fa0;--d:#1a7f37}\
@media(prefers-color-scheme:dark){svg{--ink:#e8e8e8;--page:#17191c;--a:#6cb0ff;--b:#f2a65a;--c:#c3a1f2;--d:#5fd07a}}\
.page{fill:var(--page)}text{font:12px system-ui,sans-serif;fill:var(--ink)}.title{font-size:14px;font-weight:600}\
.grid{stroke:var(--faint)}polyline{fill:none;stroke-width:2}\
.central{stroke:var(--a)}.forward{stroke:var(--b)}.backward{stroke:var(--b);stroke-dasharray:5 4}\
text.central{fill:var(--a)}text.forward,text.backward{fill:var(--b)}text.reverse{fill:var(--d)}text.complex{fill:var(--c)}\
text{stroke:none}polyline.reverse{stroke:var(--d)}.complex{stroke:var(--c);stroke-dasharray:2 3}";

/// The derivative against which errors are measured.
fn truth(entry: &Entry) -> Option<f64> {
    let precise = entry.precise.as_ref().ok().map(|p| p.rounded);
    let reference = precise.or(entry.complex.as_ref().ok().copied());
    reference.or(entry.central.map(|e| e.slope)).filter(|t| t.is_finite() && entry.digits.reverse.is_some())
}

fn panel(svg: &mut String, entry: &Entry, truth: f64) {
    let _ = writeln!(
        svg,
        "<text class=\"title\" x=\"{LEFT}\" y=\"24\">Relative error of d/d{} over the step h</text>",
        escaped(&entry.name)
    );
    grid(svg);
    let mut labels: Vec<(f64, Line)> = Vec::new();
    for line in lines(entry, truth) {
        let points: Vec<String> =
            line.points.iter().map(|&(h, e)| format!("{:.1},{:.1}", across(h), down(e))).collect();
        let _ = writeln!(svg, "<polyline class=\"{}\" points=\"{}\"/>", line.class, points.join(" "));
        if let Some(&(_, error)) = line.points.first() {
            labels.push((down(error), line));
        }
    }
    write_labels(svg, labels);
}

/// The lines' names at their right ends, far enough apart to be read.
fn write_labels(svg: &mut String, mut labels: Vec<(f64, Line)>) {
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut last = f64::NEG_INFINITY;
    for (y, Line { name, class, .. }) in labels {
        let y = (y + 4.0).max(last + 14.0);
        last = y;
        let _ = writeln!(svg, "<text class=\"{class}\" x=\"{}\" y=\"{y:.1}\">{name}</text>", WIDTH - RIGHT + 8.0);
    }
}

fn lines(entry: &Entry, truth: f64) -> Vec<Line> {
    let error = |slope: f64| {
        let error = (slope - truth).abs() / truth.abs().max(f64::MIN_POSITIVE);
        error.log10().clamp(ERRORS.0 + 0.5, ERRORS.1)
    };
    let over = |of: fn(&super::Step) -> f64| {
        let finite = entry.curve.iter().filter(move |s| of(s).is_finite());
        finite.map(|s| (s.h.log10(), error(of(s)))).collect::<Vec<_>>()
    };
    let flat = |slope: f64| vec![(STEPS.1, error(slope)), (STEPS.0, error(slope))];
    let mut lines = vec![
        Line { name: "central", class: "central", points: over(|s| s.central) },
        Line { name: "forward side", class: "forward", points: over(|s| s.forward) },
        Line { name: "backward side", class: "backward", points: over(|s| s.backward) },
        Line { name: "reverse mode", class: "reverse", points: flat(entry.reverse) },
    ];
    if let Ok(slope) = entry.complex {
        lines.push(Line { name: "complex step", class: "complex", points: flat(slope) });
    }
    lines
}

/// From the exponent of the step to the picture.
fn across(h: f64) -> f64 {
    LEFT + (h - STEPS.0) / (STEPS.1 - STEPS.0) * (WIDTH - LEFT - RIGHT)
}

/// From the exponent of the error to the picture.
fn down(error: f64) -> f64 {
    TOP + (ERRORS.1 - error) / (ERRORS.1 - ERRORS.0) * (HEIGHT - TOP - BOTTOM)
}

fn grid(svg: &mut String) {
    let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
    for h in (-16..=-1).step_by(3) {
        let x = across(f64::from(h));
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\"/><text x=\"{x:.1}\" y=\"{}\" \
             text-anchor=\"middle\">{}</text>",
            bottom + 18.0,
            power(h)
        );
    }
    for error in (-16..=0).step_by(4) {
        let y = down(f64::from(error));
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\"/><text x=\"{}\" y=\"{:.1}\" \
             text-anchor=\"end\">{}</text>",
            LEFT - 8.0,
            y + 4.0,
            power(error)
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">step h, relative to the input</text>",
        (LEFT + right) / 2.0,
        bottom + 38.0
    );
}

/// A power of ten with its exponent raised.
fn power(exponent: i32) -> String {
    format!("10<tspan dy=\"-5\" font-size=\"9\">{}</tspan>", exponent.to_string().replace('-', "−"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
