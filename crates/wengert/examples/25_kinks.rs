//! Where a derivative is not unique: note it (default), ignore it, choose, or refuse.
#![allow(clippy::print_stdout)]
use wengert::{Error, Kinks, Options, notes, value_and_grad};

const STRICT: Options = Options::new().kinks(Kinks::Error);

pub(crate) fn main() -> Result<(), Error> {
    let (result, notes) = notes(|| value_and_grad(|[x, y]| x.abs() + y, [0.0, 1.0]));
    let (_, grad) = result?;
    let note = &notes[0];
    assert_eq!((grad, note.chosen), ([0.0, 1.0], 0.0));
    assert_eq!((note.kink.op, note.kink.lower, note.kink.upper), ("abs", -1.0, 1.0));
    println!("{note}");

    let refused = STRICT.value_and_grad(|x| x.abs(), 0.0).unwrap_err();
    assert!(matches!(refused, Error::Undefined { op: "abs", .. }));
    println!("{refused}");

    let (_, right) = Options::new().kinks(Kinks::Choose(|k| k.upper)).value_and_grad(|x| x.abs(), 0.0)?;
    let (_, left) = Options::new().kinks(Kinks::Lower).value_and_grad(|x| x.abs(), 0.0)?;
    assert_eq!((left, right), (-1.0, 1.0));
    Ok(())
}
