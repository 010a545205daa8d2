//! The table of gradients: every contestant on every problem, checked against the hand-written gradient.

use crate::measure::{Contestant, Effort, Entry, Kind, Times, error, in_turn, table, time};
use crate::problems::Problem;
use crate::{hand, ours, peers};
use anyhow::{Context, Result, ensure};
use std::hint::black_box;

/// A gradient further from the hand-written one than this is wrong, and not worth a time.
const TOLERANCE: f64 = 1e-10;

const PROBLEMS: [Problem; 8] = [
    Problem::Rosenbrock(10),
    Problem::Rosenbrock(1_000),
    Problem::Rosenbrock(1_000_000),
    Problem::Product(1_000),
    Problem::Product(1_000_000),
    Problem::Network,
    Problem::LogSumExp(100_000),
    Problem::Powers(1_000),
];
const QUICK: [Problem; 5] = [
    Problem::Rosenbrock(10),
    Problem::Product(1_000),
    Problem::Network,
    Problem::LogSumExp(1_000),
    Problem::Powers(1_000),
];

/// One measured contestant.
struct Row {
    name: &'static str,
    kind: Kind,
    times: Times,
    error: f64,
}

/// Prints a table for each problem whose name contains `only`, and the table of ratios to the best other tape.
pub fn run(effort: Effort, only: &str) -> Result<()> {
    let problems: &[Problem] = if effort.quick { &QUICK } else { &PROBLEMS };
    let mut ratios = Vec::new();
    for &problem in problems.iter().filter(|p| p.name().contains(only)) {
        // A thread of its own: the tapes that live on threads start empty and are given back.
        let (primal, rows) = std::thread::scope(|s| s.spawn(|| measure(effort, problem)).join().expect("no panic"))?;
        print(problem, primal, &rows);
        ratios.extend(ratio(problem, &rows));
    }
    let head =
        ["problem", "best other tape", "its time", "ours, scalar body", "ratio", "n-ary", "ratio", "prepared", "ratio"];
    println!("{}", table(&head, &ratios));
    Ok(())
}

fn measure(effort: Effort, problem: Problem) -> Result<(Times, Vec<Row>)> {
    let x = problem.point();
    let mut want = vec![0.0; x.len()];
    hand::gradient(problem, &x, &mut want);
    let entries: Vec<Entry> = peers::entries().into_iter().chain(ours::entries()).collect();
    let mut made: Vec<(&Entry, Box<dyn Contestant>)> =
        entries.iter().filter_map(|e| (e.make)(problem, &x).map(|c| (e, c))).collect();
    let errors = made.iter_mut().map(|(e, c)| check(e, problem, c.as_mut(), &x, &want)).collect::<Result<Vec<_>>>()?;
    let names: Vec<(&'static str, Kind)> = made.iter().map(|(e, _)| (e.name, e.kind)).collect();
    let mut calls: Vec<Box<dyn FnMut()>> = Vec::new();
    calls.push(Box::new(|| {
        black_box(peers::primal::scalar(problem, black_box(&x)));
    }));
    for (_, contestant) in &mut made {
        let (x, mut g) = (&x, vec![0.0; x.len()]);
        calls.push(Box::new(move || {
            black_box(contestant.gradient(black_box(x), black_box(&mut g)));
        }));
    }
    let mut calls: Vec<&mut dyn FnMut()> = calls.iter_mut().map(|c| c.as_mut() as &mut dyn FnMut()).collect();
    let times = in_turn(effort, &mut calls);
    let measured = names.into_iter().zip(&times[1..]).zip(errors);
    let rows = measured.map(|(((name, kind), &times), error)| Row { name, kind, times, error }).collect();
    Ok((times[0], rows))
}

/// The error of a contestant's gradient; fails where it is no rounding.
fn check(entry: &Entry, problem: Problem, made: &mut dyn Contestant, x: &[f64], want: &[f64]) -> Result<f64> {
    let mut g = vec![f64::NAN; x.len()];
    let value = made.gradient(x, &mut g);
    let primal = peers::primal::scalar(problem, x);
    let (name, problem) = (entry.name, problem.name());
    ensure!((value - primal).abs() <= TOLERANCE * primal.abs(), "{name}, {problem}: value {value}, not {primal}");
    let error = error(&g, want);
    ensure!(error <= TOLERANCE, "{name}, {problem}: the gradient is off by {error:e}");
    Ok(error)
}

fn print(problem: Problem, primal: Times, rows: &[Row]) {
    let operations = problem.operations();
    println!("### {} ({operations} operations)\n", problem.name());
    let hand = rows.iter().find(|r| r.kind == Kind::Hand).map_or(f64::NAN, |r| r.times.least);
    let line = |name: &str, times: Times, error: Option<f64>| {
        vec![
            name.to_string(),
            time(times.least),
            time(times.median),
            format!("{:.2}", times.least / operations as f64),
            format!("{:.2}", times.least / hand),
            format!("{:.2}", times.least / primal.least),
            error.map_or("".into(), |e| format!("{e:.0e}")),
        ]
    };
    let lines: Vec<_> = std::iter::once(line("primal", primal, None))
        .chain(rows.iter().map(|r| line(r.name, r.times, Some(r.error))))
        .collect();
    println!("{}", table(&["", "least", "median", "ns/operation", "/ hand", "/ primal", "error"], &lines));
}

/// The line of a problem in the table of ratios.
fn ratio(problem: Problem, rows: &[Row]) -> Option<Vec<String>> {
    let least = |r: &&Row| r.times.least;
    let tapes = rows.iter().filter(|r| r.kind == Kind::Tape);
    let best = tapes.min_by(|a, b| least(a).total_cmp(&least(b)))?;
    let mut line = vec![problem.name(), best.name.to_string(), time(best.times.least)];
    for entry in ours::entries() {
        let cells = rows
            .iter()
            .find(|r| r.name == entry.name)
            .map(|r| (time(r.times.least), format!("{:.2}", r.times.least / best.times.least)));
        let (time, ratio) = cells.unwrap_or_default();
        line.extend([time, ratio]);
    }
    Some(line)
}

/// Runs ours, and nothing else, `times` times: what a profiler is to look at. Prints the operations of one run.
pub fn profile(only: &str, times: usize, nary: bool) -> Result<()> {
    let problem = PROBLEMS.into_iter().find(|p| p.name().contains(only));
    let problem = problem.with_context(|| format!("no problem is named like `{only}`"))?;
    let (x, mut g) = (problem.point(), vec![0.0; problem.inputs()]);
    let made = (ours::entries()[nary as usize].make)(problem, &x);
    let mut ours = made.with_context(|| format!("{} has no form in statements", problem.name()))?;
    for _ in 0..times {
        black_box(ours.gradient(black_box(&x), black_box(&mut g)));
    }
    println!("{}: {} operations, {times} times", problem.name(), problem.operations());
    Ok(())
}
