//! The bytes of the few x86-64 instructions that straight-line code needs: VEX-coded, scalar double.
//!
//! Encodings follow the Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, chapter 2 and the pages
//! of the instructions.

/// A vector register, 0 to 15.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Xmm(pub u8);

/// A general register that holds an address during a run. None of them needs an index byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Base {
    /// rbx
    Inputs = 3,
    /// rbp
    Constants = 5,
    /// r14
    Frame = 14,
    /// r15
    Outputs = 15,
}

/// A number in memory: eight bytes, `index` numbers behind the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub base: Base,
    pub index: u32,
}

/// The second source of an instruction.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rm {
    Register(Xmm),
    Memory(Place),
}

/// An instruction `op xmm, xmm, xmm/m64`: prefix field and opcode in map 0F.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Op(u8, u8);

/// Scalar double, prefix F2.
const SD: u8 = 3;
/// Packed double, prefix 66.
const PD: u8 = 1;

impl Op {
    pub const ADD: Op = Op(SD, 0x58);
    pub const MUL: Op = Op(SD, 0x59);
    pub const SUB: Op = Op(SD, 0x5c);
    pub const DIV: Op = Op(SD, 0x5e);
    pub const SQRT: Op = Op(SD, 0x51);
    /// Bitwise and of both halves; registers only.
    pub const AND: Op = Op(PD, 0x54);
    /// Bitwise exclusive or of both halves; registers only.
    pub const XOR: Op = Op(PD, 0x57);
}

const LOAD: Op = Op(SD, 0x10);
const STORE: Op = Op(SD, 0x11);
const COMPARE: Op = Op(SD, 0xc2);
const COMPARE_FLAGS: Op = Op(PD, 0x2e);

/// Code being written.
#[derive(Debug, Default)]
pub(crate) struct Assembler {
    pub bytes: Vec<u8>,
}

