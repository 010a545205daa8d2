//! `wengert grad`: the value of an expression and its gradient, with the trace of both sweeps.

use super::bindings::Bindings;
use crate::failure::Failure;
use crate::output::{json, tables};
use clap::{ArgAction, Args, ValueEnum};
use std::io::Write;
use wengert::{Kinks, Listing, NanZero, Options};

/// The value and the gradient of an expression, with the trace of both sweeps.
///
/// Example: wengert grad 'x*y + sin(x*y)' x=2 y=3
// No `-h`, which would hide the expression `-h*x`.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub struct Grad {
    /// The expression; it may begin with `-`
    #[arg(allow_hyphen_values = true)]
    expr: String,
    /// The variables and where to differentiate, as in `x=2 y=-1e-3 z=inf`
    #[arg(value_name = "NAME=VALUE")]
    bindings: Vec<String>,
    /// The second derivatives too
    #[arg(long)]
    hessian: bool,
    /// One JSON object instead of tables
    #[arg(long)]
    json: bool,
    /// What to answer where the derivative is not one number
    #[arg(long, value_enum, default_value_t = KinkPolicy::Note)]
    kinks: KinkPolicy,
    /// Whether a zero adjoint times an infinite slope counts as zero; `off` answers NaN
    #[arg(long, value_enum, default_value_t = Switch::On)]
    nan_zero: Switch,
    /// Print help
    #[arg(long, action = ArgAction::Help)]
    help: Option<bool>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KinkPolicy {
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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Switch {
    On,
    Off,
}

impl Grad {
    /// Evaluates, sweeps back and writes.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let options = self.options();
        let bindings = Bindings::read(self.bindings)?;
        let list = bindings.list(&self.expr)?;
        let refuse = |error| Failure::engine(error, &self.expr);
        let listing = Listing::new(list, &bindings.values, options).map_err(refuse)?;
        let hessian = self.hessian.then(|| listing.hessian()).transpose().map_err(refuse)?;
        if self.json {
            json::gradient(out, &bindings.names, &listing, hessian.as_ref())?;
        } else {
            tables::gradient(out, &self.expr, &bindings.names, &listing, hessian.as_ref())?;
        }
        Ok(())
    }
    fn options(&self) -> Options {
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
