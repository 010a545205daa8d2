//! Schedules of checkpoints: every step is reversed once, in order, from a state that is there, and no schedule runs fewer.

use wengert::schedule::{Action, Online, Schedule, advances, binomial};

/// Carries a schedule out on states that are step numbers; answers how many steps it advanced over.
fn carry_out(
    schedule: Schedule,
    steps: u64,
    snapshots: usize,
    mut places: Vec<Option<u64>>,
    mut at: Option<u64>,
) -> u64 {
    let (mut ran, mut next) = (0, steps);
    places.resize(snapshots.max(1), None);
    for action in schedule {
        match action {
            Action::Advance { from, to } => {
                assert!(at == Some(from) && from < to && to < steps);
                (ran, at) = (ran + (to - from), Some(to));
            }
            Action::Snapshot { step, slot } => {
                assert_eq!(at, Some(step));
                places[slot] = Some(step);
            }
            Action::Restore { step, slot } => {
                assert_eq!(places[slot], Some(step));
                at = Some(step);
            }
            Action::Reverse { step } => {
                assert!(at == Some(step) && step + 1 == next);
                (next, at) = (step, None);
            }
        }
    }
    assert_eq!(next, 0, "all steps are reversed");
    ran
}

fn ran(steps: u64, snapshots: usize) -> u64 {
    carry_out(binomial(steps, snapshots), steps, snapshots, Vec::new(), Some(0))
}

/// C(n + r, r), from the definition.
fn beta(n: u64, r: u64) -> u128 {
    (1..=r as u128).fold(1, |b, i| b * (n as u128 + i) / i)
}

/// Griewank and Walther's formula, in their words.
fn formula(steps: u64, n: u64) -> u128 {
    let mut r = 0;
    while beta(n, r) < steps as u128 {
        r += 1;
    }
    if r == 0 { 0 } else { r as u128 * steps as u128 - beta(n + 1, r - 1) }
}

#[test]
fn advances_are_those_of_the_formula() {
    for n in 1..=50 {
        // With one snapshot every step is run again for every later one.
        let of = |steps: u64| if n == 1 { steps as u128 * (steps as u128 - 1) / 2 } else { formula(steps, n) };
        for steps in 1..=10_000 {
            assert_eq!(advances(steps, n as usize), of(steps), "{steps} steps, {n} snapshots");
        }
    }
    assert_eq!(formula(100, 1), 4950);
}

#[test]
fn what_is_run_is_what_the_formula_says() {
    let all = (1..=50).flat_map(|n| (0..=300).map(move |steps| (steps, n)));
    let long = (3..=50).flat_map(|n| [997, 5_000, 9_999, 10_000].map(|steps| (steps, n)));
    for (steps, n) in all.chain(long) {
        assert_eq!(ran(steps, n) as u128, advances(steps, n), "{steps} steps, {n} snapshots");
    }
    assert_eq!(ran(10_000, 1), 10_000 * 9_999 / 2);
    assert_eq!(ran(2_000, 2) as u128, advances(2_000, 2));
}

/// The least number of steps any schedule has to advance over, by trying all ways.
#[test]
fn nothing_runs_fewer() {
    const STEPS: usize = 120;
    // With one snapshot every step is run again for every later one.
    let mut fewer: Vec<u128> = (0..=STEPS as u128).map(|steps| steps * steps.saturating_sub(1) / 2).collect();
    for n in 2..13 {
        let mut least = vec![0, 0];
        for steps in 2..=STEPS {
            let ways = (1..steps).map(|k| k as u128 + least[k] + fewer[steps - k]);
            least.push(ways.min().expect("there is a way").min(fewer[steps]));
            assert_eq!(least[steps], advances(steps as u64, n), "{steps} steps, {n} snapshots");
        }
        fewer = least;
    }
}

#[test]
fn published_multiples() {
    let multiple = |steps: u64, n| format!("{:.1}", advances(steps, n) as f64 / steps as f64);
    assert_eq!([1_000, 10_000, 1_000_000].map(|l| multiple(l, 10)), ["3.6", "5.8", "11.6"]);
    assert_eq!([1_000, 10_000, 1_000_000].map(|l| multiple(l, 100)), ["1.9", "2.5", "3.8"]);
}

#[test]
fn a_long_schedule_runs_as_often_as_it_says() {
    assert_eq!(ran(1_000_000, 100) as u128, advances(1_000_000, 100));
}

/// Carries out the online schedule; answers how many steps ran, the first time included.
fn online(steps: u64, snapshots: usize) -> u64 {
    let mut schedule = Online::new(snapshots);
    let mut places = vec![None; snapshots.max(1)];
    for step in 0..steps {
        if let Some(slot) = schedule.arrive() {
            places[slot] = Some(step);
        }
        assert!(schedule.kept().all(|(step, slot)| places[slot] == Some(step)));
        assert_eq!(schedule.kept().next(), Some((0, 0)));
    }
    steps + carry_out(schedule.back(steps), steps, snapshots, places, None)
}

#[test]
fn an_unknown_end_is_reached_with_little_more() {
    for n in 1..=30 {
        for steps in (0..=200).chain([997, 4_000]).filter(|&steps| n > 2 || steps <= 200) {
            let (ran, least) = (online(steps, n), advances(steps, n) as u64);
            assert!(ran >= least);
            // The first run goes to the end, and a snapshot may stand one repetition's worth away from the best place.
            assert!(ran <= least + 2 * steps, "{steps} steps, {n} snapshots: {ran} of {least}");
        }
    }
}

#[test]
fn as_many_snapshots_as_steps_run_nothing_twice() {
    for steps in 1..100 {
        assert_eq!(ran(steps, steps as usize), steps - 1);
        assert_eq!(online(steps, steps as usize), steps);
    }
}

#[test]
fn endless_loops_and_absurd_numbers_do_not_overflow() {
    assert!(advances(u64::MAX, 3) > u64::MAX as u128);
    assert_eq!(advances(u64::MAX, usize::MAX / 2), u64::MAX as u128 * 2 - (u64::MAX / 2) as u128 - 2);
    assert_eq!(binomial(u64::MAX, 2).nth(1).map(|a| matches!(a, Action::Advance { .. })), Some(true));
}
