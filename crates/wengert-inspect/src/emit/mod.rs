//! A run as source code: straight-line programs of the value and the gradient, every register named.
//!
//! The plain programs ([`Lang::Rust`], [`Lang::C`], [`Lang::Python`]) need nothing but the language. Forward lines are the
//! lines of the tape, reverse lines its contributions, `a_bar += b_bar * cos(a)`. They compute the engine's numbers: to the
//! last bit where only arithmetic is involved (the sign of a zero excepted), else as closely as the language's own
//! functions allow. Where a slope is infinite or a kink is hit they are plain arithmetic and take no note.
//! [`Lang::Wengert`] is the same function written for this library.

mod c;
mod helpers;
mod identifiers;
mod node;
mod plan;
mod print;
mod python;
mod rust;
mod straight;
mod with_wengert;

use crate::Run;
use std::fmt;
use std::ops::Range;

/// A language to write in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Rust with the standard library.
    Rust,
    /// C99 with `math.h`.
    C,
    /// Python 3.11 with `math`.
    Python,
    /// Rust with this library.
    Wengert,
}

impl Lang {
    /// All of them.
    pub const ALL: [Lang; 4] = [Lang::Rust, Lang::C, Lang::Python, Lang::Wengert];
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Lang::Rust => "Rust",
            Lang::C => "C",
            Lang::Python => "Python",
            Lang::Wengert => "Rust with wengert",
        }
    }
}

/// Where a line of the tape went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The line, written out.
    pub line: usize,
    /// The program's lines that compute its value, counted from 1.
    pub forward: Range<usize>,
    /// The program's lines that hand out its cotangent; empty where it has none.
    pub reverse: Range<usize>,
}

/// A program.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Its text.
    pub text: String,
    /// Where the lines of the tape went that the output depends on.
    pub lines: Vec<Lines>,
}

/// A language has not the functions that a program needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsupported {
    /// The language.
    pub lang: Lang,
    /// The function, by its name in expressions.
    pub function: String,
    /// The line that needs it, in words.
    pub line: String,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unsupported { lang, function, line } = self;
        write!(f, "{} has no `{function}`, which {line} needs", lang.name())
    }
}
impl std::error::Error for Unsupported {}

/// The run's value and gradient as a program that prints them at its point. `title` is put into a comment.
///
/// # Errors
/// [`Unsupported`] where the language lacks a function.
///
/// ```
/// use wengert_inspect::{Run, emit::{Lang, emit}};
/// let list = wengert_expr::parse("x*y + sin(x*y)", &["x", "y"])?;
/// let run = Run::new(&list, &[2.0, 3.0], wengert::Options::new())?;
/// let program = emit(&run, Lang::Python, "x*y + sin(x*y)")?;
/// assert!(program.text.contains("    v3_bar += v4_bar * math.cos(v3)\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn emit(run: &Run, lang: Lang, title: &str) -> Result<Program, Unsupported> {
    let plan = plan::Plan::new(run, lang, title)?;
    match lang {
        Lang::Rust => rust::write(&plan),
        Lang::C => c::write(&plan),
        Lang::Python => python::write(&plan),
        Lang::Wengert => with_wengert::write(&plan),
    }
}
