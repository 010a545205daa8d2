//! Error functions and the normal distribution. Values come from `crate::special`.

use super::compare::{lt, pick};
use super::number::square;
use super::power::exp;
use super::{family, of_count, wide};
use crate::special;
use crate::value::Value;
use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

/// sqrt(pi)
const SQRT_PI: f64 = 1.772_453_850_905_516;
/// sqrt(2 pi)
const SQRT_TAU: f64 = 2.506_628_274_631_000_5;

macro_rules! error_rows {
    ($then:ident) => {
        $then! { 9
            /// Error function; d erf(x) = 2/sqrt(pi) e^(-x^2) dx.
            Erf erf(x) y { value: wide(|[x]| special::erf(x), [x]), partials: [y.lit(FRAC_2_SQRT_PI) * exp(-square(x))], at: [[0.8], [-1.5]] }

            /// 1 - erf(x), accurate in the tail.
            Erfc erfc(x) y { value: wide(|[x]| special::erfc(x), [x]), partials: [y.lit(-FRAC_2_SQRT_PI) * exp(-square(x))], at: [[0.8], [6.0]] }

            /// e^(x^2) erfc(x), the scaled complement.
            Erfcx erfcx(x) y { value: wide(|[x]| special::erfcx(x), [x]), partials: [y.lit(-2.0) * ierfcx(y.lit(1.0), x)], at: [[0.8], [-1.5]] }

            /// e^(x^2) times the n-th repeated integral of erfc; n must be a constant whole number.
            Ierfcx ierfcx(n, x) y {
                value: wide(|[n, x]| of_count(n, |n| special::ierfcx(n, x)), [n, x]),
                domain: "n = 0, 1, ..., 100",
                partials: [None, n.lit(-2.0) * (n + n.lit(1.0)) * ierfcx(n + n.lit(1.0), x)],
                outside: nan,
                at: [[1.0, 0.8], [2.0, -1.5]],
            }

            /// Inverse of erf.
            Erfinv erfinv(x) y {
                value: wide(|[x]| special::erfinv(x), [x]),
                domain: "-1 < x < 1",
                partials: [y.lit(1.0 / FRAC_2_SQRT_PI) * exp(square(y))],
                at: [[0.4], [0.99]],
            }

            /// Distribution function of the standard normal.
            NormCdf normcdf(x) y { value: wide(|[x]| special::normcdf(x), [x]), partials: [normpdf(x)], at: [[0.8], [-8.0]] }

            /// Density of the standard normal.
            NormPdf normpdf(x) y { value: wide(|[x]| special::normpdf(x), [x]), partials: [-(x * y)], at: [[1.1], [-0.3]] }

            /// log(normcdf(x)), accurate far in the left tail.
            LogNormCdf lognormcdf(x) y { value: wide(|[x]| special::lognormcdf(x), [x]), partials: [mills(x)], at: [[-1.2], [-20.0], [0.7]] }

            /// normpdf(x) / normcdf(x): the slope of `lognormcdf`.
            Mills mills(x) y {
                value: wide(|[x]| special::mills(x), [x]),
                // x + y, which cancel to the left, is sqrt(pi) y ierfcx(1, -x/sqrt(2)) there; that overflows to the right.
                partials: [-(y * pick(lt(x, x.lit(0.0)), y.lit(SQRT_PI) * y * ierfcx(y.lit(1.0), not_right(x)), x + y))],
                at: [[-1.2], [0.7], [-12.0]],
            }

            /// Quantile of the standard normal, the inverse of normcdf.
            Probit probit(p) y {
                value: wide(|[p]| special::probit(p), [p]),
                domain: "0 < p < 1",
                partials: [y.lit(SQRT_TAU) * exp(y.lit(0.5) * square(y))],
                at: [[0.3], [0.99]],
            }

            /// Dawson's integral; d dawsn(x) = (1 - 2 x dawsn(x)) dx.
            Dawsn dawsn(x) y { value: wide(|[x]| special::dawsn(x), [x]), partials: [dawsn_d(y.lit(1.0), x)], at: [[0.8], [-3.0]] }

            /// n-th derivative of Dawson's integral; n must be a constant whole number.
            DawsnD dawsn_d(n, x) y {
                value: wide(|[n, x]| of_count(n, |n| special::dawsn_d(n, x)), [n, x]),
                domain: "n = 0, 1, ..., 4",
                partials: [None, dawsn_d(n + n.lit(1.0), x)],
                outside: nan,
                at: [[1.0, 0.8], [2.0, -3.0]],
            }
        }
    };
}
/// -x/sqrt(2) to the left of 0, and 0 to the right.
fn not_right<V: Value>(x: V) -> V {
    pick(lt(x, x.lit(0.0)), x, x.lit(0.0)) * x.lit(-FRAC_1_SQRT_2)
}

pub(crate) use error_rows as rows;
rows!(family);
