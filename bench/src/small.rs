//! Small problems: what an eager gradient costs before its first operation, and few inputs beside forward mode.

use crate::measure::{Effort, alone, in_turn, table, time};
use crate::problems::Problem;
use crate::{hand, ours, peers};
use anyhow::Result;
use std::hint::black_box;
use wengert::{Var, value_and_grad, value_and_grad_into};

/// Prints both tables.
pub fn run(effort: Effort) -> Result<()> {
    let rows = [fixed::<1>(effort)?, fixed::<4>(effort)?, fixed::<16>(effort)?];
    let head = ["inputs", "1 operation", "65 operations", "ns/operation", "fixed cost", "by slice, into a slice"];
    println!("### Fixed cost of an eager gradient\n\n{}", table(&head, &rows));
    println!("### Rosenbrock 10, repeated\n\n{}", rosenbrock(effort));
    Ok(())
}

/// x₀·1 … `operations` times: nothing but operations.
#[inline(always)]
fn chain(mut y: Var, operations: usize) -> Var {
    for _ in 0..operations {
        y *= 1.0;
    }
    y
}

/// The cost of one operation and of 65, and what is left of it when the operations are taken off.
fn fixed<const N: usize>(effort: Effort) -> Result<Vec<String>> {
    const FEW: usize = 1;
    const MORE: usize = 65;
    let x = [1.5; N];
    let mut g = [0.0; N];
    let (_, first) = value_and_grad(|x: [Var; N]| chain(x[0], MORE), x)?;
    anyhow::ensure!(first[0] == 1.0, "the slope of x is 1, not {}", first[0]);
    let gradient = |operations: usize| {
        let operations = black_box(operations);
        black_box(value_and_grad(|x: [Var; N]| chain(x[0], operations), black_box(x)).expect("a chain of products"));
    };
    let (mut few, mut more) = (|| gradient(FEW), || gradient(MORE));
    let mut slice = || {
        let operations = black_box(FEW);
        let body = |x: Vec<Var>| chain(x[0], operations);
        black_box(value_and_grad_into(body, black_box(&x[..]), &mut g).expect("a chain of products"));
    };
    let times = in_turn(effort, &mut [&mut few, &mut more, &mut slice]);
    let each = (times[1].least - times[0].least) / (MORE - FEW) as f64;
    Ok(vec![
        N.to_string(),
        time(times[0].least),
        time(times[1].least),
        format!("{each:.2}"),
        format!("{:.0} ns", times[0].least - each * FEW as f64),
        format!("{:.0} ns", times[2].least - each * FEW as f64),
    ])
}

/// Ten inputs: hand-written, forward mode of a size known when compiling, our eager gradient.
fn rosenbrock(effort: Effort) -> String {
    let problem = Problem::Rosenbrock(10);
    let x: [f64; 10] = problem.point().try_into().expect("ten inputs");
    let mut g = [0.0; 10];
    let by_hand = alone(effort, || {
        black_box(hand::gradient(problem, black_box(&x), black_box(&mut g)));
    });
    let by_array = alone(effort, || {
        black_box(value_and_grad(|x: [Var; 10]| ours::scalar(problem, &x), black_box(x)).expect("a sum of squares"));
    });
    let mut rows = vec![("hand-written".to_string(), by_hand), ("ours, eager, array in and out".into(), by_array)];
    for e in peers::entries().into_iter().chain(ours::entries()).filter(|e| e.name != "hand-written") {
        if let Some(mut contestant) = (e.make)(problem, &x) {
            let times = alone(effort, || {
                black_box(contestant.gradient(black_box(&x), black_box(&mut g)));
            });
            rows.push((e.name.to_string(), times));
        }
    }
    let dual = rows.iter().find(|r| r.0.contains("DualSVec64")).map_or(f64::NAN, |r| r.1.least);
    let line = |(name, t): &(String, crate::measure::Times)| {
        vec![name.clone(), time(t.least), time(t.median), format!("{:.2}", t.least / dual)]
    };
    table(&["", "least", "median", "/ num-dual of fixed size"], &rows.iter().map(line).collect::<Vec<_>>())
}
