//! The marks of a curve, against places, kinds and one-sided limits of the slope that were worked out by hand.

use serde_json::{Value, json};
use std::f64::consts::{PI, SQRT_2};
use wengert_explorer::engine::{Door, answer};

const INF: f64 = f64::INFINITY;

type Mark = (f64, &'static str, [f64; 2]);

fn plot(text: &str, range: [f64; 2]) -> Value {
    let model = json!({"text": text, "at": [["x", 0.3], ["y", 1]]});
    let request = json!({"ask": "kinks", "along": "x", "model": model, "range": range});
    let got: Value = serde_json::from_str(&answer(&request.to_string(), &Door::still())).unwrap();
    assert_eq!(got["ok"], true, "{text}: {got}");
    got["plot"].clone()
}

fn number(x: &Value) -> f64 {
    x.as_f64().unwrap_or_else(|| x.as_str().unwrap().parse().unwrap())
}

fn near(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-6 * (1.0 + b.abs())
}

/// What differs between the marks of a curve and those that it has.
fn wrong(text: &str, range: [f64; 2], truth: &[Mark]) -> Option<String> {
    let plot = plot(text, range);
    let marks = plot["kinks"].as_array().unwrap();
    let is = |mark: &Value, &(x, kind, set): &Mark| {
        let slopes = [0, 1].map(|k| number(&mark["set"][k]));
        (number(&mark["x"]) - x).abs() <= 1e-12 * (1.0 + x.abs())
            && mark["kind"] == kind
            && near(slopes[0], set[0])
            && near(slopes[1], set[1])
    };
    let right = marks.len() == truth.len() && marks.iter().zip(truth).all(|(mark, truth)| is(mark, truth));
    let short = |mark: &Value| format!("({}, {} of {}, {})", mark["x"], mark["kind"], mark["primitive"], mark["set"]);
    (!right).then(|| format!("{text} has {truth:?}, not {}", marks.iter().map(short).collect::<Vec<_>>().join(" ")))
}

fn holds(all: &[(&str, [f64; 2], Vec<Mark>)]) {
    let wrong: Vec<String> = all.iter().filter_map(|(text, range, truth)| wrong(text, *range, truth)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

const WIDE: [f64; 2] = [-4.0, 4.0];

#[test]
fn kinks_ties_and_branches_are_marked() {
    let both = |x: f64, kind, s: f64| (x, kind, [-s, s]);
    holds(&[
        ("abs(x)", WIDE, vec![both(0.0, "kink", 1.0)]),
        ("relu(x)", WIDE, vec![(0.0, "kink", [0.0, 1.0])]),
        ("relu6(x)", [-4.0, 8.0], vec![(0.0, "kink", [0.0, 1.0]), (6.0, "kink", [0.0, 1.0])]),
        ("leaky_relu(x, 0.1)", WIDE, vec![(0.0, "kink", [0.1, 1.0])]),
        ("max(x, y)", WIDE, vec![(1.0, "tie", [0.0, 1.0])]),
        ("min(x, 0)", WIDE, vec![(0.0, "kink", [0.0, 1.0])]),
        ("max(x, -x, 1)", WIDE, vec![(-1.0, "tie", [-1.0, 0.0]), (1.0, "tie", [0.0, 1.0])]),
        ("clamp(x, -1, 1)", WIDE, vec![(-1.0, "kink", [0.0, 1.0]), (1.0, "kink", [0.0, 1.0])]),
        ("abs(abs(x) - 1)", WIDE, vec![both(-1.0, "kink", 1.0), both(0.0, "kink", 1.0), both(1.0, "kink", 1.0)]),
        ("relu(relu(relu(x)))", WIDE, vec![(0.0, "kink", [0.0, 1.0])]),
        ("abs(x^2 - 2)", WIDE, vec![both(-SQRT_2, "kink", 2.0 * SQRT_2), both(SQRT_2, "kink", 2.0 * SQRT_2)]),
        ("abs(x^2 - 1e-4)", [-3.0, 4.0], vec![both(-0.01, "kink", 0.02), both(0.01, "kink", 0.02)]),
        ("abs(sin(x))", WIDE, [-PI, 0.0, PI].map(|x| both(x, "kink", 1.0)).to_vec()),
        ("abs(sin(100*x))", [-1.0, 1.0], (-31..=31).map(|n| both(f64::from(n) * PI / 100.0, "kink", 100.0)).collect()),
        ("sqrt((x - 0.3)^2)", [-3.0, 4.0], vec![both(0.3, "kink", 1.0)]),
        ("sqrt(x^2)", WIDE, vec![both(0.0, "kink", 1.0)]),
        ("sqrt(1 + sin(x))", [-2.5, 2.5], vec![both(-PI / 2.0, "kink", 0.5f64.sqrt())]),
        ("hypot(x - 0.3, 0)", [-3.0, 4.0], vec![both(0.3, "kink", 1.0)]),
        ("x + 1e-6*abs(x - 0.7)", WIDE, vec![(0.7, "kink", [1.0 - 1e-6, 1.0 + 1e-6])]),
        ("1e-9*abs(x - 0.7) + y", WIDE, vec![both(0.7, "kink", 1e-9)]),
        ("abs(x)*sin(5*x) + abs(x)", WIDE, vec![both(0.0, "kink", 1.0)]),
        ("where(x > 1.25, x^2, 0)", WIDE, vec![(1.25, "branch", [0.0, 2.5])]),
        ("where(x > 0, 2*x, x)", WIDE, vec![(0.0, "branch", [1.0, 2.0])]),
        ("where(x > 1, 1, 0)*x", WIDE, vec![(1.0, "branch", [0.0, 1.0])]),
        ("where(x == 1, 5, x)", WIDE, vec![(1.0, "branch", [1.0, 1.0])]),
        (
            "s = x; repeat 300 { s = abs(s) - 0.1 }; s",
            [-0.95, 0.95],
            (-9..=9).map(|n| both(f64::from(n) / 10.0, "kink", 1.0)).collect(),
        ),
        ("s = x; repeat 3 { s = abs(s) - 1 }; s", WIDE, (-2..=2).map(|n| both(f64::from(n), "kink", 1.0)).collect()),
    ]);
}

#[test]
fn jumps_are_marked_each() {
    let whole = |range: std::ops::RangeInclusive<i32>, unit: f64, slope: f64| {
        range.map(|n| (f64::from(n) / unit, "jump", [slope, slope])).collect::<Vec<Mark>>()
    };
    let roots = |x: f64| (x, "jump", [2.0 * x, 2.0 * x]);
    // At 0 the factor keeps the value: there it bends only.
    let at = |n: i32| (f64::from(n), if n == 0 { "kink" } else { "jump" }, [f64::from(n) - 1.0, f64::from(n)]);
    holds(&[
        ("floor(x)", WIDE, whole(-3..=4, 1.0, 0.0)),
        ("ceil(x)", [-2.5, 2.5], whole(-2..=2, 1.0, 0.0)),
        ("trunc(x)", [-1.5, 1.5], vec![(-1.0, "jump", [0.0; 2]), (1.0, "jump", [0.0; 2])]),
        ("round(x)", [-1.0, 1.0], vec![(-0.5, "jump", [0.0; 2]), (0.5, "jump", [0.0; 2])]),
        ("floor(30*x)", [-2.0, 2.0], whole(-59..=60, 30.0, 0.0)),
        ("x + floor(300*x)", [-0.5, 0.5], whole(-149..=150, 300.0, 1.0)),
        ("sign(x)", WIDE, whole(0..=0, 1.0, 0.0)),
        ("x*sign(x)", WIDE, vec![(0.0, "kink", [-1.0, 1.0])]),
        ("floor(x)*x", WIDE, (-3..=4).map(at).collect()),
        ("fract(x^2)", [-1.9, 1.9], [-(3f64.sqrt()), -SQRT_2, -1.0, 1.0, SQRT_2, 3f64.sqrt()].map(roots).to_vec()),
        ("mod(x, 2)", WIDE, whole(-1..=2, 0.5, 1.0)),
        ("copysign(2, x)", WIDE, whole(0..=0, 1.0, 0.0)),
        ("atan2(x, -1)", WIDE, whole(0..=0, 1.0, -1.0)),
        ("atan2(x, x)", WIDE, whole(0..=0, 1.0, 0.0)),
        ("atan(1/x)", WIDE, whole(0..=0, 1.0, -1.0)),
        ("mod(-1, x)", [0.4, 4.0], vec![(0.5, "jump", [2.0, 3.0]), (1.0, "jump", [1.0, 2.0])]),
    ]);
}

#[test]
fn edges_and_poles_are_marked() {
    let one = |x: f64, kind, low: f64, high: f64| vec![(x, kind, [low, high])];
    let turns = |kind, low: f64, high: f64| vec![(-PI / 2.0, kind, [low, high]), (PI / 2.0, kind, [low, high])];
    let poles =
        |sign: fn(i32) -> f64| (-4..=0).map(|n| (f64::from(n), "pole", [sign(n) * INF; 2])).collect::<Vec<Mark>>();
    holds(&[
        ("sqrt(x)", WIDE, one(0.0, "edge", INF, INF)),
        ("x^0.5", WIDE, one(0.0, "edge", INF, INF)),
        ("cbrt(x)", WIDE, one(0.0, "edge", INF, INF)),
        ("(x - 1)^1.5", WIDE, one(1.0, "edge", 0.0, 0.0)),
        ("sqrt(abs(x))", WIDE, one(0.0, "edge", -INF, INF)),
        ("sqrt(abs(x - 0.3))", WIDE, one(0.3, "edge", -INF, INF)),
        ("acos(clamp(x, -1, 1))", WIDE, vec![(-1.0, "edge", [-INF, 0.0]), (1.0, "edge", [-INF, 0.0])]),
        ("asin(x)", WIDE, vec![(-1.0, "edge", [INF, INF]), (1.0, "edge", [INF, INF])]),
        ("x*log(x)", WIDE, one(0.0, "edge", -INF, -INF)),
        ("where(x > 0, sqrt(x), 0)", WIDE, one(0.0, "edge", 0.0, INF)),
        ("sin(x)/x", WIDE, one(0.0, "edge", 0.0, 0.0)),
        ("max(x, sin(x))/x", WIDE, one(0.0, "edge", 0.0, 0.0)),
        ("log(x)", WIDE, one(0.0, "pole", INF, INF)),
        ("log(abs(x))", WIDE, one(0.0, "pole", -INF, INF)),
        ("log((x - 0.3)^2)", [-3.0, 4.0], one(0.3, "pole", -INF, INF)),
        ("1/x", WIDE, one(0.0, "pole", -INF, -INF)),
        ("x^-1", WIDE, one(0.0, "pole", -INF, -INF)),
        ("1/(x - 0.3)^2", [-3.0, 4.0], one(0.3, "pole", -INF, INF)),
        ("tan(x)", WIDE, turns("pole", INF, INF)),
        ("exp(tan(x))", WIDE, turns("pole", 0.0, INF)),
        ("exp(y/x)", WIDE, one(0.0, "pole", -INF, 0.0)),
        ("gamma(x)", WIDE, poles(|n| if n % 2 == 0 { -1.0 } else { 1.0 })),
        ("digamma(x)", WIDE, poles(|_| 1.0)),
        ("lgamma(x)", [-0.5, 4.0], one(0.0, "pole", -INF, INF)),
        ("zeta(x)", WIDE, one(1.0, "pole", -INF, -INF)),
    ]);
}

#[test]
fn a_smooth_curve_has_no_mark() {
    let smooth = [
        "sin(x)",
        "exp(x)",
        "x*y*sin(x)",
        "sigmoid(100*x)",
        "tanh(50*x)",
        "softplus(20*x)",
        "erf(30*x)",
        "exp(-x^2)",
        "1/(1 + x^2)",
        "1/(1e-4 + x^2)",
        "log(1 + exp(x))",
        "gelu(5*x)",
        "elu(x)",
        "abs(x)^3",
        "abs(x)*x",
        "relu(x)^2",
        "max(x^2, 0)",
        "max(x, x)",
        "max(sin(x)^2 + cos(x)^2, 0.5)",
        "abs(x^2)",
        "abs(sin(x) + 1)",
        "sqrt(x^4)",
        "where(x > 1, x^2, 2*x - 1)",
        "where(x > 100, floor(x), x)",
        "where(x > -100, x, abs(x))",
        "0*floor(x) + x",
        "abs(x - 0.1)^2",
        "abs(x - 0.3)^1.5",
        "atan2(1, x)",
        "atan2(x, 1)",
        "exp(-1/x^2)",
        "floor(x) - floor(x)",
        "x^3",
        "stop_gradient(x)*x",
        "y^x",
        "exp(1000*x)",
        "rem(x, 9)",
        "sin(200*x)",
        "where(x == 0, 1, sin(x)/x)",
        "max(x, sin(x))",
        "s = x; repeat 5 { s = sin(s) + 0.5*s }; s",
    ];
    holds(&smooth.map(|text| (text, WIDE, vec![])));
}

#[test]
fn places_without_end_are_marked_up_to_a_number_that_is_told() {
    let got = plot("mod(-1, x)", WIDE);
    let marks = got["kinks"].as_array().unwrap();
    let has = |x: f64| marks.iter().any(|mark| (number(&mark["x"]) - x).abs() < 1e-12);
    let missed = |sign: f64, most: i32| (1..=most).map(|n| sign / f64::from(n)).find(|&x| !has(x));
    assert_eq!((missed(-1.0, 90), missed(1.0, 30)), (None, None), "{} marks", marks.len());
    let zero = marks.iter().find(|mark| number(&mark["x"]) == 0.0).unwrap();
    assert_eq!((&zero["kind"], &zero["primitive"]), (&json!("edge"), &json!("mod")));
    assert_eq!(got["limited"], "Places that stand too close to be told apart were left out.");
    let got = plot("floor(1000*x)", WIDE);
    // Up to the left end, itself one of the 500, the curve is smooth.
    assert_eq!(got["kinks"].as_array().unwrap().len(), 499);
    assert_eq!(got["limited"], "Of more than 500 places those beyond −3.5 were not searched.");
}

#[test]
fn the_slope_that_is_used_is_the_engines() {
    for (text, used) in [("abs(x)", 0.0), ("max(x, y)", 0.5), ("where(x > 0, 2*x, x)", 1.0), ("sqrt(x)", INF)] {
        assert_eq!(number(&plot(text, WIDE)["kinks"][0]["used"]), used, "{text}");
    }
}
