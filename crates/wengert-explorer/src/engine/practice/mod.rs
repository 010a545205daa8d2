//! `practice` and `mark`: a sheet whose registers the reader fills in, and what is right on it.

mod mark;
mod written;

pub use mark::{HandedIn, mark};

use super::chance::Chance;
use super::fault::Fault;
use super::model::Model;
use super::names::Names;
use super::num::Num;
use super::say::{bar, factors, four, in_words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wengert::Contribution;
use wengert::list::Id;
use wengert_inspect::Run;

/// Asks for a sheet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// 1: every value is used once; 2: values are used again; 3: branches and kinks.
    grade: u8,
    seed: u64,
}

/// A sheet.
#[derive(Debug, Serialize)]
pub struct Sheet {
    title: &'static str,
    model: SheetModel,
    /// What is to be filled in, in the order of the sweep.
    registers: Vec<Blank>,
    /// Hints in steps, by line.
    hints: BTreeMap<u32, Vec<String>>,
}

#[derive(Debug, Serialize)]
struct SheetModel {
    text: String,
    at: Vec<(&'static str, Num)>,
}

#[derive(Debug, Serialize)]
struct Blank {
    line: u32,
    name: String,
}

/// Draws a sheet.
pub fn answer(request: &Request) -> Result<Sheet, Fault> {
    let title = match request.grade {
        1 => "One use each",
        2 => "Values used again",
        3 => "Branches and kinks",
        other => return Err(Fault::request(format!("there are sheets of grade 1, 2 and 3, not {other}"))),
    };
    let mut chance = Chance::new(request.seed.wrapping_mul(3) + u64::from(request.grade));
    for _ in 0..200 {
        let (text, at) = (drawn(request.grade, &mut chance), point(&mut chance));
        let model = model(&text, &at);
        let run = model.read()?.run_listed()?;
        if is_fair(&run, request.grade) {
            let names = Names::of(run.list(), &|_| None);
            let asked: Vec<Id> = asked(&run);
            let registers = asked.iter().map(|&id| Blank { line: id.0, name: names.plain(id).to_owned() }).collect();
            let hints = asked.iter().map(|&id| (id.0, hints(&run, &names, id))).collect();
            let used: Vec<(&'static str, Num)> =
                at.into_iter().filter(|(name, _)| run.list().inputs().iter().any(|i| i.name == *name)).collect();
            return Ok(Sheet { title, model: SheetModel { text, at: used }, registers, hints });
        }
    }
    Err(Fault::request("no fair sheet was found for this seed; take another"))
}

fn model(text: &str, at: &[(&'static str, Num)]) -> Model {
    Model::expression(text, at.iter().map(|&(name, x)| (name.to_owned(), x)).collect())
}

fn point(chance: &mut Chance) -> Vec<(&'static str, Num)> {
    ["x", "y"].map(|name| (name, Num(*chance.one_of(&[0.5, 1.0, 1.5, 2.0, 3.0, -1.0, -2.0])))).to_vec()
}

/// An expression of a grade.
fn drawn(grade: u8, chance: &mut Chance) -> String {
    let mut pick = |list: &[&str]| chance.one_of(list).to_string();
    let functions = ["sin", "cos", "exp", "tanh", "sqrt", "log", "sigmoid"];
    let (f, g, c) = (pick(&functions), pick(&functions), pick(&["2", "3", "0.5", "4"]));
    let pair = pick(&["x*y", "x/y", "x + y", "x - y"]);
    let (once, again, branched) = (
        [
            format!("{f}({pair})"),
            format!("{c}*{f}({pair})"),
            format!("{f}(x)*y"),
            format!("{f}(x) + {c}*y"),
            format!("{f}({c}*{pair})"),
        ],
        [
            format!("({pair})*{f}({pair})"),
            format!("{pair} + {f}({pair})"),
            format!("x*{f}(x*y)"),
            format!("{f}({pair})*{g}({pair})"),
            format!("({pair})^2 + x"),
        ],
        [
            format!("where(x > y, {pair}, {f}(x))*y"),
            format!("max({pair}, {c}*x)*y"),
            format!("abs({pair})*x"),
            format!("relu(x - y)*x + {f}(y)"),
            format!("min({f}(x), {pair}) + x*y"),
        ],
    );
    match grade {
        1 => chance.one_of(&once),
        2 => chance.one_of(&again),
        _ => chance.one_of(&branched),
    }
    .clone()
}

/// Whether a sheet can be done by hand: two inputs, numbers of ordinary size, no kink hit exactly, reuse only where the
/// grade has it, every payment seen in its register.
fn is_fair(run: &Run, grade: u8) -> bool {
    let ordinary = |x: f64| x.is_finite() && x.abs() < 60.0;
    let values = run.listing().values().iter().all(|&x| ordinary(x));
    let end = |id: Id| run.adjoint(id).map_or(0.0, f64::abs);
    // No register rounds to 0, and to forget one payment is a mistake that shows.
    let terms =
        run.contributions().iter().all(|c| ordinary(c.term) && end(c.to) > 0.05 && c.term.abs() > 0.15 * end(c.to));
    let reused = (0..run.list().ids() as u32).any(|id| run.contributions().iter().filter(|c| c.to.0 == id).count() > 1);
    let both = run.listing().grad().len() == 2
        && run.listing().grad().iter().filter(|g| **g != 0.0).count() >= usize::from(grade);
    values
        && terms
        && run.listing().notes().is_empty()
        && asked(run).len() >= 2
        && reused == (grade == 2) | (grade == 3 && reused)
        && (grade == 3 || both)
}

/// The registers that are filled in, in the order of the sweep: all that something reaches, but for the seed.
fn asked(run: &Run) -> Vec<Id> {
    let ids = (0..run.list().ids() as u32).rev().map(Id);
    ids.filter(|&id| Some(id) != run.output() && run.adjoint(id).is_some()).collect()
}

fn paid(run: &Run, id: Id) -> impl Iterator<Item = &Contribution> {
    run.contributions().iter().filter(move |c| c.to == id)
}

fn hints(run: &Run, names: &Names, id: Id) -> Vec<String> {
    let (name, count) = (bar(names, id), paid(run, id).count());
    let payers: Vec<String> = paid(run, id).map(|c| bar(names, c.from)).collect();
    let formulas: Vec<String> =
        paid(run, id).map(|c| format!("{} × {}", bar(names, c.from), factors(run, names, c))).collect();
    let numbers: Vec<String> = paid(run, id).map(|c| four(c.term)).collect();
    vec![
        format!("{name} receives {count} addition{}, from {}.", if count == 1 { "" } else { "s" }, in_words(&payers)),
        format!("It adds up {}.", in_words(&formulas)),
        format!("In numbers: {}.", in_words(&numbers)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::say::two_digits;

    /// The sheets of every grade, with the run of each.
    fn sheets() -> impl Iterator<Item = (Sheet, Run)> {
        (1..=3).flat_map(|grade| (0..150).map(move |seed| Request { grade, seed })).map(|request| {
            let sheet = answer(&request).unwrap();
            let run = model(&sheet.model.text, &sheet.model.at).read().unwrap().run().unwrap();
            (sheet, run)
        })
    }

    fn marked(sheet: &Sheet, write: impl Fn(f64) -> String, run: &Run) -> Vec<bool> {
        let answers = sheet.registers.iter().map(|b| (b.line, write(run.adjoint(Id(b.line)).unwrap())));
        let model = model(&sheet.model.text, &sheet.model.at);
        mark(&HandedIn { model, answers: answers.collect() }).unwrap().rights()
    }

    #[test]
    fn every_seed_gives_a_sheet_that_its_own_numbers_solve() {
        for (sheet, run) in sheets() {
            let two = marked(&sheet, two_digits, &run);
            assert!(two.iter().all(|right| *right), "{}: {two:?}", sheet.model.text);
            assert!(marked(&sheet, |x| format!("{x:.4}"), &run).iter().all(|right| *right));
            assert!(sheet.registers.iter().all(|b| sheet.hints[&b.line].len() == 3));
            assert_eq!(sheet.registers.len(), sheet.hints.len());
        }
    }

    #[test]
    fn nothing_and_the_other_sign_are_wrong_on_every_sheet() {
        for (sheet, run) in sheets() {
            let wrong = |write: &dyn Fn(f64) -> String| marked(&sheet, write, &run).iter().all(|right| !right);
            assert!(wrong(&|_| "0".to_owned()) && wrong(&|x| format!("{:.4}", -x)), "{}", sheet.model.text);
            assert!(wrong(&|x| format!("{:.4}", 1.12 * x)), "{}", sheet.model.text);
        }
    }

    #[test]
    fn to_forget_one_payment_shows_on_every_sheet() {
        for (sheet, run) in sheets() {
            for c in run.contributions() {
                let without = run.adjoint(c.to).unwrap() - c.term;
                let model = model(&sheet.model.text, &sheet.model.at);
                let answers = vec![(c.to.0, format!("{without:.4}"))];
                assert_eq!(mark(&HandedIn { model, answers }).unwrap().rights(), [false], "{}", sheet.model.text);
            }
        }
    }
}
