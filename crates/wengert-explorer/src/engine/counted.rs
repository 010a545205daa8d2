//! A number that counts the operations it goes through, so that a sweep's cost is counted while it runs.

use std::cell::Cell;
use std::ops::{Add, Div, Mul, Neg, Sub};
use wengert::Value;
use wengert::prim::{Nary, Prim, arith};

thread_local! {
    static OPERATIONS: Cell<u64> = const { Cell::new(0) };
}

/// A number whose operations are counted.
#[derive(Clone, Copy, Debug)]
pub struct Counted(pub f64);

/// Numbers that a sweep may be run on to see what it costs.
pub trait Plain: Value {
    fn of(x: f64) -> Self;
}

impl Plain for f64 {
    fn of(x: f64) -> f64 {
        x
    }
}

impl Plain for Counted {
    fn of(x: f64) -> Counted {
        Counted(x)
    }
}

/// How many primitives `work` applies to counted numbers.
pub fn operations(work: impl FnOnce()) -> u64 {
    let before = OPERATIONS.get();
    work();
    OPERATIONS.get() - before
}

fn tick() {
    OPERATIONS.set(OPERATIONS.get() + 1);
}

impl Value for Counted {
    fn lit(self, c: f64) -> Counted {
        Counted(c)
    }
    fn bind<P: Prim<N>, const N: usize>(x: [Counted; N]) -> Counted {
        tick();
        Counted(P::eval(x.map(|x| x.0)))
    }
    fn bind_nary<P: Nary>(x: &[Counted]) -> Counted {
        tick();
        Counted(P::eval(&x.iter().map(|x| x.0).collect::<Vec<f64>>()))
    }
    fn known(self) -> Option<f64> {
        Some(self.0)
    }
    fn is_zero(self) -> bool {
        self.0 == 0.0
    }
}

macro_rules! operators {
    ($($Trait:ident $method:ident),+) => { $(
        impl $Trait for Counted {
            type Output = Counted;
            fn $method(self, other: Counted) -> Counted {
                Counted::bind::<arith::$Trait, 2>([self, other])
            }
        }
    )+ };
}
operators!(Add add, Sub sub, Mul mul, Div div);

impl Neg for Counted {
    type Output = Counted;
    fn neg(self) -> Counted {
        Counted::bind::<arith::Neg, 1>([self])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_counts_once() {
        let x = Counted(2.0);
        assert_eq!(operations(|| assert_eq!((x * x + x).0, 6.0)), 2);
        assert_eq!(operations(|| assert_eq!((-(x / x) - x).0, -3.0)), 3);
    }
}
