//! The policy at kinks on every path: what one way of asking notes, refuses or chooses, the others do too.

use wengert::{
    Diagnose, Error, Kinks, Listing, Note, NoteKind, Options, Program, Var, jvp, notes, scan, value_and_grad,
};

/// Options with this policy.
fn at_kinks(kinks: Kinks) -> Options {
    Options::new().kinks(kinks)
}

/// What notes say, but for the place.
fn said(notes: Vec<Note>) -> Vec<String> {
    let bare = |mut note: Note| {
        note.at = None;
        note.to_string()
    };
    notes.into_iter().map(bare).collect()
}

#[test]
fn the_tangent_of_a_program_meets_kinks_as_the_eager_one_does() -> Result<(), Error> {
    let looped = |x: Var| scan(0..3, x, |s, _| s.abs()) * 2.0;
    let ways = [Program::trace(|x: Var| x.abs() * 2.0, 1.0)?, Program::trace(looped, 1.0)?];
    for p in &ways {
        let strict = at_kinks(Kinks::Error).enter(|| p.jvp(0.0, 1.0));
        assert!(matches!(strict, Err(Error::Undefined { op: "abs", .. })), "{strict:?}");
        assert_eq!(at_kinks(Kinks::Note).enter(|| p.jvp(0.0, 3.0))?, (0.0, 0.0));
        assert_eq!(at_kinks(Kinks::Upper).enter(|| p.jvp(0.0, 3.0))?, (0.0, 6.0));
        // Where there is no kink, there is nothing to choose.
        assert_eq!(at_kinks(Kinks::Lower).enter(|| p.jvp(2.0, 3.0))?, (4.0, 6.0));
    }
    assert_eq!(at_kinks(Kinks::Lower).enter(|| ways[0].jvp(0.0, 3.0))?, (0.0, -6.0));
    Ok(())
}

#[test]
fn the_tangent_of_a_program_notes_what_the_eager_one_notes() -> Result<(), Error> {
    let f = |[x, y]: [Var; 2]| [x.sqrt() + y, y.abs(), x.max(y)];
    let p = Program::trace(f, [1.0, 2.0])?;
    let (eager, heard) = notes(|| jvp(f, [0.0, 0.0], [1.0, 2.0]));
    let (replayed, told) = notes(|| p.jvp([0.0, 0.0], [1.0, 2.0]));
    assert_eq!((eager?, told.len()), (replayed?, 3));
    assert_eq!(said(told), said(heard));
    Ok(())
}

#[test]
fn an_input_that_does_not_move_moves_nothing_whoever_listens() -> Result<(), Error> {
    // The slope in x is infinite at 0, and x stands still.
    let f = |[x, y]: [Var; 2]| x.sqrt() + 3.0 * y;
    let (at, along) = ([0.0, 1.0], [0.0, 1.0]);
    assert_eq!(jvp(f, at, along)?, (3.0, 3.0));
    assert_eq!(notes(|| jvp(f, at, along)).0?, (3.0, 3.0));
    assert_eq!(notes(|| Program::trace(f, [1.0, 1.0])?.jvp(at, along)).0?, (3.0, 3.0));
    Ok(())
}

/// The second derivatives of `f` at a point by every way of asking, which must agree.
fn second<const N: usize>(
    f: impl Fn([Var; N]) -> Var + Copy,
    x: [f64; N],
    kinks: Kinks,
) -> Result<[[f64; N]; N], Error> {
    let options = at_kinks(kinks);
    let h = options.hessian(f, x)?.2.to_array();
    let p = Program::trace(f, x)?;
    assert_eq!(options.enter(|| p.hessian(x))?.2.to_array(), h, "a program");
    let of_gradient = |x: [Var; N]| value_and_grad(f, x).expect("an inner gradient").1;
    assert_eq!(options.jacobian(of_gradient, x)?.1.to_array(), h, "the Jacobian of a gradient");
    let listing = Listing::new(p.list().clone(), &x, options)?;
    assert_eq!(listing.hessian()?.to_array(), h, "a listing");
    for (j, row) in h.iter().enumerate() {
        let unit: [f64; N] = std::array::from_fn(|i| f64::from(i == j));
        let column: [f64; N] = std::array::from_fn(|i| h[i][j]);
        assert_eq!(options.hvp(f, x, unit)?.2, column, "a product");
        assert_eq!(listing.hvp(&unit)?, column, "a product of a listing");
        assert_eq!(2.0 * listing.taylor(&unit, 2)?[2], row[j], "a series");
    }
    Ok(h)
}

