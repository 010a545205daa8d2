//! What a loop holds in memory at its peak, measured: a few states and one step's tape, however long it is.
//!
//! One test, so that nothing else is allocated while it measures.

use peak_alloc::PeakAlloc;
use wengert::{List, Memory, Program, Var, scan_with, value_and_grad};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// The result, and the bytes at the peak above what was in use before.
fn peak<R>(f: impl FnOnce() -> R) -> (R, usize) {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let result = f();
    (result, HEAP.peak_usage() - before)
}

const STATE: usize = 16;
const AT: [f64; 3] = [10.0, 5.0, 1.1];

/// Predators and prey, and how fast the prey grows.
fn hunted(memory: Memory, steps: usize) -> impl Fn([Var; 3]) -> Var {
    move |[x, y, a]| {
        let step = |[x, y]: [Var; 2]| [x + 1e-4 * (a * x - 0.4 * x * y), y + 1e-4 * (0.1 * x * y - 0.4 * y)];
        scan_with(memory, 0..steps, [x, y], |s, _| step(s))[0]
    }
}

#[test]
fn a_long_loop_holds_a_few_states() {
    on_the_tape();
    in_a_program();
}

/// One state, and what the way back over a step takes: that of a loop whose steps are alike, and which keeps one state.
fn on_the_tape() {
    let (_, of_one) = peak(|| value_and_grad(hunted(Memory::Snapshots(1), 1000), AT).unwrap());
    for (snapshots, steps) in [(2, 5_000), (10, 20_000), (100, 20_000), (10, 100_000)] {
        let (_, of_long) = peak(|| value_and_grad(hunted(Memory::Snapshots(snapshots), steps), AT).unwrap());
        let most = of_one + (snapshots - 1) * STATE;
        assert!(of_long <= most, "{snapshots} of {steps}: {of_one} {of_long} bytes");
    }
}

fn in_a_program() {
    let program = |memory, steps| Program::trace(hunted(memory, steps), AT).unwrap();
    let steps = 20_000;
    let (all, few) = (program(Memory::Store, steps), program(Memory::Snapshots(10), steps));
    let read = List::read(&few.list().to_string()).unwrap();
    let short = program(Memory::Snapshots(1), 2);
    let (g, of_all) = peak(|| all.value_and_grad(AT).unwrap());
    let (_, of_two) = peak(|| short.value_and_grad(AT).unwrap());
    assert!(of_all > steps * STATE, "everything is stored: {of_all} bytes");
    let (h, of_few) = peak(|| few.value_and_grad(AT).unwrap());
    assert_eq!(g, h);
    assert!(of_few <= of_two + 40 * STATE, "{of_few} bytes, of two steps {of_two}");
    let (h, of_read) = peak(|| Program::objective_from_list(read).unwrap().value_and_grad(AT.to_vec()).unwrap());
    assert_eq!((g.0, g.1.to_vec()), h);
    assert!(of_read <= of_two + 256 * STATE, "{of_read} bytes with the List itself, of two steps {of_two}");
    // Each number of a state has a tangent in a Hessian.
    let ((h, of_two), (k, of_few)) = (peak(|| all.hessian(AT)), peak(|| few.hessian(AT)));
    assert_eq!(h.unwrap(), k.unwrap());
    let (_, of_short) = peak(|| short.hessian(AT));
    assert!(of_two > 2 * steps * STATE && of_few <= of_short + 100 * STATE, "{of_two} {of_few} {of_short}");
    // A budget in bytes is one in states.
    let (h, of_budget) = peak(|| program(Memory::Budget(4000), steps).value_and_grad(AT).unwrap());
    assert_eq!(g, h);
    assert!(of_budget <= of_all / 8, "{of_budget} bytes");
}
