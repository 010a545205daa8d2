//! `cost`: passes, operations, time and bytes of reverse mode, forward mode and finite differences, measured as the
//! number of inputs and of outputs grows.

use super::Door;
use super::counted::{self, Counted};
use super::families::{FAMILIES, Family};
use super::fault::Fault;
use super::num::Num;
use serde::{Deserialize, Serialize};
use wengert::list::List;
use wengert::sweep::{self, Constants, Dual, Slope, Unwatched};

/// The numbers of inputs and of outputs that are measured.
const SIZES: [usize; 11] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
/// No function of more operations than this is measured.
const LARGEST: u64 = 70_000;
/// The shortest time over which an average is taken, in seconds.
const LEAST: f64 = 0.4e-3;

/// Asks for the cost of a family.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    #[serde(default)]
    family: Option<String>,
    n: usize,
    m: usize,
}

/// The cost of a family around one size.
#[derive(Debug, Serialize)]
pub struct Cost {
    family: &'static str,
    families: Vec<Title>,
    sizes: Sizes,
    at: Point,
    over_n: Vec<Point>,
    over_m: Vec<Point>,
}

#[derive(Debug, Serialize)]
struct Title {
    id: &'static str,
    title: &'static str,
    mathml: &'static str,
}

#[derive(Debug, Serialize)]
struct Sizes {
    n: Vec<usize>,
    m: Vec<usize>,
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
    /// Seconds: of one sweep, averaged over several, times the sweeps that only differ in their direction.
    pub seconds: Num,
    /// Bytes that the values and registers of a sweep take.
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
    let (n, m) = (request.n.clamp(1, 1024), request.m.clamp(1, 1024));
    let at = point(family, n, m, door)?;
    let fits = |n: usize, m: usize| (family.operations)(n, m) <= LARGEST;
    let over = |n: fn(usize, usize) -> usize, m: fn(usize, usize) -> usize, at: usize| {
        let sizes = SIZES.into_iter().map(|k| (n(k, at), m(k, at))).filter(|&(n, m)| fits(n, m));
        sizes.map(|(n, m)| point(family, n, m, door)).collect::<Result<Vec<Point>, Fault>>()
    };
    Ok(Cost {
        family: family.id,
        families: FAMILIES.iter().map(|f| Title { id: f.id, title: f.title, mathml: f.mathml }).collect(),
        sizes: Sizes {
            n: SIZES.into_iter().filter(|&n| fits(n, m)).collect(),
            m: SIZES.into_iter().filter(|&m| fits(n, m)).collect(),
        },
        over_n: over(|k, _| k, |_, at| at, m)?,
        over_m: over(|_, at| at, |k, _| k, n)?,
        at,
    })
}

/// Measures one member of a family.
pub fn point(family: &Family, n: usize, m: usize, door: &Door<'_>) -> Result<Point, Fault> {
    let operations = (family.operations)(n, m);
    if operations > LARGEST {
        return Err(Fault::limit("one evaluation would run", operations, LARGEST, "operations"));
    }
    let list = (family.list)(n, m).map_err(|error| Fault::engine(error.into()))?;
    let x: Vec<f64> = (0..n).map(|k| 0.3 + 0.9 * (k as f64 * 0.7).sin()).collect();
    let (f, reverse, forward) = (value(&list, &x, door), reverse(&list, &x, m, door), forward(&list, &x, n, door));
    let differences = times(f, n + 1);
    Ok(Point { n, m, f, reverse, forward, differences })
}

/// The same sweep, run so many times.
fn times(one: Measured, runs: usize) -> Measured {
    let seconds = Num(one.seconds.0 * runs as f64);
    Measured { runs, operations: one.operations * runs as u64, seconds, bytes: one.bytes }
}

