//! The gamma function and its relatives: the argument is moved up by the recurrence to where Stirling's series reaches the
//! last bit; its error is below its first omitted term there (DLMF 5.11(ii), 5.15.8).

use super::super::calc::{Answer, Big, Calc, Off, abs, is_negative, is_zero, same};
use super::{size, small_whole, whole};
use dashu_base::Sign;
use dashu_int::UBig;
use std::sync::{Mutex, PoisonError};

/// Further to the left, the recurrence has too many steps.
const MOST_STEPS: f64 = 50_000.0;

pub(super) fn of_one(calc: &Calc<'_>, name: &str, x: &Big) -> Answer {
    match name {
        "gamma" => gamma(calc, x),
        "lgamma" => log_gamma(calc, x),
        "digamma" => polygamma(calc, 0, x),
        "trigamma" => polygamma(calc, 1, x),
        _ => Err(Off::Lacks),
    }
}

pub(super) fn of_two(calc: &Calc<'_>, name: &str, a: &Big, b: &Big) -> Answer {
    let positive = |x: &Big| !is_negative(x) && !is_zero(x);
    match name {
        "polygamma" => polygamma(calc, small_whole(a, 100).ok_or(Off::Lacks)?, b),
        "lbeta" if positive(a) && positive(b) => log_beta(calc, a, b),
        "beta" if positive(a) && positive(b) => calc.exp(&log_beta(calc, a, b)?),
        _ => Err(Off::Lacks),
    }
}

fn is_pole(calc: &Calc<'_>, x: &Big) -> bool {
    (is_negative(x) || is_zero(x)) && same(&calc.trunc(x), x)
}

/// How many steps lead from x to where Stirling's series reaches the last bit: its smallest term is about e^(-2 pi z).
fn steps(calc: &Calc<'_>, x: &Big, more: u32) -> Result<u32, Off> {
    let far = 0.2 * calc.bits() as f64 + 16.0 + f64::from(more);
    let steps = (far - x.to_f64().value()).ceil().max(0.0);
    if steps <= MOST_STEPS { Ok(steps as u32) } else { Err(Off::Lacks) }
}

/// x (x + 1) ... (x + n - 1), and x + n.
fn rising(calc: &Calc<'_>, x: &Big, n: u32) -> Result<(Big, Big), Off> {
    let mut product = Big::one();
    for k in 0..n {
        product = calc.mul(&product, &calc.add(x, &whole(k))?)?;
    }
    Ok((product, calc.add(x, &whole(n))?))
}

fn gamma(calc: &Calc<'_>, x: &Big) -> Answer {
    if is_pole(calc, x) {
        return if is_zero(x) { Err(Off::Infinite(x.sign())) } else { Err(Off::Nan) };
    }
    let (product, z) = rising(calc, x, steps(calc, x, 0)?)?;
    calc.div(&calc.exp(&stirling(calc, &z)?)?, &product)
}

/// log |gamma x|
fn log_gamma(calc: &Calc<'_>, x: &Big) -> Answer {
    if is_pole(calc, x) {
        return Err(Off::Infinite(Sign::Positive));
    }
    if same(x, &Big::one()) || same(x, &whole(2)) {
        return Ok(Big::zero());
    }
    let (product, z) = rising(calc, x, steps(calc, x, 0)?)?;
    calc.sub(&stirling(calc, &z)?, &calc.ln(&abs(&product))?)
}

fn log_beta(calc: &Calc<'_>, a: &Big, b: &Big) -> Answer {
    let both = log_gamma(calc, &calc.add(a, b)?)?;
    calc.sub(&calc.add(&log_gamma(calc, a)?, &log_gamma(calc, b)?)?, &both)
}

/// log gamma z = (z - 1/2) log z - z + log(2 pi)/2 + the sum of B(2k) / (2k (2k - 1) z^(2k - 1)).
fn stirling(calc: &Calc<'_>, z: &Big) -> Answer {
    let half = calc.recip(&whole(2))?;
    let turn = calc.mul(&whole(2), &calc.pi())?;
    let head = calc.sub(&calc.mul(&calc.sub(z, &half)?, &calc.ln(z)?)?, z)?;
    let head = calc.add(&head, &calc.mul(&half, &calc.ln(&turn)?)?)?;
    let series = bernoulli_series(calc, z, z, |k| calc.recip(&whole(2 * k * (2 * k - 1))))?;
    calc.add(&head, &series)
}

