//! What is answered at kinks, ties, jumps and edges: every recommended answer of the reference table is met.

use wengert_testkit::compare::{Report, Tolerance};
use wengert_testkit::edges::{EDGES, Edge, WITHOUT_ROW};
use wengert_testkit::nonsmooth::{Answer, RECOMMENDED, load, numbers, point};

fn recommended() -> Vec<Answer> {
    load().into_iter().filter(|a| a.system == RECOMMENDED && !WITHOUT_ROW.contains(&&*a.case)).collect()
}

fn edge(case: &str) -> &'static Edge {
    EDGES.iter().find(|e| e.case == case).unwrap_or_else(|| panic!("no function for {case}"))
}

/// Answers that the table gives in words.
const IN_WORDS: &[(&str, &str, &[f64])] = &[
    ("leaky_relu(0)", "a", &[0.01]),
    ("max(x,0) at 0", "0.5 between two variables; 0 against a constant", &[0.0]),
    ("max reduce, all 4 tie", "0.25 each", &[0.25]),
    ("median, tied middle", "even split over ties", &[0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0, 0.0]),
    ("norm_2^2 at 0", "2I", &[2.0, 0.0, 0.0, 2.0]),
    ("prod with one 0", "exact", &[0.0, 3.0, 2.0, 3.0, 0.0, 0.0, 2.0, 0.0, 0.0]),
    ("prod with two 0", "exact", &[0.0, 3.0, 0.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    ("det of a singular 2x2", "cofactors", &[4.0, -2.0, -2.0, 1.0]),
    (
        "det of a singular 2x2",
        "exact",
        &[0.0, 0.0, 0.0, 1.0, 0.0, 0.0, -1.0, 0.0, 0.0, -1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0],
    ),
    ("hypot(3e200,4e200)", "scaled", &[1.28e-201, -9.6e-202, -9.6e-202, 7.2e-202]),
];

/// Second derivatives that are not as recommended, and what is answered instead.
const OTHERWISE: &[(&str, &[f64])] = &[
    // Reached by the rewrite that a note offers, and only by it.
    ("abs(x)^2 at 0", &[0.0]),
    ("norm_2^2 at 0", &[0.0]),
    // The same slopes must give +inf where both arguments are one variable ("xlogy(x,x) at 0").
    ("xlogy(0,0) two vars", &[0.0, f64::INFINITY, f64::INFINITY, 0.0]),
    // Along an axis the other slope stays 0.
    ("sqrt(sum x^2) at 0", &[f64::NAN, 0.0, 0.0, f64::NAN]),
];

/// The numbers of an aim, as many as there are answers.
fn aim(case: &str, text: &str, count: usize) -> Vec<f64> {
    let words = IN_WORDS.iter().find(|(c, w, _)| *c == case && *w == text).map(|(_, _, numbers)| numbers.to_vec());
    let aim = words.or_else(|| numbers(text)).unwrap_or_else(|| panic!("{case}: {text} is not in numbers"));
    spread(&aim, count)
}

/// One number stands for all.
fn spread(numbers: &[f64], count: usize) -> Vec<f64> {
    if numbers.len() == 1 { vec![numbers[0]; count] } else { numbers.to_vec() }
}

#[test]
fn every_recommended_answer_is_met() {
    let mut report = Report::new();
    for row in recommended() {
        let (case, x) = (&*row.case, point(&row));
        let n = x.len();
        match edge(case).answer(&x) {
            Ok(ours) => {
                // Some aims are printed with eight digits.
                let near = Tolerance::Relative(1e-7);
                report.one("value", case, ours.value, aim(case, &row.value, 1)[0], near);
                report.compare("gradient", case, &ours.gradient, &aim(case, &row.gradient, n), near);
                let otherwise = OTHERWISE.iter().find(|(c, _)| *c == case).map(|(_, numbers)| spread(numbers, n * n));
                let second = otherwise.unwrap_or_else(|| aim(case, &row.second, n * n));
                report.compare("second derivative", case, &ours.second, &second, near);
            }
            Err(error) => report.error(format!("{case}: {error}")),
        }
    }
    report.finish();
}

#[test]
fn every_case_of_the_table_is_looked_at() {
    for answer in load() {
        let known = EDGES.iter().any(|e| e.case == answer.case) || WITHOUT_ROW.contains(&&*answer.case);
        assert!(known, "no function for {}", answer.case);
    }
}

#[test]
fn the_offered_rewrites_reach_the_recommended_second_derivative() {
    let x0 = [0.0, 0.0];
    let (_, _, h) = wengert::hessian(|x: Vec<wengert::Var>| wengert::sum(x.iter().map(|x| x * x)), &x0[..]).unwrap();
    assert_eq!(h.as_slice(), [2.0, 0.0, 0.0, 2.0]);
    let (_, _, h) = wengert::hessian(|x| x.powi(2), 0.0).unwrap();
    assert_eq!(h.as_slice(), [2.0]);
}

#[test]
fn max_of_a_tie_between_two_variables_is_split() {
    let (v, g) = wengert::value_and_grad(|[x, y]| x.maximum(y), [0.0, 0.0]).unwrap();
    assert_eq!((v, g), (0.0, [0.5, 0.5]));
}
