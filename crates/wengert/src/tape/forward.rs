//! The forward recorder: one tangent for each value, eight bytes an operation, and no sweep.

use crate::prim::{Nary, Prim};
use crate::sweep::{Dual, Slope};

/// The tangents of a level, slot by slot.
#[derive(Debug)]
pub(crate) struct Tangents {
    dots: Vec<f64>,
}

/// A NaN that no arithmetic makes: the value varies, but not along this direction.
const FLAT: u64 = 0x7ff8_f1a7_f1a7_f1a7;

impl Tangents {
    /// Inputs that move along `dx`; slot 0 is nobody's.
    pub(super) fn new(dx: &[f64]) -> Tangents {
        Tangents { dots: std::iter::once(f64::from_bits(FLAT)).chain(dx.iter().copied()).collect() }
    }
    /// One past the last slot.
    pub(super) fn slots(&self) -> u64 {
        self.dots.len() as u64
    }
    /// The tangent of a slot.
    pub(super) fn slope(&self, slot: u64) -> Slope<f64> {
        let dot = self.dots[slot as usize];
        if dot.to_bits() == FLAT { Slope::Flat } else { Slope::Along(dot) }
    }
    /// The tangent of a slot as a number.
    pub(crate) fn tangent(&self, slot: u32) -> f64 {
        match self.slope(slot as u64) {
            Slope::Along(dot) => dot,
            _ => 0.0,
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
