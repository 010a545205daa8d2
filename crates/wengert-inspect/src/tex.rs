//! The derivation as it ran, in TeX: forward lines with their values, then every `+=` of the reverse sweep with its
//! numbers. What is written compiles under plain LaTeX with amsmath.

use crate::formula::{Slopes, Term};
use crate::signs::Binds;
use crate::{Run, number};
use std::fmt::Write;
use wengert::list::{Id, Step};
use wengert::prim::Op;

/// Of more lines than this the middle is left out: nobody reads them, and TeX would run long.
pub const MOST_LINES: usize = 400;
/// A local derivative of more parts than this is shown as its number only.
const LARGEST_SLOPE: usize = 14;
/// Of more arguments than this, some are left out.
const MOST_ARGUMENTS: usize = 8;

/// A complete document: forward lines, reverse lines, the gradient.
pub fn document(run: &Run) -> String {
    format!(
        "\\documentclass{{article}}\n\\usepackage{{amsmath}}\n\\allowdisplaybreaks\n\\begin{{document}}\n{}\\end{{document}}\n",
        derivation(run)
    )
}

/// The derivation alone, to be put into a document that uses `amsmath`.
pub fn derivation(run: &Run) -> String {
    let mut out = String::from("\\noindent Forward:\n");
    align(&mut out, forward(run));
    out += "Reverse:\n";
    align(&mut out, reverse(run));
    if run.list().input_len() > 0 {
        out += "Gradient:\n";
        align(&mut out, gradient(run));
    }
    out
}

fn align(out: &mut String, rows: Vec<String>) {
    let skipped = rows.len().saturating_sub(MOST_LINES);
    let dots = (skipped > 0).then(|| format!("&\\vdots && \\text{{({skipped} more)}}"));
    let head = rows.iter().take(MOST_LINES / 2 + MOST_LINES % 2);
    let tail = rows.iter().skip(rows.len().saturating_sub(MOST_LINES / 2).max(MOST_LINES / 2 + MOST_LINES % 2));
    let shown: Vec<&String> = head.chain(dots.iter()).chain(tail).collect();
    let shown: Vec<&str> = shown.into_iter().map(String::as_str).collect();
    let _ = write!(out, "\\begin{{align*}}\n  {}\n\\end{{align*}}\n", shown.join(" \\\\\n  "));
}

fn forward(run: &Run) -> Vec<String> {
    let list = run.list();
    let inputs = (0..list.input_len() as u32).map(|k| {
        let id = Id(k);
        format!("{} &= {}", name(run.name(id)), exact(run.value(id)))
    });
    let lines = list.steps().filter_map(|(_, id, step)| {
        let said = match step {
            Step::Apply(op, args) => term(&Term::line(list, op, args), run).0,
            Step::Rule(rule, args) => {
                let args: Vec<Term> = args.iter().map(|&a| Term::operand(list, a)).collect();
                format!("\\operatorname{{{}}}\\left({}\\right)", escaped(rule.name()), arguments(&args, run))
            }
            _ => return None,
        };
        Some(format!("{} &= {said} &&= {}", name(run.name(id)), rounded(run.value(id))))
    });
    inputs.chain(lines).collect()
}

fn reverse(run: &Run) -> Vec<String> {
    let seed = run.output().map(|id| format!("{} &= 1", bar(run.name(id))));
    let mut rows: Vec<String> = seed.into_iter().collect();
    let mut slopes: Option<(usize, Slopes)> = None;
    for c in run.contributions() {
        if slopes.as_ref().is_none_or(|(line, _)| *line != c.line) {
            let of = run.applied(c.line).and_then(|(op, args)| Slopes::new(run.list(), op, args, c.from).ok());
            slopes = of.map(|s| (c.line, s));
        }
        let formula = slopes.as_ref().and_then(|(_, s)| s.taken(c.arg, LARGEST_SLOPE, c.slope, |id| run.value(id)));
        let by = match &formula {
            Some(Term::Number(n)) => format!(" \\cdot {}", bracketed(exact(*n))),
            Some(term) => format!("\\, {}", at_least(term, run, Binds::Multiplies)),
            None => format!(" \\cdot {}", factor(c.slope)),
        };
        let product = format!("{} \\cdot {}", rounded(run.adjoint(c.from).unwrap_or(0.0)), factor(c.slope));
        rows.push(format!(
            "{} &\\mathrel{{+}}= {}{by} &&= {product} = {} && \\Rightarrow {} = {}",
            bar(run.name(c.to)),
            bar(run.name(c.from)),
            rounded(c.term),
            bar(run.name(c.to)),
            rounded(c.register)
        ));
    }
    if rows.is_empty() { vec!["&\\text{nothing depends on an input}".to_owned()] } else { rows }
}

