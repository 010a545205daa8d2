//! `detective`: why a register is not a useful number, followed back to where that began: NaN, infinity, zero,
//! vanishing, exploding.

mod size;
mod thread;
mod zero;

use super::cure::{self, Rewrite};
use super::fault::Fault;
use super::limits::MAX_LISTED;
use super::model::{Model, Read};
use super::names::Names;
use super::num::short;
use super::say::{bar, factors, name};
use serde::{Deserialize, Serialize};
use size::Magnitude;
use std::cell::OnceCell;
use wengert::list::{Id, Step};
use wengert::{Contribution, NoteKind};
use wengert_inspect::Run;

/// So many findings of one kind are told; those with the same source are one.
const MOST_ALIKE: usize = 4;

/// Asks for what is not a useful number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
}

/// What was found, and the size of every register.
#[derive(Debug, Serialize)]
pub struct Found {
    findings: Vec<Finding>,
    magnitudes: Vec<Magnitude>,
    magnitudes_heading: String,
}

/// One finding. Texts may hold MathML between ⟦ and ⟧.
#[derive(Debug, Serialize)]
struct Finding {
    kind: &'static str,
    heading: String,
    text: String,
    thread: Vec<Knot>,
    rewrite: Option<Rewrite>,
    /// Why there is no rewrite.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_rewrite: Option<String>,
}

impl Finding {
    fn new(kind: &'static str, heading: String, text: String, thread: Vec<Knot>) -> Finding {
        Finding { kind, heading, text, thread, rewrite: None, no_rewrite: None }
    }
    /// With the rewrite that was found, or with why there is none.
    fn cured(self, cure: Result<Rewrite, String>) -> Finding {
        let (rewrite, no_rewrite) = match cure {
            Ok(rewrite) => (Some(rewrite), None),
            Err(why) => (None, Some(why)),
        };
        Finding { rewrite, no_rewrite, ..self }
    }
}

/// A place on the way from the source (mark 1) to the register.
#[derive(Debug, Serialize)]
struct Knot {
    mark: usize,
    line: u32,
    part: &'static str,
    short: String,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
}

/// Looks.
pub fn answer(request: &Request) -> Result<Found, Fault> {
    let read = request.model.read()?;
    let run = read.run_outlined()?;
    let names = read.names(&run);
    let desk = Desk { run: &run, names: &names, read: &read, model: &request.model, cured: OnceCell::new() };
    let found = [desk.not_finite(), desk.counted_as_zero().into_iter().collect(), desk.zero(), desk.extreme()];
    let all = size::magnitudes(&run);
    let magnitudes_heading = size::heading(&run, &all);
    let told = if read.lines() > MAX_LISTED { size::extremes(&all) } else { all };
    Ok(Found { findings: found.into_iter().flatten().collect(), magnitudes: told, magnitudes_heading })
}

struct Desk<'a> {
    run: &'a Run,
    names: &'a Names,
    read: &'a Read,
    model: &'a Model,
    /// Looked for once, and only where a finding asks for it.
    cured: OnceCell<Result<Rewrite, String>>,
}

impl Desk<'_> {
    fn inputs(&self) -> impl Iterator<Item = Id> + use<> {
        (0..self.run.list().input_len() as u32).map(Id)
    }
    fn ids(&self) -> impl DoubleEndedIterator<Item = Id> + use<> {
        (0..self.run.list().ids() as u32).map(Id)
    }
    /// A rewrite of the whole, or of what is made of the value in which the thread begins.
    fn rewrite(&self, source: Option<Id>) -> Result<Rewrite, String> {
        let whole = || cure::rewrite(self.model, self.read, self.run);
        match source {
            _ if cure::whole(self.read, self.run) => self.cured.get_or_init(whole).clone(),
            Some(source) => cure::nearby(self.read, self.run, source),
            None => Err("No line on the way lets anything through: there is nothing to rewrite.".to_owned()),
        }
    }
    fn place(&self, id: Id) -> Option<String> {
        self.read.place(self.run, self.run.line_of(id)?)
    }
    fn knot(&self, mark: usize, id: Id, part: &'static str, short: String, detail: &str) -> Knot {
        Knot { mark, line: id.0, part, short, detail: detail.to_owned(), place: self.place(id) }
    }
    /// The register in which a thread ends.
    fn register(&self, mark: usize, id: Id, detail: &str) -> Knot {
        let held = self.run.adjoint(id).map_or("0, nothing arrived".to_owned(), short);
        self.knot(mark, id, "register", format!("{} = {held}", bar(self.names, id)), detail)
    }
    /// What a line reads.
    fn reads(&self, id: Id) -> impl Iterator<Item = Id> + use<'_> {
        let args = self.run.line_of(id).map(|line| match self.run.list().step(line) {
            Step::Apply(_, args) | Step::Rule(_, args) => args,
            _ => &[][..],
        });
        args.unwrap_or_default().iter().filter_map(|o| o.as_id())
    }
    /// `exp(1000) = ∞`.
    fn worth(&self, id: Id) -> String {
        let Some((op, args)) = self.run.line_of(id).and_then(|line| self.run.applied(line)) else {
            return format!("{} = {}", self.names.plain(id), short(self.run.value(id)));
        };
        let tree = super::record::applied(self.run.list(), op, args).at(self.run.listing().values());
        format!("⟦{}⟧ = {}", tree.written(self.names).mathml, short(self.run.value(id)))
    }
    fn product(&self, c: &Contribution) -> String {
        let cotangent = c.term / c.slope;
        let cotangent = self.run.adjoint(c.from).unwrap_or(cotangent);
        format!(
            "{} · {} = {} · {} = {}",
            bar(self.names, c.from),
            factors(self.run, self.names, c),
            short(cotangent),
            short(c.slope),
            short(c.term)
        )
    }
    /// A zero that met infinity and counted as zero.
    fn counted_as_zero(&self) -> Option<Finding> {
        let note = self.run.listing().notes().iter().find(|note| note.kind == NoteKind::ZeroTimesInfinity)?;
        let line = super::record::line_of(self.run, note)?;
        let id = Id(line);
        let steep = self.run.contributions().iter().any(|c| c.from == id && c.slope.is_infinite());
        let (why, has) = if steep {
            ("its slope is infinite, and a cotangent of 0 met it", "an infinite slope")
        } else {
            ("its cotangent is infinite, and met a slope of 0", "an infinite cotangent")
        };
        let thread = vec![self.knot(1, id, "product", self.worth(id), why)];
        let heading = format!("Line {}: zero times infinity counted as 0", line + 1);
        let text = format!("{} has {has} here.", name(self.names, id));
        Some(Finding::new("zero", heading, text, thread).cured(self.rewrite(Some(id))))
    }
}
