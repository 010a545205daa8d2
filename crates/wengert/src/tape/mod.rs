//! Recording: variables, and what is written while a program computes with them.
//!
//! One [`Var`], three recorders behind it. *Forward* keeps one tangent for each value, for `jvp`. *Eager* keeps slopes only, 24 bytes an operation, and serves the outermost
//! first-order gradient of a one-shot call. *Recording* writes a [`List`](crate::List), and serves everything that runs
//! a program again: `Program`, nested derivatives, Hessians. Which one a level uses is decided by the entry point that
//! opens it.

pub(crate) mod arena;
pub(crate) mod call;
pub(crate) mod forward;
pub(crate) mod level;
pub(crate) mod memory;
mod methods;
mod nary;
mod number;
mod operators;
pub(crate) mod record;
pub(crate) mod rule;
pub(crate) mod trace;
mod var;

pub use methods::{dot, logsumexp, matvec, maximum_of, mean, minimum_of, norm, prod, sum, weighted_sum};
pub use number::Number;
pub use var::Var;
