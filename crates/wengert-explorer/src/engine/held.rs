//! What each way must hold at once, in bytes of numbers besides the inputs, which are the caller's. Where a value is needed
//! for the lines ahead alone, that is what [`Lean`] lays out. Reverse mode also keeps what local derivatives read until its
//! sweeps are over; it runs in a store that knows which numbers are present.

use super::lean::{Lean, last_reads};
use super::record::keeps;
use super::slope::Formulas;
use wengert::List;
use wengert::list::{Id, Operand, Ref, Step};
use wengert_inspect::Run;

const NUMBER: usize = size_of::<f64>();

/// f alone: each value until its last use, the outputs to the end.
pub fn value(lean: &Lean) -> usize {
    lean.slots() * NUMBER
}

/// Forward mode: the same, each value with its tangent.
pub fn forward(lean: &Lean) -> usize {
    2 * value(lean)
}

/// Finite differences: f again, beside its outputs at the point.
pub fn differences(lean: &Lean, outputs: usize) -> usize {
    value(lean) + outputs * NUMBER
}

/// A row of the Jacobian, and what its sweep took.
#[derive(Clone, Debug, PartialEq)]
pub struct Swept {
    /// The row.
    pub slopes: Vec<f64>,
    /// Bytes that were held at the fullest moment.
    pub bytes: usize,
    /// Bytes of values that wait for the way back.
    pub saved: usize,
}

/// Reverse mode: f, then the sweep from the output of that number. Values that are kept serve the next sweep too.
pub fn reverse(run: &Run, x: &[f64], output: usize) -> Swept {
    let list = run.list();
    let kept = kept(run);
    let (values, most) = forth(list, x, &kept);
    let saved = values.bytes();
    let (registers, registered) = back(list, &values, output);
    let slopes = (0..x.len()).map(|k| registers.get(Id(k as u32)).unwrap_or(0.0)).collect();
    Swept { slopes, bytes: most.max(saved + registered), saved }
}

/// Numbers by id, present from where they are put to where they are dropped.
struct Store {
    cells: Vec<Option<f64>>,
    present: usize,
    most: usize,
}

impl Store {
    fn new(ids: usize) -> Store {
        Store { cells: vec![None; ids], present: 0, most: 0 }
    }
    fn get(&self, Id(k): Id) -> Option<f64> {
        self.cells[k as usize]
    }
    fn put(&mut self, Id(k): Id, number: f64) {
        let before = self.cells[k as usize].replace(number);
        self.present += usize::from(before.is_none());
        self.most = self.most.max(self.present);
    }
    fn drop(&mut self, Id(k): Id) {
        self.present -= usize::from(self.cells[k as usize].take().is_some());
    }
    fn bytes(&self) -> usize {
        self.present * NUMBER
    }
    /// What an operand reads; a number that is not held is NaN, so that reading it spoils what comes of it.
    fn read(&self, list: &List, o: Operand) -> f64 {
        match o.get() {
            Ref::Id(id) => self.get(id).unwrap_or(f64::NAN),
            Ref::Const(k) => list.pool()[k as usize],
            Ref::Data(k) => list.data()[k as usize],
        }
    }
}

/// The values that some local derivative reads.
fn kept(run: &Run) -> Vec<bool> {
    let (list, formulas) = (run.list(), Formulas::of(run));
    let mut kept = vec![false; list.ids()];
    (0..list.len()).flat_map(|line| keeps(run, &formulas, line)).for_each(|k| kept[k as usize] = true);
    kept
}

/// Runs f; answers what is kept, and the most bytes that were held on the way.
fn forth(list: &List, x: &[f64], kept: &[bool]) -> (Store, usize) {
    let mut values = Store::new(list.ids());
    // The inputs are there and take nothing.
    values.cells.iter_mut().zip(x).for_each(|(cell, &x)| *cell = Some(x));
    let stays = |Id(k): Id| (k as usize) < x.len() || kept[k as usize];
    let last = last_reads(list);
    for (line, id, step) in list.steps() {
        let Step::Apply(op, args) = step else { continue };
        let read: Vec<f64> = args.iter().map(|&o| values.read(list, o)).collect();
        let over = |&Id(k): &Id| last[k as usize].is_none_or(|last| last == line) && !stays(Id(k));
        // The result may stand where a value stood that only this line was left to read.
        args.iter().filter_map(|o| o.as_id()).filter(over).for_each(|id| values.drop(id));
        values.put(id, op.apply(&read));
        if over(&id) {
            values.drop(id);
        }
    }
    // The outputs are handed out.
    list.outputs().iter().filter_map(|o| o.as_id()).filter(|&id| !stays(id)).for_each(|id| values.drop(id));
    let most = values.most * NUMBER;
    (values, most)
}

