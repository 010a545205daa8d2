//! The command `wengert`: reads the arguments, runs one command, writes through one writer, answers with an exit code.

mod cmd;
mod failure;
mod output;

use clap::Parser;
use failure::Failure;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// Exact derivatives of expressions, by reverse-mode automatic differentiation.
#[derive(Debug, Parser)]
#[command(name = "wengert", version)]
struct Arguments {
    #[command(subcommand)]
    command: cmd::Command,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.command.run(&mut out).and_then(|()| out.flush().map_err(Failure::Output)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody is left to tell where standard error is closed too.
            let _ = failure.tell(&mut io::stderr().lock());
            failure.code()
        }
    }
}
