//! What the parser has begun and not ended: operators, brackets, blocks, statements.

use crate::names::Function;
use crate::source::Span;
use wengert::prim::Op;

/// How tightly an operator binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    Compare,
    Sum,
    Product,
    Sign,
    Power,
}

/// What waits for the value that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pending {
    /// A minus sign at this byte.
    Minus(u32),
    /// An operator whose left side is an operand already.
    Binary(Op, Binding),
    /// A bracket, described on the stack of brackets.
    Bracket,
}

/// What a bracket is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Group,
    Call(Function),
    /// A function of the text.
    User(u32),
    Len,
    Vector,
    Index,
    /// From `if` to its block; whether it begins a statement.
    Condition {
        statement: bool,
    },
    /// From `repeat` or `for` to its block: the counter, and whether the first bound is read.
    Bounds {
        counter: Option<(String, Span)>,
        ranged: bool,
    },
    Block(Block),
}

/// Statements, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub kind: BlockKind,
    /// What is being read.
    pub statement: Statement,
    /// The value at its end, if it has one already.
    pub value: Option<Span>,
}

impl Block {
    pub fn new(kind: BlockKind) -> Block {
        Block { kind, statement: Statement::Nothing, value: None }
    }
    pub fn is_text(&self) -> bool {
        matches!(self.kind, BlockKind::Text { .. })
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum BlockKind {
    /// A whole text.
    Text { included: bool },
    /// Braces around statements and a value.
    Braces,
    /// The first branch of an `if`: the jump over it, and whether the `if` begins a statement.
    Then { unless: usize, statement: bool },
    /// The second branch: the jump over it, whether the first had a value; whether it is an `if` itself, without braces.
    Else { jump: usize, valued: bool, statement: bool, chained: bool },
    /// The body of a loop.
    Loop { index: u32 },
}

/// A statement that is being read.
#[derive(Clone, Debug)]
pub(super) enum Statement {
    Nothing,
    /// A value on its own.
    Value,
    /// A name, and where it stands.
    Bind {
        name: String,
        at: Span,
    },
    /// A function.
    Define {
        function: u32,
    },
    /// The default of an input: which, and where its code begins.
    Default {
        input: u32,
        code: usize,
    },
}

/// A bracket that is still open.
#[derive(Clone, Debug)]
pub(super) struct Bracket {
    pub kind: Kind,
    /// From the function's name, if there is one, or the word that begins it.
    pub start: u32,
    /// The bracket itself.
    pub at: Span,
    /// How many arguments are complete.
    pub done: u32,
    /// Whether it stands somewhere in a condition.
    pub in_condition: bool,
    /// Whether numbers in it are known before the List is written.
    pub known: bool,
}

impl Bracket {
    /// Whether a comparison may stand in it now.
    pub fn compares(&self) -> bool {
        match &self.kind {
            Kind::Group => self.in_condition,
            Kind::Call(f) => f.compares(self.done as usize, self.in_condition),
            Kind::Condition { .. } => true,
            _ => false,
        }
    }
    /// The sign that opened it.
    pub fn sign(&self) -> char {
        match &self.kind {
            Kind::Vector | Kind::Index => '[',
            Kind::Block(_) => '{',
            _ => '(',
        }
    }
    /// Whether it is closed by a bracket at all.
    pub fn is_closed_by_bracket(&self) -> bool {
        !matches!(&self.kind, Kind::Condition { .. } | Kind::Bounds { .. })
            && !matches!(&self.kind, Kind::Block(block) if block.is_text())
    }
}
