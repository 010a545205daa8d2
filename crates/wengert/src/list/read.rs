//! The text form of a List, read: what [`print`](super::print) writes, with `//` comments and free white space.
//!
//! ```text
//! text    = [header] list
//! header  = "wengert" "tape" "1" ["point" "(" numbers ")"] ["adjoints" "(" (number | "none"), … ")"]
//! list    = "list" "(" [input ("," input)*] ")" ["data" "(" numbers ")"] "{" line* ["return" operands] "}"
//! input   = name ["[" extent ("," extent)* "]"]
//! line    = what ["@" quoted place]
//! what    = "%k" "=" operation "(" operands ")"
//!         | ("%k" | "%k..%l") "=" "rule" name "(" operands ")"
//!         | ("%k" | "%k..%l") "=" repeat "(" [binding ("," binding)*] ")" list
//!         | "guard" operand ("true" | "false")
//! repeat  = "call" | "map" lanes | "reduce" lanes | scan
//! scan    = "scan" steps "carry" count ["keep" (states | n "bytes")]
//! binding = operand | "%k" "step" n | "gather" "[" "%k" ("," "%k")* "]" | "column" "[" numbers "]" | "lane"
//! operand = "%k" | "$k" | number
//! ```
//! `%k` is value `k`, `$k` datum `k`; `%k..%l` are the values from `k` on, before `l`. A line with a place has for its
//! [origin](Origin::Text) the bytes of the text between that place's quotes.

mod error;
mod lex;
mod saved;

pub use error::ReadError;
pub(super) use lex::is_word;
pub use saved::{FORMAT, Saved};

use super::print::{NEGATIVE_NAN, POSITIVE_NAN};
use super::{Binding, Block, Id, List, MAX_DEPTH, Operand, Origin, Repeat, Shape};
use crate::custom::Custom;
use crate::prim::Op;
use crate::schedule::Memory;
use error::{Trouble, nearest};
use lex::{Kind, Token};
use std::collections::HashMap;

type Read<T> = Result<T, Box<Trouble>>;

/// The words that begin a line with a sub-List.
const REPEATS: [&str; 4] = ["call", "map", "reduce", "scan"];

impl List {
    /// Reads the text form, as a List's `Display` writes it, and verifies what it says.
    ///
    /// # Errors
    /// Where the text is no List, or no List that [`verify`](Self::verify) passes: the place and what to write instead.
    /// ```
    /// let text = "list(x, y) {\n  %2 = mul(%0, %1)\n  %3 = sin(%2)\n  %4 = add(%2, %3)\n  return %4\n}";
    /// let list = wengert::List::read(text)?;
    /// assert_eq!(list.len(), 3);
    /// assert_eq!(list.to_string(), text);
    /// # Ok::<(), wengert::list::ReadError>(())
    /// ```
    pub fn read(text: &str) -> Result<List, ReadError> {
        List::read_with(text, &[])
    }
    /// As [`read`](Self::read), where the List runs rules of the user's: `rules` are those it may name.
    ///
    /// ```
    /// use wengert::{List, Primitive, Program};
    /// const HALF: Primitive<1> = Primitive { name: "half", value: |[x]| 0.5 * x, partials: |_, _| [0.5.into()] };
    /// let text = Program::trace(|x| HALF.call([x]) + 1.0, 3.0)?.to_string();
    /// assert!(text.contains("%1 = rule half(%0)"));
    /// assert_eq!(List::read_with(&text, &[HALF.custom()])?.to_string(), text);
    /// assert!(List::read(&text).unwrap_err().to_string().contains("no rule called `half` is registered"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    /// # Errors
    /// As [`read`](Self::read); a rule that is not among `rules` is named.
    pub fn read_with(text: &str, rules: &[Custom]) -> Result<List, ReadError> {
        Saved::read_with(text, rules).map(|saved| saved.list)
    }
}

impl std::str::FromStr for List {
    type Err = ReadError;
    fn from_str(text: &str) -> Result<List, ReadError> {
        List::read(text)
    }
}

struct Reader<'t> {
    text: &'t str,
    token: Token,
    table: HashMap<&'static str, Op>,
    rules: &'t [Custom],
}

