//! `wengert taylor`: the coefficients of the series along a line.

use super::direction;
use super::expression::{Expression, ExpressionArgs};
use super::options::{Differentiate, Form};
use crate::failure::Failure;
use crate::output::{csv, json, matrices, notes};
use clap::Args;
use std::io::Write;
use wengert::Listing;

/// The Taylor coefficients of an expression along each variable, or along a direction
///
/// They are the c0, c1, c2, ... of L(x + t*v) = c0 + c1*t + c2*t^2 + ...; the k-th derivative is k! times the k-th.
///
/// Example: wengert taylor 'exp(-x^2)' x=0 --order 8
#[derive(Debug, Args)]
pub struct Taylor {
    #[command(flatten)]
    model: ExpressionArgs,
    /// The highest power
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(0..=1000))]
    order: u16,
    /// How fast each variable moves, as in `'x=1 y=0.5'`, or `'w=[1,0.5]'` of a vector; without it, one series along each variable
    #[arg(long, value_name = "SPEEDS", allow_hyphen_values = true)]
    direction: Option<String>,
    #[command(flatten)]
    differentiate: Differentiate,
    #[command(flatten)]
    form: Form,
}

impl Taylor {
    /// Sweeps and writes.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        let model = self.model.load()?;
        model.expect_one_output("a series")?;
        let listing = model.listing(self.differentiate.options())?;
        let direction = self.direction.as_deref().map(|text| direction::read(text, &model.names)).transpose()?;
        let series = match &direction {
            Some(direction) => vec![("coefficient".to_owned(), one(&model, &listing, direction, self.order)?)],
            None => along_each(&model, &listing, self.order)?,
        };
        let notes = notes::all(&model, listing.notes());
        let columns: Vec<(String, &[f64])> = series.iter().map(|(name, c)| (name.clone(), &c[..])).collect();
        if self.form.json {
            let direction = direction.map(|direction| json::by_name(&model.names, &direction));
            json::series(out, &model, direction, &columns, &notes)?;
        } else if self.form.csv {
            csv::by_order(out, &columns)?;
            notes::tell(&model.text, &notes)?;
        } else {
            let along = |name: &str| if direction.is_some() { name.to_owned() } else { format!("along {name}") };
            let columns: Vec<(String, &[f64])> = columns.iter().map(|(name, c)| (along(name), *c)).collect();
            matrices::by_order(out, &columns)?;
            notes::show(out, &model.text, &notes)?;
        }
        Ok(())
    }
}

fn one(model: &Expression, listing: &Listing, direction: &[f64], order: u16) -> Result<Vec<f64>, Failure> {
    listing.taylor(direction, usize::from(order)).map_err(|error| model.refuse(error))
}

/// A series along each variable; where there is none, the constant.
fn along_each(model: &Expression, listing: &Listing, order: u16) -> Result<Vec<(String, Vec<f64>)>, Failure> {
    let n = model.names.len();
    if n == 0 {
        return Ok(vec![(model.outputs[0].clone(), one(model, listing, &[], order)?)]);
    }
    let along = |k: usize| {
        let mut direction = vec![0.0; n];
        direction[k] = 1.0;
        Ok((model.names[k].clone(), one(model, listing, &direction, order)?))
    };
    (0..n).map(along).collect()
}
