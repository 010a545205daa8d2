//! Incomplete gamma and beta functions, regularised, with their derivatives in every argument.

use super::gammas::{lbeta, lgamma};
use super::power::{exp, ln_1p, xlogy};
use super::{family, of_count, of_order, wide};
use crate::special;

macro_rules! incomplete_rows {
    ($then:ident) => {
        $then! { 12
            /// Regularised lower incomplete gamma function P(a, x).
            GammaP gammainc_p(a, x) y {
                value: wide(|[a, x]| special::gammainc_p(a, x), [a, x]),
                domain: "a > 0, x >= 0",
                partials: [gammainc_p_d(y.lit(1.0), a, x), exp(xlogy(a - y.lit(1.0), x) - x - lgamma(a))],
                outside: nan,
                at: [[2.3, 1.4], [0.5, 3.0]],
            }

            /// n-th derivative of gammainc_p in a; n must be a constant whole number.
            GammaPD gammainc_p_d(n, a, x) y {
                value: wide(|[n, a, x]| of_count(n, |n| special::gammainc_p_d(n, a, x)), [n, a, x]),
                domain: "n = 0, 1, 2, 3, a > 0, x >= 0",
                partials: [None, gammainc_p_d(n + n.lit(1.0), a, x), gamma_density_d(n, a, x)],
                outside: nan,
                at: [[1.0, 2.3, 1.4]],
            }

            /// n-th derivative in a of the gamma density x^(a-1) e^-x / gamma(a); n must be a constant whole number up to 3.
            GammaDensityD gamma_density_d(n, a, x) y {
                value: wide(|[n, a, x]| of_order(n, |n| density_in_a(n, a, x)), [n, a, x]),
                domain: "n = 0, 1, 2, 3, a > 0, x > 0",
                partials: [
                    None,
                    gamma_density_d(n + n.lit(1.0), a, x),
                    ((a - a.lit(1.0)) / x - x.lit(1.0)) * y + n / x * gamma_density_d(n - n.lit(1.0), a, x),
                ],
                outside: nan,
                at: [[1.0, 2.3, 1.4], [0.0, 2.3, 1.4]],
            }

            /// Regularised incomplete beta function I_x(a, b).
            BetaInc betainc(a, b, x) y {
                value: wide(|[a, b, x]| special::betainc(a, b, x), [a, b, x]),
                domain: "a > 0, b > 0, 0 <= x <= 1",
                partials: [
                    betainc_d(y.lit(1.0), y.lit(0.0), a, b, x),
                    betainc_d(y.lit(0.0), y.lit(1.0), a, b, x),
                    exp(xlogy(a - y.lit(1.0), x) + (b - y.lit(1.0)) * ln_1p(-x) - lbeta(a, b)),
                ],
                outside: nan,
                at: [[2.3, 4.1, 0.4], [0.5, 0.7, 0.2]],
            }

            /// Derivative of betainc, i times in a and j times in b; i and j must be constant whole numbers, i + j <= 3.
            BetaIncD betainc_d(i, j, a, b, x) y {
                value: wide(|[i, j, a, b, x]| of_count(i, |i| of_count(j, |j| special::betainc_d(i, j, a, b, x))), [i, j, a, b, x]),
                domain: "i and j whole and not negative, i + j <= 3, a > 0, b > 0, 0 <= x <= 1",
                partials: [
                    None,
                    None,
                    betainc_d(i + i.lit(1.0), j, a, b, x),
                    betainc_d(i, j + j.lit(1.0), a, b, x),
                    beta_density_d(i, j, a, b, x),
                ],
                outside: nan,
                at: [[1.0, 0.0, 2.3, 4.1, 0.4]],
            }

            /// Derivative of the beta density x^(a-1) (1-x)^(b-1) / beta(a, b), i times in a and j times in b; i and j must
            /// be constant whole numbers, i + j <= 2.
            BetaDensityD beta_density_d(i, j, a, b, x) y {
                value: wide(|[i, j, a, b, x]| of_order(i, |i| of_order(j, |j| density_in_ab(i, j, a, b, x))), [i, j, a, b, x]),
                domain: "i and j whole and not negative, i + j <= 2, a > 0, b > 0, 0 < x < 1",
                partials: [
                    None,
                    None,
                    beta_density_d(i + i.lit(1.0), j, a, b, x),
                    beta_density_d(i, j + j.lit(1.0), a, b, x),
                    ((a - a.lit(1.0)) / x - (b - b.lit(1.0)) / (x.lit(1.0) - x)) * y
                        + i / x * beta_density_d(i - i.lit(1.0), j, a, b, x)
                        - j / (x.lit(1.0) - x) * beta_density_d(i, j - j.lit(1.0), a, b, x),
                ],
                outside: nan,
                at: [[1.0, 0.0, 2.3, 4.1, 0.4]],
            }
        }
    };
}
pub(crate) use incomplete_rows as rows;
rows!(family);

/// n-th derivative in a of e^g, g = (a-1) ln x - x - lgamma(a); 0 for n < 0 (an empty term of Leibniz's rule).
fn density_in_a(n: i32, a: f64, x: f64) -> f64 {
    let p = ((a - 1.0) * x.ln() - x - special::lgamma(a)).exp();
    let g1 = x.ln() - special::digamma(a);
    let g2 = -special::trigamma(a);
    match n {
        ..0 => 0.0,
        0 => p,
        1 => p * g1,
        2 => p * (g1 * g1 + g2),
        3 => p * (g1 * g1 * g1 + 3.0 * g1 * g2 - special::polygamma(2, a)),
        _ => f64::NAN,
    }
}

/// Derivative, i times in a and j times in b, of e^g, g = (a-1) ln x + (b-1) ln(1-x) - lbeta(a, b); 0 for a negative order.
fn density_in_ab(i: i32, j: i32, a: f64, b: f64, x: f64) -> f64 {
    let p = ((a - 1.0) * x.ln() + (b - 1.0) * (-x).ln_1p() - special::lbeta(a, b)).exp();
    let (psi, psi1) = (special::digamma(a + b), special::trigamma(a + b));
    let (ga, gb) = (x.ln() - special::digamma(a) + psi, (-x).ln_1p() - special::digamma(b) + psi);
    match (i, j) {
        (..0, _) | (_, ..0) => 0.0,
        (0, 0) => p,
        (1, 0) => p * ga,
        (0, 1) => p * gb,
        (2, 0) => p * (ga * ga - special::trigamma(a) + psi1),
        (1, 1) => p * (ga * gb + psi1),
        (0, 2) => p * (gb * gb - special::trigamma(b) + psi1),
        _ => f64::NAN,
    }
}
