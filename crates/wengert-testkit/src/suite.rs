//! The one suite: what every row of the primitive table has to pass at every one of its sample points.
//!
//! No primitive is named here. An argument without a derivative (an order, a condition) is tried as a constant; which
//! one that is, the row itself says.

use crate::compare::{Report, Tolerance};
use crate::differences::{Estimate, derivative};
use std::fmt;
use wengert::list::{List, Operand};
use wengert::prim::{MAX_ARITY, Op};
use wengert::sweep::{self, Constants, Dual, Slope, Unwatched};
use wengert::{Value, Var, single, value_and_grad};

/// A row of the table at one of its points.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The row.
    pub op: Op,
    /// The point.
    pub x: Vec<f64>,
    /// Which arguments vary: those that the row has a derivative in.
    pub varies: Vec<bool>,
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:?}", self.op, self.x)
    }
}

/// Every row at every sample point.
pub fn samples() -> Vec<Sample> {
    Op::all().flat_map(|op| op.row().samples.iter().map(move |x| Sample::new(op, x))).collect()
}

impl Sample {
    /// A row at a point, with the arguments varying that it has a derivative in.
    pub fn new(op: Op, x: &[f64]) -> Sample {
        let row = op.row();
        let varies = (0..x.len()).map(|i| row.nary || row.partials[i] != "None").collect();
        Sample { op, x: x.to_vec(), varies }
    }
    /// The positions of the arguments that vary.
    pub fn entries(&self) -> Vec<usize> {
        (0..self.x.len()).filter(|&i| self.varies[i]).collect()
    }
    /// The arguments that vary.
    pub fn point(&self) -> Vec<f64> {
        self.entries().into_iter().map(|i| self.x[i]).collect()
    }
    /// All arguments, those that vary taken from `point`, the others made by `constant`.
    pub fn arguments<T: Copy>(&self, point: &[T], constant: impl Fn(f64) -> T) -> Vec<T> {
        let mut next = point.iter().copied();
        (0..self.x.len())
            .map(|i| if self.varies[i] { next.next().expect("one for each") } else { constant(self.x[i]) })
            .collect()
    }
    /// The value at a point of the arguments that vary.
    pub fn value(&self, point: &[f64]) -> f64 {
        self.op.apply(&self.arguments(point, |c| c))
    }
    /// The List of one line that applies the row.
    pub fn list(&self) -> List {
        let mut list = List::new();
        let first = list.input("x", vec![self.entries().len() as u32]).0;
        let ids: Vec<Operand> =
            (0..self.entries().len() as u32).map(|k| Operand::id(wengert::list::Id(first + k))).collect();
        let mut next = ids.into_iter();
        let args: Vec<Operand> = (0..self.x.len())
            .map(|i| if self.varies[i] { next.next().expect("one for each") } else { list.constant(self.x[i]) })
            .collect();
        let y = list.apply(self.op, &args).expect("one line is not too long");
        list.output(y);
        list
    }
    /// The slopes in the arguments that vary, as the table says; 0 where it answers nothing.
    pub fn slopes(&self) -> Vec<f64> {
        let y = self.op.apply(&self.x);
        let mut slopes = vec![0.0; self.x.len()];
        self.op.partials(&self.x, y, &|i| self.varies[i], &mut |i, d| slopes[i] = d);
        self.entries().into_iter().map(|i| slopes[i]).collect()
    }
}

/// The value and the gradient of a List's first output, by the interpreter, over any value; 0 where nothing arrives.
///
/// # Panics
/// Where a guard does not hold at `x`.
pub fn gradient<V: Value>(list: &List, x: &[V], like: V) -> (V, Vec<V>) {
    let constants = Constants::literal(like);
    let (mut at, mut bar) = (Vec::new(), Vec::new());
    sweep::value(list, &constants, x, &mut at).expect("the guards hold at the point they were written for");
    let y = sweep::outputs(list, &constants, &at)[0];
    let mut seeds = vec![like.lit(0.0); list.outputs().len()];
    seeds[0] = like.lit(1.0);
    sweep::adjoint(list, &constants, &at, &seeds[..1], &mut bar, &mut Unwatched);
    (y, bar[..x.len()].iter().map(|g| g.unwrap_or(like.lit(0.0))).collect())
}

/// The point moving along entry `i`.
pub fn moving<V: Value>(x: &[V], i: usize) -> Vec<Dual<V>> {
    let slope = |k: usize| if k == i { Slope::Along(x[k].lit(1.0)) } else { Slope::Flat };
    x.iter().enumerate().map(|(k, &v)| Dual::new(v, slope(k))).collect()
}

