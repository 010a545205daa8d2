//! What to write instead: one sentence for each thing that can be wrong.

use crate::kind::ErrorKind;
use crate::names::{function, short};

impl ErrorKind {
    /// The name that it is about, where it is about one.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            ErrorKind::Reserved { name }
            | ErrorKind::Repeated { name }
            | ErrorKind::BadName { name }
            | ErrorKind::Unused { name, .. }
            | ErrorKind::Shape { name, .. } => Some(name),
            _ => None,
        }
    }
    /// What to write instead.
    pub fn help(&self) -> Option<String> {
        let fixed = match self {
            ErrorKind::Character { found } => instead_of(*found)?,
            ErrorKind::UnknownName { .. }
            | ErrorKind::Unbound { .. }
            | ErrorKind::Unused { .. }
            | ErrorKind::UnknownFunction { .. }
            | ErrorKind::NotAFunction { .. }
            | ErrorKind::NotCalled { .. }
            | ErrorKind::Arity { .. }
            | ErrorKind::Redefined { .. }
            | ErrorKind::ExpectedOperator { .. }
            | ErrorKind::BadName { .. }
            | ErrorKind::OutOfScope { .. }
            | ErrorKind::NoOutput { .. }
            | ErrorKind::Mixed { .. } => return self.help_with_names(),
            ErrorKind::Unclosed { with } => return Some(format!("add a `{with}`")),
            ErrorKind::Unopened { found } => {
                return Some(format!("remove it, or add a `{}` before it", opening(*found)));
            }
            ErrorKind::WrongBracket { opened, .. } => return Some(format!("close it with `{}`", closing(*opened))),
            ErrorKind::Empty => "write something like `x*y + sin(x*y)`",
            ErrorKind::Overflow { .. } => "the largest number is 1.7976931348623157e308",
            ErrorKind::Shape { wanted, .. } if wanted == "a number" => "a number is written `x=2`",
            ErrorKind::Shape { .. } => "a vector is written `x=[1,2,3]`",
            ErrorKind::Recursion { .. } => "repeat something a known number of times with `repeat n { ... }`",
            ErrorKind::ExpectedValue { found } => match found.as_deref() {
                Some("+") => "a sign is written only where it is `-`",
                _ => "a value is a number, a variable, `e`, `pi`, a function's result or something in brackets",
            },
            ErrorKind::Expected { what, .. } => example_of(what)?,
            ErrorKind::Length { .. } => example_of("a length")?,
            ErrorKind::DoubleStar => "a power is written `x^2`",
            ErrorKind::Comma => "a decimal number is written with a point, as in `1.5`",
            ErrorKind::IfOfThree => "write `if x > 0 { a } else { b }`, or `where(x > 0, a, b)`",
            ErrorKind::Assign { element: true } => "vectors do not change; write a new one, `x = [..., ...]`",
            ErrorKind::Assign { element: false } => {
                "equality is tested with `==`; statements end with `;` or with the line"
            }
            ErrorKind::AmbiguousMinus => {
                "to go on, put the `-` at the end of the line before; to begin anew, put a `;` there"
            }
            ErrorKind::Comparison => {
                "write `where(condition, value, otherwise)` or `if condition { value } else { otherwise }`"
            }
            ErrorKind::Chained => "write `and(0 < x, x < 1)`",
            ErrorKind::Reserved { .. } => "choose another name",
            ErrorKind::Repeated { .. } => "give each variable once",
            ErrorKind::BindsInput { .. } => {
                "choose another name for one of the two; what a loop changes is bound before it, as in `s = 0`"
            }
            ErrorKind::Shadowed { .. } => "choose another name",
            ErrorKind::Misplaced { .. } => "move it to the beginning of the text",
            ErrorKind::UnusedValue { inside } => match *inside {
                "loop" => "bind it, as in `s = s + x`; a loop itself has no value",
                "file" => "an included file has no outputs; bind it to a name there",
                _ => "bind it, as in `a = x*y`; outputs stand together at the end, with commas between them",
            },
            ErrorKind::NoValue => "end it with an expression",
            ErrorKind::NoElse => "write `if c { a } else { b }`",
            ErrorKind::OneSided => "end both with an expression, or none",
            ErrorKind::VectorHere { .. } => {
                "take an element, `x[0]`, or put them together, as with `sum(x)` or `norm(x)`"
            }
            ErrorKind::NumberHere { .. } => "a vector is written `[1, 2, 3]`",
            ErrorKind::Lengths { .. } => "both need the same length, or one of them is a number",
            ErrorKind::NoElement { .. } => "elements are counted from 0 to `len(x) - 1`",
            ErrorKind::NotWhole { .. } => "`floor(x)` is a whole number",
            ErrorKind::NeedsValues { .. } => "give values, or use `where(c, a, b)`, which works for all of them",
            ErrorKind::Backward { .. } => "write how often it runs, from 0 on, as in `repeat 10 { ... }`",
            ErrorKind::TooMuch { .. } => "take fewer steps",
            ErrorKind::DefaultNotConstant { .. } => "write a number, as in `param k = 0.3`, and compute behind it",
            ErrorKind::NotConstant { .. } => "write something like `2`, `1e-3`, `pi/4` or `[1, 2, 3]`",
            ErrorKind::Include { .. } => "the path counts from the file that it stands in",
            ErrorKind::Cycle { .. } => "move what both need into a third file",
            ErrorKind::TooLong => "compute parts of it first and pass them as variables",
        };
        Some(fixed.to_owned())
    }

    /// As [`help`](Self::help), for what is about names.
    fn help_with_names(&self) -> Option<String> {
        Some(match self {
            ErrorKind::Unbound { name, .. } | ErrorKind::UnknownName { name, .. } if is_pi(name) => {
                "the constant is written `pi`".to_owned()
            }
            ErrorKind::Unbound { name, .. } | ErrorKind::UnknownName { name, .. } if is_special(name) => {
                format!("{name} is a value that a variable can be given")
            }
            ErrorKind::UnknownName { nearest: Some(nearest), .. }
            | ErrorKind::Unbound { nearest: Some(nearest), .. }
            | ErrorKind::Unused { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
            ErrorKind::UnknownName { .. } => {
                "the variables that are given a value, `e` and `pi` are known here".to_owned()
            }
            ErrorKind::Unbound { name, .. } => format!("give it one, as in `{}=1`", short(name)),
            ErrorKind::Unused { .. } => "leave it out".to_owned(),
            ErrorKind::UnknownFunction { later: Some(line), .. } => {
                format!("it is defined in line {line}; move that up, before its first use")
            }
            ErrorKind::UnknownFunction { name, nearest, .. } => instead_of_function(name, nearest.as_deref()),
            ErrorKind::NotAFunction { name } => format!("to multiply, write `{}*(...)`", short(name)),
            ErrorKind::NotCalled { name } => format!("write `{}(...)`", short(name)),
            ErrorKind::Arity { name, given: 2, .. } if name == "log" => {
                "a logarithm to base 2 is `log2(x)`, to any base `log_base(x, b)`".to_owned()
            }
            ErrorKind::Arity { name, given: 2, .. } if name == "round" => {
                "to n decimals: `round(x*10^n)/10^n`".to_owned()
            }
            ErrorKind::Arity { takes, .. } if takes.contains("vector") => "a vector is written `[1, 2, 3]`".to_owned(),
            ErrorKind::Arity { .. } => "arguments stand in brackets, with commas between them".to_owned(),
            ErrorKind::Redefined { language: true, .. } => {
                "functions of the language keep their meaning; choose another name".to_owned()
            }
            ErrorKind::Redefined { .. } => "choose another name".to_owned(),
            ErrorKind::ExpectedOperator { before: Some(before), found } if elsewhere(before, found).is_some() => {
                elsewhere(before, found)?
            }
            ErrorKind::ExpectedOperator { before: Some(before), found } if found == "(" => {
                format!("a product is written `{before}*(...)`")
            }
            ErrorKind::ExpectedOperator { before: Some(before), found } if found.starts_with(char::is_alphabetic) => {
                format!("a product is written `{before}*{}`", short(found))
            }
            ErrorKind::ExpectedOperator { .. } => "a product is written `2*x`".to_owned(),
            ErrorKind::BadName { name } if crate::lex::is_keyword(name) => {
                format!("`{name}` is a word of the language")
            }
            ErrorKind::BadName { .. } => {
                "a name is letters, digits and `_`, and does not begin with a digit".to_owned()
            }
            ErrorKind::OutOfScope { name } => {
                format!("bind `{}` before the block, and give it its value there", short(name))
            }
            ErrorKind::NoOutput { last: Some(last) } => {
                format!("end with what is asked for: write `; {}` after it", short(last))
            }
            ErrorKind::NoOutput { last: None } => "end with an expression".to_owned(),
            ErrorKind::Mixed { name } => {
                format!("write all numbers into one vector, as in `{name}([x[0], x[1], 0])`")
            }
            _ => return None,
        })
    }
}

