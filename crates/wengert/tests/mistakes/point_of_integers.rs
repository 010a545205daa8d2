//! A point of integers.
fn main() {
    let _ = wengert::value_and_grad(|[x, y]| x * y, [2, 3]);
}
