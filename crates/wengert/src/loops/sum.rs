//! Sums over rows of data, whose body is recorded once.

use super::{Memory, scan_with};
use crate::prim::arith::Add;
use crate::tape::Var;
use crate::tape::record::record_at;
use crate::tree::Tree;
use std::panic::Location;

/// Σ f(row) over the rows, from the first to the last: the body is recorded once for each path through its branches. Rows
/// are numbers, variables, or trees of them; what the body reads of its surroundings receives its adjoint.
///
/// ```
/// use wengert::{sum_over, value_and_grad};
/// let rows = [(1.0, 2.0), (2.0, 3.5), (3.0, 5.0)];
/// let squares = |[w, b]: [wengert::Var; 2]| sum_over(&rows, |(x, y)| (w * x + b - y).powi(2));
/// assert_eq!(value_and_grad(squares, [1.5, 0.5])?, (0.0, [0.0, 0.0]));
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// Leaves the entry point with [`Error::Ragged`](crate::Error::Ragged) where the rows have not all the same shape.
#[track_caller]
pub fn sum_over<T: Tree>(rows: &[T], f: impl Fn(T::Traced) -> Var) -> Var {
    let at = Location::caller();
    let add = |total, term| record_at::<f64, Add, 2>([total, term], at);
    scan_with(Memory::Store, 0..rows.len(), Var::constant(0.0), |total, k| add(total, f(k.of_at(rows, at))))
}
