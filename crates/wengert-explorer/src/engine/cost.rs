//! `cost`: passes, operations, time and bytes of reverse mode, forward mode and finite differences, measured on a member of
//! a family of functions.

use super::Door;
use super::counted;
use super::families::{FAMILIES, Family};
use super::fault::{Fault, FaultKind};
use super::held::{self, Swept};
use super::lean::Lean;
use super::num::Num;
use super::timed::{self, Job, Took};
use super::ways::{self, Subject, Way};
use serde::{Deserialize, Serialize};
use wengert::Options;
use wengert::list::List;
use wengert_inspect::Run;

/// The most inputs, and the most outputs.
const MOST: usize = 1024;
/// No function of more operations than this is measured.
const LARGEST: u64 = 70_000;

/// Asks for the cost of a family's member.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    #[serde(default)]
    family: Option<String>,
    n: usize,
    m: usize,
}

/// The cost of a family's member.
#[derive(Debug, Serialize)]
pub struct Cost {
    family: &'static str,
    families: Vec<Title>,
    n: usize,
    m: usize,
    /// The most inputs, and the most outputs.
    most: usize,
    /// About how many operations one evaluation runs.
    needs: u64,
    /// No function of more operations is measured.
    allows: u64,
    /// `None` where it has more.
    point: Option<Point>,
}

#[derive(Debug, Serialize)]
struct Title {
    id: &'static str,
    title: &'static str,
    mathml: &'static str,
}

/// All that was measured at one size: of f alone, and of its whole Jacobian in three ways.
#[derive(Clone, Debug, Serialize)]
pub struct Point {
    pub n: usize,
    pub m: usize,
    pub f: Measured,
    pub reverse: Measured,
    pub forward: Measured,
    pub differences: Measured,
}

/// What one way costs.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Measured {
    /// Sweeps over the program.
    pub runs: usize,
    /// Applications of primitives, counted while they run.
    pub operations: u64,
    /// Seconds, by the door's clock: the least of several takes.
    pub seconds: Num,
    /// How many of the runs were timed; where it is not all of them, the time of the others is taken to be as long.
    pub timed: usize,
    /// Bytes of the values, tangents and registers that it must hold at the fullest moment, besides the inputs.
    pub bytes: usize,
}

/// Measures.
pub fn answer(request: &Request, door: &Door<'_>) -> Result<Cost, Fault> {
    let family = match &request.family {
        None => &FAMILIES[0],
        Some(id) => FAMILIES.iter().find(|family| family.id == id).ok_or_else(|| {
            let known: Vec<&str> = FAMILIES.iter().map(|family| family.id).collect();
            Fault::request(format!("no family is called {id}; there are {}", known.join(", ")))
        })?,
    };
    let (n, m) = (request.n.clamp(1, MOST), request.m.clamp(1, MOST));
    let needs = (family.operations)(n, m);
    Ok(Cost {
        family: family.id,
        families: FAMILIES.iter().map(|f| Title { id: f.id, title: f.title, mathml: f.mathml }).collect(),
        n,
        m,
        most: MOST,
        needs,
        allows: LARGEST,
        point: (needs <= LARGEST).then(|| point(family, n, m, door)).transpose()?,
    })
}

/// Measures one member of a family.
fn point(family: &Family, n: usize, m: usize, door: &Door<'_>) -> Result<Point, Fault> {
    let list = (family.list)(n, m).map_err(|error| Fault::engine(error.into()))?;
    measured(&list, &inputs(n), door)
}

/// Where it is measured.
pub fn inputs(n: usize) -> Vec<f64> {
    (0..n).map(|k| 0.3 + 0.9 * (k as f64 * 0.7).sin()).collect()
}

/// Measures a List of primitives at a point.
pub fn measured(list: &List, x: &[f64], door: &Door<'_>) -> Result<Point, Fault> {
    let (lean, swept) = (lean(list)?, swept(list, x)?);
    let held = Way::ALL.map(|way| match way {
        Way::Value => held::value(&lean),
        Way::Reverse => swept.bytes,
        Way::Forward => held::forward(&lean),
        Way::Differences => held::differences(&lean, list.outputs().len()),
    });
    let [f, reverse, forward, differences] = each(&Subject { list, lean, x }, held, door);
    Ok(Point { n: x.len(), m: list.outputs().len(), f, reverse, forward, differences })
}

