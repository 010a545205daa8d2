//! Machines that no code is written for.

use crate::{Failed, Program};

/// Machine code that does not exist here.
#[derive(Debug)]
pub enum Code {}

impl Code {
    /// Nothing: this machine has no encoder.
    pub fn compile(_: &Program) -> Option<Code> {
        None
    }
    /// Never called: there is no such code.
    pub fn run(&self, _: &[f64], _: &mut [f64], _: &mut Vec<f64>) -> Result<(), Failed> {
        match *self {}
    }
    /// Never called: there is no such code.
    pub fn repeat(&self, _: u64, _: &mut [f64], _: &mut [f64], _: &mut Vec<f64>) -> u64 {
        match *self {}
    }
    /// Never called: there is no such code.
    pub fn bytes(&self) -> usize {
        match *self {}
    }
}
