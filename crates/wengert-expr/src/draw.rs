//! A message drawn under the text that it is about.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::fmt;
use std::ops::Range;

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing was answered.
    Error,
    /// Something was answered, and something in the text looks like a mistake.
    Warning,
    /// Something was answered that the reader should know about.
    Note,
}

/// A message, the text that it is about, and where in it.
///
/// ```
/// use wengert_expr::{Drawing, Severity};
/// let drawing = Drawing { severity: Severity::Note, ..Drawing::error("a kink", "2*abs(x)", 2..8) };
/// assert!(drawing.to_string().contains("2*abs(x)"));
/// ```
#[derive(Clone, Debug)]
pub struct Drawing<'t> {
    /// How grave it is.
    pub severity: Severity,
    /// What is said.
    pub title: String,
    /// What the text is called.
    pub source: &'t str,
    /// The text that it is about.
    pub text: &'t str,
    /// Which bytes of it.
    pub span: Range<usize>,
    /// What stands beside the caret.
    pub label: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

/// Of a line longer than this, only what surrounds the place is drawn.
const AROUND: usize = 400;

impl<'t> Drawing<'t> {
    /// An error without label or help.
    pub fn error(title: impl Into<String>, text: &'t str, span: Range<usize>) -> Drawing<'t> {
        Drawing {
            severity: Severity::Error,
            title: title.into(),
            source: "expression",
            text,
            span,
            label: None,
            help: None,
        }
    }
    /// The piece of the text to draw and the span in it: the lines that the span touches, cut where they are very long.
    fn window(&self) -> (&'t str, Range<usize>) {
        let text = self.text;
        let first = floor(text, self.span.start);
        let last = floor(text, self.span.end.clamp(first, first + AROUND));
        let from = line_start(text, first).max(floor(text, first.saturating_sub(AROUND)));
        let to = text[last..].find('\n').map_or(text.len(), |at| last + at).min(floor(text, last + AROUND));
        (&text[from..to], first - from..last - from)
    }
}

/// The line and the character in it of byte `at`, both counted from 1.
pub(crate) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..floor(text, at)];
    let column = before[line_start(text, before.len())..].chars().count() + 1;
    (before.matches('\n').count() + 1, column)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The character boundary at or below `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (piece, span) = self.window();
        let span_start = span.start;
        let (line, column) = line_and_column(self.text, self.span.start);
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mark = AnnotationKind::Primary.span(span).label(self.label.as_deref());
        let snippet = Snippet::source(piece).line_start(line).annotation(mark);
        let cut = line_and_column(piece, span_start).1 != column;
        let title = level.primary_title(self.title.as_str());
        // The renderer counts columns in the piece it is given.
        let mut group = if cut {
            title.element(Origin::path(self.source).line(line).char_column(column)).element(snippet)
        } else {
            title.element(snippet.path(self.source))
        };
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        f.write_str(&Renderer::plain().render(&[group]))
    }
}
