//! The forward recorder: one tangent for each value, eight bytes an operation, and no sweep.

use crate::prim::{Nary, Prim};
use crate::sweep::{Dual, Slope};

/// The tangents of a level, slot by slot.
#[derive(Debug)]
pub(crate) struct Tangents {
    dots: Vec<f64>,
    /// Slots whose tangents are forgotten, in order.
    gaps: Vec<Gap>,
}

/// Slots `start..end` are forgotten; those from `end` on stand `shift` places before their number.
#[derive(Clone, Copy, Debug)]
struct Gap {
    start: u64,
    end: u64,
    shift: u64,
}

/// A NaN that no arithmetic makes: the value varies, but not along this direction.
const FLAT: u64 = 0x7ff8_f1a7_f1a7_f1a7;

impl Tangents {
    /// Inputs that move along `dx`; slot 0 is nobody's.
    pub(super) fn new(dx: &[f64]) -> Tangents {
        Tangents { dots: std::iter::once(f64::from_bits(FLAT)).chain(dx.iter().copied()).collect(), gaps: Vec::new() }
    }
    /// One past the last slot.
    pub(super) fn slots(&self) -> u64 {
        self.dots.len() as u64 + self.gaps.last().map_or(0, |gap| gap.shift)
    }
    /// Where the tangent of a slot stands; `None` where it is forgotten, or there is no such slot.
    #[inline]
    fn place(&self, slot: u64) -> Option<usize> {
        let place = match self.gaps.iter().rev().find(|gap| slot >= gap.start) {
            Some(gap) if slot < gap.end => return None,
            Some(gap) => slot - gap.shift,
            None => slot,
        };
        (place < self.dots.len() as u64).then_some(place as usize)
    }
    /// Whether the tangent of a slot is there.
    pub(super) fn has(&self, slot: u64) -> bool {
        slot >= 1 && self.place(slot).is_some()
    }
    /// Forgets the tangents of all slots from `start` on. Their numbers are not used again.
    pub(super) fn forget(&mut self, start: u64) {
        let end = self.slots();
        let places = self.place(start).unwrap_or(self.dots.len());
        self.gaps.retain(|gap| gap.start < start);
        self.dots.truncate(places);
        self.gaps.push(Gap { start, end, shift: end - places as u64 });
    }
    /// The tangent of a slot.
    pub(super) fn slope(&self, slot: u64) -> Slope<f64> {
        let dot = self.place(slot).map_or(f64::from_bits(FLAT), |k| self.dots[k]);
        if dot.to_bits() == FLAT { Slope::Flat } else { Slope::Along(dot) }
    }
    /// The tangent of a slot as a number; `None` where it is forgotten.
    pub(crate) fn tangent(&self, slot: u32) -> Option<f64> {
        self.place(slot as u64)?;
        match self.slope(slot as u64) {
            Slope::Along(dot) => Some(dot),
            _ => Some(0.0),
        }
    }
    /// The value in slot `slot` with its tangent; slot 0 stands for a constant.
    fn dual(&self, v: f64, slot: u64) -> Dual<f64> {
        Dual::new(v, if slot == 0 { Slope::Fixed } else { self.slope(slot) })
    }
    /// Records an operation and answers its slot.
    pub(super) fn apply<P: Prim<N>, const N: usize>(&mut self, x: [f64; N], slots: [u64; N]) -> u64 {
        let y = crate::value::Value::bind::<P, N>(std::array::from_fn(|i| self.dual(x[i], slots[i])));
        self.push(y)
    }
    /// Records an operation of any number of arguments and answers its slot.
    pub(super) fn apply_nary<P: Nary>(&mut self, x: &[f64], slots: impl Iterator<Item = u64>) -> u64 {
        let duals: Vec<Dual<f64>> = x.iter().zip(slots).map(|(&v, slot)| self.dual(v, slot)).collect();
        self.push(crate::value::Value::bind_nary::<P>(&duals))
    }
    fn push(&mut self, y: Dual<f64>) -> u64 {
        self.name(y.dot)
    }
    /// Names a value that moves so fast and answers its slot.
    pub(super) fn name(&mut self, dot: Slope<f64>) -> u64 {
        self.dots.push(match dot {
            Slope::Along(dot) => dot,
            Slope::Flat | Slope::Fixed => f64::from_bits(FLAT),
        });
        self.slots() - 1
    }
}
