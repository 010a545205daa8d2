//! What is right on a sheet that was handed in, and what to say of the rest without giving it away.

use super::paid;
use super::written::{Written, written};
use crate::engine::fault::Fault;
use crate::engine::model::Model;
use crate::engine::names::Names;
use crate::engine::num::Num;
use crate::engine::say::{bar, four, name, sum};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use wengert::Contribution;
use wengert::list::Id;
use wengert_inspect::Run;

/// Hands in a sheet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedIn {
    pub model: Model,
    /// Line and what was written there: a number, or an expression of numbers and of the sheet's values.
    pub answers: Vec<(u32, String)>,
}

/// What is right on a sheet.
#[derive(Debug, Serialize)]
pub struct Marked {
    marks: Vec<Mark>,
}

impl Marked {
    /// Which answers are right.
    #[cfg(test)]
    pub fn rights(&self) -> Vec<bool> {
        self.marks.iter().map(|mark| mark.right).collect()
    }
}

#[derive(Debug, Serialize)]
struct Mark {
    line: u32,
    /// Whether something stands there that was meant as an answer.
    filled: bool,
    right: bool,
    /// What was written, as a number; null where it is none.
    written: Option<Num>,
    /// What may be said before the solution is shown; empty where nothing is known.
    remark: String,
    /// The solution.
    value: Num,
    because: String,
}

/// A run whose registers somebody filled.
struct Sheet<'a> {
    run: &'a Run,
    names: &'a Names,
    /// What was written for a register.
    written: HashMap<Id, f64>,
}

/// Marks a sheet.
pub fn mark(request: &HandedIn) -> Result<Marked, Fault> {
    let read = request.model.read()?;
    let run = read.run_listed()?;
    let names = read.names(&run);
    let answers: Vec<(Id, Written)> =
        request.answers.iter().map(|(line, text)| (Id(*line), written(text, &run, &names))).collect();
    let numbers = answers.iter().filter_map(|(id, written)| Some((*id, written.number()?)));
    let sheet = Sheet { run: &run, names: &names, written: numbers.collect() };
    Ok(Marked { marks: answers.iter().map(|(id, written)| sheet.mark(*id, written)).collect() })
}

impl Sheet<'_> {
    fn mark(&self, id: Id, written: &Written) -> Mark {
        let known = (id.0 as usize) < self.run.list().ids();
        let value = if known { self.run.adjoint(id).unwrap_or(0.0) } else { f64::NAN };
        let right = written.number().is_some_and(|x| close(x, value));
        let remark = match written {
            _ if !known => "there is no such line".to_owned(),
            Written::Number(x) if !right => self.slip(id, *x).unwrap_or_default(),
            Written::Other(why) => why.clone(),
            _ => String::new(),
        };
        Mark {
            line: id.0,
            filled: !matches!(written, Written::Nothing),
            right,
            written: written.number().map(Num),
            remark,
            value: Num(value),
            because: if known { self.solution(id, value) } else { String::new() },
        }
    }
    /// "1.0000 from L + 0.9602 from b = 1.9602"
    fn solution(&self, id: Id, value: f64) -> String {
        let terms: Vec<(f64, String)> =
            paid(self.run, id).map(|c| (c.term, format!(" from {}", name(self.names, c.from)))).collect();
        match terms.len() {
            0 => "nothing is added to it".to_owned(),
            1 => sum(&terms),
            _ => format!("{} = {}", sum(&terms), four(value)),
        }
    }
    /// What was probably done to get a wrong number.
    fn slip(&self, id: Id, x: f64) -> Option<String> {
        let terms: Vec<&Contribution> = paid(self.run, id).collect();
        let cotangent = |c: &Contribution| self.run.adjoint(c.from).unwrap_or(0.0);
        let follows = |c: &Contribution| self.written.get(&c.from).copied().unwrap_or(cotangent(c));
        let total = |of: &dyn Fn(&Contribution) -> f64| terms.iter().map(|c| of(c)).sum::<f64>();
        let wrong = terms.iter().find(|c| !close(follows(c), cotangent(c)));
        if let Some(c) = wrong.filter(|_| close(x, total(&|c| follows(c) * c.slope))) {
            return Some(format!("This follows from what you wrote for {}.", bar(self.names, c.from)));
        }
        if let Some(c) = terms.iter().find(|c| terms.len() > 1 && close(x, c.term)) {
            let (from, of) = (name(self.names, c.from), terms.len());
            return Some(format!("This is what {from} adds alone, and {of} additions make it up."));
        }
        let mistakes = [
            (-total(&|c| c.term), "The size is right, the sign is not."),
            (total(&|c| c.slope), "The cotangent is left out."),
            (total(&cotangent), "The local derivative is left out."),
            (self.run.value(id), "This is the value of the line, not its register."),
        ];
        mistakes.iter().find(|(mistake, _)| close(x, *mistake)).map(|(_, slip)| (*slip).to_owned())
    }
}

