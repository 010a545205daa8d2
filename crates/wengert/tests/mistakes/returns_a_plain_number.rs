//! A closure whose result has lost its derivative.
fn main() {
    let _ = wengert::value_and_grad(|x| (x * x).value(), 2.0);
}
