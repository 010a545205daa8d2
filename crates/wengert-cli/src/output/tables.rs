//! An answer for people: the forward primal trace and the reverse adjoint trace as tables, then results and notes.

use super::{notation, notes};
use comfy_table::{CellAlignment, Table, presets};
use std::io::{self, Write};
use wengert::list::{Id, Step};
use wengert::{Contribution, Listing, Matrix};
use wengert_expr::{Drawing, Severity};

/// Both traces, the value, the gradient, the Hessian if there is one, and the notes.
pub fn gradient(
    out: &mut impl Write,
    text: &str,
    names: &[String],
    listing: &Listing,
    hessian: Option<&Matrix<f64>>,
) -> io::Result<()> {
    writeln!(out, "Forward primal trace\n{}\n", primal(names, listing).trim_fmt())?;
    writeln!(out, "Reverse adjoint trace\n{}\n", reverse(listing).trim_fmt())?;
    writeln!(out, "{}", results(names, listing).trim_fmt())?;
    if let Some(hessian) = hessian {
        writeln!(out, "\nHessian\n{}", square(names, hessian).trim_fmt())?;
    }
    for note in listing.notes() {
        let span = notes::span(note).unwrap_or(0..text.len());
        let drawing = Drawing { severity: Severity::Note, ..Drawing::error(notes::message(note), text, span) };
        writeln!(out, "\n{drawing}")?;
    }
    Ok(())
}

/// A table without lines; the columns numbered in `right` are numbers.
fn plain(right: &[usize], header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header);
    for &k in right {
        if let Some(column) = table.column_mut(k) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// What every value is and is worth.
fn primal(names: &[String], listing: &Listing) -> Table {
    let mut table = plain(&[0, 2], &["step", "operation", "value"]);
    let (list, values) = (listing.list(), listing.values());
    let inputs = names.iter().enumerate().map(|(k, input)| (Id(k as u32), input.clone()));
    let applied = list.steps().filter_map(|(_, id, step)| match step {
        Step::Apply(op, args) => Some((id, notation::application(list, op, args))),
        _ => None,
    });
    for (id, operation) in inputs.chain(applied) {
        let value = notation::rounded(values[id.0 as usize]);
        table.add_row([(id.0 + 1).to_string(), format!("{} = {operation}", notation::name(id)), value]);
    }
    table
}

/// What the adjoint sweep adds where.
fn reverse(listing: &Listing) -> Table {
    let mut table = plain(&[0, 3], &["step", "contribution", "register", ""]);
    if let Some(output) = listing.list().outputs().first().and_then(|o| o.as_id()) {
        let bar = notation::adjoint(output);
        table.add_row(["1".to_owned(), format!("{bar} = 1"), bar, notation::rounded(1.0)]);
    }
    for (k, c) in listing.contributions().iter().enumerate() {
        let to = notation::adjoint(c.to);
        table.add_row([(k + 2).to_string(), contribution(listing, c), to, notation::rounded(c.register)]);
    }
    table
}

/// One addition: which adjoint times which slope, as a formula and as a number.
fn contribution(listing: &Listing, c: &Contribution) -> String {
    let (from, to) = (notation::adjoint(c.from), notation::adjoint(c.to));
    let slope = slope(listing, c).unwrap_or_else(|| notation::bracketed(&notation::rounded(c.slope)));
    format!("{to} += {from} · {slope} = {}", notation::rounded(c.term))
}

/// The table's formula for a slope, where that is what the sweep took.
fn slope(listing: &Listing, c: &Contribution) -> Option<String> {
    let (list, values) = (listing.list(), listing.values());
    let Step::Apply(op, args) = list.step(c.line) else { return None };
    let at: Vec<f64> = args.iter().map(|&a| value(listing, a)).collect();
    let mut ruled = None;
    op.partials(&at, values[c.from.0 as usize], &|i| args[i].as_id().is_some(), &mut |i, d| {
        if i == c.arg {
            ruled = Some(d);
        }
    });
    let taken = ruled.is_some_and(|d: f64| d == c.slope || (d.is_nan() && c.slope.is_nan()));
    if taken { notation::slope(list, op, args, c.arg, c.from) } else { None }
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

/// The value and the derivatives, rounded and with every digit.
fn results(names: &[String], listing: &Listing) -> Table {
    let mut table = plain(&[1], &["Result", "rounded", "exact"]);
    let derivatives = names.iter().map(|name| format!("∂L/∂{name}")).zip(listing.grad().iter().copied());
    for (what, x) in std::iter::once(("L".to_owned(), listing.value())).chain(derivatives) {
        table.add_row([what, notation::rounded(x), notation::exact(x)]);
    }
    table
}

/// A matrix with a row and a column for each variable.
fn square(names: &[String], matrix: &Matrix<f64>) -> Table {
    let columns: Vec<usize> = (1..=names.len()).collect();
    let header: Vec<&str> = std::iter::once("").chain(names.iter().map(String::as_str)).collect();
    let mut table = plain(&columns, &header);
    for (i, name) in names.iter().enumerate() {
        let row = (0..names.len()).map(|j| notation::rounded(matrix[(i, j)]));
        table.add_row(std::iter::once(name.clone()).chain(row));
    }
    table
}
