//! The memory of the eager tape: records that are written by a moving pointer and read backward once.
//!
//! The engine's only room with `unsafe`. A [`Record`] holds the slopes of an operation, not what it was; a
//! statement of many arguments keeps them in an [`Arena`]. Chunks are kept from gradient to gradient and never copied.

use super::arena::{Arena, Statement};
use super::call::Calls;
use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::cell::Cell;
use std::ptr::{NonNull, null_mut};

/// One operation of up to two arguments: 24 bytes. Slot 0 stands for "nothing"; one argument stands in `a`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub(crate) struct Record {
    da: f64,
    db: f64,
    a: u32,
    b: u32,
}

impl Record {
    /// The number of the call, where it is one.
    fn call(&self) -> Option<usize> {
        (self.b == MANY && self.db.to_bits() as u32 == CALL).then_some(self.da.to_bits() as usize)
    }
    /// The record of a statement of many arguments.
    fn many(s: Statement) -> Record {
        let halves = s.len as u64 | (s.slots as u64) << 32;
        Record { da: f64::from_bits(s.slopes as u64), db: f64::from_bits(halves), a: s.run, b: MANY }
    }
    /// The statement, where it is one.
    #[inline(always)]
    fn statement(&self) -> Statement {
        let halves = self.db.to_bits();
        let (slopes, slots) = (self.da.to_bits() as usize, (halves >> 32) as u32);
        Statement { slopes, slots, len: halves as u32, run: self.a }
    }
    /// The record of the slopes that exist, each with its slot.
    #[inline(always)]
    pub fn of(a: Option<(f64, u32)>, b: Option<(f64, u32)>) -> Record {
        match (a, b) {
            (Some((da, a)), Some((db, b))) => Record { da, db, a, b },
            (Some((d, slot)), None) | (None, Some((d, slot))) => Record { da: d, db: 0.0, a: slot, b: 0 },
            (None, None) => Record { da: 0.0, db: 0.0, a: 0, b: 0 },
        }
    }
}

/// In `b`: the operation has many arguments. `da` is where its slopes start in the arena, `db` how many there are (low half)
/// and where its slots start (high half), as bits; `a` is the first slot where the slots follow each other without a gap
/// and are not stored, else 0.
const MANY: u32 = u32::MAX;
/// In the low half of `db` where `b` is `MANY`: the record names the last result of a call, whose number `da` is.
const CALL: u32 = u32::MAX;

/// The largest slot number. Small in the engine's own tests, which go past it.
pub(crate) const MAX_SLOTS: u64 = if cfg!(test) { 1 << 16 } else { u32::MAX as u64 - 1 };

/// Bytes of the first chunk, and the least of a further one. Each adds a twenty-fourth to what there is, so that an operation
/// takes 25 bytes at most.
const FIRST_CHUNK: usize = 24 << 10;
const LEAST_CHUNK: usize = 64 * size_of::<Record>();
/// A tape of so many bytes grows by whole huge pages: up to one of them is held unused, but a byte in small pages costs
/// five times as much to come by.
const LARGE: usize = 5 << 20;
const LAST_CHUNK: usize = 3 * HUGE;

/// How many bytes the next chunk has, after so many.
fn next_chunk(held: usize) -> usize {
    let share = held / 24;
    match held {
        0 => FIRST_CHUNK,
        1..LARGE => share.max(LEAST_CHUNK),
        LARGE.. => (share - share % HUGE).clamp(HUGE, LAST_CHUNK),
    }
}

/// What the recorder touches at every operation.
#[derive(Debug)]
pub(crate) struct Hot {
    /// Identity of slot 0.
    pub base: Cell<u64>,
    /// The next slot; slots below it are valid operands. 1 where nothing can be recorded here.
    pub next: Cell<u64>,
    /// The first slot that the chunk has no room for.
    limit: Cell<u64>,
    /// Where the record of slot 0 would stand, were it in the chunk: slot `s` is at `origin + s`.
    origin: Cell<*mut Record>,
}

