//! What is not finite: every register that is NaN or infinite knows the addition in which that began, and a value that is
//! not finite the value in which it did.

use super::{Desk, Finding, Knot, MOST_ALIKE};
use crate::engine::fault::grouped;
use crate::engine::num::short;
use crate::engine::say::{bar, factors, name};
use crate::engine::slope;
use wengert::Contribution;
use wengert::list::Id;

fn bad(x: f64) -> bool {
    !x.is_finite()
}

/// Why a register is not finite.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Why {
    /// A local derivative is not.
    Slope,
    /// A cotangent and a local derivative are, and their product is not.
    Product,
    /// Every addition is, and their sum is not.
    Sum,
    /// A rule of the program answered so.
    Rule,
}

/// Where a register that is not finite began not to be.
#[derive(Clone, Copy, Debug)]
struct Cause<'r> {
    why: Why,
    addition: &'r Contribution,
    /// So many lines pass it on.
    passes: usize,
    /// The later addition that made NaN of an infinity.
    turned: Option<&'r Contribution>,
}

impl Desk<'_> {
    /// The registers of inputs that are not finite, one for each source; else the first register at all; and the output,
    /// where its value is not finite for another reason.
    pub(super) fn not_finite(&self) -> Vec<Finding> {
        let (causes, origins) = (self.causes(), self.origins());
        let held = |&id: &Id| self.run.adjoint(id).is_some_and(bad);
        let mut ends: Vec<Id> = self.inputs().filter(held).collect();
        if ends.is_empty() {
            ends.extend(self.ids().find(held));
        }
        let mut sources = Vec::new();
        let mut found = Vec::new();
        for end in ends {
            let Some(cause) = causes[end.0 as usize] else { continue };
            let source = self.source(&cause, &origins);
            if found.len() < MOST_ALIKE && !sources.contains(&source) {
                sources.push(source);
                found.push(self.of_register(end, &cause, source));
            }
        }
        let output = self.run.output().filter(|id| bad(self.run.value(*id)));
        let first = || self.ids().find(|id| bad(self.run.value(*id)));
        let value = output.or_else(|| if found.is_empty() { first() } else { None });
        let told = |id: &Id| sources.iter().any(|&(source, _)| Some(source) == origins[id.0 as usize]);
        found.extend(value.filter(|id| !told(id)).map(|id| self.of_value(id, origins[id.0 as usize].unwrap_or(id))));
        found
    }
    /// For each register that is not finite its cause, found in the order of the sweep.
    fn causes(&self) -> Vec<Option<Cause<'_>>> {
        let mut causes: Vec<Option<Cause<'_>>> = vec![None; self.run.list().ids()];
        let mut held = vec![0.0; causes.len()];
        for c in self.run.contributions() {
            let to = c.to.0 as usize;
            let before = std::mem::replace(&mut held[to], c.register);
            match causes[to] {
                Some(cause) if c.register.is_nan() && !before.is_nan() => {
                    causes[to] = Some(Cause { turned: cause.turned.or(Some(c)), ..cause });
                }
                None if bad(c.term) || bad(c.register) => causes[to] = Some(self.cause(c, causes[c.from.0 as usize])),
                _ => {}
            }
        }
        causes
    }
    /// The cause of the first addition into a register that leaves it without a finite number.
    fn cause<'r>(&'r self, c: &'r Contribution, before: Option<Cause<'r>>) -> Cause<'r> {
        let new = |why| Cause { why, addition: c, passes: 0, turned: None };
        let applied = self.run.line_of(c.from).is_some_and(|line| self.run.applied(line).is_some());
        match before {
            _ if !bad(c.term) => new(Why::Sum),
            Some(before) => {
                let infinite = self.run.adjoint(c.from).is_some_and(f64::is_infinite);
                let turned = before.turned.or(Some(c).filter(|c| infinite && c.term.is_nan()));
                Cause { passes: before.passes + 1, turned, ..before }
            }
            None if !applied => new(Why::Rule),
            None if bad(c.slope) => new(Why::Slope),
            None => new(Why::Product),
        }
    }
    /// For each value that is not finite the value in which that began.
    fn origins(&self) -> Vec<Option<Id>> {
        let mut origins: Vec<Option<Id>> = vec![None; self.run.list().ids()];
        for id in self.ids().filter(|&id| bad(self.run.value(id))) {
            origins[id.0 as usize] = Some(self.reads(id).find_map(|arg| origins[arg.0 as usize]).unwrap_or(id));
        }
        origins
    }
    /// The line in which a cause lies, and whether it is its value that is not finite.
    fn source(&self, cause: &Cause<'_>, origins: &[Option<Id>]) -> (Id, bool) {
        let c = cause.addition;
        let read = || {
            let known = slope::Formulas::of(self.run).reads(c.from, c.arg);
            let ids = known.unwrap_or_else(|| self.reads(c.from).chain([c.from]).collect());
            ids.into_iter().filter_map(|id| origins[id.0 as usize]).min_by_key(|id| id.0)
        };
        match cause.why {
            // Outside of a domain the slope is NaN because the value is.
            Why::Slope => {
                let own = || origins[c.from.0 as usize].filter(|_| c.slope.is_nan());
                read().or_else(own).map_or((c.from, false), |value| (value, true))
            }
            Why::Sum => (c.to, false),
            Why::Product | Why::Rule => (c.from, false),
        }
    }
    /// The thread from a register to its source.
    fn of_register(&self, end: Id, cause: &Cause<'_>, (source, value): (Id, bool)) -> Finding {
        let mut thread = vec![self.began(cause, source, value)];
        let c = cause.addition;
        if cause.why == Why::Slope {
            thread.push(self.knot(2, c.from, "product", self.product(c), &self.reason(c, source, value)));
        }
        if let Some(turned) = cause.turned {
            let zero = turned.term.is_nan();
            let why =
                if zero { "zero times infinity is no number" } else { "infinities of opposite sign are no number" };
            thread.push(self.knot(thread.len() + 1, turned.from, "product", self.product(turned), why));
        }
        if cause.why != Why::Sum || c.to != end {
            thread.push(self.register(thread.len() + 1, end, &self.arrived(end, cause.passes)));
        }
        let held = self.run.adjoint(end).unwrap_or(f64::NAN);
        let (line, what) = (grouped(u64::from(source.0) + 1), format!("{} is {}", bar(self.names, end), short(held)));
        let (heading, text) = match cause.why {
            Why::Slope => (
                format!("{what} because of line {line}"),
                "The thread runs from the register back to the first number that is not finite.",
            ),
            Why::Product => (
                format!("{what}: its cotangent overflows at line {line}"),
                "Every local derivative on the way is finite. Their product is too large for a double.",
            ),
            Why::Sum => (
                format!("{what}: the additions of line {line} overflow"),
                "Every addition is finite. Their sum is too large for a double.",
            ),
            Why::Rule => {
                (format!("{what} because of line {line}"), "A rule of the program hands out what is not finite.")
            }
        };
        let kind = if held.is_infinite() { "inf" } else { "nan" };
        Finding::new(kind, heading, text.to_owned(), thread).cured(self.rewrite(Some(source)))
    }
    /// The first knot.
    fn began(&self, cause: &Cause<'_>, source: Id, value: bool) -> Knot {
        let c = cause.addition;
        match cause.why {
            Why::Slope if value => self.knot(1, source, "value", self.worth(source), self.entered(source)),
            Why::Slope => {
                let text = format!("{} = {}", factors(self.run, self.names, c), short(c.slope));
                self.knot(1, source, "value", text, "every value that it reads is finite, this local derivative is not")
            }
            Why::Product => {
                self.knot(1, source, "product", self.product(c), "both factors are finite, the product is not")
            }
            Why::Sum => self.register(1, source, "every addition is finite, their sum is not"),
            Why::Rule => self.knot(1, source, "product", self.product(c), "the rule answers this"),
        }
    }
    fn entered(&self, id: Id) -> &'static str {
        if (id.0 as usize) < self.run.list().input_len() {
            "it came in that way"
        } else {
            "first value that is not finite"
        }
    }
    /// What the product at a slope that is not finite has to say.
    fn reason(&self, c: &Contribution, source: Id, value: bool) -> String {
        match (value && source != c.from, c.term.is_nan() && !c.slope.is_nan()) {
            (_, true) => "zero times infinity is no number".to_owned(),
            (true, _) => {
                format!("this local derivative is made of the value of line {}", grouped(u64::from(source.0) + 1))
            }
            _ => "the first addition that is not finite".to_owned(),
        }
    }
    /// How a register was filled.
    fn arrived(&self, end: Id, passes: usize) -> String {
        let into = self.run.contributions().iter().filter(|c| c.to == end).count();
        let went = format!("{into} addition{} went in", if into == 1 { "" } else { "s" });
        match passes {
            0 => went,
            1 => format!("{went}; one line between passes it on"),
            n => format!("{went}; {} lines between pass it on", grouped(n as u64)),
        }
    }
    /// The thread from a value to its source.
    fn of_value(&self, end: Id, source: Id) -> Finding {
        let mut thread = vec![self.knot(1, source, "value", self.worth(source), self.entered(source))];
        if source != end {
            thread.push(self.knot(2, end, "value", self.worth(end), "computed from it"));
        }
        let value = self.run.value(end);
        let heading = format!(
            "{} is {} because of line {}",
            name(self.names, end),
            short(value),
            grouped(u64::from(source.0) + 1)
        );
        let text = "The thread runs from the value back to the first one that is not finite.".to_owned();
        let kind = if value.is_infinite() { "inf" } else { "nan" };
        Finding::new(kind, heading, text, thread).cured(self.rewrite(Some(source)))
    }
}
