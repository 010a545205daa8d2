//! Lines and slopes as they are written on paper: `v3 = v1 * v2`, and `v2` for the slope of `v3` in `v1`.

use super::look;
use std::f64::consts;
use wengert::list::{Id, List, Operand, Ref};
use wengert::prim::{Op, Row};

/// Signs of operators by their names in the table, and how tightly they bind.
const SIGNS: [(&str, &str); 11] = [
    ("add", "+"),
    ("sub", "-"),
    ("mul", "*"),
    ("div", "/"),
    ("pow", "^"),
    ("lt", "<"),
    ("le", "<="),
    ("gt", ">"),
    ("ge", ">="),
    ("eq", "=="),
    ("ne", "!="),
];

/// Of more arguments than this, some are left out.
const MOST_ARGUMENTS: usize = 8;

/// A slope in more characters than this is shown as its number only.
const WIDEST_SLOPE: usize = 28;

/// Four decimals, or an exponent where they would not do.
pub fn rounded(x: f64) -> String {
    if x == 0.0 || !x.is_finite() || (1e-3..1e7).contains(&x.abs()) { format!("{x:.4}") } else { format!("{x:.4e}") }
}

/// Every digit that counts.
pub fn exact(x: f64) -> String {
    if x == 0.0 || !x.is_finite() || (1e-5..1e16).contains(&x.abs()) { format!("{x}") } else { format!("{x:e}") }
}

/// The name of a value, counted from 1.
pub fn name(id: Id) -> String {
    format!("v{}", id.0 + 1)
}

/// The name of its adjoint: with a bar.
pub fn adjoint(id: Id) -> String {
    if look::ascii() { format!("v{}_bar", id.0 + 1) } else { format!("v\u{304}{}", id.0 + 1) }
}

/// What an operand reads.
pub fn operand(list: &List, o: Operand) -> String {
    match o.get() {
        Ref::Id(id) => name(id),
        Ref::Const(k) => constant(list.pool()[k as usize]),
        Ref::Data(k) => exact(list.data()[k as usize]),
    }
}

fn constant(c: f64) -> String {
    match c {
        consts::PI => "pi".to_owned(),
        consts::E => "e".to_owned(),
        c => exact(c),
    }
}

/// The application of a primitive, as an operator where it is one.
pub fn application(list: &List, op: Op, args: &[Operand]) -> String {
    let shown = if args.len() > MOST_ARGUMENTS { &args[..MOST_ARGUMENTS - 2] } else { args };
    let mut words: Vec<String> = shown.iter().map(|&a| operand(list, a)).collect();
    if let (true, Some(&last)) = (args.len() > MOST_ARGUMENTS, args.last()) {
        words.extend([look::sign("…", "...").to_owned(), operand(list, last)]);
    }
    call(op.text(), &words)
}

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
    SIGNS.iter().find(|(name, _)| *name == text).map(|&(_, sign)| sign)
}

/// A formula of the table in the row's own words, as an expression; `None` where it is not one.
pub fn of_table(row: &Row, formula: &'static str) -> Option<String> {
    let word = |k: usize| row.args[k].to_owned();
    let text = Formula { row, word: &word, result: "value".to_owned(), shared: true, rest: formula }.rewritten()?;
    let text = with_fractions(&text).replace("(- ", "(-");
    Some(text.strip_prefix("- ").map(|rest| format!("-{rest}")).unwrap_or(text))
}

/// In brackets where a sign stands in front.
pub fn bracketed(word: &str) -> String {
    if word.starts_with('-') { format!("({word})") } else { word.to_owned() }
}

/// The slope of a line in one argument, as the table's own formula with the line's values in it; `None` where that is
/// long or not an expression.
pub fn slope(list: &List, op: Op, args: &[Operand], arg: usize, result: Id) -> Option<String> {
    let row = op.row();
    let formula = row.partials.get(if row.nary { 0 } else { arg })?;
    let word = |k: usize| operand(list, args[k]);
    let text = Formula { row, word: &word, result: name(result), shared: false, rest: formula }.rewritten()?;
    let text = with_fractions(&text);
    let simple = text.chars().all(|c| c.is_alphanumeric() || c == '.') || is_one_call(&text);
    (text.chars().count() <= WIDEST_SLOPE).then(|| if simple { text } else { format!("({text})") })
}

/// Reciprocals of names as fractions: `1/v2` for `recip(v2)`.
fn with_fractions(text: &str) -> String {
    let mut out = text.to_owned();
    for call in ["recip_pos(", "recip("] {
        let parts: Vec<&str> = out.split(call).collect();
        let fraction = |part: &str| match part.split_once(')') {
            Some((name, rest)) if name.chars().all(char::is_alphanumeric) => format!("1/{name}{rest}"),
            _ => format!("{call}{part}"),
        };
        out = parts[0].to_owned() + &parts[1..].iter().map(|part| fraction(part)).collect::<String>();
    }
    out
}

/// Whether it is a function's name and one pair of brackets to the end.
fn is_one_call(text: &str) -> bool {
    let Some((name, inside)) = text.split_once('(') else { return false };
    let plain = inside.strip_suffix(')').is_some_and(|inside| !inside.contains(['(', ')']));
    plain && !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// A formula of the table, being rewritten from Rust into an expression.
struct Formula<'a> {
    row: &'a Row,
    word: &'a dyn Fn(usize) -> String,
    result: String,
    /// Whether what the slopes share is known by its name.
    shared: bool,
    rest: &'a str,
}

impl Formula<'_> {
    fn rewritten(mut self) -> Option<String> {
        let mut out = String::new();
        while let Some(c) = self.rest.chars().next() {
            if c.is_ascii_alphabetic() {
                out += &self.word()?;
            } else {
                out.push(c);
                self.rest = &self.rest[c.len_utf8()..];
            }
        }
        Some(out)
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
