//! The shape of cost: gradient time over primal time as inputs grow, as a table and as a figure.

use crate::measure::{Effort, Entry, Kind, beside_primal, table};
use crate::problems::{Problem, count};
use crate::{ours, peers};
use anyhow::{Context, Result};
use plotters::prelude::*;
use std::path::Path;

/// One curve: inputs and ratios.
struct Curve {
    name: String,
    points: Vec<(f64, f64)>,
}

/// Prints the table and, where a path is given, draws the figure.
pub fn run(effort: Effort, figure: Option<&Path>) -> Result<()> {
    let sizes: &[usize] = if effort.quick { &[10, 1_000] } else { &[10, 100, 1_000, 10_000, 100_000, 1_000_000] };
    let curves = [
        curve(effort, "ours", Kind::Ours, Problem::Rosenbrock, sizes),
        curve(effort, "ours", Kind::Ours, Problem::LogSumExp, sizes),
        curve(effort, "num-dual, DVec", Kind::Forward, Problem::Rosenbrock, sizes),
    ];
    print(&curves, sizes);
    if let Some(path) = figure {
        draw(&curves, path).with_context(|| format!("cannot draw {}", path.display()))?;
    }
    Ok(())
}

fn curve(effort: Effort, name: &str, kind: Kind, problem: fn(usize) -> Problem, sizes: &[usize]) -> Curve {
    let of_kind = |e: &Entry| e.kind == kind && (kind == Kind::Ours || e.name == name);
    let all = || peers::entries().into_iter().chain(ours::entries());
    let points = sizes.iter().filter_map(|&n| {
        let (problem, x) = (problem(n), problem(n).point());
        std::thread::scope(|s| {
            let measured = s.spawn(|| {
                let mut contestant = all().find(of_kind).and_then(|e| (e.make)(problem, &x))?;
                let primal = |x: &[f64]| peers::primal::scalar(problem, x);
                Some(beside_primal(effort, &x, contestant.as_mut(), primal))
            });
            let (gradient, primal) = measured.join().expect("no panic")?;
            Some((n as f64, gradient.least / primal.least))
        })
    });
    let points = points.collect();
    let what = problem(10).name();
    Curve { name: format!("{name}: {}", what.trim_end_matches(" 10")), points }
}

fn print(curves: &[Curve], sizes: &[usize]) {
    let head: Vec<&str> = std::iter::once("inputs").chain(curves.iter().map(|c| c.name.as_str())).collect();
    let rows: Vec<Vec<String>> = sizes
        .iter()
        .map(|&n| {
            let cell =
                |c: &Curve| c.points.iter().find(|p| p.0 == n as f64).map_or(String::new(), |p| format!("{:.1}", p.1));
            std::iter::once(count(n)).chain(curves.iter().map(cell)).collect()
        })
        .collect();
    println!("### Gradient time over primal time\n\n{}", table(&head, &rows));
}

fn draw(curves: &[Curve], path: &Path) -> Result<()> {
    let all = || curves.iter().flat_map(|c| &c.points);
    let (right, top) = all().fold((0f64, 0f64), |(x, y), p| (x.max(p.0), y.max(p.1)));
    let area = SVGBackend::new(path, (720, 420)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .margin(16)
        .caption("Gradient time over primal time", ("sans-serif", 18))
        .x_label_area_size(40)
        .y_label_area_size(56)
        .build_cartesian_2d((8f64..right * 1.3).log_scale(), (1f64..top * 1.5).log_scale())?;
    chart.configure_mesh().x_desc("inputs").y_desc("ratio").light_line_style(WHITE.mix(0.0)).draw()?;
    let colours = [RGBColor(0, 92, 175), RGBColor(0, 138, 84), RGBColor(170, 100, 20)];
    for (curve, colour) in curves.iter().zip(colours) {
        chart
            .draw_series(LineSeries::new(curve.points.iter().copied(), colour.stroke_width(2)))?
            .label(&curve.name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
        chart.draw_series(curve.points.iter().map(|&p| Circle::new(p, 3, colour.filled())))?;
    }
    chart.configure_series_labels().position(SeriesLabelPosition::UpperRight).border_style(BLACK.mix(0.3)).draw()?;
    area.present()?;
    Ok(())
}
