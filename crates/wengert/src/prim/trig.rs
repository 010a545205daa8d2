//! Circular functions and their inverses.

use super::number::recip;
use super::power::{hypot, ratio, sqrt};
use super::{Set, family, wide};

macro_rules! trig_rows {
    ($then:ident) => {
        $then! { 4
            /// Sine; d sin x = cos x dx.
            Sin sin(x) y { value: x.sin(), partials: [cos(x)], at: [[0.3], [-2.0], [100.5]] }

            /// Cosine; d cos x = -sin x dx.
            Cos cos(x) y { value: x.cos(), partials: [-sin(x)], at: [[0.3], [-2.0]] }

            /// Tangent; d tan x = (1 + tan^2 x) dx.
            Tan tan(x) y { value: x.tan(), domain: "cos x != 0", partials: [y.lit(1.0) + y * y], at: [[0.3], [-1.1]] }

            /// Secant, 1 / cos x.
            Sec sec(x) y { value: wide(|[x]| x.cos().recip(), [x]), domain: "cos x != 0", partials: [y * tan(x)], at: [[0.4], [-1.1]] }

            /// Cosecant, 1 / sin x.
            Csc csc(x) y { value: wide(|[x]| x.sin().recip(), [x]), domain: "sin x != 0", partials: [-(y * cot(x))], at: [[0.4], [-1.1]] }

            /// Cotangent, cos x / sin x.
            Cot cot(x) y { value: wide(|[x]| x.tan().recip(), [x]), domain: "sin x != 0", partials: [-(y.lit(1.0) + y * y)], at: [[0.4], [-1.1]] }

            /// Arc sine; the slope is +inf at -1 and 1.
            Asin asin(x) y {
                value: x.asin(),
                domain: "-1 <= x <= 1",
                partials: [recip(sqrt((y.lit(1.0) - x) * (y.lit(1.0) + x)))],
                at: [[0.5], [-0.3], [0.999]],
            }

            /// Arc cosine; the slope is -inf at -1 and 1.
            Acos acos(x) y {
                value: x.acos(),
                domain: "-1 <= x <= 1",
                partials: [-recip(sqrt((y.lit(1.0) - x) * (y.lit(1.0) + x)))],
                at: [[0.5], [-0.3], [0.999]],
            }

            /// Arc tangent; d atan x = dx / (1 + x^2).
            Atan atan(x) y { value: x.atan(), partials: [recip(y.lit(1.0) + x * x)], at: [[0.5], [-3.0]] }

            /// Angle of the point (x, y), in (-pi, pi]. At the origin, where there is none, zeros;
            /// second derivatives are NaN there.
            Atan2 atan2(y, x) z {
                value: y.atan2(x),
                domain: "(y, x) != (0, 0)",
                with: { r = hypot(y, x) },
                partials: [ratio(ratio(x, r), r), -ratio(ratio(y, r), r)],
                kink: (y == 0.0 && x == 0.0).then_some(Set::Edge),
                at: [[0.3, 1.2], [1.0, -2.0], [3.0, 0.0]],
            }
        }
    };
}
pub(crate) use trig_rows as rows;
rows!(family);
