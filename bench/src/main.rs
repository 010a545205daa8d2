//! Measurements of wengert beside its peers and beside hand-written gradients; every sub-command prints Markdown tables.

#[macro_use]
mod problems;
mod gradients;
mod hand;
mod loops;
mod measure;
mod memory;
mod ours;
mod peers;
mod points;
mod shape;
mod small;

use anyhow::Result;
use clap::{Parser, Subcommand};
use measure::Effort;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Parser)]
#[command(about, version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Small problems and a few batches: shows that everything runs; the figures mean little.
    #[arg(long, global = true)]
    quick: bool,
    /// Milliseconds for each contestant on each problem.
    #[arg(long, global = true, default_value_t = 400, value_name = "MS")]
    budget: u64,
}

#[derive(Subcommand)]
enum Command {
    /// Gradients of all libraries, checked against hand-written ones.
    Gradients {
        /// Only problems whose name contains this.
        #[arg(default_value = "")]
        only: String,
    },
    /// Bytes and nanoseconds an operation, first and later calls.
    Memory,
    /// Loops kept as loops: steps run again, peak memory, speed beside plain loops.
    Loops,
    /// Gradient time over primal time as inputs grow.
    Shape {
        /// Where to draw the figure, as SVG.
        #[arg(long, value_name = "PATH")]
        figure: Option<PathBuf>,
    },
    /// Fixed cost, and few inputs.
    Small,
    /// Rows of a file by the command line, beside one process a row.
    Points {
        /// The command, built for release.
        #[arg(long, value_name = "PATH", default_value = "../target/release/wengert")]
        binary: PathBuf,
    },
    /// One problem of ours many times over, for profilers.
    Profile {
        /// The problem whose name contains this.
        only: String,
        /// How often.
        #[arg(default_value_t = 100)]
        times: usize,
        /// In statements of many arguments instead of scalar operations.
        #[arg(long)]
        nary: bool,
    },
    /// All of them.
    All,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let budget = Duration::from_millis(if arguments.quick { 1 } else { arguments.budget });
    let effort = Effort { budget, quick: arguments.quick };
    match arguments.command {
        Command::Gradients { only } => gradients::run(effort, &only),
        Command::Memory => memory::run(effort),
        Command::Loops => loops::run(effort),
        Command::Shape { figure } => shape::run(effort, figure.as_deref()),
        Command::Small => small::run(effort),
        Command::Points { binary } => points::run(effort, &binary),
        Command::Profile { only, times, nary } => gradients::profile(&only, times, nary),
        Command::All => {
            memory::run(effort)?;
            loops::run(effort)?;
            gradients::run(effort, "")?;
            shape::run(effort, None)?;
            small::run(effort)
        }
    }
}
