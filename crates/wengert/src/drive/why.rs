//! Why a value or a derivative is not finite: the first operation at fault, and the way from it to an input.

use super::Listing;
use super::traced::trace_by;
use crate::list::{Id, List, Operand, Origin, Step};
use crate::prim::Op;
use crate::sweep::{self, Constants, Watch};
use crate::tape::trace::{Recorder, Unrolled};
use crate::tree::{Objective, Tree};
use crate::value::Real;
use crate::{Custom, Error, Kink};
use std::fmt;

/// What is not finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The value of the operation.
    Value,
    /// What the operation hands on in the reverse sweep.
    Derivative,
}

/// The first operation whose value or derivative is not finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// Whether it is the value or the derivative.
    pub stage: Stage,
    /// The operation, `rule` where it is one of the user's; `input` or `constant` where the number came in that way.
    pub op: &'static str,
    /// Its arguments.
    pub args: Vec<f64>,
    /// Its value.
    pub value: f64,
    /// Its local derivatives, one for each argument that varies: number of the argument, slope.
    pub slopes: Vec<(usize, f64)>,
    /// The adjoint that reached it; absent where its value is at fault.
    pub adjoint: Option<f64>,
    /// Where it stands in the user's code.
    pub at: Option<Origin>,
    /// Its line in the List; absent where the number came in.
    pub line: Option<usize>,
    /// The operations between it and an input, nearest first.
    pub path: Vec<Hop>,
    /// The input at the end of the path, counted over all numbers of the point.
    pub input: Option<usize>,
    /// Its name, where the inputs have names of their own: fields of a struct, variables of a text.
    pub name: Option<String>,
    /// The set of slopes, where it stands at a kink.
    pub kink: Option<Kink>,
}

/// An operation on the way to an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// The operation.
    pub op: &'static str,
    /// Its value.
    pub value: f64,
    /// Where it stands.
    pub at: Option<Origin>,
    /// Its line in the List.
    pub line: usize,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.at {
            write!(f, "{at}: ")?;
        }
        let args: Vec<String> = self.args.iter().map(|a| format!("{a:?}")).collect();
        write!(f, "{}({}) = {:?}", self.op, args.join(", "), self.value)?;
        for (arg, slope) in &self.slopes {
            write!(f, "; its slope in argument {arg} is {slope:?}")?;
        }
        if let Some(adjoint) = self.adjoint {
            write!(f, "; the adjoint that reached it is {adjoint:?}")?;
        }
        for hop in &self.path {
            write!(f, "\n  from {} = {:?}", hop.op, hop.value)?;
            if let Some(at) = hop.at {
                write!(f, " at {at}")?;
            }
        }
        match (self.input, &self.name) {
            (Some(input), Some(name)) => write!(f, "\n  from input {input}, `{name}`"),
            (Some(input), None) => write!(f, "\n  from input {input}"),
            (None, _) => Ok(()),
        }
    }
}

/// Names the first operation whose value, or whose part in the gradient, is not finite; `None` where all is finite. The
/// closure is traced once, with the source line of every operation; loops of up to a million steps are looked into.
///
/// ```
/// use wengert::why_nan;
/// let why = why_nan(|[x, y]| (x - y).sqrt() + (1.0 / y).ln(), [1.0, 2.0])?.expect("the square root of -1");
/// assert_eq!((why.op, why.args[0], why.input), ("sqrt", -1.0, Some(0)));
/// assert!(why.to_string().contains("from sub = -1"));
/// assert!(why_nan(|x| x * x, 1.0)?.is_none());
/// # Ok::<(), wengert::Error>(())
/// ```
/// # Errors
/// As [`value_and_grad`](crate::value_and_grad).
#[track_caller]
pub fn why_nan<X: Tree<Num = f64>, O: Objective<f64>>(
    f: impl FnOnce(X::Traced) -> O,
    x: X,
) -> Result<Option<Why>, Error> {
    at::<f64, X, O>(f, &x)
}

/// As [`why_nan`], in either precision.
#[track_caller]
pub(crate) fn at<F: Real, X: Tree<F, Num = F>, O: Objective<F, F>>(
    f: impl FnOnce(X::Traced) -> O,
    x: &X,
) -> Result<Option<Why>, Error> {
    let recorder = |list| Recorder::new(list, true).unrolled(Unrolled::All);
    let (traced, ()) = trace_by(x, recorder, |vars, outs| {
        outs.push(f(vars).split()?.0);
        Ok(())
    })?;
    let at = traced.values()?;
    let output = traced.outputs(&at).first().map(|y| y.wide());
    Ok(first_offence(&traced.list, &traced.x, &at, output))
}

