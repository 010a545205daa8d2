//! A List as an expression that reads back as the same List.

use crate::signs::{Binds, sign};
use wengert::List;
use wengert::list::{Operand, Ref, Step};
use wengert::prim::Op;

/// A longer text than this is not written.
const LONGEST: usize = 10_000;

/// The first output as an expression of the inputs; `None` where that is too long to be read, or the List has loops or
/// guards, which expressions of one line have not.
pub fn expression(list: &List) -> Option<String> {
    let mut texts: Vec<(String, Binds)> = Vec::with_capacity(list.ids());
    for k in 0..list.input_len() as u32 {
        texts.push((list.input_name(wengert::list::Id(k)), Binds::Whole));
    }
    for (_, _, step) in list.steps() {
        let Step::Apply(op, args) = step else { return None };
        let words: Vec<(String, Binds)> = args.iter().map(|&a| operand(list, &texts, a)).collect();
        texts.push(applied(op, &words));
        if texts.last().is_some_and(|(text, _)| text.len() > LONGEST) {
            return None;
        }
    }
    list.outputs().first().map(|&o| operand(list, &texts, o).0)
}

fn operand(list: &List, texts: &[(String, Binds)], o: Operand) -> (String, Binds) {
    match o.get() {
        Ref::Id(id) => texts[id.0 as usize].clone(),
        Ref::Const(k) => constant(list.pool()[k as usize]),
        Ref::Data(k) => constant(list.data()[k as usize]),
    }
}

fn constant(c: f64) -> (String, Binds) {
    let binds = if c.is_sign_negative() { Binds::Negates } else { Binds::Whole };
    (crate::number::constant(c), binds)
}

/// Equal signs group from the left, powers from the right.
fn applied(op: Op, args: &[(String, Binds)]) -> (String, Binds) {
    use Binds::{Adds, Multiplies, Negates, Raises, Whole};
    let at_least = |k: usize, least: Binds| {
        let (text, binds) = &args[k];
        if *binds < least { format!("({text})") } else { text.clone() }
    };
    if let (Some((sign, binds)), 2) = (sign(op.text()), args.len()) {
        let text = match binds {
            Multiplies => format!("{}{sign}{}", at_least(0, Multiplies), at_least(1, Raises)),
            Adds => format!("{} {sign} {}", at_least(0, Adds), at_least(1, Multiplies)),
            _ => format!("{} {sign} {}", at_least(0, Adds), at_least(1, Adds)),
        };
        return (text, binds);
    }
    match (op.text(), args.len()) {
        ("neg", 1) => (format!("-{}", at_least(0, Raises)), Negates),
        ("pow", 2) => (format!("{}^{}", at_least(0, Whole), at_least(1, Whole)), Raises),
        (name, _) => {
            let words: Vec<&str> = args.iter().map(|(text, _)| text.as_str()).collect();
            (format!("{name}({})", words.join(", ")), Whole)
        }
    }
}
