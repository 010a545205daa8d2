//! Functions and the table's formulas as they are written on paper: operators with their signs, `cos(x)` for a slope.

use super::steps::is_of_name;
use wengert::prim::{Op, Row};
pub use wengert_inspect::number::{exact, rounded};

/// A function of some words, as an operator where it is one.
pub fn call(name: &str, words: &[String]) -> String {
    match (sign(name), words) {
        (Some(sign), [a, b]) => format!("{} {sign} {}", bracketed(a), bracketed(b)),
        (None, [a]) if name == "neg" => format!("-{}", bracketed(a)),
        _ => format!("{name}({})", words.join(", ")),
    }
}

/// The sign that expressions have for a row of the table.
pub fn sign(text: &str) -> Option<&'static str> {
    if text == "pow" { Some("^") } else { wengert_inspect::signs::sign(text).map(|(sign, _)| sign) }
}

/// A formula of the table in the row's own words, as an expression; `None` where it is not one.
pub fn of_table(row: &Row, formula: &'static str) -> Option<String> {
    let word = |k: usize| row.args[k].to_owned();
    let formula = Formula { row, word: &word, result: "value".to_owned(), shared: true, rest: formula };
    let text = formula.rewritten()?.replace("(- ", "(-");
    Some(text.strip_prefix("- ").map(|rest| format!("-{rest}")).unwrap_or(text))
}

/// In brackets where a sign stands in front.
pub fn bracketed(word: &str) -> String {
    if word.starts_with('-') { format!("({word})") } else { word.to_owned() }
}

/// Reciprocals of names as fractions: `1/v2` for `recip(v2)`.
fn with_fractions(text: &str) -> String {
    let mut out = text.to_owned();
    for call in ["recip_pos(", "recip("] {
        let parts: Vec<&str> = out.split(call).collect();
        let fraction = |part: &str| match part.split_once(')') {
            Some((name, rest)) if name.chars().all(is_of_name) => format!("1/{name}{rest}"),
            _ => format!("{call}{part}"),
        };
        out = parts[0].to_owned() + &parts[1..].iter().map(|part| fraction(part)).collect::<String>();
    }
    out
}

/// A formula of the table, being rewritten from Rust into an expression.
pub struct Formula<'a> {
    row: &'a Row,
    word: &'a dyn Fn(usize) -> String,
    result: String,
    /// Whether what the slopes share is known by its name.
    shared: bool,
    rest: &'a str,
}

impl<'a> Formula<'a> {
    /// A formula with the names of a line in it: `word` for its arguments, `result` for what it names.
    pub fn of_line(
        row: &'a Row,
        word: &'a dyn Fn(usize) -> String,
        result: String,
        formula: &'static str,
    ) -> Formula<'a> {
        Formula { row, word, result, shared: false, rest: formula }
    }
    /// The expression; `None` where it is none.
    pub fn rewritten(mut self) -> Option<String> {
        let mut out = String::new();
        while let Some(c) = self.rest.chars().next() {
            if c.is_ascii_alphabetic() {
                out += &self.word()?;
            } else {
                out.push(c);
                self.rest = &self.rest[c.len_utf8()..];
            }
        }
        Some(with_fractions(&out))
    }
    /// A literal, a function, an argument or the result.
    fn word(&mut self) -> Option<String> {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if let Some((literal, rest)) = rest.strip_prefix(".lit(").and_then(|rest| rest.split_once(')')) {
            self.rest = rest;
            return match literal {
                "LN_2" => Some("log(2)".to_owned()),
                "LN_10" => Some("log(10)".to_owned()),
                digits => digits.parse().ok().map(exact),
            };
        }
        self.rest = rest;
        if rest.starts_with('(') {
            let op = Op::all().find(|op| op.name() == word && !matches!(op.text(), "where" | "and"))?;
            return Some(op.text().to_owned());
        }
        match self.row.args.iter().position(|&arg| arg == word && !self.row.nary) {
            Some(k) => Some(bracketed(&(self.word)(k))),
            None if self.row.shared.iter().any(|(name, _)| *name == word) => self.shared.then(|| word.to_owned()),
            None => matches!(word, "y" | "z").then(|| self.result.clone()),
        }
    }
}