impl Assembler {
    fn byte(&mut self, b: u8) {
        self.bytes.push(b);
    }
    fn dword(&mut self, x: u32) {
        self.bytes.extend_from_slice(&x.to_le_bytes());
    }
    /// A VEX prefix in its three-byte form, or in two where that says it all. `map`: 1 is 0F, 3 is 0F3A.
    fn vex(&mut self, map: u8, pp: u8, register: u8, second: u8, rm: u8) {
        let (r, b) = (!(register >> 3) & 1, !(rm >> 3) & 1);
        let tail = (!second & 15) << 3 | pp;
        if map == 1 && b == 1 {
            self.bytes.extend_from_slice(&[0xc5, r << 7 | tail]);
        } else {
            self.bytes.extend_from_slice(&[0xc4, r << 7 | 1 << 6 | b << 5 | map, tail]);
        }
    }
    /// The byte that names a register and a register or memory, and the displacement.
    fn operands(&mut self, register: u8, rm: Rm) {
        let register = (register & 7) << 3;
        match rm {
            Rm::Register(x) => self.byte(0xc0 | register | x.0 & 7),
            Rm::Memory(Place { base, index }) => {
                let displacement = index * 8;
                if displacement < 128 {
                    self.byte(0x40 | register | base as u8 & 7);
                    self.byte(displacement as u8);
                } else {
                    self.byte(0x80 | register | base as u8 & 7);
                    self.dword(displacement);
                }
            }
        }
    }
    fn three(&mut self, Op(pp, opcode): Op, to: u8, a: u8, b: Rm) {
        let rm = match b {
            Rm::Register(x) => x.0,
            Rm::Memory(place) => place.base as u8,
        };
        self.vex(1, pp, to, a, rm);
        self.byte(opcode);
        self.operands(to, b);
    }
    /// `to = a op b`.
    pub fn op(&mut self, op: Op, to: Xmm, a: Xmm, b: Rm) {
        self.three(op, to.0, a.0, b);
    }
    /// `to = place`.
    pub fn load(&mut self, to: Xmm, from: Place) {
        self.three(LOAD, to.0, 0, Rm::Memory(from));
    }
    /// `place = from`.
    pub fn store(&mut self, to: Place, from: Xmm) {
        self.three(STORE, from.0, 0, Rm::Memory(to));
    }
    /// All bits of `to` set where the comparison with this predicate holds, none where not.
    pub fn compare(&mut self, to: Xmm, a: Xmm, b: Rm, predicate: u8) {
        self.three(COMPARE, to.0, a.0, b);
        self.byte(predicate);
    }
    /// `to = if sign bit of mask { b } else { a }`.
    pub fn blend(&mut self, to: Xmm, a: Xmm, b: Xmm, mask: Xmm) {
        self.vex(3, 1, to.0, a.0, b.0);
        self.byte(0x4b);
        self.operands(to.0, Rm::Register(b));
        self.byte(mask.0 << 4);
    }
    /// All bits zero.
    pub fn zero(&mut self, to: Xmm) {
        self.op(Op::XOR, to, to, Rm::Register(to));
    }
    /// Leaves with `tag` unless `x` (compared with the zero in `zero`) is not zero, or zero, as `said`. A NaN is not zero.
    pub fn leave_unless(&mut self, x: Xmm, zero: Xmm, said: bool, tag: u32) {
        self.three(COMPARE_FLAGS, x.0, 0, Rm::Register(zero));
        // Equal is: zero flag set, parity flag clear. Each jump goes over what follows it.
        let leave = {
            let mut inner = Assembler::default();
            inner.answer(tag);
            inner.epilogue();
            inner.bytes
        };
        let over = leave.len() as u8;
        if said {
            self.bytes.extend_from_slice(&[0x7a, over + 2, 0x75, over]); // jp over, jne over
        } else {
            self.bytes.extend_from_slice(&[0x7a, 2, 0x74, over]); // jp leave, je over
        }
        self.bytes.extend_from_slice(&leave);
    }
    /// Keeps the caller's registers and takes the four addresses from its arguments.
    pub fn prologue(&mut self) {
        self.bytes.extend_from_slice(&[0x53, 0x55, 0x41, 0x56, 0x41, 0x57]); // push rbx, rbp, r14, r15
        self.bytes.extend_from_slice(&[0x48, 0x83, 0xec, 0x08]); // sub rsp, 8: calls find it aligned to 16
        self.bytes.extend_from_slice(&[0x48, 0x89, 0xfb]); // mov rbx, rdi
        self.bytes.extend_from_slice(&[0x48, 0x89, 0xf5]); // mov rbp, rsi
        self.bytes.extend_from_slice(&[0x49, 0x89, 0xd6]); // mov r14, rdx
        self.bytes.extend_from_slice(&[0x49, 0x89, 0xcf]); // mov r15, rcx
    }
    /// Sets the answer.
    pub fn answer(&mut self, x: u32) {
        self.byte(0xb8); // mov eax, x
        self.dword(x);
    }
    /// Gives the caller's registers back and returns.
    pub fn epilogue(&mut self) {
        self.bytes.extend_from_slice(&[0x48, 0x83, 0xc4, 0x08]); // add rsp, 8
        self.bytes.extend_from_slice(&[0x41, 0x5f, 0x41, 0x5e, 0x5d, 0x5b, 0xc3]); // pop r15, r14, rbp, rbx; ret
    }
    /// Calls `via(f, address of the arguments, how many)`; the result is in register 0.
    pub fn call(&mut self, via: u64, f: u64, args: Place, count: u32) {
        self.bytes.extend_from_slice(&[0x48, 0xbf]); // mov rdi, f
        self.bytes.extend_from_slice(&f.to_le_bytes());
        self.bytes.extend_from_slice(&[0x49, 0x8d, 0xb6]); // lea rsi, [r14 + …]
        debug_assert_eq!(args.base, Base::Frame);
        self.dword(args.index * 8);
        self.byte(0xba); // mov edx, count
        self.dword(count);
        self.bytes.extend_from_slice(&[0x48, 0xb8]); // mov rax, via
        self.bytes.extend_from_slice(&via.to_le_bytes());
        self.bytes.extend_from_slice(&[0xff, 0xd0]); // call rax
    }
}
