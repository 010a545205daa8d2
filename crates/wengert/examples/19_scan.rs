//! A long loop in little memory: `for` becomes `scan`, and what the way back keeps is a word.
#![allow(clippy::print_stdout)]
use wengert::{Error, Memory, Var, checkpoint, scan, scan_with, value_and_grad, while_loop};

/// One step of 1 ms of a Van der Pol oscillator.
fn step([x, v]: [Var; 2], mu: Var) -> [Var; 2] {
    let a = mu * (1.0 - x * x) * v - x;
    [x + 1e-3 * v, v + 1e-3 * a]
}

pub(crate) fn main() -> Result<(), Error> {
    let plain = |[x0, mu]: [Var; 2]| {
        let mut s = [x0, 0.0 * x0];
        for _ in 0..10_000 {
            s = step(s, mu);
        }
        s[0]
    };
    let stored = |[x0, mu]: [Var; 2]| scan(0..10_000, [x0, 0.0 * x0], |s, _| step(s, mu))[0];
    // Ten states instead of ten thousand; each step runs six times more.
    let in_little = |[x0, mu]: [Var; 2]| {
        let [x, _] = scan_with(Memory::Snapshots(10), 0..10_000, [x0, 0.0 * x0], |s, _| step(s, mu));
        x
    };
    let (x, [dx0, dmu]) = value_and_grad(plain, [1.0, 0.5])?;
    assert_eq!(value_and_grad(stored, [1.0, 0.5])?, (x, [dx0, dmu]));
    assert_eq!(value_and_grad(in_little, [1.0, 0.5])?, (x, [dx0, dmu]));
    println!("x(10) = {x:.4}, its slope in x(0) {dx0:.4}, in mu {dmu:.4}");

    // The number of a step, and what stands in a column there, are variables.
    let column = [0.5, 2.0, 3.0];
    let (y, _) = value_and_grad(|x| scan(0..3, x, |x, k| checkpoint(|x| x * (k.var() + 1.0) * k.of(&column), x)), 2.0)?;
    assert_eq!(y, 2.0 * 6.0 * 3.0);

    // As long as it takes.
    let root = |a: Var| while_loop(a, |&y| (y * y - a).abs() > 1e-12, |y, _| 0.5 * (y + a / y));
    let (y, slope) = value_and_grad(root, 2.0)?;
    println!("the square root of 2 is {y:.4}, its slope {slope:.4}");
    Ok(())
}
