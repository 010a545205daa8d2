//! Values for the inputs of a model: numbers and vectors under their names.

/// What an input is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A number.
    Number(f64),
    /// A vector.
    Vector(Vec<f64>),
}

impl Given {
    /// Its numbers.
    pub fn numbers(&self) -> &[f64] {
        match self {
            Given::Number(x) => std::slice::from_ref(x),
            Given::Vector(v) => v,
        }
    }
    /// Its length, if it is a vector.
    pub fn length(&self) -> Option<usize> {
        match self {
            Given::Number(_) => None,
            Given::Vector(v) => Some(v.len()),
        }
    }
    /// What its numbers are called, if it is called `name`: `x`, or `x[0]`, `x[1]`.
    pub fn names(&self, name: &str) -> impl Iterator<Item = String> {
        let vector = self.length().is_some();
        (0..self.numbers().len()).map(move |k| if vector { format!("{name}[{k}]") } else { name.to_owned() })
    }
    /// What it is, in words.
    pub(crate) fn in_words(&self) -> String {
        match self.length() {
            None => "a number".to_owned(),
            Some(n) => format!("a vector of {n}"),
        }
    }
}

impl From<f64> for Given {
    fn from(x: f64) -> Given {
        Given::Number(x)
    }
}
impl From<Vec<f64>> for Given {
    fn from(v: Vec<f64>) -> Given {
        Given::Vector(v)
    }
}
impl<const N: usize> From<[f64; N]> for Given {
    fn from(v: [f64; N]) -> Given {
        Given::Vector(v.to_vec())
    }
}

/// Values under names, in the order in which they were first given.
///
/// ```
/// use wengert_expr::{Given, Values};
/// let mut values = Values::new().with("x", 2.0).with("w", [1.0, 0.5]);
/// values.set("x", 3.0);
/// assert_eq!(values.get("x"), Some(&Given::Number(3.0)));
/// assert_eq!(values.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["x", "w"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    entries: indexmap::IndexMap<String, Given>,
}

impl Values {
    /// No values.
    pub fn new() -> Values {
        Values::default()
    }
    /// The same with one more, or with another value under a name.
    pub fn with(mut self, name: impl Into<String>, given: impl Into<Given>) -> Values {
        self.set(name, given);
        self
    }
    /// Gives a value to a name and returns the one it had; it keeps its place.
    pub fn set(&mut self, name: impl Into<String>, given: impl Into<Given>) -> Option<Given> {
        self.entries.insert(name.into(), given.into())
    }
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Given> {
        self.entries.get(name)
    }
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Given)> {
        self.entries.iter().map(|(name, given)| (name.as_str(), given))
    }
    /// How many.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
