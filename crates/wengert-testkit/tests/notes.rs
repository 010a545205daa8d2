//! Notes at places where a derivative is not one number: of every kind, in every driver, with the source line.

use wengert::list::Origin;
use wengert::prim::{Kind, Set};
use wengert::{
    Error, Kinks, NanZero, Note, NoteKind, Options, Program, Var, hessian, jacobian, jvp, maximum_of, notes,
    value_and_grad, vjp,
};

const STRICT: Options = Options::new().kinks(Kinks::Error);

/// The note of a call that makes one, which must stand in this file at `line`.
fn only(made: Vec<Note>, line: u32) -> Note {
    let [note] = &made[..] else { panic!("one note expected, got {made:?}") };
    match note.at {
        Some(Origin::Rust(at)) => assert_eq!((at.file(), at.line()), (file!(), line), "{note}"),
        other => panic!("the note knows its place as {other:?}: {note}"),
    }
    note.clone()
}

#[test]
fn a_kink() {
    let (answer, made) = notes(|| value_and_grad(|x| 3.0 * x.abs(), 0.0));
    let note = only(made, line!() - 1);
    assert_eq!(answer.unwrap().1, 0.0);
    assert_eq!((note.kind, note.kink.op, note.chosen), (NoteKind::Kink(Kind::Kink), "abs", 0.0));
    assert_eq!(note.kink.set, Set::Interval { arg: 0, lower: -1.0, upper: 1.0 });
    assert!(note.to_string().ends_with("abs(0) has no unique slope, any of [-1, 1] would do; took 0"), "{note}");
}

#[test]
fn a_kink_of_a_length() {
    let (answer, made) = notes(|| value_and_grad(|[x, y]| x.hypot(y), [0.0, 0.0]));
    let note = only(made, line!() - 1);
    assert_eq!(answer.unwrap().1, [0.0, 0.0]);
    assert_eq!((note.kind, note.kink.set), (NoteKind::Kink(Kind::Kink), Set::Ball));
}

#[test]
fn a_tie() {
    let (answer, made) = notes(|| value_and_grad(|[x, y]| x.maximum(y), [1.0, 1.0]));
    let note = only(made, line!() - 1);
    assert_eq!(answer.unwrap().1, [0.5, 0.5]);
    assert_eq!((note.kind, note.chosen), (NoteKind::Kink(Kind::Tie), 0.5));
    assert_eq!(note.kink.set, Set::Simplex { ties: vec![0, 1], constant: false });
}

#[test]
fn a_tie_with_a_constant() {
    let (answer, made) = notes(|| value_and_grad(|[x, y]| maximum_of([x, y, Var::constant(1.0)]), [1.0, 1.0]));
    let note = only(made, line!() - 1);
    assert_eq!(answer.unwrap().1, [0.0, 0.0]);
    assert_eq!(note.kink.set, Set::Simplex { ties: vec![0, 1], constant: true });
    assert!(
        note.to_string().contains("any of weights that sum to at most 1 over 2 tied arguments would do; took 0"),
        "{note}"
    );
}

#[test]
fn a_jump() {
    let (answer, made) = notes(|| value_and_grad(|x| x.modulo(2.0), 4.0));
    let note = only(made, line!() - 1);
    assert_eq!(answer.unwrap().1, 1.0);
    assert_eq!((note.kind, note.kink.args), (NoteKind::Kink(Kind::Jump), vec![4.0, 2.0]));
}

#[test]
fn an_edge() {
    let (answer, made) = notes(|| value_and_grad(|x| x.sqrt(), 0.0));
    let note = only(made, line!() - 1);
    assert_eq!(answer.unwrap().1, f64::INFINITY);
    assert_eq!((note.kind, note.chosen), (NoteKind::Kink(Kind::Edge), f64::INFINITY));
}

#[test]
fn a_slope_that_the_table_has_not() {
    let zero = |[a, b]: [Var; 2]| a.beta(b);
    let program = Program::trace(zero, [1.5, -1.5]).unwrap();
    // The third derivative in a is the last.
    let last = |a: Var| Var::constant(3.0).gammainc_p_d(a, Var::constant(1.4));
    let highest = Program::trace(last, 2.3).unwrap();
    for (answer, made) in [notes(|| value_and_grad(zero, [1.5, -1.5])), notes(|| program.value_and_grad([1.5, -1.5]))] {
        let (value, gradient) = answer.unwrap();
        assert!(value == 0.0 && gradient.iter().all(|d| d.is_nan()));
        assert!(made[0].to_string().ends_with("beta(1.5, -1.5) stands at an edge of its domain; took the slope NaN"));
    }
    for (answer, made) in [notes(|| value_and_grad(last, 2.3)), notes(|| highest.value_and_grad(2.3))] {
        assert!(answer.unwrap().1.is_nan());
        assert_eq!((made[0].kind, made[0].kink.op), (NoteKind::Kink(Kind::Edge), "gammainc_p_d"));
    }
}

