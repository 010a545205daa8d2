//! Formulas as plain text, in the notation of expressions: `x * y`, `2 * x`, `1 / (1 + x^2)`.

use super::Term;
use crate::names::Names;
use crate::number;
use crate::signs::{Binds, sign};
use wengert::list::{Id, List, Step};
use wengert::prim::Op;

/// Of more arguments than this, some are left out.
const MOST_ARGUMENTS: usize = 8;

/// A formula with the names of values.
pub fn text(term: &Term, names: &Names) -> String {
    written(term, &|id| names.get(id).to_owned()).0
}

/// What a line says, without the value it names; `None` for a guard.
pub fn text_of(list: &List, line: usize, names: &Names) -> Option<String> {
    match list.step(line) {
        Step::Apply(op, args) => Some(text(&Term::line(list, op, args), names)),
        Step::Rule(rule, args) => {
            let words: Vec<String> = args.iter().map(|&a| text(&Term::operand(list, a), names)).collect();
            Some(format!("{}({})", rule.name(), words.join(", ")))
        }
        _ => None,
    }
}

fn written(term: &Term, name: &dyn Fn(Id) -> String) -> (String, Binds) {
    match term {
        Term::Value(id) => (name(*id), Binds::Whole),
        Term::Number(c) if c.is_sign_negative() && !c.is_nan() => (number::constant(*c), Binds::Negates),
        Term::Number(c) => (number::constant(*c), Binds::Whole),
        Term::Apply(op, args) => applied(*op, args, name),
    }
}

fn applied(op: Op, args: &[Term], name: &dyn Fn(Id) -> String) -> (String, Binds) {
    let at_least = |k: usize, least: Binds| {
        let (text, binds) = written(&args[k], name);
        if binds < least { format!("({text})") } else { text }
    };
    use Binds::{Adds, Compares, Multiplies, Negates, Raises, Whole};
    let quotient = matches!(op.text(), "ratio" | "x_over_y");
    if let (Some((sign, binds)), 2) = (sign(if quotient { "div" } else { op.text() }), args.len()) {
        let [left, right] = match binds {
            Compares => [Adds, Adds],
            Adds if sign == "+" => [Adds, Adds],
            Adds => [Adds, Multiplies],
            _ => [Multiplies, Negates],
        };
        return (format!("{} {sign} {}", at_least(0, left), at_least(1, right)), binds);
    }
    match (op.text(), args.len()) {
        ("recip" | "recip_pos", 1) => (format!("1 / {}", at_least(0, Negates)), Multiplies),
        ("neg", 1) => (format!("-{}", at_least(0, Raises)), Negates),
        // Of a power that is not whole `powi` is NaN.
        (power @ ("pow" | "powi"), 2) if power == "pow" || args[1].is_whole() => {
            (format!("{}^{}", at_least(0, Whole), at_least(1, Whole)), Raises)
        }
        ("square", 1) => (format!("{}^2", at_least(0, Whole)), Raises),
        (name_of_op, count) => {
            let shown = if count > MOST_ARGUMENTS { MOST_ARGUMENTS - 2 } else { count };
            let mut words: Vec<String> = args[..shown].iter().map(|a| written(a, name).0).collect();
            if count > MOST_ARGUMENTS {
                words.push("…".to_owned());
                words.push(written(&args[count - 1], name).0);
            }
            (format!("{name_of_op}({})", words.join(", ")), Whole)
        }
    }
}
