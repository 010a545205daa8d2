//! `checkpoint`: a loop that is taken back with ever fewer states kept, measured: what is held, and what runs again. The
//! engine's own sweep takes it back, by its binomial schedule.

use super::Door;
use super::counted;
use super::fault::Fault;
use super::num::Num;
use super::timed::{self, Job};
use serde::{Deserialize, Serialize};
use wengert::list::{Binding, Block, List, Operand, Repeat, TooLong};
use wengert::prim::Op;
use wengert::schedule::advances;
use wengert::sweep::{self, Constants, Unwatched};
use wengert::{Memory, MemoryReport, Value};

/// No longer loop is run here.
const MOST_STEPS: u32 = 2_000;
/// The numbers of states that are measured.
const STATES: [usize; 15] = [3, 4, 5, 6, 8, 10, 12, 16, 20, 30, 50, 100, 200, 500, 1000];
/// The pendulum at first, its angle and its speed, and the time that a step takes.
const START: [f64; 2] = [0.8, 0.0];
const TIME: f64 = 0.01;

/// Asks for a loop of so many steps, with so many states kept besides the usual numbers of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    steps: u32,
    states: usize,
}

/// What taking the loop back costs.
#[derive(Debug, Serialize)]
pub struct Checkpoint {
    steps: u32,
    /// Operations of the loop alone.
    operations: u64,
    /// Seconds of the loop alone.
    seconds: Num,
    /// With ever more states kept.
    curve: Vec<Point>,
}

/// What it costs with so many states.
#[derive(Debug, Serialize)]
struct Point {
    states: usize,
    /// The most often that a step is run again before it is taken back.
    repeats: u64,
    /// That no smaller number of repeats is enough.
    formula: String,
    /// Steps that are run again, all repeats together.
    again: u64,
    /// Operations of the loop and of the way back, counted while they run.
    operations: u64,
    /// Seconds of both.
    seconds: Num,
    /// Bytes that the loop holds on the way back.
    bytes: usize,
}

/// Takes the loop back with each number of states.
pub fn answer(request: &Request, door: &Door<'_>) -> Result<Checkpoint, Fault> {
    let steps = request.steps;
    if steps == 0 {
        return Err(Fault::request("a loop of no steps keeps nothing; ask for 1 at least"));
    }
    if steps > MOST_STEPS {
        return Err(Fault::limit("this loop has", u64::from(steps), u64::from(MOST_STEPS), "steps"));
    }
    let mut all: Vec<usize> = STATES.into_iter().chain([request.states.max(1)]).collect();
    all.retain(|&states| states <= steps as usize);
    all.sort_unstable();
    all.dedup();
    let curve = all.into_iter().map(|states| point(steps, states, door)).collect::<Result<_, TooLong>>();
    let alone = Loop::new(pendulum(steps, 1).map_err(refused)?, false, 0.0);
    let [took] = timed::all(door, &mut [alone]);
    let operations = operations(&pendulum(steps, 1).map_err(refused)?, false);
    Ok(Checkpoint { steps, operations, seconds: Num(took.seconds), curve: curve.map_err(refused)? })
}

fn refused(error: TooLong) -> Fault {
    Fault::engine(error.into())
}

fn point(steps: u32, states: usize, door: &Door<'_>) -> Result<Point, TooLong> {
    let list = pendulum(steps, states)?;
    let (bytes, operations) = (MemoryReport::of_list(&list).kept, operations(&list, true));
    let [took] = timed::all(door, &mut [Loop::new(list, true, 0.0)]);
    let (repeats, reach) = repeats(u64::from(steps), states as u64);
    Ok(Point {
        states,
        repeats,
        formula: format!("C({states} + {repeats}, {repeats}) = {reach} ≥ {steps}"),
        again: advances(u64::from(steps), states) as u64,
        operations,
        seconds: Num(took.seconds),
        bytes,
    })
}

