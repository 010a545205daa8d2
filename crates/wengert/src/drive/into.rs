//! Answers written into the caller's numbers, in the order of the point's: for an optimiser that has its own memory. The
//! point may be a slice, which the entry points that take it by value cannot be given as such.

use super::{jacobian, second, vector};
use crate::Error;
use crate::tree::{Objective, Output, Tree};
use crate::value::Real;

/// Copies numbers to the caller's.
pub(super) fn write<N: Copy>(numbers: &[N], to: &mut [N]) -> Result<(), Error> {
    fits(numbers.len(), to)?;
    to.copy_from_slice(numbers);
    Ok(())
}

fn fits<N>(expected: usize, to: &[N]) -> Result<(), Error> {
    if to.len() == expected { Ok(()) } else { Err(Error::Input { expected, got: to.len() }) }
}

/// The functions in one precision; `$path` is where they stand.
macro_rules! into_slices {
    ($F:ty, $path:literal) => {
        /// As [`jvp`](crate::jvp()), with J `dx` written into the caller's numbers.
        ///
        /// ```
        #[doc = concat!("let (x, mut dy): ([", stringify!($F), "; 2], _) = ([2.0, 3.0], [0.0; 2]);")]
        #[doc = concat!("let y = ", $path, "::jvp_into(|[a, b]| [a * b, a + b], &x, &[1.0, 0.5], &mut dy)?;")]
        /// assert_eq!((y, dy), ([6.0, 5.0], [4.0, 1.5]));
        /// # Ok::<(), wengert::Error>(())
        /// ```
        /// # Errors
        /// As [`jvp`](crate::jvp()); [`Error::Input`](crate::Error::Input) where `dy` has another length than the value.
        #[track_caller]
        pub fn jvp_into<X: Tree<$F, Num = $F> + ?Sized, O: Output<$F, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: &X,
            dx: &[$F],
            dy: &mut [$F],
        ) -> Result<O::Plain, Error> {
            $crate::drive::into::pushforward::<$F, X, O>(f, x, dx, dy)
        }

        /// As [`jacobian`](crate::jacobian()), with the entries written into the caller's numbers, row by row.
        ///
        /// ```
        #[doc = concat!("let (x, mut j): ([", stringify!($F), "; 2], _) = ([2.0, 3.0], [0.0; 4]);")]
        #[doc = concat!("let y = ", $path, "::jacobian_into(|[a, b]| [a * b, a + b], &x, &mut j)?;")]
        /// assert_eq!((y, j), ([6.0, 5.0], [3.0, 2.0, 1.0, 1.0]));
        /// # Ok::<(), wengert::Error>(())
        /// ```
        /// # Errors
        /// As [`jacobian`](crate::jacobian()); [`Error::Input`](crate::Error::Input) where `entries` are not one for each output and input.
        #[track_caller]
        pub fn jacobian_into<X: Tree<$F, Num = $F> + ?Sized, O: Output<$F, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: &X,
            entries: &mut [$F],
        ) -> Result<O::Plain, Error> {
            $crate::drive::into::rows::<$F, X, O>(f, x, entries)
        }

        /// As [`hessian`](crate::hessian()), with the gradient, and the entries of the Hessian row by row, written into the caller's numbers.
        ///
        /// ```
        #[doc = concat!("let (x, mut g, mut h): ([", stringify!($F), "; 2], _, _) = ([3.0, 2.0], [0.0; 2], [0.0; 4]);")]
        #[doc = concat!("let y = ", $path, "::hessian_into(|[a, b]| a * a * b, &x, &mut g, &mut h)?;")]
        /// assert_eq!((y, g, h), (18.0, [12.0, 9.0], [4.0, 6.0, 6.0, 0.0]));
        /// # Ok::<(), wengert::Error>(())
        /// ```
        /// # Errors
        /// As [`hessian`](crate::hessian()); [`Error::Input`](crate::Error::Input) where `grad` has another length than the point, or
        /// `entries` than its square.
        #[track_caller]
        pub fn hessian_into<X: Tree<$F, Num = $F> + ?Sized, O: Objective<$F, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: &X,
            grad: &mut [$F],
            entries: &mut [$F],
        ) -> Result<O::Value, Error> {
            $crate::drive::into::matrix::<$F, X, O>(f, x, grad, entries)
        }

        /// As [`hvp`](crate::hvp()), with the gradient, and the Hessian times `v`, written into the caller's numbers.
        ///
        /// ```
        #[doc = concat!("let (x, mut g, mut hv): ([", stringify!($F), "; 2], _, _) = ([3.0, 2.0], [0.0; 2], [0.0; 2]);")]
        #[doc = concat!("let y = ", $path, "::hvp_into(|[a, b]| a * a * b, &x, &[1.0, -1.0], &mut g, &mut hv)?;")]
        /// assert_eq!((y, g, hv), (18.0, [12.0, 9.0], [-2.0, 6.0]));
        /// # Ok::<(), wengert::Error>(())
        /// ```
        /// # Errors
        /// As [`hvp`](crate::hvp()); [`Error::Input`](crate::Error::Input) where `grad` or `product` has another length than the point.
        #[track_caller]
        pub fn hvp_into<X: Tree<$F, Num = $F> + ?Sized, O: Objective<$F, $F>>(
            f: impl FnOnce(X::Traced) -> O,
            x: &X,
            v: &[$F],
            grad: &mut [$F],
            product: &mut [$F],
        ) -> Result<O::Value, Error> {
            $crate::drive::into::product::<$F, X, O>(f, x, v, grad, product)
        }
    };
}
pub(crate) use into_slices;

into_slices!(f64, "wengert");

#[track_caller]
pub(crate) fn pushforward<F: Real, X: Tree<F, Num = F> + ?Sized, O: Output<F, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
    dx: &[F],
    dy: &mut [F],
) -> Result<O::Plain, Error> {
    let (value, tangent) = vector::pushforward::<F, X, O>(f, x, dx)?;
    write(&vector::flattened::<F, F, O>(&tangent), dy)?;
    Ok(value)
}

#[track_caller]
pub(crate) fn rows<F: Real, X: Tree<F, Num = F> + ?Sized, O: Output<F, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
    entries: &mut [F],
) -> Result<O::Plain, Error> {
    let (value, _, data) = jacobian::flat::<F, X, O>(f, x)?;
    write(&data, entries)?;
    Ok(value)
}

#[track_caller]
pub(crate) fn matrix<F: Real, X: Tree<F, Num = F> + ?Sized, O: Objective<F, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
    grad: &mut [F],
    entries: &mut [F],
) -> Result<O::Value, Error> {
    let n = x.count();
    fits(n, grad)?;
    fits(n * n, entries)?;
    let (value, bar, data) = second::flat_matrix::<F, X, O>(f, x)?;
    write(&bar, grad)?;
    write(&data, entries)?;
    Ok(value)
}

#[track_caller]
pub(crate) fn product<F: Real, X: Tree<F, Num = F> + ?Sized, O: Objective<F, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
    v: &[F],
    grad: &mut [F],
    product: &mut [F],
) -> Result<O::Value, Error> {
    fits(x.count(), grad)?;
    fits(x.count(), product)?;
    let (value, bar, hv) = second::flat_product::<F, X, O>(f, x, v)?;
    write(&bar, grad)?;
    write(&hv, product)?;
    Ok(value)
}
