//! Exponential integrals.
//!
//! Ours: no maintained crate offers both at full relative accuracy, the zero of
//! Ei included.

use super::jet::continued_fraction;

/// Euler's constant.
const EULER: f64 = 0.577_215_664_901_532_9;

/// The positive zero of Ei, rounded, and what the rounding left out.
const EI_ROOT: f64 = 0.372_507_410_781_366_6;
const EI_ROOT_LOW: f64 = 1.314_018_341_438_602_8e-17;

/// Taylor coefficients of `Ei(x) - ln x` about that zero, from the first power
/// (computed with mpmath 1.3).
#[rustfmt::skip]
const EI_ABOUT_ROOT: [f64; 16] = [
    1.2117053830864597, 0.3216900454331978, 0.0736491178369258, 0.014058457874600975,
    0.0022764039044718323, 0.00031888587136831017, 3.9299458146496575e-05, 4.320007766390822e-06,
    4.283877949222866e-07, 3.868228477723948e-08, 3.2056971517296526e-09, 2.454516516119882e-10,
    1.746345479752011e-11, 1.1603046814195214e-12, 7.230669961672798e-14, 4.2424194903882885e-15,
];

/// The exponential integral `E1(x) = ∫_x^inf exp(-t)/t dt`, for `x >= 0`.
///
/// `x <= 1`: `-γ - ln x - Σ (-x)^k/(k k!)` (DLMF 6.6.2); above, the continued
/// fraction DLMF 6.9.1. `E1(0) = +inf`,
/// `E1(inf) = 0`, NaN for `x < 0`. Relative error about 1e-15.
pub fn expint_e1(x: f64) -> f64 {
    if x.is_nan() || x < 0.0 {
        return f64::NAN;
    }
    if x == 0.0 {
        return f64::INFINITY;
    }
    if x > 750.0 {
        return 0.0;
    }
    if x <= 1.0 {
        let mut term = 1.0;
        let mut sum = 0.0;
        for k in 1..30 {
            term *= -x / f64::from(k);
            let step = term / f64::from(k);
            sum += step;
            if step.abs() < 1e-18 * sum.abs() {
                break;
            }
        }
        return -EULER - x.ln() - sum;
    }
    // 1/(x+1 - 1/(x+3 - 4/(x+5 - ...)))
    let h = continued_fraction(x + 1.0, 500, |i| {
        let k = f64::from(i);
        (-k * k, x + 1.0 + 2.0 * k)
    });
    h * (-x).exp()
}

/// The exponential integral `Ei(x) = -PV ∫_{-x}^inf exp(-t)/t dt`, for every
/// real `x`.
///
/// `x < 0`: `-E1(-x)`. Next to the zero 0.3725...: the Taylor series about it
/// (so that the zero keeps relative accuracy). Up to 40: the power series
/// (DLMF 6.6.1), above the asymptotic series (DLMF 6.12.2). `Ei(0) = -inf`.
/// Relative error about 1e-15.
pub fn expint_ei(x: f64) -> f64 {
    if x.is_nan() {
        return f64::NAN;
    }
    if x < 0.0 {
        return -expint_e1(-x);
    }
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    if x > 720.0 {
        return f64::INFINITY;
    }
    if (0.2..=0.7).contains(&x) {
        let h = (x - EI_ROOT) - EI_ROOT_LOW;
        let rest = EI_ABOUT_ROOT.iter().rev().fold(0.0, |s, c| s * h + c) * h;
        return (h / EI_ROOT).ln_1p() + rest;
    }
    if x <= 40.0 {
        let mut term = 1.0;
        let mut sum = 0.0;
        for k in 1..400 {
            term *= x / f64::from(k);
            let step = term / f64::from(k);
            sum += step;
            if step < 1e-18 * sum {
                break;
            }
        }
        return EULER + x.ln() + sum;
    }
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..50 {
        let next = term * f64::from(k) / x;
        if next > term || next < 1e-18 {
            break;
        }
        term = next;
        sum += term;
    }
    // In two factors: exp(x) overflows before the quotient does.
    let half = (0.5 * x).exp();
    half * (sum / x * half)
}
