//! Notes in words: their kind, what they say, and where in the model.

use super::{branches, look, words};
use crate::cmd::expression::Expression;
use crate::failure;
use std::io::{self, Write};
use std::ops::Range;
use wengert::Note;
use wengert_expr::{Severity, Sources, Span};

/// Something to know about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What kind of thing, in one word.
    pub kind: &'static str,
    /// What it says, without the place.
    pub message: String,
    /// The positions in the texts of the model that it is about.
    pub span: Option<Range<u32>>,
}

/// What a derivative should be read with: the engine's notes, then the branches that the values decided.
pub fn all(of: &Expression, notes: &[Note]) -> Vec<Remark> {
    engine(&of.text, notes).into_iter().chain(branches::remarks(&of.recorded)).collect()
}

/// The engine's notes.
pub fn engine(text: &Sources, notes: &[Note]) -> Vec<Remark> {
    let remark = |note: &Note| {
        let span = failure::position(note.at);
        let written = span.clone().map(|at| text.text(Span { start: at.start, end: at.end }));
        Remark { kind: note.kind.word(), message: said(note, written), span }
    };
    notes.iter().map(remark).collect()
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

/// Draws them below an answer for people.
pub fn show(out: &mut impl Write, text: &Sources, remarks: &[Remark]) -> io::Result<()> {
    remarks.iter().try_for_each(|remark| writeln!(out, "\n{}", look::shown(&drawing(text, remark))))
}

/// Draws them on standard error, beside an answer for programs.
pub fn tell(text: &Sources, remarks: &[Remark]) -> io::Result<()> {
    let mut err = io::stderr().lock();
    remarks.iter().try_for_each(|remark| writeln!(err, "{}", look::told(&drawing(text, remark))))
}

fn drawing(text: &Sources, remark: &Remark) -> String {
    text.drawing(Severity::Note, remark.message.as_str(), remark.span.clone()).to_string()
}
