//! The local derivatives of a line as formulas: what the primitive table writes, read as a tree with the line's values
//! in it.

use super::formula::Tree;
use std::f64::consts;
use wengert::Listing;
use wengert::list::{Id, List, Operand, Step};
use wengert::prim::{Op, Row};

/// A formula of more parts than this is shown as its number only.
const MOST_PARTS: usize = 12;

/// The slope `taken` of a line in one argument, as the table writes it; `None` where that is long, no plain formula, or
/// not what was taken.
pub fn formula(listing: &Listing, id: Id, arg: usize, taken: f64) -> Option<Tree> {
    let Source { op, args } = Source::of(listing.list(), id)?;
    let row = op.row();
    let text = row.partials.get(if row.nary { 0 } else { arg })?;
    let mut reader = Reader { rest: text, row, listing, args, arg, result: id };
    let tree = reader.sum()?;
    let close = |got: f64| got == taken || (got - taken).abs() <= 1e-9 * taken.abs();
    (reader.rest.trim().is_empty() && parts(&tree) <= MOST_PARTS && close(worth(&tree, listing.values())))
        .then_some(tree)
}

/// The primitive that names a value, and what it reads.
struct Source<'a> {
    op: Op,
    args: &'a [Operand],
}

impl Source<'_> {
    fn of(list: &List, id: Id) -> Option<Source<'_>> {
        list.steps().find_map(|(_, at, step)| match step {
            Step::Apply(op, args) if at == id => Some(Source { op, args }),
            _ => None,
        })
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

fn parts(tree: &Tree) -> usize {
    if let Tree::Call(_, args) = tree { 1 + args.iter().map(parts).sum::<usize>() } else { 1 }
}

/// A call with what is plainly simpler in its place: the difference of two constants, a first power, a factor 1.
fn call(op: &'static str, args: Vec<Tree>) -> Tree {
    match (op, args.as_slice()) {
        ("sub", [Tree::Number(a, _), Tree::Number(b, _)]) => Tree::Number(a - b, None),
        ("pow", [x, Tree::Number(1.0, _)]) => x.clone(),
        ("mul", [Tree::Number(1.0, _), x]) => x.clone(),
        _ => Tree::Call(op, args),
    }
}

/// Reads one formula of the table.
struct Reader<'a> {
    rest: &'a str,
    row: &'static Row,
    listing: &'a Listing,
    args: &'a [Operand],
    arg: usize,
    result: Id,
}

impl Reader<'_> {
    /// Takes the sign `sign`, if it is next.
    fn takes(&mut self, sign: &str) -> bool {
        let next = self.rest.trim_start();
        match next.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
    fn sum(&mut self) -> Option<Tree> {
        let mut left = self.product()?;
        loop {
            left = match (self.takes("+"), self.rest.trim_start().starts_with("-")) {
                (true, _) => call("add", vec![left, self.product()?]),
                (false, true) if self.takes("-") => call("sub", vec![left, self.product()?]),
                _ => return Some(left),
            };
        }
    }
    fn product(&mut self) -> Option<Tree> {
        let mut left = self.factor()?;
        loop {
            left = if self.takes("*") {
                call("mul", vec![left, self.factor()?])
            } else if self.takes("/") {
                call("div", vec![left, self.factor()?])
            } else {
                return Some(left);
            };
        }
    }
    fn factor(&mut self) -> Option<Tree> {
        if self.takes("-") {
            return Some(Tree::Call("neg", vec![self.factor()?]));
        }
        if self.takes("(") {
            let inside = self.sum()?;
            return self.takes(")").then_some(inside);
        }
        self.rest = self.rest.trim_start();
        let end =
            self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        if word.ends_with(".lit") {
            return self.literal();
        }
        if let Ok(number) = word.parse::<f64>() {
            return Some(Tree::Number(number, None));
        }
        if self.takes("(") { self.call(word) } else { self.name(word) }
    }
    /// The number in `y.lit(0.5)`.
    fn literal(&mut self) -> Option<Tree> {
        let (inside, rest) = self.rest.strip_prefix('(')?.split_once(')')?;
        self.rest = rest;
        let known = |name: &str| {
            [("LN_2", consts::LN_2), ("LN_10", consts::LN_10), ("FRAC_2_SQRT_PI", consts::FRAC_2_SQRT_PI)]
                .into_iter()
                .find_map(|(n, value)| (n == name).then_some(value))
        };
        let (sign, magnitude) = inside.strip_prefix('-').map_or((1.0, inside), |rest| (-1.0, rest));
        let number = magnitude.parse().ok().or_else(|| known(magnitude))?;
        Some(Tree::Number(sign * number, None))
    }
    fn call(&mut self, function: &str) -> Option<Tree> {
        let mut args = vec![self.argument()?];
        while self.takes(",") {
            args.push(self.argument()?);
        }
        if !self.takes(")") {
            return None;
        }
        let op = Op::all().find(|op| op.name() == function);
        match (function, args.as_slice()) {
            // A choice shows as what was chosen; a guard around a formula shows as the formula.
            ("pick", [condition, chosen, otherwise]) => {
                Some(if worth(condition, self.listing.values()) != 0.0 { chosen } else { otherwise }.clone())
            }
            ("at_zero", [.., formula]) => Some(formula.clone()),
            _ => op.filter(|op| op.accepts(args.len())).map(|op| call(op.text(), args)),
        }
    }
    /// An argument of a call; a bracketed pair or a name that means nothing here counts as 0, which only a guard may take.
    fn argument(&mut self) -> Option<Tree> {
        let nothing = Tree::Number(0.0, None);
        if self.takes("[") {
            let (_, rest) = self.rest.split_once(']')?;
            self.rest = rest;
            return Some(nothing);
        }
        if self.takes("want") { Some(nothing) } else { self.sum() }
    }
    /// An argument or the result.
    fn name(&mut self, word: &str) -> Option<Tree> {
        let read = |k: usize| Tree::operand(self.listing.list(), self.args[k]);
        match word {
            "x_i" if self.row.nary => Some(read(self.arg)),
            "n" if self.row.nary => Some(Tree::Number(self.args.len() as f64, None)),
            _ => match self.row.args.iter().position(|&name| name == word && !self.row.nary) {
                Some(k) => Some(read(k)),
                None => matches!(word, "y" | "z").then_some(Tree::Id(self.result)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::names::Names;
    use wengert::{Contribution, Options};

    fn slopes(text: &str) -> Vec<Option<String>> {
        let list = wengert_expr::parse(text, &["x", "y"]).unwrap();
        let names = Names::of(&list, &|_| None);
        let listing = Listing::new(list, &[0.4, 0.7], Options::new()).unwrap();
        let written = |c: &Contribution| Some(formula(&listing, c.from, c.arg, c.slope)?.written(&names).plain);
        listing.contributions().iter().map(written).collect()
    }

    #[test]
    fn the_table_is_read() {
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
    fn most_of_the_table_is_read() {
        let (mut shown, mut all) = (0, 0);
        for op in Op::all().filter(|op| !op.row().nary) {
            let (sample, mut list) = (op.row().samples[0], List::new());
            let args: Vec<Operand> = op.row().args.iter().map(|name| Operand::id(list.input(*name, vec![]))).collect();
            let result = list.apply(op, &args).unwrap();
            list.output(result);
            let listing = Listing::new(list, sample, Options::new()).unwrap();
            for c in listing.contributions() {
                all += 1;
                shown += usize::from(formula(&listing, c.from, c.arg, c.slope).is_some());
            }
        }
        assert!(shown * 4 >= all * 3, "{shown} of {all} slopes are shown as formulas");
    }
}
