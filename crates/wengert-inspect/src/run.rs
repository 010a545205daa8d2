//! A List at a point, written out, with the adjoint of every value: what all views are made from.

use crate::flat::{self, Place, flatten};
use crate::names::Names;
use std::fmt;
use wengert::list::{Id, Operand, Step};
use wengert::{Contribution, Error, List, Listing, Options};

/// Why there is nothing to look at.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refused {
    /// The engine refused.
    Engine(Error),
    /// Written out, the program has more lines than can be looked at one by one.
    TooMany {
        /// How many it has.
        lines: u64,
    },
}

/// The largest number of lines that are looked at one by one.
pub const MOST_LINES: u64 = 2_000_000;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Engine(error) => error.fmt(f),
            Refused::TooMany { lines } => write!(
                f,
                "the program runs {lines} lines, and at most {MOST_LINES} can be shown; look at it with fewer steps"
            ),
        }
    }
}
impl std::error::Error for Refused {}
impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::Engine(error)
    }
}

/// A List evaluated at a point, with its reverse sweep and the adjoint of every value. Sub-Lists are written out, so that
/// there is one kind of line.
#[derive(Debug)]
pub struct Run {
    listing: Listing,
    places: Vec<Place>,
    ids: Vec<Operand>,
    names: Names,
    adjoints: Vec<Option<f64>>,
    /// For each line the value it names; for a guard the next one.
    firsts: Vec<Id>,
    /// For each value the line that names it.
    lines: Vec<Option<usize>>,
}

impl Run {
    /// Evaluates `list` at `x`, one number for each value of its inputs, and sweeps back from its first output.
    ///
    /// # Errors
    /// As [`Listing::new`]; [`Refused::TooMany`] where loops, written out, have too many lines.
    pub fn new(list: &List, x: &[f64], options: Options) -> Result<Run, Refused> {
        let lines = flat::lines(list);
        if lines > MOST_LINES {
            return Err(Refused::TooMany { lines });
        }
        let flat = flatten(list).map_err(Error::from)?;
        let listing = Listing::new(flat.list, x, options)?;
        let (names, adjoints) = (Names::new(listing.list(), &[]), adjoints(&listing));
        let firsts = listing.list().steps().map(|(_, id, _)| id).collect();
        let lines = line_of_each(listing.list());
        Ok(Run { listing, places: flat.places, ids: flat.ids, names, adjoints, firsts, lines })
    }
    /// The same with names for values of the List it was made from; a name that is taken already is passed over.
    pub fn named(mut self, given: &[(Id, String)]) -> Run {
        let moved = given.iter().filter_map(|(id, name)| Some((self.ids.get(id.0 as usize)?.as_id()?, name.clone())));
        self.names = Names::new(self.listing.list(), &moved.collect::<Vec<_>>());
        self
    }
    /// The written-out List.
    pub fn list(&self) -> &List {
        self.listing.list()
    }
    /// Values, contributions and notes of the written-out List.
    pub fn listing(&self) -> &Listing {
        &self.listing
    }
    /// The names of the values.
    pub fn names(&self) -> &Names {
        &self.names
    }
    /// The name of a value.
    pub fn name(&self, id: Id) -> &str {
        self.names.get(id)
    }
    /// What a value is worth.
    pub fn value(&self, id: Id) -> f64 {
        self.listing.values()[id.0 as usize]
    }
    /// What an operand is worth.
    pub fn number(&self, o: Operand) -> f64 {
        self.list().number(o, self.listing.values())
    }
    /// The adjoint of a value; `None` where nothing reached it.
    pub fn adjoint(&self, id: Id) -> Option<f64> {
        self.adjoints[id.0 as usize]
    }
    /// The additions of the adjoint sweep, in its order.
    pub fn contributions(&self) -> &[Contribution] {
        self.listing.contributions()
    }
    /// Where a line stands in the List this was made from.
    pub fn place(&self, line: usize) -> Place {
        self.places[line]
    }
    /// The first output, where that is a value and no constant.
    pub fn output(&self) -> Option<Id> {
        self.list().outputs().first().and_then(|o| o.as_id())
    }
    /// The line that names a value; `None` for inputs.
    pub fn line_of(&self, id: Id) -> Option<usize> {
        self.lines[id.0 as usize]
    }
    /// The value that a line names, of a rule with several the first; `None` for a guard.
    pub fn id_of(&self, line: usize) -> Option<Id> {
        (self.list().step(line).results() > 0).then(|| self.firsts[line])
    }
    /// The primitive and the arguments of a line; `None` for a guard and for a rule of the user's.
    pub fn applied(&self, line: usize) -> Option<(wengert::prim::Op, &[Operand])> {
        match self.list().step(line) {
            Step::Apply(op, args) => Some((op, args)),
            _ => None,
        }
    }
}

/// The last state of every register.
fn adjoints(listing: &Listing) -> Vec<Option<f64>> {
    let mut adjoints = vec![None; listing.list().ids()];
    if let Some(Id(k)) = listing.list().outputs().first().and_then(|o| o.as_id()) {
        adjoints[k as usize] = Some(1.0);
    }
    for c in listing.contributions() {
        adjoints[c.to.0 as usize] = Some(c.register);
    }
    adjoints
}

/// For each value the line that names it.
fn line_of_each(list: &List) -> Vec<Option<usize>> {
    let mut lines = vec![None; list.ids()];
    for (line, id, step) in list.steps() {
        lines[id.0 as usize..][..step.results() as usize].fill(Some(line));
    }
    lines
}
