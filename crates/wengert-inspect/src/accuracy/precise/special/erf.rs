//! Error functions and the normal distribution: a series of positive terms near zero (DLMF 7.6.2), the asymptotic series
//! far out, whose error is below its first omitted term (DLMF 7.12.1).

use super::super::calc::{Answer, Big, Calc, Off, abs, double, is_negative, is_zero};
use super::{size, small_whole, solve, sum, whole};

pub(super) fn of_one(calc: &Calc<'_>, name: &str, x: &Big) -> Answer {
    match name {
        "erf" => erf(calc, x),
        "erfc" => erfc(calc, x),
        "erfcx" => erfcx(calc, x),
        "normcdf" => normal(calc, x),
        // The exponential of a large square is no number here; its logarithm is.
        "lognormcdf" if is_negative(x) => {
            let half = calc.mul(&double(0.5), &erfcx(calc, &to_left(calc, x)?)?)?;
            calc.sub(&calc.ln(&half)?, &calc.mul(&double(0.5), &calc.square(x)?)?)
        }
        "lognormcdf" => calc.ln_1p(&-normal(calc, &-x.clone())?),
        "mills" => {
            let scaled = erfcx(calc, &to_left(calc, x)?)?;
            calc.div(&calc.sqrt(&calc.div(&whole(2), &calc.pi())?)?, &scaled)
        }
        "gelu" => calc.mul(x, &normal(calc, x)?),
        "erfinv" if is_zero(x) => Ok(Big::zero()),
        "erfinv" => solve(calc, x, start(x, |p| wengert::prim::Op::by_text("erfinv").map(|op| op.apply(&[p]))), erf),
        "probit" => solve(calc, x, start(x, |p| wengert::prim::Op::by_text("probit").map(|op| op.apply(&[p]))), normal),
        _ => Err(Off::Lacks),
    }
}

pub(super) fn of_two(calc: &Calc<'_>, name: &str, a: &Big, b: &Big) -> Answer {
    match name {
        "ierfcx" => ierfcx(calc, small_whole(a, 100).ok_or(Off::Lacks)?, b),
        _ => Err(Off::Lacks),
    }
}

/// What double precision answers.
fn start(x: &Big, f: impl Fn(f64) -> Option<f64>) -> f64 {
    f(x.to_f64().value()).unwrap_or(f64::NAN)
}

/// The square as a double; infinite where that is too large for one.
fn square(x: &Big) -> f64 {
    let near = x.to_f64().value();
    near * near
}

/// Whether the asymptotic series reaches the last bit: its smallest term is about e^(-x^2).
fn is_far(calc: &Calc<'_>, x: &Big) -> bool {
    square(x) > 0.75 * calc.bits() as f64 + 16.0
}

fn erf(calc: &Calc<'_>, x: &Big) -> Answer {
    let magnitude = abs(x);
    let y = if is_far(calc, x) { calc.sub(&Big::one(), &upper(calc, &magnitude)?)? } else { lower(calc, &magnitude)? };
    Ok(if is_negative(x) { -y } else { y })
}

fn erfc(calc: &Calc<'_>, x: &Big) -> Answer {
    if is_negative(x) { calc.add(&Big::one(), &erf(calc, &abs(x))?) } else { upper(calc, x) }
}

fn erfcx(calc: &Calc<'_>, x: &Big) -> Answer {
    if !is_negative(x) && is_far(calc, x) {
        return far_ierfcx(calc, 0, x);
    }
    calc.mul(&calc.exp(&calc.square(x)?)?, &erfc(calc, x)?)
}

/// The n-th repeated integral of erfc times e^(x^2): its recurrence 2n y[n] = y[n-2] - 2x y[n-1] (DLMF 7.18.7) with as
/// many more bits as cancel, or the asymptotic series (DLMF 7.18.14).
fn ierfcx(calc: &Calc<'_>, n: u32, x: &Big) -> Answer {
    if !is_negative(x) && square(x) > 0.75 * calc.bits() as f64 + 16.0 + 4.0 * f64::from(n) {
        return far_ierfcx(calc, n, x);
    }
    // Neighbours grow apart like e^(2x sqrt(2n)); to the left nothing cancels.
    let apart = if is_negative(x) { 0.0 } else { 6.0 * square(x).sqrt() * (2.0 * f64::from(n)).sqrt() };
    let fine = calc.finer(32 + apart as usize);
    let (mut before, mut last) = (fine.div(&whole(2), &fine.sqrt(&fine.pi())?)?, erfcx(&fine, x)?);
    for k in 1..=n {
        let next = fine.sub(&fine.mul(&double(0.5), &before)?, &fine.mul(x, &last)?)?;
        (before, last) = (last, fine.div(&next, &whole(k))?);
    }
    Ok(last)
}

/// (2 / sqrt(pi)) / (2x)^(n+1) times the sum of (-1)^k (2k + n)! / (n! k!) / (2x)^(2k).
fn far_ierfcx(calc: &Calc<'_>, n: u32, x: &Big) -> Answer {
    let twice = calc.mul(&whole(2), x)?;
    let square = calc.square(&twice)?;
    let (mut term, mut total) = (Big::one(), Big::one());
    for k in 1.. {
        let rising = calc.mul(&whole(2 * k + n - 1), &whole(2 * k + n))?;
        term = -calc.div(&calc.mul(&term, &rising)?, &calc.mul(&whole(k), &square)?)?;
        if size(&term) < -(calc.bits() as f64) {
            break;
        }
        total = calc.add(&total, &term)?;
    }
    let front = calc.div(&whole(2), &calc.sqrt(&calc.pi())?)?;
    let power = (0..=n).try_fold(Big::one(), |power, _| calc.mul(&power, &twice))?;
    calc.div(&calc.mul(&front, &total)?, &power)
}

fn normal(calc: &Calc<'_>, x: &Big) -> Answer {
    calc.mul(&double(0.5), &erfc(calc, &to_left(calc, x)?)?)
}

/// -x / sqrt(2): a normal distribution below x has half the error function above that.
fn to_left(calc: &Calc<'_>, x: &Big) -> Answer {
    Ok(-calc.div(x, &calc.sqrt(&whole(2))?)?)
}

/// erf x = 2 x e^(-x^2) / sqrt(pi) times the sum of (2 x^2)^k / (1 3 5 ... (2k + 1)); x is not negative. Where a term is
/// less than half of the one before, what is left out is less than the last term.
fn lower(calc: &Calc<'_>, x: &Big) -> Answer {
    if is_zero(x) {
        return Ok(Big::zero());
    }
    let ratio = calc.mul(&whole(2), &calc.square(x)?)?;
    let bound = 4.0 * square(x);
    let next = |k: u32, term: &Big| calc.div(&calc.mul(term, &ratio)?, &whole(2 * k + 1));
    let total = sum(calc, &Big::one(), next, |k| f64::from(2 * k + 3) > bound, |_, term| Ok(term.clone()))?;
    let front = calc.div(&calc.mul(&whole(2), x)?, &calc.sqrt(&calc.pi())?)?;
    calc.mul(&calc.mul(&front, &calc.exp(&-calc.square(x)?)?)?, &total)
}

/// erfc x where x is not negative: 1 - erf x with as many more bits as cancel, or the asymptotic series.
fn upper(calc: &Calc<'_>, x: &Big) -> Answer {
    if !is_far(calc, x) {
        let fine = calc.finer(16 + (1.5 * square(x)) as usize);
        return fine.sub(&Big::one(), &lower(&fine, x)?);
    }
    calc.mul(&calc.exp(&-calc.square(x)?)?, &far_ierfcx(calc, 0, x)?)
}
