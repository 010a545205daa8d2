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

/// Snapshots in memory.
#[derive(Debug, Default)]
pub(crate) struct InMemory {
    places: Vec<Box<[f64]>>,
}

impl SnapshotStore for InMemory {
    fn write(&mut self, slot: usize, state: &[f64]) -> Result<(), BoxError> {
        if self.places.len() <= slot {
            self.places.resize_with(slot + 1, Box::default);
        }
        let place = &mut self.places[slot];
        if place.len() == state.len() {
            place.copy_from_slice(state)
        } else {
            *place = state.into()
        }
        Ok(())
    }
    fn read(&mut self, slot: usize, state: &mut [f64]) -> Result<(), BoxError> {
        let kept = self.places.get(slot).filter(|kept| kept.len() == state.len());
        state.copy_from_slice(kept.ok_or("a snapshot that was never taken")?);
        Ok(())
    }
    fn bytes(&self) -> usize {
        self.places.iter().map(|place| place.len() * 8 + size_of::<Box<[f64]>>()).sum()
    }
}
