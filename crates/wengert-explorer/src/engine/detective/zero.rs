//! Why a register is zero: nothing leads to it, a line lets nothing through, additions cancel, or a product is too small
//! for a double.

use super::{Desk, Finding, Knot, MOST_ALIKE};
use crate::engine::fault::grouped;
use crate::engine::num::short;
use crate::engine::say::{bar, name};
use wengert::Contribution;
use wengert::list::Id;
use wengert_inspect::explain::explain;

/// So many zero inputs are looked at.
const LOOKED_AT: usize = 64;
/// So many additions that cancel are written out.
const WRITTEN: usize = 4;

/// A place at which what comes from the output ends.
#[derive(Clone, Copy, Debug)]
enum End<'r> {
    /// Additions into this register cancel.
    Cancelled(Id),
    /// This product is too small for a double.
    Underflow(&'r Contribution),
    /// This line has a slope of 0, or none, in an argument.
    Blocked(Id, Option<&'r Contribution>),
}

impl End<'_> {
    /// The line at which it lies.
    fn line(&self) -> Id {
        match self {
            End::Cancelled(id) | End::Blocked(id, _) => *id,
            End::Underflow(c) => c.from,
        }
    }
    /// What says most stands first.
    fn rank(&self) -> usize {
        match self {
            End::Cancelled(_) => 0,
            End::Underflow(_) => 1,
            End::Blocked(..) => 2,
        }
    }
}

