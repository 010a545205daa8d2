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

/// The numbers of an answer: one, or arrays of them flattened; a remark in parentheses is left out. `None` where the
/// answer is in words.
pub fn numbers(text: &str) -> Option<Vec<f64>> {
    let text = text.split(" (").next().unwrap_or(text).trim();
    let entries = text.split(|c: char| c == ',' || c.is_whitespace()).map(|t| t.trim_matches(['[', ']', '"']));
    let numbers: Vec<&str> = entries.filter(|t| !t.is_empty()).collect();
    if numbers.is_empty() {
        return None;
    }
    numbers.into_iter().map(number).collect()
}

fn number(text: &str) -> Option<f64> {
    use std::f64::consts::{FRAC_PI_2, PI};
    match text {
        "pi/2" => Some(FRAC_PI_2),
        "-pi^2/3" => Some(-PI * PI / 3.0),
        _ => text.parse().ok(),
    }
}

/// The point of a case.
///
/// # Panics
/// Where it is not made of numbers.
pub fn point(answer: &Answer) -> Vec<f64> {
    // Printed with nine digits, which matter here.
    if answer.case == "tan(pi/2)" {
        return vec![std::f64::consts::FRAC_PI_2];
    }
    numbers(&answer.point).unwrap_or_else(|| panic!("the point of {} is {}", answer.case, answer.point))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole() {
        let answers = load();
        assert_eq!(answers.len(), 682);
        assert_eq!(answers.iter().filter(|a| a.system == RECOMMENDED).count(), 86);
        assert!(answers.iter().all(|a| !point(a).is_empty()));
    }

    #[test]
    fn numbers_in_words() {
        assert_eq!(numbers("[0,0] (zero cotangent rule)"), Some(vec![0.0, 0.0]));
        assert_eq!(numbers("+inf"), Some(vec![f64::INFINITY]));
        assert_eq!(numbers("[[2,0],[0,0]]"), Some(vec![2.0, 0.0, 0.0, 0.0]));
        assert_eq!(numbers("cofactors"), None);
    }
}
