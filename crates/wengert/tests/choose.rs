//! A slope chosen by code that computes with variables itself, on every path that records an operation.

use std::cell::Cell;
use wengert::{Error, Kink, Kinks, Options, Program, Var, maximum_of, value_and_grad};

thread_local! {
    static SMUGGLED: Cell<Option<Var>> = const { Cell::new(None) };
}

/// A slope that is itself a derivative.
fn computed(kink: &Kink) -> f64 {
    let (_, g) = value_and_grad(|[x, y]| x * y + maximum_of([x, y, x * y]), [0.25, 1.0]).expect("a plain gradient");
    kink.lower + (kink.upper - kink.lower) * g[1].min(0.25)
}
const COMPUTED: Options = Options::new().kinks(Kinks::Choose(computed));

#[test]
fn a_chosen_slope_may_be_computed_with_variables() -> Result<(), Error> {
    // Two arguments; three; many; on the tape of an outer level; where a chunk ends; recorded.
    assert_eq!(COMPUTED.value_and_grad(|x: Var| x.abs(), 0.0)?.1, -0.5);
    assert_eq!(COMPUTED.value_and_grad(|[x, y]: [Var; 2]| x.max(y), [1.0, 1.0])?.1, [0.25, 0.75]);
    assert_eq!(COMPUTED.value_and_grad(|x: Var| x.clamp(0.0, 1.0), 0.0)?.1, 0.25);
    assert_eq!(COMPUTED.value_and_grad(|[x, y]: [Var; 2]| maximum_of([x, y, x - 1.0]), [1.0, 1.0])?.1, [0.25, 0.75]);
    let long = |x: Var| (0..5000).fold(x, |s, _| s + x.abs());
    assert_eq!(COMPUTED.value_and_grad(long, 0.0)?.1, 1.0 - 2500.0);
    let p = Program::trace(|x: Var| x.abs(), 0.0)?;
    assert_eq!(COMPUTED.enter(|| p.value_and_grad(0.0))?.1, -0.5);
    let nested = COMPUTED.value_and_grad(|x: Var| Ok(x * value_and_grad(|y: Var| (y * x).abs() + x.abs(), x)?.1), 0.0);
    assert!(nested?.1.is_finite());
    Ok(())
}

/// Writes to the tape that the operation is being written to.
fn smuggler(_: &Kink) -> f64 {
    SMUGGLED.get().map_or(0.0, |x| (x * x).peek())
}

#[test]
fn a_choice_cannot_write_to_the_tape_it_chooses_for() {
    let options = Options::new().kinks(Kinks::Choose(smuggler));
    let result = options.value_and_grad(
        |x: Var| {
            SMUGGLED.set(Some(x));
            x.abs() + maximum_of([x, -x])
        },
        0.0,
    );
    SMUGGLED.set(None);
    assert!(matches!(result, Err(Error::Captured { .. })), "{result:?}");
}
