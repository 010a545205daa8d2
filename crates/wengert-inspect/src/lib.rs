//! What a Wengert list at a point can tell a person.
//!
//! The engine answers with numbers; this crate turns a [`List`](wengert::List) and its [`Listing`](wengert::Listing)
//! into what a person looks at. It does no input or output of its own and runs wherever the engine runs.
//!
//! Everything starts from a [`Run`]: a List at a point, with the adjoint of every value.
//! ```
//! use wengert_inspect::{Run, graph::Graph};
//! let list = wengert_expr::parse("x*y + sin(x*y)", &["x", "y"])?;
//! let run = Run::new(&list, &[2.0, 3.0], wengert::Options::new())?;
//! assert_eq!(run.name(wengert::list::Id(2)), "v3");
//! let graph = Graph::new(&run);
//! assert_eq!((graph.nodes.len(), graph.edges.len()), (5, 5));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

pub mod accuracy;
pub mod cure;
pub mod emit;
pub mod explain;
mod flat;
pub mod formula;
pub mod graph;
mod names;
pub mod number;
mod run;
pub mod signs;
pub mod tex;
mod words;

pub use flat::Place;
pub use names::Names;
pub use run::{Refused, Run};
