//! The gamma function and its relatives, and the zeta function. Values come from `crate::special`.

use super::{family, of_count, wide};
use crate::special;

macro_rules! gamma_rows {
    ($then:ident) => {
        $then! { 8
            /// Gamma function; d gamma(x) = gamma(x) digamma(x) dx.
            Gamma gamma(x) y { value: wide(|[x]| special::gamma(x), [x]), domain: "x not 0, -1, -2, ...", partials: [y * digamma(x)], at: [[0.4], [4.2], [-1.5]] }

            /// log |gamma(x)|; d lgamma(x) = digamma(x) dx.
            Lgamma lgamma(x) y { value: wide(|[x]| special::lgamma(x), [x]), domain: "x not 0, -1, -2, ...", partials: [digamma(x)], at: [[0.4], [4.2], [-1.5]] }

            /// Logarithmic derivative of the gamma function.
            Digamma digamma(x) y { value: wide(|[x]| special::digamma(x), [x]), domain: "x not 0, -1, -2, ...", partials: [trigamma(x)], at: [[0.4], [2.6]] }

            /// Derivative of digamma.
            Trigamma trigamma(x) y { value: wide(|[x]| special::trigamma(x), [x]), domain: "x not 0, -1, -2, ...", partials: [polygamma(y.lit(2.0), x)], at: [[0.4], [2.6]] }

            /// n-th derivative of digamma; n must be a constant whole number.
            Polygamma polygamma(n, x) y {
                value: wide(|[n, x]| of_count(n, |n| special::polygamma(n, x)), [n, x]),
                domain: "n = 0, 1, ..., x not 0, -1, -2, ...",
                partials: [None, polygamma(n + n.lit(1.0), x)],
                outside: nan,
                at: [[2.0, 0.4], [3.0, 2.6]],
            }

            /// Beta function gamma(a) gamma(b) / gamma(a + b).
            Beta beta(a, b) y {
                value: wide(|[a, b]| special::beta(a, b), [a, b]),
                domain: "a > 0, b > 0",
                partials: [y * (digamma(a) - digamma(a + b)), y * (digamma(b) - digamma(a + b))],
                at: [[2.3, 4.1], [0.5, 0.7]],
            }

            /// log |beta(a, b)|.
            Lbeta lbeta(a, b) y {
                value: wide(|[a, b]| special::lbeta(a, b), [a, b]),
                domain: "a > 0, b > 0",
                partials: [digamma(a) - digamma(a + b), digamma(b) - digamma(a + b)],
                outside: nan,
                at: [[2.3, 4.1], [0.5, 0.7]],
            }

            /// Riemann zeta function of a real argument.
            Zeta zeta(s) y { value: wide(|[s]| special::zeta(s), [s]), domain: "s != 1", partials: [zeta_d(y.lit(1.0), s)], at: [[2.5], [0.5]] }

            /// n-th derivative of zeta; n must be a constant whole number.
            ZetaD zeta_d(n, s) y {
                value: wide(|[n, s]| of_count(n, |n| special::zeta_d(n, s)), [n, s]),
                domain: "n = 0, 1, ..., 4, s != 1",
                partials: [None, zeta_d(n + n.lit(1.0), s)],
                outside: nan,
                at: [[1.0, 2.5]],
            }
        }
    };
}
pub(crate) use gamma_rows as rows;
rows!(family);
