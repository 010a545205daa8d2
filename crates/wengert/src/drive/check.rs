//! Gradient checking against an independent method: both modes against central differences with the best step.

mod ladder;

use super::{gradient, vector};
use crate::tree::{self, Leaves, Objective, Tree};
use crate::value::Real;
use crate::{BoxError, Error};
use ladder::{Estimate, best_difference};
use std::fmt;

/// How and where a derivative disagrees.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// The entry of the point, counted over all its numbers; `None` where only the two modes disagree.
    pub entry: Option<usize>,
    /// What reverse mode says.
    pub reverse: f64,
    /// What forward mode says.
    pub forward: f64,
    /// What central differences say.
    pub differences: f64,
    /// How exact the differences are believed to be.
    pub uncertainty: f64,
    /// What follows from it.
    pub verdict: Verdict,
}

/// What a comparison with finite differences came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The derivative is not what the values say.
    Wrong,
    /// The differences do not converge: nothing can be said.
    Unsettled,
    /// A derivative is infinite or NaN.
    NotFinite,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entry {
            Some(entry) => write!(f, "entry {entry}: ")?,
            None => write!(f, "along a random direction: ")?,
        }
        write!(
            f,
            "reverse mode says {:?}, forward mode {:?}, finite differences {:?} ± {:.1e}; ",
            self.reverse, self.forward, self.differences, self.uncertainty
        )?;
        f.write_str(match self.verdict {
            Verdict::Wrong => {
                "look at the rule or branch this goes through, or move the point off a kink (`notes` tells)"
            }
            Verdict::Unsettled => {
                "the differences do not settle, so nothing could be checked: a jump, a kink or an edge? Move the point"
            }
            Verdict::NotFinite => "ask `why_nan` where that comes from",
        })
    }
}

/// Checks the gradient of `f` at `x`: reverse against forward mode and against central differences, along random
/// directions and, where one of them disagrees, entry by entry; entries of much smaller effect than others once more by
/// themselves. Steps are measured by the inputs' own size, and by 1 where that does not settle it. `f` runs about seventy
/// times, and twenty to forty times more for each thousandfold in the effects of the entries.
///
/// ```
/// use wengert::grad_check;
/// assert!(grad_check(|[x, y]| (x * y).tanh() + x.powi(3), [0.3, -0.9]).is_ok());
/// let error = grad_check(|x| x * x.stop_gradient(), 2.0).unwrap_err().to_string();
/// assert!(error.starts_with("entry 0: reverse mode says 2"), "{error}");
/// // Where nothing can be checked, it says so.
/// assert!(grad_check(|x| x.floor(), 2.0).is_err());
/// ```
/// # Errors
/// [`Error::Check`] names the entry that disagrees and by how much; others as [`value_and_grad`](super::value_and_grad).
pub fn grad_check<X: Tree<Num = f64>, O: Objective<f64>>(f: impl Fn(X::Traced) -> O, x: X) -> Result<(), Error> {
    at::<f64, X, O>(f, &x)
}

/// How closely numbers of a precision can be compared.
struct Tolerance {
    /// The two modes, relative to the larger.
    modes: f64,
    /// A derivative and the differences, relative to the larger.
    differences: f64,
    /// Differences that change by more than this, relative to the larger, say nothing …
    unsettled: f64,
    /// … but that both are zero, where what they change by is less than this part of the values.
    noise: f64,
    /// The distance from 1 to the next number.
    epsilon: f64,
}

const DOUBLE: Tolerance =
    Tolerance { modes: 1e-9, differences: 1e-6, unsettled: 1e-3, noise: 1e-10, epsilon: f64::EPSILON };
const SINGLE: Tolerance =
    Tolerance { modes: 1e-4, differences: 1e-3, unsettled: 0.03, noise: 1e-4, epsilon: f32::EPSILON as f64 };

/// Checks in either precision; numbers are compared in double.
pub(crate) fn at<F: Real, X: Tree<F, Num = F>, O: Objective<F, F>>(
    f: impl Fn(X::Traced) -> O,
    x: &X,
) -> Result<(), Error> {
    let wide = |numbers: Vec<F>| numbers.into_iter().map(F::wide).collect::<Vec<f64>>();
    let gradient = wide(tree::flat(&gradient::at::<F, X, O>(&f, x)?.1));
    let value = |numbers: &[f64]| primal::<F, X, O>(&f, &x.fill(&mut Leaves::wide(numbers)));
    let along = |dx: &[f64]| -> Result<f64, Error> {
        let y = |v: X::Traced| f(v).split().map(|(y, _)| y).map_err(BoxError::from);
        let dx: Vec<F> = dx.iter().map(|&d| F::of(d)).collect();
        Ok(vector::pushforward::<F, X, _>(y, x, &dx)?.1.wide())
    };
    let rounded = |d: f64| F::of(d).wide();
    let tolerance = if F::DOUBLE { DOUBLE } else { SINGLE };
    let point = wide(tree::flat(x));
    Check {
        tolerance,
        exact: F::DOUBLE,
        x: &point,
        gradient: &gradient,
        value: &value,
        along: &along,
        rounded: &rounded,
    }
    .run()
}

