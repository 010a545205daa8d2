//! Flags that mean the same in every command: how to differentiate, and in what form to answer.

use crate::failure::Failure;
use clap::{Args, ValueEnum};
use wengert::{Kinks, NanZero, Options};

/// How to differentiate.
#[derive(Clone, Copy, Debug, Args)]
pub struct Differentiate {
    /// What to answer where the derivative is not one number
    #[arg(long, value_enum, value_name = "ANSWER", default_value_t = KinkPolicy::Note)]
    pub kinks: KinkPolicy,
    /// Whether a zero adjoint times an infinite slope counts as zero; `off` answers NaN
    #[arg(long, value_enum, value_name = "SWITCH", default_value_t = Switch::On)]
    pub nan_zero: Switch,
}

/// What to answer at a kink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KinkPolicy {
    /// The slope of least norm, silently
    Ignore,
    /// The slope of least norm, with a note
    Note,
    /// Exit code 3
    Error,
    /// The smallest slope, with a note
    Lower,
    /// The largest slope, with a note
    Upper,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// Yes
    #[value(help = None)]
    On,
    /// No
    #[value(help = None)]
    Off,
}

impl Differentiate {
    /// As the engine takes them.
    pub fn options(self) -> Options {
        let kinks = match self.kinks {
            KinkPolicy::Ignore => Kinks::Ignore,
            KinkPolicy::Note => Kinks::Note,
            KinkPolicy::Error => Kinks::Error,
            KinkPolicy::Lower => Kinks::Lower,
            KinkPolicy::Upper => Kinks::Upper,
        };
        let nan_zero = match self.nan_zero {
            Switch::On => NanZero::Zero,
            Switch::Off => NanZero::Off,
        };
        Options::new().kinks(kinks).nan_zero(nan_zero)
    }
}

/// The form of the answer.
#[derive(Clone, Copy, Debug, Args)]
pub struct Form {
    /// JSON instead of tables, with every digit
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// CSV instead of tables, with every digit
    #[arg(long)]
    pub csv: bool,
}

/// Which sweeps find first derivatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// One reverse sweep for each output
    Reverse,
    /// One forward sweep for each variable
    Forward,
}

impl Mode {
    /// As the engine takes it.
    pub fn engine(mode: Option<Mode>) -> wengert::Mode {
        match mode {
            None => wengert::Mode::Auto,
            Some(Mode::Reverse) => wengert::Mode::Reverse,
            Some(Mode::Forward) => wengert::Mode::Forward,
        }
    }
}

impl Differentiate {
    /// Only reverse sweeps take another slope at a kink than that of least norm.
    pub fn allows(self, mode: Option<Mode>) -> Result<(), Failure> {
        let word = match self.kinks {
            KinkPolicy::Lower => "lower",
            KinkPolicy::Upper => "upper",
            _ => return Ok(()),
        };
        match mode {
            Some(Mode::Forward) => Err(Failure::Input(format!(
                "error: a forward sweep takes the slope of least norm at kinks, not the `{word}` one\n\
                 help: write `--mode reverse`, or leave out `--kinks {word}`"
            ))),
            _ => Ok(()),
        }
    }
}
