//! `record`: the tape of a model at a point, both sweeps written down line by line.

use super::choice::{self, Choice};
use super::fault::Fault;
use super::folds::{Fold, folds};
use super::formula::{Formula, Tree, joined};
use super::limits::{MAX_LISTED, MAX_OUTLINED};
use super::model::{Model, Read, Warning};
use super::names::Names;
use super::num::Num;
use super::outline;
use super::picture::{Picture, picture};
use super::reach;
use super::slope::Formulas;
use super::whole::{inlined, literals, scrubbed};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use wengert::list::{Id, List, Operand, Step};
use wengert::prim::{Kind, Op};
use wengert::{Listing, Note, NoteKind};
use wengert_inspect::Run;

/// Asks for the tape.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// What to record, and where.
    model: Model,
    /// Numbers only: what is the same for the same `structure` is left out.
    #[serde(default)]
    brief: bool,
}

/// The tape of a model at a point.
#[derive(Debug, Serialize)]
pub struct Record {
    /// The same for tapes that differ in their numbers only.
    structure: String,
    /// The hash under which a saved tape is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<String>,
    /// The model as a formula; absent where it is no single expression or a very long one.
    #[serde(skip_serializing_if = "Option::is_none")]
    expression: Option<Formula>,
    /// Where in the text a number stands: bytes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    literals: Vec<[usize; 2]>,
    /// The outputs, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<Choice>,
    inputs: Vec<Input>,
    lines: Vec<Line>,
    seed: Option<Seed>,
    contributions: Vec<Contribution>,
    output: Output,
    gradient: Vec<Entry>,
    notes: Vec<Remark>,
    warnings: Vec<Warning>,
    counts: Counts,
    /// Where the nodes of the graph stand; null for a tape that is too long to be drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    graph: Option<Picture>,
    /// Lines that may be shown as one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    folds: Vec<Fold>,
}

