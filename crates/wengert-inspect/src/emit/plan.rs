//! A run as statements in no language yet: forward lines, registers, contributions.

use super::identifiers::Identifiers;
use super::node::Node;
use super::parts::Parts;
use super::{Lang, Unsupported};
use crate::Run;
use crate::formula::{Slopes, text_of};
use crate::signs::comparison;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use wengert::list::{Id, List, Operand, Ref, Step};
use wengert::prim::Op;

/// One `+=`.
#[derive(Debug)]
pub(super) struct Add {
    pub to: Id,
    /// Which argument of the line that is.
    pub arg: usize,
    pub register: String,
    pub slope: Node,
    /// Only where this is true, or is not.
    pub when: Option<(Node, bool)>,
    /// Whether the engine counts a zero times an infinity as zero here.
    pub rescued: bool,
}

/// What a line hands out.
#[derive(Debug)]
pub(super) struct Reverse {
    /// Parts that its slopes share.
    pub shared: Vec<(String, Node)>,
    pub adds: Vec<Add>,
    /// Whether its slopes must not matter where nothing came in: in a branch not taken, and where the engine counts zero
    /// times an infinite slope as zero.
    pub guarded: bool,
}

/// A line of the tape.
#[derive(Debug)]
pub(super) struct Line {
    /// The value that it names; of a guard the next one.
    pub id: Id,
    pub said: String,
    pub what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// Names a value; its register, where it has one; what it hands out.
    Value { name: String, node: Node, bar: Option<Register>, reverse: Option<Reverse> },
    /// Asserts that a comparison comes out as it did.
    Guard(Node, bool),
}

/// A register and what happens to it.
#[derive(Clone, Debug)]
pub(super) struct Register {
    pub id: Id,
    pub name: String,
    /// Whether anything is added to it.
    pub receives: bool,
    /// Whether anything is computed with it.
    pub pays: bool,
}

impl Register {
    fn new(id: Id, name: String) -> Register {
        Register { id, name, receives: false, pays: false }
    }
}

/// An input.
#[derive(Debug)]
pub(super) struct Input {
    /// As people write it.
    pub label: String,
    pub name: String,
    pub bar: Register,
    /// Whether a line reads it.
    pub read: bool,
    pub value: f64,
}

/// A program in no language yet.
#[derive(Debug)]
pub(super) struct Plan {
    pub lang: Lang,
    pub title: String,
    pub inputs: Vec<Input>,
    pub lines: Vec<Line>,
    pub output: Node,
    /// What people call the output.
    pub label: String,
    /// The register that is seeded.
    pub seed: Option<Register>,
    /// What every name is worth at the point.
    pub values: HashMap<String, f64>,
    /// The names of lines that answer yes or no, also of those that are not shown.
    pub answers: HashSet<String>,
}

/// What the plan is made from.
struct Maker<'a> {
    run: &'a Run,
    names: Vec<String>,
    bars: Vec<Option<String>>,
    identifiers: Identifiers,
    values: HashMap<String, f64>,
    /// What lines handed out, by line and argument.
    paid: HashMap<(u32, usize), Paid>,
}

/// What a line handed out to an argument, where that is not plainly cotangent times slope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paid {
    /// A zero times an infinity, which counted as zero.
    Rescued,
    Nan,
}

