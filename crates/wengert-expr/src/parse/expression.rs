//! Expressions: operator precedence with operands and what is pending on two stacks.

use super::bracket::{Binding, Bracket, Kind, Pending};
use super::{Next, Parser, span};
use crate::code::Instr;
use crate::error::{Error, ErrorKind};
use crate::lex::{Tok, Token};
use crate::names::{self, Function};
use crate::source::Span;
use wengert::prim::{Op, Prim, arith, compare, power};

/// The operator of a token, if it is one.
fn operator(token: Token) -> Option<(Op, Binding)> {
    Some(match token {
        Token::Plus => (<arith::Add as Prim<2>>::OP, Binding::Sum),
        Token::Minus => (<arith::Sub as Prim<2>>::OP, Binding::Sum),
        Token::Star => (<arith::Mul as Prim<2>>::OP, Binding::Product),
        Token::Slash => (<arith::Div as Prim<2>>::OP, Binding::Product),
        Token::Caret => (<power::Powf as Prim<2>>::OP, Binding::Power),
        Token::Less => (<compare::Lt as Prim<2>>::OP, Binding::Compare),
        Token::AtMost => (<compare::Le as Prim<2>>::OP, Binding::Compare),
        Token::Greater => (<compare::Gt as Prim<2>>::OP, Binding::Compare),
        Token::AtLeast => (<compare::Ge as Prim<2>>::OP, Binding::Compare),
        Token::Equal => (<compare::Eq as Prim<2>>::OP, Binding::Compare),
        Token::Unequal => (<compare::Ne as Prim<2>>::OP, Binding::Compare),
        _ => return None,
    })
}

