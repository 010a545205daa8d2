//! How to differentiate: kinks, mode, notes. Options are values; they hold for the call they are given to and for the
//! calls inside it.

use crate::list::Origin;
use crate::prim::{Choice, Edge, Kind, Op, Set};
use std::cell::{Cell, RefCell};

/// What to answer where a derivative is not one number.
///
/// A slope that is chosen holds for this operation at this point in all derivatives that are taken there: with the upper
/// slope of `|x|` at 0, `x * x.abs()` is x² to them. A gradient inside of a [`Program`](crate::Program) or of a loop's
/// step is written for all points, by the slopes of least norm.
///
/// ```
/// use wengert::{Kinks, Options, Var};
/// let (_, g, h) = Options::new().kinks(Kinks::Upper).hessian(|x: Var| x * x.abs(), 0.0)?;
/// assert_eq!((g, h.to_array()), (0.0, [[2.0]]));
/// # Ok::<(), wengert::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub enum Kinks {
    /// The slope of least norm, silently.
    Ignore,
    /// The slope of least norm, with a [`Note`].
    #[default]
    Note,
    /// [`Error::Undefined`](crate::Error::Undefined).
    Error,
    /// The lower end of the set of slopes, with a note.
    Lower,
    /// The upper end of the set of slopes, with a note.
    Upper,
    /// Any member of the set, between `lower` and `upper`, with a note; [`Error::Choice`](crate::Error::Choice) where the
    /// answer is no such number. Asked at kinks and ties only: at a jump and at an edge there is one slope, which stands.
    ///
    /// ```
    /// use wengert::{Error, Kinks, Options, Var};
    /// let quarter = Options::new().kinks(Kinks::Choose(|kink| kink.lower + (kink.upper - kink.lower) / 4.0));
    /// assert_eq!(quarter.value_and_grad(|x: Var| x.abs(), 0.0)?.1, -0.5);
    /// assert_eq!(quarter.value_and_grad(|x: Var| x.sqrt(), 0.0)?.1, f64::INFINITY);
    /// let beyond = Options::new().kinks(Kinks::Choose(|_| 5.0));
    /// assert!(matches!(beyond.value_and_grad(|x: Var| x.abs(), 0.0), Err(Error::Choice { chosen: 5.0, .. })));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    Choose(fn(&Kink) -> f64),
}

impl Kinks {
    /// The slopes that are taken at a kink in the place of those of least norm, of the arguments that its set speaks of.
    fn member(self, kink: &Kink, arity: usize, at: Option<Origin>) -> Result<Option<Vec<(usize, f64)>>, crate::Error> {
        let one_only = matches!(kink.set, Set::Jump | Set::Edge);
        let t = match self {
            Kinks::Error | Kinks::Ignore | Kinks::Note => return Ok(None),
            Kinks::Lower => 0.0,
            Kinks::Upper => 1.0,
            Kinks::Choose(_) if one_only => return Ok(None),
            Kinks::Choose(choose) => kink.position(choose(kink), at)?,
        };
        Ok(kink.set.member(t, arity))
    }
}

/// What a zero adjoint times an infinite slope is, where every output is finite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NanZero {
    /// Zero, with a [`Note`].
    #[default]
    Zero,
    /// NaN, as IEEE arithmetic says.
    Off,
}

/// Which mode computes a Jacobian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mode {
    /// Forward where there are no more inputs than outputs, reverse elsewhere.
    #[default]
    Auto,
    /// One forward sweep for each input.
    Forward,
    /// One reverse sweep for each output.
    Reverse,
}

/// What is remembered of each operation, to say more about it later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Diagnose {
    /// What the derivative needs, and what a kink's note says.
    #[default]
    Off,
    /// The source line of every operation, also in a [`Program`](crate::Program) that is traced: each note and error then
    /// names the operation and its line. A gradient is recorded as a program and takes several times as long.
    Lines,
}

/// A place where the derivative is not one number.
#[derive(Clone, Debug, PartialEq)]
pub struct Kink {
    /// The operation; empty where it is not known, see [`NoteKind::ZeroTimesInfinity`].
    pub op: &'static str,
    /// Its arguments.
    pub args: Vec<f64>,
    /// The set of possible slopes.
    pub set: Set,
    /// The smallest member: the slope itself, or the weight of the first tied argument.
    pub lower: f64,
    /// The largest member.
    pub upper: f64,
}

