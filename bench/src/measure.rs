//! Measuring: the contestants, batches of calls taken in turn, least and median times, and how tables are written.

use crate::problems::Problem;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// What a contestant is; only tapes compete for "the best other tape".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Written by hand.
    Hand,
    /// Ours.
    Ours,
    /// Another library's reverse mode.
    Tape,
    /// Another library's forward mode.
    Forward,
}

/// One library, prepared for one problem.
pub trait Contestant {
    /// The value at `x`; the gradient is written into `g`.
    fn gradient(&mut self, x: &[f64], g: &mut [f64]) -> f64;
}

impl<F: FnMut(&[f64], &mut [f64]) -> f64> Contestant for F {
    fn gradient(&mut self, x: &[f64], g: &mut [f64]) -> f64 {
        self(x, g)
    }
}

/// A library as it is listed.
pub struct Entry {
    pub name: &'static str,
    pub kind: Kind,
    /// Prepares it for a problem; `None` where it has nothing of its own to say about it.
    pub make: fn(Problem, &[f64]) -> Option<Box<dyn Contestant>>,
}

/// How long to measure.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// For one contestant on one problem.
    pub budget: Duration,
    /// Whether to leave out large problems.
    pub quick: bool,
}

/// Least and median nanoseconds a call.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    pub least: f64,
    pub median: f64,
}

/// Measures all of `calls` in turn, one batch each, so that a disturbance of the machine meets all of them.
pub fn in_turn(effort: Effort, calls: &mut [&mut dyn FnMut()]) -> Vec<Times> {
    let sizes: Vec<usize> = calls.iter_mut().map(|call| batch(effort, call)).collect();
    let mut samples = vec![Vec::new(); calls.len()];
    let mut spent = vec![Duration::ZERO; calls.len()];
    let (least, most) = if effort.quick { (2, 5) } else { (7, 400) };
    loop {
        let mut any = false;
        for (i, call) in calls.iter_mut().enumerate() {
            if samples[i].len() >= least && (spent[i] >= effort.budget || samples[i].len() >= most) {
                continue;
            }
            any = true;
            call(); // brings its memory back into the cache after the others' turns
            let start = Instant::now();
            (0..sizes[i]).for_each(|_| call());
            let time = start.elapsed();
            spent[i] += time;
            samples[i].push(time.as_nanos() as f64 / sizes[i] as f64);
        }
        if !any {
            return samples.into_iter().map(summary).collect();
        }
    }
}

/// As [`in_turn`], for one.
pub fn alone(effort: Effort, mut call: impl FnMut()) -> Times {
    in_turn(effort, &mut [&mut call])[0]
}

/// How many calls take about two milliseconds.
fn batch(effort: Effort, call: &mut dyn FnMut()) -> usize {
    call();
    let start = Instant::now();
    call();
    let once = start.elapsed().as_nanos().max(20) as f64;
    let wanted = if effort.quick { 2e5 } else { 2e6 };
    (wanted / once).clamp(1.0, 1e5) as usize
}

fn summary(mut samples: Vec<f64>) -> Times {
    samples.sort_by(f64::total_cmp);
    Times { least: samples[0], median: samples[samples.len() / 2] }
}

/// Measures a gradient and its primal in turn.
pub fn beside_primal(
    effort: Effort,
    x: &[f64],
    contestant: &mut dyn Contestant,
    primal: impl Fn(&[f64]) -> f64,
) -> (Times, Times) {
    let mut g = vec![0.0; x.len()];
    let mut gradient = || {
        black_box(contestant.gradient(black_box(x), black_box(&mut g)));
    };
    let mut value = || {
        black_box(primal(black_box(x)));
    };
    let times = in_turn(effort, &mut [&mut gradient, &mut value]);
    (times[0], times[1])
}

/// The largest difference, relative to the largest entry of `want`.
pub fn error(got: &[f64], want: &[f64]) -> f64 {
    let scale = want.iter().fold(f64::MIN_POSITIVE, |m, w| m.max(w.abs()));
    got.iter().zip(want).fold(0.0, |m, (g, w)| {
        let e = (g - w).abs() / scale;
        if e.is_nan() { f64::INFINITY } else { e.max(m) }
    })
}

/// A time in the unit that suits it.
pub fn time(ns: f64) -> String {
    match ns {
        ns if ns < 1e3 => format!("{ns:.0} ns"),
        ns if ns < 1e6 => format!("{:.2} µs", ns / 1e3),
        ns => format!("{:.2} ms", ns / 1e6),
    }
}

/// A table in Markdown: the first column to the left, the others to the right.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|h| h.to_string()).collect();
    let rule = format!("|---|{}\n", "---:|".repeat(head.len() - 1));
    line(&head) + &rule + &rows.iter().map(|r| line(r)).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_relative_to_the_largest_entry_and_nan_is_not_small() {
        assert_eq!(error(&[1.0, 4.5], &[1.0, 5.0]), 0.1);
        assert_eq!(error(&[f64::NAN, 1.0], &[1.0, 1.0]), f64::INFINITY);
    }

    #[test]
    fn tables_have_as_many_rules_as_columns() {
        assert_eq!(table(&["a", "b"], &[vec!["x".into(), "1".into()]]), "| a | b |\n|---|---:|\n| x | 1 |\n");
    }
}
