//! Points and answers are trees: numbers, and containers of them nested at will.

pub use crate::tape::Number;

use crate::parts::{self, Part};
use crate::tape::Var;
use crate::tape::memory::room;
use crate::value::Real;
use crate::{BoxError, Error};
use std::slice::Iter;

/// Hands out the variables of a level, one for each leaf of its point.
#[doc(hidden)]
#[derive(Debug)]
pub struct Lift<'a, N> {
    /// Of the next leaf; 0 where leaves keep their own.
    identity: u64,
    points: Option<&'a mut Vec<N>>,
}

impl<'a, N: Copy> Lift<'a, N> {
    pub(crate) fn new(first: u64, points: Option<&'a mut Vec<N>>) -> Lift<'a, N> {
        Lift { identity: first, points }
    }
    /// Hands out the leaves as they are: plain numbers as constants, variables as themselves.
    pub(crate) fn keeping() -> Lift<'a, N> {
        Lift { identity: 0, points: None }
    }
    /// The variable of the next leaf.
    #[inline(always)]
    pub fn leaf<F: Real>(&mut self, n: N) -> Var<F>
    where
        N: Number<F>,
    {
        if self.identity == 0 {
            return Var { v: n.primal(), identity: n.identity() };
        }
        let identity = self.identity;
        self.identity += 1;
        if let Some(points) = &mut self.points {
            points.push(n);
        }
        Var { v: n.primal(), identity }
    }
}

/// The numbers from which a tree is filled, leaf by leaf.
#[doc(hidden)]
#[derive(Debug)]
pub struct Leaves<'a, N> {
    wide: Iter<'a, f64>,
    own: Iter<'a, N>,
}

