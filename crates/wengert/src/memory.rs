//! The tape's memory on this thread: kept from one gradient to the next, measured and released here.
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

/// Gives that memory back to the system.
pub fn release() {
    level::release();
}
