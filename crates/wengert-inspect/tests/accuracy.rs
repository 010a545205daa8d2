//! What `Accuracy` says about derivatives that are right, wrong, and hard.

use wengert::list::Operand;
use wengert::prim::Op;
use wengert::{List, Listing, Options};
use wengert_inspect::accuracy::{Accuracy, Doubt, Entry, Verdict, curve_svg};

fn list(text: &str, names: &[&str]) -> List {
    wengert_expr::parse(text, names).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn at(list: List, x: &[f64]) -> Listing {
    Listing::new(list, x, Options::new()).expect("it evaluates")
}

/// The derivative of an expression in `x`.
fn entry(text: &str, x: f64) -> Entry {
    let found = Accuracy::of(&at(list(text, &["x"]), &[x])).expect("it can be looked at");
    found.entries.into_iter().next().expect("one input")
}

/// The kinds of doubt.
fn kinds(text: &str, x: f64) -> Vec<&'static str> {
    entry(text, x).doubts.iter().map(Doubt::kind).collect()
}

/// The sign, the digits without zeros at the end, and the exponent of a decimal number.
fn canonical(text: &str) -> (bool, String, i64) {
    let (body, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (negative, body) = body.strip_prefix('-').map_or((false, body), |b| (true, b));
    let (whole, rest) = body.split_once('.').unwrap_or((body, ""));
    let digits = format!("{whole}{rest}");
    let leading = digits.len() - digits.trim_start_matches('0').len();
    let exponent: i64 = exponent.parse::<i64>().expect("an exponent") + whole.len() as i64 - leading as i64;
    (negative, digits.trim_matches('0').to_owned(), exponent)
}

#[test]
fn high_precision_has_the_digits_of_mpmath() {
    let text = include_str!("../testdata/precision.jsonl");
    for line in text.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let (expr, x) = (case["expr"].as_str().expect("text"), case["x"].as_f64().expect("a number"));
        let precise = entry(expr, x).precise.unwrap_or_else(|why| panic!("{expr} at {x}: {why}"));
        let expected = case["slope"].as_str().expect("digits");
        assert_eq!(canonical(&precise.slope), canonical(expected), "{expr} at {x}: {} for {expected}", precise.slope);
    }
    assert!(text.lines().count() > 60);
}

/// The List that applies one row to its inputs.
fn row(op: Op, arguments: usize) -> List {
    let mut list = List::new();
    let x: Vec<Operand> = (0..arguments).map(|k| Operand::id(list.input(format!("x{k}"), vec![]))).collect();
    let y = list.apply(op, &x).expect("short");
    list.output(y);
    list
}

#[test]
fn every_row_stands_up_to_every_method_that_applies() {
    let (mut by_complex, mut by_precision) = (0, 0);
    for op in Op::all() {
        for &sample in op.row().samples {
            let found = Accuracy::of(&at(row(op, sample.len()), sample)).expect("it can be looked at");
            for e in &found.entries {
                let told = || format!("{op}{sample:?} in {}: {e:?}", e.name);
                if e.digits.complex.is_some() {
                    by_complex += 1;
                    assert!(e.digits.complex >= Some(11.0), "complex step: {}", told());
                }
                if e.precise.is_ok() && e.digits.reverse == Some(16.0) {
                    by_precision += 1;
                }
                let wrong = e.doubts.iter().any(|d| matches!(d, Doubt::Wrong { .. } | Doubt::Modes { .. }));
                assert!(!wrong, "{}", told());
            }
        }
    }
    assert!(by_complex >= 240 && by_precision >= 300, "{by_complex} by complex step, {by_precision} in high precision");
}

#[test]
fn a_wrong_gradient_is_reported_with_its_entry() {
    let listing = at(list("x*y + sin(x*y)", &["x", "y"]), &[2.0, 3.0]);
    for factor in [1.001, 1.0 + 1e-7, -1.0, 0.0] {
        let mut gradient = listing.grad().to_vec();
        gradient[1] *= factor;
        let found =
            Accuracy::of_gradient(listing.list(), listing.point(), &gradient, &[0, 1]).expect("it can be looked at");
        let verdicts: Vec<Verdict> = found.entries.iter().map(|e| e.verdict).collect();
        assert_eq!(verdicts, [Verdict::Sound, Verdict::Doubtful], "{factor}");
        let Doubt::Wrong { slope, values } = &found.entries[1].doubts[0] else {
            panic!("{:?}", found.entries[1].doubts)
        };
        assert_eq!((*slope, *values), (gradient[1], 3.920340573300732), "{factor}");
        assert!(found.is_doubtful());
    }
}

