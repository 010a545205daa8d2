//! What other systems answer at kinks, ties, jumps and edges: JAX, PyTorch, HIPS autograd and CasADi, as they were run.

use super::num::{Num, short};
use serde::Serialize;
use std::sync::LazyLock;

/// The table of answers; `testdata/nonsmooth.csv` is the same file, and a test says so.
const TABLE: &str = include_str!("../../data/nonsmooth.csv");

/// The systems that are shown: the name in the table, and its own.
const SYSTEMS: [(&str, &str); 4] = [("jax", "JAX"), ("torch", "PyTorch"), ("hips", "HIPS"), ("casadi", "CasADi")];

/// What one system answers.
#[derive(Debug, Serialize)]
pub struct Answer {
    name: &'static str,
    version: String,
    answer: Num,
    remark: String,
}

/// Another point of the table.
#[derive(Debug, Serialize)]
pub struct Other {
    point: String,
    set: String,
    answers: std::collections::BTreeMap<&'static str, String>,
    rule: String,
}

#[derive(Debug)]
struct Row {
    case: String,
    system: String,
    version: String,
    gradient: String,
    why: String,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let row = |row: csv::StringRecord| {
        let field = |k: usize| row.get(k).unwrap_or_default().trim().to_owned();
        Row { case: field(0), system: field(2), version: field(3), gradient: field(6).replace('"', ""), why: field(8) }
    };
    reader.records().flatten().map(row).collect()
});

fn rows(case: &str) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| row.case == case)
}

/// What the systems answer for a primitive at a point, ours first; the others at the point of the table that is of the same
/// kind, which is named, and not at all where the table has none. Of several arguments the answer is that in the first.
pub fn answers(op: &str, args: &[f64], varies: &[bool], used: f64, rule: &str) -> (Option<String>, Vec<Answer>) {
    let case = cases(op, args, varies).into_iter().find(|case| rows(case).next().is_some());
    let Some(case) = case else { return (None, vec![ours(used, rule)]) };
    let remark = Some(why(&case)).filter(|why| !why.is_empty());
    let ours = ours(used, remark.as_deref().unwrap_or(rule));
    let theirs = SYSTEMS.into_iter().filter_map(|(key, name)| {
        let row = rows(&case).find(|row| row.system == key)?;
        let (number, rest) = first(&row.gradient);
        let version = row.version.split('+').next().unwrap_or_default().to_owned();
        let remark = rest.trim_matches(['(', ')']).to_owned();
        Some(Answer { name, version, answer: Num(number.parse().ok()?), remark })
    });
    let all = std::iter::once(ours).chain(theirs).collect();
    (Some(case), all)
}

/// What this library answers.
pub fn ours(used: f64, remark: &str) -> Answer {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    Answer { name: "wengert", version, answer: Num(used), remark: remark.to_owned() }
}

/// The first number of a gradient, and what stands behind a single one.
fn first(gradient: &str) -> (&str, &str) {
    match gradient.strip_prefix('[') {
        Some(list) => (list.split([',', ']']).next().unwrap_or_default().trim(), ""),
        None => gradient.split_once(' ').unwrap_or((gradient, "")),
    }
}

/// The ways in which the table may write a primitive at a point, or at one of the same kind: a tie is a tie at every value,
/// and so is the jump at every whole number.
fn cases(op: &str, args: &[f64], varies: &[bool]) -> Vec<String> {
    let whole = |x: f64| x.fract() == 0.0;
    match (op, args) {
        ("max" | "max2" | "max_num", &[a, b]) if a == b && varies == [true, true] => vec!["max(x,y) tie".to_owned()],
        ("min" | "min2" | "min_num", &[a, b]) if a == b && varies == [true, true] => vec!["min(x,y) tie".to_owned()],
        ("max" | "max2" | "max_num", &[a, b]) if a == b => vec!["max(x,0) at 0".to_owned()],
        ("floor" | "ceil", &[x]) if whole(x) => vec![format!("{op}(2.0)")],
        ("mod", &[x, y]) if whole(x / y) => vec!["mod(x,y) at (4,2) jump".to_owned()],
        ("rem", &[x, y]) if whole(x / y) => vec!["fmod/rem(x,y) at (4,2)".to_owned()],
        ("hypot" | "atan2", &[0.0, 0.0]) => vec![format!("{op}(0,0)")],
        ("clamp", &[x, lo, hi]) => vec![format!("clamp(x,{},{}) at {}", short(lo), short(hi), short(x))],
        ("div", &[1.0, x]) => vec![format!("1/x at {}", short(x))],
        // Of a power that varies the table has the constant base 0; where both vary its answers are those in the base.
        ("pow", &[0.0, p]) if varies == [false, true] => vec![format!("0^y at {}", short(p))],
        ("pow", _) if varies.get(1) == Some(&true) => Vec::new(),
        ("pow", &[x, p]) => vec![format!("x^{} at {}", short(p), short(x)), format!("x^{p:?} at {}", short(x))],
        (_, &[x]) => vec![format!("{op}({})", plain(x)), format!("{op}({x:?})")],
        _ => Vec::new(),
    }
}

