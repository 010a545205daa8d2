//! A model: what a text says, before and after its inputs have values.

use crate::build::{Builder, Item};
use crate::code::{Code, Instr};
use crate::error::{Error, ErrorKind};
use crate::lines::LineNames;
use crate::names::{self, CONSTANTS};
use crate::parse::{Free, Parser, error_in};
use crate::run::{Fault, Machine, Value};
use crate::source::{Source, Sources, Span};
use crate::values::Values;
use crate::{Limits, Load};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;
use wengert::List;
use wengert::list::{Id, Operand};

pub use crate::values::Given;

/// An input of a model: declared by `param`, or a name that is read and never bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// What it is worth where no other value is given.
    pub default: Option<Given>,
    /// The comment behind or above its declaration.
    pub doc: Option<String>,
    /// Whether `param` declares it.
    pub declared: bool,
    /// How many elements it is declared to have.
    pub length: Option<usize>,
    /// Where it is declared, or read first.
    pub span: Span,
    /// Whether anything reads it.
    pub(crate) read: bool,
}

impl Input {
    pub(crate) fn new(name: &str, span: Span) -> Input {
        Input { name: name.to_owned(), default: None, doc: None, declared: false, length: None, span, read: false }
    }
    /// How many elements it has, where the text says so; `None` for a number.
    fn wanted(&self) -> Option<Option<usize>> {
        match (&self.default, self.length) {
            (_, Some(n)) => Some(Some(n)),
            (Some(default), None) => Some(default.length()),
            (None, None) => None,
        }
    }
}

/// Something a reader of the text should know, though it has an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// What.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// What a text says: read once, recorded at any values.
///
/// ```
/// use wengert::{Listing, Options};
/// use wengert_expr::{Model, Values};
/// let model = Model::parse("param k = 0.5\na = x*y; b = sin(a); k*(a + b)")?;
/// let names: Vec<&str> = model.inputs().iter().map(|input| input.name.as_str()).collect();
/// assert_eq!(names, ["k", "x", "y"]);
/// let at = model.record(&Values::new().with("x", 2.0).with("y", 3.0))?;
/// assert_eq!(at.names, ["x", "y", "k"]);
/// let listing = Listing::new(at.list.clone(), &at.point, Options::new())?;
/// assert_eq!(format!("{:.4}", listing.value()), "2.8603");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Model {
    sources: Arc<Sources>,
    code: Code,
    inputs: Vec<Input>,
    outputs: Vec<Span>,
    warnings: Vec<Warning>,
    limits: Limits,
}

/// A List written for some values, and what is known about it.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The lines that ran, with a guard for each branch that depends on inputs.
    pub list: Arc<List>,
    /// One number for each value that the List's inputs bring.
    pub point: Vec<f64>,
    /// What these are called: `x`, `v[0]`, `v[1]`.
    pub names: Vec<String>,
    /// The outputs in the order of the text.
    pub outputs: Vec<Output>,
    /// The iterations of loops, in the order in which they ended.
    pub regions: Vec<Region>,
    /// The branches that were decided by inputs, each condition once.
    pub branches: Vec<Branch>,
    /// The bounds and the indices that were decided by inputs, each once.
    pub kept: Vec<Kept>,
    /// The texts that spans lie in.
    pub sources: Arc<Sources>,
    line_names: LineNames,
    /// In how many other places of the text a line stands.
    elsewhere: hashbrown::HashMap<u32, usize>,
}

/// An output of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its name, where it is one.
    pub name: Option<String>,
    /// Its text.
    pub span: Span,
    /// The List's outputs that it is made of.
    pub values: Range<usize>,
    /// Whether it is a vector.
    pub vector: bool,
}

/// An iteration of a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The body of the loop.
    pub span: Span,
    /// The lines that this iteration wrote; without those that it shares with earlier ones.
    pub lines: Range<usize>,
    /// Which one, counted from 0.
    pub iteration: u64,
    /// Of how many.
    pub iterations: u64,
}

/// A condition that was decided by the values of inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The condition.
    pub span: Span,
    /// Its value in the List.
    pub condition: Id,
    /// Whether it was met.
    pub taken: bool,
}

/// A bound or an index that was decided by the values of inputs: the List guards that it stays so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    /// `a bound` or `an index`.
    pub what: &'static str,
    /// Where it stands: the loop, or the element.
    pub span: Span,
    /// Its value.
    pub value: f64,
}

