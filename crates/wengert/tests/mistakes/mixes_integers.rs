//! Integers on either side of an operator, literal and variable.
fn main() {
    let n = 3;
    let _ = wengert::value_and_grad(|x| 2 * x, 2.0);
    let _ = wengert::value_and_grad(|x| x * 2 + x / n, 2.0);
}
