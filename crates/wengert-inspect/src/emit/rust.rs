//! Plain Rust: nothing but the standard library.

use super::node::{Node, has_no_value};
use super::plan::{Plan, What};
use super::print::{Binds, Page, Places, Printer, Tongue, rows};
use super::straight::{Straight, condition, is_truth, sweeps};
use super::{Lang, Part, Program, Unsupported};
use std::collections::HashSet;
use wengert::list::Id;
use wengert::prim::Op;

pub(super) struct Rust;

/// Primitives that are methods of `f64` under their own names.
const METHODS: &[&str] = &[
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "exp",
    "exp2",
    "exp_m1",
    "ln",
    "ln_1p",
    "log2",
    "log10",
    "log",
    "sqrt",
    "cbrt",
    "abs",
    "signum",
    "floor",
    "ceil",
    "trunc",
    "round",
    "fract",
    "to_degrees",
    "to_radians",
    "powf",
    "hypot",
    "atan2",
    "max",
    "min",
    "copysign",
    "rem_euclid",
    "div_euclid",
    "mul_add",
];

/// What the three plain languages say alike, by saying it with other primitives.
pub(super) fn rewritten(op: Op, args: &[Node]) -> Option<Node> {
    let by = |text: &str, args: Vec<Node>| Some(Node::Apply(Op::by_text(text)?, args));
    match op.text() {
        _ if has_no_value(op, args) => Some(Node::Number(f64::NAN)),
        "recip" => by("div", vec![Node::Number(1.0), args[0].clone()]),
        "mean" => by("div", vec![by("sum", args.to_vec())?, Node::Number(args.len() as f64)]),
        "dot" => {
            let (a, b) = args.split_at(args.len() / 2);
            let products: Option<Vec<Node>> =
                a.iter().zip(b).map(|(a, b)| by("mul", vec![a.clone(), b.clone()])).collect();
            by("sum", products?)
        }
        "max" | "min" => {
            let of_two = if op.text() == "max" { "max2" } else { "min2" };
            args.iter().cloned().reduce(|a, b| by(of_two, vec![a, b]).unwrap_or(Node::Number(f64::NAN)))
        }
        "square" if matches!(args[0], Node::Name(_)) => by("mul", vec![args[0].clone(), args[0].clone()]),
        _ => None,
    }
}

impl Rust {
    fn receiver(printer: &mut Printer<'_, Rust>, node: &Node) -> Result<String, &'static str> {
        match node {
            Node::Number(c) if *c < 0.0 => Ok(format!("({}_f64)", Rust::number(*c))),
            Node::Number(c) if c.is_finite() => Ok(format!("{}_f64", Rust::number(*c))),
            node => printer.at_least(node, Binds::Whole),
        }
    }
}

impl Tongue for Rust {
    const LANG: Lang = Lang::Rust;

    fn number(c: f64) -> String {
        match c {
            c if c.is_nan() => "f64::NAN".to_owned(),
            f64::INFINITY => "f64::INFINITY".to_owned(),
            f64::NEG_INFINITY => "f64::NEG_INFINITY".to_owned(),
            c => format!("{c:?}"),
        }
    }
    fn call(printer: &mut Printer<'_, Rust>, op: Op, args: &[Node]) -> Result<Option<(String, Binds)>, &'static str> {
        let name = op.name();
        if let Some(node) = rewritten(op, args) {
            return printer.at_least(&node, Binds::Loosest).map(|text| Some((text, Binds::Loosest)));
        }
        let whole = |text| Ok(Some((text, Binds::Whole)));
        match (op.text(), args) {
            ("where", [c, a, b]) => {
                let c = condition(printer, c)?;
                Ok(Some((
                    format!("if {c} {{ {} }} else {{ {} }}", printer.print(a)?, printer.print(b)?),
                    Binds::Loosest,
                )))
            }
            ("rem", [a, b]) => {
                let [a, b] = [printer.at_least(a, Binds::Multiplies)?, printer.at_least(b, Binds::Negates)?];
                Ok(Some((format!("{a} % {b}"), Binds::Multiplies)))
            }
            ("powi", [x, Node::Number(n)]) => whole(format!("{}.powi({})", Rust::receiver(printer, x)?, *n as i32)),
            ("square", [x]) => whole(format!("{}.powi(2)", Rust::receiver(printer, x)?)),
            ("round", [x]) => whole(format!("{}.round_ties_even()", Rust::receiver(printer, x)?)),
            ("norm" | "logsumexp", _) => {
                let function = printer.helper(op.text())?;
                whole(format!("{function}(&[{}])", printer.list(args)?))
            }
            _ if is_truth(op) => whole(format!("f64::from({})", condition(printer, &Node::Apply(op, args.to_vec()))?)),
            _ if METHODS.contains(&name) => {
                let receiver = Rust::receiver(printer, &args[0])?;
                whole(format!("{receiver}.{name}({})", printer.list(&args[1..])?))
            }
            _ => Ok(None),
        }
    }
}

impl Straight for Rust {
    const AND: &'static str = "&&";
    const CLOSE: Option<&'static str> = Some("}");