#[test]
fn a_zero_times_infinity() {
    let (answer, made) = notes(|| value_and_grad(|x| x.sqrt() * 0.0, 0.0));
    let note = only(made, line!() - 1);
    assert_eq!(answer.unwrap().1, 0.0);
    assert_eq!((note.kind, note.kink.op), (NoteKind::ZeroTimesInfinity, "sqrt"));
    let off = Options::new().nan_zero(NanZero::Off);
    assert!(off.value_and_grad(|x| x.sqrt() * 0.0, 0.0).unwrap().1.is_nan());
}

#[test]
fn a_zero_times_infinity_is_told_once_by_a_program_too() {
    let functions: [fn(Var) -> Var; 3] =
        [|x| x.sqrt() * 0.0, |x| x.sqrt().powi(2), |x| (x.sqrt() + x.ln()) * 0.0 + x.sqrt()];
    for f in functions {
        let (_, eager) = notes(|| value_and_grad(f, 0.0).unwrap());
        let program = Program::trace(f, 1.0).unwrap();
        let (_, made) = notes(|| program.value_and_grad(0.0).unwrap());
        let about = |notes: &[Note]| notes.iter().map(|n| (n.kind, n.kink.clone(), n.chosen)).collect::<Vec<_>>();
        let (mut eager, mut made) = (about(&eager), about(&made));
        // A tape tells of operations in their order, a List as the sweep meets them.
        eager.sort_by_key(|note| format!("{note:?}"));
        made.sort_by_key(|note| format!("{note:?}"));
        assert_eq!(eager, made);
    }
}

#[test]
fn the_square_of_a_root_answers_zero_but_never_silently() {
    let (answer, made) = notes(|| value_and_grad(|x| x.sqrt().powi(2), 0.0));
    assert_eq!(answer.unwrap().1, 0.0);
    assert!(made.iter().any(|n| n.kind == NoteKind::ZeroTimesInfinity), "{made:?}");
}

#[test]
fn nothing_to_note_where_no_cotangent_arrives() {
    let (_, made) = notes(|| value_and_grad(|x| if x.abs() > 1.0 { x.abs() } else { x }, 0.0));
    assert_eq!(made, []);
    let (_, made) = notes(|| value_and_grad(|x| x + x.stop_gradient().abs(), 0.0));
    assert_eq!(made, []);
    // A constant exponent of 0 gives the constant 1.
    let (answer, made) = notes(|| value_and_grad(|x| x.powf(0.0), 0.0));
    assert_eq!((answer.unwrap(), made), ((1.0, 0.0), vec![]));
    // The second output does not depend on the root: a row of the Jacobian is none of its business.
    let (answer, made) =
        notes(|| Options::new().mode(wengert::Mode::Reverse).jacobian(|[x, y]| [x.sqrt(), y], [0.0, 1.0]));
    assert_eq!(answer.unwrap().1.to_array(), [[f64::INFINITY, 0.0], [0.0, 1.0]]);
    assert!(made.len() == 1 && made[0].kind == NoteKind::Kink(Kind::Edge), "{made:?}");
}

#[test]
fn every_driver_notes_with_the_line() {
    let (answer, made) = notes(|| hessian(|x| x.abs(), 0.0));
    assert_eq!((only(made, line!() - 1).kink.op, answer.unwrap().1), ("abs", 0.0));
    let (answer, made) = notes(|| jacobian(|x| [x.abs()], 0.0));
    assert_eq!((only(made, line!() - 1).kink.op, answer.unwrap().0), ("abs", [0.0]));
    let (answer, made) = notes(|| jvp(|x| x.abs(), 0.0, 2.0));
    assert_eq!((only(made, line!() - 1).kink.op, answer.unwrap()), ("abs", (0.0, 0.0)));
    let (_, made) = notes(|| vjp(|x| x.abs(), 0.0).map(|(_, pullback)| pullback.call(1.0)));
    assert_eq!(only(made, line!() - 1).kink.op, "abs");
}

#[test]
fn every_driver_obeys_the_policy() {
    let undefined = |error: Error| matches!(error, Error::Undefined { op: "abs", at: Some(_), .. });
    assert!(undefined(STRICT.value_and_grad(|x| x.abs(), 0.0).unwrap_err()));
    assert!(undefined(STRICT.hessian(|x| x.abs(), 0.0).unwrap_err()));
    assert!(undefined(STRICT.jacobian(|x| [x.abs()], 0.0).unwrap_err()));
    assert!(undefined(STRICT.jvp(|x| x.abs(), 0.0, 1.0).unwrap_err()));
    for (kinks, slope) in
        [(Kinks::Lower, -1.0), (Kinks::Upper, 1.0), (Kinks::Ignore, 0.0), (Kinks::Choose(|_| 0.25), 0.25)]
    {
        let options = Options::new().kinks(kinks);
        assert_eq!(options.value_and_grad(|x| x.abs(), 0.0).unwrap().1, slope);
        assert_eq!(options.jvp(|x| x.abs(), 0.0, 2.0).unwrap().1, 2.0 * slope);
        assert_eq!(options.jacobian(|x| [x.abs(), x], 0.0).unwrap().1.as_slice(), [slope, 1.0]);
        assert_eq!(options.hessian(|x| x.abs(), 0.0).unwrap().1, slope);
    }
}
