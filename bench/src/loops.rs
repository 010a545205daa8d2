//! Loops: how often a schedule runs a step, the memory of long loops, and loops kept as loops beside plain ones.

use crate::measure::{Effort, in_turn, table};
use crate::memory::HEAP;
use crate::problems::count;
use anyhow::{Result, ensure};
use std::hint::black_box;
use wengert::schedule::{Action, advances, binomial};
use wengert::{Memory, Var, scan_with, value_and_grad, value_and_grad_into};

/// Prints the three tables.
pub fn run(effort: Effort) -> Result<()> {
    println!("### Steps run again, over steps\n\n{}", schedules(effort)?);
    println!("{}\n", every_schedule(effort)?);
    println!("### Peak memory of a gradient\n\n{}", peaks(effort)?);
    println!("### Speed, beside the plain loop\n\n{}", speed(effort)?);
    Ok(())
}

/// The multiples that schedules have, counted by carrying them out.
fn schedules(effort: Effort) -> Result<String> {
    let lengths: &[u64] = if effort.quick { &[1_000, 10_000] } else { &[1_000, 10_000, 1_000_000] };
    let mut rows = Vec::new();
    for snapshots in [10, 100] {
        let mut row = vec![snapshots.to_string()];
        for &steps in lengths {
            let ran = carried_out(steps, snapshots)?;
            row.push(format!("{:.2}", ran as f64 / steps as f64));
        }
        rows.push(row);
    }
    let names: Vec<String> = lengths.iter().map(|&l| format!("{} steps", count(l as usize))).collect();
    let head: Vec<&str> = std::iter::once("snapshots").chain(names.iter().map(String::as_str)).collect();
    Ok(table(&head, &rows))
}

/// How many steps a schedule runs, counted by carrying it out; they have to be as many as the formula says.
fn carried_out(steps: u64, snapshots: usize) -> Result<u64> {
    let ran = binomial(steps, snapshots)
        .map(|action| if let Action::Advance { from, to } = action { to - from } else { 0 })
        .sum();
    ensure!(u128::from(ran) == advances(steps, snapshots), "{steps} steps with {snapshots} snapshots: {ran}");
    Ok(ran)
}

/// Carries out every schedule of few snapshots, up to a length.
fn every_schedule(effort: Effort) -> Result<String> {
    let longest = if effort.quick { 300 } else { 10_000 };
    let mut done = 0;
    for snapshots in 1..=50 {
        for steps in 1..=longest {
            carried_out(steps, snapshots)?;
            done += 1;
        }
    }
    Ok(format!(
        "{done} schedules, of 1 to {longest} steps and 1 to 50 snapshots, carried out: each ran as often as the formula says."
    ))
}

/// One step of Lotka and Volterra's predators and prey.
fn hunt([x, y]: [Var; 2], p: [Var; 4]) -> [Var; 2] {
    let h = 1e-5;
    [x + h * (p[0] * x - p[1] * x * y), y + h * (p[2] * x * y - p[3] * y)]
}

const HUNT: [f64; 4] = [1.1, 0.4, 0.1, 0.4];

/// One step of the heat equation on a rod whose ends are cold.
fn warm(u: Vec<Var>, a: Var) -> Vec<Var> {
    let n = u.len();
    let at = |k: usize| if k == 0 || k > n { Var::constant(0.0) } else { u[k - 1] };
    (1..=n).map(|k| at(k) + a * (at(k - 1) - 2.0 * at(k) + at(k + 1))).collect()
}

/// Peak bytes above what was in use before.
fn peak<R: Send>(f: impl FnOnce() -> R + Send) -> (R, usize) {
    std::thread::scope(|s| {
        let measured = s.spawn(|| {
            // Nor what ended threads left: it would not count.
            wengert::memory::release();
            let before = HEAP.current_usage();
            HEAP.reset_peak_usage();
            let result = f();
            (result, HEAP.peak_usage() - before)
        });
        measured.join().expect("no panic")
    })
}

fn peaks(effort: Effort) -> Result<String> {
    let (long, cells, steps) = if effort.quick { (10_000, 1_000, 100) } else { (1_000_000, 10_000, 1_000) };
    let mut rows = Vec::new();
    let hunted = |memory, steps| {
        let f = |[x, y, a, b, c, d]: [Var; 6]| scan_with(memory, 0..steps, [x, y], |s, _| hunt(s, [a, b, c, d]))[0];
        value_and_grad(f, [10.0, 5.0, HUNT[0], HUNT[1], HUNT[2], HUNT[3]])
    };
    let heated = |memory, steps| {
        let start: Vec<f64> = (0..cells).map(|k| (k as f64 * 0.01).sin()).collect();
        let mut g = vec![0.0; cells + 1];
        let x = [vec![0.2], start].concat();
        let f = |x: Vec<Var>| {
            let u = scan_with(memory, 0..steps, x[1..].to_vec(), |u, _| warm(u, x[0]));
            u.iter().map(|u| u * u).sum::<Var>()
        };
        value_and_grad_into(f, &x, &mut g).map(|v| (v, g[0]))
    };
    let memories = [Memory::Snapshots(10), Memory::Snapshots(100), Memory::Store];
    for memory in memories {
        // One state and the tape of one step. So many steps are run in machine code, as those of the long loop are.
        let (_, of_step) = peak(|| hunted(Memory::Snapshots(1), 1_000));
        let (answer, bytes) = peak(|| hunted(memory, long));
        rows.push(row("Lotka-Volterra", long, 2, memory, of_step, bytes, answer?.0));
    }
    for memory in &memories[..2] {
        // A large step runs no faster for being one of many.
        let (_, of_step) = peak(|| heated(Memory::Snapshots(1), 4));
        let (answer, bytes) = peak(|| heated(*memory, steps));
        rows.push(row("heat equation", steps, cells, *memory, of_step, bytes, answer?.0));
    }
    let head = ["loop", "steps", "state", "keeps", "peak", "with one state", "difference, in states", "value"];
    Ok(table(&head, &rows))
}