impl Kink {
    pub(crate) fn new(op: Op, args: Vec<f64>, set: Set) -> Kink {
        let (lower, upper) = match set {
            Set::Interval { lower, upper, .. } => (lower, upper),
            Set::Simplex { .. } => (0.0, 1.0),
            Set::Ball => (-1.0, 1.0),
            Set::Jump => (0.0, 0.0),
            Set::Edge => (f64::NEG_INFINITY, f64::INFINITY),
        };
        Kink { op: op.text(), args, set, lower, upper }
    }
    /// What kind of place it is.
    pub fn kind(&self) -> Kind {
        self.set.kind()
    }
    /// That there is no derivative here, as an error.
    pub(crate) fn undefined(&self, at: Option<Origin>) -> crate::Error {
        let set = match self.set {
            Set::Edge => format!("it {}", self.edge()),
            _ => self.set.to_string(),
        };
        crate::Error::Undefined { op: self.op, args: self.args.clone(), set, at }
    }
    /// Where a slope that was chosen lies, from 0 at the lower end of the set to 1 at the upper.
    fn position(&self, chosen: f64, at: Option<Origin>) -> Result<f64, crate::Error> {
        let Kink { op, lower, upper, .. } = *self;
        if !(lower..=upper).contains(&chosen) {
            return Err(crate::Error::Choice { op, args: self.args.clone(), lower, upper, chosen, at });
        }
        Ok(if lower == upper { 0.0 } else { (chosen - lower) / (upper - lower) })
    }
    /// Why the slope is not finite, where it is not.
    ///
    /// ```
    /// use wengert::prim::Edge;
    /// let edge = |f: fn(wengert::Var) -> wengert::Var, x: f64| {
    ///     let (_, notes) = wengert::notes(|| wengert::value_and_grad(f, x));
    ///     notes[0].kink.edge()
    /// };
    /// assert_eq!(edge(|x| x.recip(), 0.0), Edge::Pole);
    /// assert_eq!(edge(|x| x.sqrt(), 0.0), Edge::Domain);
    /// assert_eq!(edge(|x| x.exp(), 1000.0), Edge::Overflow);
    /// assert_eq!(edge(|x| x.cbrt(), 0.0), Edge::Steep);
    ///
    /// // `Kinks::Error` says the same in its error.
    /// let strict = wengert::Options::new().kinks(wengert::Kinks::Error);
    /// let error = strict.enter(|| wengert::value_and_grad(|x| x.exp(), 1000.0)).unwrap_err();
    /// assert!(error.to_string().contains("has no derivative: it is too large for a number"), "{error}");
    /// ```
    pub fn edge(&self) -> Edge {
        let Some(op) = Op::by_text(self.op) else { return Edge::Steep };
        let value = |args: &[f64]| op.apply(args);
        let near = |k: usize, a: f64| value(&[&self.args[..k], &[a], &self.args[k + 1..]].concat()).is_finite();
        let beside = |(k, &a): (usize, &f64)| match a {
            0.0 => near(k, 1.0) || near(k, -1.0),
            _ => near(k, a * (1.0 - NEAR)) || near(k, a * (1.0 + NEAR)),
        };
        match value(&self.args).is_infinite() {
            true if self.args.iter().enumerate().any(beside) => Edge::Pole,
            true => Edge::Overflow,
            false if EVERYWHERE.contains(&op.row().domain) => Edge::Steep,
            false => Edge::Domain,
        }
    }
}

/// So far from a pole, relative to its place, values are finite; beyond the largest number they are not.
const NEAR: f64 = 1e-9;
/// What the table says of an operation that has a value wherever the arguments are that vary.
const EVERYWHERE: [&str; 2] = ["all real numbers", "n whole"];

/// Something a caller should know about a derivative that was answered.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Note {
    /// What kind of note.
    pub kind: NoteKind,
    /// The place where the derivative is not one number.
    pub kink: Kink,
    /// The slope that was taken (of the first argument concerned).
    pub chosen: f64,
    /// Where, if that is known.
    pub at: Option<Origin>,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoteKind {
    /// A kink, tie, jump, edge or pole was hit exactly.
    Kink(Kind),
    /// A zero adjoint met an infinite slope, or an infinite adjoint a zero slope, and counted as zero.
    ///
    /// Noted of the operation where they met. The tape of [`value_and_grad`](crate::value_and_grad) keeps slopes and no
    /// operations: it names the one whose slope is infinite, and where no slope is, the place of the derivative alone.
    /// Programs, and gradients under [`Diagnose::Lines`], know every operation.
    ZeroTimesInfinity,
    /// An operation has no value at its arguments: NaN.
    Domain,
}

