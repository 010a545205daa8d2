//! Primitives of any number of arguments: one statement on a tape, one line in a List. The order of addition is the
//! order of the arguments.

use super::compare::{eq, is_nan, pick};
use super::power::{exp, ratio};
use super::{Set, nary_family};
use crate::value::{Real, Value};

macro_rules! nary_rows {
    ($then:ident) => {
        $then! { 13
            /// Sum of all arguments, from left to right.
            Sum sum[x] y {
                value: x.iter().fold(R::of(0.0), |s, &v| s + v),
                partials: |want, visit| (0..x.len()).filter(|&i| want(i)).for_each(|i| visit(i, y.lit(1.0))),
                slope: "1",
                watch: false,
                at: [[0.3, -2.0, 5.0], [1.5]],
            }

            /// Product of all arguments; slopes are products of the others, exact where factors are zero.
            Prod prod[x] y {
                value: x.iter().fold(R::of(1.0), |s, &v| s * v),
                partials: |want, visit| each_but_one(x, y, |i, d| if want(i) { visit(i, d) }),
                all: product_and_others,
                slope: "product of the other arguments",
                watch: false,
                at: [[0.3, -2.0, 5.0], [0.0, 2.0, 3.0], [0.0, 0.0, 3.0]],
            }

            /// Mean of all arguments.
            Mean mean[x] y {
                value: x.iter().fold(R::of(0.0), |s, &v| s + v) / R::of(x.len() as f64),
                partials: |want, visit| (0..x.len()).filter(|&i| want(i)).for_each(|i| visit(i, y.lit(1.0 / x.len() as f64))),
                slope: "1/n",
                watch: false,
                at: [[0.3, -2.0, 5.0]],
            }

            /// Inner product: the first half of the arguments with the second half.
            Dot dot[x] y {
                value: inner_product(halves(x).0.iter().copied(), halves(x).1.iter().copied()),
                partials: |want, visit| {
                    let (a, b) = halves(x);
                    for i in 0..a.len() {
                        if want(i) { visit(i, b[i]) }
                    }
                    for i in 0..b.len() {
                        if want(a.len() + i) { visit(a.len() + i, a[i]) }
                    }
                },
                slope: "the partner",
                watch: false,
                at: [[0.3, -2.0, 5.0, 1.5]],
            }

            /// Euclidean norm without overflow. At the origin the slope of least norm: zeros, out of the unit ball;
            /// second derivatives are NaN there.
            Norm norm[x] y {
                value: scaled_norm(x),
                partials: |want, visit| (0..x.len()).filter(|&i| want(i)).for_each(|i| visit(i, ratio(x[i], y))),
                slope: "x_i / norm",
                kink: norm_kink,
                at: [[0.3, -2.0, 5.0]],
            }

            /// log of the sum of exponentials, without overflow; slopes are the softmax.
            LogSumExp logsumexp[x] y {
                value: log_sum_exp(x),
                partials: |want, visit| softmax(x, y, want, visit),
                all: log_sum_exp_and_weights,
                slope: "exp(x_i - y)",
                watch: false,
                at: [[0.3, 1.9, -4.0], [1000.0, 1001.0]],
            }

            /// The largest argument, NaN where one is; ties are split evenly among the tied that vary.
            MaxOf max_of[x] y {
                value: extreme(x, |a, b| a > b),
                text: "max",
                partials: |want, visit| extreme_slopes(x, y, want, visit),
                slope: "1 for the largest",
                kink: ties,
                at: [[0.3, 1.9, -4.0], [2.0, 1.0], [-1.0, 0.5, 2.5]],
            }

            /// The smallest argument, NaN where one is; ties are split evenly among the tied that vary.
            MinOf min_of[x] y {
                value: extreme(x, |a, b| a < b),
                text: "min",
                partials: |want, visit| extreme_slopes(x, y, want, visit),
                slope: "1 for the smallest",
                kink: min_ties,
                at: [[0.3, 1.9, -4.0], [2.0, 1.0], [-1.5, 0.5, 2.0]],
            }
        }
    };
}
pub(crate) use nary_rows as rows;
rows!(nary_family);

/// The two halves of the arguments of `dot`.
fn halves<T>(x: &[T]) -> (&[T], &[T]) {
    x.split_at(x.len() / 2)
}

/// Σ aᵢ bᵢ from left to right.
#[inline(always)]
fn inner_product<R: Real>(a: impl Iterator<Item = R>, b: impl Iterator<Item = R>) -> R {
    a.zip(b).fold(R::of(0.0), |s, (a, b)| s + a * b)
}

