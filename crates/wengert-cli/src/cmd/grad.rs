//! `wengert grad`: the value of an expression and its gradient, with the trace of the sweeps.

use super::expression::{Expression, ExpressionArgs};
use super::options::{Differentiate, Form, Mode};
use super::pictures::Pictures;
use super::tangents::Tangents;
use crate::failure::Failure;
use crate::output::{csv, json, notes, tables};
use crate::points::{Asked, PointsArgs, Question};
use clap::Args;
use std::io::Write;
use wengert::{Listing, Matrix};

/// The value of an expression and its gradient, with the trace of both sweeps
///
/// Example: wengert grad 'x*y + sin(x*y)' x=2 y=3
#[derive(Debug, Args)]
pub struct Grad {
    #[command(flatten)]
    model: ExpressionArgs,
    /// The second derivatives too
    #[arg(long, conflicts_with_all = ["csv", "points"])]
    hessian: bool,
    /// Both traces in the JSON object too
    #[arg(long, requires = "json", conflicts_with = "points")]
    trace: bool,
    /// One reverse sweep, or one forward sweep for each variable
    #[arg(long, value_enum, default_value_t = Mode::Reverse, conflicts_with = "points")]
    mode: Mode,
    #[command(flatten)]
    differentiate: Differentiate,
    #[command(flatten)]
    pictures: Pictures,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    points: PointsArgs,
}

impl Grad {
    /// Evaluates, sweeps and writes.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        self.differentiate.allows(Some(self.mode))?;
        let options = self.differentiate.options();
        if self.points.given() {
            return self.points.run(self.model, Asked { question: Question::Gradient, options, form: self.form }, out);
        }
        let model = self.model.load()?;
        model.expect_one_output("a gradient")?;
        let listing = model.listing(options)?;
        let refuse = |error| model.refuse(error);
        let hessian = self.hessian.then(|| listing.hessian()).transpose().map_err(refuse)?;
        let tangents = match self.mode {
            Mode::Reverse => None,
            Mode::Forward => Some(Tangents::of(&listing).map_err(refuse)?),
        };
        if self.pictures.write(out, &model, self.differentiate)? {
            return Ok(());
        }
        let answer = Answer { model: &model, listing: &listing, hessian: hessian.as_ref(), tangents };
        answer.write(out, self.form, self.trace)?;
        Ok(())
    }
}

/// What was found.
struct Answer<'a> {
    model: &'a Expression,
    listing: &'a Listing,
    hessian: Option<&'a Matrix<f64>>,
    tangents: Option<Tangents>,
}

impl Answer<'_> {
    fn write(&self, out: &mut impl Write, form: Form, trace: bool) -> Result<(), Failure> {
        let Answer { model, listing, hessian, tangents } = self;
        let grad = tangents.as_ref().map_or(listing.grad(), |tangents| &tangents.grad);
        let notes = notes::all(model, listing.notes());
        if form.json {
            let trace = trace.then(|| json::trace(model, listing, tangents.as_ref()));
            let extra = json::Extra { hessian: *hessian, trace };
            json::gradient(out, model, listing, grad, extra, &notes)?;
        } else if form.csv {
            csv::row(out, model, &[listing.value()], grad)?;
            notes::tell(&model.text, &notes)?;
        } else if let Some(tangents) = tangents {
            tables::forward(out, model, listing, tangents, *hessian)?;
        } else {
            tables::gradient(out, model, listing, *hessian)?;
        }
        Ok(())
    }
}
