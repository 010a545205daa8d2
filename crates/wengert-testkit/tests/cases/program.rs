//! Programs: loops, solvers, likelihoods, physics.

use super::Function;
use super::helpers::{cholesky, constant, forward_substitution, total};
use std::f64::consts::{PI, TAU};
use wengert::Var;

pub const CASES: &[(&str, Function)] = &[
    ("pg:bilinear_interp", |p| {
        let g = p.rows("G", 3);
        let (x, y) = (p.one("x"), p.one("y"));
        let (j, i) = (x.floor().value() as usize, y.floor().value() as usize);
        let (u, v) = (x - j as f64, y - i as f64);
        (1.0 - v) * ((1.0 - u) * g[i][j] + u * g[i][j + 1]) + v * ((1.0 - u) * g[i + 1][j] + u * g[i + 1][j + 1])
    }),
    ("pg:branch_loop", |p| {
        let (x, y) = (p.one("x"), p.one("y"));
        let mut s = constant(0.0);
        for k in 1..9 {
            if k % 3 == 0 {
                s += (k as f64 * x).sin() * y;
            } else if s > 0.5 {
                s = s * y + x;
            } else {
                s += x * x / k as f64;
            }
        }
        s
    }),
    ("pg:catenary_energy", |p| {
        let (mut x, mut y, mut e) = (constant(0.0), constant(0.0), constant(0.0));
        for a in p.all("t") {
            e += y + a.sin() / 2.0;
            (x, y) = (x + a.cos(), y + a.sin());
        }
        e + 10.0 * ((x - 2.0).powi(2) + y.powi(2))
    }),
    ("pg:clenshaw", |p| {
        let (c, x) = (p.all("c"), p.one("x"));
        let (mut b1, mut b2) = (constant(0.0), constant(0.0));
        for k in [3, 2, 1] {
            (b1, b2) = (2.0 * x * b1 - b2 + c[k], b1);
        }
        x * b1 - b2 + c[0]
    }),
    ("pg:continued_fraction", |p| {
        let x = p.one("x");
        let mut r = constant(25.0);
        for k in (1..=23).rev().step_by(2) {
            r = k as f64 - x * x / r;
        }
        x / r
    }),
    ("pg:crr_american_put", |p| american_put(p.one("S"), p.one("K"), p.one("r"), p.one("v"))),
    ("pg:fixed_point_cos", |p| (0..150).fold(constant(1.0), |x, _| (p.one("a") * x).cos())),
    ("pg:garch11_loglik", |p| {
        let (w, a, b) = (p.one("w"), p.one("a"), p.one("b"));
        let mut h = w / (1.0 - a - b);
        let mut ll = constant(0.0);
        for t in [0.3, -0.1, 0.5, 0.9, 0.2, -0.4, 0.1, 0.6, -0.2, 0.05] {
            ll -= 0.5 * (TAU.ln() + h.ln() + t * t / h);
            h = w + a * t * t + b * h;
        }
        ll
    }),
    ("pg:gp_loglik", |p| gaussian_process(p.one("l"), p.one("s"), p.one("n"))),
    ("pg:gradient_descent_hyper", |p| {
        let (lr, mut x, mut y) = (p.one("lr"), p.one("x"), p.one("y"));
        for _ in 0..20 {
            let gx = -2.0 * (1.0 - x) - 20.0 * x * (y - x * x);
            let gy = 10.0 * (y - x * x);
            (x, y) = (x - lr * gx, y - lr * gy);
        }
        (1.0 - x).powi(2) + 5.0 * (y - x * x).powi(2)
    }),
    ("pg:horner", |p| p.all("c").iter().rev().fold(constant(0.0), |r, c| r * p.one("x") + c)),
    ("pg:implied_vol_newton", |p| implied_volatility(p.one("price"), p.one("S"), p.one("K"), p.one("r"), p.one("T"))),
    ("pg:kepler_equation", |p| {
        let (m, ecc) = (p.one("M"), p.one("ecc"));
        (0..8).fold(m, |e, _| e - (e - ecc * e.sin() - m) / (1.0 - ecc * e.cos()))
    }),
    ("pg:kepler_leapfrog", |p| leapfrog(p.all("q"), p.all("v"), p.one("mu"))),
    ("pg:lennard_jones3", |p| {
        let r = p.rows("r", 3);
        let mut e = constant(0.0);
        for i in 0..3 {
            for j in 0..i {
                let d2 = total((0..3).map(|k| (r[i][k] - r[j][k]).powi(2)));
                let s = 1.0 / d2.powi(3);
                e += 4.0 * (s * s - s);
            }
        }
        e
    }),
    ("pg:logistic_map20", |p| (0..20).fold(p.one("x"), |x, _| p.one("r") * x * (1.0 - x))),
    ("pg:newton_sqrt", |p| (0..8).fold(p.one("a"), |x, _| 0.5 * (x + p.one("a") / x))),
    ("pg:reprojection", |p| reprojection(p.all("w"), p.all("t"), p.one("f"), p.all("X"))),
    ("pg:robot_arm", |p| {
        let (mut a, mut x, mut y) = (constant(0.0), constant(0.0), constant(0.0));
        for (t, l) in p.all("t").iter().zip(p.all("l")) {
            a += t;
            (x, y) = (x + l * a.cos(), y + l * a.sin());
        }
        (x - 1.0).powi(2) + (y - 1.0).powi(2)
    }),
    ("pg:rosenbrock10", |p| {
        let x = p.all("x");
        total((0..9).map(|i| 100.0 * (x[i + 1] - x[i].powi(2)).powi(2) + (1.0 - x[i]).powi(2)))
    }),
    ("pg:simpson", |p| {
        let (a, c) = (p.one("a"), p.one("c"));
        let h = (p.one("b") - a) / 10.0;
        let weight = |i: i32| match i {
            0 | 10 => 1.0,
            i if i % 2 == 1 => 4.0,
            _ => 2.0,
        };
        let node = |i: i32| {
            let x = a + i as f64 * h;
            weight(i) * (-c * x * x).exp()
        };
        total((0..11).map(node)) * h / 3.0
    }),
    ("pg:vanderpol_euler", |p| {
        let (mu, mut x, mut v) = (p.one("mu"), p.one("x"), p.one("v"));
        for _ in 0..20 {
            (x, v) = (x + 0.1 * v, v + 0.1 * (mu * (1.0 - x * x) * v - x));
        }
        x
    }),
];

