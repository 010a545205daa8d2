//! Schedules of checkpoints: which states to keep, and which steps to run again, when a loop is taken back step by step.
//!
//! A schedule is an iterator of plain [`Action`]s. It knows neither the loop nor where its states are kept, and takes as
//! much memory for a thousand snapshots as for ten.
//!
//! - [`binomial`]: the number of steps is known. Griewank and Walther, *Algorithm 799: revolve*, ACM TOMS 26 (2000):
//!   no schedule with as many snapshots runs fewer steps; [`advances`] is their number.
//! - [`Online`]: it is not. Wang, Moin and Iaccarino, *Minimal repetition dynamic checkpointing*, SIAM J. Sci. Comput. 31
//!   (2009), on the way forward; the binomial schedule on the way back.
//!
//! ```
//! use wengert::schedule::{Action::*, advances, binomial};
//! let actions: Vec<_> = binomial(4, 2).collect();
//! assert_eq!(actions[..4], [Snapshot { step: 0, slot: 0 }, Advance { from: 0, to: 2 }, Snapshot { step: 2, slot: 1 },
//!     Advance { from: 2, to: 3 }]);
//! assert_eq!(actions[4..], [Reverse { step: 3 }, Restore { step: 2, slot: 1 }, Reverse { step: 2 },
//!     Restore { step: 0, slot: 0 }, Advance { from: 0, to: 1 }, Reverse { step: 1 }, Restore { step: 0, slot: 0 },
//!     Reverse { step: 0 }]);
//! assert_eq!(advances(4, 2), 4);
//! ```

mod online;
mod stack;

pub use online::Online;
use stack::Stack;

/// What a loop keeps for the way back.
///
/// | | keeps | runs each step |
/// |---|---|---|
/// | `Store` | every operation of every step, as the plain loop does | once |
/// | `Snapshots(n)` | n states | a few times more: [`advances`] |
/// | `Budget(bytes)` | everything, if that fits; else as many states as fit, at least one | accordingly |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Memory {
    /// Everything: the fastest way back.
    #[default]
    Store,
    /// So many states at a time.
    Snapshots(usize),
    /// What fits into so many bytes.
    Budget(usize),
}

impl Memory {
    /// The same, of at least one state.
    pub(crate) fn sound(self) -> Memory {
        if self == Memory::Snapshots(0) { Memory::Snapshots(1) } else { self }
    }
    /// How many states are kept of a loop of so many steps, given what a step takes where everything is kept, and what a
    /// state takes, in bytes; `None` for everything.
    pub(crate) fn snapshots(self, steps: u64, step: usize, state: usize) -> Option<usize> {
        match self {
            Memory::Store => None,
            Memory::Snapshots(n) => Some(n.max(1)),
            Memory::Budget(bytes) if steps.saturating_mul(step as u64) <= bytes as u64 => None,
            Memory::Budget(bytes) => Some((bytes / state.max(1)).max(1)),
        }
    }
}

/// What to do next. Before the first action the state before step 0 is at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Run the steps from `from` up to, but without, `to`; of them all only the state before step `to` is needed.
    Advance {
        /// The step whose state is at hand.
        from: u64,
        /// The step whose state is wanted.
        to: u64,
    },
    /// Keep the state at hand, which is that before step `step`, in place `slot`, over what is there.
    Snapshot {
        /// The step before which it stands.
        step: u64,
        /// Below the number of snapshots.
        slot: usize,
    },
    /// Take the state before step `step` from place `slot`.
    Restore {
        /// The step before which it stands.
        step: u64,
        /// Below the number of snapshots.
        slot: usize,
    },
    /// Run step `step` from the state at hand, keeping what its adjoint reads, and take the adjoint back over it.
    Reverse {
        /// The step.
        step: u64,
    },
}

/// The schedule that takes back `steps` steps with at most `snapshots` states kept at a time (at least one: that before
/// step 0), running as few steps as possible: [`advances`], and each step once more when it is reversed.
pub fn binomial(steps: u64, snapshots: usize) -> Schedule {
    Schedule { at: 0, end: steps, kept: Stack::new(steps, snapshots.max(1)), places: Box::default(), stale: false }
}

