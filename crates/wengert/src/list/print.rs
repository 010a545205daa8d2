//! The text form of a List, written.
//!
//! [`List::read`] reads what stands here; between the two nothing is lost but the [origins](super::Origin) of lines, and
//! of those that are places in Rust code `{:#}` writes the file, line and column behind the line: `@ "src/main.rs:4:9"`.
//! Constants are written where they are read, so a List that is read back has its pool in the order of use.
//!
//! ```text
//! list(x, y, w[3]) data(0.5) {
//!   %5 = mul(%0, %1)
//!   %6 = gt(%5, $0)
//!   guard %6 true
//!   %7..%10 = map 3 (%2 step 1, %0, gather [%0, %1, %0], column [1.0, 2.0, 3.0], lane) list(a, b, c, d, e) {
//!     %5 = fma(%0, %1, %2)
//!     %6 = sum(%5, %3, %4)
//!     return %6
//!   }
//!   return %5, %9
//! }
//! ```

use super::read::is_word;
use super::{Binding, Block, Id, Input, List, Operand, Origin, Ref, Repeat, Step};
use crate::custom::Custom;
use crate::schedule::Memory;
use std::fmt::{self, Display, Formatter, Write};

impl Display for List {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_list(f, self, 0)
    }
}

fn write_list(f: &mut Formatter<'_>, list: &List, depth: usize) -> fmt::Result {
    f.write_str("list(")?;
    each(f, list.inputs(), write_input)?;
    f.write_char(')')?;
    if !list.data().is_empty() {
        f.write_str(" data(")?;
        each(f, list.data(), |f, &c| write_number(f, c))?;
        f.write_char(')')?;
    }
    f.write_str(" {\n")?;
    for (line, id, step) in list.steps() {
        indent(f, depth + 1)?;
        write_step(f, list, id, step, depth + 1)?;
        if let (true, Some(Origin::Rust(place))) = (f.alternate(), list.origin(line)) {
            write!(f, " @ {:?}", place.to_string())?;
        }
        f.write_char('\n')?;
    }
    if !list.outputs().is_empty() {
        indent(f, depth + 1)?;
        f.write_str("return ")?;
        each(f, list.outputs(), |f, &o| write_operand(f, list, o))?;
        f.write_char('\n')?;
    }
    indent(f, depth)?;
    f.write_char('}')
}

fn write_step(f: &mut Formatter<'_>, list: &List, id: Id, step: Step<'_>, depth: usize) -> fmt::Result {
    match step {
        Step::Apply(op, args) => {
            write!(f, "%{} = {}(", id.0, op.text())?;
            each(f, args, |f, &o| write_operand(f, list, o))?;
            f.write_char(')')
        }
        Step::Guard(cond, said) => {
            f.write_str("guard ")?;
            write_operand(f, list, cond)?;
            write!(f, " {said}")
        }
        Step::Block(block) => write_block(f, list, id, block, depth),
        Step::Rule(rule, args) => {
            write_names(f, id, step.results())?;
            f.write_str("rule ")?;
            write_name(f, &printed_name(list, rule))?;
            f.write_char('(')?;
            each(f, args, |f, &o| write_operand(f, list, o))?;
            f.write_char(')')
        }
    }
}

/// Writes the values a line names.
fn write_names(f: &mut Formatter<'_>, id: Id, count: u32) -> fmt::Result {
    match count {
        1 => write!(f, "%{} = ", id.0),
        n => write!(f, "%{}..%{} = ", id.0, id.0.saturating_add(n)),
    }
}

/// The name of a rule; the second of a name in a List is no longer that name, and no reader takes it for the first.
fn printed_name(list: &List, rule: &Custom) -> String {
    let alike = |other: &&Custom| other.name() == rule.name() && other.inputs() == rule.inputs();
    match list.rules().iter().filter(alike).position(|other| other == rule) {
        None | Some(0) => rule.name().to_string(),
        Some(k) => format!("{}#{}", rule.name(), k + 1),
    }
}

