//! Differences of the value over all steps, real and complex: too large a step cuts the curve off, too small a one drowns in
//! rounding, and in between lies what they are good for.

use super::complex;
use wengert::List;
use wengert::sweep::{self, Constants};

/// The slopes that one step gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The step, as a fraction of the size of the input.
    pub h: f64,
    /// The step itself.
    pub width: f64,
    /// (f(x + h) - f(x - h)) / 2h.
    pub central: f64,
    /// (f(x + h) - f(x)) / h.
    pub forward: f64,
    /// (f(x) - f(x - h)) / h.
    pub backward: f64,
    /// Im f(x + ih) / h; `None` where an operation has no complex extension there.
    pub complex: Option<f64>,
}

/// A slope by differences, and how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The slope.
    pub slope: f64,
    /// The step that gave it.
    pub h: f64,
    /// How much it may be off: its distance from the slopes of the next steps, and what rounding costs.
    pub uncertainty: f64,
}

/// Steps are counted in quarters of a decade: the smallest is 10^-16.
const LAST: i32 = 64;
/// The largest step of a fine curve is 10^-0.5; that of a coarse one a stride away from 1.
const FIRST: i32 = 2;

/// The exponents of the steps, so many quarters of a decade apart.
fn quarters(stride: i32) -> impl Iterator<Item = i32> {
    (stride.max(FIRST)..=LAST).step_by(stride.max(1) as usize)
}

/// How many steps there are.
pub(crate) fn count(stride: i32) -> u64 {
    quarters(stride).count() as u64
}

/// The first output at `x`; NaN where a recorded comparison comes out the other way.
pub(crate) fn value(list: &List, x: &[f64]) -> f64 {
    let (mut at, constants) = (Vec::new(), Constants::literal(0.0));
    match sweep::value(list, &constants, x, &mut at) {
        Ok(()) => sweep::outputs(list, &constants, &at).first().copied().unwrap_or(f64::NAN),
        Err(_) => f64::NAN,
    }
}

/// The size of an input: steps are relative to it.
pub(crate) fn scale(x: f64) -> f64 {
    x.abs().max(1.0)
}

/// The slopes along input `i` for every step: so many quarters of a decade apart, by the complex step too if asked for.
pub(crate) fn curve(list: &List, x: &[f64], i: usize, stride: i32, complex: bool) -> Vec<Step> {
    let mut moved = x.to_vec();
    let mut at = |xi: f64| {
        moved[i] = xi;
        value(list, &moved)
    };
    let here = at(x[i]);
    let step = |k: i32| {
        let h = if k % 4 == 0 { 10f64.powi(-k / 4) } else { 10f64.powf(-f64::from(k) / 4.0) };
        // The points that exist as doubles, and their true distance.
        let (above, below) = (x[i] + h * scale(x[i]), x[i] - h * scale(x[i]));
        let (up, down) = (at(above), at(below));
        let slope = |rise: f64, run: f64| if run == 0.0 { 0.0 } else { rise / run };
        Step {
            h,
            width: h * scale(x[i]),
            central: slope(up - down, above - below),
            forward: slope(up - here, above - x[i]),
            backward: slope(here - down, x[i] - below),
            complex: if complex { complex::by_step(list, x, i, h * scale(x[i])).ok() } else { None },
        }
    };
    quarters(stride).map(step).collect()
}

/// The slope that changes least from its neighbours'; `None` where none is finite.
pub(crate) fn best(curve: &[Step], of: impl Fn(&Step) -> f64, size: f64, scale: f64) -> Option<Estimate> {
    let slope = |k: usize| of(&curve[k]);
    let candidates = (1..curve.len().saturating_sub(1)).map(|k| {
        let change = (slope(k) - slope(k - 1)).abs().max((slope(k + 1) - slope(k)).abs());
        let rounding = f64::EPSILON * size / (curve[k].h * scale);
        Estimate { slope: slope(k), h: curve[k].h, uncertainty: change + rounding }
    });
    candidates.filter(|e| e.uncertainty.is_finite()).min_by(|a, b| a.uncertainty.total_cmp(&b.uncertainty))
}
