//! Error functions and the normal distribution: a series of positive terms near zero (DLMF 7.6.2), the asymptotic series
//! far out, whose error is below its first omitted term (DLMF 7.12.1).

use super::super::calc::{Answer, Big, Calc, Off, abs, double, is_negative, is_zero};
use super::{size, solve, sum, whole};

pub(super) fn of_one(calc: &Calc<'_>, name: &str, x: &Big) -> Answer {
    match name {
        "erf" => erf(calc, x),
        "erfc" => erfc(calc, x),
        "erfcx" => erfcx(calc, x),
        "normcdf" => normal(calc, x),
        "lognormcdf" if is_negative(x) => calc.ln(&normal(calc, x)?),
        "lognormcdf" => calc.ln_1p(&-normal(calc, &-x.clone())?),
        "mills" => {
            let scaled = erfcx(calc, &-calc.div(x, &calc.sqrt(&whole(2))?)?)?;
            calc.div(&calc.sqrt(&calc.div(&whole(2), &calc.pi())?)?, &scaled)
        }
        "gelu" => calc.mul(x, &normal(calc, x)?),
        "erfinv" if is_zero(x) => Ok(Big::zero()),
        "erfinv" => solve(calc, x, start(x, |p| wengert::prim::Op::by_text("erfinv").map(|op| op.apply(&[p]))), erf),
        "probit" => solve(calc, x, start(x, |p| wengert::prim::Op::by_text("probit").map(|op| op.apply(&[p]))), normal),
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
    calc.mul(&calc.exp(&calc.square(x)?)?, &erfc(calc, x)?)
}

fn normal(calc: &Calc<'_>, x: &Big) -> Answer {
    let y = erfc(calc, &-calc.div(x, &calc.sqrt(&whole(2))?)?)?;
    calc.mul(&double(0.5), &y)
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
    let twice = calc.mul(&whole(2), &calc.square(x)?)?;
    let (mut term, mut total) = (Big::one(), Big::one());
    for k in 1.. {
        term = -calc.div(&calc.mul(&term, &whole(2 * k - 1))?, &twice)?;
        if size(&term) < -(calc.bits() as f64) {
            break;
        }
        total = calc.add(&total, &term)?;
    }
    let front = calc.mul(x, &calc.sqrt(&calc.pi())?)?;
    calc.div(&calc.mul(&calc.exp(&-calc.square(x)?)?, &total)?, &front)
}
