//! Lists for tests: random ones that pass the verifier, a corpus of text, and equality down to the bit.
#![allow(dead_code)]

use wengert::Memory;
use wengert::list::{Binding, Block, Id, List, Operand, Ref, Repeat, Shape, Step};
use wengert::prim::Op;

/// The files of `testdata/lists` with this extension: name and text.
pub fn corpus(extension: &str) -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/lists");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("it is text")))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no corpus in testdata/lists");
    files
}

/// What an operand reads, with the number itself for a constant.
#[derive(Debug, PartialEq)]
enum Reads {
    Id(u32),
    Datum(u32),
    Number(u64),
}

fn reads(list: &List, o: Operand) -> Reads {
    match o.get() {
        Ref::Id(id) => Reads::Id(id.0),
        Ref::Data(k) => Reads::Datum(k),
        Ref::Const(k) => Reads::Number(list.pool()[k as usize].to_bits()),
    }
}

fn all_read(list: &List, operands: &[Operand]) -> Vec<Reads> {
    operands.iter().map(|&o| reads(list, o)).collect()
}

fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|c| c.to_bits()).collect()
}

/// Whether two Lists say the same, numbers compared by their bits.
pub fn same(a: &List, b: &List) -> bool {
    a.inputs() == b.inputs()
        && bits(a.data()) == bits(b.data())
        && a.ids() == b.ids()
        && a.len() == b.len()
        && all_read(a, a.outputs()) == all_read(b, b.outputs())
        && a.steps().zip(b.steps()).all(|((_, _, s), (_, _, t))| same_step(a, s, b, t))
}

fn same_step(a: &List, s: Step<'_>, b: &List, t: Step<'_>) -> bool {
    match (s, t) {
        (Step::Apply(f, x), Step::Apply(g, y)) => f == g && all_read(a, x) == all_read(b, y),
        (Step::Guard(x, said), Step::Guard(y, also)) => said == also && reads(a, x) == reads(b, y),
        (Step::Rule(f, x), Step::Rule(g, y)) => f == g && all_read(a, x) == all_read(b, y),
        (Step::Block(x), Step::Block(y)) => same_block(a, x, b, y),
        _ => false,
    }
}

fn same_block(a: &List, x: &Block, b: &List, y: &Block) -> bool {
    x.repeat == y.repeat
        && x.bindings.len() == y.bindings.len()
        && x.bindings.iter().zip(&y.bindings).all(|(p, q)| same_binding(a, p, b, q))
        && same(&x.body, &y.body)
}

fn same_binding(a: &List, p: &Binding, b: &List, q: &Binding) -> bool {
    match (p, q) {
        (Binding::Uniform(x), Binding::Uniform(y)) => reads(a, *x) == reads(b, *y),
        (Binding::Column(x), Binding::Column(y)) => bits(x) == bits(y),
        _ => p == q,
    }
}

/// Choices, read from a tape of numbers; past its end the smallest choice.
pub struct Choices<'t> {
    tape: std::slice::Iter<'t, u16>,
    /// The operations to choose from.
    operations: Vec<Op>,
    /// Whether all numbers are small and whole.
    exact: bool,
}

