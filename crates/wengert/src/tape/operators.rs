//! The operators of [`Var`]: arithmetic with variables and plain numbers, by value or by reference, on either side;
//! comparisons on primal values; sums and products of iterators.

use super::record::{compare, record};
use super::var::Var;
use crate::prim::{arith, compare as rows};
use crate::value::Real;
use std::cmp::Ordering;
use std::iter::{Product, Sum};
use std::ops::*;

/// All pairs of `Var`, `&Var`, number and `&number` for one operator.
macro_rules! operator {
    ($Tr:ident $f:ident $As:ident $fa:ident) => {
        impl<F: Real> $Tr for Var<F> {
            type Output = Var<F>;
            #[inline(always)]
            #[track_caller]
            fn $f(self, o: Var<F>) -> Var<F> {
                record::<F, arith::$Tr, 2>([self, o])
            }
        }
        operator!(@ $Tr $f [F: Real] Var<F>, F => Var<F>: |a, b| a, Var::constant(b));
        operator!(@ $Tr $f [F: Real] Var<F>, &F => Var<F>: |a, b| a, Var::constant(*b));
        operator!(@ $Tr $f [F: Real] Var<F>, &Var<F> => Var<F>: |a, b| a, *b);
        operator!(@ $Tr $f [F: Real] &Var<F>, Var<F> => Var<F>: |a, b| *a, b);
        operator!(@ $Tr $f [F: Real] &Var<F>, &Var<F> => Var<F>: |a, b| *a, *b);
        operator!(@ $Tr $f [F: Real] &Var<F>, F => Var<F>: |a, b| *a, Var::constant(b));
        operator!(@ $Tr $f [F: Real] &Var<F>, &F => Var<F>: |a, b| *a, Var::constant(*b));
        operator!(@ number $Tr $f f64 f32);
        impl<F: Real> $As for Var<F> {
            #[inline(always)]
            #[track_caller]
            fn $fa(&mut self, o: Var<F>) {
                *self = (*self).$f(o);
            }
        }
        impl<F: Real> $As<&Var<F>> for Var<F> {
            #[inline(always)]
            #[track_caller]
            fn $fa(&mut self, o: &Var<F>) {
                *self = (*self).$f(*o);
            }
        }
        impl<F: Real> $As<F> for Var<F> {
            #[inline(always)]
            #[track_caller]
            fn $fa(&mut self, o: F) {
                *self = (*self).$f(Var::constant(o));
            }
        }
    };
    (@ number $Tr:ident $f:ident $($N:ident)*) => { $(
        operator!(@ $Tr $f [] $N, Var<$N> => Var<$N>: |a, b| Var::constant(a), b);
        operator!(@ $Tr $f [] $N, &Var<$N> => Var<$N>: |a, b| Var::constant(a), *b);
        operator!(@ $Tr $f [] &$N, Var<$N> => Var<$N>: |a, b| Var::constant(*a), b);
        operator!(@ $Tr $f [] &$N, &Var<$N> => Var<$N>: |a, b| Var::constant(*a), *b);
    )* };
    (@ $Tr:ident $f:ident [$($g:tt)*] $A:ty, $B:ty => $O:ty: |$a:ident, $b:ident| $left:expr, $right:expr) => {
        impl<$($g)*> $Tr<$B> for $A {
            type Output = $O;
            #[inline(always)]
            #[track_caller]
            fn $f(self, o: $B) -> $O {
                let ($a, $b) = (self, o);
                $Tr::$f($left, $right)
            }
        }
    };
}
operator!(Add add AddAssign add_assign);
operator!(Sub sub SubAssign sub_assign);
operator!(Mul mul MulAssign mul_assign);
operator!(Div div DivAssign div_assign);
operator!(Rem rem RemAssign rem_assign);

impl<F: Real> Neg for Var<F> {
    type Output = Var<F>;
    #[inline(always)]
    #[track_caller]
    fn neg(self) -> Var<F> {
        record::<F, arith::Neg, 1>([self])
    }
}
impl<F: Real> Neg for &Var<F> {
    type Output = Var<F>;
    #[inline(always)]
    #[track_caller]
    fn neg(self) -> Var<F> {
        -*self
    }
}

