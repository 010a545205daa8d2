//! GMRES (Saad & Schultz 1986): the linear system of a derivative, solved with products alone.
//!
//! The basis is made orthogonal by modified Gram-Schmidt, which is backward stable here (Paige, Rozložník & Strakoš
//! 2006). Why this is our own: `docs/notes/006`.

use crate::Error;
use crate::prim::Nary;
use crate::prim::nary::Norm;

/// The largest basis that is kept before starting again.
const BASIS: usize = 200;
/// The residual, relative to the right-hand side, that is aimed at.
const AIM: f64 = 1e-14;
/// The residual that is accepted where rounding stops the descent.
const ENOUGH: f64 = 1e-9;

/// What came of a solve.
#[derive(Debug)]
pub(super) struct Solved {
    pub x: Vec<f64>,
    /// ‖b - A x‖ / ‖b‖.
    pub residual: f64,
    /// How many products it took.
    pub products: usize,
}

impl Solved {
    /// Whether the residual is as small as a derivative needs.
    pub fn enough(&self) -> bool {
        self.residual <= ENOUGH
    }
}

/// Solves A x = b for a map `times` of as many numbers as `b` has. What stops it short of the aim is told by the residual.
pub(super) fn gmres(mut times: impl FnMut(&[f64]) -> Result<Vec<f64>, Error>, b: &[f64]) -> Result<Solved, Error> {
    let n = b.len();
    let size = norm(b);
    let mut solved = Solved { x: vec![0.0; n], residual: 0.0, products: 0 };
    if size == 0.0 {
        return Ok(solved);
    }
    let most = (10 * n).max(1000);
    let mut r = b.to_vec();
    let mut last = f64::INFINITY;
    loop {
        solved.residual = norm(&r) / size;
        // No use in another round where this one gained little.
        let little = if solved.enough() { 0.5 } else { 0.95 };
        let stuck = solved.residual.is_nan() || solved.residual > little * last || solved.products >= most;
        if solved.residual <= AIM || stuck {
            return Ok(solved);
        }
        last = solved.residual;
        let correction = round(&mut times, &r, AIM * size, &mut solved.products)?;
        let previous = solved.x.clone();
        solved.x.iter_mut().zip(correction).for_each(|(x, d)| *x += d);
        let ax = times(&solved.x)?;
        solved.products += 1;
        r = b.iter().zip(ax).map(|(b, ax)| b - ax).collect();
        if norm(&r).is_nan() || norm(&r) / size > last {
            solved.x = previous;
            return Ok(solved);
        }
    }
}

/// The correction of least residual in the Krylov space of `r`.
fn round(
    times: &mut impl FnMut(&[f64]) -> Result<Vec<f64>, Error>,
    r: &[f64],
    aim: f64,
    products: &mut usize,
) -> Result<Vec<f64>, Error> {
    let size = norm(r);
    let mut basis = vec![scaled(r, 1.0 / size)];
    let mut triangle = Triangle { columns: Vec::new(), rotations: Vec::new(), rhs: vec![size] };
    while triangle.columns.len() < r.len().min(BASIS) {
        let mut w = times(&basis[basis.len() - 1])?;
        *products += 1;
        let before = norm(&w);
        let mut column = vec![0.0; basis.len()];
        // Twice is enough (Giraud, Langou & Rozložník 2005).
        for _ in 0..2 {
            for (h, v) in column.iter_mut().zip(&basis) {
                let along = dot(&w, v);
                *h += along;
                w.iter_mut().zip(v).for_each(|(w, v)| *w -= along * v);
            }
        }
        let rest = norm(&w);
        // The space is exhausted where nothing new is left: what remains is rounding.
        let exhausted = rest <= f64::EPSILON * before;
        if !triangle.add(column, if exhausted { 0.0 } else { rest }) || exhausted || triangle.residual() <= aim {
            break;
        }
        basis.push(scaled(&w, 1.0 / rest));
    }
    let weights = triangle.solve();
    let mut x = vec![0.0; r.len()];
    for (y, v) in weights.iter().zip(&basis) {
        x.iter_mut().zip(v).for_each(|(x, v)| *x += y * v);
    }
    Ok(x)
}

