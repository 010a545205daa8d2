//! What `check` found, as tables for people and as JSON for programs.

use super::notes::Remark;
use super::{json, look, matrices, notation, why};
use crate::cmd::expression::Expression;
use crate::failure;
use serde_json::{Map, Value};
use std::io::{self, Write};
use wengert_expr::{Severity, Sources};
use wengert_inspect::accuracy::{Accuracy, Digits, Doubt, Entry, Estimate, Step, Verdict};
use wengert_inspect::cure::Cure;

/// The value, one section for each derivative, and the verdict in one line.
pub fn tables(out: &mut impl Write, of: &Expression, found: &Accuracy, cures: &[Cure]) -> io::Result<()> {
    let right = found.value_digits.map_or(String::new(), |d| format!(", {} digits right", whole(d)));
    writeln!(out, "value {}{right}", notation::exact(found.value))?;
    match &found.precise_value {
        Ok(precise) => writeln!(out, "in high precision {precise}")?,
        Err(why) => writeln!(out, "no high precision: {why}")?,
    }
    for entry in &found.entries {
        writeln!(out, "\n{}\n{}", look::title(&derivative_name(entry)), methods(entry).trim_fmt())?;
        if has_differences(entry) {
            writeln!(out, "\n{}\n{}", look::title("Finite differences"), steps(entry).trim_fmt())?;
        }
        for (what, why) in missing(entry) {
            writeln!(out, "\nno {what}: {why}")?;
        }
        for doubt in &entry.doubts {
            writeln!(out, "\n{}", look::shown(&drawn(&of.text, entry, doubt)))?;
        }
    }
    for cure in cures {
        writeln!(out)?;
        why::offer(out, &of.names, cure)?;
    }
    let verdicts: Vec<String> = found.entries.iter().map(verdict).collect();
    let line = if cures.is_empty() { "\n" } else { "" };
    writeln!(out, "{line}{}", if verdicts.is_empty() { "nothing to check".to_owned() } else { verdicts.join("; ") })
}

/// What a derivative is called: the output is the only one.
fn derivative_name(entry: &Entry) -> String {
    matrices::derivative("L", &entry.name)
}

/// A doubt under the expression that it is about.
fn drawn(text: &Sources, entry: &Entry, doubt: &Doubt) -> String {
    let title = format!("{} is doubtful: {doubt}", derivative_name(entry));
    match failure::position(doubt.at()) {
        Some(span) => text.drawing(Severity::Note, title, Some(span)).to_string(),
        None => format!("note: {title}"),
    }
}

/// The verdict on one derivative in one phrase.
fn verdict(entry: &Entry) -> String {
    let name = derivative_name(entry);
    match (entry.verdict, entry.doubts.first(), entry.digits.reverse) {
        (Verdict::Doubtful, Some(doubt), _) => format!("{name} is doubtful ({})", doubt.kind()),
        (Verdict::Sound, _, Some(digits)) => format!("{name} is right to {} digits", whole(digits)),
        (Verdict::Sound, _, None) => format!("{name} is right"),
        _ => format!("{name} could not be checked: no independent method applies here"),
    }
}

/// Whole digits; 16 is all that double precision holds.
fn whole(digits: f64) -> String {
    format!("{:.0}", digits.floor())
}

/// Every method with its derivative and how many digits of it are right.
fn methods(entry: &Entry) -> comfy_table::Table {
    let mut table = matrices::plain(&[1, 2], &["method", "derivative", "digits right"]);
    let Digits { reverse, forward, central, one_sided, complex } = entry.digits;
    let mut row = |name: &str, slope: f64, digits: Option<f64>| {
        table.add_row([name.to_owned(), notation::exact(slope), digits.map_or(String::new(), whole)]);
    };
    row("reverse mode", entry.reverse, reverse);
    row("forward mode", entry.forward, forward);
    for (name, estimate, digits) in [("central", entry.central, central), ("one-sided", entry.one_sided, one_sided)] {
        if let Some(Estimate { slope, h, .. }) = estimate {
            row(&format!("{name} differences, h = {h:e}"), slope, digits);
        }
    }
    if let Ok(slope) = entry.complex {
        row("complex step", slope, complex);
    }
    if let Ok(precise) = &entry.precise {
        table.add_row(["high precision".to_owned(), precise.slope.clone(), String::new()]);
    }
    table
}

/// Whether some steps in a row have a slope: the value beside the point is finite, and the branches are the same.
fn has_differences(entry: &Entry) -> bool {
    entry.central.is_some() || entry.one_sided.is_some()
}

