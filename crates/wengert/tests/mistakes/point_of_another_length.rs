//! A pattern of three for a point of two.
fn main() {
    let _ = wengert::value_and_grad(|[x, y, z]| x * y * z, [2.0, 3.0]);
}
