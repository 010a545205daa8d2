//! Rounding to whole numbers: steps, hence without a derivative. The value jumps at the steps, which is noted.

use super::family;
use super::number::jump;

macro_rules! rounding_rows {
    ($then:ident) => {
        $then! { 2
            /// The largest whole number not above.
            Floor floor(x) y { value: x.floor(), partials: [None], kink: jump(x.fract() == 0.0), at: [[2.6], [-2.6]] }

            /// The smallest whole number not below.
            Ceil ceil(x) y { value: x.ceil(), partials: [None], kink: jump(x.fract() == 0.0), at: [[2.6], [-2.6]] }

            /// The whole part.
            Trunc trunc(x) y { value: x.trunc(), partials: [None], kink: jump(x.fract() == 0.0 && x != 0.0), at: [[2.6], [-2.6]] }

            /// To the nearest whole number, halves away from zero, as `f64::round`.
            Round round(x) y {
                value: x.round(),
                text: "round_away",
                partials: [None],
                kink: jump(x.fract().abs() == 0.5),
                at: [[2.6], [-2.6]],
            }

            /// To the nearest whole number, halves to even, as `f64::round_ties_even`.
            RoundEven round_even(x) y {
                value: x.round_ties_even(),
                text: "round",
                partials: [None],
                kink: jump(x.fract().abs() == 0.5),
                at: [[2.6], [-2.6]],
            }

            /// The fractional part, x - trunc(x).
            Fract fract(x) y {
                value: x.fract(),
                partials: [y.lit(1.0)],
                kink: jump(x.fract() == 0.0 && x != 0.0),
                at: [[2.6], [-2.6]],
            }
        }
    };
}
pub(crate) use rounding_rows as rows;
rows!(family);
