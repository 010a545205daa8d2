//! Tokens of a model: the lexer's table, and the tokens of a text with their places.

use logos::Logos;

#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"\s+")]
#[logos(skip(r"#[^\n]*", allow_greedy = true))]
pub(crate) enum Token {
    #[regex(r"([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")]
    Number,
    /// The lower bound of a range together with the two points behind it; taken apart before anybody sees it.
    #[regex(r"[0-9]+\.\.")]
    NumberAndRange,
    // The lexer knows how a name may begin, and `name` how it goes on: tables of all letters in it are 75 kB of code.
    #[regex(r"[a-zA-Z_[^\x00-\x7F\s]]", name)]
    Name,
    #[regex("\"[^\"\n]*\"")]
    Text,
    // The words of the language are names to the lexer; `keyword` tells them apart.
    If,
    Else,
    For,
    Repeat,
    Param,
    Include,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("^")]
    Caret,
    #[token("(")]
    Open,
    #[token(")")]
    Close,
    #[token("[")]
    OpenSquare,
    #[token("]")]
    CloseSquare,
    #[token("{")]
    OpenCurly,
    #[token("}")]
    CloseCurly,
    #[token(",")]
    Comma,
    #[token(";")]
    Semicolon,
    #[token("=")]
    Assign,
    #[token("..")]
    Range,
    #[token("<")]
    Less,
    #[token("<=")]
    AtMost,
    #[token(">")]
    Greater,
    #[token(">=")]
    AtLeast,
    #[token("==")]
    Equal,
    #[token("!=")]
    Unequal,
    /// A character that begins no token.
    Strange,
    /// The end of a text.
    End,
}

/// Whether a name begins with the letter that was read; if so, takes in the rest of it.
fn name(lexer: &mut logos::Lexer<'_, Token>) -> bool {
    if !lexer.slice().starts_with(|first| first == '_' || unicode_ident::is_xid_start(first)) {
        return false;
    }
    // Not the middle dot, which people write for a product.
    let goes_on = |letter: &char| unicode_ident::is_xid_continue(*letter) && *letter != '·';
    lexer.bump(lexer.remainder().chars().take_while(goes_on).map(char::len_utf8).sum());
    true
}

/// The word of the language that is written so.
fn keyword(name: &str) -> Option<Token> {
    Some(match name {
        "if" => Token::If,
        "else" => Token::Else,
        "for" => Token::For,
        "repeat" => Token::Repeat,
        "param" => Token::Param,
        "include" => Token::Include,
        _ => return None,
    })
}

/// A token and its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tok {
    pub token: Token,
    /// Whether a line ends somewhere between the token before and this one.
    pub newline: bool,
    /// Positions in the line that runs through all texts.
    pub start: u32,
    pub end: u32,
}

/// The tokens of a text that begins at position `base`, the last of them [`Token::End`].
pub(crate) fn tokens(text: &str, base: u32) -> Vec<Tok> {
    let mut out: Vec<Tok> = Vec::with_capacity(text.len() / 3 + 1);
    let mut last = 0;
    let mut push = |token, start: usize, end: usize| {
        let newline = text[last..start].contains('\n');
        out.push(Tok { token, newline, start: base + start as u32, end: base + end as u32 });
        last = end;
    };
    for (token, span) in Token::lexer(text).spanned() {
        match token {
            Ok(Token::NumberAndRange) => {
                push(Token::Number, span.start, span.end - 2);
                push(Token::Range, span.end - 2, span.end);
            }
            Ok(Token::Name) => push(keyword(&text[span.clone()]).unwrap_or(Token::Name), span.start, span.end),
            Ok(token) => push(token, span.start, span.end),
            Err(()) => {
                let width = text[span.start..].chars().next().map_or(1, char::len_utf8);
                push(Token::Strange, span.start, span.start + width);
            }
        }
    }
    push(Token::End, text.len(), text.len());
    out
}

/// Whether `name` can stand for a variable in an expression.
pub(crate) fn is_name(name: &str) -> bool {
    let mut tokens = Token::lexer(name);
    tokens.next() == Some(Ok(Token::Name)) && tokens.span() == (0..name.len()) && !is_keyword(name)
}

/// Whether `name` is a word with a meaning of its own.
pub(crate) fn is_keyword(name: &str) -> bool {
    keyword(name).is_some()
}
