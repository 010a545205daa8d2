//! Several outputs, an array and a Vec, where a gradient has one.
fn main() {
    let _ = wengert::value_and_grad(|[x, y]| [x * y, x + y], [2.0, 3.0]);
    let _ = wengert::value_and_grad(|[x, y]| vec![x * y, x + y], [2.0, 3.0]);
}
