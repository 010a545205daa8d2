//! How far a derivative can be trusted: reverse mode against forward mode, finite differences over all steps, the complex
//! step, and high precision.
//!
//! ```
//! use wengert::{Listing, Options};
//! use wengert_inspect::accuracy::{Accuracy, Verdict};
//! let list = wengert::List::read("list(x) {\n  %1 = exp(%0)\n  %2 = add(%1, 1.0)\n  %3 = log(%2)\n  return %3\n}")?;
//! let at = Listing::new(list, &[800.0], Options::new())?;
//! let accuracy = Accuracy::of(&at)?;
//! let x = &accuracy.entries[0];
//! // The slope of log(exp(x) + 1) is NaN here in double precision, because exp(800) overflows; truly it is 1.
//! assert_eq!((x.verdict, x.precise.as_ref().unwrap().rounded), (Verdict::Doubtful, 1.0));
//! assert_eq!(x.doubts[1].kind(), "overflow");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//! The methods share as little as possible. Finite differences and the complex step use values only, and so do the
//! differences in high precision, which are the reference where they exist; only the last of these can see a rule that is
//! wrong and rounding that is bad at once.

mod complex;
mod conditioning;
mod curve;
mod differences;
mod doubt;
mod effort;
mod entry;
mod kinks;
mod precise;
mod reference;

pub use curve::curve_svg;
pub use differences::{Estimate, Step};
pub use doubt::{Doubt, NoSlope};
pub use entry::{Digits, Entry, InPrecision, Verdict};
pub use kinks::Switch;

pub(crate) use differences::value as value_at;

use effort::Effort;
use wengert::{Error, List, Listing, Options};

/// What was found out about every derivative that was asked for.
#[derive(Clone, Debug)]
pub struct Accuracy {
    /// The value of the first output.
    pub value: f64,
    /// The value in high precision, or why there is none.
    pub precise_value: Result<String, String>,
    /// How many digits of the value are right, if that is known.
    pub value_digits: Option<f64>,
    /// One for each input asked for, in their order.
    pub entries: Vec<Entry>,
}

/// Conditioning needs second derivatives, one pass for each input that is looked at; of more inputs it is not asked.
const MOST_FOR_CONDITIONING: usize = 100;

impl Accuracy {
    /// Looks at every derivative of a List at a point.
    ///
    /// # Errors
    /// None of its own; those of the engine where it sweeps again.
    pub fn of(listing: &Listing) -> Result<Accuracy, Error> {
        let all: Vec<usize> = (0..listing.point().len()).collect();
        Accuracy::of_gradient(listing.list(), listing.point(), listing.grad(), &all)
    }
    /// Looks at a `gradient` that may come from anywhere, in the inputs asked for.
    ///
    /// # Errors
    /// [`Error::Input`] where the lengths do not go together; [`Error::Branch`] where a recorded comparison comes out the
    /// other way.
    pub fn of_gradient(list: &List, x: &[f64], gradient: &[f64], inputs: &[usize]) -> Result<Accuracy, Error> {
        Accuracy::with(list, x, gradient, inputs, Effort::FULL)
    }
    /// Looks at one derivative, with steps of differences as fine, and a reference as precise, as so many `operations`
    /// allow.
    ///
    /// # Errors
    /// As [`Accuracy::of_gradient`].
    pub fn within(list: &List, x: &[f64], gradient: &[f64], input: usize, operations: u64) -> Result<Accuracy, Error> {
        Accuracy::with(list, x, gradient, &[input], Effort::within(operations, list))
    }
    fn with(list: &List, x: &[f64], gradient: &[f64], inputs: &[usize], effort: Effort) -> Result<Accuracy, Error> {
        let most = inputs.iter().map(|i| i + 1).max().unwrap_or(0).max(gradient.len());
        if gradient.len() != x.len() || most > x.len() {
            return Err(Error::Input { expected: x.len(), got: most.max(gradient.len()) });
        }
        let listing = Listing::new(list.clone(), x, Options::new())?;
        let conditioned = effort.conditioning && x.len() <= MOST_FOR_CONDITIONING;
        let gradient_list = if conditioned { conditioning::gradient(list) } else { None };
        let precisely = effort.precisely(list, x, inputs);
        let (precise_value, value_digits) = entry::value_digits(listing.value(), &precisely);
        let of_one = |&i: &usize| entry::look(&listing, gradient[i], i, gradient_list.as_ref(), &precisely, effort);
        let entries = inputs.iter().map(of_one).collect();
        Ok(Accuracy { value: listing.value(), precise_value, value_digits, entries })
    }
    /// Whether some derivative is doubtful.
    pub fn is_doubtful(&self) -> bool {
        self.entries.iter().any(|entry| entry.verdict == Verdict::Doubtful)
    }
}

/// The first output of a List in high precision.
pub(crate) enum InHighPrecision {
    /// A number.
    Finite(Digital),
    /// Infinite, NaN, or not available.
    Other,
}

/// A number in high precision.
pub(crate) struct Digital(precise::Big);

impl Digital {
    /// Whether two numbers differ by no more than `tolerance` times the larger.
    pub fn is_near(&self, other: &Digital, tolerance: f64) -> bool {
        precise::near(&self.0, &other.0, tolerance)
    }
    /// Whether the difference is so small beside 1 that a sum with 1 may have lost it, in high precision too.
    pub fn may_be_lost(&self, other: &Digital) -> bool {
        precise::gap(&self.0, &other.0).is_none_or(|bits| bits < -150.0)
    }
}

/// The first output of a List in high precision.
pub(crate) fn in_high_precision(list: &List, x: &[f64]) -> InHighPrecision {
    match precise::output(list, x) {
        Some(number) => InHighPrecision::Finite(Digital(number)),
        None => InHighPrecision::Other,
    }
}
