//! Completion of functions, variables, parts of the last gradient, and commands.

use super::session::{COMMANDS, Session};
use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};
use wengert::prim::Op;

/// All words that can be written now.
#[derive(Debug)]
pub struct Completion {
    words: Vec<String>,
}

impl Completion {
    /// The words of a session: with a bracket behind what takes arguments.
    pub fn of(session: &Session) -> Completion {
        let rows = Op::all().map(|op| format!("{}(", op.text()));
        let others = ["logaddexp(", "len(", "pi", "e", "grad ", "hessian "].map(str::to_owned);
        let variables = session.values.iter().map(|(name, _)| name.replacen("grad_", "grad.", 1));
        let functions = session.functions.iter().map(|(name, _)| format!("{name}("));
        let commands = COMMANDS.iter().map(|(name, _)| format!(":{name}"));
        let mut words: Vec<String> = rows.chain(others).chain(variables).chain(functions).chain(commands).collect();
        words.sort();
        words.dedup();
        Completion { words }
    }
    /// Where the word before the cursor begins, and what it can become.
    fn candidates(&self, line: &str, cursor: usize) -> (usize, Vec<String>) {
        let before = &line[..cursor];
        let part_of_word = |c: char| c.is_alphanumeric() || "_.".contains(c);
        let mut start = before
            .rfind(|c: char| !part_of_word(c))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        if before[..start].ends_with(':') && before[..start].trim() == ":" {
            start -= 1;
        }
        let word = &before[start..];
        if word.is_empty() {
            return (start, Vec::new());
        }
        (start, self.words.iter().filter(|w| w.starts_with(word)).cloned().collect())
    }
}

impl Completer for Completion {
    type Candidate = String;
    fn complete(&self, line: &str, cursor: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(self.candidates(line, cursor))
    }
}
impl Hinter for Completion {
    type Hint = String;
}
impl Highlighter for Completion {}
impl Validator for Completion {}
impl Helper for Completion {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_completed() {
        let mut session = Session::default();
        let mut out = Vec::new();
        for line in ["stress = 2", "square_root(u) = sqrt(u)", "grad stress^2"] {
            session.line(line, &mut out).expect(line);
        }
        let completion = Completion::of(&session);
        let complete = |line: &str| completion.candidates(line, line.len());
        assert_eq!(complete("1 + st"), (4, vec!["stop_gradient(".into(), "stress".into()]));
        assert_eq!(complete("squ"), (0, vec!["square(".into(), "square_root(".into()]));
        assert_eq!(complete("2*grad.s"), (2, vec!["grad.stress".into()]));
        assert_eq!(complete(":tr"), (0, vec![":trace".into()]));
        assert_eq!(complete("x + "), (4, vec![]));
        assert_eq!(complete("π*ta").1, ["tan(", "tanh("]);
    }
}
