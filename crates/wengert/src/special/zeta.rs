//! The Riemann zeta function on the real line, and its derivatives.
//!
//! Ours: the crates that offer zeta have no derivatives, and differencing
//! loses digits at every order.

use super::gamma::gamma;
use super::jet::Jet;
use super::polygamma::{BERNOULLI, digamma, polygamma};
use super::sinc::sin_pi;
use std::f64::consts::{FRAC_PI_2, PI};

/// Taylor coefficients of `ζ(s) - 1/(s-1)` about 1: `(-1)^k γ_k/k!` with the
/// Stieltjes constants `γ_k` (DLMF 25.2.4; computed with mpmath 1.3).
#[rustfmt::skip]
const STIELTJES: [f64; 30] = [
    0.5772156649015329, 0.07281584548367673, -0.00484518159643616, -0.00034230573671722433,
    9.689041939447084e-05, -6.6110318108421895e-06, -3.316240908752772e-07, 1.0462094584479188e-07,
    -8.733218100273798e-09, 9.47827778276236e-11, 5.658421927608708e-11, -6.768689863513697e-12,
    3.4921159366720317e-13, 4.4104247417577536e-15, -2.3997862217709992e-15, 2.1677312200726828e-16,
    -9.544466076366965e-18, -7.387676660538637e-20, 4.800850782488065e-20, -4.139956737713306e-21,
    1.9168201593991233e-22, -2.0441543122262165e-24, -4.818498501107353e-25, 4.8118570515125666e-26,
    -2.560263310318815e-27, 6.927840895304667e-29, 1.628607550485587e-30, -3.1939375611532554e-31,
    2.0991515893634255e-32, -8.33674529544144e-34,
];

/// Coefficients kept: derivatives up to the fourth.
const N: usize = 5;

/// The Riemann zeta function `Σ k^-s`, continued to every real `s != 1`.
///
/// `zeta(1) = +inf` (the limit from the right), `zeta(inf) = 1`, exactly zero
/// at the negative even integers. Relative error as [`zeta_d`].
pub fn zeta(s: f64) -> f64 {
    zeta_d(0, s)
}

/// The n-th derivative of the zeta function, `n <= 4` (NaN above).
///
/// `-1 <= s < 3`: the pole and the Taylor series of the entire rest about 1.
/// `s >= 3`: Euler-Maclaurin summation on Taylor numbers (DLMF 25.2.9).
/// `s < -1`: the functional equation (DLMF 25.4.1) on Taylor numbers. At
/// `s = 1` the limits from the right. Relative error about 1e-15 for
/// `s >= -1`; below, 1e-14 down to -100, more only next to the zeros.
pub fn zeta_d(n: u32, s: f64) -> f64 {
    if s.is_nan() || n > 4 || s == f64::NEG_INFINITY {
        return f64::NAN;
    }
    let n = n as usize;
    if s == 1.0 {
        return if n.is_multiple_of(2) { f64::INFINITY } else { f64::NEG_INFINITY };
    }
    if s == f64::INFINITY {
        return if n == 0 { 1.0 } else { 0.0 };
    }
    if s < -1.0 {
        if n == 0 && s % 2.0 == 0.0 {
            return 0.0;
        }
        reflected(s).derivative(n)
    } else if s < 3.0 {
        about_one(n, s - 1.0)
    } else {
        euler_maclaurin(s).derivative(n)
    }
}

/// The n-th derivative at `1 + u`, `-2 <= u < 2`.
fn about_one(n: usize, u: f64) -> f64 {
    let mut sum = 0.0;
    for k in (n..STIELTJES.len()).rev() {
        let falling: f64 = (k - n + 1..=k).map(|j| j as f64).product();
        sum = sum * u + STIELTJES[k] * falling;
    }
    // d^n (1/u) = (-1)^n n!/u^(n+1)
    let pole = (1..=n).fold(1.0 / u, |p, k| -p * k as f64 / u);
    sum + pole
}

/// Taylor coefficients at `s >= 3`.
fn euler_maclaurin(s: f64) -> Jet<N> {
    // k^-s = exp(-s ln k)
    let power = |k: f64| {
        let step = -k.ln();
        let mut c = [k.powf(-s); N];
        for j in 1..N {
            c[j] = c[j - 1] * step / j as f64;
        }
        Jet(c)
    };
    const M: u32 = 10;
    let m = f64::from(M);
    let at_m = power(m);
    let v = Jet::<N>::variable(s);
    let mut sum = at_m * m / (v + -1.0) + at_m * 0.5;
    let mut factor = at_m * v * (0.5 / m);
    for (j, b) in BERNOULLI.iter().enumerate() {
        let step = factor * *b;
        sum = sum + step;
        let e = (2 * j + 2) as f64;
        factor = factor * (v + (e - 1.0)) * (v + e) * (1.0 / (m * m * (e + 1.0) * (e + 2.0)));
    }
    // Smallest first.
    for k in (1..M).rev() {
        sum = sum + power(f64::from(k));
    }
    sum
}

/// Taylor coefficients at `s < -1`, by
/// `ζ(1-t) = 2 (2π)^-t cos(πt/2) Γ(t) ζ(t)`.
fn reflected(s: f64) -> Jet<N> {
    let t = 1.0 - s;
    let lost = (1.0 - t) - s;
    // 2 (2π)^-t Γ(t), the factors of Γ beyond 160 taken one by one. Each is above 1: infinite once means infinite.
    let mut factor = 2.0;
    let mut low = t;
    while low > 160.0 && factor < f64::INFINITY {
        low -= 1.0;
        factor *= low / (2.0 * PI);
    }
    if factor < f64::INFINITY {
        factor *= gamma(low) * (2.0 * PI).powf(-low);
    }
    let log =
        Jet([0.0, digamma(t) - (2.0 * PI).ln(), polygamma(1, t) / 2.0, polygamma(2, t) / 6.0, polygamma(3, t) / 24.0]);
    let right = if t < 3.0 {
        Jet(std::array::from_fn(|k| about_one(k, t - 1.0) / (1..=k).product::<usize>() as f64))
    } else {
        euler_maclaurin(t)
    };
    let smooth = log.exp_tail() * right;
    // t is 1 - s rounded: move the smooth factor to the exact place.
    let smooth = smooth * (factor * (1.0 + lost * smooth.0[1] / smooth.0[0]));
    // Back to powers of the step in s, which is minus the step in t.
    let smooth: Jet<N> = Jet(std::array::from_fn(|k| if k % 2 == 0 { smooth.0[k] } else { -smooth.0[k] }));
    // cos(πt/2) = sin(πs/2)
    let mut scale = 1.0;
    let sine = Jet(std::array::from_fn(|k| {
        if k > 0 {
            scale *= FRAC_PI_2 / k as f64;
        }
        scale * sin_pi(0.5 * s, k as u32)
    }));
    sine * smooth
}