/// The least-squares problem of a round, kept triangular by rotations.
struct Triangle {
    columns: Vec<Vec<f64>>,
    rotations: Vec<(f64, f64)>,
    rhs: Vec<f64>,
}

impl Triangle {
    /// Adds a column of the Hessenberg matrix; `false` where it is not finite or depends on the others, and is left out.
    fn add(&mut self, mut column: Vec<f64>, below: f64) -> bool {
        let k = self.columns.len();
        for (i, &(c, s)) in self.rotations.iter().enumerate() {
            (column[i], column[i + 1]) = (c * column[i] + s * column[i + 1], c * column[i + 1] - s * column[i]);
        }
        let diagonal = column[k].hypot(below);
        let largest = self.columns.iter().zip(0..).map(|(c, i): (_, usize)| c[i].abs()).fold(diagonal, f64::max);
        if !diagonal.is_finite() || diagonal <= f64::EPSILON * largest {
            return false;
        }
        let (c, s) = (column[k] / diagonal, below / diagonal);
        column[k] = diagonal;
        self.columns.push(column);
        self.rotations.push((c, s));
        let g = self.rhs[k];
        self.rhs[k] = c * g;
        self.rhs.push(-s * g);
        true
    }
    /// The norm of the residual.
    fn residual(&self) -> f64 {
        self.rhs[self.columns.len()].abs()
    }
    /// Back substitution.
    fn solve(&self) -> Vec<f64> {
        let n = self.columns.len();
        let mut y = self.rhs[..n].to_vec();
        for k in (0..n).rev() {
            y[k] /= self.columns[k][k];
            for i in 0..k {
                y[i] -= self.columns[k][i] * y[k];
            }
        }
        y
    }
}

/// Euclidean norm.
pub(super) fn norm(x: &[f64]) -> f64 {
    Norm::eval(x)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn scaled(x: &[f64], by: f64) -> Vec<f64> {
    x.iter().map(|x| x * by).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A matrix with entries from a seed, by rows.
    fn random(n: usize, mut seed: u64) -> Vec<Vec<f64>> {
        let mut entry = || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        };
        (0..n).map(|_| (0..n).map(|_| entry()).collect()).collect()
    }
    fn times(a: &[Vec<f64>]) -> impl Fn(&[f64]) -> Result<Vec<f64>, Error> {
        move |x| Ok(a.iter().map(|row| dot(row, x)).collect())
    }

    #[test]
    fn any_regular_system_is_solved() {
        for n in 1..40 {
            let a = random(n, n as u64);
            let x: Vec<f64> = (0..n).map(|i| 1.0 + i as f64).collect();
            let b = times(&a)(&x).unwrap();
            let solved = gmres(times(&a), &b).unwrap();
            assert!(solved.residual < 1e-12 && solved.enough(), "{n}: {solved:?}");
        }
    }

    #[test]
    fn more_unknowns_than_the_basis_holds() {
        let n = 3 * BASIS;
        let mut a = random(n, 7);
        a.iter_mut().enumerate().for_each(|(i, row)| row[i] += 0.8 * (n as f64).sqrt());
        let b = vec![1.0; n];
        let solved = gmres(times(&a), &b).unwrap();
        assert!(solved.residual < 1e-13, "{}", solved.residual);
    }

    #[test]
    fn a_singular_system_is_told_by_its_residual() {
        let a = [vec![1.0, 2.0], vec![2.0, 4.0]];
        let solved = gmres(times(&a), &[1.0, 0.0]).unwrap();
        assert!(!solved.enough() && (solved.residual * solved.residual - 0.8).abs() < 1e-12, "{solved:?}");
        let zero = gmres(|x| Ok(vec![0.0; x.len()]), &[1.0, 0.0]).unwrap();
        assert_eq!(zero.residual, 1.0);
        let nan = gmres(|x| Ok(vec![f64::NAN; x.len()]), &[1.0, 0.0]).unwrap();
        assert!(!nan.enough());
    }

    #[test]
    fn nothing_is_solved_by_nothing() {
        assert_eq!(gmres(|x| Ok(x.to_vec()), &[0.0, 0.0]).unwrap().x, [0.0, 0.0]);
    }
}
