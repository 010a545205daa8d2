//! The page about the language: every example on it runs, and every message is as it is printed there.

use std::collections::HashMap;
use wengert::sweep::{self, Constants};
use wengert_expr::{Error, Limits, Model, Source, Values};

const PAGE: &str = include_str!("../../../docs/language.md");

/// Fenced blocks: their language and their text.
fn blocks() -> Vec<(&'static str, String)> {
    let mut out: Vec<(&str, String)> = Vec::new();
    let mut open = false;
    for line in PAGE.lines() {
        match (line.strip_prefix("```"), open) {
            (Some(_), true) => open = false,
            (Some(language), false) => {
                open = true;
                out.push((language, String::new()));
            }
            (None, true) => out.last_mut().unwrap().1.extend([line, "\n"]),
            (None, false) => {}
        }
    }
    out
}

fn read(text: &str, files: &HashMap<String, String>) -> Result<Model, Error> {
    let mut load = |path: &str, _: &str| match files.get(path) {
        Some(text) => Ok(Source::new(path, text.as_str())),
        None => Err("no such file".to_owned()),
    };
    Model::parse_with(Source::expression(text), &mut load, Limits::default())
}

/// The numbers that a model answers at `x=1 y=[1,2]`.
fn outputs(model: &Model, values: &str) -> Vec<f64> {
    let given = values.split_whitespace().map(|pair| pair.split_once('=').expect(pair));
    let values = given.fold(Values::new(), |v, (name, text)| v.with(name, wengert_expr::constant(text).unwrap()));
    let at = model.record(&values).unwrap_or_else(|e| panic!("{}", e.render()));
    let (mut all, constants) = (Vec::new(), Constants::literal(0.0));
    sweep::value(&at.list, &constants, &at.point, &mut all).unwrap();
    sweep::outputs(&at.list, &constants, &all)
}

#[test]
fn every_example_runs() {
    let (blocks, mut files, mut run, mut refused) = (blocks(), HashMap::new(), 0, 0);
    for (k, (language, text)) in blocks.iter().enumerate().filter(|(_, (language, _))| *language == "wg") {
        if let Some(name) = text.lines().next().and_then(|line| line.strip_prefix("# file: ")) {
            files.insert(name.to_owned(), text.clone());
            continue;
        }
        assert_eq!(*language, "wg");
        if let Some((_, drawn)) = blocks.get(k + 1).filter(|(next, _)| *next == "text") {
            let error = match read(text, &files) {
                Ok(model) => model.record(&Values::new().with("x", 1.0)).expect_err(text),
                Err(error) => error,
            };
            assert_eq!(error.render(), drawn.trim_end());
            refused += 1;
            continue;
        }
        let model = read(text, &files).unwrap_or_else(|e| panic!("{}", e.render()));
        let claims: Vec<(&str, &str)> =
            text.lines().filter_map(|line| line.strip_prefix("#: ")?.split_once("gives")).collect();
        assert!(!claims.is_empty(), "{text}");
        for (values, numbers) in claims {
            let wanted: Vec<f64> = numbers.split_whitespace().map(|n| n.parse().expect(n)).collect();
            let got = outputs(&model, values);
            let near = |(got, wanted): (&f64, &f64)| (got - wanted).abs() <= 1e-14 * wanted.abs();
            assert!(got.len() == wanted.len() && got.iter().zip(&wanted).all(near), "{got:?}, not {wanted:?}\n{text}");
            run += 1;
        }
    }
    assert_eq!((run, refused, files.len()), (10, 3, 1));
}
