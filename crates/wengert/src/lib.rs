//! Exact derivatives of ordinary Rust code, by reverse-mode automatic differentiation.
//!
//! ```
//! use wengert::value_and_grad;
//! let (value, [dx, dy]) = value_and_grad(|[x, y]| x * y + (x * y).sin(), [2.0, 3.0])?;
//! assert_eq!(format!("{value:.4} {dx:.4} {dy:.4}"), "5.7206 5.8805 3.9203");
//! # Ok::<(), wengert::Error>(())
//! ```
//! Inside the closure `x` and `y` are [`Var`]s: numbers that remember where they came from. A program that computes one
//! number from a million is differentiated in one sweep, for a small multiple of its own cost.
//!
//! # Your own functions and types
//! A point is a number, a slice, an array, a `Vec`, a tuple, a struct with `#[derive(Tree)]`, or any nesting of these; the
//! gradient comes back in the same shape.
//! ```
//! use wengert::{Tree, Var, value_and_grad};
//!
//! #[derive(Clone, Debug, PartialEq, Tree)]
//! struct Spring<T = f64> { stiffness: T, lengths: Vec<T> }
//!
//! fn energy(s: Spring<Var>) -> Var {
//!     let k = s.stiffness;
//!     s.lengths.iter().map(|l| 0.5 * k * (l - 1.0).powi(2)).sum()
//! }
//! let (e, g) = value_and_grad(energy, Spring { stiffness: 2.0, lengths: vec![1.5, 0.5] })?;
//! assert_eq!((e, g), (0.5, Spring { stiffness: 0.25, lengths: vec![1.0, -1.0] }));
//! # Ok::<(), wengert::Error>(())
//! ```
//!
//! # Several outputs, both directions
//! [`jacobian`] chooses the cheaper mode by itself; [`jvp`] and [`vjp`] are the two products that never form it.
//!
//! | | [`jvp`]: forward mode | [`vjp`]: reverse mode |
//! |---|---|---|
//! | direction | with the program | against it |
//! | one sweep gives | J v̇, a combination of columns | Jᵀ v̄, a combination of rows |
//! | whole Jacobian of f: ℝⁿ → ℝᵐ | n sweeps: the better one for n ≪ m | m sweeps: the better one for m ≪ n |
//! | memory | one tangent a value | the whole record |
//!
//! # Second order and nesting
//! [`hessian`] and [`hvp`], or one derivative inside another: the inner point is a variable, and so is the inner answer.
//! ```
//! use wengert::{hessian, value_and_grad};
//! let (_, _, h) = hessian(|[x, y]| x * x * y, [3.0, 2.0])?;
//! assert_eq!(h.to_array(), [[4.0, 6.0], [6.0, 0.0]]);
//! // d/dx [x · d/dy (y²) at y = x] = d/dx 2x²
//! let (_, d) = value_and_grad(|x| Ok(x * value_and_grad(|y| y * y, x)?.1), 4.0)?;
//! assert_eq!(d, 16.0);
//! # Ok::<(), wengert::Error>(())
//! ```
//!
//! # Trace once, run often
//! A [`Program`] is the recorded List of a closure: printed, evaluated at other points, differentiated, transformed.
//! Branches that ran while it was traced are guarded: a point that would take another branch is an error, never the old
//! branch's answer. [`Replay`] traces again by itself.
//!
//! # Long loops in little memory
//! A `for` loop leaves every operation of every step on the tape. [`scan`] records its body once; [`Memory`] says what the
//! way back keeps: everything, so many states, or what fits into so many bytes. Values and gradients stay the same, to the
//! bit. [`while_loop`] ends when it likes, [`checkpoint`] keeps nothing of a part but its inputs, [`explain_memory`] says
//! what a gradient holds.
//! ```
//! use wengert::{Memory, scan_with, value_and_grad};
//! let grown = |r| scan_with(Memory::Snapshots(10), 0..100_000, 0.01 * r, |s, _| s + 1e-4 * r * s * (1.0 - s));
//! let (share, slope) = value_and_grad(grown, 0.5)?;
//! assert!(share < 1.0 && slope > 0.0);
//! # Ok::<(), wengert::Error>(())
//! ```
//!
//! # Where a derivative is not one number
//! `|x|` at 0, a tie in `max`, the edge of a domain: the answer follows a documented convention (the slope of least norm),
//! and leaves a [`Note`] for [`notes`] to collect. [`Options`] choose another member of the set, or an error.
//! [`why_nan`] names the operation and the source line that made a NaN.
//!
//! # What is where
//! [`prim`] is the table of all primitives, each with its derivative; [`list`] the recorded program as data; [`sweep`]
//! the three sweeps that give it its meaning; [`program`] what transforms it.

mod custom;
pub mod desk;
mod drive;
mod error;
mod exec;
mod interop;
pub mod list;
mod loops;
pub mod memory;
mod options;
mod parts;
pub mod prim;
pub mod program;
mod refuse;
pub mod rules;
pub mod schedule;
pub mod single;
mod special;
pub mod sweep;
mod tape;
mod tree;
mod value;

pub use custom::Custom;
pub use drive::*;
pub use error::{BoxError, Error};
pub use list::List;
pub use loops::{
    Holding, MemoryReport, SnapshotStore, Step, checkpoint, explain_memory, scan, scan_each, scan_in, scan_with,
    sum_over, while_loop, while_loop_with,
};
pub use options::{Diagnose, Kink, Kinks, Mode, NanZero, Note, NoteKind, Options, notes};
#[doc(hidden)]
pub use parts::{Part, part};
pub use program::{Program, Replay, Scratch};
pub use rules::{Numbers, Primitive, Rule, check_rule, implicit, implicit_rule};
pub use schedule::Memory;
pub use tape::{Var, dot, logsumexp, matvec, maximum_of, mean, minimum_of, norm, prod, sum, weighted_sum};
#[doc(hidden)]
pub use tree::{Leaves, Lift, remade};
pub use tree::{Number, Objective, Output, Tree};
pub use value::{Real, Value};
#[cfg(feature = "derive")]
pub use wengert_derive::Tree;

/// What a loss written in the field's notation wants in scope.
pub mod prelude {
    pub use crate::{
        Error, Kinks, Options, Program, Replay, Tree, Var, grad_check, hessian, hvp, jacobian, jvp, notes,
        value_and_grad, value_and_grad_into, vjp, why_nan,
    };
}
