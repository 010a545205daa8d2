//! What a model is to the engine: which output is seeded, what its names and mistakes are told.

use serde_json::{Value, json};
use wengert_explorer::engine::{Door, answer};

fn ask(request: &Value) -> Value {
    serde_json::from_str(&answer(&request.to_string(), &Door::still())).expect("JSON")
}

#[test]
fn any_of_several_outputs_is_seeded() {
    let asked = |output: usize| {
        let model = json!({"text": "[x, y*x, sin(y)]", "at": [["x", 2], ["y", 3]], "output": output});
        ask(&json!({"ask": "record", "model": model}))
    };
    let gradients = [[1.0, 0.0], [3.0, 2.0], [0.0, 3f64.cos()]];
    for (output, gradient) in gradients.into_iter().enumerate() {
        let record = asked(output);
        let found: Vec<f64> =
            record["gradient"].as_array().unwrap().iter().map(|entry| entry["value"].as_f64().unwrap()).collect();
        assert_eq!(found, gradient, "output {output}");
        assert_eq!(record["choice"]["chosen"], json!(output));
        assert_eq!(record["choice"]["names"].as_array().unwrap().len(), 3);
    }
    let refused = ask(&json!({"ask": "record", "model": {"text": "x, y", "at": [], "output": 2}}));
    assert_eq!(refused["error"]["message"], "there is no output 3: this has 2 outputs");
    let one = ask(&json!({"ask": "record", "model": {"text": "x*y", "at": []}}));
    assert_eq!(one["choice"], Value::Null);
}

#[test]
fn a_name_without_a_value_is_told_what_was_probably_meant() {
    let warned =
        |text: &str| ask(&json!({"ask": "record", "model": {"text": text, "at": [["x", 2]]}}))["warnings"][0].clone();
    assert_eq!(warned("π*x")["help"], "the constant is written `pi`");
    assert_eq!(warned("x + sinx")["help"], "a function stands before brackets: `sin(x)`");
    assert_eq!(warned("x + sin")["help"], "a function stands before brackets: `sin(x)`");
    assert_eq!(warned("x + expected")["help"], Value::Null);
}

#[test]
fn a_value_for_a_constant_is_told_from_one_that_nothing_mentions() {
    let warned = |name: &str| {
        let at = json!([["y", 1], [name, 3]]);
        ask(&json!({"ask": "record", "model": {"text": "e*y", "at": at}}))["warnings"][0].clone()
    };
    assert_eq!(warned("e")["help"], "`e` is a constant of the language; choose another name");
    assert_eq!((warned("z")["kind"].as_str(), &warned("z")["help"]), (Some("unused"), &Value::Null));
}

#[test]
fn a_mistake_has_a_fix_that_is_near() {
    let refused =
        |text: &str| ask(&json!({"ask": "record", "model": {"text": text, "at": [["x", 2]]}}))["error"].clone();
    assert_eq!(refused("sen(x)")["replacement"]["text"], "sin");
    assert_eq!(refused("ln(x)")["replacement"]["text"], "log");
    assert_eq!(refused("sin^2(x)")["help"], "write `sin(x)^2`");
    assert_eq!(refused("where(x > 0 and x < 1, x, 0)")["help"], "both are true in `and(a, b)`");
    let costly = refused("s = x; repeat 1000000000 { s = s + sin(s) }; s");
    assert_eq!(costly["message"], "this would run 2,000,000,000 operations; the page allows 2,000,000");
}

#[test]
fn inputs_count_as_lines_and_a_vector_has_a_bound() {
    let asked = |text: &str| ask(&json!({"ask": "record", "model": {"text": text, "at": []}}));
    let refused = asked("param w[1000000000]; sum(w)");
    assert_eq!(refused["error"]["message"], "this model has 1,000,000,000 inputs; the page allows 2,000");
    assert_eq!(refused["error"]["help"], "declare a shorter vector, or save the program's tape and open that");
    // Too many for a machine's count, too.
    let refused = asked("param v[18000000000000000000]; param w[18000000000000000000]; sum(v) + sum(w)");
    assert_eq!(refused["ok"], false, "{refused}");
    // 1 500 inputs and as many operations.
    let refused = asked("param w[1500]; sum(sin(w))");
    assert_eq!(refused["error"]["instead"], "outline", "{refused}");
}
