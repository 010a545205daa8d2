//! An output of plain numbers.
fn main() {
    let _ = wengert::jacobian(|[x, y]| [(x * y).value(), 1.0], [2.0, 3.0]);
}