impl Hot {
    /// A recorder that sends every operation with a variable to the slow path.
    pub const fn idle() -> Hot {
        Hot { base: Cell::new(0), next: Cell::new(1), limit: Cell::new(1), origin: Cell::new(null_mut()) }
    }
    /// Moves the state out, leaving this one idle.
    pub fn take(&self) -> Hot {
        let out = Hot::idle();
        out.restore(self);
        self.restore(&Hot::idle());
        out
    }
    /// Copies the state of another.
    pub fn restore(&self, from: &Hot) {
        self.base.set(from.base.get());
        self.next.set(from.next.get());
        self.limit.set(from.limit.get());
        self.origin.set(from.origin.get());
    }
    /// The slot of a variable's identity, if it is one of this recorder's.
    #[inline(always)]
    pub fn slot(&self, identity: u64) -> Option<u32> {
        let slot = identity.wrapping_sub(self.base.get());
        (slot < self.next.get()).then_some(slot as u32)
    }
    /// Whether a record can be written without a new chunk.
    #[inline(always)]
    pub fn has_room(&self) -> bool {
        self.next.get() < self.limit.get()
    }
    /// Writes a record and returns the identity of its slot; `None` where the chunk is full or an argument is no slot of
    /// this recorder.
    #[inline(always)]
    pub fn push(&self, record: Record) -> Option<u64> {
        let next = self.next.get();
        if (record.a as u64) < next && (record.b as u64) < next { self.write(next, record) } else { None }
    }
    /// Names a statement of many arguments; `None` where the chunk is full.
    #[inline]
    pub fn push_many(&self, many: Statement) -> Option<u64> {
        self.write(self.next.get(), Record::many(many))
    }
    /// Names the last result of a call; `None` where the chunk is full.
    pub fn push_call(&self, call: usize) -> Option<u64> {
        let (da, db) = (f64::from_bits(call as u64), f64::from_bits(CALL as u64));
        self.write(self.next.get(), Record { da, db, a: 0, b: MANY })
    }
    /// Writes a record whose slots, those of a statement apart, are below `next`.
    #[inline(always)]
    fn write(&self, next: u64, record: Record) -> Option<u64> {
        if next >= self.limit.get() {
            return None;
        }
        // SAFETY: `next` is below `limit`, so its place is inside a live chunk of the tape this recorder was started on
        // (`refill`), and no reference to the chunk exists while it is recorded to.
        unsafe { self.origin.get().wrapping_add(next as usize).write(record) };
        self.next.set(next + 1);
        Some(self.base.get() + next)
    }
}

/// Uninitialised memory for values of a type without drop glue; large ones are aligned and advised for huge pages.
#[derive(Debug)]
struct Buffer<T> {
    ptr: NonNull<T>,
    layout: Layout,
}

impl<T: Copy> Buffer<T> {
    /// Of so many bytes, at least those of one value.
    fn new(bytes: usize) -> Buffer<T> {
        let align = if bytes >= HUGE { HUGE } else { align_of::<T>() };
        let layout =
            Layout::from_size_align(bytes.max(size_of::<T>()), align).expect("a tape smaller than the address space");
        // SAFETY: the layout has a size of at least one `T`, which is not zero-sized.
        let raw = unsafe { alloc(layout) };
        let Some(ptr) = NonNull::new(raw.cast::<T>()) else { handle_alloc_error(layout) };
        let buffer = Buffer { ptr, layout };
        buffer.advise();
        buffer
    }
    /// How many values there is room for.
    fn cap(&self) -> usize {
        self.layout.size() / size_of::<T>()
    }
    fn bytes(&self) -> usize {
        self.layout.size()
    }
    fn advise(&self) {
        advise(self.ptr.as_ptr().cast(), self.bytes());
    }
    /// Has the system bring in the memory of bytes `from..to` at once: a fault at each page's first touch costs more.
    fn populate(&self, _from: usize, _to: usize) {
        #[cfg(all(target_os = "linux", not(miri)))]
        {
            let start = self.ptr.as_ptr().cast::<u8>();
            let skip = start.wrapping_add(_from).align_offset(PAGE) + _from;
            let bytes = _to.saturating_sub(skip) / PAGE * PAGE;
            if bytes >= MANY_PAGES {
                // SAFETY: whole pages inside one live allocation; populating them leaves their contents as they are.
                unsafe {
                    libc::madvise(start.wrapping_add(skip).cast(), bytes, libc::MADV_POPULATE_WRITE);
                }
            }
        }
    }
}

// SAFETY: a buffer is the only owner of its memory.
unsafe impl<T: Send> Send for Buffer<T> {}

impl<T> Drop for Buffer<T> {
    fn drop(&mut self) {
        // SAFETY: allocated in `new` with this layout, and freed once.
        unsafe { dealloc(self.ptr.as_ptr().cast(), self.layout) }
    }
}