/// Derivatives of the gradient along entry `j`: a column of the Hessian, by duals over the adjoint sweep.
pub fn hessian_column<V: Value>(list: &List, x: &[V], like: V, j: usize) -> Vec<V> {
    let like = Dual::new(like, Slope::Fixed);
    gradient(list, &moving(x, j), like).1.into_iter().map(Dual::tangent).collect()
}

/// Whether differences say the same as `got`.
fn near(report: &mut Report, what: &str, at: impl fmt::Display, got: f64, by: Estimate) {
    if by.error.is_infinite() {
        report.error(format!("{what} of {at}: got {got}, but no step of the differences stays in the domain"));
        return;
    }
    let tolerance = Tolerance::Absolute(10.0 * by.error + 1e-6 * by.slope.abs());
    report.one(what, at, got, by.slope, tolerance);
}

/// Differences of `f` in entry `i` of the point.
fn along(f: impl Fn(&[f64]) -> f64, point: &[f64], i: usize) -> Estimate {
    let moved = |t: f64| {
        let mut x = point.to_vec();
        x[i] = t;
        f(&x)
    };
    derivative(moved, point[i])
}

/// The slopes that are handed in are the differences of the row's value.
pub fn slopes_are_differences(sample: &Sample, slopes: &[f64], report: &mut Report) {
    let point = sample.point();
    for (i, &slope) in slopes.iter().enumerate() {
        let by = along(|x| sample.value(x), &point, i);
        near(report, "slope", format!("{sample}, argument {}", sample.entries()[i]), slope, by);
    }
}

/// The adjoint sweep over the row's List answers the slopes of the table, and they are the differences of its value.
pub fn adjoint(sample: &Sample, report: &mut Report) {
    let (y, bar) = gradient(&sample.list(), &sample.point(), 0.0);
    report.one("value", sample, y, sample.value(&sample.point()), Tolerance::Same);
    report.compare("adjoint against slopes", sample, &bar, &sample.slopes(), Tolerance::Same);
    slopes_are_differences(sample, &bar, report);
}

/// An argument that the row has no derivative in either has none (its differences are 0) or says in the row's doc that
/// it counts as a constant.
pub fn absent_slopes(sample: &Sample, report: &mut Report) {
    if sample.op.row().doc.contains("constant") {
        return;
    }
    for i in (0..sample.x.len()).filter(|&i| !sample.varies[i]) {
        let by = along(|x| sample.op.apply(x), &sample.x, i);
        near(report, "absent slope", format!("{sample}, argument {i}"), 0.0, by);
    }
}

/// The tangent sweep answers what the adjoint sweep answers: bit for bit along an axis, and within rounding along a
/// direction.
pub fn tangent(sample: &Sample, report: &mut Report) {
    let (list, point) = (sample.list(), sample.point());
    let (_, bar) = gradient(&list, &point, 0.0);
    let forward = |x: &[Dual<f64>]| {
        let constants = Constants::literal(Dual::new(0.0, Slope::Fixed));
        let mut at = Vec::new();
        sweep::value(&list, &constants, x, &mut at).expect("one line has no guard");
        sweep::outputs(&list, &constants, &at)[0].tangent()
    };
    for (i, &g) in bar.iter().enumerate() {
        let what = format!("{sample}, along entry {i}");
        report.one("tangent against adjoint", what, forward(&moving(&point, i)), g, Tolerance::Same);
    }
    let direction: Vec<f64> = (0..point.len()).map(|i| 0.75 - 0.4 * i as f64).collect();
    let moved: Vec<Dual<f64>> = point.iter().zip(&direction).map(|(&v, &d)| Dual::new(v, Slope::Along(d))).collect();
    let terms: Vec<f64> = bar.iter().zip(&direction).map(|(g, d)| g * d).collect();
    let rounding = 4.0 * f64::EPSILON * terms.iter().map(|t| t.abs()).sum::<f64>();
    let what = format!("{sample}, along a direction");
    report.one("tangent", what, forward(&moved), terms.iter().sum(), Tolerance::Absolute(rounding));
}

/// A gradient of Rust code over `Var` answers what the interpreter answers, bit for bit.
pub fn eager(sample: &Sample, report: &mut Report) {
    let (y, bar) = gradient(&sample.list(), &sample.point(), 0.0);
    match value_and_grad(|x| sample.op.apply(&sample.arguments(&x, Var::constant)), sample.point()) {
        Ok((v, g)) => {
            report.one("eager value", sample, v, y, Tolerance::Same);
            report.compare("eager gradient", sample, &g, &bar, Tolerance::Same);
        }
        Err(error) => report.error(format!("{sample}: {error}")),
    }
}

