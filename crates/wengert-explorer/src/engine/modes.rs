//! `modes`: forward and reverse mode side by side, with the numbers that were measured at one size.

use super::Door;
use super::cost::{Measured, inputs, measured};
use super::families::FAMILIES;
use super::fault::Fault;
use serde::{Deserialize, Serialize};

/// Asks for the comparison at a size.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    n: usize,
    m: usize,
}

/// The comparison.
#[derive(Debug, Serialize)]
pub struct Modes {
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    what: &'static str,
    forward: String,
    reverse: String,
}

/// Measures and compares.
pub fn answer(request: &Request, door: &Door<'_>) -> Result<Modes, Fault> {
    let (n, m) = (request.n.clamp(1, 1024), request.m.clamp(1, 1024));
    let list = (FAMILIES[0].list)(n, m).map_err(|error| Fault::engine(error.into()))?;
    let at = measured(&list, &inputs(n), door)?;
    let times = |cost: &Measured| cost.operations as f64 / at.f.operations.max(1) as f64;
    let cost = |cost: &Measured, what: &str| {
        format!("{}, {} operations: {:.2} times f", counted(cost.runs, what), cost.operations, times(cost))
    };
    let row =
        |what, forward: &str, reverse: &str| Row { what, forward: forward.to_owned(), reverse: reverse.to_owned() };
    let bytes = |cost: &Measured| format!("{} bytes", cost.bytes);
    Ok(Modes {
        rows: vec![
            row("direction", "with the program, from the inputs", "against it, from the output"),
            row("carries", "a tangent: how fast a value moves", "a cotangent: how much the output feels a value"),
            row("one sweep gives", "J v, a column of the Jacobian", "Jᵀ v̄, a row of the Jacobian"),
            row(
                "whole Jacobian",
                &format!("{}, one for each input", counted(n, "sweep")),
                &format!("{}, one for each output", counted(m, "sweep")),
            ),
            Row { what: "cost, measured", forward: cost(&at.forward, "sweep"), reverse: cost(&at.reverse, "sweep") },
            Row {
                what: "memory, measured",
                forward: format!("{}, and none of it is kept for later", bytes(&at.forward)),
                reverse: format!("{}: all values are kept until the sweep", bytes(&at.reverse)),
            },
            row("better for", "few inputs, many outputs", "many inputs, few outputs"),
        ],
    })
}

/// `1 sweep`, `2 sweeps`.
fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
