//! Parameters are an ordinary struct, generic in its numbers: `Mlp<f64>` outside, `Mlp<Var>` inside.
#![allow(clippy::print_stdout)]
use wengert::{Error, Tree, Var, dot, value_and_grad, weighted_sum};

#[derive(Clone, Debug, Tree)]
struct Linear<T = f64> {
    w: Vec<Vec<T>>,
    b: Vec<T>,
}

#[derive(Clone, Debug, Tree)]
struct Mlp<T = f64> {
    hidden: Vec<Linear<T>>,
    out: Linear<T>,
    #[tree(skip)]
    name: &'static str,
}

impl Mlp<Var> {
    fn apply(&self, x: &[f64; 2]) -> Var {
        let x: Vec<Var> = x.iter().map(|&x| Var::constant(x)).collect();
        let h = self.hidden.iter().fold(x, |h, layer| layer.apply(&h).into_iter().map(Var::tanh).collect());
        self.out.apply(&h)[0]
    }
}

impl Linear<Var> {
    fn apply(&self, x: &[Var]) -> Vec<Var> {
        self.w.iter().zip(&self.b).map(|(row, b)| dot(row, x) + b).collect()
    }
}

fn linear(inputs: usize, outputs: usize) -> Linear {
    let row = |i| (0..inputs).map(|j| ((i * inputs + j) as f64).sin()).collect();
    Linear { w: (0..outputs).map(row).collect(), b: vec![0.0; outputs] }
}

pub(crate) fn main() -> Result<(), Error> {
    let mut model = Mlp { hidden: vec![linear(2, 8), linear(8, 8)], out: linear(8, 1), name: "exclusive or" };
    let data = [([0.0, 0.0], 0.0), ([0.0, 1.0], 1.0), ([1.0, 0.0], 1.0), ([1.0, 1.0], 0.0)];
    let loss = |m: Mlp<Var>| {
        let residuals: Vec<Var> = data.iter().map(|(x, y)| (m.apply(x) - y).powi(2)).collect();
        weighted_sum(&[0.25; 4], &residuals)
    };
    let (first, _) = value_and_grad(loss, &model)?;
    for _ in 0..300 {
        let (_, grad) = value_and_grad(loss, &model)?; // grad: Mlp
        for (layer, slope) in model.hidden.iter_mut().chain([&mut model.out]).zip(grad.hidden.iter().chain([&grad.out]))
        {
            layer.w.iter_mut().flatten().zip(slope.w.iter().flatten()).for_each(|(w, d)| *w -= 0.1 * d);
            layer.b.iter_mut().zip(&slope.b).for_each(|(b, d)| *b -= 0.1 * d);
        }
    }
    let (last, grad) = value_and_grad(loss, &model)?;
    println!("{}: {first:.4} -> {last:.4}", grad.name);
    assert!(last < 0.5 * first);
    Ok(())
}
