//! Why a text is no model, or has no answer at some values: what, where, and what to write instead.

pub use crate::kind::ErrorKind;
use crate::source::Source;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// What is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Bytes of the text; empty at its end.
    Text(Range<usize>),
    /// One of the names or values given for the inputs, counted from 0.
    Input(usize),
}

/// Why a text is no model, or has no answer at some values.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Where.
    pub place: Place,
    /// The line of the text, counted from 1.
    pub line: usize,
    /// The character in that line, counted from 1.
    pub column: usize,
    /// The text that it is about; `None` for an input.
    pub source: Option<Arc<Source>>,
}

impl Error {
    pub(crate) fn in_source(kind: ErrorKind, source: Arc<Source>, span: Range<usize>) -> Error {
        let (line, column) = crate::draw::line_and_column(&source.text, span.start);
        Error { kind, place: Place::Text(span), line, column, source: Some(source) }
    }
    pub(crate) fn in_inputs(kind: ErrorKind, input: usize) -> Error {
        Error { kind, place: Place::Input(input), line: 1, column: 1, source: None }
    }
    /// What to write instead.
    pub fn help(&self) -> Option<String> {
        self.kind.help()
    }
    /// The message under the line of the text that it is about, with a caret and the help; for an input, its name stands
    /// in place of the text.
    ///
    /// ```
    /// let error = wengert_expr::parse("2*sine(x)", &["x"]).unwrap_err();
    /// let drawn = error.render();
    /// assert!(drawn.starts_with("error: unknown function `sine`"));
    /// assert!(drawn.ends_with("help: did you mean `sin`?"));
    /// ```
    pub fn render(&self) -> String {
        self.render_with(self.help())
    }
    /// As [`render`](Self::render), with another help.
    pub fn render_with(&self, help: Option<String>) -> String {
        let (source, text, span) = match (&self.place, &self.source) {
            (Place::Text(span), Some(source)) => (source.name.as_str(), &*source.text, span.clone()),
            _ => {
                let name = self.kind.name().unwrap_or_default();
                ("variable", name, 0..name.len())
            }
        };
        crate::Drawing { source, help, ..crate::Drawing::error(self.kind.to_string(), text, span) }.to_string()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(source) = &self.source {
            if !source.is_expression() {
                write!(f, "{}:", source.name)?;
            }
            write!(f, "{}:{}: ", self.line, self.column)?;
        }
        write!(f, "{}", self.kind)?;
        match self.help() {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
