//! Several outputs: a Jacobian, forward or reverse, whichever needs fewer sweeps.
#![allow(clippy::print_stdout)]
use wengert::{Error, Mode, Options, Var, jacobian};

pub(crate) fn main() -> Result<(), Error> {
    let polar = |[r, t]: [Var; 2]| [r * t.cos(), r * t.sin()];
    let (xy, j) = jacobian(polar, [2.0, 0.5])?;
    let det = j[(0, 0)] * j[(1, 1)] - j[(0, 1)] * j[(1, 0)];
    assert!((det - 2.0).abs() < 1e-15);
    println!("{xy:?} {:?} det {det:.4}", j.row(0));

    let (_, diagonal) = jacobian(|v| v.iter().map(|x| x.exp()).collect::<Vec<_>>(), vec![0.0, 1.0])?;
    assert_eq!(diagonal.as_slice(), [1.0, 0.0, 0.0, 1f64.exp()]);

    let (_, same) = Options::new().mode(Mode::Reverse).jacobian(polar, [2.0, 0.5])?;
    assert!(j == same);
    Ok(())
}
