//! What `why` found, as text for people and as JSON for programs.

use super::notes::Remark;
use super::{json, look, matrices, notation};
use crate::cmd::expression::Expression;
use crate::failure;
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use wengert::list::Origin;
use wengert_expr::{Severity, Sources};
use wengert_inspect::cure::{Cure, Cut, Diagnosis, Finding, Link, Rule, Trial};

/// Each finding under the expression, with its thread and its reasons; then the cures.
pub fn text(out: &mut impl Write, of: &Expression, found: &Diagnosis) -> io::Result<()> {
    if found.findings.is_empty() {
        let huge = "the value and all derivatives are finite, none is zero, and nothing is huge";
        return writeln!(out, "{huge}");
    }
    for finding in &found.findings {
        // A zero is drawn where its reasons are.
        let at = finding.at.filter(|_| finding.cuts.is_empty());
        writeln!(out, "{}", look::shown(&drawn(&of.text, &finding.message, at)))?;
        if !finding.thread.is_empty() {
            writeln!(out, "\n{}", thread(&finding.thread).trim_fmt())?;
        }
        for cut in &finding.cuts {
            writeln!(out, "\n{}", look::shown(&drawn(&of.text, &format!("because {}", cut.message), cut.at)))?;
        }
        writeln!(out)?;
    }
    for cure in &found.cures {
        offer(out, &of.names, cure)?;
    }
    if found.cures.is_empty() {
        writeln!(out, "no rewrite is known that helps here")?;
    }
    Ok(())
}

/// A message under the expression, if it has a place there.
fn drawn(text: &Sources, message: &str, at: Option<Origin>) -> String {
    match failure::position(at) {
        Some(span) => text.drawing(Severity::Note, message, Some(span)).to_string(),
        None => format!("note: {message}"),
    }
}

/// From where it begins to the input: values, and the local derivative of each line in the next.
fn thread(links: &[Link]) -> comfy_table::Table {
    let mut table = matrices::plain(&[1, 2], &["thread", "value", "local derivative"]);
    for (k, link) in links.iter().enumerate() {
        let formula = if link.formula.is_empty() { String::new() } else { format!(" = {}", link.formula) };
        let what = format!("{}{formula}", link.name);
        let above = k.checked_sub(1).map(|k| links[k].name.as_str());
        let slope = link.slope.zip(above).map_or(String::new(), |(slope, above)| {
            format!("{} = {}", matrices::derivative(above, &link.name), notation::rounded(slope))
        });
        table.add_row([&what, &notation::rounded(link.value), &slope].map(|cell| look::letters(cell).into_owned()));
    }
    table
}

/// A rewrite, what it answers here, and how it was tried.
pub fn offer(out: &mut impl Write, names: &[String], cure: &Cure) -> io::Result<()> {
    let text = cure.text.as_deref().unwrap_or("(the rewritten program is too long to be shown)");
    writeln!(out, "{}\n  {text}", look::title("Write instead"))?;
    let arrow = look::sign("→", "->");
    let rules: Vec<String> = cure.rules.iter().map(|rule| format!("{} {arrow} {}", rule.from, rule.to)).collect();
    writeln!(out, "  by the rule {}", rules.join(", then "))?;
    let derivatives = names.iter().zip(&cure.gradient);
    let gradient: Vec<String> =
        derivatives.map(|(name, &d)| format!("{} = {}", matrices::derivative("L", name), notation::exact(d))).collect();
    writeln!(out, "  it answers L = {}{}", notation::exact(cure.value), joined(&gradient))?;
    let Trial { agreed, passed_over } = cure.trial;
    let rest = if passed_over > 0 { format!("; at {passed_over} one of them has no digits") } else { String::new() };
    writeln!(out, "  it agrees with the expression at {agreed} points here and around{rest}\n")
}

fn joined(gradient: &[String]) -> String {
    gradient.iter().map(|d| format!(", {d}")).collect()
}

/// `{"value", "grad", "findings", "cures", "notes"}` on one line.
pub fn json(out: &mut impl Write, of: &Expression, found: &Diagnosis, notes: &[Remark]) -> io::Result<()> {
    let answer = json!({
        "value": json::number(found.value),
        "grad": gradient(&of.names, &found.gradient),
        "findings": found.findings.iter().map(|found| finding(&of.text, found)).collect::<Vec<Value>>(),
        "cures": found.cures.iter().map(|cure| offered(of, cure)).collect::<Vec<Value>>(),
        "notes": json::remarks(&of.text, notes),
    });
    writeln!(out, "{answer}")
}

fn gradient(names: &[String], gradient: &[f64]) -> Map<String, Value> {
    names.iter().cloned().zip(gradient.iter().map(|&d| json::number(d))).collect()
}

fn finding(text: &Sources, finding: &Finding) -> Value {
    let link = |link: &Link| {
        let slope = link.slope.map_or(Value::Null, json::number);
        let said = [("name", link.name.as_str().into()), ("formula", link.formula.as_str().into())];
        placed(text, said.into_iter().chain([("value", json::number(link.value)), ("slope", slope)]), link.at)
    };
    let cut = |cut: &Cut| placed(text, [("message", cut.message.as_str().into())], cut.at);
    let said = [("kind", finding.kind.word().into()), ("message", finding.message.as_str().into())];
    let mut all = placed(text, said, finding.at);
    all["thread"] = finding.thread.iter().map(link).collect();
    all["reasons"] = finding.cuts.iter().map(cut).collect();
    all
}

/// An object with its place in the model.
pub fn placed(text: &Sources, said: impl IntoIterator<Item = (&'static str, Value)>, at: Option<Origin>) -> Value {
    let place = json::place(text, failure::position(at));
    said.into_iter().chain(place).map(|(key, value)| (key.to_owned(), value)).collect::<Map<String, Value>>().into()
}

/// A rewrite as JSON.
pub fn offered(of: &Expression, cure: &Cure) -> Value {
    let rule = |rule: &Rule| json!({ "name": rule.name, "from": rule.from, "to": rule.to });
    let said = [
        ("expression", cure.text.as_deref().into()),
        ("rules", cure.rules.iter().map(rule).collect()),
        ("value", json::number(cure.value)),
        ("grad", gradient(&of.names, &cure.gradient).into()),
        ("agreed", cure.trial.agreed.into()),
        ("passed_over", cure.trial.passed_over.into()),
    ];
    placed(&of.text, said, cure.at)
}
