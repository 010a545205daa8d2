//! Which neighbouring lines of a tape of middling length may be shown as one: what repeats, sums of like terms, equal
//! sub-expressions, what one name or one line of the source stands for, and else any sub-expression.
//!
//! A fold ends with the only line in it that is read outside of it, so that one value and one register stand for it.

use super::formula::Tree;
use super::model::Read;
use super::names::Names;
use super::outline::fold::{Part, folded, mixed};
use serde::Serialize;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use wengert::list::{Id, List, Operand, Step};
use wengert::prim::Op;
use wengert_inspect::Run;

/// A tape of so many values is shown as it is; sub-expressions are folded until no more are left in sight.
const FEW: usize = 12;
/// A longer tape has no graph.
pub const MOST: usize = 60;
/// A fold hides at least so many lines but one.
const LEAST: usize = 3;
/// A title's formula has at most so many parts and letters.
const PARTS: usize = 24;
const LETTERS: usize = 34;

/// Lines that may be shown as one.
#[derive(Clone, Debug, Serialize)]
pub struct Fold {
    first: u32,
    last: u32,
    kind: Kind,
    /// How often what it holds comes in it or beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<usize>,
    /// What it holds.
    title: String,
}

/// Why lines belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// The same lines, several times in a row.
    Repeat,
    /// A sum of which several terms have one shape.
    Terms,
    /// A sub-expression whose shape comes elsewhere too.
    Alike,
    /// What a name of the text stands for.
    Binding,
    /// What one line of the source wrote.
    Source,
    /// Any sub-expression.
    Part,
}

/// The folds of a run, the outer ones before those within them.
pub fn folds(read: &Read, run: &Run, names: &Names) -> Vec<Fold> {
    let count = run.list().ids();
    if !(FEW + 1..=MOST).contains(&count) {
        return Vec::new();
    }
    let web = Web::of(run, names);
    let mut kept: Vec<Fold> = Vec::new();
    let found = web
        .repeats()
        .into_iter()
        .chain(web.sums())
        .chain(web.alike())
        .chain(web.bindings(read))
        .chain(web.sources(read));
    for fold in found {
        keep(&mut kept, fold);
    }
    for fold in web.parts() {
        if in_sight(&kept, count) <= FEW {
            break;
        }
        keep(&mut kept, fold);
    }
    kept.sort_by_key(|fold| (fold.first, std::cmp::Reverse(fold.last)));
    kept
}

/// Takes a fold, if it lies beside or within each of those that were taken, and ends with a line of its own.
fn keep(kept: &mut Vec<Fold>, fold: Fold) {
    let apart = |a: &Fold| fold.last < a.first || a.last < fold.first;
    let within = |inner: &Fold, outer: &Fold| outer.first <= inner.first && inner.last < outer.last;
    if kept.iter().all(|a| apart(a) || within(&fold, a) || within(a, &fold)) {
        kept.push(fold);
    }
}

/// How many rows there are while everything is folded.
fn in_sight(kept: &[Fold], count: usize) -> usize {
    let mut hidden = vec![false; count];
    for fold in kept {
        hidden[fold.first as usize..fold.last as usize].fill(true);
    }
    hidden.iter().filter(|&&h| !h).count()
}

/// Who reads whom.
struct Web<'r> {
    run: &'r Run,
    names: &'r Names,
    inputs: usize,
    lines: Vec<Option<(Op, &'r [Operand])>>,
    /// For each value the first line of the longest fold that ends with it.
    starts: Vec<usize>,
}

