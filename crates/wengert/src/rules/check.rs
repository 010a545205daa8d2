//! Checking a rule: both modes against each other and against differences, to second order, at several points.

use super::Rule;
use crate::custom::{Custom, Derived};
use crate::drive::check::{Directions, Disagreement, Verdict, grad_check};
use crate::tape::rule::record_rule;
use crate::{Error, Var, weighted_sum};

/// Compares the derivatives of a rule at `x` and at two points close to it: tangent and pullback with each other and with
/// differences of the value, then the derivatives of both with differences of themselves.
///
/// ```
/// use wengert::{Rule, Var, check_rule};
/// struct Polar;
/// impl Rule for Polar {
///     type In = [f64; 2];
///     type Out = [f64; 2];
///     fn value(&self, [r, t]: &[f64; 2]) -> [f64; 2] { [r * t.cos(), r * t.sin()] }
///     fn jvp(&self, [r, t]: [Var; 2], _: [Var; 2], [dr, dt]: [Var; 2]) -> [Var; 2] {
///         [dr * t.cos() - r * t.sin() * dt, dr * t.sin() - r * t.cos() * dt] // the last sign is wrong
///     }
/// }
/// let error = check_rule(Polar, &[2.0, 0.5]).unwrap_err().to_string();
/// assert!(error.starts_with("rule `Polar`: its derivative disagrees: output 1, entry 1: "), "{error}");
/// ```
/// # Errors
/// [`Error::Rule`] names the first output and the entry of the point where they disagree, and by how much, or says that
/// nothing could be checked; the rule's own errors.
pub fn check_rule<R: Rule>(rule: R, x: &R::In) -> Result<(), Error> {
    use super::Numbers;
    bound(&rule.custom(x)?, &x.numbers())
}

/// Checks a rule at `x`, and close to it where it is smooth there.
pub(super) fn bound(rule: &Custom, x: &[f64]) -> Result<(), Error> {
    let mut random = Directions::new();
    at(rule, x, &mut random, &|_| true)?;
    for _ in 0..2 {
        let near: Vec<f64> = x.iter().zip(random.next(x.len())).map(|(x, d)| x + 1e-2 * d * x.abs().max(0.1)).collect();
        at(rule, &near, &mut random, &|d| d.verdict == Verdict::Wrong)?;
    }
    Ok(())
}

/// Checks a rule at `x`; disagreements that do not `count` are passed over.
fn at(rule: &Custom, x: &[f64], random: &mut Directions, count: &dyn Fn(&Disagreement) -> bool) -> Result<(), Error> {
    let told = |what: &str, found: Option<(usize, Disagreement)>| match found {
        Some((output, d)) => Err(rule.fault(format!("{what} disagrees: output {output}, {d}"))),
        None => Ok(()),
    };
    let value = |x: &[Var]| record_rule(rule, x);
    told("its derivative", disagreement(&value, rule.outputs(), x, random, count)?)?;
    if rule.orders() == Some(1) {
        return Ok(());
    }
    let (n, m) = (rule.inputs(), rule.outputs());
    for (which, name, along) in [
        (Derived::Slopes, "the derivative of its partial derivatives", 0),
        (Derived::Push, "the derivative of its tangent", n),
        (Derived::Pull, "the derivative of its pullback", m),
    ] {
        let Some(derived) = rule.derived(which) else { continue };
        let along: Vec<Var> = random.next(along).into_iter().map(Var::constant).collect();
        let first = |x: &[Var]| record_rule(&derived, &[x, &record_rule(rule, x), &along].concat());
        told(name, disagreement(&first, derived.outputs(), x, random, count)?)?;
    }
    Ok(())
}

/// The first output, and how it disagrees.
fn disagreement(
    f: &dyn Fn(&[Var]) -> Vec<Var>,
    outputs: usize,
    x: &[f64],
    random: &mut Directions,
    count: &dyn Fn(&Disagreement) -> bool,
) -> Result<Option<(usize, Disagreement)>, Error> {
    let weighed = |weights: &[f64]| match grad_check(|x: Vec<Var>| weighted_sum(weights, &f(&x)), x) {
        Err(Error::Check(found)) if count(&found) => Ok(Some(found)),
        Err(Error::Check(_)) | Ok(()) => Ok(None),
        Err(error) => Err(error),
    };
    if outputs == 0 {
        return Ok(None);
    }
    let Some(overall) = weighed(&random.next(outputs))? else { return Ok(None) };
    for i in 0..outputs {
        let one: Vec<f64> = (0..outputs).map(|k| if k == i { 1.0 } else { 0.0 }).collect();
        if let Some(found) = weighed(&one)? {
            return Ok(Some((i, found)));
        }
    }
    Ok(Some((0, overall)))
}
