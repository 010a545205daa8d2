//! The page of conventions, `docs/conventions.md`, is what the library answers: it is written from the answers computed
//! here beside the peers', and so is the table of them inside the command `wengert functions`. This test fails where the
//! committed page or table says otherwise. `ACCEPT=1` writes both anew.

use std::fmt::Write;
use wengert::{Note, NoteKind, Var, notes, prim::Kind, value_and_grad};
use wengert_testkit::edges::{EDGES, Edge};
use wengert_testkit::nonsmooth::{Answer, RECOMMENDED, load, numbers, point};

const PEERS: [(&str, &str); 4] =
    [("jax", "JAX"), ("torch", "PyTorch"), ("hips", "HIPS autograd"), ("casadi", "CasADi")];

const HEAD: &str = "\
# What is answered at kinks, ties, jumps and edges

Written by a test (`crates/wengert-testkit/tests/conventions_page.rs`) from the answers it computes; do not edit. Each
cell holds value, gradient and second derivative, one below the other; one number stands for all entries of an array, and
a dash for what a system does not have or was not asked. *Told* says which notes the caller receives beside the number
(`wengert::notes`): a *kink* has several slopes, at a *tie* several arguments attain the extremum, at a *jump* the value is
not continuous, at an *edge* the slope is infinite or missing, and *0 × inf* is a zero cotangent that met an infinite slope
and won.

The rules behind the answers: at a kink the slope of least norm; ties share evenly; at the edge of the domain the
one-sided limit, outside NaN together with the value; what a result does not depend on passes no cotangent at all.

";

#[test]
fn the_page_says_what_the_library_answers() {
    is_current("docs/conventions.md", &page(&load()));
}

#[test]
fn the_command_line_says_what_the_library_answers() {
    is_current("crates/wengert-cli/data/conventions.csv", &table(&load()));
}

/// Compares a committed file with what it should be.
fn is_current(name: &str, text: &str) {
    let path = wengert_testkit::repository(name);
    if std::env::var_os("ACCEPT").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differing = committed.lines().zip(text.lines()).find(|(old, new)| old != new);
    if let Some((old, new)) = differing {
        panic!("{name} says\n  {old}\nbut the answer is\n  {new}\nRun with ACCEPT=1 to write it anew.");
    }
    assert_eq!(committed.lines().count(), text.lines().count(), "{name}: run with ACCEPT=1");
}

/// The columns after the function and ours: each peer with its version.
fn heads(answers: &[Answer]) -> [String; 4] {
    let version = |system: &str| &answers.iter().find(|a| a.system == system).expect("every peer answers").version;
    PEERS.map(|(system, name)| format!("{name} {}", version(system).split('+').next().unwrap_or_default()))
}

/// The first answer of each case.
fn cases(answers: &[Answer]) -> Vec<&Answer> {
    let mut done = std::collections::HashSet::new();
    answers.iter().filter(|answer| done.insert(&answer.case)).collect()
}

fn page(answers: &[Answer]) -> String {
    let mut page = HEAD.to_string();
    writeln!(page, "| Function | wengert | Told | {} | Why |", heads(answers).join(" | ")).unwrap();
    writeln!(page, "| --- | --- | --- |{} --- |", " --- |".repeat(PEERS.len())).unwrap();
    for case in cases(answers) {
        let cells = row(answers, case).map(|cell| cell.replace('|', "\\|"));
        writeln!(page, "| {} |", cells.join(" | ")).unwrap();
    }
    page
}

/// The same as CSV: value, gradient and second derivative separated by semicolons.
fn table(answers: &[Answer]) -> String {
    let mut table = csv::Writer::from_writer(Vec::new());
    let [jax, torch, hips, casadi] = heads(answers);
    table.write_record(["case", "wengert", "told", &jax, &torch, &hips, &casadi, "why"]).unwrap();
    for case in cases(answers) {
        table.write_record(row(answers, case).map(|cell| cell.replace("<br>", "; "))).unwrap();
    }
    String::from_utf8(table.into_inner().unwrap()).unwrap()
}

/// The row of a case: its name, our answer and notes, the peers' answers, the reason.
fn row(answers: &[Answer], first: &Answer) -> [String; 8] {
    let of = |system: &str| answers.iter().find(|a| a.case == first.case && a.system == system);
    let x = point(first);
    let (ours, told) = match EDGES.iter().find(|e| e.case == first.case) {
        Some(edge) => (ours(edge, &x), told(edge, &x)),
        None => ("—".to_string(), String::new()),
    };
    let peers = PEERS.map(|(system, _)| of(system).map_or("—".to_string(), |a| peer(a, x.len())));
    let why = of(RECOMMENDED).map_or("", |a| &a.why);
    let [jax, torch, hips, casadi] = peers;
    [first.case.to_string(), ours, told, jax, torch, hips, casadi, why.to_string()]
}

fn ours(edge: &Edge, x: &[f64]) -> String {
    match edge.answer(x) {
        Ok(a) => cell(&short(a.value), &list(&a.gradient), &square(&a.second, x.len())),
        Err(error) => panic!("{}: {error}", edge.case),
    }
}

/// The kinds of notes that the gradient leaves.
fn told(edge: &Edge, x: &[f64]) -> String {
    let (_, made) = notes(|| value_and_grad(|v: Vec<Var>| (edge.f)(&v), x));
    let mut kinds: Vec<&str> = made.iter().map(kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.join(", ")
}

fn kind(note: &Note) -> &'static str {
    match note.kind {
        NoteKind::Kink(Kind::Kink) => "kink",
        NoteKind::Kink(Kind::Tie) => "tie",
        NoteKind::Kink(Kind::Jump) => "jump",
        NoteKind::Kink(Kind::Edge) => "edge",
        NoteKind::ZeroTimesInfinity => "0 × inf",
        _ => panic!("a kind of note that the page does not explain: {note}"),
    }
}

fn peer(answer: &Answer, n: usize) -> String {
    let said = |text: &str, show: &dyn Fn(&[f64]) -> String| match (text, numbers(text)) {
        ("" | "null", _) => "—".to_string(),
        (_, Some(numbers)) => show(&numbers),
        (_, None) => "error".to_string(),
    };
    let value = said(&answer.value, &list);
    cell(&value, &said(&answer.gradient, &list), &said(&answer.second, &|h| square(h, n)))
}

fn cell(value: &str, gradient: &str, second: &str) -> String {
    format!("{value}<br>{gradient}<br>{second}")
}

/// Six digits.
fn short(x: f64) -> String {
    let rounded: f64 = format!("{x:.5e}").parse().expect("a number");
    match rounded.abs() {
        0.0 => "0".into(),
        a if a.is_finite() && !(1e-4..1e6).contains(&a) => format!("{rounded:e}"),
        _ => rounded.to_string().to_lowercase(),
    }
}

fn list(numbers: &[f64]) -> String {
    let entries: Vec<String> = numbers.iter().map(|&x| short(x)).collect();
    match &entries[..] {
        [one] => one.clone(),
        [first, rest @ ..] if rest.iter().all(|e| e == first) => format!("all {first}"),
        _ => format!("[{}]", entries.join(", ")),
    }
}

/// A Hessian of `n` variables, by rows.
fn square(numbers: &[f64], n: usize) -> String {
    let flat = list(numbers);
    if numbers.len() != n * n || !flat.starts_with('[') {
        return flat;
    }
    let rows: Vec<String> = numbers
        .chunks(n)
        .map(|row| format!("[{}]", row.iter().map(|&x| short(x)).collect::<Vec<_>>().join(", ")))
        .collect();
    format!("[{}]", rows.join(", "))
}
