//! Why a derivative is doubtful, in words.

use super::Switch;
use crate::words::{call, number, short};
use std::fmt;
use wengert::list::Origin;

/// A reason not to trust a derivative.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Doubt {
    /// It is infinite or NaN.
    NotFinite {
        /// What it is.
        slope: f64,
        /// What it is in high precision, where that is finite.
        precise: Option<String>,
    },
    /// The point stands on a kink: the slopes on both sides differ.
    Kink {
        /// The slope before the point.
        left: f64,
        /// The slope behind it.
        right: f64,
        /// Where it stands.
        at: Option<Origin>,
    },
    /// There is no slope at the point.
    Edge {
        /// Why there is none.
        why: NoSlope,
        /// Where it stands.
        at: Option<Origin>,
    },
    /// The program switches so near that a rounding of the input, or a step of differences, may cross it.
    Near(Switch),
    /// Digits are lost where two nearly equal numbers are subtracted.
    Cancellation {
        /// The operation.
        op: &'static str,
        /// Its arguments.
        args: Vec<f64>,
        /// How many digits of its value are left.
        digits: f64,
        /// Where it stands.
        at: Option<Origin>,
    },
    /// Digits are lost where the contributions to an adjoint cancel.
    Contributions {
        /// The value whose adjoint it is: an operation with its arguments, or an input.
        of: String,
        /// How many digits of the adjoint are left.
        digits: f64,
        /// Where it stands.
        at: Option<Origin>,
    },
    /// A value or an adjoint leaves the range of double precision.
    Range {
        /// The operation.
        op: &'static str,
        /// Its arguments.
        args: Vec<f64>,
        /// What it is in double precision.
        value: f64,
        /// What it is in high precision.
        precise: String,
        /// Where it stands.
        at: Option<Origin>,
    },
    /// A change of the inputs in their last digit changes the derivative much more.
    IllConditioned {
        /// By how much a relative change of the inputs is magnified.
        factor: f64,
    },
    /// The values of the function say another slope: the rule is wrong, or the gradient is not this function's.
    Wrong {
        /// What was given.
        slope: f64,
        /// What the values say.
        values: f64,
    },
    /// Part of the dependence is hidden or scaled on purpose.
    Stopped {
        /// What does that.
        op: &'static str,
        /// The slope that the values say.
        values: f64,
        /// Where it is hidden.
        at: Option<Origin>,
    },
    /// Reverse and forward mode disagree.
    Modes {
        /// What reverse mode says.
        reverse: f64,
        /// What forward mode says.
        forward: f64,
    },
}

impl Doubt {
    /// In one word.
    pub fn kind(&self) -> &'static str {
        match self {
            Doubt::NotFinite { .. } => "not-finite",
            Doubt::Kink { .. } => "kink",
            Doubt::Edge { .. } => "edge",
            Doubt::Near(_) => "kink-near",
            Doubt::Cancellation { .. } | Doubt::Contributions { .. } => "cancellation",
            Doubt::Range { value, .. } if value.is_infinite() || value.is_nan() => "overflow",
            Doubt::Range { .. } => "underflow",
            Doubt::IllConditioned { .. } => "ill-conditioned",
            Doubt::Wrong { .. } => "wrong",
            Doubt::Stopped { .. } => "stopped",
            Doubt::Modes { .. } => "modes-disagree",
        }
    }
    /// Where in the program it arises, if that is known.
    pub fn at(&self) -> Option<Origin> {
        match self {
            Doubt::Near(switch) => switch.at,
            Doubt::Kink { at, .. }
            | Doubt::Edge { at, .. }
            | Doubt::Stopped { at, .. }
            | Doubt::Cancellation { at, .. }
            | Doubt::Contributions { at, .. }
            | Doubt::Range { at, .. } => *at,
            _ => None,
        }
    }
}

