//! What a text is read into: instructions for a machine with a stack, each with the span it comes from. There is no
//! tree, so no depth of nesting is too deep for whoever walks it.

use crate::names::Function;
use crate::source::Span;
use wengert::prim::Op;

/// One instruction. Operands are on the stack, the first argument deepest.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Instr {
    /// A number that stands in the text: in the List a constant.
    Literal(f64),
    /// A number that stands in an index or a bound: known before the List is written.
    Known(f64),
    /// An input.
    Input(u32),
    /// A name of this function, or of the model outside of functions.
    Local(u32),
    /// A name of the model, read inside a function.
    Global(u32),
    /// Binds a name: place, and which name (for those who show lines).
    Store(u32, u32),
    /// A minus sign.
    Negate,
    /// An operator, or a function of so many arguments; of vectors element by element.
    Apply(Op, u32),
    /// A function that takes all elements together: of one vector, or of numbers.
    Reduce(Function, u32),
    /// The length of a vector.
    Len,
    /// A vector of so many elements.
    Vector(u32),
    /// An element of a vector.
    Index,
    /// Calls a function of the model.
    Call(u32, u32),
    /// Ends a function.
    Return,
    Jump(u32),
    /// Ends a condition: goes there where it is not met.
    Unless(u32),
    /// Begins a loop: its description.
    Loop(u32),
    /// Ends an iteration of it.
    Next(u32),
    /// Ends the model.
    Halt,
}

/// A loop of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Loop {
    /// The place of the counter, where it has a name.
    pub counter: Option<u32>,
    /// The first instruction of the body, and the first behind the loop.
    pub body: u32,
    pub exit: u32,
    /// How many operations stand in the body; while it is read, how many stand before it.
    pub operations: u64,
    /// The text of the body.
    pub span: Span,
}

/// A function of the text.
#[derive(Clone, Debug)]
pub(crate) struct UserFunction {
    pub name: String,
    pub parameters: Vec<String>,
    pub entry: u32,
    /// How many names it has, parameters first.
    pub slots: u32,
}

/// Names, each with a number.
pub(crate) type Names = indexmap::IndexSet<String>;

/// Everything that was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Code {
    pub instrs: Vec<Instr>,
    pub spans: Vec<Span>,
    pub loops: Vec<Loop>,
    pub functions: Vec<UserFunction>,
    /// Names of bindings, by number.
    pub names: Names,
    /// How many names stand outside of functions.
    pub slots: u32,
    /// How many operations have been read so far.
    pub operations: u64,
}

impl Code {
    pub fn push(&mut self, instr: Instr, span: Span) -> usize {
        let counts =
            matches!(instr, Instr::Apply(..) | Instr::Reduce(..) | Instr::Negate | Instr::Call(..) | Instr::Vector(_));
        self.operations += u64::from(counts);
        self.instrs.push(instr);
        self.spans.push(span);
        self.instrs.len() - 1
    }
    pub fn here(&self) -> u32 {
        self.instrs.len() as u32
    }
    /// Lets the jump at `at` lead to the next instruction.
    pub fn land(&mut self, at: usize) {
        let here = self.here();
        match &mut self.instrs[at] {
            Instr::Jump(to) | Instr::Unless(to) => *to = here,
            other => unreachable!("{other:?} is no jump"),
        }
    }
    pub fn truncate(&mut self, at: usize) {
        self.instrs.truncate(at);
        self.spans.truncate(at);
    }
}
