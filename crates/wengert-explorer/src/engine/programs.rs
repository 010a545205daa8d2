//! `programs`: the run as complete programs, in Rust with this library, in plain Rust and in plain Python, and what each
//! line of their text says about which value. Of a tape too long to list, a window of lines; the text as a whole for the
//! asking, up to a limit.

use super::fault::Fault;
use super::limits::{MAX_LISTED, MAX_WRITTEN};
use super::model::Model;
use super::printed::{Printed, printed};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use wengert::list::Id;
use wengert_inspect::Run;
use wengert_inspect::emit::{Lang, Part, Program, Unsupported, emit, emit_window};

/// Asks for the programs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
    /// Of a long tape: the value around which lines are shown.
    #[serde(default)]
    around: Option<u32>,
    /// One program as a whole, for the reader to take along: `wengert`, `rust` or `python`.
    #[serde(default)]
    whole: Option<Language>,
}

/// The languages of the page.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Language {
    Wengert,
    Rust,
    Python,
}

impl Language {
    fn lang(self) -> Lang {
        match self {
            Language::Wengert => Lang::Wengert,
            Language::Rust => Lang::Rust,
            Language::Python => Lang::Python,
        }
    }
}

/// The programs.
#[derive(Debug, Serialize)]
pub struct Programs {
    wengert: Source,
    rust: Source,
    python: Source,
    /// What a window shows; null where the programs are shown whole.
    window: Option<Window>,
}

/// Lines of a tape that is too long to be shown as a whole.
#[derive(Debug, Serialize)]
struct Window {
    /// The first and the last value whose lines are shown.
    first: u32,
    last: u32,
    /// How many lines the tape has, and up to how many a program is written as a whole.
    lines: u64,
    written: u64,
}

/// A program, or why there is none.
#[derive(Debug, Default, Serialize)]
struct Source {
    text: Option<String>,
    /// What its lines say: the line from 1, of which value, what (`input`, `forward`, `zero`, `seed`, `pay`, `return`), and
    /// for `pay` the value whose register receives, and as which argument.
    links: Vec<(usize, u32, &'static str, Option<u32>, Option<usize>)>,
    /// What it prints at the point.
    prints: Option<Printed>,
    /// Why there is no program.
    missing: Option<String>,
}

/// So many lines before and behind the selected one stand in a window.
const AROUND: usize = 24;

/// Writes the programs.
pub fn answer(request: &Request) -> Result<Programs, Fault> {
    let read = request.model.read()?;
    let long = read.lines() > MAX_LISTED;
    let run = if long { read.run_outlined()? } else { read.run()? };
    let names = read.names(&run);
    let ids = (0..read.list.ids().min(run.list().ids()) as u32).map(Id);
    let given: Vec<(Id, String)> = ids.map(|id| (id, names.plain(id).to_owned())).collect();
    let run = run.named(&given);
    let title = read.text.as_deref().map_or("a saved tape", |text| text.lines().next().unwrap_or_default());
    let lines = run.list().ids() as u64;
    if request.whole.is_some() && lines > MAX_WRITTEN {
        return Err(Fault::limit("this program has", lines, MAX_WRITTEN, "lines"));
    }
    let window = (long && request.whole.is_none()).then(|| around(&run, request.around));
    let source = |language: Language| {
        let lang = language.lang();
        match (&request.whole, &window) {
            (Some(whole), _) if whole.lang() != lang => Source::default(),
            (_, Some(window)) => sourced(emit_window(&run, lang, window.clone()), |_| None),
            _ => sourced(emit(&run, lang, title), |output| Some(printed(&run, lang, output))),
        }
    };
    let of = |at: usize| run.id_of(at).map_or(0, |Id(id)| id);
    Ok(Programs {
        wengert: source(Language::Wengert),
        rust: source(Language::Rust),
        python: source(Language::Python),
        window: window.filter(|window| !window.is_empty()).map(|window| Window {
            first: of(window.start),
            last: of(window.end - 1),
            lines,
            written: MAX_WRITTEN,
        }),
    })
}

/// The lines around that of a value; where none is named, around the output's.
fn around(run: &Run, id: Option<u32>) -> Range<usize> {
    let ids = run.list().ids() as u32;
    let id = id.map(Id).filter(|id| id.0 < ids).or(run.output()).unwrap_or(Id(0));
    let (line, lines) = (run.line_of(id).unwrap_or(0), run.list().len());
    let first = line.saturating_sub(AROUND).min(lines.saturating_sub(2 * AROUND + 1));
    first..(first + 2 * AROUND + 1).min(lines)
}

/// A program, its lines linked with the tape's values.
fn sourced(program: Result<Program, Unsupported>, prints: impl Fn(&str) -> Option<Printed>) -> Source {
    match program {
        Err(why) => Source { missing: Some(why.to_string()), ..Source::default() },
        Ok(Program { text, links, output }) => {
            let links = links.iter().map(|link| {
                let (what, to, arg) = said(link.part);
                (link.at, link.id.0, what, to, arg)
            });
            Source { links: links.collect(), text: Some(text), prints: prints(&output), missing: None }
        }
    }
}

/// A part by the word of the answer.
fn said(part: Part) -> (&'static str, Option<u32>, Option<usize>) {
    match part {
        Part::Input => ("input", None, None),
        Part::Forward => ("forward", None, None),
        Part::Zero => ("zero", None, None),
        Part::Seed => ("seed", None, None),
        Part::Pay { to: Id(to), arg } => ("pay", Some(to), Some(arg)),
        Part::Return => ("return", None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Model;

    #[test]
    fn what_a_language_has_not_is_said() {
        let run = Model::expression("zeta(x)", Vec::new()).read().unwrap().run().unwrap();
        let source = sourced(emit(&run, Lang::C, "zeta(x)"), |_| None);
        let said = source.missing.expect("C has no such function");
        assert_eq!((source.text, said.as_str()), (None, "C has no `zeta`, which `L = zeta(x)` needs"));
    }
}
