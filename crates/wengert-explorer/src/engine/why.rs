//! `why`: the paths from the output to a value, as products of local derivatives, largest first.

use super::fault::{Fault, FaultKind, grouped};
use super::formula::Tree;
use super::limits::MAX_LISTED;
use super::model::Model;
use super::names::Names;
use super::num::{Num, short};
use super::slope;
use serde::{Deserialize, Serialize};
use wengert::list::Id;
use wengert_inspect::Run;
use wengert_inspect::explain::{Count, Explanation, Hop, Path, explain};

/// So many paths are shown one by one; fewer of a very long tape, where each line keeps as many.
const SHOWN: usize = 20;
const SHOWN_OF_LONG: usize = 8;
/// Of a longer path the middle is told as one step: so many steps are told at either end.
const ENDS: usize = 8;

/// Asks why a derivative is the number it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
    /// The name of a value.
    #[serde(default)]
    of: String,
    /// The value by its id, in place of its name.
    #[serde(default)]
    line: Option<u32>,
}

/// A derivative as the sum of its paths.
#[derive(Debug, Serialize)]
pub struct Why {
    of: String,
    line: u32,
    sum: Num,
    /// The sum of the sizes of all paths.
    absolute: Num,
    /// The part of it that is left after cancellation; null where that sum is 0 or not finite.
    left: Option<Num>,
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
    /// How many paths of the program it stands for.
    ways: Num,
    /// The power of ten of a value that is too small or too large for a double.
    #[serde(skip_serializing_if = "Option::is_none")]
    power: Option<i64>,
    /// Whether a zero met infinity and counted as 0.
    counted: bool,
    /// The part of the sum of all sizes; null where there is none.
    share: Option<Num>,
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
    /// How many steps of a long path it stands for, if it stands for more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    hops: Option<usize>,
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
    let run = read.run_outlined()?;
    let names = read.names(&run);
    let wrt = asked(request, &run, &names)?;
    let shown = if read.lines() > MAX_LISTED { SHOWN_OF_LONG } else { SHOWN };
    let why = explain(&run, wrt, shown);
    let settled = Settled::of(&why);
    let mut sum = 0.0;
    let paths = settled.order().into_iter().map(|k| {
        let (path, value) = (&why.paths[k], settled.values[k]);
        let start = sum;
        sum += value;
        let share = settled.share(path, value);
        Way {
            value: Num(value),
            share,
            counted: path.contribution.is_nan() && !value.is_nan(),
            start: Num(start),
            end: Num(sum),
            ..way(&run, &names, path, wrt)
        }
    });
    Ok(Why {
        of: names.plain(wrt).to_owned(),
        line: wrt.0,
        sum: Num(why.total),
        absolute: Num(settled.absolute),
        left: settled.left.map(Num),
        heading: heading(&why, settled.left),
        count: Num(count(&why.count)),
        paths: paths.collect(),
        rest: why.rest.as_ref().map_or(Rest { count: Num(0.0), value: Num(0.0) }, |rest| Rest {
            count: Num(count(&rest.paths)),
            value: Num(rest.contribution),
        }),
    })
}

/// The paths with every zero that met infinity counted as the sweep counted it.
struct Settled {
    values: Vec<f64>,
    absolute: f64,
    left: Option<f64>,
    recounted: bool,
}

impl Settled {
    fn of(why: &Explanation) -> Settled {
        let counts = |path: &Path| {
            let product_only = path.contribution.is_nan() && path.hops.iter().all(|hop| !hop.slope.is_nan());
            product_only && !why.total.is_nan()
        };
        let value = |path: &Path| if counts(path) { 0.0 } else { path.contribution };
        let values: Vec<f64> = why.paths.iter().map(value).collect();
        let recounted = why.rest.is_none() && why.paths.iter().any(counts);
        if !recounted {
            return Settled { values, absolute: why.magnitudes, left: why.left, recounted };
        }
        let absolute: f64 = values.iter().map(|x| x.abs()).sum();
        let left = Some(why.total.abs() / absolute).filter(|part| part.is_finite());
        Settled { values, absolute, left, recounted }
    }
    /// The paths, largest first: one that counts as 0 is no longer where it stood.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.values.len()).collect();
        if self.recounted {
            order.sort_by(|&a, &b| self.values[b].abs().total_cmp(&self.values[a].abs()));
        }
        order
    }
    fn share(&self, path: &Path, value: f64) -> Option<Num> {
        let share = if self.recounted { Some(value.abs() / self.absolute) } else { path.share };
        share.filter(|part| part.is_finite()).map(Num)
    }
}

