//! A struct without `#[derive(Tree)]`.
struct Params {
    a: f64,
    b: f64,
}
fn main() {
    let _ = wengert::value_and_grad(|p| p.a * p.b, Params { a: 1.0, b: 2.0 });
}
