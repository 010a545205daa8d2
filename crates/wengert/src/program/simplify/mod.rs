//! Simplification: constant folding, sharing of equal lines, identities, dead code. Values keep their bits.
//!
//! An [`Identity`] holds for every number there is, NaN, infinities and signed zeros included; `x * 0 = 0`, `x + 0 = x`
//! and their like do not and are not here. To add one, add a row to [`IDENTITIES`] with an example; the suite tries it.

mod identities;

pub use identities::IDENTITIES;

use super::transform;
use crate::desk::Datum;
use crate::list::{List, TooLong};
use crate::prim::Op;

/// What a line may be replaced by.
#[derive(Debug)]
pub(crate) enum Rewrite {
    /// A value that is there already.
    Is(Datum),
    /// Another line.
    Line(Op, Vec<Datum>),
}

/// What an identity looks at: the line, and what the lines of its arguments say.
pub(crate) struct Line<'a> {
    pub(crate) op: Op,
    pub(crate) args: &'a [Datum],
    /// The operation and the argument of a value's line, if that has one argument.
    pub(crate) said: &'a dyn Fn(Datum) -> Option<(Op, Datum)>,
}

/// A named rewriting that keeps every bit of the value.
#[derive(Debug)]
pub struct Identity {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub says: &'static str,
    /// A List in text form, over inputs `a` and `b`, whose output it rewrites.
    pub example: &'static str,
    pub(crate) apply: fn(&Line<'_>) -> Option<Rewrite>,
}

impl std::fmt::Debug for Line<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{:?}", self.op, self.args)
    }
}

/// The first simplification that applies to a line: folding, then the identities in their order.
pub(crate) fn rewrite(op: Op, args: &[Datum], said: &dyn Fn(Datum) -> Option<(Op, Datum)>) -> Option<Rewrite> {
    if let Some(c) = folded(op, args) {
        return Some(Rewrite::Is(Datum::Number(c)));
    }
    let line = Line { op, args, said };
    IDENTITIES.iter().find_map(|identity| (identity.apply)(&line))
}

/// The value of a line whose arguments are all numbers.
fn folded(op: Op, args: &[Datum]) -> Option<f64> {
    let number = |a: &Datum| if let Datum::Number(c) = a { Some(*c) } else { None };
    if !args.iter().all(|a| number(a).is_some()) {
        return None;
    }
    let numbers: Vec<f64> = args.iter().filter_map(number).collect();
    Some(op.apply(&numbers))
}

/// The List with less in it: same inputs, data, outputs and guards, same values bit for bit.
///
/// A List with sub-Lists keeps its lines (their ids may be read as a range); the sub-Lists are simplified.
///
/// ```
/// use wengert::{Program, program::simplify::simplify};
/// let p = Program::trace(|x| (1.0 * x + 2.0 * 3.0) - (x * 1.0), 2.0)?;
/// assert_eq!((p.list().len(), simplify(p.list())?.len()), (4, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
/// # Errors
/// [`TooLong`] never, for a List that was not too long itself.
pub fn simplify(list: &List) -> Result<List, TooLong> {
    if list.blocks().is_empty() {
        transform::dead_code(&transform::rewritten(list)?)
    } else {
        list.with_bodies(simplify)
    }
}
