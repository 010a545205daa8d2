//! What the cases are written with: their inputs by name, and small dense linear algebra on rows of variables.

use wengert::{Var, dot, logsumexp};
use wengert_testkit::cases::Case;

/// The inputs of a case as variables.
pub struct Inputs<'a> {
    case: &'a Case,
    x: &'a [Var],
}

/// A matrix, row by row.
pub type Rows = Vec<Vec<Var>>;

impl<'a> Inputs<'a> {
    pub fn new(case: &'a Case, x: &'a [Var]) -> Inputs<'a> {
        Inputs { case, x }
    }
    /// An array, flattened.
    pub fn all(&self, name: &str) -> &'a [Var] {
        let mut start = 0;
        for (n, numbers) in &self.case.inputs {
            if n == name {
                return &self.x[start..start + numbers.len()];
            }
            start += numbers.len();
        }
        panic!("{} has no input {name}", self.case.id)
    }
    /// A number.
    pub fn one(&self, name: &str) -> Var {
        self.all(name)[0]
    }
    /// A matrix of so many columns.
    pub fn rows(&self, name: &str, columns: usize) -> Rows {
        rows(self.all(name), columns)
    }
}

pub fn rows(x: &[Var], columns: usize) -> Rows {
    x.chunks(columns).map(<[Var]>::to_vec).collect()
}
pub fn constant(c: f64) -> Var {
    Var::constant(c)
}
pub fn total(terms: impl IntoIterator<Item = Var>) -> Var {
    terms.into_iter().fold(constant(0.0), |s, t| s + t)
}
pub fn transpose(a: &Rows) -> Rows {
    (0..a[0].len()).map(|j| a.iter().map(|row| row[j]).collect()).collect()
}
pub fn matmul(a: &Rows, b: &Rows) -> Rows {
    let columns = transpose(b);
    a.iter().map(|row| columns.iter().map(|column| dot(row, column)).collect()).collect()
}
pub fn matvec(a: &Rows, x: &[Var]) -> Vec<Var> {
    a.iter().map(|row| dot(row, x)).collect()
}
pub fn map(a: &Rows, f: impl Fn(Var) -> Var) -> Rows {
    a.iter().map(|row| row.iter().map(|&x| f(x)).collect()).collect()
}
pub fn plus(a: &Rows, b: &Rows) -> Rows {
    a.iter().zip(b).map(|(r, s)| r.iter().zip(s).map(|(&x, &y)| x + y).collect()).collect()
}
pub fn softmax(x: &[Var]) -> Vec<Var> {
    let all = logsumexp(x.iter().copied());
    x.iter().map(|&t| (t - all).exp()).collect()
}
/// The lower factor of a symmetric positive definite matrix, row by row (Cholesky).
pub fn cholesky(a: &Rows) -> Rows {
    let n = a.len();
    let mut l = vec![vec![constant(0.0); n]; n];
    for i in 0..n {
        for j in 0..=i {
            let rest = (0..j).fold(a[i][j], |v, k| v - l[i][k] * l[j][k]);
            l[i][j] = if i == j { rest.sqrt() } else { rest / l[j][j] };
        }
    }
    l
}
/// L y = b for a lower triangular L.
pub fn forward_substitution(l: &Rows, b: &[Var]) -> Vec<Var> {
    let mut y: Vec<Var> = Vec::new();
    for (i, &b) in b.iter().enumerate() {
        let rest = (0..i).fold(b, |v, k| v - l[i][k] * y[k]);
        y.push(rest / l[i][i]);
    }
    y
}
