//! `?` forgotten outside and inside.
use wengert::value_and_grad;
fn main() {
    let (y, dy) = value_and_grad(|x| x * x, 2.0);
    let _ = value_and_grad(
        |x| {
            let (_, g) = value_and_grad(|y| y * y, x);
            x * g
        },
        2.0,
    );
    println!("{y} {dy}");
}
