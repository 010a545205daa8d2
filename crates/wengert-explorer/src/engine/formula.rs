//! A formula as a tree, and the two ways it is written: as plain text and as presentation MathML.

use super::names::{Names, escaped};
use super::num::{exact, short};
use serde::Serialize;
use std::f64::consts;
use wengert::list::{Id, List, Operand, Ref};

/// A formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// A value of the tape.
    Id(Id),
    /// A number, and where it stands in the expression, if it does.
    Number(f64, Option<[usize; 2]>),
    /// What a value is worth, rounded for people.
    Worth(f64),
    /// An operator or a function, by its name in expressions.
    Call(&'static str, Vec<Tree>),
}

/// A formula, written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Formula {
    /// As text.
    pub plain: String,
    /// As presentation MathML, without the outer `<math>`.
    pub mathml: String,
}

/// Signs between two arguments: the name, the sign in text, in MathML, and how tightly it binds.
const SIGNS: [(&str, &str, &str, u8); 11] = [
    ("add", "+", "+", 2),
    ("sub", "-", "−", 2),
    ("mul", "*", "·", 4),
    ("div", "/", "/", 4),
    ("pow", "^", "^", 6),
    ("lt", "<", "&lt;", 1),
    ("le", "<=", "≤", 1),
    ("gt", ">", "&gt;", 1),
    ("ge", ">=", "≥", 1),
    ("eq", "==", "=", 1),
    ("ne", "!=", "≠", 1),
];
const NEGATION: u8 = 2;
const PRODUCT: u8 = 4;
/// A function's name with its argument behind it, without brackets: looser than a power, tighter than a product.
const APPLICATION: u8 = 5;
const POWER: u8 = 6;
const ATOM: u8 = 9;

/// Of more arguments than this, some are left out.
const MOST_ARGUMENTS: usize = 8;

/// Something written, and how tightly it holds together: in text, in MathML.
struct Piece {
    plain: String,
    mathml: String,
    holds: (u8, u8),
    /// Whether it begins or ends as a number or a function's name does, so that a product needs its sign.
    word: bool,
    /// Whether it is a number.
    number: bool,
    /// The MathML where a factor follows, if that is another: exp(x)·y, since exp x·y reads as exp(x·y).
    followed: Option<String>,
}

impl Tree {
    /// What an operand reads.
    pub fn operand(list: &List, o: Operand) -> Tree {
        match o.get() {
            Ref::Id(id) => Tree::Id(id),
            Ref::Const(k) => Tree::Number(list.pool()[k as usize], None),
            Ref::Data(k) => Tree::Number(list.data()[k as usize], None),
        }
    }
    /// The same with the numbers in place of the names.
    pub fn at(&self, values: &[f64]) -> Tree {
        match self {
            Tree::Id(Id(k)) => Tree::Worth(values.get(*k as usize).copied().unwrap_or(f64::NAN)),
            Tree::Number(..) | Tree::Worth(_) => self.clone(),
            Tree::Call(op, args) => Tree::Call(op, args.iter().map(|arg| arg.at(values)).collect()),
        }
    }
    /// The values that it reads, in the order in which they are written.
    pub fn ids(&self) -> Vec<Id> {
        match self {
            Tree::Id(id) => vec![*id],
            Tree::Number(..) | Tree::Worth(_) => Vec::new(),
            Tree::Call(_, args) => args.iter().flat_map(Tree::ids).collect(),
        }
    }
    /// Written with these names.
    pub fn written(&self, names: &Names) -> Formula {
        let Piece { plain, mathml, .. } = self.piece(names);
        Formula { plain, mathml: format!("<mrow>{mathml}</mrow>") }
    }
    /// Written as a factor behind another: in brackets where it is a sum or has a sign.
    pub fn factor(&self, names: &Names) -> Formula {
        let piece = self.piece(names);
        let (plain, mathml) = (piece.plain_in(PRODUCT + 1), piece.mathml_in(PRODUCT));
        Formula { plain, mathml }
    }
    fn piece(&self, names: &Names) -> Piece {
        match self {
            Tree::Id(id) => Piece::atom(names.plain(*id), names.mathml(*id)),
            Tree::Number(x, span) => Piece::number(*x, *span),
            Tree::Worth(x) => {
                let digits = short(*x);
                let holds = if digits.starts_with('−') { NEGATION } else { ATOM };
                Piece {
                    mathml: format!("<mn>{digits}</mn>"),
                    plain: digits,
                    holds: (holds, holds),
                    word: true,
                    number: true,
                    followed: None,
                }
            }
            Tree::Call(op, args) => {
                let shown = if args.len() > MOST_ARGUMENTS { &args[..MOST_ARGUMENTS - 2] } else { args };
                let mut pieces: Vec<Piece> = shown.iter().map(|arg| arg.piece(names)).collect();
                if let (true, Some(last)) = (args.len() > MOST_ARGUMENTS, args.last()) {
                    pieces.extend([Piece::atom("…", "<mo>…</mo>".to_owned()), last.piece(names)]);
                }
                call(op, &pieces)
            }
        }
    }
}

