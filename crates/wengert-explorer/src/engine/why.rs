//! `why`: the paths from the output to a value, as products of local derivatives, largest first.

use super::fault::{Fault, FaultKind};
use super::formula::Tree;
use super::model::Model;
use super::names::Names;
use super::num::{Num, short};
use super::slope;
use serde::{Deserialize, Serialize};
use wengert::list::Id;
use wengert_inspect::Run;
use wengert_inspect::explain::{Count, Explanation, Hop, Path, explain};

/// So many paths are shown one by one.
const SHOWN: usize = 20;

/// Asks why a derivative is the number it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
    /// The name of a value.
    of: String,
}

/// A derivative as the sum of its paths.
#[derive(Debug, Serialize)]
pub struct Why {
    of: String,
    line: u32,
    sum: Num,
    /// The sum of the sizes of all paths.
    absolute: Num,
    /// The part of it that is left after cancellation.
    left: Num,
    heading: String,
    count: Num,
    paths: Vec<Way>,
    rest: Rest,
}

/// One path.
#[derive(Debug, Serialize)]
struct Way {
    nodes: Vec<u32>,
    names: Vec<String>,
    edges: Vec<Edge>,
    value: Num,
    /// The part of the sum of all sizes.
    share: Num,
    through: String,
    /// Where its bar begins and ends in the waterfall.
    start: Num,
    end: Num,
}

/// One step of a path.
#[derive(Debug, Serialize)]
struct Edge {
    local: Num,
    /// `cos(a) = 0.9602`.
    text: String,
}

/// The paths that are not shown.
#[derive(Debug, Serialize)]
struct Rest {
    count: Num,
    value: Num,
}

/// Explains a derivative.
pub fn answer(request: &Request) -> Result<Why, Fault> {
    let read = request.model.read()?;
    let run = read.run_listed()?;
    let names = read.names(&run);
    let found = (0..run.list().ids() as u32).map(Id).find(|&id| names.plain(id) == request.of);
    let input = Some(request.of.clone());
    let wrt = found
        .ok_or_else(|| Fault { input, ..Fault::new(FaultKind::Input, format!("no line is called {}", request.of)) })?;
    let why = explain(&run, wrt, SHOWN);
    let mut sum = 0.0;
    let paths = why.paths.iter().map(|path| {
        let start = sum;
        sum += path.contribution;
        way(&run, &names, path, wrt, start)
    });
    Ok(Why {
        of: request.of.clone(),
        line: wrt.0,
        sum: Num(why.total),
        absolute: Num(why.magnitudes),
        left: Num(why.left.unwrap_or(f64::NAN)),
        heading: heading(&why),
        count: Num(count(&why.count)),
        paths: paths.collect(),
        rest: why.rest.as_ref().map_or(Rest { count: Num(0.0), value: Num(0.0) }, |rest| Rest {
            count: Num(count(&rest.paths)),
            value: Num(rest.contribution),
        }),
    })
}

fn count(count: &Count) -> f64 {
    match count {
        Count::Exactly(n) => *n as f64,
        Count::About { log10 } => 10f64.powf(*log10),
    }
}

/// The finding in a few words.
fn heading(why: &Explanation) -> String {
    match (why.paths.len(), why.left) {
        (0, _) => "no path leads there".to_owned(),
        (1, _) => "there is one path".to_owned(),
        (_, Some(left)) if left < 0.1 => "the paths cancel".to_owned(),
        (_, Some(left)) if left < 0.999 => "some paths take back what others give".to_owned(),
        _ => "the paths add".to_owned(),
    }
}

fn way(run: &Run, names: &Names, path: &Path, wrt: Id, start: f64) -> Way {
    let ids: Vec<Id> = path.hops.iter().map(|hop| hop.from).chain([wrt]).collect();
    let between: Vec<&str> = ids.iter().skip(1).take(ids.len().saturating_sub(2)).map(|&id| names.plain(id)).collect();
    let through = match between.as_slice() {
        [] => format!("directly into {}", names.plain(ids[0])),
        [one] => format!("through {one}"),
        [one, other] => format!("through {one} and {other}"),
        [first, .., last] => format!("through {first} … {last}"),
    };
    Way {
        nodes: ids.iter().map(|id| id.0).collect(),
        names: ids.iter().map(|&id| names.plain(id).to_owned()).collect(),
        edges: path.hops.iter().map(|hop| edge(run, names, hop)).collect(),
        value: Num(path.contribution),
        share: Num(path.share.unwrap_or(f64::NAN)),
        through,
        start: Num(start),
        end: Num(start + path.contribution),
    }
}

fn edge(run: &Run, names: &Names, hop: &Hop) -> Edge {
    let number = short(hop.slope);
    let text = match slope::formula(run, hop.from, hop.arg, hop.slope) {
        Some(tree @ (Tree::Id(_) | Tree::Call(..))) => format!("{} = {number}", tree.written(names).plain),
        _ => number,
    };
    let text = if hop.uses > 1 { format!("{text}, {} times", hop.uses) } else { text };
    Edge { local: Num(hop.slope * f64::from(hop.uses)), text }
}
