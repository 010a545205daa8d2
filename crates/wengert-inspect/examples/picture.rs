//! Writes the graph of an expression as SVG to standard output: `cargo run --example picture -- 'x*y' x=2 y=3`.
#![allow(clippy::print_stdout)]

use wengert_inspect::{Run, graph::Graph};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let text = arguments.next().unwrap_or_else(|| "x*y + sin(x*y)".to_owned());
    let given: Vec<(String, f64)> = arguments
        .filter_map(|a| a.split_once('=').and_then(|(name, x)| Some((name.to_owned(), x.parse().ok()?))))
        .collect();
    let given = if given.is_empty() { vec![("x".to_owned(), 2.0), ("y".to_owned(), 3.0)] } else { given };
    let (names, point): (Vec<String>, Vec<f64>) = given.into_iter().unzip();
    let list = wengert_expr::parse(&text, &names)?;
    let run = Run::new(&list, &point, wengert::Options::new())?;
    println!("{}", Graph::new(&run).svg(&text));
    Ok(())
}
