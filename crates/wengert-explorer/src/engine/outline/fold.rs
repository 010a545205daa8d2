//! Repeated structure in a tape: a part that comes several times in a row is told once, with how often it comes.
//!
//! Lines are compared by their marks: equal marks, equal shape. What is told once counts as one mark in the next round,
//! and what repeats is looked into, so that a loop within a loop becomes a fold within a fold.

use std::collections::HashMap;

/// A part of a tape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// So many lines, one after another.
    Lines(usize),
    /// Parts that come `times` times in a row.
    Fold {
        /// How often.
        times: usize,
        /// What comes each time.
        inside: Vec<Part>,
    },
}

impl Part {
    /// How many lines it has, all passes counted.
    pub fn lines(&self) -> usize {
        match self {
            Part::Lines(n) => *n,
            Part::Fold { times, inside } => times * inside.iter().map(Part::lines).sum::<usize>(),
        }
    }
}

/// So many marks must agree before a repetition is looked at; in later rounds, fewer.
const GRAM: usize = 8;
/// A fold hides at least so many lines.
const WORTH: usize = 12;
/// At most so many lengths are tried at a place.
const TRIED: usize = 16;
/// At most so many folds stand in one another.
const DEEPEST: usize = 6;

/// The parts of a tape with these marks, one for each line.
pub fn folded(marks: &[u64]) -> Vec<Part> {
    parts(marks.iter().map(|&mark| Token { mark, part: Part::Lines(1), lines: 1 }).collect())
}

/// The parts of a run of tokens.
fn parts(mut tokens: Vec<Token>) -> Vec<Part> {
    for round in 0..DEEPEST {
        let (next, found) = once(tokens, if round == 0 { GRAM } else { 2 });
        tokens = next;
        if !found {
            break;
        }
    }
    joined(tokens.into_iter().map(|token| token.part))
}

/// A line, or what was told once in an earlier round.
#[derive(Clone, Debug)]
struct Token {
    mark: u64,
    part: Part,
    lines: usize,
}

/// One round: from left to right, at each place the repetition that covers most.
fn once(tokens: Vec<Token>, gram: usize) -> (Vec<Token>, bool) {
    let hashes = Hashes::new(&tokens);
    let places = places(&hashes, tokens.len(), gram);
    let (mut out, mut at, mut found) = (Vec::new(), 0, false);
    while at < tokens.len() {
        match best(&tokens, &hashes, &places, at, gram) {
            Some((period, times)) => {
                out.push(fold(&tokens[at..at + period], times));
                at += period * times;
                found = true;
            }
            None => {
                out.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    (out, found)
}

/// Where each run of `gram` marks begins, by its hash.
fn places(hashes: &Hashes, count: usize, gram: usize) -> HashMap<u64, Vec<usize>> {
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for at in 0..(count + 1).saturating_sub(gram) {
        places.entry(hashes.of(at, gram)).or_default().push(at);
    }
    places
}

/// The length and the number of passes that cover most lines from a place on; the shortest of equals.
fn best(
    tokens: &[Token],
    hashes: &Hashes,
    places: &HashMap<u64, Vec<usize>>,
    at: usize,
    gram: usize,
) -> Option<(usize, usize)> {
    if at + gram > tokens.len() {
        return None;
    }
    let all = places.get(&hashes.of(at, gram))?;
    let after = all.partition_point(|&place| place <= at);
    let tried = all[after..].iter().take(TRIED).filter_map(|&place| {
        let period = place - at;
        let times = 1 + hashes.agreeing(at, place, tokens.len()) / period;
        let lines: usize = tokens[at..at + period].iter().map(|token| token.lines).sum();
        // Two passes may be chance, unless they are long.
        let worth = lines * (times - 1) >= WORTH && (times > 2 || (times == 2 && lines >= 2 * WORTH));
        worth.then_some((lines * times, period, times))
    });
    tried.max_by_key(|&(covered, period, _)| (covered, usize::MAX - period)).map(|(_, period, times)| (period, times))
}

fn fold(pass: &[Token], times: usize) -> Token {
    let mut mark = times as u64;
    for token in pass {
        mark = mixed(mark, token.mark);
    }
    let inside = parts(pass.to_vec());
    let part = Part::Fold { times, inside };
    Token { mark, lines: part.lines(), part }
}

/// Parts with neighbouring lines joined.
fn joined(parts: impl Iterator<Item = Part>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for part in parts {
        match (out.last_mut(), part) {
            (Some(Part::Lines(n)), Part::Lines(more)) => *n += more,
            (_, part) => out.push(part),
        }
    }
    out
}

/// Hashes of all runs of marks.
struct Hashes {
    /// Of the first k marks.
    sums: Vec<u64>,
    powers: Vec<u64>,
}

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hashes {
    fn new(tokens: &[Token]) -> Hashes {
        let (mut sums, mut powers) = (vec![0u64], vec![1u64]);
        let (mut sum, mut power) = (0u64, 1u64);
        for token in tokens {
            sum = sum.wrapping_mul(BASE).wrapping_add(mixed(1, token.mark));
            power = power.wrapping_mul(BASE);
            sums.push(sum);
            powers.push(power);
        }
        Hashes { sums, powers }
    }
    /// Of `count` marks from `at` on.
    fn of(&self, at: usize, count: usize) -> u64 {
        self.sums[at + count].wrapping_sub(self.sums[at].wrapping_mul(self.powers[count]))
    }
    /// How many marks from `a` on agree with those from `b` on, of `count` marks in all; `a` comes first.
    fn agreeing(&self, a: usize, b: usize, count: usize) -> usize {
        let (mut low, mut high) = (0, count - b);
        while low < high {
            let middle = (low + high).div_ceil(2);
            if self.of(a, middle) == self.of(b, middle) { low = middle } else { high = middle - 1 }
        }
        low
    }
}

/// Two marks as one.
pub fn mixed(a: u64, b: u64) -> u64 {
    let x = (a.rotate_left(23) ^ b).wrapping_mul(BASE);
    (x ^ (x >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let marks: Vec<u64> = text.bytes().map(u64::from).collect();
        let parts = folded(&marks);
        assert_eq!(parts.iter().map(Part::lines).sum::<usize>(), marks.len());
        written(&parts)
    }

    fn written(parts: &[Part]) -> String {
        let one = |part: &Part| match part {
            Part::Lines(n) => n.to_string(),
            Part::Fold { times, inside } => format!("{times}({})", written(inside)),
        };
        parts.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_loop_is_told_once() {
        assert_eq!(told(&format!("xyz{}q", "abcd".repeat(9))), "3 9(4) 1");
        assert_eq!(told(&"a".repeat(40)), "40(1)");
    }

    #[test]
    fn a_loop_in_a_loop_is_a_fold_in_a_fold() {
        let inner = "abc".repeat(8);
        assert_eq!(told(&format!("{}w", format!("p{inner}qr").repeat(5))), "5(1 8(3) 2) 1");
    }

    #[test]
    fn what_does_not_repeat_or_hides_little_stays() {
        assert_eq!(told("abcdefghijklmnop"), "16");
        assert_eq!(told("abcabcabc"), "9");
        assert_eq!(told("abababab"), "8");
    }

    #[test]
    fn two_long_passes_are_told_once() {
        let layer = "abcdefghijklmnopqrstuvwxyz";
        assert_eq!(told(&format!("{layer}{layer}!")), "2(26) 1");
    }
}
