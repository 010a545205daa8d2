//! Mutated texts: the reader of Lists never panics, and what it reads prints and reads again as the same List.

mod lists;

use lists::{corpus, same};
use wengert::List;
use wengert::list::MAX_IDS;

/// How many texts; some two seconds in a release build.
const TEXTS: usize = if cfg!(debug_assertions) { 20_000 } else { 60_000 };

/// A generator of numbers (Marsaglia's xorshift64*): the same texts on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n.max(1)
    }
    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// Words that mean something to the reader, or nearly.
const WORDS: &[&str] = &[
    "list",
    "data",
    "guard",
    "return",
    "call",
    "map",
    "reduce",
    "scan",
    "carry",
    "step",
    "gather",
    "column",
    "wengert",
    "tape",
    "point",
    "adjoints",
    "none",
    "@",
    "\"src/main.rs:4:9\"",
    "lane",
    "true",
    "false",
    "inf",
    "-inf",
    "nan",
    "-nan",
    "nan(0x7ff8000000000001)",
    "sin",
    "add",
    "sum",
    "dot",
    "where",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    "=",
    "..",
    ".",
    "%",
    "$",
    "%0",
    "%1",
    "%5",
    "%2147483647",
    "%4294967296",
    "$0",
    "\"",
    "\\",
    "\\u{1f600}",
    "//",
    "\n",
    "\t",
    "\u{0}",
    "é",
    "0",
    "1",
    "-1",
    "3",
    "4294967295",
    "2147483647",
    "1e999",
    "5e-324",
    "-0.0",
    "0x",
    "list() {\n}",
    "%0..%0 = call () ",
];

/// The places at which a text can be cut.
fn cut(random: &mut Random, text: &str) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The bounds of a random token or number: where mutations are most likely to be read.
fn token(random: &mut Random, text: &str) -> (usize, usize) {
    let at = cut(random, text);
    let inside = |c: char| c.is_alphanumeric() || "%$.-_".contains(c);
    let start = text[..at].trim_end_matches(inside).len();
    let end = text.len() - text[at..].trim_start_matches(inside).len();
    (start, end)
}

fn mutate(random: &mut Random, text: &mut String, others: &[(String, String)]) {
    let (start, end) = token(random, text);
    let (a, b) = (cut(random, text), cut(random, text));
    let (from, to) = (a.min(b), a.max(b).min(a.min(b) + 80));
    let to = (to..=text.len()).find(|&k| text.is_char_boundary(k)).unwrap_or(text.len());
    match random.below(8) {
        0 => text.replace_range(start..end, ""),
        1 | 2 => text.replace_range(start..end, random.pick::<&str>(WORDS)),
        3 => text.insert_str(start, random.pick::<&str>(WORDS)),
        4 => text.replace_range(start..end, &random.below(12).to_string()),
        5 => text.replace_range(from..to, ""),
        6 => {
            let piece = text[from..to].to_string();
            text.insert_str(cut(random, text), &piece);
        }
        _ => {
            let other = &random.pick(others).1;
            let line = random.below(other.lines().count());
            let line = other.lines().nth(line).unwrap_or("").to_string() + "\n";
            let at = text[..start].rfind('\n').map_or(0, |k| k + 1);
            text.insert_str(at, &line);
        }
    }
}

/// Checks one text; whether it was a List.
fn check(text: &str) -> bool {
    match List::read(text) {
        Ok(list) => {
            assert_eq!(list.verify(), Ok(()), "{text}");
            assert!(list.ids() <= MAX_IDS as usize, "{text}");
            let printed = list.to_string();
            let again = List::read(&printed).unwrap_or_else(|error| panic!("{error}\nprinted from\n{text}"));
            assert!(same(&list, &again) && again.to_string() == printed, "{text}");
            true
        }
        Err(error) => {
            let shown = error.to_string();
            assert!(error.line >= 1 && error.column >= 1 && shown.contains('^'), "{shown}");
            assert!(shown.len() < 2000, "{shown}");
            false
        }
    }
}

#[test]
fn mutated_texts_neither_panic_nor_change() {
    let corpus = corpus("wl");
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..TEXTS {
        let mut text = random.pick(&corpus).1.clone();
        for _ in 0..=random.below(4) {
            mutate(&mut random, &mut text, &corpus);
        }
        match check(&text) {
            true => read += 1,
            false => refused += 1,
        }
    }
    assert!(read > TEXTS / 50 && refused > TEXTS / 2, "{read} were Lists, {refused} were not");
}
