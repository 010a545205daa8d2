//! Numbers whose operations are counted, so that a sweep's cost is counted while it runs.

use std::cell::Cell;
use wengert::desk::{Datum, Desk, Handle};
use wengert::prim::Op;

/// Counts the primitives that are applied to its numbers.
#[derive(Debug, Default)]
pub struct Counter(Cell<u64>);

impl Desk for Counter {
    fn apply(&self, op: Op, args: &[Datum]) -> Datum {
        self.0.set(self.0.get() + 1);
        let number = |a: &Datum| a.number().unwrap_or(f64::NAN);
        Datum::Number(match args {
            [a] => op.apply(&[number(a)]),
            [a, b] => op.apply(&[number(a), number(b)]),
            many => op.apply(&many.iter().map(number).collect::<Vec<f64>>()),
        })
    }
    fn known(&self, of: Datum) -> Option<f64> {
        of.number()
    }
    fn is_zero(&self, of: Datum) -> bool {
        of == Datum::Number(0.0) || of == Datum::Number(-0.0)
    }
}

/// How many primitives `work` applies to numbers like the one that it is given.
pub fn operations(work: impl FnOnce(Handle<'_>)) -> u64 {
    let counter = Counter::default();
    work(Handle::number(&counter, 0.0));
    counter.0.get()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wengert::Value;

    #[test]
    fn every_operation_counts_once() {
        let of = |work: fn(Handle<'_>) -> Handle<'_>, value: f64| {
            operations(|like| assert_eq!(work(like.lit(2.0)).known(), Some(value)))
        };
        assert_eq!(of(|x| x * x + x, 6.0), 2);
        assert_eq!(of(|x| -(x / x) - x, -3.0), 3);
    }
}
