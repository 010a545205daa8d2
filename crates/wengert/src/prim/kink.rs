//! What a primitive answers where its derivative is not one number.

use super::Op;
use crate::value::Value;

/// The set from which the slope at a kink is chosen; the table's rule takes the member of least norm.
#[derive(Clone, Debug, PartialEq)]
pub enum Set {
    /// The slope in argument `arg` may be anything between `lower` and `upper`.
    Interval {
        /// Which argument.
        arg: usize,
        /// The smallest slope.
        lower: f64,
        /// The largest slope.
        upper: f64,
    },
    /// The slopes in the arguments `ties` are non-negative and sum to one; to at most one, where a constant is tied too.
    Simplex {
        /// Which arguments.
        ties: Vec<usize>,
        /// Whether a constant is tied with them.
        constant: bool,
    },
    /// The slopes in all arguments form a vector of length at most one.
    Ball,
    /// The value jumps here; on either side the slope is the same.
    Jump,
    /// The slope is not finite: at an edge of the domain, at a pole, where the value is too large; [`Edge`] says which.
    Edge,
}

/// Who chooses among the slopes at a kink: asked of an operation at arguments, some of which vary, answers the slopes in
/// some of its arguments; nothing where those of the table stand.
pub type Choice = fn(Op, &[f64], &dyn Fn(usize) -> bool) -> Option<Vec<(usize, f64)>>;

/// The kind of a place where a derivative is not one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Different slopes on different sides.
    Kink,
    /// Several arguments attain the extremum.
    Tie,
    /// The value jumps.
    Jump,
    /// The slope is not finite.
    Edge,
}

/// Why a slope is not finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The value is infinite, and finite beside it: log(0), 1/0.
    Pole,
    /// The value is too large for a number, and so are those beside it: exp(1000).
    Overflow,
    /// The domain ends: sqrt(0).
    Domain,
    /// There is a value on all sides, and the curve is upright: cbrt(0).
    Steep,
}

impl std::fmt::Display for Edge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Edge::Pole => "stands at a pole",
            Edge::Overflow => "is too large for a number",
            Edge::Domain => "stands at an edge of its domain",
            Edge::Steep => "has no finite slope",
        })
    }
}

impl Set {
    /// The kind of place this set belongs to.
    pub fn kind(&self) -> Kind {
        match self {
            Set::Interval { .. } | Set::Ball => Kind::Kink,
            Set::Simplex { .. } => Kind::Tie,
            Set::Jump => Kind::Jump,
            Set::Edge => Kind::Edge,
        }
    }
    /// The member of the set at position `t`, 0 for the lower end and 1 for the upper, as slopes of the arguments that
    /// it speaks of; `None` where the set has one member only.
    pub fn member(&self, t: f64, arity: usize) -> Option<Vec<(usize, f64)>> {
        match self {
            Set::Interval { arg, lower, upper } => Some(vec![(*arg, lower + t * (upper - lower))]),
            Set::Simplex { ties, .. } => {
                let rest = (ties.len() - 1).max(1) as f64;
                Some(ties.iter().enumerate().map(|(k, &i)| (i, if k == 0 { t } else { (1.0 - t) / rest })).collect())
            }
            Set::Ball => {
                let edge = (2.0 * t - 1.0) / (arity as f64).sqrt();
                Some((0..arity).map(|i| (i, edge)).collect())
            }
            Set::Jump | Set::Edge => None,
        }
    }
}

impl std::fmt::Display for Set {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Set::Interval { lower, upper, .. } => write!(f, "[{lower}, {upper}]"),
            Set::Simplex { ties, constant } => {
                let most = if *constant { "at most " } else { "" };
                write!(f, "weights that sum to {most}1 over {} tied arguments", ties.len())
            }
            Set::Ball => write!(f, "vectors of length at most 1"),
            Set::Jump => write!(f, "a jump"),
            Set::Edge => write!(f, "an edge of the domain or a pole"),
        }
    }
}

/// The least-norm weight of one of two tied arguments: an even split among those that vary, nothing where only one does.
pub(crate) fn when_tied<V: Value>(like: V, want: [bool; 2]) -> V {
    like.lit(if want == [true, true] { 0.5 } else { 0.0 })
}
