//! How large cotangents are at each depth: whether they vanish or explode on their way from the output to the inputs.

use crate::engine::fault::grouped;
use serde::Serialize;

/// Of more depths than this, neighbours are counted together.
const MOST_COLUMNS: usize = 48;
/// So many depths from the output, or from the inputs, are near it.
const NEAR: usize = 8;
/// Sizes that many powers of ten apart are told.
const FAR: i32 = 6;
/// Sizes beyond these powers of ten are counted with them.
const POWERS: std::ops::RangeInclusive<i32> = -24..=24;

/// Counts of registers by depth and by power of ten.
#[derive(Debug, Serialize)]
pub struct Histogram {
    heading: String,
    /// The power of ten of the first row; rows go up by one power.
    lowest: i32,
    /// Whether the first row holds smaller registers too, and the last row larger ones.
    lowest_and_below: bool,
    highest_and_above: bool,
    /// From the inputs to the output.
    columns: Vec<Column>,
}

/// The registers between two depths.
#[derive(Debug, Serialize)]
struct Column {
    /// From this depth on, before the next column's.
    depth: usize,
    /// How many registers there are of each power of ten.
    counts: Vec<usize>,
    /// How many hold exactly 0.
    zero: usize,
    /// How many were never paid into.
    unreached: usize,
    /// How many hold no finite number.
    not_finite: usize,
}

/// Counts registers, given with their depths.
pub fn histogram(depths: &[usize], adjoints: &[Option<f64>]) -> Histogram {
    let deepest = depths.iter().copied().max().unwrap_or(0);
    let wide = (deepest + 1).div_ceil(MOST_COLUMNS).max(1);
    let powers: Vec<Option<i32>> = adjoints.iter().map(|bar| bar.and_then(power)).collect();
    let (low, high) = powers.iter().flatten().fold((0, 0), |(l, h), &p| (l.min(p), h.max(p)));
    let empty = |k: usize| Column {
        depth: k * wide,
        counts: vec![0; (high - low + 1) as usize],
        zero: 0,
        unreached: 0,
        not_finite: 0,
    };
    let mut columns: Vec<Column> = (0..=deepest / wide).map(empty).collect();
    for ((&depth, bar), power) in depths.iter().zip(adjoints).zip(&powers) {
        let column = &mut columns[depth / wide];
        match (bar, power) {
            (_, Some(power)) => column.counts[(power - low) as usize] += 1,
            (Some(bar), None) if !bar.is_finite() => column.not_finite += 1,
            (Some(_), None) => column.zero += 1,
            (None, None) => column.unreached += 1,
        }
    }
    let bad = adjoints.iter().flatten().filter(|bar| !bar.is_finite()).count();
    let near = ((deepest + 1) / 4).clamp(1, NEAR);
    let ends = [0..near, deepest + 1 - near..deepest + 1].map(|near| {
        let here = depths.iter().zip(adjoints).filter(|(depth, _)| near.contains(depth));
        middle(here.filter_map(|(_, bar)| rank(*bar, low)).collect())
    });
    Histogram {
        heading: heading(bad, ends, low),
        lowest: low,
        lowest_and_below: low == *POWERS.start(),
        highest_and_above: high == *POWERS.end(),
        columns,
    }
}

/// The power of ten of a number that has one.
fn power(x: f64) -> Option<i32> {
    let size = x.abs();
    (size.is_finite() && size > 0.0).then(|| (size.log10().floor() as i32).clamp(*POWERS.start(), *POWERS.end()))
}

/// The power of ten of a register that holds a number, one below the lowest where that is zero, one above all for infinity.
fn rank(bar: Option<f64>, lowest: i32) -> Option<i32> {
    match bar? {
        0.0 => Some(lowest - 1),
        bar if bar.is_infinite() => Some(POWERS.end() + 1),
        bar => power(bar),
    }
}

/// What the registers say, in one sentence: the middle of those near the inputs beside the middle of those near the output.
fn heading(bad: usize, ends: [Option<i32>; 2], lowest: i32) -> String {
    let explode = |[inputs, output]: [i32; 2]| inputs >= output + FAR;
    let ends = match ends {
        [Some(inputs), Some(output)] => Some([inputs, output]),
        _ => None,
    };
    if bad > 0 {
        let (registers, hold) = if bad == 1 { ("register", "holds") } else { ("registers", "hold") };
        let what = format!("{} {registers} {hold} no finite number", grouped(bad as u64));
        return if ends.is_some_and(explode) { format!("Cotangents explode: {what}") } else { what };
    }
    let told = |power: i32| if power < lowest { "0".to_owned() } else { size(power) };
    let way = |[inputs, output]: [i32; 2]| {
        format!("from about {} near the output to {} near the inputs", size(output), told(inputs))
    };
    match ends {
        None => "No register near the output and the inputs holds a number".to_owned(),
        Some([_, output]) if output < lowest => "Most registers near the output hold 0".to_owned(),
        Some(ends @ [inputs, output]) if inputs < lowest || inputs <= output - FAR => {
            format!("Cotangents vanish: {}", way(ends))
        }
        Some(ends) if explode(ends) => format!("Cotangents explode: {}", way(ends)),
        Some(_) => "Cotangents keep their size from the output to the inputs".to_owned(),
    }
}

