//! Arithmetic: the operators of the language.

use super::family;
use super::number::jump;
use super::rounding::round;

family! { 0
    /// Sum.
    Add add(a, b) y { value: a + b, partials: [y.lit(1.0), y.lit(1.0)], watch: false, at: [[1.5, -2.0], [0.0, 3.0]] }

    /// Difference.
    Sub sub(a, b) y { value: a - b, partials: [y.lit(1.0), y.lit(-1.0)], watch: false, at: [[1.5, -2.0]] }

    /// Product.
    Mul mul(a, b) y { value: a * b, partials: [b, a], watch: false, at: [[1.5, -2.0], [0.0, 3.0]] }

    /// Quotient.
    Div div(a, b) y {
        value: a / b,
        domain: "b != 0",
        partials: [y.lit(1.0) / b, -(y / b)],
        at: [[1.5, -2.0], [0.1, 7.0]],
    }

    /// Negation.
    Neg neg(x) y { value: -x, partials: [y.lit(-1.0)], watch: false, at: [[0.7]] }

    /// Remainder with the sign of the dividend, a - b trunc(a/b): the operator `%`.
    Rem rem(a, b) y {
        value: a % b,
        domain: "b != 0",
        // The multiple of b that was taken away: a/b itself may round up to the next whole number.
        partials: [y.lit(1.0), -round((a - y) / b)],
        outside: nan,
        kink: jump(a % b == 0.0),
        at: [[7.3, 2.1], [-5.5, 3.0]],
    }
}
