//! What a model means: bindings, outputs, functions, vectors, loops, branches, parameters, and what is known about its lines.

use wengert::list::{Id, Origin, Step};
use wengert::{Listing, Options};
use wengert_expr::{ErrorKind, Given, Limits, Model, Recorded, Source, Values};

/// The model at values.
fn recorded(text: &str, values: &Values) -> Recorded {
    let model = Model::parse(text).unwrap_or_else(|e| panic!("{}", e.render()));
    model.record(values).unwrap_or_else(|e| panic!("{}", e.render()))
}

fn point() -> Values {
    Values::new().with("x", 2.0).with("y", 3.0).with("v", [1.0, 2.0, 4.0])
}

/// The values of all outputs at x = 2, y = 3, v = [1, 2, 4], which a binding that adds nothing mentions.
fn outputs(text: &str) -> Vec<f64> {
    let at = recorded(&format!("mentioned = [x, y, v[0]]; {text}"), &point());
    let mut values = Vec::new();
    wengert::sweep::value(&at.list, &wengert::sweep::Constants::literal(0.0), &at.point, &mut values).unwrap();
    wengert::sweep::outputs(&at.list, &wengert::sweep::Constants::literal(0.0), &values)
}

#[test]
fn texts_have_their_values() {
    let cases: &[(&str, &[f64])] = &[
        ("a = x*y; b = sin(a); a + b", &[6.0 + 6f64.sin()]),
        ("x, y, x*y", &[2.0, 3.0, 6.0]),
        ("x,\ny", &[2.0, 3.0]),
        ("a = x\nb = a*y # the product\n\na + b", &[8.0]),
        ("# only this\nx", &[2.0]),
        ("a =\n x +\n y\na", &[5.0]),
        ("a = (x\n - y)\na", &[-1.0]),
        ("f(u, w) = u*w + 1; f(x, f(y, 2))", &[15.0]),
        ("f(u) = { a = u^2; a + 1 }; f(x) + f(y)", &[15.0]),
        ("k = 10; f(u) = k*u; f(x)", &[20.0]),
        ("k = 10; f(u) = k*u; k = 20; f(x)", &[40.0]),
        ("f(x) = x + 1; f(y)", &[4.0]),
        ("one() = 1; one() + x", &[3.0]),
        ("{ a = x; a*a } + 1", &[5.0]),
        ("max(x, y), max(x, y, 7), min(v), max([x, y])", &[3.0, 7.0, 1.0, 3.0]),
        ("[x, 1, y]", &[2.0, 1.0, 3.0]),
        ("v[0], v[2], v[1 + 1], v[len(v) - 1]", &[1.0, 4.0, 4.0, 4.0]),
        ("sum(v), prod(v), mean(v), len(v)", &[7.0, 8.0, 7.0 / 3.0, 3.0]),
        ("dot(v, [1, 10, 100]), norm([3, 4]), dot(x, y)", &[421.0, 5.0, 6.0]),
        ("logsumexp([0, 0])", &[2f64.ln()]),
        ("v*2 + [0, 0, 1], -v", &[2.0, 4.0, 9.0, -1.0, -2.0, -4.0]),
        ("v^2, 2^v, max2(v, 2)", &[1.0, 4.0, 16.0, 2.0, 4.0, 16.0, 2.0, 2.0, 4.0]),
        ("where(v > 1, v, 0)", &[0.0, 2.0, 4.0]),
        ("s = 0; repeat 4 { s = s + x }; s", &[8.0]),
        ("s = 0; for i in 0..4 { s = s + i }; s", &[6.0]),
        ("s = 0; for i in 0..len(v) { s = s + v[i]*10^i }; s", &[421.0]),
        ("s = 0; for i in 1..3 { for j in 0..i { s = s + i*j } }; s", &[2.0]),
        ("s = 0; for i in 3..1 { s = s + 1 }; s", &[0.0]),
        ("s = 0; for i in 0..2 { s = s + i } for i in 0..2 { s = s + i } s", &[2.0]),
        ("if x > 1 { x } else { y }", &[2.0]),
        ("if x > 9 { x } else if y > 9 { y } else { 7 }", &[7.0]),
        ("if x > 9 { x } else if y > 2 { y } else { 7 } + 1", &[4.0]),
        ("a = if x < y { x } else { y }; a", &[2.0]),
        ("s = 1; if x > 1 { s = 5 }; s", &[5.0]),
        ("s = 1; if x > 9 { s = 5 } else { s = 6; s = s + 1 } s", &[7.0]),
        ("s = 0; for i in 0..3 { if v[i] > 1 { s = s + v[i] } }; s", &[6.0]),
        ("if and(x > 1, y > 1) { 1 } else { 2 }", &[1.0]),
        ("if (x > 1) { 1 } else { 2 }", &[1.0]),
        ("where(if x > 9 { 1 } else { 0 }, 5, 6)", &[6.0]),
    ];
    for (text, wanted) in cases {
        assert_eq!(outputs(text), *wanted, "{text}");
    }
}

