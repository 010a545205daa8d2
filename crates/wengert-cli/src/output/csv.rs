//! An answer as CSV: one row for one point, in the columns in which `--points` writes many; matrices by rows.

use crate::cmd::expression::Expression;
use std::io::{self, Write};
use wengert::{Listing, Matrix};

/// What a number is in CSV: the shortest digits that read back as the same number, `inf`, `-inf` or `nan`.
pub fn push(line: &mut Vec<u8>, x: f64) {
    if x.is_finite() {
        let mut digits = zmij::Buffer::new();
        let digits = digits.format_finite(x);
        line.extend_from_slice(digits.strip_suffix(".0").unwrap_or(digits).as_bytes());
    } else {
        let word = if x.is_nan() {
            "nan"
        } else if x > 0.0 {
            "inf"
        } else {
            "-inf"
        };
        line.extend_from_slice(word.as_bytes());
    }
}

/// A cell with words in it, in quotes where it needs them.
pub fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn numbers(out: &mut impl Write, first: Option<&str>, numbers: impl IntoIterator<Item = f64>) -> io::Result<()> {
    let mut line: Vec<u8> = first.map(quoted).unwrap_or_default().into_bytes();
    for (k, x) in numbers.into_iter().enumerate() {
        if k > 0 || first.is_some() {
            line.push(b',');
        }
        push(&mut line, x);
    }
    line.push(b'\n');
    out.write_all(&line)
}

fn header(out: &mut impl Write, names: impl IntoIterator<Item = impl AsRef<str>>) -> io::Result<()> {
    let names: Vec<String> = names.into_iter().map(|name| quoted(name.as_ref())).collect();
    writeln!(out, "{}", names.join(","))
}

/// The column of an output: `value` where there is one output.
pub fn value_columns(outputs: &[String]) -> Vec<String> {
    match outputs {
        [_] => vec!["value".to_owned()],
        many => many.to_vec(),
    }
}

/// The columns of the gradient.
pub fn gradient_columns(names: &[String]) -> Vec<String> {
    names.iter().map(|name| format!("d/d{name}")).collect()
}

/// The columns of the second derivatives: those above the diagonal are those below it.
pub fn second_columns(names: &[String]) -> Vec<String> {
    let pair = |(i, a): (usize, &String)| names[i..].iter().map(|b| format!("d2/d{a}d{b}")).collect::<Vec<_>>();
    names.iter().enumerate().flat_map(pair).collect()
}

/// The point, the values, and with `grad` the gradient, in one row.
pub fn row(out: &mut impl Write, of: &Expression, values: &[f64], grad: &[f64]) -> io::Result<()> {
    let gradient = if grad.is_empty() { Vec::new() } else { gradient_columns(&of.names) };
    header(out, of.names.iter().cloned().chain(value_columns(&of.outputs)).chain(gradient))?;
    numbers(out, None, [&of.values, values, grad].into_iter().flatten().copied())
}

/// The point, the value, the gradient and the second derivatives, in one row.
pub fn second(out: &mut impl Write, of: &Expression, listing: &Listing, hessian: &Matrix<f64>) -> io::Result<()> {
    let columns = value_columns(&of.outputs).into_iter().chain(gradient_columns(&of.names));
    header(out, of.names.iter().cloned().chain(columns).chain(second_columns(&of.names)))?;
    let first = of.values.iter().copied().chain([listing.value()]).chain(listing.grad().iter().copied());
    numbers(out, None, first.chain(upper(hessian)))
}

/// The entries on and above the diagonal.
pub fn upper(hessian: &Matrix<f64>) -> impl Iterator<Item = f64> {
    (0..hessian.rows()).flat_map(move |i| hessian.row(i)[i..].iter().copied())
}

/// A row for each output.
pub fn jacobian(out: &mut impl Write, of: &Expression, values: &[f64], matrix: &Matrix<f64>) -> io::Result<()> {
    let columns = ["output".to_owned(), "value".to_owned()].into_iter();
    header(out, columns.chain(gradient_columns(&of.names)))?;
    for (i, (output, &value)) in of.outputs.iter().zip(values).enumerate() {
        numbers(out, Some(output), std::iter::once(value).chain(matrix.row(i).iter().copied()))?;
    }
    Ok(())
}

/// A row for each variable, with these columns.
pub fn by_variable(out: &mut impl Write, names: &[String], columns: &[(&str, &[f64])]) -> io::Result<()> {
    header(out, std::iter::once("variable").chain(columns.iter().map(|(title, _)| *title)))?;
    for (k, name) in names.iter().enumerate() {
        numbers(out, Some(name), columns.iter().map(|(_, column)| column[k]))?;
    }
    Ok(())
}

/// A row for each order, with a column for each series.
pub fn by_order(out: &mut impl Write, columns: &[(String, &[f64])]) -> io::Result<()> {
    header(out, std::iter::once("order").chain(columns.iter().map(|(title, _)| title.as_str())))?;
    for k in 0..columns.first().map_or(0, |(_, series)| series.len()) {
        numbers(out, Some(&k.to_string()), columns.iter().map(|(_, series)| series[k]))?;
    }
    Ok(())
}
