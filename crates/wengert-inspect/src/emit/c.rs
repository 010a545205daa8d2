//! C99 with `math.h`.

use super::node::Node;
use super::plan::Plan;
use super::print::{Binds, Page, Places, Printer, Tongue, rows};
use super::rust::{MOST_PARAMETERS, rewritten};
use super::straight::{Straight, condition, is_truth, sweeps};
use super::{Lang, Program, Unsupported};
use wengert::prim::Op;

pub(super) struct C;

/// Functions of `math.h` by the names of primitives in expressions; those with one name are not repeated.
const CALLS: &[(&str, &str)] = &[
    ("abs", "fabs"),
    ("pow", "pow"),
    ("powi", "pow"),
    ("round_away", "round"),
    ("round", "rint"),
    ("rem", "fmod"),
    ("max_num", "fmax"),
    ("min_num", "fmin"),
];
const SAME: &[&str] = &[
    "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "exp2",
    "expm1", "log", "log1p", "log2", "log10", "sqrt", "cbrt", "hypot", "atan2", "floor", "ceil", "trunc", "fma",
    "copysign", "erf", "erfc",
];

impl Tongue for C {
    const LANG: Lang = Lang::C;

    fn number(c: f64) -> String {
        match c {
            c if c.is_nan() => "NAN".to_owned(),
            f64::INFINITY => "INFINITY".to_owned(),
            f64::NEG_INFINITY => "-INFINITY".to_owned(),
            c => format!("{c:?}"),
        }
    }
    fn call(printer: &mut Printer<'_, C>, op: Op, args: &[Node]) -> Result<Option<(String, Binds)>, &'static str> {
        if let Some(node) = rewritten(op, args) {
            return printer.at_least(&node, Binds::Loosest).map(|text| Some((text, Binds::Loosest)));
        }
        let whole = |text| Ok(Some((text, Binds::Whole)));
        let other = CALLS.iter().find(|(text, _)| *text == op.text()).map(|&(_, name)| name);
        match (op.text(), args) {
            ("where", [c, a, b]) => {
                let c = condition(printer, c)?;
                let [a, b] = [printer.at_least(a, Binds::Adds)?, printer.at_least(b, Binds::Adds)?];
                Ok(Some((format!("{c} ? {a} : {b}"), Binds::Loosest)))
            }
            ("norm" | "logsumexp", _) => {
                let function = printer.helper(op.text())?;
                whole(format!("{function}({}, (double[]){{{}}})", args.len(), printer.list(args)?))
            }
            _ if is_truth(op) => whole(format!("(double)({})", condition(printer, &Node::Apply(op, args.to_vec()))?)),
            // A power that varies may turn out not to be whole.
            ("powi", [_, n]) if !matches!(n, Node::Number(_)) => Ok(None),
            (text, _) => match other.or(SAME.contains(&text).then_some(text)) {
                Some(name) => whole(format!("{name}({})", printer.list(args)?)),
                None => Ok(None),
            },
        }
    }
}

impl Straight for C {
    const AND: &'static str = "&&";
    const CLOSE: Option<&'static str> = Some("}");

    fn comment(words: &str) -> String {
        format!("/* {words} */")
    }
    fn asked(printer: &mut Printer<'_, C>, of: &'static str, x: &Node) -> Result<String, &'static str> {
        let x = printer.print(x)?;
        Ok(match of {
            "is_nan" => format!("isnan({x})"),
            "is_finite" => format!("isfinite({x})"),
            _ => format!("!signbit({x})"),
        })
    }
    fn not(condition: &str) -> String {
        format!("!({condition})")
    }
    fn bind(name: &str, _: &Node, text: &str) -> String {
        format!("double {name} = {text};")
    }
    fn add(register: &str, term: &str) -> String {
        format!("{register} += {term};")
    }
    fn assert(condition: &str) -> String {
        format!("assert({condition}); /* else another branch */")
    }
    fn begin(condition: &str) -> String {
        format!("if ({condition}) {{")
    }
    fn when(indent: &str, condition: &str, statement: &str) -> String {
        format!("{indent}if ({condition}) {statement}")
    }
    fn open(registers: &[&str], _: bool) -> String {
        format!("double {} = 0.0;", registers.join(" = 0.0, "))
    }
    fn seed(register: &str) -> String {
        format!("double {register} = 1.0;")
    }
}

pub(super) fn write(plan: &Plan) -> Result<Program, Unsupported> {
    let (mut printer, mut page, mut places) = (Printer::<C>::new(plan), Page::default(), Places::default());
    let inputs: Vec<String> = plan.inputs.iter().map(|i| i.name.clone()).collect();
    let few = inputs.len() <= MOST_PARAMETERS;
    page.line("/* The value at a point; its derivatives go into grad. */");
    if few {
        let parameters = inputs.iter().map(|name| format!("double {name}")).chain(["double *grad".to_owned()]);
        page.line(format!("double gradient({}) {{", parameters.collect::<Vec<_>>().join(", ")));
    } else {
        page.line("double gradient(const double *point, double *grad) {");
        for (k, some) in inputs.chunks(4).enumerate() {
            let read = some.iter().enumerate().map(|(i, name)| format!("{name} = point[{}]", 4 * k + i));
            page.line(format!("    double {};", read.collect::<Vec<_>>().join(", ")));
        }
    }
    sweeps(plan, &mut printer, &mut page, &mut places)?;
    for (k, input) in plan.inputs.iter().enumerate() {
        page.line(format!("    grad[{k}] = {};", input.bar.name));
    }
    page.block(&format!("    return {};\n}}", printer.print(&plan.output).unwrap_or_default()));
    page.line("");
    main(plan, &mut page, few);
    let mut head = Page::default();
    // A backslash at its end would go on in the next line.
    head.line(format!("// {}", plan.title.trim_end_matches(['\\', ' ']).replace("??/", "?? /")));
    head.line("// The value and the gradient by reverse mode, written out line by line.");
    head.block("#include <assert.h>\n#include <math.h>\n#include <stdio.h>");
    head.line("");
    for helper in printer.helpers() {
        head.block(helper.source);
        head.line("");
    }
    Ok(places.program(plan, head, page))
}

fn main(plan: &Plan, page: &mut Page, few: bool) {
    let n = plan.inputs.len();
    let at: Vec<String> = plan.inputs.iter().map(|i| C::number(i.value)).collect();
    page.line("int main(void) {");
    page.line(format!("    double grad[{}];", n.max(1)));
    if few {
        let at = at.into_iter().chain(["grad".to_owned()]).collect::<Vec<_>>().join(", ");
        page.line(format!("    double value = gradient({at});"));
    } else {
        page.block(&format!("    double point[] = {{{}}};", rows(&at, 8, "        ")));
        page.line("    double value = gradient(point, grad);");
    }
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%");
    page.line(format!("    printf(\"{} %.17g\\n\", value);", quoted(&plan.label)));
    for (k, input) in plan.inputs.iter().enumerate() {
        let label = quoted(&format!("d{}/d{}", plan.label, input.label));
        page.line(format!("    printf(\"{label} %.17g\\n\", grad[{k}]);"));
    }
    page.block("    return 0;\n}");
}
