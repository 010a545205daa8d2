//! The lines of a tape by where they stand in their source.

use crate::engine::model::Read;
use crate::engine::num::Num;
use serde::Serialize;
use std::collections::HashMap;
use wengert::list::Id;
use wengert_inspect::Run;

/// A source line, over all lines of the tape that it wrote.
#[derive(Debug, Serialize)]
pub struct Source {
    /// `src/main.rs:4`, or `bytes 4 to 9` of an expression.
    place: String,
    /// Bytes of the expression, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<[usize; 2]>,
    lines: usize,
    /// The first value that it wrote.
    first: u32,
    bytes: usize,
    seconds: f64,
    /// The largest size of a register.
    largest: Num,
}

/// Where each value of a run was written.
pub struct Places {
    known: Vec<(String, Option<[usize; 2]>)>,
    each: Vec<Option<u32>>,
}

impl Places {
    /// Of a run.
    pub fn of(read: &Read, run: &Run) -> Places {
        let (mut numbers, mut known): (HashMap<String, u32>, Vec<_>) = (HashMap::new(), Vec::new());
        let one = |k: usize| {
            let line = run.line_of(Id(k as u32))?;
            let span = read.span(run.list().origin(line));
            let place = match span {
                Some([start, end]) => format!("bytes {start} to {end}"),
                None => without_column(read.place(run, line)?),
            };
            Some(*numbers.entry(place.clone()).or_insert_with(|| {
                known.push((place, span));
                known.len() as u32 - 1
            }))
        };
        let each = (0..run.list().ids()).map(one).collect();
        Places { known, each }
    }
    /// For each value the number of its source line.
    pub fn of_each(&self) -> &[Option<u32>] {
        &self.each
    }
    /// All source lines, with what their lines of the tape cost and hold.
    pub fn sources(&self, adjoints: &[Option<f64>], bytes: &[usize], seconds: &dyn Fn(usize) -> f64) -> Vec<Source> {
        let new = |(place, span): &(String, Option<[usize; 2]>)| Source {
            place: place.clone(),
            span: *span,
            lines: 0,
            first: 0,
            bytes: 0,
            seconds: 0.0,
            largest: Num(0.0),
        };
        let mut sources: Vec<Source> = self.known.iter().map(new).collect();
        for (k, place) in self.each.iter().enumerate() {
            let Some(source) = place.and_then(|place| sources.get_mut(place as usize)) else { continue };
            if source.lines == 0 {
                source.first = k as u32;
            }
            source.lines += 1;
            source.bytes += bytes[k];
            source.seconds += seconds(k);
            let size = adjoints[k].unwrap_or(0.0).abs();
            // A register that is no number is the largest there can be.
            source.largest =
                Num(if size.is_nan() || source.largest.0.is_nan() { f64::NAN } else { size.max(source.largest.0) });
        }
        sources
    }
}

/// `src/main.rs:4:9` without its column.
pub fn without_column(place: String) -> String {
    match place.rsplit_once(':') {
        Some((line, column)) if line.contains(':') && column.bytes().all(|c| c.is_ascii_digit()) => line.to_owned(),
        _ => place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_left_out() {
        let told = |place: &str| without_column(place.to_owned());
        assert_eq!(told("src/main.rs:4:9"), "src/main.rs:4");
        assert_eq!((told("src/main.rs:4"), told("a:b")), ("src/main.rs:4".to_owned(), "a:b".to_owned()));
    }
}
