//! Why a command did not answer, and the exit code that says so.

use crate::output::{look, words};
use std::io::{self, Write};
use std::process::ExitCode;
use wengert::list::Origin;
use wengert_expr::{Drawing, Severity, Sources};

/// Why a command did not answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The input is bad; the message is drawn already. Exit code 2.
    #[error("{0}")]
    Input(String),
    /// The derivative is undefined, and the caller asked to be told so; drawn already. Exit code 3.
    #[error("{0}")]
    Undefined(String),
    /// A derivative is doubtful; what was found is written already. Exit code 4.
    #[error("")]
    Doubtful,
    /// A line of several was in error, and has been told already. Exit code 2.
    #[error("")]
    Told,
    /// Some rows of many failed; each was told of already. Exit code 5.
    #[error("error: {failed} of {rows} rows failed; they are not in the answer")]
    Rows {
        /// How many failed.
        failed: u64,
        /// Of how many.
        rows: u64,
    },
    /// The engine refused for another reason. Exit code 1.
    #[error("error: {0}")]
    Engine(wengert::Error),
    /// The answer could not be written. Exit code 1, or 0 where the reader has simply closed the pipe.
    #[error("error: cannot write the answer: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// What the engine says about the model of these texts.
    pub fn engine(error: wengert::Error, text: &Sources) -> Failure {
        match error {
            wengert::Error::Undefined { op, args, set, at } => {
                let placeless = wengert::Error::Undefined { op, args, set, at: None }.to_string();
                // What is wrong, and what to write instead: in Rust, not here.
                let title = words::of_expression(placeless.split("; ").next().unwrap_or(&placeless), op, None);
                let help = "`--kinks note` answers the slope of least norm".to_owned();
                let drawing = text.drawing(Severity::Error, title, position(at));
                Failure::Undefined(Drawing { help: Some(help), ..drawing }.to_string())
            }
            other => Failure::Engine(other),
        }
    }
    /// The same, of a row: in one line, with its place.
    pub fn in_row(self, source: &str, line: u64) -> Failure {
        let placed = |message: &str| {
            let first = message.lines().next().unwrap_or_default();
            format!("error: {source} line {line}: {}", first.strip_prefix("error: ").unwrap_or(first))
        };
        match self {
            Failure::Input(message) => Failure::Input(placed(&message)),
            Failure::Undefined(message) => Failure::Undefined(placed(&message)),
            Failure::Engine(error) => Failure::Input(placed(&error.to_string())),
            other => other,
        }
    }
    /// The same, with a line of help behind it.
    pub fn with_help(self, help: &str) -> Failure {
        match self {
            Failure::Input(message) => Failure::Input(format!("{message}\nhelp: {help}")),
            other => other,
        }
    }
    /// Writes the message, unless the reader is gone.
    pub fn tell(&self, err: &mut impl Write) -> io::Result<()> {
        if self.is_closed_pipe() || matches!(self, Failure::Doubtful | Failure::Told) {
            return Ok(());
        }
        writeln!(err, "{}", look::told(&self.to_string()))
    }
    /// The exit code.
    pub fn code(&self) -> ExitCode {
        match self {
            Failure::Input(_) | Failure::Told => ExitCode::from(2),
            Failure::Undefined(_) => ExitCode::from(3),
            Failure::Doubtful => ExitCode::from(4),
            Failure::Rows { .. } => ExitCode::from(5),
            _ if self.is_closed_pipe() => ExitCode::SUCCESS,
            Failure::Engine(_) | Failure::Output(_) => ExitCode::FAILURE,
        }
    }
    fn is_closed_pipe(&self) -> bool {
        matches!(self, Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// The positions in the texts of the model, if that is where it comes from.
pub fn position(at: Option<Origin>) -> Option<std::ops::Range<u32>> {
    match at {
        Some(Origin::Text { start, end }) => Some(start..end),
        _ => None,
    }
}
