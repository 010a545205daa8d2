//! The regularised incomplete gamma function and its derivatives in the
//! parameter.
//!
//! Ours: no crate offers the parameter derivatives. The series and the
//! continued fraction are run on Taylor numbers, and the common factor
//! `x^a exp(-x)/Γ(a+1)` is expanded with polygamma functions.

use super::gamma::{log_ratio, minus_log, stirling_remainder};
use super::jet::{Jet, Taylor, continued_fraction};
use super::polygamma::{digamma, digamma_minus_log, polygamma};
use std::f64::consts::PI;

/// Upper bound on the terms of either expansion.
const MAX_TERMS: u32 = 1_000_000;

/// `x^a exp(-x)/Γ(a+1)`.
fn leading_factor(a: f64, x: f64) -> f64 {
    if a < 170.5 && x < 700.0 && a * x.ln() < 700.0 {
        let g = if a < 1.0 { libm::tgamma(1.0 + a) } else { a * libm::tgamma(a) };
        return x.powf(a) * (-x).exp() / g;
    }
    if a < 10.0 {
        return (a * x.ln() - x - libm::lgamma(1.0 + a)).exp();
    }
    // Stirling's formula, the large terms cancelled by hand.
    let mu = (x - a) / a;
    (-a * minus_log(mu, x / a) - stirling_remainder(a)).exp() / (2.0 * PI * a).sqrt()
}

/// The factor as Taylor numbers in `a`, divided by its value.
fn leading_tail<const N: usize>(a: f64, x: f64) -> Jet<N> {
    let mut c = [0.0; N];
    if N > 1 {
        c[1] = if a >= 10.0 {
            log_ratio((x - a) / a, x / a) - (1.0 / a + digamma_minus_log(a))
        } else {
            x.ln() - digamma(1.0 + a)
        };
    }
    if N > 2 {
        c[2] = -polygamma(1, 1.0 + a) / 2.0;
    }
    if N > 3 {
        c[3] = -polygamma(2, 1.0 + a) / 6.0;
    }
    Jet(c).exp_tail()
}

/// Taylor coefficients of `P(a, x)` in `a`.
fn p_jet<const N: usize>(a: f64, x: f64) -> Jet<N> {
    let lead = leading_tail::<N>(a, x) * leading_factor(a, x);
    let var = Jet::<N>::variable(a);
    if x < a + 1.0 {
        // Σ x^k/((a+1)...(a+k)), DLMF 8.7.1
        let mut term = Jet::<N>::constant(1.0);
        let mut sum = term;
        for k in 1..MAX_TERMS {
            term = term * x / (var + f64::from(k));
            sum = sum + term;
            if sum.absorbs(&term, 1e-17) {
                break;
            }
        }
        return lead * sum;
    }
    // The complement, a/(x+1-a - (1-a)/(x+3-a - ...)), DLMF 8.9.2
    let start = -var + (x + 1.0);
    let h = continued_fraction(start, MAX_TERMS, |i| {
        let k = f64::from(i);
        ((var + -k) * k, start + 2.0 * k)
    });
    -(lead * var * h) + 1.0
}

/// The regularised lower incomplete gamma function
/// `P(a, x) = ∫_0^x t^(a-1) exp(-t) dt/Γ(a)`, for `a >= 0`, `x >= 0`.
///
/// `P(a, 0) = 0`, `P(a, inf) = 1`, `P(0, x) = 1`; NaN outside and at
/// `P(0, 0)`. Series for `x < a + 1`, one minus the continued fraction
/// otherwise; relative error about 1e-14 for moderate arguments, growing like
/// the logarithm of the result (in size) far in the lower tail when
/// `a > 170`. Work grows like `sqrt(a)`.
pub fn gammainc_p(a: f64, x: f64) -> f64 {
    gammainc_p_d(0, a, x)
}

/// The n-th derivative of [`gammainc_p`] in `a`, `n <= 3` (NaN above).
///
/// The algorithm of the function itself on Taylor numbers. Relative error
/// about 1e-14, more only next to zeros of the derivatives.
pub fn gammainc_p_d(n: u32, a: f64, x: f64) -> f64 {
    if a.is_nan() || x.is_nan() || a < 0.0 || x < 0.0 || n > 3 || a == f64::INFINITY {
        return f64::NAN;
    }
    if x == 0.0 {
        return if a == 0.0 { f64::NAN } else { 0.0 };
    }
    if x == f64::INFINITY {
        return if n == 0 { 1.0 } else { 0.0 };
    }
    match n {
        0 => p_jet::<1>(a, x).derivative(0),
        1 => p_jet::<2>(a, x).derivative(1),
        2 => p_jet::<3>(a, x).derivative(2),
        _ => p_jet::<4>(a, x).derivative(3),
    }
}
