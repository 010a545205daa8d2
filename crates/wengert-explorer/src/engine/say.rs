//! Sentences about registers: names and bars as MathML between ⟦ and ⟧, numbers to four decimals.

use super::formula::Tree;
use super::names::Names;
use super::num::short;
use super::slope;
use wengert::Contribution;
use wengert::list::Id;
use wengert_inspect::Run;

/// The name of a value.
pub fn name(names: &Names, id: Id) -> String {
    format!("⟦{}⟧", names.mathml(id))
}

/// The name of its register.
pub fn bar(names: &Names, id: Id) -> String {
    format!("⟦{}⟧", names.bar(id))
}

/// The local derivative of an addition as a formula, or as its number.
pub fn factors(run: &Run, names: &Names, c: &Contribution) -> String {
    let tree = slope::formula(run, c.from, c.arg, c.slope).unwrap_or(Tree::Worth(c.slope));
    format!("⟦{}⟧", tree.factor(names).mathml)
}

/// Four decimals, with a true minus; an exponent where they would not do.
pub fn four(x: f64) -> String {
    if x.is_finite() && (x == 0.0 || (1e-3..1e7).contains(&x.abs())) {
        format!("{x:.4}").replace('-', "−")
    } else {
        short(x)
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn in_words(list: &[String]) -> String {
    match list {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_words() {
        let words = |list: &[&str]| in_words(&list.iter().map(|w| w.to_string()).collect::<Vec<_>>());
        assert_eq!([words(&[]), words(&["a"]), words(&["a", "b", "c"])], ["nothing", "a", "a, b and c"]);
        assert_eq!(four(-0.27941549), "−0.2794");
    }
}
