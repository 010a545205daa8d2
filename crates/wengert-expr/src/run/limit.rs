//! How much work a model may ask for: counted while it runs, and foreseen where a loop begins.

use crate::Limits;
use crate::kind::ErrorKind;

/// Instructions that are no operations are cheap, but not free: so many of them for each operation that is allowed.
const STEPS: u64 = 16;

/// A loop that is running.
#[derive(Debug)]
struct Open {
    iterations: u64,
    operations: u64,
}

/// Counts operations and refuses to go beyond what is allowed.
#[derive(Debug)]
pub(super) struct Meter {
    allowed: u64,
    used: u64,
    steps: u64,
    open: Vec<Open>,
}

impl Meter {
    pub fn new(limits: Limits) -> Meter {
        Meter { allowed: limits.operations, used: 0, steps: 0, open: Vec::new() }
    }
    /// Counts an instruction and its operations.
    #[inline]
    pub fn charge(&mut self, operations: u64) -> Result<(), ErrorKind> {
        self.used += operations;
        self.steps += 1;
        if self.used > self.allowed || self.steps / STEPS > self.allowed {
            return Err(ErrorKind::TooMuch { asked: self.foreseen(), allowed: self.allowed });
        }
        Ok(())
    }
    /// Begins a loop, unless it alone asks for more than is left.
    pub fn begin(&mut self, iterations: u64, operations: u64) -> Result<(), ErrorKind> {
        let alone = iterations.saturating_mul(operations.max(1));
        self.open.push(Open { iterations, operations });
        if self.used.saturating_add(alone) > self.allowed {
            return Err(ErrorKind::TooMuch { asked: self.foreseen(), allowed: self.allowed });
        }
        Ok(())
    }
    pub fn end(&mut self) {
        self.open.pop();
    }
    /// What the open loops ask for together, where every one of them runs as often as it is asked to; nothing where that
    /// is more than can be counted.
    fn foreseen(&self) -> Option<u64> {
        let asked = self
            .open
            .iter()
            .rev()
            .fold(0u64, |inner, open| open.iterations.saturating_mul(inner.saturating_add(open.operations).max(1)));
        (asked > self.allowed && asked < u64::MAX).then_some(asked)
    }
}
