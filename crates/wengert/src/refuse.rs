//! Impls whose bound nobody meets: they exist so that a likely mistake gets its own compiler message.

use crate::tape::Var;
use crate::value::Real;
use crate::{Error, Objective};
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Sub, SubAssign};

/// Never implemented.
#[diagnostic::on_unimplemented(
    message = "integers do not mix with variables",
    label = "write this number with a decimal point: `2.0` for `2`",
    note = "an integer variable `n` enters as `n as f64`"
)]
pub trait Decimal<I> {}

/// Never implemented.
#[diagnostic::on_unimplemented(
    message = "the closure returns a plain number, which has lost its derivative",
    label = "expected `Var`",
    note = "a function to differentiate takes and returns variables: `fn f(x: Var) -> Var`",
    note = "elsewhere drop the `.value()`, or start with `Var::constant(..)` instead of a number"
)]
pub trait KeepsDerivative {}

/// Never implemented.
#[diagnostic::on_unimplemented(
    message = "the number on the left is plain and cannot take a variable in",
    label = "start with a variable: `let mut s = Var::constant(0.0);`",
    note = "or sum in one statement: `sum(x.iter().map(|x| ..))`"
)]
pub trait StartsAsVariable<'a> {}

/// Never implemented.
#[diagnostic::on_unimplemented(
    message = "the closure returns several outputs, but a gradient has one",
    label = "expected `Var`, or `(Var, extra)`",
    note = "sum them up, or use `jacobian`, `vjp` or `jvp`"
)]
pub trait OneOutput {}

/// Never implemented.
#[diagnostic::on_unimplemented(
    message = "`{P}` does not mix with a variable of another precision",
    label = "convert it: `f64::from(x)` or `x as f32`",
    note = "`wengert::single` differentiates in f32"
)]
pub trait SamePrecision<'a, P> {}

macro_rules! integers {
    ($($T:ident $f:ident)*) => { $(
        impl<F: Real> $T<Var<F>> for i32 where Var<F>: Decimal<i32> {
            type Output = Var<F>;
            fn $f(self, _: Var<F>) -> Var<F> { unreachable!("nobody implements the bound") }
        }
        impl<F: Real> $T<i32> for Var<F> where F: Decimal<i32> {
            type Output = Var<F>;
            fn $f(self, _: i32) -> Var<F> { unreachable!("nobody implements the bound") }
        }
    )* };
}
integers! { Add add Sub sub Mul mul Div div }

macro_rules! not_an_objective {
    ($([$($g:tt)*] $S:ty : $B:ident;)*) => { $(
        impl<N, F: Real, $($g)*> Objective<N, F> for $S where Var<F>: $B {
            type Value = N;
            type Extra = ();
            fn split(self) -> Result<(Var<F>, ()), Error> { unreachable!("nobody implements the bound") }
            fn join(value: N, (): ()) -> N { value }
        }
    )* };
}
not_an_objective! {
    [] F: KeepsDerivative;
    [T, const M: usize] [T; M]: OneOutput;
    [T] Vec<T>: OneOutput;
}

macro_rules! mixed {
    ($($T:ident $f:ident)*) => { $( mixed!(@ $T $f f32 f64); mixed!(@ $T $f f64 f32); )* };
    (@ $T:ident $f:ident $A:ident $B:ident) => {
        impl $T<Var<$B>> for $A where for<'a> Var<$B>: SamePrecision<'a, $A> {
            type Output = Var<$B>;
            fn $f(self, _: Var<$B>) -> Var<$B> { unreachable!("nobody implements the bound") }
        }
        impl $T<$A> for Var<$B> where for<'a> Var<$B>: SamePrecision<'a, $A> {
            type Output = Var<$B>;
            fn $f(self, _: $A) -> Var<$B> { unreachable!("nobody implements the bound") }
        }
    };
}
mixed! { Add add Sub sub Mul mul Div div }

macro_rules! assigned {
    ($($T:ident $f:ident)*) => { $( assigned!(@ $T $f f32); assigned!(@ $T $f f64); )* };
    (@ $T:ident $f:ident $A:ident) => {
        impl $T<Var<$A>> for $A where for<'a> Var<$A>: StartsAsVariable<'a> {
            fn $f(&mut self, _: Var<$A>) { unreachable!("nobody implements the bound") }
        }
    };
}
assigned! { AddAssign add_assign SubAssign sub_assign MulAssign mul_assign DivAssign div_assign }