/// A gradient at a point, and what it is checked against.
struct Check<'a> {
    tolerance: Tolerance,
    /// Whether a step of an input's own length is exact.
    exact: bool,
    x: &'a [f64],
    gradient: &'a [f64],
    value: &'a dyn Fn(&[f64]) -> Result<f64, Error>,
    along: &'a dyn Fn(&[f64]) -> Result<f64, Error>,
    /// To the precision that the function runs in.
    rounded: &'a dyn Fn(f64) -> f64,
}

impl Check<'_> {
    fn run(&self) -> Result<(), Error> {
        let (n, mut random) = (self.x.len(), Directions::new());
        let mut doubtful = None;
        for _ in 0..3 {
            doubtful = doubtful.or(self.compare(&random.next(n), None)?);
        }
        // What is too small to be seen beside others is tried by itself: there only what is wrong counts.
        for group in groups(&self.contributions()) {
            if doubtful.is_none() {
                let (all, mut some) = (random.next(n), vec![0.0; n]);
                group.into_iter().for_each(|i| some[i] = all[i]);
                doubtful = self.compare(&some, None)?.filter(|d| d.verdict == Verdict::Wrong);
            }
        }
        match doubtful {
            Some(overall) => Err(Error::Check(self.culprit(overall.verdict)?.unwrap_or(overall))),
            None => Ok(()),
        }
    }
    /// The first entry of which the same is to be said as of all together.
    fn culprit(&self, verdict: Verdict) -> Result<Option<Disagreement>, Error> {
        let n = self.x.len();
        for i in 0..n {
            let unit: Vec<f64> = (0..n).map(|k| if k == i { 1.0 } else { 0.0 }).collect();
            if let Some(found) = self.compare(&unit, Some(i))?.filter(|d| d.verdict == verdict) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
    /// By how much each entry moves the value, when its input moves by its own length.
    fn contributions(&self) -> Vec<f64> {
        self.gradient.iter().zip(self.x).map(|(g, &x)| (g * length(x)).abs()).collect()
    }
    /// Compares along a direction, whose steps are measured in the inputs' own lengths; where that says nothing, or the
    /// contrary, by steps of the same length in all inputs too.
    fn compare(&self, direction: &[f64], entry: Option<usize>) -> Result<Option<Disagreement>, Error> {
        // An entry is told as what it is, not as what it does over its input's length.
        let unit = entry.map_or(1.0, |i| length(self.x[i]));
        let own: Vec<f64> = direction.iter().zip(self.x).map(|(d, &x)| d * length(x)).collect();
        let near = self.ladder(&own, unit, entry, if self.exact { 0.0 } else { 1.0 })?;
        if own == direction || matches!(near, Outcome::Agree) || near.verdict() == Some(Verdict::NotFinite) {
            return Ok(near.disagreement());
        }
        let far = self.ladder(direction, 1.0, entry, 1.0)?;
        Ok(match (near.verdict(), far.verdict()) {
            _ if matches!(far, Outcome::Agree) => None,
            (Some(Verdict::Wrong), _) => near.disagreement(),
            (_, Some(Verdict::Wrong)) => far.disagreement(),
            (Some(_), Some(_)) => near.disagreement(),
            _ => None,
        })
    }
    /// Compares along a direction over a ladder of steps; moved points are rounded, which counts `shaken` times.
    fn ladder(&self, dx: &[f64], unit: f64, entry: Option<usize>, shaken: f64) -> Result<Outcome, Error> {
        let dx: Vec<f64> = dx.iter().map(|&d| (self.rounded)(d)).collect();
        let reverse: f64 = self.gradient.iter().zip(&dx).filter(|(_, d)| **d != 0.0).map(|(g, d)| g * d).sum();
        let forward = (self.along)(&dx)?;
        let moved = self.gradient.iter().zip(self.x).map(|(g, x)| (g * x).abs()).filter(|s| s.is_finite()).sum::<f64>();
        let found = best_difference(self.tolerance.epsilon, shaken * moved, |h| {
            let moved = |s: f64| self.x.iter().zip(&dx).map(|(x, d)| x + s * h * d).collect::<Vec<_>>();
            Ok(((self.value)(&moved(1.0))?, (self.value)(&moved(-1.0))?))
        })?;
        let verdict = match self.verdict(reverse, forward, &found) {
            Ok(outcome) => return Ok(outcome),
            Err(verdict) => verdict,
        };
        let [reverse, forward, differences, uncertainty] =
            [reverse, forward, found.slope, found.uncertainty].map(|slope| slope / unit);
        Ok(Outcome::Off(Disagreement { entry, reverse, forward, differences, uncertainty, verdict }))
    }
    fn verdict(&self, reverse: f64, forward: f64, found: &Estimate) -> Result<Outcome, Verdict> {
        let &Estimate { slope: differences, uncertainty, size } = found;
        if !reverse.is_finite() || !forward.is_finite() {
            return Err(Verdict::NotFinite);
        }
        let scale = reverse.abs().max(differences.abs());
        // What cancels in both leaves the rounding of the values, to each its own.
        let rounding = 10.0 * self.tolerance.epsilon * size;
        if (reverse - forward).abs() > self.tolerance.modes * reverse.abs().max(forward.abs()) + rounding {
            return Err(Verdict::Wrong);
        }
        if uncertainty.is_nan() || uncertainty > self.tolerance.unsettled * scale {
            let zero = scale <= uncertainty && uncertainty <= self.tolerance.noise * size;
            return if zero { Ok(Outcome::Nothing) } else { Err(Verdict::Unsettled) };
        }
        let off = (reverse - differences).abs() > 10.0 * uncertainty + self.tolerance.differences * scale;
        if off { Err(Verdict::Wrong) } else { Ok(Outcome::Agree) }
    }
}

/// What came of a comparison.
enum Outcome {
    /// The derivative is what the values say.
    Agree,
    /// It is no more than the rounding of the values, and so are the differences.
    Nothing,
    /// Anything else.
    Off(Disagreement),
}

impl Outcome {
    fn disagreement(self) -> Option<Disagreement> {
        if let Outcome::Off(found) = self { Some(found) } else { None }
    }
    fn verdict(&self) -> Option<Verdict> {
        if let Outcome::Off(found) = self { Some(found.verdict) } else { None }
    }
}

/// The length of an input: its size down to a power of two, so that small steps by it are exact.
fn length(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() { 1.0 } else { x.abs().log2().floor().clamp(-1000.0, 1000.0).exp2() }
}

/// The entries whose contributions are of like size, where there are several sizes; of zeros nothing is known.
fn groups(contributions: &[f64]) -> Vec<Vec<usize>> {
    let mut by_size = std::collections::BTreeMap::<i64, Vec<usize>>::new();
    for (i, &c) in contributions.iter().enumerate() {
        let size = if c == 0.0 || !c.is_finite() { i64::MIN } else { (c.log10() / 3.0).floor() as i64 };
        by_size.entry(size).or_default().push(i);
    }
    if by_size.len() < 2 { Vec::new() } else { by_size.into_values().collect() }
}

/// The value of `f` at plain numbers: constants record nothing.
fn primal<F: Real, X: Tree<F, Num = F>, O: Objective<F, F>>(
    f: &impl Fn(X::Traced) -> O,
    x: &X::Grad,
) -> Result<f64, Error> {
    let y = |v: X::Traced| f(v).split().map(|(y, _)| y).map_err(BoxError::from);
    Ok(vector::pushforward::<F, X::Grad, _>(y, x, &tree::flat(x))?.0.wide())
}

/// Reproducible random directions with entries of magnitude 1/2 to 1, of ten binary digits (xorshift, Marsaglia 2003).
pub(crate) struct Directions(u64);

impl Directions {
    pub(crate) fn new() -> Directions {
        Directions(0x9e37_79b9_7f4a_7c15)
    }
    pub(crate) fn next(&mut self, n: usize) -> Vec<f64> {
        (0..n)
            .map(|_| {
                self.0 ^= self.0 << 13;
                self.0 ^= self.0 >> 7;
                self.0 ^= self.0 << 17;
                let unit = (self.0 >> 55) as f64 / (1u64 << 9) as f64;
                if self.0 & 1 == 0 { 0.5 + 0.5 * unit } else { -0.5 - 0.5 * unit }
            })
            .collect()
    }
}
