//! An answer as one JSON object. Numbers that JSON has not are the strings "inf", "-inf" and "nan".

use super::notes;
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use wengert::{Listing, Matrix, Note};

/// `{"value", "grad", "hessian" (if there is one), "notes"}`, on one line.
pub fn gradient(
    out: &mut impl Write,
    names: &[String],
    listing: &Listing,
    hessian: Option<&Matrix<f64>>,
) -> io::Result<()> {
    let mut answer = Map::new();
    let grad: Map<String, Value> = names.iter().cloned().zip(listing.grad().iter().map(|&d| number(d))).collect();
    answer.insert("value".to_owned(), number(listing.value()));
    answer.insert("grad".to_owned(), Value::Object(grad));
    if let Some(hessian) = hessian {
        let rows = (0..names.len()).map(|i| (0..names.len()).map(|j| number(hessian[(i, j)])).collect());
        answer.insert("hessian".to_owned(), Value::Array(rows.collect()));
    }
    answer.insert("notes".to_owned(), listing.notes().iter().map(note).collect());
    writeln!(out, "{}", Value::Object(answer))
}

/// A number, or its name.
fn number(x: f64) -> Value {
    if x.is_nan() {
        "nan".into()
    } else if x.is_infinite() {
        if x > 0.0 { "inf".into() } else { "-inf".into() }
    } else {
        x.into()
    }
}

fn note(note: &Note) -> Value {
    let span = notes::span(note).map(|span| [span.start, span.end]);
    json!({ "kind": notes::kind(note), "message": notes::message(note), "span": span })
}