impl Plan {
    /// # Errors
    /// [`Unsupported`] where the run has a rule of the user's: what that computes is known to its author alone.
    pub fn new(run: &Run, lang: Lang, title: &str, window: Option<Range<usize>>) -> Result<Plan, Unsupported> {
        let list = run.list();
        let rule = list.steps().find_map(|(line, _, step)| match step {
            Step::Rule(rule, _) => Some((rule.name().to_owned(), line)),
            _ => None,
        });
        if let Some((function, line)) = rule {
            let said = text_of(list, line, run.names()).unwrap_or_default();
            return Err(Unsupported { lang, function, line: format!("`{said}`") });
        }
        let mut maker = Maker::new(run, lang);
        let live = live(list);
        let receives = receives(run, &live);
        maker.bars(list.input_len(), &receives);
        let branches = branches(list);
        let shown = window.unwrap_or(0..list.len());
        let wanted = |id: Id, step: &Step<'_>| step.results() == 0 || live[id.0 as usize];
        let mut lines: Vec<Line> = list
            .steps()
            .filter(|(line, id, step)| shown.contains(line) && wanted(*id, step))
            .map(|(line, id, step)| {
                maker.line(line, id, step, branches[id.0.min(list.ids() as u32 - 1) as usize], &receives)
            })
            .collect();
        let output = list.outputs().first().map_or(Node::Number(f64::NAN), |&o| maker.operand(o));
        let seed = run.output().and_then(|id| Some(Register::new(id, maker.bars[id.0 as usize].clone()?)));
        let mut inputs: Vec<Input> = (0..list.input_len()).map(|k| maker.input(k)).collect();
        settle(&mut inputs, &mut lines, &output);
        let title = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let answers = answers(list, &maker.names);
        Ok(Plan { lang, title, inputs, lines, output, label: label(run), seed, values: maker.values, answers })
    }
}

/// The names of the lines that answer yes or no.
fn answers(list: &List, names: &[String]) -> HashSet<String> {
    let asks = |op: Op| {
        comparison(op.text()).is_some() || matches!(op.text(), "is_nan" | "is_finite" | "is_positive" | "and" | "same")
    };
    let asking = list.steps().filter(|(_, _, step)| matches!(step, Step::Apply(op, _) if asks(*op)));
    asking.map(|(_, id, _)| names[id.0 as usize].clone()).collect()
}

/// What people call the output: by its name, where it has one of its own.
fn label(run: &Run) -> String {
    let numbered = |name: &str| name.strip_prefix('v').is_some_and(|rest| rest.parse::<u32>().is_ok());
    let named = run.output().map(|id| run.name(id)).filter(|name| !numbered(name));
    let taken = |name: &str| (0..run.list().input_len() as u32).any(|k| run.name(Id(k)) == name);
    named.unwrap_or(if taken("L") { "out" } else { "L" }).to_owned()
}

/// Finds out which registers are added to, which are computed with, and which inputs are read.
fn settle(inputs: &mut [Input], lines: &mut [Line], output: &Node) {
    let (mut receiving, mut read) = (HashSet::new(), HashSet::new());
    output.names(&mut read);
    for line in &*lines {
        match &line.what {
            What::Value { node, reverse, .. } => {
                node.names(&mut read);
                let reverse = reverse.iter();
                for add in reverse.clone().flat_map(|r| &r.adds) {
                    receiving.insert(add.register.clone());
                    add.slope.names(&mut read);
                    add.when.iter().for_each(|(condition, _)| condition.names(&mut read));
                }
                reverse.flat_map(|r| &r.shared).for_each(|(_, node)| node.names(&mut read));
            }
            What::Guard(condition, _) => condition.names(&mut read),
        }
    }
    for input in inputs {
        input.bar.receives = receiving.contains(&input.bar.name);
        input.read = read.contains(&input.name);
    }
    for line in lines {
        if let What::Value { bar: Some(bar), reverse, .. } = &mut line.what {
            bar.receives = receiving.contains(&bar.name);
            bar.pays = reverse.as_ref().is_some_and(|r| !r.adds.is_empty());
        }
    }
}

/// Which values the output or a guard depends on.
fn live(list: &List) -> Vec<bool> {
    let mut live = vec![false; list.ids()];
    let ids = |args: &[Operand]| args.iter().filter_map(|a| a.as_id()).collect::<Vec<_>>();
    ids(&list.outputs()[..list.outputs().len().min(1)]).iter().for_each(|id| live[id.0 as usize] = true);
    for (_, id, step) in list.steps_backward() {
        match step {
            Step::Apply(_, args) if live[id.0 as usize] => {
                ids(args).iter().for_each(|a| live[a.0 as usize] = true);
            }
            Step::Guard(cond, _) => ids(&[cond]).iter().for_each(|a| live[a.0 as usize] = true),
            Step::Rule(..) | Step::Block(_) | Step::Apply(..) => {}
        }
    }
    live
}

