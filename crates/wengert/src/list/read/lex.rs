//! The words and marks of the text form of a List.

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name: letters, digits and underscores, no digit first.
    Word,
    /// A name between double quotes, with the escapes of a Rust string.
    Quoted,
    /// Anything that begins like a number.
    Number,
    /// `%` and digits.
    Value,
    /// `$` and digits.
    Datum,
    /// One of `( ) [ ] { } , = @`.
    Mark(char),
    /// `..`
    Dots,
    /// What begins nothing.
    Stray,
    /// The end of the text.
    End,
}

/// A piece of the text: bytes `start..end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// Whether a name can stand without quotes.
pub(crate) fn is_word(name: &str) -> bool {
    name.chars().next().is_some_and(begins_word) && name.chars().all(continues_word)
}

fn begins_word(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn continues_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The token that begins at byte `from` or, past white space and `//` comments, after it.
pub(super) fn next(text: &str, from: usize) -> Token {
    let start = skip(text, from);
    let rest = &text[start..];
    let Some(c) = rest.chars().next() else { return Token { kind: Kind::End, start, end: start } };
    let (kind, len) = match c {
        '(' | ')' | '[' | ']' | '{' | '}' | ',' | '=' | '@' => (Kind::Mark(c), 1),
        '%' => (Kind::Value, 1 + digits(&rest[1..])),
        '$' => (Kind::Datum, 1 + digits(&rest[1..])),
        '"' => quoted(rest),
        '.' if rest.starts_with("..") => (Kind::Dots, 2),
        '0'..='9' | '+' | '-' | '.' => (Kind::Number, number(rest)),
        c if begins_word(c) => (Kind::Word, rest.find(|c| !continues_word(c)).unwrap_or(rest.len())),
        c => (Kind::Stray, c.len_utf8()),
    };
    Token { kind, start, end: start + len }
}

fn skip(text: &str, from: usize) -> usize {
    let mut rest = text[from..].trim_start();
    while rest.starts_with("//") {
        rest = rest.find('\n').map_or("", |end| &rest[end..]).trim_start();
    }
    text.len() - rest.len()
}

fn digits(rest: &str) -> usize {
    rest.bytes().take_while(u8::is_ascii_digit).count()
}

/// How many bytes look like a number: digits, letters and points, and a sign in front or after an exponent's `e`.
fn number(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let belongs = |k: usize| match bytes[k] {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' => true,
        b'.' => bytes.get(k + 1) != Some(&b'.'),
        b'+' | b'-' => k == 0 || matches!(bytes[k - 1], b'e' | b'E'),
        _ => false,
    };
    (0..bytes.len()).take_while(|&k| belongs(k)).count()
}

/// A name in quotes; one that is not closed on its line is a stray.
fn quoted(rest: &str) -> (Kind, usize) {
    let mut escaped = false;
    for (k, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return (Kind::Stray, k),
            '"' if !escaped => return (Kind::Quoted, k + 1),
            _ => escaped = c == '\\' && !escaped,
        }
    }
    (Kind::Stray, rest.len())
}

/// What stands between the quotes; `None` where an escape is none of Rust's.
pub(super) fn unquote(quoted: &str) -> Option<String> {
    let mut name = String::new();
    let mut chars = quoted[1..quoted.len() - 1].chars();
    while let Some(c) = chars.next() {
        name.push(if c == '\\' { escape(&mut chars)? } else { c });
    }
    Some(name)
}

fn escape(chars: &mut std::str::Chars<'_>) -> Option<char> {
    match chars.next()? {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        '0' => Some('\0'),
        c @ ('"' | '\'' | '\\') => Some(c),
        'u' => {
            let (digits, rest) = chars.as_str().strip_prefix('{')?.split_once('}')?;
            *chars = rest.chars();
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)
        }
        _ => None,
    }
}
