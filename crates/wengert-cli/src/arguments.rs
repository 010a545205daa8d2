//! The command line as a whole: the flags of every command, `-h`, and what to say where no command was named.

use crate::cmd::Command;
use crate::output::look;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ColorChoice, CommandFactory, FromArgMatches, Parser};
use std::ffi::OsString;

/// Exact derivatives of expressions, by automatic differentiation.
///
/// Example: wengert grad 'x*y + sin(x*y)' x=2 y=3
#[derive(Debug, Parser)]
#[command(name = "wengert", version, styles = look::STYLES, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub look: look::Flags,
    #[command(subcommand)]
    pub command: Command,
}

/// Reads the command line, or answers help, version or an error and ends.
pub fn read(line: impl IntoIterator<Item = OsString>) -> Arguments {
    let line: Vec<OsString> = line.into_iter().collect();
    let line = with_long_help(line);
    let mut command = command().color(colour(&line));
    let read = command.try_get_matches_from_mut(&line).and_then(|matches| Arguments::from_arg_matches(&matches));
    read.unwrap_or_else(|error| match not_a_command(&error) {
        Some(message) => command.error(ErrorKind::InvalidSubcommand, message).exit(),
        None => error.exit(),
    })
}

/// The command line as clap has it.
///
/// A command that takes an expression has no flag `-h`, which would hide the expression `-h*x`.
pub fn command() -> clap::Command {
    Arguments::command().mut_subcommands(|command| {
        if !takes_an_expression(&command) || command.is_disable_help_flag_set() {
            return command;
        }
        let help = Arg::new("help").long("help").action(ArgAction::Help).help("Print help (also `-h` alone)");
        command.disable_help_flag(true).arg(help)
    })
}

fn takes_an_expression(command: &clap::Command) -> bool {
    command.get_positionals().any(Arg::is_allow_hyphen_values_set)
}

/// `-h` alone asks for help, unless a variable is called `h`.
fn with_long_help(line: Vec<OsString>) -> Vec<OsString> {
    let is_variable = line.iter().any(|word| word.to_str().is_some_and(|word| word.starts_with("h=")));
    let long = |word: OsString| if !is_variable && word == "-h" { "--help".into() } else { word };
    line.into_iter().map(long).collect()
}

/// What `--color` says, for help and errors, which clap writes before it has read the flag.
fn colour(line: &[OsString]) -> ColorChoice {
    let words: Vec<&str> = line.iter().filter_map(|word| word.to_str()).collect();
    let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
    let apart = words.windows(2).find(|pair| pair[0] == "--color").map(|pair| pair[1]);
    match joined.or(apart) {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
}

/// What to write instead of an expression where a command belongs.
fn not_a_command(error: &clap::Error) -> Option<String> {
    let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
    else {
        return None;
    };
    let is_expression = word.contains(|c: char| !c.is_ascii_alphabetic());
    is_expression.then(|| {
        format!("`{word}` is no command\n\n  tip: for the gradient of an expression write: wengert grad '{word}'")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }
    #[test]
    fn h_alone_is_help() {
        let read = |line: &[&str]| with_long_help(line.iter().map(OsString::from).collect());
        assert_eq!(read(&["wengert", "grad", "-h"]), ["wengert", "grad", "--help"]);
        assert_eq!(read(&["wengert", "grad", "-h", "h=2"]), ["wengert", "grad", "-h", "h=2"]);
        assert_eq!(read(&["wengert", "grad", "-h*x", "x=2"]), ["wengert", "grad", "-h*x", "x=2"]);
    }
}