#[test]
fn the_branch_that_runs_is_differentiated_and_guarded() {
    let at = recorded("if x > 0 { sqrt(x) } else { 0*x }", &Values::new().with("x", 4.0));
    let listing = Listing::new(at.list.clone(), &at.point, Options::new()).unwrap();
    assert_eq!((listing.value(), listing.grad()), (2.0, &[0.25][..]));
    assert_eq!(at.branches.len(), 1);
    assert!(at.branches[0].taken && at.sources.text(at.branches[0].span) == "x > 0");
    let other = Listing::new(at.list, &[-1.0], Options::new()).unwrap_err();
    assert!(matches!(other, wengert::Error::Branch { at: Some(Origin::Text { start: 3, end: 8 }) }), "{other:?}");
}

#[test]
fn a_condition_is_guarded_once() {
    let at = recorded("s = 0; repeat 5 { if x > 0 { s = s + x } } s", &Values::new().with("x", 4.0));
    let guards = at.list.steps().filter(|(_, _, step)| matches!(step, Step::Guard(..))).count();
    assert_eq!((guards, at.branches.len()), (1, 1));
}

#[test]
fn what_decides_a_bound_or_an_index_is_guarded() {
    let model = Model::parse("param n = 3; s = 0; repeat n { s = s + x }; s").unwrap();
    let at = model.record(&Values::new().with("x", 2.0)).unwrap();
    let listing = Listing::new(at.list.clone(), &at.point, Options::new()).unwrap();
    assert_eq!((listing.value(), listing.grad()), (6.0, &[3.0, 0.0][..]));
    assert!(matches!(Listing::new(at.list, &[2.0, 4.0], Options::new()), Err(wengert::Error::Branch { .. })));
    assert_eq!(model.list(&Values::new().with("x", 2.0).with("n", 5.0)).unwrap().input_len(), 2);
    let index = recorded("v[k]", &Values::new().with("v", [1.0, 5.0]).with("k", 1.0));
    assert!(index.list.steps().any(|(_, _, step)| matches!(step, Step::Guard(_, true))));
}

#[test]
fn conditions_of_constants_and_counters_leave_no_trace() {
    let at = recorded("s = x; for i in 0..3 { if i == 1 { s = s*2 } } s", &Values::new().with("x", 2.0));
    assert_eq!((at.list.len(), at.branches.len()), (1, 0));
}

#[test]
fn inputs_are_what_is_declared_or_never_bound() {
    let model = Model::parse(
        "# The rate,\n# per day.\nparam k = 0.3\nparam w[2]  # weights\nparam v = [1, pi/2]\nparam g\nf(u) = k*u + z\nf(g) + dot(w, v)",
    )
    .unwrap();
    let seen: Vec<(&str, Option<Given>, Option<&str>, bool)> =
        model.inputs().iter().map(|i| (i.name.as_str(), i.default.clone(), i.doc.as_deref(), i.declared)).collect();
    let half_pi = Given::Vector(vec![1.0, std::f64::consts::FRAC_PI_2]);
    assert_eq!(
        seen,
        [
            ("k", Some(Given::Number(0.3)), Some("The rate, per day."), true),
            ("w", None, Some("weights"), true),
            ("v", Some(half_pi), None, true),
            ("g", None, None, true),
            ("z", None, None, false),
        ]
    );
    assert_eq!((model.inputs()[1].length, model.params().count()), (Some(2), 4));
    let at = model.record(&Values::new().with("z", 1.0).with("g", 2.0).with("w", [1.0, 1.0])).unwrap();
    assert_eq!(at.names, ["z", "g", "w[0]", "w[1]", "k", "v[0]", "v[1]"]);
    assert_eq!(at.list.input_name(Id(3)), "w[1]");
}

