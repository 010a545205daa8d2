//! The Wengert list: straight-line code in single-assignment form.
//!
//! A [`List`] is data: inputs first, then lines in program order, each naming one new value (or a range of them), then
//! outputs. Program order is information, so nothing here simplifies or reorders. A line applies a [primitive](Op),
//! guards a recorded comparison, runs a [user's rule](Custom), or runs a sub-List: once (`call`), over lanes (`map`, `reduce`) or step by step
//! (`scan`). What a List means is said by [`sweep::value`](crate::sweep::value); this module knows no meaning.

mod block;
mod print;
mod read;
mod verify;

pub use block::{Binding, Block, MAX_DEPTH, Repeat};
pub use read::{FORMAT, ReadError, Saved};
pub use verify::Fault;

use crate::custom::Custom;
use crate::prim::{Op, Row};
use std::panic::Location;

/// A value of a List: an input, or what a line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u32);

/// What a line reads: a value, a constant of the pool, or a rebindable datum. Four bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operand(u32);

/// An [`Operand`], taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ref {
    /// A value.
    Id(Id),
    /// A place in the constant pool.
    Const(u32),
    /// A place among the rebindable data.
    Data(u32),
}

const POOL: u32 = 1 << 31;
const DATA: u32 = 1 << 30;
/// The largest number of values a List can hold.
pub const MAX_IDS: u32 = POOL - 1;
/// The largest number of constants, and of rebindable data, a List can hold.
pub const MAX_POOL: usize = DATA as usize;
/// Reads nothing: no List has this value.
const NOWHERE: Operand = Operand(MAX_IDS);

impl Operand {
    /// The operand that reads a value.
    #[inline(always)]
    pub const fn id(id: Id) -> Operand {
        Operand(id.0)
    }
    pub(crate) const fn constant(k: u32) -> Operand {
        Operand(POOL | k)
    }
    pub(crate) const fn data(k: u32) -> Operand {
        Operand(POOL | DATA | k)
    }
    /// It, as a number.
    pub(crate) const fn bits(self) -> u32 {
        self.0
    }
    /// The operand with these bits.
    pub(crate) const fn of_bits(bits: u32) -> Operand {
        Operand(bits)
    }
    /// What it reads.
    #[inline(always)]
    pub const fn get(self) -> Ref {
        if self.0 & POOL == 0 {
            Ref::Id(Id(self.0))
        } else if self.0 & DATA == 0 {
            Ref::Const(self.0 & !POOL)
        } else {
            Ref::Data(self.0 & !(POOL | DATA))
        }
    }
    /// The value it reads, if it reads one.
    #[inline(always)]
    pub const fn as_id(self) -> Option<Id> {
        if self.0 & POOL == 0 { Some(Id(self.0)) } else { None }
    }
}

impl std::fmt::Debug for Operand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.get() {
            Ref::Id(Id(k)) => write!(f, "%{k}"),
            Ref::Const(k) => write!(f, "const {k}"),
            Ref::Data(k) => write!(f, "data {k}"),
        }
    }
}

/// The extent of an input along each axis; none for a number.
pub type Shape = Vec<u32>;

/// A named input of a List: one value, or a block of them in row-major order.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name in the text form.
    pub name: String,
    /// Its extent along each axis; empty for a number.
    pub shape: Shape,
}

impl Input {
    /// How many values it brings; `u32::MAX`, which no List holds, where that is too large a number.
    pub fn len(&self) -> u32 {
        if self.shape.contains(&0) { 0 } else { self.shape.iter().fold(1, |n, &extent| n.saturating_mul(extent)) }
    }
    /// Whether it brings no value at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Where a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A place in Rust code.
    Rust(&'static Location<'static>),
    /// Bytes `start..end` of an expression, or of the [saved tape](Saved) that the List was read from.
    Text {
        /// First byte.
        start: u32,
        /// One past the last byte.
        end: u32,
    },
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::Rust(at) => write!(f, "{at}"),
            Origin::Text { start, end } => write!(f, "{start}..{end}"),
        }
    }
}

/// One line as it is stored: 16 bytes. Up to three operands stand inside, more in the List's arena.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    code: u16,
    count: u16,
    args: [Operand; 3],
}

const _: () = assert!(size_of::<Line>() == 16);

