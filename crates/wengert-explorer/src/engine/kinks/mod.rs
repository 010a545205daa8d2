//! `kinks`: the model along one variable, the points where its slope jumps or ends, the slope that was chosen, and what
//! other systems answer there.

mod curve;
mod landed;
mod marks;
mod search;
mod sides;
mod switches;

use super::fault::Fault;
use super::model::{Model, Read};
use super::num::Num;
use super::systems::{self, Other};
use curve::Curve;
use landed::Landed;
pub(super) use landed::of_point as set_at;
use marks::Mark;
use serde::{Deserialize, Serialize};
use wengert::Options;

/// Asks for the curve along a variable.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
    /// The variable.
    along: String,
    /// From where to where; the slider's ends where it is left out.
    #[serde(default)]
    range: Option<[Num; 2]>,
}

/// The curve, its kinks, and who answers what.
#[derive(Debug, Serialize)]
pub struct Kinks {
    heading: String,
    text: String,
    /// The lines that stand on a kink, the first of very many, and how many there are.
    notes: Vec<Landed>,
    count: usize,
    plot: Plot,
    others: Vec<Other>,
}

#[derive(Debug, Serialize)]
struct Plot {
    input: String,
    points: Vec<[Num; 2]>,
    slope: Vec<[Num; 2]>,
    kinks: Vec<Mark>,
    /// What the budget of operations left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    limited: Option<String>,
}

/// Draws the curve, looks for kinks between its points, and says who answers what at the present point.
pub fn answer(request: &Request) -> Result<Kinks, Fault> {
    let read = Read { options: Options::new(), ..request.model.read()? };
    let input = read.input(&request.along)?;
    let run = read.run_outlined()?;
    let here = read.point[input];
    let [low, high] = request.range.map_or_else(|| super::reach::range(here), |ends| ends.map(|end| end.0));
    let drawn = Curve::new(run.list(), &read.point, input).drawn(low, high);
    let beside = drawn.marks.iter().find(|mark| (mark.x.0 - here).abs() <= 1e-9 * (1.0 + here.abs()));
    let (notes, count) = landed::all(&run, beside);
    let (heading, text) = match notes.first() {
        Some(note) => landed::heading(note, &notes, count),
        None => landed::nothing(&run, !drawn.marks.is_empty(), drawn.cut),
    };
    let of = |k: usize| drawn.points.iter().map(|point| [Num(point[0]), Num(point[k])]).collect();
    let (points, slope) = (of(1), of(2));
    let plot = Plot { input: request.along.clone(), points, slope, kinks: drawn.marks, limited: drawn.limited };
    Ok(Kinks { heading, text, notes, count, plot, others: systems::others() })
}
