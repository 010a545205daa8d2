//! The machine that runs code and writes the List: every operation that is met becomes a line, whichever branch, loop or
//! function it stands in. Its stacks are its own; nothing in a text can exhaust the machine's.

mod apply;
mod limit;
mod value;

use crate::Limits;
use crate::build::{Builder, Item};
use crate::code::{Code, Instr};
use crate::kind::ErrorKind;
use crate::lines::Bindings;
use crate::model::{Branch, Given, Kept, Region};
use crate::source::Span;
use limit::Meter;
use std::rc::Rc;
pub(crate) use value::Value;
use wengert::prim::{Op, Prim, arith, compare};

/// What is wrong, and where.
#[derive(Debug)]
pub(crate) struct Fault {
    pub kind: ErrorKind,
    pub span: Span,
}

/// A function that is running.
#[derive(Debug)]
struct Frame {
    back: u32,
    base: u32,
}

/// A loop that is running.
#[derive(Debug)]
struct Running {
    index: u32,
    first: f64,
    iteration: u64,
    iterations: u64,
    /// The first line of this iteration.
    line: usize,
}

pub(crate) struct Machine<'c> {
    code: &'c Code,
    inputs: &'c [Value],
    /// Whether the inputs have values.
    given: bool,
    meter: Meter,
    pub builder: Builder,
    pub stack: Vec<Value>,
    slots: Vec<Value>,
    frames: Vec<Frame>,
    loops: Vec<Running>,
    pub regions: Vec<Region>,
    pub branches: Vec<Branch>,
    pub kept: Vec<Kept>,
    /// Names of lines.
    pub named: Bindings,
}

/// What the code from `start` on is worth, which reads no input.
pub(crate) fn constant(code: &Code, start: u32, limits: Limits) -> Result<Given, Fault> {
    let mut machine = Machine::new(code, Builder::default(), &[], true, limits);
    machine.run(start)?;
    match machine.stack.pop() {
        Some(Value::Number(item)) => Ok(Given::Number(item.value())),
        Some(Value::Vector(items)) => Ok(Given::Vector(items.iter().map(|item| item.value()).collect())),
        None => Ok(Given::Number(f64::NAN)),
    }
}