const RULE: u16 = 0xfffd;
const GUARD: u16 = 0xfffe;
const BLOCK: u16 = 0xffff;
const SPILLED: u16 = 0xffff;
const NIL: Operand = Operand(0);

/// What a line says.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// Names the value of a primitive.
    Apply(Op, &'a [Operand]),
    /// Asserts that a recorded comparison comes out as it did; names nothing.
    Guard(Operand, bool),
    /// Runs a sub-List; names its results.
    Block(&'a Block),
    /// Runs a user's rule; names its results.
    Rule(&'a Custom, &'a [Operand]),
}

impl Step<'_> {
    /// How many values the line names.
    #[inline]
    pub fn results(&self) -> u32 {
        match self {
            Step::Apply(..) => 1,
            Step::Guard(..) => 0,
            Step::Block(b) => b.results(),
            Step::Rule(rule, _) => rule.outputs() as u32,
        }
    }
}

/// Straight-line code with several inputs and outputs. See the [module](self).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    inputs: Vec<Input>,
    first: u32,
    lines: Vec<Line>,
    arena: Vec<Operand>,
    blocks: Vec<Block>,
    rules: Vec<Custom>,
    pool: Vec<f64>,
    data: Vec<f64>,
    outputs: Vec<Operand>,
    ids: u32,
    origins: Vec<(u32, Origin)>,
}

/// A List has more values than an id can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a program can hold {MAX_IDS} values; keep loops as `map` or `scan` lines instead of unrolling them")
    }
}
impl std::error::Error for TooLong {}

