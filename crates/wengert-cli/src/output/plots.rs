//! Plots of a curve: two panels as SVG by plotters, two charts in the terminal, a table where only ASCII will do.

use super::braille::Drawing;
use super::{look, notation};
use crate::cmd::sampled::{Curve, Mark, Sample};
use plotters::prelude::*;
use std::io::{self, Write};

const BLUE_VALUE: RGBColor = RGBColor(10, 88, 150);
const ORANGE_SLOPE: RGBColor = RGBColor(221, 103, 22);
const INK: RGBColor = RGBColor(80, 86, 94);

/// One of the two curves.
#[derive(Clone, Copy)]
struct Panel {
    title: &'static str,
    colour: RGBColor,
    of: fn(&Sample) -> f64,
}

const PANELS: [Panel; 2] = [
    Panel { title: "value", colour: BLUE_VALUE, of: |s| s.value },
    Panel { title: "derivative", colour: ORANGE_SLOPE, of: |s| s.slope },
];

/// The picture, or why it cannot be drawn.
pub fn svg(curve: &Curve) -> Result<String, String> {
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, (720, 640)).into_drawing_area();
        root.fill(&WHITE).map_err(|e| e.to_string())?;
        for (panel, area) in PANELS.iter().zip(root.split_evenly((2, 1))) {
            draw(curve, *panel, &area).map_err(|e| e.to_string())?;
        }
        root.present().map_err(|e| e.to_string())?;
    }
    Ok(text)
}

fn draw<B: DrawingBackend>(
    curve: &Curve,
    panel: Panel,
    area: &DrawingArea<B, plotters::coord::Shift>,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let (from, to) = (curve.samples[0].x, curve.samples[curve.samples.len() - 1].x);
    let (low, high) = extent(curve, panel);
    let mut chart = ChartBuilder::on(area)
        .margin(12)
        .caption(format!("{} over {}", panel.title, curve.name), ("sans-serif", 16))
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d(from..to, low..high)?;
    chart.configure_mesh().light_line_style(TRANSPARENT).bold_line_style(INK.mix(0.15)).draw()?;
    for piece in pieces(curve, panel, low, high) {
        chart.draw_series(LineSeries::new(piece, panel.colour.stroke_width(2)))?;
    }
    for mark in &curve.marks {
        chart.draw_series(LineSeries::new([(mark.x, low), (mark.x, high)], INK.mix(0.5)))?;
        let dot = if panel.title == "value" { Some(mark.value) } else { mark.chosen };
        if let Some(y) = dot.filter(|y| y.is_finite() && (low..=high).contains(y)) {
            chart.draw_series([Circle::new((mark.x, y), 4, panel.colour.filled())])?;
        }
        if panel.title == "derivative" {
            let style = ("sans-serif", 12).into_font().color(&INK);
            // Away from the curve: below where it runs high behind the mark, above where it runs low.
            let behind = curve.samples.iter().find(|s| s.x > mark.x).map_or(0.0, panel.of);
            let part = if behind > 0.5 * (low + high) { 0.08 } else { 0.94 };
            let at = (mark.x + 0.01 * (to - from), low + part * (high - low));
            chart.draw_series([Text::new(label(mark), at, style)])?;
        }
    }
    Ok(())
}

fn label(mark: &Mark) -> String {
    if mark.words.is_empty() { mark.kind.to_owned() } else { format!("{}: {}", mark.kind, mark.words) }
}

/// What is shown of a panel: all of it, but for the few largest near a pole.
fn extent(curve: &Curve, panel: Panel) -> (f64, f64) {
    let mut all: Vec<f64> = curve.samples.iter().map(panel.of).filter(|y| y.is_finite()).collect();
    all.sort_by(f64::total_cmp);
    let (Some(&least), Some(&most)) = (all.first(), all.last()) else { return (-1.0, 1.0) };
    let [low, high] = [all[all.len() / 20], all[all.len() - 1 - all.len() / 20]];
    let wild = most - least > 8.0 * (high - low).max(1e-300)
        && curve.marks.iter().any(|m| m.kind == "pole" || m.kind == "edge");
    let (low, high) = if wild { (low, high) } else { (least, most) };
    let room = if high > low { 0.08 * (high - low) } else { 0.5 * high.abs().max(1.0) };
    (low - room, high + room)
}

/// The curve without what is out of sight, broken at marks and where there is no number.
fn pieces(curve: &Curve, panel: Panel, low: f64, high: f64) -> Vec<Vec<(f64, f64)>> {
    let mut pieces = vec![Vec::new()];
    let mut before: Option<f64> = None;
    for sample in &curve.samples {
        let y = (panel.of)(sample);
        let broken = |x0: f64| curve.marks.iter().any(|m| m.x >= x0 && m.x <= sample.x && breaks(m, panel));
        if before.is_some_and(broken) || !(low..=high).contains(&y) {
            pieces.push(Vec::new());
        }
        if (low..=high).contains(&y) {
            let last = pieces.len() - 1;
            pieces[last].push((sample.x, y));
        }
        before = Some(sample.x);
    }
    pieces.retain(|p| p.len() > 1);
    pieces
}

/// Whether a curve is broken at a mark: the value at jumps and poles, the derivative everywhere.
fn breaks(mark: &Mark, panel: Panel) -> bool {
    panel.title == "derivative" || matches!(mark.kind, "jump" | "pole")
}

/// Two charts, and the marks as a list.
pub fn terminal(out: &mut impl Write, curve: &Curve) -> io::Result<()> {
    if look::ascii() {
        table(out, curve)?;
    } else {
        for panel in PANELS {
            writeln!(out, "{}", look::title(&format!("{} over {}", panel.title, curve.name)))?;
            chart(out, curve, panel)?;
        }
    }
    for mark in &curve.marks {
        let words = if mark.words.is_empty() { String::new() } else { format!(": {}", mark.words) };
        writeln!(out, "{} at {} = {}{words}", mark.kind, curve.name, notation::rounded(mark.x))?;
    }
    Ok(())
}

fn chart(out: &mut impl Write, curve: &Curve, panel: Panel) -> io::Result<()> {
    let (from, to) = (curve.samples[0].x, curve.samples[curve.samples.len() - 1].x);
    let (low, high) = extent(curve, panel);
    let columns = usize::from(look::columns().unwrap_or(80)).clamp(30, 100) - 14;
    let mut drawing = Drawing::new(columns, (from, to), (low, high));
    pieces(curve, panel, low, high).iter().for_each(|piece| drawing.curve(piece));
    let rows: Vec<String> = drawing.rows().collect();
    for (k, row) in rows.iter().enumerate() {
        let edge = if k == 0 { notation::rounded(high) } else { notation::rounded(low) };
        let label = if k == 0 || k + 1 == rows.len() { edge } else { String::new() };
        writeln!(out, "{label:>10} ┤{row}")?;
    }
    let (left, right) = (notation::rounded(from), notation::rounded(to));
    writeln!(out, "{:12}{left}{right:>width$}\n", "", width = columns.saturating_sub(left.chars().count()))
}

/// Twenty-one rows, where the terminal has no other letters.
fn table(out: &mut impl Write, curve: &Curve) -> io::Result<()> {
    let mut table = super::matrices::plain(&[0, 1, 2], &[&curve.name, "value", "derivative"]);
    for sample in curve.samples.iter().step_by(curve.samples.len() / 20) {
        table.add_row([sample.x, sample.value, sample.slope].map(notation::rounded));
    }
    writeln!(out, "{}", table.trim_fmt())
}