impl Dot {
    /// The value of the inner product of two sequences of the same length.
    #[inline(always)]
    pub(crate) fn of<R: Real>(a: impl Iterator<Item = R>, b: impl Iterator<Item = R>) -> R {
        inner_product(a, b)
    }
    /// The values of `K` inner products with one sequence, side by side: each waits for its own additions only.
    #[inline(always)]
    pub(crate) fn abreast<T, R: Real, const K: usize>(
        rows: [&[T]; K],
        number: impl Fn(&T) -> R,
        x: impl ExactSizeIterator<Item = R>,
    ) -> [R; K] {
        let n = x.len();
        let rows = rows.map(|row| &row[..n]);
        (0..n).zip(x).fold([R::of(0.0); K], |s, (j, x)| std::array::from_fn(|k| s[k] + number(&rows[k][j]) * x))
    }
    /// The slopes in one half of the arguments: the other half.
    #[inline(always)]
    pub(crate) fn slopes<I: Iterator>(other: I) -> I {
        other
    }
}

/// Visits, for each argument, the product of all the others: prefixes times suffixes, so that zeros are exact. Suffixes
/// are kept for one group of arguments at a time, and one for each group behind it.
fn each_but_one<V: Value>(x: &[V], y: V, mut visit: impl FnMut(usize, V)) {
    const GROUP: usize = 64;
    let times = |a: Option<V>, b: V| Some(a.map_or(b, |a| a * b));
    let groups: Vec<&[V]> = x.chunks(GROUP).collect();
    let mut behind: Vec<Option<V>> = vec![None; groups.len()];
    for k in (1..groups.len()).rev() {
        behind[k - 1] = groups[k].iter().rev().fold(behind[k], |p, &v| times(p, v));
    }
    let mut before: Option<V> = None;
    let mut suffix = [None; GROUP];
    for (k, group) in groups.iter().enumerate() {
        suffix[group.len() - 1] = behind[k];
        for i in (1..group.len()).rev() {
            suffix[i - 1] = times(suffix[i], group[i]);
        }
        for (i, &v) in group.iter().enumerate() {
            let others = match (before, suffix[i]) {
                (Some(p), Some(s)) => p * s,
                (one, other) => one.or(other).unwrap_or(y.lit(1.0)),
            };
            visit(k * GROUP + i, others);
            before = times(before, v);
        }
    }
}

/// The product of plain numbers, and for each the product of all the others behind `slopes`. Prefixes grow from the left
/// while suffixes grow from the right; past the middle each meets what the other left.
fn product_and_others(x: &[f64], slopes: &mut Vec<f64>) -> f64 {
    let (start, n) = (slopes.len(), x.len());
    slopes.resize(start + n, 1.0);
    let others = &mut slopes[start..][..n];
    let (mut before, mut behind) = (1.0, 1.0);
    for i in 0..n {
        let k = n - 1 - i;
        others[i] *= before;
        others[k] *= behind;
        before *= x[i];
        behind *= x[k];
    }
    before
}

/// sqrt(sum of squares), scaled where the plain sum overflows or underflows.
fn scaled_norm<R: Real>(x: &[R]) -> R {
    let plain = x.iter().fold(R::of(0.0), |s, &v| s + v * v);
    if plain.is_finite() && plain.wide() > 1e-280 {
        return plain.sqrt();
    }
    let big = x.iter().fold(R::of(0.0), |m, &v| m.max(v.abs()));
    if big == R::of(0.0) || !big.is_finite() || x.iter().any(|v| v.is_nan()) {
        return if x.iter().any(|v| v.is_nan()) { R::of(f64::NAN) } else { big };
    }
    big * x.iter().fold(R::of(0.0), |s, &v| s + (v / big) * (v / big)).sqrt()
}

fn norm_kink(x: &[f64], _: &dyn Fn(usize) -> bool) -> Option<Set> {
    x.iter().all(|&v| v == 0.0).then_some(Set::Ball)
}

/// max + log(sum exp(x - max)); -inf of nothing or of all -inf, +inf where one is.
fn log_sum_exp<R: Real>(x: &[R]) -> R {
    let big = extreme(x, |a, b| a > b);
    if !big.is_finite() {
        return big;
    }
    big + x.iter().fold(R::of(0.0), |s, &v| s + (v - big).exp()).ln()
}

/// The weights exp(x_i - y); plain numbers share the exponentials of the value. Where y is infinite, an indicator:
/// nothing at -inf, an even split among the +inf.
fn softmax<V: Value>(x: &[V], y: V, want: impl Fn(usize) -> bool, mut visit: impl FnMut(usize, V)) {
    if V::PLAIN {
        let numbers: Vec<f64> = x.iter().map(|v| v.known().unwrap_or(f64::NAN)).collect();
        let mut weights = Vec::with_capacity(numbers.len());
        log_sum_exp_and_weights(&numbers, &mut weights);
        return (0..x.len()).filter(|&i| want(i)).for_each(|i| visit(i, y.lit(weights[i])));
    }
    let infinite = match y.known() {
        Some(v) if v.is_infinite() => v,
        _ => return (0..x.len()).filter(|&i| want(i)).for_each(|i| visit(i, exp(x[i] - y))),
    };
    let top = x.iter().filter(|v| v.known() == Some(f64::INFINITY)).count();
    for i in (0..x.len()).filter(|&i| want(i)) {
        let share = if infinite > 0.0 && x[i].known() == Some(f64::INFINITY) { 1.0 / top as f64 } else { 0.0 };
        visit(i, y.lit(share));
    }
}