#[test]
fn a_chosen_slope_holds_for_second_derivatives() -> Result<(), Error> {
    // With the weights (1, 0) the maximum is x, with (0, 1) it is y.
    let larger = |[x, y]: [Var; 2]| x.max(y) * x;
    assert_eq!(second(larger, [1.0, 1.0], Kinks::Upper)?, [[2.0, 0.0], [0.0, 0.0]]);
    assert_eq!(second(larger, [1.0, 1.0], Kinks::Lower)?, [[0.0, 1.0], [1.0, 0.0]]);
    assert_eq!(second(larger, [1.0, 1.0], Kinks::Choose(|_| 0.25))?, [[0.5, 0.75], [0.75, 0.0]]);
    // -x^2, x^2, x^2/4.
    let signed = |[x]: [Var; 1]| x * x.abs();
    assert_eq!(second(signed, [0.0], Kinks::Lower)?, [[-2.0]]);
    assert_eq!(second(signed, [0.0], Kinks::Upper)?, [[2.0]]);
    assert_eq!(second(signed, [0.0], Kinks::Choose(|_| 0.25))?, [[0.5]]);
    // A bound that x leaves, x^3, and one that it stays at, x^2.
    let bounded = |[x]: [Var; 1]| x.clamp(0.0, 1.0) * x * x;
    assert_eq!(second(bounded, [1.0], Kinks::Upper)?, [[6.0]]);
    assert_eq!(second(bounded, [1.0], Kinks::Lower)?, [[2.0]]);
    // In the steps of a loop: x - 3 x^2.
    let looped = |[x]: [Var; 1]| scan(0..3, x, |s, _| s + x.abs() * x);
    assert_eq!(at_kinks(Kinks::Lower).hessian(looped, [0.0])?.2.to_array(), [[-6.0]]);
    Ok(())
}

#[test]
fn where_there_is_no_kink_nothing_is_chosen() -> Result<(), Error> {
    let f = |[x, y]: [Var; 2]| x.max(y) * x * x.abs();
    for kinks in [Kinks::Ignore, Kinks::Lower, Kinks::Upper, Kinks::Choose(|_| panic!("there is no kink"))] {
        // Above y and 0: x^3.
        assert_eq!(second(f, [2.0, 1.0], kinks)?, [[12.0, 0.0], [0.0, 0.0]]);
    }
    // The kink is in a slope: no line of the program stands at it.
    let soft = |[x]: [Var; 1]| x.softsign() + x.abs();
    for kinks in [Kinks::Ignore, Kinks::Lower, Kinks::Upper] {
        assert_eq!(at_kinks(kinks).hessian(soft, [0.0])?.2.to_array(), [[0.0]]);
        let list = Program::trace(soft, [1.0])?.list().clone();
        assert_eq!(Listing::new(list, &[0.0], at_kinks(kinks))?.taylor(&[1.0], 2)?[2], 0.0);
    }
    Ok(())
}

#[test]
fn a_series_takes_the_slope_that_its_note_tells() -> Result<(), Error> {
    let list = Program::trace(|x: Var| x.abs(), 1.0)?.list().clone();
    for (kinks, slope) in [(Kinks::Note, 0.0), (Kinks::Lower, -1.0), (Kinks::Upper, 1.0)] {
        let at = Listing::new(list.clone(), &[0.0], at_kinks(kinks))?;
        assert_eq!((at.notes()[0].chosen, at.taylor(&[1.0], 3)?), (slope, vec![0.0, slope, 0.0, 0.0]));
    }
    Ok(())
}

#[test]
fn a_choice_lies_in_the_set() -> Result<(), Error> {
    let choices: [fn(&wengert::Kink) -> f64; 4] = [|_| 5.0, |_| f64::NAN, |k| k.lower - 1e-9, |_| f64::NEG_INFINITY];
    let f = |x: Var| x.abs();
    let p = Program::trace(f, 1.0)?;
    let beyond = |error: Option<Error>| matches!(error, Some(Error::Choice { op: "abs", lower: -1.0, upper: 1.0, .. }));
    for choice in choices {
        let options = at_kinks(Kinks::Choose(choice));
        assert!(beyond(options.value_and_grad(f, 0.0).err()));
        assert!(beyond(options.hessian(f, 0.0).err()));
        assert!(beyond(options.jvp(f, 0.0, 1.0).err()));
        assert!(beyond(options.jacobian(|x| [f(x)], 0.0).err()));
        assert!(beyond(options.enter(|| p.value_and_grad(0.0)).err()));
        // A kink that no cotangent reaches is none.
        let unreached = |x: Var| {
            let _ = x.abs();
            2.0 * x
        };
        assert_eq!(options.value_and_grad(unreached, 0.0)?.1, 2.0);
    }
    // The ends belong to it; a set of one member leaves no choice.
    assert_eq!(at_kinks(Kinks::Choose(|k| k.upper)).value_and_grad(f, 0.0)?.1, 1.0);
    assert_eq!(at_kinks(Kinks::Choose(|k| k.upper)).value_and_grad(|x: Var| x.leaky_relu(1.0), 0.0)?.1, 1.0);
    Ok(())
}