/// The single-precision path is as near to the double-precision one as the problem's condition lets it be.
pub fn single_precision(sample: &Sample, report: &mut Report) {
    let rounded = Sample::new(sample.op, &sample.x.iter().map(|&c| c as f32 as f64).collect::<Vec<_>>());
    let point = rounded.point();
    if rounded.x.iter().zip(&sample.x).any(|(r, x)| !r.is_finite() || (r - x).abs() > 1e-6 * x.abs()) {
        return;
    }
    let (y, bar) = gradient(&rounded.list(), &point, 0.0);
    let at: Vec<f32> = point.iter().map(|&v| v as f32).collect();
    let f = |x: Vec<Var<f32>>| rounded.op.apply(&rounded.arguments(&x, |c| Var::constant(c as f32)));
    let unit = f32::EPSILON as f64;
    match single::value_and_grad(f, at) {
        Ok((v, g)) => {
            let condition = y.abs() + bar.iter().zip(&point).map(|(g, x)| (g * x).abs()).sum::<f64>();
            report.one("single value", &rounded, v as f64, y, Tolerance::Absolute(8.0 * unit * condition));
            for (i, &got) in g.iter().enumerate() {
                let column = hessian_column(&rounded.list(), &point, 0.0, i);
                let condition = bar[i].abs() + column.iter().zip(&point).map(|(h, x)| (h * x).abs()).sum::<f64>();
                if !condition.is_finite() {
                    continue;
                }
                let what = format!("{rounded}, entry {i}");
                report.one("single gradient", what, got as f64, bar[i], Tolerance::Absolute(16.0 * unit * condition));
            }
        }
        Err(error) => report.error(format!("{rounded}: {error}")),
    }
}

/// Duals over the adjoint sweep are the differences of the gradient.
pub fn second_order(sample: &Sample, report: &mut Report) {
    let (list, point) = (sample.list(), sample.point());
    for j in 0..point.len() {
        let column = hessian_column(&list, &point, 0.0, j);
        for (i, &h) in column.iter().enumerate() {
            if within_orders(sample, h) {
                let by = along(|x| gradient(&list, x, 0.0).1[i], &point, j);
                near(report, "second derivative", format!("{sample}, entry ({i}, {j})"), h, by);
            }
        }
    }
}

/// Duals over duals over the adjoint sweep are the differences of the second derivatives.
pub fn third_order(sample: &Sample, report: &mut Report) {
    let (list, point) = (sample.list(), sample.point());
    let like = Dual::new(0.0, Slope::Fixed);
    for k in 0..point.len() {
        for j in 0..point.len() {
            let column = hessian_column(&list, &moving(&point, k), like, j);
            for (i, t) in column.iter().map(|d| d.tangent()).enumerate() {
                if within_orders(sample, t) {
                    let by = along(|x| hessian_column(&list, x, 0.0, j)[i], &point, k);
                    if by.error.is_infinite() && !t.is_finite() {
                        continue; // The derivative is beyond the range of the format.
                    }
                    near(report, "third derivative", format!("{sample}, entry ({i}, {j}, {k})"), t, by);
                }
            }
        }
    }
}

/// Whether this order is one the row promises: one that takes its own order as an argument has a last one.
fn within_orders(sample: &Sample, derivative: f64) -> bool {
    derivative.is_finite() || sample.varies.iter().all(|&v| v)
}

/// What the table says about its rows: documented, named once, sampled, of the arity it declares.
pub fn rows(report: &mut Report) {
    let (mut names, mut texts) = (std::collections::HashSet::new(), std::collections::HashSet::new());
    for op in Op::all() {
        let row = op.row();
        let mut demand = |holds: bool, what: &str| {
            report.compared += 1;
            if !holds {
                report.error(format!("{}: {what}", row.name));
            }
        };
        demand(row.doc.trim().len() >= 4 && row.doc.trim().ends_with('.'), "it is not documented");
        demand(names.insert(row.name), "its name is taken");
        demand(texts.insert(row.text), "its name in expressions is taken");
        demand(!row.samples.is_empty(), "it has no sample point");
        demand(row.op == op && Op::by_text(row.text) == Some(op), "it is not found under its own name");
        demand(!row.domain.trim().is_empty(), "its domain is empty");
        demand(row.args.len() <= MAX_ARITY, "it has too many arguments");
        demand(row.partials.len() == row.args.len(), "its slopes are not as many as its arguments");
        let fits = |x: &[f64]| op.arity().map_or(!x.is_empty(), |n| n == x.len());
        demand(row.samples.iter().all(|x| fits(x)), "a sample has another number of arguments");
        let finite = |x: &[f64]| x.iter().all(|v| v.is_finite()) && op.apply(x).is_finite();
        demand(row.samples.iter().all(|x| finite(x)), "a sample is not finite");
    }
}
