//! Hyperbolic functions and their inverses.

use super::family;
use super::number::{recip, recip_pos, square};
use super::power::{hypot, sqrt};

macro_rules! hyperbolic_rows {
    ($then:ident) => {
        $then! { 5
            /// Hyperbolic sine; d sinh x = cosh x dx.
            Sinh sinh(x) y { value: x.sinh(), partials: [cosh(x)], at: [[0.3], [-2.0]] }

            /// Hyperbolic cosine; d cosh x = sinh x dx.
            Cosh cosh(x) y { value: x.cosh(), partials: [sinh(x)], at: [[0.3], [-2.0]] }

            /// Hyperbolic tangent; d tanh x = dx / cosh^2 x (1 - y^2 has lost every digit at x = 18).
            Tanh tanh(x) y { value: x.tanh(), partials: [square(recip(cosh(x)))], at: [[0.3], [-0.9], [18.0]] }

            /// Inverse hyperbolic sine; d asinh x = dx / sqrt(1 + x^2).
            Asinh asinh(x) y { value: x.asinh(), partials: [recip(hypot(x, y.lit(1.0)))], at: [[1.7], [-0.3], [-1e4]] }

            /// Inverse hyperbolic cosine; +inf slope at 1.
            Acosh acosh(x) y {
                value: x.acosh(),
                domain: "x >= 1",
                partials: [recip(sqrt(x - y.lit(1.0)) * sqrt(x + y.lit(1.0)))],
                at: [[1.5], [30.0]],
            }

            /// Inverse hyperbolic tangent; d atanh x = dx / (1 - x^2).
            Atanh atanh(x) y {
                value: x.atanh(),
                domain: "-1 < x < 1",
                partials: [recip_pos((y.lit(1.0) - x) * (y.lit(1.0) + x))],
                at: [[0.6], [-0.3]],
            }
        }
    };
}
pub(crate) use hyperbolic_rows as rows;
rows!(family);
