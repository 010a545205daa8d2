//! From lines to instructions in one pass: each value stands in a register until one is needed and its own next use is
//! the furthest away of all (Belady's rule, which straight-line code can follow exactly).

use crate::program::{Binary, Line, Operand, Order, Program, Source, Unary};
use crate::x86::{Assembler, Base, Op, Place, Rm, Xmm};

/// Registers that hold values; the last two are for one instruction's needs.
const REGISTERS: usize = 14;
const MASK: Xmm = Xmm(14);
const OTHER: Xmm = Xmm(15);
/// No use is left.
const NEVER: u32 = u32::MAX;
/// An operand whose next use is further away than so many lines is read from memory.
const NEAR: u32 = 24;
/// Programs with more values or constants than this are not compiled: displacements have 31 bits.
const MOST: usize = 1 << 26;

/// What the passes answer.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub bytes: Vec<u8>,
    pub constants: Vec<f64>,
    /// How many numbers a run needs room for.
    pub frame: usize,
}

/// Lowers a program; `via` is the address that calls go through. `None` where it is too long.
pub(crate) fn compile(program: &Program, via: u64) -> Option<Compiled> {
    let args = |line: &Line| if let Line::Call(_, args) = line { args.len() } else { 0 };
    let most_args = program.lines.iter().map(args).max().unwrap_or(0);
    if program.values as usize + program.constants.len() + most_args > MOST {
        return None;
    }
    let mut lowering = Lowering::new(program, via);
    lowering.asm.prologue();
    for (k, line) in program.lines.iter().enumerate() {
        lowering.line(k, line);
    }
    for (k, &o) in program.outputs.iter().enumerate() {
        let item = lowering.item(o);
        if (item as u32) < program.inputs || item >= program.values as usize {
            let from = lowering.register(item, &[]);
            lowering.asm.store(Place { base: Base::Outputs, index: k as u32 }, from);
        }
    }
    lowering.asm.answer(0);
    lowering.asm.epilogue();
    let frame = (program.values - program.inputs) as usize + most_args;
    Some(Compiled { bytes: lowering.asm.bytes, constants: lowering.constants, frame })
}

/// Items are the values, then the constants, then the three constants of the lowering itself.
struct Lowering<'p> {
    program: &'p Program,
    via: u64,
    asm: Assembler,
    constants: Vec<f64>,
    uses: Uses,
    /// The line of each item's next use.
    next: Vec<u32>,
    /// The register in which each item stands.
    standing: Vec<Option<Xmm>>,
    /// The item in each register.
    held: [Option<usize>; REGISTERS],
    /// Whether an item stands in memory.
    stored: Vec<bool>,
    /// Which outputs each value is: value and output, by value.
    wanted: Vec<(u32, u32)>,
}

