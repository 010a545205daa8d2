//! Straight-line programs: what Rust, C and Python write alike, and the words in which each does.

use super::node::Node;
use super::plan::{Add, Line, Plan, Register, Reverse, What};
use super::print::{Binds, Page, Places, Printer, Tongue, lacks};
use super::{Part, Program, Unsupported};
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
    fn asked(printer: &mut Printer<'_, Self>, of: &'static str, x: &Node) -> Result<String, &'static str>
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
    /// A statement that opens registers with zero; the last word says whether they stay so.
    fn open(registers: &[&str], receive: bool) -> String;
    /// A statement that puts one into a register.
    fn seed(register: &str) -> String;
}

/// Whether a primitive answers yes or no.
pub(super) fn is_truth(op: Op) -> bool {
    comparison(op.text()).is_some() || matches!(op.text(), "is_nan" | "is_finite" | "is_positive" | "and")
}

/// A condition of the language's own type.
pub(super) fn condition<T: Straight>(printer: &mut Printer<'_, T>, node: &Node) -> Result<String, &'static str> {
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

fn said<T: Straight>(printer: &mut Printer<'_, T>, node: &Node, said: bool) -> Result<String, &'static str> {
    let holds = condition(printer, node)?;
    Ok(if said { holds } else { T::not(&holds) })
}

/// Both sweeps, between the head of the function and its last statement.
pub(super) fn sweeps<T: Straight>(
    plan: &Plan,
    printer: &mut Printer<'_, T>,
    page: &mut Page,
    places: &mut Places,
) -> Result<(), Unsupported> {
    page.line(format!("    {}", T::comment("Forward: one line for each operation.")));
    forwards(plan, printer, page, places)?;
    page.line("");
    let reverse = "Reverse: registers start at zero, the output's at one; every use adds.";
    page.line(format!("    {}", T::comment(reverse)));
    open::<T>(plan, page, places);
    backwards(plan, printer, page, places)
}

/// Opens the registers, four in a statement, the seeded one last.
fn open<T: Straight>(plan: &Plan, page: &mut Page, places: &mut Places) {
    let (receive, others): (Vec<_>, Vec<_>) = registers(plan).partition(|bar| bar.receives);
    for (some, receive) in [(receive, true), (others, false)] {
        for some in some.chunks(4) {
            let at = page.here();
            let names: Vec<&str> = some.iter().map(|bar| bar.name.as_str()).collect();
            page.line(format!("    {}", T::open(&names, receive)));
            some.iter().for_each(|bar| places.link(at..at + 1, bar.id, Part::Zero));
        }
    }
    if let Some(seed) = &plan.seed {
        places.link(page.here()..page.here() + 1, seed.id, Part::Seed);
        page.line(format!("    {}", T::seed(&seed.name)));
    }
}

/// What a window shows: its lines forward, and backward.
pub(super) fn window<T: Straight>(plan: &Plan) -> Result<Program, Unsupported> {
    let (mut printer, mut page, mut places) = (Printer::<T>::new(plan), Page::default(), Places::default());
    forwards(plan, &mut printer, &mut page, &mut places)?;
    page.line("");
    backwards(plan, &mut printer, &mut page, &mut places)?;
    Ok(places.program(plan, Page::default(), page))
}

fn backwards<T: Straight>(
    plan: &Plan,
    printer: &mut Printer<'_, T>,
    page: &mut Page,
    places: &mut Places,
) -> Result<(), Unsupported> {
    for line in plan.lines.iter().rev() {
        if let What::Value { bar: Some(bar), reverse: Some(reverse), .. } = &line.what {
            backward(printer, page, places, bar, reverse).map_err(lacks(plan, line))?;
        }
    }
    Ok(())
}

fn forwards<T: Straight>(
    plan: &Plan,
    printer: &mut Printer<'_, T>,
    page: &mut Page,
    places: &mut Places,
) -> Result<(), Unsupported> {
    for line in &plan.lines {
        if matches!(line.what, What::Value { .. }) {
            places.link(page.here()..page.here() + 1, line.id, Part::Forward);
        }
        page.line(format!("    {}", forward(printer, line).map_err(lacks(plan, line))?));
    }
    Ok(())
}

fn forward<T: Straight>(printer: &mut Printer<'_, T>, line: &Line) -> Result<String, &'static str> {
    match &line.what {
        What::Value { name, node, .. } => Ok(T::bind(name, node, &printer.print(node)?)),
        What::Guard(cond, holds) => Ok(T::assert(&said(printer, cond, *holds)?)),
    }
}

fn backward<T: Straight>(
    printer: &mut Printer<'_, T>,
    page: &mut Page,
    places: &mut Places,
    Register { id, name: bar, .. }: &Register,
    reverse: &Reverse,
) -> Result<(), &'static str> {
    let from = page.here();
    let guarded = reverse.guarded && !reverse.adds.is_empty();
    if guarded {
        page.line(format!("    {}", T::begin(&format!("{bar} != 0.0"))));
    }
    let indent = if guarded { "        " } else { "    " };
    for (name, node) in &reverse.shared {
        page.line(format!("{indent}{}", T::bind(name, node, &printer.print(node)?)));
    }
    // What stands before the payments belongs to all of them.
    let before = from..page.here();
    reverse.adds.iter().for_each(|add| places.link(before.clone(), *id, Part::Pay { to: add.to, arg: add.arg }));
    for Add { to, arg, register, slope, when, rescued } in &reverse.adds {
        let from = page.here();
        let term = match rescued {
            true => format!("{}({bar}, {})", printer.helper("0 times infinity")?, printer.print(slope)?),
            false => format!("{bar} * {}", printer.at_least(slope, Binds::Negates)?),
        };
        let add = T::add(register, &term);
        match when {
            None => page.line(format!("{indent}{add}")),
            Some((cond, holds)) => page.block(&T::when(indent, &said(printer, cond, *holds)?, &add)),
        }
        places.link(from..page.here(), *id, Part::Pay { to: *to, arg: *arg });
    }
    if let (true, Some(close)) = (guarded, T::CLOSE) {
        page.line(format!("    {close}"));
    }
    Ok(())
}

/// The registers but the seeded one: those of the inputs, then those of the lines.
fn registers(plan: &Plan) -> impl Iterator<Item = &Register> {
    let of_lines = plan.lines.iter().filter_map(|line| match &line.what {
        What::Value { bar, .. } => bar.as_ref(),
        What::Guard(..) => None,
    });
    let all = plan.inputs.iter().map(|input| &input.bar).chain(of_lines);
    all.filter(|bar| Some(bar.id) != plan.seed.as_ref().map(|seed| seed.id))
}
