//! The value of each analytic row of the table at complex numbers. Forms are chosen so that an imaginary part of 1e-100
//! keeps its digits: inverse functions as in W. Kahan, "Branch cuts for complex elementary functions" (1987).

use num_complex::Complex64 as C;
use std::f64::consts;
use wengert::prim::Op;

/// The value, where the row is analytic and known here.
pub(crate) fn value(op: Op, z: &[C]) -> Option<C> {
    match (op.arity(), z) {
        (None, _) => of_many(op.text(), z),
        (_, &[z]) => of_one(op.text(), z),
        (_, &[a, b]) => of_two(op.text(), a, b),
        (_, &[a, b, c]) if op.text() == "fma" => Some(a * b + c),
        // A choice is analytic where its condition does not move.
        (_, &[c, a, b]) if op.text() == "where" && c.im == 0.0 => Some(if c.re != 0.0 { a } else { b }),
        (_, &[x, a, b]) if op.text() == "clamp" && x.re != a.re && x.re != b.re => Some(if x.re < a.re {
            a
        } else if x.re > b.re {
            b
        } else {
            x
        }),
        _ => None,
    }
    .or_else(|| in_pieces(op, z))
}

/// Rows that are made of analytic pieces, away from where these meet: real parts decide which piece it is.
fn in_pieces(op: Op, z: &[C]) -> Option<C> {
    let real: Vec<f64> = z.iter().map(|z| z.re).collect();
    match (op.text(), z) {
        ("lt" | "le" | "gt" | "ge" | "eq" | "ne", [a, b]) if a.re != b.re => Some(C::new(op.apply(&real), 0.0)),
        ("abs", [z]) if z.re != 0.0 => Some(if z.re < 0.0 { -z } else { *z }),
        ("sign" | "signum", [z]) if z.re != 0.0 => Some(C::new(op.apply(&real), 0.0)),
        ("relu", [z]) if z.re != 0.0 => Some(if z.re < 0.0 { C::new(0.0, 0.0) } else { *z }),
        ("elu", [z]) if z.re != 0.0 => Some(if z.re < 0.0 { exp_m1(*z) } else { *z }),
        ("leaky_relu", [z, slope]) if z.re != 0.0 => Some(if z.re < 0.0 { slope * z } else { *z }),
        ("softsign", [z]) if z.re != 0.0 => Some(z / (1.0 + if z.re < 0.0 { -z } else { *z })),
        ("floor" | "ceil" | "trunc", [z]) if z.re != z.re.trunc() => Some(C::new(op.apply(&real), 0.0)),
        ("max" | "min" | "max_num" | "min_num" | "max2" | "min2", z) => {
            let wanted = op.apply(&real);
            let mut there = z.iter().filter(|z| z.re == wanted);
            there.next().copied().filter(|_| there.next().is_none())
        }
        _ => None,
    }
}

fn of_one(name: &str, z: C) -> Option<C> {
    let one = C::new(1.0, 0.0);
    Some(match name {
        "neg" => -z,
        "recip" | "recip_pos" => one / z,
        "square" => z * z,
        "to_degrees" => z * (180.0 / consts::PI),
        "to_radians" => z * (consts::PI / 180.0),
        "exp" => z.exp(),
        "exp2" => (z * consts::LN_2).exp(),
        "expm1" => exp_m1(z),
        "log" if z.re > 0.0 => ln(z),
        "log1p" if z.re > -1.0 => ln_1p(z),
        "log2" if z.re > 0.0 => ln(z) / consts::LN_2,
        "log10" if z.re > 0.0 => ln(z) / consts::LN_10,
        "sqrt" if z.re > 0.0 => z.sqrt(),
        "cbrt" if z.re != 0.0 => cbrt(z),
        "logit" => ln(z) - ln_1p(-z),
        "sin" => z.sin(),
        "cos" => z.cos(),
        "tan" => tan(z),
        "sec" => one / z.cos(),
        "csc" => one / z.sin(),
        "cot" => one / tan(z),
        "asin" if z.re.abs() < 1.0 => asin(z),
        "acos" if z.re.abs() < 1.0 => C::new(consts::FRAC_PI_2, 0.0) - asin(z),
        "atan" => atan(z),
        "sinh" => z.sinh(),
        "cosh" => z.cosh(),
        "tanh" => tanh(z),
        "asinh" => asinh(z),
        "acosh" if z.re > 1.0 => acosh(z),
        "atanh" if z.re.abs() < 1.0 => atanh(z),
        "sinc" => sinc(z),
        "sigmoid" => sigmoid(z),
        "logsigmoid" => -softplus(-z),
        "softplus" => softplus(z),
        "silu" => z * sigmoid(z),
        "mish" => z * tanh(softplus(z)),
        "normpdf" => (-z * z * 0.5).exp() / (2.0 * consts::PI).sqrt(),
        _ => return None,
    })
}

fn of_two(name: &str, a: C, b: C) -> Option<C> {
    Some(match name {
        "add" => a + b,
        "sub" => a - b,
        "mul" => a * b,
        "div" => divided(a, b),
        "pow" => pow(a, b)?,
        "powi" if b.re == b.re.trunc() => pow(a, b)?,
        "log_base" if a.re > 0.0 && b.re > 0.0 => ln(a) / ln(b),
        "xlogy" if b.re > 0.0 => a * ln(b),
        "x_over_y" if b.re > 0.0 => divided(a, b),
        "ratio" if b.re != 0.0 => divided(a, b),
        "hypot" => length(&[a, b])?,
        "atan2" if b.re > 0.0 => atan(a / b),
        "atan2" if a.re != 0.0 => C::new(consts::FRAC_PI_2.copysign(a.re), 0.0) - atan(b / a),
        _ => return None,
    })
}

