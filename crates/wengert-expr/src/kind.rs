//! What can be wrong with a text or with the values for it, one entry each, and how it is said.

use crate::names::short;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no text.
    #[error("the expression is empty")]
    Empty,
    /// A character that the grammar does not know.
    #[error("{found:?} means nothing in an expression")]
    Character {
        /// The character.
        found: char,
    },
    /// A literal beyond the largest number.
    #[error("the number {} is too large", short(literal))]
    Overflow {
        /// As it is written.
        literal: String,
    },
    /// A name that is neither a variable nor a constant.
    #[error("unknown name `{}`", short(name))]
    UnknownName {
        /// The name.
        name: String,
        /// A known name that is spelt nearly so.
        nearest: Option<String>,
    },
    /// An input that is given no value and has no default.
    #[error("{}", no_value(name))]
    Unbound {
        /// The name.
        name: String,
        /// A known name that is spelt nearly so.
        nearest: Option<String>,
    },
    /// A value for something that is no input.
    #[error("`{}` is given a value, but {}", short(name), if *bound { "the model binds it itself" } else { "the expression does not mention it" })]
    Unused {
        /// The name.
        name: String,
        /// Whether the text binds the name.
        bound: bool,
        /// An input that is spelt nearly so.
        nearest: Option<String>,
    },
    /// A vector where a `param` has another shape.
    #[error("`{name}` is {wanted}, but is given {given}")]
    Shape {
        /// The name.
        name: String,
        /// What it is, in words.
        wanted: String,
        /// What it is given, in words.
        given: String,
    },
    /// A name in front of a bracket that is no function.
    #[error("unknown function `{}`", short(name))]
    UnknownFunction {
        /// The name.
        name: String,
        /// A known function that is spelt nearly so.
        nearest: Option<String>,
        /// The line further down in which the text defines it.
        later: Option<usize>,
    },
    /// A variable or a constant in front of a bracket.
    #[error("`{}` is a number, not a function", short(name))]
    NotAFunction {
        /// The name.
        name: String,
    },
    /// A function's name without a bracket behind it.
    #[error("the function `{}` is not given its arguments", short(name))]
    NotCalled {
        /// The name.
        name: String,
    },
    /// Too few or too many arguments.
    #[error("`{}` takes {takes}, not {given}", short(name))]
    Arity {
        /// The function.
        name: String,
        /// How many it takes, in words.
        takes: String,
        /// How many it was given.
        given: usize,
    },
    /// A function that calls itself.
    #[error("`{}` calls itself", short(name))]
    Recursion {
        /// The function.
        name: String,
    },
    /// A function of the text with the name of another.
    #[error("there is a function `{}` already", short(name))]
    Redefined {
        /// The function.
        name: String,
        /// Whether it belongs to the language.
        language: bool,
    },
    /// A bracket that nothing closes.
    #[error("this bracket is never closed")]
    Unclosed {
        /// What would close it.
        with: char,
    },
    /// A closing bracket that nothing opened.
    #[error("this bracket closes nothing")]
    Unopened {
        /// The bracket.
        found: char,
    },
    /// A closing bracket of another form than the opening one.
    #[error("`{found}` does not close `{opened}`")]
    WrongBracket {
        /// The closing one.
        found: char,
        /// The innermost open one.
        opened: char,
    },
    /// Something else, or nothing, where a value must stand.
    #[error("a value is missing before {}", end_or(found))]
    ExpectedValue {
        /// What stands there; `None` at the end.
        found: Option<String>,
    },
    /// The power sign of other languages.
    #[error("`**` is no operator")]
    DoubleStar,
    /// A value directly behind another.
    #[error("an operator is missing before `{}`", short(found))]
    ExpectedOperator {
        /// What stands before it, if that is short.
        before: Option<String>,
        /// What stands there.
        found: String,
    },
    /// Something else, or nothing, where a certain word or sign must stand.
    #[error("{what} is missing before {}", end_or(found))]
    Expected {
        /// What must stand there.
        what: &'static str,
        /// What stands there; `None` at the end.
        found: Option<String>,
    },
    /// A number that no vector has as its length.
    #[error("`{found}` is no length: a vector has a whole number of elements, at least one")]
    Length {
        /// The number.
        found: String,
    },
    /// A comma where nothing is listed.
    #[error("a comma stands only between arguments, elements and outputs")]
    Comma,
    /// `if(c, a, b)`, as a spreadsheet has it.
    #[error("`if` is no function of three arguments")]
    IfOfThree,
    /// A single `=` within an expression.
    #[error("`=` binds a name at the beginning of a statement, and nothing else")]
    Assign {
        /// Whether an element of a vector stands to the left.
        element: bool,
    },
    /// A line that could go on with the line before, or begin anew.
    #[error("a line that begins with `-` may mean two things")]
    AmbiguousMinus,
    /// A comparison that is not in a condition.
    #[error("a comparison stands only in the condition of `where` or `if`")]
    Comparison,
    /// A comparison of a comparison.
    #[error("comparisons do not chain")]
    Chained,
    /// A variable that is called like a constant.
    #[error("`{name}` is a constant and cannot be a variable")]
    Reserved {
        /// The name.
        name: String,
    },
    /// An input that is given twice.
    #[error("the variable `{}` is given twice", short(name))]
    Repeated {
        /// The name.
        name: String,
    },
    /// An input whose name could not stand in an expression.
    #[error("{:?} is no name for a variable", short(name))]
    BadName {
        /// The name.
        name: String,
    },
    /// A binding of a name that is an input.
    #[error("`{}` is an input of the expression and cannot be bound too", short(name))]
    BindsInput {
        /// The name.
        name: String,
    },
    /// A counter or a `param` with a name that means something already.
    #[error("the name `{}` is taken", short(name))]
    Shadowed {
        /// The name.
        name: String,
    },
    /// A name that was bound in a block that has ended.
    #[error("`{}` is known only inside the block that binds it", short(name))]
    OutOfScope {
        /// The name.
        name: String,
    },
    /// Something that stands only outside of blocks and functions.
    #[error("{what} stands only outside of blocks")]
    Misplaced {
        /// What.
        what: &'static str,
    },
    /// A value that is neither bound nor an output.
    #[error("this value goes nowhere")]
    UnusedValue {
        /// Where, in words.
        inside: &'static str,
    },
    /// A model without an output.
    #[error("there is no output")]
    NoOutput {
        /// The name bound last.
        last: Option<String>,
    },
    /// A block that must have a value and has none.
    #[error("this block has no value")]
    NoValue,
    /// `if` as a value, without `else`.
    #[error("an `if` that is a value needs an `else`")]
    NoElse,
    /// One branch has a value and the other has none.
    #[error("one branch has a value, the other has none")]
    OneSided,
    /// A vector where a number must stand.
    #[error("{what} is a number, not a vector of {length}")]
    VectorHere {
        /// What.
        what: String,
        /// The length of the vector.
        length: usize,
    },
    /// A number where a vector must stand.
    #[error("{what} must be a vector, and this is a number")]
    NumberHere {
        /// What.
        what: String,
    },
    /// Vectors of different lengths, element by element.
    #[error("vectors of {left} and {right} elements do not go together")]
    Lengths {
        /// Length of the first.
        left: usize,
        /// Length of the other.
        right: usize,
    },
    /// A function of all elements that is given vectors among other arguments.
    #[error("`{name}` takes one vector, or numbers, not both")]
    Mixed {
        /// The function.
        name: String,
    },
    /// An element that is not there.
    #[error("there is no element {index} in a vector of {length}")]
    NoElement {
        /// The index.
        index: f64,
        /// The length of the vector.
        length: usize,
    },
    /// A number that must be whole and is not.
    #[error("{what} is a whole number, not {got}")]
    NotWhole {
        /// What.
        what: &'static str,
        /// What it is.
        got: f64,
    },
    /// A loop that would run less than no times.
    #[error("a loop cannot run {times} times")]
    Backward {
        /// How often it is asked to run.
        times: f64,
    },
    /// A branch, an index or a bound that depends on values, where none are given.
    #[error("{what} depends on the values of the inputs, which are not given here")]
    NeedsValues {
        /// What.
        what: &'static str,
    },
    /// More work than is allowed by [`Limits::operations`](crate::Limits::operations).
    #[error("{}", too_much(*asked, *allowed))]
    TooMuch {
        /// How many operations are asked for, where that can be said.
        asked: Option<u64>,
        /// How many are allowed.
        allowed: u64,
    },
    /// The default of a `param` that is no constant.
    #[error("a default is a constant, and `{}` is none", short(name))]
    DefaultNotConstant {
        /// The name in it.
        name: String,
    },
    /// A constant was wanted.
    #[error("only constants can stand here, and `{}` is none", short(name))]
    NotConstant {
        /// The name in it.
        name: String,
    },
    /// A file that cannot be included.
    #[error("cannot include `{}`: {why}", short(path))]
    Include {
        /// The file, as it is written.
        path: String,
        /// Why not.
        why: String,
    },
    /// A file that includes itself.
    #[error("`{}` includes itself{}", short(path), through(chain))]
    Cycle {
        /// The file, as it is written.
        path: String,
        /// The files between, from the first to the last.
        chain: Vec<String>,
    },
    /// More than a List can hold.
    #[error("the expression is too long")]
    TooLong,
}

/// A word for a number that is none is no name that lacks a value.
fn no_value(name: &str) -> String {
    match name {
        "inf" | "nan" => format!("`{name}` is no number of the language"),
        name => format!("`{}` has no value", short(name)),
    }
}

/// The end, or what stands there.
fn end_or(found: &Option<String>) -> String {
    found.as_ref().map_or("the end".to_owned(), |found| format!("`{}`", short(found)))
}

fn through(chain: &[String]) -> String {
    if chain.is_empty() { String::new() } else { format!(" through `{}`", chain.join("`, `")) }
}

fn too_much(asked: Option<u64>, allowed: u64) -> String {
    match asked {
        Some(asked) => format!("this asks for {} operations; {} are allowed", grouped(asked), grouped(allowed)),
        None => format!("this asks for more than the {} operations that are allowed", grouped(allowed)),
    }
}

/// A number with its digits in groups of three.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap_or("")).collect();
    groups.join(" ")
}
