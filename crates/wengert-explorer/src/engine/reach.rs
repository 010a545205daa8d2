//! Where a slider goes from and to: round ends, the value well inside, and no part in which there is nothing to see.

use super::model::Read;
use std::sync::Arc;
use wengert::Program;

/// Of more variables than this, or of more work than that, ends are not tried.
const MOST_TRIED: usize = 8;
const MOST_WORK: u64 = 20_000;

/// A round interval around 0: a few times as wide as a small value, at least 1 for an ordinary one.
pub fn range(value: f64) -> [f64; 2] {
    let size = value.abs();
    if !size.is_finite() || size == 0.0 || (0.5..=4.0).contains(&size) {
        return [-4.0, 4.0];
    }
    let wide = if size < 0.5 { 4.0 * size } else { 1.25 * size };
    let ten = 10f64.powf(wide.log10().floor());
    let end = [1.0, 2.0, 4.0, 5.0, 10.0, 20.0].map(|k| k * ten).into_iter().find(|&end| end >= wide);
    let end = end.unwrap_or(size * 2.0);
    [-end, end]
}

/// The intervals of the first inputs: where the function has no value beyond 0, as of a logarithm, they end at 0.
pub fn ranges(read: &Read, first: usize) -> Vec<[f64; 2]> {
    let around: Vec<[f64; 2]> = read.point.iter().take(first).map(|&value| range(value)).collect();
    let few = read.point.len() <= MOST_TRIED && read.operations * read.point.len() as u64 <= MOST_WORK;
    let program = Program::from_list(Arc::clone(&read.list));
    let defined = |point: Vec<f64>| program.eval(point).is_ok_and(|y| y.first().is_some_and(|y| !y.is_nan()));
    if !few || !defined(read.point.clone()) {
        return around;
    }
    let at = |k: usize, x: f64| {
        let mut point = read.point.clone();
        point[k] = x;
        defined(point)
    };
    let one = |(k, [low, high]): (usize, [f64; 2])| match read.point[k] {
        value if value > 0.0 && !at(k, low) && !at(k, 0.5 * low) => [0.0, high],
        value if value < 0.0 && !at(k, high) && !at(k, 0.5 * high) => [low, 0.0],
        _ => [low, high],
    };
    around.into_iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::super::model::Model;
    use super::super::num::Num;
    use super::*;

    #[test]
    fn sliders_have_round_ends() {
        assert_eq!([2.0, 5.0, 100.0, -1000.0].map(|x| range(x)[1]), [4.0, 10.0, 200.0, 2000.0]);
        assert_eq!([0.0, 0.03, 0.2, -0.4].map(|x| range(x)[1]), [4.0, 0.2, 1.0, 2.0]);
    }

    #[test]
    fn a_slider_ends_where_the_function_does() {
        let at = [("x", 2.0), ("y", 3.0), ("z", -1.0)].map(|(name, x)| (name.to_owned(), Num(x)));
        let read = Model::expression("log(x)*y + sqrt(-z)", at.to_vec()).read().unwrap();
        assert_eq!(ranges(&read, 3), [[0.0, 4.0], [-4.0, 4.0], [-4.0, 0.0]]);
    }
}
