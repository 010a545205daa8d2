//! Single precision given to the functions of double precision.
fn main() {
    let x: Vec<f32> = vec![1.0];
    let _ = wengert::value_and_grad(|x| x[0] * 2.0, &x);
}
