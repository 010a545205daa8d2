//! What can flow through a rule: numbers, variables on a tape, dual numbers, lines of a program being written.
//!
//! A rule in the primitive table is mathematics over a [`Value`]; choosing the value chooses the executor. Nothing
//! here knows a primitive by name except the five operators, which [`value_operators!`] sends to the table.

use crate::custom::{self, Custom};
use crate::prim::{Choice, Nary, Op, Prim};
use std::ops::{Add, Div, Mul, Neg, Sub};

mod sealed {
    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for f32 {}
}

/// A floating-point number the engine computes with: `f64` or `f32`.
///
/// Its methods are those of the standard library's types, with their bits.
pub trait Real:
    sealed::Sealed
    + Copy
    + Default
    + std::fmt::Debug
    + std::fmt::Display
    + PartialEq
    + PartialOrd
    + Send
    + Sync
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + std::ops::Rem<Output = Self>
    + Value
    + 'static
{
    /// The nearest number of this precision.
    fn of(x: f64) -> Self;
    /// The number in double precision; exact.
    fn wide(self) -> f64;
    /// The value of a primitive at numbers of this precision that are kept in double.
    #[doc(hidden)]
    fn eval_wide<P: Nary>(x: &[f64]) -> Self;
    /// Whether this is double precision.
    #[doc(hidden)]
    const DOUBLE: bool;
    /// The numbers themselves, if they are doubles.
    #[doc(hidden)]
    fn doubles(x: &[Self]) -> Option<&[f64]>;
    /// As [`doubles`](Self::doubles), to be written to.
    #[doc(hidden)]
    fn doubles_mut(x: &mut Vec<Self>) -> Option<&mut Vec<f64>>;
    #[doc(hidden)]
    fn powi(self, n: i32) -> Self;
    #[doc(hidden)]
    fn is_nan(self) -> bool;
    #[doc(hidden)]
    fn is_finite(self) -> bool;
    #[doc(hidden)]
    fn category(self) -> std::num::FpCategory;
    #[doc(hidden)]
    fn mul_add(self, a: Self, b: Self) -> Self;
    #[doc(hidden)]
    fn clamp(self, lo: Self, hi: Self) -> Self;
    real_methods!(declare);
}

