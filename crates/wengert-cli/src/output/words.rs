//! Messages of the engine in the words of an expression: operators with their signs, functions by the name that was written,
//! a domain with the arguments that it speaks of.

use super::notation;
use wengert::prim::Op;

/// A message that begins with a call of the primitive `op`, as the text `written` has it, where that is known.
pub fn of_expression(message: &str, op: &str, written: Option<&str>) -> String {
    let call = message.strip_prefix(op).and_then(|rest| rest.strip_prefix('('));
    let Some((args, tail)) = call.and_then(|rest| rest.split_once(')')) else { return message.to_owned() };
    let name = written.and_then(|text| called(text, op)).unwrap_or(op);
    let words: Vec<String> = args.split(", ").map(str::to_owned).collect();
    let tail = match Op::by_text(op).map(Op::row) {
        Some(row) if !row.nary => {
            let names: Vec<String> = row.args.iter().map(|&arg| arg.to_owned()).collect();
            tail.replace("it is defined for", &format!("{} is defined for", notation::call(name, &names)))
        }
        _ => tail.to_owned(),
    };
    notation::call(name, &words) + &tail
}

/// The function that a text calls, where that is another name for the same row.
fn called<'t>(text: &'t str, op: &str) -> Option<&'t str> {
    let (name, _) = text.split_once('(')?;
    let name = name.trim();
    (name == "logaddexp" && op == "logsumexp").then_some(name)
}

#[cfg(test)]
mod tests {
    use super::of_expression;

    #[test]
    fn messages_speak_as_the_expression_does() {
        let said = |message: &str, op: &str, written| of_expression(message, op, written);
        assert_eq!(
            said("div(0, 0) is NaN; it is defined for b != 0", "div", None),
            "0 / 0 is NaN; a / b is defined for b != 0"
        );
        assert_eq!(
            said("log(-1) is NaN; it is defined for x > 0", "log", None),
            "log(-1) is NaN; log(x) is defined for x > 0"
        );
        assert_eq!(said("pow(0, -1) stands at an edge", "pow", Some("x^y")), "0 ^ (-1) stands at an edge");
        assert_eq!(said("logsumexp(1, 2) is", "logsumexp", Some("logaddexp(x, y)")), "logaddexp(1, 2) is");
        assert_eq!(said("neg(2) is", "neg", None), "-2 is");
        assert_eq!(said("something else", "div", None), "something else");
    }
}