/// Whether a number is another one to two digits: no further from it than half a unit of its second digit.
fn close(x: f64, value: f64) -> bool {
    if !value.is_finite() {
        return x == value || (x.is_nan() && value.is_nan());
    }
    if value == 0.0 {
        return x.abs() < 5e-4;
    }
    let unit = 10f64.powf(value.abs().log10().floor() - 1.0);
    (x - value).abs() <= 0.51 * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(answers: &[(u32, &str)]) -> Vec<Mark> {
        let at = [("x", 2.0), ("y", 3.0)].map(|(name, x)| (name.to_owned(), Num(x)));
        let model = Model::expression("x*y + sin(x*y)", at.into());
        mark(&HandedIn { model, answers: answers.iter().map(|(line, text)| (*line, (*text).to_owned())).collect() })
            .unwrap()
            .marks
    }

    #[test]
    fn two_digits_are_enough_and_one_is_not() {
        let rights =
            |line, texts: &[&str]| -> Vec<bool> { texts.iter().map(|text| marks(&[(line, text)])[0].right).collect() };
        assert_eq!(rights(2, &["1.96", "2.0", "1,96", "1 + cos(a)", "1 + cos(x*y)"]), [true; 5]);
        assert_eq!(rights(2, &["1.9", "1.0", "−1.96", "0", ""]), [false; 5]);
        assert_eq!(rights(0, &["5.88", "5,9", "-5.88"]), [true, true, false]);
    }

    #[test]
    fn infinity_is_no_other_number() {
        assert!(close(f64::INFINITY, f64::INFINITY) && !close(5.0, f64::INFINITY));
        assert!(!close(-f64::INFINITY, f64::INFINITY) && !close(f64::INFINITY, 5.0) && !close(0.0, f64::NAN));
    }

    #[test]
    fn what_is_wrong_is_named_without_the_solution() {
        let remark = |line, text: &str| marks(&[(line, text)])[0].remark.clone();
        assert!(remark(2, "1").contains("adds alone"), "{}", remark(2, "1"));
        assert!(remark(0, "−5.88").contains("the sign is not"));
        assert!(remark(0, "3").contains("cotangent is left out"));
        assert!(remark(0, "1.96").contains("local derivative is left out"));
        assert!(remark(2, "6").contains("the value of the line"));
        assert!(remark(2, "many").starts_with("“many” is no number. Write one as"));
        assert_eq!(marks(&[(99, "1")])[0].remark, "there is no such line");
        let followed = marks(&[(2, "1"), (0, "3")]);
        assert!(followed[1].remark.contains("follows from what you wrote"), "{}", followed[1].remark);
        assert!(!followed[1].right);
    }

    #[test]
    fn an_empty_field_is_no_answer() {
        let [mark] = &marks(&[(2, "  ")])[..] else { panic!("one mark") };
        assert_eq!((mark.filled, mark.right, mark.remark.as_str()), (false, false, ""));
        assert!(mark.because.starts_with("1.0000 from ") && mark.because.ends_with(" = 1.9602"), "{}", mark.because);
    }
}
