//! The lines that stand on a kink, a tie, a jump or an edge at the present point: the set of slopes, the one that is used,
//! and why; where none does, what there is to say instead.

use super::marks::{Mark, of_set};
use crate::engine::fault::grouped;
use crate::engine::num::{Num, short};
use crate::engine::record;
use crate::engine::systems::{self, Answer};
use serde::Serialize;
use wengert::list::{Id, Step};
use wengert::prim::{Edge, Kind, Op, Set};
use wengert::{Note, NoteKind};
use wengert_inspect::Run;

/// So many lines are told one by one.
const TOLD: usize = 40;

/// A line that stands on a kink at the present point; or the curve itself, where a branch turns.
#[derive(Debug, Serialize)]
pub(super) struct Landed {
    line: Option<u32>,
    /// `kink`, `tie`, `jump`, `edge`, `pole`, `overflow`, or `branch`: no line has it, a comparison turns.
    kind: &'static str,
    primitive: &'static str,
    at: Vec<Num>,
    set: [Num; 2],
    /// The set in words: `[−1, 1]`, `edge of the domain`.
    set_text: String,
    used: Num,
    rule: &'static str,
    /// The point of the table at which the other systems were run, if there is one of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    systems: Vec<Answer>,
    /// Of several arguments the one in which the slope is not finite.
    #[serde(skip)]
    steep: Option<usize>,
    /// Whether a zero met the infinite slope, and the product counts as zero.
    #[serde(skip)]
    lost: bool,
}

/// The first lines that stand on a kink, and how many there are. Where none does and the curve has a mark, the branch.
pub(super) fn all(run: &Run, mark: Option<&Mark>) -> (Vec<Landed>, usize) {
    // Where a zero met an infinity the line is told of whose slope that was, not one whose slope is the zero.
    let told = |note: &&Note| match note.kind {
        NoteKind::Kink(_) => true,
        NoteKind::ZeroTimesInfinity => record::line_of(run, note).and_then(|line| steepest(run, Id(line))).is_some(),
        _ => false,
    };
    let kinks = || run.listing().notes().iter().filter(told);
    let notes: Vec<Landed> = kinks().take(TOLD).map(|note| of_note(run, note)).collect();
    match (notes.is_empty(), mark) {
        (true, Some(mark)) if ["branch", "kink", "tie", "jump"].contains(&mark.kind) => (vec![of_branch(mark)], 1),
        _ => (notes, kinks().count()),
    }
}

/// The least size of a number between two others.
fn least(lower: f64, upper: f64) -> f64 {
    if lower <= 0.0 && upper >= 0.0 { 0.0 } else { lower.abs().min(upper.abs()) }
}

fn of_note(run: &Run, note: &Note) -> Landed {
    let line = record::line_of(run, note);
    let applied = line.and_then(|line| run.applied(run.line_of(Id(line))?));
    let varies: Vec<bool> = applied.map_or(Vec::new(), |(_, args)| args.iter().map(|o| o.as_id().is_some()).collect());
    let edge = matches!(note.kink.set, Set::Edge).then(|| note.kink.edge());
    let steep = edge.and(line).and_then(|line| steepest(run, Id(line)));
    let used = steep.map_or(note.chosen, |(_, slope)| slope);
    let kind = match edge {
        Some(Edge::Pole) => "pole",
        Some(Edge::Overflow) => "overflow",
        _ => of_set(&note.kink.set),
    };
    let rule = match note.kind {
        NoteKind::Kink(Kind::Edge) if used.is_nan() => "no slope is known",
        NoteKind::Kink(Kind::Edge) | NoteKind::ZeroTimesInfinity => "one-sided limit",
        NoteKind::Kink(Kind::Jump) => "the slope of either side",
        NoteKind::Kink(Kind::Tie) => "even split over the tied",
        _ if note.chosen.abs() > least(note.kink.lower, note.kink.upper) => "an end of the set",
        _ => "least norm of the set",
    };
    let (case, systems) = systems::answers(note.kink.op, &note.kink.args, &varies, used, rule);
    Landed {
        line,
        kind,
        primitive: note.kink.op,
        at: note.kink.args.iter().copied().map(Num).collect(),
        set: [Num(note.kink.lower), Num(note.kink.upper)],
        set_text: set_text(&note.kink.set, edge),
        used: Num(used),
        rule,
        case,
        systems,
        steep: steep.filter(|_| varies.len() > 1).map(|(arg, _)| arg),
        lost: note.kind == NoteKind::ZeroTimesInfinity,
    }
}

