//! Loops kept as loops: [`scan`] and its kin record their body once for each path through its branches, and choose what
//! the way back keeps.

mod backward;
mod body;
mod explain;
mod homes;
mod listed;
mod machine;
mod run;
mod scan;
mod step;
mod store;
mod stretch;
mod sum;
mod sweep;

pub use explain::{Holding, MemoryReport, explain_memory};
pub use scan::{checkpoint, scan, scan_each, scan_in, scan_with, while_loop, while_loop_with};
pub use step::Step;
pub use store::SnapshotStore;
pub use sum::sum_over;

use crate::schedule::Memory;
