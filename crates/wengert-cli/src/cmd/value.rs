//! `wengert value`: what an expression is worth.

use super::expression::{self, ExpressionArgs};
use super::options::Form;
use crate::failure::Failure;
use crate::output::{csv, json, matrices, notes};
use crate::points::{Asked, PointsArgs, Question};
use clap::Args;
use std::io::Write;
use wengert::{Listing, NoteKind, Options};

/// The value of an expression, with every digit
///
/// Example: wengert value 'c*exp(-k*t)' c=10 k=0.3 t=2
#[derive(Debug, Args)]
pub struct Value {
    #[command(flatten)]
    model: ExpressionArgs,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    points: PointsArgs,
}

impl Value {
    /// Evaluates and writes.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        if self.points.given() {
            let asked = Asked { question: Question::Value, options: Options::new(), form: self.form };
            return self.points.run(self.model, asked, out);
        }
        let model = self.model.load()?;
        let listings = model.listings(Options::new())?;
        let mut notes = expression::notes(&listings);
        // Kinks are about slopes.
        notes.retain(|note| note.kind == NoteKind::Domain);
        let notes = notes::engine(&model.text, &notes);
        let values: Vec<f64> = listings.iter().map(Listing::value).collect();
        if self.form.json {
            json::values(out, &model, &values, &notes)?;
        } else {
            match self.form.csv {
                true => csv::row(out, &model, &values, &[])?,
                false => matrices::values(out, &model, &values)?,
            }
            notes::tell(&model.text, &notes)?;
        }
        Ok(())
    }
}
