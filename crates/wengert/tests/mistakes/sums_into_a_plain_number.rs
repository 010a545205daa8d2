use wengert::{Var, value_and_grad};

fn main() {
    let _ = value_and_grad(
        |x: Vec<Var>| {
            let mut s = 0.0;
            for v in x {
                s += v;
            }
            Var::constant(s)
        },
        vec![2.0],
    );
}