fn is_pi(name: &str) -> bool {
    matches!(name, "π" | "PI" | "Pi" | "ϖ")
}

fn is_special(name: &str) -> bool {
    matches!(name, "inf" | "nan")
}

fn opening(close: char) -> char {
    match close {
        ')' => '(',
        ']' => '[',
        _ => '{',
    }
}

pub(crate) fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// How something that is missing looks.
fn example_of(what: &str) -> Option<&'static str> {
    Some(match what {
        "`{`" => "a block stands in braces: `if x > 0 { a } else { b }`, `repeat 10 { s = s + h }`",
        "`in`" | "a name" => "write `for i in 0..10 { ... }` or `param k = 0.3`",
        "a range" => "write `for i in 0..10 { ... }`: from the first number up to, without, the last",
        "a length" => "write `param w[3]` for a vector of three numbers, `param k` for one",
        "a file's name" => "write `include \"other.wg\"`",
        _ => return None,
    })
}

/// What to write where another language's function stands.
fn instead_of_function(name: &str, nearest: Option<&str>) -> String {
    let lower = name.to_lowercase();
    if let Some((_, instead)) = ELSEWHERE.iter().find(|(other, _)| *other == lower) {
        return format!("write `{instead}`");
    }
    match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "known are, for instance, `exp`, `log`, `sin`, `sqrt`, `where`; `f(x) = x^2` defines one".to_owned(),
    }
}

