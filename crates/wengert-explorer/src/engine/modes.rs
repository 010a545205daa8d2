//! `modes`: forward and reverse mode side by side on one program, a loop, with what each took as it ran.

use super::Door;
use super::cost::{Measured, inputs, lean, measured, swept};
use super::families::repeated;
use super::fault::Fault;
use super::held::{self, Swept};
use super::num::Num;
use serde::{Deserialize, Serialize};
use wengert::List;
use wengert::sweep::{Dual, Slope};

/// The most inputs, and the most outputs.
const WIDEST: usize = 64;
/// The longest loop.
const LONGEST: usize = 1024;
/// The loops along which the memory is measured.
const LENGTHS: [usize; 9] = [4, 8, 16, 32, 64, 128, 256, 512, 1024];
/// So many entries of a row or a column are told.
const ENTRIES: usize = 8;

/// Asks for the comparison: inputs, outputs, steps of the loop.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    n: usize,
    m: usize,
    steps: usize,
}

/// The comparison.
#[derive(Debug, Serialize)]
pub struct Modes {
    n: usize,
    m: usize,
    steps: usize,
    /// Operations of one evaluation.
    operations: u64,
    forward: Mode,
    reverse: Mode,
    over_steps: Vec<Length>,
}

/// What a mode took for the whole Jacobian, and what one of its sweeps gave and held.
#[derive(Debug, Serialize)]
struct Mode {
    sweeps: usize,
    operations: u64,
    seconds: Num,
    /// The first entries of the first column, or of the first row.
    slopes: Vec<Num>,
    /// Bytes at the fullest moment of a sweep.
    held: usize,
    /// Bytes that wait for the way back.
    saved: usize,
}

/// Bytes held in a loop of so many steps.
#[derive(Debug, Serialize)]
struct Length {
    steps: usize,
    forward: usize,
    reverse: usize,
}

/// Measures and compares.
pub fn answer(request: &Request, door: &Door<'_>) -> Result<Modes, Fault> {
    let (n, m) = (request.n.clamp(1, WIDEST), request.m.clamp(1, WIDEST));
    let steps = request.steps.clamp(1, LONGEST);
    let (list, x) = (repeated(n, m, steps).map_err(|error| Fault::engine(error.into()))?, inputs(n));
    let at = measured(&list, &x, door)?;
    let Swept { slopes: row, saved, .. } = swept(&list, &x)?;
    Ok(Modes {
        n,
        m,
        steps,
        operations: at.f.operations,
        forward: mode(&at.forward, &column(&list, &x)?, 0),
        reverse: mode(&at.reverse, &row, saved),
        over_steps: LENGTHS.into_iter().map(|steps| length(n, m, steps)).collect::<Result<_, Fault>>()?,
    })
}

fn mode(cost: &Measured, slopes: &[f64], saved: usize) -> Mode {
    let slopes = slopes.iter().take(ENTRIES).copied().map(Num).collect();
    let Measured { runs: sweeps, operations, seconds, bytes: held, .. } = *cost;
    Mode { sweeps, operations, seconds, slopes, held, saved }
}

/// The first column of the Jacobian.
fn column(list: &List, x: &[f64]) -> Result<Vec<f64>, Fault> {
    let along = |k: usize| Dual::new(x[k], if k == 0 { Slope::Along(1.0) } else { Slope::Flat });
    let mut column = Vec::new();
    lean(list)?.run(Dual::new(0.0, Slope::Fixed), along, &mut Vec::new(), |y| column.push(y.tangent()));
    Ok(column)
}

/// What either mode holds in a loop of so many steps.
fn length(n: usize, m: usize, steps: usize) -> Result<Length, Fault> {
    let list = repeated(n, m, steps).map_err(|error| Fault::engine(error.into()))?;
    Ok(Length { steps, forward: held::forward(&lean(&list)?), reverse: swept(&list, &inputs(n))?.bytes })
}
