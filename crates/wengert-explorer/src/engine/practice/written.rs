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
    let signs = signs.replace('∞', "inf");
    // Inside of brackets a comma is between arguments, beside a point between thousands.
    if signs.contains(['(', '.']) { signs } else { signs.replace(',', ".") }
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
            "0,33", ",5", "-,5", "−0.5", "–0.5", "- 0.5", "1/3", "-1/3", "2e-3", "pi/2", "1,5/2", "3 × 2", "x*y", "1⁄4",
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
        for text in ["many", "nan", "1/0", "1,000.5", "1 2", "5x5", "sin"] {
            assert_eq!(read(text), Written::Other(refused(text)));
        }
    }
}
