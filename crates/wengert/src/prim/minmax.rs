//! Extrema of two numbers, and clamping. Ties are split evenly among the arguments that vary.

use super::compare::{and, eq, gt, is_nan, lt, pick};
use super::{Set, family, when_tied, wide};
use crate::value::Value;

/// A slope of one where `c`, none elsewhere, NaN where the value `y` is: a choice never hides a NaN.
pub(super) fn inside<V: Value>(c: V, y: V) -> Option<V> {
    weight(c, c.lit(0.0), c.lit(0.0), y)
}

/// One where the argument wins, `share` at a tie, none where it loses.
fn weight<V: Value>(wins: V, ties: V, share: V, y: V) -> Option<V> {
    match (wins.known(), ties.known(), y.known()) {
        (Some(_), Some(_), Some(y0)) if y0.is_nan() => Some(y.lit(f64::NAN)),
        (Some(w), Some(_), Some(_)) if w != 0.0 => Some(y.lit(1.0)),
        (Some(_), Some(t), Some(_)) => (t != 0.0).then_some(share),
        _ => {
            let otherwise = if ties.known() == Some(0.0) { y.lit(0.0) } else { pick(ties, share, y.lit(0.0)) };
            Some(pick(is_nan(y), y.lit(f64::NAN), pick(wins, y.lit(1.0), otherwise)))
        }
    }
}

/// The set of slopes at a tie of two: one argument against a constant, or both.
fn tie(want: [bool; 2]) -> Option<Set> {
    match want {
        [true, true] => Some(Set::Simplex { ties: vec![0, 1], constant: false }),
        [true, false] => Some(Set::Interval { arg: 0, lower: 0.0, upper: 1.0 }),
        [false, true] => Some(Set::Interval { arg: 1, lower: 0.0, upper: 1.0 }),
        [false, false] => None,
    }
}

macro_rules! minmax_rows {
    ($then:ident) => {
        $then! { 7
            /// The larger of two, ignoring a NaN, as `f64::max`.
            Max max(a, b) y {
                value: a.max(b),
                text: "max_num",
                want: want,
                partials: [
                    weight(gt_or_nan(a, b), eq(a, b), when_tied(y, want), y),
                    weight(gt_or_nan(b, a), eq(a, b), when_tied(y, want), y),
                ],
                kink: if a == b { tie(want) } else { None },
                at: [[1.5, -2.5], [0.3, 0.4]],
            }

            /// The smaller of two, ignoring a NaN, as `f64::min`.
            Min min(a, b) y {
                value: a.min(b),
                text: "min_num",
                want: want,
                partials: [
                    weight(gt_or_nan(-a, -b), eq(a, b), when_tied(y, want), y),
                    weight(gt_or_nan(-b, -a), eq(a, b), when_tied(y, want), y),
                ],
                kink: if a == b { tie(want) } else { None },
                at: [[1.5, -2.5], [0.3, 0.4]],
            }

            /// The larger of two; NaN where either is.
            Maximum maximum(a, b) y {
                value: if a.is_nan() || b.is_nan() { R::of(f64::NAN) } else { a.max(b) },
                text: "max2",
                want: want,
                partials: [
                    weight(gt(a, b), eq(a, b), when_tied(y, want), y),
                    weight(gt(b, a), eq(a, b), when_tied(y, want), y),
                ],
                kink: if a == b { tie(want) } else { None },
                at: [[1.5, -2.5], [0.3, 0.4]],
            }

            /// The smaller of two; NaN where either is.
            Minimum minimum(a, b) y {
                value: if a.is_nan() || b.is_nan() { R::of(f64::NAN) } else { a.min(b) },
                text: "min2",
                want: want,
                partials: [
                    weight(lt(a, b), eq(a, b), when_tied(y, want), y),
                    weight(lt(b, a), eq(a, b), when_tied(y, want), y),
                ],
                kink: if a == b { tie(want) } else { None },
                at: [[1.5, -2.5], [0.3, 0.4]],
            }

            /// x brought into [lo, hi]. At a bound the slope of least norm: 0 against a constant bound, an even split
            /// with a varying one.
            Clamp clamp(x, lo, hi) y {
                value: wide(|[x, lo, hi]| if x < lo { lo } else if x > hi { hi } else { x }, [x, lo, hi]),
                domain: "lo <= hi",
                want: want,
                partials: [
                    weight(and(gt(x, lo), lt(x, hi)), eq(x, y), when_tied(y, [want[0], if_bound(eq(x, lo), want)]), y),
                    weight(lt(x, lo), eq(x, lo), when_tied(y, [want[0], want[1]]), y),
                    weight(gt(x, hi), eq(x, hi), when_tied(y, [want[0], want[2]]), y),
                ],
                kink: if x == lo || x == hi { tie([want[0], if x == lo { want[1] } else { want[2] }]) } else { None },
                at: [[0.4, -1.0, 1.0], [1.4, -1.0, 1.0], [-3.0, -1.0, 1.0]],
            }
        }
    };
}
pub(crate) use minmax_rows as rows;
rows!(family);

/// Whether a beats b in `f64::max`: it is larger, or b is NaN.
fn gt_or_nan<V: Value>(a: V, b: V) -> V {
    pick(is_nan(b), b.lit(1.0), gt(a, b))
}

/// Whether the bound that x stands at varies.
fn if_bound<V: Value>(at_lower: V, want: [bool; 3]) -> bool {
    match at_lower.known() {
        Some(c) if c != 0.0 => want[1],
        Some(_) => want[2],
        None => want[1] || want[2],
    }
}