/// The value that is asked about.
fn asked(request: &Request, run: &Run, names: &Names) -> Result<Id, Fault> {
    let mut ids = (0..run.list().ids() as u32).map(Id);
    let (found, what) = match request.line {
        Some(line) => (ids.nth(line as usize), format!("line {}", u64::from(line) + 1)),
        None if request.of.is_empty() => {
            return Err(Fault::request("say which value: `of`, its name, or `line`, its id"));
        }
        None => (ids.find(|&id| names.plain(id) == request.of), request.of.clone()),
    };
    let none = || Fault {
        input: Some(what.as_str().into()),
        ..Fault::new(FaultKind::Input, format!("no line is called {what}"))
    };
    found.ok_or_else(none)
}

fn count(count: &Count) -> f64 {
    match count {
        Count::Exactly(n) => *n as f64,
        Count::About { log10 } => 10f64.powf(*log10),
    }
}

/// The finding in a few words.
fn heading(why: &Explanation, left: Option<f64>) -> String {
    match (why.paths.len(), left) {
        (0, _) => "no path leads there".to_owned(),
        _ if !why.total.is_finite() => format!("the sum is {}", short(why.total)),
        (_, None) if why.magnitudes == 0.0 || why.total == 0.0 => "every path is zero".to_owned(),
        (1, _) if why.count == Count::Exactly(1) => "there is one path".to_owned(),
        (_, Some(left)) if left < 0.1 => "the paths cancel".to_owned(),
        (_, Some(left)) if left < 0.999 => "some paths take back what others give".to_owned(),
        _ => "the paths add".to_owned(),
    }
}

/// A path; what it is worth, and where its bar lies, is told by the sum.
fn way(run: &Run, names: &Names, path: &Path, wrt: Id) -> Way {
    let ids: Vec<Id> = path.hops.iter().map(|hop| hop.from).chain([wrt]).collect();
    let between: Vec<&str> = ids.iter().skip(1).take(ids.len().saturating_sub(2)).map(|&id| names.plain(id)).collect();
    let through = match between.as_slice() {
        [] => format!("directly into {}", names.plain(ids[0])),
        [one] => format!("through {one}"),
        [one, other] => format!("through {one} and {other}"),
        [first, .., last] => format!("through {first} … {last}"),
    };
    let told: Vec<Id> = ends(&ids, ENDS + 1).copied().collect();
    Way {
        nodes: told.iter().map(|id| id.0).collect(),
        names: told.iter().map(|&id| names.plain(id).to_owned()).collect(),
        edges: edges(run, names, &path.hops),
        value: Num(path.contribution),
        ways: Num(count(&path.ways)),
        power: beyond(path),
        counted: false,
        share: None,
        through,
        start: Num(0.0),
        end: Num(0.0),
    }
}

/// The power of ten of what is 0 or infinite as a double, and is not.
fn beyond(path: &Path) -> Option<i64> {
    let outside = path.contribution == 0.0 || path.contribution.is_infinite();
    Some(path.log10).filter(|power| outside && power.is_finite()).map(|power| power.round() as i64)
}

/// All of a short list; of a long one so many at either end.
fn ends<T>(all: &[T], most: usize) -> impl Iterator<Item = &T> {
    let middle = if all.len() > 2 * most { most..all.len() - most } else { 0..0 };
    all.iter().enumerate().filter(move |(k, _)| !middle.contains(k)).map(|(_, one)| one)
}

/// The steps of a path; those in the middle of a long one as one step.
fn edges(run: &Run, names: &Names, hops: &[Hop]) -> Vec<Edge> {
    let one = |hop: &Hop| edge(run, names, hop);
    // As many values are told as in `way`: one more than steps at either end.
    if hops.len() < 2 * (ENDS + 1) {
        return hops.iter().map(one).collect();
    }
    let (first, rest) = hops.split_at(ENDS);
    let (middle, last) = rest.split_at(rest.len() - ENDS);
    first.iter().map(one).chain([together(middle)]).chain(last.iter().map(one)).collect()
}

/// Many steps as one: their product, as a power of ten where it is too small or too large for a number.
fn together(hops: &[Hop]) -> Edge {
    let factor = |hop: &Hop| hop.slope * f64::from(hop.uses);
    let product: f64 = hops.iter().map(factor).product();
    let power: f64 = hops.iter().map(|hop| factor(hop).abs().log10()).sum();
    let number = match power {
        p if p.is_finite() && p.abs() > 290.0 => format!("10^{p:.0}").replace('-', "−"),
        _ => short(product),
    };
    Edge {
        local: Num(product),
        text: format!("{} steps: {number}", grouped(hops.len() as u64)),
        hops: Some(hops.len()),
    }
}

fn edge(run: &Run, names: &Names, hop: &Hop) -> Edge {
    let number = short(hop.slope);
    let text = match slope::formula(run, hop.from, hop.arg, hop.slope) {
        Some(tree @ (Tree::Id(_) | Tree::Call(..))) => format!("{} = {number}", tree.written(names).plain),
        _ => number,
    };
    let text = if hop.uses > 1 { format!("{text}, {} times", hop.uses) } else { text };
    Edge { local: Num(hop.slope * f64::from(hop.uses)), text, hops: None }
}
