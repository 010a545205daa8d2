//! `accuracy`: one derivative by every method, and how many of the digits are right.

use super::fault::Fault;
use super::model::Model;
use super::num::{Num, exact};
use serde::{Deserialize, Serialize};
use wengert_inspect::accuracy::{Entry, Estimate};

/// Asks for one derivative.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
    /// The variable.
    of: String,
}

/// One derivative by every method.
#[derive(Debug, Serialize)]
pub struct Accuracy {
    of: String,
    /// What the others are measured against, as text.
    reference: String,
    reference_name: &'static str,
    steps: Vec<Step>,
    /// The relative error of reverse mode.
    reverse: Num,
    best: Vec<Best>,
    remarks: Vec<String>,
}

/// The relative errors of the differences with one step.
#[derive(Debug, Serialize)]
struct Step {
    h: Num,
    one_sided: Num,
    central: Num,
    /// Null where an operation has no complex extension.
    complex: Option<Num>,
}

/// The best that a method gives.
#[derive(Debug, Serialize)]
struct Best {
    method: &'static str,
    value: String,
    /// The first character of the text that is wrong; null where all are right.
    wrong_from: Option<usize>,
    h: Option<Num>,
}

/// Looks at one derivative.
pub fn answer(request: &Request) -> Result<Accuracy, Fault> {
    let read = request.model.read()?;
    let input = read.input(&request.of)?;
    let run = read.run_listed()?;
    let listing = run.listing();
    let look = wengert_inspect::accuracy::Accuracy::of_gradient;
    let looked = look(run.list(), listing.point(), listing.grad(), &[input]).map_err(Fault::engine)?;
    looked.entries.first().map(|entry| told(&request.of, entry)).ok_or_else(|| Fault::request("nothing was looked at"))
}

fn told(of: &str, entry: &Entry) -> Accuracy {
    let (truth, reference, reference_name) = match &entry.precise {
        Ok(precise) => (precise.rounded, precise.slope.clone(), "34 digits"),
        Err(_) => (entry.forward, exact(entry.forward), "forward mode"),
    };
    let error = |x: f64| match truth {
        0.0 => Num(x.abs()),
        truth => Num(((x - truth) / truth).abs()),
    };
    let step = |s: &wengert_inspect::accuracy::Step| {
        let (h, one_sided, central) = (Num(s.h), error(s.forward), error(s.central));
        Step { h, one_sided, central, complex: s.complex.map(error) }
    };
    let best = |method, value: f64, h: Option<f64>| {
        let value = exact(value);
        let wrong_from = first_wrong(&value, &exact(truth));
        Best { method, value, wrong_from, h: h.map(Num) }
    };
    let estimate = |method, e: &Option<Estimate>| e.as_ref().map(|e| best(method, e.slope, Some(e.h)));
    let complex = entry.complex.as_ref().ok().map(|&slope| best("complex step", slope, None));
    let methods = [
        Some(best("reverse mode", entry.reverse, None)),
        Some(best("forward mode", entry.forward, None)),
        complex,
        estimate("central", &entry.central),
        estimate("one-sided", &entry.one_sided),
    ];
    let missing = [
        entry.complex.as_ref().err().map(|why| format!("The complex step does not apply: {why}.")),
        entry.precise.as_ref().err().map(|why| format!("High precision does not apply: {why}.")),
    ];
    let doubts = entry.doubts.iter().map(|doubt| doubt.to_string());
    Accuracy {
        of: of.to_owned(),
        reference,
        reference_name,
        steps: entry.curve.iter().map(step).collect(),
        reverse: error(entry.reverse),
        best: methods.into_iter().flatten().collect(),
        remarks: missing.into_iter().flatten().chain(doubts).collect(),
    }
}

/// Where two numbers, written out, begin to differ.
fn first_wrong(text: &str, truth: &str) -> Option<usize> {
    if text == truth {
        return None;
    }
    let same = text.bytes().zip(truth.bytes()).take_while(|(a, b)| a == b).count();
    Some(same.min(text.len().saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_compared_from_the_left() {
        assert_eq!(first_wrong("5.8805108599", "5.8805108599"), None);
        assert_eq!(first_wrong("5.88051", "5.88062"), Some(5));
        assert_eq!(first_wrong("5.8", "5.88"), Some(2));
    }
}
