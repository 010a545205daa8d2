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

fn worked() -> Value {
    json!({"text": "x*y + sin(x*y)", "at": [["x", 2], ["y", 3]]})
}

#[test]
fn presets_all_record() {
    let got = ask(&json!({"ask": "presets"}));
    let presets = got["presets"].as_array().unwrap();
    assert!(presets.len() >= 10);
    for preset in presets {
        let tape = ask(&json!({"ask": "record", "model": preset["model"]}));
        assert_eq!((&tape["ok"], &tape["warnings"]), (&json!(true), &json!([])), "{}", preset["id"]);
    }
}

#[test]
fn why_a_number() {
    check("why", json!({"ask": "why", "of": "x", "model": worked()}));
    let cancels =
        ask(&json!({"ask": "why", "of": "x", "model": {"text": "x*y + sin(x*y)", "at": [["x", 2], ["y", 1.6]]}}));
    assert_eq!(cancels["heading"], "the paths cancel");
    let unknown = ask(&json!({"ask": "why", "of": "q", "model": worked()}));
    assert_eq!((&unknown["error"]["kind"], &unknown["error"]["input"]), (&json!("input"), &json!("q")));
}

#[test]
fn kinks_along_a_variable() {
    let got = ask(&json!({"ask": "kinks", "along": "x", "model": {"text": "abs(x) + relu(x - 1)", "at": [["x", 0]]}}));
    let marks: Vec<(f64, f64)> = got["plot"]["kinks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kink| (kink["x"].as_f64().unwrap(), kink["used"].as_f64().unwrap()))
        .collect();
    assert_eq!(marks, [(0.0, 0.0), (1.0, 1.0)]);
    assert_eq!(got["plot"]["kinks"][0]["set"], json!([-1.0, 1.0]));
    assert_eq!(got["heading"], "Line 2 lands exactly on a kink");
    let jax = got["notes"][0]["systems"].as_array().unwrap().iter().find(|system| system["name"] == "JAX").unwrap();
    assert_eq!((&jax["answer"], &jax["version"]), (&json!(1.0), &json!("0.10.2")));
}

#[test]
fn smooth_curves_have_no_marks() {
    for text in ["sin(3*x)*exp(-x)", "tanh(5*x) + x^3", "x*y + sin(x*y)", "sqrt(x^2 + 0.01)"] {
        let got = ask(&json!({"ask": "kinks", "along": "x", "model": {"text": text, "at": [["x", 0.3], ["y", 3]]}}));
        assert_eq!(got["plot"]["kinks"], json!([]), "{text}");
    }
}

#[test]
fn jumps_poles_and_edges_are_marked() {
    let marks = |text: &str| {
        let model = json!({"text": text, "at": [["x", 0.3]]});
        let got = ask(&json!({"ask": "kinks", "along": "x", "range": [-4, 4], "model": model}));
        got["plot"]["kinks"].as_array().unwrap().iter().map(|kink| kink["x"].as_f64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(marks("floor(x/2)"), [-2.0, 0.0, 2.0, 4.0]);
    assert_eq!(marks("where(x > 1.25, x^2, 0)"), [1.25]);
    assert_eq!(marks("sqrt(x)"), [0.0]);
    assert_eq!(marks("1/x"), [0.0]);
}

#[test]
fn a_nan_is_followed_to_its_source() {
    check("detective_nan", json!({"ask": "detective", "model": {"text": "log(1 + exp(x))", "at": [["x", 1000]]}}));
}

/// The rewrite that the first finding offers.
fn rewritten(text: &str, at: Value) -> Value {
    ask(&json!({"ask": "detective", "model": {"text": text, "at": at}}))["findings"][0]["rewrite"].clone()
}

#[test]
fn a_nan_has_a_rewrite_that_was_tried() {
    let got = rewritten("log(1 + exp(x))", json!([["x", 800]]));
    let (value, slope) = (json!(800.0), json!({"x": 1.0}));
    assert_eq!((&got["source"], &got["value"], &got["gradient"]), (&json!("softplus(x)"), &value, &slope));
    let before = (&json!("log(1 + exp(x))"), &json!("inf"), &json!({"x": "nan"}));
    assert_eq!((&got["before"], &got["value_before"], &got["gradient_before"]), before);
    let got = rewritten("x*log(x)", json!([["x", 0]]));
    assert_eq!((&got["after"], &got["value"]), (&json!("xlogy(x, x)"), &json!(0.0)));
    let got = rewritten("log(exp(b) + exp(a))", json!([["b", 999], ["a", 1000]]));
    assert_eq!(got["after"], "logsumexp(b, a)");
    let slope = got["gradient"]["a"].as_f64().unwrap();
    assert!((slope - 1.0 / (1.0 + f64::exp(-1.0))).abs() < 1e-12, "{got}");
    let got = rewritten("where(x >= 0, x*log(x), 0)", json!([["x", 0]]));
    assert_eq!(got["after"], "where(x >= 0, xlogy(x, x), 0)");
    assert_eq!((&got["value"], &got["gradient"]), (&json!(0.0), &json!({"x": "-inf"})), "that slope is infinite");
    let got = rewritten("where(x > 0, 1, 0)*sqrt(x)", json!([["x", -1]]));
    assert_eq!((&got["after"], &got["value"]), (&json!("where(x > 0, sqrt(x), 0)"), &json!(0.0)));
}

#[test]
fn the_source_of_a_rewrite_can_be_opened_as_it_is() {
    let at = json!([["v[0]", 800], ["v[1]", 2]]);
    let got = rewritten("param v[2]; log(1 + exp(v[0]))*v[1]", at.clone());
    assert_eq!((&got["after"], &got["value"]), (&json!("softplus(v[0])*v[1]"), &json!(1600.0)));
    assert_eq!(got["gradient"], json!({"v[0]": 2.0, "v[1]": 800.0}));
    assert_eq!(got["source"], "param v[2]; softplus(v[0])*v[1]");
    let again = ask(&json!({"ask": "record", "model": {"text": got["source"], "at": at}}));
    assert_eq!((&again["ok"], &again["warnings"]), (&json!(true), &json!([])));
}

#[test]
fn where_no_rewrite_was_found_none_is_offered() {
    assert_eq!(rewritten("1/x", json!([["x", 0]])), Value::Null);
    assert_eq!(rewritten("y*log(x)", json!([["x", -1], ["y", 2]])), Value::Null);
    let sum = |n: usize| (2..n).fold("log(1 + exp(x))".to_owned(), |sum, k| format!("{sum} + x/{k}"));
    assert_eq!(rewritten(&sum(20), json!([["x", 800]]))["of"], Value::Null, "the whole");
}

/// A rewrite of a part, opened: the tape with it.
fn opened(text: &str, x: f64) -> (Value, Value) {
    let got = rewritten(text, json!([["x", x]]));
    let again = ask(&json!({"ask": "record", "model": {"tape": got["tape"], "at": [["x", x]]}}));
    assert_eq!(again["ok"], true, "{again}");
    (got, again)
}

#[test]
fn of_a_long_tape_or_several_outputs_the_neighbourhood_is_rewritten() {
    let sum = (2..40).fold("log(1 + exp(x))".to_owned(), |sum, k| format!("{sum} + x/{k}"));
    let (got, again) = opened(&sum, 800.0);
    assert_eq!(
        (&got["before"], &got["after"], &got["of"]),
        (&json!("log(1 + exp(x))"), &json!("softplus(x)"), &json!("v4"))
    );
    assert_eq!((&got["value_before"], &got["value"]), (&json!("inf"), &json!(800.0)));
    assert_eq!((&got["gradient_before"], &got["gradient"]), (&json!({"x": "nan"}), &json!({"x": 1.0})));
    let all: f64 = 800.0 + (2..40).map(|k| 800.0 / f64::from(k)).sum::<f64>();
    assert!((again["output"]["value"].as_f64().unwrap() - all).abs() < 1e-9, "{}", again["output"]);
    assert_eq!(again["lines"].as_array().unwrap().len(), 78, "exp and its sum with 1 are gone");
    let (got, again) = opened("log(1 + exp(x)), x", 800.0);
    assert_eq!((&got["after"], &again["output"]["value"]), (&json!("softplus(x)"), &json!(800.0)));
    assert!(got["tape"].as_str().unwrap().lines().any(|line| line.trim() == "return %1, %0"), "both outputs: {got}");
    // Beyond what is listed the part is told, and no tape comes with it.
    let long = "s = x; repeat 3000 { s = 0.5*s }; log(1 + exp(s*0 + 800)) + s";
    let got = rewritten(long, json!([["x", 1]]));
    assert!(got["after"].as_str().unwrap().starts_with("softplus("), "{got}");
    assert_eq!(got["tape"], Value::Null);
}

#[test]
fn zero_and_vanishing_are_found() {
    let got = ask(&json!({"ask": "detective", "model": {"text": "relu(x)*y", "at": [["x", -1], ["y", 2]]}}));
    assert_eq!(got["findings"][0]["kind"], "zero");
    let deep = (0..24).fold("x".to_owned(), |inner, _| format!("sigmoid({inner})"));
    let got = ask(&json!({"ask": "detective", "model": {"text": deep, "at": [["x", 0.5]]}}));
    assert_eq!(got["findings"][0]["kind"], "vanishing");
    assert!(ask(&json!({"ask": "detective", "model": worked()}))["findings"].as_array().unwrap().is_empty());
}

#[test]
fn cost_is_counted() {
    let got = ask(&json!({"ask": "cost", "family": "sum", "n": 32, "m": 1}));
    insta::assert_json_snapshot!("cost", got);
    let beyond = ask(&json!({"ask": "cost", "family": "layer", "n": 1024, "m": 1024}));
    assert_eq!(
        (&beyond["point"], &beyond["needs"], &beyond["allows"]),
        (&Value::Null, &json!(2_097_152), &json!(70_000))
    );
    assert_eq!(ask(&json!({"ask": "cost", "family": "none", "n": 1, "m": 1}))["error"]["kind"], "request");
}

#[test]
fn a_loop_is_taken_back_with_fewer_states() {
    let mut got = ask(&json!({"ask": "checkpoint", "steps": 1000, "states": 10}));
    got["curve"].as_array_mut().unwrap().retain(|point| [3, 10, 1000].contains(&point["states"].as_u64().unwrap()));
    insta::assert_json_snapshot!("checkpoint", got);
}

#[test]
fn misconceptions_fail() {
    check("misconceptions", json!({"ask": "misconceptions", "model": worked()}));
}

#[test]
fn modes_are_compared() {
    check("modes", json!({"ask": "modes", "n": 8, "m": 2, "steps": 64}));
}

#[test]
fn what_is_written_twice_is_one_line_and_says_so() {
    let got = ask(&json!({"ask": "record", "model": worked()}));
    let places: Vec<&Value> = got["lines"].as_array().unwrap().iter().map(|line| &line["places"]).collect();
    assert_eq!(places, [&Value::Null, &Value::Null, &json!(2), &Value::Null, &Value::Null]);
    let got = ask(&json!({"ask": "record", "model": {"text": "s = 0; repeat 3 { s = s + x*y }; s", "at": []}}));
    assert!(got["lines"].as_array().unwrap().iter().all(|line| line["places"].is_null()), "one place, however often");
}

#[test]
fn a_network_takes_a_step() {
    let got = ask(&json!({"ask": "network", "parameters": null, "steps": 3, "rate": 0.5, "seed": 1}));
    assert_eq!((got["parameters"].as_array().unwrap().len(), got["losses"].as_array().unwrap().len()), (13, 3));
    assert_eq!((got["field"].as_array().unwrap().len(), &got["shape"]), (17, &json!([2, 3, 1])));
}

#[test]
fn a_derivative_by_every_method() {
    let got = ask(&json!({"ask": "accuracy", "of": "x", "model": worked()}));
    assert!(got["reference"].as_str().unwrap().starts_with("5.88051085995109"), "{}", got["reference"]);
    assert!(got["reverse"].as_f64().unwrap() < 1e-15);
    assert!(got["steps"].as_array().unwrap().len() > 10);
    let methods: Vec<&str> = got["best"].as_array().unwrap().iter().map(|b| b["method"].as_str().unwrap()).collect();
    assert_eq!(methods, ["reverse mode", "forward mode", "complex step", "central", "one-sided"]);
}

/// Exponents that double in every pass: with no end to them this would not come back.
#[test]
fn a_loop_that_squares_is_answered_in_high_precision_too() {
    for passes in [60, 480] {
        let text = format!("s = x; repeat {passes} {{ s = s*s*0.5 + sin(s) }}; s");
        let model = json!({"text": text, "at": [["x", 1.1]]});
        for question in [
            json!({"ask": "accuracy", "of": "x", "model": model}),
            json!({"ask": "kinks", "along": "x", "model": model}),
        ] {
            assert_eq!(ask(&question)["ok"], true, "{question}");
        }
    }
}

#[test]
fn a_loop_is_written_out_in_passes() {
    let presets = ask(&json!({"ask": "presets"}));
    let pendulum = presets["presets"].as_array().unwrap().iter().find(|preset| preset["id"] == "rk4").unwrap();
    let got = ask(&json!({"ask": "record", "model": pendulum["model"]}));
    let labels = got["lines"].as_array().unwrap().iter().filter_map(|line| line["group"]["label"].as_str());
    let distinct: std::collections::BTreeSet<&str> = labels.collect();
    assert_eq!(distinct.len(), 8, "{distinct:?}");
    assert!(distinct.contains("pass 8 of 8"));
}

#[test]
fn names_of_the_text_are_kept() {
    let got = ask(
        &json!({"ask": "record", "model": {"text": "area = w*h\nedge = 2*(w + h)\narea/edge", "at": [["w", 2], ["h", 3]]}}),
    );
    let names: Vec<&str> = got["lines"].as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!((names[2], names.contains(&"edge"), names.last()), ("area", true, Some(&"L")));
}

#[test]
fn too_many_operations_are_refused_with_both_numbers_and_at_once() {
    let began = std::time::Instant::now();
    let got = ask(
        &json!({"ask": "record", "model": {"text": "s = x; repeat 1000000000 { s = s + sin(s) }; s", "at": [["x", 2]]}}),
    );
    assert_eq!(got["error"]["kind"], "limit", "{got}");
    assert!(got["error"]["needs"].as_f64().unwrap() >= 1e9 && got["error"]["allows"].as_f64().unwrap() <= 1e7);
    assert!(began.elapsed().as_secs() < 5);
}

#[test]
fn programs_say_which_lines_of_the_tape_they_write() {
    let got = ask(&json!({"ask": "programs", "model": worked()}));
    for lang in ["wengert", "rust", "python"] {
        let prints: Vec<&Value> = got[lang]["prints"].as_array().unwrap().iter().map(|one| &one["number"]).collect();
        assert_eq!(prints, ["5.720584501801074", "5.880510859951098", "3.9203405733007317"]);
    }
    let python: Vec<&str> = got["python"]["text"].as_str().unwrap().lines().map(str::trim).collect();
    let links = got["python"]["links"].as_array().unwrap();
    let of = |id: u64, what: &str| {
        let links = links.iter().filter(|link| link[1] == id && link[2] == what);
        links.map(|link| python[link[0].as_u64().unwrap() as usize - 1]).collect::<Vec<_>>()
    };
    assert_eq!((of(3, "forward"), of(3, "pay")), (vec!["b = math.sin(a)"], vec!["a_bar += b_bar * math.cos(a)"]));
    assert_eq!(of(0, "input"), ["def gradient(x, y):", "value, grad = gradient(2.0, 3.0)"]);
    assert_eq!(of(0, "zero"), ["x_bar = y_bar = a_bar = b_bar = 0.0"]);
    assert_eq!((of(4, "seed"), of(0, "return")), (vec!["L_bar = 1.0"], vec!["return L, [x_bar, y_bar]"]));
}

/// What is said where the first finding has no rewrite.
fn not_rewritten(model: Value) -> String {
    let finding = ask(&json!({"ask": "detective", "model": model}))["findings"][0].clone();
    assert_eq!(finding["rewrite"], Value::Null);
    finding["no_rewrite"].as_str().expect("why").to_owned()
}

#[test]
fn where_there_is_no_rewrite_it_is_said_why() {
    let at = json!([["x", 800]]);
    let said = not_rewritten(json!({"text": "1/(x - 800), x", "at": at}));
    assert!(said.ends_with(" known rewrites gives a better number for what is made of line 3."), "{said}");
    let said = not_rewritten(json!({"text": "1/x", "at": [["x", 0]]}));
    assert!(
        said.starts_with("None of the ") && said.ends_with(" known rewrites gives a better number here."),
        "{said}"
    );
    let said = not_rewritten(json!({"text": "1e9*x", "at": at}));
    assert_eq!(said, "Every number is finite. How many digits rounding has left, “Accuracy” shows.");
}

#[test]
fn a_saved_tape_has_a_rewrite_that_is_a_tape() {
    let tape = "list(x) {\n  %1 = exp(%0)\n  %2 = add(%1, 1.0)\n  %3 = log(%2)\n  return %3\n}";
    let got = ask(&json!({"ask": "detective", "model": {"tape": tape, "at": [["x", 800]]}}))["findings"][0].clone();
    let rewrite = &got["rewrite"];
    assert_eq!((&rewrite["after"], &rewrite["value"]), (&json!("softplus(x)"), &json!(800.0)), "{got}");
    assert_eq!(rewrite["source"], Value::Null);
    let again = ask(&json!({"ask": "record", "model": {"tape": rewrite["tape"], "at": [["x", 800]]}}));
    assert_eq!(again["gradient"][0]["value"], 1.0);
}

#[test]
fn a_saved_tape_opens_at_its_point_with_its_places() {
    let tape = "wengert tape 1\npoint(2.0, 3.0)\nadjoints(5.880510859951098, 3.92, 1.96, 1.0, 1.0)\nlist(x, y) {\n  \
                %2 = mul(%0, %1) @ \"src/main.rs:4:9\"\n  %3 = sin(%2)\n  %4 = add(%2, %3)\n  return %4\n}";
    let got = ask(&json!({"ask": "record", "model": {"tape": tape}}));
    assert_eq!(got["inputs"][1]["value"], 3.0);
    assert_eq!((&got["lines"][2]["place"], &got["lines"][2]["span"]), (&json!("src/main.rs:4:9"), &Value::Null));
    assert_eq!(got["lines"][3]["place"], Value::Null);
    let said = "the adjoint of line 2 was saved as 3.92; here it is 3.9203405733007317";
    assert_eq!((&got["warnings"][0]["kind"], &got["warnings"][0]["message"]), (&json!("adjoints"), &json!(said)));
    let moved = ask(&json!({"ask": "record", "model": {"tape": tape, "at": [["x", 1]]}}));
    assert_eq!((&moved["inputs"][0]["value"], &moved["warnings"]), (&json!(1.0), &json!([])));
}

#[test]
fn the_complex_step_has_its_points_on_the_plot_of_accuracy() {
    let got =
        ask(&json!({"ask": "accuracy", "of": "x", "model": {"text": "x*y + sin(x*y)", "at": [["x", 2], ["y", 3]]}}));
    let errors: Vec<f64> = got["steps"].as_array().unwrap().iter().map(|s| s["complex"].as_f64().unwrap()).collect();
    assert!(errors[2] > 1e-3 && errors[14] < errors[2] / 1e5 && errors[62] < 1e-15, "{errors:?}");
    // Four steps a decade, each as wide as it says.
    assert_eq!((errors.len(), &got["steps"][2]["h"]), (63, &json!(0.2)));
    let kinked = ask(&json!({"ask": "accuracy", "of": "x", "model": {"text": "abs(x)", "at": [["x", 0]]}}));
    assert_eq!(kinked["steps"][0]["complex"], Value::Null);
}

/// A tape of `passes` passes that repeat `x = 0.5*sin(x) + w`, with its places.
fn long_tape(passes: usize) -> String {
    let mut tape = "wengert tape 1\npoint(0.5, 0.1)\nlist(x, w) {\n".to_owned();
    let mut x = 0;
    for k in 0..passes {
        let at = 2 + 3 * k;
        tape += &format!("  %{at} = sin(%{x}) @ \"src/main.rs:7:9\"\n  %{} = mul(0.5, %{at})\n", at + 1);
        tape += &format!("  %{} = add(%{}, %1) @ \"src/main.rs:8:9\"\n", at + 2, at + 1);
        x = at + 2;
    }
    tape + &format!("  return %{x}\n}}")
}

#[test]
fn a_long_tape_is_outlined_in_columns_folded_and_counted() {
    let model = json!({"tape": long_tape(1000)});
    let refused = ask(&json!({"ask": "record", "model": model}));
    assert_eq!((&refused["error"]["kind"], &refused["error"]["instead"]), (&json!("limit"), &json!("outline")));
    let got = ask(&json!({"ask": "outline", "model": model}));
    assert_eq!(got["heading"], "3,002 lines, folded to 3");
    let fold = &got["parts"][1];
    assert_eq!((&got["parts"][0], &fold["inside"]), (&json!({"lines": 2}), &json!([{"lines": 3}])));
    assert_eq!((&fold["times"], &fold["lines"], &fold["bytes"]), (&json!(1000), &json!(3), &json!(72)));
    assert_eq!(fold["largest"].as_array().unwrap().len(), 200, "five passes together");
    let columns = &got["columns"];
    assert_eq!((&columns["text"][2], &columns["text"][3]), (&json!("v3 = sin(x)"), &json!("v4 = 0.5 * v3")));
    assert_eq!((&columns["args"][4], &columns["depth"][4]), (&json!([3, 1]), &json!(3)));
    for column in ["text", "value", "adjoint", "operation", "args", "depth", "bytes", "source"] {
        assert_eq!(columns[column].as_array().unwrap().len(), 3002, "{column}");
    }
    let source = &got["sources"][0];
    assert_eq!(
        (&source["place"], &source["lines"], &source["first"]),
        (&json!("src/main.rs:7"), &json!(1000), &json!(2))
    );
    assert_eq!((&got["operations"][0]["name"], &got["operations"][0]["lines"]), (&json!("sin"), &json!(1000)));
    let said = "Cotangents vanish: from about 10⁻¹ near the output to 10⁻²⁴ or less near the inputs";
    assert_eq!((&got["histogram"]["heading"], &got["histogram"]["lowest_and_below"]), (&json!(said), &json!(true)));
    let sum: u64 = columns["bytes"].as_array().unwrap().iter().map(|bytes| bytes.as_u64().unwrap()).sum();
    assert_eq!(got["counts"]["bytes"], sum);
    assert_eq!(got["first"], json!({"value": null, "cotangent": null, "zero": null}));
    assert_eq!(got["output"]["line"], 3001);
}

#[test]
fn the_outline_agrees_with_the_record_of_the_same_tape() {
    let model = json!({"tape": long_tape(20)});
    let (long, short) =
        (ask(&json!({"ask": "outline", "model": model})), ask(&json!({"ask": "record", "model": model})));
    assert_eq!(short["counts"]["bytes"], long["counts"]["bytes"]);
    for (k, line) in short["lines"].as_array().unwrap().iter().enumerate() {
        assert_eq!(line["value"], long["columns"]["value"][k]);
        assert_eq!(line["adjoint"], long["columns"]["adjoint"][k]);
        assert_eq!(line["depth"], long["columns"]["depth"][k]);
    }
}

#[test]
fn a_tape_too_long_to_be_outlined_is_refused_with_both_numbers() {
    let text = "s = x; repeat 100000 { s = s + sin(s)*x }; s";
    let got = ask(&json!({"ask": "outline", "model": {"text": text, "at": [["x", 2]]}}));
    assert_eq!(got["error"]["message"], "this tape has 300,001 lines; the page allows 250,000");
    assert_eq!(got["error"]["instead"], Value::Null);
}

#[test]
fn the_first_number_that_is_not_finite_is_found_in_a_long_tape() {
    let text = "s = x; repeat 1000 { s = s*s + y }; s";
    let got = ask(&json!({"ask": "outline", "model": {"text": text, "at": [["x", 2], ["y", 1]]}}));
    let value = got["first"]["value"].as_u64().unwrap() as usize;
    assert!(got["columns"]["value"][value - 1].is_number() && got["columns"]["value"][value] == "inf", "{value}");
    assert!(got["first"]["cotangent"].is_number(), "{}", got["first"]);
}

#[test]
fn a_vector_has_as_many_elements_as_have_values() {
    let model = json!({"text": "sum(v*v) + x", "at": [["v[0]", 1], ["v[1]", 2], ["v[2]", 3], ["x", 4]]});
    let got = ask(&json!({"ask": "record", "model": model}));
    assert_eq!((&got["output"]["value"], &got["warnings"]), (&json!(18.0), &json!([])));
    assert_eq!((&got["gradient"][2]["name"], &got["gradient"][2]["value"]), (&json!("v[2]"), &json!(6.0)));
}

#[test]
fn what_an_operation_costs_is_measured_by_the_clock_of_the_door() {
    let ticks = std::cell::Cell::new(0.0);
    let now = || ticks.replace(ticks.get() + 1e-3);
    let request = json!({"ask": "outline", "model": {"tape": long_tape(1000)}}).to_string();
    let got: Value = serde_json::from_str(&answer(&request, &Door { now: &now })).expect("JSON");
    // One look at the clock is a thousandth of a second, for a thousand lines.
    for operation in got["operations"].as_array().unwrap() {
        assert!((operation["seconds"].as_f64().unwrap() - 1e-6).abs() < 1e-12, "{operation}");
    }
    let fold = got["parts"][1]["seconds"].as_f64().unwrap();
    assert!((fold - 3e-6).abs() < 1e-12, "three lines: {fold}");
}

#[test]
fn the_paths_of_a_long_tape_are_ranked_with_their_middle_told_as_one_step() {
    let got = ask(&json!({"ask": "why", "line": 1, "model": {"tape": long_tape(1000)}}));
    assert_eq!((&got["of"], &got["count"]), (&json!("w"), &json!(1000.0)));
    let paths = got["paths"].as_array().unwrap();
    assert_eq!(paths.len(), 8);
    let outline = ask(&json!({"ask": "outline", "model": {"tape": long_tape(1000)}}));
    assert_eq!(got["sum"], outline["columns"]["adjoint"][1]);
    assert_eq!(got["rest"]["count"], 992.0);
    let listed: f64 = paths.iter().map(|path| path["value"].as_f64().unwrap()).sum();
    let all = listed + got["rest"]["value"].as_f64().unwrap();
    assert!((all - got["sum"].as_f64().unwrap()).abs() < 1e-12, "{all}");
    assert!(
        paths.windows(2).all(|two| two[0]["value"].as_f64().unwrap().abs() >= two[1]["value"].as_f64().unwrap().abs())
    );
    let input = ask(&json!({"ask": "why", "line": 0, "model": {"tape": long_tape(1000)}}))["paths"][0].clone();
    let edges = input["edges"].as_array().unwrap();
    assert_eq!((input["nodes"].as_array().unwrap().len(), edges.len()), (18, 17));
    assert_eq!(edges[8]["hops"], 3000 - 16);
    assert!(edges[8]["text"].as_str().unwrap().starts_with("2,984 steps: 10^−3"), "{}", edges[8]["text"]);
    let refused = ask(&json!({"ask": "why", "line": 9999, "model": {"tape": long_tape(1000)}}));
    assert_eq!(refused["error"]["message"], "no line is called line 10000");
    let refused = ask(&json!({"ask": "why", "model": {"tape": long_tape(1)}}));
    assert_eq!(refused["error"]["message"], "say which value: `of`, its name, or `line`, its id");
    let refused = ask(&json!({"ask": "checkpoint", "steps": 0, "states": 1}));
    assert_eq!(refused["error"]["message"], "a loop of no steps keeps nothing; ask for 1 at least");
}

#[test]
fn a_path_of_eighteen_values_is_told_whole() {
    let chain = |n: usize| (0..n).fold("x".to_owned(), |inner, _| format!("sin({inner})"));
    let edges = |n: usize| {
        let got = ask(&json!({"ask": "why", "of": "x", "model": {"text": chain(n), "at": [["x", 1]]}}));
        (got["paths"][0]["nodes"].as_array().unwrap().len(), got["paths"][0]["edges"].as_array().unwrap().len())
    };
    assert_eq!([edges(16), edges(17), edges(18), edges(40)], [(17, 16), (18, 17), (18, 17), (18, 17)]);
}

#[test]
fn the_thread_of_a_long_tape_leads_to_its_source() {
    let text = "s = x; repeat 1100 { s = s*s + y }; s";
    let model = json!({"text": text, "at": [["x", 2], ["y", 1]]});
    let got = ask(&json!({"ask": "detective", "model": model}));
    let outline = ask(&json!({"ask": "outline", "model": model}));
    let finding = &got["findings"][0];
    assert_eq!((&finding["kind"], &finding["thread"][0]["line"]), (&json!("inf"), &outline["first"]["value"]));
    assert!(got["magnitudes"].as_array().unwrap().len() <= 480);
    let tape = long_tape(1000).replace("%3002", "%0").replace("return %0", "return %3001");
    assert_eq!(ask(&json!({"ask": "detective", "model": {"tape": tape}}))["ok"], true);
}

#[test]
fn the_matrix_of_a_long_tape_has_a_map_and_a_window_at_any_line_of_the_sweep() {
    let tape = long_tape(1000);
    let at = |at: usize, first: usize| {
        ask(&json!({"ask": "matrix", "at": at, "first": first, "rows": 28, "model": {"tape": tape}}))
    };
    let got = at(0, 2000);
    let outline = ask(&json!({"ask": "outline", "model": {"tape": tape}}));
    assert_eq!((&got["lines"], &got["entries"], &got["map"]["wide"]), (&json!(3002), &json!(4000), &json!(32)));
    let counted: u64 = got["map"]["squares"].as_array().unwrap().iter().map(|one| one[2].as_u64().unwrap()).sum();
    assert_eq!(counted, 4000);
    assert_eq!(got["map"]["registers"].as_array().unwrap().len(), 94);
    for row in got["rows"].as_array().unwrap() {
        let k = row["id"].as_u64().unwrap() as usize;
        assert_eq!(
            (&row["value"], &row["register"]),
            (&outline["columns"]["value"][k], &outline["columns"]["adjoint"][k])
        );
        assert_eq!((&row["text"], &row["swept"]), (&outline["columns"]["text"][k], &json!(true)));
        let reads: Vec<&Value> = row["entries"].as_array().unwrap().iter().map(|entry| &entry["id"]).collect();
        assert_eq!(reads.len(), outline["columns"]["args"][k].as_array().unwrap().len());
    }
    // Before the sweep nothing has arrived; halfway the lines before it hold what later ones have paid.
    let before = at(3002, 2000);
    assert!(
        before["rows"].as_array().unwrap().iter().all(|row| row["register"] == Value::Null && row["swept"] == false)
    );
    let half = at(2010, 2000);
    let registers: Vec<&Value> = half["rows"].as_array().unwrap().iter().map(|row| &row["register"]).collect();
    assert_eq!((registers[8], registers[11].is_number()), (&Value::Null, true), "{registers:?}");
    assert_eq!(at(0, 99_999)["first"], 3002 - 28);
}
