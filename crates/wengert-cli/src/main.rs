//! The command `wengert`: reads the arguments, runs one command, writes through one writer, answers with an exit code.

mod arguments;
mod cmd;
mod failure;
mod output;
mod points;

use failure::Failure;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = arguments::read(std::env::args_os());
    arguments.look.settle();
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match arguments.command.run(&mut out).and_then(|()| out.flush().map_err(Failure::Output)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // What was answered before comes first; nobody is left to tell where standard error is closed too.
            let _ = out.flush();
            let _ = failure.tell(&mut io::stderr().lock());
            failure.code()
        }
    }
}
