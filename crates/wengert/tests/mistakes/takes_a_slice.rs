//! A function of a slice for a point that is a Vec.
use wengert::Var;
fn f(x: &[Var]) -> Var {
    x[0] * x[1]
}
fn main() {
    let _ = wengert::value_and_grad(|x| f(&x), vec![2.0, 3.0]); // right
    let _ = wengert::value_and_grad(f, vec![2.0, 3.0]);
}
