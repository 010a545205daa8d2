//! How much is spent on one derivative: everything, or what a budget of operations allows.

use super::{differences, precise};
use wengert::List;

/// What is tried.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// Steps of differences are so many quarters of a decade apart.
    pub stride: i32,
    /// Whether the complex step is taken.
    pub complex: bool,
    /// Whether the nearest switch of the program is looked for.
    pub switch: bool,
    /// Whether second derivatives tell how the inputs' rounding is magnified.
    pub conditioning: bool,
    /// How precisely it is computed again.
    pub precision: Precision,
}

/// How precisely a program is computed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    /// With more and more bits until 34 digits stand, confirmed by differences of values.
    Settled,
    /// Once, with so many bits.
    Once(usize),
    /// In double precision only.
    Double,
}

/// What one line costs in terms of a plain evaluation: on complex numbers, in the search for a switch, in second
/// derivatives for each input, in high precision until the digits stand, and once.
const COMPLEX: u64 = 6;
const SWITCH: u64 = 500;
const SECOND: u64 = 6;
const SETTLED: u64 = 16_000;
const ONCE: u64 = 200;
/// The bits of a single run: 38 digits.
const BITS: usize = 128;

impl Effort {
    /// Everything.
    pub const FULL: Effort =
        Effort { stride: 4, complex: true, switch: true, conditioning: true, precision: Precision::Settled };
    /// What so many operations allow, half of them for the precise reference.
    pub fn within(operations: u64, list: &List) -> Effort {
        let lines = precise::work(list).max(1);
        let part = |of: u64| operations / of / lines;
        let fits = |stride: &i32| 2 * differences::count(*stride) <= part(8);
        let stride = [1, 2, 4, 8].into_iter().find(fits).unwrap_or(16);
        let precision = match part(2) {
            n if n >= SETTLED => Precision::Settled,
            n if n >= ONCE => Precision::Once(BITS),
            _ => Precision::Double,
        };
        Effort {
            stride,
            complex: COMPLEX * differences::count(stride) <= part(8),
            switch: SWITCH <= part(8),
            conditioning: SECOND * list.input_len() as u64 <= part(8),
            precision,
        }
    }
    /// The program in high precision, or why not.
    pub fn precisely(self, list: &List, x: &[f64], inputs: &[usize]) -> Result<precise::Run, String> {
        let turns = || "a recorded comparison comes out the other way in high precision".to_owned();
        match self.precision {
            Precision::Settled => {
                precise::affordable(list, inputs.len())?;
                let wanted = |run: &precise::Run| run.wanted(inputs);
                precise::until_settled(|bits| precise::run(list, x, bits), wanted).ok_or_else(turns)
            }
            Precision::Once(bits) => precise::run(list, x, bits).ok_or_else(turns),
            Precision::Double => Err(format!("{} operations are too many for it", precise::work(list))),
        }
    }
}

impl Precision {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Settled => "34 digits",
            Precision::Once(_) => "128 bits",
            Precision::Double => "double precision",
        }
    }
}
