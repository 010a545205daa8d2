//! Where snapshots of a loop's state are kept: in memory, or where a store of the caller's puts them.

use crate::BoxError;

/// Keeps states of a loop, by place. A loop that ends, or fails, drops it: what it holds outside memory goes then.
pub trait SnapshotStore {
    /// Keeps a state in place `slot`, over what is there.
    ///
    /// # Errors
    /// What keeps it from being kept, in words; the derivative ends with it.
    fn write(&mut self, slot: usize, state: &[f64]) -> Result<(), BoxError>;
    /// Fills `state` with what was last written to place `slot`.
    ///
    /// # Errors
    /// Where it is not there any more.
    fn read(&mut self, slot: usize, state: &mut [f64]) -> Result<(), BoxError>;
    /// How many bytes of memory it holds.
    fn bytes(&self) -> usize {
        0
    }
}

/// Snapshots in memory, one behind the other.
#[derive(Debug, Default)]
pub(crate) struct InMemory {
    /// How many places there will be, if that is known.
    places: usize,
    numbers: Vec<f64>,
}

impl InMemory {
    /// Room for so many states, taken when the first is kept.
    pub fn of(places: usize) -> InMemory {
        InMemory { places, numbers: Vec::new() }
    }
}

impl SnapshotStore for InMemory {
    fn write(&mut self, slot: usize, state: &[f64]) -> Result<(), BoxError> {
        let end = (slot + 1) * state.len();
        if self.numbers.capacity() < end {
            let all = self.places * state.len();
            self.numbers.reserve_exact(if end > all { 2 * end } else { all } - self.numbers.len());
        }
        self.numbers.resize(self.numbers.len().max(end), 0.0);
        self.numbers[end - state.len()..end].copy_from_slice(state);
        Ok(())
    }
    fn read(&mut self, slot: usize, state: &mut [f64]) -> Result<(), BoxError> {
        let place = slot * state.len();
        state.copy_from_slice(self.numbers.get(place..place + state.len()).ok_or("a snapshot that was never taken")?);
        Ok(())
    }
    fn bytes(&self) -> usize {
        self.numbers.capacity() * size_of::<f64>()
    }
}
