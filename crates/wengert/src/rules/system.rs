//! The linear systems of the implicit function theorem at plain numbers: A = ∂F/∂y where F(y, p) = 0, solved by a dense
//! factorisation for few unknowns, by products for many.

use super::code::recorded;
use super::implicit::{Implicit, Means};
use super::krylov::{gmres, norm};
use crate::drive::Traced;
use crate::{Error, Var};

/// Most unknowns for which a matrix is formed unasked.
const FEW: usize = 100;
/// Most unknowns for which a matrix is formed where products alone did not do.
const STILL_FEW: usize = 2000;

/// The equations F(y, p) = 0 at plain numbers, recorded.
pub(super) struct System {
    traced: Traced<f64>,
    at: Vec<f64>,
    unknowns: usize,
    how: Implicit,
}

/// Which of the two systems.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// A x = b.
    Tangent,
    /// Aᵀ x = b.
    Adjoint,
}

impl System {
    /// Records the equations at (y, p).
    pub fn new(
        equations: impl FnOnce(Vec<Var>) -> Result<Vec<Var>, Error>,
        y: &[f64],
        p: &[f64],
        how: Implicit,
    ) -> Result<System, Error> {
        System::of(recorded(&[y, p].concat()[..], equations)?, y.len(), how)
    }
    /// Equations that are recorded already, for so many unknowns.
    pub fn of(traced: Traced<f64>, unknowns: usize, how: Implicit) -> Result<System, Error> {
        let at = traced.values()?;
        Ok(System { traced, at, unknowns, how })
    }
    /// F.
    pub fn residual(&self) -> Vec<f64> {
        self.traced.outputs(&self.at)
    }
    /// ∂F times a direction in (y, p).
    pub fn tangent(&self, direction: impl Fn(usize) -> Option<f64>) -> Result<Vec<f64>, Error> {
        let moved = self.traced.along(direction);
        let at = moved.values()?;
        Ok(moved.outputs(&at).into_iter().map(|y| y.tangent()).collect())
    }
    /// ∂F/∂y transposed times a covector.
    fn adjoint(&self, v: &[f64]) -> Result<Vec<f64>, Error> {
        let mut bar = self.traced.adjoint(&self.at, v, true)?;
        bar.truncate(self.unknowns);
        Ok(bar)
    }
    /// The solution for a right-hand side; what is wrong with the system where there is none.
    pub fn solve(&self, side: Side, b: &[f64]) -> Result<Result<Vec<f64>, String>, Error> {
        if self.unknowns == 0 {
            return Ok(Ok(Vec::new()));
        }
        let few = match self.how.means {
            Means::Auto => self.unknowns <= FEW,
            Means::Dense => true,
            Means::Products => false,
        };
        if few {
            return self.dense(side, b);
        }
        let solved = match side {
            Side::Tangent => gmres(|v| self.tangent(|i| v.get(i).copied()), b)?,
            Side::Adjoint => gmres(|v| self.adjoint(v), b)?,
        };
        if solved.enough() {
            return Ok(Ok(solved.x));
        }
        if self.how.means == Means::Auto && self.unknowns <= STILL_FEW {
            return self.dense(side, b);
        }
        Ok(Err(format!(
            "its linear system of {} unknowns is singular, or too hard for GMRES: after {} products the residual is {:.1e} \
             of the right-hand side; scale the equations, or choose `Implicit::new().dense()`",
            self.unknowns, solved.products, solved.residual
        )))
    }
    /// The matrix A by rows, one adjoint sweep each.
    fn rows(&self) -> Result<Vec<Vec<f64>>, Error> {
        let unit = |i: usize| (0..self.unknowns).map(|k| if k == i { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
        (0..self.unknowns).map(|i| self.adjoint(&unit(i))).collect()
    }
    fn dense(&self, side: Side, b: &[f64]) -> Result<Result<Vec<f64>, String>, Error> {
        let rows = self.rows()?;
        Ok(factorised(&rows, side, b))
    }
}

/// The solution by an LU factorisation with partial pivoting.
#[cfg(feature = "dense")]
fn factorised(rows: &[Vec<f64>], side: Side, b: &[f64]) -> Result<Vec<f64>, String> {
    use nalgebra::{DMatrix, DVector};
    let n = rows.len();
    let a = match side {
        Side::Tangent => DMatrix::from_fn(n, n, |i, j| rows[i][j]),
        Side::Adjoint => DMatrix::from_fn(n, n, |i, j| rows[j][i]),
    };
    if a.iter().any(|entry| !entry.is_finite()) {
        return Err("its matrix of partial derivatives in the unknowns is not finite".to_string());
    }
    let right = DVector::from_column_slice(b);
    let lu = a.clone().lu();
    let pivots = lu.u().diagonal().abs();
    let (least, largest) = (pivots.iter().copied().fold(f64::INFINITY, f64::min), pivots.max());
    let regular = least > n as f64 * f64::EPSILON * largest;
    match lu.solve(&right).filter(|_| regular) {
        Some(x) => Ok(x.as_slice().to_vec()),
        None => Err(format!(
            "its linear system of {n} unknowns is singular: the pivots of its matrix go from {largest:.1e} down to {least:.1e}; \
             at such a point the solution does not depend smoothly on the parameters"
        )),
    }
}

/// The solution by products with the matrix.
#[cfg(not(feature = "dense"))]
fn factorised(rows: &[Vec<f64>], side: Side, b: &[f64]) -> Result<Vec<f64>, String> {
    let dot = |a: &[f64], x: &[f64]| a.iter().zip(x).map(|(a, x)| a * x).sum::<f64>();
    let column = |j: usize| rows.iter().map(|row| row[j]).collect::<Vec<f64>>();
    let solved = gmres(
        |x| match side {
            Side::Tangent => Ok(rows.iter().map(|row| dot(row, x)).collect()),
            Side::Adjoint => Ok((0..x.len()).map(|j| dot(&column(j), x)).collect()),
        },
        b,
    );
    match solved {
        Ok(solved) if solved.enough() => Ok(solved.x),
        Ok(solved) => Err(format!(
            "its linear system of {} unknowns is singular: the best solution leaves {:.1e} of the right-hand side",
            b.len(),
            solved.residual
        )),
        Err(error) => Err(error.to_string()),
    }
}

/// Where Newton's method would go from here: how far, and the size of what is there.
pub(super) fn newton(system: &System, y: &[f64]) -> Result<Result<(f64, f64, f64), String>, Error> {
    let f = system.residual();
    let step = system.solve(Side::Tangent, &f)?;
    Ok(step.map(|step| (norm(&step), norm(y), norm(&f))))
}
