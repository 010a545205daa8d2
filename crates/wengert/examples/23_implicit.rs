//! A solver in plain numbers, differentiated through what it solved.
use wengert::{Error, implicit, value_and_grad};
pub(crate) fn main() -> Result<(), Error> {
    let (y, da) = value_and_grad(
        |a| {
            let [root] = implicit(
                |[a]| [(0..60).fold(1.0, |y: f64, _| 0.5 * (y + a / y))], // any solver
                |[y], [a]| [y * y - a],                                   // what holds at the solution
                [a],
            );
            root
        },
        2.0,
    )?;
    assert!((y - 2f64.sqrt()).abs() < 1e-14 && (da - 0.5 / y).abs() < 1e-14);
    Ok(())
}
