//! What a curve tends to from one side of a place: its value and its slope, read at shrinking distances.

/// Of a row of readings that do not settle the last steps are no smaller than this part of the first.
const KEEPS_ON: f64 = 0.5;
/// Steps smaller than this part of the reading are those of a row that has settled.
const SETTLED: f64 = 1e-4;
/// Readings are exact up to this part of the largest.
const NOISE: f64 = 1e-13;

/// What a row of readings tends to, and how far from it that may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limit {
    pub at: f64,
    pub error: f64,
}

impl Limit {
    /// Whether two limits are one.
    pub fn agrees(self, other: Limit) -> bool {
        let size = self.at.abs().max(other.at.abs());
        self.at == other.at || (self.at - other.at).abs() <= 10.0 * (self.error + other.error) + 1e-12 * size
    }
}

/// The limit of readings at distances that shrink ten times each; `next` is the reading next to the place, `decades`
/// nearer than the last one. Nothing where none is a number, or all are infinite.
pub(super) fn limit(readings: &[f64], next: f64, decades: f64) -> Option<Limit> {
    let row: Vec<f64> = readings.iter().copied().filter(|x| x.is_finite()).collect();
    let last = readings.iter().rev().copied().find(|x| !x.is_nan())?;
    let noise = NOISE * row.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    let steps: Vec<f64> = row.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let size = |k: usize| steps[k].abs();
    let best = (0..steps.len()).min_by(|&a, &b| size(a).total_cmp(&size(b)).then(b.cmp(&a)));
    let settled = best.is_some_and(|best| size(best) <= SETTLED * row[best + 1].abs());
    let tail = if settled { &steps[..] } else { &steps[steps.len().saturating_sub(5)..] };
    if tail.len() >= 3 && keeps_on(tail) {
        return Some(Limit { at: f64::INFINITY.copysign(tail[0]), error: 0.0 });
    }
    if last.is_infinite() && !settled {
        return (!row.is_empty()).then_some(Limit { at: last, error: 0.0 });
    }
    let Some(best) = best else { return Some(Limit { at: if next.is_finite() { next } else { last }, error: noise }) };
    let (at, beside) = (row[best + 1], [best.checked_sub(1), Some(best + 1)]);
    let beside = beside.into_iter().flatten().filter(|&k| k < steps.len()).map(size).fold(f64::INFINITY, f64::min);
    let error = if beside.is_finite() { size(best).max(beside) } else { size(best) };
    let off = (next - at).abs();
    if best + 1 < steps.len() || off.is_nan() || off > 2.0 * error + 1e-9 * at.abs() {
        return Some(Limit { at, error: error + noise });
    }
    let shrinks = if beside > 0.0 && beside.is_finite() { (size(best) / beside).clamp(0.1, 1.0) } else { 0.1 };
    Some(Limit { at: next, error: off * shrinks.powf(decades) + noise })
}

/// Whether steps go one way and do not shrink: a power or a logarithm without a bound.
fn keeps_on(steps: &[f64]) -> bool {
    let first = steps[0];
    let grows = |step: &f64| step.signum() == first.signum() && step.abs() >= KEEPS_ON * first.abs();
    first != 0.0 && steps.iter().all(grows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(f: impl Fn(f64) -> f64) -> f64 {
        let readings: Vec<f64> = (0..9).map(|k| f(3e-3 * 0.1f64.powi(k))).collect();
        limit(&readings, f(1e-16), 4.5).unwrap().at
    }

    #[test]
    fn limits_are_told_from_growth_without_bound() {
        let infinite: [fn(f64) -> f64; 4] = [|h| 1.0 / h, |h| 0.5 / h.sqrt(), |h| -h.ln(), |h| h.powf(-1e-1) + 3.0];
        infinite.iter().for_each(|f| assert_eq!(of(f), f64::INFINITY));
        assert_eq!(of(|h| h.ln() - 1.0 / h), f64::NEG_INFINITY);
        for (f, at) in [
            ((|h: f64| 2.0 + h.sqrt()) as fn(f64) -> f64, 2.0),
            (|h| (1.0 + 1e-16 / (h * h) * (1e9 * h).sin()) * 0.7, 0.7),
            (|h| h.sin() / h, 1.0),
            (|_| -3.0, -3.0),
            (|h| h * h.ln(), 0.0),
        ] {
            assert!((of(f) - at).abs() < 1e-3, "{at}: {}", of(f));
        }
        assert_eq!(limit(&[f64::NAN; 5], f64::NAN, 5.0), None);
        assert_eq!(limit(&[f64::INFINITY; 5], f64::INFINITY, 5.0), None);
        assert_eq!(limit(&[1.0, 9.0, f64::INFINITY], f64::INFINITY, 5.0).unwrap().at, f64::INFINITY);
    }
}
