//! Where the arguments of statements with many arguments stand: slots and slopes, statement behind statement.

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
    pub fn run<R>(&mut self, first: u32, len: usize, write: impl FnOnce(&mut Vec<f64>) -> R) -> (R, Statement) {
        let start = self.slopes.len();
        self.slopes.reserve(len);
        let result = write(&mut self.slopes);
        assert!(self.slopes.len() - start == len, "a slope for each of {len} arguments");
        (result, Statement { run: first, ..named(start, len, self.slots.len()) })
    }
    /// As [`run`](Self::run), of slopes that are known. Those that stand last in the arena serve again: the rows of a
    /// matrix that meet the same vector share it.
    #[inline]
    pub fn shared_run(&mut self, first: u32, slopes: impl ExactSizeIterator<Item = f64> + Clone) -> Statement {
        let len = slopes.len();
        let last = self.slopes.len().wrapping_sub(len);
        let same = |last: &[f64]| {
            let differ = |(a, b): (&f64, f64)| a.to_bits() ^ b.to_bits();
            last.iter().zip(slopes.clone()).take(1).map(differ).all(|d| d == 0)
                && last.iter().zip(slopes.clone()).map(differ).fold(0, |all, d| all | d) == 0
        };
        if self.slopes.get(last..).is_some_and(same) {
            return Statement { run: first, ..named(last, len, self.slots.len()) };
        }
        self.run(first, len, |to| to.extend(slopes)).1
    }
    /// A statement of arguments in these slots, 0 standing for a constant, which is left out; `write` adds a slope for
    /// each, constants included.
    pub fn scattered<R>(
        &mut self,
        slots: impl ExactSizeIterator<Item = u32>,
        write: impl FnOnce(&mut Vec<f64>) -> R,
    ) -> (R, Statement) {
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
        (result, many.finish())
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
    /// The whole statement. Slots that follow each other without a gap are not stored.
    pub fn finish(self) -> Statement {
        let Many { arena: Arena { slots, slopes }, slots: start, slopes: first_slope } = self;
        let written = &slots[start..];
        assert!(written.len() == slopes.len() - first_slope, "a slope for each slot");
        let (len, first) = (written.len(), written.first().map_or(0, |&s| s));
        let gap = written.iter().zip(first..).fold(false, |gap, (&s, expected)| gap | (s != expected));
        if !gap {
            slots.truncate(start);
        }
        Statement { run: if gap { 0 } else { first }, ..named(first_slope, len, start) }
    }
}

/// A statement of `len` arguments, with its slots stored.
fn named(slopes: usize, len: usize, slots: usize) -> Statement {
    assert!(len < u32::MAX as usize && slots < u32::MAX as usize, "arguments of a tape that fits into memory");
    Statement { slopes, slots: slots as u32, len: len as u32, run: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_that_stand_last_serve_again() {
        let mut arena = Arena::default();
        let row = |arena: &mut Arena, first, slopes: &[f64]| arena.shared_run(first, slopes.iter().copied());
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
        let (n, s) = arena.scattered([0, 7, 0, 9].into_iter(), |to| {
            to.extend([1.0, 2.0, 3.0, 4.0]);
            4
        });
        assert_eq!((n, arena.arguments(s)), (4, (&[7, 9][..], &[2.0, 4.0][..])));
        let ((), s) = arena.scattered([0, 7, 8].into_iter(), |to| to.extend([1.0, 2.0, 3.0]));
        assert_eq!((s.run, arena.arguments(s)), (7, (&[][..], &[2.0, 3.0][..])));
        let mut many = arena.many(2);
        many.argument(4, 1.5);
        many.argument(2, 2.5);
        let s = many.finish();
        assert_eq!((s.run, arena.arguments(s)), (0, (&[4, 2][..], &[1.5, 2.5][..])));
    }
}
