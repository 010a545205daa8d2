//! The value of each row of the table to a fixed number of bits, where an algorithm for it is at hand. Derivatives are
//! not here: the table's own run on these values.

use super::calc::{Answer, Big, Calc, Off, abs, double, is_negative, is_zero, order, same};
use super::{Number, special};
use dashu_base::Sign;
use dashu_float::ConstCache;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::f64::consts;
use wengert::prim::Op;

/// The value of `op` at finite numbers.
pub(crate) fn value(bits: usize, cache: &RefCell<ConstCache>, op: Op, args: &[Big]) -> Number {
    let calc = Calc::new(bits, cache);
    let answer = if op.arity().is_none() { of_many(&calc, op, args) } else { of_few(&calc, op, args) };
    let answer = if let Err(Off::Lacks) = answer { special::value(&calc, op, args) } else { answer };
    match answer {
        Ok(number) => Number::Finite(number),
        Err(Off::Nan) => Number::Other(f64::NAN),
        Err(Off::Infinite(sign)) => {
            Number::Other(if sign == Sign::Negative { f64::NEG_INFINITY } else { f64::INFINITY })
        }
        Err(Off::Lacks) => {
            let doubles: Vec<f64> = args.iter().map(|x| x.to_f64().value()).collect();
            Number::Lacks(op.text(), op.apply(&doubles))
        }
    }
}

/// The number that a rule of the table means by a literal: doubles that are the nearest to a known constant, or to 1/n,
/// stand for it.
pub(crate) fn meant(bits: usize, cache: &RefCell<ConstCache>, c: f64) -> Number {
    if !c.is_finite() || c == c.trunc() {
        return Number::exactly(c);
    }
    let calc = Calc::new(bits, cache);
    let magnitude = known(&calc, c.abs()).or_else(|_| fraction(&calc, c.abs()));
    match magnitude {
        Ok(number) => Number::Finite(if c < 0.0 { -number } else { number }),
        Err(_) => Number::exactly(c),
    }
}

/// Irrational factors in the table's rules.
fn known(calc: &Calc<'_>, c: f64) -> Answer {
    let two = double(2.0);
    let pi = calc.pi();
    if c == consts::LN_2 {
        calc.ln(&two)
    } else if c == consts::LN_10 {
        calc.ln(&double(10.0))
    } else if c == consts::PI {
        Ok(pi)
    } else if c == consts::FRAC_2_SQRT_PI {
        calc.div(&two, &calc.sqrt(&pi)?)
    } else if c == 1.0 / consts::FRAC_2_SQRT_PI {
        calc.div(&calc.sqrt(&pi)?, &two)
    } else if c == consts::PI.sqrt() {
        calc.sqrt(&pi)
    } else if c == consts::FRAC_1_SQRT_2 {
        calc.sqrt(&double(0.5))
    } else if c == 180.0 / consts::PI {
        calc.div(&double(180.0), &pi)
    } else if c == consts::PI / 180.0 {
        calc.div(&pi, &double(180.0))
    } else if (c - (2.0 * consts::PI).sqrt()).abs() < 1e-15 {
        calc.sqrt(&calc.mul(&two, &pi)?)
    } else {
        Err(Off::Lacks)
    }
}

/// 1/n, where the literal is the nearest double to it.
fn fraction(calc: &Calc<'_>, c: f64) -> Answer {
    let n = (1.0 / c).round();
    if n < 1e9 && 1.0 / n == c { calc.recip(&double(n)) } else { Err(Off::Lacks) }
}

/// Truth is 1, falsehood 0.
fn truth(b: bool) -> Answer {
    Ok(if b { Big::one() } else { Big::zero() })
}

fn of_few(calc: &Calc<'_>, op: Op, args: &[Big]) -> Answer {
    match args {
        [x] => of_one(calc, op.text(), x),
        [a, b] => of_two(calc, op.text(), a, b),
        [a, b, c] => match op.text() {
            "fma" => calc.add(&calc.mul(a, b)?, c),
            "clamp" => Ok(if order(a, b) == Ordering::Less {
                b
            } else if order(a, c) == Ordering::Greater {
                c
            } else {
                a
            }
            .clone()),
            _ => Err(Off::Lacks),
        },
        _ => Err(Off::Lacks),
    }
}