impl<'a, N: Copy> Leaves<'a, N> {
    pub(crate) fn wide(wide: &'a [f64]) -> Leaves<'a, N> {
        Leaves { wide: wide.iter(), own: [].iter() }
    }
    pub(crate) fn own(own: &'a [N]) -> Leaves<'a, N> {
        Leaves { wide: [].iter(), own: own.iter() }
    }
    /// The next number.
    #[inline(always)]
    pub fn leaf<F: Real>(&mut self) -> N
    where
        N: Number<F>,
    {
        match (self.wide.next(), self.own.next()) {
            (Some(&first), _) => N::literal(F::of(first)),
            (None, Some(&first)) => first,
            (None, None) => N::literal(F::of(0.0)),
        }
    }
}

/// Whatever can be differentiated with respect to: numbers and containers of them, nested at will.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a point to differentiate at",
    label = "expected f64 numbers, or a slice, array, Vec, tuple or `#[derive(Tree)]` struct of them",
    note = "write numbers with a decimal point: `2.0`, `[1.0, 2.0]`",
    note = "single precision has its entry points in `wengert::single`",
    note = "a struct becomes a point with `#[derive(Tree)] struct Name<T> {{ .. }}`; what holds no numbers is marked `#[tree(skip)]`"
)]
pub trait Tree<F: Real = f64> {
    /// `f64`, or `Var` in an inner derivative.
    type Num: Number<F>;
    /// The same shape of variables: what the closure receives.
    type Traced;
    /// The same shape of numbers, owned: what the derivative comes back as.
    type Grad: Tree<F, Num = Self::Num, Traced = Self::Traced, Grad = Self::Grad>;
    /// How many numbers it holds.
    #[doc(hidden)]
    fn count(&self) -> usize;
    #[doc(hidden)]
    fn lift(&self, lift: &mut Lift<'_, Self::Num>) -> Self::Traced;
    #[doc(hidden)]
    fn fill(&self, from: &mut Leaves<'_, Self::Num>) -> Self::Grad;
    #[doc(hidden)]
    fn flatten(&self, out: &mut Vec<Self::Num>);
    /// Whether its parts have names: it is a struct, or holds one.
    #[doc(hidden)]
    const NAMED: bool = false;
    /// Its parts that have names, under the name `path`; all its numbers as one where none has.
    #[doc(hidden)]
    fn parts(&self, path: &str, out: &mut Vec<Part>) {
        out.push(parts::whole(path, self.count()));
    }
    /// As `lift` of each. Numbers make the array in its place: a copy of what was just written would wait for it.
    #[doc(hidden)]
    #[inline(always)]
    fn lift_array<const N: usize>(these: &[Self; N], lift: &mut Lift<'_, Self::Num>) -> [Self::Traced; N]
    where
        Self: Sized,
    {
        std::array::from_fn(|i| these[i].lift(lift))
    }
    /// As `fill` of each.
    #[doc(hidden)]
    #[inline(always)]
    fn fill_array<const N: usize>(these: &[Self; N], from: &mut Leaves<'_, Self::Num>) -> [Self::Grad; N]
    where
        Self: Sized,
    {
        std::array::from_fn(|i| these[i].fill(from))
    }
}

/// The numbers of a tree, in order.
pub(crate) fn flat<F: Real, X: Tree<F> + ?Sized>(x: &X) -> Vec<X::Num> {
    let mut out = Vec::with_capacity(x.count());
    x.flatten(&mut out);
    out
}

macro_rules! leaf {
    ([$($g:tt)*] $F:ty, $N:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($g)*> Tree<$F> for $N {
            type Num = $N;
            type Traced = Var<$F>;
            type Grad = $N;
            #[inline(always)]
            fn count(&self) -> usize {
                1
            }
            #[inline(always)]
            fn lift(&self, lift: &mut Lift<'_, $N>) -> Var<$F> {
                lift.leaf(*self)
            }
            #[inline(always)]
            fn fill(&self, from: &mut Leaves<'_, $N>) -> $N {
                from.leaf()
            }
            #[inline(always)]
            fn flatten(&self, out: &mut Vec<$N>) {
                out.push(*self);
            }
            fn parts(&self, path: &str, out: &mut Vec<Part>) {
                out.push(Part { name: path.to_owned(), count: None });
            }
            #[inline(always)]
            fn lift_array<const M: usize>(these: &[$N; M], lift: &mut Lift<'_, $N>) -> [Var<$F>; M] {
                let mut out = [Var::default(); M];
                out.iter_mut().zip(these).for_each(|(out, &n)| *out = lift.leaf(n));
                out
            }
            #[inline(always)]
            fn fill_array<const M: usize>(_: &[$N; M], from: &mut Leaves<'_, $N>) -> [$N; M] {
                let mut out = [<$N>::default(); M];
                out.iter_mut().for_each(|out| *out = from.leaf());
                out
            }
        }
    };
}
leaf!([] f64, f64);
leaf!([] f32, f32);
leaf!([F: Real] F, Var<F>);

#[diagnostic::do_not_recommend]
impl<F: Real, T: Tree<F> + ?Sized> Tree<F> for &T {
    type Num = T::Num;
    type Traced = T::Traced;
    type Grad = T::Grad;
    fn count(&self) -> usize {
        (**self).count()
    }
    fn lift(&self, lift: &mut Lift<'_, T::Num>) -> T::Traced {
        (**self).lift(lift)
    }
    fn fill(&self, from: &mut Leaves<'_, T::Num>) -> T::Grad {
        (**self).fill(from)
    }
    fn flatten(&self, out: &mut Vec<T::Num>) {
        (**self).flatten(out);
    }
    const NAMED: bool = T::NAMED;
    fn parts(&self, path: &str, out: &mut Vec<Part>) {
        (**self).parts(path, out);
    }
}

macro_rules! sequence {
    ($($S:ty => $from:ident),*) => { $(
        #[diagnostic::do_not_recommend]
        impl<F: Real, T: Tree<F>> Tree<F> for $S {
            type Num = T::Num;
            type Traced = Vec<T::Traced>;
            type Grad = Vec<T::Grad>;
            fn count(&self) -> usize {
                self.iter().map(T::count).sum()
            }
            fn lift(&self, lift: &mut Lift<'_, T::Num>) -> Vec<T::Traced> {
                let mut out = room(self.len());
                out.extend(self.iter().map(|t| t.lift(lift)));
                out
            }
            fn fill(&self, $from: &mut Leaves<'_, T::Num>) -> Vec<T::Grad> {
                let mut out = room(self.len());
                out.extend(self.iter().map(|t| t.fill($from)));
                out
            }
            fn flatten(&self, out: &mut Vec<T::Num>) {
                self.iter().for_each(|t| t.flatten(out));
            }
            const NAMED: bool = T::NAMED;
            fn parts(&self, path: &str, out: &mut Vec<Part>) {
                parts::of_each(self, path, out);
            }
        }
    )* };
}
sequence!([T] => from, Vec<T> => from);

#[diagnostic::do_not_recommend]
impl<F: Real, T: Tree<F>, const N: usize> Tree<F> for [T; N] {
    type Num = T::Num;
    type Traced = [T::Traced; N];
    type Grad = [T::Grad; N];
    #[inline(always)]
    fn count(&self) -> usize {
        self.iter().map(T::count).sum()
    }
    #[inline(always)]
    fn lift(&self, lift: &mut Lift<'_, T::Num>) -> [T::Traced; N] {
        T::lift_array(self, lift)
    }
    #[inline(always)]
    fn fill(&self, from: &mut Leaves<'_, T::Num>) -> [T::Grad; N] {
        T::fill_array(self, from)
    }
    fn flatten(&self, out: &mut Vec<T::Num>) {
        self.iter().for_each(|t| t.flatten(out));
    }
    const NAMED: bool = T::NAMED;
    fn parts(&self, path: &str, out: &mut Vec<Part>) {
        parts::of_each(self, path, out);
    }
}

macro_rules! tuple {
    ($A:ident $($T:ident)*) => {
        #[diagnostic::do_not_recommend]
        #[allow(non_snake_case)]
        impl<F: Real, $A: Tree<F>, $($T: Tree<F, Num = $A::Num>),*> Tree<F> for ($A, $($T,)*) {
            type Num = $A::Num;
            type Traced = ($A::Traced, $($T::Traced,)*);
            type Grad = ($A::Grad, $($T::Grad,)*);
            fn count(&self) -> usize {
                let ($A, $($T,)*) = self;
                $A.count() $(+ $T.count())*
            }
            fn lift(&self, lift: &mut Lift<'_, $A::Num>) -> Self::Traced {
                let ($A, $($T,)*) = self;
                ($A.lift(lift), $($T.lift(lift),)*)
            }
            fn fill(&self, from: &mut Leaves<'_, $A::Num>) -> Self::Grad {
                let ($A, $($T,)*) = self;
                ($A.fill(from), $($T.fill(from),)*)
            }
            fn flatten(&self, out: &mut Vec<$A::Num>) {
                let ($A, $($T,)*) = self;
                $A.flatten(out);
                $($T.flatten(out);)*
            }
            const NAMED: bool = $A::NAMED $(|| $T::NAMED)*;
            fn parts(&self, path: &str, out: &mut Vec<Part>) {
                let ($A, $($T,)*) = self;
                if <Self as Tree<F>>::NAMED {
                    let mut at = (0..).map(|i: usize| parts::part(path, &i.to_string()));
                    $A.parts(&at.next().unwrap_or_default(), out);
                    $($T.parts(&at.next().unwrap_or_default(), out);)*
                } else {
                    out.push(parts::whole(path, self.count()));
                }
            }
        }
        #[diagnostic::do_not_recommend]
        #[allow(non_snake_case)]
        impl<N: Number<F>, F: Real, $A: Output<N, F>, $($T: Output<N, F>),*> Output<N, F> for ($A, $($T,)*) {
            type Plain = ($A::Plain, $($T::Plain,)*);
            fn leaves(self, out: &mut dyn FnMut(Var<F>) -> N) -> Result<Self::Plain, Error> {
                let ($A, $($T,)*) = self;
                Ok(($A.leaves(out)?, $($T.leaves(out)?,)*))
            }
            fn remake(plain: &Self::Plain, f: &mut dyn FnMut(N) -> N) -> Self::Plain {
                let ($A, $($T,)*) = plain;
                ($A::remake($A, f), $($T::remake($T, f),)*)
            }
        }
    };
}
tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E G);
tuple!(A B C D E G H);
tuple!(A B C D E G H I);

/// What a closure for a gradient returns: one variable; or it and anything else to carry out; or either of the two in a
/// `Result`, so that `?` works inside.
#[diagnostic::on_unimplemented(
    message = "the closure returns `{Self}`, which has no gradient",
    label = "expected `Var`, `(Var, extra)`, or a `Result` of these",
    note = "a plain number has lost its derivative: drop the `.value()`, or write `Var::constant(..)` for a constant",
    note = "for several outputs use `jacobian` or `vjp`",
    note = "a `Result` must carry `wengert::BoxError`: write `|x| Ok(f(x)?)` around a function with an error type of its own"
)]
pub trait Objective<N, F: Real = f64> {
    /// `f64`, or `(f64, extra)`.
    type Value;
    /// What rides along.
    #[doc(hidden)]
    type Extra;
    #[doc(hidden)]
    fn split(self) -> Result<(Var<F>, Self::Extra), Error>;
    #[doc(hidden)]
    fn join(value: N, extra: Self::Extra) -> Self::Value;
}

#[diagnostic::do_not_recommend]
impl<N, F: Real> Objective<N, F> for Var<F> {
    type Value = N;
    type Extra = ();
    #[inline(always)]
    fn split(self) -> Result<(Var<F>, ()), Error> {
        Ok((self, ()))
    }
    #[inline(always)]
    fn join(value: N, (): ()) -> N {
        value
    }
}
#[diagnostic::do_not_recommend]
impl<N, F: Real, A> Objective<N, F> for (Var<F>, A) {
    type Value = (N, A);
    type Extra = A;
    fn split(self) -> Result<(Var<F>, A), Error> {
        Ok(self)
    }
    fn join(value: N, extra: A) -> (N, A) {
        (value, extra)
    }
}
#[diagnostic::do_not_recommend]
impl<N, F: Real, T: Objective<N, F>> Objective<N, F> for Result<T, BoxError> {
    type Value = T::Value;
    type Extra = T::Extra;
    fn split(self) -> Result<(Var<F>, T::Extra), Error> {
        self.map_err(user)?.split()
    }
    fn join(value: N, extra: T::Extra) -> T::Value {
        T::join(value, extra)
    }
}

/// The closure's error; one of ours that came through `?` stays itself.
fn user(e: BoxError) -> Error {
    match e.downcast::<Error>() {
        Ok(ours) => *ours,
        Err(e) => Error::User(e),
    }
}

/// What a closure for `vjp`, `jvp`, `jacobian` and `Program::trace` returns: variables in containers and in structs with
/// `#[derive(Tree)]`, nested at will.
#[diagnostic::on_unimplemented(
    message = "the closure returns `{Self}`, which has no derivative",
    label = "expected `Var`, or an array, Vec, tuple or `#[derive(Tree)]` struct of them",
    note = "a plain number has lost its derivative: drop the `.value()`, or write `Var::constant(..)` for a constant"
)]
pub trait Output<N, F: Real = f64> {
    /// The same shape of plain numbers.
    type Plain;
    #[doc(hidden)]
    fn leaves(self, out: &mut dyn FnMut(Var<F>) -> N) -> Result<Self::Plain, Error>;
    #[doc(hidden)]
    fn remake(plain: &Self::Plain, f: &mut dyn FnMut(N) -> N) -> Self::Plain;
}

