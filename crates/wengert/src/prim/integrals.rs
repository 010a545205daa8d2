//! Integrals and inverses with names: exponential integrals, Lambert W, elliptic integral, dilogarithm, cardinal sine.

use super::number::recip;
use super::power::{exp, x_over_y};
use super::{family, of_count, wide};
use crate::special;

macro_rules! integral_rows {
    ($then:ident) => {
        $then! { 11
            /// Exponential integral E1; d E1(x) = -e^-x / x dx.
            ExpintE1 expint_e1(x) y { value: wide(|[x]| special::expint_e1(x), [x]), domain: "x > 0", partials: [-x_over_y(exp(-x), x)], at: [[0.9], [3.0]] }

            /// Exponential integral Ei; d Ei(x) = e^x / x dx.
            ExpintEi expint_ei(x) y { value: wide(|[x]| special::expint_ei(x), [x]), domain: "x != 0", partials: [exp(x) / x], at: [[1.3], [-0.4]] }

            /// Principal branch of Lambert's W, w e^w = x; d W(x) = dx / (x + e^w).
            LambertW lambertw(x) y { value: wide(|[x]| special::lambertw(x), [x]), domain: "x >= -1/e", partials: [recip(x + exp(y))], at: [[1.5], [-0.2]] }

            /// Complete elliptic integral of the first kind, in the parameter m = k^2.
            EllipK ellipk(m) y { value: wide(|[m]| special::ellipk(m), [m]), domain: "m < 1", partials: [ellipk_d(y.lit(1.0), m)], at: [[0.3], [-2.0], [0.0]] }

            /// n-th derivative of ellipk; n must be a constant whole number.
            EllipKD ellipk_d(n, m) y {
                value: wide(|[n, m]| of_count(n, |n| special::ellipk_d(n, m)), [n, m]),
                domain: "n = 0, 1, ..., 4, m < 1",
                partials: [None, ellipk_d(n + n.lit(1.0), m)],
                outside: nan,
                at: [[1.0, 0.3]],
            }

            /// Dilogarithm, -int_0^x ln|1 - t| / t dt.
            Li2 li2(x) y { value: wide(|[x]| special::li2(x), [x]), domain: "x <= 1", partials: [li2_d(y.lit(1.0), x)], at: [[0.45], [-2.0], [0.0]] }

            /// n-th derivative of li2; n must be a constant whole number.
            Li2D li2_d(n, x) y {
                value: wide(|[n, x]| of_count(n, |n| special::li2_d(n, x)), [n, x]),
                domain: "n = 0, 1, ..., 4, x < 1",
                partials: [None, li2_d(n + n.lit(1.0), x)],
                outside: nan,
                at: [[1.0, 0.45]],
            }

            /// Cardinal sine sin(pi x) / (pi x), 1 at 0.
            Sinc sinc(x) y { value: wide(|[x]| special::sinc(x), [x]), partials: [sinc_d(y.lit(1.0), x)], at: [[0.3], [0.0], [2.5]] }

            /// n-th derivative of sinc; n must be a constant whole number.
            SincD sinc_d(n, x) y {
                value: wide(|[n, x]| of_count(n, |n| special::sinc_d(n, x)), [n, x]),
                domain: "n = 0, 1, ..., 5",
                partials: [None, sinc_d(n + n.lit(1.0), x)],
                outside: nan,
                at: [[1.0, 0.3], [2.0, 0.0]],
            }
        }
    };
}
pub(crate) use integral_rows as rows;
rows!(family);