/// A pendulum after so many steps, as a loop that keeps so many states: its angle, given that and its speed at first.
fn pendulum(steps: u32, states: usize) -> Result<List, TooLong> {
    let op = |text| Op::by_text(text).expect("a row of the table");
    let mut body = List::new();
    let [angle, speed] = ["angle", "speed"].map(|name| Operand::id(body.input(name, Vec::new())));
    let time = body.constant(TIME);
    let pull = body.apply(op("sin"), &[angle])?;
    let slower = body.apply(op("mul"), &[pull, time])?;
    let speed = body.apply(op("sub"), &[speed, slower])?;
    let further = body.apply(op("mul"), &[speed, time])?;
    let angle = body.apply(op("add"), &[angle, further])?;
    body.set_outputs(vec![angle, speed]);
    let mut list = List::new();
    let bindings = ["angle", "speed"].map(|name| Binding::Uniform(Operand::id(list.input(name, Vec::new()))));
    let repeat = Repeat::Scan { steps, carried: 2, memory: Memory::Snapshots(states) };
    let last = list.block(Block { repeat, body: Box::new(body), bindings: bindings.into() })?;
    list.output(Operand::id(last));
    Ok(list)
}

/// The loop as it runs, with or without the way back.
struct Loop<V> {
    list: List,
    back: bool,
    /// Zero, as a number of this kind.
    like: V,
    at: Vec<V>,
    bar: Vec<Option<V>>,
}

impl<V: Value> Loop<V> {
    fn new(list: List, back: bool, like: V) -> Loop<V> {
        Loop { list, back, like, at: Vec::new(), bar: Vec::new() }
    }
}

impl<V: Value> Job for Loop<V> {
    fn once(&mut self) {}
    fn passes(&self) -> usize {
        1
    }
    fn pass(&mut self, _: usize) {
        let number = |c: f64| self.like.lit(c);
        let constants = Constants::literal(self.like);
        // The loop compares nothing.
        let _ = sweep::value(&self.list, &constants, &START.map(number), &mut self.at);
        if self.back {
            let seed = [number(1.0)];
            sweep::adjoint(&self.list, &constants, &self.at, &seed, &mut self.bar, &mut Unwatched);
        }
    }
}

fn operations(list: &List, back: bool) -> u64 {
    counted::operations(|like| Loop::new(list.clone(), back, like).pass(0))
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

    fn measured(states: usize) -> Checkpoint {
        answer(&Request { steps: 1000, states }, &Door::still()).unwrap()
    }

    #[test]
    fn ten_states_take_back_a_thousand_steps_with_four_repeats() {
        let all = measured(10);
        let ten = all.curve.iter().find(|point| point.states == 10).unwrap();
        assert_eq!((ten.repeats, ten.formula.as_str()), (4, "C(10 + 4, 4) = 1001 ≥ 1000"));
        // No step is run again more often than it says, and some are run again so often.
        assert!(ten.again <= 4 * 1000 && ten.again > 3 * 1000, "{}", ten.again);
        assert!(answer(&Request { steps: 1_000_000, states: 10 }, &Door::still()).is_err());
    }

    #[test]
    fn fewer_states_hold_less_and_run_more() {
        let all = measured(7);
        assert_eq!((all.operations, all.curve.len()), (5000, 16));
        assert!(all.curve.windows(2).all(|two| two[0].bytes < two[1].bytes && two[0].again > two[1].again));
        assert!(all.curve.windows(2).all(|two| two[0].operations >= two[1].operations));
    }

    #[test]
    fn what_runs_again_is_what_the_schedule_says() {
        let all = measured(10);
        // The engine keeps all states where there is room for all, and comes to each once more when it is taken back.
        let kept = all.curve.last().unwrap();
        for point in &all.curve[..all.curve.len() - 1] {
            let more = (point.again - kept.again) * 5;
            assert!(point.operations.abs_diff(kept.operations + more) <= 10, "{point:?} {kept:?}");
        }
    }

    #[test]
    fn the_gradient_is_the_same_however_few_states_are_kept() {
        let gradient = |states| {
            let mut run = Loop::new(pendulum(100, states).unwrap(), true, 0.0);
            run.pass(0);
            [run.bar[0], run.bar[1]]
        };
        assert_eq!(gradient(3), gradient(100));
        assert!(gradient(3)[0].is_some_and(|slope| slope != 0.0));
    }
}
