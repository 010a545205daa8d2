//! Machine code for straight-line programs of `f64` numbers.
//!
//! A [`Program`] is written line by line, each naming one new value; [`Code::compile`] turns it into x86-64 code with
//! AVX, in one pass with registers given by the distance to the next use; [`Code::run`] runs it. Every line is the IEEE
//! operation it says, in the order of the program: no fused products, no reassociation, so the numbers are those of the
//! same program in Rust, bit for bit. Where the machine is another, [`Code::compile`] answers `None`.
//!
//! ```
//! use wengert_native::{Binary, Code, Program, Unary};
//! let mut p = Program::new(2);
//! let [x, y] = [p.input(0), p.input(1)];
//! let product = p.binary(Binary::Mul, x, y);
//! let sine = p.call(|x| x[0].sin(), &[product]);
//! let sum = p.binary(Binary::Add, product, sine);
//! let root = p.unary(Unary::Sqrt, sum);
//! p.output(root);
//! if let Some(code) = Code::compile(&p) {
//!     let (mut out, mut frame) = ([0.0], Vec::new());
//!     assert_eq!(code.run(&[2.0, 3.0], &mut out, &mut frame), Ok(()));
//!     assert_eq!(out[0], (6.0 + 6.0_f64.sin()).sqrt());
//! }
//! ```
//! # What this crate is not
//! It knows no derivative and no list of primitives: a function that is none of its few operations is called by address.
#![warn(missing_docs)]

mod program;
#[cfg(target_arch = "x86_64")]
mod registers;
#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(target_arch = "x86_64")]
mod memory;
#[cfg(not(target_arch = "x86_64"))]
mod nowhere;

#[cfg(target_arch = "x86_64")]
pub use memory::Code;
#[cfg(not(target_arch = "x86_64"))]
pub use nowhere::Code;
pub use program::{Binary, Failed, Operand, Order, Program, Unary};
