//! Functions of numbers close to arithmetic: reciprocal, magnitude, sign, remainders.

use super::rounding::round;
use super::{Set, family, wide};

macro_rules! number_rows {
    ($then:ident) => {
        $then! { 14
            /// Remainder with the sign of the divisor, x - y floor(x/y).
            Modulo modulo(a, b) y {
                value: wide(|[a, b]| floored_remainder(a, b), [a, b]),
                text: "mod",
                domain: "y != 0",
                partials: [y.lit(1.0), -round((a - y) / b)],
                outside: nan,
                kink: jump(a % b == 0.0),
                at: [[7.3, 2.1], [-5.5, 3.0]],
            }

            /// Non-negative remainder, as `f64::rem_euclid`.
            RemEuclid rem_euclid(a, b) y {
                value: a.rem_euclid(b),
                domain: "b != 0",
                partials: [y.lit(1.0), -round((a - y) / b)],
                outside: nan,
                kink: jump(a % b == 0.0),
                at: [[7.3, 2.1], [-5.5, 3.0]],
            }

            /// The quotient that belongs to `rem_euclid`: a whole number, hence without a derivative.
            DivEuclid div_euclid(a, b) y {
                value: a.div_euclid(b),
                domain: "b != 0",
                partials: [None, None],
                kink: jump(a % b == 0.0),
                at: [[7.3, 2.1], [-5.5, 3.0]],
            }

            /// a*b + c, rounded once.
            MulAdd mul_add(a, b, c) y {
                value: a.mul_add(b, c),
                text: "fma",
                partials: [b, a, y.lit(1.0)],
                watch: false,
                at: [[1.5, -2.5, 0.25]],
            }

            /// Reciprocal; d(1/x) = -1/x^2.
            Recip recip(x) y { value: x.recip(), domain: "x != 0", partials: [-(y * y)], at: [[0.7], [-3.0]] }

            /// 1/x where x >= 0, at either zero +inf, and NaN elsewhere: the slope of `ln`, with its domain.
            RecipPos recip_pos(x) y {
                value: if x < R::of(0.0) { R::of(f64::NAN) } else { x.abs().recip() },
                domain: "x >= 0",
                partials: [-(y * y)],
                at: [[0.7], [3.0]],
            }

            /// Square; d(x^2) = 2x.
            Square square(x) y { value: x * x, partials: [y.lit(2.0) * x], watch: false, at: [[0.7], [-3.0]] }

            /// Absolute value. At 0 the slope of least norm, 0, out of [-1, 1].
            Abs abs(x) y {
                value: x.abs(),
                partials: [sign(x)],
                kink: (x == 0.0).then_some(Set::Interval { arg: 0, lower: -1.0, upper: 1.0 }),
                at: [[0.7], [-3.0]],
            }

            /// Sign: -1, 0 or 1; NaN of NaN. No derivative.
            Sign sign(x) y {
                value: if x > R::of(0.0) { R::of(1.0) } else if x < R::of(0.0) { R::of(-1.0) } else { x * R::of(0.0) },
                partials: [None],
                kink: jump(x == 0.0),
                at: [[0.7], [-3.0]],
            }

            /// Sign bit as a number, as `f64::signum`: 1 at 0.0, -1 at -0.0. No derivative.
            Signum signum(x) y { value: x.signum(), partials: [None], kink: jump(x == 0.0), at: [[0.7], [-3.0]] }

            /// The magnitude of the first with the sign of the second, as `f64::copysign`.
            Copysign copysign(x, s) y {
                value: x.copysign(s),
                partials: [signum(x) * signum(s), None],
                kink: (x == 0.0).then_some(Set::Interval { arg: 0, lower: -1.0, upper: 1.0 }),
                at: [[0.7, -2.0], [-3.0, -1.0]],
            }

            /// Degrees from radians.
            ToDegrees to_degrees(x) y { value: x.to_degrees(), partials: [y.lit(180.0 / std::f64::consts::PI)], watch: false, at: [[0.7]] }

            /// Radians from degrees.
            ToRadians to_radians(x) y { value: x.to_radians(), partials: [y.lit(std::f64::consts::PI / 180.0)], watch: false, at: [[40.0]] }

            /// The number itself, constant for every derivative.
            StopGradient stop_gradient(x) y { value: x, partials: [None], watch: false, at: [[0.7]] }

            /// The number itself; its derivative is scaled by the second, which is no variable: -1 reverses it.
            GradientScale gradient_scale(x, scale) y {
                value: x,
                partials: [stop_gradient(scale), None],
                watch: false,
                at: [[0.7, 1.0]],
            }
        }
    };
}
pub(crate) use number_rows as rows;
rows!(family);

/// x - y floor(x/y) without the rounding of the quotient.
fn floored_remainder(a: f64, b: f64) -> f64 {
    let r = a % b;
    if r != 0.0 && (r < 0.0) != (b < 0.0) { r + b } else { r }
}

/// A jump where `here`.
pub(super) fn jump(here: bool) -> Option<Set> {
    here.then_some(Set::Jump)
}
