//! Which of several outputs the sweep starts at: the seeded one stands first in the List, and the page hears of all.

use super::fault::{Fault, FaultKind};
use serde::Serialize;
use std::sync::Arc;
use wengert::List;
use wengert::list::{Id, Operand};

/// Of more outputs than this only the count is told.
const MOST_NAMED: usize = 24;

/// The outputs of a model that has several.
#[derive(Debug, Serialize)]
pub struct Choice {
    /// Which is seeded, counted from 0.
    chosen: usize,
    count: usize,
    /// The names of all, in the order of the model, where they are few.
    names: Vec<String>,
}

/// The List with output `chosen` first: every question is about the first output.
pub fn seeded(list: Arc<List>, chosen: usize) -> Result<Arc<List>, Fault> {
    let count = list.outputs().len();
    if chosen == 0 {
        return Ok(list);
    }
    if chosen >= count {
        let (has, last) = (if count == 1 { "one output".to_owned() } else { format!("{count} outputs") }, count.max(1));
        let help = Some(format!("choose one from 1 to {last}"));
        let message = format!("there is no output {}: this has {has}", chosen + 1);
        return Err(Fault { help, ..Fault::new(FaultKind::Input, message) });
    }
    let mut first = List::clone(&list);
    first.set_outputs(swapped(list.outputs(), chosen));
    Ok(Arc::new(first))
}

fn swapped(outputs: &[Operand], chosen: usize) -> Vec<Operand> {
    let mut outputs = outputs.to_vec();
    outputs.swap(0, chosen);
    outputs
}

/// What there is to choose from, in a List whose output `chosen` was put first.
pub fn of<'n>(list: &List, chosen: usize, name: impl Fn(Id) -> &'n str) -> Option<Choice> {
    let count = list.outputs().len();
    let called = |o: Operand| o.as_id().map_or_else(|| list.number(o, &[]).to_string(), |id| name(id).to_owned());
    let names = || swapped(list.outputs(), chosen).into_iter().map(called).collect();
    (count > 1).then(|| Choice { chosen, count, names: if count <= MOST_NAMED { names() } else { Vec::new() } })
}
