//! Questions to predict and sheets to fill: that they are about what the sweep then does, and that nothing gives them away.

use serde_json::{Value, json};
use wengert_explorer::engine::{Door, answer};

fn ask(request: &Value) -> Value {
    serde_json::from_str(&answer(&request.to_string(), &Door::still())).expect("JSON")
}

/// The answer to a question, laid out for reading.
fn check(name: &str, request: Value) {
    insta::assert_json_snapshot!(name, ask(&request));
}

fn worked() -> Value {
    json!({"text": "x*y + sin(x*y)", "at": [["x", 2], ["y", 3]]})
}

#[test]
fn a_step_is_predicted() {
    for turn in 0..8 {
        for contribution in 0..5 {
            let got = ask(&json!({"ask": "question", "model": worked(), "contribution": contribution, "turn": turn}));
            let choices = got["choices"].as_array().unwrap();
            assert!(choices.len() >= 2 && got["answer"].as_u64().unwrap() < choices.len() as u64);
            let distinct: std::collections::HashSet<&str> = choices.iter().map(|c| c.as_str().unwrap()).collect();
            assert_eq!(distinct.len(), choices.len(), "{choices:?}");
            assert_eq!(got["slips"].as_array().unwrap().len(), choices.len());
            assert_eq!(got["hints"].as_array().unwrap().len(), 3);
        }
    }
    check("question", json!({"ask": "question", "model": worked(), "contribution": 3, "turn": 0}));
}

/// A number as a choice writes it.
fn digits(choice: &Value) -> f64 {
    choice.as_str().unwrap().replace('−', "-").parse().unwrap()
}

/// The models of all presets whose tapes are listed, each with its record.
fn preset_records() -> Vec<(Value, Value)> {
    let presets = ask(&json!({"ask": "presets"}));
    let models = presets["presets"].as_array().unwrap().iter().map(|preset| preset["model"].clone());
    models
        .map(|model| (model.clone(), ask(&json!({"ask": "record", "model": model}))))
        .filter(|(_, r)| r["ok"] == true)
        .collect()
}

#[test]
fn every_question_of_every_preset_is_about_what_the_sweep_then_does() {
    let (mut steps, mut ahead) = (0, 0);
    for (model, record) in preset_records() {
        let payments = record["contributions"].as_array().unwrap();
        let stride = payments.len().div_ceil(40);
        for (k, payment) in payments.iter().enumerate().step_by(stride.max(1)) {
            for turn in 0..4 {
                let got = ask(&json!({"ask": "question", "model": model, "contribution": k, "turn": turn}));
                if got["ok"] == false {
                    continue;
                }
                let right = &got["choices"][got["answer"].as_u64().unwrap() as usize];
                match got["kind"].as_str().unwrap() {
                    "register" => {
                        let (end, said) = (payment["after"].as_f64().unwrap(), digits(right));
                        assert!((end - said).abs() <= 0.051 * end.abs(), "{end} as {said}");
                        steps += 1;
                    }
                    "sign" => {
                        let way = ["up", "down", "not at all"][match payment["term"].as_f64().unwrap() {
                            x if x > 0.0 => 0,
                            x if x < 0.0 => 1,
                            _ => 2,
                        }];
                        assert!(right.as_str().unwrap().starts_with(way));
                        steps += 1;
                    }
                    _ => {
                        let about = got["about"].as_array().unwrap();
                        assert!(payments[..k].iter().all(|paid| !about.contains(&paid["to"])), "{got}");
                        let until = got["until"].as_u64().unwrap() as usize;
                        assert!(payments[until..].iter().all(|later| !about.contains(&later["to"])), "{got}");
                        ahead += 1;
                    }
                }
            }
        }
    }
    assert!(steps > 100 && ahead > 20, "{steps} and {ahead}");
}

#[test]
fn choices_can_be_told_apart() {
    for (model, record) in preset_records() {
        let payments = record["contributions"].as_array().unwrap();
        let largest = record["lines"].as_array().unwrap().iter().filter_map(|line| line["adjoint"].as_f64());
        let largest = largest.fold(1.0, |most: f64, bar| most.max(bar.abs()));
        for (k, payment) in payments.iter().enumerate().step_by(payments.len().div_ceil(60).max(1)) {
            let request = json!({"ask": "question", "model": model, "contribution": k, "kind": "register"});
            let got = ask(&request);
            if got["ok"] == false {
                continue;
            }
            let term = payment["term"].as_f64().unwrap();
            assert!(term == 0.0 || term.abs() >= 1e-9 * largest, "{term} beside {largest}");
            let choices: Vec<f64> = got["choices"].as_array().unwrap().iter().map(digits).collect();
            for (i, a) in choices.iter().enumerate() {
                // 15 % of the numbers themselves; they are written to two digits.
                let near = choices[..i].iter().any(|b| (a - b).abs() < 0.05 * a.abs().max(b.abs()));
                assert!(!near, "{choices:?} at {k}");
            }
        }
    }
}

#[test]
fn a_question_of_one_kind_says_why_there_is_none() {
    let of = |kind: &str, contribution: usize, model: Value| {
        ask(&json!({"ask": "question", "model": model, "contribution": contribution, "kind": kind}))
    };
    for kind in ["register", "sign", "larger", "input"] {
        assert_eq!(of(kind, 0, worked())["kind"], kind);
    }
    // At the last step x̄ is paid already, so that neither inputs nor two registers are empty.
    for kind in ["larger", "input"] {
        assert_eq!(of(kind, 4, worked())["error"]["kind"], "request");
    }
    let overflow = json!({"text": "exp(x) - exp(x)", "at": [["x", 1000]]});
    let got = of("register", 2, overflow);
    assert!(got["error"]["message"].as_str().unwrap().contains("no finite number"), "{got}");
}

#[test]
fn a_sheet_is_drawn_and_marked() {
    check("practice", json!({"ask": "practice", "grade": 2, "seed": 7}));
    check("mark", json!({"ask": "mark", "model": worked(), "answers": [[2, "1.96"], [0, "3"], [1, ""]]}));
    assert_eq!(ask(&json!({"ask": "practice", "grade": 9, "seed": 7}))["error"]["kind"], "request");
}

#[test]
fn what_joins_a_register_that_holds_nothing_takes_nothing_from_it() {
    let model = json!({"text": "sin(x) + (x - x)", "at": [["x", 1]]});
    for contribution in 0..6 {
        let got = ask(&json!({"ask": "question", "model": model, "contribution": contribution, "kind": "register"}));
        let because = got["because"].as_str().unwrap_or_default();
        assert!(!(because.contains("holds 0.5403") && because.contains("takes from")), "{because}");
    }
    let last = ask(&json!({"ask": "question", "model": model, "contribution": 4, "kind": "register"}));
    assert!(last["because"].as_str().unwrap().contains("adds to what was there"), "{last}");
}
