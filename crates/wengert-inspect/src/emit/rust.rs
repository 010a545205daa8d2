//! Plain Rust: nothing but the standard library.

use super::node::Node;
use super::plan::{Add, Line, Plan, Reverse, What};
use super::print::{Binds, Page, Places, Printer, Tongue, lacks};
use super::{Lang, Program, Unsupported};
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

/// The sign of a comparison.
pub(super) fn comparison(op: Op) -> Option<&'static str> {
    Some(match op.text() {
        "lt" => "<",
        "le" => "<=",
        "gt" => ">",
        "ge" => ">=",
        "eq" => "==",
        "ne" => "!=",
        _ => return None,
    })
}

/// What the three plain languages say alike, by saying it with other primitives.
pub(super) fn rewritten(op: Op, args: &[Node]) -> Option<Node> {
    let by = |text: &str, args: Vec<Node>| Some(Node::Apply(Op::by_text(text)?, args));
    match op.text() {
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
    fn receiver(printer: &mut Printer<Rust>, node: &Node) -> Result<String, &'static str> {
        match node {
            Node::Number(c) if *c < 0.0 => Ok(format!("({}_f64)", Rust::number(*c))),
            Node::Number(c) if c.is_finite() => Ok(format!("{}_f64", Rust::number(*c))),
            node => printer.at_least(node, Binds::Whole),
        }
    }
    /// A condition of Rust's own type.
    fn condition(printer: &mut Printer<Rust>, node: &Node) -> Result<String, &'static str> {
        if let Node::Apply(op, args) = node {
            if let Some(sign) = comparison(*op) {
                let [a, b] = [&args[0], &args[1]].map(|a| printer.at_least(a, Binds::Adds));
                return Ok(format!("{} {sign} {}", a?, b?));
            }
            let receiver = |printer: &mut Printer<Rust>| Rust::receiver(printer, &args[0]);
            match op.text() {
                "is_nan" => return Ok(format!("{}.is_nan()", receiver(printer)?)),
                "is_finite" => return Ok(format!("{}.is_finite()", receiver(printer)?)),
                "is_positive" => return Ok(format!("{}.is_sign_positive()", receiver(printer)?)),
                "and" => {
                    let [a, b] = [&args[0], &args[1]].map(|a| Rust::condition(printer, a));
                    return Ok(format!("({}) && ({})", a?, b?));
                }
                _ => {}
            }
        }
        Ok(format!("{} != 0.0", printer.at_least(node, Binds::Adds)?))
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
    fn call(printer: &mut Printer<Rust>, op: Op, args: &[Node]) -> Result<Option<(String, Binds)>, &'static str> {
        let name = op.name();
        if let Some(node) = rewritten(op, args) {
            return printer.at_least(&node, Binds::Loosest).map(|text| Some((text, Binds::Loosest)));
        }
        let truth = comparison(op).is_some() || matches!(op.text(), "is_nan" | "is_finite" | "is_positive" | "and");
        let whole = |text| Ok(Some((text, Binds::Whole)));
        match (op.text(), args) {
            ("where", [c, a, b]) => {
                let c = Rust::condition(printer, c)?;
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
            _ if truth => whole(format!("f64::from({})", Rust::condition(printer, &Node::Apply(op, args.to_vec()))?)),
            _ if METHODS.contains(&name) => {
                let receiver = Rust::receiver(printer, &args[0])?;
                whole(format!("{receiver}.{name}({})", printer.list(&args[1..])?))
            }
            _ => Ok(None),
        }
    }
}

/// Up to so many inputs are parameters of their own.
pub(super) const MOST_PARAMETERS: usize = 8;

/// Names in rows of a readable length, between brackets.
pub(super) fn rows(names: &[String], each: usize, indent: &str) -> String {
    names.chunks(each).map(|row| row.join(", ")).collect::<Vec<_>>().join(&format!(",\n{indent}"))
}

