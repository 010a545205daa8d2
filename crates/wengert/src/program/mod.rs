//! Recorded programs: traced once, evaluated and differentiated at other points, transformed, printed.

mod evaluate;
mod gradient;
mod prepared;
mod replay;
mod save;
pub mod simplify;
mod trace;
pub mod transform;
mod writer;

pub use replay::Replay;
pub use trace::{Program, Scratch};
pub(crate) use trace::{record, record_with};
