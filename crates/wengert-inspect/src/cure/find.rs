//! What is wrong, where it begins, and the thread from there to an input.

use super::zero::{self, Cut};
use crate::Run;
use crate::formula;
use crate::words::{call, number};
use wengert::Stage;
use wengert::list::{Id, Origin};
use wengert::prim::Op;

/// What kind of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A value is NaN or infinite.
    Value,
    /// A derivative is NaN or infinite although the values are finite.
    Derivative,
    /// A value vanishes although nothing that it is made of does.
    Underflow,
    /// A value or an adjoint is very large.
    Huge,
    /// A derivative is zero.
    Zero,
}

impl Kind {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Value => "value",
            Kind::Derivative => "derivative",
            Kind::Underflow => "underflow",
            Kind::Huge => "huge",
            Kind::Zero => "zero",
        }
    }
}

/// Something that is wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What kind of thing.
    pub kind: Kind,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where it begins.
    pub at: Option<Origin>,
    /// From where it begins to an input, line by line.
    pub thread: Vec<Link>,
    /// For a derivative that is zero, where it loses its way.
    pub cuts: Vec<Cut>,
}

/// A line of a thread.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What the value is called: `v3`, or an input's name.
    pub name: String,
    /// What the line says; empty for an input.
    pub formula: String,
    /// What it is worth.
    pub value: f64,
    /// The local derivative of the link before in this one; absent for the first.
    pub slope: Option<f64>,
    /// Where it stands.
    pub at: Option<Origin>,
}

/// What is called huge.
const HUGE: f64 = 1e100;

/// All findings, causes before consequences.
pub(super) fn findings(run: &Run, wrt: &[usize]) -> Vec<Finding> {
    let mut found: Vec<Finding> = not_finite(run).into_iter().collect();
    if found.is_empty() {
        found.extend(huge(run));
    }
    let zeros: Vec<Finding> = wrt.iter().filter_map(|&i| zero(run, i)).collect();
    if !zeros.is_empty() || !found.is_empty() {
        found.extend(underflow(run));
    }
    found.extend(zeros);
    found
}

/// What the engine names first.
fn not_finite(run: &Run) -> Option<Finding> {
    let why = run.listing().why_nan()?;
    let Some(line) = why.line else {
        let message = match why.input {
            Some(i) => format!("`{}` comes in as {}", run.name(Id(i as u32)), number(why.value)),
            None => format!("the output is the constant {}", number(why.value)),
        };
        return Some(Finding { kind: Kind::Value, message, at: None, thread: Vec::new(), cuts: Vec::new() });
    };
    let (kind, message) = match why.stage {
        Stage::Value => (Kind::Value, of_value(why.op, &why.args, why.value)),
        Stage::Derivative => (Kind::Derivative, of_slopes(why.op, &why.args, &why.slopes, why.adjoint)),
    };
    let lines: Vec<usize> = std::iter::once(line).chain(why.path.iter().map(|hop| hop.line)).collect();
    let thread = thread(run, &lines, why.input.map(|i| Id(i as u32)));
    Some(Finding { kind, message, at: why.at, thread, cuts: Vec::new() })
}

fn of_value(op: &str, args: &[f64], value: f64) -> String {
    let outside = value.is_nan() && !args.iter().any(|a| a.is_nan());
    let domain = Op::by_text(op).map_or("", |op| op.row().domain);
    let defined =
        if outside && domain != "all real numbers" { format!("; it is defined for {domain}") } else { String::new() };
    format!("{} is {}{defined}", call(op, args), number(value))
}

fn of_slopes(op: &str, args: &[f64], slopes: &[(usize, f64)], adjoint: Option<f64>) -> String {
    let bar = adjoint.unwrap_or(1.0);
    let offending = slopes.iter().find(|(_, d)| !(d * bar).is_finite());
    let slope = offending.map_or(f64::NAN, |&(_, d)| d);
    format!("the slope of {} is {}, times an adjoint of {}", call(op, args), number(slope), number(bar))
}

/// The lines from an offence to an input, with their numbers and local derivatives.
fn thread(run: &Run, lines: &[usize], input: Option<Id>) -> Vec<Link> {
    let ids: Vec<Id> = lines.iter().filter_map(|&line| run.id_of(line)).chain(input).collect();
    let link = |(k, &id): (usize, &Id)| {
        let line = run.line_of(id);
        let formula = line.and_then(|line| formula::text_of(run.list(), line, run.names()));
        Link {
            name: run.name(id).to_owned(),
            formula: formula.unwrap_or_default(),
            value: run.value(id),
            slope: k.checked_sub(1).and_then(|above| slope(run, ids[above], id)),
            at: line.and_then(|line| run.list().origin(line)),
        }
    };
    ids.iter().enumerate().map(link).collect()
}

