//! A slope by central differences, and how exact it is.

use crate::Error;

/// A slope by differences, how exact it is believed to be, and the size of the values it comes from.
pub(super) struct Estimate {
    pub slope: f64,
    pub uncertainty: f64,
    pub size: f64,
}

/// The steps, as powers of two: with directions of few digits they are exact where an input is as long as the direction.
const STEPS: [i32; 10] = [-7, -10, -13, -16, -19, -22, -25, -28, -31, -34];

/// Central differences over a ladder of steps: the estimate that changes least from both its neighbours, and that change
/// with the rounding error: that of the values, and `epsilon` times what the points' own does to them.
pub(super) fn best_difference(
    epsilon: f64,
    shaken: f64,
    pair: impl Fn(f64) -> Result<(f64, f64), Error>,
) -> Result<Estimate, Error> {
    let (mut slopes, mut rounding, mut size) = (Vec::new(), Vec::new(), 0.0_f64);
    for k in STEPS {
        let h = 2f64.powi(k);
        let (plus, minus) = pair(h)?;
        size = size.max(plus.abs()).max(minus.abs());
        slopes.push((plus - minus) / (2.0 * h));
        rounding.push(epsilon * plus.abs().max(minus.abs()).max(shaken) / h);
    }
    let change = |k: usize| (slopes[k] - slopes[k - 1]).abs().max((slopes[k + 1] - slopes[k]).abs());
    let candidates = (1..slopes.len() - 1).map(|k| (slopes[k], change(k) + rounding[k])).filter(|c| c.1.is_finite());
    let best = candidates.min_by(|a, b| a.1.total_cmp(&b.1));
    let (slope, uncertainty) = best.unwrap_or((f64::NAN, f64::INFINITY));
    Ok(Estimate { slope, uncertainty, size })
}