/// The value of plain numbers, with the weights behind `slopes`: each exponential is computed once.
fn log_sum_exp_and_weights(x: &[f64], slopes: &mut Vec<f64>) -> f64 {
    let big = largest(x);
    if !big.is_finite() {
        let top = x.iter().filter(|&&v| v == f64::INFINITY).count() as f64;
        let share = |v: f64| if v == f64::INFINITY { 1.0 / top } else { 0.0 };
        slopes.extend(x.iter().map(|&v| if big.is_nan() { big } else { share(v) }));
        return big;
    }
    let (start, mut sum) = (slopes.len(), 0.0);
    slopes.extend(x.iter().map(|v| {
        let weight = (v - big).exp();
        sum += weight;
        weight
    }));
    let share = 1.0 / sum;
    slopes[start..].iter_mut().for_each(|weight| *weight *= share);
    big + sum.ln()
}

/// The largest of plain numbers, NaN where one is; of equal zeros it is either.
fn largest(x: &[f64]) -> f64 {
    const LANES: usize = 8;
    let (chunks, rest) = x.as_chunks::<LANES>();
    let (mut top, mut odd) = ([f64::NEG_INFINITY; LANES], [0.0; LANES]);
    for chunk in chunks {
        for k in 0..LANES {
            top[k] = if chunk[k] > top[k] { chunk[k] } else { top[k] };
            odd[k] += chunk[k] * 0.0; // NaN of what is not finite
        }
    }
    if odd.iter().any(|o| o.is_nan()) {
        return extreme(x, |a, b| a > b);
    }
    rest.iter().fold(extreme(&top, |a, b| a > b), |m, &v| if v.is_nan() || v > m { v } else { m })
}

/// The first argument that beats all others; NaN where one is.
fn extreme<R: Real>(x: &[R], beats: impl Fn(R, R) -> bool) -> R {
    let start = if beats(R::of(1.0), R::of(0.0)) { f64::NEG_INFINITY } else { f64::INFINITY };
    x.iter().fold(R::of(start), |m, &v| if v.is_nan() || beats(v, m) { v } else { m })
}

/// Slopes of the extremum `y`: even shares for those equal to it (that vary), nothing for the others.
fn extreme_slopes<V: Value>(x: &[V], y: V, want: impl Fn(usize) -> bool, mut visit: impl FnMut(usize, V)) {
    let Some(top) = y.known() else { return written_extreme_slopes(x, y, want, visit) };
    let fixed_tie = (0..x.len()).any(|i| !want(i) && x[i].known() == Some(top));
    let tied = (0..x.len()).filter(|&i| want(i) && x[i].known() == Some(top)).count();
    for i in (0..x.len()).filter(|&i| want(i)) {
        if top.is_nan() {
            visit(i, y.lit(f64::NAN));
        } else if x[i].known() == Some(top) {
            visit(i, y.lit(if fixed_tie { 0.0 } else { 1.0 / tied as f64 }));
        }
    }
}

/// The same in a program being written: shares by counting the ties.
fn written_extreme_slopes<V: Value>(x: &[V], y: V, want: impl Fn(usize) -> bool, mut visit: impl FnMut(usize, V)) {
    let hits: Vec<V> = x.iter().map(|&v| eq(v, y)).collect();
    let count = |varies: bool| {
        let of_kind = (0..x.len()).filter(|&i| want(i) == varies).map(|i| hits[i]);
        of_kind.reduce(|a, b| a + b).unwrap_or(y.lit(0.0))
    };
    let free = eq(count(false), y.lit(0.0));
    let share = free / count(true);
    for i in (0..x.len()).filter(|&i| want(i)) {
        visit(i, pick(is_nan(y), y.lit(f64::NAN), pick(hits[i], share, y.lit(0.0))));
    }
}

fn ties(x: &[f64], want: &dyn Fn(usize) -> bool) -> Option<Set> {
    tied_at(x, want, extreme(x, |a, b| a > b))
}

fn min_ties(x: &[f64], want: &dyn Fn(usize) -> bool) -> Option<Set> {
    tied_at(x, want, extreme(x, |a, b| a < b))
}

/// The set of slopes where several arguments equal `top`.
fn tied_at(x: &[f64], want: &dyn Fn(usize) -> bool, top: f64) -> Option<Set> {
    let all: Vec<usize> = (0..x.len()).filter(|&i| x[i] == top).collect();
    let ties: Vec<usize> = all.iter().copied().filter(|&i| want(i)).collect();
    match (all.len(), ties.len()) {
        (0 | 1, _) | (_, 0) => None,
        (_, 1) => Some(Set::Interval { arg: ties[0], lower: 0.0, upper: 1.0 }),
        (tied, varying) => Some(Set::Simplex { ties, constant: varying < tied }),
    }
}
