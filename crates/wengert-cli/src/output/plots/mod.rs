//! Plots of a curve, the value above and the derivative below it: what of them is shown, and where they are broken.

mod braille;
mod picture;
mod terminal;

pub use picture::{png, svg};
pub use terminal::show as terminal;

use crate::cmd::sampled::{AXIS, Curve, FARTHEST, Mark, Sample, fits};
use crate::failure::Failure;
use plotters::style::RGBColor;
use wengert_inspect::number;

/// One of the two curves.
#[derive(Clone, Copy)]
struct Panel {
    title: &'static str,
    colour: RGBColor,
    of: fn(&Sample) -> f64,
}

const PANELS: [Panel; 2] = [
    Panel { title: "value", colour: RGBColor(10, 88, 150), of: |s| s.value },
    Panel { title: "derivative", colour: RGBColor(221, 103, 22), of: |s| s.slope },
];

/// Refuses a curve of which a panel would show more than an axis holds.
pub fn check(curve: &Curve) -> Result<(), Failure> {
    for panel in PANELS {
        let (low, high) = shown(curve, panel);
        if !fits(low, high) {
            let [low, high] = [low, high].map(number::short);
            let title = format!("the {} runs from {low} to {high}, too far for a plot", panel.title);
            let help =
                format!("{AXIS}; plot over a smaller range, or a part of the expression, as in `1e-10*x` for `x`");
            return Err(Failure::Input(format!("error: {title}\nhelp: {help}")));
        }
    }
    Ok(())
}

/// What is shown of a panel, with room above and below it.
fn extent(curve: &Curve, panel: Panel) -> (f64, f64) {
    let (low, high) = shown(curve, panel);
    let room = if high > low { 0.08 * (high - low) } else { 0.5 * high.abs().max(1.0) };
    ((low - room).max(-FARTHEST), (high + room).min(FARTHEST))
}

/// What is shown of a panel: all of it, but for the few largest near a pole.
fn shown(curve: &Curve, panel: Panel) -> (f64, f64) {
    let mut all: Vec<f64> = curve.samples.iter().map(panel.of).filter(|y| y.is_finite()).collect();
    all.sort_by(f64::total_cmp);
    let (Some(&least), Some(&most)) = (all.first(), all.last()) else { return (-1.0, 1.0) };
    let [low, high] = [all[all.len() / 20], all[all.len() - 1 - all.len() / 20]];
    let wild = most - least > 8.0 * (high - low).max(1e-300)
        && curve.marks.iter().any(|m| m.kind == "pole" || m.kind == "edge");
    if wild { (low, high) } else { (least, most) }
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
