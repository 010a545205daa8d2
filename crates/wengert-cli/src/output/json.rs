//! An answer as one JSON object. Numbers that JSON has not are the strings "inf", "-inf" and "nan".

use super::notes::Remark;
use super::steps::Steps;
use crate::cmd::expression::Expression;
use crate::cmd::tangents::Tangents;
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::ops::Range;
use wengert::list::{Id, Step};
use wengert::{Listing, Matrix};
use wengert_expr::Sources;

/// What an answer may have besides value and gradient.
#[derive(Debug, Default)]
pub struct Extra<'a> {
    pub hessian: Option<&'a Matrix<f64>>,
    pub trace: Option<Value>,
}

/// `{"value", "grad", "hessian" and "trace" (if there are), "notes"}`, on one line.
pub fn gradient(
    out: &mut impl Write,
    of: &Expression,
    listing: &Listing,
    grad: &[f64],
    extra: Extra<'_>,
    notes: &[Remark],
) -> io::Result<()> {
    let mut answer = object([("value", number(listing.value())), ("grad", by_name(&of.names, grad))]);
    if let Some(hessian) = extra.hessian {
        answer.insert("hessian".to_owned(), matrix(hessian));
    }
    if let Some(trace) = extra.trace {
        answer.insert("trace".to_owned(), trace);
    }
    answer.insert("notes".to_owned(), remarks(&of.text, notes));
    line(out, answer)
}

/// `{"value", "notes"}`; with several outputs, their values by name.
pub fn values(out: &mut impl Write, of: &Expression, values: &[f64], notes: &[Remark]) -> io::Result<()> {
    let value = match values {
        [one] => number(*one),
        many => by_name(&of.outputs, many),
    };
    line(out, object([("value", value), ("notes", remarks(&of.text, notes))]))
}

/// `{"value", "jacobian", "notes"}`: by output, and in that by variable.
pub fn jacobian(
    out: &mut impl Write,
    of: &Expression,
    values: &[f64],
    matrix: &Matrix<f64>,
    notes: &[Remark],
) -> io::Result<()> {
    let rows = of.outputs.iter().enumerate().map(|(i, output)| (output.clone(), by_name(&of.names, matrix.row(i))));
    let rows = Value::Object(rows.collect());
    line(
        out,
        object([("value", by_name(&of.outputs, values)), ("jacobian", rows), ("notes", remarks(&of.text, notes))]),
    )
}

/// `{"value", "grad", "direction", "hvp", "notes"}`.
pub fn product(
    out: &mut impl Write,
    of: &Expression,
    listing: &Listing,
    direction: &[f64],
    product: &[f64],
    notes: &[Remark],
) -> io::Result<()> {
    let vectors = [("grad", listing.grad()), ("direction", direction), ("hvp", product)];
    let value = std::iter::once(("value", number(listing.value())));
    let vectors = vectors.map(|(key, vector)| (key, by_name(&of.names, vector)));
    line(out, object(value.chain(vectors).chain([("notes", remarks(&of.text, notes))])))
}

/// Both sweeps: every line with its value (and its tangents, in forward mode), and every `+=` of the reverse sweep.
pub fn trace(of: &Expression, listing: &Listing, tangents: Option<&Tangents>) -> Value {
    let list = listing.list();
    let steps = Steps::data(list, of.line_names());
    let mut forward = Vec::new();
    let mut push = |id: Id, text: String, span: Option<Range<u32>>| {
        let mut entry = object([
            ("id", number_of(id).into()),
            ("name", steps.name(id).into()),
            ("operation", text.into()),
            ("value", number(listing.values()[id.0 as usize])),
        ]);
        entry.extend(object(place(&of.text, span)));
        if let Some(tangents) = tangents {
            let along: Vec<f64> = tangents.of.iter().map(|all| all[id.0 as usize]).collect();
            entry.insert("tangent".to_owned(), by_name(&of.names, &along));
        }
        forward.push(Value::Object(entry));
    };
    for (k, name) in of.names.iter().enumerate() {
        push(Id(k as u32), name.clone(), None);
    }
    for (at, id, step) in list.steps() {
        if let Step::Apply(op, args) = step {
            push(id, steps.application(op, args), crate::failure::position(list.origin(at)));
        }
    }
    let mut trace = object([("forward", Value::Array(forward))]);
    if tangents.is_none() {
        trace.insert("reverse".to_owned(), listing.contributions().iter().map(contribution).collect());
    }
    Value::Object(trace)
}

