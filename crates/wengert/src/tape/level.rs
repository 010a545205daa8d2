//! Levels: one for each open derivative or trace of this thread.
//!
//! A variable carries the identity of its slot, a number that is never given out twice in a process; a level owns the
//! range of identities it gave to its inputs and operations. So a variable of a finished level, of another thread or of
//! another level is told apart by one comparison, for ever: 2^64 identities last for centuries.

use super::forward::Tangents;
use super::memory::{Hot, Memory, Tape};
use super::trace::Recorder;
use crate::Error;
use crate::options::Kink;
use crate::value::Real;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How a level records.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Slopes only: the outermost, first-order gradient.
    Eager(Tape),
    /// A List.
    Recording(Box<Recorder>),
    /// Tangents only: forward mode.
    Forward(Tangents),
}

/// A kink that was hit while recording slopes; it counts if an adjoint reaches the result.
#[derive(Debug)]
pub(crate) struct Event {
    pub identity: u64,
    pub kink: Kink,
    /// The slope that was taken; an error where none could be.
    pub chosen: Result<f64, Error>,
    pub at: &'static Location<'static>,
}

/// An open derivative or trace. Levels are boxed wherever they stand: they move at every gradient.
#[derive(Debug)]
pub(crate) struct Level {
    pub kind: Kind,
    /// Identity of its slot 0 and, while another level is on top of it, its recorder.
    pub hot: Hot,
    /// Whether its point consists of variables of an outer level.
    pub at_variables: bool,
    /// The first failure in it; what the user's code catches does not hide it.
    pub failure: Option<Box<Error>>,
}

thread_local! {
    /// The recorder of the level on top.
    pub(crate) static HOT: Hot = const { Hot::idle() };
    /// How many open levels record a List: only then has a comparison to be looked at.
    pub(crate) static RECORDING: Cell<u32> = const { Cell::new(0) };
    static THREAD: RefCell<Thread> = const { RefCell::new(Thread::new()) };
}

/// What a thread keeps for its derivatives; together, since each of them looks for all of it.
#[allow(clippy::vec_box)] // see `Level`
struct Thread {
    /// The open levels, outermost first.
    stack: Vec<Box<Level>>,
    /// The identities for levels at each depth.
    identities: Vec<Range>,
    spare: Spare,
}

impl Thread {
    const fn new() -> Thread {
        Thread { stack: Vec::new(), identities: Vec::new(), spare: Spare(Vec::new()) }
    }
}

/// The eager levels of this thread that wait, closed, for the next gradient with their tape's memory.
#[allow(clippy::vec_box)] // see `Level`
struct Spare(Vec<Box<Level>>);

/// The memory of threads that ended. A new thread goes on with it: pages the process has touched cost nothing again. There
/// is never more than was in use at one time.
static LEFT: Mutex<Vec<Memory>> = Mutex::new(Vec::new());

fn left() -> MutexGuard<'static, Vec<Memory>> {
    LEFT.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Spare {
    /// A level with memory that was used before, if there is some: this thread's, or the largest that ended threads left.
    fn level(&mut self) -> Box<Level> {
        self.0.pop().unwrap_or_else(|| {
            let mut left = left();
            let largest = (0..left.len()).max_by_key(|&i| left[i].bytes());
            let tape = largest.map_or_else(Tape::default, |i| Tape::over(left.swap_remove(i)));
            Level::new(Kind::Eager(tape), false)
        })
    }
    /// Bytes held.
    fn bytes(&self) -> usize {
        let of = |level: &Level| if let Kind::Eager(tape) = &level.kind { tape.bytes() } else { 0 };
        self.0.iter().map(|level| of(level)).sum()
    }
}

impl Drop for Spare {
    fn drop(&mut self) {
        let memory = self.0.drain(..).filter_map(|level| match level.kind {
            Kind::Eager(tape) => Some(tape.into_memory()),
            _ => None,
        });
        left().extend(memory.filter(|memory| memory.bytes() > 0));
    }
}