fn of_one(calc: &Calc<'_>, name: &str, x: &Big) -> Answer {
    let one = Big::one();
    match name {
        "neg" => Ok(-x.clone()),
        "recip" => calc.recip(x),
        "recip_pos" if is_negative(x) => Err(Off::Nan),
        "recip_pos" => calc.recip(&abs(x)),
        "square" => calc.square(x),
        "abs" => Ok(abs(x)),
        "sign" if is_zero(x) => Ok(Big::zero()),
        "sign" | "signum" => Ok(if x.sign() == Sign::Negative { Big::neg_one() } else { one }),
        "stop_gradient" => Ok(x.clone()),
        "to_degrees" => calc.div(&calc.mul(x, &double(180.0))?, &calc.pi()),
        "to_radians" => calc.div(&calc.mul(x, &calc.pi())?, &double(180.0)),
        "is_nan" => truth(false),
        "is_finite" => truth(true),
        "is_positive" => truth(x.sign() == Sign::Positive),
        "floor" => Ok(calc.floor(x)),
        "ceil" => Ok(calc.ceil(x)),
        "trunc" => Ok(calc.trunc(x)),
        "round_away" => Ok(calc.round_away(x)),
        "round" => calc.round_even(x),
        "fract" => calc.sub(x, &calc.trunc(x)),
        "exp" => calc.exp(x),
        "exp2" => calc.powf(&double(2.0), x),
        "expm1" => calc.exp_m1(x),
        "log" => calc.ln(x),
        "log1p" => calc.ln_1p(x),
        "log2" => calc.log2(x),
        "log10" => calc.log10(x),
        "sqrt" => calc.sqrt(x),
        "cbrt" => calc.cbrt(x),
        "logit" => calc.ln(&calc.div(x, &calc.sub(&one, x)?)?),
        "sin" => calc.sin(x),
        "cos" => calc.cos(x),
        "tan" => calc.tan(x),
        "sec" => calc.cos(x).and_then(|y| calc.recip(&y)),
        "csc" => calc.sin(x).and_then(|y| calc.recip(&y)),
        "cot" => calc.tan(x).and_then(|y| calc.recip(&y)),
        "asin" => calc.asin(x),
        "acos" => calc.acos(x),
        "atan" => calc.atan(x),
        "sinh" => calc.sinh(x),
        "cosh" => calc.cosh(x),
        "tanh" => calc.tanh(x),
        "asinh" => calc.asinh(x),
        "acosh" => calc.acosh(x),
        "atanh" => calc.atanh(x),
        "sinc" if is_zero(x) => Ok(one),
        "sinc" => calc.sin_pi(x).and_then(|s| calc.div(&s, &calc.mul(x, &calc.pi())?)),
        "normpdf" => {
            let density = calc.exp(&-calc.mul(&double(0.5), &calc.square(x)?)?)?;
            let pi = calc.pi();
            calc.div(&density, &calc.sqrt(&calc.mul(&double(2.0), &pi)?)?)
        }
        _ => activation(calc, name, x),
    }
}

fn activation(calc: &Calc<'_>, name: &str, x: &Big) -> Answer {
    let within = |lo: f64, hi: f64| {
        let (lo, hi) = (double(lo), double(hi));
        Ok(if order(x, &lo) == Ordering::Less {
            lo
        } else if order(x, &hi) == Ordering::Greater {
            hi
        } else {
            x.clone()
        })
    };
    match name {
        "sigmoid" => calc.sigmoid(x),
        "logsigmoid" => calc.softplus(&-x.clone()).map(|y| -y),
        "softplus" => calc.softplus(x),
        "relu" => Ok(if is_negative(x) { Big::zero() } else { x.clone() }),
        "relu6" => within(0.0, 6.0),
        "hard_tanh" => within(-1.0, 1.0),
        "elu" if is_negative(x) => calc.exp_m1(x),
        "elu" => Ok(x.clone()),
        "silu" => calc.sigmoid(x).and_then(|s| calc.mul(x, &s)),
        "mish" => {
            let s = calc.softplus(x)?;
            let t = calc.tanh(&s)?;
            calc.mul(x, &t)
        }
        "softsign" => calc.div(x, &calc.add(&Big::one(), &abs(x))?),
        _ => Err(Off::Lacks),
    }
}

