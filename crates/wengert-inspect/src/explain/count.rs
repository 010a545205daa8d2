//! Numbers of paths: exact while 128 bits hold them, then as a power of ten.

use super::scaled::Scaled;
use std::fmt;

/// How many paths there are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Count {
    /// Exactly so many.
    Exactly(u128),
    /// Ten to this power, rounded.
    About {
        /// The decimal logarithm.
        log10: f64,
    },
}

impl Count {
    fn scaled(self) -> Scaled {
        match self {
            Count::Exactly(n) => Scaled::new(n as f64),
            Count::About { log10 } => Scaled::ten_to(log10),
        }
    }
    fn about(x: Scaled) -> Count {
        Count::About { log10: x.log10() }
    }
    pub(super) fn plus(self, other: Count) -> Count {
        let exact = if let (Count::Exactly(a), Count::Exactly(b)) = (self, other) { a.checked_add(b) } else { None };
        exact.map_or_else(|| Count::about(self.scaled().plus(other.scaled())), Count::Exactly)
    }
    pub(super) fn times(self, n: u64) -> Count {
        let exact = if let Count::Exactly(a) = self { a.checked_mul(u128::from(n)) } else { None };
        exact.map_or_else(|| Count::about(self.scaled().times(Scaled::new(n as f64))), Count::Exactly)
    }
    /// Less others of the same paths.
    pub(super) fn minus(self, other: Count) -> Count {
        match (self, other) {
            (Count::Exactly(a), Count::Exactly(b)) => Count::Exactly(a.saturating_sub(b)),
            _ => Count::about(self.scaled().plus(other.scaled().negated())),
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Count::Exactly(n) if *n < 1_000_000_000_000 => write!(f, "{n}"),
            Count::Exactly(n) => write!(f, "about 10^{:.0}", (*n as f64).log10()),
            Count::About { log10 } => write!(f, "about 10^{log10:.0}"),
        }
    }
}
