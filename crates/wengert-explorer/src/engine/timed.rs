//! How long jobs take: of several takes the least, since whatever else the machine does only makes a take longer. The takes
//! of different jobs alternate, so that what disturbs one of them does not disturb all takes of one job.

use super::Door;

/// The shortest time over which a take goes, in seconds; a clock of a browser counts tenths of a millisecond.
const LEAST: f64 = 0.5e-3;
/// The longest time that the passes of a take may need; where all passes would need more, some are timed.
const MOST: f64 = 6e-3;
/// How often each job is timed.
const TAKES: usize = 4;

/// A job: something that is done once, then passes that differ in their direction only.
pub trait Job {
    /// Does what is done once.
    fn once(&mut self);
    /// How many passes there are.
    fn passes(&self) -> usize;
    /// A pass, by its number.
    fn pass(&mut self, k: usize);
}

/// What a job took.
#[derive(Clone, Copy, Debug)]
pub struct Took {
    /// The whole of it, in seconds.
    pub seconds: f64,
    /// The passes that were timed, from all over the job; the others count as much.
    pub passes: usize,
}

/// How a job is timed.
#[derive(Clone, Copy)]
struct Plan {
    passes: usize,
    calls: usize,
}

/// Times jobs.
pub fn all<const N: usize>(door: &Door<'_>, jobs: &mut [impl Job; N]) -> [Took; N] {
    let plans: [Plan; N] = std::array::from_fn(|k| plan(&mut jobs[k], door));
    let mut least = [f64::INFINITY; N];
    for _ in 0..TAKES {
        for k in 0..N {
            least[k] = least[k].min(take(&mut jobs[k], plans[k], door));
        }
    }
    std::array::from_fn(|k| Took { seconds: least[k], passes: plans[k].passes })
}

/// Chooses how many passes are timed, and how often.
fn plan(job: &mut impl Job, door: &Door<'_>) -> Plan {
    let (all, mut calls) = (job.passes(), 1);
    job.once();
    let pass = loop {
        let took = clocked(door, || (0..calls).for_each(|k| job.pass(k % all)));
        if took >= LEAST || calls >= 4096 {
            break took / calls as f64;
        }
        calls *= 8;
    };
    let whole = pass * all as f64;
    let passes = if whole > MOST { (MOST / pass) as usize } else { all };
    // A clock that stands still has nothing to gain by more calls.
    let calls = if whole > 0.0 { (LEAST / whole).ceil().min(4096.0) as usize } else { 1 };
    Plan { passes: passes.clamp(1, all), calls }
}

/// Seconds of the whole job.
fn take(job: &mut impl Job, Plan { passes, calls }: Plan, door: &Door<'_>) -> f64 {
    let all = job.passes();
    if passes < all {
        let once = clocked(door, || job.once());
        let some = clocked(door, || (0..passes).for_each(|k| job.pass(k * all / passes)));
        return once + some * all as f64 / passes as f64;
    }
    let took = clocked(door, || {
        for _ in 0..calls {
            job.once();
            (0..all).for_each(|k| job.pass(k));
        }
    });
    took / calls as f64
}

fn clocked(door: &Door<'_>, work: impl FnOnce()) -> f64 {
    let began = (door.now)();
    work();
    (door.now)() - began
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// A job that moves its own clock: what is done once and a pass take so many seconds; one pass takes a second more.
    struct Moves<'c> {
        clock: &'c Cell<f64>,
        once: f64,
        pass: f64,
        passes: usize,
        disturbed: usize,
        done: Vec<usize>,
    }

    impl Job for Moves<'_> {
        fn once(&mut self) {
            self.done.clear();
            self.clock.set(self.clock.get() + self.once);
        }
        fn passes(&self) -> usize {
            self.passes
        }
        fn pass(&mut self, k: usize) {
            self.done.push(k);
            self.disturbed = self.disturbed.wrapping_sub(1);
            let more = if self.disturbed == 0 { 1.0 } else { 0.0 };
            self.clock.set(self.clock.get() + self.pass + more);
        }
    }

    fn timed(once: f64, pass: f64, passes: usize, disturbed: usize) -> (Took, Vec<usize>) {
        let clock = Cell::new(0.0);
        let mut job = [Moves { clock: &clock, once, pass, passes, disturbed, done: Vec::new() }];
        let [took] = all(&Door { now: &|| clock.get() }, &mut job);
        (took, std::mem::take(&mut job[0].done))
    }

    #[test]
    fn a_job_within_the_budget_is_timed_whole() {
        let (took, done) = timed(1e-3, 1e-4, 30, 0);
        assert!((took.seconds - 4e-3).abs() < 1e-9, "{took:?}");
        assert_eq!((took.passes, done), (30, (0..30).collect()));
    }

    #[test]
    fn of_a_longer_one_some_passes_are_timed() {
        let (took, done) = timed(1e-3, 2e-3, 1000, 0);
        assert!((took.seconds - 2.001).abs() < 1e-9, "{took:?}");
        assert_eq!((took.passes, done), (3, vec![0, 333, 666]));
    }

    #[test]
    fn what_disturbs_a_take_does_not_count() {
        for disturbed in 2..6 {
            let (took, _) = timed(0.0, 1e-3, 1, disturbed);
            assert!((took.seconds - 1e-3).abs() < 1e-9, "{took:?}");
        }
    }
}