/// A variable.
#[derive(Debug, Serialize)]
pub struct Input {
    name: String,
    line: usize,
    value: Num,
    /// Where a slider goes from and to.
    range: [Num; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    mathml: Option<String>,
}

/// A value of the tape and the line that names it. Lines and ids are counted from 0, inputs first.
#[derive(Debug, Serialize)]
pub struct Line {
    id: u32,
    kind: LineKind,
    value: Num,
    /// The finished register; null where nothing arrived.
    adjoint: Option<Num>,
    /// How many additions its register receives in all, the seed counted.
    expects: usize,
    /// The longest way from an input, in lines.
    depth: usize,
    args: Vec<Argument>,
    /// The right side with the numbers in place of the names: `2 × 3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    substituted: Option<String>,
    #[serde(flatten)]
    fixed: Option<Fixed>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A number of the point.
    Input,
    /// An operation.
    Apply,
    /// What a sub-List handed out.
    Block,
}

/// What is the same at every point.
#[derive(Debug, Serialize)]
pub struct Fixed {
    name: String,
    name_mathml: String,
    bar_mathml: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    op: Option<&'static str>,
    /// What the primitive table says about it, in one sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<String>,
    /// The right side: `x*y`.
    formula: Formula,
    /// The whole line: `a = x*y`.
    equation: Formula,
    /// Bytes of the expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<[usize; 2]>,
    /// In how many places of the expression it stands, where there are several: it is computed once.
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<usize>,
    /// A place in Rust code.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// The values that its local derivatives read: what the forward pass saves for the sweep.
    keeps: Vec<u32>,
    /// The pass of a loop that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<Group>,
}

/// A pass of a loop.
#[derive(Debug, Serialize)]
struct Group {
    /// The loop.
    id: String,
    label: String,
    /// The pass, counted from 0.
    pass: u64,
}

/// What a line reads.
#[derive(Debug, Serialize)]
pub struct Argument {
    /// The value it reads; null for a constant.
    id: Option<u32>,
    value: Num,
    /// The local derivative of the line in this argument; null where there is none.
    slope: Option<Num>,
    /// Which addition goes along this edge; null where none does.
    contribution: Option<usize>,
    /// The local derivative as the primitive table writes it; null where only the number can be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<Formula>,
}

/// The first entry of the reverse sweep.
#[derive(Debug, Serialize)]
pub struct Seed {
    id: u32,
    value: Num,
}

/// One `+=` of the reverse sweep, in its order.
#[derive(Debug, Serialize)]
pub struct Contribution {
    from: u32,
    to: u32,
    arg: usize,
    /// The adjoint of `from`.
    cotangent: Num,
    slope: Num,
    term: Num,
    /// The register of `to` before and after.
    before: Num,
    after: Num,
    /// The values that the local derivative reads.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reads: Vec<u32>,
    /// `x̄ += ā · y`.
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<Formula>,
}

/// The output.
#[derive(Debug, Serialize)]
pub struct Output {
    /// Null where the output is a constant.
    line: Option<u32>,
    name: String,
    value: Num,
}

/// One entry of the gradient.
#[derive(Debug, Serialize)]
pub struct Entry {
    name: String,
    line: usize,
    value: Num,
}

/// What the engine noted.
#[derive(Clone, Debug, Serialize)]
pub struct Remark {
    kind: &'static str,
    message: String,
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<[usize; 2]>,
    op: &'static str,
    args: Vec<Num>,
    chosen: Num,
    lower: Num,
    upper: Num,
    /// The slopes between which it chose; where a slope is not finite why, and where there is no value where there is one.
    set: String,
}

/// How large the tape is.
#[derive(Debug, Serialize)]
pub struct Counts {
    lines: usize,
    operations: u64,
    additions: usize,
    bytes: usize,
}

/// Records a model.
pub fn answer(request: &Request) -> Result<Record, Fault> {
    let read = request.model.read()?;
    if read.lines() > MAX_LISTED {
        let instead = outline::instead(read.lines()).then_some("outline");
        let most = if instead.is_some() { MAX_LISTED } else { MAX_OUTLINED };
        return Err(Fault { instead, ..Fault::limit("this tape has", read.lines(), most, "lines") });
    }
    let run = read.run()?;
    Ok(Recorder::new(&read, &run, request.brief).record())
}

/// The lines of a run but for its inputs, and the additions of its sweep, as the page writes them without formulas.
pub fn written_down(read: &Read, run: &Run) -> (Vec<String>, Vec<String>) {
    let recorder = Recorder::new(read, run, false);
    let lines = recorder.lines().into_iter().filter(|line| line.kind != LineKind::Input);
    let lines = lines.filter_map(|line| line.fixed).map(|fixed| fixed.equation.plain).collect();
    let additions = run.contributions().iter().map(|c| recorder.statement(c));
    (lines, additions.map(|statement| statement.plain).collect())
}

/// What the parts of the answer share.
struct Recorder<'a> {
    read: &'a Read,
    run: &'a Run,
    listing: &'a Listing,
    list: &'a List,
    names: Names,
    formulas: Formulas<'a>,
    brief: bool,
    /// Which additions go into each register.
    into: Vec<usize>,
    /// The addition along an edge: line that pays, argument.
    along: HashMap<(u32, usize), usize>,
}

