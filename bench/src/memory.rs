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
                    each(both as f64),
                    each(times.least),
                    each(times.median),
                ]
            })
        })
        .collect();
    table(&["operations", "B/op, records", "B/op, adjoints", "B/op, both", "ns/op, least", "ns/op, median"], &rows)
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
/// back to the system in between, each also without huge pages; and what the system alone takes to hand as much out again.
fn first_calls(effort: Effort) -> Result<String> {
    let problem = Problem::Rosenbrock(if effort.quick { 1_000 } else { 1_000_000 });
    let mut rows = vec![row("first touch", &[on_a_thread(|| calls(problem))])];
    let mut threads = |pages: &str| {
        let again = |before: &dyn Fn()| -> Vec<(Spent, Spent)> {
            let once = |_| {
                before();
                on_a_thread(|| calls(problem))
            };
            (0..THREADS).map(once).collect()
        };
        rows.push(row(&format!("new thread, memory of an ended one{pages}"), &again(&|| {})));
        let given_back = again(&wengert::memory::release);
        rows.push(row(&format!("new thread, memory given back before{pages}"), &given_back));
    };
    threads("");
    let mut handed_out = vec![fresh(problem, true)?];
    #[cfg(target_os = "linux")]
    {
        rustix::thread::disable_transparent_huge_pages(true)?;
        wengert::memory::release();
        on_a_thread(|| calls(problem));
        threads(", no huge pages");
        handed_out.push(fresh(problem, false)?);
        rustix::thread::disable_transparent_huge_pages(false)?;
    }
    let title = format!("{}, first call", problem.name());
    let head = [&title, "first", "later", "first / later", "first, processor", "first / later", "median"];
    let calls = table(&head, &rows);
    let head = ["memory that the system hands out again", "MB", "processor, least", "median", "a MiB"];
    Ok(calls + "\n" + &table(&head, &handed_out))
}

/// What the system takes to hand out as much memory as a gradient of the problem holds, each page touched once and nothing
/// else done with it.
fn fresh(problem: Problem, huge: bool) -> Result<Vec<String>> {
    const BYTES: usize = 24 + 8; // an operation
    let (bytes, page) = (BYTES * problem.operations(), if huge { HUGE_PAGE } else { 1 << 12 });
    let mut times = Vec::new();
    for _ in 0..7 {
        // A page more, since the first does not begin at a multiple of its size.
        let mut memory = memmap2::MmapMut::map_anon(bytes + HUGE_PAGE)?;
        #[cfg(target_os = "linux")]
        memory.advise(if huge { memmap2::Advice::HugePage } else { memmap2::Advice::NoHugePage })?;
        let before = processor();
        memory[..bytes].iter_mut().step_by(page).for_each(|byte| *byte = 1);
        times.push(processor() - before);
        black_box(&memory);
    }
    times.sort_by(f64::total_cmp);
    let pages = if huge { "huge pages" } else { "no huge pages" };
    let each = time(times[0] / (bytes as f64 / (1 << 20) as f64));
    let megabytes = format!("{:.0}", bytes as f64 / 1e6);
    Ok(vec![pages.into(), megabytes, time(times[0]), time(times[times.len() / 2]), each])
}

/// Bytes of a huge page on x86-64.
const HUGE_PAGE: usize = 1 << 21;

/// So many threads, one after the other, make a row.
const THREADS: usize = 9;

/// Nanoseconds of a call: by the clock, and of the processor, which leaves out what else the machine does meanwhile.
#[derive(Clone, Copy)]
struct Spent {
    wall: f64,
    processor: f64,
}

impl Spent {
    /// The lesser of each.
    fn least(self, o: Spent) -> Spent {
        Spent { wall: self.wall.min(o.wall), processor: self.processor.min(o.processor) }
    }
}

/// What this thread has had of the processor, in nanoseconds; 0 where the system does not say.
fn processor() -> f64 {
    #[cfg(target_os = "linux")]
    {
        let t = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        t.tv_sec as f64 * 1e9 + t.tv_nsec as f64
    }
    #[cfg(not(target_os = "linux"))]
    0.0
}

/// The first call on this thread, and the least of nine later ones.
fn calls(problem: Problem) -> (Spent, Spent) {
    let (x, mut g) = (problem.point(), vec![0.0; problem.inputs()]);
    let mut contestant = (ours::entries()[0].make)(problem, &x).expect("the scalar body covers every problem");
    let mut once = || {
        let (start, before) = (Instant::now(), processor());
        black_box(contestant.gradient(&x, &mut g));
        Spent { wall: start.elapsed().as_nanos() as f64, processor: processor() - before }
    };
    let (first, second) = (once(), once());
    (first, (0..8).map(|_| once()).fold(second, Spent::least))
}

/// The least first and later call of all threads with their ratio, and the median of the threads' own ratios of processor
/// time.
fn row(state: &str, threads: &[(Spent, Spent)]) -> Vec<String> {
    let (first, later) = threads.iter().copied().reduce(|a, b| (a.0.least(b.0), a.1.least(b.1))).expect("a thread");
    let mut ratios: Vec<f64> = threads.iter().map(|(first, later)| first.processor / later.processor).collect();
    ratios.sort_by(f64::total_cmp);
    let ratio = |r: f64| format!("{r:.2}");
    let by_clock = [time(first.wall), time(later.wall), ratio(first.wall / later.wall)];
    let by_processor =
        [time(first.processor), ratio(first.processor / later.processor), ratio(ratios[ratios.len() / 2])];
    [vec![state.to_string()], by_clock.into(), by_processor.into()].concat()
}
