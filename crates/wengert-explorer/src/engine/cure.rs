//! A rewrite that cures a number that is not finite, with what it gives at the present point.

use super::limits::{MAX_LISTED, MAX_REWRITTEN};
use super::model::{Model, Read};
use super::num::Num;
use serde::Serialize;
use std::collections::BTreeMap;
use wengert::list::Id;
use wengert_inspect::Run;
use wengert_inspect::cure::{Cure, Diagnosis, Near, RULES, expression, near};

/// A rewrite of the expression, or of the tape.
#[derive(Clone, Debug, Serialize)]
pub struct Rewrite {
    /// The value that is written in another way, where that is not the whole: what follows is about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    /// The expression as it stands.
    before: String,
    /// The expression to write instead.
    after: String,
    /// The text that a page opens to try it; absent for a saved tape.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// The tape that a page opens to try it; absent for an expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    tape: Option<String>,
    value_before: Num,
    gradient_before: BTreeMap<String, Num>,
    value: Num,
    gradient: BTreeMap<String, Num>,
}

/// Whether a rewrite of the whole is looked for: it keeps one output, and is tried while a reader waits.
pub fn whole(read: &Read, run: &Run) -> bool {
    read.list.outputs().len() == 1 && run.list().len() <= MAX_REWRITTEN
}

/// The best rewrite of what is made of the value `source`, in a tape that is too long to be rewritten as a whole, or has
/// several outputs; else why there is none.
pub fn nearby(read: &Read, run: &Run, source: Id) -> Result<Rewrite, String> {
    let line = u64::from(source.0) + 1;
    let none =
        || format!("None of the {} known rewrites gives a better number for what is made of line {line}.", RULES.len());
    let Near { of, before, reads, value_before, gradient_before, cure, list } = near(run, source).ok_or_else(none)?;
    let named = |slopes: &[f64]| reads.iter().zip(slopes).map(|(&id, &d)| (run.name(id).to_owned(), Num(d))).collect();
    Ok(Rewrite {
        of: Some(run.name(of).to_owned()),
        before,
        after: cure.text.clone().ok_or_else(none)?,
        source: None,
        tape: (read.lines() <= MAX_LISTED).then(|| list.to_string()),
        value_before: Num(value_before),
        gradient_before: named(&gradient_before),
        value: Num(cure.value),
        gradient: named(&cure.gradient),
    })
}

/// The best rewrite of the whole that `wengert_inspect` has tried, and that a page can open; else why there is none.
pub fn rewrite(model: &Model, read: &Read, run: &Run) -> Result<Rewrite, String> {
    let found =
        Diagnosis::of(run.list(), &read.point, &[]).map_err(|error| format!("No rewrite was tried: {error}."))?;
    let opened = found.cures.iter().find_map(|cure| reread(model, read, run, cure));
    let none = || format!("None of the {} known rewrites gives a better number here.", RULES.len());
    let (before, opened) = before(read, run).zip(opened).ok_or_else(none)?;
    // An input that the rewrite no longer mentions does not change it.
    let unchanged = derivatives(run).into_keys().map(|name| (name, Num(0.0)));
    Ok(Rewrite {
        of: None,
        before,
        after: opened.after,
        source: opened.model.text,
        tape: opened.model.tape,
        value_before: Num(run.listing().value()),
        gradient_before: derivatives(run),
        value: Num(opened.run.listing().value()),
        gradient: unchanged.chain(derivatives(&opened.run)).collect(),
    })
}

/// The model as it stands, as an expression.
fn before(read: &Read, run: &Run) -> Option<String> {
    read.text.clone().or_else(|| expression(run.list()))
}

/// A cure as the page would open it: read again at the same point, with the same options.
struct Opened {
    after: String,
    model: Model,
    run: Run,
}

fn reread(model: &Model, read: &Read, run: &Run, cure: &Cure) -> Option<Opened> {
    let after = cure.text.clone()?;
    let named = |(k, &x): (usize, &f64)| (run.list().input_name(Id(k as u32)), Num(x));
    let at = read.point.iter().enumerate().map(named).collect();
    let model = match read.text {
        Some(_) => {
            Model { text: Some(format!("{}{after}", vectors(run))), tape: None, kept: None, at, ..model.clone() }
        }
        None => Model { tape: Some(cure.list.to_string()), kept: None, at, ..model.clone() },
    };
    let run = model.read().ok()?.run_listed().ok()?;
    (run.listing().value() == cure.value).then_some(Opened { after, model, run })
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
