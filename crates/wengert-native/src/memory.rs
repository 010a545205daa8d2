//! Executable memory, and the two places where control goes over the border: into the code, and out of it into a call.

use crate::program::{Failed, Program};
use crate::registers;
use memmap2::{Mmap, MmapOptions};

/// A compiled [`Program`]: immutable, for any number of threads at once.
#[derive(Debug)]
pub struct Code {
    memory: Mmap,
    constants: Vec<f64>,
    inputs: usize,
    outputs: usize,
    frame: usize,
}

/// Inputs, constants, frame, outputs; answers 0, or one more than the tag of the guard that did not hold.
type Entry = unsafe extern "sysv64" fn(*const f64, *const f64, *mut f64, *mut f64) -> u32;

impl Code {
    /// Compiles a program; `None` where this machine has no AVX or gives no executable memory, and where the program has
    /// more than 2^26 values.
    pub fn compile(program: &Program) -> Option<Code> {
        if !std::arch::is_x86_feature_detected!("avx") {
            return None;
        }
        let compiled = registers::compile(program, via as *const () as usize as u64)?;
        let mut memory = MmapOptions::new().len(compiled.bytes.len()).map_anon().ok()?;
        memory.copy_from_slice(&compiled.bytes);
        Some(Code {
            memory: memory.make_exec().ok()?,
            constants: compiled.constants,
            inputs: program.inputs(),
            outputs: program.outputs(),
            frame: compiled.frame,
        })
    }
    /// Runs at `inputs` and writes `outputs`. `frame` is scratch: it grows when it is too short, and what is in it does not
    /// matter.
    ///
    /// # Errors
    /// [`Failed`] where a guard does not hold; some outputs may have been written.
    /// # Panics
    /// Where there are more or fewer inputs or outputs than the program has.
    pub fn run(&self, inputs: &[f64], outputs: &mut [f64], frame: &mut Vec<f64>) -> Result<(), Failed> {
        self.check(inputs, outputs, frame);
        // SAFETY: as `check` says.
        let run = unsafe { self.enter(inputs.as_ptr(), outputs, frame) };
        match run {
            0 => Ok(()),
            tag => Err(Failed(tag - 1)),
        }
    }
    /// Runs at most so many `times`, each time with the outputs of the time before in the place of the first inputs.
    /// Answers how often it ran: fewer times where a guard did not hold. The inputs are then those of the next time.
    ///
    /// ```
    /// # use wengert_native::{Binary, Code, Program};
    /// let mut p = Program::new(2);
    /// let product = p.binary(Binary::Mul, p.input(0), p.input(1));
    /// p.output(product);
    /// if let Some(code) = Code::compile(&p) {
    ///     let mut inputs = [1.0, 2.0];
    ///     assert_eq!(code.repeat(10, &mut inputs, &mut [0.0], &mut Vec::new()), 10);
    ///     assert_eq!(inputs, [1024.0, 2.0]);
    /// }
    /// ```
    /// # Panics
    /// As [`run`](Self::run), and where there are more outputs than inputs.
    pub fn repeat(&self, times: u64, inputs: &mut [f64], outputs: &mut [f64], frame: &mut Vec<f64>) -> u64 {
        self.check(inputs, outputs, frame);
        assert!(outputs.len() <= inputs.len(), "as many inputs as outputs, or more");
        for ran in 0..times {
            // SAFETY: as `check` says.
            if unsafe { self.enter(inputs.as_ptr(), outputs, frame) } != 0 {
                return ran;
            }
            // One by one: there are few, and a call would take longer.
            for (input, output) in inputs.iter_mut().zip(&*outputs) {
                *input = *output;
            }
        }
        times
    }
    /// Holds lengths against the program's, and makes room.
    #[inline]
    fn check(&self, inputs: &[f64], outputs: &[f64], frame: &mut Vec<f64>) {
        assert_eq!((inputs.len(), outputs.len()), (self.inputs, self.outputs), "inputs and outputs of the program");
        if frame.len() < self.frame {
            frame.resize(self.frame, 0.0);
        }
    }
    /// Runs the code: 0, or one more than the tag of the guard that did not hold.
    ///
    /// # Safety
    /// There are as many inputs at `inputs`, and outputs, and as much room in the frame, as [`check`](Self::check) asks for.
    #[inline]
    unsafe fn enter(&self, inputs: *const f64, outputs: &mut [f64], frame: &mut [f64]) -> u32 {
        // SAFETY: the memory holds a function of this type, written by `registers::compile` and not writable any more.
        let entry = unsafe { std::mem::transmute::<*const u8, Entry>(self.memory.as_ptr()) };
        // SAFETY: the code reads `inputs` and `constants` and reads and writes `frame` and `outputs` below the lengths that
        // the caller has checked; `Program` refuses operands that do not exist.
        unsafe { entry(inputs, self.constants.as_ptr(), frame.as_mut_ptr(), outputs.as_mut_ptr()) }
    }
    /// How many bytes of memory it holds.
    pub fn bytes(&self) -> usize {
        self.memory.len() + self.constants.len() * size_of::<f64>()
    }
}

/// Calls `f` with the `count` numbers at `args`.
///
/// # Safety
/// They are there.
// The function's address comes from this crate and comes back to it: no foreign code calls it.
#[allow(improper_ctypes_definitions)]
unsafe extern "sysv64" fn via(f: fn(&[f64]) -> f64, args: *const f64, count: u32) -> f64 {
    // SAFETY: the code passes the place in its frame to which it has just written so many arguments.
    f(unsafe { std::slice::from_raw_parts(args, count as usize) })
}