#[test]
fn a_choice_beyond_the_set_is_told_with_its_place() {
    let line = line!() + 1;
    let error = at_kinks(Kinks::Choose(|_| 5.0)).value_and_grad(|x: Var| x.abs(), 0.0).unwrap_err().to_string();
    let text = "abs(0) has no unique slope, and 5 was chosen; the function in `Kinks::Choose` is to answer a number from \
                `kink.lower` to `kink.upper`, here from -1 to 1";
    assert!(error.ends_with(text) && error.contains(&format!("kinks.rs:{line}:")), "{error}");
}

#[test]
fn at_an_edge_or_a_jump_nobody_is_asked() -> Result<(), Error> {
    let options = at_kinks(Kinks::Choose(|kink| panic!("{} has one slope", kink.op)));
    assert_eq!(options.value_and_grad(|x: Var| x.sqrt(), 0.0)?.1, f64::INFINITY);
    assert_eq!(options.value_and_grad(|x: Var| x.floor() * x, 1.0)?.1, 1.0);
    let p = Program::trace(|x: Var| x.sqrt(), 1.0)?;
    assert_eq!(options.enter(|| p.value_and_grad(0.0))?.1, f64::INFINITY);
    Ok(())
}

/// The notes of zeros that met infinities.
fn zeros(made: &[Note]) -> Vec<&Note> {
    made.iter().filter(|note| note.kind == NoteKind::ZeroTimesInfinity).collect()
}

#[test]
fn a_zero_that_met_an_infinity_is_told_with_an_operation_and_a_place() -> Result<(), Error> {
    // The tape knows whose slope is infinite; a program, where the zero met it.
    let f = |x: Var| (x * x).sqrt();
    let (answer, made) = notes(|| value_and_grad(f, 0.0));
    assert_eq!((answer?, made.len()), ((0.0, 0.0), 2));
    let [note] = zeros(&made)[..] else { panic!("{made:?}") };
    let text = note.to_string();
    assert!(text.contains("kinks.rs:") && text.contains("sqrt(0): a zero times an infinity"), "{text}");
    let lines = Options::new().diagnose(Diagnose::Lines);
    let (_, made) = notes(|| lines.value_and_grad(f, 0.0));
    assert!(zeros(&made)[0].to_string().contains("mul(0, 0): a zero times an infinity"), "{made:?}");
    // Two infinities, one of which met a zero; and one that met two.
    let (_, made) = notes(|| value_and_grad(|x: Var| x.cbrt() + (x * x + 0.0 * x).sqrt(), 0.0));
    assert_eq!(zeros(&made).iter().map(|note| note.kink.op).collect::<Vec<_>>(), ["sqrt"]);
    Ok(())
}

#[test]
fn an_infinity_of_no_slope_is_told_with_the_place_of_the_derivative() -> Result<(), Error> {
    // 1e200 * 1e200 overflows in the sweep, and meets the slope 2 * 0.
    let f = |x: Var| x * x * 1e200 * 1e200;
    let line = line!() + 1;
    let (answer, made) = notes(|| value_and_grad(f, 0.0));
    assert_eq!(answer?, (0.0, 0.0));
    let [note] = &made[..] else { panic!("{made:?}") };
    let text = note.to_string();
    let said = "a zero times an infinity counted as 0, at an operation that `Diagnose::Lines` names; `nan-zero off` answers NaN";
    assert!(text.ends_with(&format!(": {said}")) && text.contains(&format!("kinks.rs:{line}:")), "{text}");
    let (_, made) = notes(|| Options::new().diagnose(Diagnose::Lines).value_and_grad(f, 0.0));
    assert_eq!(zeros(&made)[0].kink.op, "mul");
    // Who ignores kinks hears nothing.
    assert!(notes(|| at_kinks(Kinks::Ignore).value_and_grad(f, 0.0)).1.is_empty());
    Ok(())
}
