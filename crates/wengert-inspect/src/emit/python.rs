//! Python 3.11 with `math`.

use super::node::Node;
use super::plan::{Add, Line, Plan, Reverse, What};
use super::print::{Binds, Page, Places, Printer, Tongue, lacks};
use super::rust::{MOST_PARAMETERS, comparison, rewritten, rows};
use super::{Lang, Program, Unsupported};
use wengert::prim::Op;

pub(super) struct Python;

/// Python's functions by the names of primitives in expressions; those of `math` with one name are not repeated.
const CALLS: &[(&str, &str)] = &[
    ("abs", "abs"),
    ("pow", "math.pow"),
    ("powi", "math.pow"),
    ("rem", "math.fmod"),
    ("to_degrees", "math.degrees"),
    ("to_radians", "math.radians"),
];
const SAME: &[&str] = &[
    "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "exp2",
    "expm1", "log", "log1p", "log2", "log10", "sqrt", "cbrt", "hypot", "atan2", "copysign", "erf", "erfc",
];

impl Python {
    fn condition(printer: &mut Printer<Python>, node: &Node) -> Result<String, &'static str> {
        if let Node::Apply(op, args) = node {
            if let Some(sign) = comparison(*op) {
                let [a, b] = [&args[0], &args[1]].map(|a| printer.at_least(a, Binds::Adds));
                return Ok(format!("{} {sign} {}", a?, b?));
            }
            match op.text() {
                "is_nan" => return Ok(format!("math.isnan({})", printer.print(&args[0])?)),
                "is_finite" => return Ok(format!("math.isfinite({})", printer.print(&args[0])?)),
                "is_positive" => return Ok(format!("math.copysign(1.0, {}) == 1.0", printer.print(&args[0])?)),
                "and" => {
                    let [a, b] = [&args[0], &args[1]].map(|a| Python::condition(printer, a));
                    return Ok(format!("({}) and ({})", a?, b?));
                }
                _ => {}
            }
        }
        Ok(format!("{} != 0.0", printer.at_least(node, Binds::Adds)?))
    }
}

impl Tongue for Python {
    const LANG: Lang = Lang::Python;

    fn number(c: f64) -> String {
        match c {
            c if c.is_nan() => "math.nan".to_owned(),
            f64::INFINITY => "math.inf".to_owned(),
            f64::NEG_INFINITY => "-math.inf".to_owned(),
            c => format!("{c:?}"),
        }
    }
    fn call(printer: &mut Printer<Python>, op: Op, args: &[Node]) -> Result<Option<(String, Binds)>, &'static str> {
        if let Some(node) = rewritten(op, args) {
            return printer.at_least(&node, Binds::Loosest).map(|text| Some((text, Binds::Loosest)));
        }
        let truth = comparison(op).is_some() || matches!(op.text(), "is_nan" | "is_finite" | "is_positive" | "and");
        let whole = |text| Ok(Some((text, Binds::Whole)));
        let other = CALLS.iter().find(|(text, _)| *text == op.text()).map(|&(_, name)| name.to_owned());
        match (op.text(), args) {
            ("where", [c, a, b]) => {
                let c = Python::condition(printer, c)?;
                let [a, b] = [printer.at_least(a, Binds::Adds)?, printer.at_least(b, Binds::Adds)?];
                Ok(Some((format!("{a} if {c} else {b}"), Binds::Loosest)))
            }
            ("floor" | "ceil" | "trunc", [x]) => whole(format!("float(math.{}({}))", op.text(), printer.print(x)?)),
            ("round", [x]) => whole(format!("float(round({}))", printer.print(x)?)),
            ("norm" | "logsumexp", _) => {
                let function = printer.helper(op.text())?;
                whole(format!("{function}([{}])", printer.list(args)?))
            }
            _ if truth => whole(format!("float({})", Python::condition(printer, &Node::Apply(op, args.to_vec()))?)),
            (text, _) => match other.or(SAME.contains(&text).then(|| format!("math.{text}"))) {
                Some(name) => whole(format!("{name}({})", printer.list(args)?)),
                None => Ok(None),
            },
        }
    }
}

