//! Why a derivative is zero: every place where an adjoint on its way to an input comes to nothing.

use crate::Run;
use crate::words::{call, number};
use wengert::list::{Id, Operand, Origin};
use wengert::prim::Op;

/// A place where an adjoint comes to nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// Why, in a sentence.
    pub message: String,
    /// Where it stands.
    pub at: Option<Origin>,
}

/// More places than this are not told.
const MOST: usize = 8;

/// All places where an adjoint that could reach `input` comes to nothing, from the output backward.
pub(super) fn cuts(run: &Run, input: Id) -> Vec<Cut> {
    let depends = dependents(run, input);
    let output_depends = run.output().is_some_and(|o| depends[o.0 as usize]);
    if !output_depends {
        return vec![Cut { message: "the output does not depend on it".to_owned(), at: None }];
    }
    let mut cuts = Vec::new();
    for line in (0..run.list().len()).rev() {
        let (Some((op, args)), Some(id)) = (run.applied(line), run.id_of(line)) else { continue };
        let Some(bar) = run.adjoint(id).filter(|_| depends[id.0 as usize]) else { continue };
        let at = run.list().origin(line);
        if bar == 0.0 {
            cuts.extend(cancelled(run, id, at));
            continue;
        }
        for (k, a) in args.iter().enumerate() {
            if a.as_id().is_some_and(|a| depends[a.0 as usize]) {
                cuts.extend(lost(run, line, op, args, k, bar).map(|message| Cut { message, at }));
            }
        }
    }
    cuts.extend(cancelled(run, input, None));
    cuts.dedup();
    cuts.truncate(MOST);
    cuts
}

/// Which values depend on an input.
fn dependents(run: &Run, input: Id) -> Vec<bool> {
    let mut depends = vec![false; run.list().ids()];
    depends[input.0 as usize] = true;
    for line in 0..run.list().len() {
        if let (Some((_, args)), Some(id)) = (run.applied(line), run.id_of(line)) {
            depends[id.0 as usize] = args.iter().filter_map(|a| a.as_id()).any(|a| depends[a.0 as usize]);
        }
    }
    depends
}

/// Contributions that are not zero and sum to zero.
fn cancelled(run: &Run, id: Id, at: Option<Origin>) -> Option<Cut> {
    let terms: Vec<f64> = run.contributions().iter().filter(|c| c.to == id && c.term != 0.0).map(|c| c.term).collect();
    let sum: f64 = terms.iter().sum();
    let words: Vec<String> = terms.iter().take(4).map(|&t| number(t)).collect();
    let more = if terms.len() > 4 { ", …" } else { "" };
    (terms.len() > 1 && sum == 0.0).then(|| Cut {
        message: format!("the contributions to the adjoint of {} cancel: {}{more}", run.name(id), words.join(", ")),
        at,
    })
}

/// Why argument `k` of a line receives nothing although the line has an adjoint.
fn lost(run: &Run, line: usize, op: Op, args: &[Operand], k: usize, bar: f64) -> Option<String> {
    let x: Vec<f64> = args.iter().map(|&a| run.number(a)).collect();
    let told = call(op.text(), &x);
    let arg = args[k].as_id().map_or(String::new(), |id| run.name(id).to_owned());
    let Some(c) = run.contributions().iter().find(|c| c.line == line && c.arg == k) else {
        return Some(nothing(op, k, &x, &told, &arg));
    };
    if c.term != 0.0 {
        return None;
    }
    Some(if c.slope == 0.0 && op.text() == "mul" {
        match args[1 - k].as_id() {
            Some(other) => format!("{arg} is multiplied by {}, which is 0", run.name(other)),
            None => format!("{arg} is multiplied by the constant 0"),
        }
    } else if c.slope == 0.0 {
        let wide = op.kink(&x, &|_| true).map_or(String::new(), |set| format!(", any of {set} would do"));
        format!("{told} is flat: its slope in {arg} is 0{wide}")
    } else if !c.slope.is_finite() || !bar.is_finite() {
        format!("a zero met infinity at {told} and counted as 0")
    } else {
        format!("{told} hands on {} times {}, which is too small for double precision", number(bar), number(c.slope))
    })
}

/// Why a row passes nothing on to an argument, not even a zero.
fn nothing(op: Op, k: usize, x: &[f64], told: &str, arg: &str) -> String {
    match (op.text(), k) {
        ("where", 0) => format!("{told} only asks whether its condition holds: there is no derivative in it"),
        ("where", _) => {
            let taken = if x[0] != 0.0 { "first" } else { "second" };
            format!("{told} takes its {taken} branch; the other receives nothing")
        }
        ("stop_gradient", _) => format!("{told} stops the derivative on purpose"),
        _ if op.row().partials.get(k.min(op.row().partials.len() - 1)) == Some(&"None") => {
            format!("{told} has no derivative: its value is constant between jumps")
        }
        _ => format!("{told} does not change with {arg} here"),
    }
}
