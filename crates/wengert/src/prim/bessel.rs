//! Bessel functions of whole order. Values come from `crate::special`.

use super::{family, of_order, wide};
use crate::special;

macro_rules! bessel_rows {
    ($then:ident) => {
        $then! { 10
            /// Bessel function of the first kind, order 0; slope -j1.
            J0 j0(x) y { value: wide(|[x]| special::jn(0, x), [x]), partials: [-j1(x)], at: [[1.4], [12.5]] }

            /// Bessel function of the first kind, order 1; slope (j0 - j2) / 2.
            J1 j1(x) y { value: wide(|[x]| special::jn(1, x), [x]), partials: [y.lit(0.5) * (j0(x) - jn(y.lit(2.0), x))], at: [[1.4], [12.5]] }

            /// Bessel function of the first kind; the order n must be a constant whole number.
            Jn jn(n, x) y {
                value: wide(|[n, x]| of_order(n, |n| special::jn(n, x)), [n, x]),
                domain: "n whole",
                partials: [None, y.lit(0.5) * (jn(n - n.lit(1.0), x) - jn(n + n.lit(1.0), x))],
                outside: nan,
                at: [[2.0, 1.4], [3.0, 12.5]],
            }

            /// Bessel function of the second kind, order 0; slope -y1.
            Y0 y0(x) y { value: wide(|[x]| special::yn(0, x), [x]), domain: "x > 0", partials: [-y1(x)], at: [[2.2], [12.5]] }

            /// Bessel function of the second kind, order 1; slope (y0 - y2) / 2.
            Y1 y1(x) y { value: wide(|[x]| special::yn(1, x), [x]), domain: "x > 0", partials: [y.lit(0.5) * (y0(x) - yn(y.lit(2.0), x))], at: [[2.2], [12.5]] }

            /// Bessel function of the second kind; the order n must be a constant whole number.
            Yn yn(n, x) y {
                value: wide(|[n, x]| of_order(n, |n| special::yn(n, x)), [n, x]),
                domain: "n whole, x > 0",
                partials: [None, y.lit(0.5) * (yn(n - n.lit(1.0), x) - yn(n + n.lit(1.0), x))],
                outside: nan,
                at: [[2.0, 2.2], [3.0, 12.5]],
            }

            /// Modified Bessel function of the first kind, order 0; slope i1.
            I0 i0(x) y { value: wide(|[x]| special::in_(0, x), [x]), partials: [i1(x)], at: [[1.4], [12.5]] }

            /// Modified Bessel function of the first kind, order 1; slope (i0 + i2) / 2.
            I1 i1(x) y { value: wide(|[x]| special::in_(1, x), [x]), partials: [y.lit(0.5) * (i0(x) + i_n(y.lit(2.0), x))], at: [[1.4], [12.5]] }

            /// Modified Bessel function of the first kind; the order n must be a constant whole number.
            In i_n(n, x) y {
                value: wide(|[n, x]| of_order(n, |n| special::in_(n, x)), [n, x]),
                text: "in",
                domain: "n whole",
                partials: [None, y.lit(0.5) * (i_n(n - n.lit(1.0), x) + i_n(n + n.lit(1.0), x))],
                outside: nan,
                at: [[2.0, 1.4], [3.0, 12.5]],
            }
        }
    };
}
pub(crate) use bessel_rows as rows;
rows!(family);
