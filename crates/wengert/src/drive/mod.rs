//! What a user asks for: one file for each question. Every entry point takes *(function, point, direction)*, answers a
//! `Result`, and gives the value first.

pub(crate) mod careful;
pub(crate) mod check;
pub(crate) mod gradient;
pub(crate) mod into;
pub(crate) mod jacobian;
pub(crate) mod listing;
mod matrix;
mod rescue;
pub(crate) mod second;
mod taylor;
pub(crate) mod traced;
pub(crate) mod vector;
pub(crate) mod why;

pub use check::{Disagreement, Verdict, grad_check};
pub use gradient::{value_and_grad, value_and_grad_into};
pub use into::{hessian_into, hvp_into, jacobian_into, jvp_into};
pub use jacobian::jacobian;
pub use listing::{Contribution, Listing};
pub use matrix::Matrix;
pub use second::{hessian, hvp};
pub use vector::{Pullback, jvp, vjp};
pub use why::{Hop, Stage, Why, why_nan};

pub(crate) use traced::{Traced, trace, trace_by};

use crate::tape::level::{Left, Level, Open};
use crate::{Error, Objective, Options, Output, Tree};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Runs the user's code in an open level and closes it. The level's first failure wins over what the code answers; a
/// panic of the user's own passes through, with the level closed.
pub(crate) fn run<R>(open: Open, code: impl FnOnce(&Open) -> Result<R, Error>) -> Result<(R, Box<Level>), Error> {
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
        use crate::drive::{Matrix, Pullback, Why};
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
        /// As [`wengert::grad_check`](crate::grad_check), in this precision.
        pub fn grad_check<X: Tree<$F, Num = $F>, O: Objective<$F, $F>>(
            f: impl Fn(X::Traced) -> O,
            x: X,
        ) -> Result<(), Error> {
            crate::drive::check::at::<$F, X, O>(f, &x)
        }
        /// As [`wengert::why_nan`](crate::why_nan), in this precision.
        #[track_caller]
        pub fn why_nan<X: Tree<$F, Num = $F>, O: Objective<$F, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: X,
        ) -> Result<Option<Why>, Error> {
            crate::drive::why::at::<$F, X, O>(f, &x)
        }
    };
}
pub(crate) use entry_points;

