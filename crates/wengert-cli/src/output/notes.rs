//! Notes in words: their kind, what they say, and where in the expression.

use super::{look, words};
use crate::failure;
use std::io::{self, Write};
use std::ops::Range;
use wengert::prim::Kind;
use wengert::{Note, NoteKind};
use wengert_expr::{Recorded, Severity, Sources, Span};

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
    said(note, None)
}

/// What it says about a text.
fn said(note: &Note, written: Option<&str>) -> String {
    let mut placeless = note.clone();
    placeless.at = None;
    words::of_expression(&placeless.to_string(), note.kink.op, written)
}

/// The bytes of the expression it is about.
pub fn span(note: &Note) -> Option<Range<usize>> {
    failure::span(note.at)
}

/// Draws them below an answer for people.
pub fn show(out: &mut impl Write, text: &Sources, notes: &[Note]) -> io::Result<()> {
    notes.iter().try_for_each(|note| writeln!(out, "\n{}", look::shown(&drawing(text, note))))
}

/// Draws them on standard error, beside an answer for programs.
pub fn tell(text: &Sources, notes: &[Note]) -> io::Result<()> {
    let mut err = io::stderr().lock();
    notes.iter().try_for_each(|note| writeln!(err, "{}", look::told(&drawing(text, note))))
}

/// More branches than this are counted, not drawn.
const MOST_BRANCHES: usize = 4;

/// Draws the conditions that the values decided: the derivative is that of the branches that ran.
pub fn branches(out: &mut impl Write, of: &Recorded) -> io::Result<()> {
    for branch in of.branches.iter().take(MOST_BRANCHES) {
        let (is, other) = if branch.taken { ("holds", "else") } else { ("does not hold", "first") };
        let title = format!("this {is} here, so the {other} branch has no part in the derivative");
        let drawing = of.sources.drawing(Severity::Note, title, Some(branch.span.start..branch.span.end));
        writeln!(out, "\n{}", look::shown(&drawing.to_string()))?;
    }
    match of.branches.len().saturating_sub(MOST_BRANCHES) {
        0 => Ok(()),
        more => writeln!(out, "\nand {more} more conditions that the values decided"),
    }
}

fn drawing(text: &Sources, note: &Note) -> String {
    let at = failure::position(note.at);
    let written = at.clone().map(|at| text.text(Span { start: at.start, end: at.end }));
    text.drawing(Severity::Note, said(note, written), at).to_string()
}