/// Cox, Ross and Rubinstein's tree of 12 steps over one year, with early exercise.
fn american_put(s: Var, k: Var, r: Var, v: Var) -> Var {
    const N: i32 = 12;
    let dt = 1.0 / N as f64;
    let u = (v * dt.sqrt()).exp();
    let d = 1.0 / u;
    let p = ((r * dt).exp() - d) / (u - d);
    let q = (-r * dt).exp();
    let exercised = |n: i32, i: i32| k - s * u.powi(n - 2 * i);
    let mut values: Vec<Var> = (0..=N).map(|i| exercised(N, i).max(0.0)).collect();
    for n in (0..N).rev() {
        let kept = |i: usize| q * (p * values[i] + (1.0 - p) * values[i + 1]);
        values = (0..=n as usize).map(|i| kept(i).max(exercised(n, i as i32))).collect();
    }
    values[0]
}

/// The marginal likelihood of three points under a Gaussian process with a squared-exponential kernel.
fn gaussian_process(l: Var, s: Var, n: Var) -> Var {
    let (x, y) = ([0.0, 0.5, 1.1], [0.2, 0.7, -0.1]);
    let kernel = |i: usize, j: usize| {
        let d: f64 = x[i] - x[j];
        let k = s * s * (-d.powi(2) / (2.0 * l * l)).exp();
        if i == j { k + n * n } else { k }
    };
    let k = (0..3).map(|i| (0..3).map(|j| kernel(i, j)).collect()).collect();
    let lower = cholesky(&k);
    let z = forward_substitution(&lower, &y.map(Var::constant));
    let logs = total((0..3).map(|i| lower[i][i].ln()));
    -0.5 * total(z.iter().map(|t| t.powi(2))) - logs - 1.5 * (2.0 * PI).ln()
}

/// Eight Newton steps on the Black-Scholes price of a call.
fn implied_volatility(price: Var, s: Var, k: Var, r: Var, t: Var) -> Var {
    let mut v = constant(0.3);
    for _ in 0..8 {
        let d1 = ((s / k).ln() + (r + v * v / 2.0) * t) / (v * t.sqrt());
        let d2 = d1 - v * t.sqrt();
        let call = s * d1.normcdf() - k * (-r * t).exp() * d2.normcdf();
        v -= (call - price) / (s * d1.normpdf() * t.sqrt());
    }
    v
}

/// Forty kick-drift-kick steps around a centre of mass parameter mu.
fn leapfrog(q: &[Var], v: &[Var], mu: Var) -> Var {
    let h = 0.05;
    let pull = |x: Var, y: Var| {
        let r2 = x * x + y * y;
        let r3 = r2 * r2.sqrt();
        (-mu * x / r3, -mu * y / r3)
    };
    let (mut x, mut y, mut u, mut w) = (q[0], q[1], v[0], v[1]);
    let (mut a, mut b) = pull(x, y);
    for _ in 0..40 {
        (u, w) = (u + h / 2.0 * a, w + h / 2.0 * b);
        (x, y) = (x + h * u, y + h * w);
        (a, b) = pull(x, y);
        (u, w) = (u + h / 2.0 * a, w + h / 2.0 * b);
    }
    x * x + y
}

/// Rodrigues' rotation, a translation, a pinhole, and the squared distance to (60, -40).
fn reprojection(w: &[Var], t: &[Var], f: Var, x: &[Var]) -> Var {
    let angle = (w[0].powi(2) + w[1].powi(2) + w[2].powi(2)).sqrt();
    let k: Vec<Var> = w.iter().map(|&a| a / angle).collect();
    let cross = [k[1] * x[2] - k[2] * x[1], k[2] * x[0] - k[0] * x[2], k[0] * x[1] - k[1] * x[0]];
    let along = k[0] * x[0] + k[1] * x[1] + k[2] * x[2];
    let turned = |i: usize| x[i] * angle.cos() + cross[i] * angle.sin() + k[i] * along * (1.0 - angle.cos()) + t[i];
    let y = [turned(0), turned(1), turned(2)];
    (f * y[0] / y[2] - 60.0).powi(2) + (f * y[1] / y[2] + 40.0).powi(2)
}
