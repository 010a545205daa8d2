//! The same without a procedural macro, and a struct with two kinds of numbers (two parameters, derived).
#![allow(clippy::print_stdout)]
use wengert::{Error, Tree, tree, value_and_grad};

tree! {
    #[derive(Clone, Debug)]
    struct Quadratic<T = f64> { a: T, b: T, c: [T; 2] }
}

#[derive(Clone, Debug, Tree)]
struct Ridge<S = f64, A = Vec<f64>> {
    weights: A,
    log_lambda: S,
}

pub(crate) fn main() -> Result<(), Error> {
    let p = Quadratic { a: 1.0, b: 2.0, c: [3.0, 4.0] };
    let (_, g) = value_and_grad(|q| q.a * q.b + q.c[0] * q.c[1], &p)?;
    assert!(g.a == 2.0 && g.b == 1.0 && g.c == [4.0, 3.0]);

    let r = Ridge { weights: vec![1.0, -2.0], log_lambda: 0.1 };
    let (loss, g) = value_and_grad(|r| r.log_lambda.exp() * wengert::dot(&r.weights, &r.weights), &r)?;
    let _: (&Vec<f64>, f64) = (&g.weights, g.log_lambda);
    assert!((loss - 5.0 * 0.1_f64.exp()).abs() < 1e-14 && g.log_lambda == loss);
    println!("{loss:.4} {:?}", g.weights);
    Ok(())
}
