//! A rewrite that cures a number that is not finite, with what it gives at the present point.

use super::limits::MAX_REWRITTEN;
use super::model::{Model, Read};
use super::num::Num;
use serde::Serialize;
use std::collections::BTreeMap;
use wengert::list::Id;
use wengert_inspect::Run;
use wengert_inspect::cure::{Cure, Diagnosis};

/// A rewrite of the expression.
#[derive(Clone, Debug, Serialize)]
pub struct Rewrite {
    /// The expression as it stands.
    before: String,
    /// The expression to write instead.
    after: String,
    /// The text that a page opens to try it.
    source: String,
    value_before: Num,
    gradient_before: BTreeMap<String, Num>,
    value: Num,
    gradient: BTreeMap<String, Num>,
}

/// The best rewrite that `wengert_inspect` has tried and that reads back as an expression. None for a saved tape, which has
/// no text to change, nor for a model of several outputs, of which a rewrite keeps but the first, nor for a tape that is
/// too long to try rewrites of while a reader waits.
pub fn rewrite(model: &Model, read: &Read, run: &Run) -> Option<Rewrite> {
    let fits = read.list.outputs().len() == 1 && run.list().len() <= MAX_REWRITTEN;
    let before = read.text.clone().filter(|_| fits)?;
    let found = Diagnosis::of(run.list(), &read.point, &[]).ok()?;
    let (after, source, again) = found.cures.iter().find_map(|cure| reread(model, run, &read.point, cure))?;
    // An input that the rewrite no longer mentions does not change it.
    let unchanged = derivatives(run).into_keys().map(|name| (name, Num(0.0)));
    Some(Rewrite {
        before,
        after,
        source,
        value_before: Num(run.listing().value()),
        gradient_before: derivatives(run),
        value: Num(again.listing().value()),
        gradient: unchanged.chain(derivatives(&again)).collect(),
    })
}

/// A cure, its text with the vectors declared, and what the page would get for that: read again at the same point, with the
/// same options.
fn reread(model: &Model, run: &Run, point: &[f64], cure: &Cure) -> Option<(String, String, Run)> {
    let after = cure.text.clone()?;
    let source = format!("{}{after}", vectors(run));
    let at = point.iter().enumerate().map(|(k, &x)| (run.list().input_name(Id(k as u32)), Num(x))).collect();
    let again = Model { text: Some(source.clone()), at, ..model.clone() }.read().ok()?.run_listed().ok()?;
    (again.listing().value() == cure.value).then_some((after, source, again))
}

/// A declaration for each vector among the inputs, whose elements are `v[0]`, `v[1]`.
fn vectors(run: &Run) -> String {
    let mut lengths = BTreeMap::new();
    for name in (0..run.list().input_len()).map(|k| run.list().input_name(Id(k as u32))) {
        if let Some((vector, _)) = name.split_once('[') {
            *lengths.entry(vector.to_owned()).or_insert(0) += 1;
        }
    }
    lengths.iter().map(|(vector, length)| format!("param {vector}[{length}]; ")).collect()
}

/// The derivative in each input, by its name.
fn derivatives(run: &Run) -> BTreeMap<String, Num> {
    let one = |(k, &d): (usize, &f64)| (run.list().input_name(Id(k as u32)), Num(d));
    run.listing().grad().iter().enumerate().map(one).collect()
}
