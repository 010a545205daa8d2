//! `accuracy`: one derivative by every method, and how many of the digits are right.

use super::fault::{Fault, grouped};
use super::model::Model;
use super::num::{Num, exact, short};
use serde::{Deserialize, Serialize};
use wengert_inspect::accuracy::{Entry, Estimate};

/// So many operations may be run for the methods together; of a longer tape the steps are fewer, and the reference is less
/// precise.
const OPERATIONS: u64 = 32_000_000;
/// A relative error below this is that of rounding.
const ROUNDING: f64 = 1e-12;

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
    heading: String,
    /// What the others are measured against, as text.
    reference: String,
    reference_name: &'static str,
    steps: Vec<Step>,
    /// The relative error of reverse mode.
    reverse: Num,
    best: Vec<Best>,
    remarks: Vec<String>,
}

/// The relative errors of the differences with one step, which is `h` wide.
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
    /// Which characters of the text are wrong; null where none is.
    wrong: Option<[usize; 2]>,
    h: Option<Num>,
}

/// Looks at one derivative.
pub fn answer(request: &Request) -> Result<Accuracy, Fault> {
    let read = request.model.read()?;
    let input = read.input(&request.of)?;
    let run = read.run_outlined()?;
    let listing = run.listing();
    let look = wengert_inspect::accuracy::Accuracy::within;
    let looked = look(run.list(), listing.point(), listing.grad(), input, OPERATIONS).map_err(Fault::engine)?;
    let lines = run.list().len() as u64;
    let told = looked.entries.first().map(|entry| told(&request.of, entry, lines));
    told.ok_or_else(|| Fault::request("nothing was looked at"))
}

fn told(of: &str, entry: &Entry, lines: u64) -> Accuracy {
    let (truth, reference, reference_name) = match &entry.precise {
        Ok(precise) => (precise.rounded, precise.slope.clone(), precise.name),
        Err(_) => (entry.forward, exact(entry.forward), "forward mode"),
    };
    let error = |x: f64| Num(relative(x, truth));
    let step = |s: &wengert_inspect::accuracy::Step| {
        let (h, one_sided, central) = (Num(s.width), error(s.forward), error(s.central));
        Step { h, one_sided, central, complex: s.complex.map(error) }
    };
    let best = |method, value: f64, h: Option<f64>| {
        let text = exact(value);
        let wrong = wrong(value, &text, truth);
        Best { method, value: text, wrong, h: h.map(Num) }
    };
    // Steps are relative to the size of the input.
    let scale = entry.curve.first().map_or(1.0, |step| step.width / step.h);
    let estimate = |method, e: &Option<Estimate>| e.as_ref().map(|e| best(method, e.slope, Some(e.h * scale)));
    let complex = entry.complex.as_ref().ok().map(|&slope| best("complex step", slope, None));
    let methods = [
        Some(best("reverse mode", entry.reverse, None)),
        Some(best("forward mode", entry.forward, None)),
        complex,
        estimate("central", &entry.central),
        estimate("one-sided", &entry.one_sided),
    ];
    let steps: Vec<Step> = entry.curve.iter().map(step).collect();
    let fewer = (steps.len() < FINEST).then(|| {
        format!("The budget allows {} steps for {} operations, and {reference_name}.", steps.len(), grouped(lines))
    });
    let missing = [
        fewer,
        entry.complex.as_ref().err().map(|why| format!("The complex step does not apply: {why}.")),
        entry.precise.as_ref().err().map(|why| format!("High precision does not apply: {why}.")),
    ];
    let doubts = entry.doubts.iter().map(|doubt| doubt.to_string());
    Accuracy {
        of: of.to_owned(),
        heading: heading(entry, relative(entry.reverse, truth)),
        reference,
        reference_name,
        steps,
        reverse: error(entry.reverse),
        best: methods.into_iter().flatten().collect(),
        remarks: missing.into_iter().flatten().chain(doubts).collect(),
    }
}

/// So many steps are tried where the budget does not say less: four a decade.
const FINEST: usize = 63;

/// The finding in one sentence or two.
fn heading(entry: &Entry, error: f64) -> String {
    let split = entry.doubts.iter().any(|doubt| ["kink", "edge"].contains(&doubt.kind()));
    match (split, entry.reverse.is_finite()) {
        (true, _) => format!("There is no single slope here. Reverse mode takes {}.", short(entry.reverse)),
        (_, false) => format!("Reverse mode answers {} here", short(entry.reverse)),
        _ if error > ROUNDING => {
            // Of an error as large as the number itself no digit is left, and no minus sign.
            let digits = (-error.log10()).clamp(0.0, 16.0).floor().abs();
            format!("Reverse mode keeps {digits:.0} digit{} here", if digits == 1.0 { "" } else { "s" })
        }
        _ => "Finite differences have a best step. Reverse mode needs none.".to_owned(),
    }
}

/// How far a number is from the truth, in parts of it; as a number where the truth is 0.
fn relative(x: f64, truth: f64) -> f64 {
    match truth {
        _ if x == truth => 0.0,
        0.0 => x.abs(),
        truth => ((x - truth) / truth).abs(),
    }
}

/// The characters of a number, written out, whose digits are wrong: those behind as many digits as its error leaves, up to
/// the exponent.
fn wrong(x: f64, text: &str, truth: f64) -> Option<[usize; 2]> {
    let error = relative(x, truth);
    let whole = [0, text.len()];
    match error {
        0.0 => return None,
        _ if x.is_nan() && truth.is_nan() => return None,
        error if !error.is_finite() => return Some(whole),
        _ => {}
    }
    let right = (-error.log10()).floor().max(0.0) as usize;
    let end = text.find('e').unwrap_or(text.len());
    let mut digits = text[..end].char_indices().filter(|(_, c)| c.is_ascii_digit()).skip_while(|(_, c)| *c == '0');
    match digits.nth(right) {
        Some((from, _)) => Some([if right == 0 { 0 } else { from }, end]),
        // The error lies behind the digits that are written: the last one carries it.
        None => Some([end - 1, end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_digits_are_those_that_the_error_reaches() {
        let at = |x: f64, truth: f64| {
            let text = exact(x);
            wrong(x, &text, truth).map(|[from, end]| text[from..end].to_owned())
        };
        assert_eq!(at(5.8805108599, 5.8805108599), None);
        assert_eq!(at(5.88051, 5.88062).as_deref(), Some("51"));
        // The power of ten is never wrong while the digits before it are right.
        assert_eq!(at(2.99999996e200, 3e200).as_deref(), Some("96"));
        assert_eq!(at(3e200, 3e200), None);
        assert_eq!(at(-0.00123, 0.00124).as_deref(), Some("-0.00123"));
        assert_eq!(at(0.00123, 0.001231).as_deref(), Some("3"));
        assert_eq!((at(f64::NAN, 1.0).as_deref(), at(f64::NAN, f64::NAN)), (Some("NaN"), None));
        assert_eq!(at(0.0, 0.5).as_deref(), Some("0"));
    }
}
