//! Three ways to the Jacobian of a program, each over any kind of number: reverse mode, a row a sweep; forward mode and
//! finite differences, a column a pass.

use super::lean::Lean;
use super::timed::Job;
use std::hint::black_box;
use wengert::Value;
use wengert::list::List;
use wengert::sweep::{self, Constants, Dual, Slope, Unwatched};

/// The step of finite differences.
const STEP: f64 = 1e-7;

/// A program at a point.
#[derive(Debug)]
pub struct Subject<'a> {
    pub list: &'a List,
    pub lean: Lean,
    pub x: &'a [f64],
}

impl Subject<'_> {
    /// f alone; visits the outputs.
    fn value<V: Value>(&self, like: V, held: &mut Vec<V>, visit: impl FnMut(V)) {
        self.lean.run(like, |i| like.lit(self.x[i]), held, visit);
    }
    /// Column `k`: the tangents of the outputs along input `k`.
    fn forward<V: Value>(&self, like: V, k: usize, held: &mut Vec<Dual<V>>, mut visit: impl FnMut(V)) {
        let along = |i: usize| if i == k { Slope::Along(like.lit(1.0)) } else { Slope::Flat };
        let fixed = Dual::new(like, Slope::Fixed);
        self.lean.run(fixed, |i| Dual::new(like.lit(self.x[i]), along(i)), held, |y| visit(y.tangent()));
    }
    /// Column `k`: how far the outputs, which are `base` at the point, move with input `k`, over that step.
    fn differences<V: Value>(&self, like: V, k: usize, base: &[V], held: &mut Vec<V>, mut visit: impl FnMut(V)) {
        let moved = like.lit(self.x[k]) + like.lit(STEP);
        let mut outputs = base.iter();
        self.lean.run(
            like,
            |i| if i == k { moved } else { like.lit(self.x[i]) },
            held,
            |y| {
                let &at = outputs.next().expect("one for each output");
                visit((y - at) / like.lit(STEP));
            },
        );
    }
    /// All values, which the reverse sweeps read.
    fn record<V: Value>(&self, like: V, at: &mut Vec<V>) {
        let x: Vec<V> = self.x.iter().map(|&x| like.lit(x)).collect();
        // There are no guards in a program of primitives.
        let _ = sweep::value(self.list, &Constants::literal(like), &x, at);
    }
    /// Row `j`: the registers of the inputs after a sweep from output `j`.
    fn reverse<V: Value>(&self, like: V, j: usize, at: &[V], bar: &mut Vec<Option<V>>, visit: impl FnMut(V)) {
        let outputs = self.list.outputs().len();
        let seeds: Vec<V> = (0..outputs).map(|i| like.lit(if i == j { 1.0 } else { 0.0 })).collect();
        sweep::adjoint(self.list, &Constants::literal(like), at, &seeds, bar, &mut Unwatched);
        bar[..self.x.len()].iter().map(|bar| bar.unwrap_or(like.lit(0.0))).for_each(visit);
    }
}

/// One way, or f alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Value,
    Reverse,
    Forward,
    Differences,
}

impl Way {
    /// All, f alone before them.
    pub const ALL: [Way; 4] = [Way::Value, Way::Reverse, Way::Forward, Way::Differences];
}

/// A way that a Jacobian is computed, with all that it holds.
#[derive(Debug)]
pub struct Run<'f, V> {
    way: Way,
    subject: &'f Subject<'f>,
    /// Zero, as a number of this kind.
    like: V,
    held: Vec<V>,
    duals: Vec<Dual<V>>,
    at: Vec<V>,
    bar: Vec<Option<V>>,
    base: Vec<V>,
}

impl<'f, V: Value> Run<'f, V> {
    /// Before its first pass, on numbers like this zero.
    pub fn new(way: Way, subject: &'f Subject<'f>, like: V) -> Run<'f, V> {
        let (held, duals, at, bar, base) = Default::default();
        Run { way, subject, like, held, duals, at, bar, base }
    }
    /// How often the program is run or swept, which for finite differences is once at the point itself too.
    pub fn runs(&self) -> usize {
        self.passes() + usize::from(self.way == Way::Differences)
    }
    /// All of it.
    pub fn whole(&mut self) {
        self.once();
        (0..self.passes()).for_each(|k| self.pass(k));
    }
}

impl<V: Value> Job for Run<'_, V> {
    fn once(&mut self) {
        match self.way {
            Way::Value | Way::Forward => {}
            Way::Reverse => self.subject.record(self.like, &mut self.at),
            Way::Differences => {
                self.base.clear();
                self.subject.value(self.like, &mut self.held, |y| self.base.push(y));
            }
        }
    }
    fn passes(&self) -> usize {
        match self.way {
            Way::Value => 1,
            Way::Reverse => self.subject.list.outputs().len(),
            Way::Forward | Way::Differences => self.subject.x.len(),
        }
    }
    fn pass(&mut self, k: usize) {
        let Run { way, subject, like, held, duals, at, bar, base } = self;
        let like = *like;
        match way {
            Way::Value => subject.value(like, held, unread),
            Way::Reverse => subject.reverse(like, k, at, bar, unread),
            Way::Forward => subject.forward(like, k, duals, unread),
            Way::Differences => subject.differences(like, k, base, held, unread),
        }
    }
}

/// Lets a number go that has been computed.
fn unread<V>(v: V) {
    black_box(v);
}

#[cfg(test)]
mod tests {
    use super::super::families::FAMILIES;
    use super::*;

    #[test]
    fn all_three_ways_lead_to_the_same_jacobian() {
        for family in &FAMILIES {
            let (n, m) = (5, 3);
            let list = (family.list)(n, m).unwrap();
            let x: Vec<f64> = (0..n).map(|k| 0.4 + 0.2 * k as f64).collect();
            let f = Subject { lean: Lean::of(&list).unwrap(), list: &list, x: &x };
            let (mut at, mut rows, mut base) = (Vec::<f64>::new(), Vec::new(), Vec::new());
            f.record(0.0, &mut at);
            (0..m).for_each(|j| f.reverse(0.0, j, &at, &mut Vec::new(), |d| rows.push(d)));
            f.value(0.0, &mut Vec::new(), |y: f64| base.push(y));
            for k in 0..n {
                let (mut forward, mut differences) = (Vec::<f64>::new(), Vec::new());
                f.forward(0.0, k, &mut Vec::new(), |d| forward.push(d));
                f.differences(0.0, k, &base, &mut Vec::new(), |d| differences.push(d));
                for j in 0..m {
                    let row = rows[j * n + k];
                    assert!((forward[j] - row).abs() < 1e-14, "{}: {} {row}", family.id, forward[j]);
                    assert!((differences[j] - row).abs() < 1e-5, "{}: {} {row}", family.id, differences[j]);
                }
            }
        }
    }
}