impl Model {
    /// Reads a text that includes no other.
    ///
    /// # Errors
    /// [`Error`] says what is wrong with it, where, and what to write instead.
    pub fn parse(text: &str) -> Result<Model, Error> {
        Model::parse_with(Source::expression(text), &mut no_files, Limits::default())
    }
    /// Reads a text and what it includes; `load` is asked for each file with its name and that of the file that includes
    /// it. The name that it answers decides whether two files are the same.
    ///
    /// ```
    /// use wengert_expr::{Limits, Model, Source, Values};
    /// let mut load = |path: &str, _from: &str| match path {
    ///     "decay.wg" => Ok(Source::new(path, "decay(t) = exp(-k*t)")),
    ///     _ => Err("no such file".to_owned()),
    /// };
    /// let source = Source::new("model.wg", "param k = 0.3  # per day\ninclude \"decay.wg\"\n5*decay(t)");
    /// let model = Model::parse_with(source, &mut load, Limits::default())?;
    /// assert_eq!(model.inputs()[0].doc.as_deref(), Some("per day"));
    /// # Ok::<(), wengert_expr::Error>(())
    /// ```
    /// # Errors
    /// As [`parse`](Self::parse), and where a file cannot be read or includes itself.
    pub fn parse_with(source: Source, load: &mut Load<'_>, limits: Limits) -> Result<Model, Error> {
        let mut parser = Parser::new(Free::Any, limits, load);
        parser.read(source)?;
        Ok(Model::of(parser, limits))
    }
    fn of(parser: Parser<'_>, limits: Limits) -> Model {
        let unread_inputs = parser.inputs.iter().filter(|input| input.declared && !input.read);
        let unread_inputs = unread_inputs.map(|input| (&input.name, input.span, "declared"));
        let unread = parser.scopes.unread.iter().map(|(name, span)| (name, *span, "bound"));
        // What an included file offers, nobody has to use.
        let end = parser.sources.iter().next().map_or(0, |main| main.text.len() as u32);
        let all = unread_inputs.chain(unread).filter(|(_, span, _)| span.end <= end);
        let mut warnings: Vec<Warning> = all
            .map(|(name, span, how)| {
                let message = format!("`{}` is {how}, but nothing reads it", names::short(name));
                Warning { message, span }
            })
            .collect();
        warnings.sort_by_key(|warning| warning.span);
        let Parser { sources, code, inputs, outputs, .. } = parser;
        Model { sources: Arc::new(sources), code, inputs, outputs, warnings, limits }
    }
    /// The inputs in the order in which the text mentions them.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }
    /// The inputs that `param` declares.
    pub fn params(&self) -> impl Iterator<Item = &Input> {
        self.inputs.iter().filter(|input| input.declared)
    }
    /// The texts that spans lie in.
    pub fn sources(&self) -> &Arc<Sources> {
        &self.sources
    }
    /// What a reader of the text should know.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
    /// The outputs: their texts.
    pub fn outputs(&self) -> &[Span] {
        &self.outputs
    }
    /// The numbers that stand in the text: where, and what they are.
    pub fn literals(&self) -> impl Iterator<Item = (Span, f64)> {
        self.code.instrs.iter().zip(&self.code.spans).filter_map(|(instr, &span)| match *instr {
            Instr::Literal(c) | Instr::Known(c) => Some((span, c)),
            _ => None,
        })
    }

