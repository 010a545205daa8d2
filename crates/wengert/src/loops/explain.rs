//! What a gradient holds in memory until its sweep has run, by source line and by loop.

use crate::Error;
use crate::drive::{run, trace_by};
use crate::list::{Block, List, Operand, Origin, Repeat, Step};
use crate::tape::level::{self, Kind};
use crate::tape::memory::{Held, RECORD};
use crate::tape::trace::{Recorder, Unrolled};
use crate::tree::{Lift, Objective, Tree};
use std::collections::HashMap;
use std::fmt;

/// What one source line, or one loop, holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// Where it stands.
    pub at: Option<Origin>,
    /// What it is, in words.
    pub what: String,
    /// How many of it: operations of a line, steps of a loop.
    pub count: u64,
    /// Bytes held until the sweep.
    pub bytes: usize,
}

/// What a gradient holds. Made by [`explain_memory`], and of a List by [`of_list`](Self::of_list); `Display` writes a table.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryReport {
    /// By line and loop, the largest first.
    pub holdings: Vec<Holding>,
    /// What is noted of operations: a record of 24 bytes each on the tape, a value of 8 bytes each in the sweep of a List.
    pub records: usize,
    /// Slopes and places of statements of many arguments.
    pub arguments: usize,
    /// What loops, checkpoints and rules keep.
    pub kept: usize,
    /// The sweep's registers, one for each input and each operation: 8 bytes on the tape, 16 in the sweep of a List, where
    /// a register may be empty.
    pub registers: usize,
}

impl MemoryReport {
    /// All of it, in bytes: the peak of the gradient, but for the numbers of the user's own.
    pub fn peak(&self) -> usize {
        self.records + self.arguments + self.kept + self.registers
    }
    /// What the gradient of a recorded [`Program`](crate::Program) with loops holds, as the interpreter runs it: the values
    /// and registers of its lines, and the states that each loop keeps, as its line says.
    ///
    /// ```
    /// use wengert::{Memory, MemoryReport, Program, scan_with};
    /// let keeps = |memory| {
    ///     let f = move |x: wengert::Var| scan_with(memory, 0..1000, x, |s, _| 3.7 * s * (1.0 - s));
    ///     Program::<f64, f64>::trace(f, 0.4)
    /// };
    /// let [all, few] = [Memory::Store, Memory::Snapshots(10)].map(|m| keeps(m).map(|p| MemoryReport::of_list(p.list())));
    /// let (all, few) = (all?, few?);
    /// assert_eq!(few.holdings[0].what, "loop, 10 of 1000 states");
    /// assert!(all.kept > 8000 && few.kept < 400, "{all} {few}");
    /// # Ok::<(), wengert::Error>(())
    /// ```
    pub fn of_list(list: &List) -> MemoryReport {
        let mut holdings = of_lines(list, |_| VALUE + REGISTER);
        for (k, _, step) in list.steps() {
            if let Step::Block(block) = step {
                let (what, count, bytes) = of_block(block);
                holdings.push(Holding { at: list.origin(k), what, count, bytes });
            }
        }
        holdings.sort_by_key(|holding| std::cmp::Reverse(holding.bytes));
        let kept = list.blocks().iter().map(|block| of_block(block).2).sum();
        MemoryReport { holdings, records: list.ids() * VALUE, arguments: 0, kept, registers: list.ids() * REGISTER }
    }
}

/// Says what [`value_and_grad`](crate::value_and_grad) of `f` at `x` holds in memory: the figures of the tape as it runs,
/// and how they spread over source lines and loops. A loop that keeps everything is told line by line, as a plain loop is.
/// `f` runs twice.
///
/// ```
/// use wengert::{Memory, explain_memory, scan_with};
/// let f = |x: wengert::Var| scan_with(Memory::Snapshots(10), 0..100_000, x, |s, _| 3.7 * s * (1.0 - s)).exp();
/// let report = explain_memory(f, 0.4)?;
/// assert!(report.holdings[0].what.starts_with("loop, 10 of 100000 states"));
/// assert!(report.peak() < 4_000, "{report}"); // 9.6 MB as a plain loop
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`value_and_grad`](crate::value_and_grad).
#[track_caller]
pub fn explain_memory<X: Tree<Num = f64>, O: Objective<f64>>(
    f: impl Fn(X::Traced) -> O,
    x: X,
) -> Result<MemoryReport, Error> {
    let (traced, ()) = trace_by(
        &x,
        |list| Recorder::new(list, true).unrolled(Unrolled::AsTape),
        |vars, outs| {
            outs.push(f(vars).split()?.0);
            Ok(())
        },
    )?;
    let mut holdings = of_lines(&traced.list, operation);
    let open = level::open_eager(x.count())?;
    let (_, level) = run(open, |open| f(x.lift(&mut Lift::new(open.base() + 1, None))).split())?;
    let slots = level.hot.next.get();
    let Kind::Eager(tape) = &level.kind else { unreachable!("opened as eager") };
    let Held { records, arguments, registers } = tape.holds(slots);
    let mut kept = 0;
    tape.calls.each(|at, about, count, bytes| {
        kept += bytes;
        holdings.push(Holding { at: Some(Origin::Rust(at)), what: about, count, bytes });
    });
    level.recycle();
    holdings.sort_by_key(|holding| std::cmp::Reverse(holding.bytes));
    Ok(MemoryReport { holdings, records, arguments, kept, registers })
}

