//! `programs`: the run as complete programs, in Rust with this library, in plain Rust and in plain Python, and which
//! lines of the tape each line of their text writes or pays for.

use super::fault::Fault;
use super::model::Model;
use serde::{Deserialize, Serialize};
use wengert::list::Id;
use wengert_inspect::Run;
use wengert_inspect::emit::{Lang, Program, emit};

/// Asks for the programs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
}

/// The programs. One that a language has not the functions for is null, and `missing` says why.
#[derive(Debug, Serialize)]
pub struct Programs {
    wengert: Option<Source>,
    rust: Option<Source>,
    python: Option<Source>,
    missing: Vec<String>,
}

/// A program.
#[derive(Debug, Serialize)]
struct Source {
    text: String,
    /// For each line of the text: the values whose lines it computes or whose cotangents it hands out.
    lines: Vec<Vec<u32>>,
    /// What it prints at the point, where the language's functions round as the engine's do.
    prints: String,
}

/// Writes the programs.
pub fn answer(request: &Request) -> Result<Programs, Fault> {
    let read = request.model.read()?;
    let run = read.run_listed()?;
    let names = read.names(&run);
    let ids = (0..read.list.ids().min(run.list().ids()) as u32).map(Id);
    let given: Vec<(Id, String)> = ids.map(|id| (id, names.plain(id).to_owned())).collect();
    let run = run.named(&given);
    let title = read.text.as_deref().map_or("a saved tape", |text| text.lines().next().unwrap_or_default());
    let mut missing = Vec::new();
    let mut source = |lang| match emit(&run, lang, title) {
        Ok(program) => Some(sourced(&run, program)),
        Err(unsupported) => {
            missing.push(unsupported.to_string());
            None
        }
    };
    let (wengert, rust, python) = (source(Lang::Wengert), source(Lang::Rust), source(Lang::Python));
    Ok(Programs { wengert, rust, python, missing })
}

/// A program, its lines linked with the tape's.
fn sourced(run: &Run, program: Program) -> Source {
    let mut lines = vec![Vec::new(); program.text.lines().count()];
    for of in &program.lines {
        let Some(Id(id)) = run.id_of(of.line) else { continue };
        for k in of.forward.clone().chain(of.reverse.clone()) {
            if let Some(line) = lines.get_mut(k.wrapping_sub(1)) {
                line.push(id);
            }
        }
    }
    Source { lines, prints: printed(run), text: program.text }
}

/// Value and gradient, as the programs print them, on one line.
fn printed(run: &Run) -> String {
    let output = run.output().map_or("L", |id| run.name(id));
    let slopes = run.listing().grad().iter().enumerate();
    let slopes = slopes.map(|(k, slope)| format!("d{output}/d{} {slope:?}", run.name(Id(k as u32))));
    std::iter::once(format!("{output} {:?}", run.listing().value())).chain(slopes).collect::<Vec<_>>().join("   ")
}
