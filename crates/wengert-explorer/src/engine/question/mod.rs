//! `question`: something to predict about the next step or about registers that are still empty, with the answer and why it
//! is so.

mod ahead;
mod step;

use super::chance::Chance;
use super::fault::Fault;
use super::model::Model;
use super::names::Names;
use serde::{Deserialize, Serialize};
use wengert_inspect::Run;

/// Asks for a question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
    /// The addition that comes next, counted from 0.
    #[serde(default)]
    contribution: Option<usize>,
    /// A number that goes up from question to question: which kind is tried first, and what is drawn.
    #[serde(default)]
    turn: u64,
    /// The one kind that is wanted.
    #[serde(default)]
    kind: Option<Kind>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// What a register holds after the next addition.
    Register,
    /// Which input matters most.
    Input,
    /// Which way the next addition moves its register.
    Sign,
    /// Which of two registers is larger in size.
    Larger,
}

const KINDS: [Kind; 4] = [Kind::Register, Kind::Input, Kind::Sign, Kind::Larger];

/// A question with its answer. Texts may hold MathML between ⟦ and ⟧.
#[derive(Debug, Serialize)]
pub struct Question {
    kind: Kind,
    /// The addition it is about; null where it is about finished registers.
    contribution: Option<usize>,
    /// The registers it is about.
    about: Vec<u32>,
    /// How many additions have been made once the answer stands.
    until: usize,
    question: String,
    given: String,
    choices: Vec<String>,
    /// The place of the right one.
    answer: usize,
    /// For each choice, what gives it where it is wrong; empty where nothing is known.
    slips: Vec<String>,
    hints: Vec<String>,
    because: String,
    /// What would give the answer away.
    hide: Vec<Hidden>,
}

/// A number that would give the answer away.
#[derive(Debug, Serialize)]
#[serde(tag = "part", rename_all = "snake_case")]
enum Hidden {
    Register { line: u32 },
    Contribution { contribution: usize },
}

/// One answer that may be chosen, and what gives it where it is wrong.
#[derive(Clone, Debug, PartialEq)]
struct Choice {
    text: String,
    slip: String,
}

impl Choice {
    fn new(text: impl Into<String>, slip: impl Into<String>) -> Choice {
        Choice { text: text.into(), slip: slip.into() }
    }
}

/// What a question is made from: a run, before its addition `k`.
struct Desk<'a> {
    run: &'a Run,
    names: &'a Names,
    chance: Chance,
    k: usize,
}

/// Puts a question.
pub fn answer(request: &Request) -> Result<Question, Fault> {
    let read = request.model.read()?;
    let run = read.run_listed()?;
    let names = read.names(&run);
    let k = request.contribution.unwrap_or(0).min(run.contributions().len().saturating_sub(1));
    let mut desk = Desk { run: &run, names: &names, chance: Chance::new(request.turn ^ (k as u64) << 32), k };
    let first = request.turn as usize % KINDS.len();
    let turns = (0..KINDS.len()).map(|offset| KINDS[(first + offset) % KINDS.len()]);
    let mut wanted = turns.filter(|&kind| request.kind.is_none_or(|only| only == kind));
    wanted.find_map(|kind| desk.asked(kind)).ok_or_else(|| desk.nothing(request.kind))
}

impl Desk<'_> {
    fn asked(&mut self, kind: Kind) -> Option<Question> {
        match kind {
            Kind::Register => self.register(),
            Kind::Input => self.input(),
            Kind::Sign => self.sign(),
            Kind::Larger => self.larger(),
        }
    }
    /// Why there is no question.
    fn nothing(&self, kind: Option<Kind>) -> Fault {
        let next = self.run.contributions().get(self.k);
        let (message, help) = match (next, kind) {
            (None, _) => ("no line adds into a register", "Take a function of at least one operation"),
            (Some(c), _) if !c.register.is_finite() => {
                ("the next step adds no finite number", "NaN and zero shows where it began")
            }
            (_, Some(Kind::Input)) => {
                ("no input stands out here", "Take two inputs whose registers are empty and differ in size")
            }
            (_, Some(Kind::Larger)) => ("no two empty registers differ here", "Step back, or take another function"),
            _ => ("the next step adds next to nothing", "Step on, and ask again"),
        };
        Fault { help: Some(help.to_owned()), ..Fault::request(message) }
    }
    /// The largest finite register.
    fn largest(&self) -> f64 {
        let ids = (0..self.run.list().ids() as u32).map(wengert::list::Id);
        ids.filter_map(|id| self.run.adjoint(id))
            .filter(|bar| bar.is_finite())
            .fold(1.0, |most, bar| most.max(bar.abs()))
    }
    /// Whether a number counts beside the largest register, or is plainly 0.
    fn counts(&self, x: f64) -> bool {
        x == 0.0 || x.abs() >= NEGLIGIBLE * self.largest()
    }
}

/// What is smaller than this, beside the largest register, is rounding, and nobody is asked about it.
const NEGLIGIBLE: f64 = 1e-9;

/// Whether two numbers are far enough apart to be told from one another by estimate.
fn apart(a: f64, b: f64) -> bool {
    (a - b).abs() > 0.15 * a.abs().max(b.abs())
}

/// The texts of the choices, their slips, and the place of the right one.
fn laid_out(choices: Vec<Choice>, right: &str) -> (Vec<String>, Vec<String>, usize) {
    let answer = choices.iter().position(|choice| choice.text == right).unwrap_or(0);
    let (texts, slips) = choices.into_iter().map(|choice| (choice.text, choice.slip)).unzip();
    (texts, slips, answer)
}
