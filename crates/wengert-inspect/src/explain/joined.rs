//! The edges along which adjoints flowed, with equal sub-expressions joined to one.

use super::Hop;
use crate::Run;
use std::collections::HashMap;
use wengert::list::{Id, Ref, Step};
use wengert::prim::Op;

/// Lines that say the same of the same arguments are one class, named by the first of them.
#[derive(Debug)]
pub(super) struct Joined {
    classes: Vec<Id>,
    /// Sorted by the class they start from.
    edges: Vec<Hop>,
    /// Where the edges of each id begin.
    starts: Vec<u32>,
}

/// What a line reads, as a key: a class, a number by its bits, a datum by its place.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Class(Id),
    Number(u64),
    Datum(u32),
}

pub(super) fn join(run: &Run) -> Joined {
    let classes = classes(run);
    let of = |id: Id| classes[id.0 as usize];
    let hop = |c: &wengert::Contribution| Hop {
        line: c.line,
        from: of(c.from),
        to: of(c.to),
        arg: c.arg,
        slope: c.slope,
        uses: 1,
    };
    let mut all: Vec<Hop> = run.contributions().iter().map(hop).collect();
    all.sort_by_key(|h| (h.from, h.arg, h.line));
    all.dedup_by_key(|h| (h.from, h.arg));
    let mut edges: Vec<Hop> = Vec::with_capacity(all.len());
    for of_class in all.chunk_by(|a, b| a.from == b.from) {
        let mut place: HashMap<(Id, u64), usize> = HashMap::new();
        for hop in of_class {
            let next = edges.len();
            let k = *place.entry((hop.to, hop.slope.to_bits())).or_insert(next);
            if k < next { edges[k].uses += 1 } else { edges.push(*hop) }
        }
    }
    let mut starts = vec![0; classes.len() + 1];
    edges.iter().for_each(|e| starts[e.from.0 as usize + 1] += 1);
    for k in 0..classes.len() {
        starts[k + 1] += starts[k];
    }
    Joined { classes, edges, starts }
}

fn classes(run: &Run) -> Vec<Id> {
    let list = run.list();
    let mut classes: Vec<Id> = (0..list.ids() as u32).map(Id).collect();
    let mut seen: HashMap<(Op, Vec<Key>), Id> = HashMap::new();
    for (_, id, step) in list.steps() {
        if let Step::Apply(op, args) = step {
            let key = args.iter().map(|a| match a.get() {
                Ref::Id(id) => Key::Class(classes[id.0 as usize]),
                Ref::Const(k) => Key::Number(list.pool()[k as usize].to_bits()),
                Ref::Data(k) => Key::Datum(k),
            });
            let class = *seen.entry((op, key.collect())).or_insert(id);
            classes[id.0 as usize] = class;
        }
    }
    classes
}

/// The classes that a value flows into along edges.
#[derive(Debug)]
pub(super) struct Reach {
    /// For each id its place among them, or none.
    place: Vec<u32>,
    /// In tape order, the value itself first.
    pub ids: Vec<Id>,
}

const NOWHERE: u32 = u32::MAX;

impl Reach {
    pub fn contains(&self, id: Id) -> bool {
        self.place[id.0 as usize] != NOWHERE
    }
    /// Its place among them.
    pub fn place(&self, id: Id) -> Option<usize> {
        Some(self.place[id.0 as usize]).filter(|&k| k != NOWHERE).map(|k| k as usize)
    }
    pub fn len(&self) -> usize {
        self.ids.len()
    }
}

impl Joined {
    /// The class of a value.
    pub fn class(&self, id: Id) -> Id {
        self.classes[id.0 as usize]
    }
    /// The edges from a class to its arguments, and the number of the first.
    pub fn from(&self, id: Id) -> (usize, &[Hop]) {
        let [start, end] = [self.starts[id.0 as usize], self.starts[id.0 as usize + 1]].map(|k| k as usize);
        (start, &self.edges[start..end])
    }
    /// An edge by its number.
    pub fn edge(&self, k: usize) -> &Hop {
        &self.edges[k]
    }
    /// What the value `wrt` flows into.
    pub fn reaching(&self, wrt: Id) -> Reach {
        let wrt = self.class(wrt);
        let mut reach = Reach { place: vec![NOWHERE; self.classes.len()], ids: vec![wrt] };
        reach.place[wrt.0 as usize] = 0;
        for id in (wrt.0 + 1..self.classes.len() as u32).map(Id) {
            if self.from(id).1.iter().any(|e| reach.contains(e.to)) {
                reach.place[id.0 as usize] = reach.ids.len() as u32;
                reach.ids.push(id);
            }
        }
        reach
    }
}
