//! Why a text is not a List: where, what, and what to write instead.

use std::fmt;

/// What is wrong with bytes `start..end` of a text.
#[derive(Debug)]
pub(super) struct Trouble {
    pub start: usize,
    pub end: usize,
    pub what: String,
    pub suggestion: Option<String>,
}

/// Why a text is not a List.
///
/// ```
/// let error = wengert::List::read("list(x) {\n  %1 = sine(%0)\n  return %1\n}").unwrap_err();
/// assert_eq!((error.line, error.column), (2, 8));
/// assert_eq!(error.to_string(), "\
/// line 2, column 8: no operation is called `sine`
///   |
/// 2 |   %1 = sine(%0)
///   |        ^^^^
///   = did you mean `sin`?");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// The line of the text, counted from 1.
    pub line: usize,
    /// The character of the line, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// The text that was found there; empty at the end of the text.
    pub found: String,
    /// What to write instead, if that is known.
    pub suggestion: Option<String>,
    /// The part of the line that is shown.
    source: String,
    /// Where in it the mark stands, and how wide it is.
    mark: (u32, u32),
}

/// How many characters of a line are shown on either side of the place.
const SHOWN: usize = 60;

impl ReadError {
    pub(super) fn new(text: &str, trouble: Trouble) -> ReadError {
        let Trouble { start, end, what, suggestion } = trouble;
        let (before, found) = (&text[..start], &text[start..end]);
        let line_start = before.rfind('\n').map_or(0, |k| k + 1);
        let found: String = found.chars().take_while(|&c| c != '\n').take(SHOWN).collect();
        let (source, offset) = excerpt(text, line_start, start);
        ReadError {
            line: before.bytes().filter(|&b| b == b'\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            mark: (offset, found.chars().count().max(1) as u32),
            what,
            found,
            suggestion,
            source,
        }
    }
}

/// The line around byte `at`, cut where it is long, and where in it `at` stands.
fn excerpt(text: &str, line_start: usize, at: usize) -> (String, u32) {
    let left: Vec<char> = text[line_start..at].chars().rev().take(SHOWN + 1).collect();
    let right: Vec<char> = text[at..].chars().take_while(|&c| c != '\n').take(SHOWN + 1).collect();
    let mut shown = String::new();
    if left.len() > SHOWN {
        shown.push('…');
    }
    shown.extend(left.iter().take(SHOWN).rev());
    let offset = shown.chars().count() as u32;
    shown.extend(right.iter().take(SHOWN));
    if right.len() > SHOWN {
        shown.push('…');
    }
    let plain = shown.trim_end().chars().map(|c| if c.is_control() { ' ' } else { c });
    (plain.collect(), offset)
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let (offset, width) = (self.mark.0 as usize, self.mark.1 as usize);
        writeln!(f, "line {}, column {}: {}", self.line, self.column, self.what)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", self.source)?;
        write!(f, "{margin} | {}{}", " ".repeat(offset), "^".repeat(width))?;
        match &self.suggestion {
            Some(suggestion) => write!(f, "\n{margin} = {suggestion}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ReadError {}

/// The candidate nearest to what was written, if one is near.
pub(super) fn nearest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let word: Vec<char> = word.to_lowercase().chars().take(32).collect();
    let near = |c: &'c str| (distance(&word, &c.chars().collect::<Vec<_>>()), c.len(), c);
    let (far, _, best) = candidates.map(near).min()?;
    (far <= word.len().div_ceil(3)).then_some(best)
}

/// The number of letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut cost: Vec<Vec<usize>> = (0..=a.len()).map(|i| (i..=i + b.len()).collect()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replaced = cost[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            cost[i][j] = replaced.min(cost[i - 1][j] + 1).min(cost[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost[i][j] = cost[i][j].min(cost[i - 2][j - 2] + 1);
            }
        }
    }
    cost[a.len()][b.len()]
}
