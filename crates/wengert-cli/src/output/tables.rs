//! The traces of a gradient for people: the forward primal trace with the reverse adjoint trace, or with tangents; then
//! results and notes.

use super::steps::Steps;
use super::{look, matrices, notation, notes};
use crate::cmd::expression::Expression;
use crate::cmd::tangents::Tangents;
use comfy_table::Table;
use std::io::{self, Write};
use wengert::list::{Id, Step};
use wengert::{Contribution, Listing, Matrix};

/// Both traces, the value, the gradient, the Hessian if there is one, and the notes.
pub fn gradient(
    out: &mut impl Write,
    of: &Expression,
    listing: &Listing,
    hessian: Option<&Matrix<f64>>,
) -> io::Result<()> {
    let steps = Steps::shown(listing.list(), of.line_names());
    writeln!(out, "{}\n{}\n", look::title("Forward primal trace"), primal(&steps, listing).trim_fmt())?;
    let reverse = match reverse(&steps, listing) {
        table if table.row_count() == 0 => " nothing: the value depends on no variable".to_owned(),
        table => table.trim_fmt(),
    };
    writeln!(out, "{}\n{reverse}\n", look::title("Reverse adjoint trace"))?;
    finish(out, of, listing, listing.grad(), hessian)
}

/// The forward sweeps, one tangent for each variable, then as [`gradient`].
pub fn forward(
    out: &mut impl Write,
    of: &Expression,
    listing: &Listing,
    tangents: &Tangents,
    hessian: Option<&Matrix<f64>>,
) -> io::Result<()> {
    let (title, steps) =
        (look::title("Forward primal and tangent trace"), Steps::shown(listing.list(), of.line_names()));
    writeln!(out, "{title}\n{}\n", tangent(&steps, &of.names, listing, tangents).trim_fmt())?;
    finish(out, of, listing, &tangents.grad, hessian)
}

/// What every command ends with.
fn finish(
    out: &mut impl Write,
    of: &Expression,
    listing: &Listing,
    grad: &[f64],
    hessian: Option<&Matrix<f64>>,
) -> io::Result<()> {
    matrices::results(out, of, listing.value(), &[("", grad)])?;
    if let Some(hessian) = hessian {
        matrices::square(out, &of.names, hessian)?;
    }
    notes::show(out, &of.text, &notes::all(of, listing.notes()))
}

/// What every value is, is worth, and how fast it changes with each variable.
fn tangent(steps: &Steps<'_>, names: &[String], listing: &Listing, tangents: &Tangents) -> Table {
    let dots = names.iter().map(|name| matrices::derivative("", name));
    let header: Vec<String> = ["step", "operation", "value"].map(str::to_owned).into_iter().chain(dots).collect();
    let right: Vec<usize> = [0].into_iter().chain(2..header.len()).collect();
    let mut table = matrices::plain(&right, &header.iter().map(String::as_str).collect::<Vec<_>>());
    for (id, line) in lines(steps, listing) {
        let along = (0..names.len()).map(|k| notation::rounded(tangents.of[k][id.0 as usize]));
        let value = notation::rounded(listing.values()[id.0 as usize]);
        let first = [(id.0 + 1).to_string(), line, value];
        table.add_row(first.into_iter().chain(along));
    }
    table
}

/// Every value and what it is, inputs first.
fn lines(steps: &Steps<'_>, listing: &Listing) -> Vec<(Id, String)> {
    let list = listing.list();
    let inputs = (0..list.input_len() as u32).map(|k| (Id(k), steps.name(Id(k))));
    let applied = list.steps().filter_map(|(_, id, step)| match step {
        Step::Apply(op, args) => Some((id, format!("{} = {}", steps.name(id), steps.application(op, args)))),
        _ => None,
    });
    inputs.chain(applied).collect()
}

/// What every value is and is worth.
fn primal(steps: &Steps<'_>, listing: &Listing) -> Table {
    let mut table = matrices::plain(&[0, 2], &["step", "operation", "value"]);
    for (id, line) in lines(steps, listing) {
        let value = notation::rounded(listing.values()[id.0 as usize]);
        table.add_row([(id.0 + 1).to_string(), line, value]);
    }
    table
}

/// What the adjoint sweep adds where.
fn reverse(steps: &Steps<'_>, listing: &Listing) -> Table {
    let mut table = matrices::plain(&[0, 3], &["step", "contribution", "register", ""]);
    if let Some(output) = listing.list().outputs().first().and_then(|o| o.as_id()) {
        let bar = steps.adjoint(output);
        table.add_row(["1".to_owned(), format!("{bar} = 1"), bar, notation::rounded(1.0)]);
    }
    for of_line in listing.contributions().chunk_by(|a, b| a.line == b.line) {
        let ruled = ruled(listing, &of_line[0]);
        for c in of_line {
            let (step, to) = ((table.row_count() + 1).to_string(), steps.adjoint(c.to));
            table.add_row([step, contribution(steps, listing, c, &ruled), to, notation::rounded(c.register)]);
        }
    }
    table
}

/// The slopes of a contribution's line in all its arguments, as the table of primitives rules.
fn ruled(listing: &Listing, c: &Contribution) -> Vec<f64> {
    let Step::Apply(op, args) = listing.list().step(c.line) else { return Vec::new() };
    let at: Vec<f64> = args.iter().map(|&a| value(listing, a)).collect();
    let (y, mut slopes) = (listing.values()[c.from.0 as usize], vec![0.0; args.len()]);
    op.partials(&at, y, &|i| args[i].as_id().is_some(), &mut |i, d| slopes[i] = d);
    slopes
}

/// One addition: which adjoint times which slope, as a formula and as a number.
fn contribution(steps: &Steps<'_>, listing: &Listing, c: &Contribution, ruled: &[f64]) -> String {
    let (from, to) = (steps.adjoint(c.from), steps.adjoint(c.to));
    let slope = formula(steps, listing, c, ruled).unwrap_or_else(|| notation::bracketed(&notation::rounded(c.slope)));
    format!("{to} += {from} {} {slope} = {}", look::sign("·", "*"), notation::rounded(c.term))
}

/// The table's formula for a slope, where that is what the sweep took.
fn formula(steps: &Steps<'_>, listing: &Listing, c: &Contribution, ruled: &[f64]) -> Option<String> {
    let Step::Apply(op, args) = listing.list().step(c.line) else { return None };
    let taken = ruled.get(c.arg).is_some_and(|&d| d == c.slope || (d.is_nan() && c.slope.is_nan()));
    if taken { steps.slope(op, args, c.arg, c.from) } else { None }
}

/// What an operand is worth.
fn value(listing: &Listing, o: wengert::list::Operand) -> f64 {
    use wengert::list::Ref;
    match o.get() {
        Ref::Id(id) => listing.values()[id.0 as usize],
        Ref::Const(k) => listing.list().pool()[k as usize],
        Ref::Data(k) => listing.list().data()[k as usize],
    }
}
