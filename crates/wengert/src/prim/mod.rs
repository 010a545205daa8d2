//! The primitive table: one block for each operation, and nothing about an operation anywhere else.
//!
//! A *family* is a file of blocks in field notation. From a block come the operation's value in both precisions, its
//! local derivatives for every mode and order, its name in Rust and in expressions, its documentation, the points at
//! which the suites try it, and what is answered where it is not smooth. To add a primitive, add a block to the family
//! it belongs to; to add a family, add a file and one line to `families!`.
//!
//! ```text
//! /// Sine; d sin x = cos x dx.
//! Sin sin(x) y { value: x.sin(), partials: [cos(x)], at: [[0.3], [-2.0]] }
//! ```
//! `value` is written over a [`Real`] number, `partials` over any [`Value`], in the arguments and the result `y`; an
//! entry `none` says that there is no derivative in that argument. Optional: `text` (the name in expressions, where it
//! differs), `domain`, `outside: nan` (where the formulas of the slopes give numbers outside the domain), `kink` (the [`Set`]
//! of possible slopes where there is more than one), `watch: false` (for operations whose derivative is finite wherever
//! the arguments are).

use crate::value::{Real, Value};

mod kink;
mod macros;
pub(crate) use kink::when_tied;
pub use kink::{Choice, Edge, Kind, Set};
pub(crate) use macros::{family, nary_family};

/// A primitive of `N` arguments.
pub trait Prim<const N: usize>: 'static {
    /// Its name as data.
    const OP: Op;
    /// Whether a recorder has to look for kinks and infinite slopes.
    const WATCH: bool;
    /// The value at `x`.
    fn eval<R: Real>(x: [R; N]) -> R;
    /// Local partial derivatives at `x`, where the value is `y`: those that are wanted and exist.
    fn partials<V: Value>(x: [V; N], y: V, want: [bool; N]) -> [Option<V>; N];
    /// The set of possible slopes, where there is more than one (`want`: the arguments that vary).
    fn kink(x: [f64; N], want: [bool; N]) -> Option<Set>;
}

/// A primitive of any number of arguments.
pub trait Nary: 'static {
    /// Its name as data.
    const OP: Op;
    /// Whether a recorder has to look for kinks and infinite slopes.
    const WATCH: bool;
    /// The value at `x`.
    fn eval<R: Real>(x: &[R]) -> R;
    /// Visits the wanted local partial derivatives in the order of the arguments.
    fn partials<V: Value>(x: &[V], y: V, want: impl Fn(usize) -> bool, visit: impl FnMut(usize, V));
    /// The value of plain numbers, with the partial derivatives in all arguments behind `slopes`. For primitives that have
    /// one in each; those that share work between value and derivatives write their own.
    #[inline]
    fn all(x: &[f64], slopes: &mut Vec<f64>) -> f64 {
        let y = Self::eval(x);
        Self::partials(x, y, |_| true, |_, d| slopes.push(d));
        y
    }
    /// The set of possible slopes, where there is more than one.
    fn kink(x: &[f64], want: &dyn Fn(usize) -> bool) -> Option<Set>;
}

/// A primitive, as data: a place in the table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Op(u16);

/// What the table says about a primitive.
#[derive(Debug)]
pub struct Row {
    /// The primitive.
    pub op: Op,
    /// Its name as a Rust method.
    pub name: &'static str,
    /// Its name in expressions and in the text form of a List.
    pub text: &'static str,
    /// The names of its arguments; one name stands for all of them where `nary`.
    pub args: &'static [&'static str],
    /// Whether it takes any number of arguments.
    pub nary: bool,
    /// Its documentation: what it is, its derivative, its source.
    pub doc: &'static str,
    /// Where it is defined.
    pub domain: &'static str,
    /// Its partial derivatives, as they are written in the table; `none` where there is none.
    pub partials: &'static [&'static str],
    /// What the partial derivatives share: names and formulas, as they are written in the table.
    pub shared: &'static [(&'static str, &'static str)],
    /// Whether its partial derivatives are NaN outside its domain by a choice that stands around what is written.
    pub nan_outside: bool,
    /// Points at which every suite tries it.
    pub samples: &'static [&'static [f64]],
    /// Its value at plain numbers, as many as it takes.
    pub value: fn(&[f64]) -> f64,
}

/// The arity of a primitive with a fixed number of arguments never exceeds this.
pub const MAX_ARITY: usize = 5;

/// All families in the order of their numbers. `$then!` receives each family's name and number.
macro_rules! families {
    ($then:ident) => {
        $then! {
            arith 0, compare 1, rounding 2, power 3, trig 4, hyperbolic 5, activation 6, minmax 7, gammas 8, errors 9,
            bessel 10, integrals 11, incomplete 12, nary 13, number 14
        }
    };
}

