//! Where the arguments of statements with many arguments stand: slots and slopes, statement behind statement.

use super::memory::Full;

/// The most slots that are stored, and arguments that a statement has. Small in the engine's own tests, which go past it.
pub(super) const MAX_ARGUMENTS: usize = if cfg!(test) { 1 << 12 } else { u32::MAX as usize - 1 };

/// The slots and slopes of all statements of a tape. Slots that follow each other without a gap are not stored.
#[derive(Debug, Default)]
pub(crate) struct Arena {
    slots: Vec<u32>,
    slopes: Vec<f64>,
}

/// Where the arguments of one statement stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Statement {
    /// Where its slopes start.
    pub slopes: usize,
    /// Where its slots start, if they are stored.
    pub slots: u32,
    /// How many arguments it has.
    pub len: u32,
    /// The first of slots that follow each other; 0 where they are stored.
    pub run: u32,
}

impl Arena {
    /// Forgets all statements.
    pub fn clear(&mut self) {
        self.slots.clear();
        self.slopes.clear();
    }
    /// Bytes in use.
    pub fn used(&self) -> usize {
        self.slots.len() * size_of::<u32>() + self.slopes.len() * size_of::<f64>()
    }
    /// Bytes held, in use or kept for later.
    pub fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<u32>() + self.slopes.capacity() * size_of::<f64>()
    }
    /// The arguments of a statement: slots, none where they are a run, and slopes.
    #[inline(always)]
    pub fn arguments(&self, s: Statement) -> (&[u32], &[f64]) {
        let stored = if s.run == 0 { s.len as usize } else { 0 };
        (&self.slots[s.slots as usize..][..stored], &self.slopes[s.slopes..][..s.len as usize])
    }
    /// Starts a statement of about `room` arguments; `argument` adds them, `finish` ends it.
    #[inline]
    pub fn many(&mut self, room: usize) -> Many<'_> {
        self.slots.reserve(room);
        self.slopes.reserve(room);
        Many { slots: self.slots.len(), slopes: self.slopes.len(), arena: self }
    }
    /// A statement of `len` arguments in a row, the first in slot `first`; `write` adds as many slopes.
    pub fn run<R>(
        &mut self,
        first: u32,
        len: usize,
        write: impl FnOnce(&mut Vec<f64>) -> R,
    ) -> Result<(R, Statement), Full> {
        let start = self.slopes.len();
        let statement = Statement { run: first, ..named(start, len, self.slots.len())? };
        self.slopes.reserve(len);
        let result = write(&mut self.slopes);
        assert!(self.slopes.len() - start == len, "a slope for each of {len} arguments");
        Ok((result, statement))
    }
    /// As [`run`](Self::run), of slopes that are known. Those that stand last in the arena serve again: the rows of a
    /// matrix that meet the same vector share it.
    #[inline]
    pub fn shared_run(
        &mut self,
        first: u32,
        slopes: impl ExactSizeIterator<Item = f64> + Clone,
    ) -> Result<Statement, Full> {
        let len = slopes.len();
        let last = self.slopes.len().wrapping_sub(len);
        let same = |last: &[f64]| {
            let differ = |(a, b): (&f64, f64)| a.to_bits() ^ b.to_bits();
            last.iter().zip(slopes.clone()).take(1).map(differ).all(|d| d == 0)
                && last.iter().zip(slopes.clone()).map(differ).fold(0, |all, d| all | d) == 0
        };
        if self.slopes.get(last..).is_some_and(same) {
            return Ok(Statement { run: first, ..named(last, len, self.slots.len())? });
        }
        self.run(first, len, |to| to.extend(slopes)).map(|((), statement)| statement)
    }
    /// A statement of arguments in these slots, 0 standing for a constant, which is left out; `write` adds a slope for
    /// each, constants included.
    pub fn scattered<R>(
        &mut self,
        slots: impl ExactSizeIterator<Item = u32>,
        write: impl FnOnce(&mut Vec<f64>) -> R,
    ) -> Result<(R, Statement), Full> {
        let (len, many) = (slots.len(), self.many(slots.len()));
        let start = many.slopes;
        let result = write(&mut many.arena.slopes);
        assert!(many.arena.slopes.len() - start == len, "a slope for each of {len} arguments");
        let mut kept = start;
        for (i, slot) in slots.enumerate().filter(|&(_, slot)| slot != 0) {
            many.arena.slopes[kept] = many.arena.slopes[start + i];
            many.arena.slots.push(slot);
            kept += 1;
        }
        many.arena.slopes.truncate(kept);
        many.finish().map(|statement| (result, statement))
    }
}

