//! Blocks of neural networks, in plain loops.

use super::Function;
use super::helpers::{Rows, constant, map, matmul, plus, rows, softmax, total, transpose};
use std::f64::consts::TAU;
use wengert::{Var, dot, logsumexp, maximum_of, mean};

pub const CASES: &[(&str, Function)] = &[
    ("nn:attention", |p| squares(&attention(&p.rows("q", 2), &p.rows("k", 2), &p.rows("v", 2), false))),
    ("nn:avgpool2", |p| total(windows(&p.rows("x", 4)).map(|w| mean(w).powi(3)))),
    ("nn:maxpool2", |p| total(windows(&p.rows("x", 4)).map(|w| maximum_of(w).powi(3)))),
    ("nn:batchnorm", |p| {
        let (columns, g, b) = (transpose(&p.rows("x", 2)), p.all("g"), p.all("b"));
        let unit = |k: usize| standardised(&columns[k]).into_iter().map(move |t| (t * g[k] + b[k]).max(0.0).powi(2));
        total((0..2).flat_map(unit))
    }),
    ("nn:bce_logits", |p| total(p.all("z").iter().zip([1.0, 0.0, 0.0, 1.0]).map(|(a, t)| a.softplus() - a * t)) / 4.0),
    ("nn:conv1d_full", |p| {
        let (x, k) = (p.all("x"), p.all("k"));
        let taps = |i: usize| (0..3).filter(move |&j| j <= i && i - j < 5).map(move |j| x[i - j] * k[j]);
        total((0..7).map(|i| total(taps(i)).sin()))
    }),
    ("nn:conv1d_valid", |p| {
        let (x, k) = (p.all("x"), p.all("k"));
        total((0..5).map(|i| dot(&x[i..i + 3], k).sin()))
    }),
    ("nn:cross_entropy", |p| {
        let logits = p.rows("logits", 4);
        total(logits.iter().zip([2, 0, 3]).map(|(r, k)| logsumexp(r.iter().copied()) - r[k])) / 3.0
    }),
    ("nn:cross_entropy_smooth", |p| {
        let (logits, target) = (p.all("logits"), [0.025, 0.025, 0.925, 0.025]);
        logsumexp(logits.iter().copied()) - wengert::weighted_sum(&target, logits)
    }),
    ("nn:embedding_repeat", |p| {
        let table = p.rows("E", 2);
        let places = [1, 3, 1, 0, 1].into_iter().enumerate();
        total(places.flat_map(|(k, i)| table[i].clone().into_iter().map(move |t| (k + 1) as f64 * t.sin())))
    }),
    ("nn:fft_power", |p| {
        let x = p.all("x");
        let wave =
            |k: usize, f: fn(f64) -> f64| total(x.iter().enumerate().map(|(n, t)| t * f(TAU * (k * n) as f64 / 6.0)));
        total((0..6).map(|k| (k + 1) as f64 * (wave(k, f64::cos).powi(2) + wave(k, f64::sin).powi(2))))
    }),
    ("nn:inplace_swap_accumulate", |p| {
        let x = p.all("x");
        let mut y = x.to_vec();
        y[2] = x[0] * x[1];
        y[0] += x[3];
        y[3] *= x[2];
        total(y.iter().map(|t| t * t))
    }),
    ("nn:layernorm", |p| {
        let (x, g, b) = (p.rows("x", 4), p.all("g"), p.all("b"));
        let row = |r: &Vec<Var>| total((0..4).map(|k| (standardised(r)[k] * g[k] + b[k]).sin()));
        total(x.iter().map(row))
    }),
    ("nn:lstm3", |p| {
        let (wx, wh, b) = (p.all("Wx"), p.rows("Wh", 2), p.all("b"));
        let (mut h, mut c) = (vec![constant(0.0); 2], vec![constant(0.0); 2]);
        for x in [0.5, -1.0, 0.8] {
            let gate = |k: usize| wx[k] * x + dot(&wh[k], &h) + b[k];
            let g: Vec<Var> = (0..8).map(gate).collect();
            c = (0..2).map(|k| g[2 + k].sigmoid() * c[k] + g[k].sigmoid() * g[4 + k].tanh()).collect();
            h = (0..2).map(|k| g[6 + k].sigmoid() * c[k].tanh()).collect();
        }
        total(h.iter().map(|t| t * t))
    }),
    ("nn:mlp", |p| {
        let hidden = matmul(&rows(p.all("x"), 3), &p.rows("W1", 4));
        let h = vec![hidden[0].iter().zip(p.all("b1")).map(|(t, b)| (t + b).tanh()).collect()];
        let out = matmul(&h, &p.rows("W2", 2));
        total(out[0].iter().zip(p.all("b2")).map(|(t, b)| (t + b).powi(2)))
    }),
    ("nn:rmsnorm", |p| {
        let (x, g) = (p.all("x"), p.all("g"));
        let n = (total(x.iter().map(|t| t * t)) / 4.0 + 1e-6).sqrt();
        total(x.iter().zip(g).map(|(t, g)| (t / n * g).tanh()))
    }),
    ("nn:slice_concat_reverse", |p| {
        let x = p.all("x");
        total([5, 4, 3, 2, 1, 3, 5].into_iter().enumerate().map(|(k, i)| (k + 1) as f64 * x[i] * x[i]))
    }),
    ("nn:transformer_block", |p| {
        let x = p.rows("X", 4);
        let normed = layer_norm(&x);
        let head = |name: &str| matmul(&normed, &p.rows(name, 4));
        let heard = matmul(&attention(&head("Wq"), &head("Wk"), &head("Wv"), true), &p.rows("Wo", 4));
        let h = plus(&x, &heard);
        let inner = map(&matmul(&layer_norm(&h), &p.rows("W1", 6)), Var::gelu);
        squares(&plus(&h, &matmul(&inner, &p.rows("W2", 4)))) / 12.0
    }),
];

fn squares(a: &Rows) -> Var {
    total(a.iter().flatten().map(|t| t * t))
}

/// Scaled dot-product attention; a causal one looks no further than its own row.
fn attention(q: &Rows, k: &Rows, v: &Rows, causal: bool) -> Rows {
    let scale = (q[0].len() as f64).sqrt();
    let values = transpose(v);
    let attend = |(i, q): (usize, &Vec<Var>)| {
        let seen = if causal { i + 1 } else { k.len() };
        let scores: Vec<Var> = k[..seen].iter().map(|k| dot(q, k) / scale).collect();
        let weights = softmax(&scores);
        values.iter().map(|column| dot(&weights, &column[..seen])).collect()
    };
    q.iter().enumerate().map(attend).collect()
}

/// Mean 0, variance 1 (with 1e-5 under the root).
fn standardised(x: &[Var]) -> Vec<Var> {
    let m = mean(x.iter().copied());
    let v = mean(x.iter().map(|&t| (t - m).powi(2)));
    x.iter().map(|&t| (t - m) / (v + 1e-5).sqrt()).collect()
}

fn layer_norm(x: &Rows) -> Rows {
    x.iter().map(|row| standardised(row)).collect()
}

/// The four 2 by 2 windows of a 4 by 4 image.
fn windows(x: &Rows) -> impl Iterator<Item = [Var; 4]> {
    (0..4).map(|k| {
        let (i, j) = (2 * (k / 2), 2 * (k % 2));
        [x[i][j], x[i][j + 1], x[i + 1][j], x[i + 1][j + 1]]
    })
}
