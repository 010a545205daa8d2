//! The error function and its relatives, and the normal distribution.
//!
//! `erf` and `erfc` are the `libm` crate's (FreeBSD msun, below one unit in the
//! last place). The rest is built on them here, because no maintained crate
//! offers the scaled and logarithmic forms at full relative accuracy.

use std::f64::consts::{FRAC_1_SQRT_2, LN_2, PI, SQRT_2};

/// 2/sqrt(pi).
const TWO_OVER_SQRT_PI: f64 = std::f64::consts::FRAC_2_SQRT_PI;
/// sqrt(pi).
const SQRT_PI: f64 = 1.772_453_850_905_516;
/// 1/sqrt(2 pi).
const INV_SQRT_2PI: f64 = 0.398_942_280_401_432_7;

/// The error function `2/sqrt(pi) ∫_0^x exp(-t²) dt`, for every real `x`.
///
/// `erf(±inf) = ±1`. Error below one unit in the last place (`libm`).
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// The complementary error function `1 - erf(x)`, without cancellation.
///
/// Relative error near 1e-16 until the result becomes subnormal (`x > 26.5`,
/// `libm`).
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// `exp(scale * x²)`, the rounding error of the square included.
fn exp_square(x: f64, scale: f64) -> f64 {
    let square = x * x;
    if square.is_infinite() {
        return (scale * square).exp();
    }
    let rest = x.mul_add(x, -square);
    (scale * square).exp() * (1.0 + scale * rest)
}

/// The scaled complementary error function `exp(x²) erfc(x)`.
///
/// `x < 0` by `2 exp(x²) - erfcx(-x)` (overflows to infinity below -26.6);
/// `0 <= x < 12` by the defining product with the rounding error of `x²`
/// carried; above by the asymptotic series, DLMF 7.12.1. Tends to
/// `1/(x sqrt(pi))`; relative error about 1e-15.
pub fn erfcx(x: f64) -> f64 {
    if x < 0.0 {
        if x < -27.0 {
            return f64::INFINITY;
        }
        return 2.0 * exp_square(x, 1.0) - erfcx(-x);
    }
    if x < 12.0 {
        return exp_square(x, 1.0) * libm::erfc(x);
    }
    // sum over k of (-1)^k (2k-1)!! / (2x²)^k
    let z = 0.5 / (x * x);
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..16 {
        term *= -f64::from(2 * k - 1) * z;
        sum += term;
    }
    sum / x / SQRT_PI
}

/// The inverse of `erf` on `[-1, 1]`; `±1` give infinities, outside NaN.
///
/// Newton steps of third order (Halley) on `erf` for `|p| <= 1/2`, otherwise
/// Newton steps on `ln erfc` at the exact complement `1 - |p|`. Relative error
/// about 1e-15 (of the inverse at the given double).
pub fn erfinv(p: f64) -> f64 {
    if p.is_nan() || p.abs() > 1.0 {
        return f64::NAN;
    }
    if p.abs() <= 0.5 {
        return erfinv_central(p);
    }
    erfcinv_tail(1.0 - p.abs()).copysign(p)
}

/// `erfinv` on `[-1/2, 1/2]`.
fn erfinv_central(p: f64) -> f64 {
    if p.abs() < 1e-9 {
        return p * (SQRT_PI / 2.0);
    }
    // Start: Maclaurin series of the inverse function (DLMF 7.17.2).
    let t = p * (SQRT_PI / 2.0);
    let s = t * t;
    let mut z = t * (1.0 + s * (1.0 / 3.0 + s * (7.0 / 30.0 + s * (127.0 / 630.0 + s * (4369.0 / 22680.0)))));
    for _ in 0..3 {
        let step = (libm::erf(z) - p) / (TWO_OVER_SQRT_PI * (-z * z).exp());
        z -= step / (1.0 + z * step);
    }
    z
}

