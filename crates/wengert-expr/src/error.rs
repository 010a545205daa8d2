//! Why a text is not an expression: what, where, and what to write instead.

use std::fmt;
use std::ops::Range;

/// What is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Bytes of the expression; empty at its end.
    Text(Range<usize>),
    /// One of the names given for the inputs, counted from 0.
    Input(usize),
}

/// What is wrong with an expression or with the names of its inputs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no text.
    #[error("the expression is empty")]
    Empty,
    /// A character that the grammar does not know.
    #[error("{found:?} means nothing in an expression")]
    Character {
        /// The character.
        found: char,
    },
    /// A literal beyond the largest number.
    #[error("the number {} is too large", short(literal))]
    Overflow {
        /// As it is written.
        literal: String,
    },
    /// A name that is neither a variable nor a constant.
    #[error("unknown name `{}`", short(name))]
    UnknownName {
        /// The name.
        name: String,
        /// A known name that is spelt nearly so.
        nearest: Option<String>,
    },
    /// A name in front of a bracket that is no function.
    #[error("unknown function `{}`", short(name))]
    UnknownFunction {
        /// The name.
        name: String,
        /// A known function that is spelt nearly so.
        nearest: Option<String>,
    },
    /// A variable or a constant in front of a bracket.
    #[error("`{}` is a number, not a function", short(name))]
    NotAFunction {
        /// The name.
        name: String,
    },
    /// A function's name without a bracket behind it.
    #[error("the function `{name}` is not given its arguments")]
    NotCalled {
        /// The name.
        name: String,
    },
    /// Too few or too many arguments.
    #[error("`{name}` takes {takes}, not {given}")]
    Arity {
        /// The function.
        name: String,
        /// How many it takes, in words.
        takes: String,
        /// How many it was given.
        given: usize,
    },
    /// A bracket that nothing closes.
    #[error("this bracket is never closed")]
    Unclosed,
    /// A closing bracket that nothing opened.
    #[error("this bracket closes nothing")]
    Unopened,
    /// Something else, or nothing, where a value must stand.
    #[error("a value is missing before {}", found_in_words(found))]
    ExpectedValue {
        /// What stands there; `None` at the end.
        found: Option<String>,
    },
    /// The power sign of other languages.
    #[error("`**` is no operator")]
    DoubleStar,
    /// A value directly behind another.
    #[error("an operator is missing before `{}`", short(found))]
    ExpectedOperator {
        /// What stands there.
        found: String,
    },
    /// A comma outside of a function's arguments.
    #[error("a comma stands only between the arguments of a function")]
    Comma,
    /// A comparison that is not in the condition of a `where`.
    #[error("a comparison stands only in the condition of `where`")]
    Comparison,
    /// A comparison of a comparison.
    #[error("comparisons do not chain")]
    Chained,
    /// An input that is called like a constant.
    #[error("`{name}` is a constant and cannot be a variable")]
    Reserved {
        /// The name.
        name: String,
    },
    /// An input that is given twice.
    #[error("the variable `{}` is given twice", short(name))]
    Repeated {
        /// The name.
        name: String,
    },
    /// An input whose name could not stand in an expression.
    #[error("{:?} is no name for a variable", short(name))]
    BadName {
        /// The name.
        name: String,
    },
    /// More than a List can hold.
    #[error("the expression is too long")]
    TooLong,
}

/// The end, or what stands there.
fn found_in_words(found: &Option<String>) -> String {
    found.as_ref().map_or("the end".to_owned(), |found| format!("`{}`", short(found)))
}

/// At most 40 characters of `text`.
fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Why a text is not an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Where.
    pub place: Place,
    /// The line of the text, counted from 1.
    pub line: usize,
    /// The character in that line, counted from 1.
    pub column: usize,
}

