//! Numbers as people read them: four decimals, or every digit that counts.

use std::f64::consts;

/// Four decimals, or an exponent where they would not do.
pub fn rounded(x: f64) -> String {
    if x == 0.0 || !x.is_finite() || (1e-3..1e7).contains(&x.abs()) { format!("{x:.4}") } else { format!("{x:.4e}") }
}

/// As short as four decimals allow: trailing zeros and a bare point are left out.
pub fn short(x: f64) -> String {
    let text = rounded(x);
    match text.split_once('.') {
        Some((whole, decimals)) if !decimals.contains('e') => {
            let decimals = decimals.trim_end_matches('0');
            if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
        }
        _ => text,
    }
}

/// Every digit that counts.
pub fn exact(x: f64) -> String {
    if x == 0.0 || !x.is_finite() || (1e-5..1e16).contains(&x.abs()) { format!("{x}") } else { format!("{x:e}") }
}

/// A constant of a formula: `pi` and `e` by their names, others with every digit.
pub fn constant(c: f64) -> String {
    match c {
        consts::PI => "pi".to_owned(),
        consts::E => "e".to_owned(),
        c => exact(c),
    }
}

/// Whether it is a digit below the line, as in `s₁`.
pub fn is_small_digit(c: char) -> bool {
    ('₀'..='₉').contains(&c)
}

/// Digits below the line as ordinary ones.
pub fn of_small_digits(text: &str) -> String {
    let plain = |c: char| if is_small_digit(c) { char::from(b'0' + (c as u32 - '₀' as u32) as u8) } else { c };
    text.chars().map(plain).collect()
}

/// With a true minus sign, for pictures.
pub fn typeset(number: &str) -> String {
    number.replace('-', "−")
}
