//! Where the switches of all lines turn along the curve: a switch that stands in different pieces at two points turns
//! between them, and the interval is narrowed until no number lies inside.

use super::curve::Curve;
use super::switches::{Switch, Turn, switches};
use wengert::list::{Id, Operand, Step};
use wengert::sweep::Dual;

/// Of the turns of one switch between two points of the curve so many are looked for. At a number itself there are two, from
/// the number before it and to the next.
const MOST_BETWEEN: u8 = 128;
/// So many places are looked for in all.
pub(super) const MOST_PLACES: usize = 500;
/// An interval in which a switch is not yet nearly straight is halved so often.
const HALVINGS: u32 = 5;
/// Places nearer than this share of the range are one.
const SAME: f64 = 1e-9;
/// Several switches that turn within this share of the range, apart by their rounding, are not told apart.
const ROUNDED: f64 = 1e-13;
/// A switch that stays where it turns for less than this share of the range does so by rounding: x - sin x at 0.
const FLAT: f64 = 1e-5;
/// The lowest point of a switch that comes so near to 0, of what it is around, touches 0.
const TOUCHES: f64 = 1e-12;

/// A switch of a line.
pub(super) struct Watched<'l> {
    pub id: Id,
    pub line: usize,
    pub args: &'l [Operand],
    pub switch: Switch,
    pub turn: Turn,
}

/// All switches at one point, and how fast each changes; nothing is said of that between samples.
pub(super) struct Sample {
    pub x: f64,
    at: Vec<f64>,
    slopes: Vec<f64>,
}

/// A place at which switches turn: the numbers next to it on either side, and which switches.
#[derive(Debug)]
pub(super) struct Place {
    pub low: f64,
    pub high: f64,
    pub turned: Vec<usize>,
}

/// A switch turns between two numbers, and may stay where it turns.
struct Found {
    low: f64,
    high: f64,
    switch: usize,
    stays: bool,
}

pub(super) struct Search<'c, 'l> {
    curve: &'c Curve<'l>,
    pub watched: Vec<Watched<'l>>,
    found: Vec<Found>,
    /// How many turns of each switch may still be found in this interval.
    room: Vec<u8>,
    places: usize,
    range: f64,
    /// Whether turns were left out because they stand too close, and where the search ended for their number.
    pub crowded: bool,
    pub ended: Option<f64>,
}

