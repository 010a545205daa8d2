//! Random Lists for proptest: lines of every row that has a derivative, constants, statements of many arguments, guards,
//! and sub-Lists to two levels.
//!
//! A program is grown from *genes*, plain numbers that proptest draws and shrinks. Each gene proposes a line; it is kept
//! if every value and slope stays finite and moderate at the point the List is grown for, and no kink is hit there. So
//! every List that comes out is smooth around its point, and a shorter row of genes gives a smaller List.

use crate::suite::gradient;
use proptest::prelude::*;
use proptest::strategy::Strategy;
use wengert::Memory;
use wengert::list::{Binding, Block, Id, List, Operand, Repeat, Step};
use wengert::prim::{Op, Prim, compare};
use wengert::sweep::{self, Constants};

/// A List with a point at which its guards hold and it is smooth.
#[derive(Clone, Debug)]
pub struct Grown {
    /// The program; its outputs are its last values.
    pub list: List,
    /// The point.
    pub x: Vec<f64>,
}

impl Grown {
    /// Whether every value of every sub-List that leaves it has a register of its own: then, and only then, sums of
    /// adjoints are formed in the order of the plain loop. (A body that answers one of its inputs, or the same value
    /// twice, gives two registers to what is one variable in Rust code.)
    pub fn keeps_order(&self) -> bool {
        keeps_order(&self.list)
    }
}

fn keeps_order(list: &List) -> bool {
    list.blocks().iter().all(|b| {
        let outputs = b.body.outputs();
        let own = |o: &Operand| o.as_id().is_none_or(|id| id.0 as usize >= b.body.input_len());
        let distinct = outputs.iter().collect::<std::collections::HashSet<_>>().len() == outputs.len();
        distinct && outputs.iter().all(own) && keeps_order(&b.body)
    })
}

/// One proposal: what kind of line, which row, which operands, which number.
#[derive(Clone, Copy, Debug)]
pub struct Gene {
    kind: u8,
    row: u16,
    picks: [u16; 4],
    number: f64,
}

/// Values and slopes beyond this are not kept.
const MODERATE: f64 = 1e4;

/// Lists of up to `lines` proposed lines over one to four inputs.
pub fn grown(lines: usize) -> impl Strategy<Value = Grown> {
    let point = prop::collection::vec(-2.0..2.0f64, 1..=4);
    (point, prop::collection::vec(gene(), 1..=lines)).prop_map(|(x, genes)| grow(&x, &genes, 2))
}

/// One proposal.
pub fn gene() -> impl Strategy<Value = Gene> {
    (0u8..16, any::<u16>(), any::<[u16; 4]>(), -2.0..2.0f64).prop_map(|(kind, row, picks, number)| Gene {
        kind,
        row,
        picks,
        number,
    })
}

/// Grows a List for the point; sub-Lists nest `depth` deep.
pub fn grow(x: &[f64], genes: &[Gene], depth: usize) -> Grown {
    let mut list = List::new();
    list.input("x", vec![x.len() as u32]);
    for (k, gene) in genes.iter().enumerate() {
        let mut trial = list.clone();
        match gene.kind {
            0..=8 => propose_line(&mut trial, gene),
            9 | 10 => propose_statement(&mut trial, gene),
            11 | 12 => propose_guard(&mut trial, gene, x),
            _ if depth > 0 => propose_block(&mut trial, gene, &genes[k + 1..], depth - 1),
            _ => propose_line(&mut trial, gene),
        }
        if keeps(&trial, x) {
            list = trial;
        }
    }
    let last = list.ids() as u32;
    list.set_outputs((last.saturating_sub(2)..last).rev().map(|i| Operand::id(Id(i))).collect());
    Grown { list, x: x.to_vec() }
}

/// The rows with a fixed number of arguments, all of which have a derivative.
fn smooth_rows() -> Vec<Op> {
    Op::all().filter(|op| op.arity().is_some() && op.row().partials.iter().all(|d| *d != "None")).collect()
}

/// The rows that take any number of arguments.
fn statements() -> Vec<Op> {
    Op::all().filter(|op| op.arity().is_none()).collect()
}

/// An earlier value or, one time in five, a constant.
fn operand(list: &mut List, pick: u16, number: f64) -> Operand {
    if pick.is_multiple_of(5) { list.constant(number) } else { Operand::id(Id(pick as u32 % list.ids() as u32)) }
}

fn propose_line(list: &mut List, gene: &Gene) {
    let rows = smooth_rows();
    let op = rows[gene.row as usize % rows.len()];
    let count = op.arity().unwrap_or(0);
    let args: Vec<Operand> =
        (0..count).map(|i| operand(list, gene.picks[i % 4].rotate_left(i as u32), gene.number)).collect();
    list.apply(op, &args).expect("short");
}

