//! Gradients written by hand in plain Rust: the limit to aim at, and the reference every library is checked against.

use crate::problems::{HIDDEN, INPUTS, Problem, SAMPLES, SHIFT, data, power};

/// The value of a problem at `x`; its gradient is written into `g`.
pub fn gradient(problem: Problem, x: &[f64], g: &mut [f64]) -> f64 {
    match problem {
        Problem::Rosenbrock(_) => rosenbrock(x, g),
        Problem::Product(_) => product(x, g),
        Problem::Network => network(x, g),
        Problem::LogSumExp(_) => log_sum_exp(x, g),
        Problem::Powers(_) => powers(x, g),
    }
}

fn rosenbrock(x: &[f64], g: &mut [f64]) -> f64 {
    g.fill(0.0);
    let mut f = 0.0;
    for i in 0..x.len() - 1 {
        let s = x[i] - 1.0;
        let t = x[i + 1] - x[i] * x[i];
        f += 100.0 * t * t + s * s;
        g[i] += 2.0 * s - 400.0 * t * x[i];
        g[i + 1] += 200.0 * t;
    }
    f
}

/// Prefix products on the way up, suffix products on the way down.
fn product(x: &[f64], g: &mut [f64]) -> f64 {
    let mut before = 1.0;
    for (g, x) in g.iter_mut().zip(x) {
        *g = before;
        before *= x;
    }
    let mut after = 1.0;
    for (g, x) in g.iter_mut().zip(x).rev() {
        *g *= after;
        after *= x;
    }
    before
}

fn network(w: &[f64], g: &mut [f64]) -> f64 {
    let data = data();
    g.fill(0.0);
    let (w1, rest) = w.split_at(HIDDEN * INPUTS);
    let (b1, rest) = rest.split_at(HIDDEN);
    let (w2, b2) = rest.split_at(HIDDEN);
    let (g_w1, rest) = g.split_at_mut(HIDDEN * INPUTS);
    let (g_b1, rest) = rest.split_at_mut(HIDDEN);
    let (g_w2, g_b2) = rest.split_at_mut(HIDDEN);
    let mut loss = 0.0;
    let mut act = [0.0; HIDDEN];
    for s in 0..SAMPLES {
        let x = &data.inputs[s * INPUTS..(s + 1) * INPUTS];
        let mut out = b2[0];
        for (h, act) in act.iter_mut().enumerate() {
            let row = &w1[h * INPUTS..(h + 1) * INPUTS];
            let a = row.iter().zip(x).fold(b1[h], |a, (w, x)| a + w * x);
            *act = a.tanh();
            out += w2[h] * *act;
        }
        let e = out - data.targets[s];
        loss += e * e;
        let e_bar = 2.0 * e;
        g_b2[0] += e_bar;
        for (h, act) in act.iter().enumerate() {
            g_w2[h] += e_bar * act;
            let a_bar = e_bar * w2[h] * (1.0 - act * act);
            g_b1[h] += a_bar;
            let row = &mut g_w1[h * INPUTS..(h + 1) * INPUTS];
            row.iter_mut().zip(x).for_each(|(g, x)| *g += a_bar * x);
        }
    }
    loss
}

fn log_sum_exp(x: &[f64], g: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for (g, x) in g.iter_mut().zip(x) {
        *g = (x - SHIFT).exp();
        sum += *g;
    }
    let share = 1.0 / sum;
    g.iter_mut().for_each(|g| *g *= share);
    sum.ln() + SHIFT
}

fn powers(x: &[f64], g: &mut [f64]) -> f64 {
    let mut f = 0.0;
    for (k, (g, x)) in g.iter_mut().zip(x).enumerate() {
        let n = power(k);
        *g = f64::from(n) * x.powi(n - 1);
        f += x.powi(n);
    }
    f
}
