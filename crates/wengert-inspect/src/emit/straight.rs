//! Straight-line programs: what Rust, C and Python write alike, and the words in which each does.

use super::Unsupported;
use super::node::Node;
use super::plan::{Add, Line, Plan, Reverse, What};
use super::print::{Binds, Page, Places, Printer, Tongue, lacks};
use crate::signs::comparison;
use wengert::prim::Op;

/// How a language writes conditions and statements.
pub(super) trait Straight: Tongue {
    /// Between two conditions that both must hold.
    const AND: &'static str;
    /// What closes a block, where something does.
    const CLOSE: Option<&'static str>;
    /// A comment on a line of its own.
    fn comment(words: &str) -> String;
    /// Whether `x` is NaN, finite or positive: `of` is the primitive that asks.
    fn asked(printer: &mut Printer<Self>, of: &'static str, x: &Node) -> Result<String, &'static str>
    where
        Self: Sized;
    /// The contrary of a condition.
    fn not(condition: &str) -> String;
    /// A statement that names a value.
    fn bind(name: &str, node: &Node, text: &str) -> String;
    /// A statement that adds to a register.
    fn add(register: &str, term: &str) -> String;
    /// A statement that stops where a condition does not hold.
    fn assert(condition: &str) -> String;
    /// Opens a block that runs under a condition.
    fn begin(condition: &str) -> String;
    /// A statement that runs under a condition, with `indent` before each of its lines.
    fn when(indent: &str, condition: &str, statement: &str) -> String;
    /// Statements that open the registers.
    fn registers(plan: &Plan, page: &mut Page);
}

/// Whether a primitive answers yes or no.
pub(super) fn is_truth(op: Op) -> bool {
    comparison(op.text()).is_some() || matches!(op.text(), "is_nan" | "is_finite" | "is_positive" | "and")
}

/// A condition of the language's own type.
pub(super) fn condition<T: Straight>(printer: &mut Printer<T>, node: &Node) -> Result<String, &'static str> {
    if let Node::Apply(op, args) = node {
        if let Some(sign) = comparison(op.text()) {
            let [a, b] = [&args[0], &args[1]].map(|a| printer.at_least(a, Binds::Adds));
            return Ok(format!("{} {sign} {}", a?, b?));
        }
        match op.text() {
            of @ ("is_nan" | "is_finite" | "is_positive") => return T::asked(printer, of, &args[0]),
            "and" => {
                let [a, b] = [&args[0], &args[1]].map(|a| condition(printer, a));
                return Ok(format!("({}) {} ({})", a?, T::AND, b?));
            }
            _ => {}
        }
    }
    Ok(format!("{} != 0.0", printer.at_least(node, Binds::Adds)?))
}

fn said<T: Straight>(printer: &mut Printer<T>, node: &Node, said: bool) -> Result<String, &'static str> {
    let holds = condition(printer, node)?;
    Ok(if said { holds } else { T::not(&holds) })
}

/// Both sweeps, between the head of the function and its last statement.
pub(super) fn sweeps<T: Straight>(
    plan: &Plan,
    printer: &mut Printer<T>,
    page: &mut Page,
    places: &mut Places,
) -> Result<(), Unsupported> {
    page.line(format!("    {}", T::comment("Forward: one line for each operation.")));
    for line in &plan.lines {
        let start = page.here();
        page.line(format!("    {}", forward(printer, line).map_err(lacks(plan, line))?));
        places.forward(line, start..page.here());
    }
    page.line("");
    let reverse = "Reverse: registers start at zero, the output's at one; every use adds.";
    page.line(format!("    {}", T::comment(reverse)));
    T::registers(plan, page);
    for line in plan.lines.iter().rev() {
        let start = page.here();
        if let What::Value { bar: Some(bar), reverse: Some(reverse), .. } = &line.what {
            backward(printer, page, bar, reverse).map_err(lacks(plan, line))?;
        }
        places.reverse(line, start..page.here());
    }
    Ok(())
}

fn forward<T: Straight>(printer: &mut Printer<T>, line: &Line) -> Result<String, &'static str> {
    match &line.what {
        What::Value { name, node, .. } => Ok(T::bind(name, node, &printer.print(node)?)),
        What::Guard(cond, holds) => Ok(T::assert(&said(printer, cond, *holds)?)),
    }
}

fn backward<T: Straight>(
    printer: &mut Printer<T>,
    page: &mut Page,
    bar: &str,
    reverse: &Reverse,
) -> Result<(), &'static str> {
    let guarded = reverse.guarded && !reverse.adds.is_empty();
    if guarded {
        page.line(format!("    {}", T::begin(&format!("{bar} != 0.0"))));
    }
    let indent = if guarded { "        " } else { "    " };
    for (name, node) in &reverse.shared {
        page.line(format!("{indent}{}", T::bind(name, node, &printer.print(node)?)));
    }
    for Add { register, slope, when } in &reverse.adds {
        let add = T::add(register, &format!("{bar} * {}", printer.at_least(slope, Binds::Negates)?));
        match when {
            None => page.line(format!("{indent}{add}")),
            Some((cond, holds)) => page.block(&T::when(indent, &said(printer, cond, *holds)?, &add)),
        }
    }
    if let (true, Some(close)) = (guarded, T::CLOSE) {
        page.line(format!("    {close}"));
    }
    Ok(())
}

/// The registers of the lines, without the output's, which is open with one in it.
pub(super) fn registers_of_lines(plan: &Plan) -> impl Iterator<Item = String> {
    let seed = plan.seed.as_deref();
    let bars = plan.lines.iter().filter_map(|l| match &l.what {
        What::Value { bar, .. } => bar.clone(),
        What::Guard(..) => None,
    });
    bars.filter(move |bar| Some(bar.as_str()) != seed)
}

/// The registers of the inputs, likewise, and of the lines.
pub(super) fn all_registers(plan: &Plan) -> Vec<String> {
    let inputs = plan.inputs.iter().map(|i| i.bar.clone()).filter(|bar| Some(bar) != plan.seed.as_ref());
    inputs.chain(registers_of_lines(plan)).collect()
}
