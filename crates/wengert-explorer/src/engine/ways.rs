//! Three ways to the Jacobian of a program, each over any kind of number: reverse mode, a row a sweep; forward mode and
//! finite differences, a column a pass.

use super::counted::Plain;
use super::lean::Lean;
use super::timed::Job;
use std::hint::black_box;
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
    fn value<V: Plain>(&self, held: &mut Vec<V>, visit: impl FnMut(V)) {
        self.lean.run(V::of(0.0), |i| V::of(self.x[i]), held, visit);
    }
    /// Column `k`: the tangents of the outputs along input `k`.
    fn forward<V: Plain>(&self, k: usize, held: &mut Vec<Dual<V>>, mut visit: impl FnMut(V)) {
        let along = |i: usize| if i == k { Slope::Along(V::of(1.0)) } else { Slope::Flat };
        let like = Dual::new(V::of(0.0), Slope::Fixed);
        self.lean.run(like, |i| Dual::new(V::of(self.x[i]), along(i)), held, |y| visit(y.tangent()));
    }
    /// Column `k`: how far the outputs, which are `base` at the point, move with input `k`, over that step.
    fn differences<V: Plain>(&self, k: usize, base: &[V], held: &mut Vec<V>, mut visit: impl FnMut(V)) {
        let moved = V::of(self.x[k]) + V::of(STEP);
        let mut outputs = base.iter();
        self.lean.run(
            V::of(0.0),
            |i| if i == k { moved } else { V::of(self.x[i]) },
            held,
            |y| {
                let &at = outputs.next().expect("one for each output");
                visit((y - at) / V::of(STEP));
            },
        );
    }
    /// All values, which the reverse sweeps read.
    fn record<V: Plain>(&self, at: &mut Vec<V>) {
        let x: Vec<V> = self.x.iter().map(|&x| V::of(x)).collect();
        // There are no guards in a program of primitives.
        let _ = sweep::value(self.list, &Constants::literal(V::of(0.0)), &x, at);
    }
    /// Row `j`: the registers of the inputs after a sweep from output `j`.
    fn reverse<V: Plain>(&self, j: usize, at: &[V], bar: &mut Vec<Option<V>>, visit: impl FnMut(V)) {
        let outputs = self.list.outputs().len();
        let seeds: Vec<V> = (0..outputs).map(|i| V::of(if i == j { 1.0 } else { 0.0 })).collect();
        sweep::adjoint(self.list, &Constants::literal(V::of(0.0)), at, &seeds, bar, &mut Unwatched);
        bar[..self.x.len()].iter().map(|bar| bar.unwrap_or(V::of(0.0))).for_each(visit);
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
    held: Vec<V>,
    duals: Vec<Dual<V>>,
    at: Vec<V>,
    bar: Vec<Option<V>>,
    base: Vec<V>,
}

impl<'f, V: Plain> Run<'f, V> {
    /// Before its first pass.
    pub fn new(way: Way, subject: &'f Subject<'f>) -> Run<'f, V> {
        let (held, duals, at, bar, base) = Default::default();
        Run { way, subject, held, duals, at, bar, base }
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

impl<V: Plain> Job for Run<'_, V> {
    fn once(&mut self) {
        match self.way {
            Way::Value | Way::Forward => {}
            Way::Reverse => self.subject.record(&mut self.at),
            Way::Differences => {
                self.base.clear();
                self.subject.value(&mut self.held, |y| self.base.push(y));
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
        let Run { way, subject, held, duals, at, bar, base } = self;
        match way {
            Way::Value => subject.value(held, unread),
            Way::Reverse => subject.reverse(k, at, bar, unread),
            Way::Forward => subject.forward(k, duals, unread),
            Way::Differences => subject.differences(k, base, held, unread),
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
            f.record(&mut at);
            (0..m).for_each(|j| f.reverse(j, &at, &mut Vec::new(), |d| rows.push(d)));
            f.value(&mut Vec::new(), |y: f64| base.push(y));
            for k in 0..n {
                let (mut forward, mut differences) = (Vec::<f64>::new(), Vec::new());
                f.forward(k, &mut Vec::new(), |d| forward.push(d));
                f.differences(k, &base, &mut Vec::new(), |d| differences.push(d));
                for j in 0..m {
                    let row = rows[j * n + k];
                    assert!((forward[j] - row).abs() < 1e-14, "{}: {} {row}", family.id, forward[j]);
                    assert!((differences[j] - row).abs() < 1e-5, "{}: {} {row}", family.id, differences[j]);
                }
            }
        }
    }
}