impl Piece {
    fn atom(plain: &str, mathml: String) -> Piece {
        Piece { plain: plain.to_owned(), mathml, holds: (ATOM, ATOM), word: false, number: false, followed: None }
    }
    fn number(x: f64, span: Option<[usize; 2]>) -> Piece {
        let (plain, shown) = match x {
            consts::PI => ("pi".to_owned(), "<mi>π</mi>".to_owned()),
            consts::E => ("e".to_owned(), "<mi mathvariant=\"normal\">e</mi>".to_owned()),
            x => {
                let digits = exact(x);
                let scrub = span.map_or(String::new(), |[a, b]| format!(" class=\"scrub\" data-span=\"{a},{b}\""));
                let shown = format!("<mn{scrub}>{}</mn>", digits.replace('-', "−"));
                (digits, shown)
            }
        };
        let holds = if x < 0.0 { NEGATION } else { ATOM };
        Piece { plain, mathml: shown, holds: (holds, holds), word: true, number: true, followed: None }
    }
    fn plain_in(&self, tightness: u8) -> String {
        if self.holds.0 < tightness { format!("({})", self.plain) } else { self.plain.clone() }
    }
    fn mathml_in(&self, tightness: u8) -> String {
        if self.holds.1 < tightness { brackets(&self.mathml) } else { self.mathml.clone() }
    }
}

fn brackets(mathml: &str) -> String {
    format!("<mrow><mo stretchy=\"false\">(</mo>{mathml}<mo stretchy=\"false\">)</mo></mrow>")
}

fn call(op: &str, args: &[Piece]) -> Piece {
    match (op, args) {
        ("neg", [x]) => Piece {
            plain: format!("-{}", x.plain_in(PRODUCT + 1)),
            mathml: format!("<mrow><mo form=\"prefix\">−</mo>{}</mrow>", x.mathml_in(PRODUCT)),
            holds: (NEGATION, NEGATION),
            word: true,
            number: false,
            followed: None,
        },
        ("div", [a, b]) => Piece {
            plain: format!("{}/{}", a.plain_in(PRODUCT), b.plain_in(PRODUCT + 1)),
            mathml: format!("<mfrac><mrow>{}</mrow><mrow>{}</mrow></mfrac>", a.mathml, b.mathml),
            holds: (PRODUCT, APPLICATION),
            word: false,
            number: false,
            followed: None,
        },
        ("recip" | "recip_pos", [x]) => Piece {
            plain: format!("1/{}", x.plain_in(PRODUCT + 1)),
            mathml: format!("<mfrac><mn>1</mn><mrow>{}</mrow></mfrac>", x.mathml),
            holds: (PRODUCT, APPLICATION),
            word: false,
            number: false,
            followed: None,
        },
        ("square", [x]) => power(x, &Piece::number(2.0, None)),
        ("pow", [x, p]) => power(x, p),
        ("sqrt", [x]) => Piece {
            plain: format!("sqrt({})", x.plain),
            mathml: format!("<msqrt><mrow>{}</mrow></msqrt>", x.mathml),
            holds: (ATOM, ATOM),
            word: false,
            number: false,
            followed: None,
        },
        ("abs", [x]) => Piece {
            plain: format!("abs({})", x.plain),
            mathml: format!("<mrow><mo stretchy=\"false\">|</mo>{}<mo stretchy=\"false\">|</mo></mrow>", x.mathml),
            holds: (ATOM, ATOM),
            word: false,
            number: false,
            followed: None,
        },
        ("mul", [a, b]) => product(a, b),
        (_, [a, b]) if let Some(&(_, plain, shown, holds)) = SIGNS.iter().find(|sign| sign.0 == op) => Piece {
            plain: format!("{} {plain} {}", a.plain_in(holds), b.plain_in(holds + 1)),
            mathml: format!("{}<mo>{shown}</mo>{}", a.mathml_in(holds), b.mathml_in(holds + 1)),
            holds: (holds, holds),
            word: false,
            number: false,
            followed: None,
        },
        (_, [x]) => application(op, x),
        _ => {
            let plain: Vec<&str> = args.iter().map(|arg| arg.plain.as_str()).collect();
            let shown: Vec<&str> = args.iter().map(|arg| arg.mathml.as_str()).collect();
            Piece {
                plain: format!("{op}({})", plain.join(", ")),
                mathml: format!("<mrow>{}{}</mrow>", function(op), brackets(&shown.join("<mo>,</mo>"))),
                holds: (ATOM, APPLICATION),
                word: true,
                number: false,
                followed: None,
            }
        }
    }
}

