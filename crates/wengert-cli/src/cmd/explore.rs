//! `wengert explore`: a page on which a person watches both sweeps, served to this machine's browser.

use super::bindings::Bindings;
use super::model;
use crate::failure::Failure;
use clap::Args;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use wengert_explorer::server::{Server, Settings, Start, USUAL_PORT, engine, exported, open_browser};
use wengert_expr::Given;

/// Of a larger file the page would show nothing.
const LARGEST_TAPE: u64 = 32 << 20;

/// Watch the tape and both sweeps in the browser
///
/// Serves one page on the loopback address, reachable from this machine only, until it is stopped with Ctrl-C.
///
/// Example: wengert explore 'x*y + sin(x*y)' x=2 y=3
#[derive(Debug, Args)]
pub struct Explore {
    /// The expression, or `@` and the name of a file that has it; the page can change it
    #[arg(allow_hyphen_values = true)]
    expr: Option<String>,
    /// The variables and their values, as in `x=2 y=-1e-3 v=[1, 2]`
    #[arg(value_name = "NAME=VALUE")]
    bindings: Vec<String>,
    /// A tape that a program saved, instead of an expression
    #[arg(long, value_name = "FILE", conflicts_with = "expr")]
    tape: Option<PathBuf>,
    /// The port, and no other; 0 takes a free one. Without it 19640, or a free one where that is in use
    #[arg(long)]
    port: Option<u16>,
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
    /// Write the page into one file that needs no server, and end
    #[arg(long, value_name = "FILE", conflicts_with = "port")]
    export: Option<PathBuf>,
    /// Read the page's files from this folder
    #[arg(long, value_name = "DIR", hide = true)]
    assets: Option<PathBuf>,
}

impl Explore {
    /// Serves the page until the process is stopped.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let start = match (&self.expr, &self.tape) {
            (Some(expr), _) => {
                let bindings = Bindings::read(None, &self.bindings)?;
                let at: Vec<(String, f64)> = bindings.values.iter().flat_map(numbers).collect();
                Start::expression(&text(expr)?, &at)
            }
            (None, Some(path)) => Start::tape(&name(path), &read_tape(path)?),
            (None, None) => Start::default(),
        };
        if let Some(path) = &self.export {
            return export(path, &start, self.assets, out);
        }
        let server = Server::bind(Settings { port: self.port, assets: self.assets, start, ..Settings::default() })
            .map_err(|error| Failure::Input(in_use(self.port.unwrap_or_default(), &error)))?;
        let url = server.url();
        writeln!(out, "wengert explore: {url} (Ctrl-C stops it)")?;
        if self.port.is_none() && server.port() != USUAL_PORT {
            writeln!(
                out,
                "Port {USUAL_PORT} is in use. Notes are kept by address: those made there are not shown here."
            )?;
        }
        out.flush()?;
        if !self.no_open && open_browser(&url).is_err() {
            writeln!(out, "No browser was found: open the address by hand.")?;
            out.flush()?;
        }
        server.run().map_err(Failure::Output)
    }
}

/// The text of an expression, or of the file behind `@` with all that it includes: a page reads no files.
fn text(expr: &str) -> Result<String, Failure> {
    if expr.starts_with('@') { Ok(model::whole(&model::read(expr)?)) } else { Ok(expr.to_owned()) }
}

/// The page has one slider for each number: of a vector one for each element.
fn numbers((name, given): (&str, &Given)) -> Vec<(String, f64)> {
    match given {
        Given::Number(x) => vec![(name.to_owned(), *x)],
        Given::Vector(all) => all.iter().enumerate().map(|(k, &x)| (format!("{name}[{k}]"), x)).collect(),
    }
}

/// Writes the page with the engine in it.
fn export(path: &Path, start: &Start, assets: Option<PathBuf>, out: &mut impl Write) -> Result<(), Failure> {
    let Some(engine) = engine() else {
        let help = "run crates/wengert-wasm/build.sh, then build this program again";
        let what = "error: this program was built without the engine for the browser, which a page needs";
        return Err(Failure::Input(format!("{what}\nhelp: {help}")));
    };
    let page = exported(start, &engine, assets).map_err(|why| Failure::Input(format!("error: no page: {why}")))?;
    let refuse = |error: io::Error| Failure::Input(format!("error: cannot write {}: {error}", path.display()));
    std::fs::write(path, page).map_err(refuse)?;
    writeln!(out, "wengert explore: wrote {}", path.display())?;
    Ok(())
}

fn in_use(port: u16, error: &io::Error) -> String {
    format!("error: cannot listen on 127.0.0.1:{port}: {error}\nhelp: leave `--port` out, and a free one is taken")
}

/// What a file is called, without its folders.
fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The text of a saved tape.
fn read_tape(path: &Path) -> Result<String, Failure> {
    let refuse = |why: String| {
        let help = "`program.save(file)` writes a tape";
        Failure::Input(format!("error: cannot open the tape {}: {why}\nhelp: {help}", path.display()))
    };
    let length = std::fs::metadata(path).map_err(|error| refuse(error.to_string()))?.len();
    if length > LARGEST_TAPE {
        return Err(refuse(format!("it has {length} bytes, and {LARGEST_TAPE} are the most")));
    }
    let text = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
    match wengert::List::read(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(refuse(error.to_string())),
    }
}
