//! `wengert man`: the manual pages, of the program or of one command.

use crate::arguments;
use crate::failure::Failure;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// The manual page, or that of a command
///
/// Example: wengert man grad | man -l -
#[derive(Debug, Args)]
pub struct Man {
    /// Which command
    command: Option<String>,
    /// Write the pages of all commands into a folder that exists
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    to: Option<PathBuf>,
}

impl Man {
    /// Writes the page, or all of them.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let whole = arguments::command().name("wengert");
        if let Some(folder) = self.to {
            let wrong = |error| Failure::Input(format!("error: cannot write to {}: {error}", folder.display()));
            return clap_mangen::generate_to(whole, &folder).map_err(wrong);
        }
        let page = match self.command.as_deref() {
            None => whole,
            Some(name) => page_of(whole, name)?,
        };
        clap_mangen::Man::new(page).render(out)?;
        Ok(())
    }
}

/// A command as if it stood alone, called `wengert-grad`.
fn page_of(mut whole: clap::Command, name: &str) -> Result<clap::Command, Failure> {
    whole.build();
    let names: Vec<String> = whole.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    match whole.find_subcommand(name) {
        Some(command) => Ok(command.clone()),
        None => {
            let shown: String = name.chars().take(40).flat_map(char::escape_debug).collect();
            Err(Failure::Input(format!("error: there is no command `{shown}`\nhelp: there are {}", names.join(", "))))
        }
    }
}