pub(super) fn write(plan: &Plan) -> Result<Program, Unsupported> {
    let (mut printer, mut page, mut places) = (Printer::<Python>::new(), Page::default(), Places::default());
    let inputs: Vec<String> = plan.inputs.iter().map(|i| i.name.clone()).collect();
    let few = inputs.len() <= MOST_PARAMETERS;
    page.line(format!("def gradient({}):", if few { inputs.join(", ") } else { "point".to_owned() }));
    page.line("    \"\"\"The value at a point, and the list of its derivatives.\"\"\"");
    if !few {
        page.block(&format!("    (\n        {},\n    ) = point", rows(&inputs, 8, "        ")));
    }
    page.line("    # Forward: one line for each operation.");
    for line in &plan.lines {
        let start = page.here();
        forward(plan, &mut printer, &mut page, line)?;
        places.forward(line, start..page.here());
    }
    page.line("");
    page.line("    # Reverse: registers start at zero, the output's at one; every use adds.");
    registers(plan, &mut page);
    for line in plan.lines.iter().rev() {
        let start = page.here();
        if let What::Value { bar: Some(bar), reverse: Some(reverse), .. } = &line.what {
            backward(&mut printer, &mut page, bar, reverse).map_err(lacks(plan, line))?;
        }
        places.reverse(line, start..page.here());
    }
    let bars: Vec<String> = plan.inputs.iter().map(|i| i.bar.clone()).collect();
    let output = printer.print(&plan.output).unwrap_or_default();
    page.block(&format!("    return {output}, [{}]", rows(&bars, 8, "        ")));
    page.block("\n\nif __name__ == \"__main__\":");
    let at: Vec<String> = plan.inputs.iter().map(|i| Python::number(i.value)).collect();
    let at = rows(&at, 8, "        ");
    page.block(&format!("    value, grad = gradient({})", if few { at } else { format!("[{at}]") }));
    page.line("    print(\"L\", repr(value))");
    for (k, input) in plan.inputs.iter().enumerate() {
        let label = input.label.replace('\\', "\\\\").replace('"', "\\\"");
        page.line(format!("    print(\"dL/d{label}\", repr(grad[{k}]))"));
    }
    let mut head = Page::default();
    head.line(format!("# {}", plan.title));
    head.line("# The value and the gradient by reverse mode, written out line by line.");
    head.block("import math\n\n");
    for helper in printer.helpers() {
        head.block(helper.source);
        head.block("\n\n");
    }
    Ok(places.program(head, page))
}

fn forward(plan: &Plan, printer: &mut Printer<Python>, page: &mut Page, line: &Line) -> Result<(), Unsupported> {
    let lacks = lacks(plan, line);
    match &line.what {
        What::Value { name, node, .. } => page.line(format!("    {name} = {}", printer.print(node).map_err(lacks)?)),
        What::Guard(cond, said) => {
            let cond = Python::condition(printer, cond).map_err(lacks)?;
            let cond = if *said { cond } else { format!("not ({cond})") };
            page.line(format!("    assert {cond}, \"this point takes another branch\""));
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
    let all = plan.inputs.iter().map(|i| i.bar.clone()).chain(inner).filter(|bar| Some(bar.as_str()) != seed);
    for some in all.collect::<Vec<_>>().chunks(4) {
        page.line(format!("    {} = 0.0", some.join(" = ")));
    }
    if let Some(seed) = seed {
        page.line(format!("    {seed} = 1.0"));
    }
}

fn backward(printer: &mut Printer<Python>, page: &mut Page, bar: &str, reverse: &Reverse) -> Result<(), &'static str> {
    let indent = if reverse.guarded && !reverse.adds.is_empty() {
        page.line(format!("    if {bar} != 0.0:"));
        "        "
    } else {
        "    "
    };
    for (name, node) in &reverse.shared {
        page.line(format!("{indent}{name} = {}", printer.print(node)?));
    }
    for Add { register, slope, when } in &reverse.adds {
        let add = format!("{register} += {bar} * {}", printer.at_least(slope, Binds::Negates)?);
        match when {
            None => page.line(format!("{indent}{add}")),
            Some((cond, said)) => {
                let cond = Python::condition(printer, cond)?;
                let cond = if *said { cond } else { format!("not ({cond})") };
                page.block(&format!("{indent}if {cond}:\n{indent}    {add}"));
            }
        }
    }
    Ok(())
}
