//! What the lenses state is so: sources of registers, reasons for zeros, kinks and poles, shares, digits, and long tapes.

use serde_json::{Value, json};
use wengert_explorer::engine::{Door, answer};

fn ask(request: &Value) -> Value {
    serde_json::from_str(&answer(&request.to_string(), &Door::still())).unwrap()
}

/// The findings of the detective, each as its kind, its heading and the lines of its thread from the source on.
fn findings(model: &Value) -> Vec<(String, String, Vec<u64>)> {
    let got = ask(&json!({"ask": "detective", "model": model}));
    let plain = |text: &Value| {
        let cut = |part: &str| part.split('⟧').next_back().unwrap_or("").to_owned();
        text.as_str().unwrap().split('⟦').map(cut).collect::<String>()
    };
    let one = |finding: &Value| {
        let lines = finding["thread"].as_array().unwrap().iter().map(|knot| knot["line"].as_u64().unwrap() + 1);
        (finding["kind"].as_str().unwrap().to_owned(), plain(&finding["heading"]), lines.collect())
    };
    got["findings"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn a_register_is_traced_to_its_own_source() {
    let found = findings(&json!({"text": "sqrt(x) + exp(y)", "at": [["x", 0], ["y", 1000]]}));
    let told: Vec<_> =
        found.iter().map(|(kind, heading, lines)| (kind.as_str(), heading.as_str(), &lines[..])).collect();
    assert_eq!(told[0], ("inf", " is ∞ because of line 3", &[3, 3, 1][..]));
    assert_eq!(told[1], ("inf", " is ∞ because of line 4", &[4, 4, 2][..]));
    assert_eq!(told.len(), 2);
    let found = findings(&json!({"text": "1/y + exp(1000*x)", "at": [["x", 1], ["y", 0]]}));
    assert_eq!(found[0].1, " is ∞ because of line 5");
    assert_eq!(found[1].1, " is −∞ because of line 3");
}

/// A tape that multiplies `x` by 1.2 so many times.
fn growing(lines: usize) -> String {
    let line = |k: usize| format!("  %{} = mul(%{k}, 1.2)\n", k + 1);
    format!("wengert tape 1\npoint(2.0)\nlist(x) {{\n{}  return %{lines}\n}}", (0..lines).map(line).collect::<String>())
}

#[test]
fn a_cotangent_that_overflows_is_told_from_a_value_that_does() {
    let found = findings(&json!({"tape": growing(10_000)}));
    let (kind, heading, lines) = &found[0];
    assert_eq!((kind.as_str(), heading.as_str()), ("inf", " is ∞: its cotangent overflows at line 6,108"));
    assert_eq!(lines[..], [6108, 1]);
    assert!(found[1].1.ends_with(" is ∞ because of line 3,891"), "{found:?}");
}

#[test]
fn every_reason_for_a_zero_is_told() {
    let first = |text: &str, x: f64| {
        let got = ask(&json!({"ask": "detective", "model": {"text": text, "at": [["x", x], ["y", 2], ["w", 1]]}}));
        let found = got["findings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|found| found["kind"] == "zero" || found["kind"] == "vanishing");
        let found = found.unwrap_or_else(|| panic!("{text}: {got}"));
        let end = |key: &str| found[key].as_str().unwrap().rsplit('⟧').next().unwrap().to_owned();
        (end("heading"), end("text"))
    };
    assert_eq!(first("relu(x)*y", -1.0).1, ", but line 3 lets nothing through.");
    assert_eq!(first("relu(w*x - 3)", 1.0).1, ", but line 5 lets nothing through.");
    assert_eq!(
        first("x - x", 3.0),
        (" is exactly 0: contributions cancel".to_owned(), " is not 0, and its sum is.".to_owned())
    );
    assert_eq!(first("exp(-x) - exp(-x)", 3.0).0, " is exactly 0: contributions cancel");
    assert_eq!(first("x*1e-200*1e-200", 3.0).0, " has vanished: it is 0 in double precision");
    assert!(first("x*1e-200*1e-200", 3.0).1.starts_with("The largest path is about 10⁻⁴⁰⁰."));
    assert_eq!(first("y*2 + where(x > 0, w, 1)", 3.0).1, ", but line 6 lets nothing through.");
    let tape = "list(x, y) {\n  %2 = sin(%1)\n  return %2\n}";
    let got = ask(&json!({"ask": "detective", "model": {"tape": tape}}));
    assert!(got["findings"][0]["text"].as_str().unwrap().starts_with("Nothing that the output depends on reads"));
}

#[test]
fn a_chain_of_sigmoids_that_underflows_has_vanished() {
    for lines in [2_000, 20_000] {
        let line = |k: usize| format!("  %{} = sigmoid(%{k})\n", k + 1);
        let body: String = (0..lines).map(line).collect();
        let tape = format!("wengert tape 1\npoint(0.5)\nlist(x) {{\n{body}  return %{lines}\n}}");
        let got = ask(&json!({"ask": "detective", "model": {"tape": tape}}));
        let found = &got["findings"][0];
        assert_eq!(found["kind"], "vanishing");
        assert!(found["heading"].as_str().unwrap().ends_with(" has vanished: it is 0 in double precision"));
        let why = ask(&json!({"ask": "why", "line": 0, "model": {"tape": tape}}));
        let text = format!("The largest path is about 10{}.", raised(why["paths"][0]["power"].as_i64().unwrap()));
        assert!(found["text"].as_str().unwrap().starts_with(&text), "{text} {found}");
        assert_eq!((&why["left"], &why["heading"]), (&json!(1.0), &json!("there is one path")));
    }
}

fn raised(power: i64) -> String {
    let up = |c: char| c.to_digit(10).map_or('⁻', |digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize).unwrap());
    power.to_string().chars().map(up).collect()
}

#[test]
fn what_vanished_or_exploded_is_blamed_on_its_own_path() {
    // The smallest slope of the tape stands on the path to y, not on that to x.
    let deep = (0..24).fold("x".to_owned(), |inner, _| format!("sigmoid({inner})"));
    let got =
        ask(&json!({"ask": "detective", "model": {"text": format!("{deep} + 1e-3*y"), "at": [["x", 0.5], ["y", 2]]}}));
    let found = &got["findings"][0];
    assert_eq!((&found["kind"], found["thread"][0]["line"].as_u64().unwrap() > 1), (&json!("vanishing"), true));
    assert!(found["text"].as_str().unwrap().contains("of 25 local derivatives on the largest path"), "{found}");
    assert!(!found["thread"][0]["short"].as_str().unwrap().contains("0.001"), "{found}");
}

#[test]
fn what_a_cancellation_left_within_the_program_is_found_and_called_so() {
    let text = "S*normcdf((log(S/K) + (r + s^2/2)*T)/(s*sqrt(T))) - K*exp(-r*T)*normcdf((log(S/K) + (r - s^2/2)*T)/(s*sqrt(T)))";
    let at = json!([["S", 100.0], ["K", 105.0], ["r", 0.03], ["s", 0.2], ["T", 1.0]]);
    let got = ask(&json!({"ask": "detective", "model": {"text": text, "at": at}}));
    let found = &got["findings"][0];
    assert!(found["heading"].as_str().unwrap().ends_with(" has vanished"), "{got}");
    assert_eq!(found["text"], "The paths to it are larger, and cancel.");
    assert_eq!(found["thread"].as_array().unwrap().last().unwrap()["detail"], "what cancellation leaves");
}

#[test]
fn no_percentage_is_of_nothing() {
    let why = |text: &str, x: f64| {
        ask(&json!({"ask": "why", "of": "x", "model": {"text": text, "at": [["x", x], ["y", 0]]}}))
    };
    let got = why("x*y", 0.0);
    assert_eq!(
        (&got["left"], &got["paths"][0]["share"], &got["heading"]),
        (&Value::Null, &Value::Null, &json!("every path is zero"))
    );
    // A zero that met infinity counts as the sweep counted it.
    let got = why("sqrt(x)*x", 0.0);
    assert_eq!((&got["sum"], &got["heading"]), (&json!(0.0), &json!("every path is zero")));
    assert!(got["paths"].as_array().unwrap().iter().all(|path| path["value"] == 0.0), "{got}");
    assert!(got["paths"].as_array().unwrap().iter().any(|path| path["counted"] == true), "{got}");
    let got = why("exp(1000*x)", 1.0);
    assert_eq!((&got["heading"], &got["left"]), (&json!("the sum is ∞"), &Value::Null));
    // Paths that are one because their parts are equal are still counted.
    let got = why("x*x*x*x*x", 2.0);
    let ways: f64 = got["paths"].as_array().unwrap().iter().map(|path| path["ways"].as_f64().unwrap()).sum();
    assert_eq!((got["count"].as_f64().unwrap(), got["rest"]["count"].as_f64().unwrap()), (ways, 0.0));
}

fn kinks(text: &str, x: f64) -> Value {
    ask(&json!({"ask": "kinks", "along": "x", "model": {"text": text, "at": [["x", x], ["y", 1]]}}))
}

#[test]
fn whatever_has_no_single_slope_has_a_set_and_a_choice() {
    let told = |text: &str, x: f64| {
        let got = kinks(text, x);
        let note = got["notes"][0].clone();
        let ours = note["systems"][0].clone();
        assert_eq!((&ours["name"], &ours["answer"]), (&json!("wengert"), &note["used"]), "{text}: {got}");
        let systems = note["systems"].as_array().unwrap().len();
        (note["kind"].as_str().unwrap().to_owned(), note["set_text"].as_str().unwrap().to_owned(), systems)
    };
    let one = |kind: &str, set: &str, systems: usize| (kind.to_owned(), set.to_owned(), systems);
    assert_eq!(told("max(x, y)", 1.0), one("tie", "weights that sum to 1 over 2 tied arguments", 5));
    assert_eq!(told("min(x, 0)", 0.0).0, "kink");
    assert_eq!(told("floor(x)", 1.0), one("jump", "a jump", 5));
    assert_eq!(told("abs(x)", 0.0), one("kink", "[−1, 1]", 5));
    assert_eq!(told("sqrt(x)", 0.0), one("edge", "edge of the domain", 5));
    assert_eq!(told("1/x", 0.0), one("pole", "a pole", 5));
    assert_eq!(told("exp(1000*x)", 1.0).0, "overflow");
    assert_eq!(told("exp(1000*x)", 1.0).1, "too large for a number");
    assert_eq!(told("cbrt(x)", 0.0).1, "no finite slope");
    assert_eq!(told("where(x > 0, x, 0)", 0.0), one("branch", "0 or 1", 1));
    assert_eq!(told("where(x > 1, x^2, x)", 1.0), one("branch", "1 or 2", 1));
}

#[test]
fn the_heading_of_a_kink_says_what_stands_there() {
    let heading = |text: &str, x: f64| kinks(text, x)["heading"].as_str().unwrap().to_owned();
    assert_eq!(heading("abs(x) + relu(x)", 0.0), "2 lines land exactly on a kink");
    assert_eq!(heading("where(x > 0, x, 0)", 0.0), "Line 2 turns exactly here");
    assert_eq!(heading("sqrt(x)", 0.0), "Line 2 has an infinite slope here");
    assert_eq!(heading("1/x", 0.0), "Line 2 has no finite value here");
    assert_eq!(heading("exp(1000*x)", 1.0), "Line 3 is too large for a number here");
    assert_eq!(heading("floor(x)", 1.0), "Line 2 jumps exactly here");
    assert_eq!(heading("x^2", 0.0), "No line lands on a kink here");
    let text = |text: &str| kinks(text, 0.5)["text"].as_str().unwrap().to_owned();
    assert_eq!(text("x^2"), "Every line has one slope at this point, and no kink was found along the curve.");
    assert!(text("abs(x)").contains("The marks show"));
    assert_eq!(kinks("abs(x) + relu(x)", 0.0)["notes"].as_array().unwrap().len(), 2);
    for text in ["sqrt(x)", "1/x", "log(x)"] {
        assert!(!kinks(text, 0.0)["text"].as_str().unwrap().contains("chosen out of"), "{text}");
    }
}

#[test]
fn poles_are_told_from_kinks() {
    let kinds = |text: &str| {
        let got = kinks(text, 0.3);
        let marks = got["plot"]["kinks"].as_array().unwrap().iter();
        marks.map(|mark| mark["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds("1/x"), ["pole"]);
    assert_eq!(kinds("tan(x)"), ["pole", "pole"]);
    assert_eq!(kinds("log(x)"), ["pole"]);
    assert_eq!(kinds("sqrt(x)"), ["edge"]);
    assert_eq!(kinds("abs(x)"), ["kink"]);
    assert_eq!(kinds("where(x > 1.25, x^2, 0)"), ["branch"]);
    // Where both branches agree in value and slope there is nothing to mark.
    assert_eq!(kinds("where(x > 1, x^2, 2*x - 1)"), Vec::<String>::new());
}

/// A tape of so many lines: a sum of `relu(x - c)`.
fn ramps(lines: usize) -> String {
    let mut tape = "wengert tape 1\npoint(0.5)\nlist(x) {\n".to_owned();
    let mut sum = 0;
    for k in 0..lines / 3 {
        let at = 3 * k + 1;
        let place = (k % 96) as f64 / 24.0 - 2.0;
        tape += &format!(
            "  %{at} = sub(%0, {place:?})\n  %{} = relu(%{at})\n  %{} = add(%{}, %{sum})\n",
            at + 1,
            at + 2,
            at + 1
        );
        sum = at + 2;
    }
    tape + &format!("  return %{sum}\n}}")
}

#[test]
fn kinks_and_accuracy_answer_for_long_tapes_within_a_budget() {
    for (lines, points) in [(900, 241), (30_000, 33), (240_000, 4)] {
        let model = json!({"tape": ramps(lines)});
        let got = ask(&json!({"ask": "kinks", "along": "x", "model": model}));
        assert_eq!(got["plot"]["points"].as_array().unwrap().len(), points, "{lines}");
        assert_eq!(got["plot"]["limited"].is_string(), lines > 900, "{lines}");
        // The point 0.5 is the place of a ramp.
        assert_eq!(got["notes"][0]["set"], json!([0.0, 1.0]), "{lines}");
        assert_eq!(got["count"].as_u64().unwrap() as usize, (lines / 3 - 61) / 96 + 1, "{lines}");
        if lines == 900 {
            let marks = got["plot"]["kinks"].as_array().unwrap();
            assert_eq!((marks.len(), &marks[60]["x"]), (96, &json!(0.5)));
        }
        let got = ask(&json!({"ask": "accuracy", "of": "x", "model": model}));
        assert!(got["steps"].as_array().unwrap().len() >= 4, "{got}");
        assert!(got["remarks"][0].as_str().is_some_and(|said| said.contains("budget")) || lines < 31_000, "{lines}");
    }
}

#[test]
fn the_heading_of_accuracy_says_what_is_so_here() {
    let heading = |text: &str, x: f64| {
        let got = ask(&json!({"ask": "accuracy", "of": "x", "model": {"text": text, "at": [["x", x]]}}));
        got["heading"].as_str().unwrap().to_owned()
    };
    let smooth = "Finite differences have a best step. Reverse mode needs none.";
    assert_eq!(heading("x^2", 0.0), smooth);
    assert_eq!(heading("cosh(x)", 0.0), smooth);
    assert_eq!(heading("log(1 + exp(x))", 1000.0), "Reverse mode answers NaN here");
    assert_eq!(heading("sqrt(x)", 0.0), "There is no single slope here. Reverse mode takes ∞.");
    assert_eq!(heading("abs(x)", 0.0), "There is no single slope here. Reverse mode takes 0.");
    assert!(heading("(1 - cos(x))/x^2", 1e-7).starts_with("Reverse mode keeps "));
}

#[test]
fn what_is_zero_where_zero_meets_infinity_is_told() {
    let text = |text: &str| {
        let got = ask(&json!({"ask": "detective", "model": {"text": text, "at": [["x", 0]]}}));
        let found = got["findings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|found| found["heading"].as_str().unwrap().contains("counted as 0"));
        found.unwrap_or_else(|| panic!("{got}"))["text"].as_str().unwrap().to_owned()
    };
    assert!(text("sqrt(x^2)").ends_with("has an infinite cotangent here."), "{}", text("sqrt(x^2)"));
    assert!(text("sqrt(x)^2").ends_with("has an infinite slope here."), "{}", text("sqrt(x)^2"));
}

#[test]
fn a_slope_that_is_not_the_least_of_its_set_is_not_called_so() {
    let rule = |text: &str| {
        let got = ask(&json!({"ask": "kinks", "along": "x", "model": {"text": text, "at": [["x", 0]]}}));
        got["notes"][0]["rule"].as_str().unwrap().to_owned()
    };
    assert_eq!(rule("abs(x)"), "least norm of the set");
    assert_eq!(rule("leaky_relu(x, 2)"), "an end of the set");
    assert_eq!(rule("leaky_relu(x, 0.1)"), "least norm of the set");
}

#[test]
fn a_path_that_counts_as_zero_stands_behind_the_others() {
    let got = ask(&json!({"ask": "why", "of": "x", "model": {"text": "normcdf(1/x) + x", "at": [["x", 0]]}}));
    let sizes: Vec<f64> =
        got["paths"].as_array().unwrap().iter().map(|path| path["value"].as_f64().unwrap().abs()).collect();
    assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes.len() == 2, "{got}");
}

#[test]
fn what_keeps_no_digit_keeps_no_minus_sign() {
    let model = json!({"text": "stop_gradient(x)*y", "at": [["x", 2], ["y", 3]]});
    let got = ask(&json!({"ask": "accuracy", "of": "x", "model": model}));
    assert_eq!(got["heading"], "Reverse mode keeps 0 digits here", "{got}");
}

#[test]
fn a_branch_with_one_slope_is_a_jump_of_the_value() {
    let text = |text: &str| {
        let got = ask(&json!({"ask": "kinks", "along": "x", "model": {"text": text, "at": [["x", 0]]}}));
        got["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(text("copysign(2, x)"), "Another branch begins here, with the same slope, 0: the value jumps.");
    assert!(text("where(x > 0, 2*x, x)").starts_with("Another branch begins here, with another slope."));
}

#[test]
fn without_a_value_there_is_no_slope() {
    let told = |text: &str, x: f64| {
        let got = ask(&json!({"ask": "kinks", "along": "x", "model": {"text": text, "at": [["x", x]]}}));
        (got["heading"].as_str().unwrap().to_owned(), got["text"].as_str().unwrap().to_owned())
    };
    for (text, x, heading, outside) in [
        ("log(x)", -1.0, "Line 2 has no value here", "log at −1 is outside of its domain."),
        ("x*asin(x)", 2.0, "Line 2 has no value here", "asin at 2 is outside of its domain."),
        ("0/x", 0.0, "Line 2 has no value here", "div at 0, 0 is outside of its domain."),
        ("jn(2.5, x)", 2.0, "Line 2 has no value here", "jn at 2.5, 2 is outside of its domain."),
    ] {
        let (said, text_of_it) = told(text, x);
        assert_eq!(said, heading, "{text}");
        assert!(text_of_it.starts_with(outside), "{text}: {text_of_it}");
    }
}

#[test]
fn a_branch_of_the_program_is_told_of() {
    let told = |text: &str, x: f64| {
        let got = ask(&json!({"ask": "kinks", "along": "x", "model": {"text": text, "at": [["x", x]]}}));
        (got["heading"].as_str().unwrap().to_owned(), got["text"].as_str().unwrap().to_owned())
    };
    let (heading, text) = told("if x > 0 { x^2 } else { -x }", 0.0);
    assert_eq!(heading, "Line 2 turns exactly here");
    assert!(text.starts_with("Beside this point the program takes another branch"), "{text}");
    let (heading, text) = told("if x > 0 { x^2 } else { -x }", 2.0);
    assert_eq!(heading, "No line lands on a kink here");
    assert!(
        text.ends_with("The curve ends where the program takes another branch, which this tape does not have."),
        "{text}"
    );
    assert!(told("x^2", 2.0).1.ends_with("no kink was found along the curve."));
}

#[test]
fn a_slope_that_counted_as_nothing_is_told() {
    let got = ask(&json!({"ask": "kinks", "along": "x", "model": {"text": "atan(1/x)", "at": [["x", 0]]}}));
    assert_eq!(got["heading"], "Line 2 has no finite value here");
    assert!(got["text"].as_str().unwrap().ends_with("A zero met it, and the product counts as 0."), "{}", got["text"]);
    let got = ask(&json!({"ask": "kinks", "along": "x", "model": {"text": "where(x > 0, x^2, -x)", "at": [["x", 0]]}}));
    assert_eq!(got["notes"][0]["set_text"], "−1 or 0", "{got}");
    // The square at 0 has a slope, the zero that an infinite cotangent met.
    let got = ask(&json!({"ask": "kinks", "along": "x", "model": {"text": "sqrt(x^2)", "at": [["x", 0]]}}));
    let told: Vec<_> =
        got["notes"].as_array().unwrap().iter().map(|note| note["primitive"].as_str().unwrap()).collect();
    assert_eq!((told, got["count"].as_u64()), (vec!["sqrt"], Some(1)), "{got}");
    let got = ask(&json!({"ask": "kinks", "along": "x", "model": {"text": "x^y", "at": [["x", -2], ["y", 3]]}}));
    assert_eq!(
        (got["notes"][0]["rule"].as_str(), got["notes"][0]["systems"].as_array().map(Vec::len)),
        (Some("no slope is known"), Some(1))
    );
}

#[test]
fn outside_of_a_domain_the_value_is_to_blame() {
    for (text, line, value) in [("log(x)", 1, "NaN"), ("sqrt(-x)*2", 2, "NaN")] {
        let x = if text == "log(x)" { -1.0 } else { 1.0 };
        let got = ask(&json!({"ask": "detective", "model": {"text": text, "at": [["x", x]]}}));
        let began = &got["findings"][0]["thread"][0];
        assert_eq!(
            (began["line"].as_u64(), began["detail"].as_str()),
            (Some(line), Some("first value that is not finite")),
            "{got}"
        );
        assert!(began["short"].as_str().unwrap().ends_with(&format!(" = {value}")), "{got}");
    }
}

#[test]
fn an_edge_speaks_of_the_slope_that_is_not_finite() {
    let told = |text: &str, at: Value| {
        let got = ask(&json!({"ask": "kinks", "along": at[0][0], "model": {"text": text, "at": at}}));
        (got["heading"].as_str().unwrap_or_default().to_owned(), got["text"].as_str().unwrap_or_default().to_owned())
    };
    let (_, text) = told("x^y", json!([["x", 0], ["y", 0.5]]));
    assert_eq!(text, "The slope of pow at 0, 0.5 in argument 1 grows without bound. It is taken as ∞.");
    let (_, text) = told("log(x)", json!([["x", 0]]));
    assert_eq!(text, "log at 0 has no finite value. Its slope is taken as ∞.");
    let (_, text) = told("xlogy(x, y)", json!([["x", 2], ["y", 0]]));
    assert!(text.contains("Its slope in argument 1 is taken as −∞"), "{text}");
    let (heading, text) = told("atan2(y, x)", json!([["x", 0], ["y", 0]]));
    assert_eq!(heading, "Line 3 has no slope here");
    assert_eq!(text, "atan2 at 0, 0 has no slope: those beside it grow without bound. It is taken as 0.");
    let (heading, text) = told("beta(x, -1.5)", json!([["x", 1.5]]));
    assert_eq!(heading, "Line 2 has no slope here");
    assert_eq!(text, "beta at 1.5, −1.5 has a value, and no slope that is known. It is taken as NaN.");
    let (_, text) = told("mod(x, y)", json!([["y", 0], ["x", -1]]));
    assert!(!text.contains("is taken as 1"), "{text}");
}
