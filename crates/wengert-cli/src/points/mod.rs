//! `--points`: the same question at every row of a CSV file, as a stream: what is held does not grow with the file.

mod answers;
mod columns;
mod model;
mod progress;
pub mod records;
mod report;
mod rows;

pub use answers::Question;

use crate::cmd::expression::ExpressionArgs;
use crate::cmd::options::Form;
use crate::failure::Failure;
use answers::Answers;
use clap::Args;
use columns::Header;
use model::Model;
use progress::Progress;
use records::Records;
use report::Report;
use rows::Rows;
use std::fs::File;
use std::io::{self, Read, Write};
use wengert::Options;

/// Many points instead of one.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Many points")]
pub struct PointsArgs {
    /// Answer at every row of a CSV file (`-`: standard input), whose columns are variables; answers CSV, or a line of
    /// JSON a row. A value given behind the expression holds for all rows
    #[arg(long, value_name = "FILE")]
    points: Option<String>,
    /// Stop at the first row that fails; without it, the run goes on and says at the end how many did
    #[arg(long, requires = "points")]
    fail_fast: bool,
    /// Write only what was computed, without the columns of the file
    #[arg(long, requires = "points")]
    only: bool,
}

/// A question, and how it is to be answered.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// What is asked at every row.
    pub question: Question,
    /// How to differentiate.
    pub options: Options,
    /// CSV, or a line of JSON a row.
    pub form: Form,
}

impl PointsArgs {
    /// Whether there are many.
    pub fn given(&self) -> bool {
        self.points.is_some()
    }
    /// Answers at every row.
    pub fn run(self, model: ExpressionArgs, asked: Asked, out: &mut impl Write) -> Result<(), Failure> {
        let path = self.points.as_deref().unwrap_or("-");
        let (input, size): (Box<dyn Read>, Option<u64>) = match path {
            "-" => (Box::new(io::stdin().lock()), None),
            path => {
                let file = File::open(path).map_err(|error| unreadable(path, &error))?;
                let size = file.metadata().ok().filter(|data| data.is_file()).map(|data| data.len());
                (Box::new(file), size)
            }
        };
        let source = if path == "-" { "standard input" } else { path };
        self.stream(Records::new(input), source, Progress::new(size), model, asked, out)
    }
    fn stream(
        &self,
        mut records: Records<impl Read>,
        source: &str,
        mut progress: Progress,
        model: ExpressionArgs,
        asked: Asked,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        let broken = |error: io::Error| unreadable(source, &error);
        let header = Header::read(records.next().map_err(broken)?, source)?;
        let model = Model::read(&model, &header, source)?;
        let mut point = model.point.clone();
        let what = if asked.question == Question::Hessian { "a Hessian" } else { "a gradient" };
        match model.outputs().len() {
            1 => {}
            n if asked.question != Question::Value => return Err(model::several(n, what)),
            _ => {}
        }
        let mut rows = Rows::new(&header, asked, self.only);
        let mut answers = Answers::new(&model, asked.question, asked.options);
        let (mut report, mut numbers) = (Report::new(source), Vec::new());
        loop {
            let read = records.bytes();
            let Some(record) = records.next().map_err(broken)? else { break };
            numbers.clear();
            let answered = columns::fill(&record, &header, &model.places, &mut point)
                .map_err(|bad| report::bad_row(source, record.line, &bad))
                .and_then(|()| {
                    let answer = answers.at(&point, &mut numbers);
                    answer.map_err(|failure| failure.in_row(source, record.line))
                });
            match answered {
                Ok(notes) => {
                    report.noted(record.line, &notes);
                    rows.begin(out, &model, answers.outputs().unwrap_or_default(), source)?;
                    rows.write(out, &record, &numbers, notes.len())?;
                }
                Err(failure) if self.fail_fast => {
                    rows.begin(out, &model, &model.outputs(), source)?;
                    rows.flush(out)?;
                    return Err(failure);
                }
                Err(failure) => progress.suspend(|| report.failed(&failure)),
            }
            report.rows += 1;
            progress.moved(read, report.rows);
        }
        rows.begin(out, &model, &model.outputs(), source)?;
        rows.flush(out)?;
        progress.finish();
        report.finish(model.text(), answers.recorded())
    }
}

fn unreadable(source: &str, error: &io::Error) -> Failure {
    Failure::Input(format!("error: cannot read {source}: {error}"))
}
