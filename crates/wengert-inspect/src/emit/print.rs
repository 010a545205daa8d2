//! Expressions as text: what the plain languages have in common, and what each says for itself.

use super::helpers::{Helper, helpers};
use super::node::{Node, has_no_value};
use super::plan::{Line, Plan};
use super::{Lang, Link, Part, Program, Unsupported};
pub(super) use crate::signs::Binds;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use wengert::list::Id;
use wengert::prim::Op;

/// What a language says for itself.
pub(super) trait Tongue {
    const LANG: Lang;
    /// A number.
    fn number(c: f64) -> String;
    /// A primitive that the four operators do not say: `Ok(None)` where a helper is to be tried.
    fn call(printer: &mut Printer<'_, Self>, op: Op, args: &[Node]) -> Result<Option<(String, Binds)>, &'static str>
    where
        Self: Sized;
    /// The helper to write instead of an operator or a function of the language, which would stop at this value.
    fn instead(_op: Op, _value: &dyn Fn() -> f64) -> Option<&'static str> {
        None
    }
}

/// Prints expressions, and remembers which helpers they need.
pub(super) struct Printer<'a, T> {
    needs: BTreeSet<usize>,
    /// What names are worth.
    values: &'a HashMap<String, f64>,
    tongue: std::marker::PhantomData<T>,
}

impl<'a, T: Tongue> Printer<'a, T> {
    pub fn new(plan: &'a Plan) -> Printer<'a, T> {
        Printer { needs: BTreeSet::new(), values: &plan.values, tongue: std::marker::PhantomData }
    }
    /// An expression; the error names the function that the language lacks.
    pub fn print(&mut self, node: &Node) -> Result<String, &'static str> {
        Ok(self.binding(node)?.0)
    }
    /// An expression in brackets, unless it binds at least as tightly as `least`.
    pub fn at_least(&mut self, node: &Node, least: Binds) -> Result<String, &'static str> {
        let (text, binds) = self.binding(node)?;
        Ok(if binds < least { format!("({text})") } else { text })
    }
    fn binding(&mut self, node: &Node) -> Result<(String, Binds), &'static str> {
        match node {
            Node::Name(name) => Ok((name.clone(), Binds::Whole)),
            Node::Number(c) if c.is_sign_negative() && !c.is_nan() => Ok((T::number(*c), Binds::Negates)),
            Node::Number(c) => Ok((T::number(*c), Binds::Whole)),
            Node::Apply(op, args) => self.applied(*op, args),
        }
    }
    fn applied(&mut self, op: Op, args: &[Node]) -> Result<(String, Binds), &'static str> {
        use Binds::{Adds, Multiplies, Negates};
        let value = || op.apply(&args.iter().map(|a| a.value(self.values)).collect::<Vec<_>>());
        if let Some(helper) = T::instead(op, &value).filter(|_| !has_no_value(op, args)) {
            let name = self.helper(helper)?;
            return Ok((format!("{name}({})", self.list(args)?), Binds::Whole));
        }
        match (op.text(), args) {
            ("add", _) => self.infix(args, "+", Adds, Multiplies),
            ("sub", _) => self.infix(args, "-", Adds, Multiplies),
            ("mul", _) => self.infix(args, "*", Multiplies, Negates),
            ("div", _) => self.infix(args, "/", Multiplies, Negates),
            ("neg", [x]) => Ok((format!("-{}", self.at_least(x, Binds::Whole)?), Negates)),
            ("sum", _) => self.chain(args, " + ", Adds, Multiplies),
            ("prod", _) => self.chain(args, " * ", Multiplies, Negates),
            ("stop_gradient", [x]) | ("gradient_scale", [x, _]) => self.binding(x),
            _ => self.called(op, args),
        }
    }
    fn infix(&mut self, args: &[Node], sign: &str, left: Binds, right: Binds) -> Result<(String, Binds), &'static str> {
        let text = format!("{} {sign} {}", self.at_least(&args[0], left)?, self.at_least(&args[1], right)?);
        Ok((text, left))
    }
    /// All arguments with a sign between them, from left to right.
    pub fn chain(
        &mut self,
        args: &[Node],
        sign: &str,
        first: Binds,
        others: Binds,
    ) -> Result<(String, Binds), &'static str> {
        let mut words = Vec::new();
        for (k, arg) in args.iter().enumerate() {
            words.push(self.at_least(arg, if k == 0 { first } else { others })?);
        }
        Ok((words.join(sign), if args.len() == 1 { Binds::Loosest } else { first }))
    }
    /// The arguments, separated by commas.
    pub fn list(&mut self, args: &[Node]) -> Result<String, &'static str> {
        let words: Result<Vec<String>, _> = args.iter().map(|a| self.print(a)).collect();
        Ok(words?.join(", "))
    }
    fn called(&mut self, op: Op, args: &[Node]) -> Result<(String, Binds), &'static str> {
        if let Some(said) = T::call(self, op, args)? {
            return Ok(said);
        }
        let name = self.helper(op.text())?;
        Ok((format!("{name}({})", self.list(args)?), Binds::Whole))
    }
    /// The name of the helper for a primitive, which the program then needs.
    pub fn helper(&mut self, text: &'static str) -> Result<&'static str, &'static str> {
        let all = helpers(T::LANG);
        let k = all.iter().position(|h| h.of == text).ok_or(text)?;
        self.need(k);
        Ok(all[k].name)
    }
    fn need(&mut self, k: usize) {
        let all = helpers(T::LANG);
        if self.needs.insert(k) {
            all[k].uses.iter().filter_map(|name| all.iter().position(|h| h.name == *name)).for_each(|k| self.need(k));
        }
    }
    /// The helpers that were needed, in an order in which each comes before those that use it.
    pub fn helpers(&self) -> impl Iterator<Item = &'static Helper> {
        self.needs.iter().map(|&k| &helpers(T::LANG)[k])
    }
}

