//! What lines are called: the names that statements bind to them, and those names told apart where one stands for several
//! lines.

use crate::code::Names;
use std::collections::{HashMap, HashSet};
use wengert::list::Id;

/// The binding of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bound {
    /// The number of the name.
    name: u32,
    /// Which element, where the name is a vector.
    element: Option<u32>,
    /// How often the name was bound before.
    turn: u32,
}

/// The bindings, while they are made.
#[derive(Debug, Default)]
pub(crate) struct Bindings {
    of: HashMap<Id, Bound>,
    /// How often each name was bound.
    turns: Vec<u32>,
}

impl Bindings {
    /// Binds the name numbered `name` once more; answers which time this is, counted from 0.
    pub fn turn(&mut self, name: u32) -> u32 {
        let name = name as usize;
        if self.turns.len() <= name {
            self.turns.resize(name + 1, 0);
        }
        self.turns[name] += 1;
        self.turns[name] - 1
    }
    /// Lets a line be called so, unless it has a name already.
    pub fn call(&mut self, id: Id, name: u32, element: Option<u32>, turn: u32) {
        self.of.entry(id).or_insert(Bound { name, element, turn });
    }
    /// The names; those of `inputs` are taken.
    pub fn finish(self, words: &Names, inputs: &HashSet<&str>) -> LineNames {
        let words: Vec<String> = words.iter().cloned().collect();
        let mut first: HashMap<u32, u32> = HashMap::new();
        let mut repeated: HashSet<u32> =
            (0..words.len() as u32).filter(|&name| inputs.contains(words[name as usize].as_str())).collect();
        for bound in self.of.values() {
            if *first.entry(bound.name).or_insert(bound.turn) != bound.turn {
                repeated.insert(bound.name);
            }
        }
        LineNames { of: self.of, words, repeated }
    }
}

/// What the lines of a List are called.
#[derive(Clone, Debug)]
pub(crate) struct LineNames {
    of: HashMap<Id, Bound>,
    words: Vec<String>,
    /// The names that do not say which line is meant.
    repeated: HashSet<u32>,
}

impl LineNames {
    /// The name as it stands in the text, with the element of a vector.
    pub fn written(&self, id: Id) -> Option<String> {
        self.of.get(&id).map(|bound| self.word(bound, ""))
    }
    /// The name, with how often it was bound before where that is needed to tell lines apart.
    pub fn told_apart(&self, id: Id) -> Option<String> {
        let bound = self.of.get(&id)?;
        let turn = if self.repeated.contains(&bound.name) { subscript(bound.turn) } else { String::new() };
        Some(self.word(bound, &turn))
    }
    fn word(&self, bound: &Bound, turn: &str) -> String {
        let name = &self.words[bound.name as usize];
        bound.element.map_or_else(|| format!("{name}{turn}"), |k| format!("{name}{turn}[{k}]"))
    }
}

/// The number in small digits below the line.
fn subscript(n: u32) -> String {
    let small = |digit: char| char::from_u32('₀' as u32 + digit.to_digit(10).unwrap_or(0)).unwrap_or(digit);
    n.to_string().chars().map(small).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_below_the_line() {
        assert_eq!(subscript(1_234_567_890), "₁₂₃₄₅₆₇₈₉₀");
    }
}
