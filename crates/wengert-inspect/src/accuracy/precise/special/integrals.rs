//! Exponential integrals by their power series (DLMF 6.6.1, 6.6.2), with as many more bits as cancel; Lambert's W as the
//! inverse of w e^w.

use super::super::calc::{Answer, Big, Calc, Off, is_negative, is_zero};
use super::{gamma, solve, sum, whole};
use wengert::prim::Op;

/// Of larger arguments the series has too many terms.
const FURTHEST: f64 = 2000.0;

pub(super) fn of_one(calc: &Calc<'_>, name: &str, x: &Big) -> Answer {
    match name {
        "expint_e1" if !is_negative(x) && !is_zero(x) => Ok(-ei(calc, &-x.clone())?),
        "expint_ei" if !is_zero(x) => ei(calc, x),
        "lambertw" if is_zero(x) => Ok(Big::zero()),
        "lambertw" => {
            let start = Op::by_text(name).map_or(f64::NAN, |op| op.apply(&[x.to_f64().value()]));
            solve(calc, x, start, |calc, w| calc.mul(w, &calc.exp(w)?))
        }
        _ => Err(Off::Lacks),
    }
}

/// Ei x = gamma + log |x| + the sum of x^k / (k k!); of -x it is about e^(-x), of terms that are about e^x.
fn ei(calc: &Calc<'_>, x: &Big) -> Answer {
    let size = x.to_f64().value().abs();
    if size > FURTHEST {
        return Err(Off::Lacks);
    }
    let calc = &calc.finer(32 + (3.0 * size) as usize);
    let euler = -gamma::polygamma(calc, 0, &Big::one())?;
    let head = calc.add(&euler, &calc.ln(&super::super::calc::abs(x))?)?;
    let next = |k: u32, term: &Big| calc.div(&calc.mul(term, x)?, &whole(k));
    let part = |k: u32, term: &Big| if k == 0 { Ok(Big::zero()) } else { calc.div(term, &whole(k)) };
    calc.add(&head, &sum(calc, &Big::one(), next, |k| f64::from(k) > 2.0 * size, part)?)
}
