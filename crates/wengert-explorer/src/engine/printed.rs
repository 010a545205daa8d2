//! What a program prints at the point: value and gradient in the spelling of its language, and how many digits of each are
//! the same wherever it runs.

use serde::Serialize;
use wengert::list::Id;
use wengert_inspect::Run;
use wengert_inspect::emit::{ALL_DIGITS, Lang, digits};

/// One line of what a program prints.
#[derive(Debug, Serialize)]
pub struct Output {
    name: String,
    number: String,
    /// So many significant digits are the same wherever the program runs; null: all.
    digits: Option<u32>,
}

/// Everything that it prints.
pub type Printed = Vec<Output>;

/// Value and gradient, as a program of this language prints them that calls the output so.
pub fn printed(run: &Run, lang: Lang, output: &str) -> Printed {
    // A register starts as 0.0, to which -0.0 adds nothing.
    let slopes = run.listing().grad().iter().enumerate();
    let slopes = slopes.map(|(k, slope)| (format!("d{output}/d{}", run.name(Id(k as u32))), slope + 0.0));
    let all = std::iter::once((output.to_owned(), run.listing().value())).chain(slopes);
    let held = digits(run).unwrap_or_default();
    let spelt = |(k, (name, x))| {
        let digits = held.get(k).copied().filter(|&n| n < ALL_DIGITS && f64::is_finite(x));
        Output { name, number: spelt(x, lang), digits }
    };
    all.enumerate().map(spelt).collect()
}

/// The shortest digits that name the number, as the language writes them.
fn spelt(x: f64, lang: Lang) -> String {
    match lang {
        Lang::Python => python(x),
        _ => format!("{x:?}"),
    }
}

/// As `repr` of Python: `1e-05`, `1e+16`, `nan`.
fn python(x: f64) -> String {
    let text = format!("{x:?}");
    match text.split_once('e') {
        _ if x.is_nan() => "nan".to_owned(),
        None => text,
        Some((digits, power)) => {
            let (sign, power) = power.strip_prefix('-').map_or(("+", power), |power| ("-", power));
            format!("{}e{sign}{power:0>2}", digits.strip_suffix(".0").unwrap_or(digits))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelt_as_python_does() {
        let spelt = [1e-5, 1.5e-7, 1e16, 2.5e300, 0.1, -3.0, f64::NAN, f64::NEG_INFINITY].map(python);
        assert_eq!(spelt, ["1e-05", "1.5e-07", "1e+16", "2.5e+300", "0.1", "-3.0", "nan", "-inf"]);
    }
}