#[test]
fn outputs_know_their_names() {
    let at = recorded("a = x*y; s = [a, x]; a, s, x + y", &Values::new().with("x", 2.0).with("y", 3.0));
    let seen: Vec<_> = at.outputs.iter().map(|o| (o.name.as_deref(), o.values.clone(), o.vector)).collect();
    assert_eq!(seen, [(Some("a"), 0..1, false), (Some("s"), 1..3, true), (None, 3..4, false)]);
    assert_eq!(at.sources.text(at.outputs[2].span), "x + y");
}

#[test]
fn lines_are_called_as_they_are_bound() {
    let at = recorded("a = x*y; w = [a, sin(a)]; b = a; sum(w) + b", &Values::new().with("x", 2.0).with("y", 3.0));
    let names: Vec<Option<String>> = at.list.steps().map(|(_, id, _)| at.line_name(id)).collect();
    assert_eq!(names.iter().map(Option::as_deref).collect::<Vec<_>>(), [Some("a"), Some("w[1]"), None, None]);
    assert_eq!(at.line_name(Id(0)), None);
}

/// The names of lines, told apart.
fn step_names(text: &str) -> Vec<String> {
    let at = recorded(text, &Values::new().with("x", 2.0));
    at.list.steps().map(|(_, id, _)| at.step_name(id).unwrap_or_else(|| "-".to_owned())).collect()
}

#[test]
fn one_name_for_several_lines_is_told_apart() {
    assert_eq!(step_names("s = x; repeat 2 { s = s*s + 1 }; s"), ["-", "s₁", "-", "s₂"]);
    // Bound once, or twice to the same line: the name says which line is meant.
    assert_eq!(step_names("s = 0; s = x + 1; s"), ["s"]);
    assert_eq!(step_names("s = x + 1; s = x + 1; s"), ["s"]);
    // In two functions, and beside an input.
    assert_eq!(step_names("f(u) = { h = u + 1; h^2 }; g(u) = { h = u + 2; h }; f(x)*g(x)"), ["h₀", "-", "h₁", "-"]);
    assert_eq!(step_names("param x; f(u) = { x = u + 1; x^2 }; f(2*x)"), ["-", "x₀", "-"]);
    assert_eq!(step_names("v = [x, 2*x]; repeat 2 { v = [v[1], v[0] + 1] }; sum(v)"), ["v₀[1]", "v₁[1]", "v₂[1]", "-"]);
}

#[test]
fn iterations_are_regions_of_lines() {
    let text = "s = x; repeat 3 { s = s*s + 1 }; s";
    let at = recorded(text, &Values::new().with("x", 2.0));
    assert_eq!(at.list.len(), 6);
    let seen: Vec<_> = at.regions.iter().map(|r| (r.lines.clone(), r.iteration, r.iterations)).collect();
    assert_eq!(seen, [(0..2, 0, 3), (2..4, 1, 3), (4..6, 2, 3)]);
    assert!(at.regions.iter().all(|r| at.sources.text(r.span) == "{ s = s*s + 1 }"));
    let spans: Vec<_> = (0..6).map(|k| at.list.origin(k)).collect();
    assert_eq!((spans[0], spans[1]), (spans[2], spans[3]));
}

#[test]
fn nested_iterations_end_before_those_around_them() {
    let at = recorded("s = x; for i in 0..2 { repeat 2 { s = s*s } } s", &Values::new().with("x", 1.5));
    let seen: Vec<_> = at.regions.iter().map(|r| (r.lines.clone(), r.iteration)).collect();
    assert_eq!(seen, [(0..1, 0), (1..2, 1), (0..2, 0), (2..3, 0), (3..4, 1), (2..4, 1)]);
}

/// Files of a small model.
fn load(path: &str, from: &str) -> Result<Source, String> {
    let folder = from.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let name = format!("{folder}{path}");
    let text = match name.as_str() {
        "lib/rk4.wg" => "include \"rate.wg\"\nrk4(s, h) = {\n  a = rate(s)\n  s + h*rate(s + h/2*a)\n}",
        "lib/rate.wg" => "param k = 0.5 # per day\nrate(s) = -k*s\nunused = 3",
        "lib/bad.wg" => "x = 1\n  sine(x)",
        "lib/self.wg" => "include \"other.wg\"",
        "lib/other.wg" => "include \"self.wg\"",
        "lib/value.wg" => "1 + 1",
        "lib/open.wg" => "f(x) = (x",
        _ => return Err("no such file".to_owned()),
    };
    Ok(Source::new(name, text))
}

