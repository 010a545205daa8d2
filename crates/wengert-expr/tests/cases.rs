//! The reference cases that are expressions, through the parser and the listing: value, gradient, Hessian.

use serde_json::Value;
use wengert::{Listing, Matrix, Options};

/// Reference values computed with mpmath.
const CASES: &str = include_str!("../../../testdata/cases.jsonl");

/// A number, or the name of one that JSON has not.
fn number(v: &Value) -> f64 {
    match v {
        Value::String(s) => s.parse().expect("inf, -inf or nan"),
        v => v.as_f64().expect("a number"),
    }
}

fn close(got: f64, wanted: f64, rtol: f64) -> bool {
    if !wanted.is_finite() || !got.is_finite() {
        return got == wanted || (got.is_nan() && wanted.is_nan());
    }
    (got - wanted).abs() <= rtol * wanted.abs().max(f64::MIN_POSITIVE)
}

/// Complaints about one case.
fn complaints(case: &Value) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let text = case["expr"].as_str().unwrap();
    let names: Vec<&str> = case["vars"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
    let x: Vec<f64> = names.iter().map(|&name| number(&case["inputs"][name])).collect();
    let rtol = case["rtol"].as_f64().unwrap();
    let at = Listing::new(wengert_expr::parse(text, &names)?, &x, Options::new())?;
    let mut complaints = Vec::new();
    let mut compare = |what: String, got: f64, wanted: &Value| {
        let wanted = number(wanted);
        if !close(got, wanted, rtol) {
            let off = ((got - wanted) / wanted).abs();
            complaints.push(format!("{}: {what}: got {got:e}, wanted {wanted:e}, off by {off:.1e}", case["id"]));
        }
    };
    compare("value".into(), at.value(), &case["value"]);
    for (name, &got) in names.iter().zip(at.grad()) {
        compare(format!("d/d{name}"), got, &case["grad"][name]);
    }
    if let Some(rows) = case["hessian"].as_array() {
        let hessian: Matrix = at.hessian()?;
        for (i, row) in rows.iter().enumerate() {
            for (j, wanted) in row.as_array().unwrap().iter().enumerate() {
                compare(format!("d2/d{}d{}", names[i], names[j]), hessian[(i, j)], wanted);
            }
        }
    }
    Ok(complaints)
}

#[test]
fn every_expression_case_is_met() {
    let cases: Vec<Value> = CASES.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expressions: Vec<&Value> = cases.iter().filter(|case| case.get("expr").is_some()).collect();
    assert_eq!(expressions.len(), 114);
    let failed: Vec<String> = expressions
        .iter()
        .flat_map(|case| complaints(case).unwrap_or_else(|e| vec![format!("{}: {e}", case["id"])]))
        .collect();
    assert!(failed.is_empty(), "{} complaints:\n{}", failed.len(), failed.join("\n"));
}