impl Parser<'_> {
    /// A token where a value begins.
    pub(super) fn value(&mut self, tok: Tok) -> Result<Next, Error> {
        match tok.token {
            Token::Number => self.number(tok),
            Token::Name => self.name(tok),
            Token::Open => Ok(self.open(Kind::Group, tok.start, tok)),
            Token::OpenSquare => Ok(self.open(Kind::Vector, tok.start, tok)),
            Token::OpenCurly => Ok(self.open_braces(tok)),
            Token::If => self.begin_if(tok, false),
            Token::Minus => {
                self.pending.push(Pending::Minus(tok.start));
                Ok(Next::Value)
            }
            Token::Close if self.called_with_nothing() => self.close(tok, 0),
            Token::Star if self.reading().before().is_some_and(|b| b.token == Token::Star && b.end == tok.start) => {
                Err(self.error(ErrorKind::DoubleStar, Span { start: tok.start - 1, end: tok.end }))
            }
            _ => {
                let found = self.found(tok);
                Err(self.error(ErrorKind::ExpectedValue { found }, span(tok)))
            }
        }
    }

    /// A token behind a value.
    pub(super) fn operator(&mut self, tok: Tok) -> Result<Next, Error> {
        if tok.newline && self.block().is_some() && self.ends_the_line(tok)? {
            self.end_statement()?;
            return self.statement(tok);
        }
        match (tok.token, operator(tok.token)) {
            (_, Some((op, Binding::Compare))) => self.compare(op, tok),
            (_, Some((op, binding))) => {
                self.settle(binding)?;
                self.pending.push(Pending::Binary(op, binding));
                Ok(Next::Value)
            }
            (Token::Close, _) => {
                self.settle(Binding::Compare)?;
                self.close(tok, 1)
            }
            (Token::CloseSquare, _) => self.close_square(tok),
            (Token::OpenSquare, _) => Ok(self.open_index(tok)),
            (Token::Comma, _) => self.comma(tok),
            (Token::Range, _) => self.range(tok),
            (Token::OpenCurly, _) => self.open_block(tok),
            (Token::CloseCurly | Token::Semicolon | Token::End, _) => self.end_block_or_statement(tok),
            (Token::Assign, _) => {
                let element = self.text_before_ends_with(']');
                Err(self.error(ErrorKind::Assign { element }, span(tok)))
            }
            _ => Err(self.missing_operator(tok)),
        }
    }

    /// Whether a token on a new line begins a new statement.
    fn ends_the_line(&self, tok: Tok) -> Result<bool, Error> {
        match tok.token {
            Token::Minus => Err(self.error(ErrorKind::AmbiguousMinus, span(tok))),
            Token::Comma | Token::Semicolon | Token::Close | Token::CloseSquare | Token::CloseCurly => Ok(false),
            token => Ok(operator(token).is_none()),
        }
    }

    fn text_before_ends_with(&mut self, sign: char) -> bool {
        let before = self.reading().before();
        before.is_some_and(|tok| self.text(tok).ends_with(sign))
    }

    /// A value directly behind another, as in `2x`.
    fn missing_operator(&mut self, tok: Tok) -> Error {
        let text = |from: Span, to: Span| self.sources.text(Span { start: from.start, end: to.end }).to_owned();
        let before = match *self.operands {
            // `sin^2(x)`: the power of a function.
            [.., base, exponent] if names::function(&text(base, base)).is_some() => Some(text(base, exponent)),
            [.., last] => Some(text(last, last)),
            [] => None,
        };
        let before = before.filter(|text| text.len() < 20);
        self.error(ErrorKind::ExpectedOperator { before, found: self.text(tok).to_owned() }, span(tok))
    }

    fn number(&mut self, tok: Tok) -> Result<Next, Error> {
        match self.text(tok).parse::<f64>() {
            Ok(c) if c.is_finite() => Ok(self.constant(c, tok)),
            _ => Err(self.error(ErrorKind::Overflow { literal: self.text(tok).to_owned() }, span(tok))),
        }
    }
    fn constant(&mut self, c: f64, tok: Tok) -> Next {
        let known = self.innermost().known;
        self.push(if known { Instr::Known(c) } else { Instr::Literal(c) }, span(tok))
    }

    /// A function, if a bracket follows; else a variable or a constant.
    fn name(&mut self, tok: Tok) -> Result<Next, Error> {
        let ahead = self.peek();
        let called = ahead.token == Token::Open && !(ahead.newline && self.block().is_some());
        if called { self.called_name(tok) } else { self.read_name(tok) }
    }

    fn called_name(&mut self, tok: Tok) -> Result<Next, Error> {
        let name = self.text(tok).to_owned();
        let kind = if let Some(f) = names::function(&name) {
            Kind::Call(f)
        } else if name == names::LEN {
            Kind::Len
        } else if let Some(&f) = self.functions.get(&name) {
            if self.default_of.is_some() {
                return Err(self.error(ErrorKind::DefaultNotConstant { name }, span(tok)));
            }
            Kind::User(f)
        } else {
            return Err(self.no_function(name, tok));
        };
        let open = self.take();
        Ok(self.open(kind, tok.start, open))
    }

    fn no_function(&mut self, name: String, tok: Tok) -> Error {
        if self.defining.as_ref().is_some_and(|(defined, _)| *defined == name) {
            return self.error(ErrorKind::Recursion { name }, span(tok));
        }
        let known =
            self.scopes.knows(&name) || self.input_names.contains_key(&name) || names::constant(&name).is_some();
        if known {
            return self.error(ErrorKind::NotAFunction { name }, span(tok));
        }
        let later = self.files.last().and_then(|file| file.defines_later(|tok| self.text(tok) == name));
        let later = later.map(|at| {
            let (source, base) = self.sources.shared(at);
            crate::draw::line_and_column(&source.text, (at - base) as usize).0
        });
        let nearest = names::nearest_function(&name, self.functions.keys().map(String::as_str));
        self.error(ErrorKind::UnknownFunction { name, nearest, later }, span(tok))
    }

    pub(super) fn push(&mut self, instr: Instr, span: Span) -> Next {
        self.code.push(instr, span);
        self.operands.push(span);
        Next::Operator
    }

    /// Begins a bracket, in which a value comes next.
    pub(super) fn open(&mut self, kind: Kind, start: u32, at: Tok) -> Next {
        let outer = self.innermost();
        let known = match kind {
            Kind::Index | Kind::Bounds { .. } => true,
            Kind::Block(_) => false,
            _ => outer.known,
        };
        let in_condition = outer.compares();
        self.brackets.push(Bracket { kind, start, at: span(at), done: 0, in_condition, known });
        self.pending.push(Pending::Bracket);
        Next::Value
    }
    /// An index binds tighter than any operator: it belongs to the operand just read.
    fn open_index(&mut self, tok: Tok) -> Next {
        let start = self.operands.last().map_or(tok.start, |span| span.start);
        self.open(Kind::Index, start, tok)
    }

    /// Whether a closing bracket makes a call without arguments.
    fn called_with_nothing(&mut self) -> bool {
        let open = self.innermost();
        let called = matches!(open.kind, Kind::Call(_) | Kind::User(_) | Kind::Len) && open.done == 0;
        let at = open.at;
        called && self.reading().before().is_some_and(|before| before.start == at.start)
    }

    fn compare(&mut self, op: Op, tok: Tok) -> Result<Next, Error> {
        if !self.innermost().compares() {
            return Err(self.error(ErrorKind::Comparison, span(tok)));
        }
        self.settle(Binding::Sum)?;
        if matches!(self.pending.last(), Some(Pending::Binary(_, Binding::Compare))) {
            return Err(self.error(ErrorKind::Chained, span(tok)));
        }
        self.pending.push(Pending::Binary(op, Binding::Compare));
        Ok(Next::Value)
    }

    fn comma(&mut self, tok: Tok) -> Result<Next, Error> {
        self.settle(Binding::Compare)?;
        let outer = self.brackets.len().checked_sub(2).map(|k| &self.brackets[k].kind);
        let of_if = matches!(outer, Some(Kind::Condition { .. }));
        let bracket = self.innermost();
        match &bracket.kind {
            Kind::Call(_) | Kind::User(_) | Kind::Len | Kind::Vector => {
                bracket.done += 1;
                Ok(Next::Value)
            }
            Kind::Group if of_if => Err(self.error(ErrorKind::IfOfThree, span(tok))),
            Kind::Block(block) if block.is_text() => self.next_output(tok),
            _ => Err(self.error(ErrorKind::Comma, span(tok))),
        }
    }

    /// Closes a round bracket, whose last argument has just been read if `last` is 1.
    fn close(&mut self, tok: Tok, last: u32) -> Result<Next, Error> {
        let open = self.innermost().clone();
        let whole = Span { start: open.start, end: tok.end };
        let given = open.done + last;
        match open.kind {
            Kind::Group => {
                self.leave_bracket();
                if let Some(inner) = self.operands.last_mut() {
                    *inner = whole;
                }
                Ok(Next::Operator)
            }
            Kind::Call(f) => self.end_call(given, whole, |parser| parser.call(f, given, whole)),
            Kind::User(k) => self.end_call(given, whole, |parser| parser.call_user(k, given, whole)),
            Kind::Len => self.end_call(given, whole, |parser| parser.call_len(given, whole)),
            _ => Err(self.does_not_close(tok)),
        }
    }
    fn end_call(
        &mut self,
        given: u32,
        whole: Span,
        call: impl FnOnce(&mut Self) -> Result<Instr, Error>,
    ) -> Result<Next, Error> {
        self.leave_bracket();
        let instr = call(self)?;
        self.operands.truncate(self.operands.len() - given as usize);
        Ok(self.push(instr, whole))
    }
    pub(super) fn leave_bracket(&mut self) {
        self.brackets.pop();
        self.pending.pop();
    }

    fn call(&mut self, f: Function, given: u32, whole: Span) -> Result<Instr, Error> {
        // One argument of a function of many may be a vector, which is known when it runs.
        let fits = if f.reduces() {
            given >= 1 && (f.op.accepts(given as usize) || given == 1)
        } else {
            f.accepts(given as usize)
        };
        if !fits {
            let name = f.name.to_owned();
            return Err(self.error(ErrorKind::Arity { name, takes: f.in_words(), given: given as usize }, whole));
        }
        Ok(if f.reduces() { Instr::Reduce(f, given) } else { Instr::Apply(f.op, given) })
    }
    fn call_user(&mut self, k: u32, given: u32, whole: Span) -> Result<Instr, Error> {
        let f = &self.code.functions[k as usize];
        let wanted = f.parameters.len();
        if wanted != given as usize {
            let many = if wanted == 1 { "" } else { "s" };
            let takes = match wanted {
                0 => "no arguments".to_owned(),
                n => format!("{n} argument{many} ({})", f.parameters.join(", ")),
            };
            let name = f.name.clone();
            return Err(self.error(ErrorKind::Arity { name, takes, given: given as usize }, whole));
        }
        Ok(Instr::Call(k, given))
    }
    fn call_len(&mut self, given: u32, whole: Span) -> Result<Instr, Error> {
        if given == 1 {
            return Ok(Instr::Len);
        }
        let (name, takes) = (names::LEN.to_owned(), "1 argument, a vector".to_owned());
        Err(self.error(ErrorKind::Arity { name, takes, given: given as usize }, whole))
    }

    fn close_square(&mut self, tok: Tok) -> Result<Next, Error> {
        self.settle(Binding::Compare)?;
        let open = self.innermost().clone();
        let whole = Span { start: open.start, end: tok.end };
        match open.kind {
            Kind::Vector => self.end_call(open.done + 1, whole, |_| Ok(Instr::Vector(open.done + 1))),
            Kind::Index => self.end_call(2, whole, |_| Ok(Instr::Index)),
            _ => Err(self.does_not_close(tok)),
        }
    }

    /// A closing bracket that the innermost open one does not match.
    pub(super) fn does_not_close(&mut self, tok: Tok) -> Error {
        let found = self.text(tok).chars().next().unwrap_or(' ');
        let open = self.innermost();
        let opened = open.sign();
        if open.is_closed_by_bracket() {
            self.error(ErrorKind::WrongBracket { found, opened }, span(tok))
        } else {
            self.error(ErrorKind::Unopened { found }, span(tok))
        }
    }

    /// Applies what is pending and binds at least as tightly as `binding` (tighter, where that is a power), up to the
    /// innermost bracket.
    pub(super) fn settle(&mut self, binding: Binding) -> Result<(), Error> {
        let waits = |b: Binding| b < binding || (b == binding && binding == Binding::Power);
        loop {
            match self.pending.last() {
                Some(&Pending::Minus(at)) if !waits(Binding::Sign) => {
                    self.pending.pop();
                    let whole = Span { start: at, end: self.pop().end };
                    self.push(Instr::Negate, whole);
                }
                Some(&Pending::Binary(op, b)) if !waits(b) => {
                    self.pending.pop();
                    let (right, left) = (self.pop(), self.pop());
                    self.push(Instr::Apply(op, 2), left.to(right));
                }
                _ => return Ok(()),
            }
        }
    }

    pub(super) fn pop(&mut self) -> Span {
        self.operands.pop().expect("an operator is pushed only behind a value, and settled only behind another")
    }
}
