//! Notes in words: their kind, what they say, and where in the expression.

use crate::failure;
use std::ops::Range;
use wengert::prim::Kind;
use wengert::{Note, NoteKind};

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