impl<'r> Web<'r> {
    fn of(run: &'r Run, names: &'r Names) -> Web<'r> {
        let (list, count) = (run.list(), run.list().ids());
        let (mut lines, mut last_reader) = (vec![None; count], vec![None; count]);
        for (_, id, step) in list.steps() {
            if let Step::Apply(op, args) = step {
                lines[id.0 as usize] = Some((op, args));
                args.iter().filter_map(|o| o.as_id()).for_each(|a| last_reader[a.0 as usize] = Some(id.0 as usize));
            }
        }
        for o in list.outputs().iter().filter_map(|o| o.as_id()) {
            last_reader[o.0 as usize] = Some(count);
        }
        let inputs = list.input_len();
        let start = |k: usize| {
            let within = |j: &usize| lines[*j].is_some() && last_reader[*j].is_some_and(|reader| reader <= k);
            (inputs..k).rev().take_while(within).last().unwrap_or(k)
        };
        let starts = (0..count).map(start).collect();
        Web { run, names, inputs, lines, starts }
    }
    fn ids(&self) -> std::ops::Range<usize> {
        self.inputs..self.lines.len()
    }
    /// Lines `first` to `last`, if they may be folded; not so if they are nearly all there are.
    fn fold(&self, first: usize, last: usize, kind: Kind, times: Option<usize>, title: String) -> Option<Fold> {
        let fits = last + 1 >= first + LEAST && self.lines[last].is_some() && self.starts[last] <= first;
        let most = matches!(kind, Kind::Terms | Kind::Repeat) || 3 * (last - first) <= 2 * self.ids().len();
        (fits && most).then_some(Fold { first: first as u32, last: last as u32, kind, times, title })
    }
    /// The same lines several times in a row. The first and the last time stay in sight.
    fn repeats(&self) -> Vec<Fold> {
        let mark = |k: usize| {
            let kinds = self.lines[k]
                .map(|(op, args)| (op.text(), args.iter().map(|o| o.as_id().is_some()).collect::<Vec<_>>()));
            mixed(0, hashed(kinds))
        };
        let mut first = self.inputs;
        let mut found = Vec::new();
        for part in folded(&self.ids().map(mark).collect::<Vec<_>>()) {
            if let Part::Fold { times, .. } = part
                && times > 3
            {
                let pass = part.lines() / times;
                let (a, b) = (first + pass, first + (times - 1) * pass - 1);
                let title = format!("{} like {}", times - 2, self.formula(a + pass - 1, a));
                found.extend(self.fold(a, b, Kind::Repeat, Some(times - 2), title));
            }
            first += part.lines();
        }
        found
    }
    /// Sums of at least three terms of one shape.
    fn sums(&self) -> Vec<Fold> {
        let is_sum = |k: usize| self.lines[k].is_some_and(|(op, _)| op.text() == "add");
        let mut found: Vec<Fold> = Vec::new();
        for last in self.ids().rev().filter(|&k| is_sum(k)) {
            if found.iter().any(|fold| (fold.first..=fold.last).contains(&(last as u32))) {
                continue;
            }
            let terms = self.terms(last);
            let mut shapes: HashMap<u64, Vec<usize>> = HashMap::new();
            for &term in &terms {
                shapes.entry(self.shape(self.starts[term], term)).or_default().push(term);
            }
            let Some(like) =
                shapes.into_values().max_by_key(|like| (like.len(), like[0])).filter(|like| like.len() > 2)
            else {
                continue;
            };
            let first = terms.iter().map(|&term| self.starts[term]).min().unwrap_or(last).max(self.starts[last]);
            let one = self.formula(like[0], self.starts[like[0]]);
            if last - first + 2 >= self.ids().len() {
                // Of a program that is nothing but this sum hardly a line would be left in sight.
                found.extend(self.inner_terms(last, &terms, &like, &one));
                continue;
            }
            let title = match terms.len() - like.len() {
                0 => format!("sum of {} terms like {one}", like.len()),
                more => format!("sum of {} terms like {one} and {more} more", like.len()),
            };
            found.extend(self.fold(first, last, Kind::Terms, Some(like.len()), title));
        }
        found
    }
    /// What a sum adds between its first and its last term, where it adds one after the other: these two stay in sight.
    fn inner_terms(&self, sum: usize, terms: &[usize], like: &[usize], one: &str) -> Option<Fold> {
        let (_, args) = self.lines[sum]?;
        let (from, to) = (terms.first()? + 1, args[0].as_id()?.0 as usize);
        let inner = like.iter().filter(|term| (from..to).contains(*term)).count();
        let title = format!("{inner} more terms like {one}");
        self.fold(from, to, Kind::Terms, Some(inner), title).filter(|_| inner > 1)
    }
    /// The lines that a sum adds: its own sums of sums taken apart, inputs left out.
    fn terms(&self, sum: usize) -> Vec<usize> {
        let (mut open, mut terms) = (vec![sum], Vec::new());
        while let Some(k) = open.pop() {
            let Some((_, args)) = self.lines[k] else { continue };
            for id in args.iter().filter_map(|o| o.as_id()).map(|id| id.0 as usize).filter(|&id| id >= self.starts[sum])
            {
                let adds = self.lines[id].is_some_and(|(op, _)| op.text() == "add");
                if adds { open.push(id) } else { terms.push(id) }
            }
        }
        terms.sort_unstable();
        terms.dedup();
        terms
    }
    /// Sub-expressions of one shape, the longest first.
    fn alike(&self) -> Vec<Fold> {
        let mut shapes: HashMap<u64, Vec<usize>> = HashMap::new();
        for k in self.ids().filter(|&k| k + 1 >= self.starts[k] + LEAST) {
            shapes.entry(self.shape(self.starts[k], k)).or_default().push(k);
        }
        let mut groups: Vec<Vec<usize>> = shapes.into_values().filter(|group| group.len() > 1).collect();
        groups.sort_by_key(|group| (std::cmp::Reverse(group[0] - self.starts[group[0]]), group[0]));
        let of_group = |group: &Vec<usize>| {
            let one = |(at, &k): (usize, &usize)| {
                let title = format!("{}, {} of {} alike", self.formula(k, self.starts[k]), at + 1, group.len());
                self.fold(self.starts[k], k, Kind::Alike, Some(group.len()), title)
            };
            group.iter().enumerate().filter_map(one).collect::<Vec<_>>()
        };
        groups.iter().flat_map(of_group).collect()
    }
    /// What names of the text stand for, each from behind the name before.
    fn bindings(&self, read: &Read) -> Vec<Fold> {
        let Some(recorded) = &read.recorded else { return Vec::new() };
        let mut first = self.inputs;
        let mut found = Vec::new();
        for k in self.ids() {
            if let Some(name) = recorded.line_name(Id(k as u32)) {
                let from = first.max(self.starts[k]);
                let title = format!("{name} = {}", self.formula(k, from));
                found.extend(self.fold(from, k, Kind::Binding, None, title));
                first = k + 1;
            }
        }
        found
    }
    /// What one line of the source wrote in a row.
    fn sources(&self, read: &Read) -> Vec<Fold> {
        let place = |k: usize| {
            read.place(self.run, self.run.line_of(Id(k as u32))?).map(super::outline::sources::without_column)
        };
        let places: Vec<Option<String>> = self.ids().map(place).collect();
        let (mut first, mut found) = (self.inputs, Vec::new());
        for same in places.chunk_by(|a, b| a == b) {
            let last = first + same.len() - 1;
            if let Some(place) = &same[0] {
                found.extend(self.fold(first.max(self.starts[last]), last, Kind::Source, None, place.clone()));
            }
            first = last + 1;
        }
        found
    }
    /// Sub-expressions of at most a third of all lines, the longest first.
    fn parts(&self) -> Vec<Fold> {
        let most = (self.ids().len() / 3).max(LEAST);
        let mut all: Vec<(usize, usize)> =
            self.ids().map(|k| (self.starts[k], k)).filter(|(a, b)| b - a < most).collect();
        all.sort_by_key(|&(a, b)| (std::cmp::Reverse(b - a), a));
        all.into_iter().filter_map(|(a, b)| self.fold(a, b, Kind::Part, None, self.formula(b, a))).collect()
    }
    /// What two sub-expressions share that are the same but for their numbers and for what they read.
    fn shape(&self, first: usize, last: usize) -> u64 {
        let mut shapes: Vec<u64> = Vec::new();
        for k in first..=last {
            let of = |o: &Operand| match o.as_id().map(|id| id.0 as usize) {
                Some(id) if id >= first => shapes[id - first],
                Some(_) => 1,
                None => 0,
            };
            let shape = self.lines[k].map(|(op, args)| (op.text(), args.iter().map(of).collect::<Vec<_>>()));
            shapes.push(hashed(shape));
        }
        mixed((last - first) as u64, shapes.last().copied().unwrap_or(0))
    }
    /// A sub-expression as a formula of what it reads; where that is long, its last operation.
    fn formula(&self, last: usize, first: usize) -> String {
        let whole = self.tree(last, first, &mut { PARTS }).map(|tree| tree.written(self.names).plain);
        let own = || match self.lines[last] {
            Some((op, args)) => super::record::applied(self.run.list(), op, args).written(self.names).plain,
            None => self.names.plain(Id(last as u32)).to_owned(),
        };
        whole.filter(|text| text.chars().count() <= LETTERS).unwrap_or_else(own)
    }
    fn tree(&self, k: usize, first: usize, left: &mut usize) -> Option<Tree> {
        *left = left.checked_sub(1)?;
        let (op, args) = self.lines[k]?;
        let list: &List = self.run.list();
        let of = |o: &Operand, left: &mut usize| match o.as_id().map(|id| id.0 as usize) {
            Some(id) if id >= first => self.tree(id, first, left),
            _ => Some(Tree::operand(list, *o)),
        };
        let args: Option<Vec<Tree>> = args.iter().map(|o| of(o, left)).collect();
        Some(Tree::Call(op.text(), args?))
    }
}

