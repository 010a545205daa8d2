//! The normalised sinc function and its derivatives.

use std::f64::consts::PI;

/// `sin(pi x + k pi/2)`, the period removed exactly.
pub(super) fn sin_pi(x: f64, k: u32) -> f64 {
    let nearest = (2.0 * x).round();
    let r = PI * (x - 0.5 * nearest);
    let quarter = (nearest % 4.0) as i64 + i64::from(k % 4);
    match quarter.rem_euclid(4) {
        0 => r.sin(),
        1 => r.cos(),
        2 => -r.sin(),
        _ => -r.cos(),
    }
}

/// The normalised `sin(pi x)/(pi x)`, 1 at zero, exactly 0 at the other
/// integers and 0 at infinity. Relative error about 5e-16.
pub fn sinc(x: f64) -> f64 {
    sinc_d(0, x)
}

/// e^n has used up all digits here.
const MAX_ORDER: u32 = 36;

/// The n-th derivative of [`sinc`].
///
/// With `S = sin(t)/t`, `t = pi x`: the Maclaurin series for `|t| < max(3, n)`
/// (`n > 0`), otherwise the recurrence `t S_n + n S_{n-1} = sin(t + n pi/2)` upwards,
/// which is stable there. Relative error about 1e-14 up to `n = 5`, more next
/// to the zeros of the derivatives; for larger `n` it grows like `e^n`, and the
/// answer is NaN where nothing would be left of it.
pub fn sinc_d(n: u32, x: f64) -> f64 {
    if x.is_nan() || n > MAX_ORDER {
        return f64::NAN;
    }
    if x.is_infinite() {
        return 0.0;
    }
    let t = PI * x;
    let scale = PI.powi(n as i32);
    if t == 0.0 || (n > 0 && t.abs() < f64::from(n).max(3.0)) {
        return scale * sinc_series(n, t);
    }
    let mut s = sin_pi(x, 0) / t;
    for k in 1..=n {
        s = (sin_pi(x, k) - f64::from(k) * s) / t;
    }
    scale * s
}

/// The n-th derivative of `sin(t)/t = Σ (-1)^k t^2k/(2k+1)!`: the coefficient
/// of `t^(2k-n)` is `(-1)^k/((2k+1) (2k-n)!)`.
fn sinc_series(n: u32, t: f64) -> f64 {
    let first = n.div_ceil(2);
    let z = t * t;
    // t^(2k-n)/(2k-n)!, starting at 2k - n = 0 or 1
    let mut power = if n.is_multiple_of(2) { 1.0 } else { t };
    let mut sign = if first.is_multiple_of(2) { 1.0 } else { -1.0 };
    let mut e = f64::from(2 * first - n);
    let mut odd = f64::from(2 * first + 1);
    let mut sum = 0.0;
    loop {
        let step = sign * power / odd;
        sum += step;
        if step.abs() <= 1e-18 * sum.abs() || power == 0.0 {
            return sum;
        }
        power *= z / ((e + 1.0) * (e + 2.0));
        e += 2.0;
        odd += 2.0;
        sign = -sign;
    }
}