pub(super) fn write(plan: &Plan) -> Result<Program, Unsupported> {
    let (mut printer, mut page, mut places) = (Printer::<Rust>::new(), Page::default(), Places::default());
    let inputs: Vec<String> = plan.inputs.iter().map(|i| i.name.clone()).collect();
    let (n, few) = (inputs.len(), inputs.len() <= MOST_PARAMETERS);
    let labels: Vec<&str> = plan.inputs.iter().map(|i| i.label.as_str()).collect();
    if few {
        page.line(format!("/// The value at a point, and its derivatives in ({}).", labels.join(", ")));
        let parameters: Vec<String> = inputs.iter().map(|name| format!("{name}: f64")).collect();
        page.line(format!("fn gradient({}) -> (f64, [f64; {n}]) {{", parameters.join(", ")));
    } else {
        page.line("/// The value at a point, and its derivatives.");
        page.line(format!("fn gradient(point: [f64; {n}]) -> (f64, [f64; {n}]) {{"));
        page.block(&format!("    let [\n        {},\n    ] = point;", rows(&inputs, 8, "        ")));
    }
    page.line("    // Forward: one line for each operation.");
    for line in &plan.lines {
        let start = page.here();
        forward(plan, &mut printer, &mut page, line)?;
        places.forward(line, start..page.here());
    }
    page.line("");
    page.line("    // Reverse: registers start at zero, the output's at one; every use adds.");
    registers(plan, &mut page);
    for line in plan.lines.iter().rev() {
        let start = page.here();
        if let What::Value { bar: Some(bar), reverse: Some(reverse), .. } = &line.what {
            backward(&mut printer, &mut page, bar, reverse).map_err(lacks(plan, line))?;
        }
        places.reverse(line, start..page.here());
    }
    let output = printer.print(&plan.output).unwrap_or_default();
    let bars: Vec<String> = plan.inputs.iter().map(|i| i.bar.clone()).collect();
    page.block(&format!("    ({output}, [{}])\n}}\n", rows(&bars, 8, "        ")));
    page.line("");
    page.line("fn main() {");
    let at: Vec<String> = plan.inputs.iter().map(|i| Rust::number(i.value)).collect();
    let at = rows(&at, 8, "        ");
    page.block(&format!("    let (value, grad) = gradient({});", if few { at } else { format!("[{at}]") }));
    page.line("    println!(\"L {value:?}\");");
    if n > 0 {
        let labels: Vec<String> = labels.iter().map(|label| format!("{label:?}")).collect();
        page.block(&format!("    for (name, slope) in [{}].iter().zip(grad) {{", rows(&labels, 8, "        ")));
        page.line("        println!(\"dL/d{name} {slope:?}\");");
        page.line("    }");
    } else {
        page.line("    assert!(grad.is_empty());");
    }
    page.line("}");
    let mut head = Page::default();
    head.line(format!("// {}", plan.title));
    head.line("// The value and the gradient by reverse mode, written out line by line.");
    head.line("");
    for helper in printer.helpers() {
        head.block(helper.source);
        head.line("");
    }
    Ok(places.program(head, page))
}

fn forward(plan: &Plan, printer: &mut Printer<Rust>, page: &mut Page, line: &Line) -> Result<(), Unsupported> {
    let lacks = lacks(plan, line);
    match &line.what {
        What::Value { name, node, .. } => {
            // Numbers alone do not say which type they are of.
            let alone = matches!(node, Node::Apply(_, args) if args.iter().all(|a| matches!(a, Node::Number(_))));
            let of = if alone { ": f64" } else { "" };
            page.line(format!("    let {name}{of} = {};", printer.print(node).map_err(lacks)?));
        }
        What::Guard(cond, said) => {
            let cond = Rust::condition(printer, cond).map_err(lacks)?;
            let cond = if *said { cond } else { format!("!({cond})") };
            page.line(format!("    assert!({cond}, \"this point takes another branch\");"));
        }
    }
    Ok(())
}

fn registers(plan: &Plan, page: &mut Page) {
    let seed = plan.seed.as_deref();
    let inner = plan.lines.iter().filter_map(|l| match &l.what {
        What::Value { bar, .. } => bar.clone(),
        What::Guard(..) => None,
    });
    let open = plan.inputs.iter().filter(|i| i.receives && Some(i.bar.as_str()) != seed).map(|i| i.bar.clone());
    let open: Vec<String> = open.chain(inner.filter(|bar| Some(bar.as_str()) != seed)).collect();
    for some in open.chunks(4) {
        match some {
            [one] => page.line(format!("    let mut {one} = 0.0;")),
            some => {
                page.line(format!("    let (mut {}) = ({});", some.join(", mut "), vec!["0.0"; some.len()].join(", ")));
            }
        }
    }
    for input in plan.inputs.iter().filter(|i| !i.receives && Some(i.bar.as_str()) != seed) {
        page.line(format!("    let {} = 0.0;", input.bar));
    }
    if let Some(seed) = seed {
        page.line(format!("    let {seed} = 1.0;"));
    }
}

fn backward(printer: &mut Printer<Rust>, page: &mut Page, bar: &str, reverse: &Reverse) -> Result<(), &'static str> {
    let indent = if reverse.guarded && !reverse.adds.is_empty() {
        page.line(format!("    if {bar} != 0.0 {{"));
        "        "
    } else {
        "    "
    };
    for (name, node) in &reverse.shared {
        page.line(format!("{indent}let {name} = {};", printer.print(node)?));
    }
    for Add { register, slope, when } in &reverse.adds {
        let add = format!("{register} += {bar} * {};", printer.at_least(slope, Binds::Negates)?);
        match when {
            None => page.line(format!("{indent}{add}")),
            Some((cond, said)) => {
                let cond = Rust::condition(printer, cond)?;
                let cond = if *said { cond } else { format!("!({cond})") };
                page.block(&format!("{indent}if {cond} {{\n{indent}    {add}\n{indent}}}"));
            }
        }
    }
    if indent.len() > 4 {
        page.line("    }");
    }
    Ok(())
}
