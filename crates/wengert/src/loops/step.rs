//! The step of a loop: its number, and what stands in columns of data at that number, as variables.
//!
//! A body that is recorded once must not see the number as a number: what it computed from it would be the same in every
//! step. [`Step`] gives it as a variable, and a column's entry likewise.

use crate::Error;
use crate::tape::Var;
use crate::tape::level::{self, Kind};
use crate::tree::{Leaves, Lift, Number, Tree};
use crate::value::Real;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::panic::Location;
use std::rc::Rc;

/// A step of a loop. See [`scan`](crate::scan).
#[derive(Clone, Copy, Debug)]
pub struct Step<F: Real = f64> {
    number: usize,
    /// That of the loop's first step.
    first: usize,
    /// Identity of slot 0 of the level that records the body; 0 where the loop runs as it is written.
    base: u64,
    precision: PhantomData<F>,
}

impl<F: Real> Step<F> {
    pub(super) fn plain(number: usize, first: usize) -> Step<F> {
        Step { number, first, base: 0, precision: PhantomData }
    }
    pub(super) fn recorded(number: usize, base: u64) -> Step<F> {
        Step { number, first: number, base, precision: PhantomData }
    }
    /// The number of the step, for bodies that are traced at every step.
    pub(super) fn number(self) -> usize {
        self.number
    }
    /// The number of the step, as a variable with no derivative.
    ///
    /// ```
    /// use wengert::{scan, value_and_grad};
    /// // x / 1 · x / 2 · x / 3
    /// let f = |x| scan(1..4, 0.0 * x + 1.0, |s, k| s * x / k.var());
    /// assert_eq!(value_and_grad(f, 2.0)?, (8.0 / 6.0, 2.0));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    #[track_caller]
    pub fn var(self) -> Var<F> {
        let v = F::of(self.number as f64);
        let identity = if self.base == 0 { 0 } else { datum(self.base, v.wide(), Location::caller()) };
        Var { v, identity }
    }
    /// The entry of a column at the number of the step. Entries are numbers, variables, or trees of them.
    ///
    /// ```
    /// use wengert::{scan, value_and_grad};
    /// let data = [[1.0, 2.0], [3.0, 5.0]];
    /// let residuals = |w: [wengert::Var; 2]| scan(0..2, 0.0 * w[0], |s, k| {
    ///     let [x, y] = k.of(&data);
    ///     s + (k.of(&w) * x - y).powi(2)
    /// });
    /// assert_eq!(value_and_grad(residuals, [2.0, 1.0])?, (4.0, [0.0, -12.0]));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    /// # Errors
    /// Leaves the entry point with [`Error::Column`] where the column is too short, or its entries differ in shape.
    #[track_caller]
    pub fn of<T: Tree<F>>(self, column: &[T]) -> T::Traced {
        self.of_at(column, Location::caller())
    }
    /// As [`of`](Self::of), at a place in the user's code.
    pub(super) fn of_at<T: Tree<F>>(self, column: &[T], at: &'static Location<'static>) -> T::Traced {
        let Some(entry) = column.get(self.number) else {
            level::leave(Error::Column { number: self.number, len: column.len(), at });
        };
        if self.base == 0 {
            if column.get(self.first).is_some_and(|first| first.count() != entry.count()) {
                level::leave(Error::Ragged { number: self.number, at });
            }
            return entry.lift(&mut Lift::keeping());
        }
        let first = columns(self.base, column, at).unwrap_or_else(|error| level::leave(error));
        entry.lift(&mut Lift::new(first, None))
    }
}

/// The numbers of a loop's steps, in order.
#[derive(Debug)]
pub(crate) enum Numbers {
    /// `first + stride * step`, so many times; endlessly where there is no count.
    Row { first: i64, stride: i64, count: Option<u64> },
    /// Any.
    Listed(Vec<usize>),
}

