//! Arrays of known length, nested: patterns in, patterns out.
#![allow(clippy::print_stdout)]
use wengert::{Error, Var, value_and_grad};

pub(crate) fn main() -> Result<(), Error> {
    let springs = [[0.0, 0.0], [1.0, 0.2], [2.1, -0.1]];
    let (energy, force) = value_and_grad(
        |p| {
            p.windows(2)
                .map(|w| {
                    let [[ax, ay], [bx, by]] = [w[0], w[1]];
                    0.5 * ((bx - ax).hypot(by - ay) - 1.0).powi(2)
                })
                .sum::<Var>()
        },
        springs,
    )?;
    let [[ax, ay], [bx, by], [cx, cy]] = force;
    assert!((ax + bx + cx).abs() < 1e-15 && (ay + by + cy).abs() < 1e-15); // no net force
    println!("{energy:.4} {ax:.4}");
    Ok(())
}
