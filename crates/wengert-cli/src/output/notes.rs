//! Notes in words: their kind, what they say, and where in the expression.

use super::look;
use crate::failure;
use std::io::{self, Write};
use std::ops::Range;
use wengert::prim::Kind;
use wengert::{Note, NoteKind};
use wengert_expr::{Drawing, Severity};

/// The kind as a word.
pub fn kind(note: &Note) -> &'static str {
    match note.kind {
        NoteKind::Kink(Kind::Kink) => "kink",
        NoteKind::Kink(Kind::Tie) => "tie",
        NoteKind::Kink(Kind::Jump) => "jump",
        NoteKind::Kink(Kind::Edge) => "edge",
        NoteKind::Domain => "domain",
        NoteKind::ZeroTimesInfinity => "zero-times-infinity",
        _ => "note",
    }
}

/// What it says, without the place.
pub fn message(note: &Note) -> String {
    let mut placeless = note.clone();
    placeless.at = None;
    placeless.to_string()
}

/// The bytes of the expression it is about.
pub fn span(note: &Note) -> Option<Range<usize>> {
    failure::span(note.at)
}

/// Draws them below an answer for people.
pub fn show(out: &mut impl Write, text: &str, notes: &[Note]) -> io::Result<()> {
    notes.iter().try_for_each(|note| writeln!(out, "\n{}", look::shown(&drawing(text, note))))
}

/// Draws them on standard error, beside an answer for programs.
pub fn tell(text: &str, notes: &[Note]) -> io::Result<()> {
    let mut err = io::stderr().lock();
    notes.iter().try_for_each(|note| writeln!(err, "{}", look::told(&drawing(text, note))))
}

fn drawing(text: &str, note: &Note) -> String {
    let span = span(note).unwrap_or(0..text.len());
    Drawing { severity: Severity::Note, ..Drawing::error(message(note), text, span) }.to_string()
}
