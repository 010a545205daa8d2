//! The programs that the page shows: run, they print what the page says they print.

use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;
use wengert_explorer::engine::{Door, answer};

fn ask(request: &Value) -> Value {
    serde_json::from_str(&answer(&request.to_string(), &Door::still())).expect("JSON")
}

fn programs(model: &Value) -> Value {
    let got = ask(&json!({"ask": "programs", "model": model}));
    assert_eq!(got["ok"], true, "{model}: {got}");
    got
}

/// Expressions beside the presets, each with its point.
#[rustfmt::skip]
const MORE: &[(&str, &[(&str, f64)])] = &[
    ("a = x; repeat 12 { a = a*y + sin(a) }; a", &[("x", 0.7), ("y", 0.9)]),
    ("param v = [1, -2, 0.5, 3]; sum(v)*prod(v) + norm(v) + max(v) - min(v)", &[]),
    ("param v = [0.1, 2, -1]; logsumexp(v) + dot(v, v)*mean(v)", &[]),
    ("where(x > y, where(x > 3, x^2, exp(y)), log(x + y)) + clamp(x, 0, 1)", &[("x", 2.0), ("y", 1.0)]),
    ("where(x > 0, sqrt(x), 0) + x*y", &[("x", 0.0), ("y", 3.0)]),
    ("max(x, y, z)*min(x, z) + abs(y) + floor(z)*x + mod(z, 0.7)", &[("x", 0.3), ("y", -1.7), ("z", 12.9)]),
    ("max(x, y)", &[("x", 1.0), ("y", 1.0)]),
    ("x^y + y^x + x^3 + x^0.5", &[("x", 2.0), ("y", 3.0)]),
    ("x^y", &[("x", -2.0), ("y", 3.0)]),
    ("x^y", &[("x", 0.0), ("y", -1.0)]),
    ("x^y", &[("x", -2.0), ("y", 0.5)]),
    ("erf(x)*erfc(y) + erfinv(x/2) + erfcx(y)", &[("x", 0.8), ("y", 2.5)]),
    ("normcdf(x)*normpdf(y) + lognormcdf(x) + probit(y/4) + gelu(x)", &[("x", -3.1), ("y", 1.3)]),
    ("gamma(x) + lgamma(y)*digamma(x) + trigamma(y)", &[("x", 3.7), ("y", 0.4)]),
    ("gamma(x) + lgamma(x)", &[("x", -1.5)]),
    ("fma(x, y, z)*x", &[("x", 0.1), ("y", 3.3), ("z", -0.33)]),
    ("lambertw(x) + logit(y) + sigmoid(x)*softplus(y)", &[("x", 1.3), ("y", 0.2)]),
    ("tanh(x)*silu(y) + mish(x) + elu(y) + relu(x - y) + softsign(y)", &[("x", 0.6), ("y", -0.9)]),
    ("sin(x)*cos(y) + tan(x/y) + atan2(x, y) + hypot(x, y) + asin(x/4) + cbrt(y)", &[("x", 1.1), ("y", 2.3)]),
    ("expm1(x) + log1p(y) + log2(x) + log10(y) + exp2(x) + cosh(x) + atanh(y/9)", &[("x", 0.3), ("y", 1.4)]),
    ("x/y", &[("x", 1.0), ("y", 0.0)]),
    ("sqrt(x)*y", &[("x", 0.0), ("y", 2.0)]),
    ("sqrt(x)*y", &[("x", 0.0), ("y", 0.0)]),
    ("exp(x)*y", &[("x", 1000.0), ("y", 2.0)]),
    ("log(x)*y + asin(x) + acosh(x)", &[("x", -3.0), ("y", 2.0)]),
    ("sin(x) + floor(x) + round(x)", &[("x", f64::INFINITY)]),
    ("gamma(x) + lgamma(x)", &[("x", 0.0)]),
    ("atan2(x, y)", &[("x", 0.0), ("y", 0.0)]),
    ("x*1e-5 + y*1e17", &[("x", 1.0), ("y", 1.0)]),
    ("L*f + sin(L)", &[("L", 2.0), ("f", 3.0)]),
    ("x + 0*y", &[("x", 2.0), ("y", 3.0)]),
    ("floor(x)*2 + stop_gradient(y)", &[("x", 2.5), ("y", 3.0)]),
    ("2 + 3*pi", &[]),
];

/// All models: the presets, then those above.
fn models() -> Vec<Value> {
    let presets = ask(&json!({"ask": "presets"}));
    let presets = presets["presets"].as_array().expect("presets").iter().map(|preset| preset["model"].clone());
    let number = |x: f64| if x.is_finite() { json!(x) } else { json!("inf") };
    let more = MORE.iter().map(|(text, at)| {
        let at: Vec<Value> = at.iter().map(|&(name, x)| json!([name, number(x)])).collect();
        json!({"text": text, "at": at})
    });
    presets.chain(more).collect()
}

/// A file in a folder of its own.
fn file(name: &str, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("programs");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(name), text).expect("a file");
    folder.join(name)
}