/// The local derivative of one value in another that its line reads.
pub(super) fn slope(run: &Run, of: Id, by: Id) -> Option<f64> {
    let (op, args) = run.applied(run.line_of(of)?)?;
    let x: Vec<f64> = args.iter().map(|&a| run.number(a)).collect();
    let mut sum = None;
    op.partials(&x, run.value(of), &|i| args[i].as_id() == Some(by), &mut |_, d| sum = Some(sum.unwrap_or(0.0) + d));
    Some(sum.unwrap_or(0.0))
}

/// From a line along the argument that matters most to an input.
fn way(run: &Run, line: usize) -> (Vec<usize>, Option<Id>) {
    let (mut lines, mut line) = (vec![line], line);
    loop {
        let (Some((_, args)), Some(id)) = (run.applied(line), run.id_of(line)) else { return (lines, None) };
        let part = |by: Id| (slope(run, id, by).unwrap_or(0.0) * run.value(by)).abs();
        let next = args.iter().filter_map(|a| a.as_id()).max_by(|&a, &b| part(a).total_cmp(&part(b)));
        let Some(next) = next else { return (lines, None) };
        match run.line_of(next) {
            Some(below) => line = below,
            None => return (lines, Some(next)),
        }
        lines.push(line);
    }
}

/// A finding about a line, with the thread to an input.
fn at_line(run: &Run, kind: Kind, line: usize, message: String) -> Finding {
    let (lines, input) = way(run, line);
    let thread = thread(run, &lines, input);
    Finding { kind, message, at: run.list().origin(line), thread, cuts: Vec::new() }
}

/// The first value that is very large and made of none that is, or the first such adjoint from the output backward.
fn huge(run: &Run) -> Option<Finding> {
    let is_huge = |x: f64| x.abs() >= HUGE;
    let mut lines = (0..run.list().len()).filter_map(|line| Some((line, run.id_of(line)?)));
    let offends = |&(line, id): &(usize, Id)| {
        let large_before = run.applied(line).is_some_and(|(_, args)| args.iter().any(|&a| is_huge(run.number(a))));
        is_huge(run.value(id)) && run.adjoint(id).is_some() && !large_before
    };
    if let Some((line, id)) = lines.find(offends) {
        let (op, args) = run.applied(line)?;
        let args: Vec<f64> = args.iter().map(|&a| run.number(a)).collect();
        return Some(at_line(
            run,
            Kind::Huge,
            line,
            format!("{} is {}", call(op.text(), &args), number(run.value(id))),
        ));
    }
    let c = run.contributions().iter().find(|c| is_huge(c.term))?;
    let (op, args) = run.applied(c.line)?;
    let args: Vec<f64> = args.iter().map(|&a| run.number(a)).collect();
    let message = format!(
        "the slope of {} is {}; it hands an adjoint of {} on",
        call(op.text(), &args),
        number(c.slope),
        number(c.term)
    );
    Some(at_line(run, Kind::Huge, c.line, message))
}

/// Rows whose value is zero only where it has become too small.
const NEVER_ZERO: [&str; 14] = [
    "exp", "exp2", "mul", "div", "recip", "square", "pow", "powi", "sigmoid", "normcdf", "normpdf", "erfc", "softplus",
    "prod",
];

/// The first value that vanishes although nothing that it is made of does.
fn underflow(run: &Run) -> Option<Finding> {
    let offends = |line: &usize| {
        let (Some((op, args)), Some(id)) = (run.applied(*line), run.id_of(*line)) else { return false };
        let made_of = |&a: &wengert::list::Operand| run.number(a) != 0.0 && run.number(a).is_finite();
        run.value(id) == 0.0 && NEVER_ZERO.contains(&op.text()) && args.iter().all(made_of)
    };
    let line = (0..run.list().len()).find(offends)?;
    let (op, args) = run.applied(line)?;
    let args: Vec<f64> = args.iter().map(|&a| run.number(a)).collect();
    let message = format!("{} is 0: it is too small for double precision", call(op.text(), &args));
    Some(at_line(run, Kind::Underflow, line, message))
}

/// Why the derivative in an input is zero, if it is.
fn zero(run: &Run, i: usize) -> Option<Finding> {
    let id = Id(i as u32);
    if run.listing().grad()[i] != 0.0 {
        return None;
    }
    let cuts = zero::cuts(run, id);
    let message = format!("the derivative in `{}` is 0", run.name(id));
    Some(Finding { kind: Kind::Zero, message, at: cuts.first().and_then(|cut| cut.at), thread: Vec::new(), cuts })
}
