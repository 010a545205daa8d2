//! A user's rule as the engine runs it: so many numbers in, so many out, and derivatives that are such rules again.
//!
//! Every executor needs one operation for all of them, [`Value::bind_rule`](crate::Value::bind_rule): the tangent of a
//! rule is its rule `push`, the adjoint its rule `pull`, and the rules of these serve the next order. A scalar rule has
//! `slopes` instead, which the sweeps multiply as they do those of the table.

use crate::Error;
use crate::list::Origin;
use std::cell::Cell;
use std::fmt;
use std::sync::Arc;

/// What a [`Custom`] runs.
pub(crate) trait Law: Send + Sync {
    /// How many numbers it takes.
    fn inputs(&self) -> usize;
    /// How many numbers it gives.
    fn outputs(&self) -> usize;
    /// The value at plain numbers, as many as it takes.
    fn value(&self, x: &[f64]) -> Result<Vec<f64>, Error>;
    /// A derived rule; `of` is the rule itself. `None` where this rule goes another way.
    fn derived(&self, which: Derived, of: &Custom) -> Option<Custom>;
    /// How many times it can be differentiated, if not at will.
    fn orders(&self) -> Option<u32> {
        None
    }
    /// What its pullback reads.
    fn keeps(&self) -> Keeps {
        Keeps::Both
    }
}

/// What a rule keeps for its pullback, from the call to the reverse sweep: the memory that one call costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeps {
    /// What it was given, and what it gave.
    #[default]
    Both,
    /// What it was given.
    Input,
    /// What it gave.
    Output,
    /// Neither: the pullback is the same everywhere.
    Neither,
}

impl Keeps {
    /// Whether it keeps what it was given.
    pub(crate) fn input(self) -> bool {
        matches!(self, Keeps::Both | Keeps::Input)
    }
    /// Whether it keeps what it gave.
    pub(crate) fn output(self) -> bool {
        matches!(self, Keeps::Both | Keeps::Output)
    }
}

/// The rules that follow from a rule of `n` inputs x and `m` outputs y.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derived {
    /// (x, y) ↦ the partial derivatives; of rules with one output.
    Slopes,
    /// (x, y, ẋ) ↦ ẏ.
    Push,
    /// (x, y, ȳ) ↦ x̄.
    Pull,
}

impl Derived {
    /// All of them.
    pub(crate) const ALL: [Derived; 3] = [Derived::Slopes, Derived::Push, Derived::Pull];
    /// What the name of a rule gets at its end.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Derived::Slopes => ".slopes",
            Derived::Push => ".push",
            Derived::Pull => ".pull",
        }
    }
}

/// A user's rule, bound to the number of values it takes and gives: what a line of a [`List`](crate::List) runs.
///
/// [`Primitive::custom`](crate::Primitive::custom) and [`Rule::custom`](crate::Rule::custom) make one, to
/// [read](crate::List::read_with) a List back that names the rule.
#[derive(Clone)]
pub struct Custom {
    name: Arc<str>,
    /// Tells apart rules of the same name.
    key: usize,
    law: Arc<dyn Law>,
}

