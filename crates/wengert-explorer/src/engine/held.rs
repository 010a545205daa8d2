//! What each mode must hold at once: both modes run in a store whose places are used again, and the fullest moment is
//! measured. A mode holds a number from where it is made to where it is read last; what it hands out is the caller's.

use super::record::keeps;
use super::slope::Formulas;
use wengert::list::{Id, Operand, Ref, Step};
use wengert::sweep::{Dual, Slope};
use wengert::{List, Value};
use wengert_inspect::Run;

/// A column or a row of the Jacobian, and the bytes of the numbers that were held at the fullest moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The slopes that the sweep gave.
    pub slopes: Vec<f64>,
    /// At the fullest moment.
    pub bytes: usize,
    /// Between the two sweeps of reverse mode: what was saved for local derivatives; nothing in forward mode.
    pub saved: usize,
}

const NUMBER: usize = size_of::<f64>();

/// Numbers by id, present from where they are put to where they are dropped.
struct Store<V> {
    cells: Vec<Option<V>>,
    /// Numbers that one cell stands for: a value, or a value with its tangent.
    each: usize,
    /// How many are present.
    present: usize,
}

impl<V: Copy> Store<V> {
    fn new(ids: usize, each: usize) -> Store<V> {
        Store { cells: vec![None; ids], each, present: 0 }
    }
    fn put(&mut self, Id(k): Id, value: V) {
        let before = self.cells[k as usize].replace(value);
        self.present += usize::from(before.is_none());
    }
    fn get(&self, Id(k): Id) -> Option<V> {
        self.cells[k as usize]
    }
    fn drop_all(&mut self, ids: impl Iterator<Item = Id>) {
        ids.for_each(|Id(k)| self.present -= usize::from(self.cells[k as usize].take().is_some()));
    }
    fn bytes(&self) -> usize {
        self.present * self.each * NUMBER
    }
}

/// Forward mode along the first input: values and tangents go with the program, and are dropped after their last reader.
pub fn forward(run: &Run, x: &[f64]) -> Held {
    let list = run.list();
    let dying = dying(list, |_| false);
    let mut store = Store::new(list.ids(), 2);
    let along = |k: usize| if k == 0 { Slope::Along(1.0) } else { Slope::Flat };
    x.iter().enumerate().for_each(|(k, &x)| store.put(Id(k as u32), Dual::new(x, along(k))));
    let like = Dual::new(0.0, Slope::Fixed);
    let (mut bytes, mut outputs) = (store.bytes(), vec![0.0; list.outputs().len()]);
    for (line, id, step) in list.steps() {
        let Step::Apply(op, args) = step else { continue };
        let read: Vec<Dual<f64>> = args.iter().map(|&o| operand(list, &store, o, like)).collect();
        let y = op.apply(&read);
        store.put(id, y);
        bytes = bytes.max(store.bytes());
        hand_out(list, id, y.tangent(), &mut outputs);
        store.drop_all(dying[line].iter().copied());
    }
    Held { slopes: outputs, bytes, saved: 0 }
}

/// Reverse mode from the first output: what local derivatives read is kept until the sweep has come back to it.
pub fn reverse(run: &Run, x: &[f64]) -> Held {
    let (list, formulas) = (run.list(), Formulas::of(run));
    let kept: Vec<Vec<Id>> = (0..list.len()).map(|k| keeps(run, &formulas, k).into_iter().map(Id).collect()).collect();
    // For each value the first line whose local derivatives read it: the last that the way back comes to.
    let mut keeper: Vec<Option<usize>> = vec![None; list.ids()];
    for (line, ids) in kept.iter().enumerate().rev() {
        ids.iter().for_each(|&Id(k)| keeper[k as usize] = Some(line));
    }
    let wanted = |Id(k): Id| keeper[k as usize].is_some();
    let dying = dying(list, wanted);
    let mut values = Store::new(list.ids(), 1);
    x.iter().enumerate().for_each(|(k, &x)| values.put(Id(k as u32), x));
    let mut bytes = values.bytes();
    for (line, id, step) in list.steps() {
        let Step::Apply(op, args) = step else { continue };
        let read: Vec<f64> = args.iter().map(|&o| operand(list, &values, o, 0.0)).collect();
        values.put(id, op.apply(&read));
        bytes = bytes.max(values.bytes());
        values.drop_all(dying[line].iter().copied());
    }
    values.drop_all((0..list.ids() as u32).map(Id).filter(|&id| !wanted(id)));
    let saved = values.bytes();
    let mut registers = Store::new(list.ids(), 1);
    run.output().into_iter().for_each(|out| registers.put(out, 1.0));
    for (line, id, step) in list.steps().collect::<Vec<_>>().into_iter().rev() {
        let Step::Apply(op, args) = step else { continue };
        if let Some(bar) = registers.get(id) {
            // What was not kept is NaN: a local derivative that reads it spoils the gradient.
            let read: Vec<f64> = args.iter().map(|&o| operand(list, &values, o, 0.0)).collect();
            let y = values.get(id).unwrap_or(f64::NAN);
            op.partials(&read, y, &|arg| args[arg].as_id().is_some(), &mut |arg, slope| {
                let Some(to) = args[arg].as_id() else { return };
                registers.put(to, registers.get(to).unwrap_or(0.0) + bar * slope);
            });
            bytes = bytes.max(values.bytes() + registers.bytes());
            registers.drop_all(std::iter::once(id));
        }
        values.drop_all(kept[line].iter().copied().filter(|&Id(k)| keeper[k as usize] == Some(line)));
    }
    let slopes = (0..x.len()).map(|k| registers.get(Id(k as u32)).unwrap_or(0.0)).collect();
    Held { slopes, bytes, saved }
}

