//! What a mistake answers at run time: an error with the place, no panic message, no silent number.
#![allow(clippy::print_stdout)]
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use wengert::{Error, Var, dot, value_and_grad};

pub(crate) fn main() -> Result<(), Error> {
    let bad = value_and_grad(|(a, b): (Vec<Var>, Vec<Var>)| dot(&a, &b), (vec![1.0; 3], vec![1.0; 2])).unwrap_err();
    assert!(matches!(bad, Error::Length { op: "dot", left: 3, right: 2, .. }));
    println!("{bad}");

    let mut kept: Option<Var> = None;
    let keep = |x| {
        kept = Some(x);
        x * x
    };
    value_and_grad(keep, 2.0)?;
    let kept = kept.unwrap();
    let bad = value_and_grad(|x| x * kept, 2.0).unwrap_err();
    assert!(matches!(bad, Error::Foreign { .. }));
    println!("{bad}; still readable: {kept}");

    // A panic of your own passes through, and the library stays usable.
    let user = |x: Var| if x > 0.0 { resume_unwind(Box::new("user")) } else { x };
    let panicked = catch_unwind(AssertUnwindSafe(|| value_and_grad(user, 1.0)));
    assert!(panicked.is_err_and(|payload| payload.downcast_ref::<&str>() == Some(&"user")));
    assert_eq!(value_and_grad(|x| x * x, 3.0)?, (9.0, 6.0));
    Ok(())
}