    /// The List that runs at `values`; inputs stand in the order of `values`, those with their defaults behind them.
    ///
    /// # Errors
    /// As [`record`](Self::record).
    pub fn list(&self, values: &Values) -> Result<List, Error> {
        Ok(Arc::unwrap_or_clone(self.record(values)?.list))
    }
    /// The List that runs at `values`, with what is known about it.
    ///
    /// # Errors
    /// [`ErrorKind::Unbound`] where an input has no value, [`ErrorKind::Unused`] where a value has no input, and what the
    /// text does not allow: vectors that do not go together, an element that is not there, more work than the limits.
    pub fn record(&self, values: &Values) -> Result<Recorded, Error> {
        self.check(values)?;
        let given = values.iter().filter_map(|(name, given)| Some((self.position(name)?, given)));
        let is_given = |k: usize| values.get(&self.inputs[k].name).is_some();
        let defaults = self.inputs.iter().enumerate().filter(|(k, _)| !is_given(*k));
        let defaults = defaults.filter_map(|(k, input)| Some((k, input.default.as_ref()?)));
        let bound: Vec<(usize, &Given)> = given.chain(defaults).collect();
        self.run(&bound, true)
    }
    /// The List of all values at which no branch, bound or index depends on inputs, which are numbers.
    pub(crate) fn list_without_values(&self) -> Result<List, Error> {
        let nothing = Given::Number(f64::NAN);
        let bound: Vec<(usize, &Given)> = (0..self.inputs.len()).map(|k| (k, &nothing)).collect();
        Ok(Arc::unwrap_or_clone(self.run(&bound, false)?.list))
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.inputs.iter().position(|input| input.name == name)
    }
    /// Whether values and inputs go together.
    fn check(&self, values: &Values) -> Result<(), Error> {
        let known: HashMap<&str, &Input> = self.inputs.iter().map(|input| (input.name.as_str(), input)).collect();
        for (k, (name, given)) in values.iter().enumerate() {
            let refuse = |kind| Err(Error::in_inputs(kind, k));
            let Some(input) = known.get(name) else {
                if names::constant(name).is_some() {
                    return refuse(ErrorKind::Reserved { name: name.to_owned() });
                }
                let unbound = || self.inputs.iter().filter(|input| values.get(&input.name).is_none());
                let nearest = names::nearest(name, unbound().map(|input| input.name.as_str()));
                let bound = self.code.names.contains(name);
                return refuse(ErrorKind::Unused { name: name.to_owned(), bound, nearest });
            };
            if let Some(wanted) = input.wanted().filter(|wanted| *wanted != given.length()) {
                let wanted = wanted.map_or("a number".to_owned(), |n| format!("a vector of {n}"));
                return refuse(ErrorKind::Shape { name: name.to_owned(), wanted, given: given.in_words() });
            }
            if given.length() == Some(0) {
                let wanted = "a vector of at least one element".to_owned();
                return refuse(ErrorKind::Shape { name: name.to_owned(), wanted, given: "an empty one".to_owned() });
            }
        }
        let lacking = |input: &&Input| input.default.is_none() && values.get(&input.name).is_none();
        self.inputs.iter().find(lacking).map_or(Ok(()), |input| Err(self.unbound(input, values)))
    }
    fn unbound(&self, input: &Input, values: &Values) -> Error {
        let name = input.name.clone();
        let user = self.code.functions.iter().any(|f| f.name == name);
        if !input.declared && (names::function(&name).is_some() || user) {
            return error_in(&self.sources, ErrorKind::NotCalled { name }, input.span);
        }
        let given = values.iter().map(|(name, _)| name);
        let bound = self.code.names.iter().map(String::as_str);
        let nearest = names::nearest(&name, given.chain(bound).chain(CONSTANTS.iter().map(|(name, _)| *name)));
        error_in(&self.sources, ErrorKind::Unbound { name, nearest }, input.span)
    }

    fn run(&self, bound: &[(usize, &Given)], given: bool) -> Result<Recorded, Error> {
        let (mut builder, mut point, mut input_names) = (Builder::default(), Vec::new(), Vec::new());
        let mut inputs = vec![Value::NOTHING; self.inputs.len()];
        for &(k, value) in bound {
            let name = &self.inputs[k].name;
            inputs[k] = declare(&mut builder, name, value).map_err(|kind| Error::in_inputs(kind, k))?;
            point.extend(value.numbers());
            input_names.extend(value.names(name));
        }
        let mut machine = Machine::new(&self.code, builder, &inputs, given, self.limits);
        machine.run(0).map_err(|Fault { kind, span }| error_in(&self.sources, kind, span))?;
        let stack = std::mem::take(&mut machine.stack);
        let Machine { builder, regions, branches, kept, named, .. } = machine;
        let inputs = bound.iter().map(|&(k, _)| self.inputs[k].name.as_str()).collect();
        let line_names = named.finish(&self.code.names, &inputs);
        let elsewhere = builder.elsewhere();
        let (list, outputs) = self.finish(builder, &stack);
        debug_assert_eq!(list.verify(), Ok(()));
        let (list, sources) = (Arc::new(list), Arc::clone(&self.sources));
        let names = input_names;
        Ok(Recorded { list, point, names, outputs, regions, branches, kept, sources, line_names, elsewhere })
    }
    fn finish(&self, mut builder: Builder, stack: &[Value]) -> (List, Vec<Output>) {
        let mut outputs = Vec::with_capacity(stack.len());
        for (value, &span) in stack.iter().zip(&self.outputs) {
            let first = builder.list.outputs().len();
            value.items().iter().for_each(|&item| builder.output(item));
            let text = self.sources.text(span);
            let name = crate::lex::is_name(text).then(|| text.to_owned());
            let values = first..builder.list.outputs().len();
            outputs.push(Output { name, span, values, vector: value.length().is_some() });
        }
        (builder.list, outputs)
    }
}

