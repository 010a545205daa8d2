//! Linear algebra: products, determinants, inverses, decompositions, in plain loops.

use super::Function;
use super::helpers::{Rows, cholesky, constant, forward_substitution, map, matmul, matvec, total, transpose};
use std::f64::consts::TAU;
use wengert::{Var, dot};

pub const CASES: &[(&str, Function)] = &[
    ("la:batched_matmul", |p| {
        let (a, b) = (p.rows("A", 3), p.rows("B", 2));
        let product = |k: usize| matmul(&a[2 * k..2 * k + 2].to_vec(), &b[3 * k..3 * k + 3].to_vec());
        total((0..2).flat_map(product).flatten().map(|t| t.cos()))
    }),
    ("la:det_singular", |p| {
        let m = p.rows("A", 3);
        let (a, b, c) = (&m[0], &m[1], &m[2]);
        a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])
    }),
    ("la:dot", |p| dot(p.all("a"), p.all("b"))),
    ("la:eigvalsh", |p| {
        let e = eigenvalues(symmetrised(&p.rows("A", 3)));
        e[0] - 2.0 * e[1] + 3.0 * e[2]
    }),
    ("la:einsum_bilinear", |p| {
        let (x, w, y) = (p.all("x"), p.all("W"), p.all("y"));
        let entry = |i: usize, j: usize, k: usize| w[(i * 3 + j) * 2 + k];
        let form = |k: usize| total((0..6).map(|ij| x[ij / 3] * entry(ij / 3, ij % 3, k) * y[ij % 3]));
        total((0..2).map(|k| form(k).powi(2)))
    }),
    ("la:expm", |p| total(exponential(&p.rows("A", 2)).into_iter().flatten().map(|t| t.powi(2)))),
    ("la:inv", |p| {
        let weights = [[0.884, 0.196, 0.358], [-2.343, -1.085, 0.56], [0.939, -0.978, 0.503]];
        let x = inverse(p.rows("A", 3));
        total((0..9).map(|k| weights[k / 3][k % 3] * x[k / 3][k % 3]))
    }),
    ("la:matmul", |p| total(matmul(&p.rows("A", 3), &p.rows("B", 2)).into_iter().flatten().map(|t| t.sin()))),
    ("la:matmul_transposes", |p| {
        let product = matmul(&transpose(&p.rows("A", 2)), &transpose(&p.rows("B", 3)));
        total(product.into_iter().flatten().map(|t| t * t))
    }),
    ("la:matpow5", |p| {
        let a = p.rows("A", 2);
        let square = matmul(&a, &a);
        total(matmul(&matmul(&square, &square), &a).into_iter().flatten())
    }),
    ("la:mvn_logpdf", |p| {
        let l = cholesky(&symmetrised(&p.rows("A", 3)));
        let y = forward_substitution(&l, p.all("x"));
        -total((0..3).map(|i| l[i][i].ln())) - dot(&y, &y) / 2.0 - 1.5 * TAU.ln()
    }),
    ("la:outer", |p| total(p.all("a").iter().flat_map(|a| p.all("b").iter().map(move |b| (a * b).exp())))),
    ("la:power_iteration", |p| {
        let a = p.rows("A", 3);
        let mut v = vec![constant(1.0); 3];
        for _ in 0..12 {
            let y = matvec(&a, &v);
            let n = dot(&y, &y).sqrt();
            v = y.iter().map(|t| t / n).collect();
        }
        dot(&v, &matvec(&a, &v)) / dot(&v, &v)
    }),
    ("la:qr_R", |p| {
        let columns = transpose(&p.rows("A", 2));
        let r11 = dot(&columns[0], &columns[0]).sqrt();
        let q: Vec<Var> = columns[0].iter().map(|t| t / r11).collect();
        let r12 = dot(&q, &columns[1]);
        let r22_squared = dot(&columns[1], &columns[1]) - r12.powi(2);
        r11.powi(2) + 2.0 * r12.powi(2) + 3.0 * r22_squared
    }),
    ("la:quadform", |p| dot(p.all("x"), &matvec(&p.rows("A", 3), p.all("x")))),
    ("la:spectral_norm", |p| {
        let a = p.rows("A", 2);
        let g = matmul(&transpose(&a), &a);
        let (trace, det) = (g[0][0] + g[1][1], g[0][0] * g[1][1] - g[0][1] * g[1][0]);
        ((trace + (trace * trace - 4.0 * det).sqrt()) / 2.0).sqrt()
    }),
];

fn symmetrised(a: &Rows) -> Rows {
    let t = transpose(a);
    a.iter().zip(&t).map(|(r, s)| r.iter().zip(s).map(|(&x, &y)| (x + y) / 2.0).collect()).collect()
}

/// The eigenvalues of a symmetric matrix, ascending: Jacobi's rotations, more sweeps than the values need, so that the
/// derivatives have converged too. The tangent of the angle is written so that it is smooth where an entry vanishes.
fn eigenvalues(mut a: Rows) -> Vec<Var> {
    let n = a.len();
    for _ in 0..8 {
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, p, q);
            }
        }
    }
    let mut e: Vec<Var> = (0..n).map(|i| a[i][i]).collect();
    e.sort_by(|x, y| x.total_cmp(y));
    e
}

fn rotate(a: &mut Rows, p: usize, q: usize) {
    let (gap, off) = (a[q][q] - a[p][p], 2.0 * a[p][q]);
    let length = gap.hypot(off);
    let t = off / if gap > 0.0 { gap + length } else { gap - length };
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = t * c;
    let turn = |x: Var, y: Var| (c * x - s * y, s * x + c * y);
    for row in a.iter_mut() {
        (row[p], row[q]) = turn(row[p], row[q]);
    }
    let turned: Vec<(Var, Var)> = a[p].iter().zip(&a[q]).map(|(&x, &y)| turn(x, y)).collect();
    (a[p], a[q]) = turned.into_iter().unzip();
}

/// exp(A) by Taylor's series of A/16, squared four times.
fn exponential(a: &Rows) -> Rows {
    let n = a.len();
    let scaled = map(a, |x| x / 16.0);
    let unit: Rows = (0..n).map(|i| (0..n).map(|j| constant(if i == j { 1.0 } else { 0.0 })).collect()).collect();
    let (mut sum, mut term) = (unit.clone(), unit);
    for k in 1..16 {
        term = map(&matmul(&term, &scaled), |x| x / k as f64);
        sum = super::helpers::plus(&sum, &term);
    }
    (0..4).fold(sum, |x, _| matmul(&x, &x))
}

/// The inverse by Gauss-Jordan elimination with partial pivoting; which row is the pivot depends on values.
fn inverse(mut a: Rows) -> Rows {
    let n = a.len();
    for (i, row) in a.iter_mut().enumerate() {
        row.extend((0..n).map(|j| constant(if i == j { 1.0 } else { 0.0 })));
    }
    for k in 0..n {
        let pivot = (k..n).max_by(|&i, &j| a[i][k].abs().total_cmp(&a[j][k].abs())).unwrap_or(k);
        a.swap(k, pivot);
        let head = a[k][k];
        a[k].iter_mut().for_each(|x| *x /= head);
        let row = a[k].clone();
        for (_, other) in a.iter_mut().enumerate().filter(|(i, _)| *i != k) {
            let factor = other[k];
            other.iter_mut().zip(&row).for_each(|(x, y)| *x -= factor * y);
        }
    }
    a.into_iter().map(|row| row[n..].to_vec()).collect()
}
