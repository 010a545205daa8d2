//! Texts that are being read, one inside the other.

use super::bracket::{Block, BlockKind, Bracket, Kind, Pending};
use super::{Next, Parser, span};
use crate::error::{Error, ErrorKind};
use crate::lex::{self, Tok, Token};
use crate::source::{Source, Span};

/// A text that is being read.
#[derive(Debug)]
pub(super) struct Reading {
    name: String,
    tokens: Vec<Tok>,
    at: usize,
}

impl Reading {
    /// The next token; the last one again and again.
    pub fn take(&mut self) -> Tok {
        let tok = self.peek(0);
        self.at += 1;
        tok
    }
    /// The token `k` behind the next one.
    pub fn peek(&self, k: usize) -> Tok {
        self.tokens[(self.at + k).min(self.tokens.len() - 1)]
    }
    /// The token before the last that was taken.
    pub fn before(&self) -> Option<Tok> {
        self.tokens.get(self.at.checked_sub(2)?).copied()
    }
    /// Whether a function with this name is defined further on; its line begins at the position.
    pub fn defines_later(&self, text: impl Fn(Tok) -> bool) -> Option<u32> {
        let rest = self.tokens.get(self.at..)?;
        rest.windows(2).enumerate().find_map(|(k, two)| {
            let named = two[0].token == Token::Name && two[1].token == Token::Open && text(two[0]);
            (named && is_definition(&rest[k + 1..])).then_some(two[0].start)
        })
    }
    /// Whether a function's parameters and `=` come next.
    pub fn at_definition(&self) -> bool {
        is_definition(self.tokens.get(self.at..).unwrap_or_default())
    }
}

/// Whether `( name , name … ) =` stands at the beginning.
fn is_definition(tokens: &[Tok]) -> bool {
    let mut rest = tokens.iter().map(|tok| tok.token);
    if rest.next() != Some(Token::Open) {
        return false;
    }
    let end = rest.find(|token| !matches!(token, Token::Name | Token::Comma));
    end == Some(Token::Close) && rest.next() == Some(Token::Assign)
}

impl Parser<'_> {
    /// Begins to read a text, where `asked` includes it.
    pub(super) fn open_file(&mut self, source: Source, asked: Option<Span>) -> Result<(), Error> {
        let (name, text) = (source.name.clone(), source.text.clone());
        let Some(base) = self.sources.add(source) else {
            return Err(match asked {
                Some(span) => self.error(ErrorKind::TooLong, span),
                None => Error::in_inputs(ErrorKind::TooLong, 0),
            });
        };
        self.included.insert(name.clone());
        self.files.push(Reading { name, tokens: lex::tokens(&text, base), at: 0 });
        let block = Block::new(BlockKind::Text { included: asked.is_some() });
        let at = Span { start: base, end: base };
        let kind = Kind::Block(block);
        self.brackets.push(Bracket { kind, start: base, at, done: 0, in_condition: false, known: false });
        self.pending.push(Pending::Bracket);
        Ok(())
    }
    /// Ends the innermost text.
    pub(super) fn close_file(&mut self) -> Next {
        self.files.pop();
        self.brackets.pop();
        self.pending.pop();
        if self.files.is_empty() { Next::Nothing } else { Next::Statement }
    }
    /// `include "other.wg"`: a text is read once, however often it is included.
    pub(super) fn include(&mut self, word: Tok) -> Result<Next, Error> {
        if !self.at_top() {
            return Err(self.error(ErrorKind::Misplaced { what: "an `include`" }, span(word)));
        }
        let tok = self.take();
        if tok.token != Token::Text {
            let found = self.found(tok);
            return Err(self.error(ErrorKind::Expected { what: "a file's name", found }, span(tok)));
        }
        let path = self.text(tok).trim_matches('"').to_owned();
        let from = self.reading().name.clone();
        let asked = span(tok);
        let source = match (self.load)(&path, &from) {
            Ok(source) => source,
            Err(why) => return Err(self.error(ErrorKind::Include { path, why }, asked)),
        };
        if let Some(k) = self.files.iter().position(|file| file.name == source.name) {
            let chain = self.files[k + 1..].iter().map(|file| file.name.clone()).collect();
            return Err(self.error(ErrorKind::Cycle { path, chain }, asked));
        }
        self.end_of_line()?;
        if !self.included.contains(&source.name) {
            self.open_file(source, Some(asked))?;
        }
        Ok(Next::Statement)
    }
    /// Whether a statement that is complete ends here, by a semicolon, a new line or the end.
    pub(super) fn end_of_line(&mut self) -> Result<(), Error> {
        let tok = self.peek();
        if tok.newline || matches!(tok.token, Token::Semicolon | Token::End) {
            return Ok(());
        }
        let found = self.found(tok);
        Err(self.error(ErrorKind::Expected { what: "a `;` or a new line", found }, span(tok)))
    }
}
