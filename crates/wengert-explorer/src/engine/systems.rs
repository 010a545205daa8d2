//! What other systems answer at kinks, ties, jumps and edges: JAX, PyTorch, HIPS autograd and CasADi, as they were run.

use super::num::{Num, short};
use serde::Serialize;
use std::sync::LazyLock;
use wengert::prim::Op;

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

/// What the systems answer for a primitive of one argument (or of one argument and constants) at a point; nothing where
/// the table has no such point.
pub fn answers(op: &str, args: &[f64], used: f64) -> Vec<Answer> {
    let Some(case) = cases(op, args).into_iter().find(|case| rows(case).next().is_some()) else { return Vec::new() };
    let ours = Answer {
        name: "wengert",
        version: env!("CARGO_PKG_VERSION").to_owned(),
        answer: Num(used),
        remark: why(&case),
    };
    let theirs = SYSTEMS.into_iter().filter_map(|(key, name)| {
        let row = rows(&case).find(|row| row.system == key)?;
        let (number, rest) = row.gradient.split_once(' ').unwrap_or((&row.gradient, ""));
        let version = row.version.split('+').next().unwrap_or_default().to_owned();
        Some(Answer {
            name,
            version,
            answer: Num(number.parse().ok()?),
            remark: rest.trim_matches(['(', ')']).to_owned(),
        })
    });
    std::iter::once(ours).chain(theirs).collect()
}

/// The ways in which the table may write a primitive at a point.
fn cases(op: &str, args: &[f64]) -> Vec<String> {
    match (op, args) {
        ("max" | "max2" | "max_num", &[x, 0.0]) => vec![format!("max(x,0) at {}", short(x))],
        ("clamp", &[x, lo, hi]) => vec![format!("clamp(x,{},{}) at {}", short(lo), short(hi), short(x))],
        ("div", &[1.0, x]) => vec![format!("1/x at {}", short(x))],
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
        // The constants of a clamp do not vary.
        let set = Op::by_text(op).and_then(|op| op.kink(args, &|arg| arg == 0));
        let set = set.map_or(String::new(), |set| set.to_string());
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
            let found = answers(op, args, 0.5);
            assert_eq!((found.len(), found[0].name), (5, "wengert"), "{op}{args:?}");
        }
        assert!(answers("abs", &[2.0], 1.0).is_empty());
        assert_eq!(others().len(), NOTABLE.len());
    }
}
