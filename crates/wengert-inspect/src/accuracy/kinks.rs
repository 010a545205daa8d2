//! The nearest place along one input where the program switches: a comparison turns, another argument of a maximum wins,
//! a rounding jumps.

use std::cell::RefCell;
use wengert::desk::{Datum, Desk, Handle};
use wengert::list::{Origin, Step};
use wengert::prim::Op;
use wengert::sweep::{self, Constants};
use wengert::{Custom, List, Value};

/// A place where the program switches.
#[derive(Clone, Debug, PartialEq)]
pub struct Switch {
    /// How far it is from the point, along the input.
    pub offset: f64,
    /// The operation that switches.
    pub op: Op,
    /// Its arguments at the point.
    pub args: Vec<f64>,
    /// Where it stands.
    pub at: Option<Origin>,
}

/// Rows whose value is one of a few, or a whole number.
const DISCRETE: [&str; 20] = [
    "lt",
    "le",
    "gt",
    "ge",
    "eq",
    "ne",
    "same",
    "is_nan",
    "is_finite",
    "is_positive",
    "and",
    "floor",
    "ceil",
    "trunc",
    "round_away",
    "round",
    "sign",
    "signum",
    "div_euclid",
    "where",
];
/// Rows whose slope in the first argument is one of a few.
const PIECEWISE: [&str; 13] = [
    "abs",
    "copysign",
    "relu",
    "relu6",
    "hard_tanh",
    "leaky_relu",
    "clamp",
    "max",
    "min",
    "max2",
    "min2",
    "max_num",
    "min_num",
];
/// Rows that jump where a quotient becomes whole.
const PERIODIC: [&str; 4] = ["rem", "mod", "rem_euclid", "fract"];

/// What a row does at its arguments, as a number that changes where it switches; `None` where it never does.
fn branch(op: Op, x: &[f64], y: f64) -> Option<u64> {
    let name = op.text();
    if name == "where" {
        Some(u64::from(x[0] != 0.0))
    } else if DISCRETE.contains(&name) {
        Some((y + 0.0).to_bits())
    } else if PIECEWISE.contains(&name) {
        let slopes = RefCell::new(0u64);
        let first_only = op.arity() == Some(2) && name == "leaky_relu";
        op.partials(x, y, &|i| !(first_only && i > 0), &mut |i, d| {
            let mut code = slopes.borrow_mut();
            *code = code.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (i as u64 + 1) ^ (d + 0.0).to_bits();
        });
        Some(slopes.into_inner())
    } else if PERIODIC.contains(&name) {
        Some((x[0] / x.get(1).copied().unwrap_or(1.0)).floor().to_bits())
    } else {
        None
    }
}

/// What the program did wherever it could switch: the operation, its arguments, its branch.
type Marks = Vec<(Op, Vec<f64>, u64)>;

/// Numbers that leave a mark wherever the program could switch.
#[derive(Default)]
struct Marking(RefCell<Marks>);

impl Desk for Marking {
    fn apply(&self, op: Op, args: &[Datum]) -> Datum {
        let numbers = numbers(args);
        let y = op.apply(&numbers);
        if let Some(code) = branch(op, &numbers, y) {
            self.0.borrow_mut().push((op, numbers, code));
        }
        Datum::Number(y)
    }
    fn rule(&self, rule: &Custom, args: &[Datum]) -> Vec<Datum> {
        f64::bind_rule(rule, &numbers(args), 0.0).into_iter().map(Datum::Number).collect()
    }
    fn known(&self, of: Datum) -> Option<f64> {
        of.number()
    }
}

/// All are numbers here.
fn numbers(args: &[Datum]) -> Vec<f64> {
    args.iter().filter_map(|a| a.number()).collect()
}

/// What the program does where it could switch, in its order.
fn marks(list: &List, x: &[f64]) -> Marks {
    let marking = Marking::default();
    let number = |x: f64| Handle::number(&marking, x);
    let x: Vec<Handle<'_>> = x.iter().map(|&x| number(x)).collect();
    // A guard that fails ends the marks early, which is a difference too.
    let _ = sweep::value(list, &Constants::literal(number(0.0)), &x, &mut Vec::new());
    marking.0.into_inner()
}

/// The nearest place along input `i` where the program switches, at most `reach` away. A point that stands on such a
/// place itself has it at a distance of 0.
pub(crate) fn nearest(list: &List, x: &[f64], i: usize, reach: f64) -> Option<Switch> {
    let here = marks(list, x);
    if here.is_empty() {
        return None;
    }
    let found = [1.0, -1.0].into_iter().filter_map(|direction| first(list, x, i, reach, direction, &here));
    found.min_by(|a, b| a.offset.abs().total_cmp(&b.offset.abs()))
}

/// The nearest place in one direction.
fn first(list: &List, x: &[f64], i: usize, reach: f64, direction: f64, here: &Marks) -> Option<Switch> {
    let changed = |offset: f64| {
        let mut moved = x.to_vec();
        moved[i] += direction * offset;
        let there = marks(list, &moved);
        here.iter().zip(&there).position(|(a, b)| a.2 != b.2)
    };
    let smallest = f64::EPSILON * x[i].abs().max(f64::MIN_POSITIVE);
    let ladder = (0..).map(|k| reach * 0.5f64.powi(k)).take_while(|&t| t >= smallest && t >= reach * 1e-17);
    // The smallest step at which something has changed, and the largest below it at which nothing has.
    let (mut far, mut near) = (None, 0.0);
    for t in ladder {
        match changed(t) {
            Some(mark) => far = Some((t, mark)),
            None => {
                near = t;
                break;
            }
        }
    }
    let (mut far, mut mark) = far?;
    let here_already = near == 0.0;
    for _ in 0..60 {
        let middle = near + (far - near) / 2.0;
        match changed(middle) {
            Some(m) => (far, mark) = (middle, m),
            None => near = middle,
        }
    }
    let (op, args, _) = here[mark].clone();
    let offset = if here_already { 0.0 } else { direction * far };
    Some(Switch { offset, op, args, at: origin(list, mark) })
}

/// Where the operation that left mark number `mark` stands; known where no sub-List leaves marks.
fn origin(list: &List, mark: usize) -> Option<Origin> {
    if !list.blocks().is_empty() {
        return None;
    }
    let could_switch =
        |op: Op| [&DISCRETE[..], &PIECEWISE[..], &PERIODIC[..]].iter().any(|names| names.contains(&op.text()));
    let lines = list.steps().filter(|(_, _, step)| matches!(step, Step::Apply(op, _) if could_switch(*op)));
    lines.map(|(line, ..)| line).nth(mark).and_then(|line| list.origin(line))
}
