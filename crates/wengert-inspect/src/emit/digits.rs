//! How many digits two machines agree on that run the same program: all of them where only exactly rounded operations are
//! involved; else as many as stay when every other function errs in its last place.

use super::node::Node;
use super::plan::{Add, Plan, Reverse, What};
use std::collections::HashMap;
use wengert::prim::Op;

/// Operations that IEEE 754 defines to the last bit, and those that are made of them alone.
const EXACT: &[&str] = &[
    "add",
    "sub",
    "mul",
    "div",
    "neg",
    "rem",
    "sqrt",
    "fma",
    "sum",
    "prod",
    "mean",
    "dot",
    "square",
    "recip",
    "recip_pos",
    "ratio",
    "x_over_y",
    "abs",
    "sign",
    "signum",
    "copysign",
    "floor",
    "ceil",
    "trunc",
    "round",
    "round_away",
    "fract",
    "mod",
    "rem_euclid",
    "div_euclid",
    "max",
    "min",
    "max2",
    "min2",
    "max_num",
    "min_num",
    "clamp",
    "relu",
    "relu6",
    "hard_tanh",
    "leaky_relu",
    "softsign",
    "where",
    "lt",
    "le",
    "gt",
    "ge",
    "eq",
    "ne",
    "and",
    "same",
    "is_nan",
    "is_finite",
    "is_positive",
    "stop_gradient",
    "gradient_scale",
];

/// Families whose functions cross zero where what they are summed from does not: what a helper errs there is less than what
/// the last place of the last argument makes.
const MOVED: &[&str] = &["bessel", "integrals", "incomplete"];

/// As many digits as a double has, all of them the same everywhere.
pub const ALL_DIGITS: u32 = 17;

/// How often the last places are shaken.
const TRIALS: u64 = 6;

/// A program being run, its functions off by up to two units in the last place.
struct Shaken<'a> {
    plan: &'a Plan,
    values: HashMap<&'a str, f64>,
    /// The state of a generator of numbers (xorshift); 0 shakes nothing.
    state: u64,
    shook: bool,
}

/// The digits that value and gradient have in common wherever they are computed, value first.
pub(super) fn digits(plan: &Plan) -> Vec<u32> {
    let (calm, shook) = Shaken::run(plan, 0);
    let mut off = vec![0.0_f64; calm.len()];
    for trial in (1..=TRIALS).filter(|_| shook) {
        let (numbers, _) = Shaken::run(plan, trial.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for ((off, a), b) in off.iter_mut().zip(&calm).zip(&numbers) {
            *off = if a.to_bits() == b.to_bits() { *off } else { off.max(((a - b) / a.abs().max(b.abs())).abs()) };
        }
    }
    off.iter().map(|&off| held(off)).collect()
}

/// The digits that a relative difference leaves, with room for luck.
fn held(off: f64) -> u32 {
    match off {
        0.0 => ALL_DIGITS,
        off if off.is_nan() => 0,
        off => (-(8.0 * off).log10()).floor().clamp(0.0, 15.0) as u32,
    }
}

impl<'a> Shaken<'a> {
    fn run(plan: &'a Plan, state: u64) -> (Vec<f64>, bool) {
        let values = plan.inputs.iter().map(|i| (i.name.as_str(), i.value)).collect();
        let mut run = Shaken { plan, values, state, shook: false };
        run.forward();
        let bars = run.reverse();
        let of = |name: &str| bars.get(name).copied().unwrap_or(0.0);
        let value = run.value(&plan.output);
        let grad = plan.inputs.iter().map(|i| of(&i.bar.name));
        (std::iter::once(value).chain(grad).collect(), run.shook)
    }
    fn forward(&mut self) {
        for line in &self.plan.lines {
            if let What::Value { name, node, .. } = &line.what {
                let value = self.value(node);
                self.values.insert(name, value);
            }
        }
    }
    fn reverse(&mut self) -> HashMap<&'a str, f64> {
        let mut bars: HashMap<&str, f64> = self.plan.seed.iter().map(|seed| (seed.name.as_str(), 1.0)).collect();
        for line in self.plan.lines.iter().rev() {
            let What::Value { bar: Some(bar), reverse: Some(Reverse { shared, adds, guarded }), .. } = &line.what
            else {
                continue;
            };
            let incoming = bars.get(bar.name.as_str()).copied().unwrap_or(0.0);
            if *guarded && incoming == 0.0 {
                continue;
            }
            for (name, node) in shared {
                let value = self.value(node);
                self.values.insert(name, value);
            }
            for Add { register, slope, when, rescued, .. } in adds {
                if when.as_ref().is_none_or(|(condition, holds)| (self.value(condition) != 0.0) == *holds) {
                    let product = incoming * self.value(slope);
                    *bars.entry(register).or_insert(0.0) += if *rescued && product.is_nan() { 0.0 } else { product };
                }
            }
        }
        bars
    }
    fn value(&mut self, node: &Node) -> f64 {
        match node {
            Node::Name(name) => self.values.get(name.as_str()).copied().unwrap_or(f64::NAN),
            Node::Number(c) => *c,
            Node::Apply(op, args) => {
                let mut args: Vec<f64> = args.iter().map(|a| self.value(a)).collect();
                if let (true, Some(x)) = (MOVED.contains(&op.family_name()), args.last_mut()) {
                    *x = self.shaken(*op, *x);
                }
                let value = op.apply(&args);
                self.shaken(*op, value)
            }
        }
    }
    fn shaken(&mut self, op: Op, value: f64) -> f64 {
        if EXACT.contains(&op.text()) {
            return value;
        }
        self.shook = true;
        if self.state == 0 {
            return value;
        }
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        value * (1.0 + 2.0 * f64::EPSILON * ((self.state % 5) as f64 / 2.0 - 1.0))
    }
}