/// The entry points of `$entry`, in one precision, as methods of a type with `enter`; `$single` makes it of [`Options`].
macro_rules! under_options {
    ($Under:ty, $single:literal, $F:ty, $($entry:ident)::+) => {
        /// The entry points under these options. Each does what the function of its name does.
        impl $Under {
            /// [`value_and_grad`] under these options.
            ///
            /// ```
            /// use wengert::{Kinks, Options};
            #[doc = concat!("let options = Options::new().kinks(Kinks::Upper)", $single, ";")]
            #[doc = concat!("let x: ", stringify!($F), " = 0.0;")]
            /// assert_eq!(options.value_and_grad(|x| x.abs(), x)?, (0.0, 1.0));
            /// # Ok::<(), wengert::Error>(())
            /// ```
            pub fn value_and_grad<X: Tree<$F>, O: Objective<X::Num, $F>>(
                self,
                f: impl FnOnce(X::Traced) -> O,
                x: X,
            ) -> Result<(O::Value, X::Grad), Error> {
                self.enter(|| $($entry)::+::value_and_grad(f, x))
            }
            /// [`value_and_grad_into`] under these options.
            ///
            /// ```
            /// use wengert::{Kinks, Options};
            #[doc = concat!("let options = Options::new().kinks(Kinks::Lower)", $single, ";")]
            #[doc = concat!("let (x, mut g): ([", stringify!($F), "; 2], _) = ([0.0, 3.0], [0.0; 2]);")]
            /// options.value_and_grad_into(|[x, y]| x.abs() * y, &x, &mut g)?;
            /// assert_eq!(g, [-3.0, 0.0]);
            /// # Ok::<(), wengert::Error>(())
            /// ```
            pub fn value_and_grad_into<X: Tree<$F, Num = $F> + ?Sized, O: Objective<$F, $F>>(
                self,
                f: impl FnOnce(X::Traced) -> O,
                x: &X,
                grad: &mut [$F],
            ) -> Result<O::Value, Error> {
                self.enter(|| $($entry)::+::value_and_grad_into(f, x, grad))
            }
            /// [`vjp`] under these options.
            ///
            /// ```
            /// use wengert::{Kinks, Options};
            #[doc = concat!("let options = Options::new().kinks(Kinks::Upper)", $single, ";")]
            #[doc = concat!("let x: ", stringify!($F), " = 0.0;")]
            /// let (y, pullback) = options.vjp(|x| [x + 1.0, x.abs()], x)?;
            /// // The sweep runs later, under the options of that time.
            /// assert_eq!((y, pullback.call([1.0, 1.0])), ([1.0, 0.0], 1.0));
            /// assert_eq!(Options::new().kinks(Kinks::Upper).enter(|| pullback.call([1.0, 1.0])), 2.0);
            /// # Ok::<(), wengert::Error>(())
            /// ```
            pub fn vjp<X: Tree<$F>, O: Output<X::Num, $F>>(
                self,
                f: impl FnOnce(X::Traced) -> O,
                x: X,
            ) -> Result<(O::Plain, Pullback<X::Grad, O::Plain, $F>), Error> {
                self.enter(|| $($entry)::+::vjp(f, x))
            }
            /// [`jvp`] under these options.
            ///
            /// ```
            /// use wengert::{Kinks, Options};
            #[doc = concat!("let options = Options::new().kinks(Kinks::Upper)", $single, ";")]
            #[doc = concat!("let (x, dx): (", stringify!($F), ", ", stringify!($F), ") = (0.0, 2.0);")]
            /// assert_eq!(options.jvp(|x| x.abs(), x, dx)?, (0.0, 2.0));
            /// # Ok::<(), wengert::Error>(())
            /// ```
            pub fn jvp<X: Tree<$F>, O: Output<X::Num, $F>>(
                self,
                f: impl FnOnce(X::Traced) -> O,
                x: X,
                dx: impl Tree<$F, Num = X::Num, Grad = X::Grad>,
            ) -> Result<(O::Plain, O::Plain), Error> {
                self.enter(|| $($entry)::+::jvp(f, x, dx))
            }
            /// [`jacobian`] under these options.
            ///
            /// ```
            /// use wengert::{Mode, Options};
            #[doc = concat!("let options = Options::new().mode(Mode::Reverse)", $single, ";")]
            #[doc = concat!("let x: ", stringify!($F), " = 3.0;")]
            /// // One sweep for each output, although there is one input.
            /// let (y, j) = options.jacobian(|x| [x, x * x], x)?;
            /// assert_eq!((y, j.to_array()), ([3.0, 9.0], [[1.0], [6.0]]));
            /// # Ok::<(), wengert::Error>(())
            /// ```
            pub fn jacobian<X: Tree<$F>, O: Output<X::Num, $F>>(
                self,
                f: impl FnOnce(X::Traced) -> O,
                x: X,
            ) -> Result<(O::Plain, Matrix<X::Num>), Error> {
                self.enter(|| $($entry)::+::jacobian(f, x))
            }
            /// [`hessian`] under these options.
            ///
            /// ```
            /// use wengert::{Kinks, Options};
            #[doc = concat!("let options = Options::new().kinks(Kinks::Error)", $single, ";")]
            #[doc = concat!("let x: [", stringify!($F), "; 2] = [0.0, 1.0];")]
            /// assert!(options.hessian(|[x, y]| x.abs() * y, x).is_err()); // not a zero that looks like one
            /// assert_eq!(options.hessian(|[x, y]| x * y, x)?.2.to_array(), [[0.0, 1.0], [1.0, 0.0]]);
            /// # Ok::<(), wengert::Error>(())
            /// ```
            pub fn hessian<X: Tree<$F>, O: Objective<X::Num, $F>>(
                self,
                f: impl FnOnce(X::Traced) -> O,
                x: X,
            ) -> Result<(O::Value, X::Grad, Matrix<X::Num>), Error> {
                self.enter(|| $($entry)::+::hessian(f, x))
            }
            /// [`hvp`] under these options.
            ///
            /// ```
            /// use wengert::{Kinks, Options};
            #[doc = concat!("let options = Options::new().kinks(Kinks::Error)", $single, ";")]
            #[doc = concat!("let (x, v): ([", stringify!($F), "; 2], [", stringify!($F), "; 2]) = ([2.0, 1.0], [1.0, 0.0]);")]
            /// let (value, gradient, product) = options.hvp(|[x, y]| x.abs() * y * y, x, v)?;
            /// assert_eq!((value, gradient, product), (2.0, [1.0, 4.0], [0.0, 2.0]));
            /// # Ok::<(), wengert::Error>(())
            /// ```
            pub fn hvp<X: Tree<$F>, O: Objective<X::Num, $F>>(
                self,
                f: impl FnOnce(X::Traced) -> O,
                x: X,
                v: impl Tree<$F, Num = X::Num, Grad = X::Grad>,
            ) -> Result<(O::Value, X::Grad, X::Grad), Error> {
                self.enter(|| $($entry)::+::hvp(f, x, v))
            }
        }
    };
}
pub(crate) use under_options;

under_options!(Options, "", f64, crate);
