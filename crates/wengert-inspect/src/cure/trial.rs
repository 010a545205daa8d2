//! Trying a rewrite before it is offered: at the point itself and around it, in high precision where that is to be had.

use crate::accuracy::{InHighPrecision, in_high_precision, value_at};
use wengert::{Kinks, List, Listing, Options};

/// How many points around the user's are tried.
const POINTS: usize = 32;
/// Fewer points than these that could be compared say nothing.
const FEWEST: usize = 8;
/// Two values in high precision agree where they differ by no more than the rounding of a constant such as pi.
const AGREE: f64 = 1e-13;
/// Longer Lists are tried in double precision only.
const MOST_LINES: usize = 3_000;

/// What a trial found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trial {
    /// At how many points both could be evaluated and agreed.
    pub agreed: usize,
    /// At how many points nothing could be compared, because one of them is not finite there or has no digits left.
    pub passed_over: usize,
}

/// Whether two Lists of the same inputs agree at the point and around it; `None` where they disagree, or too few points
/// could be compared.
pub(super) fn agree(before: &List, after: &List, x: &[f64]) -> Option<Trial> {
    let mut trial = Trial { agreed: 0, passed_over: 0 };
    let points = std::iter::once(x.to_vec()).chain(around(x));
    for point in points {
        match compare(before, after, &point) {
            Some(true) => trial.agreed += 1,
            Some(false) => return None,
            None => trial.passed_over += 1,
        }
    }
    (trial.agreed >= FEWEST).then_some(trial)
}

/// Whether two Lists agree at one point; `None` where one of them is not finite.
fn compare(before: &List, after: &List, x: &[f64]) -> Option<bool> {
    if before.len().max(after.len()) <= MOST_LINES
        && let (InHighPrecision::Finite(a), InHighPrecision::Finite(b)) =
            (in_high_precision(before, x), in_high_precision(after, x))
    {
        return if a.is_near(&b, AGREE) {
            Some(true)
        } else if a.may_be_lost(&b) {
            None
        } else {
            Some(false)
        };
    }
    let (a, b) = (value_at(before, x), value_at(after, x));
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
    if !a.is_finite() || !b.is_finite() {
        return None;
    }
    let slopes = |list: &List| {
        let at = Listing::new(list.clone(), x, Options::new().kinks(Kinks::Ignore)).ok()?;
        at.grad().iter().all(|g| g.is_finite()).then(|| at.grad().to_vec())
    };
    let slopes_agree = match (slopes(before), slopes(after)) {
        (Some(a), Some(b)) => a.iter().zip(b).all(|(&a, b)| (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)),
        _ => true,
    };
    Some(close(a, b) && slopes_agree)
}

/// Points around `x`: near it, at the distance of its own size, on the positive side, and of ordinary size.
fn around(x: &[f64]) -> Vec<Vec<f64>> {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let reach = |k: usize, x: f64| match k % 4 {
        0 => 1e-3 * x.abs().max(1.0),
        1 => 0.5 * x.abs().max(0.5),
        2 => 2.0 * x.abs().clamp(0.5, 50.0),
        _ => 3.0,
    };
    let centre = |k: usize, x: f64| match k % 4 {
        1 => x.abs().max(0.6),
        3 => 0.0,
        _ => x,
    };
    let finite = |x: f64| if x.is_finite() { x } else { 1.0 };
    (0..POINTS)
        .map(|k| x.iter().map(|&x| centre(k, finite(x)) + reach(k, finite(x)) * random.next()).collect())
        .collect()
}

/// Reproducible numbers in -1..1 (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}
