//! The reference cases that are expressions, from the command line to the JSON.

use serde_json::Value;
use std::process::Command;

/// Reference values computed with mpmath.
const CASES: &str = include_str!("../../../testdata/cases.jsonl");

fn number(v: &Value) -> f64 {
    v.as_f64().or_else(|| v.as_str()?.parse().ok()).unwrap_or_else(|| panic!("{v} is no number"))
}

/// What `wengert grad --json --hessian` answers.
fn answer(case: &Value) -> Value {
    let bindings = case["vars"].as_array().unwrap().iter().map(|name| {
        let name = name.as_str().unwrap();
        format!("{name}={}", number(&case["inputs"][name]))
    });
    let output = Command::new(env!("CARGO_BIN_EXE_wengert"))
        .args(["grad", "--json", "--hessian", case["expr"].as_str().unwrap()])
        .args(bindings)
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}: {}", case["id"], String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON object")
}

/// Every number of `wanted` with its place, beside the one at the same place of `got`.
fn pairs(place: String, got: &Value, wanted: &Value, out: &mut Vec<(String, f64, f64)>) {
    match wanted {
        Value::Array(items) => {
            assert_eq!(got.as_array().map(Vec::len), Some(items.len()), "{place}");
            items.iter().enumerate().for_each(|(k, w)| pairs(format!("{place}[{k}]"), &got[k], w, out));
        }
        Value::Object(entries) => {
            assert_eq!(got.as_object().map(|o| o.len()), Some(entries.len()), "{place}");
            entries.iter().for_each(|(k, w)| pairs(format!("{place}.{k}"), &got[k], w, out));
        }
        wanted => out.push((place, number(got), number(wanted))),
    }
}

#[test]
fn the_binary_meets_the_cases() {
    let cases = CASES.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let (mut failed, mut run) = (Vec::new(), 0);
    for case in cases.filter(|case| case.get("expr").is_some()) {
        let (got, rtol, mut numbers) = (answer(&case), case["rtol"].as_f64().unwrap(), Vec::new());
        for key in ["value", "grad", "hessian"].into_iter().filter(|key| !case[key].is_null()) {
            pairs(format!("{} {key}", case["id"]), &got[key], &case[key], &mut numbers);
        }
        run += 1;
        failed.extend(numbers.into_iter().filter(|&(_, g, w)| {
            let same = g == w || (g.is_nan() && w.is_nan());
            let near = (g - w).abs() <= rtol * w.abs();
            !same && !near
        }));
    }
    assert_eq!(run, 114);
    assert!(failed.is_empty(), "{failed:#?}");
}
