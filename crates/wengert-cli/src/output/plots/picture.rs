//! Plots as pictures, by plotters: SVG, and PNG with the letters of a font that is part of the program, so that no machine
//! needs one.

use super::{PANELS, Panel, extent, pieces};
use crate::cmd::sampled::{Curve, Mark};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, register_font};
use wengert_inspect::number;

const INK: RGBColor = RGBColor(80, 86, 94);
const FONT: &str = "sans-serif";

/// Roboto, of which the Latin and Greek letters and signs were kept; its licence stands beside it.
const LETTERS: &[u8] = include_bytes!("../../../data/font/Roboto-Regular.subset.ttf");

/// Width and height in the units of SVG.
const SIZE: (u32, u32) = (720, 640);
/// So many pixels of a PNG go to a unit, for screens that have as many.
const DENSITY: u32 = 2;
/// Each pixel is the average of so many across and down, which smooths the edges.
const SAMPLES: u32 = 2;

/// The picture as SVG, or why it cannot be drawn.
pub fn svg(curve: &Curve) -> Result<String, String> {
    let mut text = String::new();
    drawn(curve, SVGBackend::with_string(&mut text, SIZE), 1)?;
    Ok(text)
}

/// The picture as PNG, or why it cannot be drawn.
pub fn png(curve: &Curve) -> Result<Vec<u8>, String> {
    let scale = DENSITY * SAMPLES;
    let (width, height) = (SIZE.0 * scale, SIZE.1 * scale);
    let mut pixels = vec![0; (width * height * 3) as usize];
    drawn(curve, BitMapBackend::with_buffer(&mut pixels, (width, height)), scale)?;
    let (pixels, mut file) = (averaged(&pixels, width as usize, SAMPLES as usize), Vec::new());
    let mut encoder = png::Encoder::new(&mut file, width / SAMPLES, height / SAMPLES);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|e| e.to_string())?;
    writer.write_image_data(&pixels).map_err(|e| e.to_string())?;
    writer.finish().map_err(|e| e.to_string())?;
    Ok(file)
}

/// Every `by` times `by` pixels of three colours as one.
fn averaged(pixels: &[u8], width: usize, by: usize) -> Vec<u8> {
    let row = 3 * width;
    let mut out = Vec::with_capacity(pixels.len() / (by * by));
    for band in pixels.chunks_exact(row * by) {
        for column in 0..width / by {
            for colour in 0..3 {
                let near = (0..by * by).map(|k| band[k / by * row + 3 * (column * by + k % by) + colour]);
                out.push((near.map(usize::from).sum::<usize>() / (by * by)) as u8);
            }
        }
    }
    out
}

/// Both panels, everything `scale` times as large.
fn drawn<B: DrawingBackend>(curve: &Curve, backend: B, scale: u32) -> Result<(), String> {
    register_font(FONT, FontStyle::Normal, LETTERS).map_err(|_| "the letters are damaged".to_owned())?;
    let root = backend.into_drawing_area();
    root.fill(&WHITE).map_err(|e| e.to_string())?;
    for (panel, area) in PANELS.iter().zip(root.split_evenly((2, 1))) {
        draw(curve, *panel, &area, scale).map_err(|e| e.to_string())?;
    }
    root.present().map_err(|e| e.to_string())
}

/// The number at a tick of an axis of this length; what rounding has left of zero is zero.
fn tick(at: f64, length: f64) -> String {
    number::short(if at.abs() < 1e-9 * length { 0.0 } else { at })
}

fn draw<B: DrawingBackend>(
    curve: &Curve,
    panel: Panel,
    area: &DrawingArea<B, plotters::coord::Shift>,
    scale: u32,
) -> Result<(), DrawingAreaErrorKind<B::ErrorType>> {
    let (from, to) = (curve.samples[0].x, curve.samples[curve.samples.len() - 1].x);
    let (low, high) = extent(curve, panel);
    let mut chart = ChartBuilder::on(area)
        .margin(12 * scale)
        .caption(format!("{} over {}", panel.title, curve.name), (FONT, 16 * scale))
        .x_label_area_size(28 * scale)
        .y_label_area_size(68 * scale)
        .build_cartesian_2d(from..to, low..high)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(INK.mix(0.15).stroke_width(scale))
        .axis_style(BLACK.stroke_width(scale))
        .label_style((FONT, 12 * scale))
        .set_all_tick_mark_size(5 * scale)
        .x_label_formatter(&|&x| tick(x, to - from))
        .y_label_formatter(&|&y| tick(y, high - low))
        .draw()?;
    for piece in pieces(curve, panel, low, high) {
        chart.draw_series(LineSeries::new(piece, panel.colour.stroke_width(2 * scale)))?;
    }
    for (k, mark) in curve.marks.iter().enumerate() {
        chart.draw_series(LineSeries::new([(mark.x, low), (mark.x, high)], INK.mix(0.5).stroke_width(scale)))?;
        let dot = if panel.title == "value" { Some(mark.value) } else { mark.chosen };
        if let Some(y) = dot.filter(|y| y.is_finite() && (low..=high).contains(y)) {
            chart.draw_series([Circle::new((mark.x, y), 4 * scale, panel.colour.filled())])?;
        }
        if panel.title == "derivative" {
            // On the side with more room, and away from the curve: below where it runs high beside the mark, above where low.
            let (side, anchor) = if mark.x > 0.5 * (from + to) { (-1.0, HPos::Right) } else { (1.0, HPos::Left) };
            let mut beside = curve.samples.iter().filter(|s| (s.x - mark.x) * side > 0.0);
            let near = if side > 0.0 { beside.next() } else { beside.next_back() };
            let lower = 0.06 * (k % 6) as f64;
            let part = if near.map_or(0.0, panel.of) > 0.5 * (low + high) { 0.08 + lower } else { 0.94 - lower };
            let at = (mark.x + 0.01 * side * (to - from), low + part * (high - low));
            let style = (FONT, 12 * scale).into_font().color(&INK).pos(Pos::new(anchor, VPos::Center));
            chart.draw_series([Text::new(label(mark), at, style)])?;
        }
    }
    Ok(())
}

fn label(mark: &Mark) -> String {
    if mark.words.is_empty() { mark.kind.to_owned() } else { format!("{}: {}", mark.kind, mark.words) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn zero_has_no_exponent() {
        assert_eq!(super::tick(-2.2204e-16, 2.0), "0");
        assert_eq!(super::tick(0.5, 2.0), "0.5");
    }
}
