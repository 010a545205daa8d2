//! Plots in the terminal: two charts, a table where only ASCII will do, and the marks as a list.

use super::super::{look, matrices, notation};
use super::braille::Drawing;
use super::{PANELS, Panel, extent, pieces};
use crate::cmd::sampled::Curve;
use std::io::{self, Write};

/// Two charts, and the marks as a list.
pub fn show(out: &mut impl Write, curve: &Curve) -> io::Result<()> {
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
    let mut table = matrices::plain(&[0, 1, 2], &[&curve.name, "value", "derivative"]);
    for sample in curve.samples.iter().step_by(curve.samples.len() / 20) {
        table.add_row([sample.x, sample.value, sample.slope].map(notation::rounded));
    }
    writeln!(out, "{}", table.trim_fmt())
}
