//! Curves in a terminal, in the letters of Braille: two dots by four in each. (The crates that draw such charts come under
//! licences that this one does not take.)

/// Dots up and down.
const HEIGHT: usize = 48;
/// The bits of a letter's dots, by row and column.
const DOTS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// A drawing of so many letters by twelve.
pub struct Drawing {
    columns: usize,
    letters: Vec<u8>,
    x: (f64, f64),
    y: (f64, f64),
}

impl Drawing {
    /// An empty drawing of a part of the plane.
    pub fn new(columns: usize, x: (f64, f64), y: (f64, f64)) -> Drawing {
        Drawing { columns, letters: vec![0; columns * HEIGHT / 4], x, y }
    }
    /// A curve, as a line through its points from left to right.
    pub fn curve(&mut self, points: &[(f64, f64)]) {
        for pair in points.windows(2) {
            let ((c0, r0), (c1, r1)) = (self.dot(pair[0]), self.dot(pair[1]));
            let steps = c0.abs_diff(c1).max(r0.abs_diff(r1)).max(1);
            for k in 0..=steps {
                let between = |a: usize, b: usize| {
                    let t = k as f64 / steps as f64;
                    (a as f64 * (1.0 - t) + b as f64 * t).round() as usize
                };
                self.mark(between(c0, c1), between(r0, r1));
            }
        }
    }
    /// The column and the row, counted from the top, of a point.
    fn dot(&self, (x, y): (f64, f64)) -> (usize, usize) {
        let part = |v: f64, (from, to): (f64, f64)| ((v - from) / (to - from)).clamp(0.0, 1.0);
        let column = part(x, self.x) * (2 * self.columns - 1) as f64;
        let row = (1.0 - part(y, self.y)) * (HEIGHT - 1) as f64;
        (column.round() as usize, row.round() as usize)
    }
    fn mark(&mut self, column: usize, row: usize) {
        self.letters[row / 4 * self.columns + column / 2] |= DOTS[row % 4][column % 2];
    }
    /// The rows of letters, from the top.
    pub fn rows(&self) -> impl Iterator<Item = String> + '_ {
        let letter = |&bits: &u8| char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' ');
        self.letters.chunks(self.columns).map(move |row| row.iter().map(letter).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_from_corner_to_corner() {
        let mut drawing = Drawing::new(12, (0.0, 1.0), (-1.0, 1.0));
        drawing.curve(&[(0.0, -1.0), (1.0, 1.0)]);
        let rows: Vec<String> = drawing.rows().collect();
        assert_eq!(rows.len(), 12);
        assert_eq!((&*rows[0], &*rows[11]), ("⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⡜", "⡜⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀"));
        assert!(rows.iter().enumerate().all(|(k, row)| row.chars().nth(11 - k).is_some_and(|c| c != '⠀')), "{rows:?}");
    }
}
