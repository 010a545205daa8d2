//! `misconceptions`: the two classic ones, each shown failing with the engine's numbers.

use super::fault::Fault;
use super::model::Model;
use super::names::Names;
use super::num::Num;
use super::record::written_down;
use serde::{Deserialize, Serialize};
use wengert::list::Id;
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

/// The product of `depth` factors, differentiated as a formula and on the tape.
#[derive(Debug, Serialize)]
struct Expansion {
    depth: usize,
    /// The model, as the stage would open it.
    source: String,
    /// The formulas of all its derivatives, written out.
    formulas: Vec<String>,
    /// Factors in these.
    terms: usize,
    /// Lines of the tape, without the inputs.
    tape_lines: usize,
    /// Additions of the sweep, which give all its derivatives.
    additions: usize,
    /// These lines and these additions.
    tape: Vec<String>,
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

/// Speelpenning's product: the formulas are counted as they are written, the tape as it is recorded and swept.
fn expanded(depth: usize) -> Result<Expansion, Fault> {
    let product = |without: usize| {
        let names = (1..=depth).filter(|&k| k != without).map(|k| format!("u{k}"));
        names.collect::<Vec<_>>()
    };
    let source = product(0).join("*");
    let read = Model::expression(&source, (1..=depth).map(|k| (format!("u{k}"), Num(1.0))).collect()).read()?;
    let run = read.run_listed()?;
    let (lines, statements) = written_down(&read, &run);
    Ok(Expansion {
        depth,
        source,
        formulas: (1..=depth).map(|k| product(k).join("·")).collect(),
        terms: (1..=depth).map(|k| product(k).len()).sum(),
        tape_lines: lines.len(),
        additions: statements.len(),
        tape: lines.into_iter().chain(statements).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tape_grows_by_a_line_a_factor_and_the_formulas_by_its_square() {
        for depth in [2, 4, 8, 16, 32] {
            let step = expanded(depth).unwrap();
            assert_eq!((step.tape_lines, step.additions), (depth - 1, 2 * (depth - 1)));
            assert_eq!((step.terms, step.formulas.len()), (depth * (depth - 1), depth));
            assert_eq!(step.tape.len(), step.tape_lines + step.additions);
        }
    }
}
