//! What a gradient holds in memory until its sweep has run, by source line and by loop.

use crate::Error;
use crate::drive::{run, trace_by};
use crate::list::{List, Operand, Origin, Step};
use crate::tape::level::{self, Kind};
use crate::tape::memory::{Held, RECORD};
use crate::tape::trace::Recorder;
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

/// What a gradient holds. Made by [`explain_memory`]; `Display` writes a table.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryReport {
    /// By line and loop, the largest first.
    pub holdings: Vec<Holding>,
    /// Records of operations on the tape, 24 bytes each.
    pub records: usize,
    /// Slopes and places of statements of many arguments.
    pub arguments: usize,
    /// What loops, checkpoints and rules keep.
    pub kept: usize,
    /// The sweep's registers: 8 bytes for each input and each operation.
    pub registers: usize,
}

impl MemoryReport {
    /// All of it, in bytes: the peak of the gradient, but for the numbers of the user's own.
    pub fn peak(&self) -> usize {
        self.records + self.arguments + self.kept + self.registers
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
        |list| Recorder::new(list, true).unrolled(),
        |vars, outs| {
            outs.push(f(vars).split()?.0);
            Ok(())
        },
    )?;
    let mut holdings = of_lines(&traced.list);
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

/// What the operations of each source line hold, the sweep's register of each included.
fn of_lines(list: &List) -> Vec<Holding> {
    let mut lines: HashMap<(Option<Origin>, &'static str), (u64, usize)> = HashMap::new();
    for (k, _, step) in list.steps() {
        let Step::Apply(op, args) = step else { continue };
        let place = list.origin(k);
        let bytes = operation(args);
        let line = lines.entry((place, op.name())).or_default();
        *line = (line.0 + 1, line.1 + bytes);
    }
    let holding = |((at, what), (count, bytes)): ((_, &str), _)| Holding { at, what: what.to_owned(), count, bytes };
    lines.into_iter().map(holding).collect()
}

/// How many bytes an operation takes on the tape, and its register in the sweep.
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