impl NoteKind {
    /// The kind in one word, for programs that read notes.
    ///
    /// ```
    /// let (_, notes) = wengert::notes(|| wengert::value_and_grad(|x| x.abs(), 0.0));
    /// assert_eq!(notes[0].kind.word(), "kink");
    /// ```
    pub fn word(self) -> &'static str {
        match self {
            NoteKind::Kink(Kind::Kink) => "kink",
            NoteKind::Kink(Kind::Tie) => "tie",
            NoteKind::Kink(Kind::Jump) => "jump",
            NoteKind::Kink(Kind::Edge) => "edge",
            NoteKind::ZeroTimesInfinity => "zero-times-infinity",
            NoteKind::Domain => "domain",
        }
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(at) = self.at {
            write!(f, "{at}: ")?;
        }
        let call = crate::error::call(self.kink.op, &self.kink.args);
        match self.kind {
            NoteKind::ZeroTimesInfinity if self.kink.op.is_empty() => write!(
                f,
                "a zero times an infinity counted as 0, at an operation that `Diagnose::Lines` names; `nan-zero off` answers NaN"
            ),
            NoteKind::ZeroTimesInfinity => {
                write!(f, "{call}: a zero times an infinity counted as 0; `nan-zero off` answers NaN")
            }
            NoteKind::Domain => {
                let domain = Op::by_text(self.kink.op).map_or("no such arguments", |op| op.row().domain);
                write!(f, "{call} is NaN; it is defined for {domain}")
            }
            NoteKind::Kink(Kind::Edge) => {
                write!(f, "{call} {}; took the slope {}", self.kink.edge(), self.chosen)
            }
            NoteKind::Kink(Kind::Jump) => write!(f, "{call} jumps here; took the slope {} of either side", self.chosen),
            NoteKind::Kink(_) => {
                write!(f, "{call} has no unique slope, any of {} would do; took {}", self.kink.set, self.chosen)
            }
        }
    }
}

/// How to differentiate. The entry points are its methods too.
///
/// ```
/// use wengert::{Kinks, Options};
/// const STRICT: Options = Options::new().kinks(Kinks::Error);
/// assert!(STRICT.value_and_grad(|x| x.abs(), 0.0).is_err());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub(crate) kinks: Kinks,
    pub(crate) mode: Mode,
    pub(crate) nan_zero: NanZero,
    pub(crate) diagnose: Diagnose,
}

impl Options {
    /// Notes at kinks, the cheaper mode, no more remembered than needed.
    pub const fn new() -> Options {
        Options { kinks: Kinks::Note, mode: Mode::Auto, nan_zero: NanZero::Zero, diagnose: Diagnose::Off }
    }
    /// What to answer at kinks.
    pub const fn kinks(self, kinks: Kinks) -> Options {
        Options { kinks, ..self }
    }
    /// Which mode computes a Jacobian.
    pub const fn mode(self, mode: Mode) -> Options {
        Options { mode, ..self }
    }
    /// What zero times an infinite slope is.
    pub const fn nan_zero(self, nan_zero: NanZero) -> Options {
        Options { nan_zero, ..self }
    }
    /// What to remember of each operation.
    ///
    /// ```
    /// use wengert::{Diagnose, Options, Program, notes};
    /// let lines = Options::new().diagnose(Diagnose::Lines);
    /// let p = lines.enter(|| Program::trace(|x| x.abs(), 1.0))?;
    /// let (_, notes) = notes(|| p.value_and_grad(0.0));
    /// assert!(notes[0].to_string().contains(".rs:"), "{}", notes[0]);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    pub const fn diagnose(self, diagnose: Diagnose) -> Options {
        Options { diagnose, ..self }
    }
    /// Runs `f`, every derivative of which is then taken under these options: also those of a [`Program`](crate::Program),
    /// which has no options of its own.
    ///
    /// ```
    /// use wengert::{Kinks, Options, Program};
    /// let p = Program::trace(|x| x.abs(), 1.0)?;
    /// let upper = Options::new().kinks(Kinks::Upper);
    /// assert_eq!(upper.enter(|| p.value_and_grad(0.0))?, (0.0, 1.0));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    pub fn enter<R>(self, f: impl FnOnce() -> R) -> R {
        struct Restore(Options);
        impl Drop for Restore {
            fn drop(&mut self) {
                OPTIONS.set(self.0);
            }
        }
        let _restore = Restore(OPTIONS.replace(self));
        f()
    }
}