fn hashed(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::model::Model;

    fn told(text: &str) -> Vec<(Kind, u32, u32, String)> {
        let read = Model::expression(text, Vec::new()).read().unwrap();
        let run = read.run().unwrap();
        let found = folds(&read, &run, &read.names(&run));
        found.into_iter().map(|fold| (fold.kind, fold.first, fold.last, fold.title)).collect()
    }

    #[test]
    fn a_short_tape_is_not_folded() {
        assert_eq!(told("x*y + sin(x*y)"), []);
    }

    #[test]
    fn sums_of_like_terms() {
        let got = told("exp(sin(a*2) + sin(b*3) + sin(c*4) + sin(d*5))*a");
        assert_eq!(got[0], (Kind::Terms, 4, 14, "sum of 4 terms like sin(a*2)".to_owned()));
        // Of a sum that is all there is the first and the last term stay in sight.
        let got = told("sin(a*2) + sin(b*3) + sin(c*4) + sin(d*5)");
        assert_eq!(got[0], (Kind::Terms, 6, 11, "2 more terms like sin(a*2)".to_owned()));
    }

    #[test]
    fn what_repeats_is_folded_between_its_first_and_last_time() {
        let chain = (0..24).fold("x".to_owned(), |inner, _| format!("sigmoid({inner})"));
        let got = told(&chain);
        assert_eq!((got[0].0, got[0].1, got[0].2), (Kind::Repeat, 2, 23));
        assert!(got[0].3.starts_with("22 like sigmoid("), "{got:?}");
    }

    #[test]
    fn equal_shapes_of_other_values() {
        let got = told("sin(a*b + 1)*exp(sin(c*d + 2))/tanh(a + b)/log(c*c + d)/sqrt(a*a + 3)");
        let alike: Vec<&str> = got.iter().filter(|fold| fold.0 == Kind::Alike).map(|fold| fold.3.as_str()).collect();
        assert_eq!(alike, ["sin(a*b + 1), 1 of 2 alike", "sin(c*d + 2), 2 of 2 alike"]);
    }

    #[test]
    fn names_of_the_text_are_folds() {
        let got = told("area = sin(w*h)*h + 1\nedge = 2*(w + h)/sin(w) + exp(w)\nsin(area/edge)*exp(edge) + area");
        let named: Vec<&(Kind, u32, u32, String)> = got.iter().filter(|fold| fold.0 == Kind::Binding).collect();
        assert!(named[0].3.starts_with("area = "), "{got:?}");
    }

    #[test]
    fn only_the_last_value_of_a_fold_is_read_outside() {
        let text = "S*normcdf((log(S/K) + (r + s^2/2)*T)/(s*sqrt(T))) - K*exp(-r*T)*normcdf((log(S/K) + (r - s^2/2)*T)/(s*sqrt(T)))";
        let read = Model::expression(text, Vec::new()).read().unwrap();
        let run = read.run().unwrap();
        let found = folds(&read, &run, &read.names(&run));
        assert!(in_sight(&found, run.list().ids()) < run.list().ids() - 5, "{found:?}");
        for fold in &found {
            for (_, id, step) in run.list().steps().filter(|(_, id, _)| id.0 > fold.last) {
                let Step::Apply(_, args) = step else { continue };
                let inside = |o: &Operand| o.as_id().is_some_and(|a| (fold.first..fold.last).contains(&a.0));
                assert!(!args.iter().any(inside), "line {id:?} reads into {fold:?}");
            }
        }
    }
}
