//! Comparisons and choice: what turns a branch into a line. Truth is 1, falsehood 0.

use super::family;
use crate::value::{Real, Value};

/// 1 or 0.
#[inline(always)]
fn truth<R: Real>(b: bool) -> R {
    R::of(if b { 1.0 } else { 0.0 })
}

/// Whether the sign bit is clear, also of a NaN.
#[inline(always)]
fn positive<R: Real>(a: R) -> bool {
    R::of(1.0).copysign(a) == R::of(1.0)
}

/// A structural one where `chosen`, nothing where not; in a program being written, the number itself.
#[inline(always)]
fn taken<V: Value>(c: V, want: bool) -> Option<V> {
    match c.known() {
        Some(c1) if (c1 != 0.0) == want => Some(c.lit(1.0)),
        Some(_) => None,
        None if want => Some(pick(c, c.lit(1.0), c.lit(0.0))),
        None => Some(pick(c, c.lit(0.0), c.lit(1.0))),
    }
}

family! { 1
    /// Whether a < b. No derivative.
    Lt lt(a, b) y { value: truth(a < b), partials: [None, None], watch: false, at: [[1.0, 2.0], [2.0, 1.0]] }

    /// Whether a <= b. No derivative.
    Le le(a, b) y { value: truth(a <= b), partials: [None, None], watch: false, at: [[1.0, 2.0], [2.0, 1.0]] }

    /// Whether a > b. No derivative.
    Gt gt(a, b) y { value: truth(a > b), partials: [None, None], watch: false, at: [[1.0, 2.0], [2.0, 1.0]] }

    /// Whether a >= b. No derivative.
    Ge ge(a, b) y { value: truth(a >= b), partials: [None, None], watch: false, at: [[1.0, 2.0], [2.0, 1.0]] }

    /// Whether a equals b. No derivative.
    Eq eq(a, b) y { value: truth(a == b), partials: [None, None], watch: false, at: [[1.0, 2.0], [2.0, 2.0]] }

    /// Whether a differs from b. No derivative.
    Ne ne(a, b) y { value: truth(a != b), partials: [None, None], watch: false, at: [[1.0, 2.0], [2.0, 2.0]] }

    /// Whether a and b are the same number: 0 and -0 are two, every NaN is one. No derivative.
    Same same(a, b) y {
        value: truth((a == b && positive(a) == positive(b)) || (a.is_nan() && b.is_nan())),
        partials: [None, None],
        watch: false,
        at: [[1.0, 2.0], [2.0, 2.0], [0.0, 0.0], [0.0, -0.0]],
    }

    /// a where c is not zero, b where it is. The branch that is not taken receives no cotangent at all.
    Pick pick(c, a, b) y {
        value: if c != R::of(0.0) { a } else { b },
        text: "where",
        partials: [None, taken(c, true), taken(c, false)],
        watch: false,
        at: [[1.0, 2.0, 3.0], [0.0, 2.0, 3.0]],
    }

    /// Whether a is NaN. No derivative.
    IsNan is_nan(a) y { value: truth(a.is_nan()), partials: [None], watch: false, at: [[1.0]] }

    /// Whether a is finite. No derivative.
    IsFinite is_finite(a) y { value: truth(a.is_finite()), partials: [None], watch: false, at: [[1.0]] }

    /// Whether a's sign bit is clear, also of a NaN. No derivative.
    IsPositive is_positive(a) y { value: truth(positive(a)), partials: [None], watch: false, at: [[1.0], [-1.0]] }

    /// Whether both are true. No derivative.
    And and(a, b) y {
        value: truth(a != R::of(0.0) && b != R::of(0.0)),
        partials: [None, None],
        watch: false,
        at: [[1.0, 0.0], [1.0, 1.0]],
    }
}