/// The sum of B(2k) w(k) / z^(2k), times `front`, until what is left is below the last bit of one.
fn bernoulli_series(calc: &Calc<'_>, z: &Big, front: &Big, weight: impl Fn(u32) -> Answer) -> Answer {
    let square = calc.square(z)?;
    let (mut power, mut total) = (front.clone(), Big::zero());
    for k in 1..MOST_BERNOULLI {
        power = calc.div(&power, &square)?;
        let term = calc.mul(&calc.mul(&bernoulli(calc, k)?, &weight(k)?)?, &power)?;
        if size(&term) < size(front) - calc.bits() as f64 {
            return Ok(total);
        }
        total = calc.add(&total, &term)?;
    }
    Err(Off::Lacks)
}

/// The polygamma function of order n: of order 0 log z - 1/(2z) - the sum of B(2k) / (2k z^(2k)), and of higher order
/// (-1)^(n+1) ((n-1)!/z^n + n!/(2 z^(n+1)) + the sum of B(2k) (2k+n-1)! / ((2k)! z^(2k+n))), after the recurrence.
pub(super) fn polygamma(calc: &Calc<'_>, n: u32, x: &Big) -> Answer {
    if is_pole(calc, x) {
        return Err(Off::Nan);
    }
    let (mut z, mut below) = (x.clone(), Big::zero());
    for _ in 0..steps(calc, x, n)? {
        below = calc.add(&below, &calc.recip(&whole_power(calc, &z, n + 1)?)?)?;
        z = calc.add(&z, &Big::one())?;
    }
    let half = calc.recip(&whole(2))?;
    if n == 0 {
        let series = bernoulli_series(calc, &z, &Big::one(), |k| calc.recip(&whole(2 * k)))?;
        let head = calc.sub(&calc.ln(&z)?, &calc.div(&half, &z)?)?;
        return calc.sub(&calc.sub(&head, &series)?, &below);
    }
    let factorial = |m: u32| (2..=m).try_fold(Big::one(), |f, k| calc.mul(&f, &whole(k)));
    let first = calc.div(&factorial(n - 1)?, &whole_power(calc, &z, n)?)?;
    let second = calc.div(&calc.mul(&half, &factorial(n)?)?, &whole_power(calc, &z, n + 1)?)?;
    // (2k + n - 1)! / (2k)!
    let weight = |k: u32| (2 * k + 1..2 * k + n).try_fold(Big::one(), |f, j| calc.mul(&f, &whole(j)));
    let front = calc.recip(&whole_power(calc, &z, n)?)?;
    let series = bernoulli_series(calc, &z, &front, weight)?;
    let all =
        [&second, &series, &calc.mul(&factorial(n)?, &below)?].into_iter().try_fold(first, |s, v| calc.add(&s, v))?;
    Ok(if n % 2 == 1 { all } else { -all })
}

fn whole_power(calc: &Calc<'_>, z: &Big, n: u32) -> Answer {
    (0..n).try_fold(Big::one(), |power, _| calc.mul(&power, z))
}

/// No series needs more at the precision that is asked for.
const MOST_BERNOULLI: u32 = 4000;

/// The tangent numbers 1, 2, 16, 272, ... that were computed so far.
static TANGENTS: Mutex<Vec<UBig>> = Mutex::new(Vec::new());

/// B(2k) = (-1)^(k-1) 2k T(k) / (4^k (4^k - 1)).
fn bernoulli(calc: &Calc<'_>, k: u32) -> Answer {
    let mut known = TANGENTS.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() < k as usize {
        *known = tangents((2 * k as usize).max(64));
    }
    let tangent = Big::new(known[k as usize - 1].clone().into(), 0);
    let four = UBig::ONE << (2 * k as usize);
    let below = Big::new((four.clone() * (four - UBig::ONE)).into(), 0);
    let magnitude = calc.div(&calc.mul(&whole(2 * k), &tangent)?, &below)?;
    Ok(if k % 2 == 1 { magnitude } else { -magnitude })
}

/// The first n tangent numbers (R. P. Brent and D. Harvey, "Fast computation of Bernoulli, tangent and secant numbers",
/// 2013, algorithm 2).
fn tangents(n: usize) -> Vec<UBig> {
    let mut t = vec![UBig::ONE; n];
    for k in 1..n {
        t[k] = &t[k - 1] * UBig::from(k);
    }
    for k in 1..n {
        for j in k..n {
            t[j] = &t[j - 1] * UBig::from(j - k) + &t[j] * UBig::from(j - k + 2);
        }
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tangent_numbers() {
        assert_eq!(tangents(6), [1u32, 2, 16, 272, 7936, 353_792].map(UBig::from));
    }
}
