//! A small language for functions of numbers, read into Wengert lists.
//!
//! ```
//! use wengert::{Listing, Options};
//! let list = wengert_expr::parse("x*y + sin(x*y)", &["x", "y"])?;
//! assert_eq!(list.len(), 3); // x*y is written once
//! let at = Listing::new(list, &[2.0, 3.0], Options::new())?;
//! assert_eq!(format!("{:.4} {:.4?}", at.value(), at.grad()), "5.7206 [5.8805, 3.9203]");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//! # Language
//! Expressions have `+ - * / ^`, where `^` is right-associative and binds tighter than the minus sign (`-x^2` is `-(x^2)`,
//! and `2^-n` is allowed); numbers `1 .5 1.5e-3 2E2`; the constants `e` and `pi`, which nothing may shadow; comparisons
//! `< <= > >= == !=` in the conditions of `where(condition, value, otherwise)` and `if`; and every function of the
//! [primitive table](wengert::prim) under its name there, plus `logaddexp` and `len`. A name is a function where a bracket
//! follows, a variable elsewhere, so that `beta*x` may mean a variable.
//!
//! A [`Model`] is statements and, at the end, its outputs: bindings `a = x*y`, functions `f(u, v) = u*exp(-v)`, vectors
//! `[1, 2, 3]` with elements `x[0]`, `if c { a } else { b }`, `repeat 100 { … }`, `for i in 0..n { … }`,
//! `param k = 0.3  # per day`, `include "other.wg"`, comments from `#` to the end of the line. The page `docs/language.md`
//! of the repository shows all of it.
//!
//! # What this crate is not
//! It knows no derivative: functions are rows of the table, and a new row is known here at once. It changes nothing:
//! equal sub-expressions are shared, but not folded, reordered or simplified. It reads no files: whoever calls it does.
#![forbid(unsafe_code)]

mod build;
mod code;
mod draw;
mod error;
mod help;
mod kind;
mod lex;
mod lines;
mod model;
mod names;
mod parse;
mod run;
mod scope;
mod source;
mod values;

pub use draw::{Drawing, Severity};
pub use error::{Error, ErrorKind, Place};
pub use help::meant_by;
pub use model::{Branch, Given, Input, Kept, Model, Output, Recorded, Region, Warning};
pub use source::{Source, Sources, Span};
pub use values::Values;

use wengert::List;

/// What reads the files that a model includes: given a path as it is written and the name of the text it stands in, the
/// text, or why there is none.
pub type Load<'a> = dyn FnMut(&str, &str) -> Result<Source, String> + 'a;

/// How much work a model may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many operations a model may run, loops and calls included; an operation of many arguments counts half of them.
    pub operations: u64,
}

impl Default for Limits {
    /// 5 million operations: a List of some 300 megabytes.
    fn default() -> Limits {
        Limits { operations: 5_000_000 }
    }
}

/// Reads a model of the variables `inputs`, which are numbers and become the List's inputs in this order, used or not.
/// Every line knows the bytes that it comes from, as [`Origin::Text`](wengert::list::Origin).
///
/// Time and memory grow in proportion to the text and to the operations that it asks for; no depth of nesting is too deep.
///
/// ```
/// let error = wengert_expr::parse("sine(x)", &["x"]).unwrap_err();
/// assert_eq!(error.to_string(), "1:1: unknown function `sine`; did you mean `sin`?");
/// ```
/// # Errors
/// [`Error`] says what is wrong with the text or with the names of the inputs, where, and what to write instead. A branch,
/// bound or index that depends on values is a case for a [`Model`].
pub fn parse(text: &str, inputs: &[impl AsRef<str>]) -> Result<List, Error> {
    model::of_names(text, inputs, Limits::default())?.list_without_values()
}

/// Whether a text can be the name of an input.
///
/// ```
/// assert!(wengert_expr::is_name("k_1") && !wengert_expr::is_name("2x") && !wengert_expr::is_name("repeat"));
/// ```
pub fn is_name(text: &str) -> bool {
    lex::is_name(text)
}

/// What a text without variables is worth: `pi/4`, `1/2`, `[1, 2, 3]`.
///
/// ```
/// use wengert_expr::{Given, constant};
/// assert_eq!(constant("1/2")?, Given::Number(0.5));
/// assert_eq!(constant("[1, 2]*3")?, Given::Vector(vec![3.0, 6.0]));
/// # Ok::<(), wengert_expr::Error>(())
/// ```
/// # Errors
/// As [`parse`]; any name but a constant is an error.
pub fn constant(text: &str) -> Result<Given, Error> {
    model::constant(text, Limits::default())
}
