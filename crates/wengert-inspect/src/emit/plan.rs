//! A run as statements in no language yet: forward lines, registers, contributions.

use super::identifiers::Identifiers;
use super::node::Node;
use super::{Lang, Unsupported};
use crate::Run;
use crate::formula::{Slopes, text_of};
use wengert::list::{Id, List, Operand, Ref, Step};
use wengert::prim::Op;

/// One `+=`.
#[derive(Debug)]
pub(super) struct Add {
    pub register: String,
    pub slope: Node,
    /// Only where this is true, or is not.
    pub when: Option<(Node, bool)>,
}

/// What a line hands out.
#[derive(Debug)]
pub(super) struct Reverse {
    /// Parts that its slopes share.
    pub shared: Vec<(String, Node)>,
    pub adds: Vec<Add>,
    /// Whether it may be a line of a branch not taken, whose slopes must not matter.
    pub guarded: bool,
}

/// A line of the tape.
#[derive(Debug)]
pub(super) struct Line {
    pub line: usize,
    pub said: String,
    pub what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// Names a value; its register, where it has one; what it hands out.
    Value { name: String, node: Node, bar: Option<String>, reverse: Option<Reverse> },
    /// Asserts that a comparison comes out as it did.
    Guard(Node, bool),
}

/// An input.
#[derive(Debug)]
pub(super) struct Input {
    /// As people write it.
    pub label: String,
    pub name: String,
    pub bar: String,
    /// Whether anything flows into its register.
    pub receives: bool,
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
    /// The register that is seeded.
    pub seed: Option<String>,
}

/// What the plan is made from.
struct Maker<'a> {
    run: &'a Run,
    names: Vec<String>,
    bars: Vec<Option<String>>,
    identifiers: Identifiers,
}

impl Plan {
    /// # Errors
    /// [`Unsupported`] where the run has a rule of the user's: what that computes is known to its author alone.
    pub fn new(run: &Run, lang: Lang, title: &str) -> Result<Plan, Unsupported> {
        let list = run.list();
        let rule = list.steps().find_map(|(line, _, step)| match step {
            Step::Rule(rule, _) => Some((rule.name().to_owned(), line)),
            _ => None,
        });
        if let Some((function, line)) = rule {
            let said = text_of(list, line, run.names()).unwrap_or_default();
            return Err(Unsupported { lang, function, line: format!("`{said}`") });
        }
        let mut identifiers = Identifiers::new(lang);
        let live = live(list);
        let names: Vec<String> = (0..list.ids() as u32).map(|k| identifiers.name(run.name(Id(k)))).collect();
        let inputs = list.input_len();
        let receives = receives(run, &live);
        let bars: Vec<Option<String>> = names
            .iter()
            .zip(&receives)
            .enumerate()
            .map(|(k, (name, &on))| (on || k < inputs).then(|| identifiers.name(&format!("{name}_bar"))))
            .collect();
        let mut maker = Maker { run, names, bars, identifiers };
        let branches = branches(list);
        let wanted = |id: Id, step: &Step<'_>| step.results() == 0 || live[id.0 as usize];
        let lines: Vec<Line> = list
            .steps()
            .filter(|(_, id, step)| wanted(*id, step))
            .map(|(line, id, step)| {
                maker.line(line, id, step, branches[id.0.min(list.ids() as u32 - 1) as usize], &receives)
            })
            .collect();
        let output = list.outputs().first().map_or(Node::Number(f64::NAN), |&o| maker.operand(o));
        let seed = run.output().and_then(|id| maker.bars[id.0 as usize].clone());
        let inputs = (0..inputs).map(|k| Input {
            label: run.name(Id(k as u32)).to_owned(),
            name: maker.names[k].clone(),
            bar: maker.bars[k].clone().unwrap_or_default(),
            receives: receives[k],
            value: run.value(Id(k as u32)),
        });
        let title = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        Ok(Plan { lang, title, inputs: inputs.collect(), lines, output, seed })
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

impl Maker<'_> {
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
                Line { line, said, what: What::Value { name, node, bar, reverse } }
            }
            Step::Guard(cond, said) => {
                Line { line, said: "a comparison".to_owned(), what: What::Guard(self.operand(cond), said) }
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
            let node = Node::Apply(op, of.iter().map(|&o| parts.node(self, o)).collect());
            let node = if uses > 1 {
                let name = self.identifiers.name(&format!("{}_part{}", self.names[id.0 as usize], shared.len() + 1));
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
            add(register, parts.node(self, output))
        });
        Some(Reverse { adds: adds.collect(), shared, guarded })
    }
}

