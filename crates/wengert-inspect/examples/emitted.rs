//! Writes an expression's gradient as a program: `cargo run --example emitted -- python 'x*y' x=2 y=3`.
#![allow(clippy::print_stdout)]

use wengert_inspect::Run;
use wengert_inspect::emit::{Lang, emit};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [lang, text, given @ ..] = &arguments[..] else { return Err("a language, an expression and its point".into()) };
    let lang = match lang.as_str() {
        "c" => Lang::C,
        "python" => Lang::Python,
        "wengert" => Lang::Wengert,
        _ => Lang::Rust,
    };
    let given =
        given.iter().filter_map(|a| a.split_once('=').and_then(|(name, x)| Some((name, x.parse::<f64>().ok()?))));
    let (names, point): (Vec<&str>, Vec<f64>) = given.unzip();
    let run = Run::new(&wengert_expr::parse(text, &names)?, &point, wengert::Options::new())?;
    println!("{}", emit(&run, lang, text)?.text);
    Ok(())
}
