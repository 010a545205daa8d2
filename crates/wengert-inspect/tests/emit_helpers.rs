//! The special functions that stand in plain programs, against the table of the engine's own (written with mpmath).

use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;
use wengert::Options;
use wengert_inspect::Run;
use wengert_inspect::emit::{Lang, emit};

const TABLE: &str = include_str!("../../wengert/testdata/special.txt");

/// Each function, an expression whose program needs it, and the relative error that is allowed: a few units in the last place.
const FUNCTIONS: &[(&str, &str, f64)] = &[
    ("erf", "erf(x)", 2e-15),
    ("erfc", "erfc(x)", 2e-15),
    ("erfcx", "erfcx(x)", 2e-15),
    ("ierfcx", "ierfcx(1, x)", 1e-14),
    ("erfinv", "erfinv(x)", 2e-15),
    ("normpdf", "normpdf(x)", 2e-15),
    ("normcdf", "normcdf(x)", 4e-15),
    ("lognormcdf", "lognormcdf(x)", 2e-15),
    ("mills", "mills(x)", 2e-15),
    ("probit", "probit(x)", 2e-15),
    ("logit", "logit(x)", 2e-15),
    ("gamma", "gamma(x)", 4e-15),
    ("lgamma", "lgamma(x)", 2e-15),
    ("digamma", "digamma(x)", 4e-15),
    ("trigamma", "trigamma(x)", 2e-15),
    ("polygamma", "polygamma(2, x)", 1e-14),
    ("beta", "beta(x, 2*x)", 1e-14),
    ("lbeta", "lbeta(x, 2*x)", 1e-14),
    ("lambertw", "lambertw(x)", 4e-15),
    ("sinc", "sinc(x)", 2e-15),
    ("sinc_d", "sinc_d(1, x)", 1e-14),
    ("dawsn", "dawsn(x)", 2e-15),
    ("dawsn_d", "dawsn_d(1, x)", 1e-13),
    ("jn", "jn(2, x)", 4e-15),
    ("yn", "yn(2, x)", 4e-15),
    ("in_", "in(2, x)", 2e-15),
    ("expint_e1", "expint_e1(x)", 2e-15),
    ("expint_ei", "expint_ei(x)", 2e-15),
    ("ellipk", "ellipk(x)", 2e-15),
    ("ellipk_d", "ellipk_d(1, x)", 4e-15),
    ("gammainc_p", "gammainc_p(x, 2*x)", 1e-13),
    ("gammainc_p_d", "gammainc_p_d(1, x, 2*x)", 1e-13),
    ("betainc", "betainc(x, 2*x, 0.3)", 1e-14),
    ("betainc_d", "betainc_d(1, 0, x, 2*x, 0.3)", 1e-13),
    ("li2", "li2(x)", 4e-15),
    ("li2_d", "li2_d(1, x)", 2e-15),
    // Between the zeros at -2, -4, ... it is small, and the error 1e-16 of what its integral is added to.
    ("zeta", "zeta(x)", 2e-14),
    ("zeta_d", "zeta_d(1, x)", 4e-14),
];

/// The rows of a function: its arguments and its value.
fn rows(function: &str) -> Vec<(Vec<f64>, f64)> {
    let row = |line: &str| {
        let mut words = line.split(' ');
        (words.next()? == function).then(|| words.map(|word| word.parse().expect("a number")).collect::<Vec<f64>>())
    };
    TABLE
        .lines()
        .filter_map(row)
        .map(|mut numbers| (numbers.split_off(numbers.len() - 1)[0], numbers))
        .map(|(y, x)| (x, y))
        .collect()
}

/// The program of an expression without its last part, which calls it at its own point.
fn program(lang: Lang, text: &str) -> String {
    let list = wengert_expr::parse(text, &["x"]).expect("an expression");
    let run = Run::new(&list, &[0.3], Options::new()).expect("a point");
    let text = emit(&run, lang, text).expect("a program").text;
    let end = if lang == Lang::Rust { "fn main()" } else { "if __name__" };
    text[..text.find(end).expect("a last part")].to_owned()
}

fn number(lang: Lang, x: f64) -> String {
    match (lang, x.is_finite()) {
        (_, true) => format!("{x:?}"),
        (Lang::Rust, _) => format!("{}f64::INFINITY", if x < 0.0 { "-" } else { "" }),
        _ => format!("{}math.inf", if x < 0.0 { "-" } else { "" }),
    }
}

