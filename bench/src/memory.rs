//! Memory: bytes an operation, cost an operation as lists grow, and the first call on a thread beside later ones.

use crate::measure::{Effort, Kind, alone, table, time};
use crate::problems::{Problem, count};
use crate::{ours, peers};
use anyhow::Result;
use peak_alloc::PeakAlloc;
use std::hint::black_box;
use std::time::Instant;
use wengert::{Var, value_and_grad_into};

/// Counts the bytes of the process.
#[global_allocator]
pub static HEAP: PeakAlloc = PeakAlloc;

/// Prints the three tables.
pub fn run(effort: Effort) -> Result<()> {
    // The first touch comes first: afterwards the machine has used the memory.
    let first = first_calls(effort)?;
    println!("### A chain of two-argument operations\n\n{}", chain(effort));
    println!("### Bytes an operation, first gradient of each library\n\n{}", bytes(effort));
    println!("### The first call on a thread beside later ones\n\n{first}");
    Ok(())
}

/// Runs `f` on a thread of its own, where no tape holds memory yet, nor finds what ended threads left.
fn afresh<R: Send>(f: impl FnOnce() -> R + Send) -> R {
    wengert::memory::release();
    on_a_thread(f)
}

/// Runs `f` on a thread of its own.
fn on_a_thread<R: Send>(f: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|s| s.spawn(f).join().expect("no panic"))
}

/// y ← y·x, `operations` times; also the bytes in use when the last is recorded.
fn multiply(operations: usize, x: &[f64; 2], g: &mut [f64]) -> usize {
    let body = |[mut y, x]: [Var; 2]| {
        for _ in 0..operations {
            y *= x;
        }
        (y, HEAP.current_usage())
    };
    value_and_grad_into(body, x, g).expect("a gradient of products").1
}

/// Bytes and nanoseconds an operation from 10^3 to 10^8 of them.
fn chain(effort: Effort) -> String {
    let largest = if effort.quick { 5 } else { 8 };
    let rows: Vec<Vec<String>> = (3..=largest)
        .map(|power| {
            let n = 10usize.pow(power);
            let (x, mut g) = ([1.0, 1.0 + 1.0 / n as f64], [0.0; 2]);
            afresh(|| {
                let before = HEAP.current_usage();
                HEAP.reset_peak_usage();
                let recorded = multiply(n, &x, &mut g) - before;
                let both = HEAP.peak_usage() - before;
                assert!((g[1] - std::f64::consts::E * n as f64).abs() < 0.01 * n as f64, "d(x^n)/dx = {}", g[1]);
                let times = alone(effort, || {
                    black_box(multiply(n, black_box(&x), black_box(&mut g)));
                });
                let each = |v: f64| format!("{:.2}", v / n as f64);
                vec![
                    count(n),
                    each(recorded as f64),
                    each((both - recorded) as f64),
                    each(times.least),
                    each(times.median),
                ]
            })
        })
        .collect();
    table(&["operations", "B/op, records", "B/op, adjoints", "ns/op, least", "ns/op, median"], &rows)
}

/// Peak bytes an operation of preparation and first gradient, all that is allocated counted.
fn bytes(effort: Effort) -> String {
    let problems = [Problem::Rosenbrock(if effort.quick { 1_000 } else { 1_000_000 }), Problem::Network];
    let head: Vec<String> = std::iter::once(String::new()).chain(problems.map(Problem::name)).collect();
    let entries =
        peers::entries().into_iter().chain(ours::entries()).filter(|e| matches!(e.kind, Kind::Tape | Kind::Ours));
    let rows: Vec<Vec<String>> = entries
        .map(|e| {
            let cells = problems.map(|p| {
                let (x, mut g) = (p.point(), vec![0.0; p.inputs()]);
                afresh(|| {
                    let before = HEAP.current_usage();
                    HEAP.reset_peak_usage();
                    let Some(mut contestant) = (e.make)(p, &x) else { return String::new() };
                    black_box(contestant.gradient(&x, &mut g));
                    format!("{:.1}", (HEAP.peak_usage() - before) as f64 / p.operations() as f64)
                })
            });
            std::iter::once(e.name.to_string()).chain(cells).collect()
        })
        .collect();
    table(&head.iter().map(String::as_str).collect::<Vec<_>>(), &rows)
}

/// The first call on a thread and the tenth: on a first touch, on the memory of a thread that ended, on memory that went
/// back to the system in between, each also without huge pages.
fn first_calls(effort: Effort) -> Result<String> {
    let problem = Problem::Rosenbrock(if effort.quick { 1_000 } else { 1_000_000 });
    let mut rows = vec![row("first touch", problem)];
    let mut threads = |pages: &str| {
        for _ in 0..3 {
            rows.push(row(&format!("new thread, memory of an ended one{pages}"), problem));
        }
        for _ in 0..3 {
            wengert::memory::release();
            rows.push(row(&format!("new thread, memory given back before{pages}"), problem));
        }
    };
    threads("");
    #[cfg(target_os = "linux")]
    {
        rustix::thread::disable_transparent_huge_pages(true)?;
        wengert::memory::release();
        on_a_thread(|| row("", problem));
        threads(", no huge pages");
        rustix::thread::disable_transparent_huge_pages(false)?;
    }
    let title = format!("{}, first call", problem.name());
    Ok(table(&[&title, "first", "later", "first / later"], &rows))
}

fn row(state: &str, problem: Problem) -> Vec<String> {
    let (x, mut g) = (problem.point(), vec![0.0; problem.inputs()]);
    let times = on_a_thread(|| {
        let mut contestant = (ours::entries()[0].make)(problem, &x).expect("the scalar body covers every problem");
        let mut once = || {
            let start = Instant::now();
            black_box(contestant.gradient(&x, &mut g));
            start.elapsed().as_nanos() as f64
        };
        let first = once();
        let later = (0..9).map(|_| once()).fold(f64::INFINITY, f64::min);
        (first, later)
    });
    vec![state.to_string(), time(times.0), time(times.1), format!("{:.2}", times.0 / times.1)]
}
