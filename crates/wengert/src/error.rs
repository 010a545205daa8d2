//! What can go wrong: each error says what, where, why, and what to write instead.

use crate::list::{MAX_IDS, Origin, TooLong};
use std::fmt;
use std::panic::Location;

/// What a closure may return beside a value: any error, through `?`.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a derivative could not be computed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A variable met a gradient it does not belong to: one that has finished, or one of another thread.
    Foreign {
        /// Where it was used.
        at: &'static Location<'static>,
    },
    /// An inner derivative at plain numbers touched a variable of an outer one, which would drop its dependence.
    Captured {
        /// Where it was used.
        at: &'static Location<'static>,
    },
    /// Lengths do not go together.
    Length {
        /// The operation.
        op: &'static str,
        /// Length of the left argument.
        left: usize,
        /// Length of the right argument.
        right: usize,
        /// Where it was called.
        at: &'static Location<'static>,
    },
    /// The point, the direction or the seed has another number of entries than it needs.
    Input {
        /// How many are needed.
        expected: usize,
        /// How many came.
        got: usize,
    },
    /// A recorded program would take another branch at this point.
    Branch {
        /// Where the comparison stands, if that is known.
        at: Option<Origin>,
    },
    /// The derivative does not exist here, and `Kinks::Error` was asked for.
    Undefined {
        /// The operation.
        op: &'static str,
        /// Its arguments.
        args: Vec<f64>,
        /// The set of slopes it could have, in words.
        set: String,
        /// Where it was called, if that is known.
        at: Option<Origin>,
    },
    /// `Kinks::Choose` answered a number that is not in the set.
    Choice {
        /// The operation.
        op: &'static str,
        /// Its arguments.
        args: Vec<f64>,
        /// The smallest number that may be chosen.
        lower: f64,
        /// The largest.
        upper: f64,
        /// What was chosen.
        chosen: f64,
        /// Where it was called, if that is known.
        at: Option<Origin>,
    },
    /// A user's rule fails: it gives something of another shape, does not converge, has no derivative of this order.
    Rule {
        /// The name of the rule.
        rule: String,
        /// What is wrong.
        what: String,
        /// Where it was called, if that is known.
        at: Option<Origin>,
    },
    /// Reverse mode and finite differences disagree.
    Check(crate::drive::check::Disagreement),
    /// A step of a loop answers a state of another shape.
    State {
        /// How many numbers the state has.
        before: usize,
        /// How many the step answered.
        after: usize,
        /// Where the loop stands.
        at: &'static Location<'static>,
    },
    /// A step reads past the end of a column.
    Column {
        /// The number of the step.
        number: usize,
        /// How many entries the column has.
        len: usize,
        /// Where it was read.
        at: &'static Location<'static>,
    },
    /// The entries of a column have not all the same shape.
    Ragged {
        /// The first that differs.
        number: usize,
        /// Where it was read.
        at: &'static Location<'static>,
    },
    /// The condition of a loop compares nothing that changes.
    Endless {
        /// Where the loop stands.
        at: &'static Location<'static>,
    },
    /// A snapshot of a loop's state could not be kept, or is not there any more.
    Snapshot(BoxError),
    /// The program has more operations, or its statements have more arguments, than an index can count.
    TooLong,
    /// The process has used up its identities for variables.
    Exhausted,
    /// The closure's own error.
    User(BoxError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Foreign { at } => write!(
                f,
                "{at}: this variable belongs to a gradient that has finished, or to another thread; return its `.value()` from there, or compute inside one closure"
            ),
            Error::Captured { at } => write!(
                f,
                "{at}: the inner derivative uses a variable of the outer one, and plain numbers as its point would drop that; pass the point as `Var::constant(..)`, or use `.stop_gradient()`"
            ),
            Error::Length { op, left, right, at } => {
                write!(f, "{at}: {op} of {left} and {right} numbers: both sides must have the same length")
            }
            Error::Input { expected, got } => write!(f, "{expected} numbers are needed here, {got} were given"),
            Error::Branch { at } => {
                place(f, at)?;
                write!(
                    f,
                    "this comparison comes out the other way here than when the program was traced; trace again, or use `Replay`"
                )
            }
            Error::Undefined { op, args, set, at } => {
                place(f, at)?;
                let call = call(op, args);
                write!(f, "{call} has no derivative: {set}; `Kinks::Note` answers the slope of least norm")
            }
            Error::Choice { op, args, lower, upper, chosen, at } => {
                place(f, at)?;
                let call = call(op, args);
                write!(
                    f,
                    "{call} has no unique slope, and {chosen} was chosen; the function in `Kinks::Choose` is to answer a number from `kink.lower` to `kink.upper`, here from {lower} to {upper}"
                )
            }
            Error::Rule { rule, what, at } => {
                place(f, at)?;
                write!(f, "rule `{rule}`: {what}")
            }
            Error::Check(d) => write!(f, "{d}"),
            Error::State { before, after, at } => write!(
                f,
                "{at}: the state of this loop has {before} numbers, but a step answers {after}; every step answers a state of the same shape"
            ),
            Error::Column { number, len, at } => {
                write!(
                    f,
                    "{at}: step {number} reads entry {number} of a column with {len}; give the column an entry for every step"
                )
            }
            Error::Ragged { number, at } => {
                write!(
                    f,
                    "{at}: entry {number} of this column has another shape than those before it; all entries must be alike"
                )
            }
            Error::Endless { at } => write!(
                f,
                "{at}: the condition of this loop compares nothing that depends on the state, so it would never end; compare variables of the state, or use `scan` for a known number of steps"
            ),
            Error::Snapshot(e) => write!(
                f,
                "a snapshot of the loop's state is lost: {e}; give its store room, or keep the states in memory with `scan_with`"
            ),
            Error::TooLong => write!(
                f,
                "too long to be counted: a tape holds 2^32 operations and as many scattered arguments of statements, a program {MAX_IDS} values; write long loops with `scan_with`, which need not hold every step"
            ),
            Error::Exhausted => write!(f, "this process has used all 2^64 identities of variables; start a new one"),
            Error::User(e) => write!(f, "{e}"),
        }
    }
}

