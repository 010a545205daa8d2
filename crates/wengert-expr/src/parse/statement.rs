//! Statements: bindings, functions, `param`, outputs; and what a name reads.

use super::bracket::{Binding, BlockKind, Kind, Statement};
use super::{Free, Next, Parser, span};
use crate::code::{Instr, UserFunction};
use crate::error::{Error, ErrorKind};
use crate::lex::{Tok, Token};
use crate::model::Input;
use crate::names::{self, CONSTANTS};
use crate::run;
use crate::scope::Read;
use crate::source::Span;

impl Parser<'_> {
    /// A token where a statement begins, or a block ends.
    pub(super) fn statement(&mut self, tok: Tok) -> Result<Next, Error> {
        match tok.token {
            Token::Semicolon => return Ok(Next::Statement),
            Token::End if self.at_top() => return Ok(self.close_file()),
            Token::CloseCurly if !self.at_top() => return self.close_block(tok),
            Token::CloseCurly => return Err(self.error(ErrorKind::Unopened { found: '}' }, span(tok))),
            Token::End => return Err(self.unclosed()),
            _ => self.nothing_goes_nowhere()?,
        }
        let follows = self.peek().token;
        match tok.token {
            Token::Param => self.param(tok),
            Token::Include => self.include(tok),
            Token::Repeat => Ok(self.begin_repeat(tok)),
            Token::For => self.begin_for(tok),
            Token::Name if follows == Token::Assign => self.begin_binding(tok),
            Token::Name if follows == Token::Open && self.reading().at_definition() => self.begin_function(tok),
            Token::If => {
                self.set_statement(Statement::Value);
                self.begin_if(tok, true)
            }
            _ => {
                self.set_statement(Statement::Value);
                self.value(tok)
            }
        }
    }

    /// Another statement comes: was the value before it meant to be the last?
    fn nothing_goes_nowhere(&mut self) -> Result<(), Error> {
        let output = self.outputs.first().copied().filter(|_| self.brackets.len() == 1);
        let unused = self.block().and_then(|block| block.value).or(output);
        unused.map_or(Ok(()), |at| Err(self.error(ErrorKind::UnusedValue { inside: "block" }, at)))
    }

    /// `name = …`
    fn begin_binding(&mut self, tok: Tok) -> Result<Next, Error> {
        self.take();
        let name = self.text(tok).to_owned();
        self.may_be_bound(&name, span(tok))?;
        self.set_statement(Statement::Bind { name, at: span(tok) });
        Ok(Next::Value)
    }

    fn may_be_bound(&self, name: &str, at: Span) -> Result<(), Error> {
        let name = name.to_owned();
        if names::constant(&name).is_some() {
            return Err(self.error(ErrorKind::Reserved { name }, at));
        }
        if self.input_names.contains_key(&name) && self.defining.is_none() {
            return Err(self.error(ErrorKind::BindsInput { name }, at));
        }
        Ok(())
    }

    /// `f(u, v) = …`
    fn begin_function(&mut self, tok: Tok) -> Result<Next, Error> {
        let name = self.text(tok).to_owned();
        if !self.at_top() {
            return Err(self.error(ErrorKind::Misplaced { what: "a function" }, span(tok)));
        }
        let language = names::function(&name).is_some() || name == names::LEN;
        if language || self.functions.contains_key(&name) {
            return Err(self.error(ErrorKind::Redefined { name, language }, span(tok)));
        }
        let parameters = self.parameters()?;
        let jump = self.code.push(Instr::Jump(0), span(tok));
        let function = self.code.functions.len() as u32;
        self.scopes.enter_function(&parameters);
        let parameters = parameters.into_iter().map(|(name, _)| name).collect();
        let entry = self.code.here();
        self.code.functions.push(UserFunction { name: name.clone(), parameters, entry, slots: 0 });
        self.defining = Some((name, jump));
        self.set_statement(Statement::Define { function });
        Ok(Next::Value)
    }
    /// From the bracket to `=`; [`at_definition`](super::files::Reading::at_definition) has looked already.
    fn parameters(&mut self) -> Result<Vec<(String, Span)>, Error> {
        let mut out: Vec<(String, Span)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let mut before = self.take().token;
        loop {
            let tok = self.take();
            let follows_name = before == Token::Name;
            match tok.token {
                Token::Name if !follows_name => {
                    let name = self.text(tok).to_owned();
                    if names::constant(&name).is_some() {
                        return Err(self.error(ErrorKind::Reserved { name }, span(tok)));
                    }
                    if !seen.insert(name.clone()) {
                        return Err(self.error(ErrorKind::Shadowed { name }, span(tok)));
                    }
                    out.push((name, span(tok)));
                }
                Token::Comma if follows_name => {}
                Token::Close if follows_name || before == Token::Open => break,
                _ => {
                    let found = self.found(tok);
                    let what = if follows_name { "a comma" } else { "a name" };
                    return Err(self.error(ErrorKind::Expected { what, found }, span(tok)));
                }
            }
            before = tok.token;
        }
        self.take();
        Ok(out)
    }

    /// A name that no constant has.
    pub(super) fn fresh_name(&mut self) -> Result<(String, Tok), Error> {
        let tok = self.take();
        if tok.token != Token::Name {
            let found = self.found(tok);
            return Err(self.error(ErrorKind::Expected { what: "a name", found }, span(tok)));
        }
        let name = self.text(tok).to_owned();
        match names::constant(&name) {
            Some(_) => Err(self.error(ErrorKind::Reserved { name }, span(tok))),
            None => Ok((name, tok)),
        }
    }

    /// `param k = 0.3  # per day`, `param x`, `param x[3]`
    fn param(&mut self, word: Tok) -> Result<Next, Error> {
        if !self.at_top() {
            return Err(self.error(ErrorKind::Misplaced { what: "a `param`" }, span(word)));
        }
        let (name, tok) = self.fresh_name()?;
        let declared = self.input_names.get(&name).is_some_and(|&k| self.inputs[k as usize].declared);
        if declared || self.scopes.knows(&name) || self.free == Free::None {
            return Err(self.error(ErrorKind::Shadowed { name }, span(tok)));
        }
        let input = self.input(&name, span(tok));
        let length = self.declared_length()?;
        let doc = self.doc(word);
        let entry = &mut self.inputs[input as usize];
        (entry.declared, entry.length, entry.doc, entry.span) = (true, length, doc, span(tok));
        if self.peek().token != Token::Assign {
            self.end_of_line()?;
            return Ok(Next::Statement);
        }
        self.take();
        self.default_of = Some(input);
        let code = self.code.instrs.len();
        self.set_statement(Statement::Default { input, code });
        Ok(Next::Value)
    }
    /// `[3]` behind the name of a `param`.
    fn declared_length(&mut self) -> Result<Option<usize>, Error> {
        if self.peek().token != Token::OpenSquare {
            return Ok(None);
        }
        self.take();
        let (number, close) = (self.take(), self.take());
        let length = self.text(number).parse::<usize>().ok().filter(|&n| n > 0);
        if number.token == Token::Number && length.is_none() {
            let found = self.text(number).to_owned();
            return Err(self.error(ErrorKind::Length { found }, span(number)));
        }
        if length.is_none() {
            let found = self.found(number);
            return Err(self.error(ErrorKind::Expected { what: "a length", found }, span(number)));
        }
        if close.token != Token::CloseSquare {
            let found = self.found(close);
            return Err(self.error(ErrorKind::Expected { what: "a `]`", found }, span(close)));
        }
        Ok(length)
    }
    /// The comment behind a statement, on its line; else the comments above it, on lines of their own.
    fn doc(&self, word: Tok) -> Option<String> {
        let (source, base) = self.sources.shared(word.start);
        let (before, after) = source.text.split_at((word.start - base) as usize);
        let line = after.lines().next().unwrap_or_default();
        if let Some((_, comment)) = line.split_once('#') {
            return Some(comment.trim().to_owned());
        }
        let above = before.rsplit('\n').skip(1).map(str::trim).take_while(|line| line.starts_with('#'));
        let mut lines: Vec<&str> = above.map(|line| line.trim_start_matches('#').trim()).collect();
        lines.reverse();
        (!lines.is_empty()).then(|| lines.join(" "))
    }

    /// Ends the statement that is being read; its value has been read.
    pub(super) fn end_statement(&mut self) -> Result<(), Error> {
        self.settle(Binding::Compare)?;
        let Some(block) = self.block() else { return Ok(()) };
        let statement = std::mem::replace(&mut block.statement, Statement::Nothing);
        let value = self.pop();
        match statement {
            Statement::Nothing | Statement::Value => self.end_value(value),
            Statement::Bind { name, at } => self.end_binding(name, at, value),
            Statement::Define { function } => {
                self.code.push(Instr::Return, value);
                self.code.functions[function as usize].slots = self.scopes.leave_function();
                if let Some((name, jump)) = self.defining.take() {
                    self.code.land(jump);
                    self.functions.insert(name, function);
                }
                Ok(())
            }
            Statement::Default { input, code } => self.end_default(input, code, value),
        }
    }
    fn end_value(&mut self, value: Span) -> Result<(), Error> {
        let Some(block) = self.block() else { return Ok(()) };
        let inside = match block.kind {
            BlockKind::Text { included: false } => {
                self.outputs.push(value);
                return Ok(());
            }
            BlockKind::Text { included: true } => "file",
            BlockKind::Loop { .. } => "loop",
            _ => {
                block.value = Some(value);
                return Ok(());
            }
        };
        Err(self.error(ErrorKind::UnusedValue { inside }, value))
    }
    fn end_binding(&mut self, name: String, at: Span, value: Span) -> Result<(), Error> {
        // Its own right side may have read it as an input.
        self.may_be_bound(&name, at)?;
        let Ok(slot) = self.scopes.bind(&name, at) else {
            return Err(self.error(ErrorKind::Shadowed { name }, at));
        };
        let number = self.code.names.insert_full(name.clone()).0;
        self.code.push(Instr::Store(slot, number as u32), at.to(value));
        self.bound_last = Some(name);
        Ok(())
    }
    fn end_default(&mut self, input: u32, code: usize, value: Span) -> Result<(), Error> {
        self.default_of = None;
        self.code.push(Instr::Halt, value);
        let default =
            run::constant(&self.code, code as u32, self.limits).map_err(|fault| self.error(fault.kind, fault.span))?;
        self.code.truncate(code);
        let entry = &mut self.inputs[input as usize];
        if let Some(wanted) = entry.length.filter(|&n| default.length() != Some(n)) {
            let name = entry.name.clone();
            let (wanted, given) = (format!("a vector of {wanted}"), default.in_words());
            return Err(self.error(ErrorKind::Shape { name, wanted, given }, value));
        }
        entry.default = Some(default);
        Ok(())
    }

    /// A comma behind an output.
    pub(super) fn next_output(&mut self, tok: Tok) -> Result<Next, Error> {
        let outputs = match &self.innermost().kind {
            Kind::Block(block) => matches!(block.statement, Statement::Value),
            _ => false,
        };
        if !outputs {
            return Err(self.error(ErrorKind::Comma, span(tok)));
        }
        let value = self.pop();
        self.end_value(value)?;
        Ok(Next::Value)
    }

    /// A name that is read.
    pub(super) fn read_name(&mut self, tok: Tok) -> Result<Next, Error> {
        let name = self.text(tok).to_owned();
        if let Some(c) = names::constant(&name) {
            let known = self.innermost().known;
            return Ok(self.push(if known { Instr::Known(c) } else { Instr::Literal(c) }, span(tok)));
        }
        if self.default_of.is_some() {
            return Err(self.error(ErrorKind::DefaultNotConstant { name }, span(tok)));
        }
        let instr = match self.scopes.read(&name) {
            Some(Read::Local(slot)) => Instr::Local(slot),
            Some(Read::Global(slot)) => Instr::Global(slot),
            None => {
                let input = self.free_name(name, tok)?;
                self.inputs[input as usize].read = true;
                Instr::Input(input)
            }
        };
        Ok(self.push(instr, span(tok)))
    }
    /// A name that nothing binds: an input, if it may be one.
    fn free_name(&mut self, name: String, tok: Tok) -> Result<u32, Error> {
        if let Some(&k) = self.input_names.get(&name) {
            return Ok(k);
        }
        let is_function = names::function(&name).is_some() || self.functions.contains_key(&name);
        if self.scopes.is_gone(&name) {
            return Err(self.error(ErrorKind::OutOfScope { name }, span(tok)));
        }
        match self.free {
            Free::Any => Ok(self.input(&name, span(tok))),
            _ if is_function => Err(self.error(ErrorKind::NotCalled { name }, span(tok))),
            Free::None => Err(self.error(ErrorKind::NotConstant { name }, span(tok))),
            Free::Declared => {
                let nearest = self.nearest_name(&name);
                Err(self.error(ErrorKind::UnknownName { name, nearest }, span(tok)))
            }
        }
    }
    fn nearest_name(&self, name: &str) -> Option<String> {
        let inputs = self.input_names.keys().map(String::as_str);
        let bound = self.scopes.names();
        names::nearest(name, inputs.chain(bound).chain(CONSTANTS.iter().map(|(name, _)| *name)))
    }
    /// The input of this name, a new one if there is none yet.
    pub fn input(&mut self, name: &str, at: Span) -> u32 {
        if let Some(&k) = self.input_names.get(name) {
            return k;
        }
        let k = self.inputs.len() as u32;
        self.inputs.push(Input::new(name, at));
        self.input_names.insert(name.to_owned(), k);
        k
    }
}
