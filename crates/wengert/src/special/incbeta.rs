//! The regularised incomplete beta function and its derivatives in the
//! parameters.
//!
//! Ours, for the reason given in the incomplete gamma module; here on Taylor
//! numbers in two variables.

use super::gamma::{lgamma, log_ratio, minus_log, stirling_remainder};
use super::jet::{Jet2, Taylor, continued_fraction};
use super::polygamma::{digamma, digamma_minus_log, polygamma};
use std::f64::consts::PI;

/// Upper bound on the partial quotients.
const MAX_TERMS: u32 = 200_000;

/// One evaluation point: `x`, its complement `y`, the parameters `a` and `b`
/// of `x` and `y`.
#[derive(Clone, Copy)]
struct Point {
    a: f64,
    b: f64,
    x: f64,
    y: f64,
}

impl Point {
    /// The same integral seen from the other end.
    fn mirrored(self) -> Self {
        Point { a: self.b, b: self.a, x: self.y, y: self.x }
    }

    /// `x` and `y` over their means, `1 - lambda/a` and `1 + lambda/b`.
    fn ratios(self) -> (f64, f64) {
        let s = self.a + self.b;
        (self.x * (s / self.a), self.y * (s / self.b))
    }

    /// `a - (a+b) x` as `a y - b x`, rounded once or twice.
    fn lambda(self) -> f64 {
        let bx = self.b * self.x;
        let rest = self.b.mul_add(self.x, -bx);
        self.a.mul_add(self.y, -bx) - rest
    }
}

/// `ln u` where `u = 1 - v` may be a rounded difference.
fn log_of(u: f64, v: f64) -> f64 {
    if v < 0.5 { (-v).ln_1p() } else { u.ln() }
}

/// `u^e` where `u = 1 - v` may be a rounded difference.
fn power_of(u: f64, v: f64, e: f64) -> f64 {
    if v < 0.5 { (e * (-v).ln_1p()).exp() } else { u.powf(e) }
}

/// `x^a y^b Γ(a+b)/(Γ(a+1) Γ(b))`.
fn leading_factor(p: Point) -> f64 {
    let Point { a, b, x, y } = p;
    if a >= 10.0 && b >= 10.0 {
        // Stirling's formula, the large terms cancelled by hand.
        let lambda = p.lambda();
        let (u, v) = p.ratios();
        let exponent = a * minus_log(-lambda / a, u) + b * minus_log(lambda / b, v);
        let rest = stirling_remainder(a) + stirling_remainder(b) - stirling_remainder(a + b);
        return (-exponent - rest).exp() * (b / (2.0 * PI * a * (a + b))).sqrt();
    }
    let powers = power_of(x, y, a) * power_of(y, x, b);
    let full = super::gamma::beta(a, b);
    if powers > 1e-290 && full > 1e-290 && full < 1e290 {
        powers / (a * full)
    } else {
        let log = a * log_of(x, y) + b * log_of(y, x) + lgamma(a + b) - lgamma(1.0 + a) - lgamma(b);
        log.exp()
    }
}

/// `digamma(a+1) - ln a`, for `a >= 10`.
fn shifted_digamma(a: f64) -> f64 {
    1.0 / a + digamma_minus_log(a)
}

/// The factor `x^a y^b Γ(a+b+1)/(Γ(a+1) Γ(b+1))` as Taylor numbers, divided by
/// its value. (Shifting every gamma function by one keeps the coefficients
/// small as a parameter tends to zero.)
fn leading_tail(p: Point) -> Jet2 {
    let Point { a, b, x, y } = p;
    let s = a + b;
    let slope = |u: f64, log: f64, ratio: f64| {
        if u >= 10.0 {
            ratio + (shifted_digamma(s) - shifted_digamma(u))
        } else {
            log - (digamma(1.0 + u) - digamma(1.0 + s))
        }
    };
    let lambda = p.lambda();
    let (u, v) = p.ratios();
    let da = slope(a, log_of(x, y), log_ratio(-lambda / a, u));
    let db = slope(b, log_of(y, x), log_ratio(lambda / b, v));
    let order = |n: u32| (polygamma(n, 1.0 + a), polygamma(n, 1.0 + b), polygamma(n, 1.0 + s));
    let (a1, b1, s1) = order(1);
    let (a2, b2, s2) = order(2);
    Jet2::from_fn(|i, j| match (i, j) {
        (1, 0) => da,
        (0, 1) => db,
        (2, 0) => (s1 - a1) / 2.0,
        (1, 1) => s1,
        (0, 2) => (s1 - b1) / 2.0,
        (3, 0) => (s2 - a2) / 6.0,
        (2, 1) | (1, 2) => s2 / 2.0,
        (0, 3) => (s2 - b2) / 6.0,
        _ => 0.0,
    })
    .exp_tail()
}

