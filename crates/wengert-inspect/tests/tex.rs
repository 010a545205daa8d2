//! The derivation in TeX: what is written, and that names cannot break it.

use std::path::PathBuf;
use std::process::Command;
use wengert::list::Operand;
use wengert::prim::Op;
use wengert::{List, Options};
use wengert_inspect::{Run, formula, tex};

fn run(text: &str, given: &[(&str, f64)]) -> Run {
    let (names, x): (Vec<&str>, Vec<f64>) = given.iter().copied().unzip();
    Run::new(&wengert_expr::parse(text, &names).expect("an expression"), &x, Options::new()).expect("a point")
}

const MIXED: &str = "where(x > y, sqrt(x), 1/y) + max(x, y)*x^3/gamma(x) - atan2(x, y)^y + exp(-x)*abs(y - 2e-9)";

#[test]
fn the_worked_example() {
    insta::assert_snapshot!(tex::document(&run("x*y + sin(x*y)", &[("x", 2.0), ("y", 3.0)])));
}

#[test]
fn many_functions() {
    insta::assert_snapshot!(tex::derivation(&run(MIXED, &[("x", 2.0), ("y", 3.0)])));
}

#[test]
fn what_is_not_finite_has_its_sign() {
    let text = tex::derivation(&run("log(x)", &[("x", 0.0)]));
    assert!(text.contains("v_{2}") || text.contains("L &= \\log\\left(x\\right) &&= -\\infty"), "{text}");
}

#[test]
fn a_power_that_is_not_whole_is_no_power() {
    let at = [("x", 2.0), ("n", 3.0)];
    for (text, tex, plain) in [
        ("powi(x, 3)*n", "x^{3}", "x^3"),
        ("powi(x, 2.5)*n", "\\operatorname{powi}\\left(x, 2.5\\right)", "powi(x, 2.5)"),
        ("powi(x, n)*n", "\\operatorname{powi}\\left(x, n\\right)", "powi(x, n)"),
    ] {
        let run = run(text, &at);
        let derivation = tex::derivation(&run);
        assert!(derivation.contains(tex), "{text}: {derivation}");
        assert_eq!(formula::text_of(run.list(), 0, run.names()).as_deref(), Some(plain), "{text}");
    }
}

/// Names with everything TeX is touchy about.
fn odd_names() -> Run {
    let add = Op::by_text("add").expect("a row");
    let mut list = List::new();
    let names = ["a_b", "x#1", "50%", "$", "{", "\\end", "w[3]", "θ", "x^2", "~", "rate12", "s₁₂", "rate₃[0]"];
    let inputs = names.map(|name| Operand::id(list.input(name, vec![])));
    let sum = inputs.into_iter().reduce(|a, b| list.apply(add, &[a, b]).expect("short")).expect("some");
    list.output(sum);
    Run::new(&list, &[1.0; 13], Options::new()).expect("a point")
}

#[test]
fn names_are_escaped() {
    let text = tex::derivation(&odd_names());
    for escaped in [
        "\\mathit{a\\_b}",
        "\\mathit{x\\#}_{1}",
        "50\\%",
        "\\$",
        "\\{",
        "\\backslash{}end",
        "w_{3}",
        "03B8",
        "\\mathit{rate}_{12}",
        "s^{(12)}",
        "\\mathit{rate}^{(3)}_{0}",
    ] {
        assert!(text.contains(escaped), "{escaped} in {text}");
    }
}

#[test]
fn long_derivations_say_what_they_leave_out() {
    let sum: Vec<String> = (1..=1000).map(|k| format!("sin(x+{k})")).collect();
    let text = tex::derivation(&run(&sum.join("+"), &[("x", 0.5)]));
    assert!(text.contains("&\\vdots && \\text{(2600 more)}"), "{}", &text[text.len() - 300..]);
    assert!(text.lines().count() < 3 * tex::MOST_LINES);
}

/// Where the machine has LaTeX.
#[test]
fn latex_takes_it() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("tex");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, run) in [("mixed", run(MIXED, &[("x", 2.0), ("y", 3.0)])), ("names", odd_names())] {
        std::fs::write(folder.join(name).with_extension("tex"), tex::document(&run)).expect("a file");
        let Ok(latex) = Command::new("pdflatex")
            .args(["-interaction=nonstopmode", "-halt-on-error", name])
            .current_dir(&folder)
            .output()
        else {
            return;
        };
        assert!(latex.status.success(), "{}", String::from_utf8_lossy(&latex.stdout));
    }
}