fn plain(x: f64) -> String {
    format!("{x}")
}

/// Why ours is what it is.
fn why(case: &str) -> String {
    rows(case).find(|row| row.system == "RECOMMENDED").map_or(String::new(), |row| row.why.clone())
}

/// Points on which the systems differ, or that are worth knowing.
const NOTABLE: [(&str, &str, &[f64]); 10] = [
    ("relu(0)", "relu", &[0.0]),
    ("clamp(x,0,1) at 0", "clamp", &[0.0, 0.0, 1.0]),
    ("abs(0)", "abs", &[0.0]),
    ("sqrt(0)", "sqrt", &[0.0]),
    ("max(x,0) at 0", "max2", &[0.0, 0.0]),
    ("sign(0)", "sign", &[0.0]),
    ("floor(2.0)", "floor", &[2.0]),
    ("log(0)", "log", &[0.0]),
    ("log(-1)", "log", &[-1.0]),
    ("cbrt(0)", "cbrt", &[0.0]),
];

/// Other points of the table.
pub fn others() -> Vec<Other> {
    let other = |(case, op, args): (&str, &str, &[f64])| {
        let gradient = |system: &str| rows(case).find(|row| row.system == system).map(|row| row.gradient.clone());
        let ours = [("wengert", gradient("RECOMMENDED")?)];
        let theirs = SYSTEMS.into_iter().filter_map(|(key, name)| Some((name, gradient(key)?)));
        let set = super::kinks::set_at(op, args);
        Some(Other { point: case.to_owned(), set, answers: ours.into_iter().chain(theirs).collect(), rule: why(case) })
    };
    NOTABLE.into_iter().filter_map(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_one_that_the_suites_enforce() {
        let enforced = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/nonsmooth.csv");
        assert_eq!(std::fs::read_to_string(enforced).unwrap(), TABLE);
    }

    #[test]
    fn points_are_found() {
        for (op, args) in
            [("abs", &[0.0][..]), ("relu", &[0.0]), ("sqrt", &[0.0]), ("clamp", &[0.0, 0.0, 1.0]), ("max", &[0.0, 0.0])]
        {
            let (_, found) = answers(op, args, &[true, false, false][..args.len()], 0.5, "");
            assert_eq!((found.len(), found[0].name), (5, "wengert"), "{op}{args:?}");
        }
        assert_eq!(others().len(), NOTABLE.len());
    }

    #[test]
    fn points_of_the_same_kind_are_found_and_named() {
        let named = |op: &str, args: &[f64], varies: &[bool]| answers(op, args, varies, 0.0, "rule").0;
        assert_eq!(named("max", &[1.0, 1.0], &[true, true]).as_deref(), Some("max(x,y) tie"));
        assert_eq!(named("max2", &[7.0, 7.0], &[true, false]).as_deref(), Some("max(x,0) at 0"));
        assert_eq!(named("floor", &[-3.0], &[true]).as_deref(), Some("floor(2.0)"));
        assert_eq!(named("mod", &[3.0, 1.0], &[true, false]).as_deref(), Some("mod(x,y) at (4,2) jump"));
        let jax = &answers("min", &[1.0, 1.0], &[true, true], 0.5, "rule").1[1];
        assert_eq!((jax.name, jax.answer), ("JAX", Num(0.5)));
        assert_eq!(named("pow", &[0.0, 0.5], &[true, false]).as_deref(), Some("x^0.5 at 0"));
        assert_eq!(named("pow", &[0.0, 0.0], &[false, true]).as_deref(), Some("0^y at 0"));
        assert_eq!(named("pow", &[0.0, 0.0], &[true, true]), None);
        let casadi = &answers("pow", &[0.0, 0.0], &[false, true], 0.0, "rule").1[4];
        assert_eq!((casadi.name, casadi.answer), ("CasADi", Num(f64::NEG_INFINITY)));
        // Where none was run, what is used here is still told.
        let (case, found) = answers("abs", &[2.0], &[true], 1.0, "rule");
        assert_eq!((case, found.len(), found[0].remark.as_str()), (None, 1, "rule"));
    }
}