/// Of the slopes of a line the first that is not finite: in which argument, and what it is.
fn steepest(run: &Run, id: Id) -> Option<(usize, f64)> {
    let infinite = |c: &&wengert::Contribution| c.from == id && c.slope.is_infinite();
    run.contributions().iter().find(infinite).map(|c| (c.arg, c.slope))
}

/// The curve bends here, and no line has a kink: where a comparison turns, the other branch has another slope.
fn of_branch(mark: &Mark) -> Landed {
    let rule = "the slope of the branch that is taken";
    let [low, high] = mark.set.map(|x| short(x.0));
    Landed {
        line: Some(mark.line),
        kind: "branch",
        primitive: mark.primitive,
        at: vec![mark.x],
        set: mark.set,
        set_text: if low == high { "a jump".to_owned() } else { format!("{low} or {high}") },
        used: mark.used,
        rule,
        case: None,
        systems: vec![systems::ours(mark.used.0, rule)],
        steep: None,
        lost: false,
    }
}

/// A set in words; of slopes that are not finite why.
pub(super) fn set_text(set: &Set, edge: Option<Edge>) -> String {
    let words = match (set, edge) {
        (Set::Interval { lower, upper, .. }, _) => return format!("[{}, {}]", short(*lower), short(*upper)),
        (Set::Edge, Some(Edge::Pole)) => "a pole",
        (Set::Edge, Some(Edge::Overflow)) => "too large for a number",
        (Set::Edge, Some(Edge::Steep)) => "no finite slope",
        (Set::Edge, _) => "edge of the domain",
        (other, _) => return other.to_string(),
    };
    words.to_owned()
}

/// What there is to say of a point at which no line stands on a kink, of a curve that is `marked` somewhere, or nowhere, and
/// `cut` where the program takes another branch.
pub(super) fn nothing(run: &Run, marked: bool, cut: bool) -> (String, String) {
    if run.listing().value().is_nan() {
        return without_value(run);
    }
    if let Some(turns) = guards(run).find(|&(a, b, _)| a == b).map(|(.., id)| id) {
        let text = "Beside this point the program takes another branch, which this tape does not have. The slope is that of the branch that is taken.";
        return (format!("{} turns exactly here", line(Some(turns.0))), text.to_owned());
    }
    let text = match (marked, cut) {
        (true, false) => "Every line has one slope at this point. The marks show where that ends.",
        (true, true) => {
            "Every line has one slope at this point. The marks show where that ends, and the curve ends where the program takes another branch."
        }
        (false, false) => "Every line has one slope at this point, and no kink was found along the curve.",
        (false, true) => {
            "Every line has one slope at this point. The curve ends where the program takes another branch, which this tape does not have."
        }
    };
    ("No line lands on a kink here".to_owned(), text.to_owned())
}

/// A point without a value: the first operation that is outside of its domain, if one is.
fn without_value(run: &Run) -> (String, String) {
    let outside = run.listing().notes().iter().find(|note| note.kind == NoteKind::Domain);
    let Some(note) = outside else {
        return (
            "There is no value here".to_owned(),
            "The output is NaN. Where there is no value there is no slope.".to_owned(),
        );
    };
    let at: Vec<String> = note.kink.args.iter().copied().map(short).collect();
    let heading = format!("{} has no value here", line(record::line_of(run, note)));
    (
        heading,
        format!(
            "{} at {} is outside of its domain. Where there is no value there is no slope.",
            note.kink.op,
            at.join(", ")
        ),
    )
}