#[test]
fn a_wrong_gradient_is_reported_where_only_differences_apply() {
    let listing = at(list("erf(x)", &["x"]), &[0.5]);
    let found = Accuracy::of_gradient(listing.list(), &[0.5], &[listing.grad()[0] * 1.001], &[0]).expect("it can be");
    assert_eq!(found.entries[0].doubts[0].kind(), "wrong");
}

#[test]
fn every_reason_for_doubt_is_told() {
    assert_eq!(kinds("exp(x)*sin(x)", 1.5), [""; 0]);
    assert_eq!(kinds("abs(x)", 0.0), ["kink"]);
    assert_eq!(kinds("floor(x) + x", 2.0), ["edge"]);
    assert_eq!(kinds("sqrt(x)", 0.0), ["not-finite", "edge"]);
    assert_eq!(kinds("abs(x)", 1e-9), ["kink-near"]);
    assert_eq!(kinds("(1 - cos(x))/x^2", 1e-5), ["cancellation"]);
    assert_eq!(kinds("log(1 + exp(x))", 800.0), ["not-finite", "overflow"]);
    assert_eq!(kinds("exp(x)", -800.0), ["underflow"]);
    assert_eq!(kinds("sin(1e9*x)", 1.0), ["ill-conditioned"]);
    assert_eq!(kinds("x*stop_gradient(x)", 2.0), ["stopped"]);
    assert_eq!(kinds("gradient_scale(x, 3)^2", 2.0), ["stopped"]);
}

#[test]
fn why_there_is_no_slope_is_told() {
    let told = |text: &str, x: f64| {
        let mut all = entry(text, x).doubts.into_iter().map(|doubt| doubt.to_string());
        all.find(|doubt| doubt.starts_with("there is no slope")).expect("no slope")
    };
    for (text, x, why) in [
        ("floor(x) + x", 2.0, "the value jumps"),
        ("cbrt(x)", 0.0, "grows without bound"),
        ("1/x", 0.0, "is a pole"),
        ("1/x^2", 0.0, "is a pole"),
        ("x/x^2", 0.0, "is a pole"),
        ("sign(x)", 0.0, "the value jumps"),
        ("atan(1/x)", 0.0, "the value jumps"),
        ("abs(x)/x", 0.0, "the value jumps"),
        ("sin(x)/x", 0.0, "no value at this point, though"),
        ("(x^2 - 1)/(x - 1)", 1.0, "no value at this point, though"),
        ("sqrt(x)", 0.0, "the domain ends"),
        ("log(x)", 0.0, "the domain ends"),
        ("log(x)", -1.0, "outside the domain"),
        ("sqrt(x)", -1e-3, "outside the domain"),
        ("where(x > 1, 1/0, x)", 1.0, "beside this point is infinite"),
        ("log(0*x)", 1.0, "beside this point is infinite"),
    ] {
        assert!(told(text, x).contains(why), "{text} at {x}: {}", told(text, x));
    }
}

/// A step is narrow beside the input, however small that is.
#[test]
fn nothing_is_invented_beside_tiny_inputs() {
    for text in ["x^2", "log(x)", "lgamma(x)", "1 + x", "x*exp(-x)"] {
        for x in [1e-100, 1e-200, 1e-300] {
            let found = entry(text, x);
            let said: Vec<String> = found.doubts.iter().map(ToString::to_string).collect();
            assert_eq!((found.verdict, &said[..]), (Verdict::Sound, &[][..]), "{text} at {x}");
            assert_eq!(found.complex.unwrap_err(), "the input is too small beside the imaginary step");
        }
    }
}

#[test]
fn a_slope_that_goes_to_zero_beside_a_kink_is_zero() {
    let told = entry("where(x > 0, x^2, -x)", 0.0).doubts.remove(0).to_string();
    assert_eq!(told, "the point stands on a kink: the slope is -1 before it and 0 behind it");
}

#[test]
fn where_both_branches_agree_there_is_no_kink() {
    assert_eq!(kinds("where(x > 1, x^2, 2*x - 1 + (x - 1)^2)", 1.0 + 1e-9), [""; 0]);
    let far = entry("relu(x)", 1.0);
    assert_eq!((far.verdict, far.switch), (Verdict::Sound, None));
}

