//! A slope by central differences, and how exact it is.

use crate::Error;

/// A slope by differences, how exact it is believed to be, and the size of the values it comes from.
pub(super) struct Estimate {
    pub slope: f64,
    pub uncertainty: f64,
    pub size: f64,
}

/// The steps, from 2^-7 to 2^-34: with directions of few digits they are exact where an input is as long as the direction.
const STEPS: [f64; 10] = {
    let mut steps = [1.0 / 128.0; 10];
    let mut k = 1;
    while k < steps.len() {
        steps[k] = steps[k - 1] / 8.0;
        k += 1;
    }
    steps
};

/// Central differences over a ladder of steps: the estimate that changes least from both its neighbours, and that change
/// with the rounding error: that of the values, and `epsilon` times what the points' own does to them.
pub(super) fn best_difference(
    epsilon: f64,
    shaken: f64,
    pair: impl Fn(f64) -> Result<(f64, f64), Error>,
) -> Result<Estimate, Error> {
    let (mut slopes, mut rounding, mut size) = (Vec::new(), Vec::new(), 0.0_f64);
    for h in STEPS {
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
