//! Special functions to any number of bits, by series whose remainder is bounded: a sum ends where what is left out is
//! below the last bit that is kept. Spare bits cover what cancels and what rounding adds up to.

mod bessel;
mod erf;
mod gamma;
mod integrals;

use super::calc::{Answer, Big, Calc, Off, double, is_zero};
use super::run::log2;
use wengert::prim::Op;

/// Bits that rounding may cost: sums have at most some thousands of terms, and logarithms are exponentiated.
const SPARE: usize = 64;

/// The value of a row that is a special function; [`Off::Lacks`] where it is none, or no algorithm is at hand.
pub(super) fn value(calc: &Calc<'_>, op: Op, args: &[Big]) -> Answer {
    let fine = calc.finer(SPARE);
    let name = op.text();
    let lacks = |answer: &Answer| matches!(answer, Err(Off::Lacks));
    let found = match args {
        [x] => [erf::of_one, gamma::of_one, bessel::of_one, integrals::of_one]
            .iter()
            .map(|family| family(&fine, name, x))
            .find(|answer| !lacks(answer)),
        [a, b] => [erf::of_two, gamma::of_two, bessel::of_two]
            .iter()
            .map(|family| family(&fine, name, a, b))
            .find(|a| !lacks(a)),
        _ => None,
    };
    found.unwrap_or(Err(Off::Lacks))
}

/// A number known to be whole and not negative, if it is also small.
fn small_whole(n: &Big, most: u32) -> Option<u32> {
    let near = n.to_f64().value();
    (near >= 0.0 && near <= f64::from(most) && near == near.trunc()).then_some(near as u32)
}

/// A whole number.
fn whole(n: u32) -> Big {
    double(f64::from(n))
}

/// About how large a number is: log2 of it, and of zero less than of anything.
fn size(x: &Big) -> f64 {
    if is_zero(x) { f64::NEG_INFINITY } else { log2(x) }
}

/// The sum of `first` and the terms that follow, until `small` says that what is left is below the last bit kept.
fn sum(
    calc: &Calc<'_>,
    first: &Big,
    mut next: impl FnMut(u32, &Big) -> Answer,
    falls: impl Fn(u32) -> bool,
    mut part: impl FnMut(u32, &Big) -> Answer,
) -> Answer {
    let (mut term, mut total) = (first.clone(), part(0, first)?);
    for k in 1..MOST_TERMS {
        term = next(k, &term)?;
        let piece = part(k, &term)?;
        total = calc.add(&total, &piece)?;
        if falls(k) && size(&piece) < size(&total) - calc.bits() as f64 {
            return Ok(total);
        }
    }
    Err(Off::Lacks)
}

/// No series here needs more at the precision that is asked for.
const MOST_TERMS: u32 = 200_000;

/// The place near `start` at which `f` is `y`, by secants, which need no derivative.
fn solve(calc: &Calc<'_>, y: &Big, start: f64, f: impl Fn(&Calc<'_>, &Big) -> Answer) -> Answer {
    if !start.is_finite() || start == 0.0 {
        return Err(Off::Lacks);
    }
    let off = |x: &Big| calc.sub(&f(calc, x)?, y);
    let (mut a, mut b) = (double(start * (1.0 + 1e-9)), double(start));
    let (mut at_a, mut at_b) = (off(&a)?, off(&b)?);
    for _ in 0..40 {
        if is_zero(&at_b) {
            return Ok(b);
        }
        let rise = calc.sub(&at_b, &at_a)?;
        if is_zero(&rise) {
            return Ok(b);
        }
        let step = calc.div(&calc.mul(&at_b, &calc.sub(&b, &a)?)?, &rise)?;
        let next = calc.sub(&b, &step)?;
        // The error of the next guess is about the product of the last two steps.
        if size(&step) < size(&b) - 0.7 * calc.bits() as f64 {
            return Ok(next);
        }
        (a, at_a, b) = (b, at_b, next);
        at_b = off(&b)?;
    }
    Err(Off::Lacks)
}
