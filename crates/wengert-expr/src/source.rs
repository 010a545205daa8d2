//! The texts of a model and where in them a span lies: one line of positions through all files.

use crate::{Drawing, Severity};
use std::ops::Range;
use std::sync::Arc;

/// A text and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What messages call it: a file's name, or `expression`.
    pub name: String,
    /// The text.
    pub text: Arc<str>,
}

impl Source {
    /// A text with a name.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Source {
        Source { name: name.into(), text: text.into() }
    }
    /// A text that has no file: the one that is given to [`parse`](crate::parse).
    pub fn expression(text: &str) -> Source {
        Source::new(EXPRESSION, text)
    }
    /// The line of a byte of the text and the character in that line, both counted from 1.
    ///
    /// ```
    /// assert_eq!(wengert_expr::Source::expression("a = x\nsin(a)").line_and_column(10), (2, 5));
    /// ```
    pub fn line_and_column(&self, at: usize) -> (usize, usize) {
        crate::draw::line_and_column(&self.text, at)
    }
    /// Whether it has no file.
    pub fn is_expression(&self) -> bool {
        self.name == EXPRESSION
    }
}

/// The name of a text without a file.
pub(crate) const EXPRESSION: &str = "expression";

/// Bytes `start..end` of the line of positions that runs through all texts of a model, in the order in which they were
/// read. In a model of one text they are the bytes of that text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    pub(crate) fn to(self, end: Span) -> Span {
        Span { start: self.start, end: end.end }
    }
}

/// All texts of a model.
///
/// ```
/// use wengert_expr::{Source, Sources};
/// let mut all = Sources::default();
/// all.add(Source::new("a.wg", "x + 1")).unwrap();
/// let base = all.add(Source::new("b.wg", "sin(y)")).unwrap();
/// let (source, bytes) = all.locate(base..base + 3);
/// assert_eq!((source.name.as_str(), bytes), ("b.wg", 0..3));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Sources {
    texts: Vec<(u32, Arc<Source>)>,
    end: u32,
}

impl Sources {
    /// Adds a text and says at which position it begins; `None` where positions would not fit 32 bits.
    pub fn add(&mut self, source: Source) -> Option<u32> {
        let base = self.end;
        let after = u32::try_from(source.text.len()).ok().and_then(|n| base.checked_add(n)?.checked_add(1))?;
        self.texts.push((base, Arc::new(source)));
        self.end = after;
        Some(base)
    }
    /// The texts in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.texts.iter().map(|(_, source)| &**source)
    }
    /// Which text a span lies in, and which of its bytes.
    ///
    /// # Panics
    /// Where there is no text at all.
    pub fn locate(&self, span: Range<u32>) -> (&Source, Range<usize>) {
        let (base, source) = self.entry(span.start);
        let within = |at: u32| (at.saturating_sub(base) as usize).min(source.text.len());
        (source, within(span.start)..within(span.end.max(span.start)))
    }
    /// The bytes of a span.
    pub fn text(&self, span: Span) -> &str {
        let (source, bytes) = self.locate(span.start..span.end);
        source.text.get(bytes).unwrap_or_default()
    }
    /// A message about a span, or about the whole first text.
    pub fn drawing(&self, severity: Severity, title: impl Into<String>, span: Option<Range<u32>>) -> Drawing<'_> {
        let whole = || 0..self.texts.first().map_or(0, |(_, source)| source.text.len() as u32);
        let (source, bytes) = self.locate(span.unwrap_or_else(whole));
        Drawing { severity, source: &source.name, ..Drawing::error(title, &source.text, bytes) }
    }
    pub(crate) fn shared(&self, at: u32) -> (&Arc<Source>, u32) {
        let (base, source) = self.entry(at);
        (source, base)
    }
    fn entry(&self, at: u32) -> (u32, &Arc<Source>) {
        let k = self.texts.partition_point(|&(base, _)| base <= at).max(1) - 1;
        let (base, source) = &self.texts[k];
        (*base, source)
    }
}