/// A program being written, line by line.
#[derive(Default)]
pub(super) struct Page {
    pub text: String,
    next: usize,
}

impl Page {
    pub fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
        self.next += 1;
    }
    pub fn block(&mut self, lines: &str) {
        lines.lines().for_each(|l| self.line(l));
    }
    /// The number of the next line, counted from 1.
    pub fn here(&self) -> usize {
        self.next + 1
    }
}

/// Which lines of the program say what about which value.
#[derive(Default)]
pub(super) struct Places(Vec<Link>);

impl Places {
    /// The lines `at` say `part` of `id`.
    pub fn link(&mut self, at: Range<usize>, id: Id, part: Part) {
        self.0.extend(at.map(|at| Link { at, id, part }));
    }
    /// Writes words of values in rows, eight to a line, between what opens and what closes them.
    pub fn rows(&mut self, page: &mut Page, [open, close]: [&str; 2], words: &[(Id, String)], part: Part) {
        let first = page.here() + open.matches('\n').count();
        let texts: Vec<String> = words.iter().map(|(_, word)| word.clone()).collect();
        page.block(&format!("{open}{}{close}", rows(&texts, EACH, "        ")));
        for (k, &(id, _)) in words.iter().enumerate() {
            let at = first + k / EACH;
            self.link(at..at + 1, id, part);
        }
    }
    /// The program; what was written before it (helpers) moves its lines down.
    pub fn program(mut self, plan: &Plan, head: Page, body: Page) -> Program {
        self.0.iter_mut().for_each(|link| link.at += head.next);
        self.0.sort_by_key(|link| link.at);
        Program { text: head.text + &body.text, links: self.0, output: plan.label.clone() }
    }
}

/// So many words stand in a row.
const EACH: usize = 8;

/// Words in rows of a readable length, between brackets.
pub(super) fn rows(words: &[String], each: usize, indent: &str) -> String {
    words.chunks(each).map(|row| row.join(", ")).collect::<Vec<_>>().join(&format!(",\n{indent}"))
}

/// The complaint about a line.
pub(super) fn lacks<'a>(plan: &'a Plan, line: &'a Line) -> impl Fn(&'static str) -> Unsupported + use<'a> {
    |function| Unsupported { lang: plan.lang, function: function.to_owned(), line: format!("`{}`", line.said) }
}