/// The function that another language's name is another name of, with the same arguments.
pub(crate) fn renamed(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let (_, instead) = ELSEWHERE.iter().find(|(other, _)| *other == lower)?;
    let (ours, arguments) = instead.strip_suffix(')')?.split_once('(')?;
    let same = arguments.chars().all(|c| c.is_alphabetic() || matches!(c, ',' | ' '));
    (same && function(ours).is_some()).then_some(ours)
}

/// What was probably meant by a variable that nobody gives a value: a constant, or a function written without brackets.
///
/// ```
/// use wengert_expr::meant_by;
/// assert_eq!(meant_by("sinx").as_deref(), Some("a function stands before brackets: `sin(x)`"));
/// assert_eq!(meant_by("π").as_deref(), Some("the constant is written `pi`"));
/// assert_eq!(meant_by("speed"), None);
/// ```
pub fn meant_by(name: &str) -> Option<String> {
    if is_pi(name) {
        return Some("the constant is written `pi`".to_owned());
    }
    if function(name).is_some() {
        return Some(format!("a function stands before brackets: `{name}(x)`"));
    }
    let ends = name.char_indices().map(|(at, _)| at).filter(|&at| at >= 2);
    let (ours, argument) = ends.map(|at| name.split_at(at)).rfind(|(word, _)| function(word).is_some())?;
    let short = argument.len() <= 2 && argument.starts_with(|c: char| c.is_ascii_lowercase());
    short.then(|| format!("a function stands before brackets: `{ours}({argument})`"))
}

