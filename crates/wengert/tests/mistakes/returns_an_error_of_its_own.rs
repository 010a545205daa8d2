//! A function with an error type of its own.
use wengert::Var;
#[derive(Debug)]
struct MyError;
impl std::fmt::Display for MyError {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("mine")
    }
}
impl std::error::Error for MyError {}
fn f(x: Var) -> Result<Var, MyError> {
    if x > 0.0 { Ok(x) } else { Err(MyError) }
}
fn main() {
    let _ = wengert::value_and_grad(|x| Ok(f(x)?), 2.0); // right
    let _ = wengert::value_and_grad(f, 2.0);
}