impl<'t> Choices<'t> {
    /// All operations and all numbers.
    pub fn any(tape: &'t [u16]) -> Choices<'t> {
        Choices { tape: tape.iter(), operations: Op::all().collect(), exact: false }
    }
    /// Whole numbers, and operations that keep them whole, slopes included.
    pub fn exact(tape: &'t [u16]) -> Choices<'t> {
        let names =
            ["add", "sub", "mul", "neg", "abs", "square", "where", "gt", "sum", "dot", "prod", "fma", "relu", "max2"];
        let operations = names.iter().map(|name| Op::by_text(name).expect(name)).collect();
        Choices { tape: tape.iter(), operations, exact: true }
    }
    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        self.tape.next().map_or(0, |&c| c as usize % n.max(1))
    }
    /// A number below `n`, or for whole numbers from 1 to `n`: every sub-List reads and returns something.
    fn at_least_one(&mut self, n: usize) -> usize {
        self.below(n) + usize::from(self.exact)
    }
    fn number(&mut self) -> f64 {
        let odd = [0.5, -0.0, 0.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -f64::NAN, 1e300, 5e-324];
        match self.below(3) {
            k if self.exact => self.below(5) as f64 - k as f64,
            0 => odd[self.below(odd.len())],
            1 => self.below(100) as f64 / 8.0,
            _ => f64::from_bits((0..4).fold(0, |bits, _| bits << 16 | self.below(1 << 16) as u64)),
        }
    }
    fn operand(&mut self, list: &mut List) -> Operand {
        let (ids, data) = (list.ids(), list.data().len());
        match self.below(4) {
            1 => {
                let c = self.number();
                list.constant(c)
            }
            2 if data > 0 => nth_datum(list, self.below(data)),
            _ if ids > 0 => Operand::id(Id(self.below(ids) as u32)),
            _ => list.constant(1.0),
        }
    }
}

/// The operand that reads datum `k`, found where it is read for the first time.
fn nth_datum(list: &List, k: usize) -> Operand {
    list.outputs()[k]
}

/// A random List that passes the verifier; `depth` levels of sub-Lists at most.
pub fn random(choices: &mut Choices<'_>, depth: usize) -> List {
    let mut list = List::new();
    for _ in 0..choices.at_least_one(4) {
        let name = ["x", "two words", "θ", "", "a\"b\\"][choices.below(5)];
        let shape: Shape = match choices.exact {
            true => vec![],
            false => (0..choices.below(3)).map(|_| choices.below(3) as u32).collect(),
        };
        list.input(name, shape);
    }
    random_lines(choices, list, depth)
}

/// The same of whole numbers, without guards.
pub fn random_exact(choices: &mut Choices<'_>, depth: usize) -> List {
    let mut list = List::new();
    list.input("x", vec![4]);
    let mut list = random_lines(choices, list, depth);
    let last = (list.input_len().max(list.ids().saturating_sub(8))..list.ids()).map(|k| Operand::id(Id(k as u32)));
    list.set_outputs(last.collect());
    list
}

fn random_lines(choices: &mut Choices<'_>, mut list: List, depth: usize) -> List {
    for _ in 0..choices.below(3) {
        let c = choices.number();
        let datum = list.datum(c);
        list.output(datum);
    }
    for _ in 0..choices.at_least_one(8) {
        match choices.below(8) {
            0 if !choices.exact => {
                let cond = choices.operand(&mut list);
                list.guard(cond, choices.below(2) == 1);
            }
            1 | 2 if depth > 0 => random_block(choices, &mut list, depth),
            _ => random_apply(choices, &mut list),
        }
    }
    let outputs = (0..choices.at_least_one(3)).map(|_| choices.operand(&mut list)).collect();
    list.set_outputs(outputs);
    list
}

fn random_apply(choices: &mut Choices<'_>, list: &mut List) {
    let k = choices.below(choices.operations.len());
    let op = choices.operations[k];
    let count = op.arity().unwrap_or_else(|| 2 + 2 * choices.below(3));
    let args: Vec<Operand> = (0..count).map(|_| choices.operand(list)).collect();
    list.apply(op, &args).expect("it fits");
}

fn random_block(choices: &mut Choices<'_>, list: &mut List, depth: usize) {
    let mut body = random(choices, depth - 1);
    let (inputs, outputs) = (body.input_len(), body.outputs().len());
    let lanes = choices.below(4) as u32;
    let repeat = match choices.below(4) {
        0 => Repeat::Call,
        1 => Repeat::Map { lanes },
        2 if inputs > 0 && outputs > 0 => {
            body.set_outputs(vec![body.outputs()[0]]);
            Repeat::Reduce { lanes }
        }
        _ => Repeat::Scan {
            steps: lanes,
            carried: choices.below(inputs.min(outputs) + 1) as u32,
            memory: match choices.below(3) {
                0 => Memory::Store,
                1 => Memory::Snapshots(1 + choices.below(3)),
                _ => Memory::Budget(choices.below(200)),
            },
        },
    };
    let bindings = (0..inputs).map(|k| random_binding(choices, list, repeat, k)).collect();
    list.block(Block { repeat, body: Box::new(body), bindings }).expect("it fits");
}

fn random_binding(choices: &mut Choices<'_>, list: &mut List, repeat: Repeat, k: usize) -> Binding {
    let (lanes, ids) = (repeat.lanes(), list.ids());
    match choices.below(5) {
        _ if k < repeat.carried() => Binding::Uniform(choices.operand(list)),
        1 if ids >= lanes as usize && ids > 0 => match choices.below(2) {
            0 => Binding::Strided { first: Id((ids - 1) as u32), step: if lanes as usize <= ids { -1 } else { 0 } },
            _ => Binding::Strided { first: Id((ids - lanes.max(1) as usize) as u32), step: 1 },
        },
        2 if ids > 0 => Binding::Gather((0..lanes).map(|_| Id(choices.below(ids) as u32)).collect()),
        3 => Binding::Column((0..lanes).map(|_| choices.number()).collect()),
        4 => Binding::Lane,
        _ => Binding::Uniform(choices.operand(list)),
    }
}