impl Numbers {
    pub(super) fn new(steps: impl IntoIterator<Item = usize>) -> Numbers {
        let mut steps = steps.into_iter();
        let (Some(first), second) = (steps.next(), steps.next()) else {
            return Numbers::Row { first: 0, stride: 1, count: Some(0) };
        };
        let Some(second) = second else { return Numbers::Row { first: first as i64, stride: 1, count: Some(1) } };
        let (first, stride) = (first as i64, second as i64 - first as i64);
        let mut count = 2;
        for number in steps.by_ref() {
            if number as i64 != first + stride * count {
                let row = (0..count).map(|k| (first + stride * k) as usize);
                return Numbers::Listed(row.chain([number]).chain(steps).collect());
            }
            count += 1;
        }
        Numbers::Row { first, stride, count: Some(count as u64) }
    }
    pub(super) fn endless() -> Numbers {
        Numbers::Row { first: 0, stride: 1, count: None }
    }
    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.count().unwrap_or(u64::MAX)).map(|step| self.at(step))
    }
    /// How many there are, if that is known.
    pub(super) fn count(&self) -> Option<u64> {
        match self {
            Numbers::Row { count, .. } => *count,
            Numbers::Listed(numbers) => Some(numbers.len() as u64),
        }
    }
    pub(super) fn at(&self, step: u64) -> usize {
        match self {
            Numbers::Row { first, stride, .. } => (first + stride * step as i64) as usize,
            Numbers::Listed(numbers) => numbers[step as usize],
        }
    }
    pub(super) fn bytes(&self) -> usize {
        if let Numbers::Listed(numbers) = self { numbers.len() * size_of::<usize>() } else { 0 }
    }
}

/// Columns of data, row by row, as a body reads them.
#[derive(Debug)]
pub(crate) struct Rows {
    /// The step whose entries stand in the first row.
    first: u64,
    width: usize,
    values: Vec<f64>,
    /// Who they are, where one of them is a variable.
    identities: Vec<u64>,
}

impl Rows {
    /// Entry `leaf` at a step: value and identity; `None` past the last row.
    #[inline]
    pub(super) fn at(&self, step: u64, leaf: usize) -> Option<(f64, u64)> {
        let k = (step - self.first) as usize * self.width + leaf;
        self.values.get(k).map(|&v| (v, self.identities.get(k).copied().unwrap_or(0)))
    }
    /// Whether any entry is a variable.
    pub(super) fn vary(&self) -> bool {
        !self.identities.is_empty()
    }
    pub(super) fn bytes(&self) -> usize {
        (self.values.len() + self.identities.len()) * 8
    }
}

/// What an input of a body beside the state reads.
#[derive(Clone, Debug)]
pub(crate) enum Column {
    /// The number of the step.
    Number,
    /// A leaf of a row.
    Row(Rc<Rows>, usize),
    /// A number that was traced at every step.
    Traced(Rc<TracedRows>, usize),
}

/// The numbers of a body that was traced at every step it runs at.
#[derive(Clone, Debug, Default)]
pub(crate) struct TracedRows {
    pub steps: Vec<u64>,
    pub values: Vec<f64>,
}

impl TracedRows {
    /// Number `k` at a step.
    pub(super) fn at(&self, step: u64, k: usize) -> f64 {
        let row = self.steps.partition_point(|&s| s < step);
        self.values[row * (self.values.len() / self.steps.len()) + k]
    }
    pub(super) fn bytes(&self) -> usize {
        (self.values.len() + self.steps.len()) * 8
    }
}

/// A body that is being recorded.
struct Recording {
    base: u64,
    numbers: Rc<Numbers>,
    step: u64,
    columns: Vec<Column>,
    /// The identity of the number, once it was asked for.
    number: Option<u64>,
}

thread_local! {
    static BODIES: RefCell<Vec<Recording>> = const { RefCell::new(Vec::new()) };
}

/// Hears what columns a body asks for, as long as this lives.
pub(super) struct Listening {
    base: u64,
}