/// A field of an output with other numbers; `of` tells the field's type. What `#[derive(Tree)]` writes.
#[doc(hidden)]
pub fn remade<S, N, F: Real, T: Output<N, F>>(
    _of: fn(&S) -> &T,
    plain: &T::Plain,
    f: &mut dyn FnMut(N) -> N,
) -> T::Plain {
    T::remake(plain, f)
}

#[diagnostic::do_not_recommend]
impl<N: Number<F>, F: Real> Output<N, F> for Var<F> {
    type Plain = N;
    fn leaves(self, out: &mut dyn FnMut(Var<F>) -> N) -> Result<N, Error> {
        Ok(out(self))
    }
    fn remake(plain: &N, f: &mut dyn FnMut(N) -> N) -> N {
        f(*plain)
    }
}
#[diagnostic::do_not_recommend]
impl<N: Number<F>, F: Real, T: Output<N, F>> Output<N, F> for Vec<T> {
    type Plain = Vec<T::Plain>;
    fn leaves(self, out: &mut dyn FnMut(Var<F>) -> N) -> Result<Self::Plain, Error> {
        self.into_iter().map(|t| t.leaves(out)).collect()
    }
    fn remake(plain: &Self::Plain, f: &mut dyn FnMut(N) -> N) -> Self::Plain {
        plain.iter().map(|p| T::remake(p, f)).collect()
    }
}
#[diagnostic::do_not_recommend]
impl<N: Number<F>, F: Real, T: Output<N, F>, const M: usize> Output<N, F> for [T; M] {
    type Plain = [T::Plain; M];
    fn leaves(self, out: &mut dyn FnMut(Var<F>) -> N) -> Result<Self::Plain, Error> {
        let plain: Vec<T::Plain> = self.into_iter().map(|t| t.leaves(out)).collect::<Result<_, _>>()?;
        plain.try_into().map_err(|_| Error::Input { expected: M, got: M })
    }
    fn remake(plain: &Self::Plain, f: &mut dyn FnMut(N) -> N) -> Self::Plain {
        plain.each_ref().map(|p| T::remake(p, f))
    }
}
#[diagnostic::do_not_recommend]
impl<N: Number<F>, F: Real, T: Output<N, F>> Output<N, F> for Result<T, BoxError> {
    type Plain = T::Plain;
    fn leaves(self, out: &mut dyn FnMut(Var<F>) -> N) -> Result<T::Plain, Error> {
        self.map_err(user)?.leaves(out)
    }
    fn remake(plain: &T::Plain, f: &mut dyn FnMut(N) -> N) -> T::Plain {
        T::remake(plain, f)
    }
}