fn propose_statement(list: &mut List, gene: &Gene) {
    let rows = statements();
    let op = rows[gene.row as usize % rows.len()];
    let count = 2 * (1 + gene.row as usize / 256 % 3);
    let args: Vec<Operand> =
        (0..count).map(|i| operand(list, gene.picks[i % 4].rotate_left(3 * i as u32), gene.number)).collect();
    list.apply(op, &args).expect("short");
}

/// A comparison as it comes out at the point, and its guard.
fn propose_guard(list: &mut List, gene: &Gene, x: &[f64]) {
    let ops = [
        <compare::Lt as Prim<2>>::OP,
        <compare::Le as Prim<2>>::OP,
        <compare::Ge as Prim<2>>::OP,
        <compare::Ne as Prim<2>>::OP,
    ];
    let args = [operand(list, gene.picks[0], gene.number), operand(list, gene.picks[1], gene.number)];
    let cond = list.apply(ops[gene.row as usize % ops.len()], &args).expect("short");
    let mut at = Vec::new();
    let guards_hold = sweep::value(list, &Constants::literal(0.0), x, &mut at);
    guards_hold.expect("only kept lines came before");
    list.guard(cond, at[at.len() - 1] != 0.0);
}

/// A `call`, `map`, `reduce` or `scan` whose body is grown from the genes that follow.
fn propose_block(list: &mut List, gene: &Gene, genes: &[Gene], depth: usize) {
    let lanes = 1 + gene.row as u32 / 8 % 4;
    let repeat = match gene.row % 4 {
        0 => Repeat::Call,
        1 => Repeat::Map { lanes },
        2 => Repeat::Reduce { lanes },
        _ => Repeat::Scan {
            steps: lanes,
            carried: 1 + (gene.row as u32 / 4) % 2,
            memory: [Memory::Store, Memory::Snapshots(1), Memory::Snapshots(2), Memory::Budget(40)]
                [gene.picks[1] as usize % 4],
        },
    };
    let inputs = repeat.carried() + 1 + gene.picks[0] as usize % 2;
    let bindings: Vec<Binding> = (0..inputs).map(|k| binding(list, gene, k, repeat)).collect();
    // Only tests for the first lane grow the body; the whole line is judged by `keeps`.
    let first: Vec<f64> = (0..inputs).map(|k| gene.number / (k + 1) as f64).collect();
    let mut body = grow(&first, &genes[..genes.len().min(5)], depth).list;
    let outputs = if matches!(repeat, Repeat::Reduce { .. }) { 1 } else { repeat.carried() + 1 };
    let last = body.ids() as u32;
    body.set_outputs((0..outputs as u32).map(|k| Operand::id(Id(last.saturating_sub(1 + k)))).collect());
    list.block(Block { repeat, body: Box::new(body), bindings }).expect("short");
}

fn binding(list: &mut List, gene: &Gene, k: usize, repeat: Repeat) -> Binding {
    let pick = gene.picks[k % 4].rotate_left(5 * k as u32);
    let (ids, lanes) = (list.ids() as u32, repeat.lanes());
    if k < repeat.carried() {
        return Binding::Uniform(operand(list, pick, gene.number));
    }
    match pick / 16 % 5 {
        0 => Binding::Uniform(operand(list, pick, gene.number)),
        1 => Binding::Gather((0..lanes).map(|lane| Id((pick as u32 + lane * lane) % ids)).collect()),
        2 => Binding::Column((0..lanes).map(|lane| gene.number - 0.3 * lane as f64).collect()),
        3 => Binding::Lane,
        _ => {
            let step = ((ids - 1) / lanes.max(1)) as i32;
            if pick.is_multiple_of(2) {
                Binding::Strided { first: Id(0), step }
            } else {
                Binding::Strided { first: Id(step as u32 * (lanes - 1)), step: -step }
            }
        }
    }
}

/// Whether a List is one to keep: verified, guards holding, moderate in values and slopes, away from kinks.
fn keeps(list: &List, x: &[f64]) -> bool {
    if list.verify().is_err() {
        return false;
    }
    let constants = Constants::literal(0.0);
    let mut at = Vec::new();
    if sweep::value(list, &constants, x, &mut at).is_err() || !at.iter().all(|v| v.abs() <= MODERATE) {
        return false;
    }
    let kept = list.steps().last().is_none_or(|(_, _, step)| match step {
        Step::Apply(op, args) => {
            let mut whole = list.clone();
            whole.set_outputs(args.to_vec());
            let x = sweep::outputs(&whole, &constants, &at);
            op.kink(&x, &|_| true).is_none()
        }
        _ => true,
    });
    let mut probe = list.clone();
    probe.set_outputs(vec![Operand::id(Id(at.len() as u32 - 1))]);
    kept && gradient(&probe, x, 0.0).1.iter().all(|g| g.abs() <= MODERATE)
}
