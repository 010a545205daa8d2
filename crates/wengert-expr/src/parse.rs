//! Operator precedence with two explicit stacks, values and what is still pending, so that no depth of nesting can
//! exhaust the machine's own stack and a million characters are read in one pass.

use crate::build::{Builder, Item};
use crate::error::{Error, ErrorKind};
use crate::lex::Token;
use crate::names::{self, CONSTANTS, Function};
use logos::{Lexer, Logos};
use std::collections::HashMap;
use std::ops::Range;
use wengert::List;
use wengert::list::Operand;
use wengert::prim::{Op, Prim, arith, compare, power};

/// How tightly an operator binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Compare,
    Sum,
    Product,
    Sign,
    Power,
}

/// A value and the bytes it comes from.
#[derive(Clone, Copy, Debug)]
struct Value {
    item: Item,
    start: u32,
    end: u32,
}

/// What waits for the value that is being read.
#[derive(Clone, Copy, Debug)]
enum Pending {
    /// A minus sign at this byte.
    Minus(u32),
    /// An operator whose left side is on the stack of values.
    Binary(Op, Binding),
    /// A bracket, described on the stack of brackets.
    Bracket,
}

/// A bracket that is still open.
#[derive(Clone, Copy, Debug)]
struct Bracket {
    /// What the bracket's value is passed to.
    call: Option<Function>,
    /// The first byte: of the function's name, if there is one.
    start: u32,
    /// The bracket itself.
    at: u32,
    /// How many arguments are complete.
    done: usize,
    /// Whether it stands somewhere in the condition of a `where`.
    in_condition: bool,
}

impl Bracket {
    /// Whether a comparison may stand in it now.
    fn compares(&self) -> bool {
        match self.call {
            None => self.in_condition,
            Some(f) => f.op == <compare::Pick as Prim<3>>::OP && self.done == 0,
        }
    }
}

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

pub(crate) struct Parser<'t> {
    text: &'t str,
    tokens: Lexer<'t, Token>,
    variables: HashMap<&'t str, Operand>,
    list: Builder,
    values: Vec<Value>,
    pending: Vec<Pending>,
    brackets: Vec<Bracket>,
}

/// What is read next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    Operator,
}

