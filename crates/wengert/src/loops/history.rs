//! All steps of a loop, one record behind the other, read from the last to the first.

use std::cell::RefCell;

/// Numbers in chunks; a record never spans two.
#[derive(Debug, Default)]
pub(crate) struct History {
    chunks: Vec<Vec<f64>>,
}

/// Numbers in a chunk, unless a record is longer.
const CHUNK: usize = 1 << 17;
/// So many chunks are kept for the next loop on this thread.
const SPARE: usize = 1 << 10;

thread_local! {
    static CHUNKS: RefCell<Vec<Vec<f64>>> = const { RefCell::new(Vec::new()) };
}

impl History {
    /// Adds a record.
    pub fn push(&mut self, record: impl ExactSizeIterator<Item = f64>) {
        let len = record.len();
        if self.chunks.last().is_none_or(|chunk| chunk.capacity() - chunk.len() < len) {
            self.chunks.push(fresh(len));
        }
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.extend(record);
        }
    }
    /// A place behind the last record.
    pub fn end(&self) -> Cursor<'_> {
        let below = self.chunks.len().saturating_sub(1);
        Cursor { history: self, chunk: below, end: self.chunks.last().map_or(0, Vec::len) }
    }
    pub fn bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.capacity() * 8).sum()
    }
}

/// An empty chunk with room for `len` numbers.
fn fresh(len: usize) -> Vec<f64> {
    let spare = if len <= CHUNK { CHUNKS.with_borrow_mut(Vec::pop) } else { None };
    spare.unwrap_or_else(|| Vec::with_capacity(len.max(CHUNK)))
}

impl Drop for History {
    fn drop(&mut self) {
        // Not where the thread is going away and its memory with it.
        let _ = CHUNKS.try_with(|spare| {
            let mut spare = spare.borrow_mut();
            for mut chunk in self.chunks.drain(..).filter(|chunk| chunk.capacity() == CHUNK) {
                if spare.len() < SPARE {
                    chunk.clear();
                    spare.push(chunk);
                }
            }
        });
    }
}

/// Bytes that finished loops left on this thread for later ones.
pub(crate) fn held() -> usize {
    CHUNKS.with_borrow(|spare| spare.iter().map(|chunk| chunk.capacity() * 8).sum())
}

/// Gives them back.
pub(crate) fn release() {
    CHUNKS.with_borrow_mut(Vec::clear);
}

/// A place between records.
pub(crate) struct Cursor<'h> {
    history: &'h History,
    chunk: usize,
    end: usize,
}

impl<'h> Cursor<'h> {
    /// The record of `len` numbers before this place; the place is then before it.
    pub fn back(&mut self, len: usize) -> &'h [f64] {
        if self.end == 0 && len > 0 {
            self.chunk -= 1;
            self.end = self.history.chunks[self.chunk].len();
        }
        self.end -= len;
        &self.history.chunks[self.chunk][self.end..self.end + len]
    }
}