fn gradient(run: &Run) -> Vec<String> {
    let of = run.output().map_or_else(|| "L".to_owned(), |id| name(run.name(id)));
    let inputs = (0..run.list().input_len() as u32).map(Id);
    let derivative = |id: Id| {
        let slope = exact(run.adjoint(id).unwrap_or(0.0));
        format!("\\frac{{\\partial {of}}}{{\\partial {}}} &= {slope}", name(run.name(id)))
    };
    inputs.map(derivative).collect()
}

/// A number with four decimals.
fn rounded(x: f64) -> String {
    typeset(&number::rounded(x))
}

/// A number that stands behind a dot.
fn factor(x: f64) -> String {
    bracketed(rounded(x))
}

fn bracketed(number: String) -> String {
    if number.starts_with('-') { format!("({number})") } else { number }
}

/// A number with every digit that counts.
fn exact(x: f64) -> String {
    typeset(&number::exact(x))
}

fn typeset(number: &str) -> String {
    match number {
        "inf" => "\\infty".to_owned(),
        "-inf" => "-\\infty".to_owned(),
        "NaN" => "\\mathrm{NaN}".to_owned(),
        "pi" => "\\pi".to_owned(),
        "e" => "e".to_owned(),
        number => match number.split_once('e') {
            Some((digits, exponent)) => format!("{digits} \\cdot 10^{{{exponent}}}"),
            None => number.to_owned(),
        },
    }
}

/// Text that TeX takes for what it is.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '_' | '#' | '$' | '%' | '&' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            '\\' => out += "\\backslash{}",
            '^' => out += "\\hat{}",
            '~' => out += "\\sim{}",
            c if c.is_ascii_graphic() => out.push(c),
            c if c.is_ascii() => out.push(' '),
            // Plain LaTeX has not every letter; its number is legible and compiles.
            c => {
                let _ = write!(out, "\\langle {:04X}\\rangle ", c as u32);
            }
        }
    }
    out
}

/// A name and the number behind it, as a subscript: `v_{12}`; longer names upright. Small digits, which tell lines of one
/// name apart, stand above in brackets, as iterates do.
fn parts(of: &str) -> (String, String) {
    let (named, element) = of.split_once('[').map_or((of, None), |(named, k)| (named, Some(k.trim_end_matches(']'))));
    let plain = named.trim_end_matches(number::is_small_digit);
    let turn = number::of_small_digits(&named[plain.len()..]);
    let stem = match element {
        Some(_) => plain,
        None => plain.trim_end_matches(|c: char| c.is_ascii_digit()),
    };
    let index = element.unwrap_or(&plain[stem.len()..]);
    let stem = if stem.chars().count() == 1 { escaped(stem) } else { format!("\\mathit{{{}}}", escaped(stem)) };
    let above = if turn.is_empty() { String::new() } else { format!("^{{({turn})}}") };
    let below = if index.is_empty() { String::new() } else { format!("_{{{}}}", escaped(index)) };
    (stem, above + &below)
}

fn name(of: &str) -> String {
    let (stem, index) = parts(of);
    stem + &index
}

/// The name with a bar over it.
fn bar(of: &str) -> String {
    let (stem, index) = parts(of);
    format!("\\bar{{{stem}}}{index}")
}

fn at_least(of: &Term, run: &Run, least: Binds) -> String {
    let (text, binds) = term(of, run);
    if binds < least { format!("\\left({text}\\right)") } else { text }
}

fn term(of: &Term, run: &Run) -> (String, Binds) {
    match of {
        Term::Value(id) => (name(run.name(*id)), Binds::Whole),
        Term::Number(c) => {
            let text = typeset(&number::constant(*c));
            let binds = match text.as_bytes().first() {
                Some(b'-') => Binds::Adds,
                _ if text.contains("\\cdot") => Binds::Multiplies,
                _ => Binds::Whole,
            };
            (text, binds)
        }
        Term::Apply(op, args) => applied(*op, args, run),
    }
}