impl<'t> Parser<'t> {
    pub fn new(text: &'t str, inputs: &'t [impl AsRef<str>]) -> Result<Parser<'t>, Error> {
        let (mut list, mut variables) = (Builder::default(), HashMap::new());
        for (k, name) in inputs.iter().enumerate() {
            let name = name.as_ref();
            let wrong = |kind: fn(String) -> ErrorKind| Err(Error::in_inputs(kind(name.to_owned()), k));
            if !crate::lex::is_name(name) {
                return wrong(|name| ErrorKind::BadName { name });
            }
            if names::constant(name).is_some() {
                return wrong(|name| ErrorKind::Reserved { name });
            }
            if variables.insert(name, list.input(name)).is_some() {
                return wrong(|name| ErrorKind::Repeated { name });
            }
        }
        let tokens = Token::lexer(text);
        Ok(Parser { text, tokens, variables, list, values: Vec::new(), pending: Vec::new(), brackets: Vec::new() })
    }

    /// Reads the whole text.
    pub fn list(mut self) -> Result<List, Error> {
        if u32::try_from(self.text.len()).is_err() {
            return Err(self.error(ErrorKind::TooLong, 0..0));
        }
        if self.text.trim().is_empty() {
            return Err(self.error(ErrorKind::Empty, 0..0));
        }
        let mut next = Next::Value;
        while let Some(token) = self.tokens.next() {
            let span = self.tokens.span();
            let Ok(token) = token else { return Err(self.strange_character(span)) };
            next = match next {
                Next::Value => self.value(token, span)?,
                Next::Operator => self.operator(token, span)?,
            };
        }
        self.end(next)
    }

    /// A token where a value begins.
    fn value(&mut self, token: Token, span: Range<usize>) -> Result<Next, Error> {
        match token {
            Token::Number => self.number(span),
            Token::Name => self.name(span),
            Token::Open => Ok(self.open(None, span.start, span.start)),
            Token::Minus => {
                self.pending.push(Pending::Minus(span.start as u32));
                Ok(Next::Value)
            }
            Token::Close if self.called_with_nothing(span.start) => self.close(span, 0),
            Token::Star if self.text[..span.start].ends_with('*') => {
                Err(self.error(ErrorKind::DoubleStar, span.start - 1..span.end))
            }
            _ => Err(self.error(ErrorKind::ExpectedValue { found: Some(self.text[span.clone()].to_owned()) }, span)),
        }
    }

    /// A token behind a value.
    fn operator(&mut self, token: Token, span: Range<usize>) -> Result<Next, Error> {
        match (token, operator(token)) {
            (_, Some((op, Binding::Compare))) => self.compare(op, span),
            (_, Some((op, binding))) => {
                self.settle(binding)?;
                self.pending.push(Pending::Binary(op, binding));
                Ok(Next::Value)
            }
            (Token::Close, _) => {
                self.settle(Binding::Compare)?;
                self.close(span, 1)
            }
            (Token::Comma, _) => self.comma(span),
            _ => Err(self.error(ErrorKind::ExpectedOperator { found: self.text[span.clone()].to_owned() }, span)),
        }
    }

    fn number(&mut self, span: Range<usize>) -> Result<Next, Error> {
        let literal = &self.text[span.clone()];
        match literal.parse::<f64>() {
            Ok(c) if c.is_finite() => self.push(Item::Literal(c), span),
            _ => Err(self.error(ErrorKind::Overflow { literal: literal.to_owned() }, span)),
        }
    }

    /// A function, if a bracket follows; else a variable or a constant.
    fn name(&mut self, span: Range<usize>) -> Result<Next, Error> {
        let name = &self.text[span.clone()];
        let known = match (names::constant(name), self.variables.get(name)) {
            (Some(c), _) => Some(Item::Literal(c)),
            (None, variable) => variable.map(|&o| Item::Written(o)),
        };
        let mut ahead = self.tokens.clone();
        let called = ahead.next() == Some(Ok(Token::Open));
        match (called, names::function(name), known) {
            (true, Some(f), _) => {
                self.tokens = ahead;
                let at = self.tokens.span().start;
                Ok(self.open(Some(f), span.start, at))
            }
            (true, None, Some(_)) => Err(self.error(ErrorKind::NotAFunction { name: name.to_owned() }, span)),
            (true, None, None) => {
                let nearest = names::nearest_function(name);
                Err(self.error(ErrorKind::UnknownFunction { name: name.to_owned(), nearest }, span))
            }
            (false, _, Some(item)) => self.push(item, span),
            (false, Some(_), None) => Err(self.error(ErrorKind::NotCalled { name: name.to_owned() }, span)),
            (false, None, None) => {
                let names = self.variables.keys().copied().chain(CONSTANTS.iter().map(|(name, _)| *name));
                let nearest = names::nearest(name, names);
                Err(self.error(ErrorKind::UnknownName { name: name.to_owned(), nearest }, span))
            }
        }
    }

    fn push(&mut self, item: Item, span: Range<usize>) -> Result<Next, Error> {
        self.values.push(Value { item, start: span.start as u32, end: span.end as u32 });
        Ok(Next::Operator)
    }

    fn open(&mut self, call: Option<Function>, start: usize, at: usize) -> Next {
        let in_condition = self.brackets.last().is_some_and(Bracket::compares);
        self.brackets.push(Bracket { call, start: start as u32, at: at as u32, done: 0, in_condition });
        self.pending.push(Pending::Bracket);
        Next::Value
    }

    /// Whether a closing bracket at `close` makes a call without arguments.
    fn called_with_nothing(&self, close: usize) -> bool {
        let open = self.brackets.last().filter(|b| b.call.is_some() && b.done == 0);
        open.is_some_and(|b| self.text[b.at as usize + 1..close].trim().is_empty())
    }

    fn compare(&mut self, op: Op, span: Range<usize>) -> Result<Next, Error> {
        if !self.brackets.last().is_some_and(Bracket::compares) {
            return Err(self.error(ErrorKind::Comparison, span));
        }
        self.settle(Binding::Sum)?;
        if matches!(self.pending.last(), Some(Pending::Binary(_, Binding::Compare))) {
            return Err(self.error(ErrorKind::Chained, span));
        }
        self.pending.push(Pending::Binary(op, Binding::Compare));
        Ok(Next::Value)
    }

    fn comma(&mut self, span: Range<usize>) -> Result<Next, Error> {
        self.settle(Binding::Compare)?;
        match self.brackets.last_mut() {
            Some(bracket) if bracket.call.is_some() => {
                bracket.done += 1;
                Ok(Next::Value)
            }
            _ => Err(self.error(ErrorKind::Comma, span)),
        }
    }

    /// Closes the innermost bracket, whose last argument has just been read if `last` is 1.
    fn close(&mut self, span: Range<usize>, last: usize) -> Result<Next, Error> {
        let Some(bracket) = self.brackets.pop() else { return Err(self.error(ErrorKind::Unopened, span)) };
        self.pending.pop();
        let whole = bracket.start as usize..span.end;
        match bracket.call {
            Some(f) => self.call(f, bracket.done + last, whole),
            None => {
                let inner = self.pop();
                self.push(inner.item, whole)
            }
        }
    }

    fn call(&mut self, f: Function, given: usize, whole: Range<usize>) -> Result<Next, Error> {
        let args = self.values.split_off(self.values.len() - given);
        if !f.accepts(given) {
            let takes = in_words(f);
            return Err(self.error(ErrorKind::Arity { name: f.name.to_owned(), takes, given }, whole));
        }
        let args: Vec<Item> = args.into_iter().map(|v| v.item).collect();
        let item = self.write(f.op, &args, whole.clone())?;
        self.push(item, whole)
    }

    /// Applies what is pending and binds at least as tightly as `binding` (tighter, where that is a power), up to the
    /// innermost bracket.
    fn settle(&mut self, binding: Binding) -> Result<(), Error> {
        let waits = |b: Binding| b < binding || (b == binding && binding == Binding::Power);
        loop {
            match self.pending.last() {
                Some(&Pending::Minus(at)) if !waits(Binding::Sign) => {
                    self.pending.pop();
                    self.negate(at)?;
                }
                Some(&Pending::Binary(op, b)) if !waits(b) => {
                    self.pending.pop();
                    let (right, left) = (self.pop(), self.pop());
                    let span = left.start as usize..right.end as usize;
                    let item = self.write(op, &[left.item, right.item], span.clone())?;
                    self.push(item, span)?;
                }
                _ => return Ok(()),
            }
        }
    }

    fn negate(&mut self, at: u32) -> Result<(), Error> {
        let v = self.pop();
        let span = at as usize..v.end as usize;
        let item = match v.item {
            Item::Literal(c) => Item::Literal(-c),
            item => self.write(<arith::Neg as Prim<1>>::OP, &[item], span.clone())?,
        };
        self.push(item, span).map(|_| ())
    }

    fn end(mut self, next: Next) -> Result<List, Error> {
        let end = self.text.len();
        if next == Next::Value {
            return Err(self.error(ErrorKind::ExpectedValue { found: None }, end..end));
        }
        self.settle(Binding::Compare)?;
        if let Some(open) = self.brackets.last() {
            let at = open.at as usize;
            return Err(self.error(ErrorKind::Unclosed, at..at + 1));
        }
        let result = self.pop();
        Ok(self.list.finish(result.item))
    }

    fn write(&mut self, op: Op, args: &[Item], span: Range<usize>) -> Result<Item, Error> {
        let bytes = span.start as u32..span.end as u32;
        self.list.apply(op, args, bytes).map_err(|_| self.error(ErrorKind::TooLong, span))
    }

    fn pop(&mut self) -> Value {
        self.values.pop().expect("an operator is pushed only behind a value, and settled only behind another")
    }

    fn strange_character(&self, span: Range<usize>) -> Error {
        let found = self.text[span.start..].chars().next().unwrap_or(' ');
        self.error(ErrorKind::Character { found }, span.start..span.start + found.len_utf8())
    }

    fn error(&self, kind: ErrorKind, span: Range<usize>) -> Error {
        Error::in_text(kind, self.text, span)
    }
}

/// How many arguments it takes.
fn in_words(f: Function) -> String {
    match f.takes {
        (1, Some(1)) => "1 argument".to_owned(),
        (n, Some(_)) if f.op.arity().is_some() => format!("{n} arguments ({})", f.op.row().args.join(", ")),
        (n, Some(_)) => format!("{n} arguments"),
        (n, None) if f.op.accepts(n + 1) => format!("{n} or more arguments"),
        (n, None) => format!("an even number of arguments, {n} or more"),
    }
}
