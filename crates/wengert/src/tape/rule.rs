//! Recording a user's rule: one statement of slopes, one call with a pullback, or one line of a List.

use super::call::{self, Arguments, Owner, Pull};
use super::level::{self, Kind};
use super::record::{on_hot, owner, push, tape};
use super::var::Var;
use crate::Error;
use crate::custom::{Custom, Derived, Keeps};
use crate::list::Origin;
use crate::sweep::{Dual, Slope};
use crate::value::{Real, Value};
use std::panic::Location;

/// Applies a rule to as many variables as it takes.
#[track_caller]
pub(crate) fn record_rule<F: Real>(rule: &Custom, x: &[Var<F>]) -> Vec<Var<F>> {
    let at = Location::caller();
    try_rule(rule, x, at).unwrap_or_else(|mut error| {
        error.or_at(Some(Origin::Rust(at)));
        level::leave(error)
    })
}

/// As [`record_rule`]; what the rule does wrong has no place, which is that of the line that runs it.
pub(crate) fn try_rule<F: Real>(
    rule: &Custom,
    x: &[Var<F>],
    at: &'static Location<'static>,
) -> Result<Vec<Var<F>>, Error> {
    let numbers: Vec<f64> = x.iter().map(|a| a.v.wide()).collect();
    rule.value(&numbers).and_then(|y| record_valued(rule, x, y, at))
}

/// As [`record_rule`], where the value is known. No level is borrowed while the rule runs: it may open derivatives of its
/// own.
pub(crate) fn record_valued<F: Real>(
    rule: &Custom,
    x: &[Var<F>],
    wide: Vec<f64>,
    at: &'static Location<'static>,
) -> Result<Vec<Var<F>>, Error> {
    let whose = call::owner(x, at)?;
    let numbers: Vec<f64> = x.iter().map(|a| a.v.wide()).collect();
    let y: Vec<F> = wide.iter().map(|&y| F::of(y)).collect();
    match whose {
        Owner::Nobody => Ok(y.into_iter().map(Var::constant).collect()),
        Owner::Recording => line(rule, x, &y, at),
        Owner::Forward => {
            let dots = tangents(rule, &numbers, &call::tangents(x, at)?)?;
            call::with_tangents(x, y.into_iter().zip(dots), at)
        }
        Owner::Eager => {
            let given = [numbers, wide].concat();
            match rule.derived(Derived::Slopes) {
                Some(slopes) => Ok(vec![statement(x, y[0], &slopes.value(&given)?, at)?]),
                None => {
                    let pull = Pulled::new(rule, given);
                    call::on_tape(x, &y, |_| true, Box::new(pull), at)
                }
            }
        }
    }
}

/// The tangents of the results: the value of the rule at dual numbers.
fn tangents(rule: &Custom, x: &[f64], dots: &[Slope<f64>]) -> Result<Vec<Slope<f64>>, Error> {
    let duals: Vec<Dual<f64>> = x.iter().zip(dots).map(|(&v, &dot)| Dual::new(v, dot)).collect();
    let like = Dual::new(0.0, Slope::Fixed);
    let y = crate::custom::listen(|| Dual::bind_rule(rule, &duals, like))?;
    Ok(y.into_iter().map(|y| y.dot).collect())
}

/// Writes a line on the List that the arguments belong to.
fn line<F: Real>(rule: &Custom, x: &[Var<F>], y: &[F], at: &'static Location<'static>) -> Result<Vec<Var<F>>, Error> {
    level::with(|stack| {
        let depth = owner(stack, x.iter().map(|a| a.identity), at)?;
        let base = stack[depth].hot.base.get();
        let Kind::Recording(recorder) = &mut stack[depth].kind else { unreachable!("asked for their owner") };
        let sources: Vec<_> = x.iter().map(|a| recorder.source(base, a.identity, a.v.wide())).collect();
        let first = recorder.rule(rule, &sources, at)?;
        Ok((base + first as u64..).zip(y).map(|(identity, &v)| Var { v, identity }).collect())
    })
}

/// Writes one statement of slopes on the tape that the arguments belong to.
pub(crate) fn statement<F: Real>(
    x: &[Var<F>],
    v: F,
    slopes: &[f64],
    at: &'static Location<'static>,
) -> Result<Var<F>, Error> {
    level::with(|stack| {
        let depth = owner(stack, x.iter().map(|a| a.identity), at)?;
        on_hot(stack, depth, |level, hot| {
            let base = hot.base.get();
            let mut many = tape(level).arena().many(x.len());
            for (a, &d) in x.iter().zip(slopes).filter(|(a, _)| a.identity != 0) {
                many.argument((a.identity - base) as u32, d);
            }
            let statement = many.finish()?;
            Ok(Var { v, identity: push(level, hot, |hot| hot.push_many(statement))? })
        })
    })
}

/// The pullback of a rule in the reverse sweep.
struct Pulled {
    rule: Custom,
    /// How many arguments and results there are.
    counts: [usize; 2],
    /// What is kept of the arguments and the results.
    kept: Vec<f64>,
    keeps: Keeps,
}

impl Pulled {
    /// Of a call with these arguments and results.
    fn new(rule: &Custom, mut given: Vec<f64>) -> Pulled {
        let (keeps, counts) = (rule.keeps(), [rule.inputs(), rule.outputs()]);
        if !keeps.output() {
            given.truncate(counts[0]);
        }
        if !keeps.input() {
            given.drain(..counts[0]);
        }
        given.shrink_to_fit();
        Pulled { rule: rule.product(Derived::Pull), counts, kept: given, keeps }
    }
    /// The arguments and the results; NaN in the place of what is not kept.
    fn given(&self) -> Vec<f64> {
        let missing = |there: bool, count: usize| vec![f64::NAN; if there { 0 } else { count }];
        let [inputs, outputs] = self.counts;
        [missing(self.keeps.input(), inputs), self.kept.clone(), missing(self.keeps.output(), outputs)].concat()
    }
    /// The contributions to all arguments; `None` where nothing arrived.
    fn terms(&self, results: &[f64]) -> Result<Option<Vec<f64>>, Error> {
        if results.iter().all(|&g| g == 0.0) {
            return Ok(None);
        }
        self.rule.value(&[&self.given()[..], results].concat()).map(Some)
    }
}

impl Pull for Pulled {
    fn pull(&self, results: &[f64], args: &mut Arguments<'_, f64>) -> Result<(), Error> {
        let terms = self.terms(results)?;
        terms.into_iter().flatten().enumerate().for_each(|(i, term)| args.add(i, term));
        Ok(())
    }
    fn pull_present(
        &self,
        results: &[Option<f64>],
        args: &mut Arguments<'_, Option<f64>>,
        _: bool,
    ) -> Result<(), Error> {
        let terms = self.terms(&results.iter().map(|g| g.unwrap_or(0.0)).collect::<Vec<_>>())?;
        terms.into_iter().flatten().enumerate().for_each(|(i, term)| args.add(i, term));
        Ok(())
    }
    fn bytes(&self) -> usize {
        size_of::<Pulled>() + self.kept.len() * size_of::<f64>()
    }
}
