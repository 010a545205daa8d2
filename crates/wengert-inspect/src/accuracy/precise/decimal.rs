//! A number of any precision, written in decimal.

use super::calc::{Big, abs, is_negative, is_zero};
use super::run::log2;
use dashu_base::UnsignedAbs;
use dashu_int::UBig;
use std::cmp::Ordering;

/// A number in so many decimal digits, in scientific notation where that is shorter.
pub(crate) fn decimal(x: &Big, digits: usize) -> String {
    if is_zero(x) {
        return "0".to_owned();
    }
    let sign = if is_negative(x) { "-" } else { "" };
    let (all, point) = rounded(&abs(x), digits);
    let digits = all.trim_end_matches('0');
    let body = match point {
        1..=16 if digits.len() as isize > point => {
            let (whole, rest) = digits.split_at(point as usize);
            format!("{whole}.{rest}")
        }
        1..=16 => format!("{digits}{}", "0".repeat((point - digits.len() as isize) as usize)),
        -4..=0 => format!("0.{}{digits}", "0".repeat(point.unsigned_abs())),
        _ => {
            let (first, rest) = digits.split_at(1);
            let dot = if rest.is_empty() { "" } else { "." };
            format!("{first}{dot}{rest}e{}", point - 1)
        }
    };
    format!("{sign}{body}")
}

/// The first digits of a positive number, and how many of them stand before the point.
fn rounded(x: &Big, digits: usize) -> (String, isize) {
    // Off by one at most, where the number is next to a power of ten.
    let mut point = (log2(x) * std::f64::consts::LOG10_2).floor() as isize + 1;
    loop {
        let text = scaled(x, digits as isize - point).to_string();
        match text.len().cmp(&digits) {
            Ordering::Equal => return (text, point),
            Ordering::Less => point -= 1,
            Ordering::Greater => point += 1,
        }
    }
}

/// The whole number nearest to x 10^power, halves to even.
fn scaled(x: &Big, power: isize) -> UBig {
    let ten = |power: isize| UBig::from(10u8).pow(power.max(0) as usize);
    let two = |power: isize| UBig::ONE << power.max(0) as usize;
    let (significand, exponent) = (x.significand().clone().unsigned_abs(), x.exponent());
    let above = significand * ten(power) * two(exponent);
    let below = ten(-power) * two(-exponent);
    let (whole, rest) = (&above / &below, &above % &below);
    let up = match (rest << 1usize).cmp(&below) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => &whole % 2u8 == 1,
    };
    if up { whole + UBig::ONE } else { whole }
}

#[cfg(test)]
mod tests {
    use super::super::{Number, Precise};
    use super::*;
    use proptest::prelude::*;

    fn of(x: f64, digits: usize) -> String {
        decimal(Number::exactly(x).finite().unwrap(), digits)
    }

    #[test]
    fn it_is_short_where_it_can_be_and_scientific_where_that_is_shorter() {
        for (x, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (-0.5, "-0.5"),
            (10.0, "10"),
            (1e15, "1000000000000000"),
            (1e16, "1e16"),
            (123.25, "123.25"),
            (-0.00390625, "-0.00390625"),
            (1.52587890625e-5, "0.0000152587890625"),
            (3.814697265625e-6, "3.814697265625e-6"),
        ] {
            assert_eq!(of(x, 34), text);
        }
    }

    #[test]
    fn what_rounds_up_to_a_power_of_ten_is_one() {
        assert_eq!([of(9.996, 3), of(99.96, 3), of(0.09996, 3), of(9.994, 3)], ["10", "100", "0.1", "9.99"]);
        // Halves go to even: these are exact.
        assert_eq!([of(0.125, 2), of(0.375, 2), of(2.5, 1), of(3.5, 1)], ["0.12", "0.38", "2", "4"]);
    }

    #[test]
    fn a_third_has_as_many_digits_as_are_asked_for() {
        let desk = Precise::new(300);
        let calc = desk.calc();
        let third = calc.div(&Big::one(), &super::super::calc::double(3.0)).unwrap();
        assert_eq!(decimal(&third, 40), format!("0.{}", "3".repeat(40)));
    }

    proptest! {
        #[test]
        fn doubles_are_rounded_as_the_standard_library_rounds_them(
            x in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL,
            digits in 1usize..30,
        ) {
            let (text, point) = rounded(&abs(Number::exactly(x).finite().unwrap()), digits);
            let (first, rest) = text.split_at(1);
            let dot = if rest.is_empty() { "" } else { "." };
            prop_assert_eq!(format!("{first}{dot}{rest}e{}", point - 1), format!("{:.*e}", digits - 1, x.abs()));
        }
    }
}
