//! What a Wengert list at a point can tell a person.
//!
//! The engine answers with numbers; this crate turns a [`List`](wengert::List) and its [`Listing`](wengert::Listing)
//! into what a person looks at. It does no input or output of its own and runs wherever the engine runs.
#![forbid(unsafe_code)]