fn output(command: &mut Command) -> Option<String> {
    let out = command.output().ok()?;
    assert!(out.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Whether what was printed is what the answer says: names and, where not all digits hold everywhere, so many of them.
fn check(model: &Value, prints: &Value, printed: &str) {
    let prints = prints.as_array().unwrap_or_else(|| panic!("{model}: no prints"));
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), prints.len(), "{model}: {printed}");
    for (line, want) in lines.iter().zip(prints) {
        let (name, number) = line.rsplit_once(' ').expect("a name and a number");
        let said = want["number"].as_str().expect("a number");
        assert_eq!(name, want["name"], "{model}");
        match want["digits"].as_f64() {
            None => assert_eq!(number, said, "{model}: {name}"),
            Some(digits) => {
                let [a, b]: [f64; 2] = [number, said].map(|text| text.parse().expect("a number"));
                let off = (a - b).abs() / a.abs().max(b.abs()).max(f64::MIN_POSITIVE);
                assert!(off <= 10f64.powf(-digits), "{model}: {name} {number} against {said}, {digits} digits");
                assert!(digits >= 9.0, "{model}: only {digits} digits of {name} are said to hold");
            }
        }
    }
}

#[test]
fn the_plain_python_prints_what_the_page_says() {
    for (k, model) in models().iter().enumerate() {
        let got = programs(model);
        let text = got["python"]["text"].as_str().unwrap_or_else(|| panic!("{model}: {}", got["python"]["missing"]));
        let Some(printed) = output(Command::new("python3").arg(file(&format!("p{k}.py"), text))) else { return };
        check(model, &got["python"]["prints"], &printed);
    }
}

/// All programs are compiled at once, each in a module, and with every warning an error.
#[test]
fn the_plain_rust_prints_what_the_page_says() {
    let models = models();
    let answers: Vec<Value> = models.iter().map(programs).collect();
    let module = |(k, got): (usize, &Value)| {
        let text = got["rust"]["text"].as_str().unwrap_or_else(|| panic!("{}: {}", models[k], got["rust"]["missing"]));
        format!("mod p{k} {{\n{}}}\n", text.replace("fn main()", "pub fn main()"))
    };
    let modules: String = answers.iter().enumerate().map(module).collect();
    let calls: String = (0..answers.len()).map(|k| format!("    p{k}::main();\n    println!(\"--\");\n")).collect();
    let source = file("all.rs", &format!("{modules}fn main() {{\n{calls}}}\n"));
    let binary = source.with_extension("bin");
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    output(Command::new(rustc).args(["--edition", "2024", "-D", "warnings", "-o"]).args([&binary, &source]));
    let printed = output(&mut Command::new(binary)).expect("it runs");
    for ((model, got), printed) in models.iter().zip(&answers).zip(printed.split("--\n")) {
        check(model, &got["rust"]["prints"], printed);
    }
}

#[test]
fn only_arithmetic_holds_to_the_last_digit_and_functions_to_most() {
    let digits = |text: &str| {
        let got = programs(&json!({"text": text, "at": [["x", 2], ["y", 3]]}));
        got["rust"]["prints"].as_array().expect("prints").iter().map(|one| one["digits"].as_u64()).collect::<Vec<_>>()
    };
    assert_eq!(digits("x*y/3 + sqrt(x)"), [None, None, None]);
    assert!(digits("x*y + sin(x*y)").iter().all(|held| held.is_none_or(|held| held >= 14)));
    assert!(digits("exp(x)").iter().all(Option::is_some));
}

#[test]
fn special_functions_are_written_out_where_a_language_has_not_them() {
    let got = programs(&json!({"text": "zeta(x)", "at": [["x", 2]]}));
    for (language, says) in [("rust", "fn zeta(s: f64)"), ("python", "def zeta(s):"), ("wengert", "x.zeta()")] {
        assert_eq!(got[language]["missing"], Value::Null, "{language}");
        let text = got[language]["text"].as_str().expect("a text");
        assert!(text.contains(says), "{language}: {text}");
    }
}

/// A loop that runs `steps` times three operations.
fn long(steps: usize) -> Value {
    json!({"text": format!("a = x; repeat {steps} {{ a = sin(a)*y + a }}; a"), "at": [["x", 0.7], ["y", 0.9]]})
}

#[test]
fn a_long_tape_is_shown_through_a_window_and_written_whole_for_the_asking() {
    let model = long(3000);
    let got = ask(&json!({"ask": "programs", "model": model, "around": 4000}));
    let window = &got["window"];
    assert!(window["first"].as_u64() < Some(4000) && window["last"].as_u64() > Some(4000), "{window}");
    assert_eq!(window["lines"], 9002);
    for language in ["rust", "python"] {
        let links = got[language]["links"].as_array().expect("links");
        for what in ["forward", "pay"] {
            assert!(links.iter().any(|link| link[1] == 4000 && link[2] == what), "{language}: {what}");
        }
        assert!(got[language]["text"].as_str().expect("a text").lines().count() < 250);
    }
    let whole = ask(&json!({"ask": "programs", "model": model, "whole": "python"}));
    let text = whole["python"]["text"].as_str().expect("a text");
    let printed = output(Command::new("python3").arg(file("long.py", text)));
    if let Some(printed) = printed {
        check(&model, &whole["python"]["prints"], &printed);
    }
    let beyond = ask(&json!({"ask": "programs", "model": long(8000), "whole": "python"}));
    assert_eq!(beyond["error"]["kind"], "limit");
    assert_eq!(ask(&json!({"ask": "programs", "model": long(8000)}))["ok"], true);
}
