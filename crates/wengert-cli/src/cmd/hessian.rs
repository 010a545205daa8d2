//! `wengert hessian`: the second derivatives.

use super::expression::ExpressionArgs;
use super::options::{Differentiate, Form};
use crate::failure::Failure;
use crate::output::{csv, json, matrices, notes};
use crate::points::{Asked, PointsArgs, Question};
use clap::Args;
use std::io::Write;

/// The value, the gradient and all second derivatives
///
/// Example: wengert hessian '(1-x)^2 + 100*(y-x^2)^2' x=1 y=1
#[derive(Debug, Args)]
pub struct Hessian {
    #[command(flatten)]
    model: ExpressionArgs,
    #[command(flatten)]
    differentiate: Differentiate,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    points: PointsArgs,
}

impl Hessian {
    /// Sweeps and writes.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let options = self.differentiate.options();
        if self.points.given() {
            return self.points.run(self.model, Asked { question: Question::Hessian, options, form: self.form }, out);
        }
        let model = self.model.load()?;
        model.expect_one_output("a Hessian")?;
        let listing = model.listing(options)?;
        let hessian = listing.hessian().map_err(|error| model.refuse(error))?;
        let notes = notes::all(&model, listing.notes());
        if self.form.json {
            let extra = json::Extra { hessian: Some(&hessian), trace: None };
            json::gradient(out, &model, &listing, listing.grad(), extra, &notes)?;
        } else if self.form.csv {
            csv::second(out, &model, &listing, &hessian)?;
            notes::tell(&model.text, &notes)?;
        } else {
            matrices::results(out, &model, listing.value(), &[("", listing.grad())])?;
            matrices::square(out, &model.names, &hessian)?;
            notes::show(out, &model.text, &notes)?;
        }
        Ok(())
    }
}
