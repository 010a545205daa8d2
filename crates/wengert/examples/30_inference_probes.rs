//! Shapes of user code that infer without annotations.
#![allow(clippy::print_stdout)]
use wengert::{Error, Objective, Tree, Var, value_and_grad};

/// Object-safe: no lifetime, no generic.
trait Layer {
    fn forward(&self, x: Vec<Var>) -> Vec<Var>;
}
struct Scale(f64);
impl Layer for Scale {
    fn forward(&self, x: Vec<Var>) -> Vec<Var> {
        x.into_iter().map(|x| self.0 * x.tanh()).collect()
    }
}

fn well(depth: f64) -> impl Fn([Var; 2]) -> Var {
    move |[x, y]| depth * (x * x - 1.0).powi(2) + y * y
}

fn value<X: Tree<Num = f64>, O: Objective<f64, Value = f64>>(f: impl Fn(X::Traced) -> O, x: X) -> Result<f64, Error> {
    Ok(value_and_grad(f, x)?.0)
}

pub(crate) fn main() -> Result<(), Error> {
    let data = vec![1.0, 2.0, 3.0];
    let both_sides = |w: Vec<Var>| w.iter().zip(&data).map(|(w, d)| w * d + d * w).sum::<Var>();
    let (_, g) = value_and_grad(both_sides, vec![0.1, 0.2, 0.3])?;
    assert_eq!(g, [2.0, 4.0, 6.0]);

    let (_, g) = value_and_grad(
        |w| {
            let mut s = 1.0 * w[0];
            for d in &data {
                s += w[1] * d;
                s *= 2.0
            }
            s
        },
        [1.0, 1.0],
    )?;
    assert_eq!(g[0], 8.0);

    let (_, g) = value_and_grad(|x| wengert::sum(x.iter().map(|x| x * x)), vec![1.0, 2.0])?;
    assert_eq!(g, [2.0, 4.0]);
    let (_, g) = value_and_grad(well(2.0), [0.5, 0.5])?;
    assert_eq!(g, [-3.0, 1.0]);
    assert_eq!(value(well(2.0), [0.5, 0.5])?, 1.375);

    let net: Vec<Box<dyn Layer>> = vec![Box::new(Scale(2.0)), Box::new(Scale(0.5))];
    let (v, _) = value_and_grad(|x| net.iter().fold(x, |x, l| l.forward(x))[0], vec![0.3, 0.4])?;
    assert_eq!(v, 0.5 * (2.0 * 0.3f64.tanh()).tanh());

    let f = well(2.0); // the same closure, plainly evaluated: constants record nothing
    assert_eq!(f([Var::constant(1.0), Var::constant(2.0)]).value(), 4.0);

    let (_, g) = value_and_grad(|x| if x > 1.0 { x.max(0.0).ln() } else { 2.0 - x }, 3.0)?;
    assert!((g - 1.0 / 3.0).abs() < 1e-15);

    let (_, h) = value_and_grad(
        |x| {
            let (_, g) = value_and_grad(|[a, b]| a * a * b, [x, x * 2.0])?;
            Ok(g[0] + g[1])
        },
        1.0,
    )?;
    assert_eq!(h, 10.0); // of 4x^2 + x^2
    println!("ok");
    Ok(())
}
