//! The steps whose states are kept: the last few are remembered, those before them follow from the length of the loop.
//!
//! Which snapshots a binomial schedule holds when the steps from `end` on are reversed depends on nothing else. The range
//! [0, length) with n snapshots is split at m: if `end` is beyond m, there is a snapshot at m, and the rest of them lie in
//! [m, length), as of a loop of its own with n - 1; else all of them lie in [0, m), still with n.

use super::split;

/// Neighbouring steps that are all kept.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    first: u64,
    len: u64,
}

/// So many stretches are remembered; where they are used up, as many are found again.
const REMEMBERED: usize = 8;

/// The steps that are kept, the newest on top.
#[derive(Clone, Debug)]
pub(super) struct Stack {
    snapshots: usize,
    /// How many are kept.
    held: usize,
    /// Those that an online schedule kept; the binomial one begins at the last of them, else at step 0, and ends at `end`.
    given: Vec<u64>,
    end: u64,
    /// The newest stretches, round and round: how many there are, and which was the last.
    recent: Box<[Stretch; REMEMBERED]>,
    known: usize,
    last: usize,
    /// The repetitions that were met last.
    near: u64,
}

impl Stack {
    /// For a loop of so many steps, of which none is kept yet.
    pub fn new(steps: u64, snapshots: usize) -> Stack {
        let recent = Box::new([Stretch::default(); REMEMBERED]);
        Stack { snapshots, held: 0, given: Vec::new(), end: steps, recent, known: 0, last: 0, near: 1 }
    }
    /// For a loop of so many steps, of which some are kept, the oldest first.
    pub fn given(given: Vec<u64>, steps: u64, snapshots: usize) -> Stack {
        let mut stack = Stack { held: given.len(), given, ..Stack::new(steps, snapshots) };
        stack.find(steps);
        stack
    }
    /// How many there are.
    pub fn len(&self) -> usize {
        self.held
    }
    fn top(&self) -> Option<u64> {
        let Stretch { first, len } = self.recent[self.last];
        (self.held > 0).then(|| first + len - 1)
    }
    /// Puts a step on top, where there is a snapshot left for it, and it is not there.
    pub fn push(&mut self, step: u64) -> bool {
        let new = self.held < self.snapshots && self.top() != Some(step);
        if new {
            self.remember(step);
            self.held += 1;
        }
        new
    }
    fn remember(&mut self, step: u64) {
        let last = &mut self.recent[self.last];
        if self.known > 0 && last.first + last.len == step {
            last.len += 1;
            return;
        }
        self.last = (self.last + 1) % REMEMBERED;
        self.known = (self.known + 1).min(REMEMBERED);
        self.recent[self.last] = Stretch { first: step, len: 1 };
    }
    /// Takes away the steps from `end` on, which is as far as the loop has been reversed; answers the newest that is left.
    pub fn newest_before(&mut self, end: u64) -> Option<u64> {
        while self.top()? >= end {
            self.held -= 1;
            self.recent[self.last].len -= 1;
            if self.recent[self.last].len == 0 {
                (self.last, self.known) = ((self.last + REMEMBERED - 1) % REMEMBERED, self.known - 1);
            }
            if self.known == 0 && self.held > 0 {
                self.find(end);
            }
        }
        self.top()
    }
    /// How far to advance from the newest, with so many steps before the end.
    pub fn advance(&mut self, steps: u64) -> u64 {
        split(steps, (self.snapshots - self.held) as u64 + 1, &mut self.near)
    }
    /// Finds those again that are kept when the steps from `end` on are reversed.
    fn find(&mut self, end: u64) {
        if self.held < self.given.len() {
            self.given.truncate(self.held);
            self.end = end;
        }
        let (mut first, mut beyond) = (self.given.last().copied().unwrap_or(0), self.end);
        let mut number = self.given.len().max(1);
        self.known = 0;
        self.remember(first);
        while number < self.held {
            let middle = first + split(beyond - first, (self.snapshots - number) as u64 + 1, &mut self.near);
            if end > middle {
                (first, number) = (middle, number + 1);
                self.remember(first);
            } else {
                beyond = middle;
            }
        }
    }
}
