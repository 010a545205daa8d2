//! The entry points in single precision; inside, variables are `Var<f32>`.
//!
//! ```
//! use wengert::single::value_and_grad;
//! let (value, [dx, dy]) = value_and_grad(|[x, y]| 2.0 * x * y, [2.0_f32, 3.0])?;
//! assert_eq!((value, dx, dy), (12.0, 6.0, 4.0));
//! # Ok::<(), wengert::Error>(())
//! ```
crate::drive::entry_points!(f32);
crate::drive::into::into_slices!(f32, "wengert::single");
crate::drive::under_options!(Single, ".single()", f32, crate::single);

use crate::{Options, Program, Replay};

/// Options for the entry points in single precision, which are its methods; [`Options::single`] makes it.
///
/// ```
/// use wengert::{Kinks, Options};
/// let strict = Options::new().kinks(Kinks::Error).single();
/// assert!(strict.value_and_grad(|x| x.abs(), 0.0_f32).is_err());
/// assert_eq!(strict.value_and_grad(|x| x.abs(), -2.0_f32)?, (2.0, -1.0));
/// # Ok::<(), wengert::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Single(Options);

impl Single {
    fn enter<R>(self, f: impl FnOnce() -> R) -> R {
        self.0.enter(f)
    }
}

impl Options {
    /// The entry points in single precision under these options.
    pub const fn single(self) -> Single {
        Single(self)
    }
}

/// As [`Program::trace`], in this precision.
///
/// ```
/// let p = wengert::single::trace(|[x, y]| x * y + (x * y).sin(), [2.0_f32, 3.0])?;
/// assert_eq!(p.value_and_grad([1.0, 0.0])?, (0.0, [0.0, 2.0]));
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`Program::trace`].
#[track_caller]
pub fn trace<X, Y, T, O>(f: impl FnOnce(T::Traced) -> O, x: T) -> Result<Program<X, Y, f32>, Error>
where
    X: Tree<f32, Num = f32, Grad = X>,
    T: Tree<f32, Num = f32, Grad = X>,
    O: Output<f32, f32, Plain = Y>,
{
    crate::program::record(f, x)
}

/// As [`Program::trace_with`], in this precision.
///
/// # Errors
/// As [`Program::trace`].
#[track_caller]
pub fn trace_with<X, Y, T, D, O>(
    f: impl FnOnce(T::Traced, D::Traced) -> O,
    x: T,
    data: D,
) -> Result<Program<X, Y, f32>, Error>
where
    X: Tree<f32, Num = f32, Grad = X>,
    T: Tree<f32, Num = f32, Grad = X>,
    D: Tree<f32, Num = f32>,
    O: Output<f32, f32, Plain = Y>,
{
    crate::program::record_with(f, x, data)
}

/// As [`Replay::new`], in this precision.
///
/// ```
/// let mut f = wengert::single::replay(|x| if x > 0.0 { x.sin() } else { -x }, 1.0_f32)?;
/// assert_eq!(f.value_and_grad(-2.0)?, (2.0, -1.0));
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`Program::trace`].
pub fn replay<C, X, T, O>(f: C, x: T) -> Result<Replay<C, X, f32>, Error>
where
    X: Tree<f32, Num = f32, Grad = X>,
    T: Tree<f32, Num = f32, Grad = X>,
    O: Output<f32, f32, Plain = f32>,
    C: Fn(T::Traced) -> O,
{
    Replay::starting(f, x)
}
