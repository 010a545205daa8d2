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
        assert_eq!((inputs.len(), outputs.len()), (self.inputs, self.outputs), "inputs and outputs of the program");
        if frame.len() < self.frame {
            frame.resize(self.frame, 0.0);
        }
        // SAFETY: the memory holds a function of this type, written by `registers::compile` and not writable any more.
        let entry = unsafe { std::mem::transmute::<*const u8, Entry>(self.memory.as_ptr()) };
        // SAFETY: the code reads `inputs` and `constants` and reads and writes `frame` and `outputs` below the lengths that
        // were checked here; `Program` refuses operands that do not exist.
        match unsafe { entry(inputs.as_ptr(), self.constants.as_ptr(), frame.as_mut_ptr(), outputs.as_mut_ptr()) } {
            0 => Ok(()),
            tag => Err(Failed(tag - 1)),
        }
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
