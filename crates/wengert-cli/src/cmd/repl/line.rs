//! What a line asks for, before anything in it is looked up.

/// A line, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'t> {
    /// Nothing, or a comment.
    Empty,
    /// A variable gets a value.
    Assign(&'t str, &'t str),
    /// A function is defined.
    Define(&'t str, &'t str),
    /// A gradient.
    Grad(&'t str),
    /// Second derivatives.
    Hessian(&'t str),
    /// A value.
    Value(&'t str),
    /// A command that begins with `:`, and what stands behind it.
    Command(&'t str, &'t str),
}

/// Takes a line apart.
pub fn read(text: &str) -> Line<'_> {
    let text = text.trim();
    if text.is_empty() || text.starts_with('#') {
        return Line::Empty;
    }
    if let Some(command) = text.strip_prefix(':') {
        let (name, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        return Line::Command(name, rest.trim());
    }
    let behind = |word: &str| text.strip_prefix(word).filter(|rest| rest.starts_with(char::is_whitespace));
    if let Some(rest) = behind("grad") {
        return Line::Grad(rest.trim());
    }
    if let Some(rest) = behind("hessian") {
        return Line::Hessian(rest.trim());
    }
    match assignment(text) {
        Some((name, value)) if wengert_expr::is_name(name) => Line::Assign(name, value),
        Some((head, _)) if is_head(head) => Line::Define(head.split('(').next().unwrap_or(head).trim(), text),
        _ => Line::Value(text),
    }
}

/// The sides of the first `=` that is no comparison, where it is the line's only statement.
fn assignment(text: &str) -> Option<(&str, &str)> {
    let at = text.find('=')?;
    let before = text[..at].chars().next_back().is_some_and(|c| "<>!=".contains(c));
    if before || text[at + 1..].starts_with('=') || text.contains(';') {
        return None;
    }
    Some((text[..at].trim(), text[at + 1..].trim()))
}

/// Whether it is a name with parameters in brackets, as in `f(u, v)`.
fn is_head(text: &str) -> bool {
    let Some((name, parameters)) = text.split_once('(') else { return false };
    let parameters = parameters.trim_end().strip_suffix(')');
    wengert_expr::is_name(name.trim())
        && parameters.is_some_and(|p| p.split(',').all(|name| wengert_expr::is_name(name.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        assert_eq!(read("  # nothing"), Line::Empty);
        assert_eq!(read("x = 2*y"), Line::Assign("x", "2*y"));
        assert_eq!(read("f(u, v) = u*v"), Line::Define("f", "f(u, v) = u*v"));
        assert_eq!(read("grad x^2"), Line::Grad("x^2"));
        assert_eq!(read("gradient"), Line::Value("gradient"));
        assert_eq!(read("where(x == 2, 1, 0)"), Line::Value("where(x == 2, 1, 0)"));
        assert_eq!(read("where(x <= 2, 1, 0)"), Line::Value("where(x <= 2, 1, 0)"));
        assert_eq!(read(":why  x/x "), Line::Command("why", "x/x"));
        assert_eq!(read("a = x; a*a"), Line::Value("a = x; a*a"));
        assert_eq!(read("2 = x"), Line::Value("2 = x"));
    }
}
