//! Operations on numbers and vectors: element by element, or of all elements together.

use super::{Machine, Value};
use crate::build::Item;
use crate::kind::ErrorKind;
use crate::names::Function;
use crate::source::Span;
use wengert::prim::Op;

impl Machine<'_> {
    /// An operation of the last `given` values: of numbers one line, of vectors one for each element.
    pub(super) fn apply(&mut self, op: Op, given: usize, span: Span) -> Result<(), ErrorKind> {
        let first = self.stack.len() - given;
        let args: Vec<Value> = self.stack.drain(first..).collect();
        let Some(length) = common_length(&args)? else {
            let items: Vec<Item> = args.iter().map(|value| value.lane(0)).collect();
            let item = self.write(op, &items, span)?;
            self.stack.push(Value::Number(item));
            return Ok(());
        };
        let mut out = Vec::with_capacity(length);
        for k in 0..length {
            let items: Vec<Item> = args.iter().map(|value| value.lane(k)).collect();
            out.push(self.write(op, &items, span)?);
        }
        self.stack.push(Value::Vector(out.into()));
        Ok(())
    }

    /// One line of all elements of a vector, of two vectors, or of numbers.
    pub(super) fn reduce(&mut self, f: Function, given: usize, span: Span) -> Result<(), ErrorKind> {
        let first = self.stack.len() - given;
        let args: Vec<Value> = self.stack.drain(first..).collect();
        let vectors = args.iter().filter(|value| value.length().is_some()).count();
        let wrong = |given| ErrorKind::Arity { name: f.name.to_owned(), takes: f.in_words(), given };
        if f.pairs() && vectors > 0 {
            match args.as_slice() {
                [a, b] if vectors == 2 => common_length(&[a.clone(), b.clone()])?,
                [_, _] => return Err(ErrorKind::NumberHere { what: "each argument of `dot`".to_owned() }),
                _ => return Err(wrong(given)),
            };
        } else if vectors > 0 && given > 1 {
            return Err(ErrorKind::Mixed { name: f.name.to_owned() });
        } else if vectors == 0 && !f.accepts(given) {
            return Err(wrong(given));
        }
        let items: Vec<Item> = args.iter().flat_map(|value| value.items().iter().copied()).collect();
        let item = self.write(f.op, &items, span)?;
        self.stack.push(Value::Number(item));
        Ok(())
    }
}

/// The length that all vectors among the arguments share; `None` where there is no vector.
fn common_length(args: &[Value]) -> Result<Option<usize>, ErrorKind> {
    let mut lengths = args.iter().filter_map(Value::length);
    let Some(left) = lengths.next() else { return Ok(None) };
    match lengths.find(|&right| right != left) {
        Some(right) => Err(ErrorKind::Lengths { left, right }),
        None => Ok(Some(left)),
    }
}
