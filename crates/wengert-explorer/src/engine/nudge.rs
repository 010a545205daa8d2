//! `nudge`: one input moves by a little; how far every value of the tape moves, and how far its edges say it should.

use super::fault::Fault;
use super::model::Model;
use super::num::Num;
use super::record::ruled;
use serde::{Deserialize, Serialize};
use wengert::list::Id;
use wengert_inspect::Run;

/// Asks what moves.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
    /// The input that moves, by its name.
    along: String,
    /// How far.
    by: Num,
}

/// What moved.
#[derive(Debug, Serialize)]
pub struct Nudge {
    lines: Vec<Moved>,
    edges: Vec<Edge>,
}

/// A value before and after.
#[derive(Debug, Serialize)]
struct Moved {
    line: u32,
    value: Num,
    moved: Num,
    /// The sum of what its edges bring; of an input how far it was moved.
    brought: Num,
}

/// What an edge brings: its local derivative times how far the value moved that it leads from.
#[derive(Debug, Serialize)]
struct Edge {
    from: u32,
    to: u32,
    arg: usize,
    slope: Num,
    brings: Num,
}

/// Runs the model at both points.
pub fn answer(request: &Request) -> Result<Nudge, Fault> {
    let read = request.model.read()?;
    let mut model = request.model.clone();
    let before = read.run_listed()?;
    let at = (0..before.list().input_len()).find(|&k| before.list().input_name(Id(k as u32)) == request.along);
    let at = at.ok_or_else(|| Fault::request(format!("there is no input {}", request.along)))?;
    // All inputs are named, so that their order stays.
    let value = |k: usize| Num(read.point[k] + if k == at { request.by.0 } else { 0.0 });
    model.at = (0..before.list().input_len()).map(|k| (before.list().input_name(Id(k as u32)), value(k))).collect();
    let after = model.read()?.run_listed()?;
    if before.list().to_string() != after.list().to_string() {
        return Err(Fault::request("at the moved point other operations run; move it less far"));
    }
    Ok(Nudge { lines: Vec::new(), edges: Vec::new() }.filled(&before, &after))
}

impl Nudge {
    fn filled(mut self, before: &Run, after: &Run) -> Nudge {
        let moved = |id: Id| after.value(id) - before.value(id);
        for k in 0..before.list().ids() as u32 {
            let id = Id(k);
            let edges = edges(before, id, &moved);
            let sum = edges.iter().map(|edge| edge.brings.0).sum();
            let brought = if before.line_of(id).is_some() { sum } else { moved(id) };
            self.edges.extend(edges);
            self.lines.push(Moved {
                line: k,
                value: Num(before.value(id)),
                moved: Num(moved(id)),
                brought: Num(brought),
            });
        }
        self
    }
}

/// The edges that lead to a value.
fn edges(run: &Run, id: Id, moved: &impl Fn(Id) -> f64) -> Vec<Edge> {
    let Some((op, args)) = run.line_of(id).and_then(|line| run.applied(line)) else { return Vec::new() };
    let slopes = ruled(run.listing(), id, op, args);
    let one = |(arg, slope): (usize, Option<f64>)| {
        let (from, slope) = (args[arg].as_id()?, slope?);
        Some(Edge { from: from.0, to: id.0, arg, slope: Num(slope), brings: Num(slope * moved(from)) })
    };
    slopes.into_iter().enumerate().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nudged(text: &str, by: f64) -> Result<Nudge, Fault> {
        let model = Model::expression(text, vec![("x".into(), Num(2.0)), ("y".into(), Num(3.0))]);
        answer(&Request { model, along: "x".into(), by: Num(by) })
    }

    #[test]
    fn what_the_edges_bring_is_what_moves_the_better_the_smaller_the_nudge() {
        let off = |by: f64| {
            let nudge = nudged("x*y + sin(x*y)", by).unwrap();
            // b = sin(a), the line that is not linear.
            let last = &nudge.lines[3];
            ((last.moved.0 - last.brought.0) / by).abs()
        };
        assert!(
            off(1e-1) < 1.0 && off(1e-3) < off(1e-1) / 50.0 && off(1e-5) < off(1e-3),
            "{} {}",
            off(1e-1),
            off(1e-3)
        );
    }

    #[test]
    fn an_input_that_is_not_there_and_another_branch_are_refused() {
        let other =
            Request { model: Model::expression("x", vec![("x".into(), Num(1.0))]), along: "q".into(), by: Num(0.1) };
        assert!(answer(&other).is_err());
        assert!(nudged("if x < 2.05 { x } else { x^2 + y }", 0.1).is_err());
        assert!(nudged("if x < 2.05 { x } else { x^2 + y }", 0.01).is_ok());
    }
}