/// Writing.
impl List {
    /// A List with no inputs, lines or outputs.
    pub fn new() -> List {
        List::default()
    }
    /// Declares an input and returns the id of its first value. Inputs come before lines.
    ///
    /// ```
    /// use wengert::List;
    /// let mut list = List::new();
    /// let (x, w) = (list.input("x", vec![]), list.input("w", vec![2, 3])); // a number, and a block of six
    /// assert_eq!((x.0, w.0, list.input_len()), (0, 1, 7));
    /// assert_eq!(list.to_string(), "list(x, w[2, 3]) {\n}");
    /// ```
    ///
    /// # Panics
    /// Where a line has been written already, and where the shape has more than [`MAX_IDS`] values; a shape that comes
    /// from outside is a case for [`try_input`](Self::try_input).
    pub fn input(&mut self, name: impl Into<String>, shape: Shape) -> Id {
        self.try_input(name, shape).unwrap_or_else(|error| panic!("{error}"))
    }
    /// As [`input`](Self::input); an error where the List would have more than [`MAX_IDS`] values.
    ///
    /// # Panics
    /// Where a line has been written already.
    pub fn try_input(&mut self, name: impl Into<String>, shape: Shape) -> Result<Id, TooLong> {
        assert!(self.lines.is_empty(), "inputs come before lines");
        let input = Input { name: name.into(), shape };
        let first = self.name(input.len())?;
        self.first = self.ids;
        self.inputs.push(input);
        Ok(first)
    }
    /// A fresh entry of the constant pool; equal constants are not merged, so that a column of data stays a slice.
    ///
    /// Past [`MAX_POOL`] constants the operand reads nothing, and every later line is refused as [`TooLong`].
    #[inline]
    pub fn constant(&mut self, c: f64) -> Operand {
        self.pool.push(c);
        if self.pool.len() > MAX_POOL { NOWHERE } else { Operand::constant(self.pool.len() as u32 - 1) }
    }
    /// A fresh rebindable datum; their number is bounded like that of [constants](Self::constant).
    ///
    /// ```
    /// use wengert::{List, Program, list::Operand, prim::Op};
    /// let (mut list, mul) = (List::new(), Op::by_text("mul").unwrap());
    /// let x = Operand::id(list.input("x", vec![]));
    /// let rate = list.datum(0.5);
    /// let y = list.apply(mul, &[x, rate])?;
    /// list.output(y);
    /// assert_eq!(Program::objective_from_list(list.clone())?.eval(vec![3.0])?, 1.5);
    /// list.rebind(&[2.0]);
    /// assert_eq!(Program::objective_from_list(list)?.eval(vec![3.0])?, 6.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn datum(&mut self, c: f64) -> Operand {
        self.data.push(c);
        if self.data.len() > MAX_POOL { NOWHERE } else { Operand::data(self.data.len() as u32 - 1) }
    }
    /// Writes a line that applies a primitive.
    ///
    /// ```
    /// use wengert::{List, list::Operand, prim::Op};
    /// let (mut list, [sin, add]) = (List::new(), ["sin", "add"].map(|name| Op::by_text(name).unwrap()));
    /// let x = Operand::id(list.input("x", vec![]));
    /// let s = list.apply(sin, &[x])?;
    /// let y = list.apply(add, &[s, x])?;
    /// list.output(y);
    /// assert_eq!(list.to_string(), "list(x) {\n  %1 = sin(%0)\n  %2 = add(%1, %0)\n  return %2\n}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn apply(&mut self, op: Op, args: &[Operand]) -> Result<Operand, TooLong> {
        let line = match *args {
            [a] => Line { code: op.code(), count: 1, args: [a, NIL, NIL] },
            [a, b] => Line { code: op.code(), count: 2, args: [a, b, NIL] },
            [a, b, c] => Line { code: op.code(), count: 3, args: [a, b, c] },
            _ => self.spilled(op.code(), args)?,
        };
        let id = self.name(1)?;
        self.lines.push(line);
        Ok(Operand::id(id))
    }
    /// A line whose operands stand in the arena.
    fn spilled(&mut self, code: u16, args: &[Operand]) -> Result<Line, TooLong> {
        let place = |n: usize| u32::try_from(n).map_err(|_| TooLong);
        let (start, count) = (place(self.arena.len())?, place(args.len())?);
        self.arena.extend_from_slice(args);
        Ok(Line { code, count: SPILLED, args: [Operand(start), Operand(count), NIL] })
    }
    /// Writes a guard: later evaluations report where `cond` does not come out as `said`.
    ///
    /// ```
    /// use wengert::{Error, List, Program, list::Operand, prim::Op};
    /// let (mut list, gt) = (List::new(), Op::by_text("gt").unwrap());
    /// let x = Operand::id(list.input("x", vec![]));
    /// let zero = list.constant(0.0);
    /// let positive = list.apply(gt, &[x, zero])?;
    /// list.guard(positive, true);
    /// list.output(x);
    /// let p = Program::objective_from_list(list)?;
    /// assert_eq!(p.eval(vec![2.0])?, 2.0);
    /// assert!(matches!(p.eval(vec![-2.0]), Err(Error::Branch { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn guard(&mut self, cond: Operand, said: bool) {
        self.lines.push(Line { code: GUARD, count: 1, args: [cond, Operand(said as u32), NIL] });
    }
    /// Writes a line with a sub-List and returns the id of its first result.
    ///
    /// ```
    /// use wengert::{List, list::{Binding, Block, Operand, Repeat}};
    /// let (mut list, body) = (List::new(), List::read("list(a) {\n  %1 = mul(%0, %0)\n  return %1\n}")?);
    /// let x = list.input("x", vec![3]);
    /// // Lane k squares x[k].
    /// let bindings = vec![Binding::Strided { first: x, step: 1 }];
    /// let squares = list.block(Block { repeat: Repeat::Map { lanes: 3 }, body: Box::new(body), bindings })?;
    /// list.set_outputs((squares.0..squares.0 + 3).map(|k| Operand::id(wengert::list::Id(k))).collect());
    /// assert!(list.verify().is_ok() && list.to_string().contains("map 3 (%0 step 1)"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn block(&mut self, block: Block) -> Result<Id, TooLong> {
        let first = self.name(block.results())?;
        self.blocks.push(block);
        self.lines.push(Line { code: BLOCK, count: 0, args: [Operand(self.blocks.len() as u32 - 1), NIL, NIL] });
        Ok(first)
    }
    /// Writes a line that runs a user's rule and returns the id of its first result.
    pub fn rule(&mut self, rule: &Custom, args: &[Operand]) -> Result<Id, TooLong> {
        let place = self.rules.iter().position(|known| known == rule).unwrap_or(self.rules.len());
        let [start, count, _] = self.spilled(RULE, args)?.args;
        let first = self.name(u32::try_from(rule.outputs()).map_err(|_| TooLong)?)?;
        if place == self.rules.len() {
            self.rules.push(rule.clone());
        }
        self.lines.push(Line { code: RULE, count: SPILLED, args: [start, count, Operand(place as u32)] });
        Ok(first)
    }
    /// Says where the last line comes from.
    ///
    /// ```
    /// use wengert::{List, list::{Operand, Origin}, prim::Op};
    /// let mut list = List::new();
    /// let x = Operand::id(list.input("x", vec![]));
    /// list.apply(Op::by_text("sin").unwrap(), &[x])?;
    /// list.came_from(Origin::Text { start: 4, end: 10 }); // of an expression
    /// assert_eq!(list.origin(0), Some(Origin::Text { start: 4, end: 10 }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn came_from(&mut self, origin: Origin) {
        self.origins.push((self.lines.len() as u32 - 1, origin));
    }
    /// Adds an output.
    pub fn output(&mut self, o: Operand) {
        self.outputs.push(o);
    }
    /// Replaces the outputs.
    pub fn set_outputs(&mut self, outputs: Vec<Operand>) {
        self.outputs = outputs;
    }
    /// The same List with every sub-List replaced.
    pub(crate) fn with_bodies(&self, f: impl Fn(&List) -> Result<List, TooLong>) -> Result<List, TooLong> {
        let mut out = self.clone();
        for block in &mut out.blocks {
            *block.body = f(&block.body)?;
        }
        Ok(out)
    }
    /// Gives the rebindable data new values.
    ///
    /// # Panics
    /// Where their number differs.
    pub fn rebind(&mut self, data: &[f64]) {
        self.data.copy_from_slice(data);
    }
    #[inline]
    fn name(&mut self, n: u32) -> Result<Id, TooLong> {
        let id = Id(self.ids);
        if self.pool.len().max(self.data.len()) > MAX_POOL {
            return Err(TooLong);
        }
        self.ids = self.ids.checked_add(n).filter(|&end| end <= MAX_IDS).ok_or(TooLong)?;
        Ok(id)
    }
}