impl Error {
    /// Says where a rule failed that does not know it.
    pub(crate) fn or_at(&mut self, place: Option<Origin>) {
        if let Error::Rule { at, .. } = self {
            *at = at.or(place);
        }
    }
}

/// An operation at its arguments as messages write it: `atan2(0, 1e300)`; of many arguments the first and the last.
pub(crate) fn call(op: &str, args: &[f64]) -> String {
    const MOST: usize = 8;
    let digit_by_digit = |a: f64| a == 0.0 || !a.is_finite() || (1e-5..1e16).contains(&a.abs());
    let word = |&a: &f64| if digit_by_digit(a) { a.to_string() } else { format!("{a:e}") };
    let mut words: Vec<String> = args.iter().take(if args.len() > MOST { MOST - 2 } else { MOST }).map(word).collect();
    if let (true, Some(last)) = (args.len() > MOST, args.last()) {
        words.extend(["…".to_owned(), word(last)]);
    }
    format!("{op}({})", words.join(", "))
}

/// Writes the place, if it is known.
fn place(f: &mut fmt::Formatter<'_>, at: &Option<Origin>) -> fmt::Result {
    match at {
        Some(at) => write!(f, "{at}: "),
        None => Ok(()),
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::User(e) | Error::Snapshot(e) => Some(&**e),
            _ => None,
        }
    }
}

impl From<TooLong> for Error {
    fn from(_: TooLong) -> Error {
        Error::TooLong
    }
}

impl From<crate::sweep::Flipped> for Error {
    fn from(flipped: crate::sweep::Flipped) -> Error {
        Error::Branch { at: flipped.origin }
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, call};

    #[test]
    fn what_is_too_long_is_told_with_the_limits_and_the_way_out() {
        let text = Error::TooLong.to_string();
        for part in ["2^32 operations", "arguments of statements", "a program 2147483647 values", "`scan_with`"] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn calls_stay_short() {
        assert_eq!(call("atan2", &[0.0, -1e300]), "atan2(0, -1e300)");
        assert_eq!(call("floor", &[f64::INFINITY]), "floor(inf)");
        assert_eq!(call("max", &[1.5; 9]), "max(1.5, 1.5, 1.5, 1.5, 1.5, 1.5, …, 1.5)");
    }
}
