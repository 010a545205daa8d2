//! Rows of a file by the command line: one process with `--points` beside one process a row, on one core.

use crate::measure::{Effort, table};
use anyhow::{Context, Result, ensure};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const EXPRESSION: &str = "x*y + sin(x*y)";

/// Prints rows a second of both, for the worked example.
pub fn run(effort: Effort, binary: &Path) -> Result<()> {
    ensure!(binary.is_file(), "{}: build it first, with cargo build --release -p wengert-cli", binary.display());
    on_one_core()?;
    let (rows, single, rounds): (u64, _, _) = if effort.quick { (20_000, 20, 1) } else { (1_000_000, 400, 5) };
    let points = (0..rows).map(point).collect::<Vec<_>>();
    let (mut many, mut one) = (f64::INFINITY, f64::INFINITY);
    // In turn, so that a disturbance of the machine meets both.
    for _ in 0..rounds {
        many = many.min(by_file(binary, &points)? / rows as f64);
        one = one.min(one_by_one(binary, &points[..single])? / single as f64);
    }
    let row = |what: &str, seconds: f64| {
        vec![
            what.to_owned(),
            format!("{:.0}", 1.0 / seconds),
            format!("{:.2} µs", seconds * 1e6),
            format!("{:.0}", one / seconds),
        ]
    };
    let head = ["`grad 'x*y + sin(x*y)'`", "rows/s", "a row", "times one process a row"];
    println!("### Rows of a file, least of {rounds}, {rows} rows\n");
    println!("{}", table(&head, &[row("one process a row", one), row("`--points`", many)]));
    let lengths = if effort.quick { [20_000, 200_000] } else { [1_000_000, 10_000_000] };
    let peaks = lengths.map(|rows| Ok(vec![rows.to_string(), peak_of_a_pipe(binary, rows)?]));
    println!("### Peak memory of the process, rows from a pipe\n");
    println!("{}", table(&["rows", "peak"], &peaks.into_iter().collect::<Result<Vec<_>>>()?));
    Ok(())
}

/// The most memory that one process held while these rows came to it by a pipe, as Linux counts it.
fn peak_of_a_pipe(binary: &Path, rows: u64) -> Result<String> {
    let mut child = Command::new(binary)
        .args(["grad", EXPRESSION, "--points", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut pipe = BufWriter::new(child.stdin.take().context("the pipe was asked for")?);
    pipe.write_all(b"x,y\n")?;
    (0..rows).map(point).try_for_each(|(x, y)| writeln!(pipe, "{x},{y}"))?;
    pipe.flush()?;
    // It still waits for the end of the pipe, with all but the last rows behind it.
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).context("only Linux tells")?;
    drop(pipe);
    ensure!(child.wait()?.success(), "the run over a pipe failed");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("the peak is in /proc")?;
    let kib: f64 = peak.trim().trim_end_matches(" kB").parse()?;
    Ok(format!("{:.1} MB", kib * 1024.0 / 1e6))
}

/// This process, and those that it starts, keep to one core.
fn on_one_core() -> Result<()> {
    let all = sched_getaffinity(None)?;
    let core = (0..CpuSet::MAX_CPU).find(|&core| all.is_set(core)).context("there is a core")?;
    let mut one = CpuSet::new();
    one.set(core);
    Ok(sched_setaffinity(None, &one)?)
}

/// A point with as many digits as measured data has.
fn point(k: u64) -> (f64, f64) {
    let digits = |k: u64| (k.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as f64 / 1e5;
    (digits(2 * k) - 80.0, digits(2 * k + 1) - 80.0)
}

/// Seconds for all rows in one process: from a file, to a file.
fn by_file(binary: &Path, points: &[(f64, f64)]) -> Result<f64> {
    let folder = std::env::temp_dir();
    let name = |end: &str| folder.join(format!("wengert-points-{}-{end}.csv", std::process::id()));
    let (from, to) = (name("in"), name("out"));
    let mut text = String::from("x,y\n");
    points.iter().for_each(|(x, y)| text.push_str(&format!("{x},{y}\n")));
    std::fs::File::create(&from)?.write_all(text.as_bytes())?;
    let out = std::fs::File::create(&to)?;
    let start = Instant::now();
    let status = Command::new(binary).args(["grad", EXPRESSION, "--points"]).arg(&from).stdout(out).status()?;
    let seconds = start.elapsed().as_secs_f64();
    ensure!(status.success(), "the run over a file failed");
    let answer = std::fs::read_to_string(&to)?;
    std::fs::remove_file(&from)?;
    std::fs::remove_file(&to)?;
    right(points, answer.lines().skip(1))?;
    Ok(seconds)
}

/// Seconds for all rows in a process each.
fn one_by_one(binary: &Path, points: &[(f64, f64)]) -> Result<f64> {
    let mut answers = Vec::with_capacity(points.len());
    let start = Instant::now();
    for (x, y) in points {
        let output = Command::new(binary)
            .args(["grad", EXPRESSION, &format!("x={x}"), &format!("y={y}"), "--csv"])
            .stderr(Stdio::null())
            .output()?;
        answers.push(String::from_utf8(output.stdout)?);
    }
    let seconds = start.elapsed().as_secs_f64();
    right(points, answers.iter().filter_map(|answer| answer.lines().nth(1)))?;
    Ok(seconds)
}

/// Whether each row has the gradient that is written by hand.
fn right<'a>(points: &[(f64, f64)], rows: impl Iterator<Item = &'a str>) -> Result<()> {
    let mut seen = 0;
    for (&(x, y), row) in points.iter().zip(rows) {
        let cells: Vec<f64> = row.split(',').map(str::parse).collect::<Result<_, _>>()?;
        let slope = 1.0 + (x * y).cos();
        let wanted = [x, y, x * y + (x * y).sin(), slope * y, slope * x];
        ensure!(cells == wanted, "{row}, not {wanted:?}");
        seen += 1;
    }
    ensure!(seen == points.len(), "{seen} answers to {} rows", points.len());
    Ok(())
}