/// An empty vector with room for so many values, in huge pages where they are many: those of a point, and its variables.
pub(crate) fn room<T>(values: usize) -> Vec<T> {
    let vec: Vec<T> = Vec::with_capacity(values);
    advise(vec.as_ptr().cast(), vec.capacity().saturating_mul(size_of::<T>()));
    vec
}

/// Asks for huge pages where the system has them, for the pages that lie inside an allocation of so many bytes: a first
/// touch then costs a fraction.
fn advise(_start: *const u8, _bytes: usize) {
    #[cfg(all(target_os = "linux", not(miri)))]
    if _bytes >= HUGE {
        let skip = _start.align_offset(PAGE);
        // SAFETY: whole pages inside one live allocation; the advice does not change their contents.
        unsafe {
            libc::madvise(
                _start.wrapping_add(skip).cast_mut().cast(),
                (_bytes - skip) / PAGE * PAGE,
                libc::MADV_HUGEPAGE,
            );
        }
    }
}

/// The size of a huge page, and of a small one.
const HUGE: usize = 1 << 21;
#[cfg(all(target_os = "linux", not(miri)))]
const PAGE: usize = 1 << 12;
/// Fewer bytes are not worth asking for.
#[cfg(all(target_os = "linux", not(miri)))]
const MANY_PAGES: usize = 1 << 16;

/// What a tape keeps from gradient to gradient, and from a thread that ends to another.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    chunks: Vec<Buffer<Record>>,
    arena: Arena,
    adjoints: Option<Buffer<f64>>,
}

impl Memory {
    /// Bytes held, in use or kept for later.
    pub fn bytes(&self) -> usize {
        self.records() + self.arena.bytes() + self.adjoints.as_ref().map_or(0, Buffer::bytes)
    }
    /// Bytes of records.
    fn records(&self) -> usize {
        self.chunks.iter().map(Buffer::bytes).sum()
    }
}

/// The records of one level.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    memory: Memory,
    /// How many chunks are in use; the last one is being written.
    used: usize,
    /// The entries with a pullback of their own.
    pub calls: Calls,
    inputs: usize,
}

/// Bytes of an operation's record.
pub(crate) const RECORD: usize = size_of::<Record>();

/// Bytes in use on a tape, and the registers that its sweep will need.
#[derive(Debug)]
pub(crate) struct Held {
    pub records: usize,
    pub arguments: usize,
    pub registers: usize,
}

/// The tape cannot count another slot, or another argument of a statement.
#[derive(Debug)]
pub(crate) struct Full;

impl From<Full> for crate::Error {
    fn from(_: Full) -> crate::Error {
        crate::Error::TooLong
    }
}

