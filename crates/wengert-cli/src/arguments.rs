//! The command line as a whole: the flags of every command, `-h`, and what to say where no command was named.

use crate::cmd::Command;
use crate::output::look;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ColorChoice, CommandFactory, FromArgMatches, Parser};
use std::ffi::OsString;

/// Exact derivatives of expressions, by automatic differentiation
///
/// Example: wengert grad 'x*y + sin(x*y)' x=2 y=3
#[derive(Debug, Parser)]
#[command(name = "wengert", version, styles = look::STYLES, max_term_width = 100, after_long_help = AFTER)]
pub struct Arguments {
    #[command(flatten)]
    pub look: look::Flags,
    #[command(subcommand)]
    pub command: Command,
}

/// What stands at the end of the help.
const AFTER: &str = "\
First steps:
  wengert value '2*exp(-k*t)' k=0.3 t=5         a calculator
  wengert grad 'x*y + sin(x*y)' x=2 y=3         the gradient, with every step
  wengert hessian '(1-x)^2 + 100*(y-x^2)^2' x=1 y=1
  wengert grad 'k*x^2' k=3 --points data.csv    at every row of a file
  wengert functions atan2                       what there is, and what it answers at kinks

Expressions stand in quotes, so that the shell leaves them alone; values stand behind them.

With --json, `notes` say what an answer should be read with:
  kind     kink, tie, jump, edge, domain, zero-times-infinity,
           branch (which branch of an `if` ran, and how near the tie),
           kept (a bound or an index that depends on a variable)
  message  the note in words
  at       file (null for an expression given itself), start and end in bytes,
           line and column, counted from 1
  span     the same place, counted through all files of the model

Exit codes:
  0  answered
  1  something else went wrong
  2  the input is wrong, and the message says where
  3  a derivative is undefined, and `--kinks error` asked to be told so
  4  `check` found a derivative that is doubtful
  5  some rows of a file failed; the others were answered";

/// Reads the command line, or answers help, version or an error and ends.
pub fn read(line: impl IntoIterator<Item = OsString>) -> Arguments {
    let line: Vec<OsString> = line.into_iter().collect();
    let line = with_long_help(line);
    let mut command = command().color(colour(&line));
    let read = command.try_get_matches_from_mut(&line).and_then(|matches| Arguments::from_arg_matches(&matches));
    read.unwrap_or_else(|error| match not_a_command(&error, &line) {
        Some(message) => command.error(ErrorKind::InvalidSubcommand, message).exit(),
        None => error.exit(),
    })
}

/// The command line as clap has it.
///
/// A command that takes an expression has no flag `-h`, which would hide the expression `-h*x`.
pub fn command() -> clap::Command {
    Arguments::command().mut_subcommands(|command| {
        if !takes_an_expression(&command) {
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
fn not_a_command(error: &clap::Error, line: &[OsString]) -> Option<String> {
    let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
    else {
        return None;
    };
    let is_expression = word.contains(|c: char| !c.is_ascii_alphabetic());
    let behind = line.iter().skip_while(|given| given.to_str() != Some(word)).skip(1);
    let rest: String = behind.filter_map(|word| word.to_str()).map(|word| format!(" {word}")).collect();
    is_expression.then(|| {
        format!("`{word}` is no command\n\n  tip: for the gradient of an expression write: wengert grad '{word}'{rest}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }
    /// `docs/cli.md` is the help, as a page; `ACCEPT=1` writes it anew.
    #[test]
    fn the_page_is_current() {
        let options = clap_markdown::MarkdownOptions::new()
            .title("The command line".to_owned())
            .show_footer(false)
            .show_table_of_contents(true);
        let page = clap_markdown::help_markdown_command_custom(&command(), &options);
        let page = page.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        let page = format!(
            "<!-- Written from the command's own help by a test in crates/wengert-cli/src/arguments.rs. -->\n\n{}\n",
            page.trim()
        );
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/cli.md");
        if std::env::var_os("ACCEPT").is_some() {
            std::fs::write(path, &page).expect("docs/ is there");
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(committed == page, "docs/cli.md is not what `--help` says; run this test with ACCEPT=1");
    }
    #[test]
    fn every_help_has_an_example() {
        for command in command().get_subcommands() {
            let help = command.get_long_about().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("\nExample: wengert "), "{}: {help}", command.get_name());
            assert!(command.get_about().is_some_and(|about| !about.to_string().ends_with('.')));
        }
    }
    #[test]
    fn h_alone_is_help() {
        let read = |line: &[&str]| with_long_help(line.iter().map(OsString::from).collect());
        assert_eq!(read(&["wengert", "grad", "-h"]), ["wengert", "grad", "--help"]);
        assert_eq!(read(&["wengert", "grad", "-h", "h=2"]), ["wengert", "grad", "-h", "h=2"]);
        assert_eq!(read(&["wengert", "grad", "-h*x", "x=2"]), ["wengert", "grad", "-h*x", "x=2"]);
    }
}
