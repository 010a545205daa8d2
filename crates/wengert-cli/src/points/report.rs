//! What a run over many rows says on standard error: rows that failed, and what was noted how often.

use super::columns::BadRow;
use crate::failure::{self, Failure};
use crate::output::{look, notes};
use std::io::{self, Write};
use wengert::Note;
use wengert_expr::{Severity, Sources};

/// So many failures are told one by one.
const TOLD: u64 = 20;
/// So many kinds of notes are told.
const KINDS: usize = 10;

/// Counts.
#[derive(Debug)]
pub struct Report<'s> {
    source: &'s str,
    /// Rows read.
    pub rows: u64,
    failures: u64,
    kinds: Vec<Noted>,
}

/// A note that was made at some rows: always the same operation at the same place, at other arguments.
#[derive(Debug)]
struct Noted {
    first: Note,
    line: u64,
    rows: u64,
}

impl<'s> Report<'s> {
    /// Nothing happened yet.
    pub fn new(source: &'s str) -> Report<'s> {
        Report { source, rows: 0, failures: 0, kinds: Vec::new() }
    }
    /// Counts the notes of a row.
    pub fn noted(&mut self, line: u64, notes: &[Note]) {
        for note in notes {
            let same = |known: &&mut Noted| {
                let first = &known.first;
                (first.kind, first.at, first.kink.op) == (note.kind, note.at, note.kink.op)
            };
            match self.kinds.iter_mut().find(same) {
                Some(known) => known.rows += 1,
                None => self.kinds.push(Noted { first: note.clone(), line, rows: 1 }),
            }
        }
    }
    /// Tells of a row that failed, unless many did.
    pub fn failed(&mut self, failure: &Failure) {
        self.failures += 1;
        if self.failures <= TOLD {
            // Nobody is left to tell where standard error is closed.
            let _ = failure.tell(&mut io::stderr().lock());
        }
        if self.failures == TOLD {
            let _ = tell("note: further rows that fail are only counted".to_owned());
        }
    }
    /// Tells what was noted, and fails where rows did.
    pub fn finish(self, text: &Sources, recorded: u64) -> Result<(), Failure> {
        for Noted { first, line, rows } in self.kinds.iter().take(KINDS) {
            let message = notes::message(first);
            let more = match rows - 1 {
                0 => String::new(),
                1 => ", and 1 row more".to_owned(),
                more => format!(", and {more} rows more"),
            };
            let more = format!("{message} ({} line {line}{more})", self.source);
            tell(text.drawing(Severity::Note, more, failure::position(first.at)).to_string())?;
        }
        if self.kinds.len() > KINDS {
            tell(format!("note: {} other kinds of notes were made", self.kinds.len() - KINDS))?;
        }
        if recorded > PATHS {
            tell(format!("note: the branches were recorded {recorded} times; so many paths make the run slow"))?;
        }
        match self.failures {
            0 => Ok(()),
            failed => Err(Failure::Rows { failed, rows: self.rows }),
        }
    }
}

/// So many paths through the branches are nothing to speak of.
const PATHS: u64 = 1000;

/// Says something on standard error.
pub fn tell(message: String) -> io::Result<()> {
    writeln!(io::stderr().lock(), "{}", look::told(&message))
}

/// The failure of a row that cannot be read.
pub fn bad_row(source: &str, line: u64, bad: &BadRow) -> Failure {
    let column = bad.column.as_ref().map(|name| format!(" column `{name}`:")).unwrap_or_default();
    Failure::Input(format!("error: {source} line {line}:{column} {}", bad.why))
}
