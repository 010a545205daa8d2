//! The points of a curve that are not smooth: what kind each is, and the slopes on either side.

use super::curve::Curve;
use super::search::{MOST_PLACES, Place, Sample, Search, Watched};
use super::sides::{Limit, limit};
use super::switches::Turn;
use crate::engine::num::{Num, short};
use serde::Serialize;
use wengert::list::{Id, Step};
use wengert::prim::{Kind, Set};

/// From either side of a place the curve is read at so many distances, each a tenth of the one before.
const READINGS: i32 = 9;
/// The first of them is this part of the way to the next place, or the next point of the curve.
const FIRST: f64 = 0.1;

/// A point of the curve where the slope jumps, or is not finite.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Mark {
    pub x: Num,
    pub y: Num,
    pub line: u32,
    pub primitive: &'static str,
    pub kind: &'static str,
    /// The slopes to which the curve tends on either side, the smaller one first.
    pub set: [Num; 2],
    /// The slope that the engine takes there.
    pub used: Num,
}

/// What the curve tends to on one side: its value, its slope, and what the line that turns is worth.
struct Side {
    value: Limit,
    slope: Option<Limit>,
    line: Option<Limit>,
}

impl Side {
    /// Whether this value and this slope are those to which the side tends.
    fn goes_on(&self, y: f64, slope: f64) -> bool {
        let is = |limit: Limit, x: f64| limit.at.is_finite() && limit.agrees(Limit { at: x, error: 0.0 });
        is(self.value, y) && self.slope.is_some_and(|limit| is(limit, slope))
    }
}

