//! `wengert repl`: line after line, with variables that keep their values and the last gradient at hand.

mod complete;
mod history;
mod line;
mod session;

use crate::failure::Failure;
use crate::output::look;
use clap::Args;
use complete::Completion;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Config, Editor};
use session::{Next, Session};
use std::io::{self, BufRead, IsTerminal, Write};

/// Line after line, with variables and the last gradient at hand
///
/// On a terminal lines can be edited, completed and called back. From a pipe they are read one by one; the exit code is 2
/// where one of them is in error. `:help` lists what can be written.
///
/// Example: wengert repl --no-history < lines.txt
#[derive(Debug, Args)]
pub struct Repl {
    /// Neither read nor write the history of lines
    #[arg(long)]
    no_history: bool,
}

impl Repl {
    /// Reads and answers until the end.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        if io::stdin().is_terminal() { self.interactively(out) } else { piped(out) }
    }
    fn interactively(&self, out: &mut impl Write) -> Result<(), Failure> {
        writeln!(out, "Write `x = 2`, `grad x^2`, or `:help`.")?;
        out.flush()?;
        let mut session = Session::default();
        let config = Config::builder().auto_add_history(true).build();
        let history = FileHistory::with_config(&config);
        let mut editor: Editor<Completion, FileHistory> = Editor::with_history(config, history).map_err(unreadable)?;
        let past = if self.no_history { None } else { history::file() };
        if let Some(past) = &past {
            // No history yet, or none that can be read: it begins today.
            let _ = editor.load_history(past);
        }
        loop {
            editor.set_helper(Some(Completion::of(&session)));
            match editor.readline("> ") {
                Ok(text) => {
                    if answer(&mut session, &text, out)? == Next::End {
                        break;
                    }
                }
                Err(ReadlineError::Interrupted) => {}
                Err(ReadlineError::Eof) => break,
                Err(error) => return Err(unreadable(error)),
            }
        }
        if let Some(past) = past {
            history::keep(&past, |file| editor.append_history(file).is_ok());
        }
        Ok(())
    }
}

/// Reads lines from what is no terminal.
fn piped(out: &mut impl Write) -> Result<(), Failure> {
    let mut session = Session::default();
    for text in io::stdin().lock().lines() {
        let text = text.map_err(|error| Failure::Input(format!("error: cannot read standard input: {error}")))?;
        if answer(&mut session, &text, out)? == Next::End {
            break;
        }
    }
    if session.failed { Err(Failure::Told) } else { Ok(()) }
}

/// Answers one line; an error of the line is told, and the session goes on.
fn answer(session: &mut Session, text: &str, out: &mut impl Write) -> Result<Next, Failure> {
    let next = match session.line(text, out) {
        Ok(next) => next,
        Err(failure @ Failure::Output(_)) => return Err(failure),
        Err(failure) => {
            session.failed = true;
            out.flush()?;
            failure.tell(&mut io::stderr().lock())?;
            Next::Line
        }
    };
    out.flush()?;
    Ok(next)
}

fn unreadable(error: ReadlineError) -> Failure {
    Failure::Input(look::told(&format!("error: cannot read from this terminal: {error}")))
}
