//! Formulas of lines and of their local derivatives, as trees over named values: read from the table of primitives, never
//! written here.

mod slopes;
mod text;

pub use slopes::Slopes;
pub use text::{text, text_of};

use wengert::List;
use wengert::list::{Id, Operand, Ref};
use wengert::prim::Op;

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A value of the List.
    Value(Id),
    /// A number.
    Number(f64),
    /// A primitive of its arguments.
    Apply(Op, Vec<Term>),
}

impl Term {
    /// What an operand reads.
    pub fn operand(list: &List, o: Operand) -> Term {
        match o.get() {
            Ref::Id(id) => Term::Value(id),
            Ref::Const(k) => Term::Number(list.pool()[k as usize]),
            Ref::Data(k) => Term::Number(list.data()[k as usize]),
        }
    }
    /// What a line says.
    pub fn line(list: &List, op: Op, args: &[Operand]) -> Term {
        Term::Apply(op, args.iter().map(|&a| Term::operand(list, a)).collect())
    }
    /// Whether it is a whole number that is a power of `powi`.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self, Term::Number(c) if f64::from(*c as i32) == *c)
    }
    /// How many values, numbers and primitives stand in it.
    pub fn size(&self) -> usize {
        match self {
            Term::Apply(_, args) => 1 + args.iter().map(Term::size).sum::<usize>(),
            _ => 1,
        }
    }
}
