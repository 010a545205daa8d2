//! A program run without keeping what no later line reads: neither the value of f, nor finite differences, nor forward mode
//! hold more than that ([`super::held`]). The numbers are those of [`wengert::sweep::value`].

use wengert::Value;
use wengert::list::{Id, List, Operand, Ref, Step};
use wengert::prim::Op;

/// What a line reads.
#[derive(Clone, Copy, Debug)]
enum Source {
    Input(usize),
    Slot(usize),
    Number(f64),
}

#[derive(Debug)]
struct Line {
    op: Op,
    args: Box<[Source]>,
    to: usize,
}

/// A program with a slot for each value that is still to be read; a slot is used again once nobody reads it.
#[derive(Debug)]
pub struct Lean {
    lines: Vec<Line>,
    outputs: Vec<Source>,
    slots: usize,
}

impl Lean {
    /// Lays a List out; `None` where a line is more than a primitive.
    pub fn of(list: &List) -> Option<Lean> {
        let last = last_reads(list);
        let mut slots = Slots { of: vec![None; list.ids()], free: Vec::new(), count: 0 };
        let mut lines = Vec::with_capacity(list.len());
        for (k, Id(id), step) in list.steps() {
            let Step::Apply(op, args) = step else { return None };
            let sources = args.iter().map(|&o| slots.source(list, o)).collect();
            let read = args.iter().filter_map(|o| o.as_id()).filter(|&Id(i)| last[i as usize] == Some(k));
            read.for_each(|id| slots.give_back(id));
            lines.push(Line { op, args: sources, to: slots.take(Id(id)) });
            if last[id as usize].is_none() {
                slots.give_back(Id(id));
            }
        }
        let outputs = list.outputs().iter().map(|&o| slots.source(list, o)).collect();
        Some(Lean { lines, outputs, slots: slots.count })
    }
    /// The most values that are held at a time.
    pub fn slots(&self) -> usize {
        self.slots
    }
    /// Runs it; `held` are the slots, `input` gives the inputs by number. Visits each output.
    pub fn run<V: Value>(&self, like: V, input: impl Fn(usize) -> V, held: &mut Vec<V>, mut visit: impl FnMut(V)) {
        held.resize(self.slots, like);
        for Line { op, args, to } in &self.lines {
            let read = |at: &Source| read(*at, like, &input, held);
            held[*to] = match &**args {
                [a] => op.apply(&[read(a)]),
                [a, b] => op.apply(&[read(a), read(b)]),
                many => op.apply(&many.iter().map(read).collect::<Vec<V>>()),
            };
        }
        self.outputs.iter().for_each(|&at| visit(read(at, like, &input, held)));
    }
}

#[inline(always)]
fn read<V: Value>(at: Source, like: V, input: &impl Fn(usize) -> V, held: &[V]) -> V {
    match at {
        Source::Input(k) => input(k),
        Source::Slot(k) => held[k],
        Source::Number(c) => like.lit(c),
    }
}

/// The last line that reads each value; an output is read after all lines.
pub fn last_reads(list: &List) -> Vec<Option<usize>> {
    let mut last = vec![None; list.ids()];
    for (k, _, step) in list.steps() {
        if let Step::Apply(_, args) = step {
            args.iter().filter_map(|o| o.as_id()).for_each(|Id(i)| last[i as usize] = Some(k));
        }
    }
    list.outputs().iter().filter_map(|o| o.as_id()).for_each(|Id(i)| last[i as usize] = Some(list.len()));
    last
}

/// Which value stands in which slot while the lines are laid out.
struct Slots {
    of: Vec<Option<usize>>,
    free: Vec<usize>,
    count: usize,
}

impl Slots {
    fn source(&self, list: &List, o: Operand) -> Source {
        match o.get() {
            Ref::Id(Id(i)) => self.of[i as usize].map_or(Source::Input(i as usize), Source::Slot),
            Ref::Const(k) => Source::Number(list.pool()[k as usize]),
            Ref::Data(k) => Source::Number(list.data()[k as usize]),
        }
    }
    fn take(&mut self, Id(id): Id) -> usize {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.count += 1;
            self.count - 1
        });
        self.of[id as usize] = Some(slot);
        slot
    }
    /// The slot of a value that nobody reads any more; inputs have none, and what a line reads twice is given back once.
    fn give_back(&mut self, Id(id): Id) {
        self.free.extend(self.of[id as usize].take());
    }
}

#[cfg(test)]
mod tests {
    use super::super::families::FAMILIES;
    use super::*;
    use wengert::sweep::{self, Constants};

    #[test]
    fn the_numbers_are_those_of_the_sweep() {
        for family in &FAMILIES {
            for (n, m) in [(1, 1), (1, 5), (7, 1), (6, 4)] {
                let list = (family.list)(n, m).unwrap();
                let x: Vec<f64> = (0..n).map(|k| 0.3 + 0.1 * k as f64).collect();
                let (mut at, mut y) = (Vec::new(), Vec::new());
                let like = Constants::literal(0.0);
                sweep::value(&list, &like, &x, &mut at).unwrap();
                Lean::of(&list).unwrap().run(0.0, |k| x[k], &mut Vec::new(), |v: f64| y.push(v));
                assert_eq!(y, sweep::outputs(&list, &like, &at), "{} {n} {m}", family.id);
            }
        }
    }

    #[test]
    fn a_slot_serves_again_once_nobody_reads_it() {
        let held = |id: &str, n, m| {
            let family = FAMILIES.iter().find(|family| family.id == id).unwrap();
            Lean::of(&(family.list)(n, m).unwrap()).unwrap().slots
        };
        // A sum and the term that is added to it; every output stays.
        assert_eq!([held("sum", 2, 1), held("sum", 1000, 1), held("product", 1000, 1)], [2, 2, 1]);
        assert_eq!([held("sum", 10, 100), held("layer", 10, 100)], [100, 101]);
    }

    #[test]
    fn what_nobody_reads_and_what_is_read_twice_has_one_slot() {
        let mut list = List::new();
        let x = Operand::id(list.input("x", Vec::new()));
        let op = |text| Op::by_text(text).unwrap();
        let a = list.apply(op("sin"), &[x]).unwrap();
        list.apply(op("cos"), &[a]).unwrap();
        let b = list.apply(op("mul"), &[a, a]).unwrap();
        let c = list.apply(op("add"), &[b, x]).unwrap();
        list.output(c);
        list.output(x);
        let (lean, mut y) = (Lean::of(&list).unwrap(), Vec::new());
        lean.run(0.0, |_| 0.7, &mut Vec::new(), |v: f64| y.push(v));
        assert_eq!((lean.slots, y), (2, vec![0.7f64.sin().powi(2) + 0.7, 0.7]));
    }
}
