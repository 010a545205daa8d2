//! The commands, one file each, and what they share: reading `name=value`.

mod bindings;
mod grad;

use crate::failure::Failure;
use std::io::Write;

/// What to do.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Grad(grad::Grad),
}

impl Command {
    /// Does it and writes the answer.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Command::Grad(grad) => grad.run(out),
        }
    }
}
