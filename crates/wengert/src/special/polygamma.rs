//! The digamma function and its derivatives.
//!
//! Ours: no maintained crate without further dependencies offers polygamma
//! functions, and the parameter derivatives of the incomplete gamma and beta
//! functions need the first three at full accuracy.

use super::gamma::{gamma, is_negative_integer, lgamma};
use std::f64::consts::PI;

/// The positive zero of digamma, rounded, and what the rounding left out.
const ROOT: f64 = 1.461_632_144_968_362_2;
const ROOT_LOW: f64 = 9.549_995_429_965_697e-17;

/// Taylor coefficients of digamma about its positive zero, from the first
/// power (computed with mpmath 1.3).
#[rustfmt::skip]
const ABOUT_ROOT: [f64; 29] = [
    0.9676722454476212, -0.4427631689835921, 0.258499760955651, -0.16394270544240652,
    0.10782405069126237, -0.07219956125645471, 0.04880428816414311, -0.03316112647484736,
    0.022597648232218104, -0.01542476590494896, 0.010538791616612175, -0.007204534386356869,
    0.004926781395729853, -0.003369801655439328, 0.002305126326734928, -0.0015769367714301972,
    0.0010788252019162967, -0.0007380709389960052, 0.000504953265834602, -0.0003454680251063077,
    0.00023635601564027053, -0.00016170622091974803, 0.0001106337276874741, -7.569179582195066e-05,
    5.178575795222081e-05, -3.5430070947659604e-05, 2.424006611860132e-05, -1.6584242271854135e-05,
    1.134638458466385e-05,
];

/// Bernoulli numbers B_2, B_4, ..., B_22.
pub(super) const BERNOULLI: [f64; 11] = [
    1.0 / 6.0,
    -1.0 / 30.0,
    1.0 / 42.0,
    -1.0 / 30.0,
    5.0 / 66.0,
    -691.0 / 2730.0,
    7.0 / 6.0,
    -3617.0 / 510.0,
    43867.0 / 798.0,
    -174_611.0 / 330.0,
    854_513.0 / 138.0,
];

/// `digamma(x) - ln x` for `x >= 10` (DLMF 5.11.2).
pub(super) fn digamma_minus_log(x: f64) -> f64 {
    let z = 1.0 / (x * x);
    let mut s = 0.0;
    for k in (0..9).rev() {
        s = (s + BERNOULLI[k] / (2 * k + 2) as f64) * z;
    }
    -0.5 / x - s
}

/// `cot(pi x)`, the period removed exactly.
fn cot_pi(x: f64) -> f64 {
    let r = x - x.round();
    if r.abs() <= 0.25 { 1.0 / (PI * r).tan() } else { (PI * (0.5 - r.abs())).tan().copysign(r) }
}

/// The digamma function, the logarithmic derivative of gamma.
///
/// `x > 0`: Taylor series about the zero 1.4616... (so that the zero keeps
/// relative accuracy), elsewhere recurrence to `x >= 10` and the asymptotic
/// series (DLMF 5.11.2). `x < 0`: reflection, DLMF 5.5.4; relative error grows
/// only next to the negative zeros. `digamma(0) = -inf` (limit from the
/// right), negative integers NaN, `digamma(inf) = inf`. Relative error about
/// 1e-15.
pub fn digamma(x: f64) -> f64 {
    if x.is_nan() || x == f64::NEG_INFINITY || is_negative_integer(x) {
        return f64::NAN;
    }
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    if x < 0.0 {
        return digamma(1.0 - x) - PI * cot_pi(x);
    }
    if x < 1.0 {
        return digamma(1.0 + x) - 1.0 / x;
    }
    let h = (x - ROOT) - ROOT_LOW;
    if h.abs() < 0.41 {
        return ABOUT_ROOT.iter().rev().fold(0.0, |s, c| s * h + c) * h;
    }
    let mut shift = 0.0;
    let mut y = x;
    while y < 10.0 {
        shift += 1.0 / y;
        y += 1.0;
    }
    y.ln() + (digamma_minus_log(y) - shift)
}

