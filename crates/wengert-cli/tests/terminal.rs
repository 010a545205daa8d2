//! What is seen on a terminal only: line editing with history and completion, colours, the progress of a long run.
#![cfg(unix)]

use rexpect::session::{PtySession, spawn_command};
use std::process::Command;

/// How long anything may take, in milliseconds.
const PATIENCE: u64 = 20_000;

/// A command on a terminal, at home in a folder of its own.
fn on_a_terminal(mut command: Command, home: &str) -> PtySession {
    let home = std::env::temp_dir().join(format!("wengert-{home}-{}", std::process::id()));
    std::fs::create_dir_all(&home).expect("a folder");
    for variable in ["XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "NO_COLOR", "CLICOLOR", "COLUMNS"] {
        command.env_remove(variable);
    }
    command.env("HOME", home).env("TERM", "xterm-256color").env("LC_ALL", "C.UTF-8");
    spawn_command(command, Some(PATIENCE)).expect("a terminal")
}

/// A command of the session, and what must be seen then.
fn answers(session: &mut PtySession, keys: &str, seen: &str) {
    session.send(keys).and_then(|_| session.flush()).expect("it reads");
    session.exp_string(seen).unwrap_or_else(|error| panic!("{keys:?}: {error}"));
}

#[test]
fn lines_are_edited_completed_and_remembered() {
    let mut repl = Command::new(env!("CARGO_BIN_EXE_wengert"));
    repl.arg("repl");
    let mut session = on_a_terminal(repl, "repl");
    session.exp_string("> ").expect("a prompt");
    answers(&mut session, "x = 2\r", "\nx = 2");
    // Completed to `grad`, and coloured where it is wrong. (What is seen is compared in ASCII: rexpect reads bytes.)
    answers(&mut session, "gra\t x^3\r", "x   12.0000  12");
    answers(&mut session, "sine(x)\r", "\u{1b}[31merror");
    answers(&mut session, "", "did you mean `sin`?");
    // Two lines up.
    answers(&mut session, "\u{1b}[A\u{1b}[A\r", "x   12.0000  12");
    // A line is given up, the session goes on; an end of input ends it.
    answers(&mut session, "1 +", "1 +");
    answers(&mut session, "\u{3}", "> ");
    answers(&mut session, "grad.x\r", "\n12");
    session.send_control('d').expect("it reads");
    session.exp_eof().expect("it ends");
}

#[test]
fn a_long_run_shows_how_far_it_is() {
    let mut shell = Command::new("sh");
    let rows = "(echo x; seq 5000; sleep 1.3; seq 5000)";
    let run = format!("{rows} | '{}' value x --points - > /dev/null", env!("CARGO_BIN_EXE_wengert"));
    shell.arg("-c").arg(run);
    let mut session = on_a_terminal(shell, "points");
    session.exp_string("8,192 rows in ").expect("a count on standard error");
    session.exp_eof().expect("it ends");
}

#[test]
fn a_short_run_shows_nothing() {
    let mut shell = Command::new("sh");
    let run = format!("(echo x; seq 5000) | '{}' value x --points - > /dev/null", env!("CARGO_BIN_EXE_wengert"));
    shell.arg("-c").arg(run);
    let mut session = on_a_terminal(shell, "short");
    assert_eq!(session.exp_eof().expect("it ends"), "");
}
