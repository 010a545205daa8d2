//! How answers look on this terminal: in colour or not, in UTF-8 or ASCII, how wide. Decided once, by flags and
//! environment; data (JSON, CSV) is never touched by it.

use anstyle::{AnsiColor, Style};
use clap::{ColorChoice, builder::Styles};
use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use wengert_inspect::number::{is_small_digit, of_small_digits};

/// What is asked for on the command line, for every command.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Flags {
    /// When to colour messages and titles; `NO_COLOR` is heeded too
    #[arg(long, value_name = "WHEN", global = true, default_value_t = ColorChoice::Auto, help_heading = "Look")]
    color: ColorChoice,
    /// Write `d/dx` and `v1_bar` for what ASCII has no sign for (the default where the locale is not UTF-8)
    #[arg(long, global = true, help_heading = "Look")]
    ascii: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Look {
    out: bool,
    err: bool,
    ascii: bool,
    width: Option<u16>,
}

static LOOK: OnceLock<Look> = OnceLock::new();

impl Flags {
    /// Decides, for the rest of the run.
    pub fn settle(self) {
        let choice = match self.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        let colours = |by_itself: anstream::ColorChoice| match choice {
            anstream::ColorChoice::Auto => by_itself != anstream::ColorChoice::Never,
            chosen => chosen != anstream::ColorChoice::Never,
        };
        let _ = LOOK.set(Look {
            out: colours(anstream::AutoStream::choice(&io::stdout())),
            err: colours(anstream::AutoStream::choice(&io::stderr())),
            ascii: self.ascii || !locale_is_utf8(&|name| std::env::var(name).ok()),
            width: width(),
        });
    }
}

/// Whether the locale says UTF-8; where nothing says anything, it is.
fn locale_is_utf8(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let said = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    said.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// The columns of the terminal; elsewhere what `COLUMNS` says, if anything.
fn width() -> Option<u16> {
    let said = || std::env::var("COLUMNS").ok()?.parse().ok().filter(|&w| w > 0);
    if io::stdout().is_terminal() {
        terminal_size::terminal_size().map(|(width, _)| width.0).or_else(said)
    } else {
        said()
    }
}

fn look() -> Look {
    LOOK.get().copied().unwrap_or_default()
}

/// Whether to keep to ASCII.
pub fn ascii() -> bool {
    look().ascii
}

/// The first word, or the second where only ASCII will do.
pub fn sign(utf8: &'static str, ascii: &'static str) -> &'static str {
    if look().ascii { ascii } else { utf8 }
}

/// A text in letters that this terminal has: where only ASCII will do, dots are three, and the small digits that tell lines
/// of one name apart stand behind a `#`.
pub fn letters(text: &str) -> Cow<'_, str> {
    let foreign = |c: char| c == '…' || is_small_digit(c);
    if look().ascii && text.contains(foreign) {
        with_plain_digits(text).replace('…', "...").into()
    } else {
        text.into()
    }
}

fn with_plain_digits(text: &str) -> String {
    let (mut out, mut inside) = (String::with_capacity(text.len()), false);
    for c in text.chars() {
        let small = is_small_digit(c);
        if small && !inside {
            out.push('#');
        }
        out.push(c);
        inside = small;
    }
    of_small_digits(&out)
}

/// How many columns there are; `None` where lines may be as long as they like.
pub fn columns() -> Option<u16> {
    look().width
}

/// The heading of a table, on standard output.
pub fn title(text: &str) -> String {
    painted(look().out, Style::new().bold(), text)
}

/// A message as it is shown on standard output.
pub fn shown(message: &str) -> String {
    graded(look().out, message)
}

/// A message as it is told on standard error.
pub fn told(message: &str) -> String {
    graded(look().err, message)
}

/// The colours of help and of errors in arguments, which clap writes.
pub const STYLES: Styles = Styles::styled()
    .header(Style::new().bold())
    .usage(Style::new().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Green.on_default());

/// Colours the first word of each line that says how grave it is, and the marks under a text.
fn graded(colour: bool, message: &str) -> String {
    if !colour {
        return message.to_owned();
    }
    let mut style = Style::new().bold();
    let lines = message.lines().map(|line| {
        let grave = GRADES.iter().find_map(|&(word, grade)| line.strip_prefix(word).map(|rest| (word, rest, grade)));
        if let Some((word, rest, grade)) = grave {
            style = grade.on_default().bold();
            return format!("{}{rest}", painted(true, style, word));
        }
        match line.split_once("| ") {
            Some((gutter, marks)) if marks.contains('^') && marks.trim_start().starts_with('^') => {
                format!("{gutter}| {}", painted(true, style, marks))
            }
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

const GRADES: [(&str, AnsiColor); 4] =
    [("error", AnsiColor::Red), ("warning", AnsiColor::Yellow), ("note", AnsiColor::Cyan), ("help", AnsiColor::Green)];

fn painted(colour: bool, style: Style, text: &str) -> String {
    if colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_decides() {
        let said = |set: &'static [(&str, &str)]| {
            locale_is_utf8(&|name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
        };
        assert!(said(&[]));
        assert!(said(&[("LANG", "de_CH.UTF-8")]));
        assert!(said(&[("LANG", "C.utf8")]));
        assert!(!said(&[("LANG", "C")]));
        assert!(!said(&[("LC_ALL", "POSIX"), ("LANG", "C.UTF-8")]));
        assert!(said(&[("LC_ALL", ""), ("LC_CTYPE", "en_US.UTF-8"), ("LANG", "C")]));
    }
    #[test]
    fn small_digits_are_numbers() {
        assert_eq!(with_plain_digits("s₁₂ = s₁₁[0] + 2"), "s#12 = s#11[0] + 2");
    }
    #[test]
    fn grades_are_coloured_and_nothing_else() {
        let message = "error: bad\n  |\n1 | x\n  | ^\nhelp: good";
        assert_eq!(graded(false, message), message);
        let painted = graded(true, message);
        assert_eq!(painted.matches('\u{1b}').count(), 9);
        assert!(painted.starts_with("\u{1b}"), "{painted:?}");
        assert!(painted.contains("\n1 | x\n"));
    }
}
