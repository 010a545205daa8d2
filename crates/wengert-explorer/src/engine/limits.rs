//! How much a question may cost, and how that is counted before it is run.

use super::Fault;
use wengert::List;
use wengert::list::Step;

/// The longest request, in bytes: room for a saved tape of 10⁵ lines.
pub const MAX_REQUEST: usize = 32 << 20;
/// The longest expression or model, in bytes.
pub const MAX_TEXT: usize = 64 << 10;
/// The most operations one evaluation may run.
pub const MAX_OPERATIONS: u64 = 2_000_000;
/// The most lines that are written down one by one, with formulas.
pub const MAX_LISTED: u64 = 2_000;
/// The most inputs of a text: each has a slider on the page, and its value in the address.
pub const MAX_INPUTS: u64 = 2_000;
/// The most lines of a tape that is written as a whole program.
pub const MAX_WRITTEN: u64 = 20_000;
/// The most lines of a tape that is told in columns.
pub const MAX_OUTLINED: u64 = 250_000;
/// The most lines of a tape that is rewritten as a whole: each rewrite is tried at many points, some in high precision. In a
/// longer one the neighbourhood of the offending value is.
pub const MAX_REWRITTEN: usize = 60;

/// How many operations one evaluation runs, lanes of sub-Lists counted.
pub fn operations(list: &List) -> u64 {
    let of_step = |step: Step<'_>| match step {
        Step::Apply(..) | Step::Rule(..) => 1,
        Step::Guard(..) => 0,
        Step::Block(block) => operations(&block.body).saturating_mul(u64::from(block.repeat.lanes())),
    };
    list.steps().map(|(_, _, step)| of_step(step)).fold(0, u64::saturating_add)
}

/// Refuses what would run too long, with both numbers.
pub fn affordable(list: &List) -> Result<u64, Fault> {
    let needs = operations(list);
    if needs > MAX_OPERATIONS {
        return Err(Fault::limit("this would run", needs, MAX_OPERATIONS, "operations"));
    }
    Ok(needs)
}