/// How many steps the binomial schedule advances over: r l − C(n + r, r − 1) with the least r for which C(n + r, r) ≥ l.
/// The run that reverses a step, and keeps what its adjoint reads, is not counted: there is one for each step.
///
/// ```
/// let multiple = |steps, snapshots| wengert::schedule::advances(steps, snapshots) as f64 / steps as f64;
/// assert_eq!(format!("{:.1} {:.1}", multiple(1_000_000, 10), multiple(1_000_000, 100)), "11.6 3.8");
/// ```
pub fn advances(steps: u64, snapshots: usize) -> u128 {
    if steps < 2 {
        return 0;
    }
    let n = snapshots.max(1) as u64;
    let r = repetitions(steps, n, 1);
    r as u128 * steps as u128 - beta(n + 1, r - 1) as u128
}

/// C(n + r, r): how many steps n snapshots take back without running any of them more than r times. Saturates.
fn beta(n: u64, r: u64) -> u64 {
    let (few, many) = (n.min(r), n.max(r));
    let next = |b: u64, i: u64| match many.checked_add(i).and_then(|k| b.checked_mul(k)) {
        Some(product) => Some(product / i),
        // Division in 128 bits is slow, and seldom needed.
        None => u64::try_from(b as u128 * (many as u128 + i as u128) / i as u128).ok(),
    };
    (1..=few).try_fold(1, next).unwrap_or(u64::MAX)
}

/// The least r with C(n + r, r) ≥ steps; `near` is where it is looked for first.
fn repetitions(steps: u64, n: u64, near: u64) -> u64 {
    let (mut too_few, mut enough) = (0, near.max(1));
    if near > 1 && beta(n, near - 1) < steps {
        too_few = near - 1;
    }
    while beta(n, enough) < steps {
        (too_few, enough) = (enough, enough.saturating_mul(2));
    }
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if beta(n, middle) < steps { too_few = middle } else { enough = middle }
    }
    enough
}

/// How far to advance from a snapshot when `steps` ≥ 2 steps are to be taken back and `n` snapshots may be held, this one
/// included: the largest distance among those that are best. `near` is where the number of repetitions is looked for.
fn split(steps: u64, n: u64, near: &mut u64) -> u64 {
    if n == 1 {
        return steps - 1;
    }
    if n + 1 >= steps {
        return 1;
    }
    *near = repetitions(steps, n, *near);
    beta(n, *near - 1).min(steps - beta(n - 1, *near - 1))
}

/// The actions that take a loop back. Made by [`binomial`] and [`Online::back`].
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The step whose state is at hand.
    at: u64,
    /// Steps from here on have been reversed.
    end: u64,
    kept: Stack,
    /// The place of each snapshot; where there is none, it is its number.
    places: Box<[u32]>,
    /// Whether the state at hand is behind what is to be reversed next.
    stale: bool,
}

impl Schedule {
    /// How many steps are still to be reversed.
    pub fn left(&self) -> u64 {
        self.end
    }
    /// The place of the newest snapshot.
    fn place(&self) -> usize {
        let number = self.kept.len() - 1;
        self.places.get(number).map_or(number, |&place| place as usize)
    }
    fn restore(&mut self) -> Option<Action> {
        let step = self.kept.newest_before(self.end)?;
        (self.at, self.stale) = (step, false);
        Some(Action::Restore { step, slot: self.place() })
    }
    fn snapshot(&mut self) -> Option<Action> {
        self.kept.push(self.at).then(|| Action::Snapshot { step: self.at, slot: self.place() })
    }
}

impl Iterator for Schedule {
    type Item = Action;
    fn next(&mut self) -> Option<Action> {
        if self.end == 0 {
            return None;
        }
        if self.stale {
            return self.restore();
        }
        if self.at + 1 == self.end {
            (self.end, self.stale) = (self.at, true);
            return Some(Action::Reverse { step: self.at });
        }
        if let Some(snapshot) = self.snapshot() {
            return Some(snapshot);
        }
        let from = self.at;
        self.at += self.kept.advance(self.end - from);
        Some(Action::Advance { from, to: self.at })
    }
}
