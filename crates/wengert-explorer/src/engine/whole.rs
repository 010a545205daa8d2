//! The whole model as one formula, its numbers linked to where they stand in the text.

use super::formula::Tree;
use std::collections::HashMap;
use wengert::list::{Id, List, Operand, Step};

/// A value as a formula of the inputs, if that has at most `most` parts.
pub fn inlined(list: &List, o: Operand, most: usize) -> Option<Tree> {
    let steps: HashMap<Id, Step<'_>> = list.steps().map(|(_, id, step)| (id, step)).collect();
    let mut left = most;
    fn go(list: &List, o: Operand, steps: &HashMap<Id, Step<'_>>, left: &mut usize) -> Option<Tree> {
        *left = left.checked_sub(1)?;
        match o.as_id().and_then(|id| steps.get(&id)) {
            Some(Step::Apply(op, args)) => {
                let args: Option<Vec<Tree>> = args.iter().map(|&arg| go(list, arg, steps, left)).collect();
                Some(Tree::Call(op.text(), args?))
            }
            Some(_) => None,
            None => Some(Tree::operand(list, o)),
        }
    }
    go(list, o, &steps, &mut left)
}

/// The formula with each number linked to where it is written, if the numbers come in the order of the text.
pub fn scrubbed(tree: Tree, text: &str) -> Tree {
    let mut linked = tree.clone();
    let mut literals = literals(text).into_iter();
    fn link(tree: &mut Tree, literals: &mut dyn Iterator<Item = (f64, [usize; 2])>) -> bool {
        match tree {
            Tree::Number(x, _) if [std::f64::consts::PI, std::f64::consts::E].contains(x) => true,
            Tree::Number(x, span) => match literals.next() {
                Some((value, at)) if value == x.abs() => {
                    *span = Some(at).filter(|_| *x >= 0.0);
                    true
                }
                _ => false,
            },
            Tree::Call(_, args) => args.iter_mut().all(|arg| link(arg, literals)),
            Tree::Id(_) | Tree::Worth(_) => true,
        }
    }
    if link(&mut linked, &mut literals) && literals.next().is_none() { linked } else { tree }
}

/// The numbers of a text and where they stand.
pub fn literals(text: &str) -> Vec<(f64, [usize; 2])> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let word = bytes[at..].iter().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'.')).count();
        let starts = bytes[at].is_ascii_digit() || bytes[at] == b'.';
        let mut end = at + word.max(1);
        // The sign of an exponent.
        if starts && matches!(bytes[end - 1], b'e' | b'E') && matches!(bytes.get(end), Some(b'+' | b'-')) {
            end += 1 + bytes[end + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
        }
        if let (true, Some(Ok(value))) = (starts, text.get(at..end).map(str::parse)) {
            found.push((value, [at, end]));
        }
        at = end;
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_text() {
        let found = literals("2*x1 + 1.5e-3 − .5*y_2/3E2");
        assert_eq!(found.iter().map(|l| l.0).collect::<Vec<_>>(), [2.0, 1.5e-3, 0.5, 3e2]);
        assert_eq!(found[1].1, [7, 13]);
    }
}
