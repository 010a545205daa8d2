//! Which columns of a file are variables, and what their cells say.

use super::records::Record;
use crate::failure::Failure;
use wengert_expr::Sources;

/// The header of a file.
#[derive(Debug)]
pub struct Header {
    /// The names of all columns.
    pub names: Vec<String>,
    /// As it stands in the file.
    pub raw: String,
}

/// A row that cannot be answered: which column is to blame, if one is, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct BadRow {
    pub column: Option<String>,
    pub why: String,
}

impl Header {
    /// Reads the first record.
    pub fn read(record: Option<Record<'_>>, source: &str) -> Result<Header, Failure> {
        let refuse = |what: &str, help: &str| Err(Failure::Input(format!("error: {source}: {what}\nhelp: {help}")));
        let Some(record) = record else {
            return refuse("there is no header", "the first line names the columns, as in `x,y`");
        };
        let word = |field: &[u8]| String::from_utf8_lossy(field).trim().to_owned();
        let names: Vec<String> = record.iter().map(word).collect();
        if names.iter().all(|name| name.parse::<f64>().is_ok_and(f64::is_finite)) {
            let what = format!("line {} has numbers where the names of the columns belong", record.line);
            return refuse(&what, "put a line with the names first, as in `x,y`");
        }
        Ok(Header { names, raw: String::from_utf8_lossy(record.raw).into_owned() })
    }
    /// The columns of an input, each with the element that it is: the column of its name, or those of `name[0]`,
    /// `name[1]` and so on; none where there is no such column.
    pub fn columns_of(&self, name: &str, source: &str) -> Result<Vec<(usize, usize)>, Failure> {
        if let Some(column) = self.column(name, source)? {
            return Ok(vec![(column, 0)]);
        }
        let mut columns = Vec::new();
        while let Some(column) = self.column(&format!("{name}[{}]", columns.len()), source)? {
            columns.push((column, columns.len()));
        }
        Ok(columns)
    }
    fn column(&self, name: &str, source: &str) -> Result<Option<usize>, Failure> {
        let mut places = self.names.iter().enumerate().filter(|(_, n)| *n == name).map(|(k, _)| k);
        match (places.next(), places.next()) {
            (Some(a), Some(b)) => Err(Failure::Input(format!(
                "error: {source}: columns {} and {} are both called `{name}`\nhelp: rename one of them",
                a + 1,
                b + 1
            ))),
            (first, _) => Ok(first),
        }
    }
    /// A column with the name of a constant would be read as the constant.
    pub fn refuse_constants(&self, texts: &Sources, source: &str) -> Result<(), Failure> {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let read = |name: &str| texts.iter().any(|text| text.text.split(|c| !is_word(c)).any(|word| word == name));
        let constant = |name: &&String| matches!(name.as_str(), "e" | "pi" | "π") && read(name);
        match self.names.iter().find(constant) {
            None => Ok(()),
            Some(name) => Err(Failure::Input(format!(
                "error: {source}: a column is called `{name}`, which is a constant in expressions\n\
                 help: rename the column"
            ))),
        }
    }
    /// The names, or the first of many.
    pub fn listed(&self) -> String {
        const MOST: usize = 12;
        let shown: Vec<String> = self.names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
        let more = self.names.len().saturating_sub(MOST);
        shown.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
    }
    /// A failure, with help where the columns seem to be separated by something else than a comma.
    pub fn explain(&self, failure: Failure, source: &str) -> Failure {
        let [one] = &self.names[..] else { return failure };
        match [';', '\t', '|'].into_iter().find(|&separator| one.contains(separator)) {
            None => failure,
            Some(separator) => {
                let separator = separator.escape_debug();
                failure.with_help(&format!("{source} seems to be separated by `{separator}`; commas separate columns"))
            }
        }
    }
}

/// The number in a cell.
pub fn number(cell: &[u8]) -> Result<f64, String> {
    let text = std::str::from_utf8(cell).map_err(|_| "this is no number, and not UTF-8 either".to_owned())?.trim();
    match text.parse::<f64>() {
        Ok(x) if x.is_infinite() && text.contains(|c: char| c.is_ascii_digit()) => {
            Err(format!("`{}` is too large; the largest number is 1.7976931348623157e308", short(text)))
        }
        Ok(x) => Ok(x),
        Err(_) if text.is_empty() => Err("the cell is empty".to_owned()),
        Err(_) => Err(format!("`{}` is no number", short(text))),
    }
}

/// The beginning of a cell that may be anything.
fn short(text: &str) -> String {
    const MOST: usize = 40;
    let shown: String = text.chars().take(MOST).flat_map(char::escape_debug).collect();
    if text.chars().count() > MOST { format!("{shown}…") } else { shown }
}

/// Puts the numbers of a row where the variables stand: `places` are pairs of column and variable.
pub fn fill(record: &Record<'_>, header: &Header, places: &[(usize, usize)], point: &mut [f64]) -> Result<(), BadRow> {
    let (got, expected) = (record.len(), header.names.len());
    if got != expected {
        let what = if got < expected { "too few" } else { "too many" };
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let why = format!("{got} cell{}, {what} for {expected} column{}", plural(got), plural(expected));
        return Err(BadRow { column: None, why });
    }
    for &(column, variable) in places {
        point[variable] =
            number(record.field(column)).map_err(|why| BadRow { column: Some(header.names[column].clone()), why })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_numbers_or_say_why_not() {
        for (cell, x) in [("1", 1.0), (" -2.5e-3\t", -2.5e-3), ("inf", f64::INFINITY), ("-Inf", f64::NEG_INFINITY)] {
            assert_eq!(number(cell.as_bytes()), Ok(x), "{cell}");
        }
        assert!(number(b"NaN").unwrap().is_nan());
        let why = |cell: &[u8]| number(cell).unwrap_err();
        assert_eq!(why(b"  "), "the cell is empty");
        assert_eq!(why(b"1e999"), "`1e999` is too large; the largest number is 1.7976931348623157e308");
        assert_eq!(why(b"two"), "`two` is no number");
        assert_eq!(why(b"1\x1b[31m"), "`1\\u{1b}[31m` is no number");
        assert_eq!(why(b"\xff"), "this is no number, and not UTF-8 either");
        assert_eq!(
            why("9".repeat(99).as_bytes().repeat(9).as_slice()),
            format!("`{}…` is too large; the largest number is 1.7976931348623157e308", "9".repeat(40))
        );
    }
}
