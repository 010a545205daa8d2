//! Bessel functions of integer order.
//!
//! `jn` and `yn` are the `libm` crate's; the modified function is ours.

use std::f64::consts::PI;

/// `libm` takes a step for each order; beyond this many it is asked too much, and the answer is NaN.
const MAX_ORDER: u32 = 1_000_000;

/// The Bessel function of the first kind `J_n(x)`, for every integer `n` and
/// real `x`.
///
/// `J_{-n} = (-1)^n J_n`. Relative error about 1e-15 away from the zeros,
/// absolute error about 1e-16 at them (`libm`).
pub fn jn(n: i32, x: f64) -> f64 {
    if n.unsigned_abs() > MAX_ORDER { f64::NAN } else { libm::jn(n, x) }
}

/// The Bessel function of the second kind `Y_n(x)`, for `x > 0`.
///
/// `Y_{-n} = (-1)^n Y_n`; `Y_n(0) = -inf` for `n >= 0`; NaN for `x < 0`.
/// Accuracy as [`jn`] (`libm`).
pub fn yn(n: i32, x: f64) -> f64 {
    if n.unsigned_abs() > MAX_ORDER { f64::NAN } else { libm::yn(n, x) }
}

/// The modified Bessel function of the first kind `I_n(x)`, for every integer
/// `n` and real `x`.
///
/// The power series (DLMF 10.25.2, all terms of one sign) up to
/// `max(50, n²)`, the asymptotic series (DLMF 10.40.1) beyond. `I_{-n} = I_n`,
/// `I_n(-x) = (-1)^n I_n(x)`; overflows above about 716. Relative error about
/// 1e-15 for moderate orders; where `(x/2)^n/n!` leaves the range of doubles,
/// about 1e-16 times its logarithm.
pub fn in_(n: i32, x: f64) -> f64 {
    if x.is_nan() {
        return f64::NAN;
    }
    let order = n.unsigned_abs();
    let sign = if x < 0.0 && !order.is_multiple_of(2) { -1.0 } else { 1.0 };
    let x = x.abs();
    if x > 720.0 && x / 4.0 > f64::from(order) {
        return sign * f64::INFINITY;
    }
    let nf = f64::from(order);
    if x <= (nf * nf).max(50.0) {
        return sign * power_series(order, x);
    }
    // e^x/sqrt(2 pi x) sum (-1)^k (4n²-1)(4n²-9)...(4n²-(2k-1)²)/(k! (8x)^k)
    let mu = 4.0 * nf * nf;
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..200 {
        let odd = f64::from(2 * k - 1);
        term *= (odd * odd - mu) / (f64::from(k) * 8.0 * x);
        sum += term;
        if term.abs() < 1e-17 * sum.abs() {
            break;
        }
    }
    let half = (0.5 * x).exp();
    sign * (sum / (2.0 * PI * x).sqrt() * half) * half
}

/// `(x/2)^n Σ (x²/4)^k/(k! (n+k)!)`.
fn power_series(n: u32, x: f64) -> f64 {
    let h = 0.5 * x;
    let nf = f64::from(n);
    if h <= 350.0 {
        let mut lead = 1.0;
        for k in 1..=n {
            lead *= h / f64::from(k);
            if lead < f64::MIN_POSITIVE {
                break;
            }
        }
        if lead >= f64::MIN_POSITIVE {
            let (sum, _) = scaled_sum(nf, h * h);
            return lead * sum;
        }
    }
    if h == 0.0 {
        return 0.0;
    }
    let (sum, log) = scaled_sum(nf, h * h);
    (nf * h.ln() - libm::lgamma(nf + 1.0) + sum.ln() + log).exp()
}

/// `n! Σ z^k/(k! (n+k)!)` as a number and the logarithm of its scale.
fn scaled_sum(n: f64, z: f64) -> (f64, f64) {
    let mut log = 0.0;
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut k = 1.0;
    loop {
        term *= z / (k * (k + n));
        sum += term;
        if term <= 1e-17 * sum {
            return (sum, log);
        }
        if sum > 1e305 {
            term *= 1e-305;
            sum *= 1e-305;
            log += 305.0 * std::f64::consts::LN_10;
        }
        k += 1.0;
    }
}
