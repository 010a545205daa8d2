//! Why a derivative is the number it is: the paths from the output back to a value, largest contribution first.
//!
//! Each path is a product of local derivatives, and the derivative is the sum of all paths. A program of n lines can have
//! 2ⁿ of them, so only the largest are listed, found by dynamic programming over the lines; what the others contribute
//! together is known exactly, because the sweep knows the total.
//!
//! ```
//! use wengert::{Options, list::Id};
//! use wengert_inspect::{Run, explain::explain};
//! let list = wengert_expr::parse("x*y + sin(x*y)", &["x", "y"])?;
//! let run = Run::new(&list, &[2.0, 1.6], Options::new())?;
//! let why = explain(&run, Id(0), 20);
//! assert_eq!(format!("{:.4} {:.4}", why.paths[0].contribution, why.paths[1].contribution), "1.6000 -1.5973");
//! assert_eq!(why.verdict(), "the paths cancel: 0.09 % of Σ|paths| is left");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod best;
mod count;
mod joined;
mod scaled;

pub use count::Count;

use crate::Run;
use scaled::Scaled;
use wengert::list::Id;

/// One step of a path: from a line's value to one of its arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hop {
    /// The line, written out.
    pub line: usize,
    /// The value it names.
    pub from: Id,
    /// The argument.
    pub to: Id,
    /// Which argument it is, counted from 0; of several equal ones the first.
    pub arg: usize,
    /// The local derivative.
    pub slope: f64,
    /// How many equal arguments the step stands for.
    pub uses: u32,
}

/// A path from the output to the value asked for; equal sub-expressions are one, and paths through them too.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// From the output on.
    pub hops: Vec<Hop>,
    /// The product of its local derivatives, times `ways`.
    pub contribution: f64,
    /// The decimal logarithm of its size, which may be beyond the range of doubles.
    pub log10: f64,
    /// The part of the sum of all magnitudes, from 0 to 1; `None` where that sum is zero or not finite.
    pub share: Option<f64>,
    /// How many paths of the program it stands for.
    pub ways: Count,
}

/// All paths that are not listed, together.
#[derive(Clone, Debug, PartialEq)]
pub struct Rest {
    /// How many.
    pub paths: Count,
    /// The derivative less what is listed.
    pub contribution: f64,
    /// Their part of the sum of all magnitudes; `None` as in [`Path::share`].
    pub share: Option<f64>,
}

/// A derivative as the sum of its paths.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The value whose derivative it is; `None` where the output is a constant.
    pub output: Option<Id>,
    /// The value it is a derivative in.
    pub wrt: Id,
    /// The derivative, as the adjoint sweep computed it.
    pub total: f64,
    /// The largest paths, largest first.
    pub paths: Vec<Path>,
    /// How many paths there are.
    pub count: Count,
    /// The sum of the magnitudes of all paths; infinite where it is too large a number.
    pub magnitudes: f64,
    /// The total in parts of that sum: 1 where all paths have one sign, near 0 where they cancel; `None` as in
    /// [`Path::share`].
    pub left: Option<f64>,
    /// What is not listed; `None` where everything is.
    pub rest: Option<Rest>,
}

/// Below this part of the sum of magnitudes paths are said to cancel.
const CANCELS: f64 = 0.1;
/// At most so many partial paths are kept at a time; of very long programs fewer paths are listed.
const MOST_KEPT: usize = 20_000_000;

/// The paths from the run's output to the value `wrt`, the largest `most` of them one by one.
pub fn explain(run: &Run, wrt: Id, most: usize) -> Explanation {
    let total = run.adjoint(wrt).unwrap_or(0.0);
    let joined = joined::join(run);
    let reach = joined.reaching(wrt);
    let nothing = Explanation {
        output: run.output(),
        wrt,
        total,
        paths: Vec::new(),
        count: Count::Exactly(0),
        magnitudes: 0.0,
        left: None,
        rest: None,
    };
    let Some(output) = run.output().map(|id| joined.class(id)).filter(|id| reach.contains(*id)) else {
        return nothing;
    };
    let kept = most.min(MOST_KEPT / reach.len().max(1)).max(1);
    let found = best::paths(&joined, &reach, output, kept);
    let sums = best::sums(&joined, &reach, output);
    let share = |x: Scaled| x.ratio(sums.magnitude);
    let paths: Vec<Path> = found
        .into_iter()
        .map(|(weight, hops)| Path {
            contribution: weight.number(),
            log10: weight.log10(),
            share: share(weight.magnitude()),
            ways: hops.iter().fold(Count::Exactly(1), |n, hop| n.times(u64::from(hop.uses))),
            hops,
        })
        .collect();
    let rest = rest(total, &paths, &sums);
    // Where the sum of sizes is beyond the range of doubles the sweep's total says nothing about it.
    let in_range = (f64::MIN_POSITIVE..=f64::MAX).contains(&sums.magnitude.number());
    let sum = if in_range { Scaled::new(total.abs()) } else { sums.signed.magnitude() };
    let left = sum.ratio(sums.magnitude);
    Explanation { paths, count: sums.count, magnitudes: sums.magnitude.number(), left, rest, ..nothing }
}

/// What the listed paths leave.
fn rest(total: f64, paths: &[Path], sums: &best::Sums) -> Option<Rest> {
    let listed = paths.iter().fold(Count::Exactly(0), |n, p| n.plus(p.ways));
    if listed == sums.count && matches!(listed, Count::Exactly(_)) {
        return None;
    }
    let contribution = total - paths.iter().map(|p| p.contribution).sum::<f64>();
    let shares: Option<f64> = paths.iter().map(|p| p.share).sum();
    Some(Rest { paths: sums.count.minus(listed), contribution, share: shares.map(|s| (1.0 - s).max(0.0)) })
}

impl Explanation {
    /// Whether the paths cancel, in words.
    pub fn verdict(&self) -> String {
        let signs =
            || (self.paths.iter().any(|p| p.contribution > 0.0), self.paths.iter().any(|p| p.contribution < 0.0));
        match self.left {
            _ if self.count == Count::Exactly(0) => "no path: the output does not depend on it".to_owned(),
            None if !self.total.is_finite() => "the derivative is not finite".to_owned(),
            None => "every path is zero".to_owned(),
            Some(left) if left < CANCELS => {
                format!("the paths cancel: {} of Σ|paths| is left", percent(left))
            }
            Some(left) if left < 1.0 - 1e-12 || signs() == (true, true) => {
                format!("some paths have opposite signs: {} of Σ|paths| is left", percent(left))
            }
            Some(_) if self.count == Count::Exactly(1) => "a single path".to_owned(),
            Some(_) => "no cancellation: all paths have one sign".to_owned(),
        }
    }
}

/// A part of 1 as a percentage, with two decimals or, where it is small, two digits.
pub fn percent(part: f64) -> String {
    let percent = 100.0 * part;
    if percent == 0.0 || percent >= 0.01 { format!("{percent:.2} %") } else { format!("{percent:.1e} %") }
}
