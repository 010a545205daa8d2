//! A rule over trees, with state: value and tangent; the pullback is the transpose, or given.
#![allow(clippy::print_stdout)]
use std::sync::Arc;
use wengert::{Error, Program, Rule, Var, check_rule, value_and_grad};

/// Sums over a moving window.
struct Smooth {
    width: usize,
}
impl Rule for Smooth {
    type In = Vec<f64>;
    type Out = Vec<f64>;
    fn value(&self, x: &Vec<f64>) -> Vec<f64> {
        x.windows(self.width).map(|w| w.iter().sum()).collect()
    }
    fn jvp(&self, _x: Vec<Var>, _y: Vec<Var>, dx: Vec<Var>) -> Vec<Var> {
        dx.windows(self.width).map(|w| w.iter().sum()).collect()
    }
}

pub(crate) fn main() -> Result<(), Error> {
    let loss = |x: Vec<Var>| Smooth { width: 3 }.call(x).iter().map(|v| v * v).sum::<Var>();
    let (value, grad) = value_and_grad(loss, vec![1.0, 2.0, 3.0, 4.0])?;
    assert!(value == 117.0 && grad == [12.0, 30.0, 30.0, 18.0]);
    // One that is used often is shared, and only read.
    let shared = Arc::new(Smooth { width: 2 });
    let p =
        Program::trace(|x: Vec<Var>| Arc::clone(&shared).call(Arc::clone(&shared).call(x))[0], vec![1.0, 2.0, 3.0])?;
    println!("{p}");
    assert!(p.eval(vec![1.0, 10.0, 100.0])? == 121.0);
    check_rule(shared, &vec![0.3, -0.7, 0.2])
}