/// The methods that do not apply, and why.
fn missing(entry: &Entry) -> Vec<(&'static str, &str)> {
    const NO_STEP: &str =
        "beside this point the value is not finite, or a branch, a bound or an index comes out otherwise";
    let differences = (!has_differences(entry)).then_some(("finite differences", NO_STEP));
    let complex = entry.complex.as_ref().err().map(|why| ("complex step", why.as_str()));
    let precise = entry.precise.as_ref().err().map(|why| ("high precision", why.as_str()));
    differences.into_iter().chain(complex).chain(precise).collect()
}

/// The slopes that every step gives, and how many digits of them are right.
fn steps(entry: &Entry) -> comfy_table::Table {
    let mut table =
        matrices::plain(&[0, 1, 2, 3, 4, 5, 6], &["h", "central", "right", "forward", "right", "backward", "right"]);
    let truth = entry.precise.as_ref().ok().map(|p| p.rounded).or(entry.complex.as_ref().ok().copied());
    let truth = truth.filter(|_| entry.digits.central.is_some() || entry.digits.reverse.is_some());
    for Step { h, central, forward, backward, .. } in &entry.curve {
        let cells = [central, forward, backward].into_iter().flat_map(|&slope| {
            let right = truth.map_or(String::new(), |truth| whole(digits(slope, truth)));
            [notation::exact(slope), right]
        });
        table.add_row([format!("{h:e}")].into_iter().chain(cells));
    }
    table
}

/// How many digits of `x` are right.
fn digits(x: f64, truth: f64) -> f64 {
    if x == truth {
        return 16.0;
    }
    let error = ((x - truth) / truth).abs();
    if error.is_nan() { 0.0 } else { (-error.log10()).clamp(0.0, 16.0) + 0.0 }
}

/// `{"value", "precise_value", "digits", "derivatives": {name: …}, "doubtful", "cures", "notes"}` on one line.
pub fn json(
    out: &mut impl Write,
    of: &Expression,
    found: &Accuracy,
    cures: &[Cure],
    notes: &[Remark],
) -> io::Result<()> {
    let entries = found.entries.iter();
    let derivatives: Map<String, Value> = entries.map(|e| (e.name.clone(), derivative(&of.text, e))).collect();
    let answer = serde_json::json!({
        "value": json::number(found.value),
        "precise_value": found.precise_value.as_ref().ok(),
        "digits": found.value_digits,
        "derivatives": derivatives,
        "doubtful": found.is_doubtful(),
        "cures": cures.iter().map(|cure| why::offered(of, cure)).collect::<Vec<Value>>(),
        "notes": json::remarks(&of.text, notes),
    });
    writeln!(out, "{answer}")
}

fn derivative(text: &Sources, entry: &Entry) -> Value {
    let digits = entry.digits;
    let estimate = |e: Option<Estimate>, digits: Option<f64>| {
        e.map(|e| {
            let (slope, uncertainty) = (json::number(e.slope), json::number(e.uncertainty));
            serde_json::json!({ "derivative": slope, "h": e.h, "uncertainty": uncertainty, "digits": digits })
        })
    };
    let exactly =
        |slope: f64, digits: Option<f64>| serde_json::json!({ "derivative": json::number(slope), "digits": digits });
    let why_not = |why: &str| serde_json::json!({ "not_applicable": why });
    let doubts = entry.doubts.iter().map(|doubt| {
        why::placed(text, [("kind", doubt.kind().into()), ("message", doubt.to_string().into())], doubt.at())
    });
    let steps = entry.curve.iter().map(|s| {
        let [central, forward, backward] = [s.central, s.forward, s.backward].map(json::number);
        serde_json::json!({ "h": s.h, "central": central, "forward": forward, "backward": backward })
    });
    serde_json::json!({
        "verdict": match entry.verdict {
            Verdict::Sound => "sound",
            Verdict::Doubtful => "doubtful",
            Verdict::Unchecked => "unchecked",
        },
        "reverse": exactly(entry.reverse, digits.reverse),
        "forward": exactly(entry.forward, digits.forward),
        "central": estimate(entry.central, digits.central),
        "one_sided": estimate(entry.one_sided, digits.one_sided),
        "complex": entry.complex.as_ref().map_or_else(|why| why_not(why), |&slope| exactly(slope, digits.complex)),
        "precise": entry.precise.as_ref().map_or_else(
            |why| why_not(why),
            |p| serde_json::json!({ "derivative": p.slope }),
        ),
        "nearest_switch": entry.switch.as_ref().map(|s| {
            why::placed(text, [("operation", s.op.text().into()), ("offset", s.offset.into())], s.at)
        }),
        "doubts": doubts.collect::<Vec<Value>>(),
        "steps": steps.collect::<Vec<Value>>(),
    })
}