/// A statement that is being written, behind those that the arena holds.
pub(crate) struct Many<'t> {
    arena: &'t mut Arena,
    slots: usize,
    slopes: usize,
}

impl Many<'_> {
    /// Adds an argument.
    #[inline(always)]
    pub fn argument(&mut self, slot: u32, slope: f64) {
        self.arena.slots.push(slot);
        self.arena.slopes.push(slope);
    }
    /// Adds arguments at once; the sequences must be equally long.
    #[inline(always)]
    pub fn extend(&mut self, slots: impl Iterator<Item = u32>, slopes: impl Iterator<Item = f64>) {
        self.arena.slots.extend(slots);
        self.arena.slopes.extend(slopes);
    }
    /// Takes its arguments back: there is no statement.
    pub fn forget(self) {
        self.arena.slots.truncate(self.slots);
        self.arena.slopes.truncate(self.slopes);
    }
    /// The whole statement. Slots that follow each other without a gap are not stored. Where it is refused it is taken back.
    pub fn finish(self) -> Result<Statement, Full> {
        let Many { arena: Arena { slots, slopes }, slots: start, slopes: first_slope } = self;
        let written = &slots[start..];
        assert!(written.len() == slopes.len() - first_slope, "a slope for each slot");
        let (len, first) = (written.len(), written.first().map_or(0, |&s| s));
        let gap = written.iter().zip(first..).fold(false, |gap, (&s, expected)| gap | (s != expected));
        let statement = named(first_slope, len, if gap { slots.len() } else { start });
        if !gap || statement.is_err() {
            slots.truncate(start);
        }
        if statement.is_err() {
            slopes.truncate(first_slope);
        }
        Ok(Statement { run: if gap { 0 } else { first }, slots: start as u32, ..statement? })
    }
}

/// A statement of `len` arguments, with its slots stored from `slots` on.
fn named(slopes: usize, len: usize, slots: usize) -> Result<Statement, Full> {
    let fits = len <= MAX_ARGUMENTS && slots <= MAX_ARGUMENTS;
    if fits { Ok(Statement { slopes, slots: slots as u32, len: len as u32, run: 0 }) } else { Err(Full) }
}

#[cfg(test)]
mod tests {
    use super::super::memory::MAX_SLOTS;
    use super::*;
    use crate::{Error, Var, dot, logsumexp, matvec, sum, value_and_grad, weighted_sum};
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn slopes_that_stand_last_serve_again() {
        let mut arena = Arena::default();
        let row = |arena: &mut Arena, first, slopes: &[f64]| arena.shared_run(first, slopes.iter().copied()).unwrap();
        let a = row(&mut arena, 1, &[1.0, 2.0]);
        assert_eq!(row(&mut arena, 3, &[1.0, 2.0]), Statement { run: 3, ..a });
        // Not another number, not a longer row, and not a zero of the other sign.
        assert_eq!(row(&mut arena, 5, &[1.0, 0.0]).slopes, 2);
        assert_eq!(row(&mut arena, 5, &[1.0, -0.0]).slopes, 4);
        assert_eq!(row(&mut arena, 5, &[1.0, -0.0, 3.0]).slopes, 6);
        assert_eq!(row(&mut arena, 5, &[-0.0, 3.0]).slopes, 7);
        assert_eq!(arena.used(), 9 * 8);
    }

