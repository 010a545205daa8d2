//! `detective`: why a register is not a useful number, followed back to where that began: NaN, infinity, zero,
//! vanishing, exploding.

use super::cure::{self, Rewrite};
use super::fault::Fault;
use super::limits::MAX_LISTED;
use super::model::{Model, Read};
use super::names::Names;
use super::num::{Num, short};
use super::say::{bar, factors, name};
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use wengert::list::Id;
use wengert::{Contribution, NoteKind};
use wengert_inspect::Run;

/// A register smaller than this has vanished, one larger than its reciprocal has exploded.
const VANISHED: f64 = 1e-8;

/// Of a tape that is too long to be listed, registers are told by so many stretches of depths.
const STRETCHES: usize = 240;

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

/// The size of a register.
#[derive(Clone, Copy, Debug, Serialize)]
struct Magnitude {
    line: u32,
    depth: usize,
    log10: Num,
}

/// Looks.
pub fn answer(request: &Request) -> Result<Found, Fault> {
    let read = request.model.read()?;
    let run = read.run_outlined()?;
    let names = read.names(&run);
    let desk = Desk { run: &run, names: &names, read: &read, model: &request.model, cured: OnceCell::new() };
    let findings =
        [desk.not_finite(), desk.counted_as_zero(), desk.zero(), desk.extreme()].into_iter().flatten().collect();
    let all = magnitudes(&run);
    let magnitudes_heading = heading(&run, &all);
    let told = if read.operations > MAX_LISTED { extremes(&all) } else { all };
    Ok(Found { findings, magnitudes: told, magnitudes_heading })
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
    fn ids(&self) -> impl Iterator<Item = Id> + use<'_> {
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
    /// The register (of an input, if one has it) that is NaN or infinite, the addition that made it so, and the first
    /// value that is not finite.
    fn not_finite(&self) -> Option<Finding> {
        let bad = |x: f64| !x.is_finite();
        let register = self.ids().find(|&id| self.run.adjoint(id).is_some_and(bad));
        let source = self.ids().find(|&id| bad(self.run.value(id)));
        let additions = self.run.contributions();
        let first = additions.iter().find(|c| bad(c.term));
        let (Some(end), kind) = (
            register.or(source),
            if register.is_some_and(|id| self.run.adjoint(id).is_some_and(f64::is_infinite)) { "inf" } else { "nan" },
        ) else {
            return None;
        };
        let mut thread = Vec::new();
        if let Some(id) = source {
            let detail = if (id.0 as usize) < self.run.list().input_len() {
                "it came in that way"
            } else {
                "first value that is not finite"
            };
            thread.push(self.knot(1, id, "value", self.worth(id), detail));
        } else if let Some(c) = first {
            let text = format!("{} = {}", factors(self.run, self.names, c), short(c.slope));
            thread.push(self.knot(1, c.from, "value", text, "every value is finite, this local derivative is not"));
        }
        if let Some(c) = first {
            let why = if c.term.is_nan() && !c.slope.is_nan() {
                "zero times infinity is no number"
            } else {
                "the first addition that is not finite"
            };
            thread.push(self.knot(2, c.from, "product", self.product(c), why));
        }
        if let Some(id) = register {
            let text = format!("{} = {}", bar(self.names, id), short(self.run.adjoint(id).unwrap_or(f64::NAN)));
            let into = additions.iter().filter(|c| c.to == id).count();
            thread.push(self.knot(
                3,
                id,
                "register",
                text,
                &format!("{into} addition{} went in", if into == 1 { "" } else { "s" }),
            ));
        }
        let what = match register {
            Some(id) => format!("{} is {}", bar(self.names, id), short(self.run.adjoint(id).unwrap_or(f64::NAN))),
            None => format!("{} is {}", name(self.names, end), short(self.run.value(end))),
        };
        let source = thread.first().map_or(end, |knot| Id(knot.line));
        let line = source.0 + 1;
        let text = "The thread runs from the register back to the first number that is not finite.".to_owned();
        let heading = format!("{what} because of line {line}");
        Some(Finding::new(kind, heading, text, thread).cured(self.rewrite(Some(source))))
    }
    /// A zero that met infinity and counted as zero.
    fn counted_as_zero(&self) -> Option<Finding> {
        let note = self.run.listing().notes().iter().find(|note| note.kind == NoteKind::ZeroTimesInfinity)?;
        let line = super::record::line_of(self.run, note)?;
        let id = Id(line);
        let thread =
            vec![self.knot(1, id, "product", self.worth(id), "its slope is infinite, and a cotangent of 0 met it")];
        let heading = format!("Line {}: zero times infinity counted as 0", line + 1);
        let text = format!("{} has an infinite slope here.", name(self.names, id));
        Some(Finding::new("zero", heading, text, thread).cured(self.rewrite(Some(id))))
    }
    /// An input whose register is exactly zero, and the local derivative that made it so.
    fn zero(&self) -> Option<Finding> {
        let inputs = (0..self.run.list().input_len() as u32).map(Id);
        let end = inputs.into_iter().find(|&id| self.run.adjoint(id).unwrap_or(0.0) == 0.0)?;
        let depends = self.depending(end);
        let blocked = self.run.contributions().iter().find(|c| {
            c.slope == 0.0 && self.run.adjoint(c.from).is_some_and(|bar| bar != 0.0) && depends[c.to.0 as usize]
        });
        let mut thread = Vec::new();
        if let Some(c) = blocked {
            thread.push(self.knot(1, c.from, "value", self.worth(c.from), "its slope is 0 here"));
            thread.push(self.knot(2, c.from, "product", self.product(c), "nothing passes this line"));
        }
        let register = format!(
            "{} = {}",
            bar(self.names, end),
            self.run.adjoint(end).map_or("0, nothing arrived".to_owned(), short)
        );
        let detail = if blocked.is_some() {
            "the sum of what arrived"
        } else {
            "no path with a slope leads from the output to it"
        };
        thread.push(self.knot(thread.len() + 1, end, "register", register, detail));
        let heading = format!("{} is exactly 0", bar(self.names, end));
        let text = match blocked {
            Some(c) => format!(
                "The output does not change with {} here: line {} lets nothing through.",
                name(self.names, end),
                c.from.0 + 1
            ),
            None => format!("Nothing that the output depends on reads {} here.", name(self.names, end)),
        };
        Some(Finding::new("zero", heading, text, thread).cured(self.rewrite(blocked.map(|c| c.from))))
    }
    /// For each value whether it is computed from value `from`.
    fn depending(&self, from: Id) -> Vec<bool> {
        let mut depends = vec![false; self.run.list().ids()];
        depends[from.0 as usize] = true;
        for id in self.ids() {
            let reads = self.run.line_of(id).and_then(|line| self.run.applied(line));
            let any =
                reads.is_some_and(|(_, args)| args.iter().filter_map(|o| o.as_id()).any(|a| depends[a.0 as usize]));
            depends[id.0 as usize] |= any;
        }
        depends
    }
    /// A register that has vanished, or exploded, though every number is finite.
    fn extreme(&self) -> Option<Finding> {
        let size = |id: &Id| self.run.adjoint(*id).map(f64::abs).filter(|x| x.is_finite() && *x != 0.0);
        let inputs = || (0..self.run.list().input_len() as u32).map(Id);
        let small = inputs().find(|id| size(id).is_some_and(|x| x < VANISHED));
        let large = self.ids().find(|id| size(id).is_some_and(|x| x > 1.0 / VANISHED));
        let (id, kind, word) = match (small, large) {
            (_, Some(id)) => (id, "exploding", "exploded"),
            (Some(id), None) => (id, "vanishing", "vanished"),
            (None, None) => return None,
        };
        let strongest = |c: &&Contribution| if kind == "vanishing" { c.slope.abs() } else { -c.slope.abs() };
        let candidates = self.run.contributions().iter().filter(|c| c.slope != 0.0 && c.slope.is_finite());
        let c = candidates.min_by(|a, b| strongest(a).total_cmp(&strongest(b)))?;
        let thread = vec![
            self.knot(
                1,
                c.from,
                "value",
                self.worth(c.from),
                &format!(
                    "its slope {} is the {} on the way",
                    short(c.slope),
                    if kind == "vanishing" { "smallest" } else { "largest" }
                ),
            ),
            self.knot(2, c.from, "product", self.product(c), "each line multiplies by its slope"),
            self.knot(
                3,
                id,
                "register",
                format!("{} = {}", bar(self.names, id), short(self.run.adjoint(id).unwrap_or(0.0))),
                "what is left of the seed 1",
            ),
        ];
        let count = self
            .run
            .contributions()
            .iter()
            .filter(|c| if kind == "vanishing" { c.slope.abs() < 0.5 } else { c.slope.abs() > 2.0 })
            .count();
        let than = if kind == "vanishing" { "below 1/2" } else { "above 2" };
        let text = format!("{count} of {} local derivatives are {than} in size.", self.run.contributions().len());
        let heading = format!("{} has {word}", bar(self.names, id));
        let why = "Every number is finite and none is lost to rounding: this is what the function does.";
        Some(Finding::new(kind, heading, text, thread).cured(Err(why.to_owned())))
    }
}

