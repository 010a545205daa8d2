//! `wengert hvp`: the Hessian times a direction, without the Hessian.

use super::direction;
use super::expression::ExpressionArgs;
use super::options::{Differentiate, Form};
use crate::failure::Failure;
use crate::output::{csv, json, matrices, notes};
use clap::Args;
use std::io::Write;

/// The Hessian times a direction: how the gradient changes along it
///
/// One forward-over-reverse pass, however many variables there are.
///
/// Example: wengert hvp 'x*y + sin(x*y)' x=2 y=3 --direction 'x=1 y=0.5'
#[derive(Debug, Args)]
pub struct Hvp {
    #[command(flatten)]
    model: ExpressionArgs,
    /// How fast each variable moves, as in `'x=1 y=0.5'`, or `'w=[1,0.5]'` of a vector; one that is not named stays
    #[arg(long, value_name = "SPEEDS", allow_hyphen_values = true)]
    direction: String,
    #[command(flatten)]
    differentiate: Differentiate,
    #[command(flatten)]
    form: Form,
}

impl Hvp {
    /// Sweeps and writes.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let model = self.model.load()?;
        model.expect_one_output("a Hessian")?;
        let direction = direction::read(&self.direction, &model.names)?;
        let listing = model.listing(self.differentiate.options())?;
        let product = listing.hvp(&direction).map_err(|error| model.refuse(error))?;
        let notes = notes::all(&model, listing.notes());
        if self.form.json {
            json::product(out, &model, &listing, &direction, &product, &notes)?;
        } else if self.form.csv {
            let columns = [("direction", &direction[..]), ("gradient", listing.grad()), ("hvp", &product)];
            csv::by_variable(out, &model.names, &columns)?;
            notes::tell(&model.text, &notes)?;
        } else {
            matrices::results(
                out,
                &model,
                listing.value(),
                &[("direction", &direction), ("", listing.grad()), ("H·v", &product)],
            )?;
            notes::show(out, &model.text, &notes)?;
        }
        Ok(())
    }
}
