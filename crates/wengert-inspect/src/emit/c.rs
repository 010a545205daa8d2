//! C99 with `math.h`.

use super::node::Node;
use super::plan::{Add, Line, Plan, Reverse, What};
use super::print::{Binds, Page, Places, Printer, Tongue, lacks};
use super::rust::{MOST_PARAMETERS, comparison, rewritten, rows};
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

impl C {
    fn condition(printer: &mut Printer<C>, node: &Node) -> Result<String, &'static str> {
        if let Node::Apply(op, args) = node {
            if let Some(sign) = comparison(*op) {
                let [a, b] = [&args[0], &args[1]].map(|a| printer.at_least(a, Binds::Adds));
                return Ok(format!("{} {sign} {}", a?, b?));
            }
            match op.text() {
                "is_nan" => return Ok(format!("isnan({})", printer.print(&args[0])?)),
                "is_finite" => return Ok(format!("isfinite({})", printer.print(&args[0])?)),
                "is_positive" => return Ok(format!("!signbit({})", printer.print(&args[0])?)),
                "and" => {
                    let [a, b] = [&args[0], &args[1]].map(|a| C::condition(printer, a));
                    return Ok(format!("({}) && ({})", a?, b?));
                }
                _ => {}
            }
        }
        Ok(format!("{} != 0.0", printer.at_least(node, Binds::Adds)?))
    }
}

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
    fn call(printer: &mut Printer<C>, op: Op, args: &[Node]) -> Result<Option<(String, Binds)>, &'static str> {
        if let Some(node) = rewritten(op, args) {
            return printer.at_least(&node, Binds::Loosest).map(|text| Some((text, Binds::Loosest)));
        }
        let truth = comparison(op).is_some() || matches!(op.text(), "is_nan" | "is_finite" | "is_positive" | "and");
        let whole = |text| Ok(Some((text, Binds::Whole)));
        let other = CALLS.iter().find(|(text, _)| *text == op.text()).map(|&(_, name)| name);
        match (op.text(), args) {
            ("where", [c, a, b]) => {
                let c = C::condition(printer, c)?;
                let [a, b] = [printer.at_least(a, Binds::Adds)?, printer.at_least(b, Binds::Adds)?];
                Ok(Some((format!("{c} ? {a} : {b}"), Binds::Loosest)))
            }
            ("norm" | "logsumexp", _) => {
                let function = printer.helper(op.text())?;
                whole(format!("{function}({}, (double[]){{{}}})", args.len(), printer.list(args)?))
            }
            _ if truth => whole(format!("(double)({})", C::condition(printer, &Node::Apply(op, args.to_vec()))?)),
            (text, _) => match other.or(SAME.contains(&text).then_some(text)) {
                Some(name) => whole(format!("{name}({})", printer.list(args)?)),
                None => Ok(None),
            },
        }
    }
}

pub(super) fn write(plan: &Plan) -> Result<Program, Unsupported> {
    let (mut printer, mut page, mut places) = (Printer::<C>::new(), Page::default(), Places::default());
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
    page.line("    /* Forward: one line for each operation. */");
    for line in &plan.lines {
        let start = page.here();
        forward(plan, &mut printer, &mut page, line)?;
        places.forward(line, start..page.here());
    }
    page.line("");
    page.line("    /* Reverse: registers start at zero, the output's at one; every use adds. */");
    registers(plan, &mut page);
    for line in plan.lines.iter().rev() {
        let start = page.here();
        if let What::Value { bar: Some(bar), reverse: Some(reverse), .. } = &line.what {
            backward(&mut printer, &mut page, bar, reverse).map_err(lacks(plan, line))?;
        }
        places.reverse(line, start..page.here());
    }
    for (k, input) in plan.inputs.iter().enumerate() {
        page.line(format!("    grad[{k}] = {};", input.bar));
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
    Ok(places.program(head, page))
}

fn forward(plan: &Plan, printer: &mut Printer<C>, page: &mut Page, line: &Line) -> Result<(), Unsupported> {
    let lacks = lacks(plan, line);
    match &line.what {
        What::Value { name, node, .. } => {
            page.line(format!("    double {name} = {};", printer.print(node).map_err(lacks)?));
        }
        What::Guard(cond, said) => {
            let cond = C::condition(printer, cond).map_err(lacks)?;
            let cond = if *said { cond } else { format!("!({cond})") };
            page.line(format!("    assert({cond}); /* else another branch */"));
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
        page.line(format!("    double {} = 0.0;", some.join(" = 0.0, ")));
    }
    if let Some(seed) = seed {
        page.line(format!("    double {seed} = 1.0;"));
    }
}

fn backward(printer: &mut Printer<C>, page: &mut Page, bar: &str, reverse: &Reverse) -> Result<(), &'static str> {
    let indent = if reverse.guarded && !reverse.adds.is_empty() {
        page.line(format!("    if ({bar} != 0.0) {{"));
        "        "
    } else {
        "    "
    };
    for (name, node) in &reverse.shared {
        page.line(format!("{indent}double {name} = {};", printer.print(node)?));
    }
    for Add { register, slope, when } in &reverse.adds {
        let add = format!("{register} += {bar} * {};", printer.at_least(slope, Binds::Negates)?);
        match when {
            None => page.line(format!("{indent}{add}")),
            Some((cond, said)) => {
                let cond = C::condition(printer, cond)?;
                let cond = if *said { cond } else { format!("!({cond})") };
                page.line(format!("{indent}if ({cond}) {add}"));
            }
        }
    }
    if indent.len() > 4 {
        page.line("    }");
    }
    Ok(())
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
    page.line("    printf(\"L %.17g\\n\", value);");
    for (k, input) in plan.inputs.iter().enumerate() {
        let label = input.label.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%");
        page.line(format!("    printf(\"dL/d{label} %.17g\\n\", grad[{k}]);"));
    }
    page.block("    return 0;\n}");
}
