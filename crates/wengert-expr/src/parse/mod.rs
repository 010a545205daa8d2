//! Reads a model into code in one pass with explicit stacks: operands, what is pending, and brackets, of which a block is
//! one. No depth of nesting can exhaust the machine's own stack.

mod bracket;
mod expression;
mod files;
mod statement;
mod structure;

use crate::code::Code;
use crate::error::{Error, ErrorKind};
use crate::lex::{Tok, Token};
use crate::model::Input;
use crate::scope::Scopes;
use crate::source::{Source, Sources, Span};
use crate::{Limits, Load};
use bracket::{Block, Bracket, Kind, Pending, Statement};
use files::Reading;
use std::collections::{HashMap, HashSet};

/// Which names a text may read without binding them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Free {
    /// Any: they become inputs.
    Any,
    /// Those that are declared.
    Declared,
    /// None: what is read is a constant.
    None,
}

pub(crate) struct Parser<'a> {
    pub sources: Sources,
    pub code: Code,
    pub inputs: Vec<Input>,
    /// The spans of the outputs.
    pub outputs: Vec<Span>,
    pub scopes: Scopes,
    input_names: HashMap<String, u32>,
    functions: HashMap<String, u32>,
    free: Free,
    limits: Limits,
    load: &'a mut Load<'a>,
    files: Vec<Reading>,
    included: HashSet<String>,
    operands: Vec<Span>,
    pending: Vec<Pending>,
    brackets: Vec<Bracket>,
    /// The function that is being defined: its name, and the jump around it.
    defining: Option<(String, usize)>,
    /// The `param` whose default is being read.
    default_of: Option<u32>,
    bound_last: Option<String>,
}

/// What is read next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Statement,
    Value,
    Operator,
    Nothing,
}

impl<'a> Parser<'a> {
    pub fn new(free: Free, limits: Limits, load: &'a mut Load<'a>) -> Parser<'a> {
        Parser {
            sources: Sources::default(),
            code: Code::default(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            scopes: Scopes::new(),
            input_names: HashMap::new(),
            functions: HashMap::new(),
            free,
            limits,
            load,
            files: Vec::new(),
            included: HashSet::new(),
            operands: Vec::new(),
            pending: Vec::new(),
            brackets: Vec::new(),
            defining: None,
            default_of: None,
            bound_last: None,
        }
    }

    /// Reads the whole text and what it includes.
    pub fn read(&mut self, source: Source) -> Result<(), Error> {
        let blank = source.text.trim().is_empty();
        self.open_file(source, None)?;
        if blank {
            return Err(self.error(ErrorKind::Empty, Span::default()));
        }
        let mut next = Next::Statement;
        while next != Next::Nothing {
            let tok = self.take();
            if tok.token == Token::Strange {
                return Err(self.strange(tok));
            }
            next = match next {
                Next::Statement => self.statement(tok)?,
                Next::Value => self.value(tok)?,
                Next::Operator => self.operator(tok)?,
                Next::Nothing => Next::Nothing,
            };
        }
        if self.outputs.is_empty() {
            let end = self.sources.shared(0).0.text.len() as u32;
            let last = self.bound_last.take();
            return Err(self.error(ErrorKind::NoOutput { last }, Span { start: end, end }));
        }
        self.code.push(crate::code::Instr::Halt, Span::default());
        self.code.slots = self.scopes.finish();
        Ok(())
    }

    fn reading(&mut self) -> &mut Reading {
        self.files.last_mut().expect("a text is open until nothing is read any more")
    }
    fn take(&mut self) -> Tok {
        self.reading().take()
    }
    fn peek(&mut self) -> Tok {
        self.reading().peek(0)
    }
    /// The innermost bracket; the outermost is the text itself.
    fn innermost(&mut self) -> &mut Bracket {
        self.brackets.last_mut().expect("the text itself is a bracket")
    }
    fn block(&mut self) -> Option<&mut Block> {
        match &mut self.innermost().kind {
            Kind::Block(block) => Some(block),
            _ => None,
        }
    }
    /// Whether statements stand here that are in no block of braces.
    fn at_top(&mut self) -> bool {
        self.block().is_some_and(|block| block.is_text())
    }
    fn set_statement(&mut self, statement: Statement) {
        if let Some(block) = self.block() {
            block.statement = statement;
        }
    }

    fn strange(&self, tok: Tok) -> Error {
        let found = self.text(tok).chars().next().unwrap_or(' ');
        self.error(ErrorKind::Character { found }, span(tok))
    }
    /// What stands at a token; `None` at the end.
    fn found(&self, tok: Tok) -> Option<String> {
        (tok.token != Token::End).then(|| self.text(tok).to_owned())
    }
    fn text(&self, tok: Tok) -> &str {
        self.sources.text(span(tok))
    }
    fn error(&self, kind: ErrorKind, span: Span) -> Error {
        error_in(&self.sources, kind, span)
    }
}

/// An error at a span of the texts.
pub(crate) fn error_in(sources: &Sources, kind: ErrorKind, span: Span) -> Error {
    let (source, base) = sources.shared(span.start);
    let bytes = (span.start - base) as usize..(span.end - base) as usize;
    Error::in_source(kind, source.clone(), bytes)
}

fn span(tok: Tok) -> Span {
    Span { start: tok.start, end: tok.end }
}