/// Which values anything can flow into.
fn receives(run: &Run, live: &[bool]) -> Vec<bool> {
    let list = run.list();
    let mut receives = vec![false; list.ids()];
    if let Some(id) = run.output() {
        receives[id.0 as usize] = true;
    }
    for (_, id, step) in list.steps_backward() {
        let Step::Apply(op, args) = step else { continue };
        if !receives[id.0 as usize] || !live[id.0 as usize] {
            continue;
        }
        let row = op.row();
        for (k, a) in args.iter().enumerate() {
            let formula = row.partials.get(if row.nary { 0 } else { k });
            if let (Some(a), true) = (a.as_id(), formula.is_some_and(|f| !f.eq_ignore_ascii_case("none"))) {
                receives[a.0 as usize] = true;
            }
        }
    }
    receives
}

/// Which values may stand in a branch that is not taken.
fn branches(list: &List) -> Vec<bool> {
    let mut in_branch = vec![false; list.ids()];
    for (_, id, step) in list.steps_backward() {
        let Step::Apply(op, args) = step else { continue };
        let chooses = op.text() == "where";
        let inside = in_branch[id.0 as usize];
        let taken = args.iter().enumerate().filter(|(k, _)| inside || (chooses && *k > 0));
        for a in taken.filter_map(|(_, a)| a.as_id()) {
            in_branch[a.0 as usize] = true;
        }
    }
    in_branch
}