impl Desk<'_> {
    /// The inputs whose register is exactly zero, one for each reason.
    pub(super) fn zero(&self) -> Vec<Finding> {
        let zero = |&id: &Id| self.run.adjoint(id).unwrap_or(0.0) == 0.0;
        let (read, additions) = (self.read_by_output(), self.additions());
        let mut reasons = Vec::new();
        let mut found = Vec::new();
        for end in self.inputs().filter(zero).take(LOOKED_AT) {
            let ends = if read[end.0 as usize] { self.ends(end, &additions) } else { Vec::new() };
            let first = ends.iter().min_by_key(|end| end.rank());
            let reason = first.map(|first| (first.rank(), first.line()));
            if found.len() < MOST_ALIKE && !reasons.contains(&reason) {
                reasons.push(reason);
                found.push(match first {
                    None => self.unreached(end, read[end.0 as usize]),
                    Some(first) => self.ended(end, first, ends.len() - 1),
                });
            }
        }
        found
    }
    /// For each value whether the output is computed from it.
    fn read_by_output(&self) -> Vec<bool> {
        let mut read = vec![false; self.run.list().ids()];
        if let Some(output) = self.run.output() {
            read[output.0 as usize] = true;
        }
        for id in self.ids().rev() {
            if read[id.0 as usize] {
                self.reads(id).for_each(|arg| read[arg.0 as usize] = true);
            }
        }
        read
    }
    /// For each value whether it is computed from `from`.
    fn depending(&self, from: Id) -> Vec<bool> {
        let mut depends = vec![false; self.run.list().ids()];
        depends[from.0 as usize] = true;
        for id in self.ids() {
            depends[id.0 as usize] |= self.reads(id).any(|arg| depends[arg.0 as usize]);
        }
        depends
    }
    /// For each value the additions that it hands out, which stand one after the other.
    fn additions(&self) -> Vec<&[Contribution]> {
        let mut of_each = vec![&[][..]; self.run.list().ids()];
        for some in self.run.contributions().chunk_by(|a, b| a.from == b.from) {
            of_each[some[0].from.0 as usize] = some;
        }
        of_each
    }
    /// The places between the output and an input at which what comes from the output ends, in the order of the sweep.
    fn ends<'r>(&'r self, input: Id, additions: &[&'r [Contribution]]) -> Vec<End<'r>> {
        let depends = self.depending(input);
        let mut received = vec![false; depends.len()];
        let mut ends = Vec::new();
        for id in self.ids().rev().filter(|id| depends[id.0 as usize]) {
            match self.run.adjoint(id) {
                None => continue,
                Some(0.0) if received[id.0 as usize] => ends.push(End::Cancelled(id)),
                Some(0.0) => {}
                Some(_) => self.of_line(id, additions[id.0 as usize], &depends, &mut received, &mut ends),
            }
        }
        ends
    }
    /// What ends at a line whose register is not zero; and which of its arguments receive something.
    fn of_line<'r>(
        &'r self,
        id: Id,
        additions: &'r [Contribution],
        depends: &[bool],
        received: &mut [bool],
        ends: &mut Vec<End<'r>>,
    ) {
        for arg in self.operands(id).into_iter().filter(|arg| depends[arg.0 as usize]) {
            // Of an argument that is read twice every addition counts.
            let mut some = additions.iter().filter(|c| c.to == arg).peekable();
            if some.peek().is_none() {
                ends.push(End::Blocked(id, None));
            }
            for c in some {
                match (c.term == 0.0, c.slope == 0.0) {
                    (false, _) => received[arg.0 as usize] = true,
                    (true, true) => ends.push(End::Blocked(id, Some(c))),
                    (true, false) => ends.push(End::Underflow(c)),
                }
            }
        }
    }
    /// The values that a line reads, each once.
    fn operands(&self, id: Id) -> Vec<Id> {
        let mut operands: Vec<Id> = self.reads(id).collect();
        operands.sort_by_key(|id| id.0);
        operands.dedup();
        operands
    }
    /// An input that the output does not read.
    fn unreached(&self, end: Id, read: bool) -> Finding {
        let input = name(self.names, end);
        let (text, detail) = match read {
            false => (
                format!("Nothing that the output depends on reads {input} here."),
                "no path leads from the output to it",
            ),
            true => (format!("The output reads {input}, and every path carries 0."), "every path carries 0"),
        };
        let heading = format!("{} is exactly 0", bar(self.names, end));
        let none = "No line on the way lets anything through: there is nothing to rewrite.".to_owned();
        Finding::new("zero", heading, text, vec![self.register(1, end, detail)]).cured(Err(none))
    }
    /// An input to which nothing comes because of `first`, and of so many other places.
    fn ended(&self, end: Id, first: &End<'_>, others: usize) -> Finding {
        let (kind, heading, text, mut thread) = match first {
            End::Cancelled(id) => self.cancelled(end, *id),
            End::Underflow(c) => self.underflow(end, c),
            End::Blocked(id, c) => self.blocked(end, *id, *c),
        };
        let text = match others {
            0 => text,
            1 => format!("{text} One other place lets nothing through."),
            n => format!("{text} {} other places let nothing through.", grouped(n as u64)),
        };
        if !thread.iter().any(|knot| knot.part == "register" && knot.line == end.0) {
            thread.push(self.register(thread.len() + 1, end, "the sum of what arrived"));
        }
        Finding::new(kind, heading, text, thread).cured(self.rewrite(Some(first.line())))
    }
    fn cancelled(&self, end: Id, id: Id) -> (&'static str, String, String, Vec<Knot>) {
        let into: Vec<f64> = self.run.contributions().iter().filter(|c| c.to == id).map(|c| c.term).collect();
        let (told, more) = into.split_at(into.len().min(WRITTEN));
        let sign = |k: usize, x: f64| match (k, x < 0.0) {
            (0, _) => short(x),
            (_, true) => format!(" − {}", short(-x)),
            (_, false) => format!(" + {}", short(x)),
        };
        let sum: String = told.iter().enumerate().map(|(k, &x)| sign(k, x)).collect();
        let dots = if more.is_empty() { "" } else { " + …" };
        let register = format!("{} = {sum}{dots} = 0", bar(self.names, id));
        let detail = format!("{} additions cancel exactly", into.len());
        let heading = format!("{} is exactly 0: contributions cancel", bar(self.names, end));
        let text = format!("What arrives in {} is not 0, and its sum is.", bar(self.names, id));
        ("zero", heading, text, vec![self.knot(1, id, "register", register, &detail)])
    }
    fn underflow(&self, end: Id, c: &Contribution) -> (&'static str, String, String, Vec<Knot>) {
        let paths = explain(self.run, end, 1).paths;
        let largest = paths.first().map(|path| path.log10).filter(|power| power.is_finite());
        let heading = format!("{} has vanished: it is 0 in double precision", bar(self.names, end));
        let text = match largest {
            Some(power) => format!("The largest path is about {}. The smallest double is 5 · 10⁻³²⁴.", ten(power)),
            None => "The product is smaller than the smallest double, 5 · 10⁻³²⁴.".to_owned(),
        };
        let knot = self.knot(1, c.from, "product", self.product(c), "neither factor is 0, the product is too small");
        ("vanishing", heading, text, vec![knot])
    }
    fn blocked(&self, end: Id, id: Id, c: Option<&Contribution>) -> (&'static str, String, String, Vec<Knot>) {
        let detail = if c.is_some() { "its slope is 0 here" } else { "no slope leads through it here" };
        let mut thread = vec![self.knot(1, id, "value", self.worth(id), detail)];
        thread.extend(c.map(|c| self.knot(2, id, "product", self.product(c), "nothing passes this line")));
        let heading = format!("{} is exactly 0", bar(self.names, end));
        let line = grouped(u64::from(id.0) + 1);
        let text = format!("The output reads {}, but line {line} lets nothing through.", name(self.names, end));
        ("zero", heading, text, thread)
    }
}

/// `10⁻⁶⁰²⁰`.
fn ten(power: f64) -> String {
    let raised = |c: char| match c {
        '-' => '⁻',
        c => "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c.to_digit(10).unwrap_or(0) as usize).unwrap_or(c),
    };
    format!("10{}", format!("{:.0}", power).chars().map(raised).collect::<String>())
}
