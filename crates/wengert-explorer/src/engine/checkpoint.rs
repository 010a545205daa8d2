//! `checkpoint`: how many steps of a loop run again where fewer states are kept, counted on the engine's own schedule.

use super::fault::Fault;
use serde::{Deserialize, Serialize};
use wengert::schedule::{Action, binomial};

/// No longer loop is scheduled here.
const MOST_STEPS: u64 = 10_000;
/// The numbers of states of the curve.
const CURVE: [usize; 12] = [3, 4, 5, 6, 8, 10, 15, 20, 50, 100, 300, 1000];
/// The state of a pendulum: its angle and its speed.
const STATE: usize = 2 * size_of::<f64>();

/// Asks for a loop of so many steps with so many states kept.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    steps: u64,
    states: usize,
}

/// What the schedule does.
#[derive(Debug, Serialize)]
pub struct Checkpoint {
    steps: u64,
    states: usize,
    /// The most often that a step is run before it is taken back.
    repeats: u64,
    /// Steps that are run in all, forward and again.
    advances: u64,
    /// What the states take that are kept at a time.
    bytes: usize,
    formula: String,
    curve: Vec<Point>,
}

#[derive(Debug, Serialize)]
struct Point {
    states: usize,
    advances: u64,
    bytes: usize,
}

/// Goes through the schedule and counts.
pub fn answer(request: &Request) -> Result<Checkpoint, Fault> {
    let (steps, states) = (request.steps, request.states.max(1));
    if steps > MOST_STEPS {
        return Err(Fault::limit("this loop has", steps, MOST_STEPS, "steps"));
    }
    let (advances, bytes) = counted(steps, states);
    let (repeats, reach) = repeats(steps, states as u64);
    let fits = |states: &usize| *states as u64 <= steps;
    let curve = CURVE.into_iter().filter(fits).map(|states| {
        let (advances, bytes) = counted(steps, states);
        Point { states, advances, bytes }
    });
    let formula = format!("C({states} + {repeats}, {repeats}) = {reach} ≥ {steps}");
    Ok(Checkpoint { steps, states, repeats, advances, bytes, formula, curve: curve.collect() })
}

/// Steps that are run, and bytes of the places that are used.
fn counted(steps: u64, states: usize) -> (u64, usize) {
    binomial(steps, states).fold((0, 0), |(run, held), action| match action {
        Action::Advance { from, to } => (run + (to - from), held),
        Action::Reverse { .. } => (run + 1, held),
        Action::Snapshot { slot, .. } => (run, held.max((slot + 1) * STATE)),
        Action::Restore { .. } => (run, held),
    })
}

/// The least r with C(states + r, r) ≥ steps, and that number.
fn repeats(steps: u64, states: u64) -> (u64, u64) {
    let (mut r, mut reach) = (0, 1u64);
    while reach < steps {
        r += 1;
        reach = (u128::from(reach) * u128::from(states + r) / u128::from(r)).min(u128::from(u64::MAX)) as u64;
    }
    (r, reach)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_states_take_back_a_thousand_steps_in_four_runs() {
        let ten = answer(&Request { steps: 1000, states: 10 }).unwrap();
        assert_eq!((ten.repeats, ten.formula.as_str()), (4, "C(10 + 4, 4) = 1001 ≥ 1000"));
        assert!(ten.advances > 2000 && ten.advances <= 5000, "{}", ten.advances);
        assert!(ten.bytes <= 10 * STATE);
        assert!(ten.curve.windows(2).all(|pair| pair[0].advances >= pair[1].advances));
        assert!(answer(&Request { steps: 1_000_000, states: 10 }).is_err());
    }
}