fn power(x: &Piece, p: &Piece) -> Piece {
    Piece {
        plain: format!("{}^{}", x.plain_in(POWER + 1), p.plain_in(POWER)),
        mathml: format!("<msup>{}<mrow>{}</mrow></msup>", x.mathml_in(POWER + 1), p.mathml),
        holds: (POWER, POWER),
        word: x.word,
        number: false,
        followed: None,
    }
}

/// A product: without a sign between two names, with one beside numbers and functions.
fn product(a: &Piece, b: &Piece) -> Piece {
    let applied = a.word && a.holds.1 != ATOM;
    let bare = !b.word && !applied && b.holds.1 >= APPLICATION;
    let between = match (bare, a.number && b.number) {
        (true, _) => "<mspace width=\"0.12em\"/>",
        (false, true) => "<mo>×</mo>",
        (false, false) => "<mo>·</mo>",
    };
    let left = a.followed.clone().unwrap_or_else(|| a.mathml_in(PRODUCT));
    Piece {
        plain: format!("{}*{}", a.plain_in(PRODUCT), b.plain_in(PRODUCT + 1)),
        mathml: format!("{left}{between}{}", b.mathml_in(PRODUCT + 1)),
        holds: (PRODUCT, PRODUCT),
        word: applied || b.word,
        number: false,
        followed: b.followed.as_ref().map(|b| format!("{left}{between}{b}")),
    }
}

/// A function of one argument: in MathML without brackets around an atom.
fn application(op: &str, x: &Piece) -> Piece {
    let bare = x.holds.1 == ATOM;
    let of = |inside: String| format!("<mrow>{}<mo>&#x2061;</mo>{inside}</mrow>", function(op));
    let fenced = of(brackets(&x.mathml));
    Piece {
        plain: format!("{op}({})", x.plain),
        mathml: if bare { of(format!("<mspace width=\"0.17em\"/>{}", x.mathml)) } else { fenced.clone() },
        holds: (ATOM, APPLICATION),
        word: true,
        number: false,
        followed: bare.then_some(fenced),
    }
}

fn function(op: &str) -> String {
    format!("<mi mathvariant=\"normal\">{}</mi>", escaped(op))
}

/// Puts `=`, `+=` or another sign between two formulas.
pub fn joined(left: (&str, &str), sign: &str, right: &Formula) -> Formula {
    let shown = if sign == "+=" { "<mo lspace=\"0.28em\" rspace=\"0.28em\">+=</mo>" } else { "<mo>=</mo>" };
    Formula {
        plain: format!("{} {sign} {}", left.0, right.plain),
        mathml: format!("<mrow>{}{shown}{}</mrow>", left.1, right.mathml),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Formula {
        let list = wengert_expr::parse(text, &["x", "y"]).unwrap();
        let names = Names::of(&list, &|_| None);
        super::super::whole::inlined(&list, list.outputs()[0], 100).unwrap().written(&names)
    }

    #[test]
    fn text_reads_back() {
        for text in [
            "x*y + sin(x*y)",
            "(x + y)*x - (x - y)",
            "x/(y*x)",
            "(x^2)^y",
            "x^2^y",
            "-(x + y)",
            "max(x, y, 1)",
            "2*(-x)",
            "-(x*y)",
            "(-x)*y",
        ] {
            let again = written(text).plain;
            let lists = [text, &again].map(|t| wengert_expr::parse(t, &["x", "y"]).unwrap().to_string());
            assert_eq!(lists[0], lists[1], "{text} was written {again}");
        }
    }

    #[test]
    fn mathml_is_as_on_paper() {
        let shown = |text: &str| {
            let mathml = written(text).mathml;
            let mut out = String::new();
            let mut inside = false;
            for c in mathml.replace("<mfrac>", "frac ").replace("<msup>", "pow ").chars() {
                match c {
                    '<' => inside = true,
                    '>' => inside = false,
                    c if !inside => out.push(c),
                    _ => {}
                }
            }
            out.replace("&#x2061;", "")
        };
        assert_eq!(shown("x*y + sin(x*y)"), "xy+sin(xy)");
        assert_eq!(shown("sin(x)*y"), "sin(x)·y");
        assert_eq!(shown("x*sin(x)*y"), "x·sin(x)·y");
        assert_eq!(shown("y*sin(x)"), "y·sinx");
        assert_eq!(shown("(x + y)*2"), "(x+y)·2");
        assert_eq!(shown("abs(x) - (x - y)"), "|x|−(x−y)");
    }
}
