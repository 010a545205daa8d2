//! The points of a curve that are not smooth: what kind each is, and the slopes on either side.

use super::curve::Curve;
use crate::engine::num::Num;
use serde::Serialize;
use wengert::list::{Id, Step};
use wengert::prim::{Kind, Op, Set};

/// A value that grows so many times while the distance to a point shrinks ten times has a pole there.
const GROWS: f64 = 3.0;

/// A point of the curve where the slope jumps, or is not finite.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Mark {
    pub x: Num,
    pub y: Num,
    pub line: u32,
    pub primitive: &'static str,
    pub kind: &'static str,
    /// The slopes of the curve on either side, the smaller one first.
    pub set: [Num; 2],
    /// The slope that the engine takes there.
    pub used: Num,
}

impl Curve<'_> {
    /// The mark at `x`, where part `part` of the lines jumps.
    pub(super) fn mark(&self, x: f64, part: usize) -> Option<Mark> {
        let values = self.values(x)?;
        let (id, op, args) = self.owner(part, &values)?;
        let step = 1e-7 * (1.0 + x.abs());
        let near = [-1.0, 1.0].map(|k| self.dual(x + k * step).unwrap_or([f64::NAN; 2]));
        let mut set = near.map(|[_, slope]| slope);
        if set[0] > set[1] {
            set.swap(0, 1);
        }
        let [y, used] = self.dual(x)?;
        let far = || [-10.0, 10.0].map(|k| self.dual(x + k * step).map_or(f64::NAN, |[y, _]| y));
        let pole = y.is_infinite() || grows(near.map(|[y, _]| y), far);
        let kind = if pole { "pole" } else { word(op, &args, values[id.0 as usize]) };
        // Where a comparison turns and both branches agree, nothing is to be seen.
        if kind == "branch" && agree(near, step) {
            return None;
        }
        let (x, y, used) = (Num(x), Num(y), Num(used));
        Some(Mark { x, y, line: id.0, primitive: op.text(), kind, set: set.map(Num), used })
    }
    /// The value, the primitive and its arguments whose local derivatives (or itself) stand at place `part` of a sample.
    fn owner(&self, part: usize, values: &[f64]) -> Option<(Id, Op, Vec<f64>)> {
        let mut first = 0;
        for (_, id, step) in self.list.steps() {
            let Step::Apply(op, args) = step else { continue };
            first += args.len() + 1;
            if part < first {
                return Some((id, op, args.iter().map(|&o| self.list.number(o, values)).collect()));
            }
        }
        None
    }
}

/// Whether the curve leaves every bound: it grows while the point comes nearer, on one side at least.
fn grows(near: [f64; 2], far: impl Fn() -> [f64; 2]) -> bool {
    let large = near.iter().any(|y| y.abs() > 1.0);
    large && near.iter().zip(far()).any(|(near, far)| near.abs() > GROWS * far.abs())
}

/// Whether value and slope on both sides of a point, two steps apart, are those of a smooth curve.
fn agree([[left, before], [right, behind]]: [[f64; 2]; 2], step: f64) -> bool {
    let slope = before.abs().max(behind.abs());
    let straight = 2.0 * step * slope + 64.0 * f64::EPSILON * left.abs().max(right.abs());
    (behind - before).abs() <= 1e-4 * (1.0 + slope) && (right - left).abs() <= 2.0 * straight
}

/// The kind of the mark in one word: what the table says of the primitive, or that a comparison turns, which has no slope.
fn word(op: Op, args: &[f64], y: f64) -> &'static str {
    let (mut sloped, mut infinite) = (false, false);
    op.partials(args, y, &|_| true, &mut |_, d: f64| (sloped, infinite) = (true, infinite || d.is_infinite()));
    match op.kink(args, &|_| true) {
        Some(set) => of_set(&set),
        None if !sloped => "branch",
        None if infinite => "edge",
        None => "kink",
    }
}

pub(super) fn of_set(set: &Set) -> &'static str {
    match set.kind() {
        Kind::Kink => "kink",
        Kind::Tie => "tie",
        Kind::Jump => "jump",
        Kind::Edge => "edge",
    }
}
