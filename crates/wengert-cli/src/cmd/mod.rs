//! The commands, one file each, and what they share: the expression, its point, the flags.

mod bindings;
mod check;
mod completions;
mod direction;
mod emit;
mod explain;
mod explore;
pub mod expression;
mod functions;
mod grad;
mod hessian;
mod hvp;
mod jacobian;
mod man;
mod model;
pub mod options;
mod pictures;
mod plot;
mod repl;
pub mod sampled;
pub mod tangents;
mod taylor;
mod value;
mod view;
mod why;

use crate::failure::Failure;
use std::io::Write;

/// What to do.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Check(check::Check),
    Completions(completions::Completions),
    Emit(emit::Emit),
    Explain(explain::Explain),
    Explore(explore::Explore),
    Functions(functions::Functions),
    Grad(grad::Grad),
    Hessian(hessian::Hessian),
    Hvp(hvp::Hvp),
    Jacobian(jacobian::Jacobian),
    Man(man::Man),
    Plot(plot::Plot),
    Repl(repl::Repl),
    Taylor(taylor::Taylor),
    Value(value::Value),
    Why(why::Why),
}

impl Command {
    /// Does it and writes the answer.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Command::Check(check) => check.run(out),
            Command::Completions(completions) => completions.run(out),
            Command::Emit(emit) => emit.run(out),
            Command::Explain(explain) => explain.run(out),
            Command::Explore(explore) => explore.run(out),
            Command::Functions(functions) => functions.run(out),
            Command::Grad(grad) => grad.run(out),
            Command::Hessian(hessian) => hessian.run(out),
            Command::Hvp(hvp) => hvp.run(out),
            Command::Jacobian(jacobian) => jacobian.run(out),
            Command::Man(man) => man.run(out),
            Command::Plot(plot) => plot.run(out),
            Command::Repl(repl) => repl.run(out),
            Command::Taylor(taylor) => taylor.run(out),
            Command::Value(value) => value.run(out),
            Command::Why(why) => why.run(out),
        }
    }
}
