//! A saved tape, read: a List with the point at which it was saved, and the adjoints there.

use super::{Kind, Read, ReadError, Reader, lex};
use crate::custom::Custom;
use crate::list::{List, Origin};
use crate::prim::Op;

/// The number of the format that [`Program::save`](crate::Program::save) writes and [`Saved::read`] reads.
pub const FORMAT: u32 = 1;

/// A saved tape: a List, and what its program knew when it was saved.
///
/// ```
/// use wengert::Program;
/// use wengert::list::Saved;
/// let p = Program::trace(|[x, y]: [wengert::Var; 2]| x * y + (x * y).sin(), [2.0, 3.0])?;
/// let mut file = Vec::new();
/// p.save_at([2.0, 3.0], &mut file)?;
/// let text = String::from_utf8(file)?;
/// assert!(text.starts_with("wengert tape 1\npoint(2.0, 3.0)\nadjoints(5.880510859951098, "));
/// let saved = Saved::read(&text)?;
/// assert_eq!(saved.point, Some(vec![2.0, 3.0]));
/// assert_eq!(saved.list.to_string(), p.to_string());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Saved {
    /// The List. A line whose place in the source was saved has for its [origin](Origin::Text) the bytes of the text that
    /// hold that place.
    pub list: List,
    /// A number for each value of the inputs.
    pub point: Option<Vec<f64>>,
    /// For each value of the List its adjoint at the point; `None` in it where nothing arrived.
    pub adjoints: Option<Vec<Option<f64>>>,
}

impl Saved {
    /// Reads a saved tape, or the text form of a List alone, and verifies what it says.
    ///
    /// # Errors
    /// As [`List::read`]; where the text has another format than [`FORMAT`], or not one number for each value.
    pub fn read(text: &str) -> Result<Saved, ReadError> {
        Saved::read_with(text, &[])
    }
    /// As [`read`](Self::read), where the List runs rules of the user's: `rules` are those it may name.
    ///
    /// # Errors
    /// As [`read`](Self::read); a rule that is not among `rules` is named.
    pub fn read_with(text: &str, rules: &[Custom]) -> Result<Saved, ReadError> {
        let table = Op::all().map(|op| (op.text(), op)).collect();
        let mut reader = Reader { text, token: lex::next(text, 0), table, rules };
        let saved = reader.saved().and_then(|saved| match reader.token.kind {
            Kind::End => Ok(saved),
            _ => Err(reader.expected("the end of the text after the List's `}`")),
        });
        let saved = saved.map_err(|trouble| ReadError::new(text, *trouble))?;
        debug_assert_eq!(saved.list.verify(), Ok(()));
        Ok(saved)
    }
    /// The place in the source that `origin`, of a line that was read from `text`, stands for: `src/main.rs:4:9`.
    pub fn place(text: &str, origin: Origin) -> Option<String> {
        let Origin::Text { start, end } = origin else { return None };
        lex::unquote(text.get((start as usize).checked_sub(1)?..end as usize + 1)?)
    }
}

impl Reader<'_> {
    fn saved(&mut self) -> Read<Saved> {
        let headed = self.eat_word("wengert");
        if headed {
            self.format()?;
        }
        let (point_at, point) = (self.token, if headed { self.numbers("point", Self::number)? } else { None });
        let adjoints_at = self.token;
        let adjoint = |r: &mut Self| if r.eat_word("none") { Ok(None) } else { r.number().map(Some) };
        let adjoints = if headed { self.numbers("adjoints", adjoint)? } else { None };
        let list = self.list(0)?;
        let counts = [
            (point_at, point.as_ref().map(Vec::len), list.input_len(), "input"),
            (adjoints_at, adjoints.as_ref().map(Vec::len), list.ids(), "value"),
        ];
        let counted = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        for (at, got, expected, what) in counts {
            if let Some(got) = got.filter(|&got| got != expected) {
                let stand = if got == 1 { "stands" } else { "stand" };
                let [got, expected] = [counted(got, "number"), counted(expected, what)];
                return Err(self.trouble(at, format!("{got} {stand} here for {expected}"), None));
            }
        }
        Ok(Saved { list, point, adjoints })
    }
    fn format(&mut self) -> Read<()> {
        self.word("tape")?;
        let at = self.token;
        match self.count()? {
            FORMAT => Ok(()),
            other => {
                let what = format!("this tape has format {other}, and format {FORMAT} is read here");
                Err(self.trouble(at, what, Some("save it again with this version".to_string())))
            }
        }
    }
    /// Numbers in brackets behind a word, if that word is next.
    fn numbers<T>(&mut self, word: &str, mut one: impl FnMut(&mut Self) -> Read<T>) -> Read<Option<Vec<T>>> {
        if !self.eat_word(word) {
            return Ok(None);
        }
        let mut all = Vec::new();
        self.each('(', ')', |r| one(r).map(|x| all.push(x)))?;
        Ok(Some(all))
    }
}