impl<'c, 'l> Search<'c, 'l> {
    pub fn new(curve: &'c Curve<'l>, range: f64) -> Search<'c, 'l> {
        let concerned = curve.concerned();
        let mut watched = Vec::new();
        for (line, id, step) in curve.list.steps() {
            let Step::Apply(op, args) = step else { continue };
            if concerned[id.0 as usize] {
                let number = |o: &Operand| o.as_id().is_none().then(|| curve.list.number(*o, &[]));
                let all = switches(op, &args.iter().map(number).collect::<Vec<_>>()).into_iter();
                watched.extend(all.map(|(switch, turn)| Watched { id, line, args, switch, turn }));
            }
        }
        let room = vec![0; watched.len()];
        Search { curve, watched, found: Vec::new(), room, places: 0, range, crowded: false, ended: None }
    }
    /// The switches at a point of the curve.
    pub fn sample(&self, x: f64, duals: &[Dual<f64>]) -> Sample {
        let moving = |w: &Watched<'_>| w.switch.of(w.args.len(), &|k| self.curve.moving(duals, w.args[k]));
        let (at, slopes) = self.watched.iter().map(moving).map(|[v, dot]| (v, dot)).unzip();
        Sample { x, at, slopes }
    }
    fn probe(&self, x: f64) -> Option<Sample> {
        let list = self.curve.list;
        let worth = |w: &Watched<'_>, at: &[f64]| w.switch.of(w.args.len(), &|k| [list.number(w.args[k], at), 0.0])[0];
        let at = self.curve.values(x, |at| self.watched.iter().map(|w| worth(w, at)).collect())?;
        Some(Sample { x, at, slopes: Vec::new() })
    }
    fn full(&self, x: f64) -> Option<Sample> {
        Some(self.sample(x, &self.curve.duals(x)?))
    }
    /// The places at which switches turn between samples, from the left to the right.
    pub fn places(&mut self, samples: &[Sample]) -> Vec<Place> {
        for pair in samples.windows(2) {
            self.between(&pair[0], &pair[1], 0);
        }
        let mut found = std::mem::take(&mut self.found);
        found.sort_by(|a, b| a.low.total_cmp(&b.low).then(a.switch.cmp(&b.switch)));
        let (mut places, mut staying): (Vec<Place>, Vec<usize>) = (Vec::new(), Vec::new());
        for Found { low, high, switch, stays } in found {
            let share = if staying.contains(&switch) { FLAT } else { SAME };
            match places.last_mut().filter(|place| low <= place.high + share * self.range) {
                Some(place) => {
                    place.high = place.high.max(high);
                    place.turned.push(switch);
                }
                None => {
                    staying.clear();
                    places.push(Place { low, high, turned: vec![switch] });
                }
            }
            if stays {
                staying.push(switch);
            }
        }
        if let Some(more) = places.get(MOST_PLACES) {
            self.ended = Some(more.low);
        }
        places.truncate(MOST_PLACES);
        places
    }
    fn piece(&self, k: usize, sample: &Sample) -> f64 {
        self.watched[k].switch.piece(sample.at[k])
    }
    fn differ(&self, k: usize, l: &Sample, r: &Sample) -> bool {
        let (a, b) = (self.piece(k, l), self.piece(k, r));
        a != b && !(a.is_nan() && b.is_nan())
    }
    /// All turns between two samples, which are halved where a switch is not yet nearly straight.
    fn between(&mut self, l: &Sample, r: &Sample, halving: u32) {
        if self.places > MOST_PLACES {
            return;
        }
        let bent = |k: usize| bends(&self.watched[k], [l.x, r.x], [l.at[k], r.at[k]], [l.slopes[k], r.slopes[k]]);
        if halving < HALVINGS
            && (0..self.watched.len()).any(bent)
            && let Some(m) = self.full(middle(l.x, r.x))
        {
            self.between(l, &m, halving + 1);
            return self.between(&m, r, halving + 1);
        }
        let (turned, known): (Vec<usize>, usize) =
            ((0..self.watched.len()).filter(|&k| self.differ(k, l, r)).collect(), self.found.len());
        turned.iter().for_each(|&k| self.room[k] = MOST_BETWEEN);
        self.narrowed(l, r, &turned, 0);
        self.pieces(l, r, known);
    }
    /// Looks for switches that turn and return between the places that were found in an interval, which it is cut at: there
    /// slopes jump. Those that only touch where others turn are told with them.
    fn pieces(&mut self, l: &Sample, r: &Sample, known: usize) {
        let mut cuts: Vec<[f64; 2]> = Vec::new();
        for found in &self.found[known..] {
            match cuts.last_mut().filter(|cut| found.low <= cut[1] + SAME * self.range) {
                Some(cut) => cut[1] = cut[1].max(found.high),
                None => cuts.push([found.low, found.high]),
            }
        }
        let mut from: Option<Sample> = None;
        for cut in cuts {
            let [Some(low), Some(high)] = cut.map(|x| self.full(x)) else { return };
            for switch in 0..self.watched.len() {
                if self.touches(switch, &low, [l, r]) && !self.differ(switch, &low, &high) {
                    self.found.push(Found { low: low.x, high: high.x, switch, stays: false });
                }
            }
            self.returning(from.as_ref().unwrap_or(l), &low);
            from = Some(high);
        }
        self.returning(from.as_ref().unwrap_or(l), r);
    }
    fn returning(&mut self, l: &Sample, r: &Sample) {
        for k in 0..self.watched.len() {
            if self.watched[k].switch.measures() && !self.differ(k, l, r) && self.returns(k, l, r) {
                self.extreme(k, l, r);
            }
        }
    }
    /// Whether a switch stands where it turns, but for rounding, as measured by what it is worth around.
    fn touches(&self, k: usize, m: &Sample, around: [&Sample; 2]) -> bool {
        let (v, switch) = (m.at[k], self.watched[k].switch);
        let nearest = if matches!(switch, Switch::At(..) | Switch::Gap(..)) { 0.0 } else { v.round() };
        let size: f64 = around.iter().map(|s| (s.at[k] - v).abs()).sum();
        switch.measures() && (v - nearest).abs() <= TOUCHES * size
    }
    /// Narrows an interval on whose ends switches differ, for all of them at once.
    fn narrowed(&mut self, l: &Sample, r: &Sample, all: &[usize], turn: u32) {
        let open: Vec<usize> = all.iter().copied().filter(|&k| self.differ(k, l, r)).collect();
        let (full, open): (Vec<usize>, Vec<usize>) = open.into_iter().partition(|&k| self.room[k] == 0);
        self.crowded |= !full.is_empty();
        let Some(&first) = open.first() else { return };
        if r.x <= l.x.next_up() || (open.len() > 1 && r.x - l.x <= ROUNDED * self.range) {
            return self.find(l, r, &open);
        }
        let ends = [l, r].map(|s| s.at[first]);
        let x = guess(&self.watched[first], [l.x, r.x], ends, turn);
        let Some(m) = self.probe(x) else { return };
        self.narrowed(l, &m, &open, turn + 1);
        self.narrowed(&m, r, &open, turn + 1);
    }
    fn find(&mut self, l: &Sample, r: &Sample, all: &[usize]) {
        let last = self.found.last().map_or(f64::NEG_INFINITY, |last| last.high);
        self.places += usize::from((l.x - last).abs() > SAME * self.range);
        for &switch in all {
            self.room[switch] = self.room[switch].saturating_sub(1);
            let stays = self.piece(switch, r) % 2.0 == 0.0;
            self.found.push(Found { low: l.x, high: r.x, switch, stays });
        }
    }
    /// Whether a switch may turn and return between two samples: it goes toward the next turn on one side and comes back
    /// on the other, and the tangents at both ends reach it.
    fn returns(&self, k: usize, l: &Sample, r: &Sample) -> bool {
        let ([a, b], [da, db], w) = ([l.at[k], r.at[k]], [l.slopes[k], r.slopes[k]], r.x - l.x);
        if da.is_nan() || db.is_nan() || da * db >= 0.0 {
            return false;
        }
        let t = (b - a - db * w) / (da - db);
        let (meet, switch) = (a + da * t, self.watched[k].switch);
        let near = 0.5 * (a - meet).abs().max((b - meet).abs());
        [meet, meet + near.copysign(da - db)].iter().any(|&v| switch.piece(v) != switch.piece(a))
    }
    /// Looks at the lowest or highest point of a switch between two samples: it turns there twice, or touches.
    fn extreme(&mut self, k: usize, l: &Sample, r: &Sample) {
        let ([mut low, mut high], mut ends) = ([l.x, r.x], [l.slopes[k], r.slopes[k]]);
        self.room[k] = MOST_BETWEEN;
        for turn in 0.. {
            if high <= low.next_up() {
                break;
            }
            let Some(m) = self.full(guess_zero([low, high], ends, turn)) else { return };
            if self.differ(k, l, &m) && self.piece(k, &m) % 2.0 != 0.0 {
                self.narrowed(l, &m, &[k], 0);
                return self.narrowed(&m, r, &[k], 0);
            }
            match (m.slopes[k] < 0.0) == (ends[0] < 0.0) && m.slopes[k] != 0.0 {
                true => (low, ends[0]) = (m.x, m.slopes[k]),
                false => (high, ends[1]) = (m.x, m.slopes[k]),
            }
        }
        let Some(m) = self.probe(high) else { return };
        if self.touches(k, &m, [l, r]) {
            let ends = [low.next_down(), high.next_up()].map(|x| self.probe(x));
            if let [Some(l), Some(r)] = ends {
                self.find(&l, &r, &[k]);
            }
        }
    }
}

