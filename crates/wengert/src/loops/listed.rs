//! A loop as lines of a List: one `scan` line for each run of one body, a `call` where it runs once.

use super::Memory;
use super::homes::Home;
use super::machine::Machine;
use super::step::{Column, Numbers};
use crate::Error;
use crate::list::{Binding, Block, Id, Operand, Repeat};
use crate::tape::Var;
use crate::tape::call;
use crate::value::Real;
use std::panic::Location;

/// A stretch of steps that ran one body.
struct Stretch {
    first: u64,
    end: u64,
    body: usize,
}

/// Writes a loop that has run on the List its variables belong to; `ends` are the states after each stretch, `memory` is
/// what the way back keeps.
pub(super) fn lines<F: Real>(
    machine: &Machine<F>,
    state: &[Var<F>],
    ends: &[Vec<f64>],
    memory: Memory,
    at: &'static Location<'static>,
) -> Result<Vec<Var<F>>, Error> {
    let all = machine.args();
    let mut state = state.to_vec();
    for (stretch, end) in stretches(machine).iter().zip(ends) {
        let values: Vec<F> = end.iter().map(|&v| F::of(v)).collect();
        state = line(machine, stretch, &all, &state, &values, memory, at)?;
    }
    let result = |(k, var): (usize, Var<F>)| match machine.homes[k] {
        Home::Nowhere => Var::constant(var.v),
        Home::Outer(arg) => all[arg as usize],
        Home::Own(_) => var,
    };
    Ok(state.into_iter().enumerate().map(result).collect())
}

fn stretches<F>(machine: &Machine<F>) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut first = 0;
    for run in &machine.runs {
        let body = run.body as usize;
        match stretches.last_mut() {
            Some(last) if last.body == body => last.end = run.end,
            _ => stretches.push(Stretch { first, end: run.end, body }),
        }
        first = run.end;
    }
    stretches
}

fn line<F: Real>(
    machine: &Machine<F>,
    stretch: &Stretch,
    all: &[Var<F>],
    state: &[Var<F>],
    values: &[F],
    memory: Memory,
    at: &'static Location<'static>,
) -> Result<Vec<Var<F>>, Error> {
    let body = &machine.bodies[stretch.body];
    let steps = u32::try_from(stretch.end - stretch.first).map_err(|_| Error::TooLong)?;
    let outer = body.outer.iter().map(|&(identity, v)| Var { v: F::of(v), identity });
    // The level is that of the whole loop, also for a stretch that reads none of its variables.
    let columns = columns(machine, stretch, all, at)?;
    let mut args: Vec<Var<F>> = state.iter().copied().chain(outer).collect();
    let own = args.len();
    args.extend(columns.iter().flatten());
    let repeat = match steps {
        1 => Repeat::Call,
        _ => Repeat::Scan { steps, carried: state.len() as u32, memory: memory.sound() },
    };
    let block = |operands: &[Operand]| {
        let uniform = |o: &Operand| Binding::Uniform(*o);
        let mut rest = operands[own..].iter();
        let mut bindings: Vec<Binding> = operands[..state.len()].iter().map(uniform).collect();
        for (column, vars) in body.columns.iter().zip(&columns) {
            let ids: Vec<Id> = rest.by_ref().take(vars.len()).filter_map(|o| o.as_id()).collect();
            bindings.push(if ids.is_empty() { numbers(machine, stretch, column) } else { regular(ids) });
        }
        bindings.extend(operands[state.len()..own].iter().map(uniform));
        Block { repeat, body: Box::new(body.list.clone()), bindings }
    };
    call::on_list(all, &args, values, block, at)
}

/// For each column the variables that the steps of a stretch read, as values of the List; none of a column of numbers.
fn columns<F: Real>(
    machine: &Machine<F>,
    stretch: &Stretch,
    all: &[Var<F>],
    at: &'static Location<'static>,
) -> Result<Vec<Vec<Var<F>>>, Error> {
    let of = |column: &Column| match column {
        Column::Row(rows, leaf) if rows.vary() => {
            let entry = |step| rows.at(step, *leaf).map(|(v, identity)| Var { v: F::of(v), identity });
            let vars: Vec<Var<F>> = (stretch.first..stretch.end).filter_map(entry).collect();
            if vars.iter().all(|x| x.identity == 0) { Ok(Vec::new()) } else { call::as_values(&vars, all, at) }
        }
        _ => Ok(Vec::new()),
    };
    machine.bodies[stretch.body].columns.iter().map(of).collect()
}

/// A column of numbers.
fn numbers<F: Real>(machine: &Machine<F>, stretch: &Stretch, column: &Column) -> Binding {
    if let (Column::Number, Numbers::Row { first, stride: 1, .. }) = (column, &*machine.numbers)
        && *first + stretch.first as i64 == 0
    {
        return Binding::Lane;
    }
    let number = |step| match column {
        Column::Number => machine.numbers.at(step) as f64,
        Column::Row(rows, leaf) => rows.at(step, *leaf).map_or(0.0, |(v, _)| v),
        Column::Traced(rows, leaf) => rows.at(step, *leaf),
    };
    let numbers: Vec<f64> = (stretch.first..stretch.end).map(number).collect();
    match numbers[..] {
        [] => Binding::Lane,
        _ => Binding::Column(numbers),
    }
}

/// Ids, by their distance where that is always the same.
fn regular(ids: Vec<Id>) -> Binding {
    let step = ids.get(1).map_or(0, |second| second.0 as i64 - ids[0].0 as i64);
    let even = ids.windows(2).all(|pair| pair[1].0 as i64 - pair[0].0 as i64 == step);
    match i32::try_from(step) {
        Ok(step) if even => Binding::Strided { first: ids[0], step },
        _ => Binding::Gather(ids),
    }
}