/// Sweeps back from an output; answers the registers of the inputs, and the most bytes of registers at a time.
fn back(list: &List, values: &Store, output: usize) -> (Store, usize) {
    let mut registers = Store::new(list.ids());
    list.outputs()[output].as_id().into_iter().for_each(|id| registers.put(id, 1.0));
    for (_, id, step) in list.steps_backward() {
        let Step::Apply(op, args) = step else { continue };
        let Some(bar) = registers.get(id) else { continue };
        let read: Vec<f64> = args.iter().map(|&o| values.read(list, o)).collect();
        let y = values.get(id).unwrap_or(f64::NAN);
        op.partials(&read, y, &|arg| args[arg].as_id().is_some(), &mut |arg, slope| {
            let Some(to) = args[arg].as_id() else { return };
            registers.put(to, registers.get(to).unwrap_or(0.0) + bar * slope);
        });
        registers.drop(id);
    }
    let most = registers.most * NUMBER;
    (registers, most)
}

#[cfg(test)]
mod tests {
    use super::super::cost::inputs;
    use super::super::families::{FAMILIES, repeated};
    use super::*;
    use wengert::Options;
    use wengert::sweep::{self, Constants};

    fn run(list: &List, x: &[f64]) -> Run {
        Run::new(list, x, Options::new()).unwrap()
    }

    /// A sweep, after a look at its row: what is not kept is not read.
    fn swept(list: &List, output: usize) -> Swept {
        let x = inputs(list.input_len());
        let (like, mut at, mut bar) = (Constants::literal(0.0), Vec::new(), Vec::new());
        sweep::value(list, &like, &x, &mut at).unwrap();
        let seeds: Vec<f64> = (0..list.outputs().len()).map(|k| if k == output { 1.0 } else { 0.0 }).collect();
        sweep::adjoint(list, &like, &at, &seeds, &mut bar, &mut sweep::Unwatched);
        let row: Vec<f64> = bar[..x.len()].iter().map(|bar| bar.unwrap_or(0.0)).collect();
        let swept = reverse(&run(list, &x), &x, output);
        assert_eq!(swept.slopes, row);
        swept
    }

    #[test]
    fn forward_mode_holds_the_same_however_long_the_program_and_reverse_mode_a_value_for_each_step() {
        let [(short, tape), (long, tapes)] = [10, 1000].map(|steps| {
            let list = repeated(2, 1, steps).unwrap();
            (forward(&Lean::of(&list).unwrap()), swept(&list, 0))
        });
        assert_eq!((short, long), (16, 16));
        // cos(s + x) reads the sum, and nothing else is kept; beside it, at most, the registers of the
        // sum, of the s before it and of both inputs.
        assert_eq!((tape.saved, tapes.saved), (10 * NUMBER, 1000 * NUMBER));
        assert_eq!(tapes.bytes - tapes.saved, 4 * NUMBER);
    }

    #[test]
    fn a_program_without_products_and_functions_saves_nothing() {
        let list = List::read("list(x, y) {\n  %2 = add(%0, %1)\n  %3 = add(%2, %0)\n  return %3\n}").unwrap();
        assert_eq!(swept(&list, 0).saved, 0);
    }

    #[test]
    fn every_row_of_a_family_needs_about_the_same() {
        for family in &FAMILIES {
            let list = (family.list)(6, 5).unwrap();
            let rows: Vec<usize> = (0..5).map(|output| swept(&list, output).bytes).collect();
            let (least, most) = (rows.iter().min().unwrap(), rows.iter().max().unwrap());
            assert!(most - least <= NUMBER, "{}: {rows:?}", family.id);
        }
    }
}
