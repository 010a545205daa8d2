//! A List at a point, listed for people: what every line is worth, what the adjoint sweep adds where, and what it noted.
//!
//! Front ends show these; programs that only want numbers ask [`value_and_grad`](crate::value_and_grad). Nothing here
//! panics over a number: a derivative that does not exist is an [`Error`] or a [`Note`], as the [`Options`] say.

use super::careful::Careful;
use super::second::{hessian_entries, times};
use super::{Matrix, Traced, taylor};
use crate::custom::{self, Custom};
use crate::list::{Id, List, Step};
use crate::options::notes;
use crate::prim::{Op, Set};
use crate::sweep::{self, Constants, Watch};
use crate::{Error, Kink, Kinks, Note, NoteKind, Options};
use std::sync::Arc;

/// One `+=` of the adjoint sweep: the adjoint of `from` times a slope, added to the register of `to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// The line that hands out its adjoint. Inside a sub-List, a line of the sub-List; its ids are the sub-List's too.
    pub line: usize,
    /// What the line names.
    pub from: Id,
    /// The argument that receives.
    pub to: Id,
    /// Which argument of the line it is, counted from 0.
    pub arg: usize,
    /// The local slope, as the policy at kinks settled it; NaN where a user's rule answered the product alone.
    pub slope: f64,
    /// What is added: adjoint times slope, or 0 where a zero met infinity and counted.
    pub term: f64,
    /// The register of `to` after the addition.
    pub register: f64,
}

/// A List evaluated at a point, with its reverse sweep written down.
///
/// ```
/// use wengert::{List, Listing, Options, prim::Op};
/// let (mut list, mul) = (List::new(), Op::by_text("mul").unwrap());
/// let [x, y] = ["x", "y"].map(|name| wengert::list::Operand::id(list.input(name, vec![])));
/// let product = list.apply(mul, &[x, y])?;
/// list.output(product);
/// let at = Listing::new(list, &[2.0, 3.0], Options::new())?;
/// assert_eq!((at.value(), at.grad()), (6.0, &[3.0, 2.0][..]));
/// assert_eq!(at.contributions()[0].slope, 3.0);
/// assert_eq!(at.hessian()?.to_array(), [[0.0, 1.0], [1.0, 0.0]]);
/// assert_eq!(at.hvp(&[1.0, 10.0])?, [10.0, 1.0]);
/// # Ok::<(), wengert::Error>(())
/// ```
#[derive(Debug)]
pub struct Listing {
    traced: Traced<f64>,
    options: Options,
    values: Vec<f64>,
    value: f64,
    grad: Vec<f64>,
    contributions: Vec<Contribution>,
    notes: Vec<Note>,
}

impl Listing {
    /// Evaluates `list` at `x`, one number for each value its inputs bring, and sweeps back from its first output.
    ///
    /// # Errors
    /// [`Error::Input`] where `x` has another length, or the List no output; [`Error::Branch`] where a recorded comparison
    /// comes out the other way; [`Error::Undefined`] at a kink under [`Kinks::Error`](crate::Kinks::Error).
    pub fn new(list: impl Into<Arc<List>>, x: &[f64], options: Options) -> Result<Listing, Error> {
        let list = list.into();
        for (expected, got) in [(list.input_len(), x.len()), (1, list.outputs().len().min(1))] {
            if expected != got {
                return Err(Error::Input { expected, got });
            }
        }
        let traced = Traced { list, x: x.to_vec(), captured: Vec::new(), like: 0.0 };
        let values = traced.values()?;
        let value = traced.outputs(&values)[0];
        let outside = if value.is_nan() { outside_domain(&traced.list, &values) } else { None };
        if let (Kinks::Error, Some(note)) = (options.kinks, &outside) {
            let Kink { op, ref args, .. } = note.kink;
            return Err(Error::Undefined { op, args: args.clone(), set: "its value is NaN".into(), at: note.at });
        }
        let (swept, mut notes) = notes(|| options.enter(|| sweep_back(&traced, &values)));
        let (grad, contributions) = swept?;
        notes.extend(outside.filter(|_| !matches!(options.kinks, Kinks::Ignore)));
        Ok(Listing { traced, options, values, value, grad, contributions, notes })
    }
    /// The List.
    pub fn list(&self) -> &List {
        &self.traced.list
    }
    /// The point.
    pub fn point(&self) -> &[f64] {
        &self.traced.x
    }
    /// The value of every id: the inputs, then what each line names.
    pub fn values(&self) -> &[f64] {
        &self.values
    }
    /// The first output.
    pub fn value(&self) -> f64 {
        self.value
    }
    /// The derivatives of the first output in the order of the inputs; 0 where it does not depend on one.
    pub fn grad(&self) -> &[f64] {
        &self.grad
    }
    /// The additions of the adjoint sweep, in its order.
    pub fn contributions(&self) -> &[Contribution] {
        &self.contributions
    }
    /// What was noted: kinks, ties, jumps, edges, zeros that met infinity, and, where the
    /// output is NaN, the first value that is NaN of arguments that are not.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
    /// The second derivatives of the first output, rows and columns in the order of the inputs: one
    /// forward-over-reverse pass for each input.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn hessian(&self) -> Result<Matrix<f64>, Error> {
        let n = self.traced.x.len();
        let entries = self.options.enter(|| hessian_entries(&self.traced))?;
        Ok(Matrix::new(n, n, entries))
    }
    /// The second derivatives of the first output times `direction`, one number for each input: one forward-over-reverse
    /// pass.
    ///
    /// # Errors
    /// As [`new`](Self::new); [`Error::Input`] where the direction has another length than the point.
    pub fn hvp(&self, direction: &[f64]) -> Result<Vec<f64>, Error> {
        let (expected, got) = (self.traced.x.len(), direction.len());
        if expected != got {
            return Err(Error::Input { expected, got });
        }
        // An input that does not move has no tangent, which is not the same as a tangent of zero.
        let moves = |i: usize| Some(direction[i]).filter(|&v| v != 0.0);
        self.options.enter(|| times(&self.traced, moves))
    }
    /// The Taylor coefficients of the first output along `direction`, one number for each input: c₀ … c_order, with which
    /// L(x + t·direction) = Σ cₖ tᵏ. The k-th derivative along the direction is k! cₖ. Exact up to rounding; the work
    /// grows with the square of the order.
    ///
    /// ```
    /// # use wengert::{List, Listing, Options, prim::Op};
    /// let mut list = List::new();
    /// let x = wengert::list::Operand::id(list.input("x", vec![]));
    /// let y = list.apply(Op::by_text("exp").unwrap(), &[x])?;
    /// list.output(y);
    /// let at = Listing::new(list, &[0.0], Options::new())?;
    /// assert_eq!(at.taylor(&[1.0], 4)?, [1.0, 1.0, 1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0]);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// As [`new`](Self::new); [`Error::Input`] where the direction has another length than the point.
    pub fn taylor(&self, direction: &[f64], order: usize) -> Result<Vec<f64>, Error> {
        let (expected, got) = (self.traced.x.len(), direction.len());
        if expected != got {
            return Err(Error::Input { expected, got });
        }
        self.options.enter(|| taylor::along(&self.traced.list, &self.traced.x, direction, order))
    }
}

