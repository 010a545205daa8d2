//! Gradient checking against an independent method: both modes against central differences with the best step.

use super::{gradient, vector};
use crate::tree::{self, Leaves, Objective, Tree};
use crate::value::Real;
use crate::{BoxError, Error};
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
/// directions and, where one of them disagrees, entry by entry. `f` runs about seventy times.
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
    /// … unless that is less than this part of the values.
    noise: f64,
    /// The distance from 1 to the next number.
    epsilon: f64,
}

const DOUBLE: Tolerance =
    Tolerance { modes: 1e-9, differences: 1e-6, unsettled: 1e-3, noise: 1e-6, epsilon: f64::EPSILON };
const SINGLE: Tolerance =
    Tolerance { modes: 1e-4, differences: 1e-3, unsettled: 0.03, noise: 1e-4, epsilon: f32::EPSILON as f64 };

/// Checks in either precision; numbers are compared in double.
pub(crate) fn at<F: Real, X: Tree<F, Num = F>, O: Objective<F, F>>(
    f: impl Fn(X::Traced) -> O,
    x: &X,
) -> Result<(), Error> {
    let tolerance = if F::DOUBLE { DOUBLE } else { SINGLE };
    let wide = |numbers: Vec<F>| numbers.into_iter().map(F::wide).collect::<Vec<f64>>();
    let x0 = wide(tree::flat(x));
    let n = x0.len();
    let value = |numbers: &[f64]| primal::<F, X, O>(&f, &x.fill(&mut Leaves::wide(numbers)));
    let gradient = wide(tree::flat(&gradient::at::<F, X, O>(&f, x)?.1));
    let along = |dx: &[f64]| -> Result<f64, Error> {
        let y = |v: X::Traced| f(v).split().map(|(y, _)| y).map_err(BoxError::from);
        let dx: Vec<F> = dx.iter().map(|&d| F::of(d)).collect();
        Ok(vector::pushforward::<F, X, _>(y, x, &dx)?.1.wide())
    };
    // The moved points are rounded too: that moves the values by so much.
    let shaken: f64 = gradient.iter().zip(&x0).map(|(g, x)| (g * x).abs()).filter(|s| s.is_finite()).sum();
    let compare = |dx: &[f64], entry: Option<usize>| -> Result<Option<Disagreement>, Error> {
        let dx: Vec<f64> = dx.iter().map(|&d| F::of(d).wide()).collect();
        let reverse: f64 = gradient.iter().zip(&dx).map(|(g, d)| g * d).sum();
        let forward = along(&dx)?;
        let estimate = best_difference(tolerance.epsilon, if F::DOUBLE { 0.0 } else { shaken }, |h| {
            let moved = |s: f64| x0.iter().zip(&dx).map(|(x, d)| x + s * h * d).collect::<Vec<_>>();
            Ok((value(&moved(1.0))?, value(&moved(-1.0))?))
        })?;
        let Estimate { slope: differences, uncertainty, size } = estimate;
        let scale = reverse.abs().max(differences.abs()).max(1e-8);
        let verdict = if !reverse.is_finite() || !forward.is_finite() {
            Verdict::NotFinite
        } else if uncertainty > tolerance.unsettled * scale && uncertainty > tolerance.noise * size.max(1e-6) {
            Verdict::Unsettled
        } else if (reverse - forward).abs() > tolerance.modes * scale
            || (reverse - differences).abs() > 10.0 * uncertainty + tolerance.differences * scale
        {
            Verdict::Wrong
        } else {
            return Ok(None);
        };
        Ok(Some(Disagreement { entry, reverse, forward, differences, uncertainty, verdict }))
    };
    let mut random = Directions::new();
    let mut doubtful = None;
    for _ in 0..3 {
        doubtful = doubtful.or(compare(&random.next(n), None)?);
    }
    let Some(overall) = doubtful else { return Ok(()) };
    for i in 0..n {
        let unit: Vec<f64> = (0..n).map(|k| if k == i { 1.0 } else { 0.0 }).collect();
        if let Some(found) = compare(&unit, Some(i))? {
            return Err(Error::Check(found));
        }
    }
    Err(Error::Check(overall))
}

/// The value of `f` at plain numbers: constants record nothing.
fn primal<F: Real, X: Tree<F, Num = F>, O: Objective<F, F>>(
    f: &impl Fn(X::Traced) -> O,
    x: &X::Grad,
) -> Result<f64, Error> {
    let y = |v: X::Traced| f(v).split().map(|(y, _)| y).map_err(BoxError::from);
    Ok(vector::pushforward::<F, X::Grad, _>(y, x, &tree::flat(x))?.0.wide())
}

/// A slope by differences, how exact it is believed to be, and the size of the values it comes from.
struct Estimate {
    slope: f64,
    uncertainty: f64,
    size: f64,
}

/// Central differences over a ladder of steps: the estimate that changes least from both its neighbours, and that change
/// with the rounding error: that of the values, and `epsilon` times what the points' own does to them.
fn best_difference(
    epsilon: f64,
    shaken: f64,
    pair: impl Fn(f64) -> Result<(f64, f64), Error>,
) -> Result<Estimate, Error> {
    let (mut slopes, mut rounding, mut size) = (Vec::new(), Vec::new(), 0.0_f64);
    for k in 2..=10 {
        let h = 10f64.powi(-k);
        let (plus, minus) = pair(h)?;
        size = size.max(plus.abs()).max(minus.abs());
        slopes.push((plus - minus) / (2.0 * h));
        rounding.push(epsilon * plus.abs().max(minus.abs()).max(shaken) / h);
    }
    let change = |k: usize| (slopes[k] - slopes[k - 1]).abs().max((slopes[k + 1] - slopes[k]).abs());
    let candidates = (1..slopes.len() - 1).map(|k| (slopes[k], change(k) + rounding[k])).filter(|c| c.1.is_finite());
    let best = candidates.min_by(|a, b| a.1.total_cmp(&b.1));
    let (slope, uncertainty) = best.unwrap_or((f64::NAN, f64::INFINITY));
    Ok(Estimate { slope, uncertainty, size })
}

/// Reproducible random directions with entries of magnitude 1/2 to 1 (xorshift, Marsaglia 2003).
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
                let unit = (self.0 >> 11) as f64 / (1u64 << 53) as f64;
                if self.0 & 1 == 0 { 0.5 + 0.5 * unit } else { -0.5 - 0.5 * unit }
            })
            .collect()
    }
}
