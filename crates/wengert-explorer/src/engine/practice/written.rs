//! What somebody wrote where a number is asked for: a number, a fraction, or an expression of the sheet's values.

use crate::engine::model::Model;
use crate::engine::names::Names;
use crate::engine::num::Num;
use wengert::list::Id;
use wengert_inspect::Run;

/// What was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// Nothing.
    Nothing,
    /// A number.
    Number(f64),
    /// Something else, and why it is no number.
    Other(String),
}

impl Written {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        if let Written::Number(x) = self { Some(*x) } else { None }
    }
}

/// Nobody writes a number of more letters.
const LONGEST: usize = 200;

/// Reads what was written; the values of the sheet's lines have their names in it.
pub fn written(text: &str, run: &Run, names: &Names) -> Written {
    let text = text.trim();
    if text.is_empty() {
        return Written::Nothing;
    }
    let other = || Written::Other(refused(text));
    if text.len() > LONGEST {
        return other();
    }
    let plain = plain(text);
    match plain.parse::<f64>() {
        Ok(x) if !x.is_nan() => Written::Number(x),
        Ok(_) => other(),
        Err(_) => worth(&plain, run, names).map_or_else(other, Written::Number),
    }
}

/// What is said of a text that is no number.
fn refused(text: &str) -> String {
    format!("“{text}” is no number. Write one as 0.25 or 1/4, or as a formula of the values on the sheet.")
}

/// The text as the language writes it: its signs, a point where numbers have a decimal comma.
fn plain(text: &str) -> String {
    let signs = text.replace(['−', '–', '—'], "-").replace(['×', '·', '⋅'], "*").replace(['÷', '∕', '⁄'], "/");
    let signs = fractions(&raised(&joined(&signs.replace('∞', "inf"))));
    // Inside of brackets a comma is between arguments, beside a point between thousands.
    if signs.contains(['(', '.']) { signs } else { signs.replace(',', ".") }
}

/// Digits in groups of three, as in 1 250, without the spaces between the groups.
fn joined(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let digit = |k: usize| letters.get(k).is_some_and(char::is_ascii_digit);
    let before = |k: usize| k > 0 && digit(k - 1);
    let group = |k: usize| (k + 1..k + 4).all(digit) && !digit(k + 4);
    let between = |k: usize| letters[k].is_whitespace() && before(k) && group(k);
    (0..letters.len()).filter(|&k| !between(k)).map(|k| letters[k]).collect()
}

/// Raised digits as exponents: 10⁻³ is 10^(-3).
fn raised(text: &str) -> String {
    let (mut plain, mut inside) = (String::new(), false);
    for letter in text.chars().chain(['\n']) {
        let down =
            "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺".chars().zip("0123456789-+".chars()).find(|(up, _)| *up == letter).map(|(_, down)| down);
        if down.is_some() != inside {
            plain.push_str(if inside { ")" } else { "^(" });
            inside = !inside;
        }
        plain.push(down.unwrap_or(letter));
    }
    plain.trim_end().to_owned()
}

/// Fractions of one letter as quotients.
fn fractions(text: &str) -> String {
    let known = [('½', "(1/2)"), ('⅓', "(1/3)"), ('⅔', "(2/3)"), ('¼', "(1/4)"), ('¾', "(3/4)"), ('⅛', "(1/8)")];
    known.iter().fold(text.to_owned(), |text, (letter, quotient)| text.replace(*letter, quotient))
}

/// What an expression of numbers and known names is worth.
fn worth(text: &str, run: &Run, names: &Names) -> Option<f64> {
    let ids = (0..run.list().ids() as u32).map(Id);
    let at = ids.map(|id| (names.plain(id).to_owned(), Num(run.value(id)))).collect();
    let read = Model::expression(text, at).read().ok()?;
    if read.warnings.iter().any(|warning| warning.kind == "missing") {
        return None;
    }
    let told = read.run_listed().ok()?;
    let [output] = *told.list().outputs() else { return None };
    Some(told.number(output)).filter(|x| x.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Written {
        let at = vec![("x".to_owned(), Num(2.0)), ("y".to_owned(), Num(3.0))];
        let read = Model::expression("x*y", at).read().unwrap();
        let run = read.run().unwrap();
        written(text, &run, &read.names(&run))
    }

    #[test]
    fn numbers_as_people_write_them() {
        let texts = [
            "0,33",
            ",5",
            "-,5",
            "−0.5",
            "–0.5",
            "- 0.5",
            "1/3",
            "-1/3",
            "2e-3",
            "pi/2",
            "1,5/2",
            "3 × 2",
            "x*y",
            "1⁄4",
            "½",
            "−¾",
            "2·10⁻³",
            "x²",
            "1 250",
            "-1 250 000.5",
            "1\u{202f}250",
        ];
        let numbers = [
            0.33,
            0.5,
            -0.5,
            -0.5,
            -0.5,
            -0.5,
            1.0 / 3.0,
            -1.0 / 3.0,
            2e-3,
            std::f64::consts::FRAC_PI_2,
            0.75,
            6.0,
            6.0,
            0.25,
            0.5,
            -0.75,
            2e-3,
            4.0,
            1250.0,
            -1_250_000.5,
            1250.0,
        ];
        for (text, number) in texts.into_iter().zip(numbers) {
            assert_eq!(read(text), Written::Number(number), "{text}");
        }
    }

    #[test]
    fn a_register_may_be_infinite() {
        assert_eq!(["inf", "∞", "−∞"].map(read), [f64::INFINITY, f64::INFINITY, -f64::INFINITY].map(Written::Number));
    }

    #[test]
    fn what_is_no_number() {
        assert_eq!(read(" "), Written::Nothing);
        for text in ["many", "nan", "1/0", "1,000.5", "1 2", "1 25", "1 2500", "1½", "10⁻", "5x5", "sin"] {
            assert_eq!(read(text), Written::Other(refused(text)));
        }
    }
}