macro_rules! declare {
    ($($family:ident $number:literal),+) => {
        $( pub mod $family; )+

        const FAMILIES: &[&[Row]] = &[$($family::ROWS),+];
        const FAMILY_NAMES: &[&str] = &[$(stringify!($family)),+];
        $( const _: () = assert!($family::FAMILY == $number); )+

        impl Op {
            /// The value of the primitive at `args`.
            ///
            /// # Panics
            /// Where `args` has not the primitive's arity.
            #[inline(always)]
            pub fn apply<V: Value>(self, args: &[V]) -> V {
                V::bind_op(self, args)
            }
            /// The same, by the row's own code.
            pub(crate) fn by_row<V: Value>(self, args: &[V]) -> V {
                match self.family() {
                    $( $number => $family::apply(self.index(), args), )+
                    _ => unreachable!("an Op comes from the table"),
                }
            }
            /// Visits each wanted partial derivative that exists.
            pub fn partials<V: Value>(self, args: &[V], y: V, want: &dyn Fn(usize) -> bool, visit: &mut dyn FnMut(usize, V)) {
                match self.family() {
                    $( $number => $family::partials(self.index(), args, y, want, visit), )+
                    _ => unreachable!("an Op comes from the table"),
                }
            }
            /// The set of possible slopes at `args`, where there is more than one.
            pub fn kink(self, args: &[f64], want: &dyn Fn(usize) -> bool) -> Option<Set> {
                match self.family() {
                    $( $number => $family::kink(self.index(), args, want), )+
                    _ => unreachable!("an Op comes from the table"),
                }
            }
        }
    };
}
families!(declare);

impl Op {
    pub(crate) const fn new(family: u8, index: u8) -> Op {
        Op((family as u16) << 8 | index as u16)
    }
    #[inline(always)]
    const fn family(self) -> u8 {
        (self.0 >> 8) as u8
    }
    #[inline(always)]
    const fn index(self) -> u8 {
        self.0 as u8
    }
    /// The number by which a List stores it; meaningless between versions.
    pub(crate) const fn code(self) -> u16 {
        self.0
    }
    /// The primitive of a number that [`code`](Self::code) gave.
    pub(crate) const fn from_code(code: u16) -> Op {
        Op(code)
    }
    /// What the table says about it.
    pub fn row(self) -> &'static Row {
        &FAMILIES[self.family() as usize][self.index() as usize]
    }
    /// The name of its family: the file of the table in which its row stands.
    pub fn family_name(self) -> &'static str {
        FAMILY_NAMES[self.family() as usize]
    }
    /// Its name as a Rust method.
    pub fn name(self) -> &'static str {
        self.row().name
    }
    /// Its name in expressions and in the text form of a List.
    pub fn text(self) -> &'static str {
        self.row().text
    }
    /// How many arguments it takes; `None` where any number.
    pub fn arity(self) -> Option<usize> {
        let row = self.row();
        (!row.nary).then_some(row.args.len())
    }
    /// Whether it can be applied to so many arguments.
    pub fn accepts(self, arguments: usize) -> bool {
        self.takes(arguments).is_ok()
    }
    /// What is wrong with so many arguments.
    pub(crate) fn takes(self, given: usize) -> Result<(), String> {
        match self.arity() {
            Some(n) if n != given => {
                Err(format!("{self} takes {n} argument{}, not {given}", if n == 1 { "" } else { "s" }))
            }
            None if given == 0 => Err(format!("{self} takes at least one argument")),
            None if self == <nary::Dot as Nary>::OP && !given.is_multiple_of(2) => {
                Err(format!("dot takes two halves, not {given} arguments"))
            }
            _ => Ok(()),
        }
    }
    /// The whole table, family by family.
    pub fn all() -> impl Iterator<Item = Op> {
        FAMILIES.iter().flat_map(|rows| rows.iter().map(|r| r.op))
    }
    /// The primitive with this name in expressions.
    pub fn by_text(text: &str) -> Option<Op> {
        Op::all().find(|op| op.text() == text)
    }
}

impl std::fmt::Debug for Op {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text())
    }
}
impl std::fmt::Display for Op {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text())
    }
}

/// A value computed in double precision and rounded once: for functions that the standard library has not.
#[inline(always)]
pub(crate) fn wide<R: Real, const N: usize>(f: impl FnOnce([f64; N]) -> f64, x: [R; N]) -> R {
    R::of(f(x.map(R::wide)))
}

/// A number as a whole one; `None` where it is none.
#[inline(always)]
pub(crate) fn whole(n: f64) -> Option<i32> {
    let near = n as i32;
    (f64::from(near) == n).then_some(near)
}

/// What a function has at a whole order; NaN where the order is none.
pub(crate) fn of_order(n: f64, f: impl FnOnce(i32) -> f64) -> f64 {
    whole(n).map_or(f64::NAN, f)
}

/// The same where orders count from 0.
pub(crate) fn of_count(n: f64, f: impl FnOnce(u32) -> f64) -> f64 {
    whole(n).and_then(|n| u32::try_from(n).ok()).map_or(f64::NAN, f)
}