#[test]
fn a_complex_step_is_taken_on_the_piece_that_runs() {
    for (text, x) in [
        ("abs(x)*sin(x)", -1.3),
        ("where(x > 0, x^3, 2*x)", 1.3),
        ("max(x, 2*x, 1) + min(x, 0)", 1.5),
        ("clamp(x, -1, 1) + clamp(x, -2, 3)^2", 1.7),
        ("relu(x)^2 + elu(-x) + leaky_relu(-x, 0.1) + softsign(-x)", 0.7),
        ("x*floor(x) + sign(x)*x", 2.5),
    ] {
        let digits = entry(text, x).digits.complex;
        assert!(digits >= Some(14.0), "{text} at {x}: {digits:?}");
    }
    // Where two pieces meet there is none.
    for (text, x) in [("abs(x)", 0.0), ("max(x, 2)", 2.0), ("where(x > 2, x, 2*x)", 2.0)] {
        assert!(entry(text, x).complex.is_err(), "{text} at {x}");
    }
}

#[test]
fn the_nearest_switch_is_found_to_the_last_digits() {
    let switch = entry("max(x^2, 2)", 1.4).switch.expect("a switch at the square root of 2");
    assert!((1.4 + switch.offset - std::f64::consts::SQRT_2).abs() < 1e-15, "{switch:?}");
    assert_eq!(switch.op.text(), "max");
}

#[test]
fn differences_make_a_v() {
    let e = entry("exp(x)*sin(x)", 1.5);
    let truth = e.precise.as_ref().expect("high precision").rounded;
    let error = |k: usize| (e.curve[k].central - truth).abs();
    let best = (0..16).min_by(|&a, &b| error(a).total_cmp(&error(b))).expect("sixteen steps");
    assert!((3..=7).contains(&best), "{best}");
    assert!(error(0) > 1e3 * error(best) && error(15) > 1e3 * error(best));
}

#[test]
fn a_picture_needs_a_reference() {
    let found = |text| Accuracy::of(&at(list(text, &["x"]), &[0.0])).expect("it can be looked at");
    assert!(curve_svg(&found("exp(x)")).is_some_and(|svg| svg.starts_with("<svg") && svg.ends_with("</svg>\n")));
    assert!(curve_svg(&found("abs(x)")).is_none());
}

#[test]
fn lengths_that_do_not_go_together_are_refused() {
    let list = list("x", &["x"]);
    assert!(Accuracy::of_gradient(&list, &[1.0], &[], &[0]).is_err());
    assert!(Accuracy::of_gradient(&list, &[1.0], &[1.0], &[1]).is_err());
}

#[test]
fn a_smooth_point_whose_slope_is_zero_is_no_kink() {
    for text in ["x^2", "cosh(x)", "cos(x)", "x^3", "x^4 - x^3", "abs(x)^3", "exp(x) - x"] {
        let x = entry(text, 0.0);
        assert_eq!((x.verdict, x.reverse), (Verdict::Sound, 0.0), "{text}: {:?}", x.doubts);
        assert_eq!(x.precise.as_ref().map(|p| p.rounded), Ok(0.0), "{text}");
    }
    // However small its slopes, a kink stays one.
    for text in ["1e-60*abs(x)", "x^2 + 1e-30*relu(x)", "abs(x)"] {
        assert_eq!(kinds(text, 0.0), ["kink"], "{text}");
    }
    assert_eq!(kinds("cbrt(x)", 0.0), ["not-finite", "edge"]);
}

#[test]
fn a_slope_too_small_for_differences_of_values_is_no_zero() {
    let x = entry("1 + 1e-250*x", 0.3);
    assert_eq!((x.verdict, x.precise.map(|p| p.rounded)), (Verdict::Sound, Ok(1e-250)));
}

#[test]
fn a_budget_says_how_much_is_tried() {
    let deep = (0..400).fold("x".to_owned(), |inner, _| format!("sin({inner})"));
    let list = list(&deep, &["x"]);
    let gradient = at(list.clone(), &[0.5]).grad().to_vec();
    let look = |operations| {
        let found = Accuracy::within(&list, &[0.5], &gradient, 0, operations).expect("it can be looked at");
        let x = found.entries.into_iter().next().expect("one input");
        (x.curve.len(), x.precise.map(|precise| precise.name))
    };
    assert_eq!(look(64_000_000), (63, Ok("34 digits")));
    assert_eq!(look(400_000), (32, Ok("128 bits")));
    let (steps, none) = look(20_000);
    assert_eq!((steps, none.is_err()), (4, true));
}