/// A range of identities that belongs to this thread, for levels at one depth.
#[derive(Clone, Copy)]
struct Range {
    next: u64,
    end: u64,
}

/// One level needs at most so many identities.
const LEVEL: u64 = 1 << 32;
/// A thread draws so many at a time.
const BLOCK: u64 = 1 << 36;
static DRAWN: AtomicU64 = AtomicU64::new(LEVEL);

/// The first identity of a new level at this depth.
fn identity(ranges: &mut Vec<Range>, depth: usize) -> Result<u64, Error> {
    if ranges.len() <= depth {
        ranges.reserve_exact(depth + 1 - ranges.len());
        ranges.resize(depth + 1, Range { next: 0, end: 0 });
    }
    let range = &mut ranges[depth];
    if range.end - range.next < LEVEL {
        let start = DRAWN
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_add(BLOCK))
            .map_err(|_| Error::Exhausted)?;
        *range = Range { next: start, end: start + BLOCK };
    }
    Ok(range.next)
}

/// A level that is open as long as this lives; dropping it (also by a panic) closes it.
pub(crate) struct Open {
    depth: usize,
    closed: bool,
}

/// Opens a level of slopes over `inputs` inputs.
pub(crate) fn open_eager(inputs: usize) -> Result<Open, Error> {
    open(Spare::level, inputs)
}

/// Opens a level that records a List over `inputs` inputs.
pub(crate) fn open_recording(recorder: Recorder, inputs: usize, at_variables: bool) -> Result<Open, Error> {
    open(|_| Level::new(Kind::Recording(Box::new(recorder)), at_variables), inputs)
}

/// Opens a level that carries tangents forward, from inputs that move along `dx`.
pub(crate) fn open_forward(dx: &[f64]) -> Result<Open, Error> {
    open(|_| Level::new(Kind::Forward(Tangents::new(dx)), false), dx.len())
}

fn open(level: impl FnOnce(&mut Spare) -> Box<Level>, inputs: usize) -> Result<Open, Error> {
    if inputs as u64 > super::memory::MAX_SLOTS {
        return Err(Error::TooLong);
    }
    THREAD.with_borrow_mut(|Thread { stack, identities, spare }| {
        let depth = stack.len();
        let base = identity(identities, depth)?;
        let mut level = level(spare);
        let below = HOT.with(Hot::take);
        if let Some(below_it) = stack.last()
            && let Kind::Eager(_) = below_it.kind
        {
            below_it.hot.restore(&below);
        }
        level.hot.restore(&Hot::idle());
        level.hot.base.set(base);
        level.hot.next.set(inputs as u64 + 1);
        match &mut level.kind {
            Kind::Eager(tape) => HOT.with(|top| tape.start(base, inputs, top))?,
            Kind::Recording(_) => RECORDING.set(RECORDING.get() + 1),
            Kind::Forward(_) => {}
        }
        stack.push(level);
        Ok(Open { depth, closed: false })
    })
}

impl Open {
    /// The identity of slot 0.
    pub fn base(&self) -> u64 {
        with(|stack| stack[self.depth].hot.base.get())
    }
    /// Closes the level and hands it over, with its recorder's last state.
    pub fn close(mut self) -> Box<Level> {
        self.closed = true;
        pop(self.depth).expect("levels close in the order of their opening")
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let left = if self.closed { None } else { pop(self.depth) };
        left.into_iter().for_each(Level::recycle);
    }
}

/// Takes the level at `depth` off the stack (levels above it were left open by a leaked guard and go too).
fn pop(depth: usize) -> Option<Box<Level>> {
    let (level, above) = THREAD.with_borrow_mut(|thread| {
        let mut above = Vec::new();
        while thread.stack.len() > depth + 1 {
            above.extend(close_top(thread));
        }
        (close_top(thread), above)
    });
    above.into_iter().for_each(Level::recycle);
    level
}

