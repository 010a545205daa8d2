//! A run as source code: straight-line programs of the value and the gradient, every register named.
//!
//! The plain programs ([`Lang::Rust`], [`Lang::C`], [`Lang::Python`]) need nothing but the language. Forward lines are the
//! lines of the tape, reverse lines its contributions, `a_bar += b_bar * cos(a)`. They compute the engine's numbers: to the
//! last bit where only arithmetic is involved (the sign of a zero excepted), else as closely as the language's own
//! functions allow. Where a slope is infinite or a kink is hit they are plain arithmetic and take no note.
//! [`Lang::Wengert`] is the same function written for this library.

mod c;
mod digits;
mod helpers;
mod identifiers;
mod node;
mod parts;
mod plan;
mod print;
mod python;
mod rust;
mod straight;
mod with_wengert;

pub use digits::ALL_DIGITS;

use crate::Run;
use std::fmt;
use std::ops::Range;
use wengert::list::Id;

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

/// What a line of a program says about a value of the tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It gives an input its name or its number.
    Input,
    /// It computes the value.
    Forward,
    /// It opens the register with zero.
    Zero,
    /// It puts one into the register, where the sweep starts.
    Seed,
    /// It pays a part of the register into another.
    Pay {
        /// The value whose register receives.
        to: Id,
        /// Which argument that is, counted from 0.
        arg: usize,
    },
    /// It hands back the value, or the finished register.
    Return,
}

/// A line of a program and a value of the tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The program's line, counted from 1.
    pub at: usize,
    /// The value, written out.
    pub id: Id,
    /// What the line says about it.
    pub part: Part,
}

/// A program.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Its text.
    pub text: String,
    /// What its lines say about which values, from the first line to the last.
    pub links: Vec<Link>,
    /// What it calls the output where it prints it.
    pub output: String,
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
    write(plan::Plan::new(run, lang, title, None)?)
}

/// How many digits of the value, then of each derivative, the programs print alike wherever they run: [`ALL_DIGITS`] where
/// only operations that are rounded exactly are involved.
///
/// # Errors
/// As [`emit`].
///
/// ```
/// use wengert_inspect::{Run, emit::{ALL_DIGITS, digits}};
/// let run = |text| Run::new(&wengert_expr::parse(text, &["x", "y"]).unwrap(), &[2.0, 3.0], wengert::Options::new());
/// assert_eq!(digits(&run("x*y + x")?)?, [ALL_DIGITS; 3]);
/// // The slopes have a cosine in them, whose last digit is not the same in every library.
/// assert!(digits(&run("x*y + sin(x*y)")?)?[1..].iter().all(|&digits| (12..ALL_DIGITS).contains(&digits)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn digits(run: &Run) -> Result<Vec<u32>, Unsupported> {
    Ok(digits::digits(&plan::Plan::new(run, Lang::Rust, "", None)?))
}

/// As [`emit`], of a window of the tape's lines only, forward and reverse, without what stands around them: a part of a program
/// that is too long to be written for every look at it. `window` counts lines after the inputs from 0.
///
/// # Errors
/// As [`emit`].
///
/// ```
/// use wengert_inspect::{Run, emit::{Lang, emit_window}};
/// let list = wengert_expr::parse("x*y + sin(x*y)", &["x", "y"])?;
/// let run = Run::new(&list, &[2.0, 3.0], wengert::Options::new())?;
/// let window = emit_window(&run, Lang::Python, 1..2)?;
/// assert_eq!(window.text, "    v4 = math.sin(v3)\n\n    v3_bar += v4_bar * math.cos(v3)\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn emit_window(run: &Run, lang: Lang, window: Range<usize>) -> Result<Program, Unsupported> {
    let plan = plan::Plan::new(run, lang, "", Some(window))?;
    match lang {
        Lang::Rust => straight::window::<rust::Rust>(&rust::marked(plan)),
        Lang::C => straight::window::<c::C>(&plan),
        Lang::Python => straight::window::<python::Python>(&plan),
        Lang::Wengert => with_wengert::window(&plan),
    }
}

fn write(plan: plan::Plan) -> Result<Program, Unsupported> {
    match plan.lang {
        Lang::Rust => rust::write(&rust::marked(plan)),
        Lang::C => c::write(&plan),
        Lang::Python => python::write(&plan),
        Lang::Wengert => with_wengert::write(&plan),
    }
}