/// Bytes of a value and of a register in the sweep of a List.
const VALUE: usize = size_of::<f64>();
const REGISTER: usize = size_of::<Option<f64>>();

/// What a line with a sub-List keeps while it is taken back: in words, how often it runs, and bytes.
fn of_block(block: &Block) -> (String, u64, usize) {
    let (lanes, state) = (u64::from(block.repeat.lanes()), block.repeat.carried() * VALUE);
    let snapshots = block.repeat.memory().snapshots(lanes, state, state).filter(|&n| (n as u64) < lanes);
    let states = match snapshots {
        Some(n) => n * state,
        None => lanes as usize * state,
    };
    let body = &block.body;
    let inside: usize = body.blocks().iter().map(|block| of_block(block).2).sum();
    let what = match block.repeat {
        Repeat::Call => "call".to_owned(),
        Repeat::Map { .. } => "map".to_owned(),
        Repeat::Reduce { .. } | Repeat::Scan { .. } => told(snapshots, lanes),
    };
    (what, lanes, states + body.ids() * (VALUE + REGISTER) + inside)
}

/// What a loop keeps, in words.
pub(super) fn told(snapshots: Option<usize>, steps: u64) -> String {
    match snapshots {
        None => "loop, all states".to_owned(),
        Some(n) => format!("loop, {} of {steps} states", (n as u64).min(steps)),
    }
}

/// What the operations of each source line hold, given what one with these operands does.
fn of_lines(list: &List, bytes: impl Fn(&[Operand]) -> usize) -> Vec<Holding> {
    let mut lines: HashMap<(Option<Origin>, &'static str), (u64, usize)> = HashMap::new();
    for (k, _, step) in list.steps() {
        let Step::Apply(op, args) = step else { continue };
        let place = list.origin(k);
        let line = lines.entry((place, op.name())).or_default();
        *line = (line.0 + 1, line.1 + bytes(args));
    }
    let holding = |((at, what), (count, bytes)): ((_, &str), _)| Holding { at, what: what.to_owned(), count, bytes };
    lines.into_iter().map(holding).collect()
}

/// How many bytes an operation takes on the tape, its register in the sweep included.
fn operation(args: &[Operand]) -> usize {
    let varying = args.iter().filter(|a| a.as_id().is_some()).count();
    RECORD + 8 + if args.len() > 2 { varying * 12 } else { 0 }
}

/// How many bytes the operations of a List take on the tape, those of its sub-Lists as often as they run.
pub(super) fn on_tape(list: &List) -> usize {
    let step = |step: Step<'_>| match step {
        Step::Apply(_, args) => operation(args),
        Step::Block(block) => on_tape(&block.body).saturating_mul(block.repeat.lanes() as usize),
        Step::Rule(rule, args) => (rule.outputs() + args.len()) * (RECORD + 8),
        Step::Guard(..) => 0,
    };
    list.steps().map(|(_, _, s)| step(s)).fold(0, usize::saturating_add)
}

/// Bytes as people read them.
fn readable(bytes: usize) -> String {
    let mut amount = bytes as f64;
    for unit in ["B", "kB", "MB"] {
        if amount < 1000.0 {
            return if unit == "B" { format!("{bytes} B") } else { format!("{amount:.1} {unit}") };
        }
        amount /= 1000.0;
    }
    format!("{amount:.1} GB")
}

impl fmt::Display for MemoryReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.holdings.iter().map(|h| {
            let at = h.at.map_or_else(|| "-".to_owned(), |at| at.to_string());
            [at, h.what.clone(), h.count.to_string(), readable(h.bytes)]
        });
        let head = ["where", "what", "count", "holds"].map(str::to_owned);
        let rows: Vec<[String; 4]> = std::iter::once(head).chain(rows).collect();
        let width = |k: usize| rows.iter().map(|row| row[k].chars().count()).max().unwrap_or(0);
        let [a, b, c, d] = [0, 1, 2, 3].map(width);
        for [at, what, count, bytes] in &rows {
            writeln!(f, "{at:a$}  {what:b$}  {count:>c$}  {bytes:>d$}")?;
        }
        let parts = [self.records, self.arguments, self.kept, self.registers].map(readable);
        write!(
            f,
            "records {}, arguments {}, loops and rules {}, registers of the sweep {}",
            parts[0], parts[1], parts[2], parts[3]
        )?;
        write!(f, "; {} in all", readable(self.peak()))
    }
}
