//! Mutated models: whatever becomes of a text, it is answered. A few thousand in every run; for a minute where that is asked
//! for, with `--ignored`.

use std::time::{Duration, Instant};
use wengert::{Listing, Options};
use wengert_expr::{Error, Given, Limits, Model, Place, Source, Values};

/// Texts to begin with: each construct of the language.
const SEEDS: [&str; 16] = [
    "a = x*y; b = sin(a); a + b",
    "f(u, v) = u*exp(-v); g(u) = { t = f(u, 2); t + 1 }; f(x, g(y))",
    "v = [1, x, 3]; s = 0; for i in 0..len(v) { s = s + v[i]^i }; s, sum(v), dot(v, v)",
    "param k = 0.3  # per day\nparam w[2]\ny = 10\nrepeat 3 { y = y - 0.1*k*y }\ny + w[0]",
    "if x > 0 { sqrt(x) } else if y > 0 { y } else { 0 }",
    "s = 0\nif and(x < 1, y < 1) { s = x; s = s*2 } else { }\ns",
    "include \"lib.wg\"\nhelp(x) + shared",
    "where(x > 0, x*y, max(x, y, 1)) - logaddexp(x, y)",
    "norm([x, y])/mean([1, 2]) + prod([x]) + min([x, y]) + logsumexp([x, y])",
    "(1-x)^2 + 100*(y-x^2)^2",
    "-x^2, 2^-y, 1.5e-3*x, .5",
    "for i in 1..4 { for j in i..4 { s = x } } x",
    "{ a = { b = x; b*b }; a + 1 } # comment",
    "v = [x, y]\nw = -v*2 + v/[1, 2]\nw[0] + w[len(w) - 1]",
    "n = 3; repeat n { n = 3 }; v = [1, 2]; v[x]",
    "x\n  + y\n  * 2",
];

const PIECES: [&str; 44] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    "\n",
    "=",
    "==",
    "..",
    "+",
    "-",
    "*",
    "/",
    "^",
    "<",
    ">",
    "if ",
    " else ",
    "for i in ",
    "repeat ",
    "param ",
    "include ",
    "\"lib.wg\"",
    "\"loop.wg\"",
    "x",
    "y",
    "v",
    "f",
    "f(u) = ",
    "a = ",
    "0",
    "1",
    "99999999",
    "1e999",
    "e",
    "pi",
    "sum(",
    "len(",
    "where(",
    "#",
    "·",
];

/// A text that begins as a seed and is changed in a few places.
fn mutated(random: &mut fastrand::Rng) -> String {
    let mut text: Vec<char> = random.choice(SEEDS).unwrap_or_default().chars().collect();
    for _ in 0..random.usize(1..6) {
        let at = random.usize(0..=text.len());
        let end = (at + random.usize(0..8)).min(text.len());
        match random.u8(0..6) {
            0 => drop(text.drain(at..end)),
            1 => drop(text.splice(at..end, random.choice(PIECES).unwrap_or_default().chars())),
            2 => drop(text.splice(at..at, random.choice(PIECES).unwrap_or_default().chars())),
            3 => {
                let other: Vec<char> = random.choice(SEEDS).unwrap_or_default().chars().collect();
                let from = random.usize(0..other.len());
                drop(text.splice(at..end, other[from..].iter().copied()));
            }
            4 => {
                let copy: Vec<char> = text[at..end].to_vec();
                drop(text.splice(at..at, copy));
            }
            _ => text.truncate(random.usize(0..=text.len())),
        }
    }
    text.into_iter().collect()
}

fn load(path: &str, _: &str) -> Result<Source, String> {
    match path {
        "lib.wg" => Ok(Source::new(path, "param shared = 2\nhelp(u) = u*shared")),
        "loop.wg" => Ok(Source::new(path, "include \"loop.wg\"")),
        _ => Err("no such file".to_owned()),
    }
}

/// Reads, records and differentiates; draws what is wrong.
fn answer(text: &str) -> bool {
    let model = match Model::parse_with(Source::expression(text), &mut load, Limits { operations: 5000 }) {
        Ok(model) => model,
        Err(error) => return refused(text, &error),
    };
    let given = |input: &wengert_expr::Input| match (&input.default, input.length, input.name.as_str()) {
        (Some(default), ..) => default.clone(),
        (None, Some(n), _) => Given::Vector(vec![0.5; n.min(1000)]),
        (None, None, "v" | "w") => Given::Vector(vec![0.5, -1.0]),
        (None, None, "y") => Given::Number(-2.0),
        _ => Given::Number(1.0),
    };
    let values = model.inputs().iter().fold(Values::new(), |v, input| v.with(input.name.clone(), given(input)));
    match model.record(&values) {
        Ok(at) => {
            assert_eq!(at.list.verify(), Ok(()), "{text:?}");
            assert_eq!(at.outputs.last().map(|o| o.values.end), Some(at.list.outputs().len()), "{text:?}");
            assert!(Listing::new(at.list, &at.point, Options::new()).is_ok(), "{text:?}");
            true
        }
        Err(error) => refused(text, &error),
    }
}
fn refused(text: &str, error: &Error) -> bool {
    if let (Place::Text(span), Some(source)) = (&error.place, &error.source) {
        assert!(source.text.get(span.clone()).is_some(), "{span:?} of {text:?}");
    }
    assert!(error.render().starts_with("error: "), "{text:?}");
    false
}

/// Runs mutations as long as `goes_on` says; how many ran and how many of them were models.
fn run(seed: u64, goes_on: impl Fn(u64) -> bool) -> (u64, u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut executions, mut models) = (0, 0);
    while goes_on(executions) {
        models += u64::from(answer(&mutated(&mut random)));
        executions += 1;
    }
    (executions, models)
}

#[test]
fn seeds_are_models() {
    for seed in SEEDS {
        assert!(answer(seed), "{seed}");
    }
}

#[test]
fn mutated_models_are_answered() {
    let (executions, models) = run(1, |n| n < 20_000);
    assert!(models * 20 > executions, "only {models} of {executions} texts were models");
}

#[test]
#[ignore = "takes a minute"]
#[allow(clippy::print_stdout)] // the check shows how many texts that were
fn mutated_models_are_answered_for_a_minute() {
    let begun = Instant::now();
    let (executions, models) = run(2, |_| begun.elapsed() < Duration::from_secs(60));
    println!("{executions} mutated texts in {:?}, {models} of them models, no panic", begun.elapsed());
    assert!(executions > 10_000, "{executions}");
}