impl Listening {
    pub(super) fn new(base: u64, numbers: &Rc<Numbers>, step: u64) -> Listening {
        let recording = Recording { base, numbers: Rc::clone(numbers), step, columns: Vec::new(), number: None };
        BODIES.with_borrow_mut(|bodies| bodies.push(recording));
        Listening { base }
    }
    /// The columns that were asked for, in the order of the recorder's data.
    pub(super) fn columns(self) -> Vec<Column> {
        with(self.base, |recording| std::mem::take(&mut recording.columns)).unwrap_or_default()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        BODIES.with_borrow_mut(|bodies| bodies.retain(|b| b.base != self.base));
    }
}

fn with<R>(base: u64, f: impl FnOnce(&mut Recording) -> R) -> Option<R> {
    BODIES.with_borrow_mut(|bodies| bodies.iter_mut().find(|b| b.base == base).map(f))
}

/// The identity of the step's number on the level that records the body.
fn datum(base: u64, v: f64, at: &'static Location<'static>) -> u64 {
    let asked = with(base, |recording| recording.number);
    let Some(known) = asked else { level::leave(Error::Foreign { at }) };
    known.unwrap_or_else(|| {
        let first = data(base, &[v]);
        with(base, |recording| {
            recording.columns.push(Column::Number);
            recording.number = Some(first);
        });
        first
    })
}

/// Data on the level that records the body: the identity of the first.
fn data(base: u64, values: &[f64]) -> u64 {
    level::with(|stack| {
        let level = stack.iter_mut().find(|l| l.hot.base.get() == base).expect("it is open while its body is recorded");
        let Kind::Recording(recorder) = &mut level.kind else { unreachable!("bodies are recorded") };
        base + recorder.data(values.iter().copied())
    })
}

/// Takes down a column from the step at hand on; answers the identity of the first leaf of its entry.
fn columns<F: Real, T: Tree<F>>(base: u64, column: &[T], at: &'static Location<'static>) -> Result<u64, Error> {
    let Some((numbers, step)) = with(base, |recording| (Rc::clone(&recording.numbers), recording.step)) else {
        return Err(Error::Foreign { at });
    };
    let rows = Rc::new(rows(column, &numbers, step, at)?);
    let first = data(base, &rows.values[..rows.width]);
    with(base, |recording| recording.columns.extend((0..rows.width).map(|leaf| Column::Row(Rc::clone(&rows), leaf))));
    Ok(first)
}

fn rows<F: Real, T: Tree<F>>(
    column: &[T],
    numbers: &Numbers,
    first: u64,
    at: &'static Location<'static>,
) -> Result<Rows, Error> {
    let mut leaves: Vec<T::Num> = Vec::new();
    let mut width = None;
    let (mut values, mut identities) = (Vec::new(), Vec::new());
    for step in first..numbers.count().unwrap_or(u64::MAX) {
        let number = numbers.at(step);
        let entry = match column.get(number) {
            Some(entry) => entry,
            // A loop without a known end may end before the column does.
            None if numbers.count().is_none() => break,
            None => return Err(Error::Column { number, len: column.len(), at }),
        };
        leaves.clear();
        entry.flatten(&mut leaves);
        if *width.get_or_insert(leaves.len()) != leaves.len() {
            return Err(Error::Ragged { number, at });
        }
        values.extend(leaves.iter().map(|n| n.primal().wide()));
        identities.extend(leaves.iter().map(|n| n.identity()));
    }
    if identities.iter().all(|&i| i == 0) {
        identities = Vec::new();
    }
    Ok(Rows { first, width: width.unwrap_or(0), values, identities })
}

/// The state of a loop, from its leaves.
pub(super) fn refill<F: Real, S: Tree<F, Num = Var<F>, Grad = S>>(like: &S, leaves: &[Var<F>]) -> S {
    like.fill(&mut Leaves::own(leaves))
}
