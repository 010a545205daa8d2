//! Reductions: sums, products, extrema, order statistics.

use super::Function;
use super::helpers::{constant, total};
use wengert::{Var, logsumexp, mean, minimum_of, norm, prod};

pub const CASES: &[(&str, Function)] = &[
    ("red:entropy", |p| {
        let x = p.all("x");
        let s = total(x.iter().copied());
        -total(x.iter().map(|t| t / s * (t / s).ln()))
    }),
    ("red:geomean", |p| (total(p.all("x").iter().map(|t| t.ln())) / 5.0).exp()),
    ("red:logsumexp", |p| logsumexp(p.all("x").iter().copied())),
    ("red:logsumexp_big", |p| logsumexp(p.all("x").iter().copied())),
    ("red:median", |p| sorted(p.all("x"))[2].powi(2)),
    ("red:min", |p| minimum_of(p.all("x").iter().copied()).powi(2)),
    ("red:norm2", |p| norm(p.all("x"))),
    ("red:prod_two_zeros", |p| prod(p.all("x").iter().copied())),
    ("red:sort", |p| total(sorted(p.all("x")).iter().zip([0.5, -1.0, 2.0, 0.3, -0.7]).map(|(t, w)| w * t * t))),
    ("red:speelpenning10", |p| p.all("x").iter().fold(constant(1.0), |product, t| product * t)),
    ("red:std1", |p| (squares_about_mean(p.all("x")) / 4.0).sqrt()),
    ("red:sum_sq", |p| total(p.all("x").iter().map(|t| t * t))),
    ("red:var", |p| squares_about_mean(p.all("x")) / 5.0),
];

fn squares_about_mean(x: &[Var]) -> Var {
    let m = mean(x.iter().copied());
    total(x.iter().map(|&t| (t - m).powi(2)))
}

fn sorted(x: &[Var]) -> Vec<Var> {
    let mut x = x.to_vec();
    x.sort_by(|a, b| a.total_cmp(b));
    x
}
