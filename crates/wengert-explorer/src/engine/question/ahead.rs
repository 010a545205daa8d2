//! Questions about what the sweep will have done: only of registers that nothing has been paid into yet, so that nothing on
//! the page gives the answer away.

use super::{Choice, Desk, Hidden, Kind, Question, apart, laid_out};
use crate::engine::num::short;
use crate::engine::say::{bar, factors, four, in_words, name};
use wengert::list::Id;

/// Two registers are drawn from so many that are paid into next.
const NEAR: usize = 8;
/// Of more payments than this the rest are counted.
const PAYERS: usize = 3;

impl Desk<'_> {
    /// Which of two registers is larger in the end.
    pub(super) fn larger(&mut self) -> Option<Question> {
        let near = self.near();
        let pairs: Vec<(usize, usize)> = (0..near.len())
            .flat_map(|i| (i + 1..near.len()).map(move |j| (i, j)))
            .filter(|&(i, j)| tells(near[i].1, near[j].1))
            .collect();
        let &(i, j) = if pairs.is_empty() { None } else { Some(self.chance.one_of(&pairs)) }?;
        let ((a, at_a), (b, at_b)) = (near[i], near[j]);
        let (bar_a, bar_b, same) = (bar(self.names, a), bar(self.names, b), "the same size".to_owned());
        let right = if !apart(at_a.abs(), at_b.abs()) {
            same.clone()
        } else if at_a.abs() > at_b.abs() {
            bar_a.clone()
        } else {
            bar_b.clone()
        };
        let slip = if at_a * at_b < 0.0 && right != same { "Size is how far from 0, whichever side." } else { "" };
        let choices = [bar_a.clone(), bar_b.clone(), same].map(|text| Choice::new(text, slip)).to_vec();
        let hints = vec![
            format!("{bar_a} receives {}.", self.payers(a)),
            format!("{bar_b} receives {}.", self.payers(b)),
            format!("{bar_b} ends at {}.", four(at_b)),
        ];
        let because = format!("{bar_a} ends at {}, {bar_b} at {}.", four(at_a), four(at_b));
        let (question, given) = (
            "Which register ends up larger in size?".to_owned(),
            "Both are empty now. Size counts, not sign.".to_owned(),
        );
        Some(self.ahead(Kind::Larger, &[a, b], (question, given), choices, &right, hints, because))
    }
    /// Which input matters most.
    pub(super) fn input(&mut self) -> Option<Question> {
        let grad = self.run.listing().grad();
        let mut order: Vec<Id> = (0..grad.len() as u32).map(Id).filter(|id| grad[id.0 as usize].is_finite()).collect();
        let size = |id: Id| grad[id.0 as usize].abs();
        order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
        order.truncate(4);
        let (&first, &second) = (order.first()?, order.get(1)?);
        if !apart(size(first), size(second)) || !order.iter().all(|&id| self.is_empty(id)) {
            return None;
        }
        let all: Vec<String> =
            order.iter().map(|&id| format!("{} {}", bar(self.names, id), four(grad[id.0 as usize]))).collect();
        let least = *order.last()?;
        let hints = vec![
            "It is the input whose finished register is largest in size.".to_owned(),
            "Follow the edges from the output: what flows back is multiplied on the way.".to_owned(),
            format!("{} ends at {}.", bar(self.names, least), four(grad[least.0 as usize])),
        ];
        let output = self.run.output().map_or(short(0.0), |id| name(self.names, id));
        let given = format!("The same small change in each: which one moves {output} most?");
        let because = format!("The finished registers are {}.", in_words(&all));
        let right = name(self.names, first);
        order.sort();
        let choices = order.iter().map(|&id| Choice::new(name(self.names, id), "")).collect();
        let text = "Which input matters most here?".to_owned();
        Some(self.ahead(Kind::Input, &order, (text, given), choices, &right, hints, because))
    }
    #[allow(clippy::too_many_arguments)]
    fn ahead(
        &self,
        kind: Kind,
        about: &[Id],
        (question, given): (String, String),
        choices: Vec<Choice>,
        right: &str,
        hints: Vec<String>,
        because: String,
    ) -> Question {
        let (choices, slips, answer) = laid_out(choices, right);
        let into: Vec<usize> = self.into(about).collect();
        let until = into.last().map_or(self.k, |last| last + 1);
        let registers = about.iter().map(|id| Hidden::Register { line: id.0 });
        let payments = into.into_iter().map(|contribution| Hidden::Contribution { contribution });
        let hide = registers.chain(payments).collect();
        let about = about.iter().map(|id| id.0).collect();
        Question {
            kind,
            contribution: None,
            about,
            until,
            question,
            given,
            choices,
            answer,
            slips,
            hints,
            because,
            hide,
        }
    }
    /// The additions into some registers.
    fn into<'a>(&'a self, about: &'a [Id]) -> impl Iterator<Item = usize> + 'a {
        let all = self.run.contributions().iter().enumerate();
        all.filter(|(_, c)| about.contains(&c.to)).map(|(k, _)| k)
    }
    /// Whether nothing has been paid into a register yet; the seed is no payment, but fills one.
    fn is_empty(&self, id: Id) -> bool {
        Some(id) != self.run.output() && self.into(&[id]).all(|k| k >= self.k)
    }
    /// The empty registers that are paid into next, with what they hold in the end.
    fn near(&self) -> Vec<(Id, f64)> {
        let mut found: Vec<(Id, f64)> = Vec::new();
        for c in &self.run.contributions()[self.k..] {
            let Some(end) = self.run.adjoint(c.to).filter(|end| end.is_finite() && self.counts(*end)) else { continue };
            if found.len() < NEAR && self.is_empty(c.to) && !found.iter().any(|(id, _)| *id == c.to) {
                found.push((c.to, end));
            }
        }
        found
    }
    /// What a register receives: "L̄ × 1 and b̄ × cos a".
    fn payers(&self, id: Id) -> String {
        let all = self.run.contributions();
        let mut into: Vec<String> = self
            .into(&[id])
            .map(|k| format!("{} × {}", bar(self.names, all[k].from), factors(self.run, self.names, &all[k])))
            .collect();
        let more = into.len().saturating_sub(PAYERS);
        if more > 0 {
            into.truncate(PAYERS);
            into.push(format!("{more} more"));
        }
        in_words(&into)
    }
}

/// Whether the sizes of two registers can be told apart, or are plainly the same.
fn tells(a: f64, b: f64) -> bool {
    let (a, b) = (a.abs(), b.abs());
    apart(a, b) || (a - b).abs() <= 1e-12 * a.max(b)
}