macro_rules! real_methods {
    (declare) => {
        real_methods!(@declare1 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp exp2 exp_m1 ln ln_1p
            log2 log10 sqrt cbrt recip abs signum floor ceil trunc round round_ties_even fract to_degrees to_radians);
        real_methods!(@declare2 powf hypot atan2 max min copysign rem_euclid div_euclid log);
    };
    (@declare1 $($f:ident)*) => { $( #[doc(hidden)] fn $f(self) -> Self; )* };
    (@declare2 $($f:ident)*) => { $( #[doc(hidden)] fn $f(self, o: Self) -> Self; )* };
    ($F:ident) => {
        real_methods!(@one $F sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp exp2 exp_m1 ln ln_1p
            log2 log10 sqrt cbrt recip abs signum floor ceil trunc round round_ties_even fract to_degrees to_radians);
        real_methods!(@two $F powf hypot atan2 max min copysign rem_euclid div_euclid log);
    };
    (@one $F:ident $($f:ident)*) => { $( #[inline(always)] fn $f(self) -> Self { $F::$f(self) } )* };
    (@two $F:ident $($f:ident)*) => { $( #[inline(always)] fn $f(self, o: Self) -> Self { $F::$f(self, o) } )* };
}
use real_methods;

macro_rules! real {
    ($($F:ident $double:literal [$($own:item)*])*) => { $(
        impl Real for $F {
            const DOUBLE: bool = $double;
            $( #[inline] $own )*
            #[inline(always)]
            fn of(x: f64) -> $F {
                x as $F
            }
            #[inline(always)]
            fn wide(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn powi(self, n: i32) -> $F {
                $F::powi(self, n)
            }
            #[inline(always)]
            fn is_nan(self) -> bool {
                $F::is_nan(self)
            }
            #[inline(always)]
            fn is_finite(self) -> bool {
                $F::is_finite(self)
            }
            #[inline(always)]
            fn category(self) -> std::num::FpCategory {
                $F::classify(self)
            }
            #[inline(always)]
            fn mul_add(self, a: $F, b: $F) -> $F {
                $F::mul_add(self, a, b)
            }
            #[inline(always)]
            fn clamp(self, lo: $F, hi: $F) -> $F {
                if self < lo { lo } else if self > hi { hi } else { self }
            }
            real_methods!($F);
        }
        impl Value for $F {
            const PLAIN: bool = true;
            #[inline(always)]
            fn lit(self, c: f64) -> $F {
                c as $F
            }
            #[inline(always)]
            fn bind<P: Prim<N>, const N: usize>(x: [$F; N]) -> $F {
                P::eval(x)
            }
            #[inline(always)]
            fn bind_nary<P: Nary>(x: &[$F]) -> $F {
                P::eval(x)
            }
            fn bind_rule(rule: &Custom, x: &[$F], _: $F) -> Vec<$F> {
                let x: Vec<f64> = x.iter().map(|&v| v as f64).collect();
                custom::value_or_nan(rule, &x).into_iter().map(|y| y as $F).collect()
            }
            #[inline(always)]
            fn known(self) -> Option<f64> {
                Some(self as f64)
            }
            #[inline(always)]
            fn is_zero(self) -> bool {
                self == 0.0
            }
        }
    )* };
}
real! {
    f64 true [
        fn eval_wide<P: Nary>(x: &[f64]) -> f64 { P::eval(x) }
        fn doubles(x: &[f64]) -> Option<&[f64]> { Some(x) }
        fn doubles_mut(x: &mut Vec<f64>) -> Option<&mut Vec<f64>> { Some(x) }
    ]
    f32 false [
        fn eval_wide<P: Nary>(x: &[f64]) -> f32 { P::eval(&x.iter().map(|&v| v as f32).collect::<Vec<f32>>()) }
        fn doubles(_: &[f32]) -> Option<&[f64]> { None }
        fn doubles_mut(_: &mut Vec<f32>) -> Option<&mut Vec<f64>> { None }
    ]
}

/// A thing primitives can be applied to.
///
/// `bind` and `bind_nary` are the only operations an executor must supply; the operators go through them.
pub trait Value:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    /// Whether it is a plain number: a rule may then share work that is written out for all others.
    const PLAIN: bool = false;
    /// Whether it treats all primitives alike: code written out for each of them would only be longer.
    const ALIKE: bool = false;
    /// A constant living in the same place as `self`.
    fn lit(self, c: f64) -> Self;
    /// Applies a primitive of `N` arguments.
    fn bind<P: Prim<N>, const N: usize>(x: [Self; N]) -> Self;
    /// Applies a primitive of any number of arguments.
    fn bind_nary<P: Nary>(x: &[Self]) -> Self;
    /// Applies a primitive that is known as data.
    #[inline(always)]
    fn bind_op(op: Op, x: &[Self]) -> Self {
        op.by_row(x)
    }
    /// A primitive as a line of a program, where somebody chooses among the slopes at a kink: a value with a tangent takes
    /// the chosen ones. What a slope is made of is no line: the table's slopes stand in it.
    fn line(op: Op, x: &[Self], _choice: Choice) -> Self {
        op.apply(x)
    }
    /// Applies a user's rule, to as many values as it takes; `like` is any value that lives where they do. NaN where this
    /// kind of value cannot run rules, or the rule fails.
    fn bind_rule(rule: &Custom, _x: &[Self], like: Self) -> Vec<Self> {
        custom::fail(rule.fault("this way of evaluating a program does not run rules of the user's"));
        vec![like.lit(f64::NAN); rule.outputs()]
    }
    /// The number, where there is one now; `None` in a program that is being written.
    ///
    /// A rule may choose its form by it (an untaken branch gets no cotangent at all), never its meaning.
    fn known(self) -> Option<f64>;
    /// The number at the point at hand: also in a program that is being written, if it serves at this point alone.
    fn here(self) -> Option<f64> {
        self.known()
    }
    /// Whether this is a zero with zero derivatives: then, and only then, zero times infinity may count as zero.
    fn is_zero(self) -> bool {
        false
    }
    /// Whether it, or one of its derivatives, is NaN now.
    fn has_nan(self) -> bool {
        self.known().is_some_and(f64::is_nan)
    }
    /// Asserts that a recorded comparison still comes out as it did; `false` where it does not.
    fn holds(self, said: bool) -> bool {
        self.known().is_none_or(|c| (c != 0.0) == said)
    }
}

/// Gives a value type its operators by sending each to the primitive of the same name.
macro_rules! value_operators {
    (impl [$($g:tt)*] for $t:ty) => {
        $crate::value::value_operators!(@ [$($g)*] $t; Add add, Sub sub, Mul mul, Div div);
        impl<$($g)*> std::ops::Neg for $t {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                <Self as $crate::value::Value>::bind::<$crate::prim::arith::Neg, 1>([self])
            }
        }
    };
    (@ [$($g:tt)*] $t:ty; $T:ident $f:ident) => {
        impl<$($g)*> std::ops::$T for $t {
            type Output = Self;
            #[inline(always)]
            fn $f(self, o: Self) -> Self {
                <Self as $crate::value::Value>::bind::<$crate::prim::arith::$T, 2>([self, o])
            }
        }
    };
    (@ [$($g:tt)*] $t:ty; $T:ident $f:ident, $($rest:tt)+) => {
        $crate::value::value_operators!(@ [$($g)*] $t; $T $f);
        $crate::value::value_operators!(@ [$($g)*] $t; $($rest)+);
    };
}
pub(crate) use value_operators;