/// A List of primitives, laid out so that it holds no more than it must.
pub fn lean(list: &List) -> Result<Lean, Fault> {
    Lean::of(list).ok_or_else(|| Fault::new(FaultKind::Engine, "only primitives are measured"))
}

/// A reverse sweep from the first output; those from the others take about as much.
pub fn swept(list: &List, x: &[f64]) -> Result<Swept, Fault> {
    let run = Run::new(list, x, Options::new()).map_err(|refused| Fault::request(refused.to_string()))?;
    Ok(held::reverse(&run, x, 0))
}

/// Runs f and each way on numbers that count, and against the clock.
fn each(subject: &Subject<'_>, held: [usize; 4], door: &Door<'_>) -> [Measured; 4] {
    let mut runs = Way::ALL.map(|way| ways::Run::new(way, subject, 0.0));
    let took = timed::all(door, &mut runs);
    std::array::from_fn(|k| {
        let operations = counted::operations(|like| ways::Run::new(Way::ALL[k], subject, like).whole());
        let (run, Took { seconds, passes }) = (&runs[k], took[k]);
        let timed = passes + run.runs() - run.passes();
        Measured { runs: run.runs(), operations, seconds: Num(seconds), timed, bytes: held[k] }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sweep_gives_the_whole_gradient() {
        let of = |n| point(&FAMILIES[0], n, 1, &Door::still()).unwrap();
        let (small, large) = (of(4), of(64));
        let ratio = |p: &Point| p.reverse.operations as f64 / p.f.operations as f64;
        assert!(ratio(&large) < 5.0 && ratio(&large) <= ratio(&small) * 1.2, "{} {}", ratio(&small), ratio(&large));
        assert_eq!((large.reverse.runs, large.forward.runs, large.differences.runs), (1, 64, 65));
        assert!(large.forward.operations > 40 * large.f.operations);
    }

    #[test]
    fn many_outputs_turn_it_round() {
        let p = point(&FAMILIES[0], 1, 64, &Door::still()).unwrap();
        assert!(p.forward.operations < p.reverse.operations);
        assert_eq!((p.reverse.runs, p.forward.runs), (64, 1));
    }

    #[test]
    fn forward_mode_forgets_and_reverse_mode_keeps() {
        let of = |n| point(&FAMILIES[0], n, 1, &Door::still()).unwrap();
        let (small, large) = (of(4), of(64));
        // A sum and the term that is added to it, each a number, or a number with its tangent.
        assert_eq!([large.f.bytes, large.forward.bytes], [16, 32]);
        assert_eq!((small.f.bytes, small.forward.bytes), (large.f.bytes, large.forward.bytes));
        // The cosines read the inputs, which are there: what fills is the gradient, beside two registers under way.
        assert_eq!(large.reverse.bytes, (64 + 1) * 8);
        // The outputs at the point are kept.
        assert_eq!(large.differences.bytes, 16 + 8);
        // The factors of a product read what was multiplied before them.
        let product = point(&FAMILIES[1], 64, 1, &Door::still()).unwrap();
        assert_eq!((product.f.bytes, product.reverse.bytes), (8, (62 + 64 + 1) * 8));
    }

    #[test]
    fn every_way_is_timed_as_it_runs() {
        let time = std::cell::Cell::new(0.0);
        let now = || time.replace(time.get() + 1e-3);
        let p = point(&FAMILIES[0], 32, 2, &Door { now: &now }).unwrap();
        // On this clock, whatever is done between two looks takes a thousandth of a second.
        assert_eq!([p.f, p.reverse, p.forward, p.differences].map(|one| one.runs), [1, 2, 32, 33]);
        assert_eq!([p.f, p.reverse, p.forward, p.differences].map(|one| one.timed), [1, 2, 6, 7]);
        assert!((p.f.seconds.0 - 1e-3).abs() < 1e-9 && (p.reverse.seconds.0 - 1e-3).abs() < 1e-9);
        assert!((p.forward.seconds.0 - (32.0 / 6.0) * 1e-3 - 1e-3).abs() < 1e-9, "{:?}", p.forward);
    }

    #[test]
    fn what_is_too_large_is_not_run_and_both_numbers_are_told() {
        let of = |n| answer(&Request { family: Some("layer".to_owned()), n, m: 1024 }, &Door::still()).unwrap();
        let (fits, beyond) = (of(4), of(1024));
        assert!(fits.point.is_some() && fits.needs <= fits.allows);
        assert!(beyond.point.is_none());
        assert_eq!((beyond.needs, beyond.allows), (2_097_152, 70_000));
    }
}