/// A note of the first line that is NaN of arguments that are not.
fn outside_domain(list: &List, values: &[f64]) -> Option<Note> {
    list.steps().find_map(|(line, id, step)| {
        let Step::Apply(op, args) = step else { return None };
        let args: Vec<f64> = args.iter().map(|&a| list.number(a, values)).collect();
        let here = values[id.0 as usize].is_nan() && !args.iter().any(|a| a.is_nan());
        let kink = || Kink::new(op, args.clone(), Set::Edge);
        here.then(|| Note { kind: NoteKind::Domain, kink: kink(), chosen: f64::NAN, at: list.origin(line) })
    })
}

/// The gradient and the additions that made it. Sweeps as [`Traced::adjoint`] does, hence with its numbers.
fn sweep_back(traced: &Traced<f64>, values: &[f64]) -> Result<(Vec<f64>, Vec<Contribution>), Error> {
    let finite = traced.outputs(values).iter().all(|y| y.is_finite());
    let mut watch =
        Recording { careful: Careful::new(&traced.list, finite, false), args: Vec::new(), seen: Vec::new() };
    let (mut bar, constants) = (Vec::new(), Constants::literal(0.0));
    custom::listen(|| sweep::adjoint(&traced.list, &constants, values, &seeds(traced), &mut bar, &mut watch))?;
    let Recording { careful, seen, .. } = watch;
    careful.finish()?;
    Ok((bar[..traced.x.len()].iter().map(|g| g.unwrap_or(0.0)).collect(), seen))
}

/// One for the first output; the others are not asked.
fn seeds(traced: &Traced<f64>) -> Vec<f64> {
    traced.list.outputs().iter().take(1).map(|_| 1.0).collect()
}

/// The careful watcher, with a pen.
struct Recording<'l> {
    careful: Careful<'l>,
    /// The arguments of this line that are still to receive, the next one last.
    args: Vec<usize>,
    seen: Vec<Contribution>,
}

impl Watch<f64> for Recording<'_> {
    const ON: bool = true;

    fn enter(&mut self, line: usize, lane: u32) {
        Watch::<f64>::enter(&mut self.careful, line, lane);
    }
    fn leave(&mut self) {
        Watch::<f64>::leave(&mut self.careful);
    }

    fn line(
        &mut self,
        line: usize,
        id: Id,
        op: Op,
        x: &[f64],
        varies: &dyn Fn(usize) -> bool,
        bar: f64,
        slopes: &mut Vec<(usize, f64)>,
    ) {
        self.careful.line(line, id, op, x, varies, bar, slopes);
        self.args = slopes.iter().rev().map(|&(arg, _)| arg).filter(|&arg| varies(arg)).collect();
    }
    fn rule(&mut self, args: &[usize]) {
        self.args = args.iter().rev().copied().collect();
    }
    fn rule_contribution(&mut self, line: usize, rule: &Custom, slope: f64, bar: f64) -> f64 {
        self.careful.rule_contribution(line, rule, slope, bar)
    }
    fn contribution(&mut self, line: usize, op: Op, slope: f64, bar: f64) -> f64 {
        self.careful.contribution(line, op, slope, bar)
    }
    fn register(&mut self, line: usize, from: Id, to: Id, slope: f64, term: f64, register: f64) {
        let arg = self.args.pop().unwrap_or(0);
        self.seen.push(Contribution { line, from, to, arg, slope, term, register });
    }
}
