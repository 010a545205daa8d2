//! Rust with this library: the function alone, its gradient asked for.

use super::node::{Node, has_no_value};
use super::plan::{Plan, What};
use super::print::{Binds, Page, Places, Printer, Tongue, lacks, rows};
use super::rust::{Rust, in_format};
use super::{Lang, Part, Program, Unsupported};
use crate::signs::comparison;
use std::collections::HashSet;
use wengert::list::Id;
use wengert::prim::Op;

struct Wengert;

impl Wengert {
    /// A variable, also where a number stands.
    fn variable(printer: &mut Printer<'_, Wengert>, node: &Node) -> Result<String, &'static str> {
        match node {
            Node::Number(c) => Ok(format!("Var::constant({})", Rust::number(*c))),
            node => printer.at_least(node, Binds::Whole),
        }
    }
    fn variables(printer: &mut Printer<'_, Wengert>, args: &[Node]) -> Result<String, &'static str> {
        let words: Result<Vec<String>, _> = args.iter().map(|a| Wengert::variable(printer, a)).collect();
        Ok(words?.join(", "))
    }
}

impl Tongue for Wengert {
    const LANG: Lang = Lang::Wengert;

    fn number(c: f64) -> String {
        Rust::number(c)
    }
    fn call(
        printer: &mut Printer<'_, Wengert>,
        op: Op,
        args: &[Node],
    ) -> Result<Option<(String, Binds)>, &'static str> {
        let whole = |text| Ok(Some((text, Binds::Whole)));
        if has_no_value(op, args) {
            return whole("Var::constant(f64::NAN)".to_owned());
        }
        if let Some(sign) = comparison(op.text()) {
            let [a, b] = [Wengert::variable(printer, &args[0])?, printer.at_least(&args[1], Binds::Adds)?];
            return Ok(Some((format!("{a} {sign} {b}"), Binds::Loosest)));
        }
        match (op.text(), args) {
            ("where", [c, a, b]) => {
                let c = printer.print(c)?;
                let [a, b] = [Wengert::variable(printer, a)?, Wengert::variable(printer, b)?];
                Ok(Some((format!("if {c} {{ {a} }} else {{ {b} }}"), Binds::Loosest)))
            }
            ("and", [a, b]) => {
                Ok(Some((format!("({}) && ({})", printer.print(a)?, printer.print(b)?), Binds::Loosest)))
            }
            ("is_nan", [x]) => whole(format!("{}.is_nan()", Wengert::variable(printer, x)?)),
            ("is_finite", [x]) => whole(format!("{}.is_finite()", Wengert::variable(printer, x)?)),
            ("is_positive", [x]) => whole(format!("{}.is_sign_positive()", Wengert::variable(printer, x)?)),
            ("same", _) => Err("same"),
            ("rem", [a, b]) => {
                let [a, b] = [Wengert::variable(printer, a)?, printer.at_least(b, Binds::Negates)?];
                Ok(Some((format!("{a} % {b}"), Binds::Multiplies)))
            }
            ("powi", [x, Node::Number(n)]) => whole(format!("{}.powi({})", Wengert::variable(printer, x)?, *n as i32)),
            ("powi", _) => {
                let args = Wengert::variables(printer, args)?;
                whole(format!("wengert::prim::Op::by_text(\"powi\").expect(\"a primitive\").apply(&[{args}])"))
            }
            ("max", _) => whole(format!("wengert::maximum_of([{}])", Wengert::variables(printer, args)?)),
            ("min", _) => whole(format!("wengert::minimum_of([{}])", Wengert::variables(printer, args)?)),
            ("mean" | "logsumexp", _) => whole(format!("wengert::{op}([{}])", Wengert::variables(printer, args)?)),
            ("norm", _) => whole(format!("wengert::norm(&[{}])", Wengert::variables(printer, args)?)),
            ("dot", _) => {
                let (a, b) = args.split_at(args.len() / 2);
                let [a, b] = [Wengert::variables(printer, a)?, Wengert::variables(printer, b)?];
                whole(format!("wengert::dot(&[{a}], &[{b}])"))
            }
            _ => {
                let receiver = Wengert::variable(printer, &args[0])?;
                whole(format!("{receiver}.{}({})", op.name(), printer.list(&args[1..])?))
            }
        }
    }
}

/// An operator between two numbers would leave a number; so its first argument becomes a variable.
fn with_a_variable(node: &Node) -> Option<(Op, &[Node])> {
    match node {
        Node::Apply(op, args) if args.iter().all(|a| matches!(a, Node::Number(_))) => Some((*op, args)),
        _ => None,
    }
}

pub(super) fn write(plan: &Plan) -> Result<Program, Unsupported> {
    let (mut printer, mut page, mut places) = (Printer::<Wengert>::new(plan), Page::default(), Places::default());
    let inputs: Vec<(Id, String)> = plan.inputs.iter().map(|i| (i.bar.id, i.name.clone())).collect();
    let n = inputs.len();
    page.line(format!("fn f(point: [Var; {n}]) -> Var {{"));
    if n > 0 {
        places.rows(&mut page, ["    let [", "] = point;"], &inputs, Part::Input);
    }
    lines(plan, &mut printer, &mut page, &mut places)?;
    let output = Wengert::variable(&mut printer, &plan.output).unwrap_or_default();
    plan.seed.iter().for_each(|seed| places.link(page.here()..page.here() + 1, seed.id, Part::Return));
    page.block(&format!("    {output}\n}}"));
    page.line("");
    page.line("fn main() -> Result<(), Error> {");
    let at: Vec<(Id, String)> = plan.inputs.iter().map(|i| (i.bar.id, Rust::number(i.value))).collect();
    let call = if n == 0 {
        ["    let (value, grad) = value_and_grad(f, [0.0; 0", "])?;"]
    } else {
        ["    let (value, grad) = value_and_grad(f, [", "])?;"]
    };
    places.rows(&mut page, call, &at, Part::Input);
    page.line(format!("    println!({:?});", format!("{} {{value:?}}", in_format(&plan.label))));
    let labels: Vec<String> = plan.inputs.iter().map(|i| format!("{:?}", i.label)).collect();
    if n > 0 {
        page.block(&format!("    for (name, slope) in [{}].iter().zip(grad) {{", rows(&labels, 8, "        ")));
        page.line(format!("        println!({:?});", format!("d{}/d{{name}} {{slope:?}}", in_format(&plan.label))));
        page.line("    }");
    } else {
        page.line("    assert!(grad.is_empty());");
    }
    page.block("    Ok(())\n}");
    let mut head = Page::default();
    head.line(format!("// {}", plan.title));
    head.line("use wengert::{Error, Var, value_and_grad};");
    head.line("");
    Ok(places.program(plan, head, page))
}

fn lines(
    plan: &Plan,
    printer: &mut Printer<'_, Wengert>,
    page: &mut Page,
    places: &mut Places,
) -> Result<(), Unsupported> {
    for line in &plan.lines {
        match &line.what {
            What::Value { name, node, .. } => {
                let text = value(plan, printer, node).map_err(lacks(plan, line))?;
                places.link(page.here()..page.here() + 1, line.id, Part::Forward);
                page.line(format!("    let {name} = {text};"));
            }
            What::Guard(cond, said) => page.line(guard(plan, cond, *said)),
        }
    }
    Ok(())
}

/// What a line names, as an expression.
fn value(plan: &Plan, printer: &mut Printer<'_, Wengert>, node: &Node) -> Result<String, &'static str> {
    let node = counted(node, &plan.answers);
    match with_a_variable(&node) {
        Some((op, args)) if matches!(op.text(), "add" | "sub" | "mul" | "div" | "neg" | "sum" | "prod") => {
            let first = Node::Name(format!("Var::constant({})", Rust::number(number(&args[0]))));
            let args = std::iter::once(first).chain(args[1..].iter().cloned()).collect();
            printer.print(&Node::Apply(op, args))
        }
        _ => printer.print(&node),
    }
}

/// A statement that stops where a comparison comes out otherwise: as the function runs, or is traced. What is traced has
/// the comparison itself as a guard, and answers a point on another branch with an error.
fn guard(plan: &Plan, cond: &Node, said: bool) -> String {
    format!("    assert!({}, \"this point takes another branch\");", truth(cond, said, &plan.answers))
}

/// Whether an operand is true, or is not: an answer of yes or no as it stands, a number where it is not zero.
fn truth(operand: &Node, said: bool, answers: &HashSet<String>) -> String {
    match operand {
        Node::Name(name) if answers.contains(name) => format!("{}{name}", if said { "" } else { "!" }),
        Node::Name(name) => format!("{name} {} 0.0", if said { "!=" } else { "==" }),
        Node::Number(c) => ((*c != 0.0) == said).to_string(),
        Node::Apply(..) => unreachable!("an operand is a name or a number"),
    }
}

/// What a window shows: its lines.
pub(super) fn window(plan: &Plan) -> Result<Program, Unsupported> {
    let (mut printer, mut page, mut places) = (Printer::<Wengert>::new(plan), Page::default(), Places::default());
    lines(plan, &mut printer, &mut page, &mut places)?;
    Ok(places.program(plan, Page::default(), page))
}

fn number(node: &Node) -> f64 {
    if let Node::Number(c) = node { *c } else { f64::NAN }
}

/// Answers of yes or no that are reckoned with become numbers.
fn counted(node: &Node, answers: &HashSet<String>) -> Node {
    let Node::Apply(op, args) = node else { return node.clone() };
    let args = args.iter().enumerate().map(|(k, arg)| match arg {
        arg if op.text() == "and" || (op.text() == "where" && k == 0) => Node::Name(truth(arg, true, answers)),
        Node::Name(name) if answers.contains(name) => Node::Name(format!("Var::constant(f64::from({name}))")),
        other => other.clone(),
    });
    Node::Apply(*op, args.collect())
}
