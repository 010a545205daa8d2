//! What stands on the machine's stack: a number or a vector of numbers.

use crate::build::Item;
use crate::kind::ErrorKind;
use std::rc::Rc;

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Number(Item),
    Vector(Rc<[Item]>),
}

impl Value {
    /// What a place holds before a statement binds it; no code reads it.
    pub const NOTHING: Value = Value::Number(Item::Known(f64::NAN));

    /// The number it is.
    pub fn number(self, what: &str) -> Result<Item, ErrorKind> {
        match self {
            Value::Number(item) => Ok(item),
            Value::Vector(items) => Err(ErrorKind::VectorHere { what: what.to_owned(), length: items.len() }),
        }
    }
    /// The length, if it is a vector.
    pub fn length(&self) -> Option<usize> {
        match self {
            Value::Number(_) => None,
            Value::Vector(items) => Some(items.len()),
        }
    }
    /// The number that stands in lane `k` when it is combined with a vector.
    pub fn lane(&self, k: usize) -> Item {
        match self {
            Value::Number(item) => *item,
            Value::Vector(items) => items[k],
        }
    }
    /// All its numbers.
    pub fn items(&self) -> &[Item] {
        match self {
            Value::Number(item) => std::slice::from_ref(item),
            Value::Vector(items) => items,
        }
    }
}
