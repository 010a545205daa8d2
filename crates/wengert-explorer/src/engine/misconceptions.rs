//! `misconceptions`: the two classic ones, each shown failing with the engine's numbers.

use super::fault::Fault;
use super::model::Model;
use super::names::Names;
use super::num::Num;
use serde::{Deserialize, Serialize};
use wengert::list::{Id, Operand};
use wengert::prim::Op;
use wengert::{List, Program};
use wengert_inspect::Run;

/// Asks for both.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
}

/// Both.
#[derive(Debug, Serialize)]
pub struct Misconceptions {
    overwrite: Overwrite,
    expansion: Vec<Expansion>,
}

/// What the registers hold if `=` is written for `+=`.
#[derive(Debug, Serialize)]
struct Overwrite {
    registers: Vec<Register>,
}

#[derive(Debug, Serialize)]
struct Register {
    line: u32,
    name: String,
    right: Num,
    wrong: Num,
}

/// The product of `depth` factors, differentiated as a formula and as a tape.
#[derive(Debug, Serialize)]
struct Expansion {
    depth: usize,
    /// Factors in the formulas of all its derivatives.
    terms: usize,
    /// Lines of the product and of the engine's gradient program, which gives all its derivatives.
    tape_lines: usize,
    /// The formula of one derivative.
    text: String,
}

/// Both misconceptions on a model.
pub fn answer(request: &Request) -> Result<Misconceptions, Fault> {
    let read = request.model.read()?;
    let run = read.run_listed()?;
    let expansion: Result<Vec<Expansion>, Fault> = [2, 4, 8, 16, 32].into_iter().map(expanded).collect();
    Ok(Misconceptions {
        overwrite: Overwrite { registers: overwritten(&run, &read.names(&run)) },
        expansion: expansion?,
    })
}

/// Every register as the sweep leaves it, and as it would be left if each addition replaced what was there.
fn overwritten(run: &Run, names: &Names) -> Vec<Register> {
    let mut wrong: Vec<Option<f64>> = vec![None; run.list().ids()];
    if let Some(Id(out)) = run.output() {
        wrong[out as usize] = Some(1.0);
    }
    for c in run.contributions() {
        wrong[c.to.0 as usize] = Some(wrong[c.from.0 as usize].unwrap_or(0.0) * c.slope);
    }
    let register = |(k, wrong): (usize, Option<f64>)| {
        let id = Id(k as u32);
        let right = run.adjoint(id)?;
        Some(Register { line: id.0, name: names.plain(id).to_owned(), right: Num(right), wrong: Num(wrong?) })
    };
    wrong.into_iter().enumerate().filter_map(register).collect()
}

/// Speelpenning's product: the formulas are counted as they are written, the tape as the engine writes it.
fn expanded(depth: usize) -> Result<Expansion, Fault> {
    let factors = |without: usize| {
        let names = (1..=depth).filter(|&k| k != without).map(|k| format!("u{k}"));
        names.collect::<Vec<_>>()
    };
    let terms = (1..=depth).map(|k| factors(k).len()).sum();
    let (mut list, mul) = (List::new(), Op::by_text("mul").ok_or_else(|| Fault::request("no product"))?);
    let inputs: Vec<Operand> = (1..=depth).map(|k| Operand::id(list.input(format!("u{k}"), vec![]))).collect();
    let too_long = |error: wengert::list::TooLong| Fault::engine(error.into());
    let mut product = inputs[0];
    for &factor in &inputs[1..] {
        product = list.apply(mul, &[product, factor]).map_err(too_long)?;
    }
    list.output(product);
    let forward = list.len();
    let gradient = Program::objective_from_list(list).and_then(|product| product.gradient_program());
    let tape_lines = forward + gradient.map_err(Fault::engine)?.list().len();
    Ok(Expansion { depth, terms, tape_lines, text: factors(1).join("·") })
}