fn close_top(Thread { stack, identities, .. }: &mut Thread) -> Option<Box<Level>> {
    let level = stack.pop()?;
    match &level.kind {
        Kind::Eager(_) => HOT.with(|top| level.hot.restore(top)),
        Kind::Recording(r) => {
            RECORDING.set(RECORDING.get() - 1);
            level.hot.next.set(r.identities());
        }
        Kind::Forward(tangents) => level.hot.next.set(tangents.slots()),
    }
    let used = level.hot.next.get();
    identities[stack.len()].next += used;
    HOT.with(|top| match stack.last() {
        Some(below) if matches!(below.kind, Kind::Eager(_)) => top.restore(&below.hot),
        _ => top.restore(&Hot::idle()),
    });
    Some(level)
}

impl Level {
    fn new(kind: Kind, at_variables: bool) -> Box<Level> {
        Box::new(Level { kind, hot: Hot::idle(), at_variables, failure: None })
    }
    /// The slot of an identity, if it is one of this level's. Slot 0 is nobody's.
    pub fn slot(&self, identity: u64, next: u64) -> Option<u32> {
        let slot = identity.wrapping_sub(self.hot.base.get());
        (slot >= 1 && slot < next).then_some(slot as u32)
    }
    /// Keeps the tape's memory for the next gradient.
    pub fn recycle(mut self: Box<Self>) {
        if let Kind::Eager(tape) = &mut self.kind {
            // Not while the thread's state is borrowed: this drops what the user's rules captured.
            tape.calls.clear();
            self.failure = None;
            THREAD.with_borrow_mut(|thread| thread.spare.0.push(self));
        }
    }
}

/// Runs `f` over the open levels, outermost first.
pub(crate) fn with<R>(f: impl FnOnce(&mut Vec<Box<Level>>) -> R) -> R {
    THREAD.with_borrow_mut(|thread| f(&mut thread.stack))
}

/// Whether one of these variables belongs to a List that will run again at other points, or depends on one that does.
pub(crate) fn kept<F: Real>(args: &[super::Var<F>]) -> bool {
    with(|stack| stack.iter().any(|level| matches!(&level.kind, Kind::Recording(r) if r.kept)))
        && args.iter().any(|a| a.identity != 0)
}

/// How many levels are open.
pub(crate) fn depth() -> usize {
    with(|stack| stack.len())
}

/// Leaves the user's code at once with an error; the entry point returns it. Outside an entry point, and where panics
/// abort, it panics with the error's text.
#[cold]
#[inline(never)]
pub(crate) fn leave(error: Error) -> ! {
    if cfg!(panic = "abort") || depth() == 0 {
        panic!("{error}");
    }
    with(|stack| {
        if let Some(top) = stack.last_mut() {
            top.failure.get_or_insert_with(|| Box::new(error));
        }
    });
    resume_unwind(Box::new(Left))
}

/// Runs code of the user's that an operation needs, in a level of its own: it cannot write to the tape that the operation
/// is being written to.
#[cold]
pub(crate) fn apart<R>(code: impl FnOnce() -> R) -> R {
    let Ok(open) = open_eager(0) else { return code() };
    let outcome = catch_unwind(AssertUnwindSafe(code));
    let mut level = open.close();
    let failure = level.failure.take();
    level.recycle();
    match (outcome, failure) {
        (Ok(result), None) => result,
        (_, Some(error)) => leave(*error),
        (Err(payload), None) => resume_unwind(payload),
    }
}

/// What unwinds from an operator to the entry point; the error itself stands in the level.
pub(crate) struct Left;

/// Memory that finished gradients left on this thread for later ones, in bytes.
pub fn held() -> usize {
    THREAD.with_borrow(|thread| thread.spare.bytes())
}

/// Memory that threads which ended left for later ones, in bytes.
pub fn left_behind() -> usize {
    left().iter().map(Memory::bytes).sum()
}

/// Gives all that memory back to the system.
pub fn release() {
    THREAD.with_borrow_mut(|thread| thread.spare.0.clear());
    left().clear();
}