fn of_many(name: &str, z: &[C]) -> Option<C> {
    let sum = |z: &mut dyn Iterator<Item = C>| z.fold(C::new(0.0, 0.0), |s, v| s + v);
    Some(match name {
        "sum" => sum(&mut z.iter().copied()),
        "mean" => sum(&mut z.iter().copied()) / z.len() as f64,
        "prod" => z.iter().fold(C::new(1.0, 0.0), |p, v| p * v),
        "dot" => {
            let (a, b) = z.split_at(z.len() / 2);
            sum(&mut a.iter().zip(b).map(|(a, b)| a * b))
        }
        "norm" => length(z)?,
        "logsumexp" => {
            let top = z.iter().map(|z| z.re).fold(f64::NEG_INFINITY, f64::max);
            ln(sum(&mut z.iter().map(|&v| (v - top).exp()))) + top
        }
        _ => return None,
    })
}

/// a / b with neither overflow nor the loss of a tiny imaginary part.
fn divided(a: C, b: C) -> C {
    let quotient = a.re / b.re;
    if b.re == 0.0 {
        return a / b;
    }
    C::new(quotient, (a.im - quotient * b.im) / b.re)
}

/// The length of a vector that is not zero.
fn length(z: &[C]) -> Option<C> {
    let scale = z.iter().map(|z| z.re.abs()).fold(0.0, f64::max);
    let squares = z.iter().map(|&v| (v / scale) * (v / scale)).fold(C::new(0.0, 0.0), |s, v| s + v);
    (scale > 0.0).then(|| squares.sqrt() * scale)
}

fn ln(z: C) -> C {
    C::new(z.re.hypot(z.im).ln(), z.im.atan2(z.re))
}

fn ln_1p(z: C) -> C {
    C::new(0.5 * (2.0 * z.re + z.re * z.re + z.im * z.im).ln_1p(), z.im.atan2(1.0 + z.re))
}

fn exp_m1(z: C) -> C {
    let half = (0.5 * z.im).sin();
    C::new(z.re.exp_m1() * z.im.cos() - 2.0 * half * half, z.re.exp() * z.im.sin())
}

/// The branch that is real on the whole real line.
fn cbrt(z: C) -> C {
    let principal = |z: C| C::from_polar(z.norm().cbrt(), z.arg() / 3.0);
    if z.re < 0.0 { -principal(-z) } else { principal(z) }
}

/// b^p where it is analytic: b to the right of 0, or a whole p that does not move.
fn pow(b: C, p: C) -> Option<C> {
    if p.im == 0.0 && p.re == p.re.trunc() && p.re.abs() <= 64.0 {
        return Some(b.powi(p.re as i32));
    }
    if b.re > 0.0 {
        return Some((p * ln(b)).exp());
    }
    None
}

fn tan(z: C) -> C {
    z.sin() / z.cos()
}

fn tanh(z: C) -> C {
    if z.re.abs() > 20.0 {
        let slope = 4.0 * (-2.0 * z.re.abs()).exp();
        return C::new(1.0f64.copysign(z.re), slope * z.im.sin() * z.im.cos());
    }
    let (s, c) = (z.re.sinh(), z.re.cosh());
    let (sin, cos) = z.im.sin_cos();
    let bottom = s * s + cos * cos;
    C::new(s * c / bottom, sin * cos / bottom)
}

fn asin(z: C) -> C {
    let one = C::new(1.0, 0.0);
    let (p, q) = ((one - z).sqrt(), (one + z).sqrt());
    C::new(z.re.atan2((p * q).re), (p.conj() * q).im.asinh())
}

fn acosh(z: C) -> C {
    let one = C::new(1.0, 0.0);
    let (p, q) = ((z - one).sqrt(), (z + one).sqrt());
    C::new((p.conj() * q).re.asinh(), 2.0 * p.im.atan2(q.re))
}

/// asinh z = -i asin(i z), kept in real parts.
fn asinh(z: C) -> C {
    let one = C::new(1.0, 0.0);
    let root = (one + z * z).sqrt();
    // Of a negative number the sum z + root cancels.
    let positive = if z.re < 0.0 { -z } else { z };
    let answer = ln_1p(positive + positive * positive / (one + root));
    if z.re < 0.0 { -answer } else { answer }
}

fn atan(z: C) -> C {
    let (a, b) = (z.re, z.im);
    let re = 0.5 * (2.0 * a).atan2((1.0 - b) * (1.0 + b) - a * a);
    C::new(re, 0.25 * (4.0 * b / (a * a + (1.0 - b) * (1.0 - b))).ln_1p())
}

fn atanh(z: C) -> C {
    (ln_1p(z) - ln_1p(-z)) * 0.5
}

/// sin(pi z) / (pi z); near 0 by its series, as the quotient of two small numbers loses the slope.
fn sinc(z: C) -> C {
    let w = z * consts::PI;
    if w.norm() > 0.5 {
        return w.sin() / w;
    }
    let square = w * w;
    let (mut term, mut sum) = (C::new(1.0, 0.0), C::new(1.0, 0.0));
    for k in 1..12 {
        term = -term * square / f64::from(2 * k * (2 * k + 1));
        sum += term;
    }
    sum
}

fn sigmoid(z: C) -> C {
    let one = C::new(1.0, 0.0);
    if z.re >= 0.0 {
        one / (one + (-z).exp())
    } else {
        let e = z.exp();
        e / (one + e)
    }
}

fn softplus(z: C) -> C {
    if z.re > 0.0 { z + ln_1p((-z).exp()) } else { ln_1p(z.exp()) }
}
