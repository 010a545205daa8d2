//! Blocks: braces, `if` with its branches, loops.

use super::bracket::{Binding, Block, BlockKind, Bracket, Kind, Pending, Statement};
use super::{Next, Parser, span};
use crate::code::{Instr, Loop};
use crate::error::{Error, ErrorKind};
use crate::help::closing;
use crate::lex::{Tok, Token};
use crate::source::Span;

impl Parser<'_> {
    /// Braces where a value begins.
    pub(super) fn open_braces(&mut self, tok: Tok) -> Next {
        self.open_statements(BlockKind::Braces, tok.start, span(tok))
    }
    fn open_statements(&mut self, kind: BlockKind, start: u32, at: Span) -> Next {
        self.scopes.enter();
        let kind = Kind::Block(Block::new(kind));
        self.brackets.push(Bracket { kind, start, at, done: 0, in_condition: false, known: false });
        self.pending.push(Pending::Bracket);
        Next::Statement
    }

    pub(super) fn begin_if(&mut self, tok: Tok, statement: bool) -> Result<Next, Error> {
        Ok(self.open(Kind::Condition { statement }, tok.start, tok))
    }
    pub(super) fn begin_repeat(&mut self, tok: Tok) -> Next {
        self.open(Kind::Bounds { counter: None, ranged: false }, tok.start, tok)
    }
    /// `for i in`
    pub(super) fn begin_for(&mut self, word: Tok) -> Result<Next, Error> {
        let (name, tok) = self.fresh_name()?;
        if self.scopes.knows(&name) || (self.input_names.contains_key(&name) && self.defining.is_none()) {
            return Err(self.error(ErrorKind::Shadowed { name }, span(tok)));
        }
        let inside = self.take();
        // No word of the language elsewhere: the table has a function of this name.
        if self.text(inside) != "in" {
            let found = self.found(inside);
            return Err(self.error(ErrorKind::Expected { what: "`in`", found }, span(inside)));
        }
        Ok(self.open(Kind::Bounds { counter: Some((name, span(tok))), ranged: false }, word.start, word))
    }
    /// `..` behind the first bound.
    pub(super) fn range(&mut self, tok: Tok) -> Result<Next, Error> {
        self.settle(Binding::Compare)?;
        match &mut self.innermost().kind {
            Kind::Bounds { counter: Some(_), ranged: ranged @ false } => {
                *ranged = true;
                self.pop();
                Ok(Next::Value)
            }
            _ => Err(self.missing_range(tok)),
        }
    }
    fn missing_range(&self, tok: Tok) -> Error {
        let found = self.text(tok).to_owned();
        self.error(ErrorKind::ExpectedOperator { before: None, found }, span(tok))
    }

    /// `{` behind a condition or a bound.
    pub(super) fn open_block(&mut self, tok: Tok) -> Result<Next, Error> {
        match self.innermost().kind.clone() {
            Kind::Condition { statement } => {
                self.settle(Binding::Compare)?;
                let start = self.innermost().start;
                self.leave_bracket();
                let condition = self.pop();
                let unless = self.code.push(Instr::Unless(0), condition);
                Ok(self.open_statements(BlockKind::Then { unless, statement }, start, span(tok)))
            }
            Kind::Bounds { counter: Some(_), ranged: false } => {
                let found = self.found(tok);
                Err(self.error(ErrorKind::Expected { what: "a range", found }, span(tok)))
            }
            Kind::Bounds { counter, .. } => {
                self.settle(Binding::Compare)?;
                let start = self.innermost().start;
                self.leave_bracket();
                let bound = self.pop();
                Ok(self.open_loop(counter, start, bound, tok))
            }
            _ => {
                let before = None;
                let found = self.text(tok).to_owned();
                Err(self.error(ErrorKind::ExpectedOperator { before, found }, span(tok)))
            }
        }
    }
    fn open_loop(&mut self, counter: Option<(String, Span)>, start: u32, bound: Span, tok: Tok) -> Next {
        let index = self.code.loops.len() as u32;
        self.code.push(Instr::Loop(index), Span { start, end: bound.end });
        let next = self.open_statements(BlockKind::Loop { index }, start, span(tok));
        let counter = counter.map(|(name, at)| self.scopes.declare(&name, at, true));
        let body = self.code.here();
        self.code.loops.push(Loop { counter, body, exit: 0, operations: self.code.operations, span: span(tok) });
        next
    }

    /// `}`, `;` or the end behind a value.
    pub(super) fn end_block_or_statement(&mut self, tok: Tok) -> Result<Next, Error> {
        if self.block().is_none() {
            return Err(match tok.token {
                Token::CloseCurly => self.does_not_close(tok),
                _ => self.unclosed(),
            });
        }
        self.end_statement()?;
        self.statement(tok)
    }
    /// Something ends while a bracket is open.
    pub(super) fn unclosed(&mut self) -> Error {
        let open = self.innermost();
        let (at, with, closed) = (open.at, closing(open.sign()), open.is_closed_by_bracket());
        if closed {
            return self.error(ErrorKind::Unclosed { with }, at);
        }
        let tok = self.reading().before();
        let end = tok.map_or(at, |tok| Span { start: tok.end, end: tok.end });
        self.error(ErrorKind::Expected { what: "`{`", found: None }, end)
    }

    /// `}` behind a complete statement.
    pub(super) fn close_block(&mut self, tok: Tok) -> Result<Next, Error> {
        let Kind::Block(block) = self.innermost().kind.clone() else { return Err(self.does_not_close(tok)) };
        let whole = Span { start: self.innermost().start, end: tok.end };
        match block.kind {
            BlockKind::Text { .. } => Err(self.error(ErrorKind::Unopened { found: '}' }, span(tok))),
            BlockKind::Braces if block.value.is_none() => Err(self.error(ErrorKind::NoValue, span(tok))),
            BlockKind::Braces => {
                self.leave_block();
                self.operands.push(whole);
                Ok(Next::Operator)
            }
            BlockKind::Then { unless, statement } => self.end_then(unless, statement, &block, whole),
            BlockKind::Else { .. } => {
                self.end_else(&block, whole)?;
                self.end_if(block.value.is_some(), whole)
            }
            BlockKind::Loop { index } => {
                let at = self.innermost().at;
                self.leave_block();
                self.end_loop(index, Span { start: at.start, end: tok.end });
                Ok(Next::Statement)
            }
        }
    }
    fn leave_block(&mut self) {
        self.scopes.leave();
        self.leave_bracket();
    }
    fn end_loop(&mut self, index: u32, body: Span) {
        let operations = self.code.operations - self.code.loops[index as usize].operations;
        self.code.push(Instr::Next(index), body);
        let exit = self.code.here();
        let entry = &mut self.code.loops[index as usize];
        (entry.exit, entry.operations, entry.span) = (exit, operations, body);
    }

    /// Ends the first branch of an `if`; the second one begins, if there is one.
    fn end_then(&mut self, unless: usize, statement: bool, block: &Block, whole: Span) -> Result<Next, Error> {
        self.leave_block();
        let valued = block.value.is_some();
        if self.peek().token != Token::Else {
            if let Some(at) = block.value.or((!statement).then_some(whole)) {
                return Err(self.error(ErrorKind::NoElse, at));
            }
            self.code.land(unless);
            return self.end_if(false, whole);
        }
        let word = self.take();
        let jump = self.code.push(Instr::Jump(0), whole);
        self.code.land(unless);
        let open = self.take();
        let chained = open.token == Token::If;
        let next = self.open_statements(BlockKind::Else { jump, valued, statement, chained }, whole.start, span(open));
        match open.token {
            Token::OpenCurly => Ok(next),
            Token::If => {
                let inner = statement && !valued;
                self.begin_if(open, inner)
            }
            _ => {
                let found = self.found(open);
                let at = if found.is_some() { span(open) } else { span(word) };
                Err(self.error(ErrorKind::Expected { what: "`{`", found }, at))
            }
        }
    }
    /// Ends the second branch, of an `if` that covers `whole`.
    fn end_else(&mut self, block: &Block, whole: Span) -> Result<(), Error> {
        let BlockKind::Else { jump, valued, statement, .. } = block.kind else { return Ok(()) };
        self.leave_block();
        let value = block.value.is_some();
        if value != valued {
            return Err(self.error(ErrorKind::OneSided, whole));
        }
        if !value && !statement {
            return Err(self.error(ErrorKind::NoValue, whole));
        }
        self.code.land(jump);
        Ok(())
    }
    /// An `if` is complete. Where it stands behind an `else`, so is the `if` of that, and so on.
    fn end_if(&mut self, valued: bool, mut whole: Span) -> Result<Next, Error> {
        while let Some(block) = self.block().filter(|b| matches!(b.kind, BlockKind::Else { chained: true, .. })) {
            block.value = valued.then_some(whole);
            let block = block.clone();
            whole = Span { start: self.innermost().start, end: whole.end };
            self.end_else(&block, whole)?;
        }
        if valued {
            self.operands.push(whole);
            return Ok(Next::Operator);
        }
        self.set_statement(Statement::Nothing);
        Ok(Next::Statement)
    }
}
