//! Tokens of an expression: the lexer's table.

use logos::Logos;

#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"\s+")]
pub(crate) enum Token {
    #[regex(r"([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")]
    Number,
    #[regex(r"[\p{XID_Start}_]\p{XID_Continue}*")]
    Name,
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
    #[token(",")]
    Comma,
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
}

/// Whether `name` can stand for a variable in an expression.
pub(crate) fn is_name(name: &str) -> bool {
    let mut tokens = Token::lexer(name);
    tokens.next() == Some(Ok(Token::Name)) && tokens.span() == (0..name.len())
}
