//! What a tape takes in memory, in bytes: each line with its operands, and its value.

use wengert::list::{Id, Step};
use wengert_inspect::Run;

/// What a line, a value and an operand take, as the List and the sweep hold them.
const LINE: usize = 16;
const VALUE: usize = 8;
const OPERAND: usize = 4;
/// So many operands stand in the line itself.
const WITHIN: usize = 3;

/// What each value takes: with its line, if it is the first that the line names; nothing twice.
pub fn of_each(run: &Run) -> Vec<usize> {
    (0..run.list().ids() as u32).map(|k| of(run, Id(k))).collect()
}

fn of(run: &Run, id: Id) -> usize {
    let operands = |n: usize| if n > WITHIN { n * OPERAND } else { 0 };
    let line = run.line_of(id).filter(|&line| run.id_of(line) == Some(id));
    match line.map(|line| run.list().step(line)) {
        Some(Step::Apply(_, args) | Step::Rule(_, args)) => LINE + operands(args.len()) + VALUE,
        _ => VALUE,
    }
}
