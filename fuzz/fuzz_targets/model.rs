//! Any text: it is read as a model, recorded at its inputs and differentiated, or answered with a message, without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wengert::{Listing, Options};
use wengert_expr::{Error, Given, Limits, Model, Place, Source, Values};

fuzz_target!(|text: &str| {
    let mut load = |path: &str, _: &str| match path {
        "lib.wg" => Ok(Source::new(path, "param shared = 2\nhelp(u) = u*shared")),
        "loop.wg" => Ok(Source::new(path, "include \"loop.wg\"")),
        _ => Err("no such file".to_owned()),
    };
    let limits = Limits { operations: 5000 };
    match Model::parse_with(Source::expression(text), &mut load, limits) {
        Ok(model) => record(&model),
        Err(error) => draw(&error),
    }
});

/// Records the model where `v` and `w` are vectors and everything else is a number.
fn record(model: &Model) {
    let given = |input: &wengert_expr::Input| match (&input.default, input.length, input.name.as_str()) {
        (Some(default), ..) => default.clone(),
        (None, Some(n), _) => Given::Vector(vec![0.5; n.min(1000)]),
        (None, None, "v" | "w") => Given::Vector(vec![0.5, -1.0]),
        _ => Given::Number(1.0),
    };
    let values = model.inputs().iter().fold(Values::new(), |v, input| v.with(input.name.clone(), given(input)));
    match model.record(&values) {
        Ok(at) => {
            at.list.verify().expect("what was recorded is a List");
            Listing::new(at.list, &at.point, Options::new()).expect("it holds at its point");
        }
        Err(error) => draw(&error),
    }
}

fn draw(error: &Error) {
    if let (Place::Text(span), Some(source)) = (&error.place, &error.source) {
        assert!(source.text.get(span.clone()).is_some(), "a span lies in its text");
    }
    drop(error.render());
}
