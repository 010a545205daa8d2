//! What the values of a tape are called: inputs by their own names, the output L, letters between, numbers where there
//! are too many for letters.

use std::collections::HashSet;
use wengert::list::{Id, List};

/// Letters for lines, without those that are read as constants, indices or digits.
const LETTERS: &str = "abcdfghkmnpqrstuvwz";

/// The name of every value of a List.
#[derive(Debug)]
pub struct Names {
    names: Vec<String>,
}

impl Names {
    /// Names for `list`; what a line was called where it was written (`given`) comes first.
    pub fn of(list: &List, given: &dyn Fn(Id) -> Option<String>) -> Names {
        let inputs = list.input_len();
        let mut names: Vec<String> = (0..inputs).map(|k| list.input_name(Id(k as u32))).collect();
        let output = list.outputs().first().and_then(|o| o.as_id()).map(|id| id.0 as usize);
        let written: Vec<Option<String>> = (inputs..list.ids()).map(|k| given(Id(k as u32))).collect();
        let mut taken: HashSet<String> = names.iter().cloned().chain(written.iter().flatten().cloned()).collect();
        let capital = ["L", "out"].into_iter().find(|name| !taken.contains(*name)).unwrap_or("result").to_owned();
        taken.insert(capital.clone());
        let nameless = written.iter().filter(|name| name.is_none()).count();
        let free: Vec<String> = LETTERS.chars().map(String::from).filter(|name| !taken.contains(name)).collect();
        let lettered = nameless <= free.len() + 1;
        let mut letters = free.into_iter();
        for (k, name) in written.into_iter().enumerate() {
            let id = inputs + k;
            let mut next = || match lettered {
                true => letters.next().unwrap_or_else(|| format!("v{}", id + 1)),
                false => unused(format!("v{}", id + 1), &taken),
            };
            names.push(name.unwrap_or_else(|| if output == Some(id) { capital.clone() } else { next() }));
        }
        Names { names }
    }
    /// The name of a value.
    pub fn plain(&self, id: Id) -> &str {
        self.names.get(id.0 as usize).map_or("?", String::as_str)
    }
    /// The name as presentation MathML: `v12` with an index, `theta` as a Greek letter.
    pub fn mathml(&self, id: Id) -> String {
        identifier(self.plain(id), &format!(" data-id=\"{}\"", id.0))
    }
    /// The name with a bar, as presentation MathML.
    pub fn bar(&self, id: Id) -> String {
        let name = identifier(self.plain(id), "");
        let over = |stem: &str| format!("{stem}<mo stretchy=\"false\">¯</mo></mover>");
        let open = format!("<mover accent=\"true\" class=\"bar\" data-id=\"{}\">", id.0);
        // The bar stands over the letter, not over its index.
        match name.strip_prefix("<msub>").and_then(|rest| rest.split_once("</mi>")) {
            Some((stem, index)) => format!("<msub>{open}{}{index}", over(&format!("{stem}</mi>"))),
            None => format!("{open}{}", over(&name)),
        }
    }
}

/// A name whose number stands in small digits, with an index that programs can write too: `t₃` as `t_3`.
pub fn indexed(name: &str) -> String {
    let small = |c: char| ('₀'..='₉').contains(&c);
    let (stem, number) = name.split_at(name.find(small).unwrap_or(name.len()));
    let digits = number.chars().filter_map(|c| char::from_digit(u32::from(c) - u32::from('₀'), 10));
    match number.is_empty() {
        true => stem.to_owned(),
        false => format!("{stem}_{}", digits.collect::<String>()),
    }
}

/// `name` with so many marks behind it that nothing else is called so.
fn unused(name: String, taken: &HashSet<String>) -> String {
    let marks = (0..).find(|&n| !taken.contains(&format!("{name}{}", "_".repeat(n)))).unwrap_or(0);
    format!("{name}{}", "_".repeat(marks))
}

const GREEK: [(&str, &str); 22] = [
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Delta", "Δ"),
    ("Omega", "Ω"),
];

/// A name as MathML: its letters, Greek where they spell one, and what follows (digits, `_…`, `[…]`) as an index.
pub fn identifier(name: &str, attributes: &str) -> String {
    let letters = name.find(|c: char| !c.is_alphabetic()).unwrap_or(name.len());
    let (stem, index) = name.split_at(letters);
    let stem = GREEK.iter().find(|(word, _)| *word == stem).map_or(stem, |&(_, letter)| letter);
    let index = index.trim_start_matches(['_', '[']).trim_end_matches(']').replace("]_", ", ");
    match (stem.is_empty(), index.is_empty()) {
        (_, true) => format!("<mi{attributes}>{}</mi>", escaped(stem)),
        (true, false) => format!("<mi{attributes}>{}</mi>", escaped(name)),
        (false, false) => format!("<msub{attributes}><mi>{}</mi><mn>{}</mn></msub>", escaped(stem), escaped(&index)),
    }
}

/// Text inside markup.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, inputs: &[&str]) -> Vec<String> {
        let list = wengert_expr::parse(text, inputs).unwrap();
        Names::of(&list, &|_| None).names
    }

    #[test]
    fn inputs_keep_their_names_and_the_output_is_called_l() {
        assert_eq!(named("x*y + sin(x*y)", &["x", "y"]), ["x", "y", "a", "b", "L"]);
        assert_eq!(named("a*L + sin(a)", &["a", "L"]), ["a", "L", "b", "c", "out"]);
    }

    #[test]
    fn many_lines_are_numbered() {
        let text = (0..30).map(|k| format!("sin(x + {k})")).collect::<Vec<_>>().join(" + ");
        let names = named(&text, &["x"]);
        assert_eq!((names[1].as_str(), names.last().unwrap().as_str()), ("v2", "L"));
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
    }

    #[test]
    fn bars_stand_over_letters() {
        let names = Names { names: vec!["a".to_owned(), "v12".to_owned()] };
        let bar =
            |id| names.bar(Id(id)).replace(" accent=\"true\" class=\"bar\"", "").replace(" stretchy=\"false\"", "");
        assert_eq!(bar(0), "<mover data-id=\"0\"><mi>a</mi><mo>¯</mo></mover>");
        assert_eq!(bar(1), "<msub><mover data-id=\"1\"><mi>v</mi><mo>¯</mo></mover><mn>12</mn></msub>");
    }

    #[test]
    fn small_digits_become_an_index() {
        assert_eq!([indexed("t"), indexed("t₁₂"), indexed("v[0]₃")], ["t", "t_12", "v[0]_3"]);
        assert_eq!(identifier("v[0]_3", ""), "<msub><mi>v</mi><mn>0, 3</mn></msub>");
    }

    #[test]
    fn names_as_mathml() {
        assert_eq!(identifier("v12", ""), "<msub><mi>v</mi><mn>12</mn></msub>");
        assert_eq!(identifier("theta_0", ""), "<msub><mi>θ</mi><mn>0</mn></msub>");
        assert_eq!(identifier("w[3]", ""), "<msub><mi>w</mi><mn>3</mn></msub>");
        assert_eq!(identifier("a<b", ""), "<msub><mi>a</mi><mn>&lt;b</mn></msub>");
    }
}
