//! `wengert completions`: what a shell needs to complete commands and flags.

use crate::arguments;
use crate::failure::Failure;
use clap::Args;
use clap_complete::Shell;
use std::io::Write;

/// A script with which a shell completes commands and flags
///
/// Example: wengert completions bash > ~/.local/share/bash-completion/completions/wengert
#[derive(Debug, Args)]
pub struct Completions {
    /// Which shell
    shell: Shell,
}

impl Completions {
    /// Writes the script.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        // The generator panics where it cannot write.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut arguments::command(), "wengert", &mut script);
        out.write_all(&script)?;
        Ok(())
    }
}
