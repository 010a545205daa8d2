//! Tapes that were given before, read once and kept under the hash of their text, so that another value needs not send
//! and read the whole tape again. Few are kept, the newest; whoever asks for another is told to send it.

use super::fault::{Excerpt, Fault, FaultKind};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use wengert::list::{ReadError, Saved};
use wengert::{List, Program};

/// So many tapes are kept, of so many bytes of text in all.
const MOST: usize = 4;
const BYTES: usize = 64 << 20;
/// A shorter text is sent again at no cost.
const LEAST: usize = 4 << 10;

/// A tape that was read.
#[derive(Debug)]
pub struct Tape {
    /// The hash of its text.
    key: String,
    /// Its text, in which the places of its lines stand.
    pub text: String,
    /// The List.
    pub list: Arc<List>,
    /// The point that was saved with it.
    pub point: Option<Vec<f64>>,
    /// The adjoints that were saved with it.
    pub adjoints: Option<Vec<Option<f64>>>,
    /// The first of these that is not found here, once it was looked for.
    differing: OnceLock<Option<(usize, String)>>,
}

/// The newest last.
static KEPT: Mutex<Vec<Arc<Tape>>> = Mutex::new(Vec::new());

/// The tape of a text: the one that was read before, if it still is there.
pub fn read(text: &str) -> Result<Arc<Tape>, Fault> {
    // Some editors begin a file with this mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let key = key(text);
    if let Some(tape) = found(&key).filter(|tape| tape.text == text) {
        return Ok(tape);
    }
    let Saved { list, point, adjoints } = Saved::read(text).map_err(|error| refused(text, &error))?;
    let differing = OnceLock::new();
    let tape = Arc::new(Tape { key, text: text.to_owned(), list: Arc::new(list), point, adjoints, differing });
    if (LEAST..=BYTES).contains(&text.len()) {
        keep(Arc::clone(&tape));
    }
    Ok(tape)
}

/// Why a text is no tape: the place with its caret, where it begins as one.
fn refused(text: &str, error: &ReadError) -> Fault {
    let begins = |word: &str| text.trim_start().starts_with(word);
    if !["wengert", "list", "//"].into_iter().any(begins) {
        let help = Some("`program.save(file)` writes one, which begins with `wengert tape 1`".to_owned());
        return Fault { help, ..Fault::new(FaultKind::Text, "this is no saved tape") };
    }
    let message = format!("line {}, column {}: {}", error.line, error.column, error.what);
    let drawn = error.to_string();
    let excerpt = drawn.split_once('\n').map(|(_, block)| Box::new(Excerpt { excerpt: block.to_owned() }));
    Fault { help: error.suggestion.clone(), excerpt, ..Fault::new(FaultKind::Text, message) }
}

/// The tape that was given before under this hash.
pub fn known(key: &str) -> Result<Arc<Tape>, Fault> {
    let help = Some("send the tape itself".to_owned());
    let forgotten = || Fault { help, ..Fault::new(FaultKind::Forgotten, "this tape is not kept here any more") };
    found(key).ok_or_else(forgotten)
}

impl Tape {
    /// The hash under which it can be asked for, if it is kept.
    pub fn key(&self) -> Option<String> {
        found(&self.key).map(|tape| tape.key.clone())
    }
    /// The line of the first saved adjoint that is not the one of its own point here, and both in words. They are computed
    /// as they were when the tape was saved, loops as loops.
    pub fn differing(&self) -> Option<(usize, String)> {
        self.differing.get_or_init(|| self.compare()).clone()
    }
    fn compare(&self) -> Option<(usize, String)> {
        let (point, saved) = (self.point.as_ref()?, self.adjoints.as_ref()?);
        let mut again = Vec::new();
        Program::from_list(Arc::clone(&self.list)).save_at(point.clone(), &mut again).ok()?;
        let here = Saved::read(std::str::from_utf8(&again).ok()?).ok()?.adjoints?;
        let differ = |a: f64, b: f64| {
            !(a == b || a.is_nan() && b.is_nan() || (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0))
        };
        let k = (0..here.len()).find(|&k| differ(saved[k].unwrap_or(0.0), here[k].unwrap_or(0.0)))?;
        let number = |bar: Option<f64>| bar.map_or("none".to_owned(), |bar| bar.to_string());
        let (then, now) = (number(saved[k]), number(here[k]));
        Some((k + 1, format!("the adjoint of line {} was saved as {then}; here it is {now}", k + 1)))
    }
}

/// A tape that is kept; it becomes the newest.
fn found(key: &str) -> Option<Arc<Tape>> {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let at = kept.iter().position(|tape| tape.key == key)?;
    let tape = kept.remove(at);
    kept.push(Arc::clone(&tape));
    Some(tape)
}

fn keep(tape: Arc<Tape>) {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.retain(|other| other.key != tape.key);
    kept.push(tape);
    while kept.len() > MOST || kept.iter().map(|tape| tape.text.len()).sum::<usize>() > BYTES {
        kept.remove(0);
    }
}

/// 128 bits of a text, in hexadecimal digits.
fn key(text: &str) -> String {
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        (seed, text).hash(&mut hasher);
        hasher.finish()
    };
    format!("{:016x}{:016x}", half(0), half(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tape(lines: usize) -> String {
        let line = |k: usize| format!("  %{} = sin(%{k})\n", k + 1);
        format!("list(x) {{\n{}  return %{lines}\n}}", (0..lines).map(line).collect::<String>())
    }

    #[test]
    fn a_long_tape_is_read_once_and_a_short_one_is_not_kept() {
        let (long, short) = (tape(900), tape(9));
        let first = read(&long).unwrap();
        let key = first.key().expect("kept");
        assert!(Arc::ptr_eq(&first, &read(&long).unwrap()) && Arc::ptr_eq(&first, &known(&key).unwrap()));
        assert_eq!(read(&short).unwrap().key(), None);
        for k in 1..=MOST {
            read(&tape(900 + k)).unwrap();
        }
        let refused = known(&key).unwrap_err();
        assert_eq!((refused.kind, refused.help.as_deref()), (FaultKind::Forgotten, Some("send the tape itself")));
        assert_eq!((refused.message.as_str(), first.key()), ("this tape is not kept here any more", None));
    }
}