impl<'a> Recorder<'a> {
    fn new(read: &'a Read, run: &'a Run, brief: bool) -> Recorder<'a> {
        let (list, listing) = (run.list(), run.listing());
        let mut into = vec![0; list.ids()];
        if let Some(Id(out)) = output_id(list) {
            into[out as usize] = 1;
        }
        let mut along = HashMap::new();
        for (k, c) in listing.contributions().iter().enumerate() {
            into[c.to.0 as usize] += 1;
            along.insert((c.from.0, c.arg), k);
        }
        Recorder { read, run, listing, list, names: read.names(run), formulas: Formulas::of(run), brief, into, along }
    }
    fn record(&self) -> Record {
        let lines = self.lines();
        Record {
            structure: self.structure(),
            kept: self.read.kept(),
            expression: if self.brief { None } else { self.expression() },
            literals: if self.brief { Vec::new() } else { self.literals() },
            choice: choice::of(self.list, self.read.output, |id| self.names.plain(id)),
            inputs: inputs(self.read, |id| (!self.brief).then(|| self.names.mathml(id))),
            graph: if self.brief { None } else { picture(self.run) },
            folds: if self.brief { Vec::new() } else { folds(self.read, self.run, &self.names) },
            seed: output_id(self.list).map(|id| Seed { id: id.0, value: Num(1.0) }),
            contributions: self.contributions(),
            output: output(self.run, |id| self.names.plain(id)),
            gradient: self.gradient(),
            notes: self.listing.notes().iter().map(|note| self.remark(note)).collect(),
            warnings: self.read.warnings.clone(),
            counts: Counts {
                lines: lines.len(),
                operations: self.read.operations,
                additions: self.listing.contributions().len(),
                bytes: super::weight::of_each(self.run).iter().sum(),
            },
            lines,
        }
    }
    /// The hash of a text, so that both doors find the same one: other hashes go by how wide a machine's numbers are.
    fn structure(&self) -> String {
        let kinks: Vec<Option<u32>> = self.listing.notes().iter().map(|note| line_of(self.run, note)).collect();
        let mut text = format!("{}{:?}", self.list, self.read.text);
        for c in self.listing.contributions() {
            // Writing into a text cannot fail.
            let _ = write!(text, "\n{} {} {}", c.from.0, c.to.0, c.arg);
            // Which formula stands for a slope may depend on the point: where one is chosen, and on a kink.
            if self.formulas.choose(c.from) || kinks.contains(&Some(c.from.0)) {
                let _ = write!(text, " {:?}", self.formulas.formula(c.from, c.arg, c.slope));
            }
        }
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }
    fn expression(&self) -> Option<Formula> {
        self.read.text.as_ref()?;
        let tree = inlined(self.list, *self.list.outputs().first()?, 400)?;
        Some(scrubbed(tree, self.read.text.as_deref()?).written(&self.names))
    }
    fn literals(&self) -> Vec<[usize; 2]> {
        self.read.text.as_deref().map_or(Vec::new(), |text| literals(text).into_iter().map(|(_, span)| span).collect())
    }
    fn lines(&self) -> Vec<Line> {
        let depths = depths(self.run);
        let inputs = (0..self.list.input_len()).map(|k| self.line(Id(k as u32), None, 0));
        let applied = self.list.steps().filter(|(_, _, step)| step.results() == 1);
        inputs.chain(applied.map(|(line, id, step)| self.line(id, Some((line, step)), depths[id.0 as usize]))).collect()
    }
    fn line(&self, id: Id, at: Option<(usize, Step<'_>)>, depth: usize) -> Line {
        let numbers = |op, args| {
            let plain = applied(self.list, op, args).at(self.listing.values()).written(&self.names).plain;
            plain.replace('*', " × ").replace('/', " / ")
        };
        let (kind, args, substituted) = match at {
            None => (LineKind::Input, Vec::new(), None),
            Some((_, Step::Apply(op, args))) => {
                (LineKind::Apply, self.arguments(id, op, args), Some(numbers(op, args)))
            }
            Some(_) => (LineKind::Block, Vec::new(), None),
        };
        let k = id.0 as usize;
        let (value, adjoint) = (Num(self.listing.values()[k]), self.run.adjoint(id).map(Num));
        let fixed = (!self.brief).then(|| self.fixed(id, at));
        Line { id: id.0, kind, value, adjoint, expects: self.into[k], depth, args, substituted, fixed }
    }
    fn fixed(&self, id: Id, at: Option<(usize, Step<'_>)>) -> Fixed {
        let (tree, op) = match at {
            None => (Tree::Id(id), None),
            Some((_, Step::Apply(op, args))) => (applied(self.list, op, args), Some(op)),
            Some(_) => (Tree::Call("block", Vec::new()), None),
        };
        let (name, name_mathml) = (self.names.plain(id).to_owned(), self.names.mathml(id));
        let formula = tree.written(&self.names);
        let origin = at.and_then(|(line, _)| self.list.origin(line));
        Fixed {
            equation: if at.is_some() { joined((&name, &name_mathml), "=", &formula) } else { formula.clone() },
            name,
            name_mathml,
            bar_mathml: self.names.bar(id),
            op: op.map(Op::text),
            doc: op.map(sentence),
            formula,
            span: self.read.span(origin),
            keeps: at.map_or(Vec::new(), |(line, _)| keeps(self.run, &self.formulas, line)),
            group: at.and_then(|(line, _)| self.group(line)),
            places: at.and_then(|(line, _)| self.read.places(line)),
            place: at.and_then(|(line, _)| self.read.place(self.run, line)),
        }
    }
    fn group(&self, line: usize) -> Option<Group> {
        let (id, pass, passes) = self.read.pass(self.run, line)?;
        Some(Group { id, label: format!("pass {} of {passes}", pass + 1), pass })
    }
    /// What a line reads, with its local derivatives: as the sweep took them where it came by, as the table rules elsewhere.
    fn arguments(&self, id: Id, op: Op, args: &[Operand]) -> Vec<Argument> {
        let ruled = ruled(self.listing, id, op, args);
        let one = |(arg, &o): (usize, &Operand)| {
            let contribution = self.along.get(&(id.0, arg)).copied();
            let taken = contribution.map(|k| self.listing.contributions()[k].slope);
            let slope = taken.or(ruled[arg]).filter(|_| o.as_id().is_some());
            let formula = slope.filter(|_| !self.brief).and_then(|slope| self.formulas.formula(id, arg, slope));
            Argument {
                id: o.as_id().map(|id| id.0),
                value: Num(self.list.number(o, self.listing.values())),
                slope: slope.map(Num),
                contribution,
                formula: formula.map(|tree| tree.written(&self.names)),
            }
        };
        args.iter().enumerate().map(one).collect()
    }
    fn contributions(&self) -> Vec<Contribution> {
        let mut registers: Vec<f64> = vec![0.0; self.list.ids()];
        if let Some(Id(out)) = output_id(self.list) {
            registers[out as usize] = 1.0;
        }
        let one = |c: &wengert::Contribution| {
            let cotangent = Num(registers[c.from.0 as usize]);
            let before = std::mem::replace(&mut registers[c.to.0 as usize], c.register);
            let statement = (!self.brief).then(|| self.statement(c));
            let reads = || self.formulas.formula(c.from, c.arg, c.slope).map_or(Vec::new(), |tree| tree.ids());
            let reads = if self.brief { Vec::new() } else { reads().into_iter().map(|id| id.0).collect() };
            Contribution {
                from: c.from.0,
                to: c.to.0,
                arg: c.arg,
                cotangent,
                slope: Num(c.slope),
                term: Num(c.term),
                before: Num(before),
                after: Num(c.register),
                reads,
                statement,
            }
        };
        self.listing.contributions().iter().map(one).collect()
    }
    fn statement(&self, c: &wengert::Contribution) -> Formula {
        let tree = self.formulas.formula(c.from, c.arg, c.slope);
        let slope = tree.unwrap_or(Tree::Worth(c.slope));
        let (from, to) = (self.names.plain(c.from), self.names.plain(c.to));
        let factor = slope.factor(&self.names);
        let right = Formula {
            plain: format!("bar {from} * {}", factor.plain),
            mathml: format!("{}<mo>·</mo>{}", self.names.bar(c.from), factor.mathml),
        };
        joined((&format!("bar {to}"), &self.names.bar(c.to)), "+=", &right)
    }
    fn gradient(&self) -> Vec<Entry> {
        let one = |(k, &value): (usize, &f64)| Entry {
            name: self.names.plain(Id(k as u32)).to_owned(),
            line: k,
            value: Num(value),
        };
        self.listing.grad().iter().enumerate().map(one).collect()
    }
    fn remark(&self, note: &Note) -> Remark {
        let mut placeless = note.clone();
        placeless.at = None;
        let kink = &note.kink;
        Remark {
            kind: note.kind.word(),
            message: placeless.to_string(),
            line: line_of(self.run, note),
            span: self.read.span(note.at),
            op: kink.op,
            args: kink.args.iter().copied().map(Num).collect(),
            chosen: Num(note.chosen),
            lower: Num(kink.lower),
            upper: Num(kink.upper),
            set: match note.kind {
                NoteKind::Domain => Op::by_text(kink.op).map_or("", |op| op.row().domain).to_owned(),
                NoteKind::ZeroTimesInfinity | NoteKind::Kink(Kind::Edge) => kink.edge().to_string(),
                _ => kink.set.to_string(),
            },
        }
    }
}

/// The variables at their values: the first, where there are very many.
pub fn inputs(read: &Read, mathml: impl Fn(Id) -> Option<String>) -> Vec<Input> {
    let shown = if read.lines() > MAX_LISTED { MOST_INPUTS } else { read.point.len() };
    let one = |(k, range): (usize, [f64; 2])| {
        let id = Id(k as u32);
        let (name, value) = (read.list.input_name(id), Num(read.point[k]));
        Input { name, line: k, value, range: range.map(Num), mathml: mathml(id) }
    };
    reach::ranges(read, shown).into_iter().enumerate().map(one).collect()
}

/// Of a tape that is too long to be listed so many variables can be moved.
const MOST_INPUTS: usize = 8;

/// The value whose line a note is about.
pub fn line_of(run: &Run, note: &Note) -> Option<u32> {
    let kink = &note.kink;
    let here = |&(line, _, step): &(usize, Id, Step<'_>)| {
        matches!(step, Step::Apply(op, args) if op.text() == kink.op
            && run.list().origin(line) == note.at
            && args.iter().zip(&kink.args).all(|(&a, &b)| run.number(a).to_bits() == b.to_bits()))
    };
    run.list().steps().find(here).map(|(_, id, _)| id.0)
}

/// For each value the longest way from an input, in lines.
pub fn depths(run: &Run) -> Vec<usize> {
    let mut depths = vec![0; run.list().ids()];
    for (_, id, step) in run.list().steps() {
        if let Step::Apply(_, args) = step {
            let reads = args.iter().filter_map(|o| o.as_id()).map(|a| depths[a.0 as usize] + 1);
            depths[id.0 as usize] = reads.max().unwrap_or(0);
        }
    }
    depths
}

/// The value that is the first output, where it is no constant.
fn output_id(list: &List) -> Option<Id> {
    list.outputs().first().and_then(|o| o.as_id())
}

/// The output of a run, by its name.
pub fn output<'n>(run: &Run, name: impl FnOnce(Id) -> &'n str) -> Output {
    let id = output_id(run.list());
    Output { line: id.map(|id| id.0), name: id.map_or("L", name).to_owned(), value: Num(run.listing().value()) }
}

