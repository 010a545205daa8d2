//! The dense matrix that Jacobians and Hessians come as, and how it prints.

use crate::value::Value;
use std::fmt::{self, Display, Formatter};
use std::ops::Index;

/// A dense matrix, row-major: row i is the gradient of output i, columns are in the order of the point's numbers.
///
/// ```
/// let (_, j) = wengert::jacobian(|[x, y, z]| [x * y, y * z], [1.0, 2.0, 3.0])?;
/// assert_eq!((j.rows(), j.cols()), (2, 3));
/// assert_eq!(j[(1, 2)], 2.0); // of the second output, in z
/// assert_eq!(j.row(0), [2.0, 1.0, 0.0]);
/// # Ok::<(), wengert::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix<N = f64> {
    rows: usize,
    cols: usize,
    data: Vec<N>,
}

impl<N: Copy> Matrix<N> {
    pub(crate) fn new(rows: usize, cols: usize, data: Vec<N>) -> Matrix<N> {
        debug_assert_eq!(rows * cols, data.len());
        Matrix { rows, cols, data }
    }
    /// How many rows: one for each output, or for each input of a Hessian.
    ///
    /// ```
    /// let (_, j) = wengert::jacobian(|x: Vec<wengert::Var>| vec![x[0] * x[1]], vec![2.0, 3.0, 4.0])?;
    /// assert_eq!((j.rows(), j.cols()), (1, 3));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    pub fn rows(&self) -> usize {
        self.rows
    }
    /// How many columns: one for each number of the point.
    ///
    /// ```
    /// let (_, _, h) = wengert::hessian(|(a, [b, c])| a * b * c, (1.0, [2.0, 3.0]))?;
    /// assert_eq!(h.cols(), 3); // a, b, c
    /// # Ok::<(), wengert::Error>(())
    /// ```
    pub fn cols(&self) -> usize {
        self.cols
    }
    /// Row `i`: the gradient of output `i`.
    ///
    /// ```
    /// let (_, j) = wengert::jacobian(|[x, y]| [x + y, x * y], [2.0, 3.0])?;
    /// assert_eq!(j.row(1), [3.0, 2.0]);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    ///
    /// # Panics
    /// Where there is no such row.
    pub fn row(&self, i: usize) -> &[N] {
        assert!(i < self.rows, "row {i} of {}", self.rows);
        &self.data[i * self.cols..][..self.cols]
    }
    /// All entries, row by row: what a linear algebra library takes.
    ///
    /// ```
    /// let (_, j) = wengert::jacobian(|[x, y]| [x + y, x * y], [2.0, 3.0])?;
    /// assert_eq!(j.as_slice(), [1.0, 1.0, 3.0, 2.0]);
    /// # Ok::<(), wengert::Error>(())
    /// ```
    pub fn as_slice(&self) -> &[N] {
        &self.data
    }
    /// As a fixed-size array, of rows.
    ///
    /// ```
    /// let (_, j) = wengert::jacobian(|[x, y]| [x + y, x * y], [2.0, 3.0])?;
    /// let [[_, sum_in_y], [_, product_in_y]] = j.to_array();
    /// assert_eq!((sum_in_y, product_in_y), (1.0, 2.0));
    /// # Ok::<(), wengert::Error>(())
    /// ```
    ///
    /// # Panics
    /// Where the sizes differ.
    pub fn to_array<const C: usize, const R: usize>(&self) -> [[N; C]; R] {
        assert!((self.rows, self.cols) == (R, C), "a matrix of {} by {}, not {R} by {C}", self.rows, self.cols);
        std::array::from_fn(|i| std::array::from_fn(|j| self.data[i * C + j]))
    }
}

impl<N> Index<(usize, usize)> for Matrix<N> {
    type Output = N;
    fn index(&self, (i, j): (usize, usize)) -> &N {
        assert!(i < self.rows && j < self.cols, "entry ({i}, {j}) of a matrix of {} by {}", self.rows, self.cols);
        &self.data[i * self.cols + j]
    }
}

/// Rows in brackets, columns aligned, six significant digits, or as many decimals as asked for (`{:.2}`). Of more than ten
/// rows or columns the middle is left out.
///
/// ```
/// let (_, _, h) = wengert::hessian(|[x, y]| x.powi(3) * y + 1e9 * y.exp() / 3.0, [1.0, 0.0])?;
/// assert_eq!(h.to_string(), "[0          3]\n[3  3.33333e8]");
/// # Ok::<(), wengert::Error>(())
/// ```
impl<N: Value + Display> Display for Matrix<N> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (rows, cols, precision) = (shown(self.rows), shown(self.cols), f.precision());
        let cell = |i: Option<usize>, j: Option<usize>| match (i, j) {
            (Some(i), Some(j)) => word(self[(i, j)], precision),
            _ => "…".to_owned(),
        };
        let cells: Vec<Vec<String>> = rows.iter().map(|&i| cols.iter().map(|&j| cell(i, j)).collect()).collect();
        let width = |k: usize| cells.iter().map(|row| row[k].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..cols.len()).map(width).collect();
        for (i, row) in cells.iter().enumerate() {
            let words: Vec<String> = row.iter().zip(&widths).map(|(w, &width)| format!("{w:>width$}")).collect();
            write!(f, "{}[{}]", if i == 0 { "" } else { "\n" }, words.join("  "))?;
        }
        Ok(())
    }
}

/// The numbers of the rows or columns that are printed; `None` stands for those between.
fn shown(n: usize) -> Vec<Option<usize>> {
    const MOST: usize = 10;
    if n <= MOST { (0..n).map(Some).collect() } else { (0..MOST - 2).map(Some).chain([None, Some(n - 1)]).collect() }
}

fn word<N: Value + Display>(n: N, precision: Option<usize>) -> String {
    match (precision, n.known()) {
        (Some(decimals), _) => format!("{n:.decimals$}"),
        (None, Some(v)) => significant(v),
        (None, None) => n.to_string(),
    }
}

/// A number with six significant digits, without zeros at its end.
fn significant(v: f64) -> String {
    let scientific = format!("{v:.5e}");
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    match exponent.parse() {
        Ok(e @ -4..6) => trimmed(&format!("{v:.*}", 5_i32.abs_diff(e) as usize)).to_owned(),
        _ => format!("{}e{exponent}", trimmed(digits)),
    }
}

/// A decimal number without zeros at the end of its fraction.
fn trimmed(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_six_digits() {
        let words = [0.0, -0.0, 1.0, -2.5, 1.0 / 3.0, 123456.0, 999999.5, 1e-4, 1.25e-5, f64::NAN, f64::NEG_INFINITY];
        let expected = ["0", "-0", "1", "-2.5", "0.333333", "123456", "1e6", "0.0001", "1.25e-5", "NaN", "-inf"];
        assert_eq!(words.map(significant), expected);
    }

    #[test]
    fn the_middle_of_a_large_matrix_is_left_out() {
        let m = Matrix::new(12, 11, (0..132).map(|k| k as f64).collect());
        let text = m.to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 10);
        assert_eq!(lines[0], "[  0    1    2    3    4    5    6    7  …   10]");
        assert_eq!(lines[8], "[  …    …    …    …    …    …    …    …  …    …]");
        assert_eq!(lines[9], "[121  122  123  124  125  126  127  128  …  131]");
        assert_eq!(format!("{:.1}", Matrix::new(1, 2, vec![0.25_f32, -3.0])), "[0.2  -3.0]");
    }
}
