//! A point may be a Vec or a slice, borrowed or by value; a plain function serves as well as a closure.
#![allow(clippy::print_stdout)]
use wengert::{Error, Var, sum, value_and_grad, value_and_grad_into};

fn rosenbrock(x: Vec<Var>) -> Var {
    x.windows(2).map(|w| 100.0 * (w[1] - w[0].powi(2)).powi(2) + (1.0 - w[0]).powi(2)).sum()
}

pub(crate) fn main() -> Result<(), Error> {
    let x = vec![-1.2, 1.0, 0.5];
    let (value, grad) = value_and_grad(rosenbrock, &x)?; // &Vec<f64>
    let (again, _) = value_and_grad(rosenbrock, &x[..])?; // &[f64]
    let (moved, _) = value_and_grad(|v| 2.0 * rosenbrock(v), x.clone())?; // Vec<f64>
    assert!(value == again && 2.0 * value == moved);

    let mut g = vec![0.0; 3]; // into numbers of your own
    let v = value_and_grad_into(rosenbrock, &x, &mut g)?;
    assert!(v == value && g == grad);

    let (norm, _) = value_and_grad(|v| v.iter().map(|x| x * x).sum::<Var>().sqrt(), &x)?;
    let (same, _) = value_and_grad(|v| sum(v.iter().map(|x| x * x)).sqrt(), &x)?; // one statement, no `::<Var>`
    assert_eq!(norm, same);
    println!("{value} {grad:?} {norm:.4}");
    Ok(())
}
