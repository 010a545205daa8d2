//! `wengert emit`: the value and the gradient as a program in another language.

use super::expression::ExpressionArgs;
use super::view;
use crate::failure::Failure;
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::PathBuf;
use wengert::Options;
use wengert_inspect::emit::{Lang, emit};

/// The value and the gradient as a program in Rust, C or Python
///
/// Straight-line source without dependencies: forward lines, then every `+=` of the reverse sweep by name.
///
/// Example: wengert emit 'x*y + sin(x*y)' x=2 y=3 --lang python
#[derive(Debug, Args)]
pub struct Emit {
    #[command(flatten)]
    model: ExpressionArgs,
    /// The language
    #[arg(long, value_enum)]
    lang: Language,
    /// Write to this file
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    /// Rust with the standard library
    Rust,
    /// C99 with math.h
    C,
    /// Python 3.11 with math
    Python,
    /// Rust with the library wengert
    Wengert,
}

impl Emit {
    /// Writes the program.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let lang = match self.lang {
            Language::Rust => Lang::Rust,
            Language::C => Lang::C,
            Language::Python => Lang::Python,
            Language::Wengert => Lang::Wengert,
        };
        let model = self.model.load()?;
        model.expect_one_output("a gradient")?;
        let run = view::run(&model, Options::new())?;
        let program = emit(&run, lang, &view::title(&model)).map_err(|lacking| {
            let help = "`--lang wengert` has every function of the table";
            Failure::Input(format!("error: {lacking}\nhelp: {help}"))
        })?;
        view::write(out, &self.out, program.text.as_bytes())
    }
}