impl<'a> Maker<'a> {
    fn new(run: &'a Run, lang: Lang) -> Maker<'a> {
        let mut identifiers = Identifiers::new(lang);
        let ids = 0..run.list().ids() as u32;
        let names: Vec<String> = ids.clone().map(|k| identifiers.name(run.name(Id(k)))).collect();
        let values = ids.map(|k| (names[k as usize].clone(), run.value(Id(k)))).collect();
        let paid = run.contributions().iter().filter_map(|c| {
            let product = c.slope * run.adjoint(c.from).unwrap_or(0.0);
            let paid = match c.term {
                term if term.is_nan() => Paid::Nan,
                0.0 if product.is_nan() => Paid::Rescued,
                _ => return None,
            };
            Some(((c.from.0, c.arg), paid))
        });
        Maker { run, names, bars: Vec::new(), identifiers, values, paid: paid.collect() }
    }
    /// Names the registers: of every input, and of the lines that anything can flow into.
    fn bars(&mut self, inputs: usize, receives: &[bool]) {
        let Maker { names, identifiers, .. } = self;
        let wish = |name: &String| format!("{}_bar", name.trim_end_matches('_'));
        let each = names.iter().zip(receives).enumerate();
        self.bars = each.map(|(k, (name, &on))| (on || k < inputs).then(|| identifiers.name(&wish(name)))).collect();
    }
    fn input(&self, k: usize) -> Input {
        let id = Id(k as u32);
        Input {
            label: self.run.name(id).to_owned(),
            name: self.names[k].clone(),
            bar: Register::new(id, self.bars[k].clone().unwrap_or_default()),
            read: false,
            value: self.run.value(id),
        }
    }
    fn operand(&self, o: Operand) -> Node {
        match o.get() {
            Ref::Id(id) => Node::Name(self.names[id.0 as usize].clone()),
            Ref::Const(k) => Node::Number(self.run.list().pool()[k as usize]),
            Ref::Data(k) => Node::Number(self.run.list().data()[k as usize]),
        }
    }
    fn line(&mut self, line: usize, id: Id, step: Step<'_>, guarded: bool, receives: &[bool]) -> Line {
        match step {
            Step::Apply(op, args) => {
                let node = Node::Apply(op, args.iter().map(|&a| self.operand(a)).collect());
                let bar = self.bars[id.0 as usize].clone().filter(|_| receives[id.0 as usize]);
                let reverse = bar.as_ref().and_then(|_| self.reverse(op, args, id, guarded));
                let said = text_of(self.run.list(), line, self.run.names()).unwrap_or_default();
                let said = format!("{} = {said}", self.run.name(id));
                let name = self.names[id.0 as usize].clone();
                let bar = bar.map(|name| Register::new(id, name));
                Line { id, said, what: What::Value { name, node, bar, reverse } }
            }
            Step::Guard(cond, said) => {
                Line { id, said: "a comparison".to_owned(), what: What::Guard(self.operand(cond), said) }
            }
            Step::Block(_) | Step::Rule(..) => unreachable!("a run is written out, and rules are refused"),
        }
    }
    /// What a line hands out: the local derivatives of the table, parts that come twice by a name.
    fn reverse(&mut self, op: Op, args: &[Operand], id: Id, guarded: bool) -> Option<Reverse> {
        let slopes = Slopes::new(self.run.list(), op, args, id).ok()?;
        let wanted: Vec<(usize, Operand)> = (0..args.len()).filter_map(|k| Some((k, slopes.output(k)?))).collect();
        let mut parts = Parts::new(&slopes, &wanted);
        let mut shared = Vec::new();
        for (_, value, step) in slopes.program().steps() {
            let Step::Apply(op, of) = step else { continue };
            let uses = parts.uses[value.0 as usize];
            if slopes.stands_for(value).is_some() || uses == 0 {
                continue;
            }
            let node = Node::Apply(op, of.iter().map(|&o| parts.node(&self.names, o)).collect());
            let node = if uses > 1 {
                let name = self.identifiers.name(&format!("{}_part{}", self.names[id.0 as usize], shared.len() + 1));
                self.values.insert(name.clone(), node.value(&self.values));
                shared.push((name.clone(), node));
                Node::Name(name)
            } else {
                node
            };
            parts.made[value.0 as usize] = Some(node);
        }
        let adds = wanted.iter().filter_map(|&(k, output)| {
            let to = args[k].as_id()?;
            let register = self.bars[to.0 as usize].clone()?;
            add((to, k), register, parts.node(&self.names, output), self.paid.get(&(id.0, k)).copied())
        });
        let mut adds: Vec<Add> = adds.collect();
        let waits = self.waits(id, &adds);
        // Where nothing is handed out while nothing came in, that is the whole of it.
        adds.iter_mut().for_each(|add| add.rescued &= !waits);
        let guarded = guarded || waits;
        Some(Reverse { adds, shared, guarded })
    }
    /// Whether nothing came in, a slope is not finite, and the engine made no NaN of them.
    fn waits(&self, id: Id, adds: &[Add]) -> bool {
        let infinite = |add: &Add| !add.slope.value(&self.values).is_finite();
        let spoilt = adds.iter().any(|add| self.paid.get(&(id.0, add.arg)) == Some(&Paid::Nan));
        self.run.adjoint(id).unwrap_or(0.0) == 0.0 && !spoilt && adds.iter().any(infinite)
    }
}

/// A contribution; none where the slope is a plain zero that made no NaN, conditional where it is one or nothing.
fn add((to, arg): (Id, usize), register: String, slope: Node, paid: Option<Paid>) -> Option<Add> {
    if slope.is(0.0) && paid != Some(Paid::Nan) {
        return None;
    }
    let rescued = paid == Some(Paid::Rescued);
    if let Some([cond, yes, no]) = slope.args_of("where") {
        for (taken, other, said) in [(yes, no, true), (no, yes, false)] {
            if other.is(0.0) {
                let when = Some((cond.clone(), said));
                return Some(Add { to, arg, register, slope: taken.clone(), when, rescued });
            }
        }
    }
    Some(Add { to, arg, register, slope, when: None, rescued })
}
