//! `?` inside, but no `Ok` around the result.
fn main() {
    let _ = wengert::value_and_grad(
        |x| {
            let k: f64 = "1".parse()?;
            k * x
        },
        2.0,
    );
}