/// The power of ten in the middle.
fn middle(mut powers: Vec<i32>) -> Option<i32> {
    powers.sort_unstable();
    powers.get(powers.len() / 2).copied()
}

/// A power of ten in words: beyond the first and the last that are told apart lie all the others.
fn size(power: i32) -> String {
    let beyond = match power {
        p if p <= *POWERS.start() => " or less",
        p if p >= *POWERS.end() => " or more",
        _ => "",
    };
    ten(power) + beyond
}

/// `10⁻⁹`; 1 for itself.
fn ten(power: i32) -> String {
    let raised = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c.to_digit(10).unwrap_or(0) as usize).unwrap_or(c);
    match power {
        0 => "1".to_owned(),
        p => {
            format!("10{}{}", if p < 0 { "⁻" } else { "" }, p.abs().to_string().chars().map(raised).collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vanishing_and_exploding_are_told_apart() {
        let depths: Vec<usize> = (0..200).collect();
        let bars = |factor: f64| -> Vec<Option<f64>> { (0..200).map(|k| Some(factor.powi(199 - k))).collect() };
        let said = |factor: f64| histogram(&depths, &bars(factor)).heading;
        assert_eq!(said(0.8), "Cotangents vanish: from about 10⁻¹ near the output to 10⁻¹⁹ near the inputs");
        assert!(said(1.2).starts_with("Cotangents explode: from about "), "{}", said(1.2));
        assert_eq!(said(1.0), "Cotangents keep their size from the output to the inputs");
    }

    #[test]
    fn what_vanishes_within_one_column_has_vanished() {
        let depths: Vec<usize> = (0..100_000).collect();
        let bars: Vec<Option<f64>> = (0..100_000).map(|k| Some(0.5f64.powi(99_999 - k).max(5e-324))).collect();
        let said = histogram(&depths, &bars).heading;
        assert_eq!(said, "Cotangents vanish: from about 10⁻¹ near the output to 10⁻²⁴ or less near the inputs");
    }

    #[test]
    fn a_cotangent_that_underflows_has_vanished() {
        let bars: Vec<Option<f64>> = (0..200).map(|k| Some(if k < 150 { 0.0 } else { 0.5 })).collect();
        let said = histogram(&(0..200).collect::<Vec<_>>(), &bars).heading;
        assert_eq!(said, "Cotangents vanish: from about 10⁻¹ near the output to 0 near the inputs");
    }

    #[test]
    fn sizes_that_are_counted_with_others_are_called_so() {
        let depths: Vec<usize> = (0..200).collect();
        let got = |factor: f64| histogram(&depths, &(0..200).map(|k| Some(factor.powi(199 - k))).collect::<Vec<_>>());
        let (small, large) = (got(0.1), got(10.0));
        assert_eq!(
            small.heading,
            "Cotangents vanish: from about 10⁻³ near the output to 10⁻²⁴ or less near the inputs"
        );
        assert_eq!(large.heading, "Cotangents explode: from about 10⁴ near the output to 10²⁴ or more near the inputs");
        assert_eq!((small.lowest_and_below, small.highest_and_above), (true, false));
        assert_eq!((large.lowest_and_below, large.highest_and_above), (false, true));
    }

    #[test]
    fn what_explodes_beyond_all_numbers_has_exploded() {
        let depths: Vec<usize> = (0..2_000).collect();
        let bars: Vec<Option<f64>> = (0..2_000).map(|k| Some(2f64.powi(1_999 - k))).collect();
        assert_eq!(histogram(&depths, &bars).heading, "Cotangents explode: 976 registers hold no finite number");
    }

    #[test]
    fn every_register_is_counted_once() {
        let got = histogram(&[0, 0, 1, 2, 2], &[Some(0.02), None, Some(0.0), Some(f64::NAN), Some(-300.0)]);
        let counted = |c: &Column| c.counts.iter().sum::<usize>() + c.zero + c.unreached + c.not_finite;
        assert_eq!(got.columns.iter().map(counted).collect::<Vec<_>>(), [2, 1, 2]);
        assert_eq!((got.columns[0].unreached, got.columns[1].zero), (1, 1));
        assert_eq!((got.lowest, &got.columns[2].counts[..]), (-2, &[0, 0, 0, 0, 1][..]));
        assert_eq!(got.heading, "1 register holds no finite number");
    }
}
