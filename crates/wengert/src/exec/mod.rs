//! Executors that are faster than the interpreter and agree with it.

mod plan;

pub(crate) use plan::Plan;
