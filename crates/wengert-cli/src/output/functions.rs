//! The table of functions as text: names by family, one function in full, its conventions beside those of four peers.

use super::{look, matrices, notation};
use crate::points::records::Records;
use comfy_table::ContentArrangement;
use serde_json::{Map, Value};
use std::io::{self, Write};
use wengert::prim::Op;

/// What is answered at kinks, ties, jumps and edges; written by a test of wengert-testkit from the answers it computes.
const CONVENTIONS: &[u8] = include_bytes!("../../data/conventions.csv");

/// As wide as text is, where nothing says how wide it may be.
const WIDE: usize = 100;

/// A place where a slope is not one number, and who answers what there.
#[derive(Clone, Debug)]
struct Convention {
    /// The titles of the columns and the cells: the case first, the reason last.
    cells: Vec<(String, String)>,
}

impl Convention {
    fn case(&self) -> &str {
        &self.cells[0].1
    }
    /// Whether it is about a function: the case names it or has its sign.
    fn is_about(&self, op: Op) -> bool {
        let case = self.case();
        let sign = notation::sign(op.text());
        let mut words = case.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let named = words.any(|word| word == op.text() || (op.text() == "norm" && word.starts_with("norm_")));
        named
            || sign.is_some_and(|sign| {
                !matches!(sign, "-" | "+" | "*" | "==") && case.contains(sign) && !case.contains("==")
            })
    }
}

fn conventions() -> Vec<Convention> {
    let mut records = Records::new(CONVENTIONS);
    let mut titles: Vec<String> = Vec::new();
    let mut out = Vec::new();
    while let Ok(Some(record)) = records.next() {
        let cells: Vec<String> = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        if titles.is_empty() {
            titles = cells;
        } else {
            out.push(Convention { cells: titles.iter().cloned().zip(cells).collect() });
        }
    }
    out
}

/// The names of all functions, family by family.
pub fn all(out: &mut impl Write) -> io::Result<()> {
    let width = look::columns().map_or(WIDE, usize::from);
    let ops: Vec<Op> = Op::all().collect();
    for family in ops.chunk_by(|a, b| a.family_name() == b.family_name()) {
        writeln!(out, "{}", look::title(family[0].family_name()))?;
        let mut line = String::new();
        for name in family.iter().map(|&op| signed(op)) {
            if !line.is_empty() && line.chars().count() + 2 + name.chars().count() > width {
                writeln!(out, "{line}")?;
                line.clear();
            }
            line += "  ";
            line += &name;
        }
        writeln!(out, "{line}\n")?;
    }
    writeln!(out, "`wengert functions NAME` says what one is, its derivative and its conventions.")
}

/// The name, with the sign that expressions have for it.
fn signed(op: Op) -> String {
    match notation::sign(op.text()) {
        Some(sign) => format!("{} ({sign})", op.text()),
        None => op.text().to_owned(),
    }
}

/// One function in full.
pub fn one(out: &mut impl Write, op: Op) -> io::Result<()> {
    let row = op.row();
    writeln!(out, "{}", look::title(&call(op)))?;
    for line in documentation(op) {
        writeln!(out, "  {line}")?;
    }
    writeln!(out)?;
    for (slope, formula) in derivatives(op) {
        writeln!(out, "  {slope} = {formula}")?;
    }
    for (name, formula) in row.shared {
        let formula = notation::of_table(row, formula).unwrap_or_else(|| (*formula).to_owned());
        writeln!(out, "  with {name} = {formula}")?;
    }
    writeln!(out, "\n  defined for {}", row.domain)?;
    let known: Vec<Convention> = conventions().into_iter().filter(|c| c.is_about(op)).collect();
    if known.is_empty() {
        return writeln!(out, "  smooth there, or no place is known at which systems differ");
    }
    writeln!(out, "\n{} (value; slope; second derivative)", look::title("What is answered where"))?;
    table(out, &known)
}

/// The conventions beside the peers'.
fn table(out: &mut impl Write, known: &[Convention]) -> io::Result<()> {
    let titles: Vec<&str> = known[0].cells.iter().map(|(title, _)| title.as_str()).filter(|t| *t != "why").collect();
    let mut table = matrices::plain(&[], &titles);
    let width = look::columns().map_or(WIDE + 40, usize::from) as u16;
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    for convention in known {
        table.add_row(convention.cells.iter().filter(|(title, _)| title != "why").map(|(_, cell)| in_signs(cell)));
    }
    writeln!(out, "{}", table.trim_fmt())?;
    for convention in known {
        if let Some((_, why)) = convention.cells.last().filter(|(_, why)| !why.is_empty()) {
            writeln!(out, "\n {}: {}", convention.case(), in_signs(why))?;
        }
    }
    Ok(())
}

