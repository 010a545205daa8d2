//! `question`: something to predict about the next step or about the finished sweep, with the answer and why it is so.

use super::chance::Chance;
use super::fault::Fault;
use super::model::Model;
use super::names::Names;
use super::num::short;
use super::say::{bar, factors, four, in_words, name};
use serde::{Deserialize, Serialize};
use wengert::Contribution;
use wengert::list::Id;
use wengert_inspect::Run;

/// Asks for a question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    model: Model,
    /// The addition that comes next, counted from 0.
    #[serde(default)]
    contribution: Option<usize>,
    /// Which kind of question: a number that goes up from question to question.
    #[serde(default)]
    turn: u64,
}

/// A question with its answer. Texts may hold MathML between ⟦ and ⟧.
#[derive(Debug, Serialize)]
pub struct Question {
    kind: &'static str,
    contribution: Option<usize>,
    line: u32,
    question: String,
    given: String,
    choices: Vec<String>,
    /// The place of the right one.
    answer: usize,
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

/// What a question is made from.
struct Desk<'a> {
    run: &'a Run,
    names: &'a Names,
    chance: Chance,
}

/// Puts a question.
pub fn answer(request: &Request) -> Result<Question, Fault> {
    let read = request.model.read()?;
    let run = read.run_listed()?;
    let names = read.names(&run);
    let k = request.contribution.unwrap_or(0).min(run.contributions().len().saturating_sub(1));
    let mut desk = Desk { run: &run, names: &names, chance: Chance::new(request.turn ^ (k as u64) << 32) };
    let kinds: [&dyn Fn(&mut Desk<'_>) -> Option<Question>; 4] =
        [&|desk| desk.register(k), &|desk| desk.input(), &|desk| desk.sign(k), &|desk| desk.larger()];
    let first = request.turn as usize % kinds.len();
    let found = (0..kinds.len()).find_map(|offset| kinds[(first + offset) % kinds.len()](&mut desk));
    found.ok_or_else(|| Fault::request("there is nothing to predict here: no finite addition is left"))
}

impl Desk<'_> {
    fn contribution(&self, k: usize) -> Option<(&Contribution, f64)> {
        let c = self.run.contributions().get(k)?;
        let before = c.register - c.term;
        [c.term, c.slope, c.register].iter().all(|x| x.is_finite()).then_some((c, before))
    }
    fn hints(&self, c: &Contribution) -> Vec<String> {
        let (from, to) = (name(self.names, c.from), name(self.names, c.to));
        let (paid, local) = (bar(self.names, c.from), factors(self.run, self.names, c));
        vec![
            format!("The step adds {paid} times the local derivative of {from} in {to}."),
            format!(
                "{paid} holds {}, and the local derivative is {local}.",
                four(self.run.adjoint(c.from).unwrap_or(0.0))
            ),
            format!("{local} is {} here.", four(c.slope)),
        ]
    }
    /// What a register will hold.
    fn register(&mut self, k: usize) -> Option<Question> {
        let (c, before) = self.contribution(k)?;
        let c = *c;
        let right = two_digits(c.register);
        // What the usual mistakes give: replacing, subtracting, forgetting the cotangent or the slope.
        let cotangent = self.run.adjoint(c.from).unwrap_or(0.0);
        let mistakes = [
            c.term,
            before - c.term,
            before + c.slope,
            before + cotangent,
            -c.register,
            c.register * 2.0,
            before,
            0.0,
            1.0,
        ];
        let mut choices = vec![right.clone()];
        for mistake in mistakes.map(two_digits) {
            if choices.len() < 4 && !choices.contains(&mistake) {
                choices.push(mistake);
            }
        }
        let to = bar(self.names, c.to);
        let given = match before {
            0.0 => "It is empty now.".to_owned(),
            _ => format!("It holds {} now.", four(before)),
        };
        let because =
            format!("{to} held {}; {} × {} = {} is added.", four(before), four(cotangent), four(c.slope), four(c.term));
        let hide = vec![Hidden::Register { line: c.to.0 }, Hidden::Contribution { contribution: k }];
        let text = format!("What will {to} hold after this step?");
        Some(self.asked("register", Some(k), c.to, text, given, choices, &right, self.hints(&c), because, hide))
    }
    /// Whether a register grows.
    fn sign(&mut self, k: usize) -> Option<Question> {
        let (c, before) = self.contribution(k)?;
        let c = *c;
        let choices = ["it grows", "it shrinks", "it stays as it is"].map(str::to_owned);
        let right = choices[if c.term > 0.0 {
            0
        } else if c.term < 0.0 {
            1
        } else {
            2
        }]
        .clone();
        let (to, cotangent) = (bar(self.names, c.to), self.run.adjoint(c.from).unwrap_or(0.0));
        let because =
            format!("{} × {} = {} is added to {}.", four(cotangent), four(c.slope), four(c.term), four(before));
        let hide = vec![Hidden::Register { line: c.to.0 }, Hidden::Contribution { contribution: k }];
        let (text, given) = (format!("What does this step do to {to}?"), format!("It holds {} now.", four(before)));
        Some(self.asked("sign", Some(k), c.to, text, given, choices.to_vec(), &right, self.hints(&c), because, hide))
    }
    /// Which of two registers is larger in the end.
    fn larger(&mut self) -> Option<Question> {
        let ids = (0..self.run.list().ids() as u32).map(Id).filter(|&id| Some(id) != self.run.output());
        let known: Vec<(Id, f64)> =
            ids.filter_map(|id| Some((id, self.run.adjoint(id)?))).filter(|a| a.1.is_finite()).collect();
        let pairs: Vec<(usize, usize)> = (0..known.len())
            .flat_map(|i| (i + 1..known.len()).map(move |j| (i, j)))
            .filter(|&(i, j)| (known[i].1.abs() - known[j].1.abs()).abs() > 1e-6)
            .collect();
        let &(i, j) = if pairs.is_empty() { None } else { Some(self.chance.one_of(&pairs)) }?;
        let ((a, at_a), (b, at_b)) = (known[i], known[j]);
        let (bar_a, bar_b) = (bar(self.names, a), bar(self.names, b));
        let right = if at_a.abs() > at_b.abs() { bar_a.clone() } else { bar_b.clone() };
        let hints = vec![
            "Size counts here, not sign.".to_owned(),
            format!("{} receives from {}.", bar_a, payers(self.run, self.names, a)),
            format!("{} receives from {}.", bar_b, payers(self.run, self.names, b)),
        ];
        let because = format!("{bar_a} is {}, {bar_b} is {}.", four(at_a), four(at_b));
        let hide = [a, b].map(|id| Hidden::Register { line: id.0 });
        let text = "Which register is larger in size when the sweep is done?".to_owned();
        let (given, choices) = ("Both are compared at the end.".to_owned(), vec![bar_a, bar_b]);
        Some(self.asked("larger", None, a, text, given, choices, &right, hints, because, hide.into()))
    }
    /// Which input matters most.
    fn input(&mut self) -> Option<Question> {
        let grad = self.run.listing().grad();
        let mut order: Vec<usize> = (0..grad.len()).filter(|&k| grad[k].is_finite()).collect();
        order.sort_by(|&i, &j| grad[j].abs().total_cmp(&grad[i].abs()));
        let apart = order.len() > 1 && (grad[order[0]].abs() - grad[order[1]].abs()).abs() > 1e-6;
        let shown: Vec<usize> = order.iter().copied().take(4).collect();
        let words = |k: usize| name(self.names, Id(k as u32));
        let (right, mut choices) =
            (words(*order.first().filter(|_| apart)?), shown.iter().map(|&k| words(k)).collect::<Vec<_>>());
        choices.sort();
        let all: Vec<String> =
            shown.iter().map(|&k| format!("{} {}", bar(self.names, Id(k as u32)), four(grad[k]))).collect();
        let because = format!("The finished registers are {}.", in_words(&all));
        let hints = vec![
            "The output changes most by the input whose finished register is largest in size.".to_owned(),
            "Follow the cotangents back along the edges: each multiplies by its local derivative.".to_owned(),
            format!("One of them is {}.", all.last()?),
        ];
        let hide = shown.iter().map(|&k| Hidden::Register { line: k as u32 });
        let into = self.run.contributions().iter().enumerate().filter(|(_, c)| shown.contains(&(c.to.0 as usize)));
        let hide = hide.chain(into.map(|(contribution, _)| Hidden::Contribution { contribution })).collect();
        let text = "Which input matters most here?".to_owned();
        let given = format!(
            "A small change of which one changes {} most?",
            self.run.output().map_or(short(0.0), |id| name(self.names, id))
        );
        Some(self.asked("input", None, Id(order[0] as u32), text, given, choices, &right, hints, because, hide))
    }
    #[allow(clippy::too_many_arguments)]
    fn asked(
        &mut self,
        kind: &'static str,
        contribution: Option<usize>,
        line: Id,
        question: String,
        given: String,
        choices: Vec<String>,
        right: &str,
        hints: Vec<String>,
        because: String,
        hide: Vec<Hidden>,
    ) -> Question {
        let choices = if kind == "register" { self.chance.shuffled(choices) } else { choices };
        let answer = choices.iter().position(|choice| choice == right).unwrap_or(0);
        Question { kind, contribution, line: line.0, question, given, choices, answer, hints, because, hide }
    }
}

/// Who pays into a register.
fn payers(run: &Run, names: &Names, id: Id) -> String {
    let into = run.contributions().iter().filter(|c| c.to == id);
    in_words(&into.map(|c| format!("{} × {}", bar(names, c.from), factors(run, names, c))).collect::<Vec<_>>())
}

/// A number to two digits, with a true minus.
fn two_digits(x: f64) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    let digits = (1 - x.abs().log10().floor() as i32).clamp(0, 12) as usize;
    if x.abs() >= 1e6 || x.abs() < 1e-4 { format!("{x:.1e}") } else { format!("{x:.digits$}") }.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_are_two() {
        assert_eq!(
            [1.9602, -0.27941, 0.0, 41.7, 123.4, 2.5e7].map(two_digits),
            ["2.0", "−0.28", "0", "42", "123", "2.5e7"]
        );
    }
}
