//! Loops kept as loops: [`scan`] and its kin record their body once for each path through its branches, and choose what
//! the way back keeps.

mod backward;
mod body;
mod explain;
mod history;
mod homes;
mod listed;
mod machine;
mod run;
mod scan;
mod step;
mod store;
mod sum;

pub use explain::{Holding, MemoryReport, explain_memory};
pub(crate) use history::{held, release};
pub use scan::{checkpoint, scan, scan_each, scan_in, scan_with, while_loop, while_loop_with};
pub use step::Step;
pub use store::SnapshotStore;
pub use sum::sum_over;

/// What a loop keeps for the way back.
///
/// | | keeps | runs each step |
/// |---|---|---|
/// | `Store` | every value of every step | once |
/// | `Snapshots(n)` | n states | a few times more: [`schedule::advances`](crate::schedule::advances) |
/// | `Budget(bytes)` | as many states as fit, at least one; everything, if that fits | accordingly |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Memory {
    /// Everything: the fastest way back.
    #[default]
    Store,
    /// So many states at a time.
    Snapshots(usize),
    /// What fits into so many bytes.
    Budget(usize),
}