/// A value by its number, counted from 1: no two of a trace have the same.
fn number_of(id: Id) -> String {
    format!("v{}", id.0 + 1)
}

fn contribution(c: &wengert::Contribution) -> Value {
    json!({
        "from": number_of(c.from),
        "to": number_of(c.to),
        "argument": c.arg,
        "slope": number(c.slope),
        "term": number(c.term),
        "register": number(c.register),
    })
}

/// `{"value", "direction" (if there is one), "taylor", "notes"}`: for each series its coefficients.
pub fn series(
    out: &mut impl Write,
    of: &Expression,
    direction: Option<Value>,
    series: &[(String, &[f64])],
    notes: &[Remark],
) -> io::Result<()> {
    let coefficients = |numbers: &[f64]| numbers.iter().map(|&c| number(c)).collect::<Value>();
    let taylor = match direction {
        Some(_) => coefficients(series[0].1),
        None => Value::Object(series.iter().map(|(name, c)| (name.clone(), coefficients(c))).collect()),
    };
    let direction = direction.map(|direction| ("direction", direction));
    line(out, object(direction.into_iter().chain([("taylor", taylor), ("notes", remarks(&of.text, notes))])))
}

/// Anything, on one line.
pub fn any(out: &mut impl Write, value: &Value) -> io::Result<()> {
    writeln!(out, "{value}")
}

fn line(out: &mut impl Write, answer: Map<String, Value>) -> io::Result<()> {
    writeln!(out, "{}", Value::Object(answer))
}

fn object(entries: impl IntoIterator<Item = (&'static str, Value)>) -> Map<String, Value> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Numbers by the names that they belong to.
pub fn by_name(names: &[String], numbers: &[f64]) -> Value {
    Value::Object(names.iter().cloned().zip(numbers.iter().map(|&x| number(x))).collect())
}

fn matrix(matrix: &Matrix<f64>) -> Value {
    (0..matrix.rows()).map(|i| matrix.row(i).iter().map(|&x| number(x)).collect::<Value>()).collect()
}

/// `[{"kind", "message", "span", "at"}]`.
pub fn remarks(text: &Sources, remarks: &[Remark]) -> Value {
    let one = |remark: &Remark| {
        let said = [("kind", remark.kind.into()), ("message", remark.message.as_str().into())];
        Value::Object(object(said.into_iter().chain(place(text, remark.span.clone()))))
    };
    remarks.iter().map(one).collect()
}

/// Where something stands in a model, as two entries: `span`, its positions in all texts one behind the other, and `at`, the
/// file (null for an expression that was given itself), the bytes in that text, and the line and the character where it
/// begins, counted from 1. Both are null where it has no place.
pub fn place(text: &Sources, span: Option<Range<u32>>) -> [(&'static str, Value); 2] {
    let Some(span) = span else { return [("span", Value::Null), ("at", Value::Null)] };
    let (source, bytes) = text.locate(span.clone());
    let (line, column) = source.line_and_column(bytes.start);
    let file = if source.is_expression() { Value::Null } else { source.name.as_str().into() };
    let at = json!({ "file": file, "start": bytes.start, "end": bytes.end, "line": line, "column": column });
    [("span", json!([span.start, span.end])), ("at", at)]
}

/// A number, or its name.
pub fn number(x: f64) -> Value {
    if x.is_nan() {
        "nan".into()
    } else if x.is_infinite() {
        if x > 0.0 { "inf".into() } else { "-inf".into() }
    } else {
        x.into()
    }
}
