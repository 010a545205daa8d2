//! An f32 on either side of an operator with a variable of f64.
fn main() {
    let k: f32 = 0.5;
    let _ = wengert::value_and_grad(|x| k * x + x, 2.0);
    let _ = wengert::value_and_grad(|x| (x * k + 1.0).sin(), 2.0);
}