impl Tape {
    /// A tape that writes into memory which another has used.
    pub fn over(memory: Memory) -> Tape {
        Tape { memory, ..Tape::default() }
    }
    /// The memory, for another tape.
    pub fn into_memory(self) -> Memory {
        self.memory
    }
    /// The arguments of statements of many.
    #[inline(always)]
    pub fn arena(&mut self) -> &mut Arena {
        &mut self.memory.arena
    }
    /// Starts recording over `inputs` inputs, in slots 1 to `inputs`.
    pub fn start(&mut self, base: u64, inputs: usize, hot: &Hot) -> Result<(), Full> {
        self.used = 0;
        self.memory.arena.clear();
        self.inputs = inputs;
        hot.base.set(base);
        hot.next.set(inputs as u64 + 1);
        self.refill(hot)
    }
    /// Gives the recorder the next chunk.
    pub fn refill(&mut self, hot: &Hot) -> Result<(), Full> {
        if self.used == self.memory.chunks.len() {
            self.grow();
        }
        let chunk = &self.memory.chunks[self.used];
        if hot.next.get() + chunk.cap() as u64 > MAX_SLOTS {
            return Err(Full);
        }
        self.used += 1;
        hot.limit.set(hot.next.get() + chunk.cap() as u64);
        hot.origin.set(chunk.ptr.as_ptr().wrapping_sub(hot.next.get() as usize));
        Ok(())
    }
    /// Adds a chunk.
    #[cold]
    fn grow(&mut self) {
        let chunk = Buffer::new(next_chunk(self.memory.records()));
        chunk.populate(0, chunk.bytes());
        if self.memory.chunks.is_empty() {
            // Most tapes have one.
            self.memory.chunks.reserve_exact(1);
        }
        self.memory.chunks.push(chunk);
    }
    /// What is in use of it, where `slots` are named.
    pub fn holds(&self, slots: u64) -> Held {
        let records = (slots as usize - 1 - self.inputs) * size_of::<Record>();
        Held { records, arguments: self.memory.arena.used(), registers: slots as usize * 8 }
    }
    /// How many inputs the tape was started with.
    pub fn inputs(&self) -> usize {
        self.inputs
    }
    /// The registers of the inputs, as the last sweep left them.
    pub fn registers_of_inputs(&self) -> &[f64] {
        match &self.memory.adjoints {
            // SAFETY: a sweep initialised registers 0 to `inputs`, and nothing writes to them while `self` is borrowed.
            Some(b) if b.cap() > self.inputs => unsafe {
                std::slice::from_raw_parts(b.ptr.as_ptr().add(1), self.inputs)
            },
            _ => &[],
        }
    }
    /// Bytes held, in use or kept for later.
    pub fn bytes(&self) -> usize {
        self.memory.bytes() + self.calls.bytes()
    }
    /// The registers, all zero, one for each slot below `slots`.
    fn registers(&mut self, slots: usize) -> &mut [f64] {
        let bytes = slots * size_of::<f64>();
        let ptr = match &self.memory.adjoints {
            Some(b) if b.cap() >= slots => {
                // SAFETY: the buffer holds at least `slots` values.
                unsafe { b.ptr.as_ptr().write_bytes(0, slots) };
                b.ptr.as_ptr()
            }
            small => {
                // No more than this sweep needs; but where tapes get longer from call to call, as much as there are records.
                let records = self.memory.records() / RECORD + self.inputs + 1;
                let cap = if small.is_some() { slots.max(records) } else { slots };
                self.memory.adjoints = None;
                let new = self.memory.adjoints.insert(Buffer::new(cap * size_of::<f64>()));
                for from in (0..bytes).step_by(HUGE) {
                    let to = bytes.min(from + HUGE);
                    new.populate(from, to);
                    // SAFETY: bytes of the buffer.
                    unsafe { new.ptr.as_ptr().cast::<u8>().add(from).write_bytes(0, to - from) };
                }
                new.ptr.as_ptr()
            }
        };
        // SAFETY: the buffer holds at least `slots` values, and they were initialised just now.
        unsafe { std::slice::from_raw_parts_mut(ptr, slots) }
    }
    /// The records in use, last chunk first, `slots` of them being named.
    fn recorded(&self, slots: usize) -> impl Iterator<Item = &[Record]> {
        let full = |chunks: &[Buffer<Record>]| chunks.iter().map(Buffer::cap).sum::<usize>();
        let mut before = full(&self.memory.chunks[..self.used]);
        let total = slots - 1 - self.inputs;
        assert!(total <= before, "as many records as there is room for");
        self.memory.chunks[..self.used].iter().rev().map(move |chunk| {
            before -= chunk.cap();
            let n = total.saturating_sub(before).min(chunk.cap());
            // SAFETY: the first `n` records of the chunk were written: chunks fill in order, and `total` records exist.
            unsafe { std::slice::from_raw_parts(chunk.ptr.as_ptr(), n) }
        })
    }
    /// The reverse sweep from slot `output`, seeded with `seed`; `slots` is the recorder's `next`. Answers the registers
    /// of the inputs.
    pub fn sweep(&mut self, slots: u64, output: u32, seed: f64) -> &[f64] {
        let slots = slots as usize;
        let inputs = self.inputs;
        if inputs == 0 {
            return &[];
        }
        let bar = std::ptr::from_mut(self.registers(slots));
        // SAFETY: `registers` points into `self.memory.adjoints`, which nothing below touches or frees.
        let bar = unsafe { &mut *bar };
        bar[output as usize] = seed;
        let mut slot = slots;
        for chunk in self.recorded(slots) {
            slot -= chunk.len();
            self.sweep_chunk(chunk, slot, bar);
        }
        &bar[1..=inputs]
    }
    /// The reverse sweep over the records of one chunk, the first of which names `first`.
    ///
    /// The adjoints of the two records below travel in registers of the machine: along a chain (a sum in a loop, a
    /// product) the sweep would otherwise wait at each record for the store of the one before.
    fn sweep_chunk(&self, chunk: &[Record], first: usize, bar: &mut [f64]) {
        assert!(first >= 2 && first + chunk.len() <= bar.len());
        let mut slot = first + chunk.len() - 1;
        let (mut g, mut below) = (bar[slot], bar[slot - 1]);
        for r in chunk.iter().rev() {
            // SAFETY: `slot` runs from below `bar.len()` down to `first`, which is at least 2.
            let mut second = unsafe { *bar.get_unchecked(slot - 2) };
            let mut add = |a: u32, term: f64| {
                if a as usize == slot - 1 {
                    below += term;
                } else if a as usize == slot - 2 {
                    second += term;
                } else {
                    // SAFETY: `bar` has a register for every slot that was named, and the slots of a record were named
                    // before it (`Hot::push`).
                    unsafe { *bar.get_unchecked_mut(a as usize) += term };
                }
            };
            if r.b.wrapping_add(1) > 1 {
                add(r.a, r.da * g);
                add(r.b, r.db * g);
            } else if r.b != MANY {
                add(r.a, r.da * g);
            } else {
                (bar[slot], bar[slot - 1]) = (g, below);
                self.sweep_many(r, g, bar);
                (below, second) = (bar[slot - 1], bar[slot - 2]);
            }
            (g, below) = (below, second);
            slot -= 1;
        }
        (bar[first - 1], bar[first - 2]) = (g, below);
    }
    /// The contributions of a statement of many arguments whose adjoint is `g`, or of a call whose results end there.
    fn sweep_many(&self, r: &Record, g: f64, bar: &mut [f64]) {
        if let Some(call) = r.call() {
            return self.calls.pull(call, bar);
        }
        let statement = r.statement();
        let (slots, slopes) = self.memory.arena.arguments(statement);
        if statement.run != 0 {
            return add_scaled(&mut bar[statement.run as usize..][..slopes.len()], slopes, g);
        }
        slots.iter().zip(slopes).for_each(|(&a, d)| bar[a as usize] += d * g);
    }
    /// The slow, careful sweep: presence travels with every adjoint, and `product` decides what the operation of a slot adds
    /// to the adjoint of another, given the slope and its own adjoint; calls are told whether zero times infinity is zero
    /// (`rescue`). `reached` hears of every slot whose adjoint is present.
    pub fn careful_sweep(
        &self,
        slots: u64,
        output: u32,
        seed: f64,
        rescue: bool,
        mut product: impl FnMut(u32, u32, f64, f64) -> f64,
        mut reached: impl FnMut(u32),
    ) -> Vec<f64> {
        let slots = slots as usize;
        let mut bar: Vec<Option<f64>> = vec![None; slots];
        bar[output as usize] = Some(seed);
        let mut slot = slots;
        for chunk in self.recorded(slots) {
            for r in chunk.iter().rev() {
                slot -= 1;
                if let Some(call) = r.call() {
                    self.calls.pull_present(call, &mut bar, rescue);
                    continue;
                }
                let Some(g) = bar[slot] else { continue };
                reached(slot as u32);
                let mut add = |a: u32, d: f64| {
                    if a != 0 {
                        let term = product(slot as u32, a, d, g);
                        let sum = &mut bar[a as usize];
                        *sum = Some(sum.map_or(term, |s| s + term));
                    }
                };
                if r.b == MANY {
                    let (slots, slopes) = self.memory.arena.arguments(r.statement());
                    slots.iter().zip(slopes).for_each(|(&a, &d)| add(a, d));
                    if r.a != 0 {
                        (r.a..).zip(slopes).for_each(|(a, &d)| add(a, d));
                    }
                } else {
                    add(r.a, r.da);
                    add(r.b, r.db);
                }
            }
        }
        bar[1..=self.inputs].iter().map(|g| g.unwrap_or(0.0)).collect()
    }
}

/// Adds `g` times the slopes to adjoints that stand in a row.
#[inline(always)]
fn add_scaled(bar: &mut [f64], slopes: &[f64], g: f64) {
    let mut add = || bar.iter_mut().zip(slopes).for_each(|(b, d)| *b += d * g);
    if slopes.len() < FEW { add() } else { in_lanes(add) }
}

/// Below so many numbers wider vectors do not pay.
const FEW: usize = 16;

/// Runs `f`, compiled for the wider vectors of this machine where it has them; that changes no bits.
#[inline(always)]
pub(super) fn in_lanes<R>(f: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx2")]
        fn wide<R>(f: impl FnOnce() -> R) -> R {
            f()
        }
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: this machine has AVX2, as was just asked.
            return unsafe { wide(f) };
        }
    }
    f()
}
