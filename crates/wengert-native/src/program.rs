//! The program that is compiled: lines over values and constants, each line naming one new value.

/// What a line reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operand(pub(crate) u32);

const CONSTANT: u32 = 1 << 31;

/// What an operand stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// An input or the result of a line.
    Value(u32),
    /// An entry of the constant table.
    Constant(u32),
}

impl Operand {
    pub(crate) fn source(self) -> Source {
        if self.0 & CONSTANT == 0 { Source::Value(self.0) } else { Source::Constant(self.0 & !CONSTANT) }
    }
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// a + b
    Add,
    /// a - b
    Sub,
    /// a * b
    Mul,
    /// a / b
    Div,
}

/// An operation on one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// -a: the sign bit flipped, also of a NaN.
    Neg,
    /// The sign bit cleared.
    Abs,
    /// The square root.
    Sqrt,
}

/// How two numbers compare. With a NaN only `Ne` is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// a < b
    Lt,
    /// a <= b
    Le,
    /// a > b
    Gt,
    /// a >= b
    Ge,
    /// a == b
    Eq,
    /// a != b
    Ne,
}

/// One line.
#[derive(Clone, Debug)]
pub(crate) enum Line {
    Binary(Binary, Operand, Operand),
    Unary(Unary, Operand),
    /// 1 where it holds, 0 where not.
    Compare(Order, Operand, Operand),
    /// The second where the first is not zero (a NaN is not zero), the third where it is.
    Pick(Operand, Operand, Operand),
    Call(fn(&[f64]) -> f64, Vec<Operand>),
    /// Goes on where the operand is not zero, or zero, as said; ends with the tag otherwise. Names nothing.
    Guard(Operand, bool, u32),
}

/// A guard did not hold: its tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed(pub u32);

/// Straight-line code, written line by line. See the [crate](crate).
#[derive(Clone, Debug)]
pub struct Program {
    pub(crate) inputs: u32,
    pub(crate) values: u32,
    pub(crate) constants: Vec<f64>,
    pub(crate) lines: Vec<Line>,
    pub(crate) outputs: Vec<Operand>,
}

impl Program {
    /// A program of so many inputs.
    ///
    /// # Panics
    /// Where there are 2^31 or more.
    pub fn new(inputs: usize) -> Program {
        let inputs = u32::try_from(inputs).ok().filter(|&n| n < CONSTANT).expect("fewer than 2^31 inputs");
        Program { inputs, values: inputs, constants: Vec::new(), lines: Vec::new(), outputs: Vec::new() }
    }
    /// An input.
    ///
    /// # Panics
    /// Where there is none with this number.
    pub fn input(&self, k: usize) -> Operand {
        assert!(k < self.inputs as usize, "input {k} of {}", self.inputs);
        Operand(k as u32)
    }
    /// A constant.
    pub fn constant(&mut self, c: f64) -> Operand {
        self.constants.push(c);
        Operand((self.constants.len() as u32 - 1) | CONSTANT)
    }
    /// Writes an operation on two numbers.
    pub fn binary(&mut self, op: Binary, a: Operand, b: Operand) -> Operand {
        self.line(Line::Binary(op, a, b))
    }
    /// Writes an operation on one number.
    pub fn unary(&mut self, op: Unary, a: Operand) -> Operand {
        self.line(Line::Unary(op, a))
    }
    /// Writes a comparison: 1 where it holds, 0 where not.
    pub fn compare(&mut self, order: Order, a: Operand, b: Operand) -> Operand {
        self.line(Line::Compare(order, a, b))
    }
    /// Writes a choice: `a` where `condition` is not zero, `b` where it is.
    pub fn pick(&mut self, condition: Operand, a: Operand, b: Operand) -> Operand {
        self.line(Line::Pick(condition, a, b))
    }
    /// Writes a call. The function must not panic: that would end the process.
    pub fn call(&mut self, f: fn(&[f64]) -> f64, args: &[Operand]) -> Operand {
        self.line(Line::Call(f, args.to_vec()))
    }
    /// Writes a guard: a run ends with `Failed(tag)` unless `condition` is not zero (`said`), or zero (not `said`).
    ///
    /// # Panics
    /// Where the tag is `u32::MAX`.
    pub fn guard(&mut self, condition: Operand, said: bool, tag: u32) {
        self.check(condition);
        assert!(tag < u32::MAX, "a tag below u32::MAX");
        self.lines.push(Line::Guard(condition, said, tag));
    }
    /// Adds an output.
    pub fn output(&mut self, o: Operand) {
        self.check(o);
        self.outputs.push(o);
    }
    /// How many inputs it has.
    pub fn inputs(&self) -> usize {
        self.inputs as usize
    }
    /// How many outputs it has.
    pub fn outputs(&self) -> usize {
        self.outputs.len()
    }
    /// How many lines it has.
    pub fn len(&self) -> usize {
        self.lines.len()
    }
    /// Whether it has no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
    fn line(&mut self, line: Line) -> Operand {
        line.operands().iter().for_each(|&o| self.check(o));
        let value = self.values;
        assert!(value < CONSTANT - 1, "fewer than 2^31 values");
        self.values += 1;
        self.lines.push(line);
        Operand(value)
    }
    /// Panics where an operand is another program's: what is compiled reads nothing but what is there.
    fn check(&self, o: Operand) {
        let known = match o.source() {
            Source::Value(v) => v < self.values,
            Source::Constant(c) => (c as usize) < self.constants.len(),
        };
        assert!(known, "an operand of another program");
    }
}

impl Line {
    /// What it reads, in order.
    pub(crate) fn operands(&self) -> Operands<'_> {
        match *self {
            Line::Binary(_, a, b) | Line::Compare(_, a, b) => Operands::Few([a, b, a], 2),
            Line::Unary(_, a) | Line::Guard(a, ..) => Operands::Few([a; 3], 1),
            Line::Pick(c, a, b) => Operands::Few([c, a, b], 3),
            Line::Call(_, ref args) => Operands::Many(args),
        }
    }
    /// Whether it names a value.
    pub(crate) fn names(&self) -> bool {
        !matches!(self, Line::Guard(..))
    }
}

/// The operands of a line.
pub(crate) enum Operands<'a> {
    Few([Operand; 3], usize),
    Many(&'a [Operand]),
}

impl std::ops::Deref for Operands<'_> {
    type Target = [Operand];
    fn deref(&self) -> &[Operand] {
        match self {
            Operands::Few(all, n) => &all[..*n],
            Operands::Many(all) => all,
        }
    }
}