/// In the signs that may be used.
fn in_signs(text: &str) -> String {
    if look::ascii() { text.replace('×', "*").replace('—', "-").replace('∂', "d") } else { text.to_owned() }
}

/// How it is called.
fn call(op: Op) -> String {
    let row = op.row();
    let args = row.args.join(", ");
    match notation::sign(op.text()) {
        Some(sign) => format!("{} {sign} {}", row.args[0], row.args[1]),
        None if row.nary => format!("{}({args}, …)", op.text()).replace('…', look::sign("…", "...")),
        None => format!("{}({args})", op.text()),
    }
}

fn documentation(op: Op) -> Vec<String> {
    let doc = op.row().doc.trim();
    doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned()).collect()
}

/// Each slope and its formula; in words where the table has a rule and not a formula.
fn derivatives(op: Op) -> Vec<(String, String)> {
    let row = op.row();
    let of = |(k, formula): (usize, &&'static str)| {
        let by = row.args.get(k).copied().unwrap_or(row.args[0]);
        let formula = match *formula {
            "None" | "none" => "nothing is passed on".to_owned(),
            rule => notation::of_table(row, rule).unwrap_or_else(|| as_rule(op, rule)),
        };
        let by = if row.nary { format!("{by}[i]") } else { by.to_owned() };
        (matrices::derivative("", &by), formula)
    };
    row.partials.iter().enumerate().map(of).collect()
}

/// A rule with functions in it that expressions have not: as it stands in the table, its numbers as numbers.
fn as_rule(op: Op, rule: &str) -> String {
    let mut parts = rule.split(".lit(");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = out.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        out.truncate(name);
        let (number, rest) = part.split_once(')').unwrap_or((part, ""));
        out += number.strip_suffix(".0").unwrap_or(number);
        out += rest;
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let named = |word: &str| matches!(word, "y" | "z") && !op.row().args.contains(&word);
    let pieces = out.split_inclusive(|c: char| !is_word(c)).map(|piece| {
        let word = piece.trim_end_matches(|c: char| !is_word(c));
        if named(word) { format!("value{}", &piece[word.len()..]) } else { piece.to_owned() }
    });
    pieces.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One function as an object.
pub fn object(op: Op) -> Value {
    let row = op.row();
    let strings = |pairs: Vec<(String, String)>| {
        Value::Object(pairs.into_iter().map(|(key, text)| (key, Value::String(text))).collect())
    };
    let mut object = Map::new();
    object.insert("name".to_owned(), op.text().into());
    object.insert("family".to_owned(), op.family_name().into());
    object.insert("arguments".to_owned(), row.args.to_vec().into());
    object.insert("any_number".to_owned(), row.nary.into());
    object.insert("documentation".to_owned(), documentation(op).join("\n").into());
    let slopes = derivatives(op).into_iter().map(|(_, formula)| Value::String(formula)).collect();
    object.insert("slopes".to_owned(), Value::Array(slopes));
    let shared = row.shared.iter().map(|(name, formula)| {
        let formula = notation::of_table(row, formula).unwrap_or_else(|| (*formula).to_owned());
        ((*name).to_owned(), formula)
    });
    object.insert("with".to_owned(), strings(shared.collect()));
    object.insert("domain".to_owned(), row.domain.into());
    let known = conventions().into_iter().filter(|c| c.is_about(op)).map(|c| strings(c.cells)).collect();
    object.insert("conventions".to_owned(), Value::Array(known));
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_convention_is_about_a_function_or_known_not_to_be() {
        let all = conventions();
        assert!(all.len() > 100, "{}", all.len());
        assert!(all.iter().all(|c| c.cells.len() == 8));
        let lost: Vec<&str> =
            all.iter().filter(|c| !Op::all().any(|op| c.is_about(op))).map(Convention::case).collect();
        assert!(lost.len() <= all.len() / 4, "{lost:#?}");
    }
    #[test]
    fn conventions_find_their_functions() {
        let about = |name: &str| {
            let op = Op::by_text(name).expect("a row");
            conventions().into_iter().filter(|c| c.is_about(op)).map(|c| c.case().to_owned()).collect::<Vec<_>>()
        };
        assert!(about("relu").contains(&"relu(0)".to_owned()));
        assert!(!about("relu").contains(&"relu6(6)".to_owned()));
        assert!(about("pow").contains(&"x^(1/3) at -8".to_owned()));
        assert!(about("norm").contains(&"norm_2 at 0".to_owned()));
        assert!(about("cosh").is_empty(), "{:?}", about("cosh"));
    }
    #[test]
    fn no_formula_is_rust() {
        for op in Op::all() {
            for (slope, formula) in derivatives(op) {
                assert!(!formula.contains(".lit("), "{op}: {slope} = {formula}");
            }
        }
    }
}
