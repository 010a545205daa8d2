//! The real dilogarithm and its derivatives.
//!
//! Ours: the `polylog` crate is LGPL, and its function has no derivatives.

use super::jet::Jet;
use std::f64::consts::PI;

/// The dilogarithm `Li2(x) = -∫_0^x ln(1-t)/t dt`; for `x > 1` its real part.
///
/// Reduced to `[-1, 1/2]` by inversion and reflection (DLMF 25.12.4, 25.12.6),
/// where the series in `-ln(1-x)` with Bernoulli numbers converges in nine
/// terms. Relative error about 1e-15, absolute near the zero 12.595.
pub fn li2(x: f64) -> f64 {
    const PI2_6: f64 = PI * PI / 6.0;
    if x.is_nan() {
        f64::NAN
    } else if x < -1.0 {
        let l = (-x).ln();
        -PI2_6 - 0.5 * l * l - bernoulli_series(1.0 / x)
    } else if x <= 0.5 {
        bernoulli_series(x)
    } else if x < 1.0 {
        PI2_6 - x.ln() * (1.0 - x).ln() - bernoulli_series(1.0 - x)
    } else if x == 1.0 {
        PI2_6
    } else if x <= 2.0 {
        PI2_6 - (x - 1.0).ln() * x.ln() - bernoulli_series(1.0 - x)
    } else {
        let l = x.ln();
        2.0 * PI2_6 - 0.5 * l * l - bernoulli_series(1.0 / x)
    }
}

/// `Li2(x) = Σ B_k u^(k+1)/(k+1)!` with `u = -ln(1-x)`, for `-1 <= x <= 1/2`.
fn bernoulli_series(x: f64) -> f64 {
    // B_2k/(2k+1)! for k = 1, 2, ...
    const C: [f64; 10] = [
        1.0 / 36.0,
        -1.0 / 3600.0,
        1.0 / 211_680.0,
        -1.0 / 10_886_400.0,
        1.0 / 526_901_760.0,
        -4.064_761_645_144_225_6e-11,
        8.921_691_020_456_452e-13,
        -1.993_929_586_072_107_5e-14,
        4.518_980_029_619_918e-16,
        -1.035_651_761_218_124_7e-17,
    ];
    let u = -(-x).ln_1p();
    let z = u * u;
    let tail = C.iter().rev().fold(0.0, |s, c| s * z + c) * z;
    u * (1.0 - 0.25 * u + tail)
}

/// The n-th derivative of [`li2`], `n <= 4` (NaN above); for `x > 1` of its
/// real part.
///
/// `|x| <= 1/2`: the power series `Σ x^k/k²` differentiated term by term.
/// Elsewhere, for `n >= 1`, the Taylor numbers of `-ln|1-x|/x`. At `x = 1` the
/// limits from the left, `+inf` for `n >= 1`. Relative error about 1e-15, more
/// only next to zeros of the derivatives.
pub fn li2_d(n: u32, x: f64) -> f64 {
    if x.is_nan() || n > 4 {
        return f64::NAN;
    }
    if n == 0 {
        return li2(x);
    }
    if x == 1.0 {
        return f64::INFINITY;
    }
    if x.is_infinite() {
        return 0.0;
    }
    let n = n as usize;
    if x.abs() <= 0.5 {
        return series_derivative(n, x);
    }
    let gap = 1.0 - x;
    let mut log = [0.0; 4];
    log[0] = if x < 0.0 { -(-x).ln_1p() } else { -gap.abs().ln() };
    let mut power = 1.0;
    for (k, c) in log.iter_mut().enumerate().skip(1) {
        power /= gap;
        *c = power / k as f64;
    }
    (Jet(log) / Jet::<4>::variable(x)).derivative(n - 1)
}

/// `Σ_{k >= n} k(k-1)...(k-n+1) x^(k-n)/k²`.
fn series_derivative(n: usize, x: f64) -> f64 {
    let mut power = 1.0;
    let mut sum = 0.0;
    for k in n..200 {
        let falling: f64 = (k - n + 1..k).map(|j| j as f64).product();
        let step = power * falling / k as f64;
        sum += step;
        power *= x;
        if step.abs() < 1e-17 * sum.abs() {
            break;
        }
    }
    sum
}
