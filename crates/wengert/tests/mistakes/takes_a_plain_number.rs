use wengert::value_and_grad;

fn f(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = value_and_grad(f, 2.0);
    let _ = value_and_grad(|x| f(x), 2.0);
}
