//! Where things go wrong, the thread to the input, and rewrites that are offered only after they have agreed.

use wengert::list::Id;
use wengert::{List, Options};
use wengert_inspect::Run;
use wengert_inspect::cure::{Diagnosis, Kind, RULES, expression, near, steadier};

fn list(text: &str, names: &[&str]) -> List {
    wengert_expr::parse(text, names).unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn at(text: &str, x: &[(&str, f64)]) -> Diagnosis {
    let names: Vec<&str> = x.iter().map(|(name, _)| *name).collect();
    let values: Vec<f64> = x.iter().map(|(_, value)| *value).collect();
    Diagnosis::of(&list(text, &names), &values, &[]).expect("it can be looked at")
}

/// The first cure's text, value and gradient.
fn cured(text: &str, x: &[(&str, f64)]) -> (String, f64, Vec<f64>) {
    let found = at(text, x);
    let cure = found.cures.first().unwrap_or_else(|| panic!("{text}: no cure for {:?}", found.findings));
    assert!(cure.trial.agreed >= 8, "{text}: {:?}", cure.trial);
    (cure.text.clone().expect("short"), cure.value, cure.gradient.clone())
}

#[test]
fn famous_accidents_are_cured() {
    let one = |text: &str, x: f64| cured(text, &[("x", x)]);
    assert_eq!(one("log(1 + exp(x))", 800.0), ("softplus(x)".into(), 800.0, vec![1.0]));
    assert_eq!(one("log(exp(-x) + 1)", -800.0), ("softplus(-x)".into(), 800.0, vec![-1.0]));
    assert_eq!(one("exp(x)/(1 + exp(x))", 800.0).0, "sigmoid(x)");
    assert_eq!(one("x^2/x", 0.0), ("x".into(), 0.0, vec![1.0]));
    assert_eq!(one("sin(x)/x", 0.0), ("sinc(x/pi)".into(), 1.0, vec![0.0]));
    assert_eq!(one("log(exp(x))", -800.0), ("x".into(), -800.0, vec![1.0]));
    assert_eq!(one("x^(1/3)", -8.0).0, "cbrt(x)");
    assert_eq!(one("x*log(x)", 0.0).0, "xlogy(x, x)");
    assert_eq!(one("sqrt(x^2)", 0.0).0, "abs(x)");
    assert_eq!(one("log(normcdf(x))", -40.0).0, "lognormcdf(x)");
    assert_eq!(one("log(gamma(x))", 200.0).0, "lgamma(x)");
    assert_eq!(one("log(cosh(x))", 800.0).0, "softplus(2*x) - x - log(2)");
    let two = |text: &str, x: f64, y: f64| cured(text, &[("x", x), ("y", y)]);
    assert_eq!(two("log(exp(x) + exp(y))", 1000.0, 999.0).0, "logsumexp(x, y)");
    let (text, length, _) = two("sqrt(x^2 + y^2)", 3e200, 4e200);
    assert!(text == "hypot(x, y)" && (length / 5e200 - 1.0).abs() < 1e-15, "{text}: {length}");
    assert_eq!(two("sqrt(x*x + square(y))", 0.0, 0.0), ("hypot(x, y)".into(), 0.0, vec![0.0, 0.0]));
    assert_eq!(two("exp(-sqrt(x^2 + y^2))", 0.0, 0.0).0, "exp(-hypot(x, y))");
    assert_eq!(one("where(x > 0, 1, 0)*sqrt(x)", -1.0).0, "where(x > 0, sqrt(x), 0)");
    assert_eq!(two("exp(x)*exp(y)", 800.0, -800.0), ("exp(x + y)".into(), 1.0, vec![1.0, 1.0]));
    assert_eq!(two("where(x > 0, 1, 0)*sqrt(x)*y", -1.0, 2.0).0, "where(x > 0, sqrt(x), 0)*y");
}

#[test]
fn several_rewrites_follow_one_another() {
    let found = at("log(1 + exp(x)) + y^2/y", &[("x", 800.0), ("y", 0.0)]);
    let cure = &found.cures[0];
    assert_eq!((cure.text.as_deref(), cure.rules.len()), (Some("softplus(x) + y"), 2));
    assert_eq!((cure.value, &cure.gradient[..]), (800.0, &[1.0, 1.0][..]));
}

#[test]
fn what_does_not_agree_is_not_offered() {
    // The rule `u*log(v) → xlogy(u, v)` finds this too, but helps nothing.
    assert!(at("y*log(x)", &[("x", -1.0), ("y", 2.0)]).cures.is_empty());
    assert!(at("1/x", &[("x", 0.0)]).cures.is_empty());
    // log|gamma| and log(gamma) agree where both exist; the log of a product of two negative numbers does not become
    // the sum of two logarithms that do not exist.
    assert!(at("log(x*y)", &[("x", -1e200), ("y", -1e200)]).cures.is_empty());
}

#[test]
fn every_rule_agrees_with_itself_somewhere() {
    for rule in RULES {
        // A point inside the domain of all rules, and one for those that live between 0 and 1.
        let helps = [[0.4, 0.7, 1.3], [1.7, 0.6, 0.9], [-0.5, 0.3, 0.8], [1.0, 0.3, 0.8]].iter().any(|x| {
            let value = |text: &str| {
                let at = wengert::Listing::new(list(text, &["u", "v", "w"]), x, wengert::Options::new());
                at.expect("it evaluates").value()
            };
            let (from, to) = (value(rule.from), value(rule.to));
            assert!(
                !(from.is_finite() && to.is_finite()) || (from - to).abs() <= 1e-12 * from.abs().max(1.0),
                "{rule:?}"
            );
            from.is_finite() && to.is_finite()
        });
        assert!(helps, "{rule:?} is tried nowhere");
    }
}

#[test]
fn the_thread_leads_to_the_input() {
    let found = at("sqrt(x - y)*y", &[("x", 1.0), ("y", 2.0)]);
    let finding = &found.findings[0];
    assert_eq!((finding.kind, finding.message.as_str()), (Kind::Value, "sqrt(-1) is NaN; it is defined for x >= 0"));
    let names: Vec<(&str, &str, f64)> =
        finding.thread.iter().map(|l| (l.name.as_str(), l.formula.as_str(), l.value)).collect();
    assert_eq!(names[1..], [("v3", "x - y", -1.0), ("x", "", 1.0)]);
    assert_eq!(finding.thread[2].slope, Some(1.0));
}

#[test]
fn a_derivative_that_is_not_finite_is_found_behind_finite_values() {
    let found = at("sqrt(x)", &[("x", 0.0)]);
    assert_eq!(found.findings[0].kind, Kind::Derivative);
    assert_eq!(found.findings[0].message, "the slope of sqrt(0) is inf, times an adjoint of 1");
}

#[test]
fn an_input_that_is_not_finite_is_named() {
    let found = at("x*y", &[("x", f64::NAN), ("y", 2.0)]);
    assert_eq!(found.findings[0].message, "`x` comes in as NaN");
}

/// Why the derivative in `x` is zero.
fn why_zero(text: &str, x: &[(&str, f64)]) -> String {
    let found = at(text, x);
    let zero = found.findings.iter().find(|f| f.kind == Kind::Zero).unwrap_or_else(|| panic!("{text}: {found:?}"));
    zero.cuts.iter().map(|cut| cut.message.clone()).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_zero_derivative_has_its_reasons() {
    let one = |text: &str, x: f64| why_zero(text, &[("x", x)]);
    assert_eq!(one("relu(x)", -1.0), "relu(-1) does not change with x here");
    assert_eq!(one("floor(x)", 1.5), "floor(1.5) has no derivative: its value is constant between jumps");
    assert_eq!(one("stop_gradient(x)", 1.5), "stop_gradient(1.5) stops the derivative on purpose");
    assert_eq!(
        one("where(x > 0, x, 7)", -1.0),
        "where(0, -1, 7) only asks whether its condition holds: there is no derivative in it; \
         where(0, -1, 7) takes its second branch; the other receives nothing"
    );
    assert_eq!(one("x - x", 1.0), "the contributions to the adjoint of x cancel: 1, -1");
    assert!(one("tanh(x)", 400.0).starts_with("tanh(400) is flat: its slope in x is 0"), "{}", one("tanh(x)", 400.0));
    assert_eq!(one("x^2", 0.0), "pow(0, 2) is flat: its slope in x is 0");
    assert_eq!(one("0*x", 2.0), "x is multiplied by the constant 0");
    assert_eq!(why_zero("x*y", &[("x", 2.0), ("y", 0.0)]), "x is multiplied by y, which is 0");
    assert_eq!(why_zero("y*max(x, 3)", &[("x", 2.0), ("y", 1.0)]), "max(2, 3) does not change with x here");
}

#[test]
fn a_zero_that_underflow_makes_is_told_with_its_cause() {
    let found = at("exp(x)", &[("x", -800.0)]);
    let kinds: Vec<Kind> = found.findings.iter().map(|f| f.kind).collect();
    assert_eq!(kinds, [Kind::Underflow, Kind::Zero]);
    assert_eq!(found.findings[0].message, "exp(-800) is 0: it is too small for double precision");
}

#[test]
fn huge_numbers_are_found() {
    let found = at("1/x", &[("x", 1e-120)]);
    assert_eq!(found.findings[0].kind, Kind::Huge);
    assert!(at("exp(x) + 1", &[("x", 2.0)]).findings.is_empty());
}

#[test]
fn an_untaken_branch_that_is_nan_is_not_found() {
    assert!(at("where(x > 0, log(x), x)", &[("x", -1.0)]).cures.is_empty());
}

#[test]
fn doubtful_derivatives_get_their_digits_back() {
    let best = |text: &str, x: f64| {
        let cures = steadier(&list(text, &["x"]), &[x]).expect("it can be looked at");
        cures.first().and_then(|c| c.text.clone()).unwrap_or_default()
    };
    assert_eq!(best("(1 - cos(x))/x^2", 1e-5), "0.5*sinc(x/(2*pi))^2");
    assert_eq!(best("exp(x)*sin(x)", 1.5), "", "what is sound needs no cure");
}

#[test]
fn expressions_read_back_as_the_same_list() {
    for text in [
        "x - (y - z)",
        "x - y - z",
        "x/(y/z)",
        "x/y/z",
        "(x^y)^z",
        "x^y^z",
        "(-x)^2",
        "-x^2",
        "x*(-y)",
        "-(x*y)",
        "where(x < y, x + 1, max(x, y, z))",
        "2^-x",
        "(x + y)*z - 1e-300",
        "hypot(x, y)/pi + e",
        "x*-2",
        "fma(x, y, z)",
    ] {
        let names = ["x", "y", "z"];
        let first = list(text, &names);
        let again = expression(&first).expect("short");
        let second = list(&again, &names);
        assert_eq!(expression(&second).as_deref(), Some(again.as_str()), "{text}");
        assert_eq!((first.len(), first.pool()), (second.len(), second.pool()), "{text} became {again}");
        let at = |list: List| wengert::Listing::new(list, &[0.7, 1.3, 2.1], wengert::Options::new()).expect("it runs");
        let (a, b) = (at(first), at(second));
        assert_eq!((a.values(), a.grad()), (b.values(), b.grad()), "{text} became {again}");
    }
}

#[test]
fn a_part_of_a_long_program_is_cured_and_put_back() {
    let text = (2..200).fold("log(1 + exp(x))*y".to_owned(), |sum, k| format!("{sum} + x/{k}"));
    let run = Run::new(&list(&format!("{text}, x*y"), &["x", "y"]), &[800.0, 2.0], Options::new()).expect("a point");
    let found = near(&run, Id(2)).expect("a rewrite");
    assert_eq!((found.before.as_str(), found.cure.text.as_deref()), ("log(1 + exp(x))", Some("softplus(x)")));
    assert_eq!((run.name(found.of), &found.reads[..]), ("v5", &[Id(0)][..]));
    assert_eq!((found.value_before, found.cure.value), (f64::INFINITY, 800.0));
    let whole = Run::new(&found.list, &[800.0, 2.0], Options::new()).expect("a point");
    assert_eq!((whole.list().len(), whole.list().outputs().len()), (run.list().len() - 2, 2));
    let all: f64 = 1600.0 + (2..200).map(|k| 800.0 / f64::from(k)).sum::<f64>();
    assert!((whole.listing().value() - all).abs() < 1e-9 && whole.listing().grad().iter().all(|g| g.is_finite()));
    // Nothing is offered for what no rewrite helps, nor where the trouble comes in from outside.
    let bare = Run::new(&list("1/x + y", &["x", "y"]), &[0.0, 2.0], Options::new()).expect("a point");
    assert!(near(&bare, Id(2)).is_none());
    let outside =
        Run::new(&list("log(1 + exp(x))*y", &["x", "y"]), &[f64::INFINITY, 2.0], Options::new()).expect("a point");
    assert!(near(&outside, Id(0)).is_none());
}
