//! The entry points in single precision; inside, variables are `Var<f32>`.
//!
//! ```
//! use wengert::single::value_and_grad;
//! let (value, [dx, dy]) = value_and_grad(|[x, y]| 2.0 * x * y, [2.0_f32, 3.0])?;
//! assert_eq!((value, dx, dy), (12.0, 6.0, 4.0));
//! # Ok::<(), wengert::Error>(())
//! ```
crate::drive::entry_points!(f32);
