//! The gradient as a program: the adjoint sweep, run on handles that write.

use super::{write, write_with};
use crate::list::{List, TooLong};
use crate::program::transform::dead_code;
use crate::sweep::{self, Unwatched};
use crate::value::Value;

/// The List of the gradient of a List's first output, one output for each input value. Loops (`map`, `scan`, …) are
/// written out.
///
/// Arithmetic in it is plain IEEE: at a point where a structural zero meets an infinite slope it answers NaN, where
/// [`Program::value_and_grad`](crate::Program::value_and_grad) answers zero.
///
/// # Errors
/// [`TooLong`] where the gradient has more values than a List can hold.
pub fn gradient(list: &List) -> Result<List, TooLong> {
    let written = write(list, |at, constants| {
        let one = constants.like.lit(1.0);
        let zero = constants.like.lit(0.0);
        let mut bar = Vec::new();
        sweep::adjoint(list, constants, at, &[one], &mut bar, &mut Unwatched);
        bar[..list.input_len()].iter().map(|g| g.unwrap_or(zero)).collect()
    })?;
    dead_code(&written)
}

/// The List of a List's first output and, behind it, of its gradient, with the bits that the sweeps have at numbers.
/// `None` where a rule has another form at numbers than in a program.
pub(in crate::program) fn value_and_gradient(list: &List) -> Option<List> {
    let (written, asked) = write_with(list, |at, constants| {
        let (one, zero) = (constants.like.lit(1.0), constants.like.lit(0.0));
        let mut bar = Vec::new();
        sweep::adjoint(list, constants, at, &[one], &mut bar, &mut Unwatched);
        let gradient = bar[..list.input_len()].iter().map(|g| g.unwrap_or(zero));
        sweep::outputs(list, constants, at).into_iter().take(1).chain(gradient).collect()
    })
    .ok()?;
    if asked { None } else { dead_code(&written).ok() }
}