/// The comparisons that decided which branch the program takes: the two numbers, and the line.
fn guards(run: &Run) -> impl Iterator<Item = (f64, f64, Id)> {
    run.list().steps().filter_map(|(_, _, step)| {
        let Step::Guard(cond, _) = step else { return None };
        let id = cond.as_id()?;
        let (op, args) = run.applied(run.line_of(id)?)?;
        let &[a, b] = args else { return None };
        matches!(op.text(), "lt" | "le" | "gt" | "ge" | "eq" | "ne").then(|| (run.number(a), run.number(b), id))
    })
}

/// A line by its number.
fn line(id: Option<u32>) -> String {
    id.map_or("A line".to_owned(), |id| format!("Line {}", grouped(u64::from(id) + 1)))
}

/// The finding in words.
pub(super) fn heading(note: &Landed, notes: &[Landed], count: usize) -> (String, String) {
    let line = line(note.line);
    let one = match note.kind {
        "branch" => format!("{line} turns exactly here"),
        "pole" => format!("{line} has no finite value here"),
        "overflow" => format!("{line} is too large for a number here"),
        "edge" if !note.used.0.is_infinite() => format!("{line} has no slope here"),
        "edge" => format!("{line} has an infinite slope here"),
        "jump" => format!("{line} jumps exactly here"),
        _ => format!("{line} lands exactly on a kink"),
    };
    match count {
        1 => (one, told(note)),
        2.. if notes.iter().all(|note| note.kind == "kink" || note.kind == "tie") => {
            (format!("{} lines land exactly on a kink", grouped(count as u64)), told(note))
        }
        n => (format!("{} lines have no single slope here", grouped(n as u64)), told(note)),
    }
}

/// What a line does, in one sentence or two.
fn told(note: &Landed) -> String {
    let at: Vec<String> = note.at.iter().map(|x| short(x.0)).collect();
    let (what, used) = (format!("{} at {}", note.primitive, at.join(", ")), short(note.used.0));
    let within = note.steep.map_or(String::new(), |arg| format!(" in argument {}", arg + 1));
    let text = match note.kind {
        "branch" if note.set[0].0 == note.set[1].0 => {
            format!("Another branch begins here, with the same slope, {used}: the value jumps.")
        }
        "branch" => format!("Another branch begins here, with another slope. The slope used is {used}."),
        "pole" => format!("{what} has no finite value. Its slope{within} is taken as {used}."),
        "overflow" => format!("{what} is finite, and larger than any number kept here. Its slope is taken as {used}."),
        "edge" if note.used.0.is_finite() => {
            format!("{what} has no slope: those beside it grow without bound. It is taken as {used}.")
        }
        "edge" if note.used.0.is_nan() => {
            format!("{what} has a value, and no slope that is known. It is taken as NaN.")
        }
        "edge" => format!("The slope of {what}{within} grows without bound. It is taken as {used}."),
        "jump" => format!("{what} jumps. The slope used is that of either side, {used}."),
        _ => format!("{what} has no single slope. One is chosen out of {}.", note.set_text),
    };
    if note.lost { format!("{text} A zero met it, and the product counts as 0.") } else { text }
}

/// The set of a point of the table: what the primitive says of it, or the edge that an infinite slope reveals.
pub(crate) fn of_point(op: &str, args: &[f64]) -> String {
    let Some(op) = Op::by_text(op) else { return String::new() };
    let value = op.apply(args);
    // The constants of a clamp do not vary.
    if let Some(set) = op.kink(args, &|arg| arg == 0) {
        return set_text(&set, None);
    }
    let mut infinite = false;
    op.partials(args, value, &|arg| arg == 0, &mut |_, d: f64| infinite |= d.is_infinite());
    match infinite {
        _ if value.is_nan() => "outside the domain".to_owned(),
        true => set_text(&Set::Edge, Some(if value.is_infinite() { Edge::Pole } else { Edge::Domain })),
        false => String::new(),
    }
}
