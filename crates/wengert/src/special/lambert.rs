//! The Lambert W function.
//!
//! Ours: the `lambert_w` crate is accurate but brings `num-traits` and
//! `num-complex` for a function of thirty lines.

use std::f64::consts::E;

/// `1/e` rounded (up) to a double, and what the rounding left out.
const INV_E: f64 = 0.367_879_441_171_442_33;
const INV_E_LOW: f64 = -1.242_875_367_278_836_3e-17;

/// Coefficients of `W0 + 1` in powers of `p = sqrt(2 (e x + 1))`, from the
/// first (DLMF 4.13.6; computed with mpmath 1.3).
#[rustfmt::skip]
const BRANCH: [f64; 21] = [
    1.0, -0.3333333333333333, 0.1527777777777778, -0.07962962962962963,
    0.044502314814814814, -0.02598471487360376, 0.01563563253233392, -0.009616892024299432,
    0.006014543252956118, -0.0038112980348919993, 0.0024408779911439826, -0.0015769303446867841,
    0.0010262633205076071, -0.0006720616311561362, 0.0004424730618146209, -0.00029267722472962746,
    0.00019438727605453933, -0.00012957426685274883, 8.665035805208128e-05, -5.811360750441382e-05,
    3.907668486743905e-05,
];

/// The principal branch `W0` of the inverse of `w exp(w)`, for `x >= -1/e`.
///
/// The double nearest `-1/e` (which lies just outside) gives -1, anything
/// below NaN; `W(inf) = inf`. Next to the branch point by its series in the
/// square root, elsewhere by Fritsch's fourth-order iteration (CACM 16, 1973,
/// algorithm 443). Relative error about 1e-15.
pub fn lambertw(x: f64) -> f64 {
    if x == f64::INFINITY || x.is_nan() || x == 0.0 {
        return x;
    }
    let above = (x + INV_E) + INV_E_LOW;
    if x < -INV_E {
        return f64::NAN;
    }
    if above <= 0.0 {
        return -1.0;
    }
    let p = (2.0 * E * above).sqrt();
    if p < 0.3 {
        return -1.0 + BRANCH.iter().rev().fold(0.0, |s, c| s * p + c) * p;
    }
    if x.abs() < 1e-6 {
        return x * (1.0 + x * (-1.0 + x * (1.5 - x * (8.0 / 3.0))));
    }
    let mut w = if x < 0.0 {
        -1.0 + p * (1.0 - p * (1.0 / 3.0 - p * (11.0 / 72.0 - p * 0.06)))
    } else if x < 3.0 {
        let l = x.ln_1p();
        l * (1.0 - l.ln_1p() / (2.0 + l))
    } else {
        let l = x.ln();
        l - l.ln() + l.ln() / l
    };
    for _ in 0..4 {
        let z = (x / w).ln() - w;
        let q = 2.0 * (1.0 + w) * (1.0 + w + 2.0 / 3.0 * z);
        let e = z / (1.0 + w) * (q - z) / (q - 2.0 * z);
        w += w * e;
        if e.abs() < 1e-5 {
            break;
        }
    }
    w
}