/// Tokens.
impl<'t> Reader<'t> {
    fn slice(&self) -> &'t str {
        &self.text[self.token.start..self.token.end]
    }
    fn advance(&mut self) {
        self.token = lex::next(self.text, self.token.end);
    }
    fn trouble(&self, at: Token, what: impl Into<String>, suggestion: Option<String>) -> Box<Trouble> {
        Box::new(Trouble { start: at.start, end: at.end, what: what.into(), suggestion })
    }
    fn expected(&self, what: &str) -> Box<Trouble> {
        let found: String = self.slice().lines().next().unwrap_or("").chars().take(40).collect();
        let what = match self.token.kind {
            Kind::End => format!("expected {what}, but the text ends"),
            Kind::Stray if found.starts_with('"') => "this name has no closing quote on its line".to_string(),
            _ => format!("expected {what}, found `{found}`"),
        };
        self.trouble(self.token, what, None)
    }
    fn eat(&mut self, mark: char) -> bool {
        let there = self.token.kind == Kind::Mark(mark);
        if there {
            self.advance();
        }
        there
    }
    fn eat_word(&mut self, word: &str) -> bool {
        let there = self.token.kind == Kind::Word && self.slice() == word;
        if there {
            self.advance();
        }
        there
    }
    fn mark(&mut self, mark: char) -> Read<()> {
        if self.eat(mark) { Ok(()) } else { Err(self.expected(&format!("`{mark}`"))) }
    }
    fn word(&mut self, word: &str) -> Read<()> {
        if self.eat_word(word) { Ok(()) } else { Err(self.expected(&format!("`{word}`"))) }
    }
    /// Items with commas between them, from `open` to `close`.
    fn each(&mut self, open: char, close: char, mut item: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        self.mark(open)?;
        if self.eat(close) {
            return Ok(());
        }
        loop {
            item(self)?;
            if self.eat(close) {
                return Ok(());
            }
            if !self.eat(',') {
                return Err(self.expected(&format!("`,` or `{close}`")));
            }
        }
    }
}

/// Numbers and names.
impl Reader<'_> {
    fn count(&mut self) -> Read<u32> {
        self.whole("a whole number from 0 to 4294967295")
    }
    fn whole<T: std::str::FromStr>(&mut self, what: &str) -> Read<T> {
        match self.slice().parse() {
            Ok(n) if self.token.kind == Kind::Number => {
                self.advance();
                Ok(n)
            }
            _ => Err(self.expected(what)),
        }
    }
    fn number(&mut self) -> Read<f64> {
        let (at, text) = (self.token, self.slice());
        match (at.kind, text) {
            (_, "inf") => self.named(f64::INFINITY),
            (_, "-inf") => self.named(f64::NEG_INFINITY),
            (_, "-nan") => self.named(f64::from_bits(NEGATIVE_NAN)),
            (_, "nan" | "NaN") => {
                self.advance();
                if self.eat('(') { self.payload() } else { Ok(f64::from_bits(POSITIVE_NAN)) }
            }
            (Kind::Number, _) => match text.parse::<f64>() {
                Ok(c) if c.is_finite() => self.named(c),
                Ok(_) if text.bytes().any(|b| b.is_ascii_digit()) => {
                    let help = "write `inf` if infinity is meant".to_string();
                    Err(self.trouble(at, "this number is too large for double precision", Some(help)))
                }
                _ => Err(self.expected("a number")),
            },
            _ => Err(self.expected("a number")),
        }
    }
    fn named(&mut self, c: f64) -> Read<f64> {
        self.advance();
        Ok(c)
    }
    /// The bits of a NaN, after `nan(`.
    fn payload(&mut self) -> Read<f64> {
        let bits = self.slice().strip_prefix("0x").and_then(|hex| u64::from_str_radix(hex, 16).ok());
        match bits.map(f64::from_bits) {
            Some(c) if c.is_nan() => {
                self.advance();
                self.mark(')')?;
                Ok(c)
            }
            _ => Err(self.expected("the bits of a NaN, as in `nan(0x7ff8000000000001)`")),
        }
    }
    /// The number after `%` or `$`.
    fn place(&mut self, kind: Kind, what: &str) -> Read<u32> {
        match self.slice().get(1..).unwrap_or("").parse() {
            Ok(k) if self.token.kind == kind => {
                self.advance();
                Ok(k)
            }
            _ => Err(self.expected(what)),
        }
    }
    fn value(&mut self) -> Read<u32> {
        self.place(Kind::Value, "a value, `%` and its number")
    }
    fn name(&mut self) -> Read<String> {
        self.name_of("an input")
    }
    fn name_of(&mut self, what: &str) -> Read<String> {
        let name = match self.token.kind {
            Kind::Word => Some(self.slice().to_string()),
            Kind::Quoted => lex::unquote(self.slice()),
            _ => return Err(self.expected(&format!("the name of {what}"))),
        };
        let help = "write a backslash as `\\\\`; escapes are those of a Rust string".to_string();
        let name = name.ok_or_else(|| self.trouble(self.token, "this name has an unknown escape", Some(help)))?;
        self.advance();
        Ok(name)
    }
}

