//! What the engine answers, question by question, as the page gets it: one snapshot each.

use serde_json::{Value, json};
use wengert_explorer::engine::{Door, answer};

fn ask(request: &Value) -> Value {
    serde_json::from_str(&answer(&request.to_string(), &Door::still())).expect("JSON")
}

/// The answer to a question about an expression, laid out for reading.
fn check(name: &str, request: Value) {
    insta::assert_json_snapshot!(name, ask(&request));
}

#[test]
fn the_worked_example() {
    check("record", json!({"ask": "record", "model": {"text": "x*y + sin(x*y)", "at": [["x", 2], ["y", 3]]}}));
}

#[test]
fn numbers_only() {
    check(
        "record_brief",
        json!({"ask": "record", "brief": true, "model": {"text": "x*y + sin(x*y)", "at": [["x", 2], ["y", 3]]}}),
    );
}

#[test]
fn a_kink_is_noted() {
    check("record_kink", json!({"ask": "record", "model": {"text": "abs(x) + 2*x", "at": [["x", 0]]}}));
}

#[test]
fn a_branch_takes_one_side() {
    check("record_branch", json!({"ask": "record", "model": {"text": "where(x > 0, x^2, -x)", "at": [["x", -1]]}}));
}

#[test]
fn what_is_missing_is_set_to_one_and_what_is_not_used_is_left_out() {
    let got = ask(&json!({"ask": "record", "model": {"text": "x*y", "at": [["x", 2], ["z", 5]]}}));
    assert_eq!(got["warnings"][0]["message"], "y has no value; it was set to 1");
    assert_eq!(got["warnings"][1]["message"], "the expression does not mention z");
    assert_eq!(got["inputs"].as_array().unwrap().len(), 2);
    assert_eq!(got["output"]["value"], 2.0);
}

#[test]
fn numbers_that_json_has_not() {
    let got = ask(&json!({"ask": "record", "model": {"text": "log(x) + exp(y)", "at": [["x", 0], ["y", "inf"]]}}));
    assert_eq!((&got["lines"][2]["value"], &got["output"]["value"]), (&json!("-inf"), &json!("nan")));
}

#[test]
fn a_wrong_expression_is_refused_with_its_place() {
    check("error_text", json!({"ask": "record", "model": {"text": "x*y + sn(x*y)", "at": [["x", 2], ["y", 3]]}}));
}

#[test]
fn an_undefined_derivative_is_refused_where_that_is_asked_for() {
    check(
        "error_undefined",
        json!({"ask": "record", "model": {"text": "2*abs(x)", "at": [["x", 0]], "kinks": "error"}}),
    );
}

#[test]
fn requests_that_are_none_are_refused_in_the_same_shape() {
    for request in ["", "{", "[]", r#"{"ask":"sing"}"#, r#"{"ask":"record"}"#, r#"{"ask":"record","model":{}}"#] {
        let got: Value = serde_json::from_str(&answer(request, &Door::still())).expect("JSON");
        assert_eq!((&got["ok"], &got["error"]["kind"]), (&json!(false), &json!("request")), "{request}");
        assert!(got["error"]["help"].is_string());
    }
}

#[test]
fn the_same_structure_at_another_point() {
    let at = |x: f64| ask(&json!({"ask": "record", "model": {"text": "x*y + sin(x*y)", "at": [["x", x], ["y", 3]]}}));
    assert_eq!(at(2.0)["structure"], at(-1.0)["structure"]);
    assert_ne!(at(2.0)["gradient"], at(-1.0)["gradient"]);
}

#[test]
fn a_long_text_is_refused() {
    let text = "x+".repeat(40_000) + "x";
    let got = ask(&json!({"ask": "record", "model": {"text": text, "at": [["x", 2]]}}));
    assert_eq!((&got["error"]["needs"], &got["error"]["allows"]), (&json!(80001.0), &json!(65536.0)));
}
