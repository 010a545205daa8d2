//! Executors that are faster than the interpreter and agree with it.

mod frame;
#[cfg(not(feature = "native"))]
mod interpreted;
#[cfg(feature = "native")]
mod native;
mod plan;
mod rows;

pub(crate) use frame::{Back, Layout, Placed};
#[cfg(not(feature = "native"))]
pub(crate) use interpreted::Native;
#[cfg(feature = "native")]
pub(crate) use native::Native;
pub(crate) use plan::{Plan, Registers};