/// The continued fraction that multiplies [`leading_factor`]: the even part of
/// DLMF 8.17.22 (the form of DiDonato and Morris, ACM TOMS 708, BFRAC) with a
/// factor `a` taken out. Converges fast for `x <= a/(a+b)`.
fn fraction<T: Taylor>(a: T, b: T, p: Point) -> T {
    let Point { x, y, .. } = p;
    // The value of lambda from the point, where it was rounded with care.
    let lambda = (a + -p.a) * y + -((b + -p.b) * x) + p.lambda();
    let s = a + b;
    continued_fraction((lambda + 1.0) / (a + 1.0), MAX_TERMS, |i| {
        let m = f64::from(i);
        let low = a + (2.0 * m - 1.0);
        let high = a + (2.0 * m + 1.0);
        let product = (b + -m) * (m * x);
        let lead = if i == 1 { s } else { (a + (m - 1.0)) * (s + (m - 1.0)) };
        let alpha = lead * product * x / (low * low);
        let beta = product / low + (a + m) * (lambda + (1.0 + m * (1.0 + y))) / high + m;
        (alpha, beta)
    })
}

/// The integral below `x`, best for `x` below the mean.
fn lower(p: Point) -> f64 {
    leading_factor(p) * fraction(p.a, p.b, p)
}

/// Whether to integrate from the left, rather than take one minus the
/// integral from the right.
fn from_left(p: Point) -> bool {
    let Point { a, b, x, y } = p;
    if x <= (a + 1.0) / (a + b + 2.0) {
        return true;
    }
    // With a small b most of the mass is next to one, and the integral may be
    // tiny far above the mean; the fraction still converges, like
    // ((1 - sqrt(y))/(1 + sqrt(y)))^2m.
    b < 1.0 && y > 1e-4 && lower(p.mirrored()) > 0.8
}

/// The same as Taylor numbers; `first` says which variable `p.a` is.
fn lower_jet(p: Point, a: Jet2, b: Jet2, swapped: bool) -> Jet2 {
    let tail = leading_tail(p);
    let tail = if swapped { tail.swapped() } else { tail };
    // b/(a+b) turns the shifted gamma functions back, divided by its value.
    let ratio = b / (a + b) * ((p.a + p.b) / p.b);
    tail * ratio * fraction(a, b, p) * leading_factor(p)
}

/// The regularised incomplete beta function
/// `I_x(a, b) = ∫_0^x t^(a-1) (1-t)^(b-1) dt/B(a, b)`, for `a, b > 0` and
/// `0 <= x <= 1`; NaN outside.
///
/// Continued fraction below the mean (and further where a small `b` makes the
/// result small there), one minus the integral from the right above; relative
/// error about 1e-14 for moderate parameters. Where `b` is far below one and
/// `1 - x < 1e-4`, the error of a small result is absolute.
pub fn betainc(a: f64, b: f64, x: f64) -> f64 {
    betainc_d(0, 0, a, b, x)
}

/// The derivative `∂^(i+j)/∂a^i ∂b^j` of [`betainc`], `i + j <= 3` (NaN above).
///
/// The algorithm of the function itself on Taylor numbers; exactly zero at
/// `x = 0` and `x = 1`. Relative error about 1e-14, more only next to zeros of
/// the derivatives.
pub fn betainc_d(i: u32, j: u32, a: f64, b: f64, x: f64) -> f64 {
    let valid = a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite() && (0.0..=1.0).contains(&x);
    if !valid || i.saturating_add(j) > 3 {
        return f64::NAN;
    }
    let value = i + j == 0;
    if x == 0.0 || x == 1.0 {
        return if value { x } else { 0.0 };
    }
    let p = Point { a, b, x, y: 1.0 - x };
    let direct = from_left(p);
    if value {
        return if direct { lower(p) } else { 1.0 - lower(p.mirrored()) };
    }
    let (va, vb) = (Jet2::first(a), Jet2::second(b));
    let (i, j) = (i as usize, j as usize);
    if direct {
        lower_jet(p, va, vb, false).derivative(i, j)
    } else {
        -lower_jet(p.mirrored(), vb, va, true).derivative(i, j)
    }
}
