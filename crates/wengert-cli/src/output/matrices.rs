//! Numbers in tables: values, gradients, matrices, aligned, in as many columns as the terminal has room for.

use super::{look, notation};
use crate::cmd::expression::Expression;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use std::io::{self, Write};
use wengert::Matrix;

/// A table without lines; the columns numbered in `right` are numbers.
pub fn plain(right: &[usize], header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header);
    if let Some(columns) = look::columns() {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns);
    }
    for &k in right {
        if let Some(column) = table.column_mut(k) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The name of a derivative.
pub fn derivative(of: &str, by: &str) -> String {
    let d = look::sign("∂", "d");
    format!("{d}{of}/{d}{by}")
}

/// One value as a number alone, for calculations by hand; several by name.
pub fn values(out: &mut impl Write, of: &Expression, values: &[f64]) -> io::Result<()> {
    if let [value] = values {
        return writeln!(out, "{}", notation::exact(*value));
    }
    let mut table = plain(&[1], &["Result", "rounded", "exact"]);
    for (name, &value) in of.outputs.iter().zip(values) {
        table.add_row([name.clone(), notation::rounded(value), notation::exact(value)]);
    }
    writeln!(out, "{}", table.trim_fmt())
}

/// The value and, in a column each, one number for every variable: the gradient where the column has no title.
pub fn results(out: &mut impl Write, of: &Expression, value: f64, columns: &[(&str, &[f64])]) -> io::Result<()> {
    if let [("", grad)] = columns {
        let mut table = plain(&[1], &["Result", "rounded", "exact"]);
        let output = &of.outputs[0];
        let derivatives = of.names.iter().map(|name| derivative(output, name)).zip(grad.iter().copied());
        for (what, x) in std::iter::once((output.clone(), value)).chain(derivatives) {
            table.add_row([what, notation::rounded(x), notation::exact(x)]);
        }
        return writeln!(out, "{}", table.trim_fmt());
    }
    writeln!(out, " {} = {}\n", of.outputs[0], notation::exact(value))?;
    let titles: Vec<&str> =
        columns.iter().map(|(title, _)| if title.is_empty() { "gradient" } else { title }).collect();
    let right: Vec<usize> = (1..=columns.len()).collect();
    let mut table = plain(&right, &[&["Variable"], &titles[..]].concat());
    for (k, name) in of.names.iter().enumerate() {
        let numbers = columns.iter().map(|(_, column)| notation::exact(column[k]));
        table.add_row(std::iter::once(name.clone()).chain(numbers));
    }
    writeln!(out, "{}", table.trim_fmt())
}

/// A row for each output: its value and its derivatives.
pub fn jacobian(out: &mut impl Write, of: &Expression, values: &[f64], matrix: &Matrix<f64>) -> io::Result<()> {
    let columns: Vec<String> =
        std::iter::once("value".to_owned()).chain(of.names.iter().map(|name| derivative("", name))).collect();
    let rows = of.outputs.iter().enumerate().map(|(i, name)| {
        let numbers = std::iter::once(values[i]).chain(matrix.row(i).iter().copied());
        (name.clone(), numbers.map(notation::rounded).collect())
    });
    grid(out, "output", &columns, &rows.collect::<Vec<_>>())
}

/// A matrix with a row and a column for each variable.
pub fn square(out: &mut impl Write, names: &[String], matrix: &Matrix<f64>) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let row = |(i, name): (usize, &String)| {
        (name.clone(), (0..names.len()).map(|j| notation::rounded(matrix[(i, j)])).collect())
    };
    writeln!(out, "\n{}", look::title("Hessian"))?;
    grid(out, "", names, &names.iter().enumerate().map(row).collect::<Vec<_>>())
}

/// A row for each order, with a column for each series; every digit.
pub fn by_order(out: &mut impl Write, columns: &[(String, &[f64])]) -> io::Result<()> {
    let titles: Vec<String> = columns.iter().map(|(title, _)| title.clone()).collect();
    let orders = columns.first().map_or(0, |(_, series)| series.len());
    let row = |k: usize| (k.to_string(), columns.iter().map(|(_, series)| notation::exact(series[k])).collect());
    grid(out, "order", &titles, &(0..orders).map(row).collect::<Vec<_>>())
}

/// Rows of cells under titles, in several blocks one below the other where the terminal is too narrow for one.
fn grid(out: &mut impl Write, corner: &str, titles: &[String], rows: &[(String, Vec<String>)]) -> io::Result<()> {
    let wide = |text: &str| text.chars().count();
    let first = rows.iter().map(|(name, _)| wide(name)).chain([wide(corner)]).max().unwrap_or(0);
    let widths: Vec<usize> = titles
        .iter()
        .enumerate()
        .map(|(k, title)| rows.iter().map(|(_, cells)| wide(&cells[k])).chain([wide(title)]).max().unwrap_or(0))
        .collect();
    for (number, block) in blocks(first, &widths).into_iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let line = |name: &str, cell: &dyn Fn(usize) -> String| {
            let cells = block.clone().map(|k| format!("  {:>width$}", cell(k), width = widths[k]));
            format!(" {name:<first$}{}", cells.collect::<String>()).trim_end().to_owned()
        };
        writeln!(out, "{}", line(corner, &|k| titles[k].clone()))?;
        for (name, cells) in rows {
            writeln!(out, "{}", line(name, &|k| cells[k].clone()))?;
        }
    }
    Ok(())
}

/// Which columns stand beside one another.
fn blocks(first: usize, widths: &[usize]) -> Vec<std::ops::Range<usize>> {
    let room = look::columns().map_or(usize::MAX, usize::from);
    let (mut blocks, mut start, mut used) = (Vec::new(), 0, first + 1);
    for (k, width) in widths.iter().enumerate() {
        if k > start && used + width + 2 > room {
            blocks.push(start..k);
            (start, used) = (k, first + 1);
        }
        used += width + 2;
    }
    blocks.push(start..widths.len());
    blocks
}