/// What an operand reads; a value that is not held any more is NaN.
fn operand<V: Value>(list: &List, store: &Store<V>, o: Operand, like: V) -> V {
    match o.get() {
        Ref::Id(id) => store.get(id).unwrap_or_else(|| like.lit(f64::NAN)),
        Ref::Const(k) => like.lit(list.pool()[k as usize]),
        Ref::Data(k) => like.lit(list.data()[k as usize]),
    }
}

/// Writes what a line named into the outputs that are this value.
fn hand_out(list: &List, id: Id, slope: f64, outputs: &mut [f64]) {
    let same = |o: &Operand| o.as_id() == Some(id);
    list.outputs().iter().zip(outputs).filter(|(o, _)| same(o)).for_each(|(_, out)| *out = slope);
}

/// For each line the values that nothing reads after it, without those that are kept.
fn dying(list: &List, kept: impl Fn(Id) -> bool) -> Vec<Vec<Id>> {
    let mut last: Vec<Option<usize>> = vec![None; list.ids()];
    for (line, id, step) in list.steps() {
        let Step::Apply(_, args) = step else { continue };
        last[id.0 as usize] = Some(line);
        args.iter().filter_map(|o| o.as_id()).for_each(|Id(k)| last[k as usize] = Some(line));
    }
    let mut dying = vec![Vec::new(); list.len()];
    for (k, line) in last.into_iter().enumerate() {
        let id = Id(k as u32);
        line.filter(|_| !kept(id)).into_iter().for_each(|line| dying[line].push(id));
    }
    dying
}

#[cfg(test)]
mod tests {
    use super::super::families::repeated;
    use super::*;
    use wengert::Options;

    fn both(n: usize, m: usize, steps: usize) -> (Held, Held) {
        let x: Vec<f64> = (0..n).map(|k| 0.3 + 0.1 * k as f64).collect();
        let run = Run::new(&repeated(n, m, steps).unwrap(), &x, Options::new()).unwrap();
        let (column, row) = (forward(&run, &x), reverse(&run, &x));
        let gradient: Vec<f64> = (0..n).map(|k| run.adjoint(Id(k as u32)).unwrap_or(0.0)).collect();
        assert_eq!(row.slopes, gradient, "what is not kept is not read");
        assert!((column.slopes[0] - gradient[0]).abs() < 1e-14, "{column:?} {gradient:?}");
        (column, row)
    }

    #[test]
    fn forward_mode_holds_the_same_however_long_the_program_and_reverse_mode_a_value_for_each_step() {
        let [(short, tape), (long, tapes)] = [10, 1000].map(|steps| both(2, 1, steps));
        assert_eq!(short.bytes, long.bytes);
        assert_eq!(tapes.saved - tape.saved, 990 * NUMBER);
        assert!(tapes.bytes >= tapes.saved);
    }

    #[test]
    fn a_program_without_products_and_functions_saves_nothing() {
        let list = List::read("list(x, y) {\n  %2 = add(%0, %1)\n  %3 = add(%2, %0)\n  return %3\n}").unwrap();
        let run = Run::new(&list, &[1.0, 2.0], Options::new()).unwrap();
        let held = reverse(&run, &[1.0, 2.0]);
        assert_eq!((held.saved, held.slopes), (0, vec![2.0, 1.0]));
    }

    #[test]
    fn many_inputs_are_held_by_either() {
        let (column, row) = both(16, 4, 32);
        assert_eq!(column.slopes.len(), 4);
        assert_eq!(row.slopes.len(), 16);
    }
}