/// The size of every register that something reached, and is not zero.
fn magnitudes(run: &Run) -> Vec<Magnitude> {
    let depths = super::record::depths(run);
    let one = |k: usize| {
        let size = run.adjoint(Id(k as u32))?.abs();
        (size > 0.0).then(|| Magnitude { line: k as u32, depth: depths[k], log10: Num(size.log10()) })
    };
    (0..run.list().ids()).filter_map(one).collect()
}

/// Of very many registers the largest and the smallest of each stretch of depths.
fn extremes(all: &[Magnitude]) -> Vec<Magnitude> {
    let wide = (all.iter().map(|one| one.depth).max().unwrap_or(0) + 1).div_ceil(STRETCHES);
    let mut ends: BTreeMap<usize, (Magnitude, Magnitude)> = BTreeMap::new();
    for &one in all {
        let (low, high) = ends.entry(one.depth / wide).or_insert((one, one));
        if one.log10.0 < low.log10.0 {
            *low = one;
        }
        if one.log10.0 > high.log10.0 {
            *high = one;
        }
    }
    ends.into_values().flat_map(|(low, high)| [low, high]).collect()
}

fn heading(run: &Run, magnitudes: &[Magnitude]) -> String {
    let finite = magnitudes.iter().map(|m| m.log10.0).filter(|x| x.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    match high - low {
        span if span >= 8.0 => format!("The registers span {span:.0} powers of ten over {} lines", run.list().ids()),
        _ => "The size of every register".to_owned(),
    }
}
