//! Derivatives from values alone: central differences over a ladder of steps, extrapolated, with an error estimate.
//!
//! The extrapolation is Richardson's (1911) arranged after Ridders, Advances in Engineering Software 4 (1982), 75: the
//! estimate kept is the one whose neighbours in the tableau agree best.

/// A derivative and how far it may be off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The derivative.
    pub slope: f64,
    /// A bound on its error, rounding included.
    pub error: f64,
}

const STEPS: usize = 14;

/// The derivative of `f` at `x`. Steps at which `f` is not finite are left out; where too few remain, the error is infinite.
pub fn derivative(f: impl Fn(f64) -> f64, x: f64) -> Estimate {
    // Of the size of x, but not larger than 1 where x is ordinary: functions do not stretch as x moves out a little.
    let scale = if x == 0.0 || (1.0..1e4).contains(&x.abs()) { 1.0 } else { x.abs() };
    let mut best = Estimate { slope: f64::NAN, error: f64::INFINITY };
    let mut previous: Vec<f64> = Vec::new();
    for k in 0..STEPS {
        let h = scale * 0.0625 * 0.5f64.powi(k as i32);
        let (ahead, behind) = (x + h, x - h);
        let (above, below) = (f(ahead), f(behind));
        if !above.is_finite() || !below.is_finite() {
            previous.clear();
            continue;
        }
        let rounding = 4.0 * f64::EPSILON * above.abs().max(below.abs()) / h;
        let mut row = vec![(above - below) / (ahead - behind)];
        for (m, &coarser) in previous.iter().enumerate() {
            let gain = 4f64.powi(m as i32 + 1);
            let finer = row[m];
            let extrapolated = (gain * finer - coarser) / (gain - 1.0);
            let spread = (extrapolated - finer).abs().max((extrapolated - coarser).abs());
            if spread + rounding < best.error {
                best = Estimate { slope: extrapolated, error: spread + rounding };
            }
            row.push(extrapolated);
        }
        previous = row;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_derivatives() {
        for (f, x, slope) in [
            (f64::sin as fn(f64) -> f64, 100.5, 100.5f64.cos()),
            (f64::exp, -2.0, (-2.0f64).exp()),
            (f64::asin, 0.999, 1.0 / (1.0 - 0.999f64 * 0.999).sqrt()),
            (f64::ln_1p, 1e-12, 1.0 / (1.0 + 1e-12)),
            (f64::atan, 0.0, 1.0),
        ] {
            let e = derivative(f, x);
            assert!((e.slope - slope).abs() <= e.error && e.error <= 1e-8 * slope.abs(), "{e:?} against {slope}");
        }
    }
}
