//! The local derivatives of the lines of a run as formulas with the lines' values in them: what `wengert_inspect` finds,
//! with the choices made that the table makes at this point.

use super::formula::Tree;
use std::cell::RefCell;
use std::collections::HashMap;
use wengert::list::Id;
use wengert::prim::Op;
use wengert_inspect::Run;
use wengert_inspect::formula::{Slopes, Term};

/// A formula of more parts than this is shown as its number only.
const MOST_PARTS: usize = 12;
/// Choices hide parts: before they are made, a formula may have more.
const MOST_BEFORE: usize = 200;

/// The formulas of one run, each line looked at once.
#[derive(Debug)]
pub struct Formulas<'r> {
    run: &'r Run,
    lines: RefCell<HashMap<Id, Option<Slopes>>>,
}

impl<'r> Formulas<'r> {
    /// Of a run.
    pub fn of(run: &'r Run) -> Formulas<'r> {
        Formulas { run, lines: RefCell::default() }
    }
    /// The slope `taken` of a line in one argument; `None` where that is long, no plain formula, or not what was taken.
    pub fn formula(&self, id: Id, arg: usize, taken: f64) -> Option<Tree> {
        let mut lines = self.lines.borrow_mut();
        let slopes = lines.entry(id).or_insert_with(|| slopes(self.run, id)).as_ref()?;
        let term = slopes.taken(arg, MOST_BEFORE, taken, |id| self.run.value(id))?;
        let tree = chosen(&term, self.run.listing().values());
        (parts(&tree) <= MOST_PARTS && !compares(&tree)).then_some(tree)
    }
    /// The values that the slope of a line in one argument is computed from, those that a choice asks for included; `None`
    /// where that cannot be told.
    pub fn reads(&self, id: Id, arg: usize) -> Option<Vec<Id>> {
        let mut lines = self.lines.borrow_mut();
        let slopes = lines.entry(id).or_insert_with(|| slopes(self.run, id)).as_ref()?;
        let mut found = Vec::new();
        values(&slopes.of(arg, MOST_BEFORE)?, &mut found);
        Some(found)
    }
    /// Whether the formulas of a line may be others at another point.
    pub fn choose(&self, id: Id) -> bool {
        let op = self.run.line_of(id).and_then(|line| self.run.applied(line)).map(|(op, _)| op);
        let chooses = |text: &&str| text.contains("pick(") || text.contains("at_zero(");
        op.is_some_and(|op| op.row().nan_outside || op.row().partials.iter().any(chooses))
    }
}

/// The slope `taken` of a single line.
pub fn formula(run: &Run, id: Id, arg: usize, taken: f64) -> Option<Tree> {
    Formulas::of(run).formula(id, arg, taken)
}

fn slopes(run: &Run, id: Id) -> Option<Slopes> {
    let (op, args) = run.applied(run.line_of(id)?)?;
    Slopes::new(run.list(), op, args, id).ok()
}

/// The values that stand in a formula.
fn values(term: &Term, found: &mut Vec<Id>) {
    match term {
        Term::Value(id) => found.push(*id),
        Term::Number(_) => {}
        Term::Apply(_, args) => args.iter().for_each(|arg| values(arg, found)),
    }
}

/// A formula in the page's own trees, every choice shown as what was chosen.
fn chosen(term: &Term, values: &[f64]) -> Tree {
    match term {
        Term::Value(id) => Tree::Id(*id),
        Term::Number(x) => Tree::Number(*x, None),
        Term::Apply(op, args) => match args.as_slice() {
            [condition, a, b] if op.name() == "pick" => {
                let taken = if worth(&chosen(condition, values), values) != 0.0 { a } else { b };
                chosen(taken, values)
            }
            args => call(op.text(), args.iter().map(|arg| chosen(arg, values)).collect()),
        },
    }
}

/// What a formula is worth.
pub fn worth(tree: &Tree, values: &[f64]) -> f64 {
    match tree {
        Tree::Id(id) => values[id.0 as usize],
        Tree::Number(x, _) | Tree::Worth(x) => *x,
        Tree::Call(name, args) => {
            let at: Vec<f64> = args.iter().map(|arg| worth(arg, values)).collect();
            Op::by_text(name).filter(|op| op.accepts(at.len())).map_or(f64::NAN, |op| op.apply(&at))
        }
    }
}

/// Whether a comparison stands in it, which explains less than its number.
fn compares(tree: &Tree) -> bool {
    let Tree::Call(op, args) = tree else { return false };
    ["eq", "ne", "lt", "le", "gt", "ge"].contains(op) || args.iter().any(compares)
}

fn parts(tree: &Tree) -> usize {
    if let Tree::Call(_, args) = tree { 1 + args.iter().map(parts).sum::<usize>() } else { 1 }
}

/// A call with what is plainly simpler in its place: the difference of two constants, a first power, a factor 1.
fn call(op: &'static str, args: Vec<Tree>) -> Tree {
    match (op, args.as_slice()) {
        ("sub", [Tree::Number(a, _), Tree::Number(b, _)]) => Tree::Number(a - b, None),
        ("pow" | "powi", [x, Tree::Number(1.0, _)]) => x.clone(),
        ("mul", [Tree::Number(1.0, _), x] | [x, Tree::Number(1.0, _)]) => x.clone(),
        _ => Tree::Call(op, args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::names::Names;
    use wengert::list::{List, Operand};
    use wengert::{Contribution, Options};

    fn slopes(text: &str) -> Vec<Option<String>> {
        let list = wengert_expr::parse(text, &["x", "y"]).unwrap();
        let names = Names::of(&list, &|_| None);
        let run = Run::new(&list, &[0.4, 0.7], Options::new()).unwrap();
        let written = |c: &Contribution| Some(formula(&run, c.from, c.arg, c.slope)?.written(&names).plain);
        run.contributions().iter().map(written).collect()
    }

    #[test]
    fn slopes_are_written_with_the_values_of_the_line() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(slopes("x*y"), [some("y"), some("x")]);
        assert_eq!(slopes("sin(x)"), [some("cos(x)")]);
        assert_eq!(slopes("x/y"), [some("1/y"), some("-(L/y)")]);
        assert_eq!(slopes("asin(x)"), [some("1/sqrt((1 - x)*(1 + x))")]);
        assert_eq!(slopes("log(x)"), [some("1/x")]);
        assert_eq!(slopes("x^2"), [some("2*x")]);
        assert_eq!(slopes("x^y"), [some("y*x^(y - 1)"), some("xlogy(L, x)")]);
        assert_eq!(slopes("leaky_relu(x, 0.1)"), [some("1")]);
        assert_eq!(slopes("exp(x)"), [some("L")]);
        assert_eq!(slopes("max(x, y)"), [None]);
    }

    #[test]
    fn most_of_the_table_is_written() {
        let (mut shown, mut all) = (0, 0);
        for op in Op::all().filter(|op| !op.row().nary) {
            let (sample, mut list) = (op.row().samples[0], List::new());
            let args: Vec<Operand> = op.row().args.iter().map(|name| Operand::id(list.input(*name, vec![]))).collect();
            let result = list.apply(op, &args).unwrap();
            list.output(result);
            let run = Run::new(&list, sample, Options::new()).unwrap();
            for c in run.contributions() {
                all += 1;
                shown += usize::from(formula(&run, c.from, c.arg, c.slope).is_some());
            }
        }
        assert!(shown * 4 >= all * 3, "{shown} of {all} slopes are shown as formulas");
    }
}
