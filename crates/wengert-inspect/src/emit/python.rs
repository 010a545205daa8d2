//! Python 3.11 with `math`. Where an operator or a function would raise an error at the point, a helper stands for it that
//! answers ∞ or NaN as the engine does.

use super::helpers::helpers;
use super::node::Node;
use super::plan::Plan;
use super::print::{Binds, Page, Places, Printer, Tongue};
use super::rust::{MOST_PARAMETERS, rewritten};
use super::straight::{Straight, condition, is_truth, sweeps};
use super::{Lang, Part, Program, Unsupported};
use wengert::list::Id;
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
    fn instead(op: Op, value: &dyn Fn() -> f64) -> Option<&'static str> {
        edge(op).filter(|_| !value().is_finite())
    }
    fn call(printer: &mut Printer<'_, Python>, op: Op, args: &[Node]) -> Result<Option<(String, Binds)>, &'static str> {
        if let Some(node) = rewritten(op, args) {
            return printer.at_least(&node, Binds::Loosest).map(|text| Some((text, Binds::Loosest)));
        }
        let whole = |text| Ok(Some((text, Binds::Whole)));
        let other = CALLS.iter().find(|(text, _)| *text == op.text()).map(|&(_, name)| name.to_owned());
        match (op.text(), args) {
            ("where", [c, a, b]) => {
                let c = condition(printer, c)?;
                let [a, b] = [printer.at_least(a, Binds::Adds)?, printer.at_least(b, Binds::Adds)?];
                Ok(Some((format!("{a} if {c} else {b}"), Binds::Loosest)))
            }
            ("floor" | "ceil" | "trunc", [x]) => whole(format!("float(math.{}({}))", op.text(), printer.print(x)?)),
            ("round", [x]) => whole(format!("float(round({}))", printer.print(x)?)),
            ("norm" | "logsumexp", _) => {
                let function = printer.helper(op.text())?;
                whole(format!("{function}([{}])", printer.list(args)?))
            }
            _ if is_truth(op) => whole(format!("float({})", condition(printer, &Node::Apply(op, args.to_vec()))?)),
            ("powi", [_, n]) if !matches!(n, Node::Number(_)) => {
                let function = printer.helper("ieee powi")?;
                whole(format!("{function}({})", printer.list(args)?))
            }
            (text, _) => match other.or(SAME.contains(&text).then(|| format!("math.{text}"))) {
                Some(name) => whole(format!("{name}({})", printer.list(args)?)),
                None => Ok(None),
            },
        }
    }
}

/// The helper for what Python stops at: a quotient, a power or a function that is not finite.
fn edge(op: Op) -> Option<&'static str> {
    helpers(Lang::Python).iter().map(|helper| helper.of).find(|of| of.strip_prefix("ieee ") == Some(op.text()))
}

impl Straight for Python {
    const AND: &'static str = "and";
    const CLOSE: Option<&'static str> = None;

    fn comment(words: &str) -> String {
        format!("# {words}")
    }
    fn asked(printer: &mut Printer<'_, Python>, of: &'static str, x: &Node) -> Result<String, &'static str> {
        let x = printer.print(x)?;
        Ok(match of {
            "is_nan" => format!("math.isnan({x})"),
            "is_finite" => format!("math.isfinite({x})"),
            _ => format!("math.copysign(1.0, {x}) == 1.0"),
        })
    }
    fn not(condition: &str) -> String {
        format!("not ({condition})")
    }
    fn bind(name: &str, _: &Node, text: &str) -> String {
        format!("{name} = {text}")
    }
    fn add(register: &str, term: &str) -> String {
        format!("{register} += {term}")
    }
    fn assert(condition: &str) -> String {
        format!("assert {condition}, \"this point takes another branch\"")
    }
    fn begin(condition: &str) -> String {
        format!("if {condition}:")
    }
    fn when(indent: &str, condition: &str, statement: &str) -> String {
        format!("{indent}if {condition}:\n{indent}    {statement}")
    }
    fn open(registers: &[&str], _: bool) -> String {
        format!("{} = 0.0", registers.join(" = "))
    }
    fn seed(register: &str) -> String {
        format!("{register} = 1.0")
    }
}

pub(super) fn write(plan: &Plan) -> Result<Program, Unsupported> {
    let (mut printer, mut page, mut places) = (Printer::<Python>::new(plan), Page::default(), Places::default());
    let inputs: Vec<(Id, String)> = plan.inputs.iter().map(|i| (i.bar.id, i.name.clone())).collect();
    let few = inputs.len() <= MOST_PARAMETERS;
    if few {
        places.rows(&mut page, ["def gradient(", "):"], &inputs, Part::Input);
    } else {
        page.line("def gradient(point):");
    }
    page.line("    \"\"\"The value at a point, and the list of its derivatives.\"\"\"");
    if !few {
        places.rows(&mut page, ["    (\n        ", ",\n    ) = point"], &inputs, Part::Input);
    }
    sweeps(plan, &mut printer, &mut page, &mut places)?;
    let bars: Vec<(Id, String)> = plan.inputs.iter().map(|i| (i.bar.id, i.bar.name.clone())).collect();
    let output = printer.print(&plan.output).unwrap_or_default();
    plan.seed.iter().for_each(|seed| places.link(page.here()..page.here() + 1, seed.id, Part::Return));
    places.rows(&mut page, [&format!("    return {output}, ["), "]"], &bars, Part::Return);
    page.block("\n\nif __name__ == \"__main__\":");
    let at: Vec<(Id, String)> = plan.inputs.iter().map(|i| (i.bar.id, Python::number(i.value))).collect();
    let call = if few { ["    value, grad = gradient(", ")"] } else { ["    value, grad = gradient([", "])"] };
    places.rows(&mut page, call, &at, Part::Input);
    page.line(format!("    print({}, repr(value))", quoted(&plan.label)));
    for (k, input) in plan.inputs.iter().enumerate() {
        page.line(format!("    print({}, repr(grad[{k}]))", quoted(&format!("d{}/d{}", plan.label, input.label))));
    }
    let mut head = Page::default();
    head.line(format!("# {}", plan.title));
    head.line("# The value and the gradient by reverse mode, written out line by line.");
    head.block("import math\n\n");
    for helper in printer.helpers() {
        head.block(helper.source);
        head.block("\n\n");
    }
    Ok(places.program(plan, head, page))
}

/// A text as Python writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