/// A line as a formula.
pub fn applied(list: &List, op: Op, args: &[Operand]) -> Tree {
    Tree::Call(op.text(), args.iter().map(|&o| Tree::operand(list, o)).collect())
}

/// The values that the local derivatives of a line read, each once.
pub fn keeps(run: &Run, formulas: &Formulas<'_>, line: usize) -> Vec<u32> {
    let Some((op, args)) = run.applied(line) else { return Vec::new() };
    let Some(id) = run.id_of(line) else { return Vec::new() };
    let ruled = ruled(run.listing(), id, op, args);
    let all = || args.iter().filter_map(|o| o.as_id()).collect();
    let reads = (0..args.len()).filter(|&arg| ruled[arg].is_some());
    let reads = reads.flat_map(|arg| formulas.reads(id, arg).unwrap_or_else(all));
    let mut ids: Vec<u32> = reads.map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The slopes of a line in all its arguments, as the table of primitives rules.
pub fn ruled(listing: &Listing, id: Id, op: Op, args: &[Operand]) -> Vec<Option<f64>> {
    let at: Vec<f64> = args.iter().map(|&a| listing.list().number(a, listing.values())).collect();
    let (y, mut slopes) = (listing.values()[id.0 as usize], vec![None; args.len()]);
    op.partials(&at, y, &|i| args[i].as_id().is_some(), &mut |i, d| slopes[i] = Some(d));
    slopes
}

/// The first sentence of what the table says.
fn sentence(op: Op) -> String {
    let doc = op.row().doc.split_whitespace().collect::<Vec<_>>().join(" ");
    doc.split_inclusive(". ").next().unwrap_or(&doc).trim_end().to_owned()
}