/// Reading.
impl List {
    /// The declared inputs.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }
    /// How many values the inputs bring.
    pub fn input_len(&self) -> usize {
        self.first as usize
    }
    /// How many values there are in all.
    pub fn ids(&self) -> usize {
        self.ids as usize
    }
    /// How many lines.
    pub fn len(&self) -> usize {
        self.lines.len()
    }
    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
    /// The outputs.
    pub fn outputs(&self) -> &[Operand] {
        &self.outputs
    }
    /// The constant pool.
    pub fn pool(&self) -> &[f64] {
        &self.pool
    }
    /// The rebindable data.
    pub fn data(&self) -> &[f64] {
        &self.data
    }
    /// The sub-Lists of its lines.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }
    /// The user's rules that its lines run, without those of sub-Lists.
    pub fn rules(&self) -> &[Custom] {
        &self.rules
    }
    /// What line `k` says.
    #[inline(always)]
    pub fn step(&self, k: usize) -> Step<'_> {
        let line = &self.lines[k];
        match line.code {
            GUARD => Step::Guard(line.args[0], line.args[1].0 != 0),
            BLOCK => Step::Block(&self.blocks[line.args[0].0 as usize]),
            RULE => Step::Rule(&self.rules[line.args[2].0 as usize], self.args(line)),
            code => Step::Apply(Op::from_code(code), self.args(line)),
        }
    }
    #[inline(always)]
    fn args<'a>(&'a self, line: &'a Line) -> &'a [Operand] {
        if line.count == SPILLED {
            &self.arena[line.args[0].0 as usize..][..line.args[1].0 as usize]
        } else {
            &line.args[..line.count as usize]
        }
    }
    /// The lines in program order: number, id of the first result, what it says.
    ///
    /// ```
    /// use wengert::{List, list::Step};
    /// let list = List::read("list(x) {\n  %1 = sin(%0)\n  %2 = add(%1, %0)\n  return %2\n}")?;
    /// let said = |step| if let Step::Apply(op, args) = step { format!("{} of {}", op.text(), args.len()) } else { "…".into() };
    /// let lines: Vec<_> = list.steps().map(|(k, id, step)| (k, id.0, said(step))).collect();
    /// assert_eq!(lines, [(0, 1, "sin of 1".to_string()), (1, 2, "add of 2".to_string())]);
    /// // The order of a reverse sweep.
    /// assert!(list.steps_backward().map(|(k, ..)| k).eq([1, 0]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn steps(&self) -> impl Iterator<Item = (usize, Id, Step<'_>)> {
        let mut next = self.first;
        (0..self.lines.len()).map(move |k| {
            let step = self.step(k);
            let id = Id(next);
            next += step.results();
            (k, id, step)
        })
    }
    /// The lines from the last to the first.
    pub fn steps_backward(&self) -> impl Iterator<Item = (usize, Id, Step<'_>)> {
        let mut next = self.ids;
        (0..self.lines.len()).rev().map(move |k| {
            let step = self.step(k);
            next -= step.results();
            (k, Id(next), step)
        })
    }
    /// The number an operand reads, given the value of every id.
    ///
    /// ```
    /// use wengert::{List, Listing, Options};
    /// let list = List::read("list(x) {\n  %1 = sub(%0, 0.25)\n  return %1\n}")?;
    /// let at = Listing::new(list, &[1.0], Options::new())?;
    /// let wengert::list::Step::Apply(_, args) = at.list().step(0) else { unreachable!("the only line") };
    /// let read: Vec<f64> = args.iter().map(|&a| at.list().number(a, at.values())).collect();
    /// assert_eq!(read, [1.0, 0.25]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn number(&self, o: Operand, at: &[f64]) -> f64 {
        match o.get() {
            Ref::Id(Id(k)) => at[k as usize],
            Ref::Const(k) => self.pool[k as usize],
            Ref::Data(k) => self.data[k as usize],
        }
    }
    /// Where a line comes from, if that was recorded.
    pub fn origin(&self, line: usize) -> Option<Origin> {
        let k = self.origins.partition_point(|&(l, _)| (l as usize) < line);
        self.origins.get(k).filter(|&&(l, _)| l as usize == line).map(|&(_, o)| o)
    }
    /// The name of an input value: `x`, or `x[3]` in a block.
    ///
    /// ```
    /// use wengert::{List, list::Id};
    /// let list = List::read("list(x, w[3]) {\n  return %0\n}")?;
    /// assert_eq!((0..4).map(|k| list.input_name(Id(k))).collect::<Vec<_>>(), ["x", "w[0]", "w[1]", "w[2]"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn input_name(&self, id: Id) -> String {
        let mut first = 0;
        for input in &self.inputs {
            if id.0 - first < input.len() {
                return if input.shape.is_empty() {
                    input.name.clone()
                } else {
                    format!("{}[{}]", input.name, id.0 - first)
                };
            }
            first += input.len();
        }
        format!("%{}", id.0)
    }
    /// Which rows of the table it uses, without sub-Lists.
    ///
    /// ```
    /// let list = wengert::List::read("list(x) {\n  %1 = sqrt(%0)\n  return %1\n}")?;
    /// let domains: Vec<_> = list.rows().map(|row| (row.text, row.domain)).collect();
    /// assert_eq!(domains, [("sqrt", "x >= 0")]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rows(&self) -> impl Iterator<Item = &'static Row> + '_ {
        self.steps().filter_map(|(_, _, s)| if let Step::Apply(op, _) = s { Some(op.row()) } else { None })
    }
    /// Whether it says the same as another, wherever its lines come from; numbers count by their bits.
    pub(crate) fn same_code(&self, o: &List) -> bool {
        let bits = |a: &[f64], b: &[f64]| a.iter().map(|c| c.to_bits()).eq(b.iter().map(|c| c.to_bits()));
        let blocks = || {
            let same = |(a, b): (&Block, &Block)| {
                a.repeat == b.repeat && a.bindings == b.bindings && a.body.same_code(&b.body)
            };
            self.blocks.len() == o.blocks.len() && self.blocks.iter().zip(&o.blocks).all(same)
        };
        (&self.inputs, &self.lines, &self.arena, &self.rules, &self.outputs)
            == (&o.inputs, &o.lines, &o.arena, &o.rules, &o.outputs)
            && bits(&self.pool, &o.pool)
            && bits(&self.data, &o.data)
            && blocks()
    }
    /// How many bytes it holds, sub-Lists included.
    pub fn bytes(&self) -> usize {
        self.lines.len() * size_of::<Line>()
            + self.arena.len() * size_of::<Operand>()
            + (self.pool.len() + self.data.len()) * size_of::<f64>()
            + self.blocks.iter().map(|b| size_of::<Block>() + b.body.bytes()).sum::<usize>()
    }
}
