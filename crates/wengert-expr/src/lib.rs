//! Mathematical expressions, read into Wengert lists.
//!
//! ```
//! use wengert::{Listing, Options};
//! let list = wengert_expr::parse("x*y + sin(x*y)", &["x", "y"])?;
//! assert_eq!(list.len(), 3); // x*y is written once
//! let at = Listing::new(list, &[2.0, 3.0], Options::new())?;
//! assert_eq!(format!("{:.4} {:.4?}", at.value(), at.grad()), "5.7206 [5.8805, 3.9203]");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//! # Grammar
//! `+ - * / ^`, where `^` is right-associative and binds tighter than the minus sign (`-x^2` is `-(x^2)`, and `2^-n` is
//! allowed); numbers `1 .5 1.5e-3 2E2`; the constants `e` and `pi`, which no variable may shadow; `< <= > >= == !=` in
//! the condition of `where(condition, value, otherwise)`; and every function of the [primitive table](wengert::prim)
//! under its name there, plus `logaddexp`. A name is a function where a bracket follows, a variable elsewhere, so that
//! `beta*x` may mean a variable.
//!
//! # What this crate is not
//! It knows no function and no derivative: those are rows of the table, and a new row is known here at once. It changes
//! nothing: equal sub-expressions are shared, but not folded, reordered or simplified.
#![forbid(unsafe_code)]

mod build;
mod draw;
mod error;
mod lex;
mod names;
mod parse;

pub use draw::{Drawing, Severity};
pub use error::{Error, ErrorKind, Place};

use wengert::List;

/// Reads an expression of the variables `inputs`, which become the List's inputs in this order, used or not. Every line
/// knows the bytes that it comes from, as [`Origin::Text`](wengert::list::Origin).
///
/// Time and memory grow in proportion to the text; no depth of nesting is too deep.
///
/// ```
/// let error = wengert_expr::parse("sine(x)", &["x"]).unwrap_err();
/// assert_eq!(error.to_string(), "1:1: unknown function `sine`; did you mean `sin`?");
/// ```
/// # Errors
/// [`Error`] says what is wrong with the text or with the names of the inputs, where, and what to write instead.
pub fn parse(text: &str, inputs: &[impl AsRef<str>]) -> Result<List, Error> {
    parse::Parser::new(text, inputs)?.list()
}
