//! A slope that is wrong by one part in a thousand does not pass the suite: each entry of each row is spoilt in turn.

use wengert::prim::Op;
use wengert_testkit::compare::Report;
use wengert_testkit::suite::{Sample, slopes_are_differences};

/// The samples of a row that vary in as many arguments.
fn samples(op: Op) -> Vec<Sample> {
    op.row().samples.iter().map(|x| Sample::new(op, x)).filter(|s| !s.entries().is_empty()).collect()
}

/// Whether the suite objects to the table's slopes with entry `i` times `factor`, at some sample.
fn objects(samples: &[Sample], i: usize, factor: f64) -> bool {
    samples.iter().any(|sample| {
        let mut slopes = sample.slopes();
        let Some(entry) = slopes.get_mut(i) else { return false };
        *entry *= factor;
        let mut report = Report::new();
        slopes_are_differences(sample, &slopes, &mut report);
        assert!(report.compared > 0, "{sample}");
        !report.is_clean()
    })
}

#[test]
fn every_spoilt_slope_is_caught() {
    let (mut spoilt, mut missed) = (0, Vec::new());
    for op in Op::all() {
        let samples = samples(op);
        for i in 0..samples.iter().map(|s| s.entries().len()).max().unwrap_or(0) {
            for factor in [1.001, 0.999] {
                spoilt += 1;
                if !objects(&samples, i, factor) {
                    missed.push(format!("{op}: slope {i} times {factor}"));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} of {spoilt} spoilt slopes pass:\n{}", missed.len(), missed.join("\n"));
    assert!(spoilt > 250, "only {spoilt} slopes were spoilt");
}

#[test]
fn slopes_that_are_not_spoilt_pass() {
    for op in Op::all() {
        let samples = samples(op);
        assert!(!objects(&samples, 0, 1.0), "{op}");
    }
}