fn of_two(calc: &Calc<'_>, name: &str, a: &Big, b: &Big) -> Answer {
    let ordering = order(a, b);
    match name {
        "add" => calc.add(a, b),
        "sub" => calc.sub(a, b),
        "mul" => calc.mul(a, b),
        "div" => calc.div(a, b),
        "rem" => remainder(calc, a, b, |q| calc.trunc(q)),
        "mod" => remainder(calc, a, b, |q| calc.floor(q)),
        "rem_euclid" => remainder(calc, a, &abs(b), |q| calc.floor(q)),
        "div_euclid" => {
            let quotient = calc.floor(&calc.div(a, &abs(b))?);
            Ok(if is_negative(b) { -quotient } else { quotient })
        }
        "gradient_scale" => Ok(a.clone()),
        "copysign" => Ok(if b.sign() == Sign::Negative { -abs(a) } else { abs(a) }),
        "lt" => truth(ordering == Ordering::Less),
        "le" => truth(ordering != Ordering::Greater),
        "gt" => truth(ordering == Ordering::Greater),
        "ge" => truth(ordering != Ordering::Less),
        "eq" | "same" => truth(ordering == Ordering::Equal),
        "ne" => truth(ordering != Ordering::Equal),
        "and" => truth(!is_zero(a) && !is_zero(b)),
        "max_num" | "max2" => Ok(if ordering == Ordering::Less { b } else { a }.clone()),
        "min_num" | "min2" => Ok(if ordering == Ordering::Greater { b } else { a }.clone()),
        "pow" => power(calc, a, b),
        "powi" if !same(&calc.trunc(b), b) => Err(Off::Nan),
        "powi" => power(calc, a, b),
        "log_base" => {
            let bottom = calc.ln(b)?;
            calc.ln(a).and_then(|top| calc.div(&top, &bottom))
        }
        "xlogy" if is_zero(a) => Ok(Big::zero()),
        "xlogy" => calc.ln(b).and_then(|log| calc.mul(a, &log)),
        "x_over_y" if is_zero(a) => Ok(Big::zero()),
        "ratio" if is_zero(b) => Ok(Big::zero()),
        "x_over_y" if is_negative(b) => Err(Off::Nan),
        "x_over_y" | "ratio" => calc.div(a, b),
        "hypot" => calc.hypot(a, b),
        "atan2" if is_zero(a) && is_zero(b) => Err(Off::Lacks),
        "atan2" => calc.atan2(a, b),
        "leaky_relu" => {
            if is_negative(a) || is_zero(a) {
                calc.mul(b, a)
            } else {
                Ok(a.clone())
            }
        }
        _ => Err(Off::Lacks),
    }
}

/// a - b times the quotient, made whole.
fn remainder(calc: &Calc<'_>, a: &Big, b: &Big, whole: impl Fn(&Big) -> Big) -> Answer {
    let quotient = whole(&calc.div(a, b)?);
    calc.sub(a, &calc.mul(&quotient, b)?)
}

/// b^p: whole powers of any number, other powers of what is not negative; 0^0 = 1.
fn power(calc: &Calc<'_>, b: &Big, p: &Big) -> Answer {
    if is_zero(p) {
        return Ok(Big::one());
    }
    if is_zero(b) {
        return if is_negative(p) { Err(Off::Infinite(Sign::Positive)) } else { Ok(Big::zero()) };
    }
    if !is_negative(b) {
        return calc.powf(b, p);
    }
    if !same(&calc.trunc(p), p) {
        return Err(Off::Nan);
    }
    let half = calc.mul(p, &double(0.5))?;
    let odd = !same(&calc.trunc(&half), &half);
    let magnitude = calc.powf(&abs(b), p)?;
    Ok(if odd { -magnitude } else { magnitude })
}

fn of_many(calc: &Calc<'_>, op: Op, x: &[Big]) -> Answer {
    let sum = |calc: &Calc<'_>, x: &[Big]| x.iter().try_fold(Big::zero(), |s, v| calc.add(&s, v));
    match op.text() {
        "sum" => sum(calc, x),
        "mean" => calc.div(&sum(calc, x)?, &double(x.len() as f64)),
        "prod" => x.iter().try_fold(Big::one(), |p, v| calc.mul(&p, v)),
        "dot" => {
            let (a, b) = x.split_at(x.len() / 2);
            a.iter().zip(b).try_fold(Big::zero(), |s, (a, b)| calc.add(&s, &calc.mul(a, b)?))
        }
        "norm" => {
            let squares = x.iter().try_fold(Big::zero(), |s, v| calc.add(&s, &calc.square(v)?))?;
            calc.sqrt(&squares)
        }
        "max" => Ok(extreme(x, Ordering::Greater)),
        "min" => Ok(extreme(x, Ordering::Less)),
        "logsumexp" => {
            let top = extreme(x, Ordering::Greater);
            let mut total = Big::zero();
            for v in x {
                let weight = calc.exp(&calc.sub(v, &top)?)?;
                total = calc.add(&total, &weight)?;
            }
            let log = calc.ln(&total)?;
            calc.add(&top, &log)
        }
        _ => Err(Off::Lacks),
    }
}

fn extreme(x: &[Big], wanted: Ordering) -> Big {
    let beats = |a: &Big, b: &Big| order(a, b) == wanted;
    x[1..].iter().fold(&x[0], |best, v| if beats(v, best) { v } else { best }).clone()
}