    #[test]
    fn constants_are_left_out_and_runs_not_stored() {
        let mut arena = Arena::default();
        let (n, s) = arena
            .scattered([0, 7, 0, 9].into_iter(), |to| {
                to.extend([1.0, 2.0, 3.0, 4.0]);
                4
            })
            .unwrap();
        assert_eq!((n, arena.arguments(s)), (4, (&[7, 9][..], &[2.0, 4.0][..])));
        let ((), s) = arena.scattered([0, 7, 8].into_iter(), |to| to.extend([1.0, 2.0, 3.0])).unwrap();
        assert_eq!((s.run, arena.arguments(s)), (7, (&[][..], &[2.0, 3.0][..])));
        let mut many = arena.many(2);
        many.argument(4, 1.5);
        many.argument(2, 2.5);
        let s = many.finish().unwrap();
        assert_eq!((s.run, arena.arguments(s)), (0, (&[4, 2][..], &[1.5, 2.5][..])));
    }

    /// That a gradient ends with the typed error, whatever its closure catches, and leaves the thread usable.
    fn is_too_long(f: impl Fn(&[Var]) -> Var, x: Vec<f64>) {
        let caught = |x: Vec<Var>| {
            let done = catch_unwind(AssertUnwindSafe(|| f(&x)));
            done.unwrap_or(x[0])
        };
        assert!(matches!(value_and_grad(|x: Vec<Var>| f(&x), &x), Err(Error::TooLong)));
        assert!(matches!(value_and_grad(caught, &x), Err(Error::TooLong)));
        assert_eq!(value_and_grad(|x| sum([x, x]), 3.0).unwrap(), (6.0, 2.0));
    }

    /// So many statements of these, one behind the other.
    fn again(times: usize, statement: impl Fn(&[Var]) -> Var) -> impl Fn(&[Var]) -> Var {
        move |x| (0..times).map(|_| statement(x)).fold(x[0], |_, y| y)
    }

    #[test]
    fn more_stored_slots_than_can_be_counted_are_an_error() {
        let pair = vec![1.0, 2.0];
        let fits = |times| value_and_grad(|x: Vec<Var>| again(times, |x| sum([x[1], x[0]]))(&x), vec![1.0, 2.0]);
        assert_eq!(fits(MAX_ARGUMENTS / 2).unwrap(), (3.0, vec![1.0, 1.0]));
        is_too_long(again(MAX_ARGUMENTS, |x| sum([x[1], x[0]])), pair.clone());
        is_too_long(again(MAX_ARGUMENTS, |x| dot(&[x[1], x[0]], &[x[0], x[1]])), pair.clone());
        is_too_long(again(MAX_ARGUMENTS, |x| weighted_sum(&[1.0, 2.0], &[x[1], x[0]])), pair.clone());
        is_too_long(again(MAX_ARGUMENTS, |x| logsumexp([x[1], x[0]])), pair.clone());
        is_too_long(again(MAX_ARGUMENTS, |x| x[1].mul_add(x[0], x[1])), pair.clone());
        is_too_long(again(MAX_ARGUMENTS, |x| matvec(&[x[1], x[0]], &[1.0, 2.0])[0]), pair);
    }

    #[test]
    fn longer_statements_than_can_be_counted_are_an_error() {
        let ones = |n| vec![1.0; n];
        let all = |x: Vec<Var>| sum(x);
        assert_eq!(value_and_grad(all, ones(MAX_ARGUMENTS)).unwrap().0, MAX_ARGUMENTS as f64);
        is_too_long(|x| sum(x.iter().copied()), ones(MAX_ARGUMENTS + 1));
        is_too_long(|x| dot(x, x), ones(MAX_ARGUMENTS));
        is_too_long(|x| matvec(x, &ones(MAX_ARGUMENTS + 1))[0], ones(MAX_ARGUMENTS + 1));
        is_too_long(|x| logsumexp(x.iter().copied()), ones(MAX_ARGUMENTS + 1));
    }

    #[test]
    fn more_slots_than_can_be_counted_are_an_error() {
        let long = |n: u64| move |x: &[Var]| (0..n).fold(x[0], |s, _| s * 1.0);
        assert_eq!(value_and_grad(|x: Vec<Var>| long(MAX_SLOTS / 2)(&x), vec![3.0]).unwrap(), (3.0, vec![1.0]));
        is_too_long(long(MAX_SLOTS), vec![3.0]);
        is_too_long(|x| x[0], vec![3.0; MAX_SLOTS as usize + 1]);
    }
}
