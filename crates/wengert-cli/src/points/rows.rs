//! The rows that are written: those of the file with the computed columns behind them, or a JSON object each.

use super::columns::{Header, number};
use super::model::Model;
use super::records::Record;
use super::{Asked, Question};
use crate::failure::Failure;
use crate::output::{csv, json};
use serde_json::{Map, Value};
use std::io::{self, Write};

/// So many bytes are handed on at once.
const CHUNK: usize = 1 << 16;

/// A writer of rows.
#[derive(Debug)]
pub struct Rows<'h> {
    header: &'h Header,
    question: Question,
    computed: Vec<String>,
    only: bool,
    json: bool,
    buffer: Vec<u8>,
}

impl<'h> Rows<'h> {
    /// A writer of rows of a file with this header.
    pub fn new(header: &'h Header, asked: Asked, only: bool) -> Rows<'h> {
        let buffer = Vec::with_capacity(2 * CHUNK);
        Rows { header, question: asked.question, computed: Vec::new(), only, json: asked.form.json, buffer }
    }
    /// Writes the header, unless it stands there; refuses where a computed column would have the name of one in the file.
    #[inline]
    pub fn begin(
        &mut self,
        out: &mut impl Write,
        model: &Model,
        outputs: &[String],
        source: &str,
    ) -> Result<(), Failure> {
        if self.computed.is_empty() { self.head(out, model, outputs, source) } else { Ok(()) }
    }
    #[cold]
    fn head(&mut self, out: &mut impl Write, model: &Model, outputs: &[String], source: &str) -> Result<(), Failure> {
        self.computed = csv::value_columns(outputs);
        if self.question != Question::Value {
            self.computed.extend(csv::gradient_columns(&model.names));
        }
        if self.question == Question::Hessian {
            self.computed.extend(csv::second_columns(&model.names));
        }
        if let Some(name) = self.computed.iter().find(|name| !self.only && self.header.names.contains(name)) {
            return Err(Failure::Input(format!(
                "error: {source} has a column `{name}` already, and the answer would have two\n\
                 help: `--only` leaves out the columns of the file"
            )));
        }
        let computed = self.computed.iter().map(|name| csv::quoted(name)).collect::<Vec<_>>().join(",");
        match (self.json, self.only) {
            (true, _) => {}
            (false, true) => writeln!(out, "{computed}")?,
            (false, false) => writeln!(out, "{},{computed}", self.header.raw)?,
        }
        Ok(())
    }
    /// Writes the answer to a row.
    pub fn write(&mut self, out: &mut impl Write, row: &Record<'_>, numbers: &[f64], notes: usize) -> io::Result<()> {
        if self.json {
            self.object(row, numbers, notes);
        } else {
            let mut separate = false;
            if !self.only {
                self.buffer.extend_from_slice(row.raw);
                separate = true;
            }
            for &x in numbers {
                if separate {
                    self.buffer.push(b',');
                }
                csv::push(&mut self.buffer, x);
                separate = true;
            }
            self.buffer.push(b'\n');
        }
        if self.buffer.len() >= CHUNK { self.flush(out) } else { Ok(()) }
    }
    /// Hands on what was written.
    pub fn flush(&mut self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
    /// The row as an object: the file's columns, numbers where they are, then what was computed.
    fn object(&mut self, row: &Record<'_>, numbers: &[f64], notes: usize) {
        let mut object = Map::new();
        if !self.only {
            for (name, cell) in self.header.names.iter().zip(row.iter()) {
                let text = || Value::String(String::from_utf8_lossy(cell).into_owned());
                object.insert(name.clone(), number(cell).map_or_else(|_| text(), json::number));
            }
        }
        object.insert("line".to_owned(), row.line.into());
        object.extend(self.computed.iter().cloned().zip(numbers.iter().map(|&x| json::number(x))));
        object.insert("notes".to_owned(), notes.into());
        self.buffer.extend_from_slice(Value::Object(object).to_string().as_bytes());
        self.buffer.push(b'\n');
    }
}