impl Listing {
    /// As [`why_nan`], of a List at a point: names the first operation whose value, or whose part in the gradient, is not
    /// finite. What the careful sweep has settled (a zero that met infinity) is no offence.
    ///
    /// ```
    /// use wengert::{List, Listing, Options, Stage};
    /// let list = List::read("list(x) {\n  %1 = exp(%0)\n  %2 = div(%1, %1)\n  return %2\n}")?;
    /// let why = Listing::new(list, &[800.0], Options::new())?.why_nan().expect("exp(800) overflows");
    /// assert_eq!((why.stage, why.op, why.line, why.input), (Stage::Value, "exp", Some(0), Some(0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn why_nan(&self) -> Option<Why> {
        if self.value().is_finite() && self.grad().iter().chain(self.point()).all(|g| g.is_finite()) {
            return None;
        }
        first_offence(self.list(), self.point(), self.values(), Some(self.value()))
    }
}

/// What is not finite first: an input, a value, a contribution to the gradient, or the output itself.
fn first_offence<F: Real>(list: &List, x: &[F], at: &[F], output: Option<f64>) -> Option<Why> {
    let wide: Vec<f64> = at.iter().map(|v| v.wide()).collect();
    let of_input = x.iter().position(|x| !x.is_finite()).map(|i| given("input", x[i].wide(), Some(i)));
    let of_output = || output.filter(|y| !y.is_finite()).map(|y| given("constant", y, None));
    let first =
        of_input.or_else(|| of_values(list, &wide)).or_else(|| of_derivatives(list, at, &wide)).or_else(of_output);
    first.map(|why| Why { name: why.input.and_then(|i| own_name(list, i)), ..why })
}

/// The name of input `i`; nothing where it is a number among the others.
fn own_name(list: &List, i: usize) -> Option<String> {
    let unnamed = matches!(list.inputs(), [all] if all.name == "x" && !all.shape.is_empty());
    (!unnamed).then(|| list.input_name(Id(i as u32)))
}

/// A number that was not finite before any operation.
fn given(op: &'static str, value: f64, input: Option<usize>) -> Why {
    let (args, slopes, path) = (Vec::new(), Vec::new(), Vec::new());
    let stage = Stage::Value;
    Why { stage, op, args, value, slopes, adjoint: None, at: None, line: None, path, input, name: None, kink: None }
}

/// The first line whose value is not finite.
fn of_values(list: &List, at: &[f64]) -> Option<Why> {
    let offends = |id: Id| !at[id.0 as usize].is_finite();
    let (line, id, op, args) = lines(list, at).find(|&(_, id, ..)| offends(id))?;
    let mut slopes = Vec::new();
    if let Some(op) = op {
        op.partials(&args, at[id.0 as usize], &|_| true, &mut |i, d| slopes.push((i, d)));
    }
    Some(explain(list, at, line, id, Stage::Value, slopes, None))
}

/// The first line, from the output backward, that hands on something not finite.
fn of_derivatives<F: Real>(list: &List, at: &[F], wide: &[f64]) -> Option<Why> {
    let mut finder = Finder::default();
    let constants = Constants::literal(F::of(0.0));
    sweep::adjoint(list, &constants, at, &[F::of(1.0)], &mut Vec::new(), &mut finder);
    let Found { line, id, slopes, adjoint } = finder.found?;
    Some(explain(list, wide, line, id, Stage::Derivative, slopes, adjoint))
}

/// A line that hands on something not finite, and the adjoint that reached it, where one adjoint did.
struct Found {
    line: usize,
    id: Id,
    slopes: Vec<(usize, f64)>,
    adjoint: Option<f64>,
}

/// Remembers the first line with a contribution that is not finite. Lines of sub-Lists are passed over: their numbers
/// mean nothing outside.
#[derive(Default)]
struct Finder {
    depth: usize,
    found: Option<Found>,
    /// The adjoint that reached a user's rule of one value, and the arguments that it has yet to hand on to.
    adjoint: Option<f64>,
    arguments: std::collections::VecDeque<usize>,
}

