//! Why a question has no answer: what, where, and what to ask instead.

use super::num::Num;
use serde::Serialize;
use wengert::list::Origin;
use wengert_expr::{ErrorKind, Place};

/// What kind of refusal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The request is not one that the engine knows.
    Request,
    /// The expression cannot be read.
    Text,
    /// A value or a name that was given for a variable cannot be used.
    Input,
    /// The tape that is named by its hash is not kept any more.
    Forgotten,
    /// It would cost too much; `needs` and `allows` say how much.
    Limit,
    /// The derivative does not exist here, and `"kinks": "error"` asked to be told so.
    Undefined,
    /// The engine refused for another reason.
    Engine,
}

/// A piece of text to put in the place of another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replacement {
    /// Bytes of the expression.
    pub span: [usize; 2],
    /// What to put there.
    pub text: String,
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// What kind of refusal it is.
    pub kind: FaultKind,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The line of a file with a caret under the place, as a block of text.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<Box<Excerpt>>,
    /// Where in the expression.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Box<TextPlace>>,
    /// What was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Box<Replacement>>,
    /// The variable it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<Box<str>>,
    /// The question that has an answer instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<&'static str>,
    /// What it would cost.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Box<Cost>>,
}

/// A piece of a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Excerpt {
    /// Its lines, as they are drawn.
    pub excerpt: String,
}

/// A place in the expression.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TextPlace {
    /// Bytes of the expression.
    pub span: [usize; 2],
    /// The line of the text, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The character in that line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

/// What it would cost, and what may be spent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// What it would cost.
    pub needs: Num,
    /// What is allowed.
    pub allows: Num,
}

impl Fault {
    /// A refusal without a place.
    pub fn new(kind: FaultKind, message: impl Into<String>) -> Fault {
        Fault {
            kind,
            message: message.into(),
            help: None,
            excerpt: None,
            place: None,
            replacement: None,
            input: None,
            instead: None,
            cost: None,
        }
    }
    /// A request that the engine does not know.
    pub fn request(message: impl Into<String>) -> Fault {
        let help = Some("docs/explorer-api.md lists the questions and their parts".to_owned());
        Fault { help, ..Fault::new(FaultKind::Request, message) }
    }
    /// Something that costs too much: both numbers stand in the message.
    pub fn limit(what: &str, needs: u64, allows: u64, unit: &str) -> Fault {
        let message = format!("{what} {} {unit}; the page allows {}", grouped(needs), grouped(allows));
        let help = match unit {
            "bytes" => "take a shorter text",
            "inputs" => "declare a shorter vector, or save the program's tape and open that",
            "lines" => "record a shorter part, or fewer passes of a loop",
            _ => "make a loop shorter, or ask for fewer points",
        };
        let help = Some(help.to_owned());
        let cost = Some(Box::new(Cost { needs: Num(needs as f64), allows: Num(allows as f64) }));
        Fault { help, cost, ..Fault::new(FaultKind::Limit, message) }
    }
    /// What the reader of expressions says.
    pub fn text(error: &wengert_expr::Error) -> Fault {
        let fault = Fault { help: error.help(), ..Fault::new(FaultKind::Text, error.kind.to_string()) };
        let fault = match error.kind {
            ErrorKind::TooMuch { asked, allowed } => {
                let needs = Num(asked.map_or(f64::INFINITY, |n| n as f64));
                let cost = Some(Box::new(Cost { needs, allows: Num(allowed as f64) }));
                let message = match asked {
                    Some(asked) => Fault::limit("this would run", asked, allowed, "operations").message,
                    None => format!("this would run more than {} operations, which the page allows", grouped(allowed)),
                };
                Fault { kind: FaultKind::Limit, cost, message, ..fault }
            }
            _ => fault,
        };
        match &error.place {
            Place::Input(_) => Fault { kind: FaultKind::Input, ..fault },
            Place::Text(at) => {
                let span = [at.start, at.end];
                let nearest = match &error.kind {
                    ErrorKind::UnknownName { nearest, .. } | ErrorKind::UnknownFunction { nearest, .. } => {
                        nearest.clone()
                    }
                    _ => None,
                };
                let replacement = nearest.map(|text| Box::new(Replacement { span, text }));
                let place = TextPlace { span, line: Some(error.line), column: Some(error.column) };
                Fault { place: Some(Box::new(place)), replacement, ..fault }
            }
        }
    }
    /// What the engine says.
    pub fn engine(error: wengert::Error) -> Fault {
        match error {
            wengert::Error::Undefined { op, args, set, at } => {
                let placeless = wengert::Error::Undefined { op, args, set, at: None }.to_string();
                let message = placeless.split("; ").next().unwrap_or(&placeless).to_owned();
                let help = Some("with kinks noted, the slope of least norm is answered".to_owned());
                let place = span(at).map(|span| Box::new(TextPlace { span, line: None, column: None }));
                Fault { help, place, ..Fault::new(FaultKind::Undefined, message) }
            }
            other => Fault::new(FaultKind::Engine, other.to_string()),
        }
    }
}

/// The bytes of the expression, if that is where it comes from.
pub fn span(at: Option<Origin>) -> Option<[usize; 2]> {
    match at {
        Some(Origin::Text { start, end }) => Some([start as usize, end as usize]),
        _ => None,
    }
}

/// A count with commas between the thousands.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or_default()).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_say_both_numbers() {
        let fault = Fault::limit("this would run", 1_000_000_000, 10_000_000, "operations");
        assert_eq!(fault.message, "this would run 1,000,000,000 operations; the page allows 10,000,000");
    }
}