/// The `z > 0` with `erfc(z) = q`, `0 <= q <= 1/2`.
fn erfcinv_tail(q: f64) -> f64 {
    if q == 0.0 {
        return f64::INFINITY;
    }
    let log_q = q.ln();
    // Start: erfc(z) ~ exp(-z²)/(z sqrt(pi)), one fixed-point step.
    let t = -(log_q + 0.5 * PI.ln());
    let mut z = if q > 0.05 {
        // erf(z) = 1 - q roughly: t here is near or below one.
        0.48 + 0.95 * (0.5 - q) / 0.45
    } else {
        (t - 0.5 * t.ln()).max(0.5).sqrt()
    };
    // ln erfc is concave with slope -2/(sqrt(pi) erfcx).
    for _ in 0..12 {
        let scaled = erfcx(z);
        let square = z * z;
        let rest = z.mul_add(z, -square);
        let residual = (scaled.ln() - rest) - (square + log_q);
        let step = residual * scaled / TWO_OVER_SQRT_PI;
        z += step;
        if step.abs() <= 1e-16 * z {
            break;
        }
    }
    z
}

/// The standard normal density `exp(-x²/2)/sqrt(2 pi)`.
///
/// The rounding error of the square is carried: relative error about 2e-16
/// until the result becomes subnormal (`|x| > 37.5`).
pub fn normpdf(x: f64) -> f64 {
    if x.is_infinite() {
        return 0.0;
    }
    exp_square(x, -0.5) * INV_SQRT_2PI
}

/// The standard normal distribution function `erfc(-x/sqrt(2))/2`.
///
/// The lower tail goes through [`erfcx`], so that rounding `x/sqrt(2)` is not
/// magnified by `x²`; relative error about 1e-15 down to -37.5.
pub fn normcdf(x: f64) -> f64 {
    if x < -1.0 {
        if x < -40.0 {
            return 0.0;
        }
        return 0.5 * exp_square(x, -0.5) * erfcx(-x * FRAC_1_SQRT_2);
    }
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// The logarithm of [`normcdf`], accurate in both tails.
///
/// `x < -1`: `ln(erfcx(-x/sqrt(2))/2) - x²/2`; `x > 0`: `ln1p` of minus the
/// upper tail. Relative error about 1e-15 for every `x`.
pub fn lognormcdf(x: f64) -> f64 {
    if x == f64::NEG_INFINITY {
        return f64::NEG_INFINITY;
    }
    if x < -1.0 {
        return erfcx(-x * FRAC_1_SQRT_2).ln() - LN_2 - 0.5 * x * x;
    }
    if x <= 0.0 {
        return (0.5 * libm::erfc(-x * FRAC_1_SQRT_2)).ln();
    }
    (-normcdf(-x)).ln_1p()
}

/// The ratio of [`normpdf`] to [`normcdf`], the slope of [`lognormcdf`].
///
/// `x <= 0`: `sqrt(2/pi)/erfcx(-x/sqrt(2))`, which is about `-x` far to the left; to the right that would magnify the
/// rounding of `x/sqrt(2)` by `x²`, and the quotient is taken. Relative error about 1e-15.
pub fn mills(x: f64) -> f64 {
    if x > 0.0 { normpdf(x) / normcdf(x) } else { 2.0 * INV_SQRT_2PI / erfcx(-x * FRAC_1_SQRT_2) }
}

/// The normal quantile: the inverse of [`normcdf`] on `[0, 1]`.
///
/// `0` and `1` give infinities, outside NaN. Accurate to the smallest
/// positive `p` and, at the given double, near 1; relative error about 1e-15.
pub fn probit(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p < 0.25 {
        return -SQRT_2 * erfcinv_tail(2.0 * p);
    }
    if p > 0.75 {
        return SQRT_2 * erfcinv_tail(2.0 * (1.0 - p));
    }
    // 2p - 1 is exact here.
    SQRT_2 * erfinv_central(2.0 * p - 1.0)
}

/// The log-odds `ln(p/(1-p))` on `[0, 1]`; `0` and `1` give infinities,
/// outside NaN.
///
/// Near one half through `ln1p((2p-1)/(1-p))`, whose numerator is exact;
/// relative error about 3e-16.
pub fn logit(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p < 0.25 {
        return p.ln() - (-p).ln_1p();
    }
    if p > 0.75 {
        return p.ln() - (1.0 - p).ln();
    }
    ((2.0 * p - 1.0) / (1.0 - p)).ln_1p()
}
