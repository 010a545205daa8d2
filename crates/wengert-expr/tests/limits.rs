//! Size is no obstacle: a hundred thousand nested brackets, blocks, loops and branches, and a million characters of each.

use std::time::{Duration, Instant};
use wengert_expr::{Limits, Model, Values};

/// Reads the text and records it at x = 1/2; says whether there was an answer.
fn answered(text: &str) -> bool {
    let begun = Instant::now();
    let answered = match Model::parse(text) {
        Ok(model) => match model.record(&Values::new().with("x", 0.5)) {
            Ok(at) => at.list.verify().is_ok(),
            Err(error) => error.render().len() > 10_000,
        },
        Err(error) => error.render().len() > 10_000,
    };
    assert!(begun.elapsed() < Duration::from_secs(20), "{}: {:?}", &text[..20], begun.elapsed());
    answered
}

#[test]
fn depth_is_no_obstacle() {
    let n = 100_000;
    let nested = |open: &str, close: &str| open.repeat(n) + "x" + &close.repeat(n);
    for text in [
        nested("(", ")"),
        nested("{", "}"),
        nested("{a=x;", "}"),
        nested("-(", ")"),
        nested("sin(", ")"),
        nested("f(", ")").replacen('f', "f(u)=u+1;f", 1),
        nested("if x<1{", "}else{x}"),
        nested("if x>1{x}else{", "}"),
        "if x>1{x}else ".repeat(n) + "{x}",
        "s=x;".to_owned() + &"if x<1{".repeat(n) + "s=2*s" + &"}".repeat(n) + ";s",
        "s=x;".to_owned() + &"repeat 1{".repeat(n) + "s=2*s" + &"}".repeat(n) + ";s",
        "v=[x];v[".to_owned() + &"0*len([".repeat(n) + "x" + &"])".repeat(n) + "]",
        "a=x;".to_owned() + &"a=a+a;".repeat(n) + "a",
        (1..n).fold("f0(u)=u;".to_owned(), |s, k| s + &format!("f{k}(u)=f{}(u);", k - 1)) + &format!("f{}(x)", n - 1),
        format!("[x{}]", ",x".repeat(n)),
        format!("x{}", ",x".repeat(n)),
    ] {
        assert!(answered(&text), "{}…", &text[..40]);
    }
    for text in
        ["(", "[", "{", "if ", "if x<1{", "repeat 1{", "for i in 0..", "f(", "x[", "-", "x else ", "}", "; ", "\""]
    {
        assert!(!answered(&("x+".to_owned() + &text.repeat(n))), "{text}");
    }
}

#[test]
fn a_million_characters_are_answered() {
    let n = 1_000_000;
    for (text, wanted) in [
        ("a = x\n".repeat(n / 6) + "a", true),
        ("# comment\n".repeat(n / 10) + "x", true),
        ("f(u, w) = u*w; f(x, x)".to_owned() + &"+f(x, x)".repeat(n / 8), true),
        ("x\n".repeat(n / 2), false),
        ("f(u)=u\n".repeat(n / 7), false),
        ("#".repeat(n), false),
        ("f(".to_owned() + &"u,".repeat(n / 2), false),
    ] {
        assert_eq!(answered(&text), wanted, "{}…", &text[..20]);
    }
}

#[test]
fn the_limit_is_the_callers() {
    let text = "s = x; for i in 0..1000 { s = s + x } s";
    let source = || wengert_expr::Source::expression(text);
    let mut load = |_: &str, _: &str| Err(String::new());
    let mut at = |operations| {
        let model = Model::parse_with(source(), &mut load, Limits { operations }).unwrap();
        model.record(&Values::new().with("x", 1.0)).map(|at| at.list.len()).map_err(|e| e.kind.to_string())
    };
    assert_eq!(at(3000), Ok(1000));
    assert_eq!(at(999), Err("this asks for 1 000 operations; 999 are allowed".to_owned()));
}
