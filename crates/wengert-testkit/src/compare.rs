//! The one comparison: numbers against numbers within a tolerance, every failure reported, none hiding another.

use std::fmt::{self, Display};

/// How far a number may be from what is expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// The same number; NaN is the same as NaN, and a zero the same as the other zero.
    Same,
    /// Within this fraction of the expected number.
    Relative(f64),
    /// Within this distance.
    Absolute(f64),
    /// Within this fraction of the expected number, or of `1e-3` times the largest expected number beside it: an entry
    /// that is zero, or small by cancellation, among larger ones is known no better.
    Beside(f64),
}

impl Tolerance {
    /// Whether `got` passes for `expected`, where the largest finite magnitude of the group is `largest`.
    pub fn admits(self, got: f64, expected: f64, largest: f64) -> bool {
        if got == expected || (got.is_nan() && expected.is_nan()) {
            return true;
        }
        let distance = (got - expected).abs();
        // An infinity or a NaN that was not met above is a failure; comparisons with NaN are false.
        expected.is_finite()
            && match self {
                Tolerance::Same => false,
                Tolerance::Relative(r) => distance <= r * expected.abs(),
                Tolerance::Absolute(a) => distance <= a,
                Tolerance::Beside(r) => distance <= r * expected.abs().max(1e-3 * largest),
            }
    }
}

/// One number that is not what it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Which quantity: "adjoint", "hessian".
    pub what: String,
    /// Where: the function, the point, the entry.
    pub at: String,
    /// What it should be.
    pub expected: f64,
    /// What it is.
    pub got: f64,
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { what, at, expected, got } = self;
        let relative = ((got - expected) / expected).abs();
        write!(f, "{what} of {at}: expected {expected:e}, got {got:e} (relative error {relative:.1e})")
    }
}

/// What a suite found: how many comparisons were made, and those that failed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// How many numbers were compared.
    pub compared: usize,
    /// Those that failed.
    pub failures: Vec<Failure>,
    /// What failed without being a number: an error where an answer was due.
    pub errors: Vec<String>,
}

impl Report {
    /// Nothing compared yet.
    pub fn new() -> Report {
        Report::default()
    }
    /// Compares `got` with `expected`, entry by entry; another length is an error of its own.
    pub fn compare(&mut self, what: &str, at: impl Display, got: &[f64], expected: &[f64], tolerance: Tolerance) {
        if got.len() != expected.len() {
            self.error(format!("{what} of {at}: {} numbers expected, got {}", expected.len(), got.len()));
            return;
        }
        let largest = expected.iter().map(|e| e.abs()).filter(|e| e.is_finite()).fold(0.0, f64::max);
        for (i, (&g, &e)) in got.iter().zip(expected).enumerate() {
            self.compared += 1;
            if !tolerance.admits(g, e, largest) {
                let at = if got.len() == 1 { at.to_string() } else { format!("{at}, entry {i}") };
                self.failures.push(Failure { what: what.into(), at, expected: e, got: g });
            }
        }
    }
    /// Compares one number.
    pub fn one(&mut self, what: &str, at: impl Display, got: f64, expected: f64, tolerance: Tolerance) {
        self.compare(what, at, &[got], &[expected], tolerance);
    }
    /// Records that an answer was due and none came.
    pub fn error(&mut self, error: impl Display) {
        self.errors.push(error.to_string());
    }
    /// Whether nothing failed.
    pub fn is_clean(&self) -> bool {
        self.failures.is_empty() && self.errors.is_empty()
    }
    /// Takes over what another report found.
    pub fn absorb(&mut self, other: Report) {
        self.compared += other.compared;
        self.failures.extend(other.failures);
        self.errors.extend(other.errors);
    }
    /// Ends the test: all failures at once.
    ///
    /// # Panics
    /// Where anything failed, or nothing was compared at all.
    #[track_caller]
    pub fn finish(self) {
        assert!(self.is_clean(), "{self}");
        assert!(self.compared > 0, "nothing was compared");
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = self.failures.len() + self.errors.len();
        writeln!(f, "{failed} of {} comparisons failed", self.compared)?;
        self.errors.iter().try_for_each(|e| writeln!(f, "  {e}"))?;
        self.failures.iter().try_for_each(|e| writeln!(f, "  {e}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinities_and_nan_are_exact() {
        let loose = Tolerance::Relative(0.5);
        assert!(loose.admits(f64::INFINITY, f64::INFINITY, 0.0) && loose.admits(f64::NAN, f64::NAN, 0.0));
        assert!(!loose.admits(f64::INFINITY, f64::NEG_INFINITY, 0.0) && !loose.admits(f64::NAN, 1.0, 1.0));
        assert!(!loose.admits(1.0, f64::NAN, 1.0) && !loose.admits(f64::INFINITY, 1.0, 1.0));
        assert!(!loose.admits(1.0, f64::INFINITY, 1.0));
    }

    #[test]
    fn a_difference_of_either_sign_fails() {
        let tight = Tolerance::Relative(1e-12);
        assert!(
            !tight.admits(1.001, 1.0, 1.0) && !tight.admits(0.999, 1.0, 1.0) && tight.admits(1.0 + 1e-13, 1.0, 1.0)
        );
    }

    #[test]
    fn all_failures_are_told() {
        let mut report = Report::new();
        report.compare("value", "f", &[1.0, 2.0, 3.0], &[1.0, 2.5, 3.5], Tolerance::Relative(1e-9));
        report.compare("gradient", "f", &[1.0], &[1.0, 2.0], Tolerance::Same);
        assert_eq!((report.compared, report.failures.len(), report.errors.len()), (3, 2, 1));
        let text = report.to_string();
        assert!(text.contains("value of f, entry 1: expected 2.5e0, got 2e0"), "{text}");
        assert!(text.contains("gradient of f: 2 numbers expected, got 1"), "{text}");
    }
}
