//! What a user asks for: one file for each question. Every entry point takes *(function, point, direction)*, answers a
//! `Result`, and gives the value first.

pub(crate) mod careful;
pub(crate) mod check;
pub(crate) mod gradient;
pub(crate) mod jacobian;
pub(crate) mod listing;
pub(crate) mod second;
mod taylor;
pub(crate) mod traced;
pub(crate) mod vector;
mod why;

pub use check::{Disagreement, Verdict, grad_check};
pub use gradient::{value_and_grad, value_and_grad_into};
pub use jacobian::{Matrix, jacobian};
pub use listing::{Contribution, Listing};
pub use second::{hessian, hvp};
pub use vector::{Pullback, jvp, vjp};
pub use why::{Hop, Stage, Why, why_nan};

pub(crate) use traced::{Traced, trace, trace_by};

use crate::tape::level::{Left, Level, Open};
use crate::{Error, Objective, Options, Output, Tree};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Runs the user's code in an open level and closes it. The level's first failure wins over what the code answers; a
/// panic of the user's own passes through, with the level closed.
pub(crate) fn run<R>(open: Open, code: impl FnOnce(&Open) -> Result<R, Error>) -> Result<(R, Level), Error> {
    let outcome = catch_unwind(AssertUnwindSafe(|| code(&open)));
    let mut level = open.close();
    let error = match (outcome, level.failure.take()) {
        (Ok(Ok(result)), None) => return Ok((result, level)),
        (Ok(_), Some(first)) => *first,
        (Err(payload), Some(first)) if payload.is::<Left>() => *first,
        (Ok(Err(error)), None) => error,
        (Err(payload), _) => {
            level.recycle();
            resume_unwind(payload)
        }
    };
    level.recycle();
    Err(error)
}

/// The entry points in one precision.
macro_rules! entry_points {
    ($F:ty) => {
        use crate::drive::{Matrix, Pullback};
        use crate::{Error, Objective, Output, Tree};

        /// As [`wengert::value_and_grad`](crate::value_and_grad), in this precision.
        pub fn value_and_grad<X: Tree<$F>, O: Objective<X::Num, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: X,
        ) -> Result<(O::Value, X::Grad), Error> {
            crate::drive::gradient::at::<$F, X, O>(f, &x)
        }
        /// As [`wengert::value_and_grad_into`](crate::value_and_grad_into), in this precision.
        pub fn value_and_grad_into<X: Tree<$F, Num = $F> + ?Sized, O: Objective<$F, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: &X,
            grad: &mut [$F],
        ) -> Result<O::Value, Error> {
            crate::drive::gradient::into::<$F, X, O>(f, x, grad)
        }
        /// As [`wengert::vjp`](crate::vjp), in this precision.
        pub fn vjp<X: Tree<$F>, O: Output<X::Num, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: X,
        ) -> Result<(O::Plain, Pullback<X::Grad, O::Plain, $F>), Error> {
            crate::drive::vector::pullback::<$F, X, O>(f, &x)
        }
        /// As [`wengert::jvp`](crate::jvp), in this precision.
        pub fn jvp<X: Tree<$F>, O: Output<X::Num, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: X,
            dx: impl Tree<$F, Num = X::Num, Grad = X::Grad>,
        ) -> Result<(O::Plain, O::Plain), Error> {
            crate::drive::vector::pushforward::<$F, X, O>(f, &x, &crate::tree::flat(&dx))
        }
        /// As [`wengert::jacobian`](crate::jacobian), in this precision.
        pub fn jacobian<X: Tree<$F>, O: Output<X::Num, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: X,
        ) -> Result<(O::Plain, Matrix<X::Num>), Error> {
            crate::drive::jacobian::at::<$F, X, O>(f, &x)
        }
        /// As [`wengert::hessian`](crate::hessian), in this precision.
        pub fn hessian<X: Tree<$F>, O: Objective<X::Num, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: X,
        ) -> Result<(O::Value, X::Grad, Matrix<X::Num>), Error> {
            crate::drive::second::matrix::<$F, X, O>(f, &x)
        }
        /// As [`wengert::hvp`](crate::hvp), in this precision.
        pub fn hvp<X: Tree<$F>, O: Objective<X::Num, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: X,
            v: impl Tree<$F, Num = X::Num, Grad = X::Grad>,
        ) -> Result<(O::Value, X::Grad, X::Grad), Error> {
            crate::drive::second::product::<$F, X, O>(f, &x, &crate::tree::flat(&v))
        }
    };
}
pub(crate) use entry_points;

/// The entry points under options. Each does what the function of its name does.
impl Options {
    /// [`value_and_grad`] under these options.
    pub fn value_and_grad<X: Tree, O: Objective<X::Num>>(
        self,
        f: impl FnOnce(X::Traced) -> O,
        x: X,
    ) -> Result<(O::Value, X::Grad), Error> {
        self.enter(|| value_and_grad(f, x))
    }
    /// [`value_and_grad_into`] under these options.
    pub fn value_and_grad_into<X: Tree<Num = f64> + ?Sized, O: Objective<f64>>(
        self,
        f: impl FnOnce(X::Traced) -> O,
        x: &X,
        grad: &mut [f64],
    ) -> Result<O::Value, Error> {
        self.enter(|| value_and_grad_into(f, x, grad))
    }
    /// [`vjp`] under these options.
    pub fn vjp<X: Tree, O: Output<X::Num>>(
        self,
        f: impl FnOnce(X::Traced) -> O,
        x: X,
    ) -> Result<(O::Plain, Pullback<X::Grad, O::Plain>), Error> {
        self.enter(|| vjp(f, x))
    }
    /// [`jvp`] under these options.
    pub fn jvp<X: Tree, O: Output<X::Num>>(
        self,
        f: impl FnOnce(X::Traced) -> O,
        x: X,
        dx: impl Tree<Num = X::Num, Grad = X::Grad>,
    ) -> Result<(O::Plain, O::Plain), Error> {
        self.enter(|| jvp(f, x, dx))
    }
    /// [`jacobian`] under these options.
    pub fn jacobian<X: Tree, O: Output<X::Num>>(
        self,
        f: impl FnOnce(X::Traced) -> O,
        x: X,
    ) -> Result<(O::Plain, Matrix<X::Num>), Error> {
        self.enter(|| jacobian(f, x))
    }
    /// [`hessian`] under these options.
    pub fn hessian<X: Tree, O: Objective<X::Num>>(
        self,
        f: impl FnOnce(X::Traced) -> O,
        x: X,
    ) -> Result<(O::Value, X::Grad, Matrix<X::Num>), Error> {
        self.enter(|| hessian(f, x))
    }
    /// [`hvp`] under these options.
    pub fn hvp<X: Tree, O: Objective<X::Num>>(
        self,
        f: impl FnOnce(X::Traced) -> O,
        x: X,
        v: impl Tree<Num = X::Num, Grad = X::Grad>,
    ) -> Result<(O::Value, X::Grad, X::Grad), Error> {
        self.enter(|| hvp(f, x, v))
    }
}