impl<F: Real> Sum for Var<F> {
    #[track_caller]
    fn sum<I: Iterator<Item = Var<F>>>(terms: I) -> Var<F> {
        terms.fold(Var::default(), |s, t| s + t)
    }
}
impl<'a, F: Real> Sum<&'a Var<F>> for Var<F> {
    #[track_caller]
    fn sum<I: Iterator<Item = &'a Var<F>>>(terms: I) -> Var<F> {
        terms.copied().sum()
    }
}
impl<F: Real> Product for Var<F> {
    #[track_caller]
    fn product<I: Iterator<Item = Var<F>>>(factors: I) -> Var<F> {
        factors.fold(Var::constant(F::of(1.0)), |p, f| p * f)
    }
}
impl<'a, F: Real> Product<&'a Var<F>> for Var<F> {
    #[track_caller]
    fn product<I: Iterator<Item = &'a Var<F>>>(factors: I) -> Var<F> {
        factors.copied().product()
    }
}

/// Comparisons of a variable with one kind of right-hand side. Each method is written out, so that a guard names the
/// user's line and not one of `core::cmp`.
macro_rules! comparisons {
    ($B:ty, |$o:ident| $right:expr) => {
        impl<F: Real> PartialEq<$B> for Var<F> {
            #[inline(always)]
            #[track_caller]
            fn eq(&self, $o: &$B) -> bool {
                compare::<F, rows::Eq>(*self, $right, self.v == $right.v)
            }
            #[inline(always)]
            #[track_caller]
            #[allow(clippy::partialeq_ne_impl)]
            fn ne(&self, $o: &$B) -> bool {
                compare::<F, rows::Ne>(*self, $right, self.v != $right.v)
            }
        }
        impl<F: Real> PartialOrd<$B> for Var<F> {
            #[inline(always)]
            #[track_caller]
            fn lt(&self, $o: &$B) -> bool {
                compare::<F, rows::Lt>(*self, $right, self.v < $right.v)
            }
            #[inline(always)]
            #[track_caller]
            fn le(&self, $o: &$B) -> bool {
                compare::<F, rows::Le>(*self, $right, self.v <= $right.v)
            }
            #[inline(always)]
            #[track_caller]
            fn gt(&self, $o: &$B) -> bool {
                compare::<F, rows::Gt>(*self, $right, self.v > $right.v)
            }
            #[inline(always)]
            #[track_caller]
            fn ge(&self, $o: &$B) -> bool {
                compare::<F, rows::Ge>(*self, $right, self.v >= $right.v)
            }
            #[track_caller]
            fn partial_cmp(&self, $o: &$B) -> Option<Ordering> {
                let said = self.v.partial_cmp(&$right.v);
                compare::<F, rows::Lt>(*self, $right, said == Some(Ordering::Less));
                compare::<F, rows::Eq>(*self, $right, said == Some(Ordering::Equal));
                compare::<F, rows::Gt>(*self, $right, said == Some(Ordering::Greater));
                said
            }
        }
    };
}
comparisons!(Var<F>, |o| *o);
comparisons!(F, |o| Var::constant(*o));

/// Comparisons of a plain number with a variable.
macro_rules! number_first {
    ($($N:ident)*) => { $(
        impl PartialEq<Var<$N>> for $N {
            #[inline(always)]
            #[track_caller]
            fn eq(&self, o: &Var<$N>) -> bool {
                Var::constant(*self) == *o
            }
        }
        impl PartialOrd<Var<$N>> for $N {
            #[inline(always)]
            #[track_caller]
            fn lt(&self, o: &Var<$N>) -> bool {
                Var::constant(*self) < *o
            }
            #[inline(always)]
            #[track_caller]
            fn le(&self, o: &Var<$N>) -> bool {
                Var::constant(*self) <= *o
            }
            #[inline(always)]
            #[track_caller]
            fn gt(&self, o: &Var<$N>) -> bool {
                Var::constant(*self) > *o
            }
            #[inline(always)]
            #[track_caller]
            fn ge(&self, o: &Var<$N>) -> bool {
                Var::constant(*self) >= *o
            }
            #[track_caller]
            fn partial_cmp(&self, o: &Var<$N>) -> Option<Ordering> {
                Var::constant(*self).partial_cmp(o)
            }
        }
    )* };
}
number_first!(f64 f32);
