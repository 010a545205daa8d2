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
