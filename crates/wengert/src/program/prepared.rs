//! What a program keeps for gradients that are asked for again: a plan from the first on, machine code later.

use super::transform;
use crate::exec::{Native, Plan};
use crate::list::List;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// So many gradients are worth the compiling, which costs about as much as they do.
const OFTEN: u32 = 128;
/// Longer Lists are not compiled: their code would run from memory, not from a cache.
const LONGEST: usize = 1 << 20;

/// Made when first needed, shared by the clones of a program.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    plan: OnceLock<Option<Plan>>,
    native: OnceLock<Option<Native>>,
    asked: AtomicU32,
}

impl Prepared {
    /// The plan of a List without sub-Lists and with one output.
    pub(super) fn plan(&self, list: &List) -> Option<&Plan> {
        self.plan.get_or_init(|| Plan::new(list)).as_ref()
    }
    /// Machine code for value and gradient, once they were asked for often. It has the bits of the plan, so that the
    /// answer does not depend on how often it was asked for.
    pub(super) fn native(&self, list: &List) -> Option<&Native> {
        match self.native.get() {
            Some(native) => native.as_ref(),
            // Threads may lose counts to each other: all that happens is that the compiling comes later.
            None if self.asked.load(Ordering::Relaxed) < OFTEN => {
                self.asked.store(self.asked.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
                None
            }
            None => self.compiled(list),
        }
    }
    /// As [`native`](Self::native), at once.
    pub(super) fn compiled(&self, list: &List) -> Option<&Native> {
        self.native.get_or_init(|| compiled(list)).as_ref()
    }
}

fn compiled(list: &List) -> Option<Native> {
    let fits = list.len() <= LONGEST && list.blocks().is_empty() && list.outputs().len() == 1;
    if fits { Native::new(&transform::value_and_gradient(list)?) } else { None }
}