fn row(
    name: &str,
    steps: usize,
    state: usize,
    memory: Memory,
    of_step: usize,
    bytes: usize,
    value: f64,
) -> Vec<String> {
    let states = (bytes as f64 - of_step as f64) / (8 * state) as f64;
    vec![
        name.into(),
        count(steps),
        format!("{} B", 8 * state),
        format!("{memory:?}"),
        format!("{bytes} B"),
        format!("{of_step} B"),
        format!("{states:.1}"),
        format!("{value:.6}"),
    ]
}

/// Time of a gradient of the plain loop over that of the same loop kept by `scan`, everything stored or as many states.
fn speed(effort: Effort) -> Result<String> {
    let steps = if effort.quick { 1_000 } else { 100_000 };
    let mut rows = Vec::new();
    let mut case = |name: &str, x: &[f64], plain: &dyn Fn(Vec<Var>) -> Var, kept: &dyn Fn(Memory, Vec<Var>) -> Var| {
        for memory in [Memory::Store, Memory::Snapshots(10), Memory::Snapshots(100)] {
            let kept = |x| kept(memory, x);
            let (expected, got) = (value_and_grad(plain, x)?, value_and_grad(kept, x)?);
            ensure!(expected == got, "{name}: {expected:?} {got:?}");
            let mut g = vec![0.0; x.len()];
            let mut h = g.clone();
            let mut first = || {
                black_box(value_and_grad_into(plain, black_box(x), &mut g)).map(drop).unwrap_or_default();
            };
            let mut second = || {
                black_box(value_and_grad_into(kept, black_box(x), &mut h)).map(drop).unwrap_or_default();
            };
            let times = in_turn(effort, &mut [&mut first, &mut second]);
            let each = |t: f64| format!("{:.0} ns", t / steps as f64);
            rows.push(vec![
                name.into(),
                format!("{memory:?}"),
                each(times[0].least),
                each(times[1].least),
                format!("{:.2}", times[0].least / times[1].least),
                format!("{:.2}", times[0].median / times[1].median),
            ]);
        }
        Ok(())
    };
    let start = [10.0, 5.0, HUNT[0], HUNT[1], HUNT[2], HUNT[3]];
    let p = |x: &[Var]| [x[2], x[3], x[4], x[5]];
    case("Lotka-Volterra", &start, &|x| (0..steps).fold([x[0], x[1]], |s, _| hunt(s, p(&x)))[0], &|m, x| {
        scan_with(m, 0..steps, [x[0], x[1]], |s, _| hunt(s, p(&x)))[0]
    })?;
    let pendulum = |[a, v]: [Var; 2], x: &[Var]| {
        let v = v - 0.001 * (x[2] * a.sin() + x[3] * v);
        [a + 0.001 * v, v]
    };
    case(
        "damped pendulum",
        &[0.5, 0.0, 9.81, 0.1],
        &|x| (0..steps).fold([x[0], x[1]], |s, _| pendulum(s, &x))[0],
        &|m, x| scan_with(m, 0..steps, [x[0], x[1]], |s, _| pendulum(s, &x))[0],
    )?;
    case("logistic map", &[0.3, 2.5], &|x| (0..steps).fold(x[0], |s, _| x[1] * s * (1.0 - s)), &|m, x| {
        scan_with(m, 0..steps, x[0], |s, _| x[1] * s * (1.0 - s))
    })?;
    let rod = [vec![0.2], (0..100).map(|k| (k as f64 * 0.1).sin()).collect()].concat();
    let long = steps / 100;
    case(
        "heat equation, 100 cells",
        &rod,
        &|x| (0..long).fold(x[1..].to_vec(), |u, _| warm(u, x[0])).iter().map(|u| u * u).sum(),
        &|m, x| scan_with(m, 0..long, x[1..].to_vec(), |u, _| warm(u, x[0])).iter().map(|u| u * u).sum(),
    )?;
    Ok(table(&["loop", "keeps", "plain, a step", "kept, a step", "plain / kept, least", "median"], &rows))
}