impl Default for Options {
    fn default() -> Options {
        Options::new()
    }
}

thread_local! {
    static OPTIONS: Cell<Options> = const { Cell::new(Options::new()) };
    static NOTES: RefCell<Option<Vec<Note>>> = const { RefCell::new(None) };
}

/// Whether every operation is to remember its source line.
pub(crate) fn lines_wanted() -> bool {
    current().diagnose == Diagnose::Lines
}

/// The options in force on this thread.
pub(crate) fn current() -> Options {
    OPTIONS.get()
}

/// Runs `f` and hands back the notes that every derivative in it made, also deep inside an optimiser.
///
/// ```
/// let (result, notes) = wengert::notes(|| wengert::value_and_grad(|x| x.abs(), 0.0));
/// assert_eq!(result?.1, 0.0);
/// assert_eq!((notes[0].kink.op, notes[0].kink.lower, notes[0].kink.upper), ("abs", -1.0, 1.0));
/// # Ok::<(), wengert::Error>(())
/// ```
pub fn notes<R>(f: impl FnOnce() -> R) -> (R, Vec<Note>) {
    struct Restore(Option<Option<Vec<Note>>>);
    impl Drop for Restore {
        fn drop(&mut self) {
            if let Some(old) = self.0.take() {
                NOTES.replace(old);
            }
        }
    }
    let mut restore = Restore(Some(NOTES.replace(Some(Vec::new()))));
    let result = f();
    let made = NOTES.replace(restore.0.take().flatten());
    (result, made.unwrap_or_default())
}

/// Leaves a note, if anybody asked for notes.
pub(crate) fn note(note: Note) {
    NOTES.with_borrow_mut(|notes| {
        if let Some(notes) = notes {
            notes.push(note);
        }
    });
}

/// Applies the policy to a kink whose rule answered `slopes`; returns the slope that was chosen for the first argument
/// concerned, or the error.
pub(crate) fn settle(
    policy: Kinks,
    kink: &Kink,
    arity: usize,
    slopes: &mut Vec<(usize, f64)>,
    at: Option<Origin>,
) -> Result<f64, crate::Error> {
    if matches!(policy, Kinks::Error) {
        return Err(kink.undefined(at));
    }
    for (arg, slope) in policy.member(kink, arity, at)?.unwrap_or_default() {
        match slopes.iter_mut().find(|(i, _)| *i == arg) {
            Some(entry) => entry.1 = slope,
            None => slopes.push((arg, slope)),
        }
    }
    let concerned = match &kink.set {
        Set::Interval { arg, .. } => *arg,
        Set::Simplex { ties, .. } => ties[0],
        _ => slopes.iter().find(|(_, d)| !d.is_finite()).or(slopes.first()).map_or(0, |&(i, _)| i),
    };
    Ok(slopes.iter().find(|(i, _)| *i == concerned).map_or(0.0, |&(_, d)| d))
}

/// Who chooses the slopes of tangents at kinks, if the policy is another than those of least norm: then it is the one that
/// [`settle`] asks.
pub(crate) fn choice() -> Option<Choice> {
    matches!(current().kinks, Kinks::Lower | Kinks::Upper | Kinks::Choose(_)).then_some(chosen)
}

/// The slopes that the policy takes at these arguments. A choice outside of the set is an error in the adjoint sweep,
/// which tells it: here it is none.
fn chosen(op: Op, args: &[f64], varies: &dyn Fn(usize) -> bool) -> Option<Vec<(usize, f64)>> {
    let kink = Kink::new(op, args.to_vec(), op.kink(args, varies)?);
    current().kinks.member(&kink, args.len(), None).ok().flatten()
}

/// Whether somebody is collecting notes.
pub(crate) fn notes_wanted() -> bool {
    NOTES.with_borrow(Option::is_some)
}