impl<'c> Machine<'c> {
    /// A machine whose List has the inputs declared already.
    pub fn new(code: &'c Code, builder: Builder, inputs: &'c [Value], given: bool, limits: Limits) -> Machine<'c> {
        let slots = vec![Value::NOTHING; code.slots as usize];
        Machine {
            code,
            inputs,
            given,
            meter: Meter::new(limits),
            builder,
            stack: Vec::new(),
            slots,
            frames: Vec::new(),
            loops: Vec::new(),
            regions: Vec::new(),
            branches: Vec::new(),
            kept: Vec::new(),
            named: Bindings::default(),
        }
    }

    /// Runs from instruction `at` to the end.
    pub fn run(&mut self, mut at: u32) -> Result<(), Fault> {
        loop {
            let (instr, span) = (self.code.instrs[at as usize], self.code.spans[at as usize]);
            if let Instr::Halt = instr {
                return Ok(());
            }
            at = self.step(at, instr, span).map_err(|kind| Fault { kind, span })?;
        }
    }

    /// Does one instruction and says which is next.
    fn step(&mut self, at: u32, instr: Instr, span: Span) -> Result<u32, ErrorKind> {
        self.charge(0)?;
        match instr {
            Instr::Literal(c) => self.push(Item::Literal(c)),
            Instr::Known(c) => self.push(Item::Known(c)),
            Instr::Input(k) => self.stack.push(self.inputs[k as usize].clone()),
            Instr::Local(slot) => {
                let base = self.frames.last().map_or(0, |frame| frame.base);
                self.stack.push(self.slots[(base + slot) as usize].clone());
            }
            Instr::Global(slot) => self.stack.push(self.slots[slot as usize].clone()),
            Instr::Store(slot, name) => self.store(slot, name)?,
            Instr::Negate => self.negate(span)?,
            Instr::Apply(op, given) => self.apply(op, given as usize, span)?,
            Instr::Reduce(f, given) => self.reduce(f, given as usize, span)?,
            Instr::Len => {
                let length = self.vector("the argument of `len`")?.len();
                self.push(Item::Known(length as f64));
            }
            Instr::Vector(n) => self.make_vector(n as usize)?,
            Instr::Index => self.index(span)?,
            Instr::Call(f, given) => return self.call(f, given as usize, at),
            Instr::Return => return Ok(self.end_call()),
            Instr::Jump(to) => return Ok(to),
            Instr::Unless(to) => {
                if !self.condition(span)? {
                    return Ok(to);
                }
            }
            Instr::Loop(k) => return self.begin_loop(k, span),
            Instr::Next(k) => return self.next_iteration(k),
            Instr::Halt => {}
        }
        Ok(at + 1)
    }

    fn push(&mut self, item: Item) {
        self.stack.push(Value::Number(item));
    }
    fn pop(&mut self) -> Value {
        self.stack.pop().expect("code pushes what it takes")
    }

    /// Binds a name and lets lines be called by it.
    fn store(&mut self, slot: u32, name: u32) -> Result<(), ErrorKind> {
        let (value, base) = (self.pop(), self.frames.last().map_or(0, |frame| frame.base));
        let turn = self.named.turn(name);
        match &value {
            Value::Number(item) => self.name(*item, name, None, turn),
            Value::Vector(items) => {
                self.charge(items.len() as u64)?;
                for (k, item) in items.iter().enumerate() {
                    self.name(*item, name, Some(k as u32), turn);
                }
            }
        }
        self.slots[(base + slot) as usize] = value;
        Ok(())
    }
    fn name(&mut self, item: Item, name: u32, element: Option<u32>, turn: u32) {
        if let Some(id) = item.id().filter(|id| id.0 as usize >= self.builder.list.input_len()) {
            self.named.call(id, name, element, turn);
        }
    }

    fn negate(&mut self, span: Span) -> Result<(), ErrorKind> {
        match self.stack.last_mut() {
            Some(Value::Number(Item::Literal(c))) => {
                *c = -*c;
                Ok(())
            }
            _ => self.apply(<arith::Neg as Prim<1>>::OP, 1, span),
        }
    }

    fn make_vector(&mut self, n: usize) -> Result<(), ErrorKind> {
        self.charge(n as u64)?;
        let first = self.stack.len() - n;
        let items: Result<Vec<Item>, ErrorKind> =
            self.stack.drain(first..).map(|value| value.number("an element of a vector")).collect();
        self.stack.push(Value::Vector(items?.into()));
        Ok(())
    }
    fn index(&mut self, span: Span) -> Result<(), ErrorKind> {
        let index = self.pop().number("an index")?;
        let items = self.vector("what is indexed")?;
        let (at, length) = (index.value(), items.len());
        let at = self.whole(index, "an index", span).and_then(|k| {
            let inside = k >= 0.0 && k < length as f64;
            if inside { Ok(k as usize) } else { Err(ErrorKind::NoElement { index: at, length }) }
        })?;
        self.push(items[at]);
        Ok(())
    }
    fn vector(&mut self, what: &str) -> Result<Rc<[Item]>, ErrorKind> {
        match self.pop() {
            Value::Vector(items) => Ok(items),
            Value::Number(_) => Err(ErrorKind::NumberHere { what: what.to_owned() }),
        }
    }
    /// A whole number that must be known now; where it depends on inputs, the List guards that it stays so.
    fn whole(&mut self, item: Item, what: &'static str, span: Span) -> Result<f64, ErrorKind> {
        let value = item.value();
        if item.varies() && !self.given {
            return Err(ErrorKind::NeedsValues { what });
        }
        if value.fract() != 0.0 || !value.is_finite() {
            return Err(ErrorKind::NotWhole { what, got: value });
        }
        if item.varies() {
            let same = self.write(<compare::Eq as Prim<2>>::OP, &[item, Item::Known(value)], span)?;
            if self.builder.guard(same, true, span) {
                self.kept.push(Kept { what, span, value });
            }
        }
        Ok(value)
    }

    /// Decides a condition; the List guards it where it depends on inputs.
    fn condition(&mut self, span: Span) -> Result<bool, ErrorKind> {
        let item = self.pop().number("a condition")?;
        let taken = item.value() != 0.0;
        if item.varies() {
            if !self.given {
                return Err(ErrorKind::NeedsValues { what: "which branch runs" });
            }
            if let (true, Some(condition)) = (self.builder.guard(item, taken, span), item.id()) {
                self.branches.push(Branch { span, condition, taken });
            }
        }
        Ok(taken)
    }

    fn call(&mut self, f: u32, given: usize, at: u32) -> Result<u32, ErrorKind> {
        let function = &self.code.functions[f as usize];
        self.charge(1 + u64::from(function.slots))?;
        let base = self.slots.len();
        let first = self.stack.len() - given;
        self.slots.extend(self.stack.drain(first..));
        self.slots.resize(base + function.slots as usize, Value::NOTHING);
        self.frames.push(Frame { back: at + 1, base: base as u32 });
        Ok(function.entry)
    }
    fn end_call(&mut self) -> u32 {
        let frame = self.frames.pop().expect("a function returns to where it was called");
        self.slots.truncate(frame.base as usize);
        frame.back
    }

    fn begin_loop(&mut self, index: u32, span: Span) -> Result<u32, ErrorKind> {
        let entry = self.code.loops[index as usize];
        let last = self.pop().number("a bound")?;
        let first = if entry.counter.is_some() { self.pop().number("a bound")? } else { Item::Known(0.0) };
        let (first, last) = (self.whole(first, "a bound", span)?, self.whole(last, "a bound", span)?);
        if entry.counter.is_none() && last < 0.0 {
            return Err(ErrorKind::Backward { times: last });
        }
        // `as` stops at the largest number, which no limit allows.
        let iterations = (last - first).max(0.0) as u64;
        if iterations == 0 {
            return Ok(entry.exit);
        }
        self.meter.begin(iterations, entry.operations)?;
        self.loops.push(Running { index, first, iteration: 0, iterations, line: self.builder.list.len() });
        self.count();
        Ok(entry.body)
    }
    /// Gives the counter of the innermost loop its value.
    fn count(&mut self) {
        let Some(running) = self.loops.last() else { return };
        if let Some(slot) = self.code.loops[running.index as usize].counter {
            let base = self.frames.last().map_or(0, |frame| frame.base);
            self.slots[(base + slot) as usize] = Value::Number(Item::Known(running.first + running.iteration as f64));
        }
    }
    fn next_iteration(&mut self, index: u32) -> Result<u32, ErrorKind> {
        let entry = self.code.loops[index as usize];
        self.charge(1)?;
        let line = self.builder.list.len();
        let running = self.loops.last_mut().expect("a loop ends where it has begun");
        self.regions.push(Region {
            span: entry.span,
            lines: running.line..line,
            iteration: running.iteration,
            iterations: running.iterations,
        });
        running.iteration += 1;
        running.line = line;
        if running.iteration < running.iterations {
            self.count();
            return Ok(entry.body);
        }
        self.loops.pop();
        self.meter.end();
        Ok(entry.exit)
    }

    fn charge(&mut self, operations: u64) -> Result<(), ErrorKind> {
        self.meter.charge(operations)
    }
    fn write(&mut self, op: Op, args: &[Item], span: Span) -> Result<Item, ErrorKind> {
        self.charge(args.len().max(2) as u64 / 2)?;
        self.builder.apply(op, args, span).map_err(|_| ErrorKind::TooLong)
    }
}