/// Whether a switch is far from straight between two points, and near enough to a turn for that to matter.
fn bends(w: &Watched<'_>, [l, r]: [f64; 2], [a, b]: [f64; 2], [da, db]: [f64; 2]) -> bool {
    let (width, rise) = (r - l, b - a);
    let (mean, steep) = (width * (da + db) / 2.0, width * da.abs().max(db.abs()));
    if !w.switch.measures() || !(rise + mean).is_finite() || r <= l.next_up().next_up() {
        return false;
    }
    let reach = rise.abs() + steep;
    let low = w.switch.piece(a.min(b) - reach);
    (rise - mean).abs() > 0.25 * (rise.abs() + steep) && low != w.switch.piece(a.max(b) + reach)
}

/// Where to look next for the turn of a switch.
fn guess(w: &Watched<'_>, xs: [f64; 2], ends: [f64; 2], turn: u32) -> f64 {
    let [a, b] = ends.map(|v| w.switch.piece(v));
    if !w.switch.measures() || (a - b).is_nan() || (a - b).abs() > 2.0 || !(ends[0] - ends[1]).is_finite() {
        return middle(xs[0], xs[1]);
    }
    let even = if a % 2.0 == 0.0 {
        a
    } else if b % 2.0 == 0.0 {
        b
    } else {
        (a + b) / 2.0
    };
    guess_zero(xs, ends.map(|v| v - even / 2.0), turn)
}

/// Where to look next for the zero of what has these values at the ends: where a straight line has it, then a little
/// beyond, so that both ends come near, then in the middle.
fn guess_zero([l, r]: [f64; 2], [a, b]: [f64; 2], turn: u32) -> f64 {
    let straight = l + (r - l) * (a / (a - b));
    let beyond = if a.abs() < b.abs() { straight + (straight - l) } else { straight - (r - straight) };
    match turn % 3 {
        0 if straight.is_finite() => straight.clamp(l.next_up(), r.next_down()),
        1 if beyond.is_finite() => beyond.clamp(l.next_up(), r.next_down()),
        _ => middle(l, r),
    }
}

/// The number in the middle of all numbers between two.
fn middle(l: f64, r: f64) -> f64 {
    let rank =
        |x: f64| if x.is_sign_negative() { i64::MIN.wrapping_sub(x.to_bits() as i64) } else { x.to_bits() as i64 };
    let (a, b) = (rank(l), rank(r));
    let half = (a & b) + ((a ^ b) >> 1);
    if half < 0 { f64::from_bits(i64::MIN.wrapping_sub(half) as u64) } else { f64::from_bits(half as u64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_numbers_lies_between_them() {
        assert_eq!([middle(1.0, 1.5), middle(-1.0, 1.0), middle(-2.0, -1.0)], [1.25, 0.0, -1.5]);
        let (mut l, mut r, mut steps) = (-4.0f64, 0.3f64, 0);
        while r > l.next_up() {
            let m = middle(l, r);
            assert!(l < m && m < r);
            (l, r, steps) = if m < 0.1 { (m, r, steps + 1) } else { (l, m, steps + 1) };
        }
        assert!(steps <= 64 && r == 0.1, "{steps}");
    }
}
