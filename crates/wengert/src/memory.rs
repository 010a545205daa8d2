//! The tape's memory: kept on each thread from one gradient to the next, measured and released here. A thread that ends
//! leaves its memory to the next that starts a gradient.
//!
//! ```
//! use wengert::{memory, value_and_grad};
//! value_and_grad(|x| (0..10_000).fold(x, |s, _| s * x), 0.999)?;
//! assert!(memory::held() >= 10_000 * 24);
//! memory::release();
//! assert_eq!(memory::held(), 0);
//! # Ok::<(), wengert::Error>(())
//! ```

use crate::tape::level;

/// Memory that finished gradients left on this thread for later ones, in bytes.
pub fn held() -> usize {
    level::held()
}

/// Memory that threads which ended left for later ones, in bytes: never more than gradients used at one time.
pub fn left_behind() -> usize {
    level::left_behind()
}

/// Gives this thread's memory, and what ended threads left, back to the system.
pub fn release() {
    level::release();
}