impl<'p> Lowering<'p> {
    fn new(program: &'p Program, via: u64) -> Lowering<'p> {
        let constants: Vec<f64> =
            program.constants.iter().copied().chain([1.0, -0.0, f64::from_bits(i64::MAX as u64)]).collect();
        let items = program.values as usize + constants.len();
        let (uses, next) = Uses::of(program, items);
        let stored = (0..items).map(|i| i < program.inputs as usize || i >= program.values as usize).collect();
        let outputs = program.outputs.iter().enumerate();
        let mut wanted: Vec<(u32, u32)> = outputs.map(|(k, o)| (o.0, k as u32)).collect();
        wanted.sort_unstable();
        let held = [None; REGISTERS];
        Lowering {
            program,
            via,
            asm: Assembler::default(),
            constants,
            uses,
            next,
            standing: vec![None; items],
            held,
            stored,
            wanted,
        }
    }
    fn item(&self, o: Operand) -> usize {
        match o.source() {
            Source::Value(v) => v as usize,
            Source::Constant(c) => (self.program.values + c) as usize,
        }
    }
    /// One of the constants of the lowering: 1, the sign bit, all bits but the sign.
    fn own(&self, k: usize) -> Rm {
        Rm::Memory(Place { base: Base::Constants, index: (self.program.constants.len() + k) as u32 })
    }
    fn load_own(&mut self, to: Xmm, k: usize) {
        if let Rm::Memory(place) = self.own(k) {
            self.asm.load(to, place);
        }
    }
    /// Where an item stands in memory, or would.
    fn home(&self, item: usize) -> Place {
        let (inputs, values) = (self.program.inputs as usize, self.program.values as usize);
        if item < inputs {
            Place { base: Base::Inputs, index: item as u32 }
        } else if item < values {
            Place { base: Base::Frame, index: (item - inputs) as u32 }
        } else {
            Place { base: Base::Constants, index: (item - values) as u32 }
        }
    }
    /// A register with nothing in it that is still needed, other than the pinned ones.
    fn free(&mut self, pinned: &[Xmm]) -> Xmm {
        let open = |k: usize| !pinned.contains(&Xmm(k as u8));
        if let Some(k) = (0..REGISTERS).find(|&k| self.held[k].is_none() && open(k)) {
            return Xmm(k as u8);
        }
        let distance = |k: usize| self.held[k].map_or(NEVER, |item| self.next[item]);
        let k = (0..REGISTERS).filter(|&k| open(k)).max_by_key(|&k| distance(k)).expect("more registers than pins");
        self.evict(k);
        Xmm(k as u8)
    }
    /// Empties a register; what it holds goes to memory if it is needed again and not there yet.
    fn evict(&mut self, k: usize) {
        let Some(item) = self.held[k].take() else { return };
        self.standing[item] = None;
        if !self.stored[item] && self.next[item] != NEVER {
            let home = self.home(item);
            self.asm.store(home, Xmm(k as u8));
            self.stored[item] = true;
        }
    }
    fn settle(&mut self, item: usize, at: Xmm) {
        self.held[at.0 as usize] = Some(item);
        self.standing[item] = Some(at);
    }
    /// The register of an item, loaded if need be.
    fn register(&mut self, item: usize, pinned: &[Xmm]) -> Xmm {
        if let Some(at) = self.standing[item] {
            return at;
        }
        let at = self.free(pinned);
        let home = self.home(item);
        self.asm.load(at, home);
        self.settle(item, at);
        at
    }
    /// An item as the second source: from memory where its next use is far.
    fn source(&mut self, line: usize, item: usize, after: u32, pinned: &[Xmm]) -> Rm {
        match self.standing[item] {
            Some(at) => Rm::Register(at),
            None if after == NEVER || after - line as u32 > NEAR => Rm::Memory(self.home(item)),
            None => Rm::Register(self.register(item, pinned)),
        }
    }
    /// The operands were read: their next uses count from here, and registers of what is never used again are free.
    fn read(&mut self, line: usize, operands: &[Operand]) {
        for (j, &o) in operands.iter().enumerate() {
            let item = self.item(o);
            self.next[item] = self.uses.after(line, j);
            if self.next[item] == NEVER
                && let Some(at) = self.standing[item].take()
            {
                self.held[at.0 as usize] = None;
            }
        }
    }
    /// The value of a line stands in a register: it goes out if it is an output.
    fn name(&mut self, line: usize, at: Xmm) {
        let value = self.uses.names[line];
        let first = self.wanted.partition_point(|&(v, _)| v < value);
        for &(_, k) in self.wanted[first..].iter().take_while(|&&(v, _)| v == value) {
            self.asm.store(Place { base: Base::Outputs, index: k }, at);
        }
        if self.next[value as usize] != NEVER {
            self.settle(value as usize, at);
        }
    }
    fn line(&mut self, k: usize, line: &Line) {
        match *line {
            Line::Binary(op, a, b) => self.binary(k, line, op, a, b),
            Line::Unary(op, a) => self.unary(k, line, op, a),
            Line::Compare(order, a, b) => self.compare(k, line, order, a, b),
            Line::Pick(c, a, b) => self.pick(k, line, [c, a, b]),
            Line::Call(f, ref args) => self.call(k, line, f, args),
            Line::Guard(condition, said, tag) => {
                let x = self.register(self.item(condition), &[]);
                self.asm.zero(OTHER);
                self.asm.leave_unless(x, OTHER, said, tag + 1);
                self.read(k, &line.operands());
            }
        }
    }
    fn binary(&mut self, k: usize, line: &Line, op: Binary, a: Operand, b: Operand) {
        let (mut a, mut b) = ((self.item(a), 0), (self.item(b), 1));
        let commutes = matches!(op, Binary::Add | Binary::Mul);
        if commutes && self.standing[a.0].is_none() && self.standing[b.0].is_some() {
            (a, b) = (b, a);
        }
        let pinned: Vec<Xmm> = self.standing[b.0].into_iter().collect();
        let left = self.register(a.0, &pinned);
        let right = self.source(k, b.0, self.uses.after(k, b.1), &[left]);
        self.read(k, &line.operands());
        let to = self.free(&[]);
        let op = match op {
            Binary::Add => Op::ADD,
            Binary::Sub => Op::SUB,
            Binary::Mul => Op::MUL,
            Binary::Div => Op::DIV,
        };
        self.asm.op(op, to, left, right);
        self.name(k, to);
    }
    fn unary(&mut self, k: usize, line: &Line, op: Unary, a: Operand) {
        let from = self.register(self.item(a), &[]);
        self.read(k, &line.operands());
        let to = self.free(&[]);
        match op {
            Unary::Sqrt => self.asm.op(Op::SQRT, to, from, Rm::Register(from)),
            Unary::Neg => {
                self.load_own(OTHER, 1);
                self.asm.op(Op::XOR, to, from, Rm::Register(OTHER));
            }
            Unary::Abs => {
                self.load_own(OTHER, 2);
                self.asm.op(Op::AND, to, from, Rm::Register(OTHER));
            }
        }
        self.name(k, to);
    }
    fn compare(&mut self, k: usize, line: &Line, order: Order, a: Operand, b: Operand) {
        let (a, b) = (self.item(a), self.item(b));
        let left = self.register(a, &[]);
        let right = self.source(k, b, self.uses.after(k, 1), &[left]);
        self.asm.compare(MASK, left, right, predicate(order));
        self.read(k, &line.operands());
        let to = self.free(&[]);
        self.load_own(OTHER, 0);
        self.asm.op(Op::AND, to, MASK, Rm::Register(OTHER));
        self.name(k, to);
    }
    fn pick(&mut self, k: usize, line: &Line, operands: [Operand; 3]) {
        let [c, a, b] = operands.map(|o| self.item(o));
        let condition = self.register(c, &[]);
        self.asm.zero(OTHER);
        self.asm.compare(MASK, condition, Rm::Register(OTHER), predicate(Order::Ne));
        let then = self.register(a, &[]);
        let otherwise = self.register(b, &[then]);
        self.read(k, &line.operands());
        let to = self.free(&[]);
        self.asm.blend(to, otherwise, then, MASK);
        self.name(k, to);
    }
    fn call(&mut self, k: usize, line: &Line, f: fn(&[f64]) -> f64, args: &[Operand]) {
        let first = self.program.values - self.program.inputs;
        for (j, &arg) in args.iter().enumerate() {
            let from = self.register(self.item(arg), &[]);
            self.asm.store(Place { base: Base::Frame, index: first + j as u32 }, from);
        }
        self.read(k, &line.operands());
        (0..REGISTERS).for_each(|r| self.evict(r));
        let address = f as usize as u64;
        self.asm.call(self.via, address, Place { base: Base::Frame, index: first }, args.len() as u32);
        self.name(k, Xmm(0));
    }
}

/// The predicate of `vcmpsd`: ordered and quiet, but for `Ne`, which holds of a NaN.
fn predicate(order: Order) -> u8 {
    match order {
        Order::Eq => 0x00,
        Order::Ne => 0x04,
        Order::Lt => 0x11,
        Order::Le => 0x12,
        Order::Ge => 0x1d,
        Order::Gt => 0x1e,
    }
}

/// When values are used.
struct Uses {
    /// Where the operands of each line begin in `later`.
    start: Vec<u32>,
    /// For each operand of each line, the next line that uses the same item.
    later: Vec<u32>,
    /// The value that each line names.
    names: Vec<u32>,
}

impl Uses {
    /// The uses, and the first use of every item.
    fn of(program: &Program, items: usize) -> (Uses, Vec<u32>) {
        let (mut start, mut names) = (Vec::with_capacity(program.len() + 1), Vec::with_capacity(program.len()));
        let (mut total, mut value) = (0, program.inputs);
        for line in &program.lines {
            start.push(total);
            names.push(value);
            total += line.operands().len() as u32;
            value += line.names() as u32;
        }
        let (mut later, mut next) = (vec![NEVER; total as usize], vec![NEVER; items]);
        let item = |o: Operand| match o.source() {
            Source::Value(v) => v as usize,
            Source::Constant(c) => (program.values + c) as usize,
        };
        for (k, line) in program.lines.iter().enumerate().rev() {
            let operands = line.operands();
            for (j, &o) in operands.iter().enumerate() {
                later[start[k] as usize + j] = next[item(o)];
            }
            operands.iter().for_each(|&o| next[item(o)] = k as u32);
        }
        (Uses { start, later, names }, next)
    }
    fn after(&self, line: usize, operand: usize) -> u32 {
        self.later[self.start[line] as usize + operand]
    }
}
