//! Activation functions of neural networks.

use super::compare::{ge, gt, pick};
use super::errors::{normcdf, normpdf};
use super::hyperbolic::{cosh, tanh};
use super::minmax::inside;
use super::number::{abs, recip, square};
use super::power::exp;
use super::{Set, family, wide};

macro_rules! activation_rows {
    ($then:ident) => {
        $then! { 6
            /// Logistic sigmoid 1 / (1 + e^-x); slope sigmoid(x) sigmoid(-x), accurate in both tails.
            Sigmoid sigmoid(x) y { value: wide(|[x]| logistic(x), [x]), partials: [y * sigmoid(-x)], at: [[0.3], [-40.0], [40.0]] }

            /// log(sigmoid(x)) without underflow.
            LogSigmoid logsigmoid(x) y { value: wide(|[x]| -soft_plus(-x), [x]), partials: [sigmoid(-x)], at: [[0.3], [-40.0]] }

            /// log(1 + e^x) without overflow.
            Softplus softplus(x) y { value: wide(|[x]| soft_plus(x), [x]), partials: [sigmoid(x)], at: [[0.3], [-40.0], [750.0]] }

            /// max(x, 0). At 0 the slope of least norm, 0, out of [0, 1] (Bertoin et al. 2021 find it the most robust).
            Relu relu(x) y {
                value: wide(|[x]| if x <= 0.0 { 0.0 } else { x }, [x]),
                partials: [inside(gt(x, x.lit(0.0)), y)],
                kink: (x == 0.0).then_some(Set::Interval { arg: 0, lower: 0.0, upper: 1.0 }),
                at: [[1.2], [-1.2]],
            }

            /// min(max(x, 0), 6); slope 0 at both bounds.
            Relu6 relu6(x) y {
                value: wide(|[x]| if x <= 0.0 { 0.0 } else if x >= 6.0 { 6.0 } else { x }, [x]),
                partials: [inside(super::compare::and(gt(x, x.lit(0.0)), gt(x.lit(6.0), x)), y)],
                kink: (x == 0.0 || x == 6.0).then_some(Set::Interval { arg: 0, lower: 0.0, upper: 1.0 }),
                at: [[1.2], [-1.2], [7.0]],
            }

            /// x clamped to [-1, 1]; slope 0 at both bounds.
            HardTanh hard_tanh(x) y {
                value: wide(|[x]| if x <= -1.0 { -1.0 } else if x >= 1.0 { 1.0 } else { x }, [x]),
                partials: [inside(gt(x.lit(1.0), abs(x)), y)],
                kink: (x.abs() == 1.0).then_some(Set::Interval { arg: 0, lower: 0.0, upper: 1.0 }),
                at: [[0.2], [-1.2], [7.0]],
            }

            /// x where x > 0, s x elsewhere; at 0 the left slope s, so that relu is the case s = 0.
            LeakyRelu leaky_relu(x, s) y {
                value: wide(|[x, s]| if x > 0.0 { x } else { s * x }, [x, s]),
                partials: [pick(gt(x, x.lit(0.0)), y.lit(1.0), s), pick(gt(x, x.lit(0.0)), y.lit(0.0), x)],
                kink: (x == 0.0).then_some(Set::Interval { arg: 0, lower: s.min(1.0), upper: s.max(1.0) }),
                at: [[1.2, 0.01], [-1.2, 0.2]],
            }

            /// x where x > 0, e^x - 1 elsewhere (alpha = 1).
            Elu elu(x) y {
                value: wide(|[x]| if x > 0.0 { x } else { x.exp_m1() }, [x]),
                partials: [pick(ge(x, x.lit(0.0)), y.lit(1.0), exp(x))],
                at: [[1.2], [-1.2]],
            }

            /// x sigmoid(x), also called swish.
            Silu silu(x) y {
                value: wide(|[x]| x * logistic(x), [x]),
                partials: [sigmoid(x) * (y.lit(1.0) + x * sigmoid(-x))],
                at: [[1.2], [-1.2]],
            }

            /// x normcdf(x), the exact form.
            Gelu gelu(x) y {
                value: wide(|[x]| x * crate::special::normcdf(x), [x]),
                partials: [normcdf(x) + x * normpdf(x)],
                at: [[1.2], [-1.2]],
            }

            /// x tanh(softplus(x)).
            Mish mish(x) y {
                value: wide(|[x]| x * soft_plus(x).tanh(), [x]),
                with: { s = softplus(x) },
                partials: [tanh(s) + x * sigmoid(x) * square(recip(cosh(s)))],
                at: [[0.5], [-1.2]],
            }

            /// x / (1 + |x|).
            Softsign softsign(x) y { value: wide(|[x]| x / (1.0 + x.abs()), [x]), partials: [square(recip(y.lit(1.0) + abs(x)))], at: [[0.5], [-1.5]] }
        }
    };
}
pub(crate) use activation_rows as rows;
rows!(family);

/// The logistic function, accurate in both tails.
fn logistic(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    if x >= 0.0 { 1.0 / (1.0 + e) } else { e / (1.0 + e) }
}

/// log(1 + e^x), accurate in both tails.
fn soft_plus(x: f64) -> f64 {
    if x.is_nan() { x } else { x.max(0.0) + (-x.abs()).exp().ln_1p() }
}
