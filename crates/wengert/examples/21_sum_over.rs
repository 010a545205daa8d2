//! A likelihood over rows: parameters are captured, the body is an ordinary closure.
#![allow(clippy::print_stdout)]
use wengert::{Error, Program, sum_over, value_and_grad};

pub(crate) fn main() -> Result<(), Error> {
    let rows = vec![([1.0, 0.2], 1.0), ([0.3, -1.0], 0.0), ([0.9, 0.5], 1.0)];
    let loss = |(w, b): ([wengert::Var; 2], wengert::Var)| {
        sum_over(&rows, |(x, y)| {
            let z = w[0] * x[0] + w[1] * x[1] + b;
            (1.0 + z.exp()).ln() - y * z
        })
    };
    let (nll, (dw, db)) = value_and_grad(loss, ([0.1, -0.2], 0.0))?;
    println!("{nll:.4} {dw:?} {db:.4}");

    // Recorded, the rows are columns of one line, however many there are.
    let program = Program::trace(loss, ([0.1, -0.2], 0.0))?;
    assert_eq!(program.value_and_grad(([0.1, -0.2], 0.0))?, (nll, (dw, db)));
    assert_eq!(program.list().len(), 1);
    Ok(())
}
