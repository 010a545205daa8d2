//! `matrix`: a tape of very many lines as the triangular system that the sweep solves from the last row up: a map of the
//! whole, and a window of it row by row, at any line of the sweep.

use super::fault::Fault;
use super::model::Model;
use super::num::Num;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wengert::list::Id;
use wengert_inspect::Run;
use wengert_inspect::formula::text_of;

/// The map has so many rows and columns.
const SIDE: usize = 96;
/// A window has at most so many rows.
const MOST_ROWS: usize = 64;

/// Asks for the system.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
    /// The line at which the sweep is: it has swept this one and all after it. One behind the last: it has not begun.
    at: usize,
    /// The first line of the window, and how many it has.
    first: usize,
    rows: usize,
}

/// The system.
#[derive(Debug, Serialize)]
pub struct Matrix {
    lines: usize,
    /// How many local derivatives there are.
    entries: usize,
    at: usize,
    map: Map,
    first: usize,
    rows: Vec<Row>,
}

/// The whole, in squares of several lines each.
#[derive(Debug, Serialize)]
struct Map {
    /// How many lines a square is wide.
    wide: usize,
    /// Row, column and number of local derivatives of every square that is not empty.
    squares: Vec<[usize; 3]>,
    /// The largest register of each row of squares, as it stands at this line of the sweep; 0 where nothing arrived.
    registers: Vec<Num>,
}

/// A line in the window.
#[derive(Debug, Serialize)]
struct Row {
    id: u32,
    text: String,
    value: Num,
    /// Its register at this line of the sweep; null where nothing has arrived.
    register: Option<Num>,
    /// Whether every use has paid into it by now.
    swept: bool,
    /// What it reads and has a slope in.
    entries: Vec<Entry>,
}

/// A local derivative.
#[derive(Debug, Serialize)]
struct Entry {
    id: u32,
    slope: Num,
}

/// Writes the system.
pub fn answer(request: &Request) -> Result<Matrix, Fault> {
    let read = request.model.read()?;
    let run = read.run_outlined()?;
    let lines = run.list().ids();
    let at = request.at.min(lines);
    let registers = registers(&run, at);
    let rows = request.rows.clamp(1, MOST_ROWS).min(lines);
    let first = request.first.min(lines - rows);
    Ok(Matrix {
        lines,
        entries: run.contributions().len(),
        at,
        map: map(&run, &registers),
        first,
        rows: window(&run, &registers, first, first + rows, at),
    })
}

/// What the registers hold when all lines from `at` on have paid.
fn registers(run: &Run, at: usize) -> Vec<Option<f64>> {
    let mut registers = vec![None; run.list().ids()];
    if let Some(output) = run.output().filter(|output| at <= output.0 as usize) {
        registers[output.0 as usize] = Some(1.0);
    }
    for c in run.contributions().iter().filter(|c| c.from.0 as usize >= at) {
        registers[c.to.0 as usize] = Some(c.register);
    }
    registers
}

fn map(run: &Run, registers: &[Option<f64>]) -> Map {
    let wide = registers.len().div_ceil(SIDE).max(1);
    let mut squares: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for c in run.contributions() {
        *squares.entry((c.from.0 as usize / wide, c.to.0 as usize / wide)).or_default() += 1;
    }
    let larger = |a: f64, b: f64| if a.is_nan() || b.is_nan() { f64::NAN } else { a.max(b) };
    let largest = |some: &[Option<f64>]| Num(some.iter().flatten().fold(0.0, |most, bar| larger(most, bar.abs())));
    Map {
        wide,
        squares: squares.into_iter().map(|((row, column), count)| [row, column, count]).collect(),
        registers: registers.chunks(wide).map(largest).collect(),
    }
}

fn window(run: &Run, registers: &[Option<f64>], first: usize, end: usize, at: usize) -> Vec<Row> {
    let mut entries: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
    for c in run.contributions().iter().filter(|c| (first..end).contains(&(c.from.0 as usize))) {
        entries.entry(c.from.0 as usize).or_default().push(Entry { id: c.to.0, slope: Num(c.slope) });
    }
    let mut row = |k: usize| {
        let id = Id(k as u32);
        let right = run.line_of(id).and_then(|line| text_of(run.list(), line, run.names()));
        Row {
            id: id.0,
            text: right.map_or(run.name(id).to_owned(), |right| format!("{} = {right}", run.name(id))),
            value: Num(run.value(id)),
            register: registers[k].map(Num),
            swept: k >= at,
            entries: entries.remove(&k).unwrap_or_default(),
        }
    };
    (first..end).map(&mut row).collect()
}
