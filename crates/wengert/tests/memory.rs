//! Memory goes from a thread that ends to the next that starts a gradient. A binary of its own: other threads would take it.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use wengert::{Var, memory, value_and_grad};

const OPERATIONS: usize = if cfg!(miri) { 2_000 } else { 100_000 };

/// What this thread holds after a gradient of so many operations.
fn held_after(operations: usize) -> usize {
    let (v, g) = value_and_grad(|x| (0..operations).fold(x, |s, _| s * 1.0), 3.0).unwrap();
    assert_eq!((v, g), (3.0, 1.0));
    memory::held()
}

#[test]
fn a_new_thread_goes_on_with_the_memory_of_one_that_ended() {
    let on_a_thread = |operations| std::thread::spawn(move || held_after(operations)).join().unwrap();
    let all = on_a_thread(OPERATIONS);
    assert!(all >= 24 * OPERATIONS && memory::left_behind() == all, "{all} of {}", memory::left_behind());
    // The next takes the largest there is and leaves it again.
    assert_eq!(on_a_thread(1), all);
    assert_eq!((memory::left_behind(), memory::held()), (all, 0));
    // Two at once need more; a third goes on with what the larger left.
    let (together, sum) = (Barrier::new(2), AtomicUsize::new(0));
    let open_at_once = &|operations| {
        let f = |x: Var| {
            together.wait();
            (0..operations).fold(x, |s, _| s * 1.0)
        };
        value_and_grad(f, 3.0).unwrap();
        sum.fetch_add(memory::held(), Ordering::Relaxed);
    };
    std::thread::scope(|s| {
        let threads = [OPERATIONS, 10].map(|operations| s.spawn(move || open_at_once(operations)));
        threads.into_iter().for_each(|t| t.join().unwrap());
    });
    assert_eq!(memory::left_behind(), sum.into_inner());
    assert!(on_a_thread(1) >= 24 * OPERATIONS);
    memory::release();
    assert_eq!(memory::left_behind(), 0);
    assert!(on_a_thread(1) < 24 * OPERATIONS);
}
