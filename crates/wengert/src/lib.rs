//! Exact derivatives of ordinary Rust code, by reverse-mode automatic differentiation.
#![forbid(unsafe_op_in_unsafe_fn)]

mod drive;
mod error;
mod interop;
pub mod list;
mod options;
pub mod prim;
mod refuse;
pub mod single;
mod special;
pub mod sweep;
mod tape;
mod tree;
mod value;

pub mod memory {
    //! The tape's memory on this thread.
    pub use crate::tape::level::{held, release};
}

pub use drive::*;
pub use error::{BoxError, Error};
pub use list::List;
pub use options::{Kink, Kinks, Mode, NanZero, Note, NoteKind, Options, notes};
pub use tape::{Var, dot, logsumexp, matvec, maximum_of, mean, minimum_of, norm, prod, sum, weighted_sum};
#[doc(hidden)]
pub use tree::{Leaves, Lift};
pub use tree::{Number, Objective, Output, Tree};
pub use value::{Real, Value};
#[cfg(feature = "derive")]
pub use wengert_derive::Tree;