/// A program that prints the values of a function at all arguments of the table.
fn calls(lang: Lang, function: &str, text: &str) -> String {
    let mut source = program(lang, text);
    let own = source.contains(&format!("def {function}("));
    let named = if own || lang == Lang::Rust { function.to_owned() } else { format!("math.{function}") };
    let calls = rows(function).into_iter().map(|(x, _)| {
        let args: Vec<String> = x.iter().map(|&x| number(lang, x)).collect();
        match lang {
            Lang::Rust => format!("    println!(\"{{:?}}\", {named}({}));", args.join(", ")),
            _ => format!("print({named}({}))", args.join(", ")),
        }
    });
    let calls = calls.collect::<Vec<_>>().join("\n");
    match lang {
        Lang::Rust => write!(source, "pub fn main() {{\n{calls}\n}}\n").expect("a text"),
        _ => source.push_str(&calls),
    }
    source
}

fn file(name: &str, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("emit-helpers");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(name), text).expect("a file");
    folder.join(name)
}

fn output(command: &mut Command) -> Option<String> {
    let out = command.output().ok()?;
    assert!(out.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Compares what was printed with the table.
fn check(lang: Lang, function: &str, most: f64, printed: &str) {
    let got: Vec<f64> = printed.lines().map(|line| line.parse().expect("a number")).collect();
    let rows = rows(function);
    assert!(!rows.is_empty() && rows.len() == got.len(), "{function}: {printed}");
    for ((x, want), got) in rows.iter().zip(got) {
        let right = got == *want || (got.is_nan() && want.is_nan());
        let off = ((got - want) / want).abs();
        assert!(right || off <= most, "{}: {function}{x:?}: {got:e} against {want:e}, off by {off:e}", lang.name());
    }
}

#[test]
fn helpers_in_python_are_right_to_a_few_units() {
    for &(function, text, most) in FUNCTIONS {
        let source = file(&format!("{function}.py"), &calls(Lang::Python, function, text));
        let Some(printed) = output(Command::new("python3").arg(source)) else { return };
        check(Lang::Python, function, most, &printed);
    }
}

#[test]
fn helpers_in_rust_are_right_to_a_few_units() {
    let module = |&(function, text, _): &(&str, &str, f64)| {
        format!("mod of_{function} {{\n{}}}\n", calls(Lang::Rust, function, text))
    };
    let modules: String = FUNCTIONS.iter().map(module).collect();
    let mains: Vec<String> =
        FUNCTIONS.iter().map(|(f, ..)| format!("    of_{f}::main();\n    println!(\"--\");\n")).collect();
    let source = file("all.rs", &format!("{modules}fn main() {{\n{}}}\n", mains.concat()));
    let binary = source.with_extension("bin");
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    output(Command::new(rustc).args(["--edition", "2024", "-A", "dead_code", "-o"]).args([&binary, &source]));
    let printed = output(&mut Command::new(binary)).expect("it runs");
    for (&(function, _, most), printed) in FUNCTIONS.iter().zip(printed.split("--\n")) {
        check(Lang::Rust, function, most, printed);
    }
}

/// The engine has no value there, so a program that cuts the order off would answer another function's.
#[test]
fn an_order_that_is_not_whole_is_nan_in_every_language() {
    for text in [
        "jn(2.5, x)",
        "polygamma(-1, x)",
        "sinc_d(1.5, x)",
        "ierfcx(0.5, x)",
        "powi(x, 2.5)",
        "betainc_d(0.5, 0, 2, 3, x)",
    ] {
        let list = wengert_expr::parse(text, &["x"]).expect("an expression");
        let run = Run::new(&list, &[0.3], Options::new()).expect("a point");
        for (lang, nan) in [
            (Lang::Rust, "f64::NAN"),
            (Lang::Python, "math.nan"),
            (Lang::C, "NAN"),
            (Lang::Wengert, "Var::constant(f64::NAN)"),
        ] {
            // C lacks some of these; it says so.
            let Ok(program) = emit(&run, lang, text) else {
                assert_eq!(lang, Lang::C, "{text}");
                continue;
            };
            let program = program.text;
            let code: Vec<&str> =
                program.lines().filter(|line| !line.trim_start().starts_with(['#', '/', '*'])).collect();
            let order =
                text.split(['(', ',', ')']).map(str::trim).find(|word| word.parse::<f64>().is_ok()).expect("an order");
            let passed = [format!("({order},"), format!("({order})"), format!(", {order})")];
            let called = code.iter().any(|line| passed.iter().any(|passed| line.contains(passed)));
            assert!(!called && code.iter().any(|line| line.contains(nan)), "{text} in {lang:?}:\n{program}");
        }
    }
}