impl<F: Real> Watch<F> for Finder {
    const ON: bool = true;
    fn enter(&mut self, _: usize, _: u32) {
        self.depth += 1;
    }
    fn leave(&mut self) {
        self.depth -= 1;
    }
    fn line(
        &mut self,
        line: usize,
        id: Id,
        _: Op,
        _: &[F],
        _: &dyn Fn(usize) -> bool,
        bar: F,
        slopes: &mut Vec<(usize, F)>,
    ) {
        if self.depth == 0 && self.found.is_none() && slopes.iter().any(|&(_, d)| !(d * bar).is_finite()) {
            let slopes = slopes.iter().map(|&(i, d)| (i, d.wide())).collect();
            self.found = Some(Found { line, id, slopes, adjoint: Some(bar.wide()) });
        }
    }
    fn contribution(&mut self, _: usize, _: Op, slope: F, bar: F) -> F {
        slope * bar
    }
    fn rule(&mut self, args: &[usize]) {
        (self.arguments, self.adjoint) = (args.iter().copied().collect(), None);
    }
    fn rule_contribution(&mut self, _: usize, _: &Custom, slope: F, bar: F) -> F {
        self.adjoint = Some(bar.wide());
        slope * bar
    }
    fn register(&mut self, line: usize, id: Id, _: Id, slope: F, contribution: F, _: F) {
        let Some(argument) = self.arguments.pop_front() else { return };
        if self.depth == 0 && self.found.is_none() && !contribution.is_finite() {
            let slopes = vec![(argument, slope.wide())];
            self.found = Some(Found { line, id, slopes, adjoint: self.adjoint });
        }
    }
}

/// The values that primitives and user's rules name: line, id, primitive, values of the arguments.
fn lines<'l>(list: &'l List, at: &'l [f64]) -> impl Iterator<Item = (usize, Id, Option<Op>, Vec<f64>)> + 'l {
    list.steps().flat_map(move |(k, id, step)| {
        let (op, args) = applied(step).unwrap_or((None, &[]));
        let args: Vec<f64> = args.iter().map(|&a| list.number(a, at)).collect();
        let named = if let Step::Block(_) = step { 0 } else { step.results() };
        (id.0..id.0 + named).map(move |id| (k, Id(id), op, args.clone()))
    })
}

/// The primitive of a line, if it is no user's rule, and its operands; `None` of other lines.
fn applied<'l>(step: Step<'l>) -> Option<(Option<Op>, &'l [Operand])> {
    match step {
        Step::Apply(op, args) => Some((Some(op), args)),
        Step::Rule(_, args) => Some((None, args)),
        Step::Guard(..) | Step::Block(_) => None,
    }
}

/// What a line is called, which is a primitive or a user's rule.
fn called(op: Option<Op>) -> &'static str {
    op.map_or("rule", Op::text)
}

fn explain(
    list: &List,
    at: &[f64],
    line: usize,
    id: Id,
    stage: Stage,
    slopes: Vec<(usize, f64)>,
    adjoint: Option<f64>,
) -> Why {
    let Some((op, operands)) = applied(list.step(line)) else { unreachable!("only applied lines are found") };
    let args: Vec<f64> = operands.iter().map(|&a| list.number(a, at)).collect();
    let kink = op.and_then(|op| Some(Kink::new(op, args.clone(), op.kink(&args, &|_| true)?)));
    let (path, input) = path(list, at, line);
    let value = at[id.0 as usize];
    Why {
        stage,
        op: called(op),
        args,
        value,
        slopes,
        adjoint,
        at: list.origin(line),
        line: Some(line),
        path,
        input,
        name: None,
        kink,
    }
}

/// The way from a line to an input: at each operation the argument that is not finite, else the first that varies.
fn path(list: &List, at: &[f64], line: usize) -> (Vec<Hop>, Option<usize>) {
    let line_of: Vec<(usize, Id)> = list.steps().map(|(k, id, _)| (k, id)).collect();
    let mut hops = Vec::new();
    let mut line = line;
    while let Some((_, operands)) = applied(list.step(line)) {
        let ids: Vec<Id> = operands.iter().filter_map(|o| o.as_id()).collect();
        let offending = ids.iter().find(|id| !at[id.0 as usize].is_finite());
        let Some(&next) = offending.or(ids.first()) else { return (hops, None) };
        if (next.0 as usize) < list.input_len() {
            return (hops, Some(next.0 as usize));
        }
        line = line_of[line_of.partition_point(|&(_, id)| id <= next) - 1].0;
        if let Some((op, _)) = applied(list.step(line)) {
            hops.push(Hop { op: called(op), value: at[next.0 as usize], at: list.origin(line), line });
        }
    }
    (hops, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_sub_list_is_not_taken_for_a_line_around_it() {
        let text = "list(x) {
          %1 = call (%0) list(a) {
            %1 = mul(%0, 0.0)
            %2 = sqrt(%1)
            return %2
          }
          return %1
        }";
        let list = List::read(text).unwrap();
        let mut at = Vec::new();
        sweep::value(&list, &Constants::literal(0.0), &[1.0], &mut at).unwrap();
        assert!(of_derivatives(&list, &at, &at).is_none());
    }
}
