//! The gamma and beta functions and their logarithms.
//!
//! `gamma` and `lgamma` are the `libm` crate's; the beta function is ours,
//! since subtracting logarithms of gamma functions loses all digits when one
//! argument is much larger than the other.

use super::polygamma::digamma;

/// ln(2 pi)/2.
const HALF_LN_2PI: f64 = 0.918_938_533_204_672_7;

/// Whether `x` is a negative integer (zero is not).
pub(super) fn is_negative_integer(x: f64) -> bool {
    x < 0.0 && x.floor() == x
}

/// The gamma function, for every real `x` but the poles.
///
/// `gamma(0) = +inf` (the limit from the right, either sign of zero); negative
/// integers and `-inf` give NaN. Overflows above 171.62. Error of about one
/// unit in the last place (`libm`).
pub fn gamma(x: f64) -> f64 {
    if is_negative_integer(x) {
        return f64::NAN;
    }
    libm::tgamma(x.abs().copysign(if x == 0.0 { 1.0 } else { x }))
}

/// `ln |Γ(x)|`; `+inf` at zero and at the negative integers, where it is the
/// limit from both sides.
///
/// Relative error about 1e-15 for `x > 0` (zeros at 1 and 2 included); for
/// `x < 0` absolute error of that size near the zeros (`libm`).
pub fn lgamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// What Stirling's formula leaves of `ln Γ(x)`:
/// `ln Γ(x) - (x - 1/2) ln x + x - ln(2 pi)/2`, for `x >= 10` (DLMF 5.11.1).
pub(super) fn stirling_remainder(x: f64) -> f64 {
    const C: [f64; 8] = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
        -3617.0 / 122_400.0,
    ];
    let z = 1.0 / (x * x);
    C.iter().rev().fold(0.0, |s, c| s * z + c) / x
}

/// `ln(1 + t)` for `t > -1`, with `ratio` being `1 + t`: whichever of the two
/// is the more accurate.
pub(super) fn log_ratio(t: f64, ratio: f64) -> f64 {
    if (-0.5..=0.6).contains(&t) { t.ln_1p() } else { ratio.ln() }
}

/// `t - ln(1 + t)` for `t > -1` without cancellation near zero; `ratio` is
/// `1 + t`, which the caller knows to full relative accuracy.
pub(super) fn minus_log(t: f64, ratio: f64) -> f64 {
    if !(-0.5..=0.6).contains(&t) {
        return t - ratio.ln();
    }
    // ln(1+t) = 2 artanh(r) with r = t/(2+t), and t - 2r = r t.
    let r = t / (2.0 + t);
    let z = r * r;
    let mut power = z;
    let mut sum = 0.0;
    let mut k = 3.0;
    while power > 1e-18 * z {
        sum += power / k;
        power *= z;
        k += 2.0;
    }
    r * (t - 2.0 * sum)
}

/// `ln(Γ(b)/Γ(a+b))` for `b >= 10`, `a > 0`, without cancellation when `a` is
/// small beside `b` (Stirling's formula with the large terms cancelled by
/// hand; the form of DiDonato and Morris, ACM TOMS 708).
fn log_gamma_ratio(a: f64, b: f64) -> f64 {
    let u = (b + (a - 0.5)) * (a / b).ln_1p();
    let v = a * (b.ln() - 1.0);
    let w = stirling_remainder(b) - stirling_remainder(a + b);
    if u <= v { (w - u) - v } else { (w - v) - u }
}

/// The beta function `Γ(a) Γ(b)/Γ(a+b)`.
///
/// For negative non-integer arguments by the reflected gamma function; zero
/// where `a + b` is zero or a negative integer; `+inf` where `a` or `b` is
/// zero; NaN at negative integers. Relative error about 3e-15 while
/// `a + b < 150`; beyond, about 1e-16 times `|ln B|`.
pub fn beta(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    if a <= 0.0 {
        return beta_reflected(a, b);
    }
    let s = a + b;
    if s < 150.0 {
        // What rounding the sum left out, and what it does to Γ(a+b).
        let lost = a - (s - b);
        let ratio = libm::tgamma(b) / libm::tgamma(s);
        return libm::tgamma(a) * ratio * (1.0 - lost * digamma(s));
    }
    if a < 10.0 {
        return libm::tgamma(a) * log_gamma_ratio(a, b).exp();
    }
    lbeta(a, b).exp()
}

/// The beta function where the smaller argument is not positive.
fn beta_reflected(a: f64, b: f64) -> f64 {
    if is_negative_integer(a) || is_negative_integer(b) {
        return f64::NAN;
    }
    if a == 0.0 || b == 0.0 {
        return f64::INFINITY;
    }
    let s = a + b;
    if s == 0.0 || is_negative_integer(s) {
        return 0.0;
    }
    if a.abs() < 150.0 && b.abs() < 150.0 && s.abs() < 150.0 {
        return libm::tgamma(a) / libm::tgamma(s) * libm::tgamma(b);
    }
    let (la, sa) = libm::lgamma_r(a);
    let (lb, sb) = libm::lgamma_r(b);
    let (ls, ss) = libm::lgamma_r(s);
    f64::from(sa * sb * ss) * (la + lb - ls).exp()
}

/// `ln |B(a, b)|`.
///
/// `+inf` where `a` or `b` is zero, `-inf` where `B` vanishes. Absolute error
/// about 1e-15 or relative error about 1e-15, whichever is larger; large and
/// lopsided positive arguments go through Stirling's formula with its large
/// terms cancelled by hand.
pub fn lbeta(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    if a <= 0.0 {
        if is_negative_integer(a) || is_negative_integer(b) {
            return f64::NAN;
        }
        let direct = beta_reflected(a, b).abs();
        if direct > 1e-280 && direct < 1e280 || direct == 0.0 || a == 0.0 || b == 0.0 {
            return direct.ln();
        }
        return libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    }
    if a == 1.0 {
        return -b.ln();
    }
    if a >= 10.0 {
        let h = a / b;
        let c = h / (1.0 + h);
        let u = -(a - 0.5) * c.ln();
        let v = b * h.ln_1p();
        let w = stirling_remainder(a) + stirling_remainder(b) - stirling_remainder(a + b);
        return (w + HALF_LN_2PI - 0.5 * b.ln()) - u - v;
    }
    if b >= 10.0 {
        return libm::lgamma(a) + log_gamma_ratio(a, b);
    }
    let direct = beta(a, b);
    if direct.is_finite() { direct.ln() } else { libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b) }
}
