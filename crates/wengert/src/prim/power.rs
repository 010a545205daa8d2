//! Exponentials, logarithms, roots and powers.

use super::compare::{and, eq, ge, le, pick};
use super::number::{recip, recip_pos};
use super::rounding::floor;
use super::{Set, family, whole, wide};
use crate::value::Value;
use std::f64::consts::{LN_2, LN_10};

macro_rules! power_rows {
    ($then:ident) => {
        $then! { 3
            /// Natural exponential; d e^x = e^x dx.
            Exp exp(x) y { value: x.exp(), partials: [y], at: [[0.3], [-2.0]] }

            /// Two to the power x.
            Exp2 exp2(x) y { value: x.exp2(), partials: [y.lit(LN_2) * y], at: [[0.3], [-2.0]] }

            /// e^x - 1, accurate near 0.
            ExpM1 exp_m1(x) y { value: x.exp_m1(), text: "expm1", partials: [exp(x)], at: [[0.3], [1e-9], [-2.0]] }

            /// Natural logarithm; d ln x = dx/x.
            Ln ln(x) y { value: x.ln(), text: "log", domain: "x > 0", partials: [recip_pos(x)], at: [[0.3], [5.0]] }

            /// ln(1 + x), accurate near 0.
            Ln1p ln_1p(x) y {
                value: x.ln_1p(),
                text: "log1p",
                domain: "x > -1",
                partials: [recip_pos(y.lit(1.0) + x)],
                at: [[0.3], [1e-12], [-0.9]],
            }

            /// Logarithm to base 2.
            Log2 log2(x) y { value: x.log2(), domain: "x > 0", partials: [recip_pos(x) / y.lit(LN_2)], at: [[0.3], [5.0]] }

            /// Logarithm to base 10.
            Log10 log10(x) y { value: x.log10(), domain: "x > 0", partials: [recip_pos(x) / y.lit(LN_10)], at: [[0.3], [5.0]] }

            /// Logarithm of x to a base, ln x / ln b.
            Log log(x, b) y {
                value: x.log(b),
                text: "log_base",
                domain: "x > 0, b > 0, b != 1",
                partials: [recip_pos(x) / ln(b), -(y * recip_pos(b) / ln(b))],
                outside: nan,
                at: [[0.3, 3.0], [5.0, 0.5]],
            }

            /// Square root; d sqrt(x) = dx / (2 sqrt(x)), +inf at 0.
            Sqrt sqrt(x) y { value: x.sqrt(), domain: "x >= 0", partials: [y.lit(0.5) * recip_pos(y)], at: [[0.3], [5.0]] }

            /// Cube root, also of negative numbers; +inf slope at 0, where the second derivative tends to -inf on one side
            /// and to +inf on the other.
            Cbrt cbrt(x) y {
                value: x.cbrt(),
                partials: [pick(eq(x, x.lit(0.0)), recip_pos(x) + recip_pos(-x), recip(y.lit(3.0) * y * y))],
                at: [[0.3], [-5.0]],
            }

            /// b to the power p. The slope in b is p b^(p-1), 0 where p = 0; the slope in p is b^p ln b, 0 where b = 0 and
            /// p >= 0, NaN for a negative b (where b^p is real for whole p only). Where both vary, b = 0 and p <= 1, the mixed
            /// second derivative is NaN; where p <= 0 the others are too. A constant p = 0 makes it the
            /// constant 1.
            Powf powf(b, p) y {
                value: b.powf(p),
                text: "pow",
                domain: "b > 0, or p whole (a cube root of any number is `cbrt`)",
                want: want,
                partials: [
                    at_zero(b, p, [p, b], want, pick(eq(p, p.lit(0.0)), p.lit(0.0), p * powf(b, p - p.lit(1.0)))),
                    at_zero(b, p, [b, p], want, pick(and(eq(b, b.lit(0.0)), ge(p, p.lit(0.0))), b.lit(0.0), xlogy(y, b))),
                ],
                kink: (b == 0.0 && p == 0.0 && want[1]).then_some(Set::Edge),
                at: [[1.7, 2.5], [0.4, -1.5], [2.0, 3.0]],
            }

            /// x to a whole power n, as `f64::powi`; n must be a constant.
            Powi powi(x, n) y {
                value: whole(n.wide()).map_or(R::of(f64::NAN), |n| x.powi(n)),
                domain: "n whole",
                partials: [pick(eq(n, n.lit(0.0)), n.lit(0.0), power(n) * powi(x, n - n.lit(1.0))), None],
                at: [[1.7, 3.0], [-0.4, -2.0]],
            }

            /// x ln y, and 0 where x = 0.
            Xlogy xlogy(x, y) z {
                value: wide(|[x, y]| if x == 0.0 && !y.is_nan() { 0.0 } else { x * y.ln() }, [x, y]),
                domain: "y > 0, or x = 0",
                partials: [ln(y), x_over_y(x, y)],
                at: [[0.6, 2.2], [0.0, 0.3]],
            }

            /// x / y for y >= 0, and 0 where x = 0: the slope of `xlogy` in y, with its domain.
            XOverY x_over_y(x, y) z {
                value: if x == R::of(0.0) && !y.is_nan() { R::of(0.0) } else if y < R::of(0.0) { R::of(f64::NAN) } else { x / y.abs() },
                domain: "y >= 0, or x = 0",
                partials: [recip_pos(y), -x_over_y(z, y)],
                at: [[0.6, 2.2]],
            }

            /// a / r, and 0 where r = 0: a part of a length r against the length. At r = 0 it has no derivative.
            Ratio ratio(a, r) y {
                value: if r == R::of(0.0) { R::of(0.0) } else { a / r },
                domain: "r != 0 for a derivative",
                partials: [recip(r), -(y / r)],
                kink: (r == 0.0).then_some(Set::Edge),
                at: [[0.6, 2.2], [-3.0, 5.0]],
            }

            /// Length of (a, b) without overflow, sqrt(a^2 + b^2). At (0, 0) the slope of least norm: zeros, out of the unit
            /// ball; second derivatives are NaN there.
            Hypot hypot(a, b) y {
                value: a.hypot(b),
                partials: [ratio(a, y), ratio(b, y)],
                kink: (a == 0.0 && b == 0.0).then_some(Set::Ball),
                at: [[0.3, 1.2], [-3e200, 4e200], [3e-200, 4e-200]],
            }

            /// log(p / (1 - p)), the inverse of the sigmoid.
            Logit logit(p) y {
                value: wide(|[p]| crate::special::logit(p), [p]),
                domain: "0 < p < 1",
                partials: [recip_pos(p * (y.lit(1.0) - p))],
                at: [[0.3], [0.51]],
            }
        }
    };
}
/// A power that `powi` takes; NaN for one that is not whole, though one less may be, as it is rounded.
fn power<V: Value>(n: V) -> V {
    let taken = and(eq(n, floor(n)), le(n, n.lit(f64::from(i32::MAX))));
    pick(taken, n, n.lit(f64::NAN))
}

pub(crate) use power_rows as rows;
rows!(family);

/// A slope of b^p in one argument: at b = 0 without a derivative in the other where p <= 1, nor in its own where p <= 0.
/// `args` are the other argument and its own.
fn at_zero<V: Value>(b: V, p: V, args: [V; 2], want: [bool; 2], slope: V) -> V {
    if want != [true, true] || b.known().is_some_and(|b| b != 0.0) {
        return slope;
    }
    let here = eq(b, b.lit(0.0));
    let edge = |limit: f64| and(here, le(p, p.lit(limit)));
    let mixed = pick(edge(1.0), slope + underivable(args[0]), slope);
    pick(edge(0.0), mixed + underivable(args[1]), mixed)
}

/// Zero, without a derivative in `x`.
fn underivable<V: Value>(x: V) -> V {
    let zero = x + (-x);
    ratio(zero, zero)
}
