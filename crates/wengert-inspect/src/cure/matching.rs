//! Finding a pattern in a List, and writing another in its place. Both work on lines, never on text.

use wengert::List;
use wengert::list::{Id, Operand, Ref, Step, TooLong};
use wengert::prim::Op;
use wengert::program::transform::dead_code;

/// An expression whose inputs stand for anything.
#[derive(Clone, Debug)]
pub(super) struct Pattern(pub List);

/// What each input of a pattern stands for.
type Bound = Vec<Option<Operand>>;

/// The last line of something that a pattern matches, and what its inputs stand for.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub line: usize,
    pub bound: Bound,
}

/// A List without sub-Lists, with the line of every value.
pub(super) struct Subject<'l> {
    pub list: &'l List,
    lines: Vec<Option<usize>>,
}

impl<'l> Subject<'l> {
    pub fn new(list: &'l List) -> Subject<'l> {
        let mut lines = vec![None; list.ids()];
        for (line, id, step) in list.steps() {
            if step.results() == 1 {
                lines[id.0 as usize] = Some(line);
            }
        }
        Subject { list, lines }
    }
    /// All places where the pattern matches, in program order.
    pub fn matches(&self, pattern: &Pattern) -> Vec<Match> {
        let Some(&goal) = pattern.0.outputs().first() else { return Vec::new() };
        let at = |(line, id, step): (usize, Id, Step<'_>)| {
            let Step::Apply(..) = step else { return None };
            let unbound = vec![None; pattern.0.input_len()];
            let bound = self.unify(pattern, vec![(Operand::id(id), goal)], unbound)?;
            Some(Match { line, bound })
        };
        self.list.steps().filter_map(at).collect()
    }
    /// What the inputs stand for if every pair of goals is to agree.
    fn unify(&self, pattern: &Pattern, mut goals: Vec<(Operand, Operand)>, mut bound: Bound) -> Option<Bound> {
        let Some((here, goal)) = goals.pop() else { return Some(bound) };
        if let Some(input) = goal.as_id().filter(|id| (id.0 as usize) < pattern.0.input_len()) {
            match bound[input.0 as usize] {
                Some(already) if !self.same(already, here) => return None,
                _ => bound[input.0 as usize] = Some(here),
            }
            return self.unify(pattern, goals, bound);
        }
        if let Ref::Const(k) = goal.get() {
            let wanted = pattern.0.pool()[k as usize];
            return (self.constant(here) == Some(wanted)).then(|| self.unify(pattern, goals, bound)).flatten();
        }
        let (op, args) = applied(&pattern.0, goal)?;
        self.ways(here, op, args, &pattern.0).into_iter().find_map(|pairs| {
            let more = goals.iter().copied().chain(pairs).collect();
            self.unify(pattern, more, bound.clone())
        })
    }
    /// The ways in which a value can be `op` of `args`, each as goals for the arguments.
    fn ways(&self, here: Operand, op: Op, args: &[Operand], pattern: &List) -> Vec<Vec<(Operand, Operand)>> {
        let Some((own, found)) = self.line_of(here).and_then(|line| match self.list.step(line) {
            Step::Apply(own, found) => Some((own, found)),
            _ => None,
        }) else {
            return Vec::new();
        };
        let mut ways = Vec::new();
        if own == op && found.len() == args.len() {
            ways.push(found.iter().copied().zip(args.iter().copied()).collect());
            if args.len() == 2 && matches!(op.text(), "add" | "mul" | "hypot" | "logsumexp" | "beta") {
                ways.push(vec![(found[1], args[0]), (found[0], args[1])]);
            }
        }
        // A square is written in four ways.
        let squared = op.text() == "pow" && constant_of(pattern, args[1]) == Some(2.0);
        match (squared, own.text(), found) {
            (true, "square", &[x]) => ways.push(vec![(x, args[0])]),
            (true, "powi", &[x, n]) if self.constant(n) == Some(2.0) => ways.push(vec![(x, args[0])]),
            (true, "mul", &[a, b]) if self.same(a, b) => ways.push(vec![(a, args[0])]),
            _ => {}
        }
        ways
    }
    fn line_of(&self, o: Operand) -> Option<usize> {
        self.lines[o.as_id()?.0 as usize]
    }
    fn constant(&self, o: Operand) -> Option<f64> {
        constant_of(self.list, o)
    }
    /// Whether two operands read the same.
    fn same(&self, a: Operand, b: Operand) -> bool {
        a == b || (self.constant(a).is_some() && self.constant(a) == self.constant(b))
    }
    /// The List with `to` written where the match stands.
    pub fn rewritten(&self, found: &Match, to: &Pattern) -> Result<List, TooLong> {
        let mut out = List::new();
        for input in self.list.inputs() {
            out.try_input(input.name.clone(), input.shape.clone())?;
        }
        for &c in self.list.data() {
            out.datum(c);
        }
        let mut new: Vec<Operand> = (0..self.list.input_len() as u32).map(|k| Operand::id(Id(k))).collect();
        for (line, _, step) in self.list.steps() {
            let from = out.len();
            match step {
                Step::Apply(..) if line == found.line => {
                    let y = self.instance(&mut out, &new, found, to)?;
                    new.push(y);
                }
                Step::Apply(op, args) => {
                    let args: Vec<Operand> = args.iter().map(|&a| moved(&mut out, self.list, &new, a)).collect();
                    let y = out.apply(op, &args)?;
                    new.push(y);
                }
                Step::Rule(rule, args) => {
                    let args: Vec<Operand> = args.iter().map(|&a| moved(&mut out, self.list, &new, a)).collect();
                    let first = out.rule(rule, &args)?;
                    new.extend((first.0..).take(rule.outputs()).map(|id| Operand::id(Id(id))));
                }
                Step::Guard(cond, said) => {
                    let cond = moved(&mut out, self.list, &new, cond);
                    out.guard(cond, said);
                }
                Step::Block(block) => new.extend((0..block.results()).map(|_| Operand::id(Id(0)))),
            }
            if let (Some(origin), true) = (self.list.origin(line), out.len() == from + 1) {
                out.came_from(origin);
            }
        }
        let outputs = self.list.outputs().iter().map(|&o| moved(&mut out, self.list, &new, o)).collect();
        out.set_outputs(outputs);
        dead_code(&out)
    }
    /// Writes the lines of `to`; answers what its output reads as.
    fn instance(&self, out: &mut List, new: &[Operand], found: &Match, to: &Pattern) -> Result<Operand, TooLong> {
        let mut own: Vec<Operand> = Vec::new();
        for &bound in &found.bound {
            let o = bound.map_or(Operand::id(Id(0)), |o| moved(out, self.list, new, o));
            own.push(o);
        }
        for (_, _, step) in to.0.steps() {
            if let Step::Apply(op, args) = step {
                let args: Vec<Operand> = args.iter().map(|&a| moved(out, &to.0, &own, a)).collect();
                let y = out.apply(op, &args)?;
                if let Some(origin) = self.list.origin(found.line) {
                    out.came_from(origin);
                }
                own.push(y);
            }
        }
        Ok(to.0.outputs().first().map_or(Operand::id(Id(0)), |&o| moved(out, &to.0, &own, o)))
    }
}

/// What an operand of `list` reads in `out`, where its values have become `new`.
fn moved(out: &mut List, list: &List, new: &[Operand], o: Operand) -> Operand {
    match o.get() {
        Ref::Id(id) => new[id.0 as usize],
        Ref::Const(k) => out.constant(list.pool()[k as usize]),
        Ref::Data(_) => o,
    }
}

/// The number that an operand is, if it is one.
fn constant_of(list: &List, o: Operand) -> Option<f64> {
    match o.get() {
        Ref::Const(k) => Some(list.pool()[k as usize]),
        _ => None,
    }
}

/// What the line of a pattern's value says.
fn applied(list: &List, o: Operand) -> Option<(Op, &[Operand])> {
    let id = o.as_id()?;
    let (line, ..) = list.steps().find(|&(_, at, ref step)| at == id && step.results() == 1)?;
    match list.step(line) {
        Step::Apply(op, args) => Some((op, args)),
        _ => None,
    }
}
