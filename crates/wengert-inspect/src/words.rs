//! Numbers and operations as sentences write them.

use crate::signs::sign;

/// Digit by digit where that is short, with an exponent elsewhere.
pub(crate) fn number(x: f64) -> String {
    if x == 0.0 || !x.is_finite() || (1e-5..1e16).contains(&x.abs()) { format!("{x}") } else { format!("{x:e}") }
}

/// At most six significant digits.
pub(crate) fn short(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return number(x);
    }
    let rounded: f64 = format!("{x:.5e}").parse().unwrap_or(x);
    number(rounded)
}

/// An operation at its arguments: `1 - 2`, `atan2(1, 2)`; of many arguments the first and the last.
pub(crate) fn call(op: &str, args: &[f64]) -> String {
    const MOST: usize = 6;
    if let (Some((sign, _)), &[a, b]) = (sign(op), args) {
        let right = if b.is_sign_negative() { format!("({})", number(b)) } else { number(b) };
        return format!("{} {sign} {right}", number(a));
    }
    let mut words: Vec<String> =
        args.iter().take(if args.len() > MOST { MOST - 2 } else { MOST }).map(|&a| number(a)).collect();
    if let (true, Some(&last)) = (args.len() > MOST, args.last()) {
        words.extend(["…".to_owned(), number(last)]);
    }
    format!("{op}({})", words.join(", "))
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_short() {
        assert_eq!(super::number(1e-300), "1e-300");
        assert_eq!(super::short(1.0 / 3.0), "0.333333");
        assert_eq!(super::call("max", &[1.0; 9]), "max(1, 1, 1, 1, …, 1)");
        assert_eq!(super::call("sub", &[-1.0, 0.5]), "-1 - 0.5");
        assert_eq!(super::call("div", &[1.0, -0.0]), "1 / (-0)");
    }
}