impl Custom {
    /// A rule under a name; equal keys say that two rules of a name are the same.
    pub(crate) fn new(name: impl Into<Arc<str>>, key: usize, law: Arc<dyn Law>) -> Custom {
        Custom { name: name.into(), key, law }
    }
    /// A rule that follows from this one.
    pub(crate) fn derive(&self, which: Derived, law: Arc<dyn Law>) -> Custom {
        Custom::new(format!("{}{}", self.name, which.suffix()), self.key, law)
    }
    /// Its name; a derivative of a rule has the rule's name with `.slopes`, `.push` or `.pull` behind it.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// How many values it takes.
    pub fn inputs(&self) -> usize {
        self.law.inputs()
    }
    /// How many values it gives.
    pub fn outputs(&self) -> usize {
        self.law.outputs()
    }
    /// The value at plain numbers.
    ///
    /// # Errors
    /// [`Error::Rule`] where the rule fails there, or is given or gives another number of values than it says.
    pub fn value(&self, x: &[f64]) -> Result<Vec<f64>, Error> {
        if x.len() != self.inputs() {
            return Err(self.fault(format!("takes {} numbers, {} were given", self.inputs(), x.len())));
        }
        let y = self.law.value(x).map_err(|error| self.named(error))?;
        if y.len() == self.outputs() {
            return Ok(y);
        }
        Err(self.fault(format!("gave {} numbers here, {} where it was first called", y.len(), self.outputs())))
    }
    /// A rule that follows from it, where it has such a one.
    pub(crate) fn derived(&self, which: Derived) -> Option<Custom> {
        self.law.derived(which, self)
    }
    /// How many times it can be differentiated, if not at will.
    pub(crate) fn orders(&self) -> Option<u32> {
        self.law.orders()
    }
    /// What its pullback reads.
    pub(crate) fn keeps(&self) -> Keeps {
        self.law.keeps()
    }
    /// A rule that it has because it has no slopes.
    pub(crate) fn product(&self, which: Derived) -> Custom {
        self.derived(which).expect("a rule without slopes has both products")
    }
    /// An error of a rule that does not know its name, with this one's.
    fn named(&self, mut error: Error) -> Error {
        if let Error::Rule { rule, .. } = &mut error
            && rule.is_empty()
        {
            *rule = self.name.to_string();
        }
        error
    }
    /// An error of this rule.
    pub(crate) fn fault(&self, what: impl Into<String>) -> Error {
        Error::Rule { rule: self.name.to_string(), what: what.into(), at: None }
    }
    /// The rule among `known`, or derived from one of them, that has this name and takes so many values; or what is
    /// wrong, and what to write instead.
    pub(crate) fn find(known: &[Custom], name: &str, inputs: usize) -> Result<Custom, (String, Option<String>)> {
        let named = all_named(known, name);
        if let Some(rule) = named.iter().find(|rule| rule.inputs() == inputs) {
            return Ok(rule.clone());
        }
        match named.first() {
            Some(rule) => Err((
                format!("the rule `{name}` is registered for {} values, this line gives it {inputs}", rule.inputs()),
                Some(format!("register it with an example of {inputs} values too: `rule.custom(&example)`")),
            )),
            None => Err((
                format!("no rule called `{name}` is registered"),
                Some("pass the rules of the program to `read_with(text, &[rule.custom(..)])`".to_string()),
            )),
        }
    }
}

/// The rules of a name among `known` and what follows from them.
fn all_named(known: &[Custom], name: &str) -> Vec<Custom> {
    let mut found: Vec<Custom> = known.iter().filter(|rule| rule.name() == name).cloned().collect();
    for which in Derived::ALL {
        if let Some(base) = name.strip_suffix(which.suffix()) {
            found.extend(all_named(known, base).iter().filter_map(|rule| rule.derived(which)));
        }
    }
    found
}

impl PartialEq for Custom {
    fn eq(&self, other: &Custom) -> bool {
        (self.key, self.inputs(), self.outputs()) == (other.key, other.inputs(), other.outputs())
            && self.name == other.name
    }
}

impl fmt::Debug for Custom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} -> {}", self.name, self.inputs(), self.outputs())
    }
}

thread_local! {
    /// The first failure of a rule in the sweep that is running, if a driver listens.
    static FAULT: Cell<Option<Box<Error>>> = const { Cell::new(None) };
}

/// Runs a sweep; what a rule that failed in it said is the error.
pub(crate) fn listen<R>(sweep: impl FnOnce() -> R) -> Result<R, Error> {
    let outer = FAULT.take();
    let result = sweep();
    match FAULT.replace(outer) {
        None => Ok(result),
        Some(fault) => Err(*fault),
    }
}

/// The value of a rule in a sweep over plain numbers: NaN where it fails, and the driver that [listens](listen) told.
pub(crate) fn value_or_nan(rule: &Custom, x: &[f64]) -> Vec<f64> {
    rule.value(x).unwrap_or_else(|error| {
        fail(error);
        vec![f64::NAN; rule.outputs()]
    })
}

/// Remembers a failure, unless there was one before.
pub(crate) fn fail(error: Error) {
    let first = FAULT.take().unwrap_or_else(|| Box::new(error));
    FAULT.set(Some(first));
}

/// Says at which line a failure without a place of its own happened.
pub(crate) fn placed(at: Option<Origin>) {
    if let Some(mut fault) = FAULT.take() {
        fault.or_at(at);
        FAULT.set(Some(fault));
    }
}