fn value(list: &List, x: &[f64], door: &Door<'_>) -> Measured {
    let operations = counted::operations(|| {
        let x: Vec<Counted> = x.iter().map(|&x| Counted(x)).collect();
        let _ = sweep::value(list, &Constants::literal(Counted(0.0)), &x, &mut Vec::new());
    });
    let mut at = Vec::new();
    let seconds = timed(door, || {
        let _ = sweep::value(list, &Constants::literal(0.0), x, &mut at);
    });
    Measured { runs: 1, operations, seconds: Num(seconds), bytes: size_of_val(at.as_slice()) }
}

/// One forward sweep, then one reverse sweep for each output.
fn reverse(list: &List, x: &[f64], m: usize, door: &Door<'_>) -> Measured {
    let seeds = |k: usize| (0..m).map(|i| if i == k { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
    let counted_x: Vec<Counted> = x.iter().map(|&x| Counted(x)).collect();
    let like = Constants::literal(Counted(0.0));
    let mut counted_at = Vec::new();
    let forward = counted::operations(|| {
        let _ = sweep::value(list, &like, &counted_x, &mut counted_at);
    });
    let back = |k: usize| {
        let seeds: Vec<Counted> = seeds(k).into_iter().map(Counted).collect();
        counted::operations(|| {
            sweep::adjoint(list, &like, &counted_at, &seeds, &mut Vec::new(), &mut Unwatched);
        })
    };
    let operations = forward + (0..m).map(back).sum::<u64>();
    let (mut at, mut bar, plain) = (Vec::new(), Vec::new(), Constants::literal(0.0));
    let up = timed(door, || {
        let _ = sweep::value(list, &plain, x, &mut at);
    });
    let seed = seeds(0);
    let down = timed(door, || sweep::adjoint(list, &plain, &at, &seed, &mut bar, &mut Unwatched));
    let bytes = size_of_val(at.as_slice()) + size_of_val(bar.as_slice());
    Measured { runs: m, operations, seconds: Num(up + down * m as f64), bytes }
}

/// One sweep on values with tangents for each input.
fn forward(list: &List, x: &[f64], n: usize, door: &Door<'_>) -> Measured {
    let along = |k: usize, i: usize| if i == k { Slope::Along(1.0) } else { Slope::Flat };
    let counted_along = |k: usize, i: usize| if i == k { Slope::Along(Counted(1.0)) } else { Slope::Flat };
    let pass = |k: usize| {
        let x: Vec<Dual<Counted>> =
            x.iter().enumerate().map(|(i, &x)| Dual::new(Counted(x), counted_along(k, i))).collect();
        let like = Constants::literal(Dual::new(Counted(0.0), Slope::Fixed));
        counted::operations(|| {
            let _ = sweep::value(list, &like, &x, &mut Vec::new());
        })
    };
    let mut at = Vec::new();
    let first: Vec<Dual<f64>> = x.iter().enumerate().map(|(i, &x)| Dual::new(x, along(0, i))).collect();
    let seconds = timed(door, || {
        let _ = sweep::value(list, &Constants::literal(Dual::new(0.0, Slope::Fixed)), &first, &mut at);
    });
    let operations = (0..n).map(pass).sum();
    Measured { runs: n, operations, seconds: Num(seconds * n as f64), bytes: size_of_val(at.as_slice()) }
}

/// Seconds of one call, averaged over as many as fill a measurable time.
fn timed(door: &Door<'_>, mut work: impl FnMut()) -> f64 {
    work();
    let mut calls = 1;
    loop {
        let began = (door.now)();
        (0..calls).for_each(|_| work());
        let took = (door.now)() - began;
        if took >= LEAST || calls >= 4096 {
            return took / f64::from(calls);
        }
        calls *= 4;
    }
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
    fn what_is_too_large_is_refused_with_both_numbers() {
        let dense = FAMILIES.iter().find(|family| family.id == "layer").unwrap();
        let fault = point(dense, 1024, 1024, &Door::still()).unwrap_err();
        assert!(fault.message.contains("70,000"), "{}", fault.message);
    }
}
