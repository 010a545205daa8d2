//! `modes`: forward and reverse mode side by side on one program, a loop, with what each took as it ran.

use super::Door;
use super::cost::{Measured, inputs, measured};
use super::families::repeated;
use super::fault::Fault;
use super::held::{self, Held};
use super::num::Num;
use serde::{Deserialize, Serialize};
use wengert::Options;
use wengert_inspect::Run;

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
    let list = repeated(n, m, steps).map_err(|error| Fault::engine(error.into()))?;
    let at = measured(&list, &inputs(n), door)?;
    let (forward, reverse) = both(n, m, steps)?;
    let length = |steps| {
        let (forward, reverse) = both(n, m, steps)?;
        Ok(Length { steps, forward: forward.bytes, reverse: reverse.bytes })
    };
    Ok(Modes {
        n,
        m,
        steps,
        operations: at.f.operations,
        forward: mode(&at.forward, &forward),
        reverse: mode(&at.reverse, &reverse),
        over_steps: LENGTHS.into_iter().map(length).collect::<Result<_, Fault>>()?,
    })
}

/// A sweep of either mode through a loop.
fn both(n: usize, m: usize, steps: usize) -> Result<(Held, Held), Fault> {
    let list = repeated(n, m, steps).map_err(|error| Fault::engine(error.into()))?;
    let x = inputs(n);
    let run = Run::new(&list, &x, Options::new()).map_err(|refused| Fault::request(refused.to_string()))?;
    Ok((held::forward(&run, &x), held::reverse(&run, &x)))
}

fn mode(cost: &Measured, held: &Held) -> Mode {
    let slopes = held.slopes.iter().take(ENTRIES).copied().map(Num).collect();
    let Measured { runs: sweeps, operations, seconds, .. } = *cost;
    Mode { sweeps, operations, seconds, slopes, held: held.bytes, saved: held.saved }
}
