//! Questions about the next addition: what its register holds afterwards, and which way it moves.

use super::{Choice, Desk, Hidden, Kind, NEGLIGIBLE, Question, apart, laid_out};
use crate::engine::formula::Tree;
use crate::engine::num::short;
use crate::engine::say::{bar, four, in_words, name, two_digits};
use crate::engine::slope;
use wengert::Contribution;

/// A formula of more letters than this is left to the row of its line.
const LONGEST: usize = 24;
/// So many choices stand in a row.
const CHOICES: usize = 4;

/// An addition with what it meets.
struct Payment {
    c: Contribution,
    /// What the register held; 0 where nothing was in it.
    before: f64,
    /// How many payments came before it.
    earlier: usize,
    /// How many there are in all.
    of: usize,
    cotangent: f64,
}

impl Desk<'_> {
    /// The next addition, if all its numbers are finite and count.
    fn payment(&self) -> Option<Payment> {
        let c = *self.run.contributions().get(self.k)?;
        let into = |c: &Contribution| self.run.contributions().iter().filter(move |other| other.to == c.to).count();
        let earlier: Vec<&Contribution> =
            self.run.contributions()[..self.k].iter().filter(|other| other.to == c.to).collect();
        let before = earlier.last().map_or(0.0, |last| last.register);
        let cotangent = self.run.adjoint(c.from)?;
        let finite = [c.term, c.slope, c.register, before, cotangent].iter().all(|x| x.is_finite());
        let kept = c.register == 0.0 || c.register.abs() > NEGLIGIBLE * (before.abs() + c.term.abs());
        (finite && kept && self.counts(c.term) && self.counts(c.register)).then_some(Payment {
            c,
            before,
            earlier: earlier.len(),
            of: into(&c),
            cotangent,
        })
    }
    /// What a register will hold.
    pub(super) fn register(&mut self) -> Option<Question> {
        let payment = self.payment()?;
        let to = bar(self.names, payment.c.to);
        let right = two_digits(payment.c.register);
        let choices = self.chance.shuffled(numbers(&self.slips(&payment), payment.c.register));
        let text = format!("What will {to} hold after this step?");
        let because = format!("{to} holds {}. {}", four(payment.c.register), self.joined(&payment));
        let hints = vec![
            "A register adds: what it holds, and cotangent times local derivative.".to_owned(),
            format!("{}.", self.local(&payment)),
            self.product(&payment),
        ];
        Some(self.about(Kind::Register, &payment, text, choices, &right, hints, because))
    }
    /// Which way a register moves.
    pub(super) fn sign(&mut self) -> Option<Question> {
        let payment = self.payment()?;
        let to = bar(self.names, payment.c.to);
        let ways = ["up (more positive)", "down (more negative)", "not at all"];
        let right = ways[way(payment.c.term)];
        let slip = format!("The sign is that of {} times the local derivative.", bar(self.names, payment.c.from));
        let choices = ways.map(|text| Choice::new(text, if text == right { "" } else { &slip })).to_vec();
        let because = self.signs(&payment);
        let text = format!("Which way does this step move {to}?");
        let hints = vec![
            "What is added has the sign of cotangent times local derivative.".to_owned(),
            format!("{} is {}.", bar(self.names, payment.c.from), SIGN[way(payment.cotangent)]),
            format!("{}.", self.local(&payment)),
        ];
        Some(self.about(Kind::Sign, &payment, text, choices, right, hints, because))
    }
    #[allow(clippy::too_many_arguments)]
    fn about(
        &self,
        kind: Kind,
        payment: &Payment,
        question: String,
        choices: Vec<Choice>,
        right: &str,
        hints: Vec<String>,
        because: String,
    ) -> Question {
        let (choices, slips, answer) = laid_out(choices, right);
        let (k, line) = (self.k, payment.c.to.0);
        let hide = vec![Hidden::Register { line }, Hidden::Contribution { contribution: k }];
        let given = self.given(payment);
        Question {
            kind,
            contribution: Some(k),
            about: vec![line],
            until: k + 1,
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
    /// "It holds 1.0000 now. Line 4 adds b̄·cos a, at a = 6."
    fn given(&self, payment: &Payment) -> String {
        let now = if payment.earlier == 0 {
            "It is empty now.".to_owned()
        } else {
            format!("It holds {} now.", four(payment.before))
        };
        let line = payment.c.from.0 + 1;
        let (formula, reads) = match self.formula(&payment.c) {
            Some(tree) => (tree.factor(self.names), tree.ids()),
            None => (Tree::Worth(payment.c.slope).factor(self.names), vec![]),
        };
        if formula.plain.chars().count() > LONGEST {
            return format!("{now} Line {line} adds {} times its local derivative.", bar(self.names, payment.c.from));
        }
        let mut at: Vec<String> =
            reads.iter().map(|&id| format!("{} = {}", name(self.names, id), short(self.run.value(id)))).collect();
        at.dedup();
        let at = if at.is_empty() { String::new() } else { format!(", at {}", in_words(&at)) };
        format!("{now} Line {line} adds ⟦{}<mo>·</mo>{}⟧{at}.", self.names.bar(payment.c.from), formula.mathml)
    }
    fn formula(&self, c: &Contribution) -> Option<Tree> {
        slope::formula(self.run, c.from, c.arg, c.slope)
    }
    /// "The local derivative is cos a = 0.9602"
    fn local(&self, payment: &Payment) -> String {
        let Payment { c, .. } = payment;
        let (from, to) = (name(self.names, c.from), name(self.names, c.to));
        match self.formula(c).filter(|tree| !tree.ids().is_empty()) {
            Some(tree) => format!("The local derivative is ⟦{}⟧ = {}", tree.written(self.names).mathml, four(c.slope)),
            None if c.slope == 1.0 => format!("{from} moves exactly as far as {to}: the local derivative is 1"),
            None if c.slope == 0.0 => format!("{from} does not move with {to}: the local derivative is 0"),
            None => format!("{from} moves {} times as far as {to}: that is the local derivative", short(c.slope)),
        }
    }
    /// "b̄ is 1.0000, so 1.0000 × 0.9602 is added."
    fn product(&self, Payment { c, cotangent, .. }: &Payment) -> String {
        let paid = four(*cotangent);
        format!("{} is {paid}, so {paid} × {} is added.", bar(self.names, c.from), four(c.slope))
    }
    /// How a payment joins what was there.
    fn joined(&self, Payment { c, before, earlier, of, .. }: &Payment) -> String {
        let line = c.from.0 + 1;
        let which = if *of == 1 { "the only addition".to_owned() } else { format!("addition {} of {of}", earlier + 1) };
        match (earlier, way(c.term)) {
            (_, 2) => format!("{}, so nothing is added.", self.local_is(c)),
            (0, _) => format!("It was empty, so it holds what line {line} adds, {which}."),
            (_, sign) if *before == 0.0 || sign == way(*before) => {
                format!("Line {line} adds to what was there, {which}.")
            }
            _ => format!("Line {line} takes from what was there, {which}."),
        }
    }
    /// Why a payment is 0.
    fn local_is(&self, c: &Contribution) -> String {
        if c.slope == 0.0 {
            "The local derivative is 0".to_owned()
        } else {
            format!("{} is 0", bar(self.names, c.from))
        }
    }
    /// Which way, and why.
    fn signs(&self, payment: &Payment) -> String {
        let Payment { c, before, cotangent, .. } = payment;
        let to = bar(self.names, c.to);
        if c.term == 0.0 {
            return format!("{}, so nothing is added.", self.local_is(c));
        }
        let (paid, slope) = (SIGN[way(*cotangent)], SIGN[way(c.slope)]);
        let (paid, like) = (format!("{} is {paid}", bar(self.names, c.from)), if paid == slope { " too" } else { "" });
        format!(
            "{paid}, the local derivative is {slope}{like}. {} is added: {to} goes from {} to {}.",
            four(c.term),
            four(*before),
            four(c.register)
        )
    }
    /// What the usual mistakes give, each with the mistake.
    fn slips(&self, Payment { c, before, earlier, cotangent, .. }: &Payment) -> Vec<(f64, String)> {
        let from = bar(self.names, c.from);
        let value = self.run.value(c.to);
        let alone = if *earlier == 0 { None } else { Some((c.term, "That replaces what it holds; a register adds.")) };
        let plain = [
            (before - c.term, "That subtracts; a register adds."),
            (before + cotangent, "That leaves the local derivative out."),
            (-c.register, "That has the other sign."),
            (*before, if *earlier == 0 { "Something is added to it." } else { "That is what it held before." }),
        ];
        let mut slips: Vec<(f64, String)> = alone.iter().chain(&plain).map(|&(x, slip)| (x, slip.to_owned())).collect();
        slips.insert(2.min(slips.len()), (before + c.slope, format!("That leaves the cotangent {from} out.")));
        slips.push((value, format!("That is the value {}, not its register.", name(self.names, c.to))));
        let more = [c.register * 2.0, c.register * 0.5, c.register + 1.0, c.register - 1.0];
        slips.extend(more.map(|x| (x, String::new())));
        slips
    }
}

/// The right number and those that mistakes give, as far apart as an estimate tells.
fn numbers(slips: &[(f64, String)], right: f64) -> Vec<Choice> {
    let mut chosen = vec![(right, Choice::new(two_digits(right), ""))];
    for (x, slip) in slips.iter().filter(|(x, _)| x.is_finite()) {
        let new = chosen.iter().all(|(other, choice)| apart(*x, *other) && choice.text != two_digits(*x));
        if new && chosen.len() < CHOICES {
            chosen.push((*x, Choice::new(two_digits(*x), slip.clone())));
        }
    }
    chosen.into_iter().map(|(_, choice)| choice).collect()
}

/// 0 for up, 1 for down, 2 for neither.
fn way(x: f64) -> usize {
    if x > 0.0 {
        0
    } else if x < 0.0 {
        1
    } else {
        2
    }
}

const SIGN: [&str; 3] = ["positive", "negative", "0"];