/// Why there is no slope at a point, by what the values beside it say.
///
/// ```
/// use wengert::List;
/// use wengert::list::Operand;
/// use wengert::prim::Op;
/// use wengert_inspect::accuracy::{Accuracy, Doubt, NoSlope};
///
/// let mut list = List::new();
/// let x = Operand::id(list.input("x".to_owned(), vec![]));
/// let y = list.apply(Op::by_text("recip").expect("an operation"), &[x]).expect("a short List");
/// list.output(y);
/// let found = Accuracy::of_gradient(&list, &[0.0], &[f64::NEG_INFINITY], &[0])?;
/// let pole = |doubt: &Doubt| matches!(doubt, Doubt::Edge { why: NoSlope::Pole, .. });
/// assert!(found.entries[0].doubts.iter().any(pole));
/// # Ok::<(), wengert::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoSlope {
    /// The value jumps.
    Jump,
    /// The slope grows without bound on both sides.
    Unbounded,
    /// The value is infinite, and finite on both sides.
    Pole,
    /// There is no value, and the same on both sides.
    Hole,
    /// There are values on one side only.
    Ends,
    /// There is no value on either side.
    Outside,
    /// A value beside the point is infinite.
    Unknown,
}

impl fmt::Display for NoSlope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoSlope::Jump => "the value jumps at this point",
            NoSlope::Unbounded => "the slope grows without bound towards this point, on both sides",
            NoSlope::Pole => "the point is a pole",
            NoSlope::Hole => "there is no value at this point, though there is beside it",
            NoSlope::Ends => "the domain ends at this point",
            NoSlope::Outside => "the point is outside the domain",
            NoSlope::Unknown => "a value beside this point is infinite",
        })
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doubt::NotFinite { slope, precise: Some(precise) } => {
                write!(f, "the derivative is {slope} in double precision; exactly it is {}", precise)
            }
            Doubt::NotFinite { slope, precise: None } => write!(f, "the derivative is {slope}"),
            Doubt::Kink { left, right, .. } => write!(
                f,
                "the point stands on a kink: the slope is {} before it and {} behind it",
                short(*left),
                short(*right)
            ),
            Doubt::Edge { why, .. } => write!(f, "there is no slope: {why}"),
            Doubt::Near(s) => {
                let side = if s.offset < 0.0 { "below" } else { "above" };
                write!(f, "{} switches {:.1e} {side} this point", call(s.op.text(), &s.args), s.offset.abs())
            }
            Doubt::Cancellation { op, args, digits, .. } => {
                write!(
                    f,
                    "{} keeps {} of its digits: nearly equal numbers cancel",
                    call(op, args),
                    digits_left(*digits)
                )
            }
            Doubt::Contributions { of, digits, .. } => {
                write!(
                    f,
                    "the contributions to the adjoint of {of} cancel: {} of its digits are left",
                    digits_left(*digits)
                )
            }
            Doubt::Range { op, args, value, precise, .. } => {
                write!(f, "{} is {} in double precision; exactly it is {}", call(op, args), number(*value), precise)
            }
            Doubt::IllConditioned { factor } => write!(
                f,
                "it is ill-conditioned: a relative change of the inputs is magnified {factor:.1e} times, so that their own \
                 rounding leaves {} digits",
                digits_left(-(factor * f64::EPSILON).log10())
            ),
            Doubt::Wrong { slope, values } => {
                write!(f, "{} is not what the values of the function say, {}", short(*slope), short(*values))
            }
            Doubt::Stopped { op, values, .. } => {
                write!(f, "`{op}` changes it on purpose; the values of the function say {}", short(*values))
            }
            Doubt::Modes { reverse, forward } => {
                write!(f, "reverse mode says {}, forward mode {}", number(*reverse), number(*forward))
            }
        }
    }
}

/// A whole number of digits.
fn digits_left(digits: f64) -> String {
    format!("{:.0}", digits.clamp(0.0, 16.0).floor())
}
