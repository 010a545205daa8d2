//! The loops, solvers and likelihoods among the programs, written with `scan`: to the bit what their plain loops are.

use super::Function;
use super::helpers::constant;
use std::f64::consts::TAU;
use wengert::{Memory, Var, scan, scan_each, scan_with, while_loop};

pub const TWINS: &[(&str, Function)] = &[
    ("pg:branch_loop", |p| {
        let (x, y) = (p.one("x"), p.one("y"));
        scan_each(1..9, constant(0.0), |s, k| {
            if k % 3 == 0 {
                s + (k as f64 * x).sin() * y
            } else if s > 0.5 {
                s * y + x
            } else {
                s + x * x / k as f64
            }
        })
    }),
    ("pg:catenary_energy", |p| {
        let t = p.all("t");
        let [x, y, e] = scan(0..t.len(), [constant(0.0); 3], |[x, y, e], k| {
            let a = k.of(t);
            let e = e + (y + a.sin() / 2.0);
            [x + a.cos(), y + a.sin(), e]
        });
        e + 10.0 * ((x - 2.0).powi(2) + y.powi(2))
    }),
    ("pg:clenshaw", |p| {
        let (c, x) = (p.all("c"), p.one("x"));
        let step = |[b1, b2]: [Var; 2], k: wengert::Step| [2.0 * x * b1 - b2 + k.of(c), b1];
        let [b1, b2] = scan((1..4).rev(), [constant(0.0); 2], step);
        x * b1 - b2 + c[0]
    }),
    ("pg:continued_fraction", |p| {
        let x = p.one("x");
        x / scan((1..=23).rev().step_by(2), constant(25.0), |r, k| k.var() - x * x / r)
    }),
    ("pg:crr_american_put", |p| {
        let (s, k, r, v) = (p.one("S"), p.one("K"), p.one("r"), p.one("v"));
        const N: usize = 12;
        let dt = 1.0 / N as f64;
        let u = (v * dt.sqrt()).exp();
        let d = 1.0 / u;
        let up = ((r * dt).exp() - d) / (u - d);
        let q = (-r * dt).exp();
        let exercised = |n: usize, i: usize| k - s * u.powi(n as i32 - 2 * i as i32);
        let last: [Var; N + 1] = std::array::from_fn(|i| exercised(N, i).max(0.0));
        // A level has one value more than the next; what stands behind those is not read by the first.
        scan_each((0..N).rev(), last, |values, n| {
            let kept = |i: usize| q * (up * values[i] + (1.0 - up) * values[i + 1]);
            std::array::from_fn(|i| if i <= n { kept(i).max(exercised(n, i)) } else { values[i] })
        })[0]
    }),
    ("pg:fixed_point_cos", |p| {
        let a = p.one("a");
        scan_with(Memory::Snapshots(4), 0..150, constant(1.0), |x, _| (a * x).cos())
    }),
    ("pg:garch11_loglik", |p| {
        let (w, a, b) = (p.one("w"), p.one("a"), p.one("b"));
        let data = [0.3, -0.1, 0.5, 0.9, 0.2, -0.4, 0.1, 0.6, -0.2, 0.05];
        let [_, ll] = scan(0..data.len(), [w / (1.0 - a - b), constant(0.0)], |[h, ll], k| {
            let t = k.of(&data);
            let ll = ll - 0.5 * (TAU.ln() + h.ln() + t * t / h);
            [w + a * t * t + b * h, ll]
        });
        ll
    }),
    ("pg:gp_loglik", |p| {
        let (l, s, n) = (p.one("l"), p.one("s"), p.one("n"));
        let (x, y) = ([0.0, 0.5, 1.1], [0.2, 0.7, -0.1]);
        let kernel = |i: usize, j: usize| {
            let d: f64 = x[i] - x[j];
            let k = s * s * (-d.powi(2) / (2.0 * l * l)).exp();
            if i == j { k + n * n } else { k }
        };
        let k: [[Var; 3]; 3] = std::array::from_fn(|i| std::array::from_fn(|j| kernel(i, j)));
        let lower = scan_each(0..3, [[constant(0.0); 3]; 3], |mut l, i| {
            for j in 0..=i {
                let rest = (0..j).fold(k[i][j], |v, m| v - l[i][m] * l[j][m]);
                l[i][j] = if i == j { rest.sqrt() } else { rest / l[j][j] };
            }
            l
        });
        let z = scan_each(0..3, [constant(0.0); 3], |mut z, i| {
            let rest = (0..i).fold(constant(y[i]), |v, m| v - lower[i][m] * z[m]);
            z[i] = rest / lower[i][i];
            z
        });
        let logs = scan_each(0..3, constant(0.0), |sum, i| sum + lower[i][i].ln());
        let squares = scan(0..3, constant(0.0), |sum, i| sum + i.of(&z).powi(2));
        -0.5 * squares - logs - 1.5 * TAU.ln()
    }),
    ("pg:gradient_descent_hyper", |p| {
        let lr = p.one("lr");
        let [x, y] = scan_with(Memory::Snapshots(3), 0..20, [p.one("x"), p.one("y")], |[x, y], _| {
            let gx = -2.0 * (1.0 - x) - 20.0 * x * (y - x * x);
            let gy = 10.0 * (y - x * x);
            [x - lr * gx, y - lr * gy]
        });
        (1.0 - x).powi(2) + 5.0 * (y - x * x).powi(2)
    }),
    ("pg:horner", |p| {
        let (c, x) = (p.all("c"), p.one("x"));
        scan((0..c.len()).rev(), constant(0.0), |r, k| r * x + k.of(c))
    }),
    ("pg:implied_vol_newton", |p| {
        let (price, s, k, r, t) = (p.one("price"), p.one("S"), p.one("K"), p.one("r"), p.one("T"));
        scan(0..8, constant(0.3), |v, _| {
            let d1 = ((s / k).ln() + (r + v * v / 2.0) * t) / (v * t.sqrt());
            let d2 = d1 - v * t.sqrt();
            let call = s * d1.normcdf() - k * (-r * t).exp() * d2.normcdf();
            v - (call - price) / (s * d1.normpdf() * t.sqrt())
        })
    }),
    ("pg:kepler_equation", |p| {
        let (m, ecc) = (p.one("M"), p.one("ecc"));
        scan(0..8, m, |e, _| e - (e - ecc * e.sin() - m) / (1.0 - ecc * e.cos()))
    }),
    ("pg:kepler_leapfrog", |p| {
        let (q, v, mu, h) = (p.all("q"), p.all("v"), p.one("mu"), 0.05);
        let pull = |x: Var, y: Var| {
            let r2 = x * x + y * y;
            let r3 = r2 * r2.sqrt();
            (-mu * x / r3, -mu * y / r3)
        };
        let start = ((q[0], q[1]), (v[0], v[1]), pull(q[0], q[1]));
        let ((x, y), _, _) = scan_with(Memory::Snapshots(5), 0..40, start, |((x, y), (u, w), (a, b)), _| {
            let (u, w) = (u + h / 2.0 * a, w + h / 2.0 * b);
            let (x, y) = (x + h * u, y + h * w);
            let (a, b) = pull(x, y);
            ((x, y), (u + h / 2.0 * a, w + h / 2.0 * b), (a, b))
        });
        x * x + y
    }),
    ("pg:logistic_map20", |p| {
        let r = p.one("r");
        scan(0..20, p.one("x"), |x, _| r * x * (1.0 - x))
    }),
    ("pg:newton_sqrt", |p| {
        let a = p.one("a");
        // As long as the plain loop, by counting in the state.
        let [x, _] = while_loop([a, constant(0.0)], |[_, k]| *k < 8.0, |[x, k], _| [0.5 * (x + a / x), k + 1.0]);
        x
    }),
    ("pg:robot_arm", |p| {
        let (t, l) = (p.all("t"), p.all("l"));
        let [_, x, y] = scan(0..t.len(), [constant(0.0); 3], |[a, x, y], k| {
            let (a, l) = (a + k.of(t), k.of(l));
            [a, x + l * a.cos(), y + l * a.sin()]
        });
        (x - 1.0).powi(2) + (y - 1.0).powi(2)
    }),
    ("pg:rosenbrock10", |p| {
        let pairs: Vec<[Var; 2]> = p.all("x").windows(2).map(|x| [x[0], x[1]]).collect();
        scan(0..pairs.len(), constant(0.0), |sum, k| {
            let [x, next] = k.of(&pairs);
            sum + (100.0 * (next - x.powi(2)).powi(2) + (1.0 - x).powi(2))
        })
    }),
    ("pg:simpson", |p| {
        let (a, c) = (p.one("a"), p.one("c"));
        let h = (p.one("b") - a) / 10.0;
        let weights = [1.0, 4.0, 2.0, 4.0, 2.0, 4.0, 2.0, 4.0, 2.0, 4.0, 1.0];
        let sum = scan(0..weights.len(), constant(0.0), |sum, i| {
            let x = a + i.var() * h;
            sum + i.of(&weights) * (-c * x * x).exp()
        });
        sum * h / 3.0
    }),
    ("pg:vanderpol_euler", |p| {
        let mu = p.one("mu");
        let [x, _] = scan_with(Memory::Budget(64), 0..20, [p.one("x"), p.one("v")], |[x, v], _| {
            [x + 0.1 * v, v + 0.1 * (mu * (1.0 - x * x) * v - x)]
        });
        x
    }),
];
