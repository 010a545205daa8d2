//! The answers at kinks, ties, jumps and edges in `testdata/nonsmooth.csv`: four peers' and our own aims.

/// The system whose answers this library aims at.
pub const RECOMMENDED: &str = "RECOMMENDED";

/// What one system answers at one point.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The function and where it is looked at, in words.
    pub case: String,
    /// The point.
    pub point: String,
    /// Who answers.
    pub system: String,
    /// Its version.
    pub version: String,
    /// The value.
    pub value: String,
    /// The gradient.
    pub gradient: String,
    /// The second derivative.
    pub second: String,
    /// Why, where it is an aim.
    pub why: String,
}

/// All answers, in the order of the file.
///
/// # Panics
/// Where the file cannot be read.
pub fn load() -> Vec<Answer> {
    let path = crate::repository("testdata/nonsmooth.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let rows = reader.records().map(|row| row.unwrap_or_else(|e| panic!("{}: {e}", path.display())));
    rows.map(|row| {
        let field = |k: usize| row[k].trim().to_string();
        Answer {
            case: field(0),
            point: field(1),
            system: field(2),
            version: field(3),
            value: field(5),
            gradient: field(6),
            second: field(7),
            why: field(8),
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole() {
        let answers = load();
        assert_eq!(answers.len(), 682);
        assert_eq!(answers.iter().filter(|a| a.system == RECOMMENDED).count(), 86);
    }
}