/// Declares an input of the List.
fn declare(builder: &mut Builder, name: &str, given: &Given) -> Result<Value, ErrorKind> {
    let numbers = given.numbers();
    let shape = match given {
        Given::Number(_) => Vec::new(),
        Given::Vector(_) => vec![u32::try_from(numbers.len()).map_err(|_| ErrorKind::TooLong)?],
    };
    let first = builder.list.try_input(name, shape).map_err(|_| ErrorKind::TooLong)?;
    let item = |(k, &value): (usize, &f64)| {
        let operand = Operand::id(Id(first.0 + k as u32));
        Item::Written { operand, value, varies: true }
    };
    let items: Rc<[Item]> = numbers.iter().enumerate().map(item).collect();
    Ok(match given {
        Given::Number(_) => Value::Number(items[0]),
        Given::Vector(_) => Value::Vector(items),
    })
}

impl Recorded {
    /// In how many places of the text a line stands: equal sub-expressions are one line, computed once.
    ///
    /// ```
    /// use wengert_expr::{Model, Values};
    /// let at = Model::parse("x*y + sin(x*y)")?.record(&Values::new().with("x", 2.0).with("y", 3.0))?;
    /// assert_eq!([0, 1, 2].map(|line| at.places(line)), [2, 1, 1]);
    /// # Ok::<(), wengert_expr::Error>(())
    /// ```
    pub fn places(&self, line: usize) -> usize {
        1 + u32::try_from(line).ok().and_then(|line| self.elsewhere.get(&line)).copied().unwrap_or(0)
    }
    /// What a line is called in the text: the name that a statement binds to it, `a` or `v[0]`. In a loop one name may
    /// stand for many lines.
    pub fn line_name(&self, id: Id) -> Option<String> {
        self.line_names.written(id)
    }
    /// The same with a number where one name stands for several lines, or for an input too: `s₂` is the line that `s` was
    /// bound to when it had been bound twice before. No two lines have the same, and no name of a text has small digits.
    ///
    /// ```
    /// use wengert_expr::{Model, Values};
    /// let model = Model::parse("s = 1; repeat 3 { s = s*x }; a = s + x; a^2")?;
    /// let at = model.record(&Values::new().with("x", 2.0))?;
    /// let names: Vec<Option<String>> = at.list.steps().map(|(_, id, _)| at.step_name(id)).collect();
    /// assert_eq!(names.iter().flatten().collect::<Vec<_>>(), ["s₁", "s₂", "s₃", "a"]);
    /// # Ok::<(), wengert_expr::Error>(())
    /// ```
    pub fn step_name(&self, id: Id) -> Option<String> {
        self.line_names.told_apart(id)
    }
}

/// The loader of a text that has no place in a file system.
pub(crate) fn no_files(_: &str, _: &str) -> Result<Source, String> {
    Err("there are no files here".to_owned())
}

/// Reads an expression of numbers that are given as names only.
pub(crate) fn of_names(text: &str, inputs: &[impl AsRef<str>], limits: Limits) -> Result<Model, Error> {
    let mut load = no_files;
    let mut parser = Parser::new(Free::Declared, limits, &mut load);
    let mut seen = std::collections::HashSet::new();
    for (k, name) in inputs.iter().enumerate() {
        let name = name.as_ref().to_owned();
        let wrong = |kind| Err(Error::in_inputs(kind, k));
        if !crate::lex::is_name(&name) {
            return wrong(ErrorKind::BadName { name });
        }
        if names::constant(&name).is_some() {
            return wrong(ErrorKind::Reserved { name });
        }
        if !seen.insert(name.clone()) {
            return wrong(ErrorKind::Repeated { name });
        }
        parser.input(&name, Span::default());
    }
    parser.read(Source::expression(text))?;
    Ok(Model::of(parser, limits))
}

/// What a text of constants is worth.
pub(crate) fn constant(text: &str, limits: Limits) -> Result<Given, Error> {
    let mut load = no_files;
    let mut parser = Parser::new(Free::None, limits, &mut load);
    parser.read(Source::new("value", text))?;
    let outputs = parser.outputs.clone();
    if let Some(&second) = outputs.get(1) {
        return Err(error_in(&parser.sources, ErrorKind::Comma, second));
    }
    let sources = &parser.sources;
    crate::run::constant(&parser.code, 0, limits).map_err(|Fault { kind, span }| error_in(sources, kind, span))
}
