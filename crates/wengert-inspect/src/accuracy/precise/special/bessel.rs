//! Bessel functions of whole order by their power series (DLMF 10.2.2, 10.8.1, 10.25.2), with as many more bits as cancel.

use super::super::calc::{Answer, Big, Calc, Off, abs, double, is_negative, is_zero};
use super::{gamma, small_whole, sum, whole};

/// Of larger arguments the series has too many terms.
const FURTHEST: f64 = 2000.0;
/// Of higher orders nobody asks.
const HIGHEST: u32 = 1000;

pub(super) fn of_one(calc: &Calc<'_>, name: &str, x: &Big) -> Answer {
    match name {
        "j0" => first(calc, 0, x, true),
        "j1" => first(calc, 1, x, true),
        "i0" => first(calc, 0, x, false),
        "i1" => first(calc, 1, x, false),
        "y0" => second(calc, 0, x),
        "y1" => second(calc, 1, x),
        _ => Err(Off::Lacks),
    }
}

pub(super) fn of_two(calc: &Calc<'_>, name: &str, n: &Big, x: &Big) -> Answer {
    let order = || small_whole(&abs(n), HIGHEST).ok_or(Off::Lacks);
    // J(-n) = (-1)^n J(n), and Y likewise; I(-n) = I(n).
    let mirrored = |y: Big, order: u32| if is_negative(n) && order % 2 == 1 { -y } else { y };
    match name {
        "jn" => Ok(mirrored(first(calc, order()?, x, true)?, order()?)),
        "in" => first(calc, order()?, x, false),
        "yn" => Ok(mirrored(second(calc, order()?, x)?, order()?)),
        _ => Err(Off::Lacks),
    }
}

/// Bits that cancel: the largest term is about e^|x|.
fn finer<'c>(calc: &Calc<'c>, x: &Big) -> Result<(Calc<'c>, f64), Off> {
    let size = x.to_f64().value().abs();
    if size <= FURTHEST { Ok((calc.finer(32 + (1.5 * size) as usize), size)) } else { Err(Off::Lacks) }
}

/// The sum over k of part(k) (s x^2/4)^k / (k! (n + k)!), where s is -1 or 1.
fn series(calc: &Calc<'_>, n: u32, x: &Big, turns: bool, part: impl Fn(u32, &Big) -> Answer) -> Answer {
    let half = calc.mul(&double(0.5), x)?;
    let square = calc.square(&half)?;
    let square = if turns { -square } else { square };
    let size = half.to_f64().value().powi(2);
    let front = (1..=n).try_fold(Big::one(), |p, k| calc.div(&p, &whole(k)))?;
    let next = |k: u32, term: &Big| calc.div(&calc.mul(term, &square)?, &double(f64::from(k) * f64::from(n + k)));
    sum(calc, &front, next, |k| f64::from(k) * f64::from(n + k) > 4.0 * size, part)
}

/// (x/2)^n
fn half_to(calc: &Calc<'_>, x: &Big, n: u32) -> Answer {
    let half = calc.mul(&double(0.5), x)?;
    (0..n).try_fold(Big::one(), |power, _| calc.mul(&power, &half))
}

/// J(n) or, where the terms do not turn their sign, I(n).
fn first(calc: &Calc<'_>, n: u32, x: &Big, turns: bool) -> Answer {
    if is_zero(x) {
        return Ok(if n == 0 { Big::one() } else { Big::zero() });
    }
    let (calc, _) = finer(calc, x)?;
    calc.mul(&half_to(&calc, x, n)?, &series(&calc, n, x, turns, |_, term| Ok(term.clone()))?)
}

/// Y(n) of a positive number.
fn second(calc: &Calc<'_>, n: u32, x: &Big) -> Answer {
    if is_negative(x) || is_zero(x) {
        return Err(Off::Lacks);
    }
    let (calc, _) = finer(calc, x)?;
    let calc = &calc;
    let half = calc.mul(&double(0.5), x)?;
    let logarithm = calc.mul(&whole(2), &calc.mul(&calc.ln(&half)?, &first(calc, n, x, true)?)?)?;
    let regular = calc.mul(&half_to(calc, x, n)?, &series(calc, n, x, true, harmonic(calc, n)?)?)?;
    let finite = singular(calc, n, &half)?;
    calc.div(&calc.sub(&calc.sub(&logarithm, &regular)?, &finite)?, &calc.pi())
}

/// Multiplies the k-th term by digamma(k + 1) + digamma(n + k + 1).
fn harmonic<'a>(calc: &'a Calc<'_>, n: u32) -> Result<impl Fn(u32, &Big) -> Answer + 'a, Off> {
    let at = |k: u32| gamma::polygamma(calc, 0, &whole(k));
    let weight = std::cell::RefCell::new(calc.add(&at(1)?, &at(n + 1)?)?);
    Ok(move |k: u32, term: &Big| {
        if k > 0 {
            let more = calc.add(&calc.recip(&whole(k))?, &calc.recip(&whole(n + k))?)?;
            let moved = calc.add(&weight.borrow(), &more)?;
            weight.replace(moved);
        }
        calc.mul(term, &weight.borrow())
    })
}

/// (x/2)^(-n) times the sum over k < n of (n - k - 1)!/k! (x^2/4)^k.
fn singular(calc: &Calc<'_>, n: u32, half: &Big) -> Answer {
    let square = calc.square(half)?;
    let mut total = Big::zero();
    // From the last term, 1/(n - 1)! (x^2/4)^(n - 1), to the first, by nested products.
    for k in (0..n).rev() {
        let top = (1..n - k).try_fold(Big::one(), |f, j| calc.mul(&f, &whole(j)))?;
        let below = (1..=k).try_fold(Big::one(), |f, j| calc.mul(&f, &whole(j)))?;
        total = calc.add(&calc.mul(&total, &square)?, &calc.div(&top, &below)?)?;
    }
    (0..n).try_fold(total, |s, _| calc.div(&s, half))
}