fn with_files(text: &str) -> Result<Model, wengert_expr::Error> {
    Model::parse_with(Source::new("main.wg", text), &mut load, Limits::default())
}

#[test]
fn files_include_files() {
    let text = "include \"lib/rk4.wg\"; include \"lib/rate.wg\"\ns = 1; repeat 2 { s = rk4(s, 0.1) }\ns";
    let model = with_files(text).unwrap_or_else(|e| panic!("{}", e.render()));
    assert_eq!(
        model.sources().iter().map(|s| s.name.as_str()).collect::<Vec<_>>(),
        ["main.wg", "lib/rk4.wg", "lib/rate.wg"]
    );
    assert!(model.warnings().is_empty(), "{:?}", model.warnings());
    let at = model.record(&Values::new()).unwrap();
    let listing = Listing::new(at.list.clone(), &at.point, Options::new()).unwrap();
    let step = 1.0 - 0.1 * 0.5 * (1.0 - 0.05 * 0.5);
    assert!((listing.value() - step * step).abs() < 1e-15);
    let Some(Origin::Text { start, end }) = at.list.origin(0) else { panic!() };
    let (source, bytes) = at.sources.locate(start..end);
    assert_eq!((source.name.as_str(), &source.text[bytes]), ("lib/rate.wg", "-k"));
}

#[test]
fn messages_name_the_file() {
    let wrong = |text: &str| with_files(text).unwrap_err();
    assert_eq!(
        wrong("include \"lib/bad.wg\"; 1").to_string(),
        "lib/bad.wg:2:3: unknown function `sine`; did you mean `sin`?"
    );
    let cycle = wrong("include \"lib/self.wg\"; 1");
    let ErrorKind::Cycle { path, chain } = &cycle.kind else { panic!("{cycle}") };
    assert_eq!((path.as_str(), chain.as_slice()), ("self.wg", &["lib/other.wg".to_owned()][..]));
    assert_eq!(
        wrong("include \"none.wg\"; 1").to_string().split("; ").next(),
        Some("main.wg:1:9: cannot include `none.wg`: no such file")
    );
    assert!(matches!(wrong("include \"lib/value.wg\"; 1").kind, ErrorKind::UnusedValue { inside: "file" }));
    let open = wrong("include \"lib/open.wg\"; 1");
    assert!(
        matches!(open.kind, ErrorKind::Unclosed { with: ')' }) && open.source.as_ref().unwrap().name == "lib/open.wg"
    );
}

#[test]
fn what_nothing_reads_is_a_warning() {
    let warned = |text: &str| -> Vec<String> {
        let model = Model::parse(text).unwrap();
        model.warnings().iter().map(|w| model.sources().text(w.span).to_owned()).collect()
    };
    assert_eq!(warned("a = x; b = 2; a"), ["b"]);
    assert_eq!(warned("s = 0; repeat 2 { t = x; s = s + 1 } s"), ["t"]);
    assert_eq!(warned("param k = 2\nx"), ["k"]);
    assert_eq!(warned("f(u, w) = u; for i in 0..2 { } f(x, 1)"), [""; 0]);
}

#[test]
fn constants_are_values() {
    for (text, wanted) in [("1/2", 0.5), ("pi/4", std::f64::consts::FRAC_PI_4), ("-2^2", -4.0), ("a = 3; a*a", 9.0)] {
        assert_eq!(wengert_expr::constant(text), Ok(Given::Number(wanted)), "{text}");
    }
    assert_eq!(wengert_expr::constant("[1, 2]/4"), Ok(Given::Vector(vec![0.25, 0.5])));
    assert!(matches!(wengert_expr::constant("1, 2").unwrap_err().kind, ErrorKind::Comma));
    assert!(matches!(wengert_expr::constant("y").unwrap_err().kind, ErrorKind::NotConstant { .. }));
}

#[test]
fn numbers_of_the_text_are_listed() {
    let model = Model::parse("2*x + v[1]*pi").unwrap();
    let seen: Vec<(&str, f64)> = model.literals().map(|(span, c)| (model.sources().text(span), c)).collect();
    assert_eq!(seen, [("2", 2.0), ("1", 1.0), ("pi", std::f64::consts::PI)]);
}
