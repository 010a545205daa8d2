//! A message drawn under the text that it is about.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing was answered.
    Error,
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
        Drawing { severity: Severity::Error, title: title.into(), text, span, label: None, help: None }
    }
    /// The piece of the text to draw, the number of its first line, and the span in it: lines that the span touches, cut
    /// where they are very long.
    fn window(&self) -> (&'t str, usize, Range<usize>) {
        let text = self.text;
        let first = floor(text, self.span.start.min(text.len()));
        let last = floor(text, self.span.end.clamp(first, text.len()).min(first + AROUND));
        let from = text[..first].rfind('\n').map_or(0, |at| at + 1).max(floor(text, first.saturating_sub(AROUND)));
        let to = text[last..].find('\n').map_or(text.len(), |at| last + at).min(floor(text, last + AROUND));
        (&text[from..to], text[..first].matches('\n').count() + 1, first - from..last - from)
    }
}

/// The character boundary at or below `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (piece, line, span) = self.window();
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Note => Level::NOTE,
        };
        let mark = AnnotationKind::Primary.span(span).label(self.label.as_deref());
        let mut group =
            level.primary_title(self.title.as_str()).element(Snippet::source(piece).line_start(line).annotation(mark));
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        f.write_str(&Renderer::plain().render(&[group]))
    }
}
