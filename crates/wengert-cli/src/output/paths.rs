//! Explanations for people and as JSON: paths with their products, what the rest adds, and whether they cancel.

use super::{json as numbers, look, matrices, notation};
use serde_json::{Value, json};
use std::io::{self, Write};
use wengert_inspect::Run;
use wengert_inspect::explain::{Count, Explanation, Hop, Path, percent};
use wengert_inspect::formula::{Slopes, text};

/// A path of more steps than this is shown by its ends.
const MOST_STEPS: usize = 9;
/// A local derivative of more parts than this is shown as its number only.
const LARGEST_SLOPE: usize = 9;

/// One table for each derivative.
pub fn tables(out: &mut impl Write, run: &Run, found: &[Explanation]) -> io::Result<()> {
    if found.is_empty() {
        return writeln!(out, "nothing to explain: there is no variable to differentiate in");
    }
    for (k, why) in found.iter().enumerate() {
        if k > 0 {
            writeln!(out)?;
        }
        table(out, run, why)?;
    }
    Ok(())
}

fn table(out: &mut impl Write, run: &Run, why: &Explanation) -> io::Result<()> {
    let of = why.output.map_or("L", |id| run.name(id));
    let derivative = matrices::derivative(of, run.name(why.wrt));
    let title = format!("{derivative} = {}", notation::rounded(why.total));
    writeln!(out, "{}", look::title(&look::letters(&title)))?;
    let paths = if why.count == Count::Exactly(1) { "path" } else { "paths" };
    writeln!(out, "{} {paths} from {} to {}", why.count, look::letters(of), run.name(why.wrt))?;
    if why.paths.is_empty() {
        return writeln!(out, "{}", shown(&why.verdict()));
    }
    let mut table = matrices::plain(&[0, 1, 2], &["", "contribution", "share", "path"]);
    for (k, path) in why.paths.iter().enumerate() {
        let (number, share) = (notation::rounded(path.contribution), path.share.map_or_else(String::new, percent));
        table.add_row([(k + 1).to_string(), number, share, steps(run, path)]);
    }
    if let Some(rest) = &why.rest {
        let words = match rest.paths {
            Count::Exactly(1) => "the other path".to_owned(),
            many => format!("the other {many} paths together"),
        };
        let share = rest.share.map_or_else(String::new, percent);
        table.add_row([String::new(), notation::rounded(rest.contribution), share, words]);
    }
    let sum = format!("the sum; {}", shown(&why.verdict()));
    table.add_row([String::new(), notation::rounded(why.total), String::new(), sum]);
    writeln!(out, "\n{}", table.trim_fmt())
}

/// The words, in ASCII where nothing else will do.
fn shown(words: &str) -> String {
    if look::ascii() { words.replace("Σ|paths|", "sum |paths|") } else { words.to_owned() }
}

/// `L →(× 1) v3 →(× y = 3) x`
fn steps(run: &Run, path: &Path) -> String {
    look::letters(&along(run, path)).into_owned()
}

fn along(run: &Run, path: &Path) -> String {
    let Some(first) = path.hops.first() else { return "the output itself".to_owned() };
    let mut words = run.name(first.from).to_owned();
    let hops = &path.hops;
    let all = hops.len() <= MOST_STEPS;
    let (head, tail) = if all { (hops.len(), hops.len()) } else { (MOST_STEPS / 2, hops.len() - MOST_STEPS / 2) };
    hops[..head].iter().for_each(|hop| words += &step(run, hop));
    if !all {
        words += &format!(" {} {} more", look::sign("…", "..."), tail - head);
        words += &format!(" {} {}", look::sign("…", "..."), run.name(hops[tail].from));
        hops[tail..].iter().for_each(|hop| words += &step(run, hop));
    }
    if path.ways != Count::Exactly(1) {
        words += &format!("  ({} equal paths)", path.ways);
    }
    words
}

fn step(run: &Run, hop: &Hop) -> String {
    let number = wengert_inspect::number::short(hop.slope);
    let formula = formula(run, hop).filter(|formula| *formula != number);
    let factor = formula.map_or_else(|| number.clone(), |formula| format!("{formula} = {number}"));
    let uses = if hop.uses > 1 { format!("{} ", hop.uses) } else { String::new() };
    let [arrow, times] = [look::sign("→", "->"), look::sign("×", "*")];
    format!(" {arrow}({uses}{times} {factor}) {}", run.name(hop.to))
}

/// The local derivative as a formula, where that is short and what the sweep took.
fn formula(run: &Run, hop: &Hop) -> Option<String> {
    let (op, args) = run.applied(hop.line)?;
    let slopes = Slopes::new(run.list(), op, args, run.id_of(hop.line)?).ok()?;
    Some(text(&slopes.taken(hop.arg, LARGEST_SLOPE, hop.slope, |id| run.value(id))?, run.names()))
}

/// `{"explanations": [{"wrt", "total", "count", "paths": [...], "rest", "left", "verdict"}], "notes"}`, on one line.
pub fn json(out: &mut impl Write, run: &Run, found: &[Explanation], notes: Value) -> io::Result<()> {
    let all: Vec<Value> = found.iter().map(|why| explanation(run, why)).collect();
    writeln!(out, "{}", json!({ "explanations": all, "notes": notes }))
}

fn explanation(run: &Run, why: &Explanation) -> Value {
    let share = |s: Option<f64>| s.map_or(Value::Null, numbers::number);
    let hop = |h: &Hop| json!({ "from": run.name(h.from), "to": run.name(h.to), "slope": numbers::number(h.slope), "uses": h.uses });
    let path = |p: &Path| {
        let hops: Vec<Value> = p.hops.iter().map(hop).collect();
        let contribution = numbers::number(p.contribution);
        json!({ "contribution": contribution, "share": share(p.share), "ways": count(p.ways), "hops": hops })
    };
    let rest = why.rest.as_ref().map(|rest| {
        json!({ "paths": count(rest.paths), "contribution": numbers::number(rest.contribution), "share": share(rest.share) })
    });
    json!({
        "wrt": run.name(why.wrt),
        "total": numbers::number(why.total),
        "count": count(why.count),
        "paths": why.paths.iter().map(path).collect::<Vec<_>>(),
        "rest": rest,
        "left": share(why.left),
        "verdict": why.verdict(),
    })
}

/// An exact number where JSON readers keep it, else words.
fn count(n: Count) -> Value {
    match n {
        Count::Exactly(n) => {
            u64::try_from(n).ok().filter(|&n| n < 1 << 53).map_or_else(|| Value::String(n.to_string()), Value::from)
        }
        about @ Count::About { .. } => Value::String(about.to_string()),
    }
}