    fn comment(words: &str) -> String {
        format!("// {words}")
    }
    fn asked(printer: &mut Printer<'_, Rust>, of: &'static str, x: &Node) -> Result<String, &'static str> {
        let method = if of == "is_positive" { "is_sign_positive" } else { of };
        Ok(format!("{}.{method}()", Rust::receiver(printer, x)?))
    }
    fn not(condition: &str) -> String {
        format!("!({condition})")
    }
    fn bind(name: &str, node: &Node, text: &str) -> String {
        // Numbers alone do not say which type they are of.
        let alone = matches!(node, Node::Apply(_, args) if args.iter().all(|a| matches!(a, Node::Number(_))));
        format!("let {name}{} = {text};", if alone { ": f64" } else { "" })
    }
    fn add(register: &str, term: &str) -> String {
        format!("{register} += {term};")
    }
    fn assert(condition: &str) -> String {
        format!("assert!({condition}, \"this point takes another branch\");")
    }
    fn begin(condition: &str) -> String {
        format!("if {condition} {{")
    }
    fn when(indent: &str, condition: &str, statement: &str) -> String {
        format!("{indent}if {condition} {{\n{indent}    {statement}\n{indent}}}")
    }
    fn open(registers: &[&str], receive: bool) -> String {
        let word = if receive { "mut " } else { "" };
        let names: Vec<String> = registers.iter().map(|name| format!("{word}{name}")).collect();
        match &names[..] {
            [one] => format!("let {one} = 0.0;"),
            _ => format!("let ({}) = ({});", names.join(", "), vec!["0.0"; names.len()].join(", ")),
        }
    }
    fn seed(register: &str) -> String {
        format!("let {register} = 1.0;")
    }
}

/// Puts a mark before what is written and never read, where the compiler asks for one.
pub(super) fn marked(mut plan: Plan) -> Plan {
    for input in plan.inputs.iter_mut().filter(|input| !input.read) {
        input.name.insert(0, '_');
    }
    let mut idle = HashSet::new();
    for line in &mut plan.lines {
        if let What::Value { bar: Some(bar), .. } = &mut line.what
            && !bar.pays
        {
            idle.insert(bar.name.clone());
            bar.name.insert(0, '_');
        }
    }
    for line in &mut plan.lines {
        let What::Value { reverse: Some(reverse), .. } = &mut line.what else { continue };
        reverse.adds.iter_mut().filter(|add| idle.contains(&add.register)).for_each(|add| add.register.insert(0, '_'));
    }
    plan.seed.iter_mut().filter(|seed| idle.contains(&seed.name)).for_each(|seed| seed.name.insert(0, '_'));
    plan
}

/// Up to so many inputs are parameters of their own.
pub(super) const MOST_PARAMETERS: usize = 8;

/// A text as it stands in a format string.
pub(super) fn in_format(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

pub(super) fn write(plan: &Plan) -> Result<Program, Unsupported> {
    let (mut printer, mut page, mut places) = (Printer::<Rust>::new(plan), Page::default(), Places::default());
    let (n, few) = (plan.inputs.len(), plan.inputs.len() <= MOST_PARAMETERS);
    let labels: Vec<&str> = plan.inputs.iter().map(|i| i.label.as_str()).collect();
    let parameters = |of: &str| plan.inputs.iter().map(|i| (i.bar.id, format!("{}{of}", i.name))).collect::<Vec<_>>();
    if few {
        page.line(format!("/// The value at a point, and its derivatives in ({}).", labels.join(", ")));
        let close = format!(") -> (f64, [f64; {n}]) {{");
        places.rows(&mut page, ["fn gradient(", &close], &parameters(": f64"), Part::Input);
    } else {
        page.line("/// The value at a point, and its derivatives.");
        page.line(format!("fn gradient(point: [f64; {n}]) -> (f64, [f64; {n}]) {{"));
        places.rows(&mut page, ["    let [\n        ", ",\n    ] = point;"], &parameters(""), Part::Input);
    }
    sweeps(plan, &mut printer, &mut page, &mut places)?;
    let output = printer.print(&plan.output).unwrap_or_default();
    let bars: Vec<(Id, String)> = plan.inputs.iter().map(|i| (i.bar.id, i.bar.name.clone())).collect();
    plan.seed.iter().for_each(|seed| places.link(page.here()..page.here() + 1, seed.id, Part::Return));
    places.rows(&mut page, [&format!("    ({output}, ["), "])\n}\n"], &bars, Part::Return);
    page.line("");
    main(plan, &mut page, &mut places, &labels);
    let mut head = Page::default();
    head.line(format!("// {}", plan.title));
    head.line("// The value and the gradient by reverse mode, written out line by line.");
    head.line("");
    for helper in printer.helpers() {
        head.block(helper.source);
        head.line("");
    }
    Ok(places.program(plan, head, page))
}

/// Prints the value and the gradient at the point.
fn main(plan: &Plan, page: &mut Page, places: &mut Places, labels: &[&str]) {
    let few = plan.inputs.len() <= MOST_PARAMETERS;
    page.line("fn main() {");
    let at: Vec<(Id, String)> = plan.inputs.iter().map(|i| (i.bar.id, Rust::number(i.value))).collect();
    let call =
        if few { ["    let (value, grad) = gradient(", ");"] } else { ["    let (value, grad) = gradient([", "]);"] };
    places.rows(page, call, &at, Part::Input);
    page.line(format!("    println!({:?});", format!("{} {{value:?}}", in_format(&plan.label))));
    if labels.is_empty() {
        page.line("    assert!(grad.is_empty());");
    } else {
        let labels: Vec<String> = labels.iter().map(|label| format!("{label:?}")).collect();
        page.block(&format!("    for (name, slope) in [{}].iter().zip(grad) {{", rows(&labels, 8, "        ")));
        page.line(format!("        println!({:?});", format!("d{}/d{{name}} {{slope:?}}", in_format(&plan.label))));
        page.line("    }");
    }
    page.line("}");
}
