//! Source transforms: each takes a List and returns a List; both are verified in debug builds.

mod dead_code;
mod gradient;

pub use dead_code::dead_code;
pub use gradient::gradient;
pub(super) use gradient::value_and_gradient;

use super::writer::Writer;
use crate::desk::{Datum, Handle};
use crate::list::{List, TooLong};
use crate::sweep::{self, Constants};

/// The same program, written anew through the simplifying writer.
pub(crate) fn rewritten(list: &List) -> Result<List, TooLong> {
    write(list, |at, constants| sweep::outputs(list, constants, at))
}

/// Runs the value sweep on handles of a [`Writer`], then lets `outputs` say what the new List returns.
fn write(
    list: &List,
    outputs: impl for<'w> FnOnce(&[Handle<'w>], &Constants<'_, Handle<'w>>) -> Vec<Handle<'w>>,
) -> Result<List, TooLong> {
    write_with(list, outputs).map(|(written, _)| written)
}

/// As [`write`], and whether a rule asked for a number that is not settled: what is written may then have another form
/// than what the sweep does at numbers.
fn write_with(
    list: &List,
    outputs: impl for<'w> FnOnce(&[Handle<'w>], &Constants<'_, Handle<'w>>) -> Vec<Handle<'w>>,
) -> Result<(List, bool), TooLong> {
    let writer = Writer::like(list);
    let constants = Constants::literal(writer.number(0.0));
    let mut at = Vec::new();
    // A writer writes guards instead of failing them.
    let held = sweep::value(list, &constants, &writer.inputs(), &mut at);
    debug_assert_eq!(held, Ok(()));
    let outputs: Vec<Datum> = outputs(&at, &constants).iter().map(|h| h.datum).collect();
    let asked = writer.asked();
    let written = writer.finish(&outputs)?;
    debug_assert_eq!(written.verify(), Ok(()));
    Ok((written, asked))
}