/// Lists and lines.
impl Reader<'_> {
    fn list(&mut self, depth: usize) -> Read<List> {
        if depth > MAX_DEPTH {
            let what = format!("sub-Lists stand more than {MAX_DEPTH} deep in one another");
            return Err(self.trouble(self.token, what, None));
        }
        self.word("list")?;
        let mut list = List::new();
        self.each('(', ')', |r| r.input(&mut list))?;
        if self.eat_word("data") {
            self.each('(', ')', |r| {
                list.datum(r.number()?);
                Ok(())
            })?;
        }
        self.mark('{')?;
        loop {
            match (self.token.kind, self.slice()) {
                (Kind::Value, _) => {
                    self.line(&mut list, depth)?;
                    self.origin(&mut list)?;
                }
                (Kind::Word, "guard") => {
                    self.guard(&mut list)?;
                    self.origin(&mut list)?;
                }
                (Kind::Word, "return") => break self.outputs(&mut list)?,
                (Kind::Mark('}'), _) => break,
                _ => return Err(self.expected("a line, which begins with `%`, `guard` or `return`, or `}`")),
            }
        }
        self.mark('}')?;
        Ok(list)
    }
    /// Where the last line comes from, if the text says so.
    fn origin(&mut self, list: &mut List) -> Read<()> {
        if !self.eat('@') {
            return Ok(());
        }
        let at = self.token;
        self.name_of("a place, as in `@ \"src/main.rs:4:9\"`")?;
        if let (Ok(start), Ok(end)) = (u32::try_from(at.start + 1), u32::try_from(at.end - 1)) {
            list.came_from(Origin::Text { start, end });
        }
        Ok(())
    }
    fn input(&mut self, list: &mut List) -> Read<()> {
        let at = self.token;
        let (name, mut shape) = (self.name()?, Shape::new());
        if self.token.kind == Kind::Mark('[') {
            self.each('[', ']', |r| r.count().map(|extent| shape.push(extent)))?;
        }
        list.try_input(name, shape).map(drop).map_err(|error| self.trouble(at, error.to_string(), None))
    }
    fn guard(&mut self, list: &mut List) -> Read<()> {
        self.advance();
        let cond = self.operand(list)?;
        let said = self.eat_word("true");
        if !said && !self.eat_word("false") {
            return Err(self.expected("`true` or `false`"));
        }
        list.guard(cond, said);
        Ok(())
    }
    fn outputs(&mut self, list: &mut List) -> Read<()> {
        self.advance();
        loop {
            let o = self.operand(list)?;
            list.output(o);
            if !self.eat(',') {
                return Ok(());
            }
        }
    }
    /// A line that names values; the names must be the next ones.
    fn line(&mut self, list: &mut List, depth: usize) -> Read<()> {
        let (at, next) = (self.token, list.ids);
        if self.value()? != next {
            let help = Some(format!("values are numbered in order: write `%{next}`"));
            return Err(self.trouble(at, format!("this line names %{next}"), help));
        }
        let (mut to, mut end) = (at, next + 1);
        if self.token.kind == Kind::Dots {
            self.advance();
            to = self.token;
            end = self.value()?;
        }
        self.mark('=')?;
        let word = self.token;
        match (word.kind, self.slice()) {
            (Kind::Word, repeat) if REPEATS.contains(&repeat) => self.block(list, depth)?,
            (Kind::Word, "rule") => self.rule(list)?,
            (Kind::Word, operation) => self.apply(list, operation)?,
            _ => return Err(self.expected("an operation")),
        }
        let step = list.step(list.len() - 1);
        list.verify_step(Id(next), step).map_err(|what| self.trouble(word, what, None))?;
        if end != list.ids {
            let count = list.ids - next;
            let what = format!("this line names {count} value{}, from %{next} on", if count == 1 { "" } else { "s" });
            return Err(self.trouble(to, what, Some(format!("write `%{next}..%{}`", list.ids))));
        }
        Ok(())
    }
    fn apply(&mut self, list: &mut List, name: &str) -> Read<()> {
        let at = self.token;
        let Some(&op) = self.table.get(name) else { return Err(self.unknown(name)) };
        self.advance();
        let mut args = Vec::new();
        self.each('(', ')', |r| r.operand(list).map(|o| args.push(o)))?;
        list.apply(op, &args).map(drop).map_err(|error| self.trouble(at, error.to_string(), None))
    }
    fn rule(&mut self, list: &mut List) -> Read<()> {
        self.advance();
        let at = self.token;
        let name = self.name_of("a rule")?;
        let mut args = Vec::new();
        self.each('(', ')', |r| r.operand(list).map(|o| args.push(o)))?;
        let rule = Custom::find(self.rules, &name, args.len()).map_err(|(what, help)| self.trouble(at, what, help))?;
        list.rule(&rule, &args).map(drop).map_err(|error| self.trouble(at, error.to_string(), None))
    }
    fn unknown(&self, name: &str) -> Box<Trouble> {
        let by_method = Op::all().find(|op| op.name() == name).map(Op::text);
        let near = by_method.or_else(|| nearest(name, self.table.keys().copied().chain(REPEATS)));
        let what = format!("no operation is called `{}`", name.chars().take(40).collect::<String>());
        self.trouble(self.token, what, near.map(|near| format!("did you mean `{near}`?")))
    }
    fn block(&mut self, list: &mut List, depth: usize) -> Read<()> {
        let at = self.token;
        let repeat = self.repeat()?;
        let mut bindings = Vec::new();
        self.each('(', ')', |r| r.binding(list).map(|b| bindings.push(b)))?;
        let body = Box::new(self.list(depth + 1)?);
        let block = Block { repeat, body, bindings };
        list.block(block).map(drop).map_err(|error| self.trouble(at, error.to_string(), None))
    }
    fn repeat(&mut self) -> Read<Repeat> {
        let word = self.slice();
        self.advance();
        Ok(match word {
            "map" => Repeat::Map { lanes: self.count()? },
            "reduce" => Repeat::Reduce { lanes: self.count()? },
            "scan" => {
                let steps = self.count()?;
                self.word("carry")?;
                Repeat::Scan { steps, carried: self.count()?, memory: self.memory()? }
            }
            _ => Repeat::Call,
        })
    }
    /// What a scan keeps for the way back.
    fn memory(&mut self) -> Read<Memory> {
        if !self.eat_word("keep") {
            return Ok(Memory::Store);
        }
        let n = self.whole("how many states are kept, or how many bytes: `keep 10`, `keep 4096 bytes`")?;
        Ok(if self.eat_word("bytes") { Memory::Budget(n) } else { Memory::Snapshots(n) })
    }
    fn binding(&mut self, list: &mut List) -> Read<Binding> {
        if self.eat_word("lane") {
            return Ok(Binding::Lane);
        }
        if self.eat_word("column") {
            let mut numbers = Vec::new();
            self.each('[', ']', |r| r.number().map(|c| numbers.push(c)))?;
            return Ok(Binding::Column(numbers));
        }
        if self.eat_word("gather") {
            let mut ids = Vec::new();
            self.each('[', ']', |r| r.earlier(list).map(|id| ids.push(id)))?;
            return Ok(Binding::Gather(ids));
        }
        let o = self.operand(list)?;
        match o.as_id() {
            Some(first) if self.eat_word("step") => {
                let step = self.whole("a whole number from -2147483648 to 2147483647")?;
                Ok(Binding::Strided { first, step })
            }
            _ => Ok(Binding::Uniform(o)),
        }
    }
    /// A value that is there already.
    fn earlier(&mut self, list: &List) -> Read<Id> {
        let at = self.token;
        let id = self.value()?;
        if id < list.ids {
            return Ok(Id(id));
        }
        let help = list.ids.checked_sub(1).map(|last| format!("the last value before this line is `%{last}`"));
        Err(self.trouble(at, format!("%{id} does not come earlier"), help))
    }
    fn operand(&mut self, list: &mut List) -> Read<Operand> {
        let at = self.token;
        match at.kind {
            Kind::Value => self.earlier(list).map(Operand::id),
            Kind::Datum => {
                let (k, count) = (self.place(Kind::Datum, "a datum, `$` and its number")?, list.data().len());
                if (k as usize) < count {
                    return Ok(Operand::data(k));
                }
                let help = Some("data are declared after the inputs: `list(x) data(0.5) {`".to_string());
                Err(self.trouble(at, format!("there is no ${k} among {count} data"), help))
            }
            Kind::Number => self.number().map(|c| list.constant(c)),
            Kind::Word if matches!(self.slice(), "inf" | "nan") => self.number().map(|c| list.constant(c)),
            _ => Err(self.expected("a value `%k`, a datum `$k` or a number")),
        }
    }
}