fn applied(op: Op, args: &[Term], run: &Run) -> (String, Binds) {
    use Binds::{Adds, Compares, Multiplies, Negates, Raises, Whole};
    let plain = |k: usize| term(&args[k], run).0;
    let from = |k: usize, least| at_least(&args[k], run, least);
    let infix = |sign: &str, binds, left, right| (format!("{} {sign} {}", from(0, left), from(1, right)), binds);
    match (op.text(), args.len()) {
        ("add", 2) => infix("+", Adds, Adds, Multiplies),
        ("sub", 2) => infix("-", Adds, Adds, Multiplies),
        ("mul", 2) => infix(product_sign(&args[1]), Multiplies, Multiplies, Negates),
        ("div" | "ratio" | "x_over_y", 2) => (format!("\\frac{{{}}}{{{}}}", plain(0), plain(1)), Multiplies),
        ("recip" | "recip_pos", 1) => (format!("\\frac{{1}}{{{}}}", plain(0)), Multiplies),
        ("neg", 1) => (format!("-{}", from(0, Multiplies)), Adds),
        // Of a power that is not whole `powi` is NaN.
        (power @ ("pow" | "powi"), 2) if power == "pow" || args[1].is_whole() => {
            (format!("{}^{{{}}}", from(0, Whole), plain(1)), Raises)
        }
        ("square", 1) => (format!("{}^{{2}}", from(0, Whole)), Raises),
        ("sqrt", 1) => (format!("\\sqrt{{{}}}", plain(0)), Whole),
        ("cbrt", 1) => (format!("\\sqrt[3]{{{}}}", plain(0)), Whole),
        ("exp", 1) => (format!("e^{{{}}}", plain(0)), Raises),
        ("abs", 1) => (format!("\\left|{}\\right|", plain(0)), Whole),
        ("floor", 1) => (format!("\\left\\lfloor {}\\right\\rfloor", plain(0)), Whole),
        ("ceil", 1) => (format!("\\left\\lceil {}\\right\\rceil", plain(0)), Whole),
        ("norm", _) => (format!("\\left\\|({})\\right\\|", arguments(args, run)), Whole),
        ("lt", 2) => infix("<", Compares, Adds, Adds),
        ("le", 2) => infix("\\le", Compares, Adds, Adds),
        ("gt", 2) => infix(">", Compares, Adds, Adds),
        ("ge", 2) => infix("\\ge", Compares, Adds, Adds),
        ("eq", 2) => infix("=", Compares, Adds, Adds),
        ("ne", 2) => infix("\\ne", Compares, Adds, Adds),
        ("where", 3) => {
            let text = format!(
                "\\begin{{cases}} {} & \\text{{if }} {} \\\\ {} & \\text{{else}} \\end{{cases}}",
                plain(1),
                plain(0),
                plain(2)
            );
            (text, Whole)
        }
        _ => (format!("{}\\left({}\\right)", function(op), arguments(args, run)), Whole),
    }
}

/// Between a factor and a number stands a dot, else nothing.
fn product_sign(right: &Term) -> &'static str {
    if matches!(right, Term::Number(_)) { "\\cdot" } else { "\\," }
}

fn arguments(args: &[Term], run: &Run) -> String {
    let shown = if args.len() > MOST_ARGUMENTS { MOST_ARGUMENTS - 2 } else { args.len() };
    let mut words: Vec<String> = args[..shown].iter().map(|a| term(a, run).0).collect();
    if args.len() > MOST_ARGUMENTS {
        words.push("\\dots".to_owned());
        words.push(term(&args[args.len() - 1], run).0);
    }
    words.join(", ")
}

/// A function by the name that mathematics gives it.
fn function(op: Op) -> String {
    match op.text() {
        known @ ("sin" | "cos" | "tan" | "sec" | "csc" | "cot" | "sinh" | "cosh" | "tanh" | "log" | "min" | "max") => {
            format!("\\{known}")
        }
        "asin" => "\\arcsin".to_owned(),
        "acos" => "\\arccos".to_owned(),
        "atan" => "\\arctan".to_owned(),
        "gamma" => "\\Gamma".to_owned(),
        "log2" => "\\log_{2}".to_owned(),
        "log10" => "\\log_{10}".to_owned(),
        other => format!("\\operatorname{{{}}}", escaped(other)),
    }
}
