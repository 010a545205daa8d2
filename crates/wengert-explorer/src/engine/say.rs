//! Sentences about registers: names and bars as MathML between ⟦ and ⟧, numbers to four decimals, or to two digits.

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

/// To two significant digits, with a true minus; an exponent where zeros would hide them.
pub fn two_digits(x: f64) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    let rounded: f64 = format!("{x:.1e}").parse().unwrap_or(x);
    let size = rounded.abs();
    let digits = (1 - size.log10().floor() as i32).max(0) as usize;
    let text = if (1e-4..1e6).contains(&size) { format!("{rounded:.digits$}") } else { format!("{x:.1e}") };
    text.replace('-', "−")
}

/// A sum in digits, with what each number is: `1.0000 from L − 0.9602 from b`.
pub fn sum(terms: &[(f64, String)]) -> String {
    let mut text = String::new();
    for (k, (x, what)) in terms.iter().enumerate() {
        let sign = match (k, *x < 0.0) {
            (0, _) => "",
            (_, true) => " − ",
            (_, false) => " + ",
        };
        text += &format!("{sign}{}{what}", four(if k == 0 { *x } else { x.abs() }));
    }
    text
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

    #[test]
    fn sums_have_true_signs() {
        let terms = [(-1.0, " from L"), (0.5, " from a"), (-0.25, " from b")].map(|(x, what)| (x, what.to_owned()));
        assert_eq!(sum(&terms), "−1.0000 from L + 0.5000 from a − 0.2500 from b");
    }

    #[test]
    fn two_digits_are_two() {
        assert_eq!(
            [1.9602, -0.27941, 0.0, 41.7, 123.4, 2.5e7, 0.0996, 9.96].map(two_digits),
            ["2.0", "−0.28", "0", "42", "120", "2.5e7", "0.10", "10"]
        );
    }
}