impl Curve<'_> {
    /// The marks between samples, and what was left out for their number.
    pub(super) fn marks(
        &self,
        mut search: Search<'_, '_>,
        samples: &[Sample],
        room: f64,
    ) -> (Vec<Mark>, Option<String>) {
        let places = search.places(samples);
        self.found();
        let gap = |k: usize| {
            let before = k.checked_sub(1).map_or(f64::INFINITY, |before| places[k].low - places[before].high);
            let behind = places.get(k + 1).map_or(f64::INFINITY, |next| next.low - places[k].high);
            [before, behind].map(|gap| FIRST * gap.min(room))
        };
        let ends = [samples.first(), samples.last()].map(|end| end.map_or(f64::NAN, |end| end.x));
        let seen = |(k, place): (usize, &Place)| self.mark(place, gap(k), ends, &search.watched);
        let marks = places.iter().enumerate().filter_map(seen).collect();
        let left_out = match search.ended {
            Some(x) => Some(format!("Of more than {MOST_PLACES} places those beyond {} were not searched.", short(x))),
            None => search.crowded.then(|| "Places that stand too close to be told apart were left out.".to_owned()),
        };
        (marks, left_out)
    }
    /// The mark at a place, if the output is not smooth there; at an end of the curve, if it is not smooth up to the end.
    fn mark(&self, place: &Place, first: [f64; 2], ends_at: [f64; 2], watched: &[Watched<'_>]) -> Option<Mark> {
        let turned: Vec<&Watched<'_>> = place.turned.iter().map(|&k| &watched[k]).collect();
        let found = self.found_in(place, &turned)?;
        let ends = turned.iter().copied().find(|w| w.turn == Turn::Edge && found.contains(&w.id));
        let owner = turned.iter().copied().filter(|w| found.contains(&w.id)).min_by_key(|w| w.line)?;
        let sides = [-1.0, 1.0].map(|way| self.side(place, way, first, ends.map(|w| w.id)));
        let x = tidy(place);
        let [y, used] = self.dual(x)?;
        let kind = kind(&sides, ends.is_some(), owner, y, place.low < x && x < place.high)?;
        let w = ends.filter(|_| kind == "edge" || kind == "pole").unwrap_or(owner);
        let inside = [(place.high >= ends_at[1], 0), (place.low <= ends_at[0], 1)];
        if inside.iter().any(|&(end, k)| end && sides[k].as_ref().is_some_and(|side| side.goes_on(y, used))) {
            return None;
        }
        let mut set = [0, 1].map(|k| slope(&sides[k]).or(slope(&sides[1 - k])).unwrap_or(f64::NAN));
        // What differs by rounding alone is one slope.
        if used.is_finite() && set.iter().all(|s| (s - used).abs() <= 8.0 * f64::EPSILON * used.abs()) {
            set = [used; 2];
        }
        if set[0] > set[1] {
            set.swap(0, 1);
        }
        let Step::Apply(op, _) = self.list.step(w.line) else { return None };
        let (x, y, used) = (Num(x), Num(y), Num(used));
        Some(Mark { x, y, line: w.id.0, primitive: op.text(), kind, set: set.map(Num), used })
    }
    /// The lines among those that turn on which the output depends: a cotangent reaches them on either side, or a line that
    /// turns is decided by them.
    fn found_in(&self, place: &Place, turned: &[&Watched<'_>]) -> Option<Vec<Id>> {
        let middle = tidy(place);
        let reached: Vec<Vec<bool>> = [place.low, middle, place.high].iter().filter_map(|&x| self.reached(x)).collect();
        let mut decides = vec![false; self.list.ids()];
        for (_, id, step) in self.list.steps_backward() {
            let (Id(k), Step::Apply(_, args)) = (id, step) else { continue };
            let present = reached.iter().any(|side| side[k as usize]);
            if decides[k as usize] || (present && turned.iter().any(|w| w.id == id)) {
                args.iter().filter_map(|o| o.as_id()).for_each(|Id(k)| decides[k as usize] = true);
            }
        }
        let depends = |id: Id| decides[id.0 as usize] || reached.iter().any(|side| side[id.0 as usize]);
        let found: Vec<Id> = turned.iter().map(|w| w.id).filter(|&id| depends(id)).collect();
        (!found.is_empty()).then_some(found)
    }
    /// What the curve tends to on one side; nothing where it has no value.
    fn side(&self, place: &Place, way: f64, first: [f64; 2], line: Option<Id>) -> Option<Side> {
        let (from, first) = if way < 0.0 { (place.low, first[0]) } else { (place.high, first[1]) };
        let (mut rows, mut last) = ([const { Vec::new() }; 3], first);
        for k in 0..READINGS {
            let distance = first * 0.1f64.powi(k);
            if distance < 16.0 * f64::EPSILON * from.abs() {
                break;
            }
            last = distance;
            let read = self.read(from + way * distance, line);
            rows.iter_mut().zip(read).for_each(|(row, read)| row.push(read));
        }
        let next = self.read(from, line);
        let decades = (last / (f64::EPSILON * from.abs() + f64::MIN_POSITIVE)).log10().max(0.0);
        let of = |k: usize| limit(&rows[k], next[k], decades);
        let (mut value, slope) = (of(0)?, of(1));
        // Across a place of some width a smooth curve rises as its slope says.
        value.error += slope.map_or(0.0, |slope| slope.at.abs() * (place.high - place.low)).min(f64::MAX);
        Some(Side { value, slope, line: of(2) })
    }
    /// The value of the curve, its slope, and the value of a line; NaN where there is none.
    fn read(&self, x: f64, line: Option<Id>) -> [f64; 3] {
        let Some(at) = self.duals(x) else { return [f64::NAN; 3] };
        let [y, slope] = self.output(&at).unwrap_or([f64::NAN; 2]);
        [y, slope, line.map_or(f64::NAN, |Id(k)| at[k as usize].v)]
    }
}

/// The slope to which a side tends.
fn slope(side: &Option<Side>) -> Option<f64> {
    let slope = side.as_ref()?.slope?;
    // A number smaller than its own error is none.
    Some(if slope.at.abs() <= slope.error { 0.0 } else { slope.at })
}

/// What kind of place it is, of a line that turns there; nothing where value and slope are one on both sides, and the value
/// at the place, if it `stands` between them, is theirs.
fn kind(sides: &[Option<Side>; 2], ends: bool, owner: &Watched<'_>, y: f64, stands: bool) -> Option<&'static str> {
    let infinite =
        |of: fn(&Side) -> Option<Limit>| sides.iter().flatten().filter_map(of).any(|limit| limit.at.is_infinite());
    let (pole, steep) = (infinite(|side| Some(side.value)), infinite(|side| side.slope));
    let (one_value, one_slope) = match sides {
        [None, None] => return None,
        [Some(left), Some(right)] if !pole && !steep => (
            left.value.agrees(right.value) && (!stands || Limit { at: y, error: 1e-10 * y.abs() }.agrees(left.value)),
            left.slope.zip(right.slope).is_none_or(|(left, right)| left.agrees(right)),
        ),
        _ if pole && ends && infinite(|side| side.line) => return Some("pole"),
        _ if ends => return Some("edge"),
        _ => return Some(word(owner)),
    };
    match owner.turn {
        _ if one_value && one_slope => None,
        _ if y.is_nan() && stands => Some("edge"),
        Turn::Branch => Some("branch"),
        _ if !one_value => Some("jump"),
        Turn::Edge | Turn::Jump => Some("kink"),
        Turn::Kink | Turn::Tie => Some(word(owner)),
    }
}

/// What a line that turns does there, in one word.
fn word(w: &Watched<'_>) -> &'static str {
    match w.turn {
        Turn::Kink => "kink",
        Turn::Tie if w.args.iter().filter(|o| o.as_id().is_some()).count() > 1 => "tie",
        Turn::Tie => "kink",
        Turn::Jump => "jump",
        Turn::Branch => "branch",
        Turn::Edge => "edge",
    }
}

pub(super) fn of_set(set: &Set) -> &'static str {
    match set.kind() {
        Kind::Kink => "kink",
        Kind::Tie => "tie",
        Kind::Jump => "jump",
        Kind::Edge => "edge",
    }
}

/// The number with the fewest digits in a place.
fn tidy(place: &Place) -> f64 {
    let (low, high) = (place.low, place.high);
    let (middle, wide) = (low + (high - low) / 2.0, 0.5 * (high - low) + 4.0 * f64::EPSILON * low.abs());
    let rounded = |digits: i32| (middle * 10f64.powi(digits)).round() / 10f64.powi(digits);
    (0..18).map(rounded).find(|r| (r - middle).abs() <= wide).unwrap_or(middle) + 0.0
}
