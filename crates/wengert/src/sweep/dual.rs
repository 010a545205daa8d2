//! Dual numbers: a value with its tangent. The value sweep on them is the tangent sweep; the adjoint sweep on them is
//! forward over reverse.

use crate::custom::{Custom, Derived};
use crate::prim::{Choice, Nary, Op, Prim};
use crate::value::{Value, value_operators};

/// The tangent of a value.
#[derive(Clone, Copy, Debug)]
pub enum Slope<V> {
    /// Does not depend on any input.
    Fixed,
    /// Depends on an input, but not along this direction.
    Flat,
    /// Changes so fast along this direction.
    Along(V),
}

/// A value with its tangent.
#[derive(Clone, Copy, Debug)]
pub struct Dual<V> {
    /// The value.
    pub v: V,
    /// The tangent.
    pub dot: Slope<V>,
}

impl<V: Value> Dual<V> {
    /// A value that varies along the direction as fast as `dot` says.
    pub fn new(v: V, dot: Slope<V>) -> Dual<V> {
        Dual { v, dot }
    }
    /// The tangent as a number.
    pub fn tangent(self) -> V {
        match self.dot {
            Slope::Along(t) => t,
            _ => self.v.lit(0.0),
        }
    }
    fn varies(self) -> bool {
        !matches!(self.dot, Slope::Fixed)
    }
}

/// The sum of slope times tangent over the arguments.
struct Sum<V>(Option<V>);

impl<V: Value> Sum<V> {
    fn add(&mut self, slope: V, dot: Slope<V>) {
        if let Slope::Along(t) = dot {
            self.0 = super::plus(self.0, zero_wins(slope, t));
        }
    }
    fn dual(self, v: V, varies: bool) -> Dual<V> {
        let dot = match self.0 {
            Some(t) => Slope::Along(t),
            None if varies => Slope::Flat,
            None => Slope::Fixed,
        };
        Dual { v, dot }
    }
}

/// A slope times a tangent, where an exact zero wins over infinity: a value that does not move moves nothing.
#[inline]
pub(crate) fn zero_wins<V: Value>(slope: V, t: V) -> V {
    let product = slope * t;
    let rescued = product.has_nan() && (slope.is_zero() || t.is_zero()) && !slope.has_nan() && !t.has_nan();
    if rescued { product.lit(0.0) } else { product }
}

impl<V: Value> Dual<V> {
    /// The value of a primitive, of which the table is asked for the slopes that were not chosen.
    fn looked_up(op: Op, x: &[Self], chosen: &[(usize, f64)]) -> Self {
        let at: Vec<V> = x.iter().map(|d| d.v).collect();
        let y = op.apply(&at);
        let mut sum = Sum(None);
        if x.iter().any(|d| matches!(d.dot, Slope::Along(_))) {
            op.partials(&at, y, &|i| x[i].varies(), &mut |i, slope| {
                if !chosen.iter().any(|&(arg, _)| arg == i) {
                    sum.add(slope, x[i].dot);
                }
            });
            chosen.iter().for_each(|&(i, d)| sum.add(y.lit(d), x[i].dot));
        }
        sum.dual(y, x.iter().any(|d| d.varies()))
    }
}

impl<V: Value> Value for Dual<V> {
    fn lit(self, c: f64) -> Self {
        Dual { v: self.v.lit(c), dot: Slope::Fixed }
    }
    fn bind_op(op: Op, x: &[Self]) -> Self {
        if V::ALIKE { Self::looked_up(op, x, &[]) } else { op.by_row(x) }
    }
    fn bind<P: Prim<N>, const N: usize>(x: [Self; N]) -> Self {
        if V::ALIKE {
            return Self::looked_up(P::OP, &x, &[]);
        }
        let at = x.map(|d| d.v);
        let y = V::bind::<P, N>(at);
        let varies = x.map(Dual::varies);
        let mut sum = Sum(None);
        if x.iter().any(|d| matches!(d.dot, Slope::Along(_))) {
            for (slope, arg) in P::partials(at, y, varies).into_iter().zip(x) {
                if let Some(slope) = slope {
                    sum.add(slope, arg.dot);
                }
            }
        }
        sum.dual(y, varies.contains(&true))
    }
    fn bind_nary<P: Nary>(x: &[Self]) -> Self {
        if V::ALIKE {
            return Self::looked_up(P::OP, x, &[]);
        }
        let at: Vec<V> = x.iter().map(|d| d.v).collect();
        let y = V::bind_nary::<P>(&at);
        let mut sum = Sum(None);
        if x.iter().any(|d| matches!(d.dot, Slope::Along(_))) {
            P::partials(&at, y, |i| x[i].varies(), |i, slope| sum.add(slope, x[i].dot));
        }
        sum.dual(y, x.iter().any(|d| d.varies()))
    }
    fn line(op: Op, x: &[Self], choice: Choice) -> Self {
        let numbers: Option<Vec<f64>> = x.iter().map(|d| d.v.here()).collect();
        match numbers.and_then(|at| choice(op, &at, &|i| x[i].varies())) {
            Some(chosen) => Self::looked_up(op, x, &chosen),
            None => op.apply(x),
        }
    }
    fn bind_rule(rule: &Custom, x: &[Self], like: Self) -> Vec<Self> {
        let mut given: Vec<V> = x.iter().map(|d| d.v).collect();
        let y = V::bind_rule(rule, &given, like.v);
        let varies = x.iter().any(|d| d.varies());
        if !x.iter().any(|d| matches!(d.dot, Slope::Along(_))) {
            return y.into_iter().map(|y| Sum(None).dual(y, varies)).collect();
        }
        given.extend_from_slice(&y);
        if let Some(slopes) = rule.derived(Derived::Slopes) {
            let mut sum = Sum(None);
            let slopes = V::bind_rule(&slopes, &given, like.v);
            slopes.into_iter().zip(x).for_each(|(slope, arg)| sum.add(slope, arg.dot));
            return vec![sum.dual(y[0], varies)];
        }
        given.extend(x.iter().map(|d| d.tangent()));
        let dots = V::bind_rule(&rule.product(Derived::Push), &given, like.v);
        y.into_iter().zip(dots).map(|(y, dot)| Dual::new(y, Slope::Along(dot))).collect()
    }
    fn known(self) -> Option<f64> {
        self.v.known()
    }
    fn here(self) -> Option<f64> {
        self.v.here()
    }
    fn has_nan(self) -> bool {
        self.v.has_nan() || matches!(self.dot, Slope::Along(t) if t.has_nan())
    }
    fn is_zero(self) -> bool {
        self.v.is_zero() && !matches!(self.dot, Slope::Along(t) if !t.is_zero())
    }
    fn holds(self, said: bool) -> bool {
        self.v.holds(said)
    }
}
value_operators!(impl [V: Value] for Dual<V>);
