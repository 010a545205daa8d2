//! The policy at kinks on every path: what one way of asking notes, refuses or chooses, the others do too.

use wengert::{Error, Kinks, Note, Options, Program, Var, jvp, notes};

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
    let looped = |x: Var| wengert::scan(0..3, x, |s, _| s.abs()) * 2.0;
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