/// Functions of other languages and books that have no row under that name, and what to write.
const ELSEWHERE: [(&str, &str); 40] = [
    ("sen", "sin(x)"),
    ("sinus", "sin(x)"),
    ("cosinus", "cos(x)"),
    ("tgh", "tanh(x)"),
    ("ln", "log(x)"),
    ("lg", "log10(x)"),
    ("ld", "log2(x)"),
    ("sech", "1/cosh(x)"),
    ("csch", "1/sinh(x)"),
    ("cosech", "1/sinh(x)"),
    ("coth", "1/tanh(x)"),
    ("cosec", "csc(x)"),
    ("cotan", "cot(x)"),
    ("tg", "tan(x)"),
    ("ctg", "cot(x)"),
    ("arcsin", "asin(x)"),
    ("arccos", "acos(x)"),
    ("arctan", "atan(x)"),
    ("arctg", "atan(x)"),
    ("arctan2", "atan2(y, x)"),
    ("arsinh", "asinh(x)"),
    ("arcosh", "acosh(x)"),
    ("artanh", "atanh(x)"),
    ("arcsinh", "asinh(x)"),
    ("arccosh", "acosh(x)"),
    ("arctanh", "atanh(x)"),
    ("sgn", "sign(x)"),
    ("fabs", "abs(x)"),
    ("power", "x^y"),
    ("sqr", "square(x)"),
    ("root", "x^(1/n)"),
    ("avg", "mean(x)"),
    ("average", "mean(x)"),
    ("length", "len(x)"),
    ("inner", "dot(x, y)"),
    ("lse", "logsumexp(x)"),
    ("ifelse", "where(c, a, b)"),
    ("select", "where(c, a, b)"),
    ("phi", "normcdf(x)"),
    ("factorial", "gamma(n + 1)"),
];

/// What to write where the grammar of other languages stands.
fn elsewhere(before: &str, found: &str) -> Option<String> {
    let begins_a_value = found.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
    Some(match (before, found) {
        (_, "and") => "both are true in `and(a, b)`".to_owned(),
        (_, "or") => "one of two is true in `or(a, b)`".to_owned(),
        (power, argument) if let Some((name, exponent)) = powered(power) => {
            let argument = if begins_a_value { short(argument) } else { "x".to_owned() };
            format!("write `{name}({argument})^{exponent}`")
        }
        (_, "then") => "write `if condition { value } else { otherwise }`".to_owned(),
        ("while", _) => "there is no `while`; write `repeat 100 { ... }` or `for i in 0..n { ... }`".to_owned(),
        ("return", _) => "a block ends with its value; leave `return` out".to_owned(),
        ("let" | "var" | "const" | "def" | "fn" | "function", _) => {
            "a name is bound as in `a = x*y`, a function as in `f(x) = x^2`".to_owned()
        }
        (name, argument) if begins_a_value && function(name).is_some() => {
            format!("write `{name}({})`", short(argument))
        }
        _ => return None,
    })
}

/// The function and the exponent of `sin^2`.
fn powered(before: &str) -> Option<(&str, &str)> {
    before
        .split_once('^')
        .map(|(name, exponent)| (name.trim(), exponent.trim()))
        .filter(|(name, _)| function(name).is_some())
}

/// What to write where a character of other notations stands.
fn instead_of(found: char) -> Option<&'static str> {
    Some(match found {
        '!' => "inequality is `!=`; the factorial of n is `gamma(n + 1)`",
        '×' | '·' | '∙' | '⋅' => "a product is written `*`",
        '÷' | ':' => "a quotient is written `/`",
        '−' | '–' | '—' => "the minus sign is `-`",
        '²' | '³' | '⁴' => "a power is written `x^2`",
        '₀'..='₉' => "a number in a name is written as it is, `x1`",
        '√' => "a square root is written `sqrt(x)`",
        '∞' => "infinity is a value that a variable can be given, `x=inf`",
        '∑' | 'Σ' => "a sum is written `sum(x)`",
        '%' => "a remainder is written `mod(x, y)` or `rem(x, y)`",
        '|' => "a magnitude is written `abs(x)`",
        '&' => "both: `and(x > 0, y > 0)`",
        '≤' => "write `<=`",
        '≥' => "write `>=`",
        '≠' => "write `!=`",
        '\'' => "a name has letters, digits and `_`; derivatives are what is answered, and are not written",
        '"' => "a text stands only behind `include`, in double quotes on one line",
        '.' => "a number is written `1.5`; an element of a vector `x[0]`",
        '@' => "a file is read with `@model.wg` as the whole expression, or with `include \"other.wg\"`",
        '\\' => "a line goes on by itself while a bracket is open or an operator ends it",
        _ => return None,
    })
}