fn write_block(f: &mut Formatter<'_>, list: &List, id: Id, block: &Block, depth: usize) -> fmt::Result {
    write_names(f, id, block.results())?;
    match block.repeat {
        Repeat::Call => f.write_str("call (")?,
        Repeat::Map { lanes } => write!(f, "map {lanes} (")?,
        Repeat::Reduce { lanes } => write!(f, "reduce {lanes} (")?,
        Repeat::Scan { steps, carried, memory } => {
            write!(f, "scan {steps} carry {carried} ")?;
            write_memory(f, memory)?;
            f.write_char('(')?;
        }
    }
    each(f, &block.bindings, |f, binding| write_binding(f, list, binding))?;
    f.write_str(") ")?;
    write_list(f, &block.body, depth)
}

/// Writes what a scan keeps for the way back; nothing where that is everything.
fn write_memory(f: &mut Formatter<'_>, memory: Memory) -> fmt::Result {
    match memory {
        Memory::Store => Ok(()),
        Memory::Snapshots(n) => write!(f, "keep {n} "),
        Memory::Budget(bytes) => write!(f, "keep {bytes} bytes "),
    }
}

fn write_binding(f: &mut Formatter<'_>, list: &List, binding: &Binding) -> fmt::Result {
    match binding {
        Binding::Uniform(o) => write_operand(f, list, *o),
        Binding::Strided { first, step } => write!(f, "%{} step {step}", first.0),
        Binding::Gather(ids) => {
            f.write_str("gather [")?;
            each(f, ids, |f, id| write!(f, "%{}", id.0))?;
            f.write_char(']')
        }
        Binding::Column(numbers) => {
            f.write_str("column [")?;
            each(f, numbers, |f, &c| write_number(f, c))?;
            f.write_char(']')
        }
        Binding::Lane => f.write_str("lane"),
    }
}

fn write_name(f: &mut Formatter<'_>, name: &str) -> fmt::Result {
    if is_word(name) { f.write_str(name) } else { write!(f, "{name:?}") }
}

fn write_input(f: &mut Formatter<'_>, input: &Input) -> fmt::Result {
    write_name(f, &input.name)?;
    if input.shape.is_empty() {
        return Ok(());
    }
    f.write_char('[')?;
    each(f, &input.shape, |f, extent| write!(f, "{extent}"))?;
    f.write_char(']')
}

/// Writes what a line reads. A constant that is not in the pool, which the verifier refuses, comes out as a word that
/// no reader takes.
fn write_operand(f: &mut Formatter<'_>, list: &List, o: Operand) -> fmt::Result {
    match o.get() {
        Ref::Id(id) => write!(f, "%{}", id.0),
        Ref::Data(k) => write!(f, "${k}"),
        Ref::Const(k) => match list.pool().get(k as usize) {
            Some(&c) => write_number(f, c),
            None => write!(f, "missing_constant_{k}"),
        },
    }
}

/// Writes the shortest text that reads back as the same bits.
fn write_number(f: &mut Formatter<'_>, c: f64) -> fmt::Result {
    if !c.is_nan() {
        return write!(f, "{c:?}");
    }
    match c.to_bits() {
        POSITIVE_NAN => f.write_str("nan"),
        NEGATIVE_NAN => f.write_str("-nan"),
        bits => write!(f, "nan(0x{bits:016x})"),
    }
}

/// The quiet NaN without a payload, as `nan` is read.
pub(super) const POSITIVE_NAN: u64 = 0x7ff8 << 48;
/// The same with its sign bit set, as `-nan` is read.
pub(super) const NEGATIVE_NAN: u64 = 0xfff8 << 48;

/// Writes items with commas between them.
fn each<T>(f: &mut Formatter<'_>, items: &[T], write: impl Fn(&mut Formatter<'_>, &T) -> fmt::Result) -> fmt::Result {
    for (k, item) in items.iter().enumerate() {
        if k > 0 {
            f.write_str(", ")?;
        }
        write(f, item)?;
    }
    Ok(())
}

fn indent(f: &mut Formatter<'_>, depth: usize) -> fmt::Result {
    (0..depth).try_for_each(|_| f.write_str("  "))
}
