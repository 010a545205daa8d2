//! The lines of a List as they are written on paper, values by their names: `b = sin(a)`, and `cos(a)` for its slope in `a`.

use super::look;
use super::notation::{self, Formula};
use wengert::list::{Id, List, Operand, Ref};
use wengert::prim::Op;
use wengert_inspect::{Names, number};

/// Of more arguments than this, some are left out.
const MOST_ARGUMENTS: usize = 8;

/// A slope in more characters than this is shown as its number only.
const WIDEST_SLOPE: usize = 28;

/// A List and what its values are called.
#[derive(Debug)]
pub struct Steps<'a> {
    list: &'a List,
    names: Names,
    /// Whether names are written in the letters of this terminal, or as they are.
    shown: bool,
}

impl<'a> Steps<'a> {
    /// For people.
    pub fn shown(list: &'a List, names: Names) -> Steps<'a> {
        Steps { list, names, shown: true }
    }
    /// For programs.
    pub fn data(list: &'a List, names: Names) -> Steps<'a> {
        Steps { list, names, shown: false }
    }
    /// The name of a value.
    pub fn name(&self, id: Id) -> String {
        let name = self.names.get(id);
        if self.shown { look::letters(name).into_owned() } else { name.to_owned() }
    }
    /// The name of its adjoint: with a bar.
    pub fn adjoint(&self, id: Id) -> String {
        if look::ascii() { format!("{}_bar", self.name(id)) } else { self.names.bar(id) }
    }
    /// What an operand reads.
    fn operand(&self, o: Operand) -> String {
        match o.get() {
            Ref::Id(id) => self.name(id),
            Ref::Const(k) => number::constant(self.list.pool()[k as usize]),
            Ref::Data(k) => number::exact(self.list.data()[k as usize]),
        }
    }
    /// The application of a primitive, as an operator where it is one.
    pub fn application(&self, op: Op, args: &[Operand]) -> String {
        let shown = if args.len() > MOST_ARGUMENTS { &args[..MOST_ARGUMENTS - 2] } else { args };
        let mut words: Vec<String> = shown.iter().map(|&a| self.operand(a)).collect();
        if let (true, Some(&last)) = (args.len() > MOST_ARGUMENTS, args.last()) {
            words.extend([look::sign("…", "...").to_owned(), self.operand(last)]);
        }
        notation::call(op.text(), &words)
    }
    /// The slope of a line in one argument, as the table's own formula with the line's values in it; `None` where that is
    /// long or not an expression.
    pub fn slope(&self, op: Op, args: &[Operand], arg: usize, result: Id) -> Option<String> {
        let row = op.row();
        let formula = row.partials.get(if row.nary { 0 } else { arg })?;
        let word = |k: usize| self.operand(args[k]);
        let text = Formula::of_line(row, &word, self.name(result), formula).rewritten()?;
        let simple = text.chars().all(|c| is_of_name(c) || c == '.') || is_one_call(&text);
        (text.chars().count() <= WIDEST_SLOPE).then(|| if simple { text } else { format!("({text})") })
    }
}

/// Whether names of values have this letter.
pub fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '[' | ']' | '#')
}

/// Whether it is a function's name and one pair of brackets to the end.
fn is_one_call(text: &str) -> bool {
    let Some((name, inside)) = text.split_once('(') else { return false };
    let plain = inside.strip_suffix(')').is_some_and(|inside| !inside.contains(['(', ')']));
    plain && !name.is_empty() && name.chars().all(is_of_name)
}