/// A contribution; none where the slope is a plain zero, conditional where it is one or nothing.
fn add(register: String, slope: Node) -> Option<Add> {
    if slope.is(0.0) {
        return None;
    }
    if let Some([cond, yes, no]) = slope.args_of("where") {
        for (taken, other, said) in [(yes, no, true), (no, yes, false)] {
            if other.is(0.0) {
                return Some(Add { register, slope: taken.clone(), when: Some((cond.clone(), said)) });
            }
        }
    }
    Some(Add { register, slope, when: None })
}

/// What a value of a slope program comes to, where only the number matters and no further derivative.
#[derive(Clone, Copy, PartialEq)]
enum Comes {
    To(Operand),
    Zero,
}

/// The lines of a slope program on their way to expressions.
struct Parts<'a> {
    slopes: &'a Slopes,
    comes: Vec<Comes>,
    uses: Vec<u32>,
    made: Vec<Option<Node>>,
}

impl<'a> Parts<'a> {
    fn new(slopes: &'a Slopes, wanted: &[(usize, Operand)]) -> Parts<'a> {
        let program = slopes.program();
        let ids = program.ids();
        let comes = (0..ids as u32).map(|k| Comes::To(Operand::id(Id(k)))).collect();
        let mut parts = Parts { slopes, comes, uses: vec![0; ids], made: vec![None; ids] };
        for (_, id, step) in program.steps() {
            if let Step::Apply(op, args) = step {
                parts.comes[id.0 as usize] = parts.shorter(op, args).unwrap_or(Comes::To(Operand::id(id)));
            }
        }
        wanted.iter().for_each(|&(_, o)| parts.used(o));
        for (_, id, step) in program.steps_backward() {
            if let (Step::Apply(_, args), None, 1..) = (step, slopes.stands_for(id), parts.uses[id.0 as usize]) {
                args.iter().for_each(|&a| parts.used(a));
            }
        }
        parts
    }
    fn resolve(&self, o: Operand) -> Comes {
        o.as_id().map_or(Comes::To(o), |id| self.comes[id.0 as usize])
    }
    /// Terms that stand for a missing second derivative are zeros here, and leave the formulas.
    fn shorter(&self, op: Op, args: &[Operand]) -> Option<Comes> {
        match (op.text(), args) {
            ("ratio", [a, r]) if a == r && self.is_nothing(*a) => Some(Comes::Zero),
            ("add", [a, b]) if self.resolve(*b) == Comes::Zero => Some(self.resolve(*a)),
            ("where", [_, a, b]) if self.resolve(*a) == self.resolve(*b) => Some(self.resolve(*a)),
            _ => None,
        }
    }
    /// Whether it is x - x.
    fn is_nothing(&self, o: Operand) -> bool {
        let program = self.slopes.program();
        let line = o.as_id().and_then(|id| (id.0 as usize).checked_sub(program.input_len()));
        line.is_some_and(|k| matches!(program.step(k), Step::Apply(op, [a, b]) if op.text() == "sub" && a == b))
    }
    fn used(&mut self, o: Operand) {
        if let Comes::To(o) = self.resolve(o)
            && let Some(id) = o.as_id()
        {
            self.uses[id.0 as usize] += 1;
        }
    }
    fn node(&self, maker: &Maker<'_>, o: Operand) -> Node {
        let program = self.slopes.program();
        let Comes::To(o) = self.resolve(o) else { return Node::Number(0.0) };
        match o.get() {
            Ref::Const(k) => Node::Number(program.pool()[k as usize]),
            Ref::Data(k) => Node::Number(program.data()[k as usize]),
            Ref::Id(id) => match (self.slopes.stands_for(id), &self.made[id.0 as usize]) {
                (Some(value), _) => Node::Name(maker.names[value.0 as usize].clone()),
                (None, Some(node)) => node.clone(),
                (None, None) => Node::Number(f64::NAN),
            },
        }
    }
}
