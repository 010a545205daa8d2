//! Programs as files: written with the point and the adjoints there, and read back.

use super::Program;
use crate::custom::{self, Custom};
use crate::list::{FORMAT, List, ReadError};
use crate::sweep::{self, Constants, Unwatched};
use crate::tree::{self, Tree};
use std::io::{self, Write};

impl<X, Y, F> Program<X, Y, F> {
    /// Writes the program as text, which [`read`](Program::read) reads back and `wengert explore --tape` shows.
    ///
    /// Lines that know where they come from say so. They know it where the program was traced with diagnostics on: under
    /// [`notes`](crate::notes), or with [`Kinks::Error`](crate::Kinks::Error).
    ///
    /// # Errors
    /// What the writer answers.
    pub fn save(&self, mut to: impl Write) -> io::Result<()> {
        writeln!(to, "wengert tape {FORMAT}")?;
        write!(to, "{:#}", self.list())
    }
}

impl<X: Tree<f64, Num = f64, Grad = X>, Y> Program<X, Y> {
    /// As [`save`](Program::save), with the point `x` and the adjoint of every value in the first output there.
    ///
    /// # Errors
    /// What the writer answers; an error of the kind `InvalidInput`, around that of [`eval`](Program::eval), where the
    /// program cannot be evaluated at `x`.
    pub fn save_at(&self, x: impl Tree<f64, Num = f64, Grad = X>, mut to: impl Write) -> io::Result<()> {
        let x = tree::flat(&x);
        let refused = |error| io::Error::new(io::ErrorKind::InvalidInput, error);
        let adjoints = adjoints(self.list(), &x).map_err(refused)?;
        let number = |x: &f64| format!("{x:?}").to_lowercase();
        let all = |numbers: Vec<String>| numbers.join(", ");
        writeln!(to, "wengert tape {FORMAT}")?;
        writeln!(to, "point({})", all(x.iter().map(number).collect()))?;
        let adjoint = |bar: &Option<f64>| bar.as_ref().map_or("none".to_string(), number);
        writeln!(to, "adjoints({})", all(adjoints.iter().map(adjoint).collect()))?;
        write!(to, "{:#}", self.list())
    }
}

/// The adjoint of every value in the first output.
fn adjoints(list: &List, x: &[f64]) -> Result<Vec<Option<f64>>, crate::Error> {
    let (expected, got) = (list.input_len(), x.len());
    if expected != got {
        return Err(crate::Error::Input { expected, got });
    }
    let (constants, mut at, mut bar) = (Constants::literal(0.0), Vec::new(), Vec::new());
    custom::listen(|| sweep::value(list, &constants, x, &mut at))??;
    custom::listen(|| sweep::adjoint(list, &constants, &at, &[1.0], &mut bar, &mut Unwatched))?;
    Ok(bar)
}

impl Program<Vec<f64>, Vec<f64>> {
    /// Reads what [`save`](Program::save) wrote. The shapes are flat: one `Vec` of all inputs, one of all outputs.
    ///
    /// # Errors
    /// A [`ReadError`](ReadError) with line, caret and suggestion.
    pub fn read(text: &str) -> Result<Program<Vec<f64>, Vec<f64>>, ReadError> {
        Program::read_with(text, &[])
    }
    /// As [`read`](Self::read), where the program runs rules of the user's: `rules` are those it may name.
    ///
    /// # Errors
    /// As [`read`](Self::read); a rule that is not among `rules` is named.
    pub fn read_with(text: &str, rules: &[Custom]) -> Result<Program<Vec<f64>, Vec<f64>>, ReadError> {
        List::read_with(text, rules).map(Program::from_list)
    }
}