impl Error {
    pub(crate) fn in_text(kind: ErrorKind, text: &str, span: Range<usize>) -> Error {
        let (line, column) = crate::draw::line_and_column(text, span.start);
        Error { kind, place: Place::Text(span), line, column }
    }
    pub(crate) fn in_inputs(kind: ErrorKind, input: usize) -> Error {
        Error { kind, place: Place::Input(input), line: 1, column: 1 }
    }
    /// What to write instead.
    pub fn help(&self) -> Option<String> {
        self.kind.help()
    }
    /// The message under the line of `text` that it is about, with a caret and the help; for an input, its name stands
    /// in place of the text.
    ///
    /// ```
    /// let error = wengert_expr::parse("2*sine(x)", &["x"]).unwrap_err();
    /// let drawn = error.render("2*sine(x)");
    /// assert!(drawn.starts_with("error: unknown function `sine`"));
    /// assert!(drawn.ends_with("help: did you mean `sin`?"));
    /// ```
    pub fn render(&self, text: &str) -> String {
        let (source, text, span) = match &self.place {
            Place::Text(span) => ("expression", text, span.clone()),
            Place::Input(_) => match &self.kind {
                ErrorKind::Reserved { name } | ErrorKind::Repeated { name } | ErrorKind::BadName { name } => {
                    ("variable", name.as_str(), 0..name.len())
                }
                _ => ("variable", "", 0..0),
            },
        };
        crate::Drawing { source, help: self.help(), ..crate::Drawing::error(self.kind.to_string(), text, span) }
            .to_string()
    }
}

impl ErrorKind {
    fn help(&self) -> Option<String> {
        Some(match self {
            ErrorKind::Empty => "write something like `x*y + sin(x*y)`".to_owned(),
            ErrorKind::Character { found } => instead_of(*found)?.to_owned(),
            ErrorKind::Overflow { .. } => "the largest number is 1.7976931348623157e308".to_owned(),
            ErrorKind::UnknownName { nearest: Some(nearest), .. }
            | ErrorKind::UnknownFunction { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
            ErrorKind::UnknownName { name, .. } if matches!(name.as_str(), "inf" | "nan") => {
                format!("{name} is a value that a variable can be given")
            }
            ErrorKind::UnknownName { .. } => {
                "the variables that are given a value, `e` and `pi` are known here".to_owned()
            }
            ErrorKind::UnknownFunction { .. } => {
                "known are, for instance, `exp`, `log`, `sin`, `sqrt`, `where`".to_owned()
            }
            ErrorKind::NotAFunction { name } => format!("to multiply, write `{}*(...)`", short(name)),
            ErrorKind::NotCalled { name } => format!("write `{name}(...)`"),
            ErrorKind::Arity { .. } => "arguments stand in brackets, with commas between them".to_owned(),
            ErrorKind::Unclosed => "add a `)`".to_owned(),
            ErrorKind::Unopened => "remove it, or add a `(` before it".to_owned(),
            ErrorKind::ExpectedValue { found } => match found.as_deref() {
                Some("+") => "a sign is written only where it is `-`".to_owned(),
                _ => "a value is a number, a variable, `e`, `pi`, a function's result or something in brackets"
                    .to_owned(),
            },
            ErrorKind::DoubleStar => "a power is written `x^2`".to_owned(),
            ErrorKind::ExpectedOperator { .. } => "a product is written `2*x`".to_owned(),
            ErrorKind::Comma => "a decimal number is written with a point, as in `1.5`".to_owned(),
            ErrorKind::Comparison => "write `where(condition, value, otherwise)`".to_owned(),
            ErrorKind::Chained => "nest one `where` in another".to_owned(),
            ErrorKind::Reserved { .. } => "choose another name".to_owned(),
            ErrorKind::Repeated { .. } => "give each variable once".to_owned(),
            ErrorKind::BadName { .. } => {
                "a name is letters, digits and `_`, and does not begin with a digit".to_owned()
            }
            ErrorKind::TooLong => "compute parts of it first and pass them as variables".to_owned(),
        })
    }
}

/// What to write where a character of other notations stands.
fn instead_of(found: char) -> Option<&'static str> {
    Some(match found {
        '=' => "equality is tested with `==`",
        '!' => "inequality is `!=`; the factorial of n is `gamma(n + 1)`",
        '[' | ']' | '{' | '}' => "brackets are round",
        '×' | '·' | '∙' => "a product is written `*`",
        '÷' | ':' => "a quotient is written `/`",
        '−' | '–' => "the minus sign is `-`",
        '²' | '³' => "a power is written `x^2`",
        '√' => "a square root is written `sqrt(x)`",
        '%' => "a remainder is written `mod(x, y)` or `rem(x, y)`",
        '|' => "a magnitude is written `abs(x)`",
        '≤' => "write `<=`",
        '≥' => "write `>=`",
        '≠' => "write `!=`",
        _ => return None,
    })
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::Text(_) => write!(f, "{}:{}: {}", self.line, self.column, self.kind)?,
            Place::Input(_) => write!(f, "{}", self.kind)?,
        }
        match self.help() {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