/// The trigamma function, the derivative of [`digamma`].
///
/// As [`polygamma`] of order one: `+inf` at zero, NaN at negative integers.
pub fn trigamma(x: f64) -> f64 {
    polygamma(1, x)
}

/// `Σ_k (x+k)^-s` for integer `s >= 2`, `x > 0`: Euler-Maclaurin from the first
/// `x + k >= 10 + s` on (DLMF 25.11.5 with the remainder expanded).
fn hurwitz(s: u32, x: f64) -> f64 {
    let sf = f64::from(s);
    let power = |y: f64| {
        if s <= 8 { y.powi(-(s as i32)) } else { y.powf(-sf) }
    };
    let mut head = 0.0;
    let mut y = x;
    while y < 10.0 + sf {
        head += power(y);
        y += 1.0;
    }
    // y^(1-s): one power more would underflow before the sum does.
    let p = power(y) * y;
    let p = if p > 0.0 { p } else { y.powf(1.0 - sf) };
    let mut tail = p / (sf - 1.0) + 0.5 * p / y;
    let z = 1.0 / (y * y);
    // B_2j/(2j)! (s)_{2j-1} y^{-s-2j+1}
    let mut factor = p / y * sf / y / 2.0;
    for (j, b) in BERNOULLI.iter().enumerate() {
        let step = factor * b;
        tail += step;
        if step.abs() < 1e-18 * tail {
            break;
        }
        let m = (2 * j + 2) as f64;
        factor *= (sf + m - 1.0) * (sf + m) * z / ((m + 1.0) * (m + 2.0));
    }
    head + tail
}

/// The highest derivative of digamma that is computed.
const MAX_ORDER: u32 = 1000;

/// The polygamma function, the n-th derivative of [`digamma`] (`n = 0` is
/// digamma itself).
///
/// `x > 0`: `(-1)^(n+1) n! ζ(n+1, x)` with the Hurwitz zeta function by
/// Euler-Maclaurin summation, all terms of one sign. `x < 0`: reflection, with
/// the derivatives of the cotangent as polynomials in it (DLMF 5.15.6). Zero
/// gives the limit from the right, negative integers NaN. Relative error about
/// 1e-15 for small `n`, about `n` units in the last place for large; NaN for `n`
/// above 1000, where the sums would take as long as `n` says.
pub fn polygamma(n: u32, x: f64) -> f64 {
    if n > MAX_ORDER {
        return f64::NAN;
    }
    if n == 0 {
        return digamma(x);
    }
    if x.is_nan() || x == f64::NEG_INFINITY || is_negative_integer(x) {
        return f64::NAN;
    }
    let sign = if n.is_multiple_of(2) { -1.0 } else { 1.0 };
    if x == 0.0 {
        return sign * f64::INFINITY;
    }
    if x == f64::INFINITY {
        return sign * 0.0;
    }
    if x < 0.0 {
        let mirrored = -sign * polygamma(n, 1.0 - x);
        return mirrored - cot_pi_derivative(n, x);
    }
    let sum = hurwitz(n + 1, x);
    let size = if n <= 150 && sum.is_finite() && sum > 1e-300 {
        gamma(f64::from(n) + 1.0) * sum
    } else if sum > 0.0 && sum.is_finite() {
        (lgamma(f64::from(n) + 1.0) + sum.ln()).exp()
    } else {
        sum
    };
    sign * size
}

/// `π` times the n-th derivative of `cot(pi x)`.
fn cot_pi_derivative(n: u32, x: f64) -> f64 {
    // d/dx P(cot pi x) = -pi (1 + cot²) P'(cot)
    let mut p = vec![0.0, 1.0];
    for _ in 0..n {
        let mut next = vec![0.0; p.len() + 1];
        for k in 1..p.len() {
            let d = -(k as f64) * p[k];
            next[k - 1] += d;
            next[k + 1] += d;
        }
        p = next;
    }
    let c = cot_pi(x);
    p.iter().rev().fold(0.0, |s, a| s * c + a) * PI.powi(n as i32 + 1)
}
