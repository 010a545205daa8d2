//! Names that a language accepts, no two the same.

use super::Lang;
use super::helpers::helpers;
use crate::number;
use std::collections::HashSet;

/// Words that are not free in any of the languages, or that the programs use themselves.
const RESERVED: &[&str] = &[
    "abstract", "and", "as", "assert", "async", "auto", "await", "become", "bool", "box", "break", "case", "char",
    "class", "complex", "const", "continue", "crate", "def", "default", "del", "do", "double", "dyn", "elif", "else",
    "enum", "except", "extern", "f", "f64", "false", "final", "finally", "float", "fn", "for", "from", "gen", "global",
    "goto", "grad", "gradient", "if", "impl", "import", "in", "inline", "int", "is", "lambda", "let", "long", "loop",
    "macro", "main", "match", "math", "mod", "move", "mut", "none", "nonlocal", "not", "or", "override", "pass",
    "point", "priv", "print", "printf", "pub", "raise", "ref", "register", "restrict", "return", "self", "short",
    "signed", "sizeof", "static", "struct", "super", "switch", "trait", "true", "try", "type", "typedef", "typeof",
    "union", "unsafe", "unsigned", "unsized", "use", "value", "virtual", "void", "volatile", "where", "while", "with",
    "yield", "abs", "max", "min", "sum", "round", "pow", "float64", "j0", "j1", "jn", "y0", "y1", "yn", "gamma", "sin",
    "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "exp2", "expm1",
    "log", "log1p", "log2", "log10", "sqrt", "cbrt", "hypot", "atan2", "floor", "ceil", "trunc", "fabs", "rint",
    "fmod", "fma", "fmax", "fmin", "copysign", "erf", "erfc", "tgamma", "lgamma", "wengert", "var", "error", "dot",
    "mean", "prod",
];

/// `s₁₂` as `s_12`.
fn with_turn(wish: &str) -> String {
    match wish.find(number::is_small_digit) {
        Some(at) => format!("{}_{}", &wish[..at], number::of_small_digits(&wish[at..])),
        None => wish.to_owned(),
    }
}

/// Hands out names.
#[derive(Debug)]
pub(super) struct Identifiers {
    taken: HashSet<String>,
    lower: bool,
}

impl Identifiers {
    pub fn new(lang: Lang) -> Identifiers {
        let own = helpers(lang).iter().map(|h| h.name.to_owned());
        let taken = RESERVED.iter().map(|&word| word.to_owned()).chain(own).collect();
        Identifiers { taken, lower: matches!(lang, Lang::Rust | Lang::Wengert) }
    }
    /// A name as close to `wish` as the language and the names before allow.
    pub fn name(&mut self, wish: &str) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let spaced = with_turn(wish.trim_end_matches(']'));
        let mut name: String = spaced.chars().map(plain).collect();
        if self.lower {
            name = name.to_ascii_lowercase();
            // Two marks in a row are no snake case.
            while name.contains("__") {
                name = name.replace("__", "_");
            }
        }
        if name.starts_with(|c: char| c.is_ascii_digit()) || name.starts_with('_') {
            name.insert(0, 'v');
        }
        while self.taken.contains(&name.to_ascii_lowercase()) || name.is_empty() {
            name.push('_');
        }
        // C and Python tell letters apart by their case; people should not have to.
        self.taken.insert(name.to_ascii_lowercase());
        name
    }
}
