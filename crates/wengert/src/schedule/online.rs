//! Snapshots of a loop whose end is not known, placed on the way forward.

use super::Schedule;
use super::stack::Stack;

/// Snapshots of a loop whose end is not known: at every step it says whether to keep the state.
///
/// ```
/// use wengert::schedule::Online;
/// let mut online = Online::new(3);
/// let places: Vec<_> = (0..6).map(|_| online.arrive()).collect();
/// assert_eq!(places, [Some(0), Some(1), Some(2), Some(2), Some(1), Some(1)]);
/// let steps_kept: Vec<u64> = online.kept().map(|(step, _)| step).collect();
/// assert_eq!(steps_kept, [0, 3, 5]);
/// assert_eq!(online.back(6).filter(|a| matches!(a, wengert::schedule::Action::Reverse { .. })).count(), 6);
/// ```
#[derive(Clone, Debug)]
pub struct Online {
    snapshots: usize,
    arrived: u64,
    /// Oldest first.
    kept: Vec<Kept>,
}

#[derive(Clone, Copy, Debug)]
struct Kept {
    step: u64,
    slot: u32,
    /// How often steps around it may have to be run again; one with a later one of higher level is not needed.
    level: u32,
}

impl Online {
    /// With at most `snapshots` states kept at a time (at least one: that before step 0).
    pub fn new(snapshots: usize) -> Online {
        Online { snapshots: snapshots.clamp(1, u32::MAX as usize), arrived: 0, kept: Vec::new() }
    }
    /// The loop stands before its next step, at first step 0: where to keep the state, if it is to be kept.
    pub fn arrive(&mut self) -> Option<usize> {
        let step = self.arrived;
        self.arrived += 1;
        let (slot, level) = match self.kept.len() {
            0 => (0, u32::MAX),
            held if held < self.snapshots => (held as u32, 0),
            1 => return None,
            _ => match self.dispensable() {
                Some(k) => (self.kept.remove(k).slot, 0),
                None => {
                    let last = self.kept.pop()?;
                    (last.slot, last.level + 1)
                }
            },
        };
        self.kept.push(Kept { step, slot, level });
        Some(slot as usize)
    }
    /// The oldest that has a later one of higher level.
    fn dispensable(&self) -> Option<usize> {
        let mut highest = 0;
        let mut found = None;
        for (k, kept) in self.kept.iter().enumerate().skip(1).rev() {
            if kept.level < highest {
                found = Some(k);
            }
            highest = highest.max(kept.level);
        }
        found
    }
    /// The snapshots that are held, oldest first: step and place.
    pub fn kept(&self) -> impl Iterator<Item = (u64, usize)> + '_ {
        self.kept.iter().map(|k| (k.step, k.slot as usize))
    }
    /// The loop has ended after `steps` steps, of which every one was announced: the way back.
    pub fn back(self, steps: u64) -> Schedule {
        let (needed, done): (Vec<Kept>, Vec<Kept>) = self.kept.iter().partition(|k| k.step < steps);
        let places = needed.iter().chain(&done).map(|k| k.slot).collect();
        let kept = Stack::given(needed.iter().map(|k| k.step).collect(), steps, self.snapshots);
        Schedule { at: steps, end: steps, kept, places, stale: true }
    }
}
